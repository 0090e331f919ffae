-- What happened, told together once a day or a week.

-- The digest of `digest_at` is made from then on, by whoever moves that on; 0 is not planned yet. It tells of what came from
-- `digest_from` on. An asked member was silent for long and was asked whether to go on: nothing is sent until they say so.
ALTER TABLE member_settings ADD COLUMN digest TEXT NOT NULL DEFAULT 'weekly' CHECK (digest IN ('daily', 'weekly', 'never', 'asked'));
ALTER TABLE member_settings ADD COLUMN digest_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE member_settings ADD COLUMN digest_from INTEGER NOT NULL DEFAULT 0;
CREATE INDEX member_settings_digests ON member_settings (digest_at, member) WHERE digest IN ('daily', 'weekly');

-- Who was here lately: until now only sessions said so.
UPDATE members SET seen_at = (SELECT MAX(sessions.seen_at) FROM sessions WHERE sessions.member = members.id)
  WHERE EXISTS (SELECT 1 FROM sessions WHERE sessions.member = members.id AND sessions.seen_at > members.seen_at);
