-- What was typed in place of an option: a range of numbers, or words. With neither a choice nor an
-- answer it is "no idea". Words are personal: they are emptied when they are to be forgotten, and
-- that they were there stays.
ALTER TABLE attempt ADD COLUMN answer TEXT;

DROP TRIGGER attempt_never_changes;

CREATE TRIGGER attempt_never_changes BEFORE UPDATE ON attempt
WHEN new.answer IS NOT '' OR old.answer IS NULL OR
    (new.learner, new.at, new.input, new.question, new.phase, new.run, new.lesson, new.revision,
        new.choice, new.confidence, new.verdict, new.score, new.took_ms, new.platform)
    IS NOT (old.learner, old.at, old.input, old.question, old.phase, old.run, old.lesson,
        old.revision, old.choice, old.confidence, old.verdict, old.score, old.took_ms, old.platform)
BEGIN
    SELECT RAISE(ABORT, 'an attempt never changes');
END;

-- What was typed of a lesson, by question and learner in their order: few of all attempts.
CREATE INDEX attempt_answer ON attempt (lesson, question, learner, at, input, phase)
WHERE answer IS NOT NULL;

-- Words that were called wrong and meant the same, says who wrote them. They count as right.
CREATE TABLE overruled (
    learner  TEXT NOT NULL,
    run      TEXT NOT NULL,
    lesson   TEXT NOT NULL,
    revision TEXT NOT NULL,
    question TEXT NOT NULL,
    phase    TEXT NOT NULL,
    score    REAL,
    platform TEXT NOT NULL,
    at       INTEGER NOT NULL,
    input    TEXT NOT NULL,
    PRIMARY KEY (learner, run, question, phase)
) WITHOUT ROWID;

-- Attempts with what has come of them. Only what was called wrong is looked up.
CREATE VIEW ruled AS
SELECT learner, at, input, question, phase, run, lesson, revision, choice, confidence, took_ms,
    platform, answer,
    iif(verdict = 'wrong' AND EXISTS (
        SELECT 1 FROM overruled
        WHERE overruled.learner = attempt.learner AND overruled.run = attempt.run
        AND overruled.question = attempt.question AND overruled.phase = attempt.phase
    ), 'right', verdict) AS verdict,
    iif(verdict = 'wrong' AND EXISTS (
        SELECT 1 FROM overruled
        WHERE overruled.learner = attempt.learner AND overruled.run = attempt.run
        AND overruled.question = attempt.question AND overruled.phase = attempt.phase
    ), (
        SELECT overruled.score FROM overruled
        WHERE overruled.learner = attempt.learner AND overruled.run = attempt.run
        AND overruled.question = attempt.question AND overruled.phase = attempt.phase
    ), score) AS score,
    verdict = 'wrong' AND EXISTS (
        SELECT 1 FROM overruled
        WHERE overruled.learner = attempt.learner AND overruled.run = attempt.run
        AND overruled.question = attempt.question AND overruled.phase = attempt.phase
    ) AS overruled
FROM attempt;

-- The answers that count.
DROP VIEW counted;

CREATE VIEW counted AS
SELECT * FROM ruled WHERE NOT EXISTS (
    SELECT 1 FROM void
    WHERE void.lesson = ruled.lesson AND void.question = ruled.question
    AND void.revision = ruled.revision
);
