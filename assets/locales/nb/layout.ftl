# The frame of every page
layout-skip = Hopp til innholdet
layout-search-label = Søk i spørsmål og svar
layout-ask = Still et spørsmål
layout-account = Kontoen din:
layout-notices = Varsler
layout-notices-unread = uleste
layout-settings = Innstillinger
layout-admin = Administrasjon
layout-sign-in = Logg inn
layout-sign-up = Opprett konto
layout-sign-out = Logg ut
layout-menu = Meny
layout-latest = Siste
layout-hot = Populært
layout-top = Topp
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
layout-badge-partner = Partner
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

# Pages about the community
layout-page-terms = Vilkår
layout-page-privacy = Personvern
layout-page-imprint = Juridisk informasjon
layout-page-contact = Kontakt
layout-page-rules = Regler
layout-colon = {": "}
