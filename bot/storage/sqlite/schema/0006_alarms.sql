-- What learners chose, and when each is to be reminded of what.

-- A choice in the settings. The newest of a key is in force; these rows never change.
CREATE TABLE setting (
    learner  TEXT NOT NULL,
    at       INTEGER NOT NULL,
    input    TEXT NOT NULL,
    key      TEXT NOT NULL,
    value    TEXT NOT NULL,
    platform TEXT NOT NULL,
    PRIMARY KEY (learner, at, input, key)
) WITHOUT ROWID;

CREATE TRIGGER setting_never_changes BEFORE UPDATE ON setting
BEGIN
    SELECT RAISE(ABORT, 'a setting on record never changes');
END;

-- When a learner's alarm of a kind rings next, and in which chat; a time that is NULL: never. While
-- the chat is gone it is held. Like an item this is a state, not a fact.
CREATE TABLE alarm (
    learner  TEXT NOT NULL,
    kind     TEXT NOT NULL,
    platform TEXT,
    chat     TEXT,
    at       INTEGER,
    held_at  INTEGER,
    PRIMARY KEY (learner, kind)
) WITHOUT ROWID;

-- What rings next: only that is looked at, however many alarms there are. It holds all that is asked
-- for, so that nothing else has to be read.
CREATE INDEX alarm_due ON alarm (platform, at, chat, held_at)
    WHERE at IS NOT NULL AND held_at IS NULL;

CREATE INDEX alarm_chat ON alarm (platform, chat);

-- Alarms are held while their chat is gone, and ring again once it is back.
CREATE TRIGGER gone_chat_holds_alarms AFTER UPDATE OF gone_at ON chat
WHEN new.gone_at IS NOT old.gone_at
BEGIN
    UPDATE alarm SET held_at = new.gone_at WHERE platform = new.platform AND chat = new.chat;
END;

-- A chat that an alarm is set for is tried again, and known from then on.
CREATE TRIGGER alarm_needs_its_chat AFTER INSERT ON alarm WHEN new.at IS NOT NULL
BEGIN
    INSERT INTO chat (platform, chat) VALUES (new.platform, new.chat)
        ON CONFLICT DO UPDATE SET gone_at = NULL WHERE gone_at IS NOT NULL;
END;

CREATE TRIGGER alarm_needs_its_chat_again AFTER UPDATE OF at, chat ON alarm WHEN new.at IS NOT NULL
BEGIN
    INSERT INTO chat (platform, chat) VALUES (new.platform, new.chat)
        ON CONFLICT DO UPDATE SET gone_at = NULL WHERE gone_at IS NOT NULL;
END;

-- An alarm itself comes from the tutor, so it shows nothing of its chat.
DROP TRIGGER input_is_from_somebody;

CREATE TRIGGER input_is_from_somebody BEFORE INSERT ON input WHEN new.id NOT LIKE 'alarm:%'
BEGIN
    INSERT INTO learner (id, since) VALUES (new.learner, new.at) ON CONFLICT DO NOTHING;
    INSERT INTO chat (platform, chat) VALUES (new.platform, new.chat)
        ON CONFLICT DO UPDATE SET gone_at = NULL WHERE gone_at IS NOT NULL;
END;
