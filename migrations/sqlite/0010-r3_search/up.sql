-- What searches leave behind, and what is done about it.

-- One row for what was searched for in a language, however it was spelled. Who searched is not in it: that is nobody's business.
CREATE TABLE searches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  query TEXT NOT NULL,
  lang TEXT NOT NULL,
  times INTEGER NOT NULL DEFAULT 0,
  empty INTEGER NOT NULL DEFAULT 0,
  clicks INTEGER NOT NULL DEFAULT 0,
  last_at INTEGER NOT NULL,
  owner INTEGER REFERENCES members (id),
  due INTEGER,
  answer INTEGER REFERENCES topics (id),
  answered_at INTEGER
) STRICT;
-- The orders of the administration's page; those that are owned are few.
CREATE INDEX searches_by_times ON searches (times DESC, id DESC);
CREATE INDEX searches_empty ON searches (empty DESC, id DESC) WHERE empty > 0 AND answered_at IS NULL;
CREATE INDEX searches_unclicked ON searches (times DESC, id DESC) WHERE clicks = 0 AND times > empty;
CREATE INDEX searches_owned ON searches (owner, id) WHERE owner IS NOT NULL;
CREATE INDEX searches_by_last ON searches (last_at);

-- Who asked to be told when there is an answer. A row goes with the mail.
CREATE TABLE search_waiting (
  search INTEGER NOT NULL REFERENCES searches (id),
  member INTEGER NOT NULL REFERENCES members (id),
  asked_at INTEGER NOT NULL,
  PRIMARY KEY (search, member)
) STRICT;
CREATE INDEX search_waiting_by_member ON search_waiting (member, search);

-- Words that mean the same, with commas between them, in one language or, where that is empty, in all.
CREATE TABLE search_synonyms (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  lang TEXT NOT NULL DEFAULT '',
  words TEXT NOT NULL
) STRICT;

-- How often somebody who was about to ask found that a topic solved it.
CREATE TABLE search_solved (
  topic INTEGER NOT NULL PRIMARY KEY REFERENCES topics (id),
  times INTEGER NOT NULL
) STRICT;
CREATE INDEX search_solved_by_times ON search_solved (times DESC, topic DESC);
