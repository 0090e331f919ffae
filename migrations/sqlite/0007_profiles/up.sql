-- What members show of themselves, how they want pages, and the files they bring.
ALTER TABLE member_settings ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE member_settings ADD COLUMN theme TEXT NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark'));
-- The public id of the upload that is shown beside the name, or nothing: follows from upload_uses, and stands where names are read.
ALTER TABLE members ADD COLUMN picture TEXT NOT NULL DEFAULT '';

-- A row for whoever wrote something about themselves.
CREATE TABLE member_profiles (
  member INTEGER NOT NULL PRIMARY KEY REFERENCES members (id),
  biography TEXT NOT NULL,
  html TEXT NOT NULL,
  renderer INTEGER NOT NULL,
  website TEXT NOT NULL
) STRICT;

-- An address that waits to be confirmed; until then mail goes to the one before.
CREATE TABLE address_changes (
  member INTEGER NOT NULL PRIMARY KEY REFERENCES members (id),
  address TEXT NOT NULL,
  address_key TEXT NOT NULL,
  token_hash TEXT UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX address_changes_by_expiry ON address_changes (expires_at);

-- Files by the hash of what is in them: never changed, kept for a while after their last row. One that is leaving is not used again.
CREATE TABLE blobs (
  hash TEXT NOT NULL PRIMARY KEY,
  unused_since INTEGER,
  leaving INTEGER NOT NULL DEFAULT 0 CHECK (leaving IN (0, 1))
) STRICT;
CREATE INDEX blobs_unused ON blobs (unused_since) WHERE unused_since IS NOT NULL;

CREATE TABLE uploads (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  public_id TEXT NOT NULL UNIQUE,
  owner INTEGER NOT NULL REFERENCES members (id),
  blob TEXT NOT NULL REFERENCES blobs (hash),
  kind TEXT NOT NULL CHECK (kind IN ('png', 'jpeg', 'gif', 'webp')),
  bytes INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX uploads_by_owner ON uploads (owner, id);
CREATE INDEX uploads_by_blob ON uploads (blob);

-- The same picture in other sizes.
CREATE TABLE upload_sizes (
  upload INTEGER NOT NULL REFERENCES uploads (id),
  width INTEGER NOT NULL,
  blob TEXT NOT NULL REFERENCES blobs (hash),
  kind TEXT NOT NULL CHECK (kind IN ('png', 'jpeg', 'gif', 'webp')),
  bytes INTEGER NOT NULL,
  PRIMARY KEY (upload, width)
) STRICT;
CREATE INDEX upload_sizes_by_blob ON upload_sizes (blob);

-- Where an upload is shown: whoever sees that sees the upload.
CREATE TABLE upload_uses (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  upload INTEGER NOT NULL REFERENCES uploads (id),
  place TEXT NOT NULL CHECK (place IN ('picture')),
  member INTEGER REFERENCES members (id),
  UNIQUE (upload, place, member)
) STRICT;
CREATE UNIQUE INDEX upload_uses_pictures ON upload_uses (member) WHERE place = 'picture';
