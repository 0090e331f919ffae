# What was done too often
limits-sign-in-account = Noen har prøvd for mange passord på denne kontoen. Prøv igjen om et kvarter, eller velg et nytt passord via e-post.
limits-sign-in-network = For mange innloggingsforsøk kom fra nettverket ditt. Prøv igjen om et kvarter.
limits-sign-up = Det er bedt om for mange kontoer fra nettverket ditt. Prøv igjen om en time.
limits-reset-address = Det er bedt om for mange e-poster til denne adressen. Se i innboksen, og prøv igjen om en time.
limits-reset-network = Det er bedt om for mange e-poster fra nettverket ditt. Prøv igjen om en time.
limits-confirm-password = Passordet har vært feil for mange ganger. Prøv igjen om et kvarter.
limits-ask = Du har åpnet 20 emner på et døgn. Fortsett i morgen.
limits-reply = Du har skrevet 30 innlegg på ti minutter. Fortsett om noen minutter.
limits-edit = Du har endret 60 innlegg på en time. Fortsett om en stund.
limits-vote = Du har stemt 100 ganger på ti minutter. Fortsett om noen minutter.
limits-preview = For mange forhåndsvisninger på et minutt. Vent litt.
limits-search = For mange søk på et minutt. Vent litt.
limits-own-data = Du kan be om et arkiv én gang i døgnet. Kom tilbake i morgen.
limits-follow = Du har endret hva du følger eller tar vare på 100 ganger på ti minutter. Fortsett om noen minutter.
