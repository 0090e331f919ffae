-- What is kept of persons, and how it goes again: where they came from, what they asked for, what was erased.

-- From which network and with which browser somebody signed in, or wrote a post. Kept for as many days as the settings say.
CREATE TABLE origins (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  member INTEGER NOT NULL REFERENCES members (id),
  post INTEGER REFERENCES posts (id),
  network TEXT NOT NULL,
  browser TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX origins_by_member ON origins (member, id);
CREATE INDEX origins_by_time ON origins (at);

-- Archives of their own data that members asked for; a file stands under its random name in the folder of the data.
CREATE TABLE exports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  member INTEGER NOT NULL REFERENCES members (id),
  file TEXT NOT NULL UNIQUE,
  bytes INTEGER NOT NULL DEFAULT 0,
  asked_at INTEGER NOT NULL,
  made_at INTEGER,
  ends_at INTEGER NOT NULL
) STRICT;
CREATE INDEX exports_by_member ON exports (member, id);
CREATE INDEX exports_by_end ON exports (ends_at);

-- The usernames of those who left, as keyed hashes: nobody else gets one before it is free, and nobody reads whose it was.
CREATE TABLE reserved_usernames (
  hash TEXT NOT NULL PRIMARY KEY,
  free_from INTEGER NOT NULL
) STRICT;
CREATE INDEX reserved_usernames_by_end ON reserved_usernames (free_from);

-- A revision whose text was destroyed keeps its place, so that the others are not told for what they are not.
ALTER TABLE revisions ADD COLUMN erased_at INTEGER;
