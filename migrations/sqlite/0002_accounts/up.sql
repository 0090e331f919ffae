-- Members and what belongs to them; roles are a set, groups are the only grantees.
CREATE TABLE members (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  username TEXT NOT NULL,
  username_key TEXT NOT NULL UNIQUE,
  username_skeleton TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_skeleton TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'silenced', 'suspended', 'closed')),
  state_until INTEGER,
  trust INTEGER NOT NULL DEFAULT 0 CHECK (trust BETWEEN 0 AND 4),
  trust_set INTEGER NOT NULL DEFAULT 0 CHECK (trust_set IN (0, 1)),
  lang TEXT NOT NULL DEFAULT 'en',
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX members_by_name_skeleton ON members (name_skeleton);
CREATE INDEX members_by_created ON members (created_at DESC, id DESC);

CREATE TABLE member_passwords (
  member INTEGER NOT NULL PRIMARY KEY REFERENCES members (id),
  phc TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE member_addresses (
  member INTEGER NOT NULL PRIMARY KEY REFERENCES members (id),
  address TEXT NOT NULL,
  address_key TEXT NOT NULL UNIQUE,
  confirmed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE member_settings (
  member INTEGER NOT NULL PRIMARY KEY REFERENCES members (id),
  answer_mail INTEGER NOT NULL DEFAULT 1 CHECK (answer_mail IN (0, 1))
) STRICT;

CREATE TABLE member_counts (
  member INTEGER NOT NULL PRIMARY KEY REFERENCES members (id),
  topics INTEGER NOT NULL DEFAULT 0,
  replies INTEGER NOT NULL DEFAULT 0,
  comments INTEGER NOT NULL DEFAULT 0,
  accepted INTEGER NOT NULL DEFAULT 0,
  helpful INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE former_usernames (
  username_key TEXT NOT NULL PRIMARY KEY,
  username_skeleton TEXT NOT NULL,
  member INTEGER NOT NULL REFERENCES members (id),
  kept_until INTEGER NOT NULL
) STRICT;
CREATE INDEX former_usernames_by_skeleton ON former_usernames (username_skeleton);

-- A sign-up becomes a member when the address is confirmed; until then nobody's name or address is taken.
CREATE TABLE sign_ups (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  token_hash TEXT UNIQUE,
  username TEXT NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  address_key TEXT NOT NULL,
  phc TEXT NOT NULL,
  lang TEXT NOT NULL,
  return_to TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_ups_by_expiry ON sign_ups (expires_at);

CREATE TABLE sessions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  token_hash TEXT NOT NULL UNIQUE,
  member INTEGER NOT NULL REFERENCES members (id),
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  network TEXT NOT NULL DEFAULT '',
  browser TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX sessions_by_member ON sessions (member, id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Secrets that were mailed or printed: used once, for a term. Only the hash is kept.
CREATE TABLE tokens (
  token_hash TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('reset', 'set_up', 'stop_mail')),
  member INTEGER REFERENCES members (id),
  payload TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
CREATE INDEX tokens_by_member ON tokens (member, kind);
CREATE INDEX tokens_by_expiry ON tokens (expires_at);

CREATE TABLE groups (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  badge TEXT CHECK (badge IN ('partner')),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE group_members (
  group_id INTEGER NOT NULL REFERENCES groups (id),
  member INTEGER NOT NULL REFERENCES members (id),
  PRIMARY KEY (group_id, member)
) STRICT;
CREATE INDEX group_members_by_member ON group_members (member, group_id);
