-- What members follow, and what they want to hear nothing of.

-- `subject` is the number of a topic, a category, a tag or a member. A row that nobody chose came of taking part in a topic.
-- That a topic is not followed is a row where somebody chose so: taking part again changes nothing.
CREATE TABLE follows (
  member INTEGER NOT NULL REFERENCES members (id),
  what TEXT NOT NULL CHECK (what IN ('topic', 'category', 'tag', 'member')),
  subject INTEGER NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('all', 'first', 'none', 'muted')),
  chosen INTEGER NOT NULL CHECK (chosen IN (0, 1)),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (member, what, subject)
) STRICT;
-- Who is to hear of something; what somebody's lists leave out.
CREATE INDEX follows_by_subject ON follows (what, subject, level, member);
CREATE INDEX follows_muted ON follows (member, what, subject) WHERE level = 'muted';

-- Whoever asks, answers or has something too follows the topic.
ALTER TABLE member_settings ADD COLUMN follows_by_doing INTEGER NOT NULL DEFAULT 1 CHECK (follows_by_doing IN (0, 1));
