# Hvorfor noe ikke kan gjøres (accounts/rights.rs).
rights-denied-signed-out = Logg inn først.
rights-denied-suspended = Kontoen din kan ikke skrive akkurat nå. Du kan fortsatt lese alt som er åpent.
rights-suspended-heading = Kontoen din er utestengt
rights-suspended-until = Utestengt til
rights-suspended-open = Utestengt til en moderator opphever det.
rights-suspended-reason = Grunn:
rights-denied-no-right = Du kan lese her, men ikke skrive.
rights-denied-role = Dette er for ansatte og moderatorer.
rights-denied-not-yours = Bare den som skrev det, kan gjøre dette.
rights-denied-your-own = Du kan ikke gjøre dette med ditt eget innlegg.
rights-denied-topic-closed = Dette emnet er stengt for nye svar.
rights-denied-category-closed = Denne kategorien tar ikke imot nye emner.
rights-denied-others-replied = Andre har svart, så spørsmålet blir stående. En moderator kan hjelpe.
rights-denied-not-visible = Dette innlegget er ikke synlig akkurat nå.
rights-denied-trust = Ett av stikkordene finnes ikke ennå, og å lage nye krever litt lengre fartstid her. Velg et som finnes, eller utelat det.
