-- Revisions in which nobody is to go on, each with its translations. They never come back.
CREATE TABLE withdrawn (
    lesson   TEXT NOT NULL,
    revision TEXT NOT NULL,
    by       TEXT NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (lesson, revision)
) WITHOUT ROWID;

CREATE TRIGGER withdrawn_never_changes BEFORE UPDATE ON withdrawn
BEGIN
    SELECT RAISE(ABORT, 'what was withdrawn never changes');
END;

CREATE TRIGGER withdrawn_never_goes BEFORE DELETE ON withdrawn
BEGIN
    SELECT RAISE(ABORT, 'what was withdrawn stays withdrawn');
END;

-- Runs that went on in another revision, as another run; or that ended, without one.
CREATE TABLE carried (
    learner  TEXT NOT NULL,
    run      TEXT NOT NULL,
    onward   TEXT NOT NULL,
    platform TEXT NOT NULL,
    at       INTEGER NOT NULL,
    input    TEXT NOT NULL,
    PRIMARY KEY (learner, run)
) WITHOUT ROWID;
