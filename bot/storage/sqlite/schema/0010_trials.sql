-- The questions that take part in the experiment "Does predicting help me?", each in its arm.
-- Like attempts, these rows never change.

CREATE TABLE trial (
    learner  TEXT NOT NULL,
    lesson   TEXT NOT NULL,
    question TEXT NOT NULL,
    arm      TEXT NOT NULL CHECK (arm IN ('asked', 'told')),
    platform TEXT NOT NULL,
    at       INTEGER NOT NULL,
    input    TEXT NOT NULL,
    PRIMARY KEY (learner, lesson, question)
) WITHOUT ROWID;
