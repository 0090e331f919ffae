-- What moderators look at together, what they decide, and what members appeal.

-- A case is about one member, or one text that several wrote, in one category; without a category it is about a profile or an
-- account. `urgency` is 1 to 3. `not_for` decided what is appealed. `version` grows with every change: who decides by an old page is told.
CREATE TABLE cases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  author INTEGER NOT NULL REFERENCES members (id),
  category INTEGER REFERENCES categories (id),
  why TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'decided')),
  urgency INTEGER NOT NULL CHECK (urgency BETWEEN 1 AND 3),
  opened_at INTEGER NOT NULL,
  claimed_by INTEGER REFERENCES members (id),
  claimed_until INTEGER,
  not_for INTEGER REFERENCES members (id),
  decided_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX cases_queue ON cases (urgency DESC, opened_at, id) WHERE state = 'open';
CREATE INDEX cases_by_author ON cases (author, opened_at);
CREATE INDEX cases_by_claim ON cases (claimed_by, opened_at) WHERE state = 'open';

-- What stands in a case: a post, or the account itself (no post).
CREATE TABLE case_items (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  author INTEGER NOT NULL REFERENCES members (id),
  post INTEGER REFERENCES posts (id),
  why TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  is_open INTEGER NOT NULL DEFAULT 1 CHECK (is_open IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX case_items_open_post ON case_items (post) WHERE is_open = 1;
CREATE UNIQUE INDEX case_items_open_account ON case_items (author) WHERE is_open = 1 AND post IS NULL;
CREATE INDEX case_items_by_case ON case_items (case_id, id);
CREATE INDEX case_items_by_post ON case_items (post);

-- By what posts in cases are alike: a hash of the text, of a link, of a domain.
CREATE TABLE case_marks (
  post INTEGER NOT NULL REFERENCES posts (id),
  kind TEXT NOT NULL CHECK (kind IN ('text', 'link', 'domain')),
  hash INTEGER NOT NULL,
  PRIMARY KEY (post, kind, hash)
) STRICT;
CREATE INDEX case_marks_by_hash ON case_marks (kind, hash, post);

-- What moderators tell each other.
CREATE TABLE case_notes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  member INTEGER NOT NULL REFERENCES members (id),
  body TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX case_notes_by_case ON case_notes (case_id, id);

-- What was decided. `letter` is what the member reads, in their language; `undo` holds what was before, as JSON. Of what a job does
-- afterwards `done` of `total` is done.
CREATE TABLE decisions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  member INTEGER NOT NULL REFERENCES members (id),
  moderator INTEGER NOT NULL REFERENCES members (id),
  category INTEGER REFERENCES categories (id),
  verdict TEXT NOT NULL,
  rule TEXT NOT NULL,
  letter TEXT NOT NULL,
  undo TEXT NOT NULL,
  total INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0,
  at INTEGER NOT NULL,
  undone_by INTEGER REFERENCES members (id),
  undone_at INTEGER
) STRICT;
CREATE INDEX decisions_by_case ON decisions (case_id, id);
CREATE INDEX decisions_by_member ON decisions (member, id DESC);
CREATE INDEX decisions_by_moderator ON decisions (moderator, at);
CREATE INDEX decisions_by_time ON decisions (at);

-- One for a decision.
CREATE TABLE appeals (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  decision INTEGER NOT NULL UNIQUE REFERENCES decisions (id),
  case_id INTEGER NOT NULL REFERENCES cases (id),
  member INTEGER NOT NULL REFERENCES members (id),
  body TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'upheld', 'overturned')),
  at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  moderator INTEGER REFERENCES members (id),
  answer TEXT NOT NULL DEFAULT '',
  decided_at INTEGER
) STRICT;
CREATE INDEX appeals_by_case ON appeals (case_id);
CREATE INDEX appeals_by_member ON appeals (member, id DESC);
CREATE INDEX appeals_by_time ON appeals (at);

-- Domains, address patterns and networks of spammers, for a term.
CREATE TABLE spam_blocks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('domain', 'address', 'network')),
  value TEXT NOT NULL,
  decision INTEGER REFERENCES decisions (id),
  at INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT;
CREATE INDEX spam_blocks_by_value ON spam_blocks (kind, value, until);
CREATE INDEX spam_blocks_by_decision ON spam_blocks (decision);

-- What a moderator leaves for those who take over.
CREATE TABLE hand_over_notes (
  member INTEGER NOT NULL PRIMARY KEY REFERENCES members (id),
  body TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
