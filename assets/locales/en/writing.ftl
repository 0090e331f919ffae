# What the forms for writing say, and what a button did.
forum-ask-lang-detect = Detect it from the text
forum-title-too-short = Write a title of at least { $min } characters; this one has { $length }.
forum-title-too-long = Shorten the title to at most { $max } characters.
forum-title-too-nested = Write the title without formatting.
forum-title-no-letters = Write the title in words.
forum-body-too-short = Write at least { $min } characters; so far there are { $length }.
forum-body-too-long = Shorten the text to at most { $max } characters.
forum-body-too-nested = Quotes, lists or brackets are nested too deeply. Take some levels out.
forum-body-no-letters = Write something in words.
forum-tags-too-many = Choose at most { $max } tags.
forum-tags-malformed = “{ $tag }” cannot be a tag. Tags are words of letters and digits, joined by hyphens, of at most 35 characters.
forum-reason-missing = Write why: the log keeps it.
forum-reason-too-long = Shorten the reason to at most { $max } characters.
forum-error-category = Choose the category your question belongs to.
forum-error-kind = Choose what kind of topic this is.
forum-error-too-often = That was a lot in a short time. Your text is still here; send it again in { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}.
forum-error-slow-seconds = This topic is in slow mode. Your text is still here; send it again in { $count ->
    [one] one second
   *[other] { $count } seconds
}.
forum-error-slow-minutes = This topic is in slow mode. Your text is still here; send it again in { $count ->
    [one] one minute
   *[other] { $count } minutes
}.
forum-error-not-kept = The server could not save this. Your text is still here; send it again in a moment.
forum-notice-held = Thank you. Your post is waiting for a moderator; only you and moderators can see it until then.
forum-notice-closed = The topic is closed. Nobody can reply until it is reopened.
forum-notice-reopened = The topic is open again.
forum-notice-pinned = The topic is pinned to the top of its lists.
forum-notice-unpinned = The topic is no longer pinned.
forum-notice-accepted = Marked as the answer. It now stands right after the question.
forum-notice-withdrawn = The mark has been taken back.
forum-notice-edited = Your change is saved.
forum-notice-deleted = The post is deleted. It can be restored.
forum-notice-restored = The post is back.
forum-notice-erased = The text is gone for good.
forum-notice-approved = The post is visible now.
