-- Categories, topics, posts and what people do with them.
CREATE TABLE categories (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  parent INTEGER REFERENCES categories (id),
  slug TEXT NOT NULL,
  path TEXT NOT NULL UNIQUE,
  icon TEXT NOT NULL,
  position INTEGER NOT NULL,
  closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX categories_by_parent ON categories (parent, position);

CREATE TABLE category_names (
  category INTEGER NOT NULL REFERENCES categories (id),
  lang TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (category, lang)
) STRICT;

-- Who may what: a right contains the ones before it (read, reply, ask).
CREATE TABLE category_access (
  category INTEGER NOT NULL REFERENCES categories (id),
  grantee TEXT NOT NULL,
  may TEXT NOT NULL CHECK (may IN ('read', 'reply', 'ask')),
  PRIMARY KEY (category, grantee)
) STRICT;

CREATE TABLE member_roles (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  member INTEGER NOT NULL REFERENCES members (id),
  role TEXT NOT NULL CHECK (role IN ('staff', 'moderator', 'admin', 'expert')),
  category INTEGER REFERENCES categories (id)
) STRICT;
CREATE UNIQUE INDEX member_roles_everywhere ON member_roles (member, role) WHERE category IS NULL;
CREATE UNIQUE INDEX member_roles_in_category ON member_roles (member, role, category) WHERE category IS NOT NULL;

CREATE TABLE topics (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  category INTEGER NOT NULL REFERENCES categories (id),
  author INTEGER NOT NULL REFERENCES members (id),
  kind TEXT NOT NULL CHECK (kind IN ('question', 'discussion', 'announcement')),
  title TEXT NOT NULL,
  slug TEXT NOT NULL,
  lang TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('visible', 'held', 'hidden', 'deleted', 'erased')),
  closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
  pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
  solved INTEGER NOT NULL DEFAULT 0 CHECK (solved IN (0, 1)),
  answered INTEGER NOT NULL DEFAULT 0 CHECK (answered IN (0, 1)),
  created_at INTEGER NOT NULL,
  bumped_at INTEGER NOT NULL,
  hot REAL NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX topics_latest ON topics (bumped_at DESC, id DESC);
CREATE INDEX topics_by_category ON topics (category, bumped_at DESC, id DESC);
CREATE INDEX topics_unsolved ON topics (bumped_at DESC, id DESC) WHERE kind = 'question' AND solved = 0;
CREATE INDEX topics_unanswered ON topics (bumped_at DESC, id DESC) WHERE kind = 'question' AND answered = 0;
CREATE INDEX topics_pinned ON topics (bumped_at DESC, id DESC) WHERE pinned = 1;
CREATE INDEX topics_by_author ON topics (author, id DESC);

CREATE TABLE topic_counts (
  topic INTEGER NOT NULL PRIMARY KEY REFERENCES topics (id),
  replies INTEGER NOT NULL DEFAULT 0,
  posts INTEGER NOT NULL DEFAULT 0,
  votes INTEGER NOT NULL DEFAULT 0,
  me_too INTEGER NOT NULL DEFAULT 0,
  answers INTEGER NOT NULL DEFAULT 0,
  staff_replies INTEGER NOT NULL DEFAULT 0,
  next_number INTEGER NOT NULL DEFAULT 1,
  next_position INTEGER NOT NULL DEFAULT 1,
  last_post INTEGER,
  last_author INTEGER,
  last_at INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE posts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  topic INTEGER NOT NULL REFERENCES topics (id),
  number INTEGER NOT NULL,
  parent INTEGER REFERENCES posts (id),
  position INTEGER,
  author INTEGER NOT NULL REFERENCES members (id),
  state TEXT NOT NULL CHECK (state IN ('visible', 'held', 'hidden', 'deleted', 'erased')),
  audience TEXT NOT NULL DEFAULT 'everyone' CHECK (audience IN ('everyone', 'author_and_staff', 'staff')),
  lang TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  edited_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  votes INTEGER NOT NULL DEFAULT 0,
  vote_base INTEGER NOT NULL DEFAULT 0,
  comments INTEGER NOT NULL DEFAULT 0,
  UNIQUE (topic, number)
) STRICT;
CREATE UNIQUE INDEX posts_by_position ON posts (topic, position) WHERE position IS NOT NULL;
CREATE INDEX posts_by_parent ON posts (parent, number) WHERE parent IS NOT NULL;
CREATE INDEX posts_by_author ON posts (author, id DESC);

CREATE TABLE post_texts (
  post INTEGER NOT NULL PRIMARY KEY REFERENCES posts (id),
  source TEXT NOT NULL,
  html TEXT NOT NULL,
  renderer INTEGER NOT NULL
) STRICT;

-- Why a post is not visible: who did it, when, the reason its author reads.
CREATE TABLE post_removals (
  post INTEGER NOT NULL PRIMARY KEY REFERENCES posts (id),
  actor INTEGER,
  reason TEXT NOT NULL DEFAULT '',
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE revisions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  post INTEGER NOT NULL REFERENCES posts (id),
  number INTEGER NOT NULL,
  source TEXT NOT NULL,
  title TEXT,
  tags TEXT,
  editor INTEGER NOT NULL REFERENCES members (id),
  reason TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  UNIQUE (post, number)
) STRICT;

CREATE TABLE votes (
  post INTEGER NOT NULL REFERENCES posts (id),
  member INTEGER NOT NULL REFERENCES members (id),
  value INTEGER NOT NULL CHECK (value IN (-1, 1)),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (post, member)
) STRICT;
CREATE INDEX votes_by_member ON votes (member, post);

CREATE TABLE me_too (
  topic INTEGER NOT NULL REFERENCES topics (id),
  member INTEGER NOT NULL REFERENCES members (id),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (topic, member)
) STRICT;
CREATE INDEX me_too_by_member ON me_too (member, topic);

CREATE TABLE accepted (
  topic INTEGER NOT NULL REFERENCES topics (id),
  "by" TEXT NOT NULL CHECK ("by" IN ('asker', 'staff')),
  post INTEGER NOT NULL REFERENCES posts (id),
  member INTEGER NOT NULL REFERENCES members (id),
  at INTEGER NOT NULL,
  PRIMARY KEY (topic, "by")
) STRICT;
CREATE INDEX accepted_by_post ON accepted (post);

-- A form's key: a second click finds the first post.
CREATE TABLE submissions (
  member INTEGER NOT NULL REFERENCES members (id),
  key TEXT NOT NULL,
  post INTEGER NOT NULL REFERENCES posts (id),
  at INTEGER NOT NULL,
  PRIMARY KEY (member, key)
) STRICT;
CREATE INDEX submissions_by_time ON submissions (at);

CREATE TABLE mentions (
  post INTEGER NOT NULL REFERENCES posts (id),
  member INTEGER NOT NULL REFERENCES members (id),
  typed TEXT NOT NULL,
  PRIMARY KEY (post, member, typed)
) STRICT;
CREATE INDEX mentions_by_member ON mentions (member, post);

CREATE TABLE quotes (
  post INTEGER NOT NULL REFERENCES posts (id),
  quoted INTEGER NOT NULL REFERENCES posts (id),
  PRIMARY KEY (post, quoted)
) STRICT;
CREATE INDEX quotes_by_quoted ON quotes (quoted, post);

CREATE TABLE tags (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE topic_tags (
  topic INTEGER NOT NULL REFERENCES topics (id),
  tag INTEGER NOT NULL REFERENCES tags (id),
  bumped_at INTEGER NOT NULL,
  PRIMARY KEY (topic, tag)
) STRICT;
CREATE INDEX topic_tags_by_tag ON topic_tags (tag, bumped_at DESC, topic DESC);

CREATE TABLE old_urls (
  path TEXT NOT NULL PRIMARY KEY,
  target TEXT NOT NULL
) STRICT;
