//! What the community will have, worked out by SQL: who is who, which number each post gets, which text, which past.
//!
//! Everything follows from the dump alone, so that an import that was killed goes on with the same plan. Numbers
//! are those of an empty community; in another one the same distance is added to all of them.

use super::{Scratch, ScratchError};

/// Posts that are taken: questions, and answers to them.
const TAKEN: &str = "
CREATE TABLE planned_posts (id INTEGER PRIMARY KEY, topic INTEGER NOT NULL, text_row INTEGER, version INTEGER NOT NULL DEFAULT 1, edited_at INTEGER,
  closed INTEGER NOT NULL DEFAULT 0, deletion INTEGER);
INSERT INTO planned_posts (id, topic) SELECT id, id FROM staged_posts WHERE kind = 1;
INSERT INTO planned_posts (id, topic)
  SELECT answer.id, answer.parent FROM staged_posts answer CROSS JOIN staged_posts question ON question.id = answer.parent
  WHERE answer.kind = 2 AND question.kind = 1;
";

/// The states of texts, titles and tags in each post's order; the newest text is the post's. Each edit but the first
/// state becomes a revision that holds what stood there before.
const HISTORY: &str = "
CREATE TABLE planned_states (post INTEGER NOT NULL, place INTEGER NOT NULL, row INTEGER NOT NULL, kind INTEGER NOT NULL, edit TEXT NOT NULL,
  PRIMARY KEY (post, place)) WITHOUT ROWID;
INSERT INTO planned_states (post, place, row, kind, edit)
  SELECT post, row_number() OVER (PARTITION BY post ORDER BY created_at, id), id, kind, edit FROM staged_history
  WHERE kind BETWEEN 1 AND 9 AND body IS NOT NULL AND post IN (SELECT id FROM planned_posts);
UPDATE planned_posts SET text_row =
  (SELECT row FROM planned_states s WHERE s.post = planned_posts.id AND s.kind IN (2, 5, 8) ORDER BY s.place DESC LIMIT 1);
CREATE TABLE planned_edits (place INTEGER PRIMARY KEY, post INTEGER NOT NULL, number INTEGER NOT NULL, row INTEGER NOT NULL,
  text_row INTEGER NOT NULL, title_row INTEGER, tags_row INTEGER);
INSERT INTO planned_edits (post, number, row, text_row, title_row, tags_row)
  SELECT post, row_number() OVER (PARTITION BY post ORDER BY place), row, text_row, title_row, tags_row FROM (
    SELECT e.post, e.place, s.row,
      (SELECT row FROM planned_states b WHERE b.post = e.post AND b.place < e.place AND b.kind IN (2, 5, 8) ORDER BY b.place DESC LIMIT 1) AS text_row,
      (SELECT row FROM planned_states b WHERE b.post = e.post AND b.place < e.place AND b.kind IN (1, 4, 7) ORDER BY b.place DESC LIMIT 1) AS title_row,
      (SELECT row FROM planned_states b WHERE b.post = e.post AND b.place < e.place AND b.kind IN (3, 6, 9) ORDER BY b.place DESC LIMIT 1) AS tags_row
    FROM (SELECT post, min(place) AS place FROM planned_states WHERE kind >= 4 GROUP BY post, edit) e
    JOIN planned_states s ON s.post = e.post AND s.place = e.place)
  WHERE text_row IS NOT NULL ORDER BY post, place;
CREATE INDEX planned_edits_by_post ON planned_edits (post, number);
UPDATE planned_posts SET version = 1 + (SELECT count(*) FROM planned_edits e WHERE e.post = planned_posts.id),
  edited_at = (SELECT h.created_at FROM planned_edits e JOIN staged_history h ON h.id = e.row WHERE e.post = planned_posts.id ORDER BY e.number DESC LIMIT 1);
";

/// The last closing or opening, deleting or undeleting decides.
const STATES: &str = "
CREATE TABLE planned_turns (post INTEGER NOT NULL, created_at INTEGER NOT NULL, row INTEGER NOT NULL, kind INTEGER NOT NULL,
  PRIMARY KEY (post, created_at, row)) WITHOUT ROWID;
INSERT INTO planned_turns (post, created_at, row, kind)
  SELECT post, created_at, id, kind FROM staged_history WHERE kind BETWEEN 10 AND 13 AND post IN (SELECT id FROM planned_posts);
UPDATE planned_posts SET closed = 1 WHERE id IN (SELECT id FROM staged_posts WHERE closed);
UPDATE planned_posts SET closed = 1 WHERE id IN (SELECT post FROM planned_turns WHERE kind = 10)
  AND (SELECT kind FROM planned_turns t WHERE t.post = planned_posts.id AND t.kind IN (10, 11) ORDER BY t.created_at DESC, t.row DESC LIMIT 1) = 10;
UPDATE planned_posts SET deletion =
  (SELECT row FROM planned_turns t WHERE t.post = planned_posts.id AND t.kind IN (12, 13) ORDER BY t.created_at DESC, t.row DESC LIMIT 1)
  WHERE id IN (SELECT post FROM planned_turns WHERE kind = 12);
UPDATE planned_posts SET deletion = NULL WHERE deletion IN (SELECT row FROM planned_turns WHERE kind = 13);
";

/// Everybody who wrote or edited something, or could have. Who is not among the users gets one closed account for
/// each number or name there is.
const MEMBERS: &str = "
CREATE TABLE planned_members (place INTEGER PRIMARY KEY, id INTEGER, owner INTEGER UNIQUE, lost TEXT UNIQUE, name TEXT, created_at INTEGER NOT NULL);
INSERT INTO planned_members (owner, name, created_at) SELECT id, name, created_at FROM staged_users ORDER BY id;
INSERT INTO planned_members (lost, created_at)
  SELECT lost, min(at) AS at FROM (
    SELECT CASE WHEN owner IS NULL THEN 'n' || lost ELSE 'u' || owner END AS lost, created_at AS at FROM staged_posts
      WHERE id IN (SELECT id FROM planned_posts) AND (owner IS NULL OR owner NOT IN (SELECT id FROM staged_users))
    UNION ALL
    SELECT CASE WHEN owner IS NULL THEN 'n' || lost ELSE 'u' || owner END, created_at FROM staged_comments
      WHERE post IN (SELECT id FROM planned_posts) AND (owner IS NULL OR owner NOT IN (SELECT id FROM staged_users))
    UNION ALL
    SELECT CASE WHEN owner IS NULL THEN 'n' || lost ELSE 'u' || owner END, created_at FROM staged_history
      WHERE id IN (SELECT row FROM planned_edits) AND (owner IS NULL OR owner NOT IN (SELECT id FROM staged_users)))
  GROUP BY lost ORDER BY at, lost;
UPDATE planned_members SET id = owner WHERE owner > 0;
UPDATE planned_members SET id = place + (SELECT coalesce(max(id), 0) FROM staged_users WHERE id > 0) WHERE id IS NULL;
";

/// Posts and comments in the order of writing. Numbers go by time in each topic, the question first; a comment comes
/// after its post whatever the clocks said. Comments get numbers of the community above those of the posts.
const POSTS: &str = "
CREATE TABLE planned (place INTEGER PRIMARY KEY, topic INTEGER NOT NULL, id INTEGER NOT NULL, number INTEGER NOT NULL, position INTEGER, parent INTEGER,
  is_comment INTEGER NOT NULL, source INTEGER NOT NULL, author INTEGER NOT NULL);
INSERT INTO planned (topic, id, number, position, parent, is_comment, source, author)
  SELECT topic, CASE WHEN is_comment THEN source + (SELECT coalesce(max(id), 0) FROM planned_posts) ELSE source END,
    row_number() OVER (PARTITION BY topic ORDER BY at, is_comment, source),
    CASE WHEN is_comment OR source = topic THEN NULL
      ELSE row_number() OVER (PARTITION BY topic, is_comment OR source = topic ORDER BY at, is_comment, source) END,
    parent, is_comment, source, m.id
  FROM (
    SELECT p.topic, p.id AS source, 0 AS is_comment, NULL AS parent, CASE WHEN p.id = p.topic THEN -9223372036854775807 ELSE s.created_at END AS at,
      s.owner, s.lost
    FROM planned_posts p CROSS JOIN staged_posts s ON s.id = p.id
    UNION ALL
    SELECT p.topic, c.id, 1, c.post, max(c.created_at, s.created_at), c.owner, c.lost
    FROM staged_comments c CROSS JOIN planned_posts p ON p.id = c.post CROSS JOIN staged_posts s ON s.id = c.post) w
  CROSS JOIN planned_members m ON m.place = coalesce((SELECT place FROM planned_members k WHERE k.owner = w.owner),
    (SELECT place FROM planned_members k WHERE k.lost = CASE WHEN w.owner IS NULL THEN 'n' || w.lost ELSE 'u' || w.owner END))
  ORDER BY topic, 3;
CREATE UNIQUE INDEX planned_by_source ON planned (source) WHERE is_comment = 0;
";

/// Answers that are accepted; votes whose voter is known; duplicates, links and bookmarks.
const AROUND: &str = "
CREATE INDEX staged_marks ON staged_votes (post) WHERE kind = 1;
CREATE TABLE planned_accepted (answer INTEGER PRIMARY KEY, topic INTEGER NOT NULL UNIQUE, at INTEGER NOT NULL);
INSERT INTO planned_accepted (answer, topic, at)
  SELECT a.id, q.id, max(a.created_at, coalesce((SELECT max(v.created_at) FROM staged_votes v WHERE v.post = a.id AND v.kind = 1), a.created_at))
  FROM staged_posts q JOIN planned_posts p ON p.id = q.accepted AND p.topic = q.id JOIN staged_posts a ON a.id = q.accepted
  WHERE q.kind = 1 AND q.accepted <> q.id;
CREATE TABLE planned_votes (post INTEGER NOT NULL, member INTEGER NOT NULL, row INTEGER NOT NULL, value INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (post, member)) WITHOUT ROWID;
INSERT OR IGNORE INTO planned_votes (post, member, row, value, at)
  SELECT v.post, m.id, v.id, CASE v.kind WHEN 2 THEN 1 ELSE -1 END, v.created_at FROM staged_votes v JOIN planned_members m ON m.owner = v.owner
  WHERE v.kind IN (2, 3) AND v.owner IS NOT NULL AND v.post IN (SELECT id FROM planned_posts) ORDER BY v.id;
CREATE TABLE planned_links (row INTEGER PRIMARY KEY, post INTEGER NOT NULL, related INTEGER NOT NULL, is_duplicate INTEGER NOT NULL, at INTEGER NOT NULL,
  UNIQUE (post, related, is_duplicate));
INSERT OR IGNORE INTO planned_links (row, post, related, is_duplicate, at)
  SELECT l.id, l.post, l.related, l.kind = 3, l.created_at FROM staged_links l
  JOIN planned_posts p ON p.id = l.post JOIN planned_posts r ON r.id = l.related
  WHERE l.post <> l.related AND (l.kind = 1 OR (l.kind = 3 AND p.id = p.topic AND r.id = r.topic)) ORDER BY l.id;
CREATE TABLE planned_bookmarks (row INTEGER PRIMARY KEY, member INTEGER NOT NULL, topic INTEGER NOT NULL, at INTEGER NOT NULL, UNIQUE (member, topic));
INSERT OR IGNORE INTO planned_bookmarks (row, member, topic, at)
  SELECT v.id, m.id, p.topic, v.created_at FROM staged_votes v JOIN planned_members m ON m.owner = v.owner JOIN planned_posts p ON p.id = v.post
  WHERE v.kind = 5 ORDER BY v.id;
";

/// Which site this is: its first question tells it from every other.
const SITE: &str = "
INSERT OR REPLACE INTO staged_facts (name, value)
  SELECT 'site', coalesce((SELECT id || '@' || created_at FROM staged_posts WHERE kind = 1 ORDER BY id LIMIT 1), 'empty');
";

impl Scratch {
    /// Works everything out; called once, when every file was read.
    pub fn plan(&mut self) -> Result<(), ScratchError> {
        for sql in [TAKEN, HISTORY, STATES, MEMBERS, POSTS, AROUND, SITE] {
            self.run(sql)?;
        }
        Ok(())
    }
}
