# What happened, together
digest-heading = Sammendrag
digest-asked = Du var ikke her på et halvt år, så sammendraget tok pause. Velg når det skal komme igjen.
digest-daily = Hver morgen
digest-weekly = Hver mandag morgen
digest-never = Aldri
mail-digest-subject = Nytt i { $community }
mail-digest-heading = Det du ikke har lest ennå
mail-digest-more = { $count ->
    [one] og ett varsel til om det
   *[other] og { $count } varsler til om det
  }
mail-digest-rest = Resten står på siden med varsler
mail-digest-questions = Spørsmål som venter på svar
mail-digest-choose = Velg hvor ofte dette kommer, og om hva
mail-digest-asked-subject = Skal { $community } fortsette å skrive til deg?
mail-digest-asked-heading = Vi har ikke sett deg på et halvt år
mail-digest-asked-text = Vil du fortsatt høre om det som skjer her? Uten svar er dette det siste sammendraget.
mail-digest-asked-link = Ja, fortsett
stop-mail-digest = Du får ikke flere sammendrag. Du kan slå dem på igjen i innstillingene.
stop-mail-go-on = Sammendraget kommer hver mandag igjen. Du kan endre det i innstillingene.
go-on-heading = Fortsette med sammendraget?
go-on-send = Ja, fortsett
