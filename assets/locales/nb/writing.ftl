# Det skjemaene sier når man skriver, og hva en knapp gjorde.
forum-ask-lang-detect = Finn det ut fra teksten
forum-title-too-short = Skriv en tittel på minst { $min } tegn; denne har { $length }.
forum-title-too-long = Kort ned tittelen til høyst { $max } tegn.
forum-title-too-nested = Skriv tittelen uten formatering.
forum-title-no-letters = Skriv tittelen med ord.
forum-body-too-short = Skriv minst { $min } tegn; så langt er det { $length }.
forum-body-too-long = Kort ned teksten til høyst { $max } tegn.
forum-body-too-nested = Sitater, lister eller parenteser er nøstet for dypt. Fjern noen nivåer.
forum-body-no-letters = Skriv noe med ord.
forum-tags-too-many = Velg høyst { $max } stikkord.
forum-tags-malformed = «{ $tag }» kan ikke være et stikkord. Stikkord er ord av bokstaver og sifre, gjerne med bindestrek, på høyst 35 tegn.
forum-reason-missing = Skriv hvorfor: Loggen tar vare på det.
forum-reason-too-long = Kort ned begrunnelsen til høyst { $max } tegn.
forum-error-category = Velg kategorien spørsmålet hører til i.
forum-error-kind = Velg hva slags emne dette er.
forum-error-too-often = Det var mye på kort tid. Teksten din er her fortsatt; send den på nytt om { $minutes ->
    [one] ett minutt
   *[other] { $minutes } minutter
}.
forum-error-slow-seconds = Dette emnet er i sakte modus. Teksten din er her fortsatt; send den igjen om { $count ->
    [one] ett sekund
   *[other] { $count } sekunder
}.
forum-error-slow-minutes = Dette emnet er i sakte modus. Teksten din er her fortsatt; send den igjen om { $count ->
    [one] ett minutt
   *[other] { $count } minutter
}.
forum-error-not-kept = Tjeneren kunne ikke lagre dette. Teksten din er fortsatt her; send den på nytt om et øyeblikk.
forum-notice-held = Takk. Innlegget venter på en moderator; inntil da kan bare du og moderatorer se det.
forum-notice-closed = Emnet er stengt. Ingen kan svare før det åpnes igjen.
forum-notice-reopened = Emnet er åpent igjen.
forum-notice-pinned = Emnet er festet øverst i listene.
forum-notice-unpinned = Emnet er ikke lenger festet.
forum-notice-accepted = Merket som svaret. Det står nå rett etter spørsmålet.
forum-notice-withdrawn = Markeringen er fjernet.
forum-notice-edited = Endringen er lagret.
forum-notice-deleted = Innlegget er slettet. Det kan gjenopprettes.
forum-notice-restored = Innlegget er tilbake.
forum-notice-erased = Teksten er borte for godt.
forum-notice-approved = Innlegget er synlig nå.
