# Work on a whole topic, for those who keep order
desk-heading = Work on this topic
desk-choose = Choose
desk-name-heading = Title and tags
desk-place-heading = Where it belongs
desk-category-hint = The categories you moderate. Links to the topic keep working.
desk-category-send = Change category
desk-kind-send = Change kind
desk-time-heading = Closing, pinning, pace
desk-for = For how long
desk-for-good = For good
desk-until-day = Until the day below
desk-day = Day
desk-time-hint = Closed or pinned for some time, it opens again or is unpinned by itself. “Close later” leaves it open until then.
desk-close-later = Close later
desk-span-minutes = { $count ->
    [one] One minute
   *[other] { $count } minutes
 }
desk-span-hours = { $count ->
    [one] One hour
   *[other] { $count } hours
 }
desk-span-days = { $count ->
    [one] One day
   *[other] { $count } days
 }
desk-slow = Slow mode
desk-slow-hint = The time each member waits between two posts here. Moderators are exempt.
desk-slow-off = Off
desk-posts-heading = Posts
desk-posts-text = Split replies off into a new topic, move them to another one, or merge the whole topic into another. Old links lead to the new place.
desk-posts-choose = Choose replies
desk-merge = Merge into
desk-into-hint = The number or the address of a topic you moderate
desk-merge-look = Look at both topics
desk-acts-heading = What was done
desk-acts-none = Nothing was done with this topic yet.
desk-by-itself = By itself
desk-undo = Undo
desk-undone = Undone
desk-did-merge = { $count ->
    [one] One post merged in from topic { $topic }
   *[other] { $count } posts merged in from topic { $topic }
 }
desk-did-split = { $count ->
    [one] One post split off into topic { $topic }
   *[other] { $count } posts split off into topic { $topic }
 }
desk-did-split-off = { $count ->
    [one] One post split off from topic { $topic }
   *[other] { $count } posts split off from topic { $topic }
 }
desk-did-move-out = { $count ->
    [one] One post moved to topic { $topic }
   *[other] { $count } posts moved to topic { $topic }
 }
desk-did-move-in = { $count ->
    [one] One post moved here from topic { $topic }
   *[other] { $count } posts moved here from topic { $topic }
 }
desk-choose-heading = Choose replies
desk-choose-replies = Which replies
desk-choose-hint = Their comments go with them. At most { $most } posts at once.
desk-choose-look = look at the reply
desk-choose-comments = Comments:
desk-choose-send = Move the chosen replies
desk-choose-none = There are no replies here
desk-choose-none-text = Once somebody has replied, you can move the replies from here.
desk-is-held = Waiting for approval
desk-is-hidden = Hidden
desk-is-deleted = Deleted
desk-whither = Where to
desk-whither-new = Into a new topic
desk-whither-new-hint = The first chosen reply opens it.
desk-whither-existing = Into another topic
desk-whither-existing-hint = Behind its last post
desk-into = The other topic
desk-merge-heading = Merge these topics?
desk-merge-from = This topic
desk-merge-to = goes into this one
desk-merge-posts = Posts:
desk-merge-all = All its posts, the first one too, come after the last post there.
desk-merge-addresses = Links to the topic and to its posts lead to the new place.
desk-merge-people = Those who follow it, or have the problem too, are counted there.
desk-merge-marks = Accepted answers are no longer marked.
desk-merge-undo = You can undo this while nobody has commented on the moved posts.
desk-merge-yes = Merge
desk-error-no-target = Give the number or the address of a topic that you moderate.
desk-error-same = That is this topic itself. Choose another one.
desk-error-nothing = Choose at least one reply.
desk-error-too-many = That is more than { $most } posts. Move them in several steps.
desk-error-not-replies = Some of these replies no longer stand here. Look at the list again.
desk-error-opening = The first chosen reply opens the new topic, so everybody must be able to see it.
desk-error-time = Choose a day to come, within five years.
desk-error-changed = This has changed since, so it cannot be undone any more.
desk-error-answered = Somebody has written below these posts since. Move the posts by hand instead.
desk-notice-title = Title and tags are saved.
desk-notice-category = The topic is in its new category.
desk-notice-kind = The kind of topic is changed.
desk-notice-slow = The pace of the topic is saved.
desk-notice-timer = The topic will close by itself.
desk-notice-moved = The replies are here now.
desk-notice-merged = The topics are merged.
desk-notice-undone = It is undone.
