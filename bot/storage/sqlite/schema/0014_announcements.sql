-- Announcements: a text that goes to many. Its recipients are settled when it is sent, each with what
-- became of it, so that it can go on after a restart.
CREATE TABLE announcement (
    id       TEXT PRIMARY KEY,
    text     TEXT NOT NULL,
    audience TEXT NOT NULL,
    learner  TEXT NOT NULL,
    platform TEXT NOT NULL,
    chat     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    state    TEXT NOT NULL CHECK (state IN ('written', 'going', 'paused', 'cancelled', 'done'))
);

CREATE INDEX announcement_by_time ON announcement (at) WHERE state <> 'written';

CREATE TABLE recipient (
    announcement TEXT NOT NULL REFERENCES announcement,
    learner      TEXT NOT NULL,
    platform     TEXT NOT NULL,
    chat         TEXT NOT NULL,
    language     TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'blocked')),
    PRIMARY KEY (announcement, learner)
) WITHOUT ROWID;

CREATE INDEX recipient_waiting ON recipient (announcement, learner) WHERE state = 'waiting';

-- Who can be told news, and where: in the chat where they are alone with the tutor. That is where
-- they are reminded, which they agreed to or chose there, or else where they were last asked
-- something. Who has news turned off is not among them.
CREATE VIEW reachable AS
SELECT
    session.learner AS learner,
    iif(bell, session.body ->> '$.bell.platform', asked.platform) AS platform,
    iif(bell, session.body ->> '$.bell.chat', asked.chat) AS chat,
    coalesce(session.body ->> '$.preferences.language', session.body ->> '$.language', '')
        AS language
FROM (
    SELECT
        learner,
        body,
        coalesce(body ->> '$.bell.chat', '') <> '' AND NOT coalesce(body ->> '$.bell.shut', 0)
        AND (
            coalesce(body ->> '$.bell.agreed', 0)
            OR coalesce(json_array_length(body, '$.preferences.reminders'), 0) > 0
        )
        AS bell
    FROM session
    WHERE coalesce(body ->> '$.preferences.news', 1)
) AS session
LEFT JOIN asked ON asked.learner = session.learner AND asked.audience = 'private'
WHERE bell OR asked.chat IS NOT NULL;

CREATE TRIGGER announcement_gets_its_recipients AFTER UPDATE OF state ON announcement
WHEN old.state = 'written' AND new.state = 'going'
BEGIN
    INSERT INTO recipient (announcement, learner, platform, chat, language, state)
    SELECT
        new.id, reachable.learner, reachable.platform, reachable.chat, reachable.language,
        iif(chat.gone_at IS NULL, 'waiting', 'blocked')
    FROM reachable LEFT JOIN chat USING (platform, chat)
    -- Whoever sends it has seen it.
    WHERE reachable.learner <> new.learner AND (
        new.audience = '' OR EXISTS (
            SELECT 1 FROM run WHERE run.learner = reachable.learner AND run.lesson IN (
                SELECT lesson.value FROM course, json_each(course.body, '$.lessons') AS lesson
                WHERE course.id = new.audience
            )
        )
    );
END;
