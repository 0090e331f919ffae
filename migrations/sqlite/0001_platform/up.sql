-- Settings, generations, jobs, the log of acts, counted limits.
CREATE TABLE settings (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE generations (
  name TEXT NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT;

CREATE TABLE jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  payload TEXT NOT NULL,
  lane TEXT NOT NULL,
  run_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  locked_until INTEGER,
  locked_by TEXT,
  last_error TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'parked')),
  created_at INTEGER NOT NULL
) STRICT;
-- Ten edits make one job; a running job does not swallow the news that arrives meanwhile.
CREATE UNIQUE INDEX jobs_once ON jobs (kind, key) WHERE state = 'waiting' AND locked_by IS NULL;
CREATE INDEX jobs_due ON jobs (lane, run_at, id) WHERE state = 'waiting';

CREATE TABLE log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor INTEGER,
  via TEXT NOT NULL CHECK (via IN ('web', 'command', 'system')),
  act TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject INTEGER NOT NULL,
  category INTEGER,
  reason TEXT NOT NULL DEFAULT '',
  before TEXT NOT NULL DEFAULT '',
  after TEXT NOT NULL DEFAULT '',
  public INTEGER NOT NULL DEFAULT 0 CHECK (public IN (0, 1))
) STRICT;
CREATE INDEX log_by_subject ON log (subject_kind, subject, id);
CREATE INDEX log_by_actor ON log (actor, id);

CREATE TABLE attempts (
  action TEXT NOT NULL,
  key TEXT NOT NULL,
  window_start INTEGER NOT NULL,
  hits INTEGER NOT NULL,
  PRIMARY KEY (action, key, window_start)
) STRICT;
CREATE INDEX attempts_by_window ON attempts (window_start);

-- Append-only: what was done stays written.
CREATE TRIGGER log_is_not_changed BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_is_not_deleted BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
