-- Cohorts: a course opens its lessons one by one to those who belong to one. Each change, an
-- admin's act or an opening, is the whole cohort as it is from then on; the newest is in force, and
-- these rows never change. Its members are told at `rings` what has opened, if that is set.
CREATE TABLE cohort_change (
    id     INTEGER PRIMARY KEY,
    cohort TEXT NOT NULL,
    body   TEXT NOT NULL,
    rings  INTEGER,
    by     TEXT NOT NULL,
    at     INTEGER NOT NULL,
    input  TEXT NOT NULL
);

CREATE INDEX cohort_change_latest ON cohort_change (cohort, id);

CREATE TRIGGER cohort_change_never_changes BEFORE UPDATE ON cohort_change
BEGIN
    SELECT RAISE(ABORT, 'a change of a cohort on record never changes');
END;

CREATE TRIGGER cohort_change_never_goes BEFORE DELETE ON cohort_change
BEGIN
    SELECT RAISE(ABORT, 'a change of a cohort on record is never deleted');
END;

-- Who joined and left which cohort; these rows never change.
CREATE TABLE membership (
    id       INTEGER PRIMARY KEY,
    cohort   TEXT NOT NULL,
    learner  TEXT NOT NULL,
    what     TEXT NOT NULL CHECK (what IN ('joined', 'left')),
    platform TEXT NOT NULL,
    at       INTEGER NOT NULL,
    input    TEXT NOT NULL
);

CREATE TRIGGER membership_never_changes BEFORE UPDATE ON membership
BEGIN
    SELECT RAISE(ABORT, 'who joined and left a cohort never changes');
END;

CREATE TRIGGER membership_never_goes BEFORE DELETE ON membership
BEGIN
    SELECT RAISE(ABORT, 'who joined and left a cohort is never deleted');
END;

-- Who belongs to a cohort just now, which follows from that.
CREATE TABLE member (
    cohort  TEXT NOT NULL,
    learner TEXT NOT NULL,
    PRIMARY KEY (cohort, learner)
) WITHOUT ROWID;

CREATE TRIGGER membership_makes_members AFTER INSERT ON membership
BEGIN
    DELETE FROM member WHERE cohort = new.cohort AND learner = new.learner;
    INSERT INTO member (cohort, learner)
    SELECT new.cohort, new.learner WHERE new.what = 'joined';
END;

-- The alarms of all members ring no later than this; one that rings early sets itself anew.
CREATE TRIGGER cohort_change_rings AFTER INSERT ON cohort_change WHEN new.rings IS NOT NULL
BEGIN
    UPDATE alarm SET at = new.rings
    WHERE kind = 'cohort:' || new.cohort
    AND learner IN (SELECT learner FROM member WHERE cohort = new.cohort)
    AND (at IS NULL OR at > new.rings);
END;

-- An alarm that is moved while its chat is gone does not bring the chat back.
DROP TRIGGER alarm_needs_its_chat_again;

CREATE TRIGGER alarm_needs_its_chat_again AFTER UPDATE OF at, chat ON alarm
WHEN new.at IS NOT NULL AND new.held_at IS NULL
BEGIN
    INSERT INTO chat (platform, chat) VALUES (new.platform, new.chat)
        ON CONFLICT DO UPDATE SET gone_at = NULL WHERE gone_at IS NOT NULL;
END;
