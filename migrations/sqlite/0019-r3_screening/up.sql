-- Keeping spam out: why posts were held, words that may not stand in texts, and what the team's decisions taught.

-- What filters found in a post when it was written or edited last, as JSON: moderators read it exactly, the author in general.
-- `original` is the text before words in it were masked; empty where none were.
CREATE TABLE post_screenings (
  post INTEGER NOT NULL PRIMARY KEY REFERENCES posts (id),
  holds INTEGER NOT NULL CHECK (holds IN (0, 1)),
  found TEXT NOT NULL,
  original TEXT NOT NULL DEFAULT '',
  at INTEGER NOT NULL
) STRICT;

-- Words, or regular expressions, and what becomes of a post in which one stands.
CREATE TABLE blocked_words (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  pattern TEXT NOT NULL,
  is_regex INTEGER NOT NULL CHECK (is_regex IN (0, 1)),
  act TEXT NOT NULL CHECK (act IN ('block', 'hold', 'mask')),
  at INTEGER NOT NULL,
  UNIQUE (pattern, is_regex)
) STRICT;

-- Why somebody put a domain, an address or a network there; empty where a decision about a spammer did.
ALTER TABLE spam_blocks ADD COLUMN reason TEXT NOT NULL DEFAULT '';

-- What the decisions of the team taught about words: one row, made anew of the decisions.
CREATE TABLE spam_models (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  model TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- What posts taught before they were approved or not is looked up by the act.
CREATE INDEX log_by_act ON log (act, id);
