-- Lists in every order, for all languages at once and for one: a walk along an index of its own each.
ALTER TABLE topic_counts ADD COLUMN lang TEXT NOT NULL DEFAULT '';
UPDATE topic_counts SET lang = (SELECT lang FROM topics WHERE topics.id = topic_counts.topic);
ALTER TABLE topic_tags ADD COLUMN lang TEXT NOT NULL DEFAULT '';
UPDATE topic_tags SET lang = (SELECT lang FROM topics WHERE topics.id = topic_tags.topic);
CREATE INDEX topics_latest_in ON topics (lang, bumped_at DESC, id DESC);
CREATE INDEX topics_by_category_in ON topics (category, lang, bumped_at DESC, id DESC);
CREATE INDEX topics_unsolved_in ON topics (lang, bumped_at DESC, id DESC) WHERE kind = 'question' AND solved = 0;
CREATE INDEX topics_unanswered_in ON topics (lang, bumped_at DESC, id DESC) WHERE kind = 'question' AND answered = 0;
CREATE INDEX topics_hot ON topics (hot DESC, id DESC);
CREATE INDEX topics_hot_in ON topics (lang, hot DESC, id DESC);
CREATE INDEX topic_counts_top ON topic_counts (votes DESC, topic DESC) WHERE votes > 0;
CREATE INDEX topic_counts_top_in ON topic_counts (lang, votes DESC, topic DESC) WHERE votes > 0;
CREATE INDEX topic_tags_by_tag_in ON topic_tags (tag, lang, bumped_at DESC, topic DESC);

-- What topics gained in the last week, month and year; computed anew every ten minutes.
CREATE TABLE topic_periods (
  topic INTEGER NOT NULL REFERENCES topics (id),
  period TEXT NOT NULL CHECK (period IN ('week', 'month', 'year')),
  score INTEGER NOT NULL CHECK (score > 0),
  lang TEXT NOT NULL,
  PRIMARY KEY (topic, period)
) STRICT;
CREATE INDEX topic_periods_top ON topic_periods (period, score DESC, topic DESC);
CREATE INDEX topic_periods_top_in ON topic_periods (period, lang, score DESC, topic DESC);

-- The moment that a period's figures are of.
CREATE TABLE period_refreshes (
  period TEXT NOT NULL PRIMARY KEY CHECK (period IN ('week', 'month', 'year')),
  at INTEGER NOT NULL
) STRICT;

-- A member's own replies, and a topic's by what readers found helpful.
CREATE INDEX posts_replies_by_author ON posts (author, id DESC) WHERE position IS NOT NULL;
CREATE INDEX posts_by_votes ON posts (topic, (votes + vote_base) DESC, number) WHERE position IS NOT NULL;

-- The languages that a member reads, parted by dots; empty for all.
ALTER TABLE member_settings ADD COLUMN reads TEXT NOT NULL DEFAULT '';

-- Heavy writers' figures for each category: counting them anew with each view would take too long.
CREATE TABLE member_category_counts (
  member INTEGER NOT NULL REFERENCES members (id),
  category INTEGER NOT NULL REFERENCES categories (id),
  topics INTEGER NOT NULL,
  replies INTEGER NOT NULL,
  comments INTEGER NOT NULL,
  accepted INTEGER NOT NULL,
  helpful INTEGER NOT NULL,
  PRIMARY KEY (member, category)
) STRICT;
CREATE INDEX member_category_counts_by_category ON member_category_counts (category);

-- A tag on its way into another; its topics follow piece by piece.
ALTER TABLE tags ADD COLUMN merged_into INTEGER REFERENCES tags (id);
CREATE INDEX tags_merging ON tags (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE tag_synonyms (
  name TEXT NOT NULL PRIMARY KEY,
  tag INTEGER NOT NULL REFERENCES tags (id),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX tag_synonyms_by_tag ON tag_synonyms (tag, name);

CREATE TABLE tag_names (
  tag INTEGER NOT NULL REFERENCES tags (id),
  lang TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (tag, lang)
) STRICT;
CREATE INDEX tag_names_by_name ON tag_names (name, tag);

-- Visible topics with a tag, for each category: a reader is told the sum of those they may read.
CREATE TABLE tag_counts (
  tag INTEGER NOT NULL REFERENCES tags (id),
  category INTEGER NOT NULL REFERENCES categories (id),
  topics INTEGER NOT NULL,
  PRIMARY KEY (tag, category)
) STRICT;
CREATE INDEX tag_counts_by_category ON tag_counts (category);
INSERT INTO tag_counts (tag, category, topics)
  SELECT topic_tags.tag, topics.category, COUNT(*) FROM topic_tags INNER JOIN topics ON topics.id = topic_tags.topic
  WHERE topics.state = 'visible' GROUP BY topic_tags.tag, topics.category;
