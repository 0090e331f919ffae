-- Room for new versions of rows is PostgreSQL's alone: SQLite changes a row where it stands.
SELECT 1;
