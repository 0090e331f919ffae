-- Titles as they are searched: folded when they are written, because neither database folds as the other does.
CREATE TABLE topic_titles (
  topic BIGINT NOT NULL PRIMARY KEY REFERENCES topics (id),
  folded TEXT COLLATE "C" NOT NULL
);
