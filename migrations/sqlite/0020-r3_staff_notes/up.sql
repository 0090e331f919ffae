-- Notes among staff, replies kept ready, second opinions about cases.

-- Grows with every change of what staff alone see of a topic: by the topic's own version others would hear that something changed.
ALTER TABLE topic_counts ADD COLUMN staff_version INTEGER NOT NULL DEFAULT 0;

-- Replies that staff and moderators keep ready, for one category or (none) for all.
CREATE TABLE canned_replies (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  category INTEGER REFERENCES categories (id),
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX canned_replies_by_category ON canned_replies (category, name);

-- Each in some languages, with placeholders.
CREATE TABLE canned_reply_texts (
  reply INTEGER NOT NULL REFERENCES canned_replies (id),
  lang TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (reply, lang)
) STRICT;

-- Who asked the others for a second opinion, and when: they do not decide before somebody else has said something.
ALTER TABLE cases ADD COLUMN second_for INTEGER REFERENCES members (id);
ALTER TABLE cases ADD COLUMN second_at INTEGER;
