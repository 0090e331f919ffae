# Det som blir igjen av søk
search-tab-searches = Søk
search-tab-words = Synonymer
search-one = Søk
search-about = Det medlemmer og besøkende leter etter, talt opp uten hvem de er. E-postadresser og lange tall lagres ikke, og et søk som ingen gjentar på et halvt år, blir glemt.
search-shows = Hvilke søk
search-show-frequent = Hyppigst
search-show-empty = Uten treff
search-show-unclicked = Ingenting åpnet
search-show-awaited = Ventet på
search-show-owned = Skal besvares
search-about-frequent = Søkt oftest.
search-about-empty = Oftest uten treff, og ikke besvart ennå.
search-about-unclicked = Søkt oftest med treff som ingen har åpnet.
search-about-awaited = Medlemmer vil ha beskjed om et svar. Den som har ventet lengst, står øverst.
search-about-owned = Gitt til noen og ikke besvart ennå. Det som haster mest, står øverst.
search-first-only = Dette er de første 100.
search-none = Det finnes ingen slike søk.
search-times = Ganger
search-without = Uten treff
search-clicks = Åpnet
search-waits = Venter
search-waits-since = siden
search-owner = Ansvarlig
search-last = Sist søkt
search-late = Over fristen:
search-is-answered = Besvart
search-look = Søk etter dette
search-waiting = { $count ->
    [0] Ingen venter på beskjed.
    [one] Ett medlem venter på beskjed.
   *[other] { $count } medlemmer venter på beskjed.
 }
search-owner-heading = Hvem som finner svaret
search-owner-about = En av de ansatte eller en administrator. Er feltet tomt, er ingen ansvarlig.
search-owner-name = Brukernavn
search-due = Innen denne dagen
search-answer-heading = Hvor det ble besvart
search-answer-about = De som har bedt om beskjed, får en e-post med dette emnet hvis de har lov til å lese det.
search-answer-address = Adressen til emnet
search-answer-hint = Slik den står i adresselinjen i nettleseren.
search-answer-send = Besvart her
search-answered-at = Besvart
search-solved = Funnet før noen spurte
search-solved-about = Hvor ofte noen som skulle til å spørre, sa at et av disse emnene løste saken.
search-overview = Søk uten treff
search-overview-all = Alle søk uten treff
search-error-not-ours = Velg en av de ansatte eller en administrator.
search-error-nobody = Skriv hvem som skal holde fristen.
search-error-day = Velg en dag i kalenderen.
search-error-topic = Skriv adressen til et emne som kan leses.

# Ord som betyr det samme
search-words-about = Den som søker etter ett av ordene, finner de andre også.
search-words-new = Ny gruppe med ord
search-words-label = Ord
search-words-hint = Med komma mellom, 2 til { $most } ord eller uttrykk på høyst 50 tegn.
search-words-language = Språk
search-words-language-hint = Språket de betyr det samme på.
search-words-all-languages = Alle språk
search-words-add = Legg til
search-words-groups = Grupper med ord
search-words-none = Det finnes ingen ennå.
search-words-change = Ord som betyr det samme
search-words-remove = Fjern
search-words-error-few = Skriv minst to ulike ord med komma mellom.
search-words-error-many = Det er for mange ord. Skriv høyst 20.
search-words-error-long = Et av ordene er for langt. Bruk høyst 50 tegn på hvert.
search-words-error-letters = Hvert ord må ha en bokstav eller et siffer.
search-words-error-language = Velg et av disse språkene.
search-words-error-groups = Det er 2000 grupper og ikke plass til flere. Fjern noen først.

# Det et medlem venter på
search-awaited-heading = Svar du venter på
search-awaited-short = Søk uten treff som du vil ha beskjed om når de blir besvart.
search-awaited-look = Vis hva du venter på
search-awaited-text = Du får en e-post for hvert av disse søkene så snart det er besvart.
search-awaited-since = Bedt om beskjed
search-awaited-stop = Slutt å vente
search-awaited-none = Du venter ikke på noe svar. Når et søk er uten treff, kan du be om beskjed.

# Det som nettopp skjedde
search-notice-told = Du får en e-post når det finnes et svar.
search-notice-not-told = Du får ingen e-post om dette søket.
search-notice-not-kept = Slike søk lagres ikke, så du kan ikke få beskjed om et svar.
search-notice-too-many = Du venter allerede på 50 svar. Slutt å vente på noen av dem først, under Innstillinger, Konto.
search-notice-assigned = Hvem som finner svaret, er lagret.
search-notice-answered = Lagret. De som venter, får beskjed.
search-notice-words-added = Ordene er lagt til.
search-notice-words-changed = Ordene er lagret.
search-notice-words-removed = Ordene er fjernet.

# Handlinger i loggen
admin-act-query-assign = Endret hvem som besvarer et søk
admin-act-query-answer = Besvarte et søk
admin-act-synonym-add = La til ord som betyr det samme
admin-act-synonym-change = Endret ord som betyr det samme
admin-act-synonym-remove = Fjernet ord som betyr det samme

# Søket ditt har fått svar
mail-search-answer-subject = Søket ditt har fått svar: { $query }
mail-search-answer-asked = Du søkte etter dette og ville ha beskjed når det fantes et svar:
mail-search-answer-here = Det er besvart her:
mail-search-answer-found = Dette kan være svaret:
mail-search-answer-link = Les svaret
mail-search-answer-once = Dette er den eneste e-posten om dette søket.
