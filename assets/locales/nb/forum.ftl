# States
forum-state-unanswered = Ikke besvart ennå
forum-state-answered = Besvart, ikke løst
forum-state-solved = Løst
forum-state-discussion = Diskusjon
forum-state-announcement = Kunngjøring
forum-state-closed = Stengt

# Lists
forum-list-unsolved = Uløste spørsmål
forum-list-unanswered = Ubesvarte spørsmål
forum-list-which = Hvilke emner
forum-about = { $community }: Butikkeiere spør og svarer hverandre, og ansatte merker det som løser problemet.
forum-about-subject = { $community }: spørsmål om { $subject }, med svarene som løste dem.
forum-list-hot = Populære emner
forum-list-top = Toppemner
forum-list-reordered = Tallene er regnet ut på nytt siden første side ble vist.
forum-top-period = Tidsrom
forum-top-week = Uke
forum-top-month = Måned
forum-top-year = År
forum-top-all = Hele tiden
forum-top-by-gain = Etter hva emnene har fått i dette tidsrommet: stemmer, svar og «samme her».
forum-top-as-of = Oppdatert
forum-top-by-votes = Etter stemmer på det første innlegget.
forum-reading-label = Språk på emnene
forum-reading-every = Alle språk
forum-reading-and = {", "}
forum-reading-hint = Ingen eller alle krysset av: alle språk.
forum-reading-show = Vis
forum-reading-all = Vis alle språk
forum-list-ask-short = Spør
forum-list-below = Underkategorier
forum-list-closed = Denne kategorien tar ikke imot nye emner.
forum-list-topic = Emne
forum-list-last = Siste innlegg
forum-list-changed = { $count ->
    [one] Ett emne er endret siden første side ble vist.
   *[other] { $count } emner er endret siden første side ble vist.
}
forum-list-changed-more = Minst { $count } emner er endret siden første side ble vist.
forum-list-changed-show = Vis første side
forum-row-by = av
forum-row-last-by = Siste innlegg av
forum-row-me-too = Samme her
forum-row-replies = Svar
forum-row-pinned = Festet
forum-row-held = Venter på en moderator
forum-row-hidden = Skjult
forum-row-deleted = Slettet
forum-row-recommended = Anbefalt av ansatte
forum-row-staff-replied = Ansatte har svart
forum-empty-list = Ingen har spurt her ennå
forum-empty-list-text = Spør om det som ikke virker i butikken din, eller det du vil gjøre bedre. Butikkeiere og ansatte leser og svarer.
forum-empty-ask = Still det første spørsmålet
forum-empty-reading = Ingenting her på disse språkene
forum-empty-reading-text = Det kan finnes emner på språk du har valgt bort.
forum-empty-top = Ingen emner har fått noe ennå
forum-empty-top-text = Emner kommer hit når de får stemmer, svar eller «samme her» i dette tidsrommet. Tallene regnes ut hvert tiende minutt.
forum-empty-done = Ingenting venter her
forum-empty-done-text = Alle spørsmål du kan lese, er tatt hånd om. Kom tilbake senere, eller les hva andre har løst.

# A topic
forum-topic-solved = Løst: Les svaret
forum-topic-duplicate = Dette er spurt om før:
forum-topic-asked = startet
forum-topic-opening = Første innlegg
forum-topic-first-page = Spørsmålet og svaret står på første side
forum-topic-replies = { $count ->
    [one] Ett svar
   *[other] { $count } svar
}
forum-topic-more-replies = { $count ->
    [one] Ett svar til
   *[other] { $count } svar til
}
forum-topic-page-label = Svar { $from }–{ $to } av { $total }
forum-order-label = Svarenes rekkefølge
forum-order-oldest = Eldste først
forum-order-votes = Flest stemmer
forum-topic-deleted = Slettet emne
forum-accepted = Godtatt svar
forum-accepted-staff = Svar anbefalt av ansatte
forum-accepted-by-asker = stilte spørsmålet og sier at dette løste det
forum-accepted-by-staff = anbefaler det som ansatt
forum-reply-moved = godtatt svar, vist over
forum-gone-deleted = Et svar er slettet.
forum-gone-hidden = Et svar er skjult av en moderator.
forum-gone-erased = Et svar er fjernet for godt.
forum-gone-held = Et svar venter på en moderator.
forum-gone-topic = Dette emnet er slettet.
forum-post-edited = redigert
forum-post-held = Venter på en moderator. Inntil da ser bare du og moderatorer det.
forum-post-hidden = Skjult av en moderator.
forum-post-deleted = Slettet. Bare forfatteren og moderatorer ser det.
forum-post-staff-only = Notat for ansatte: Bare ansatte kan lese det.
forum-note = Internt notat: bare ansatte ser det
forum-note-hint = Det står her blant svarene, telles ikke med, og ingen andre får vite om det.
forum-note-only = Her kan du skrive interne notater: bare ansatte ser dem.
forum-post-author-and-staff = Bare forfatteren og ansatte kan lese dette.
forum-post-menu = Mer for dette innlegget
forum-me-too = Jeg har det samme
forum-helpful = Nyttig
forum-quote = Siter
forum-link = Lenke
forum-edit = Rediger
forum-history = Historikk
forum-delete = Slett
forum-restore = Gjenopprett
forum-approve = Godkjenn
forum-erase = Fjern for godt
forum-accept-asker = Dette løste det
forum-accept-staff = Anbefal som ansatt
forum-withdraw-asker = Ikke godtatt likevel
forum-withdraw-staff = Trekk tilbake anbefalingen
forum-comments = Kommentarer
forum-comment-add = Kommenter
forum-comment-label = Kommentaren din
forum-comment-send = Send kommentar
forum-comment-gone = En kommentar er slettet.
forum-comment-gone-hidden = En kommentar er skjult av en moderator.
forum-reply-heading = Svaret ditt
forum-reply-label = Tekst
forum-reply-send = Send svar
forum-reply-visitor = Logg inn for å svare, stemme eller si at du har det samme.
forum-reply-solved = Dette spørsmålet er løst. Svar om du har noe å tilføye; er saken din en annen, så still et nytt spørsmål.
forum-reply-closed = Dette emnet er stengt og tar ikke imot flere svar.
forum-reply-closed-staff = Dette emnet er stengt. Du kan fortsatt svare.
forum-reply-not-allowed = Du kan lese dette emnet, men ikke svare her.
forum-side-label = Om dette emnet
forum-side-state = Status
forum-side-now = Nå
forum-side-answer-by = Svar av
forum-side-recommended = Anbefalt
forum-side-by-staff = av ansatte
forum-side-keep = Moderering
forum-share = Kopier lenke
forum-close = Steng emnet
forum-reopen = Åpne emnet igjen
forum-pin = Fest emnet
forum-unpin = Løsne emnet
forum-topic-closes = Stenges
forum-topic-reopens = Åpnes igjen
forum-topic-unpins = Festet til
forum-topic-slow-minutes = { $count ->
    [one] Sakte modus: ett innlegg i minuttet per medlem
   *[other] Sakte modus: ett innlegg hvert { $count }. minutt per medlem
 }
forum-topic-slow-hours = { $count ->
    [one] Sakte modus: ett innlegg i timen per medlem
   *[other] Sakte modus: ett innlegg hver { $count }. time per medlem
 }
forum-topic-slow-days = { $count ->
    [one] Sakte modus: ett innlegg om dagen per medlem
   *[other] Sakte modus: ett innlegg hver { $count }. dag per medlem
 }

# Asking
forum-ask-lede = Butikkeiere og ansatte leser og svarer.
forum-ask-title-label = Tittel
forum-ask-title-hint = Én setning som noen med samme problem ville søkt etter.
forum-ask-category-label = Kategori
forum-ask-category-empty = Velg en kategori
forum-ask-kind-label = Hva er det?
forum-ask-kind-question = Spørsmål
forum-ask-kind-question-hint = Noe som skal løses. Du kan godta svaret som gjorde det.
forum-ask-kind-discussion = Diskusjon
forum-ask-kind-discussion-hint = Noe å snakke om, uten ett riktig svar.
forum-ask-kind-announcement = Kunngjøring
forum-ask-kind-announcement-hint = Nytt fra de ansatte.
forum-ask-tags-label = Stikkord
forum-ask-tags-optional = valgfritt, opptil 5, atskilt med komma
forum-ask-lang-label = Språket i teksten
forum-ask-body-label = Hva skjer, og hva ventet du?
forum-ask-body-hint = Stegene som fører dit, den nøyaktige feilmeldingen, og siden når.
forum-ask-send = Legg ut emnet

# A reply or comment sent back
forum-compose-comment = Kommentaren din
forum-compose-to = Til

# Editing and history
forum-edit-heading = Rediger innlegget
forum-edit-body-label = Tekst
forum-edit-reason-label = Hvorfor denne endringen?
forum-edit-reason-hint = Vises i historikken.
forum-edit-send = Lagre endringene
forum-edit-stale = Noen endret innlegget mens du skrev
forum-edit-stale-text = Teksten din står i skjemaet under, og teksten slik den er nå, står ved siden av. Sett sammen det som skal stå, og lagre.
forum-edit-stale-now = Slik det er nå
forum-history-heading = Historikken til innlegget
forum-history-back = Tilbake til innlegget
forum-history-legend = Nye ord er understreket og merket +, fjernede ord er gjennomstreket og merket −.
forum-history-changed-by = Endret av
forum-history-title = Tittel
forum-history-tags = Stikkord
forum-history-text = Tekst
forum-history-none = Innlegget er ikke endret siden noen svarte.
forum-history-added = Lagt til:
forum-history-removed = Fjernet:
forum-history-erase = Fjern teksten før denne endringen
forum-history-erased = Det som sto her før denne endringen, er fjernet.
forum-history-next-erased = Det denne endringen førte til, er fjernet.

# Asking once more
forum-confirm-delete = Slette innlegget?
forum-confirm-delete-text = Det forsvinner for alle unntatt forfatteren og moderatorer, og kan gjenopprettes.
forum-confirm-erase = Fjerne innlegget for godt?
forum-confirm-erase-text = Teksten og historikken slettes. Dette kan ikke angres.
forum-confirm-erase-revision = Fjerne denne tidligere teksten for godt?
forum-confirm-erase-revision-text = Det som sto i innlegget før denne endringen, slettes, og merknaden til endringen med det. Teksten før eller etter kan inneholde de samme ordene: Se på begge. Dette kan ikke angres.
forum-confirm-reason = Grunn
forum-confirm-reason-hint = Skrives i loggen.

# Tags
forum-tags-heading = Stikkord
forum-tags-empty = Ingen stikkord ennå
forum-tags-empty-text = Stikkord sier med ett ord hva et emne handler om. De settes når et emne åpnes eller redigeres.
forum-tag-edit = Rediger stikkord
forum-tag-names = Navn på andre språk
forum-tag-names-hint = De som leser på et språk, ser stikkordet med dette navnet. La feltet stå tomt for å vise stikkordets eget navn.
forum-tag-save = Lagre navn
forum-tag-synonyms = Synonymer
forum-tag-synonyms-hint = Den som skriver eller besøker et synonym, får dette stikkordet.
forum-tag-synonym-label = Et synonym til
forum-tag-synonym-add = Legg til synonym
forum-tag-synonym-remove = Fjern
forum-tag-rename = Endre navn
forum-tag-rename-label = Navn
forum-tag-rename-hint = Det gamle navnet blir et synonym, så alle lenker virker som før.
forum-tag-rename-send = Endre navn
forum-tag-merge = Slå sammen med et annet stikkord
forum-tag-into-label = Stikkordet som blir stående
forum-tag-into-hint = Emnene flyttes dit, og navnet på dette stikkordet blir et synonym. Dette kan ikke angres.
forum-tag-merge-send = Slå sammen …
forum-tag-merge-yes = Slå sammen stikkordene
forum-tag-merge-heading = Slå stikkordet { $from } sammen med { $into }?
forum-tag-merge-text = { $count ->
    [one] Ett emne flyttes
   *[other] { $count } emner flyttes
} fra { $from } til { $into }, og { $from } blir et synonym. Navnet fører dit med én gang; emnene følger etter i løpet av noen minutter. Dette kan ikke angres.
forum-tag-merging = slås sammen med dette stikkordet.
forum-tag-left = { $count ->
    [0] De siste emnene er på vei.
    [one] Ett emne gjenstår.
   *[other] { $count } emner gjenstår.
}
forum-tag-malformed = Stikkordet finnes ikke. Et stikkord har bare bokstaver, sifre og - + # . og høyst 35 tegn.
forum-tag-taken = { $name } hører til et annet stikkord. Slå dem sammen, eller velg et annet navn.
forum-tag-same = Dette er stikkordet selv. Velg et annet.
forum-tag-too-many = Et stikkord har høyst { $count } synonymer. Fjern ett først.
forum-notice-tag-changed = Stikkordet er endret.
forum-notice-tag-merged = Stikkordene slås sammen.

# A member
forum-profile-edit = Rediger profilen
forum-profile-joined = Medlem siden
forum-profile-reads = Leser
forum-profile-topics = Emner
forum-profile-replies = Svar
forum-profile-comments = Kommentarer
forum-profile-accepted = Godtatte svar
forum-profile-helpful = Nyttig-stemmer
forum-profile-newest-topics = Nyeste emner
forum-profile-newest-replies = Nyeste svar
forum-profile-all-topics = Alle emner
forum-profile-all-replies = Alle svar
forum-profile-no-topics = Ingen emner å vise.
forum-profile-no-replies = Ingen svar å vise.
forum-profile-erase = Fjern bilde eller tekster
forum-profile-erase-text = Det du krysser av for, forsvinner fra profilen, alle sider og databasen. Bare medlemmet kan sette noe annet i stedet. Bildefilen slettes fra disken innen to døgn. Dette kan ikke angres.
forum-profile-erase-what = Hva som skal fjernes
forum-profile-erase-picture = Bilde
forum-profile-erase-biography = Biografi
forum-profile-erase-website = Nettsted
forum-profile-erase-send = Fjern for godt
forum-profile-erase-nothing = Medlemmet viser verken bilde, biografi eller nettsted.
forum-profile-erase-back = Tilbake til profilen
forum-notice-introduction-erased = Fjernet fra profilen.

# Nyhetsstrømmer
forum-feed = Nyhetsstrøm
forum-feed-latest = Nyeste emner
forum-feed-category = Emner i { $name }
forum-feed-tag = Emner merket { $name }
forum-feed-topic = Innlegg i «{ $name }»
forum-feed-replied = { $name } svarte på «{ $title }»
forum-feed-commented = { $name } kommenterte i «{ $title }»

# Pages about the community
forum-page-edited = Sist endret
