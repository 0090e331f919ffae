# Arbeid med et helt emne, for dem som holder orden
desk-heading = Arbeid med emnet
desk-choose = Velg
desk-name-heading = Tittel og stikkord
desk-place-heading = Hvor det hører hjemme
desk-category-hint = Kategoriene du modererer. Lenker til emnet virker fortsatt.
desk-category-send = Bytt kategori
desk-kind-send = Bytt type
desk-time-heading = Stenging, festing, tempo
desk-for = Hvor lenge
desk-for-good = For godt
desk-until-day = Til dagen under
desk-day = Dag
desk-time-hint = Et emne som er stengt eller festet for en tid, åpnes eller løsnes av seg selv. «Steng senere» lar det stå åpent så lenge.
desk-close-later = Steng senere
desk-span-minutes = { $count ->
    [one] Ett minutt
   *[other] { $count } minutter
 }
desk-span-hours = { $count ->
    [one] Én time
   *[other] { $count } timer
 }
desk-span-days = { $count ->
    [one] Én dag
   *[other] { $count } dager
 }
desk-slow = Sakte modus
desk-slow-hint = Så lenge må hvert medlem vente mellom to innlegg her. Moderatorer er unntatt.
desk-slow-off = Av
desk-posts-heading = Innlegg
desk-posts-text = Skill ut svar i et nytt emne, flytt dem til et annet, eller slå hele emnet sammen med et annet. Gamle lenker fører til det nye stedet.
desk-posts-choose = Velg svar
desk-merge = Slå sammen med
desk-into-hint = Nummeret eller adressen til et emne du modererer
desk-merge-look = Se på begge emnene
desk-acts-heading = Hva som er gjort
desk-acts-none = Ingenting er gjort med dette emnet ennå.
desk-by-itself = Av seg selv
desk-undo = Angre
desk-undone = Angret
desk-did-merge = { $count ->
    [one] Ett innlegg slått sammen hit fra emne { $topic }
   *[other] { $count } innlegg slått sammen hit fra emne { $topic }
 }
desk-did-split = { $count ->
    [one] Ett innlegg skilt ut i emne { $topic }
   *[other] { $count } innlegg skilt ut i emne { $topic }
 }
desk-did-split-off = { $count ->
    [one] Ett innlegg skilt ut fra emne { $topic }
   *[other] { $count } innlegg skilt ut fra emne { $topic }
 }
desk-did-move-out = { $count ->
    [one] Ett innlegg flyttet til emne { $topic }
   *[other] { $count } innlegg flyttet til emne { $topic }
 }
desk-did-move-in = { $count ->
    [one] Ett innlegg flyttet hit fra emne { $topic }
   *[other] { $count } innlegg flyttet hit fra emne { $topic }
 }
desk-choose-heading = Velg svar
desk-choose-replies = Hvilke svar
desk-choose-hint = Kommentarene følger med. Høyst { $most } innlegg om gangen.
desk-choose-look = se på svaret
desk-choose-comments = Kommentarer:
desk-choose-send = Flytt de valgte svarene
desk-choose-none = Her er det ingen svar
desk-choose-none-text = Når noen har svart, kan du flytte svarene herfra.
desk-is-held = Venter på godkjenning
desk-is-hidden = Skjult
desk-is-deleted = Slettet
desk-whither = Hvor skal de
desk-whither-new = Til et nytt emne
desk-whither-new-hint = Det første valgte svaret åpner det.
desk-whither-existing = Til et annet emne
desk-whither-existing-hint = Etter det siste innlegget der
desk-into = Det andre emnet
desk-merge-heading = Slå sammen disse emnene?
desk-merge-from = Dette emnet
desk-merge-to = går inn i dette
desk-merge-posts = Innlegg:
desk-merge-all = Alle innleggene, også det første, kommer etter det siste innlegget der.
desk-merge-addresses = Lenker til emnet og innleggene fører til det nye stedet.
desk-merge-people = De som følger emnet eller har det samme problemet, regnes med der.
desk-merge-marks = Godtatte svar er ikke lenger merket.
desk-merge-undo = Du kan angre så lenge ingen har kommentert innleggene som ble flyttet.
desk-merge-yes = Slå sammen
desk-error-no-target = Oppgi nummeret eller adressen til et emne du modererer.
desk-error-same = Det er dette emnet selv. Velg et annet.
desk-error-nothing = Velg minst ett svar.
desk-error-too-many = Det er mer enn { $most } innlegg. Flytt dem i flere omganger.
desk-error-not-replies = Noen av svarene står ikke her lenger. Se på listen en gang til.
desk-error-opening = Det første valgte svaret åpner det nye emnet, så alle må kunne se det.
desk-error-time = Velg en dag som kommer, høyst fem år fram.
desk-error-changed = Dette er endret siden, så det kan ikke angres lenger.
desk-error-answered = Noen har skrevet under innleggene siden. Flytt dem for hånd i stedet.
desk-notice-title = Tittel og stikkord er lagret.
desk-notice-category = Emnet ligger nå i den nye kategorien.
desk-notice-kind = Emnetypen er byttet.
desk-notice-slow = Tempoet i emnet er lagret.
desk-notice-timer = Emnet stenges av seg selv.
desk-notice-moved = Svarene står her nå.
desk-notice-merged = Emnene er slått sammen.
desk-notice-undone = Det er angret.
