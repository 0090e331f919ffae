# States
forum-state-unanswered = No answer yet
forum-state-answered = Answered, not solved
forum-state-solved = Solved
forum-state-discussion = Discussion
forum-state-announcement = Announcement
forum-state-closed = Closed

# Lists
forum-list-unsolved = Unsolved questions
forum-list-unanswered = Unanswered questions
forum-list-which = Which topics
forum-about = { $community }: merchants ask and answer one another, and staff mark what solves a problem.
forum-about-subject = { $community }: questions about { $subject }, with the answers that solved them.
forum-list-hot = Hot topics
forum-list-top = Top topics
forum-list-reordered = These figures have been computed again since the first page was shown.
forum-top-period = Time
forum-top-week = Week
forum-top-month = Month
forum-top-year = Year
forum-top-all = All time
forum-top-by-gain = By what topics gained in this time: votes, replies, “me too”.
forum-top-as-of = As of
forum-top-by-votes = By votes for the first post.
forum-reading-label = Languages of the topics
forum-reading-every = All languages
forum-reading-and = {", "}
forum-reading-hint = None ticked, or all: every language.
forum-reading-show = Show
forum-reading-all = Show all languages
forum-list-ask-short = Ask
forum-list-below = Categories below this one
forum-list-closed = This category takes no new topics.
forum-list-topic = Topic
forum-list-last = Last post
forum-list-changed = { $count ->
    [one] One topic changed since the first page was shown.
   *[other] { $count } topics changed since the first page was shown.
}
forum-list-changed-more = At least { $count } topics changed since the first page was shown.
forum-list-changed-show = Show the first page
forum-row-by = by
forum-row-last-by = Last post by
forum-row-me-too = Me too
forum-row-replies = Replies
forum-row-pinned = Pinned
forum-row-held = Waiting for a moderator
forum-row-hidden = Hidden
forum-row-deleted = Deleted
forum-row-recommended = Recommended by staff
forum-row-staff-replied = Staff replied
forum-empty-list = Nobody has asked here yet
forum-empty-list-text = Ask about what does not work in your shop, or what you want to do better. Merchants and staff read along and answer.
forum-empty-ask = Ask the first question
forum-empty-reading = Nothing here in these languages
forum-empty-reading-text = There may be topics in languages that you left out.
forum-empty-top = No topic has gained anything yet
forum-empty-top-text = Topics appear here once they get votes, replies or “me too” in this time. The figures are computed every ten minutes.
forum-empty-done = Nothing is waiting here
forum-empty-done-text = Every question that you can read is taken care of. Come back later, or read what others have solved.

# A topic
forum-topic-solved = Solved: read the answer
forum-topic-duplicate = This was asked before:
forum-topic-asked = started
forum-topic-opening = First post
forum-topic-first-page = The question and its answer are on the first page
forum-topic-replies = { $count ->
    [one] One reply
   *[other] { $count } replies
}
forum-topic-more-replies = { $count ->
    [one] One more reply
   *[other] { $count } more replies
}
forum-topic-page-label = Replies { $from }–{ $to } of { $total }
forum-order-label = Order of the replies
forum-order-oldest = Oldest first
forum-order-votes = Most votes
forum-topic-deleted = Deleted topic
forum-accepted = Accepted answer
forum-accepted-staff = Answer recommended by staff
forum-accepted-by-asker = asked this and says that it solved it
forum-accepted-by-staff = recommends it as staff
forum-reply-moved = accepted answer, shown above
forum-gone-deleted = A reply was deleted.
forum-gone-hidden = A reply was hidden by a moderator.
forum-gone-erased = A reply was erased.
forum-gone-held = A reply is waiting for a moderator.
forum-gone-topic = This topic was deleted.
forum-post-edited = edited
forum-post-held = Waiting for a moderator. Until then only you and moderators can see it.
forum-post-hidden = Hidden by a moderator.
forum-post-deleted = Deleted. Only its author and moderators can see it.
forum-post-staff-only = Note for staff: only staff can read it.
forum-note = Internal note: only staff see it
forum-note-hint = It stands here among the replies, is not counted, and nobody else hears of it.
forum-note-only = You can write internal notes here: only staff see them.
forum-post-author-and-staff = Only the author and staff can read this.
forum-post-menu = More for this post
forum-me-too = I have this too
forum-helpful = Helpful
forum-quote = Quote
forum-link = Link
forum-edit = Edit
forum-history = History
forum-delete = Delete
forum-restore = Restore
forum-approve = Approve
forum-erase = Erase for good
forum-accept-asker = This solved it
forum-accept-staff = Recommend as staff
forum-withdraw-asker = Withdraw acceptance
forum-withdraw-staff = Withdraw recommendation
forum-comments = Comments
forum-comment-add = Comment
forum-comment-label = Your comment
forum-comment-send = Post comment
forum-comment-gone = A comment was deleted.
forum-comment-gone-hidden = A comment was hidden by a moderator.
forum-reply-heading = Your reply
forum-reply-label = Text
forum-reply-send = Post reply
forum-reply-visitor = Sign in to reply, vote, or say that you have this too.
forum-reply-solved = This question is solved. Reply if you can add something; if your case is different, ask a new question.
forum-reply-closed = This topic is closed and takes no more replies.
forum-reply-closed-staff = This topic is closed. You can still reply.
forum-reply-not-allowed = You can read this topic, but not reply here.
forum-side-label = About this topic
forum-side-state = State
forum-side-now = Now
forum-side-answer-by = Answer by
forum-side-recommended = Recommended
forum-side-by-staff = by staff
forum-side-keep = Moderation
forum-share = Copy link
forum-close = Close topic
forum-reopen = Reopen topic
forum-pin = Pin topic
forum-unpin = Unpin topic
forum-topic-closes = Closes
forum-topic-reopens = Opens again
forum-topic-unpins = Pinned until
forum-topic-slow-minutes = { $count ->
    [one] Slow mode: one post a minute for each member
   *[other] Slow mode: one post every { $count } minutes for each member
 }
forum-topic-slow-hours = { $count ->
    [one] Slow mode: one post an hour for each member
   *[other] Slow mode: one post every { $count } hours for each member
 }
forum-topic-slow-days = { $count ->
    [one] Slow mode: one post a day for each member
   *[other] Slow mode: one post every { $count } days for each member
 }

# Asking
forum-ask-lede = Merchants and staff read it and answer.
forum-ask-title-label = Title
forum-ask-title-hint = One sentence that somebody with the same problem would search for.
forum-ask-category-label = Category
forum-ask-category-empty = Choose a category
forum-ask-kind-label = What is it?
forum-ask-kind-question = Question
forum-ask-kind-question-hint = Something to solve. You can accept the answer that did.
forum-ask-kind-discussion = Discussion
forum-ask-kind-discussion-hint = Something to talk about, without one right answer.
forum-ask-kind-announcement = Announcement
forum-ask-kind-announcement-hint = News from staff.
forum-ask-tags-label = Tags
forum-ask-tags-optional = optional, up to 5, separated by commas
forum-ask-lang-label = Language of your text
forum-ask-body-label = What happens, and what did you expect?
forum-ask-body-hint = The steps that lead to it, the exact error message, and since when.
forum-ask-send = Post topic

# A reply or comment sent back
forum-compose-comment = Your comment
forum-compose-to = To

# Editing and history
forum-edit-heading = Edit post
forum-edit-body-label = Text
forum-edit-reason-label = Why this change?
forum-edit-reason-hint = Shown in the history.
forum-edit-send = Save changes
forum-edit-stale = Somebody changed this post while you were writing
forum-edit-stale-text = Your text is in the form below, and the text as it stands now is beside it. Put together what should stay, then save.
forum-edit-stale-now = As it stands now
forum-history-heading = History of this post
forum-history-back = Back to the post
forum-history-legend = Added words are underlined and marked +, removed words are struck through and marked −.
forum-history-changed-by = Changed by
forum-history-title = Title
forum-history-tags = Tags
forum-history-text = Text
forum-history-none = This post has not been changed since anybody replied.
forum-history-added = Added:
forum-history-removed = Removed:
forum-history-erase = Erase the text before this change
forum-history-erased = What stood here before this change was erased.
forum-history-next-erased = What this change led to was erased.

# Asking once more
forum-confirm-delete = Delete this post?
forum-confirm-delete-text = It disappears for everybody but its author and moderators, and it can be restored.
forum-confirm-erase = Erase this post for good?
forum-confirm-erase-text = Its text and its history are destroyed. This cannot be undone.
forum-confirm-erase-revision = Erase this earlier text for good?
forum-confirm-erase-revision-text = What the post said before this change is destroyed, and the note of the change with it. The text before or after may hold the same words: look at both. This cannot be undone.
forum-confirm-reason = Reason
forum-confirm-reason-hint = Written to the log.

# Tags
forum-tags-heading = Tags
forum-tags-empty = No tags yet
forum-tags-empty-text = Tags say in a word what a topic is about. They are given when a topic is opened or edited.
forum-tag-edit = Edit tag
forum-tag-names = Names in other languages
forum-tag-names-hint = Readers of a language see the tag by this name. Leave a field empty to show the tag’s own name.
forum-tag-save = Save names
forum-tag-synonyms = Synonyms
forum-tag-synonyms-hint = Whoever types or visits a synonym gets this tag.
forum-tag-synonym-label = Another synonym
forum-tag-synonym-add = Add synonym
forum-tag-synonym-remove = Remove
forum-tag-rename = Rename
forum-tag-rename-label = Name
forum-tag-rename-hint = The old name stays as a synonym, so every link keeps working.
forum-tag-rename-send = Rename tag
forum-tag-merge = Merge into another tag
forum-tag-into-label = The tag that stays
forum-tag-into-hint = The topics of this tag move there, and its name becomes a synonym. This cannot be undone.
forum-tag-merge-send = Merge…
forum-tag-merge-yes = Merge the tags
forum-tag-merge-heading = Merge the tag { $from } into { $into }?
forum-tag-merge-text = { $count ->
    [one] One topic moves
   *[other] { $count } topics move
} from { $from } to { $into }, and { $from } becomes a synonym. The name leads there at once; the topics follow within minutes. This cannot be undone.
forum-tag-merging = is being merged into this tag.
forum-tag-left = { $count ->
    [0] Its last topics are on their way.
    [one] One topic is left to move.
   *[other] { $count } topics are left to move.
}
forum-tag-malformed = No such tag. A tag has letters, digits and - + # . only, and at most 35 characters.
forum-tag-taken = { $name } belongs to another tag. Merge the two, or choose another name.
forum-tag-same = This is the tag itself. Choose another one.
forum-tag-too-many = A tag has at most { $count } synonyms. Remove one first.
forum-notice-tag-changed = Tag changed.
forum-notice-tag-merged = The tags are being merged.

# A member
forum-profile-edit = Edit profile
forum-profile-joined = Joined
forum-profile-reads = Reads
forum-profile-topics = Topics
forum-profile-replies = Replies
forum-profile-comments = Comments
forum-profile-accepted = Accepted answers
forum-profile-helpful = Found helpful
forum-profile-newest-topics = Newest topics
forum-profile-newest-replies = Newest replies
forum-profile-all-topics = All topics
forum-profile-all-replies = All replies
forum-profile-no-topics = There are no topics to show.
forum-profile-no-replies = There are no replies to show.
forum-profile-erase = Remove picture or texts
forum-profile-erase-text = What you tick disappears from the profile, every page and the database. Only the member can put something in its place. The picture’s file is deleted from the disk within two days. This cannot be undone.
forum-profile-erase-what = What to remove
forum-profile-erase-picture = Picture
forum-profile-erase-biography = Biography
forum-profile-erase-website = Website
forum-profile-erase-send = Remove for good
forum-profile-erase-nothing = This member shows no picture, biography or website.
forum-profile-erase-back = Back to the profile
forum-notice-introduction-erased = Removed from the profile.

# Feeds
forum-feed = Feed
forum-feed-latest = Latest topics
forum-feed-category = Topics in { $name }
forum-feed-tag = Topics tagged { $name }
forum-feed-topic = Posts in “{ $name }”
forum-feed-replied = { $name } replied to “{ $title }”
forum-feed-commented = { $name } commented in “{ $title }”

# Pages about the community
forum-page-edited = Last changed
