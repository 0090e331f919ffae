-- Pages that an admin writes in each language: terms, privacy, imprint, contact, rules. One without text is not shown.
CREATE TABLE community_pages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  page TEXT NOT NULL CHECK (page IN ('terms', 'privacy', 'imprint', 'contact', 'rules')),
  lang TEXT NOT NULL,
  source TEXT NOT NULL,
  html TEXT NOT NULL,
  renderer INTEGER NOT NULL,
  version INTEGER NOT NULL,
  edited_at INTEGER NOT NULL,
  UNIQUE (page, lang)
) STRICT;

-- The text before each change, and who changed it; the first one is empty.
CREATE TABLE community_page_revisions (
  page INTEGER NOT NULL REFERENCES community_pages (id),
  version INTEGER NOT NULL,
  source TEXT NOT NULL,
  editor INTEGER NOT NULL REFERENCES members (id),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (page, version)
) STRICT;
