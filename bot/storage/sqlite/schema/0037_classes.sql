-- Classes: a lesson's questions asked of all who read a chat. `body` is how one stands, as JSON, but
-- for what is found by: whom it is led by, and where it is held.
CREATE TABLE class (
    id       TEXT PRIMARY KEY,
    host     TEXT NOT NULL,
    platform TEXT NOT NULL,
    chat     TEXT NOT NULL,
    thread   TEXT NOT NULL,
    at       INTEGER NOT NULL,
    ended_at INTEGER,
    body     TEXT NOT NULL
);

CREATE INDEX class_open ON class (platform, chat, thread) WHERE ended_at IS NULL;
CREATE INDEX class_host ON class (host);

-- What each member said in each round of a question. A confidence that is empty: nothing is committed
-- yet. A choice that is NULL is "no idea"; `picked` is what was chosen and has no confidence yet.
CREATE TABLE class_vote (
    class      TEXT NOT NULL,
    number     INTEGER NOT NULL,
    round      INTEGER NOT NULL CHECK (round IN (1, 2)),
    learner    TEXT NOT NULL,
    choice     INTEGER,
    confidence TEXT NOT NULL,
    picked     INTEGER,
    changes    INTEGER NOT NULL,
    PRIMARY KEY (class, number, round, learner)
) WITHOUT ROWID;

CREATE INDEX class_vote_learner ON class_vote (learner, class);

-- Who may start a class in a chat, where those who run it have said so.
CREATE TABLE class_limit (
    platform TEXT NOT NULL,
    chat     TEXT NOT NULL,
    starts   TEXT NOT NULL CHECK (starts IN ('admins', 'everybody')),
    PRIMARY KEY (platform, chat)
) WITHOUT ROWID;

-- Where we can't write any more, or are no longer, no class goes on. Its host hears of it alone.
CREATE TRIGGER gone_chat_ends_its_classes AFTER UPDATE OF gone_at ON chat
WHEN new.gone_at IS NOT NULL AND old.gone_at IS NULL
BEGIN
    INSERT INTO alarm (learner, kind, at, platform, chat)
    SELECT learner.id, 'class_shut:' || class.id, new.gone_at, alone.platform, alone.chat
    FROM class LEFT JOIN identity ON identity.id = class.host
    JOIN learner ON learner.id = coalesce(identity.learner, class.host)
    LEFT JOIN alone ON alone.learner = learner.id
    WHERE class.platform = new.platform AND class.chat = new.chat AND class.ended_at IS NULL
    ON CONFLICT DO NOTHING;
    DELETE FROM alarm WHERE learner IN (
        SELECT 'class:' || id FROM class
        WHERE class.platform = new.platform AND class.chat = new.chat AND class.ended_at IS NULL);
    UPDATE class SET ended_at = new.gone_at
    WHERE class.platform = new.platform AND class.chat = new.chat AND class.ended_at IS NULL;
END;

-- A class is no learner, and its latest question can be found as long as it goes on.
DROP TRIGGER nobody_is_left_behind;

CREATE TRIGGER nobody_is_left_behind AFTER DELETE ON outbox
WHEN old.learner NOT LIKE 'class:%'
AND NOT EXISTS (SELECT 1 FROM learner WHERE id = old.learner)
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
