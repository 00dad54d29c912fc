-- Corrections: the key of a question was wrong in some revisions of its lesson, so what was answered
-- there is void. The answers stay as they are. `wrong` and `again` are JSON arrays of revisions: in
-- those of `again` the key had been taken for wrong, and what was answered there counts again.
CREATE TABLE correction (
    id       TEXT PRIMARY KEY,
    lesson   TEXT NOT NULL,
    question TEXT NOT NULL,
    wrong    TEXT NOT NULL,
    again    TEXT NOT NULL,
    name     TEXT NOT NULL,
    notice   TEXT NOT NULL,
    learner  TEXT NOT NULL,
    platform TEXT NOT NULL,
    chat     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    input    TEXT NOT NULL
);

CREATE TRIGGER correction_never_changes BEFORE UPDATE ON correction
BEGIN
    SELECT RAISE(ABORT, 'a correction never changes');
END;

CREATE TRIGGER correction_never_goes BEFORE DELETE ON correction
BEGIN
    SELECT RAISE(ABORT, 'a correction is never deleted');
END;

-- Where the key of a question is wrong by now. It follows from the corrections, so it is a state.
CREATE TABLE void (
    lesson   TEXT NOT NULL,
    question TEXT NOT NULL,
    revision TEXT NOT NULL,
    PRIMARY KEY (lesson, question, revision)
) WITHOUT ROWID;

-- The answers that count.
CREATE VIEW counted AS
SELECT * FROM attempt WHERE NOT EXISTS (
    SELECT 1 FROM void
    WHERE void.lesson = attempt.lesson AND void.question = attempt.question
    AND void.revision = attempt.revision
);

-- A correction is told like an announcement, in words of its own.
ALTER TABLE announcement ADD COLUMN notice TEXT NOT NULL DEFAULT '';

-- A correction touches whoever answered in one of its revisions: they are told, wherever news goes
-- that they may have turned off, for it is about their own score; and what they remember of the
-- question is due anew, for it was learned from wrong verdicts.
CREATE TRIGGER correction_touches_learners AFTER INSERT ON correction
BEGIN
    INSERT INTO announcement (id, text, audience, learner, platform, chat, at, state, notice)
    VALUES (
        new.id, new.name, '', new.learner, new.platform, new.chat, new.at, 'going', new.notice
    );
    -- They are told where they are alone with the tutor: where they are reminded, which they agreed
    -- to or chose there, or else where they were last asked something. The platform is empty if
    -- there is no such place. The view `reachable` is not joined to, as it would be gone through
    -- once for each of them.
    INSERT INTO recipient (announcement, learner, platform, chat, language, state)
    SELECT
        new.id, told.learner, coalesce(told.platform, ''), coalesce(told.chat, ''), language,
        iif(chat.gone_at IS NULL, 'waiting', 'blocked')
    FROM (
        SELECT
            touched.learner AS learner,
            iif(bell, body ->> '$.bell.platform', asked.platform) AS platform,
            iif(bell, body ->> '$.bell.chat', asked.chat) AS chat,
            coalesce(body ->> '$.preferences.language', body ->> '$.language', '') AS language
        FROM (
            SELECT
                answered.learner AS learner,
                body,
                coalesce(body ->> '$.bell.chat', '') <> ''
                AND NOT coalesce(body ->> '$.bell.shut', 0)
                AND (
                    coalesce(body ->> '$.bell.agreed', 0)
                    OR coalesce(json_array_length(body, '$.preferences.reminders'), 0) > 0
                )
                AS bell
            FROM (
                SELECT DISTINCT learner FROM attempt
                WHERE lesson = new.lesson AND question = new.question AND revision IN (
                    SELECT value FROM json_each(new.wrong)
                    UNION ALL SELECT value FROM json_each(new.again)
                )
            ) AS answered LEFT JOIN session ON session.learner = answered.learner
        ) AS touched
        LEFT JOIN asked ON asked.learner = touched.learner AND asked.audience = 'private'
    ) AS told LEFT JOIN chat ON chat.platform = told.platform AND chat.chat = told.chat;
    UPDATE item SET
        number = 0, stability = 0.0, difficulty = 0.0, due = new.at, at = new.at, said = NULL,
        confidence = 'none', verdict = 'wrong', checks = 0, check_at = NULL, suspended_at = NULL
    WHERE lesson = new.lesson AND question = new.question AND learner IN (
        SELECT learner FROM recipient WHERE announcement = new.id
    );
    INSERT INTO void (lesson, question, revision)
    SELECT new.lesson, new.question, value FROM json_each(new.wrong) WHERE true
    ON CONFLICT DO NOTHING;
    DELETE FROM void WHERE lesson = new.lesson AND question = new.question
    AND revision IN (SELECT value FROM json_each(new.again));
END;
