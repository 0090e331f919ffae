# Administrasjonen
admin-tab-overview = Oversikt
admin-tab-categories = Kategorier
admin-tab-members = Medlemmer
admin-tab-groups = Grupper
admin-tab-settings = Fellesskapet
admin-tab-pages = Sider
admin-tab-log = Logg
admin-tab-jobs = Jobber
admin-save = Lagre
admin-acts = Handlinger
admin-filter = Filtrer
admin-filter-none = Vis alt
admin-page-newest = Nyeste
admin-page-older = Eldre

# Oversikt
admin-overview-parked = { $count ->
    [one] Én jobb er satt til side.
   *[other] { $count } jobber er satt til side.
 }
admin-overview-parked-look = Se hvorfor
admin-overview-acts = Siste handlinger
admin-overview-whole-log = Hele loggen
admin-count-members = Medlemmer
admin-count-new-members = Nye på sju dager
admin-count-topics = Emner
admin-count-unsolved = Uløste spørsmål
admin-count-posts = Innlegg
admin-count-held = Venter på en moderator
admin-count-categories = Kategorier

# Kategorier
admin-category-new = Ny kategori
admin-category-new-below = Legg til under
admin-category-name = Navn
admin-category-about = Beskrivelse
admin-category-place = Adresse og plass
admin-category-slug = Adresse
admin-category-slug-hint = Det som står etter /c/. Er feltet tomt, lages adressen av navnet.
admin-category-parent = Overordnet kategori
admin-category-parent-hint = Bare ett nivå.
admin-category-on-top = Ingen, den ligger øverst
admin-category-icon = Ikon
admin-category-access = Hvem som kan lese og skrive
admin-category-access-hint = Hver rettighet omfatter dem foran. Den som er i flere grupper, har den høyeste av rettighetene. En kategori er aldri mer åpen enn den over.
admin-category-up = Opp
admin-category-down = Ned
admin-category-close = Steng
admin-category-reopen = Åpne igjen
admin-category-is-closed = Stengt
admin-category-closed-hint = En stengt kategori tar ikke imot nye emner. Det som ligger der, blir liggende og kan besvares.
admin-categories-empty = Ingen kategorier ennå
admin-categories-empty-text = Emner ligger i kategorier. Lag den første, og bestem hvem som kan lese og spørre der.
admin-right-none = ingen egen rettighet
admin-right-read = lese
admin-right-reply = lese og svare
admin-right-ask = lese, svare og spørre
admin-icon-list = Liste
admin-icon-chat = Prat
admin-icon-megaphone = Ropert
admin-icon-card = Kort
admin-icon-bank = Bank
admin-icon-box = Eske
admin-icon-truck = Lastebil
admin-icon-receipt = Kvittering
admin-icon-layout = Oppsett
admin-icon-code = Kode
admin-icon-globe = Globus
admin-icon-chart = Diagram
admin-icon-key = Nøkkel
admin-icon-scale = Vekt
admin-icon-star = Stjerne
admin-icon-shield = Skjold
admin-icon-lock = Lås
admin-icon-info = Opplysning
admin-icon-gear = Tannhjul
admin-icon-user = Person

# Grupper
admin-group-everyone = Alle
admin-group-members = Medlemmer
admin-group-trust-1 = Medlemmer med tillit 1
admin-group-trust-2 = Medlemmer med tillit 2
admin-group-trust-3 = Medlemmer med tillit 3
admin-group-trust-4 = Medlemmer med tillit 4
admin-group-staff = Ansatte
admin-group-moderators = Moderatorer
admin-group-admins = Administratorer

# Fellesskapet
admin-settings-name = Fellesskapets navn
admin-settings-name-hint = Vises på hver side og i hver e-post.
admin-settings-own = Fellesskapets eget språk
admin-settings-own-hint = For besøkende med en nettleser som ikke ber om noe språk dere tilbyr, og der en kategori mangler navn på et annet språk.
admin-settings-offered = Språk som tilbys
admin-settings-joining = Registrering
admin-settings-open = Hvem som helst kan opprette en konto
admin-settings-open-hint = Uten dette kan bare de som alt har en konto, delta.
admin-settings-origin-days = Antall dager nettverksadresser lagres
admin-settings-origin-days-hint = Fra 1 til 365. Hvilket nettverk og hvilken nettleser noen logget inn eller skrev et innlegg fra; slettes deretter.
admin-error-community-name = Gi fellesskapet et navn.
admin-error-community-name-long = Navnet er for langt. Bruk høyst { $most } tegn.
admin-error-own-language = Fellesskapets eget språk må være blant dem som tilbys.
admin-error-origin-days = Skriv et antall dager fra 1 til 365.
admin-settings-mail-wait = Minutter før varsler sendes på e-post
admin-settings-mail-wait-hint = Fra 0 til 1440. Den som leser innlegget i mellomtiden, får ingen e-post. Svar fra ansatte sendes med en gang.
admin-settings-mails-a-day = E-poster om varsler til ett medlem per døgn
admin-settings-mails-a-day-hint = Høyst så mange, fra 1 til 1000. Resten står i sammendraget.
admin-error-mail-wait = Skriv et antall minutter fra 0 til 1440.
admin-error-mails-a-day = Skriv et antall e-poster fra 1 til 1000.

# Loggen
admin-log-heading = Logg
admin-log-empty = Her er det ingen oppføringer.
admin-log-act = Hva
admin-log-every-act = Alt
admin-log-member = Brukernavn
admin-log-when = Når
admin-log-who = Hvem
admin-log-what = Hva
admin-log-changed = Hva som ble endret, og hvorfor
admin-log-before = Før:
admin-log-after = Etter:
admin-log-reason = Grunn:
admin-log-via-web = en besøkende
admin-log-via-command = kommandolinjen
admin-log-via-system = programmet
admin-log-topic = Emne
admin-log-post = Innlegg
admin-log-group = Gruppe
admin-log-job = Jobb
admin-log-all-jobs = Alle jobber
admin-error-member-unknown = Ingen har dette brukernavnet.

# Handlinger
admin-act-category-make = Laget en kategori
admin-act-category-edit = Endret en kategori
admin-act-category-move = Flyttet en kategori
admin-act-category-close = Stengte en kategori
admin-act-category-reopen = Åpnet en kategori igjen
admin-act-settings-change = Endret innstillingene
admin-act-page-change = Endret en side om fellesskapet
admin-act-role-give = Ga en rolle
admin-act-role-take = Tok bort en rolle
admin-act-topic-close = Stengte et emne
admin-act-topic-reopen = Åpnet et emne igjen
admin-act-topic-duplicate = Merket et emne som duplikat
admin-act-topic-unduplicate = Trakk tilbake at et emne er duplikat
admin-act-case-decide = Avgjorde en sak
admin-act-case-undo = Omgjorde en avgjørelse
admin-act-case-appeal = Avgjorde en klage
admin-act-word-add = Sperret et ord
admin-act-word-remove = Opphevet sperren av et ord
admin-act-block-add = Sperret et domene, en adresse eller et nett
admin-act-block-lift = Opphevet en sperre
admin-act-topic-pin = Festet et emne
admin-act-topic-unpin = Løsnet et emne
admin-act-topic-timer = Satte når et emne stenges eller åpnes
admin-act-topic-category = Flyttet et emne til en annen kategori
admin-act-topic-kind = Byttet typen til et emne
admin-act-topic-title = Endret tittelen på et emne
admin-act-topic-tags = Endret stikkordene til et emne
admin-act-topic-slow = Endret tempoet i et emne
admin-act-topic-merge = Slo et emne sammen med et annet
admin-act-topic-split = Skilte ut svar i et nytt emne
admin-act-topic-move-posts = Flyttet svar til et annet emne
admin-act-topic-move-back = Flyttet innlegg tilbake
admin-act-tag-rename = Endret navn på et stikkord
admin-act-tag-synonym = Endret synonymer for et stikkord
admin-act-tag-translate = Endret navn på et stikkord på andre språk
admin-act-tag-merge = Slo et stikkord sammen med et annet
admin-act-post-note = Skrev et internt notat
admin-act-canned-make = Laget et ferdig svar
admin-act-canned-change = Endret et ferdig svar
admin-act-canned-remove = Fjernet et ferdig svar
admin-act-case-second = Ba om en ny vurdering
admin-act-post-edit = Redigerte et innlegg
admin-act-post-approve = Godkjente et innlegg
admin-act-post-hold = Holdt et innlegg tilbake
admin-act-post-hide = Skjulte et innlegg
admin-act-post-delete = Slettet et innlegg
admin-act-post-restore = Gjenopprettet et innlegg
admin-act-post-erase = Fjernet et innlegg for godt
admin-act-post-erase-revision = Fjernet en tidligere tekst i et innlegg
admin-act-job-retry = Kjørte en jobb på nytt
admin-act-job-discard = Forkastet en jobb
admin-act-group-make = Laget en gruppe
admin-act-group-change = Endret en gruppe
admin-act-group-remove = Fjernet en gruppe
admin-act-group-add = La til i en gruppe
admin-act-group-remove-member = Tok ut av en gruppe
admin-act-member-suspend = Stengte ute et medlem
admin-act-member-silence = Dempet et medlem
admin-act-member-lift = Opphevet demping eller utestengning
admin-act-member-trust = Satte tillit
admin-act-member-create = Opprettet en konto
admin-act-member-password = Ga en konto nytt passord
admin-act-member-hand-over = Overleverte en konto
admin-act-member-origins = Så på et medlems nettverksadresser
admin-act-member-erase-introduction = Fjernet bilde eller tekster fra en profil
admin-act-community-open = Åpnet fellesskapet
admin-act-secret-rotate = Gjorde hemmeligheter ugyldige
admin-act-backup-make = Tok en sikkerhetskopi
admin-act-backup-restore = Gjenopprettet en sikkerhetskopi
admin-act-community-import = Importerte et fellesskap

# Jobber
admin-jobs-heading = Jobber
admin-jobs-about = E-post, søk og opprydding gjøres som jobber etter at en endring er lagret. En jobb som mislykkes for ofte, blir gitt opp til noen ser på den. Når en sikkerhetskopi er gjenopprettet, holdes det tilbake som ellers ville ha forlatt maskinen.
admin-jobs-none = Ingenting venter, og ingenting er satt til side.
admin-jobs-kinds = Venter og satt til side
admin-jobs-kind = Type
admin-jobs-waiting = Venter
admin-jobs-parked = Satt til side
admin-jobs-given-up = Gitt opp
admin-jobs-tries = { $count ->
    [one] Ett forsøk
   *[other] { $count } forsøk
 }
admin-jobs-since = opprettet
admin-jobs-retry = Kjør på nytt
admin-jobs-retry-all = Kjør alle på nytt
admin-jobs-discard = Forkast
admin-jobs-restored = Holdt tilbake etter gjenoppretting
admin-jobs-restored-about = Fellesskapet er gjenopprettet fra en sikkerhetskopi. Disse jobbene ville ha forlatt maskinen, slik e-post gjør, og kan være utført etter at kopien ble tatt. Slipp fri det som fortsatt skal ut, og forkast resten.
admin-jobs-release = Slipp fri
admin-jobs-release-all = Slipp alle fri
admin-jobs-discard-all = Forkast alle
admin-jobs-more = { $count ->
    [one] Og én til.
   *[other] Og { $count } til.
 }

# Det som nettopp gikk bra
admin-notice-category-made = Kategorien er opprettet.
admin-notice-category-changed = Kategorien er lagret.
admin-notice-category-moved = Kategorien er flyttet.
admin-notice-category-closed = Kategorien tar ikke lenger imot nye emner.
admin-notice-category-reopened = Kategorien tar imot nye emner igjen.
admin-notice-settings-changed = Innstillingene er lagret.
admin-notice-page-changed = Siden er lagret.
admin-notice-job-retried = Jobben kjøres på nytt.
admin-notice-jobs-retried = Alle jobbene kjøres på nytt.
admin-notice-job-discarded = Jobben er forkastet.
admin-notice-jobs-released = Jobbene som ble holdt tilbake, er sluppet fri.
admin-notice-jobs-discarded = Jobbene som ble holdt tilbake, er forkastet.
admin-notice-job-gone = Ingenting å gjøre: Denne jobben er ikke lenger satt til side.
admin-notice-group-made = Gruppen er opprettet.
admin-notice-group-changed = Gruppen er lagret.
admin-notice-group-joined = Medlemmet er med i gruppen.
admin-notice-group-left = Medlemmet er ikke lenger i gruppen.
admin-notice-group-removed = Gruppen er fjernet.
admin-notice-role-given = Rollen er gitt.
admin-notice-role-taken = Rollen er tatt bort.
admin-notice-trust-set = Tilliten er satt.
admin-notice-restricted = Utført. Det gjelder fra nå av.
admin-notice-lifted = Medlemmet deltar igjen.
admin-notice-handed-over = En lenke er på vei til denne adressen.
admin-notice-community-open = Fellesskapet er åpent, og du er logget inn.

# Medlemmer
admin-members-search = Brukernavn eller navn begynner med
admin-members-find = Finn
admin-members-none = Ingen har et slikt navn.
admin-member = Medlem
admin-member-state = Status
admin-member-until = til
admin-member-trust = Tillit
admin-member-trust-level = Nivå, fra 0 til 4
admin-member-trust-hint = Når den er satt for hånd, vokser den ikke lenger av seg selv.
admin-member-trust-set = Sett
admin-member-joined = Medlem siden
admin-member-seen = Sist innom
admin-member-never = ikke ennå
admin-member-log = Loggen for dette medlemmet
admin-member-roles = Roller
admin-member-group = Gruppe
admin-member-no-groups = Det finnes ingen grupper å velge mellom ennå.
admin-member-is-closed = Denne kontoen er avsluttet. Den kan ikke få noe mer.
admin-origins = Nettverksadresser
admin-origins-hint = Hvilke nettverk og nettlesere dette medlemmet har logget inn og skrevet fra. Hver gang noen ser på dem, skrives det i loggen.
admin-origins-show = Vis nettverksadresser
admin-origins-days = { $count ->
    [one] Lagres i { $count } dag.
   *[other] Lagres i { $count } dager.
}
admin-origins-logged = At du så på dem, står nå i loggen.
admin-origins-none = Ingenting er lagret om dette medlemmet nå.
admin-origins-when = Når
admin-origins-what = Hva
admin-origins-network = Nettverk
admin-origins-browser = Nettleser
admin-origins-sign-in = Logget inn
admin-origins-post = Skrev et innlegg
admin-state-active = Aktiv
admin-state-silenced = Dempet
admin-state-suspended = Utestengt
admin-state-closed = Avsluttet
admin-figure-topics = Emner
admin-figure-replies = Svar
admin-figure-comments = Kommentarer
admin-figure-accepted = Godtatte svar
admin-figure-helpful = Nyttig-stemmer
admin-role = Rolle
admin-role-staff = Ansatt
admin-role-moderator = Moderator
admin-role-admin = Administrator
admin-role-expert = Ekspert
admin-role-where = Hvor
admin-role-everywhere = Overalt
admin-role-hint = Bare moderatorer kan ha rollen i én kategori.
admin-role-give = Gi rolle
admin-role-take = Ta bort
admin-standing = Demp eller steng ute
admin-standing-what = Hva som skjer
admin-standing-silence = Demp
admin-standing-suspend = Steng ute
admin-standing-hint = Et dempet medlem kan lese og stemme, og innleggene venter på en moderator. Et utestengt medlem kan bare lese det besøkende kan lese.
admin-standing-term = Hvor lenge
admin-standing-days = { $count ->
    [one] Én dag
   *[other] { $count } dager
 }
admin-standing-forever = Til det oppheves
admin-standing-reason = Grunn
admin-standing-reason-hint = Skrives i loggen. Medlemmet kan lese den så lenge utestengningen varer.
admin-standing-send = Utfør
admin-standing-lift = Opphev
admin-introduction = Bilde, biografi og nettsted
admin-introduction-hint = Fjern det som ikke skal kunne ses.
admin-hand-over = Overlever kontoen
admin-hand-over-hint = Ingen kan logge inn på denne kontoen. Eieren får en lenke på e-post som virker én gang, i to uker, og velger et passord.
admin-hand-over-address = Eierens e-postadresse
admin-hand-over-send = Send lenken
admin-hand-over-again = Send en ny lenke
admin-hand-over-waiting = En lenke er på vei til
admin-hand-over-until = Den virker til
admin-hand-over-closed = Denne kontoen er avsluttet og har ingen eier.
admin-hand-over-owned = Noen logger allerede inn på denne kontoen.
admin-hand-over-taken = Et annet medlem har denne adressen.
admin-error-reason = Skriv hvorfor: Loggen tar vare på det.
admin-error-reason-long = Skriv en grunn på høyst 500 tegn.

# Grupper med egne medlemmer
admin-groups-about = Rettigheter i kategorier gis til grupper. Lag en for folk som har noe felles: partnere, testere, en landsdel.
admin-groups-computed = Disse følger av hvem man er, og trenger ingen liste:
admin-group-name = Navn
admin-group-badge = Merke
admin-group-partner = Partner
admin-group-wears-partner = Medlemmene bærer partnermerket
admin-group-slug = Kortnavn
admin-group-slug-hint = Små bokstaver, sifre og bindestreker. Det kan ikke endres senere.
admin-group-new = Ny gruppe
admin-group-make = Lag gruppe
admin-group-add = Brukernavn
admin-group-add-send = Legg til
admin-group-take-out = Ta ut
admin-group-further = Flere medlemmer
admin-group-empty = Ingen er i denne gruppen.
admin-group-remove = Fjern gruppen
admin-group-remove-text = Medlemmene mister det gruppen gir dem, og kategoriene glemmer den. Medlemmene selv blir værende.

# Oppsett
admin-set-up-heading = Sett opp fellesskapet
admin-set-up-about = Alt her kan endres senere, under Administrasjon.
admin-set-up-community = Fellesskapet
admin-set-up-admin = Den første administratoren
admin-set-up-admin-about = Dette er din egen konto. Den er ansatt, moderator og administrator.
admin-set-up-categories = Kategorier å begynne med
admin-set-up-categories-about = Emner ligger i kategorier. Noen få er nok til å begynne med.
admin-set-up-send = Åpne fellesskapet
admin-error-address-taken = Denne adressen har alt en konto.
admin-start-announcements-name = Kunngjøringer
admin-start-announcements-about = Det som er nytt, fortalt av dem som lager det.
admin-start-payments-name = Betaling
admin-start-payments-about = Kort, lommebøker, faktura, refusjon og alt annet i kassen.
admin-start-payouts-name = Utbetalinger
admin-start-payouts-about = Når pengene er i banken, og hvordan tallene går opp.
admin-start-orders-name = Ordrer
admin-start-orders-about = Endre, slå sammen, eksportere og kansellere ordrer.
admin-start-shipping-name = Frakt og retur
admin-start-shipping-about = Priser, etiketter, hentesteder og pakker som kommer i retur.
admin-start-taxes-name = Avgifter og fakturaer
admin-start-taxes-about = Mva., kvitteringer og regnskap.
admin-start-themes-name = Temaer og design
admin-start-themes-about = Hvordan butikken ser ut: maler, bilder og menyer.
admin-start-apps-name = Apper og kode
admin-start-apps-about = Apper, API-et, webhooker og skript.
admin-start-marketing-name = Markedsføring
admin-start-marketing-about = Nyhetsbrev, søk, rabatter og hvordan kundene finner deg.
admin-start-abroad-name = Salg til utlandet
admin-start-abroad-about = Valuta, språk, toll og kunder i andre land.
admin-start-talk-name = Butikkprat
admin-start-talk-about = Livet som butikkeier, og det du ville gjort annerledes.

# Pages about the community
admin-pages-about = Sider om fellesskapet: hva som gjelder her, og hvem som står bak. Hver av dem kan skrives på alle språk fellesskapet tilbyr. Mangler et språk, får leserne siden på fellesskapets eget språk. Bunnen av hver side lenker til dem som er skrevet, og registreringsskjemaet lenker til vilkår og personvern.
admin-page-name = Side
admin-page-none = ikke skrevet
admin-page-read = Les siden
admin-page-text = Tekst
admin-page-text-hint = I Markdown. Overskriften er der allerede. Uten tekst forsvinner siden.
admin-page-stale = Noen endret denne siden mens du skrev
