-- What members follow, and what they want to hear nothing of.

-- `subject` is the number of a topic, a category, a tag or a member. A row that nobody chose came of taking part in a topic.
-- That a topic is not followed is a row where somebody chose so: taking part again changes nothing.
CREATE TABLE follows (
  member BIGINT NOT NULL REFERENCES members (id),
  what TEXT COLLATE "C" NOT NULL CHECK (what IN ('topic', 'category', 'tag', 'member')),
  subject BIGINT NOT NULL,
  level TEXT COLLATE "C" NOT NULL CHECK (level IN ('all', 'first', 'none', 'muted')),
  chosen BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (member, what, subject)
);
-- Who is to hear of something; what somebody's lists leave out.
CREATE INDEX follows_by_subject ON follows (what, subject, level, member);
CREATE INDEX follows_muted ON follows (member, what, subject) WHERE level = 'muted';

-- Whoever asks, answers or has something too follows the topic.
ALTER TABLE member_settings ADD COLUMN follows_by_doing BOOLEAN NOT NULL DEFAULT TRUE;
