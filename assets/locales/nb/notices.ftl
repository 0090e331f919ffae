# Det medlemmer får vite
notices-heading = Varsler
notices-which = Hvilke varsler
notices-all = Alle
notices-unread = Uleste
notices-kind = Type
notices-kind-answers = Svar
notices-kind-mentions = Omtaler og kommentarer
notices-kind-follows = Det jeg følger
notices-kind-own = Mine egne innlegg
notices-kind-reminders = Påminnelser
notices-read-all = Merk alle som lest
notices-settings = Innstillinger
notices-new = Ny
notices-mute = Demp emnet
notices-why = Begrunnelsen:
notices-notice-read = Alle varsler er merket som lest.
notices-empty = Ingenting å fortelle ennå
notices-empty-text = Her får du vite når noen svarer deg, nevner deg eller skriver i det du følger. Still et spørsmål, svar, eller følg en kategori for å komme i gang.
notices-empty-here = Ingen av disse
notices-empty-here-text = Det er ingen varsler av denne typen. Kanskje venter det andre.
notices-others = { $count ->
    [one] og én til
   *[other] og { $count } andre
  }
notices-held = Moderatorer ser på innlegget ditt før andre får se det:
notices-hidden = Innlegget ditt ble skjult av moderatorer:
notices-deleted = Innlegget ditt ble slettet av moderatorer:
notices-visible = Innlegget ditt ble gjort synlig av moderatorer:
notices-erased = Innlegget ditt ble fjernet for godt av moderatorer:
notices-reminder = Du ville bli minnet om dette:
notices-accepted = markerte svaret ditt som det som løste det:
notices-accepted-staff = anbefalte svaret ditt:
notices-solved = Et spørsmål du også har, er løst:
notices-solved-own = Spørsmålet ditt har et svar som de ansatte anbefaler:
notices-staff-answer = fra de ansatte svarte på spørsmålet ditt:
notices-mention = nevnte deg i:
notices-quote = siterte deg i:
notices-comment = kommenterte innlegget ditt i:
notices-reply = svarte i emnet ditt:
notices-votes = { $count ->
    [one] Noen syntes innlegget ditt var nyttig:
   *[other] { $count } personer syntes innlegget ditt var nyttig:
  }
notices-followed = skrev i:
notices-topic = åpnet et emne:
notices-ways-heading = Det jeg vil få vite
notices-ways-text = På varselsiden, på e-post med det samme, eller i sammendraget.
notices-ways-what = Hva
notices-ways-page = Side
notices-ways-mail = E-post
notices-ways-digest = Sammendrag
notices-change = Endre
notices-of-moderation = Moderatorer gjorde noe med innlegget mitt
notices-of-reminder = Påminnelser jeg ba om
notices-of-accepted = Svaret mitt ble godtatt
notices-of-solved = Et spørsmål jeg også har, er løst
notices-of-staff-answer = De ansatte svarte på spørsmålet mitt
notices-of-mention = Noen nevner meg
notices-of-quote = Noen siterer meg
notices-of-comment = Kommentarer til innleggene mine
notices-of-reply = Svar i emnene mine
notices-of-votes = Innlegget mitt ble funnet nyttig
notices-of-followed = Innlegg i det jeg følger
notices-of-topic = Nye emner i det jeg følger
notices-of-flagged = Hva rapportene mine førte til
