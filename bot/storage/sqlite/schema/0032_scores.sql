-- A score is of 100 now, whatever the number of options, and 75 of it is an honest "no idea"; what
-- is kept is how far it lies above or below that. For two options that is what was kept before; for
-- more, counting several right ones as one, answers to k options were on a scale of their own, by
-- which their number can be told. Nothing else of an attempt is touched.
DROP TRIGGER attempt_never_changes;

WITH RECURSIVE
many(k) AS (VALUES (3) UNION ALL SELECT k + 1 FROM many WHERE k < 64),
word(confidence, p) AS (VALUES ('probable', 0.65), ('sure', 0.95)),
stated(k, confidence, p, rest) AS (
    SELECT k, confidence, p, (1 - p) / (k - 1) FROM many, word
),
scored(k, confidence, verdict, loss) AS (
    SELECT k, confidence, 'right', (1 - p) * (1 - p) + (k - 1) * rest * rest FROM stated
    UNION ALL
    SELECT k, confidence, 'wrong', p * p + (k - 2) * rest * rest + (1 - rest) * (1 - rest)
    FROM stated
),
before(confidence, verdict, score, factor) AS (
    SELECT confidence, verdict, round(50.0 * ((k - 1.0) / k - loss), 6), k / (2.0 * (k - 1))
    FROM scored
)
UPDATE attempt SET score = attempt.score * before.factor FROM before
WHERE before.confidence = attempt.confidence AND before.verdict = attempt.verdict
AND before.score = round(attempt.score, 6);

CREATE TRIGGER attempt_never_changes BEFORE UPDATE ON attempt
WHEN new.answer IS NOT '' OR old.answer IS NULL OR
    (new.learner, new.at, new.input, new.question, new.phase, new.run, new.lesson, new.revision,
        new.choice, new.confidence, new.verdict, new.score, new.took_ms, new.platform)
    IS NOT (old.learner, old.at, old.input, old.question, old.phase, old.run, old.lesson,
        old.revision, old.choice, old.confidence, old.verdict, old.score, old.took_ms, old.platform)
BEGIN
    SELECT RAISE(ABORT, 'an attempt never changes');
END;
