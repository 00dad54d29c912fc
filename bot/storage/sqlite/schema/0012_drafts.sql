-- What admins asked for that no turn can do: it is done by a service, which puts the result beside
-- it. The row goes when the result has been told.
CREATE TABLE errand (
    id        TEXT PRIMARY KEY,
    kind      TEXT NOT NULL,
    body      TEXT NOT NULL,
    learner   TEXT NOT NULL,
    platform  TEXT NOT NULL,
    chat      TEXT NOT NULL,
    at        INTEGER NOT NULL,
    result    TEXT,
    failed_at INTEGER
);

CREATE INDEX errand_undone ON errand (at) WHERE result IS NULL AND failed_at IS NULL;

-- Lessons that were sent and wait to be published. Their revisions stand among all others; only
-- nothing points to them.
CREATE TABLE draft (
    id         TEXT PRIMARY KEY,
    body       TEXT NOT NULL,
    at         INTEGER NOT NULL,
    publish_at INTEGER,
    closed_at  INTEGER,
    fate       TEXT CHECK (fate IN ('published', 'discarded'))
);

CREATE INDEX draft_open ON draft (at) WHERE closed_at IS NULL;

-- Who has begun which revision, to tell how many a change concerns.
CREATE INDEX run_of_revision ON run (lesson, revision);
