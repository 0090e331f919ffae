# What changes while a page is open
live-replies = { $count ->
    [one] 1 new reply: show
   *[other] { $count } new replies: show
  }
live-list = { $count ->
    [one] 1 new or updated: show
   *[other] { $count } new or updated: show
  }
live-list-more = { $count } or more new or updated: show
live-writing-somebody = Somebody is writing
live-writing-one = is writing
live-writing-more = { $count ->
    [one] and one other are writing
   *[other] and { $count } others are writing
  }
