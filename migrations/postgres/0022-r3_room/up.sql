-- Rows that change with every post: a new version of a row needs no new entries in the indexes where there is room for it on
-- the page that the row stands on. Holds for pages that are written from now on.
ALTER TABLE topics SET (fillfactor = 85);
ALTER TABLE topic_counts SET (fillfactor = 85);
ALTER TABLE member_counts SET (fillfactor = 85);
ALTER TABLE members SET (fillfactor = 90);
ALTER TABLE attempts SET (fillfactor = 70);
