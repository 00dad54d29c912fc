-- What a program found in an answer or in what was handed in: `failed` lists the checks that did not
-- hold, by their number, and -1 where there was nothing to look at. Nothing of the words is in it,
-- so that it can stay for the statistics when the words are gone.
CREATE TABLE checked (
    learner  TEXT NOT NULL,
    run      TEXT NOT NULL,
    lesson   TEXT NOT NULL,
    revision TEXT NOT NULL,
    item     TEXT NOT NULL,
    failed   TEXT NOT NULL,
    platform TEXT NOT NULL,
    at       INTEGER NOT NULL,
    input    TEXT NOT NULL,
    PRIMARY KEY (learner, run, item, input)
) WITHOUT ROWID;

CREATE INDEX checked_of ON checked (lesson, item, revision);
