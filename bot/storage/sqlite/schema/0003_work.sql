-- What learners wrote themselves, and how they judged it. Like attempts, these rows never change.

CREATE TABLE writing (
    learner  TEXT NOT NULL,
    run      TEXT NOT NULL,
    lesson   TEXT NOT NULL,
    item     TEXT NOT NULL,
    text     TEXT NOT NULL,
    platform TEXT NOT NULL,
    at       INTEGER NOT NULL,
    input    TEXT NOT NULL,
    PRIMARY KEY (learner, run, item)
) WITHOUT ROWID;

CREATE TABLE rating (
    learner   TEXT NOT NULL,
    run       TEXT NOT NULL,
    lesson    TEXT NOT NULL,
    item      TEXT NOT NULL,
    criterion INTEGER NOT NULL,
    met       TEXT NOT NULL CHECK (met IN ('yes', 'partly', 'no')),
    platform  TEXT NOT NULL,
    at        INTEGER NOT NULL,
    input     TEXT NOT NULL,
    PRIMARY KEY (learner, run, item, criterion)
) WITHOUT ROWID;
