-- What members are told, what they keep, and the address under which a program reads what they follow.

-- One row for a member and a post, whatever the reasons: `reason` is the one that is read, `reasons` has a bit for each. A row
-- that does not stand on the page is for mail alone; one that is gone tells of what is not there for others any more.
CREATE TABLE notices (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  member INTEGER NOT NULL REFERENCES members (id),
  topic INTEGER NOT NULL REFERENCES topics (id),
  post INTEGER NOT NULL REFERENCES posts (id),
  reason TEXT NOT NULL,
  reasons INTEGER NOT NULL,
  actor INTEGER REFERENCES members (id),
  detail TEXT NOT NULL DEFAULT '',
  milestone INTEGER NOT NULL DEFAULT 0,
  at INTEGER NOT NULL,
  on_page INTEGER NOT NULL DEFAULT 1 CHECK (on_page IN (0, 1)),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  seen_at INTEGER,
  mailed_at INTEGER,
  UNIQUE (post, member)
) STRICT;
CREATE INDEX notices_by_member ON notices (member, at DESC, id DESC);
CREATE INDEX notices_unread ON notices (member, at DESC, id DESC) WHERE seen_at IS NULL;
CREATE INDEX notices_by_topic ON notices (topic, member);
CREATE INDEX notices_by_time ON notices (at);

-- How many of them are unread: every page says it.
ALTER TABLE members ADD COLUMN unread INTEGER NOT NULL DEFAULT 0;

-- In which ways a member wants to hear of what; no row is the usual way.
CREATE TABLE notice_ways (
  member INTEGER NOT NULL REFERENCES members (id),
  reason TEXT NOT NULL,
  page INTEGER NOT NULL CHECK (page IN (0, 1)),
  mail INTEGER NOT NULL CHECK (mail IN (0, 1)),
  digest INTEGER NOT NULL CHECK (digest IN (0, 1)),
  PRIMARY KEY (member, reason)
) STRICT;

-- Posts that members keep for themselves. They take the place of the topics that came with imports.
CREATE TABLE post_bookmarks (
  member INTEGER NOT NULL REFERENCES members (id),
  post INTEGER NOT NULL REFERENCES posts (id),
  note TEXT NOT NULL DEFAULT '',
  remind_at INTEGER,
  reminded INTEGER NOT NULL DEFAULT 0 CHECK (reminded IN (0, 1)),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (member, post)
) STRICT;
CREATE INDEX post_bookmarks_by_post ON post_bookmarks (post, member);
CREATE INDEX post_bookmarks_due ON post_bookmarks (remind_at) WHERE remind_at IS NOT NULL AND reminded = 0;
INSERT INTO post_bookmarks (member, post, created_at)
  SELECT bookmarks.member, posts.id, bookmarks.created_at FROM bookmarks INNER JOIN posts ON posts.topic = bookmarks.topic AND posts.number = 1;

-- A secret address each, until its member ends it.
CREATE TABLE follow_feeds (
  member INTEGER NOT NULL PRIMARY KEY REFERENCES members (id),
  token TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;
