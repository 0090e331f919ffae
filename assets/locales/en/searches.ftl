# What searches leave behind
search-tab-searches = Searches
search-tab-words = Synonyms
search-one = Search
search-about = What members and visitors look for, counted without who they are. Mail addresses and long numbers are not kept, and a search that nobody repeats for half a year is forgotten.
search-shows = Which searches
search-show-frequent = Most frequent
search-show-empty = Without result
search-show-unclicked = Nothing opened
search-show-awaited = Awaited
search-show-owned = To be answered
search-about-frequent = Made most often.
search-about-empty = Most often without result, and not answered yet.
search-about-unclicked = Made most often with results that nobody ever opened.
search-about-awaited = Members want to be told of an answer. Whoever waits longest stands on top.
search-about-owned = Given to somebody and not answered yet, what is due first on top.
search-first-only = These are the first 100.
search-none = There are no such searches.
search-times = Times
search-without = Without result
search-clicks = Opened
search-waits = Waiting
search-waits-since = since
search-owner = Owner
search-last = Last made
search-late = Overdue:
search-is-answered = Answered
search-look = Search for it
search-waiting = { $count ->
    [0] Nobody waits to be told.
    [one] One member waits to be told.
   *[other] { $count } members wait to be told.
 }
search-owner-heading = Who finds an answer
search-owner-about = One of the staff or an admin. Left empty, nobody does.
search-owner-name = Username
search-due = By this day
search-answer-heading = Where it was answered
search-answer-about = Whoever asked to be told gets an e-mail with this topic, if they may read it.
search-answer-address = Address of the topic
search-answer-hint = As it stands in the address line of the browser.
search-answer-send = Answered here
search-answered-at = Answered
search-solved = Found before asking
search-solved-about = How often somebody who was about to ask said that one of these topics had solved it.
search-overview = Searches without result
search-overview-all = All searches without result
search-error-not-ours = Choose one of the staff or an admin.
search-error-nobody = Say who is to keep this day.
search-error-day = Choose a day of the calendar.
search-error-topic = Give the address of a topic that is there to be read.

# Words that mean the same
search-words-about = Whoever searches for one of the words finds the others too.
search-words-new = New group of words
search-words-label = Words
search-words-hint = With commas between them, 2 to { $most } words or phrases of at most 50 characters.
search-words-language = Language
search-words-language-hint = In which they mean the same.
search-words-all-languages = All languages
search-words-add = Add
search-words-groups = Groups of words
search-words-none = There are none yet.
search-words-change = Words that mean the same
search-words-remove = Remove
search-words-error-few = Write at least two different words, with a comma between them.
search-words-error-many = These are too many words. Write at most 20.
search-words-error-long = One of the words is too long. Write at most 50 characters for each.
search-words-error-letters = Each word needs a letter or a digit.
search-words-error-language = Choose one of these languages.
search-words-error-groups = There are 2,000 groups, and no room for more. Remove some first.

# What a member waits for
search-awaited-heading = Answers you wait for
search-awaited-short = Searches that found nothing, and whose answer you want to be told of.
search-awaited-look = Show what you wait for
search-awaited-text = You get an e-mail for each of these searches as soon as it is answered.
search-awaited-since = Asked
search-awaited-stop = Stop waiting
search-awaited-none = You wait for no answer. Where a search finds nothing, you can ask to be told.

# What just happened
search-notice-told = You get an e-mail when there is an answer.
search-notice-not-told = You get no e-mail about this search.
search-notice-not-kept = Searches like this one are not kept, so nobody can tell you about an answer.
search-notice-too-many = You wait for 50 answers already. Stop waiting for some of them first, under Settings, Account.
search-notice-assigned = Saved who finds an answer.
search-notice-answered = Saved. Whoever waits is told.
search-notice-words-added = The words are added.
search-notice-words-changed = The words are saved.
search-notice-words-removed = The words are removed.

# Acts in the log
admin-act-query-assign = Changed who answers a search
admin-act-query-answer = Answered a search
admin-act-synonym-add = Added words that mean the same
admin-act-synonym-change = Changed words that mean the same
admin-act-synonym-remove = Removed words that mean the same

# There is an answer to your search
mail-search-answer-subject = There is an answer to your search: { $query }
mail-search-answer-asked = You searched for this, and wanted to be told when there is an answer:
mail-search-answer-here = It is answered here:
mail-search-answer-found = This may answer it:
mail-search-answer-link = Read the answer
mail-search-answer-once = This is the only e-mail about this search.
