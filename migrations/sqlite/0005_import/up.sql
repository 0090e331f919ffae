-- Communities that come from elsewhere, and what they bring that had no place yet.

-- How far an import is: moved in the transaction that writes the rows, so that one that was killed goes on where it stopped.
CREATE TABLE imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL,
  site TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  category INTEGER NOT NULL REFERENCES categories (id),
  member_base INTEGER NOT NULL,
  topic_base INTEGER NOT NULL,
  post_base INTEGER NOT NULL,
  step INTEGER NOT NULL DEFAULT 0,
  place INTEGER NOT NULL DEFAULT 0,
  renamed INTEGER NOT NULL DEFAULT 0,
  mended INTEGER NOT NULL DEFAULT 0,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  UNIQUE (source, site)
) STRICT;

-- A question that was asked before, and where.
CREATE TABLE duplicates (
  topic INTEGER NOT NULL REFERENCES topics (id),
  original INTEGER NOT NULL REFERENCES topics (id),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (topic, original),
  CHECK (topic <> original)
) STRICT;
CREATE INDEX duplicates_by_original ON duplicates (original, topic);

-- A post that points to another.
CREATE TABLE post_links (
  post INTEGER NOT NULL REFERENCES posts (id),
  linked INTEGER NOT NULL REFERENCES posts (id),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (post, linked)
) STRICT;
CREATE INDEX post_links_by_linked ON post_links (linked, post);

CREATE TABLE bookmarks (
  member INTEGER NOT NULL REFERENCES members (id),
  topic INTEGER NOT NULL REFERENCES topics (id),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (member, topic)
) STRICT;
CREATE INDEX bookmarks_by_topic ON bookmarks (topic, member);

-- What members were awarded elsewhere.
CREATE TABLE imported_badges (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  member INTEGER NOT NULL REFERENCES members (id),
  name TEXT NOT NULL,
  class INTEGER NOT NULL CHECK (class BETWEEN 1 AND 3),
  of_tag INTEGER NOT NULL CHECK (of_tag IN (0, 1)),
  awarded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX imported_badges_by_member ON imported_badges (member, id);

-- One more kind of secret: an account handed over to an address. Its payload is that address.
CREATE TABLE tokens_new (
  token_hash TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('reset', 'set_up', 'stop_mail', 'hand_over')),
  member INTEGER REFERENCES members (id),
  payload TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
INSERT INTO tokens_new (token_hash, kind, member, payload, created_at, expires_at, used_at)
  SELECT token_hash, kind, member, payload, created_at, expires_at, used_at FROM tokens;
DROP TABLE tokens;
ALTER TABLE tokens_new RENAME TO tokens;
CREATE INDEX tokens_by_member ON tokens (member, kind);
CREATE INDEX tokens_by_expiry ON tokens (expires_at);
