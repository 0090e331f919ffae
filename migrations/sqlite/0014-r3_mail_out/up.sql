-- What was mailed to whom and what became of it, and how far the address of a member can be trusted to take mail.

-- One row for each mail, whatever it took to send it. `key` names the mail and stands in its Message-ID. Kept for a month.
CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  member INTEGER REFERENCES members (id),
  address TEXT NOT NULL,
  address_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('sending', 'sent', 'later', 'refused', 'rejected', 'in-doubt', 'given-up', 'bounced')),
  answer TEXT NOT NULL DEFAULT '',
  attempts INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX deliveries_by_member ON deliveries (member, id DESC);
CREATE INDEX deliveries_by_address ON deliveries (address_key, id DESC);
CREATE INDEX deliveries_by_outcome ON deliveries (outcome, id DESC);
CREATE INDEX deliveries_by_time ON deliveries (created_at);

-- A row where something went wrong with a member's address. At 0 and below no mail goes there that nobody asked for.
CREATE TABLE address_health (
  member INTEGER NOT NULL PRIMARY KEY REFERENCES members (id),
  score INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;

-- Mails about answers are notices by mail now: what waits to be sent is told on the page of notices.
DELETE FROM jobs WHERE kind = 'notifications.answer-mail';
