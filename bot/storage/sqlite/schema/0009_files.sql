-- Work can be handed in again, and files with it.

-- A file is what its sender and their platform say of it: only its description is kept, never what
-- is in it. A name that is NULL: there is no file; an empty one: it has no name.
CREATE TABLE handed_in (
    id             INTEGER PRIMARY KEY,
    learner        TEXT NOT NULL,
    run            TEXT NOT NULL,
    lesson         TEXT NOT NULL,
    item           TEXT NOT NULL,
    text           TEXT NOT NULL,
    file_name      TEXT,
    file_size      INTEGER,
    file_media     TEXT,
    file_reference TEXT,
    platform       TEXT NOT NULL,
    at             INTEGER NOT NULL,
    input          TEXT NOT NULL,
    UNIQUE (learner, run, item, input)
);

INSERT INTO handed_in (learner, run, lesson, item, text, platform, at, input)
SELECT learner, run, lesson, item, text, platform, at, input FROM writing ORDER BY at, run, item;

DROP TABLE writing;
ALTER TABLE handed_in RENAME TO writing;

-- The last text of a learner's for one task, without looking at any other.
CREATE INDEX writing_latest ON writing (learner, lesson, item, at);
