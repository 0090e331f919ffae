-- Lists in every order, for all languages at once and for one: a walk along an index of its own each.
ALTER TABLE topic_counts ADD COLUMN lang TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE topic_counts SET lang = (SELECT lang FROM topics WHERE topics.id = topic_counts.topic);
ALTER TABLE topic_tags ADD COLUMN lang TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE topic_tags SET lang = (SELECT lang FROM topics WHERE topics.id = topic_tags.topic);
CREATE INDEX topics_latest_in ON topics (lang, bumped_at DESC, id DESC);
CREATE INDEX topics_by_category_in ON topics (category, lang, bumped_at DESC, id DESC);
CREATE INDEX topics_unsolved_in ON topics (lang, bumped_at DESC, id DESC) WHERE kind = 'question' AND solved = FALSE;
CREATE INDEX topics_unanswered_in ON topics (lang, bumped_at DESC, id DESC) WHERE kind = 'question' AND answered = FALSE;
CREATE INDEX topics_hot ON topics (hot DESC, id DESC);
CREATE INDEX topics_hot_in ON topics (lang, hot DESC, id DESC);
CREATE INDEX topic_counts_top ON topic_counts (votes DESC, topic DESC) WHERE votes > 0;
CREATE INDEX topic_counts_top_in ON topic_counts (lang, votes DESC, topic DESC) WHERE votes > 0;
CREATE INDEX topic_tags_by_tag_in ON topic_tags (tag, lang, bumped_at DESC, topic DESC);

-- What topics gained in the last week, month and year; computed anew every ten minutes.
CREATE TABLE topic_periods (
  topic BIGINT NOT NULL REFERENCES topics (id),
  period TEXT COLLATE "C" NOT NULL CHECK (period IN ('week', 'month', 'year')),
  score BIGINT NOT NULL CHECK (score > 0),
  lang TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (topic, period)
);
CREATE INDEX topic_periods_top ON topic_periods (period, score DESC, topic DESC);
CREATE INDEX topic_periods_top_in ON topic_periods (period, lang, score DESC, topic DESC);

-- The moment that a period's figures are of.
CREATE TABLE period_refreshes (
  period TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (period IN ('week', 'month', 'year')),
  at BIGINT NOT NULL
);

-- A member's own replies, and a topic's by what readers found helpful.
CREATE INDEX posts_replies_by_author ON posts (author, id DESC) WHERE position IS NOT NULL;
CREATE INDEX posts_by_votes ON posts (topic, (votes + vote_base) DESC, number) WHERE position IS NOT NULL;

-- The languages that a member reads, parted by dots; empty for all.
ALTER TABLE member_settings ADD COLUMN reads TEXT COLLATE "C" NOT NULL DEFAULT '';

-- Heavy writers' figures for each category: counting them anew with each view would take too long.
CREATE TABLE member_category_counts (
  member BIGINT NOT NULL REFERENCES members (id),
  category BIGINT NOT NULL REFERENCES categories (id),
  topics BIGINT NOT NULL,
  replies BIGINT NOT NULL,
  comments BIGINT NOT NULL,
  accepted BIGINT NOT NULL,
  helpful BIGINT NOT NULL,
  PRIMARY KEY (member, category)
);
CREATE INDEX member_category_counts_by_category ON member_category_counts (category);

-- A tag on its way into another; its topics follow piece by piece.
ALTER TABLE tags ADD COLUMN merged_into BIGINT REFERENCES tags (id);
CREATE INDEX tags_merging ON tags (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE tag_synonyms (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  tag BIGINT NOT NULL REFERENCES tags (id),
  created_at BIGINT NOT NULL
);
CREATE INDEX tag_synonyms_by_tag ON tag_synonyms (tag, name);

CREATE TABLE tag_names (
  tag BIGINT NOT NULL REFERENCES tags (id),
  lang TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (tag, lang)
);
CREATE INDEX tag_names_by_name ON tag_names (name, tag);

-- Visible topics with a tag, for each category: a reader is told the sum of those they may read.
CREATE TABLE tag_counts (
  tag BIGINT NOT NULL REFERENCES tags (id),
  category BIGINT NOT NULL REFERENCES categories (id),
  topics BIGINT NOT NULL,
  PRIMARY KEY (tag, category)
);
CREATE INDEX tag_counts_by_category ON tag_counts (category);
INSERT INTO tag_counts (tag, category, topics)
  SELECT topic_tags.tag, topics.category, COUNT(*) FROM topic_tags INNER JOIN topics ON topics.id = topic_tags.topic
  WHERE topics.state = 'visible' GROUP BY topic_tags.tag, topics.category;

-- Readable categories are asked for as a sum, for SQLite's sake; without figures of its own the planner would take
-- nearly every topic for hidden, and read and sort them all.
CREATE STATISTICS topics_category_sum ON (category + 0) FROM topics;
