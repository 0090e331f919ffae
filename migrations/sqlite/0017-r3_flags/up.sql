-- What members report, and when the program acts upon it by itself.

-- A report of a post (or of the topic that it opens), or of another member's profile. `weight` is in hundredths, as the flagger's
-- record gave it then. One that was taken back keeps its row, and may be put again.
CREATE TABLE flags (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  member INTEGER NOT NULL REFERENCES members (id),
  what TEXT NOT NULL CHECK (what IN ('post', 'topic', 'profile')),
  post INTEGER REFERENCES posts (id),
  profile INTEGER REFERENCES members (id),
  topic INTEGER REFERENCES topics (id),
  author INTEGER NOT NULL REFERENCES members (id),
  reason TEXT NOT NULL,
  message TEXT NOT NULL DEFAULT '',
  weight INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'agreed', 'disagreed', 'ignored', 'withdrawn')),
  created_at INTEGER NOT NULL,
  settled_at INTEGER,
  UNIQUE (member, post),
  UNIQUE (member, profile),
  CHECK ((post IS NULL) <> (profile IS NULL))
) STRICT;
CREATE INDEX flags_by_post ON flags (post, state);
CREATE INDEX flags_by_topic ON flags (topic, state);
CREATE INDEX flags_by_author ON flags (author, state);
CREATE INDEX flags_by_member ON flags (member, id DESC);
CREATE INDEX flags_by_time ON flags (created_at);

-- What an admin set otherwise than it is usual.
CREATE TABLE flag_thresholds (
  name TEXT NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT;

-- Topics that flags closed, and until when.
CREATE TABLE heated_topics (
  topic INTEGER NOT NULL PRIMARY KEY REFERENCES topics (id),
  until INTEGER NOT NULL
) STRICT;
