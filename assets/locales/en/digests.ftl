# What happened, together
digest-heading = Digest
digest-asked = You were not here for half a year, so the digest paused. Choose when it comes again.
digest-daily = Every morning
digest-weekly = Every Monday morning
digest-never = Never
mail-digest-subject = What is new in { $community }
mail-digest-heading = What you have not read yet
mail-digest-more = { $count ->
    [one] and one more notice about it
   *[other] and { $count } more notices about it
  }
mail-digest-rest = The rest is on the page of notices
mail-digest-questions = Questions that wait for an answer
mail-digest-choose = Choose how often this comes, and of what
mail-digest-asked-subject = Shall { $community } go on writing to you?
mail-digest-asked-heading = We have not seen you for half a year
mail-digest-asked-text = Do you still want to hear what happens here? Without an answer this is the last digest.
mail-digest-asked-link = Yes, go on
stop-mail-digest = You will get no more digests. You can turn them on again in your settings.
stop-mail-go-on = The digest will come every Monday again. You can change that in your settings.
go-on-heading = Go on with the digest?
go-on-send = Yes, go on
