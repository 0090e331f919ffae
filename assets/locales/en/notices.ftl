# What members are told
notices-heading = Notices
notices-which = Which notices
notices-all = All
notices-unread = Unread
notices-kind = Kind
notices-kind-answers = Answers
notices-kind-mentions = Mentions and comments
notices-kind-follows = What I follow
notices-kind-own = My own posts
notices-kind-reminders = Reminders
notices-read-all = Mark all as read
notices-settings = Settings
notices-new = New
notices-mute = Mute topic
notices-why = The reason given:
notices-notice-read = All notices are marked as read.
notices-empty = Nothing to tell you yet
notices-empty-text = Here you are told when somebody answers you, mentions you or writes in what you follow. Ask, answer, or follow a category to begin.
notices-empty-here = None of these
notices-empty-here-text = There are no notices of this kind. Others may be waiting.
notices-others = { $count ->
    [one] and one other
   *[other] and { $count } others
  }
notices-held = Moderators are looking at your post before others see it:
notices-hidden = Your post was hidden by moderators:
notices-deleted = Your post was deleted by moderators:
notices-visible = Your post was made visible by moderators:
notices-erased = Your post was erased by moderators:
notices-reminder = You wanted to be reminded of this:
notices-accepted = marked your answer as what solved it:
notices-accepted-staff = recommended your answer:
notices-solved = A question that you have, too, is solved:
notices-solved-own = Your question has an answer that staff recommend:
notices-staff-answer = of staff answered your question:
notices-mention = mentioned you in:
notices-quote = quoted you in:
notices-comment = commented on your post in:
notices-reply = replied to your topic:
notices-votes = { $count ->
    [one] Somebody found your post helpful:
   *[other] { $count } people found your post helpful:
  }
notices-followed = wrote in:
notices-topic = opened a topic:
notices-ways-heading = What I want to be told
notices-ways-text = On the page of notices, by mail at once, or in the digest.
notices-ways-what = What
notices-ways-page = Page
notices-ways-mail = Mail
notices-ways-digest = Digest
notices-change = Change
notices-of-moderation = Moderators did something with my post
notices-of-reminder = Reminders that I asked for
notices-of-accepted = My answer was accepted
notices-of-solved = A question I have, too, is solved
notices-of-staff-answer = Staff answered my question
notices-of-mention = Somebody mentions me
notices-of-quote = Somebody quotes me
notices-of-comment = Comments on my posts
notices-of-reply = Replies to my topics
notices-of-votes = My post was found helpful
notices-of-followed = Posts in what I follow
notices-of-topic = New topics in what I follow
notices-of-flagged = What became of my flags
