# Det som endrer seg mens en side står åpen
live-replies = { $count ->
    [one] 1 nytt svar: vis
   *[other] { $count } nye svar: vis
  }
live-list = { $count ->
    [one] 1 ny eller oppdatert: vis
   *[other] { $count } nye eller oppdaterte: vis
  }
live-list-more = { $count } eller flere nye eller oppdaterte: vis
live-writing-somebody = Noen skriver
live-writing-one = skriver
live-writing-more = { $count ->
    [one] og én til skriver
   *[other] og { $count } andre skriver
  }
