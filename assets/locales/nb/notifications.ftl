# Varsler på e-post
mail-notice-subject = { $title }
mail-notice-link = Les og svar
mail-notice-accept = Løste det spørsmålet ditt? Merk det som svaret, så finner andre det også.
mail-stop-topic = Hør ikke mer om dette emnet
mail-stop-all = Stopp all e-post om det som skjer her
stop-mail-heading = Stoppe disse e-postene?
stop-mail-answers = Du får ikke flere e-poster om svar på spørsmålene dine. Du kan slå dem på igjen i innstillingene.
stop-mail-kind = Du får ikke flere e-poster av dette slaget. Du kan slå dem på igjen i innstillingene.
stop-mail-topic = Du hører ikke mer om dette emnet, verken på e-post eller her. Du kan slå det på igjen på siden til emnet.
stop-mail-all = Du får ikke flere e-poster om det som skjer her, og ingen sammendrag. Det som gjelder selve kontoen din, får du fortsatt. Du kan slå dem på igjen i innstillingene.
stop-mail-send = Stopp e-postene
