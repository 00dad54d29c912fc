-- One learner may write from two accounts, on two platforms. An account that stands here belongs to
-- that learner; one that does not is a learner of its own, under its own name. Of two that were
-- linked both stand here.
CREATE TABLE identity (
    id      TEXT PRIMARY KEY,
    learner TEXT NOT NULL,
    at      INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX identity_of ON identity (learner);

-- A code that links: its hash alone, who made it and where they are alone with the tutor, until when
-- it holds, and which account has entered it. A learner has one at a time.
CREATE TABLE link_code (
    hash     TEXT PRIMARY KEY,
    learner  TEXT NOT NULL,
    platform TEXT NOT NULL,
    chat     TEXT NOT NULL,
    until    INTEGER NOT NULL,
    taken_by TEXT
) WITHOUT ROWID;

CREATE TRIGGER one_link_code_at_a_time BEFORE INSERT ON link_code
BEGIN
    DELETE FROM link_code WHERE learner = new.learner;
END;

-- What is counted of an account, so that a code can't be guessed and nobody makes them without end.
CREATE TABLE link_try (
    learner  TEXT NOT NULL,
    what     TEXT NOT NULL CHECK (what IN ('made', 'missed')),
    platform TEXT NOT NULL,
    at       INTEGER NOT NULL,
    input    TEXT NOT NULL,
    PRIMARY KEY (learner, at, input)
) WITHOUT ROWID;

-- How things were before two were linked, for a week, so that it can be undone: which rows were
-- whose, by their key; of rows that change, their columns as well; and those that came of both, for
-- nobody (`account` is empty), so that what has changed since can be told.
CREATE TABLE before_link (
    learner TEXT NOT NULL,
    account TEXT NOT NULL,
    source  TEXT NOT NULL,
    key     TEXT NOT NULL,
    columns TEXT,
    PRIMARY KEY (learner, account, source, key)
) WITHOUT ROWID;

-- Whose rows are becoming whose just now. It never outlives its transaction.
CREATE TABLE relinking (
    was     TEXT NOT NULL,
    becomes TEXT NOT NULL,
    PRIMARY KEY (was, becomes)
) WITHOUT ROWID;

DROP TRIGGER attempt_never_changes;

CREATE TRIGGER attempt_never_changes BEFORE UPDATE ON attempt
WHEN (new.at, new.input, new.question, new.phase, new.run, new.lesson, new.revision, new.choice,
        new.confidence, new.verdict, new.score, new.took_ms, new.platform)
    IS NOT (old.at, old.input, old.question, old.phase, old.run, old.lesson, old.revision,
        old.choice, old.confidence, old.verdict, old.score, old.took_ms, old.platform)
OR (new.answer IS NOT old.answer AND (new.answer IS NOT '' OR old.answer IS NULL))
OR (new.learner <> old.learner AND NOT EXISTS (
    SELECT 1 FROM relinking WHERE was = old.learner AND becomes = new.learner))
BEGIN
    SELECT RAISE(ABORT, 'an attempt never changes');
END;

DROP TRIGGER setting_never_changes;

CREATE TRIGGER setting_never_changes BEFORE UPDATE ON setting
WHEN (new.at, new.input, new.key, new.value, new.platform)
    IS NOT (old.at, old.input, old.key, old.value, old.platform)
OR NOT EXISTS (SELECT 1 FROM relinking WHERE was = old.learner AND becomes = new.learner)
BEGIN
    SELECT RAISE(ABORT, 'a setting on record never changes');
END;

DROP TRIGGER membership_never_changes;

CREATE TRIGGER membership_never_changes BEFORE UPDATE ON membership
WHEN (new.id, new.cohort, new.what, new.platform, new.at, new.input)
    IS NOT (old.id, old.cohort, old.what, old.platform, old.at, old.input)
OR NOT EXISTS (SELECT 1 FROM relinking WHERE was = old.learner AND becomes = new.learner)
BEGIN
    SELECT RAISE(ABORT, 'who joined and left a cohort never changes');
END;

-- An alarm that only becomes another's shows nothing of its chat.
DROP TRIGGER alarm_needs_its_chat;

CREATE TRIGGER alarm_needs_its_chat AFTER INSERT ON alarm
WHEN new.at IS NOT NULL AND new.chat IS NOT NULL AND NOT EXISTS (SELECT 1 FROM relinking)
BEGIN
    INSERT INTO chat (platform, chat) VALUES (new.platform, new.chat)
        ON CONFLICT DO UPDATE SET gone_at = NULL WHERE gone_at IS NOT NULL;
END;

-- What was being done for an account when it was linked, such as a file, is told to whose it is now.
CREATE TRIGGER alarm_is_the_learners AFTER INSERT ON alarm
WHEN NOT EXISTS (SELECT 1 FROM relinking)
AND EXISTS (SELECT 1 FROM identity WHERE id = new.learner AND learner <> id)
BEGIN
    UPDATE OR REPLACE alarm SET learner = (SELECT learner FROM identity WHERE id = new.learner)
    WHERE learner = new.learner AND kind = new.kind;
END;

-- What is on its way to an account that was linked is still somebody's.
DROP TRIGGER nobody_is_left_behind;

CREATE TRIGGER nobody_is_left_behind AFTER DELETE ON outbox
WHEN NOT EXISTS (SELECT 1 FROM learner WHERE id = old.learner)
AND NOT EXISTS (SELECT 1 FROM identity WHERE id = old.learner)
BEGIN
    DELETE FROM asked WHERE learner = old.learner
    AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.learner = old.learner);
    DELETE FROM chat WHERE platform = old.platform AND chat = old.chat
    AND NOT EXISTS (
        SELECT 1 FROM outbox WHERE outbox.platform = chat.platform AND outbox.chat = chat.chat)
    AND NOT EXISTS (
        SELECT 1 FROM alarm WHERE alarm.platform = chat.platform AND alarm.chat = chat.chat)
    AND NOT EXISTS (
        SELECT 1 FROM asked WHERE asked.platform = chat.platform AND asked.chat = chat.chat);
END;

-- Who is on two platforms and prefers one is told there what they did not ask for.
DROP VIEW reachable;

CREATE VIEW reachable AS
SELECT
    known.id AS learner,
    CASE
        WHEN reminded THEN known.body ->> '$.contact.platform'
        WHEN preferring THEN known.body ->> '$.home[0]'
        ELSE asked.platform
    END AS platform,
    CASE
        WHEN reminded THEN known.body ->> '$.contact.chat'
        WHEN preferring THEN known.body ->> '$.home[1]'
        ELSE asked.chat
    END AS chat,
    coalesce(known.body ->> '$.preferences.language', known.body ->> '$.language', '') AS language
FROM (
    SELECT
        id,
        body,
        coalesce(body ->> '$.preferences.platform', '') <> ''
        AND coalesce(body ->> '$.home[1]', '') <> '' AS preferring,
        coalesce(body ->> '$.contact.chat', '') <> ''
        AND NOT coalesce(body ->> '$.contact.shut', 0)
        AND (
            coalesce(body ->> '$.contact.agreed', 0)
            OR coalesce(json_array_length(body, '$.preferences.reminders'), 0) > 0
        )
        AS reminded
    FROM learner
    WHERE coalesce(body ->> '$.preferences.news', 1)
) AS known
LEFT JOIN asked ON asked.learner = known.id AND asked.audience = 'private'
WHERE reminded OR preferring OR asked.chat IS NOT NULL;

DROP TRIGGER correction_touches_learners;

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
            CASE
                WHEN reminded THEN body ->> '$.contact.platform'
                WHEN preferring THEN body ->> '$.home[0]'
                ELSE asked.platform
            END AS platform,
            CASE
                WHEN reminded THEN body ->> '$.contact.chat'
                WHEN preferring THEN body ->> '$.home[1]'
                ELSE asked.chat
            END AS chat,
            coalesce(body ->> '$.preferences.language', body ->> '$.language', '') AS language
        FROM (
            SELECT
                answered.learner AS learner,
                body,
                coalesce(body ->> '$.preferences.platform', '') <> ''
                AND coalesce(body ->> '$.home[1]', '') <> '' AS preferring,
                coalesce(body ->> '$.contact.chat', '') <> ''
                AND NOT coalesce(body ->> '$.contact.shut', 0)
                AND (
                    coalesce(body ->> '$.contact.agreed', 0)
                    OR coalesce(json_array_length(body, '$.preferences.reminders'), 0) > 0
                )
                AS reminded
            FROM (
                SELECT DISTINCT learner FROM attempt
                WHERE lesson = new.lesson AND question = new.question AND revision IN (
                    SELECT value FROM json_each(new.wrong)
                    UNION ALL SELECT value FROM json_each(new.again)
                )
            ) AS answered LEFT JOIN learner ON learner.id = answered.learner
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
