-- What is read of several tables at once.

-- Where a learner is, by their own body, which is taken apart once. They are reminded where they
-- agreed to it or chose to be; who is on two platforms and prefers one has a home there.
CREATE FUNCTION whereabouts(body TEXT) RETURNS TABLE (
    reminded BOOLEAN,
    contact_platform TEXT,
    contact_chat TEXT,
    preferring BOOLEAN,
    home_platform TEXT,
    home_chat TEXT,
    news BOOLEAN,
    language TEXT
)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
    SELECT
        coalesce(contact ->> 'chat', '') <> '' AND NOT json_truth(contact, 'shut', false)
        AND (
            json_truth(contact, 'agreed', false)
            OR coalesce(json_array_length(CAST(preferences -> 'reminders' AS TEXT)), 0) > 0
        ),
        contact ->> 'platform',
        contact ->> 'chat',
        coalesce(preferences ->> 'platform', '') <> '' AND coalesce(home ->> 1, '') <> '',
        home ->> 0,
        home ->> 1,
        json_truth(preferences, 'news', true),
        coalesce(preferences ->> 'language', spoken, '')
    FROM (
        SELECT contact, home, preferences, language AS spoken
        FROM json_to_record(CAST(body AS JSON))
            AS learner (contact JSON, home JSON, preferences JSON, language TEXT)
    ) AS known;
END;

-- Where each learner is alone with the tutor: where they are reminded, which they agreed to or
-- chose there, or else where they were last, or can be, as far as that has been noted by now, or
-- else where they were last asked something.
CREATE VIEW alone AS
SELECT
    learner.id AS learner,
    CASE
        WHEN reminded THEN contact_platform
        ELSE coalesce(home_platform, asked.platform)
    END AS platform,
    CASE
        WHEN reminded THEN contact_chat
        ELSE coalesce(home_chat, asked.chat)
    END AS chat
FROM learner CROSS JOIN LATERAL whereabouts(learner.body)
LEFT JOIN asked ON asked.learner = learner.id AND asked.audience = 'private';

-- Who can be told news, and where: in the chat where they are alone with the tutor. That is where
-- they are reminded, which they agreed to or chose there, or else where they were last asked
-- something. Who is on two platforms and prefers one is told there what they did not ask for. Who
-- has news turned off is not among them.
CREATE VIEW reachable AS
SELECT
    learner.id AS learner,
    CASE
        WHEN reminded THEN contact_platform
        WHEN preferring THEN home_platform
        ELSE asked.platform
    END AS platform,
    CASE
        WHEN reminded THEN contact_chat
        WHEN preferring THEN home_chat
        ELSE asked.chat
    END AS chat,
    language
FROM learner CROSS JOIN LATERAL whereabouts(learner.body)
LEFT JOIN asked ON asked.learner = learner.id AND asked.audience = 'private'
WHERE news AND (reminded OR preferring OR asked.chat IS NOT NULL);

-- Attempts with what has come of them. Only what was called wrong is looked up. `overruled` is 1 or
-- 0, as in SQLite.
CREATE VIEW ruled AS
SELECT
    attempt.learner, attempt.at, attempt.input, attempt.question, attempt.phase, attempt.run,
    attempt.lesson, attempt.revision, attempt.choice, attempt.confidence, attempt.took_ms,
    attempt.platform, attempt.answer,
    CASE WHEN overruled.learner IS NULL THEN attempt.verdict ELSE 'right' END AS verdict,
    CASE WHEN overruled.learner IS NULL THEN attempt.score ELSE overruled.score END AS score,
    CASE WHEN overruled.learner IS NULL THEN 0 ELSE 1 END AS overruled
FROM attempt LEFT JOIN overruled
ON attempt.verdict = 'wrong'
AND overruled.learner = attempt.learner AND overruled.run = attempt.run
AND overruled.question = attempt.question AND overruled.phase = attempt.phase;

-- The answers that count.
CREATE VIEW counted AS
SELECT * FROM ruled WHERE NOT EXISTS (
    SELECT 1 FROM void
    WHERE void.lesson = ruled.lesson AND void.question = ruled.question
    AND void.revision = ruled.revision
);

-- Remarks with what has become of them.
CREATE VIEW handled AS
SELECT
    remark.*,
    coalesce((
        SELECT handling.handling FROM handling
        WHERE handling.remark = remark.id AND handling.handling <> 'taken'
        ORDER BY handling.id DESC LIMIT 1
    ), 'open') AS state,
    coalesce((
        SELECT handling.learner FROM handling WHERE handling.remark = remark.id
        ORDER BY handling.id DESC LIMIT 1
    ), '') AS taken,
    coalesce((
        SELECT handling.reply FROM handling
        WHERE handling.remark = remark.id AND handling.handling = 'answered'
        ORDER BY handling.id DESC LIMIT 1
    ), '') AS reply,
    coalesce((
        SELECT handling.picture FROM handling
        WHERE handling.remark = remark.id AND handling.handling = 'answered'
        ORDER BY handling.id DESC LIMIT 1
    ), '') AS picture
FROM remark;
