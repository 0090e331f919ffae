# The administration
admin-tab-overview = Overview
admin-tab-categories = Categories
admin-tab-members = Members
admin-tab-groups = Groups
admin-tab-settings = Community
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
    [one] One job was given up.
   *[other] { $count } jobs were given up.
 }
admin-overview-parked-look = See why
admin-overview-acts = Latest acts
admin-overview-whole-log = The whole log
admin-count-members = Members
admin-count-new-members = New in seven days
admin-count-topics = Topics
admin-count-unsolved = Unsolved questions
admin-count-posts = Posts
admin-count-held = Wait for a moderator
admin-count-categories = Categories

# Categories
admin-category-new = New category
admin-category-new-below = Add below
admin-category-name = Name
admin-category-about = Description
admin-category-place = Address and place
admin-category-slug = Address
admin-category-slug-hint = What stands behind /c/. Left empty, it is made from the name.
admin-category-parent = Below
admin-category-parent-hint = One level only.
admin-category-on-top = On top
admin-category-icon = Icon
admin-category-access = Who may read and write
admin-category-access-hint = Each right contains those before it. Whoever is in several groups has the highest of their rights. A category is never wider than the one above it.
admin-category-up = Up
admin-category-down = Down
admin-category-close = Close
admin-category-reopen = Reopen
admin-category-is-closed = Closed
admin-category-closed-hint = A closed category takes no new topics. What is there stays, and can be replied to.
admin-categories-empty = No categories yet
admin-categories-empty-text = Topics live in categories. Make the first one, and say who may read and ask there.
admin-right-none = no access
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
admin-settings-name-hint = Stands on every page and in every mail.
admin-settings-own = The community’s own language
admin-settings-own-hint = For visitors whose browser asks for none that you offer, and where a category has no name in another language.
admin-settings-offered = Languages offered
admin-settings-joining = Joining
admin-settings-open = Anybody may create an account
admin-settings-open-hint = Without this, only those who have an account take part.
admin-error-community-name = Give the community a name.
admin-error-community-name-long = This name is too long. Use at most { $most } characters.
admin-error-own-language = The community’s own language must be among those offered.

# The log
admin-log-heading = Log
admin-log-empty = Nothing is written here.
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
admin-act-role-give = Gave a role
admin-act-role-take = Took a role
admin-act-topic-close = Closed a topic
admin-act-topic-reopen = Reopened a topic
admin-act-topic-pin = Pinned a topic
admin-act-topic-unpin = Unpinned a topic
admin-act-post-edit = Edited a post
admin-act-post-approve = Approved a post
admin-act-post-hold = Held a post
admin-act-post-hide = Hid a post
admin-act-post-delete = Deleted a post
admin-act-post-restore = Restored a post
admin-act-post-erase = Erased a post
admin-act-job-retry = Ran a job again
admin-act-job-discard = Discarded a job

# Jobs
admin-jobs-heading = Jobs
admin-jobs-about = Mail, search entries and tidying up are done as jobs after a change is saved. One that failed too often is given up until somebody looks.
admin-jobs-none = Nothing waits, and nothing was given up.
admin-jobs-kinds = Waiting and given up
admin-jobs-kind = Kind
admin-jobs-waiting = Waiting
admin-jobs-parked = Given up
admin-jobs-given-up = Given up
admin-jobs-tries = { $count ->
    [one] One try
   *[other] { $count } tries
 }
admin-jobs-since = written
admin-jobs-retry = Run again
admin-jobs-retry-all = Run all again
admin-jobs-discard = Discard
admin-jobs-more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
 }

# What just went right
admin-notice-category-made = The category is there.
admin-notice-category-changed = The category is changed.
admin-notice-category-moved = The category is moved.
admin-notice-category-closed = The category takes no new topics now.
admin-notice-category-reopened = The category takes new topics again.
admin-notice-settings-changed = The settings are saved.
admin-notice-job-retried = The job runs again.
admin-notice-jobs-retried = All jobs run again.
admin-notice-job-discarded = The job is discarded.
admin-notice-job-gone = Nothing to do: this job is no longer given up.
