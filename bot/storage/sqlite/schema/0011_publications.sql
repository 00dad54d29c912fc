-- What was published when, by whom and how: each time that a name came to point to another
-- revision. Names are those of files: a lesson's id, `<id>.<language>` of a translation, and
-- `course:<id>`. Without a revision, the name was offered no longer from then on.
CREATE TABLE publication (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    revision TEXT NOT NULL,
    by       TEXT NOT NULL,
    at       INTEGER NOT NULL,
    how      TEXT NOT NULL
);

CREATE INDEX publication_of_name ON publication (name, id);

CREATE TRIGGER publication_never_changes BEFORE UPDATE ON publication
BEGIN
    SELECT RAISE(ABORT, 'what was published never changes');
END;

CREATE TRIGGER publication_never_goes BEFORE DELETE ON publication
BEGIN
    SELECT RAISE(ABORT, 'what was published is never deleted');
END;

INSERT INTO publication (name, revision, by, at, how)
SELECT name, revision, 'files', at, 'files' FROM (
    SELECT id AS name, revision, at FROM lesson
    UNION ALL SELECT lesson || '.' || language, revision, at FROM translation
) ORDER BY at, name;

-- The hash of each file when it was last published, which outlasts what admins publish over it.
CREATE TABLE shipped (
    name TEXT PRIMARY KEY,
    hash TEXT NOT NULL
) WITHOUT ROWID;

INSERT INTO shipped (name, hash)
SELECT id, source FROM lesson WHERE source IS NOT NULL
UNION ALL SELECT lesson || '.' || language, source FROM translation WHERE source IS NOT NULL
UNION ALL SELECT 'course:' || id, source FROM course WHERE source IS NOT NULL;
