# The frame of every page
layout-skip = Hopp til innholdet
layout-search-label = Søk i titler
layout-ask = Still et spørsmål
layout-account = Kontoen din:
layout-settings = Innstillinger
layout-admin = Administrasjon
layout-sign-in = Logg inn
layout-sign-up = Opprett konto
layout-sign-out = Logg ut
layout-menu = Meny
layout-latest = Siste
layout-unsolved = Uløste
layout-unanswered = Ubesvarte
layout-categories = Kategorier
layout-all-topics = Alle emner
layout-browse = Bla gjennom
layout-language = Språk
layout-copied = Lenken er kopiert
layout-failed = Det gikk ikke. Last siden på nytt og prøv igjen.

# Badges
layout-badge-staff = Ansatt
layout-badge-moderator = Moderator
layout-badge-expert = Ekspert
layout-badge-asker = Stilte spørsmålet

# Forms
layout-errors = Dette må endres
layout-error-prefix = Feil:
layout-cancel = Avbryt
layout-optional = valgfritt
layout-preview = Forhåndsvis
layout-in-markdown = i Markdown
layout-privacy-hint = Utelat ordrenumre, nøkler og kundenavn: Alle kan lese dette.
layout-draft-saved = Utkastet er lagret
layout-draft-found = Du begynte å skrive her tidligere.
layout-draft-restore = Hent det tilbake
layout-draft-discard = Forkast det
layout-tools = Formatering
layout-tool-bold = Fet
layout-tool-italic = Utheving
layout-tool-link = Lenke
layout-tool-code = Kode
layout-tool-quote = Sitat
layout-tool-list = Liste
layout-tool-numbers = Nummerert liste

# Pages
layout-pages = Sider
layout-page = Side
layout-page-previous = Forrige side
layout-page-next = Neste side
layout-newer = Nyere emner
layout-older = Eldre emner

# Error pages
layout-error-bad = Forespørselen kunne ikke leses
layout-error-bad-text = Noe i adressen eller skjemaet er ikke som ventet. Ingenting er endret.
layout-error-forbidden = Dette har du ikke tilgang til å gjøre
layout-error-forbidden-text = Ingenting er endret. Mener du at du burde kunne gjøre dette, spør en administrator.
layout-error-missing = Siden finnes ikke, eller er ikke åpen for deg
layout-error-missing-text = Den kan være flyttet eller fjernet. Søk etter ord fra tittelen, eller se blant de siste emnene.
layout-error-conflict = Noen andre var raskere
layout-error-conflict-text = Det du arbeidet med, er endret i mellomtiden. Last det på nytt og se hva som gjenstår.
layout-error-large = Dette er for stort
layout-error-large-text = Det du sendte, er større enn siden tar imot. Ingenting er endret; gå tilbake og kort det ned.
layout-error-often = Det ble for ofte på kort tid
layout-error-often-text = Vent litt og prøv igjen. Det du skrev, ligger fortsatt i nettleseren: Gå én side tilbake.
layout-error-fault = Noe gikk galt hos oss
layout-error-fault-text = Prøv igjen om et minutt. Vedvarer det, oppgi nummeret under til dem som driver fellesskapet.
layout-error-busy = For mange er her på én gang
layout-error-busy-text = Siden er tilbake om noen sekunder. Ingenting er tapt.
layout-error-number = Referansenummer
layout-error-again = Prøv igjen
