-- What those who keep order do with whole topics.

-- What happens to a topic by itself: it closes, opens again, is pinned no longer.
CREATE TABLE topic_timers (
  topic INTEGER NOT NULL REFERENCES topics (id),
  what TEXT NOT NULL CHECK (what IN ('close', 'reopen', 'unpin')),
  at INTEGER NOT NULL,
  PRIMARY KEY (topic, what)
) STRICT;
CREATE INDEX topic_timers_by_time ON topic_timers (at, topic);

-- Topics in which a member writes one post in so many seconds.
CREATE TABLE slow_topics (
  topic INTEGER NOT NULL PRIMARY KEY REFERENCES topics (id),
  seconds INTEGER NOT NULL CHECK (seconds > 0)
) STRICT;

-- Where a post stood before it was moved: the old address leads to it.
CREATE TABLE moved_posts (
  topic INTEGER NOT NULL REFERENCES topics (id),
  number INTEGER NOT NULL,
  post INTEGER NOT NULL REFERENCES posts (id),
  PRIMARY KEY (topic, number)
) STRICT;
CREATE INDEX moved_posts_by_post ON moved_posts (post);

-- Posts that were moved together. `facts` holds what undoing needs, as JSON.
CREATE TABLE topic_moves (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'move')),
  source INTEGER NOT NULL REFERENCES topics (id),
  target INTEGER NOT NULL REFERENCES topics (id),
  moderator INTEGER REFERENCES members (id),
  posts INTEGER NOT NULL,
  facts TEXT NOT NULL,
  at INTEGER NOT NULL,
  undone_by INTEGER REFERENCES members (id),
  undone_at INTEGER
) STRICT;
CREATE INDEX topic_moves_by_source ON topic_moves (source, id);
CREATE INDEX topic_moves_by_target ON topic_moves (target, id);
