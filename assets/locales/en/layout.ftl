# The frame of every page
layout-skip = Skip to content
layout-search-label = Search questions and answers
layout-ask = Ask a question
layout-account = Your account:
layout-notices = Notices
layout-notices-unread = unread
layout-settings = Settings
layout-admin = Administration
layout-sign-in = Sign in
layout-sign-up = Create account
layout-sign-out = Sign out
layout-menu = Menu
layout-latest = Latest
layout-hot = Hot
layout-top = Top
layout-unsolved = Unsolved
layout-unanswered = Unanswered
layout-categories = Categories
layout-all-topics = All topics
layout-browse = Browse
layout-language = Language
layout-copied = Link copied
layout-failed = That did not work. Load the page again and try once more.

# Badges
layout-badge-staff = Staff
layout-badge-moderator = Moderator
layout-badge-partner = Partner
layout-badge-expert = Expert
layout-badge-asker = Asked this

# Forms
layout-errors = Please change this
layout-error-prefix = Error:
layout-cancel = Cancel
layout-optional = optional
layout-preview = Preview
layout-in-markdown = in Markdown
layout-privacy-hint = Leave out order numbers, keys and customers’ names: everybody can read this.
layout-draft-saved = Draft saved
layout-draft-found = You began to write here earlier.
layout-draft-restore = Bring it back
layout-draft-discard = Discard it
layout-tools = Formatting
layout-tool-bold = Bold
layout-tool-italic = Emphasis
layout-tool-link = Link
layout-tool-code = Code
layout-tool-quote = Quotation
layout-tool-list = List
layout-tool-numbers = Numbered list

# Pages
layout-pages = Pages
layout-page = Page
layout-page-previous = Previous page
layout-page-next = Next page
layout-newer = Newer topics
layout-older = Older topics

# Pages about the community
layout-page-terms = Terms
layout-page-privacy = Privacy
layout-page-imprint = Imprint
layout-page-contact = Contact
layout-page-rules = Rules
layout-colon = {": "}
