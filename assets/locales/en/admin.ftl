# The administration
admin-tab-overview = Overview
admin-tab-categories = Categories
admin-tab-members = Members
admin-tab-groups = Groups
admin-tab-settings = Community
admin-tab-pages = Pages
admin-tab-log = Log
admin-tab-jobs = Jobs
admin-save = Save
admin-acts = Actions
admin-filter = Filter
admin-filter-none = Show all
admin-page-newest = Newest
admin-page-older = Older

# Overview
admin-overview-parked = { $count ->
    [one] One job is on hold.
   *[other] { $count } jobs are on hold.
 }
admin-overview-parked-look = See why
admin-overview-acts = Latest actions
admin-overview-whole-log = The whole log
admin-count-members = Members
admin-count-new-members = New in seven days
admin-count-topics = Topics
admin-count-unsolved = Unsolved questions
admin-count-posts = Posts
admin-count-held = Waiting for a moderator
admin-count-categories = Categories

# Categories
admin-category-new = New category
admin-category-new-below = Add below
admin-category-name = Name
admin-category-about = Description
admin-category-place = Address and place
admin-category-slug = Address
admin-category-slug-hint = What comes after /c/. Left empty, it is made from the name.
admin-category-parent = Parent category
admin-category-parent-hint = One level only.
admin-category-on-top = None, it stands on top
admin-category-icon = Icon
admin-category-access = Who may read and write
admin-category-access-hint = Each right includes those before it. Whoever is in several groups has the highest of their rights. A category is never wider than the one above it.
admin-category-up = Up
admin-category-down = Down
admin-category-close = Close
admin-category-reopen = Reopen
admin-category-is-closed = Closed
admin-category-closed-hint = A closed category takes no new topics. What is there stays, and can be replied to.
admin-categories-empty = No categories yet
admin-categories-empty-text = Topics live in categories. Make the first one, and say who may read and ask there.
admin-right-none = no right of its own
admin-right-read = read
admin-right-reply = read and reply
admin-right-ask = read, reply and ask
admin-icon-list = List
admin-icon-chat = Talk
admin-icon-megaphone = Megaphone
admin-icon-card = Card
admin-icon-bank = Bank
admin-icon-box = Box
admin-icon-truck = Lorry
admin-icon-receipt = Receipt
admin-icon-layout = Layout
admin-icon-code = Code
admin-icon-globe = Globe
admin-icon-chart = Chart
admin-icon-key = Key
admin-icon-scale = Scales
admin-icon-star = Star
admin-icon-shield = Shield
admin-icon-lock = Lock
admin-icon-info = Information
admin-icon-gear = Gear
admin-icon-user = Person

# Groups
admin-group-everyone = Everyone
admin-group-members = Members
admin-group-trust-1 = Members with trust 1
admin-group-trust-2 = Members with trust 2
admin-group-trust-3 = Members with trust 3
admin-group-trust-4 = Members with trust 4
admin-group-staff = Staff
admin-group-moderators = Moderators
admin-group-admins = Admins

# The community
admin-settings-name = Name of the community
admin-settings-name-hint = Shown on every page and in every e-mail.
admin-settings-own = The community’s own language
admin-settings-own-hint = For visitors whose browser asks for no language that you offer, and where a category has no name in another language.
admin-settings-offered = Languages offered
admin-settings-joining = Joining
admin-settings-open = Anybody may create an account
admin-settings-open-hint = Without this, only those who have an account take part.
admin-settings-origin-days = Days for which network addresses are kept
admin-settings-origin-days-hint = From 1 to 365. From which network and with which browser somebody signed in or wrote a post; deleted afterwards.
admin-error-community-name = Give the community a name.
admin-error-community-name-long = This name is too long. Use at most { $most } characters.
admin-error-own-language = The community’s own language must be among those offered.
admin-error-origin-days = Write a number of days from 1 to 365.
admin-settings-mail-wait = Minutes that mails about notices wait
admin-settings-mail-wait-hint = From 0 to 1440. Whoever reads the post meanwhile gets no mail. Answers of staff go at once.
admin-settings-mails-a-day = Mails about notices to one member in a day
admin-settings-mails-a-day-hint = At most so many, from 1 to 1000. The digest tells the rest.
admin-error-mail-wait = Write a number of minutes from 0 to 1440.
admin-error-mails-a-day = Write a number of mails from 1 to 1000.

# The log
admin-log-heading = Log
admin-log-empty = There are no entries here.
admin-log-act = What
admin-log-every-act = Everything
admin-log-member = Username
admin-log-when = When
admin-log-who = Who
admin-log-what = What
admin-log-changed = What changed, and why
admin-log-before = Before:
admin-log-after = After:
admin-log-reason = Reason:
admin-log-via-web = a visitor
admin-log-via-command = the command line
admin-log-via-system = the program
admin-log-topic = Topic
admin-log-post = Post
admin-log-group = Group
admin-log-job = Job
admin-log-all-jobs = All jobs
admin-error-member-unknown = Nobody has this username.

# Acts
admin-act-category-make = Made a category
admin-act-category-edit = Changed a category
admin-act-category-move = Moved a category
admin-act-category-close = Closed a category
admin-act-category-reopen = Reopened a category
admin-act-settings-change = Changed the settings
admin-act-page-change = Changed a page about the community
admin-act-role-give = Gave a role
admin-act-role-take = Took away a role
admin-act-topic-close = Closed a topic
admin-act-topic-reopen = Reopened a topic
admin-act-topic-duplicate = Marked a topic as a duplicate
admin-act-topic-unduplicate = Took back that a topic is a duplicate
admin-act-case-decide = Decided a case
admin-act-case-undo = Undid a decision
admin-act-case-appeal = Decided an appeal
admin-act-word-add = Blocked a word
admin-act-word-remove = Unblocked a word
admin-act-block-add = Blocked a domain, address or network
admin-act-block-lift = Lifted a block
admin-act-topic-pin = Pinned a topic
admin-act-topic-unpin = Unpinned a topic
admin-act-topic-timer = Set when a topic closes or opens
admin-act-topic-category = Moved a topic to another category
admin-act-topic-kind = Changed the kind of a topic
admin-act-topic-title = Changed the title of a topic
admin-act-topic-tags = Changed the tags of a topic
admin-act-topic-slow = Changed the pace of a topic
admin-act-topic-merge = Merged a topic into another
admin-act-topic-split = Split replies off into a new topic
admin-act-topic-move-posts = Moved replies to another topic
admin-act-topic-move-back = Moved posts back
admin-act-tag-rename = Renamed a tag
admin-act-tag-synonym = Changed a tag’s synonyms
admin-act-tag-translate = Changed a tag’s names in other languages
admin-act-tag-merge = Merged a tag into another
admin-act-post-note = Wrote an internal note
admin-act-canned-make = Made a canned reply
admin-act-canned-change = Changed a canned reply
admin-act-canned-remove = Removed a canned reply
admin-act-case-second = Asked for a second opinion
admin-act-post-edit = Edited a post
admin-act-post-approve = Approved a post
admin-act-post-hold = Held a post
admin-act-post-hide = Hid a post
admin-act-post-delete = Deleted a post
admin-act-post-restore = Restored a post
admin-act-post-erase = Erased a post
admin-act-post-erase-revision = Erased an earlier text of a post
admin-act-job-retry = Ran a job again
admin-act-job-discard = Discarded a job
admin-act-group-make = Made a group
admin-act-group-change = Changed a group
admin-act-group-remove = Removed a group
admin-act-group-add = Added to a group
admin-act-group-remove-member = Took out of a group
admin-act-member-suspend = Suspended a member
admin-act-member-silence = Silenced a member
admin-act-member-lift = Lifted a silence or suspension
admin-act-member-trust = Set trust
admin-act-member-create = Made an account
admin-act-member-password = Gave an account a new password
admin-act-member-hand-over = Handed an account over
admin-act-member-origins = Viewed a member’s network addresses
admin-act-member-erase-introduction = Removed picture or texts from a profile
admin-act-community-open = Opened the community
admin-act-secret-rotate = Made secrets invalid
admin-act-backup-make = Made a backup
admin-act-backup-restore = Restored a backup
admin-act-community-import = Imported a community

# Jobs
admin-jobs-heading = Jobs
admin-jobs-about = Mail, search entries and tidying up are done as jobs after a change is saved. One that failed too often is given up until somebody looks. After a backup is restored, what would leave this machine is held back.
admin-jobs-none = Nothing is waiting, and nothing is on hold.
admin-jobs-kinds = Waiting and on hold
admin-jobs-kind = Kind
admin-jobs-waiting = Waiting
admin-jobs-parked = On hold
admin-jobs-given-up = Given up
admin-jobs-tries = { $count ->
    [one] One try
   *[other] { $count } tries
 }
admin-jobs-since = created
admin-jobs-retry = Run again
admin-jobs-retry-all = Run all again
admin-jobs-discard = Discard
admin-jobs-restored = Held back after a restore
admin-jobs-restored-about = This community was restored from a backup. These jobs would leave this machine, as mail does, and may have been done after the backup was made. Release what should still go out, and discard the rest.
admin-jobs-release = Release
admin-jobs-release-all = Release all
admin-jobs-discard-all = Discard all
admin-jobs-more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
 }

# What just went right
admin-notice-category-made = The category has been created.
admin-notice-category-changed = The category is saved.
admin-notice-category-moved = The category is moved.
admin-notice-category-closed = The category takes no new topics now.
admin-notice-category-reopened = The category takes new topics again.
admin-notice-settings-changed = The settings are saved.
admin-notice-page-changed = The page is saved.
admin-notice-job-retried = The job runs again.
admin-notice-jobs-retried = All jobs run again.
admin-notice-job-discarded = The job is discarded.
admin-notice-jobs-released = The jobs that were held back are released.
admin-notice-jobs-discarded = The jobs that were held back are discarded.
admin-notice-job-gone = Nothing to do: this job is no longer on hold.
admin-notice-group-made = The group has been created.
admin-notice-group-changed = The group is saved.
admin-notice-group-joined = The member is in the group.
admin-notice-group-left = The member is no longer in the group.
admin-notice-group-removed = The group is removed.
admin-notice-role-given = The role is given.
admin-notice-role-taken = The role is taken away.
admin-notice-trust-set = The trust is set.
admin-notice-restricted = Done. It applies from now on.
admin-notice-lifted = The member takes part again.
admin-notice-handed-over = A link is on its way to this address.
admin-notice-community-open = Your community is open, and you are signed in.

# Members
admin-members-search = Username or name begins with
admin-members-find = Find
admin-members-none = Nobody has such a name.
admin-member = Member
admin-member-state = State
admin-member-until = until
admin-member-trust = Trust
admin-member-trust-level = Level, from 0 to 4
admin-member-trust-hint = Once set by hand, it no longer grows by itself.
admin-member-trust-set = Set
admin-member-joined = Joined
admin-member-seen = Last seen
admin-member-never = not yet
admin-member-log = Log of this member
admin-member-roles = Roles
admin-member-group = Group
admin-member-no-groups = There are no groups to choose from yet.
admin-member-is-closed = This account is closed. Nothing can be given to it.
admin-origins = Network addresses
admin-origins-hint = From which networks and with which browsers this member signed in and wrote. Each look at them is written to the log.
admin-origins-show = Show network addresses
admin-origins-days = { $count ->
    [one] Kept for { $count } day.
   *[other] Kept for { $count } days.
}
admin-origins-logged = Your look at them is in the log.
admin-origins-none = Nothing is kept about this member now.
admin-origins-when = When
admin-origins-what = What
admin-origins-network = Network
admin-origins-browser = Browser
admin-origins-sign-in = Signed in
admin-origins-post = Wrote a post
admin-state-active = Active
admin-state-silenced = Silenced
admin-state-suspended = Suspended
admin-state-closed = Closed
admin-figure-topics = Topics
admin-figure-replies = Replies
admin-figure-comments = Comments
admin-figure-accepted = Accepted answers
admin-figure-helpful = Helpful votes
admin-role = Role
admin-role-staff = Staff
admin-role-moderator = Moderator
admin-role-admin = Admin
admin-role-expert = Expert
admin-role-where = Where
admin-role-everywhere = Everywhere
admin-role-hint = Only moderators can have their role in one category.
admin-role-give = Give role
admin-role-take = Take away
admin-standing = Silence or suspend
admin-standing-what = What happens
admin-standing-silence = Silence
admin-standing-suspend = Suspend
admin-standing-hint = A silenced member reads and votes, and what they post waits for a moderator. A suspended member only reads what visitors read.
admin-standing-term = For how long
admin-standing-days = { $count ->
    [one] One day
   *[other] { $count } days
 }
admin-standing-forever = Until it is lifted
admin-standing-reason = Reason
admin-standing-reason-hint = Written to the log. The member can read it while suspended.
admin-standing-send = Apply
admin-standing-lift = Lift
admin-introduction = Picture, biography and website
admin-introduction-hint = Remove what must not be seen.
admin-hand-over = Hand this account over
admin-hand-over-hint = Nobody can sign in to this account. Its owner gets an e-mail with a link that works once, for two weeks, and chooses a password.
admin-hand-over-address = The owner’s e-mail address
admin-hand-over-send = Send the link
admin-hand-over-again = Send a new link
admin-hand-over-waiting = A link is on its way to
admin-hand-over-until = It works until
admin-hand-over-closed = This account is closed and has no owner.
admin-hand-over-owned = Somebody already signs in to this account.
admin-hand-over-taken = Another member has this address.
admin-error-reason = Write why: the log keeps it.
admin-error-reason-long = Write the reason in at most 500 characters.

# Groups with members of their own
admin-groups-about = Rights in categories are given to groups. Make one for people who share something: partners, testers, a region.
admin-groups-computed = These follow from who one is, and need no list:
admin-group-name = Name
admin-group-badge = Badge
admin-group-partner = Partner
admin-group-wears-partner = Its members wear the partner badge
admin-group-slug = Short name
admin-group-slug-hint = Small letters, digits and hyphens. It cannot be changed later.
admin-group-new = New group
admin-group-make = Make group
admin-group-add = Username
admin-group-add-send = Add
admin-group-take-out = Take out
admin-group-further = Further members
admin-group-empty = Nobody is in this group.
admin-group-remove = Remove group
admin-group-remove-text = Its members lose what the group gives them, and categories forget it. The members themselves stay.

# Setting up
admin-set-up-heading = Set up your community
admin-set-up-about = Everything here can be changed later, under Administration.
admin-set-up-community = The community
admin-set-up-admin = The first admin
admin-set-up-admin-about = This is your own account. It is staff, moderator and admin.
admin-set-up-categories = Categories to start with
admin-set-up-categories-about = Topics live in categories. A few are enough to begin with.
admin-set-up-send = Open the community
admin-error-address-taken = This address has an account already.
admin-start-announcements-name = Announcements
admin-start-announcements-about = What is new, told by the people who build it.
admin-start-payments-name = Payments
admin-start-payments-about = Cards, wallets, invoices, refunds and everything at the checkout.
admin-start-payouts-name = Payouts
admin-start-payouts-about = When the money reaches your bank, and how it adds up.
admin-start-orders-name = Orders
admin-start-orders-about = Editing, merging, exporting and cancelling orders.
admin-start-shipping-name = Shipping and returns
admin-start-shipping-about = Rates, labels, pick-up points, and parcels that come back.
admin-start-taxes-name = Taxes and invoices
admin-start-taxes-about = VAT, sales tax, receipts and bookkeeping.
admin-start-themes-name = Themes and design
admin-start-themes-about = How your shop looks: templates, pictures and menus.
admin-start-apps-name = Apps and code
admin-start-apps-about = Apps, the API, webhooks and scripts.
admin-start-marketing-name = Marketing
admin-start-marketing-about = Newsletters, search, discounts and how customers find you.
admin-start-abroad-name = Selling abroad
admin-start-abroad-about = Currencies, languages, customs and customers in other countries.
admin-start-talk-name = Shop talk
admin-start-talk-about = The life of a merchant, and what you would do differently.

# Pages about the community
admin-pages-about = Pages about the community: what applies here, and who is behind it. Each can be written in every language that the community offers; where one is missing, readers get the community’s own language. The foot of every page links to those that are written, and the sign-up form links to terms and privacy.
admin-page-name = Page
admin-page-none = not written
admin-page-read = Read the page
admin-page-text = Text
admin-page-text-hint = In Markdown. The heading is there already. Without any text the page goes away.
admin-page-stale = Somebody changed this page while you were writing
