-- A learner can be forgotten. What never goes and never changes does so for that alone: while there
-- is a row here, which is never longer than a transaction. `name` is what those are called from then
-- on who stand in what others did too, as an admin in the log. It says nothing about them.
CREATE TABLE erasure (
    learner TEXT PRIMARY KEY,
    name    TEXT NOT NULL
) WITHOUT ROWID;

DROP TRIGGER attempt_never_goes;

CREATE TRIGGER attempt_never_goes BEFORE DELETE ON attempt
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE learner = old.learner)
BEGIN
    SELECT RAISE(ABORT, 'an attempt is never deleted');
END;

DROP TRIGGER membership_never_goes;

CREATE TRIGGER membership_never_goes BEFORE DELETE ON membership
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE learner = old.learner)
BEGIN
    SELECT RAISE(ABORT, 'who joined and left a cohort is never deleted');
END;

-- What an admin did stays; only who did it, or to whom, may lose its name, and with that the input
-- and the chat that it came from.
DROP TRIGGER audit_never_changes;

CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
WHEN (new.id, new.at, new.platform, new.act, new.before, new.after)
    IS NOT (old.id, old.at, old.platform, old.act, old.before, old.after)
OR new.input NOT IN (old.input, '')
OR NOT EXISTS (
    SELECT 1 FROM erasure
    WHERE new.learner = iif(old.learner = erasure.learner, name, old.learner)
    AND new.subject = iif(old.subject = erasure.learner, name, old.subject)
)
BEGIN
    SELECT RAISE(ABORT, 'what an admin did never changes');
END;

DROP TRIGGER publication_never_changes;

CREATE TRIGGER publication_never_changes BEFORE UPDATE ON publication
WHEN (new.id, new.name, new.revision, new.at, new.how)
    IS NOT (old.id, old.name, old.revision, old.at, old.how)
OR NOT EXISTS (SELECT 1 FROM erasure WHERE old.by = erasure.learner AND new.by = erasure.name)
BEGIN
    SELECT RAISE(ABORT, 'what was published never changes');
END;

DROP TRIGGER withdrawn_never_changes;

CREATE TRIGGER withdrawn_never_changes BEFORE UPDATE ON withdrawn
WHEN (new.lesson, new.revision, new.at) IS NOT (old.lesson, old.revision, old.at)
OR NOT EXISTS (SELECT 1 FROM erasure WHERE old.by = erasure.learner AND new.by = erasure.name)
BEGIN
    SELECT RAISE(ABORT, 'what was withdrawn never changes');
END;

DROP TRIGGER cohort_change_never_changes;

CREATE TRIGGER cohort_change_never_changes BEFORE UPDATE ON cohort_change
WHEN (new.id, new.cohort, new.body, new.rings, new.at)
    IS NOT (old.id, old.cohort, old.body, old.rings, old.at)
OR new.input NOT IN (old.input, '')
OR NOT EXISTS (SELECT 1 FROM erasure WHERE old.by = erasure.learner AND new.by = erasure.name)
BEGIN
    SELECT RAISE(ABORT, 'a change of a cohort on record never changes');
END;

DROP TRIGGER correction_never_changes;

CREATE TRIGGER correction_never_changes BEFORE UPDATE ON correction
WHEN (new.id, new.lesson, new.question, new.wrong, new.again, new.name, new.notice, new.at)
    IS NOT (old.id, old.lesson, old.question, old.wrong, old.again, old.name, old.notice, old.at)
OR new.input NOT IN (old.input, '') OR new.chat NOT IN (old.chat, '')
OR NOT EXISTS (
    SELECT 1 FROM erasure WHERE old.learner = erasure.learner AND new.learner = erasure.name
)
BEGIN
    SELECT RAISE(ABORT, 'a correction never changes');
END;

-- What is said last to somebody who is forgotten needs to know where; once it is done with, that
-- goes too, and with it the message whose buttons it took away.
CREATE TRIGGER nobody_is_left_behind AFTER DELETE ON outbox
WHEN NOT EXISTS (SELECT 1 FROM learner WHERE id = old.learner)
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

-- Answers that stay without a name are answers of nobody who could be told of a correction.
CREATE TRIGGER nobody_tells_the_forgotten AFTER INSERT ON recipient
WHEN new.learner LIKE 'forgotten:%'
BEGIN
    DELETE FROM recipient WHERE announcement = new.announcement AND learner = new.learner;
END;

-- When each was last heard, to the day, for those who are to be forgotten after a long silence; and
-- when they were told of that. Alarms are not heard.
ALTER TABLE learner ADD COLUMN heard INTEGER NOT NULL DEFAULT 0;
ALTER TABLE learner ADD COLUMN warned_at INTEGER;

UPDATE learner SET heard = max(
    since, coalesce((SELECT at FROM session WHERE session.learner = learner.id), 0)
);

DROP TRIGGER input_is_from_somebody;

CREATE TRIGGER input_is_from_somebody BEFORE INSERT ON input WHEN new.id NOT LIKE 'alarm:%'
BEGIN
    INSERT INTO learner (id, since, heard) VALUES (new.learner, new.at, new.at)
        ON CONFLICT DO UPDATE SET heard = max(heard, new.at), warned_at = NULL
        WHERE new.at >= heard + 86400000000 OR warned_at IS NOT NULL;
    INSERT INTO chat (platform, chat) VALUES (new.platform, new.chat)
        ON CONFLICT DO UPDATE SET gone_at = NULL WHERE gone_at IS NOT NULL;
END;
