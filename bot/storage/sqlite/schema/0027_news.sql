-- What admins are told of what others did, and what becomes of drafts and places.

-- When a draft was to be published by itself, if whoever set that time had no right to it by then.
ALTER TABLE draft ADD COLUMN missed_at INTEGER;

-- Until now such a draft kept its time, and nothing was left that would publish it.
UPDATE draft SET missed_at = publish_at, publish_at = NULL
WHERE closed_at IS NULL AND publish_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM alarm WHERE kind = 'publish:' || draft.id AND alarm.at = draft.publish_at
);

-- Chats that others can read and that something can be announced in, by audience: those where an
-- admin has asked to announce something.
CREATE TABLE place (
    audience TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    at       INTEGER NOT NULL
) WITHOUT ROWID;

INSERT INTO place (audience, name, at)
SELECT audience, place, max(at) FROM announcement
WHERE audience LIKE 'chat:%' AND state <> 'written' GROUP BY audience;

-- Where each learner is alone with the tutor: where they are reminded, which they agreed to or
-- chose there, or else where they were last, or can be, as far as that has been noted by now, or
-- else where they were last asked something.
CREATE VIEW alone AS
SELECT
    known.id AS learner,
    CASE
        WHEN reminded THEN known.body ->> '$.contact.platform'
        ELSE coalesce(known.body ->> '$.home[0]', asked.platform)
    END AS platform,
    CASE
        WHEN reminded THEN known.body ->> '$.contact.chat'
        ELSE coalesce(known.body ->> '$.home[1]', asked.chat)
    END AS chat
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
) AS known
LEFT JOIN asked ON asked.learner = known.id AND asked.audience = 'private';

-- Whoever can't be told something yet, since there is no such place, has an alarm without one. It
-- rings once they have one.
DROP TRIGGER alarm_needs_its_chat;

CREATE TRIGGER alarm_needs_its_chat AFTER INSERT ON alarm
WHEN new.at IS NOT NULL AND new.chat IS NOT NULL
BEGIN
    INSERT INTO chat (platform, chat) VALUES (new.platform, new.chat)
        ON CONFLICT DO UPDATE SET gone_at = NULL WHERE gone_at IS NOT NULL;
END;

DROP TRIGGER alarm_needs_its_chat_again;

CREATE TRIGGER alarm_needs_its_chat_again AFTER UPDATE OF at, chat ON alarm
WHEN new.at IS NOT NULL AND new.chat IS NOT NULL AND new.held_at IS NULL
BEGIN
    INSERT INTO chat (platform, chat) VALUES (new.platform, new.chat)
        ON CONFLICT DO UPDATE SET gone_at = NULL WHERE gone_at IS NOT NULL;
END;

CREATE TRIGGER alarm_finds_its_home AFTER UPDATE OF body ON learner
WHEN new.body ->> '$.home[1]' IS NOT NULL AND old.body ->> '$.home[1]' IS NULL
BEGIN
    UPDATE alarm SET platform = new.body ->> '$.home[0]', chat = new.body ->> '$.home[1]'
    WHERE learner = new.id AND at IS NOT NULL AND chat IS NULL;
END;
