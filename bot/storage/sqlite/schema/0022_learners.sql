-- What a learner is (preferences, contact, memberships, logbook, digest, finished lessons) moves out
-- of their session, which holds what they are doing: so a session can belong to several people.

ALTER TABLE learner ADD COLUMN body TEXT NOT NULL DEFAULT '{}';

UPDATE learner SET body = (
    SELECT json_group_object(
        iif(part.key = 'bell', 'contact', part.key), json(session.body -> part.fullkey)
    )
    FROM session, json_each(session.body) AS part
    WHERE session.learner = learner.id AND part.key IN (
        'preferences', 'language', 'finished', 'bell', 'logbook', 'memberships', 'digest'
    )
)
WHERE id IN (SELECT learner FROM session);

UPDATE session SET body = json_remove(
    body, '$.preferences', '$.language', '$.finished', '$.bell', '$.logbook', '$.memberships',
    '$.digest'
);

DROP VIEW reachable;

-- Who can be told news, and where: in the chat where they are alone with the tutor. That is where
-- they are reminded, which they agreed to or chose there, or else where they were last asked
-- something. Who has news turned off is not among them.
CREATE VIEW reachable AS
SELECT
    known.id AS learner,
    iif(reminded, known.body ->> '$.contact.platform', asked.platform) AS platform,
    iif(reminded, known.body ->> '$.contact.chat', asked.chat) AS chat,
    coalesce(known.body ->> '$.preferences.language', known.body ->> '$.language', '') AS language
FROM (
    SELECT
        id,
        body,
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
WHERE reminded OR asked.chat IS NOT NULL;

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
            iif(reminded, body ->> '$.contact.platform', asked.platform) AS platform,
            iif(reminded, body ->> '$.contact.chat', asked.chat) AS chat,
            coalesce(body ->> '$.preferences.language', body ->> '$.language', '') AS language
        FROM (
            SELECT
                answered.learner AS learner,
                body,
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
