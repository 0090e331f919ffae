# The frame of every page
layout-skip = Skip to content
layout-search-label = Search topic titles
layout-ask = Ask a question
layout-account = Your account:
layout-settings = Settings
layout-admin = Administration
layout-sign-in = Sign in
layout-sign-up = Create account
layout-sign-out = Sign out
layout-menu = Menu
layout-latest = Latest
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

# Error pages
layout-error-bad = This request could not be read
layout-error-bad-text = Something in the address or the form is not as expected. Nothing was changed.
layout-error-forbidden = You may not do this
layout-error-forbidden-text = Nothing was changed. If you think you should be able to, ask an admin of the community.
layout-error-missing = This page does not exist, or is not open to you
layout-error-missing-text = It may have been moved or removed. Search for words of its title, or look among the latest topics.
layout-error-conflict = Somebody else was quicker
layout-error-conflict-text = What you were working on has changed meanwhile. Load it again and see what is still to do.
layout-error-large = This is too large
layout-error-large-text = What you sent is larger than this page takes. Nothing was changed; go back and shorten it.
layout-error-often = That was too often in a short time
layout-error-often-text = Wait a little and try again. What you wrote is still in your browser: go back one page.
layout-error-fault = Something went wrong on our side
layout-error-fault-text = Try again in a minute. If it stays, give the number below to the people who run this community.
layout-error-busy = Too many people are here at once
layout-error-busy-text = The page will be there again in a few seconds. Nothing is lost.
layout-error-number = Reference number
layout-error-again = Try again
