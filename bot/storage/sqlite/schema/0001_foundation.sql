-- People, places, what was said and done, and what is taught.
--
-- Times are whole microseconds since 1970 in UTC. There are no yes-or-no columns: a time that is
-- NULL says no, and otherwise says since when; a verdict is a word.
-- A learner is a person and a chat is a place; nothing here takes one for the other.
--
-- Everything about a turn is written after its input, whose trigger makes the learner and the chat
-- known, so the rows of a turn need no foreign keys to them, which would cost a look-up each.

CREATE TABLE learner (
    id    TEXT PRIMARY KEY,
    since INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE chat (
    platform TEXT NOT NULL,
    chat     TEXT NOT NULL,
    gone_at  INTEGER,
    PRIMARY KEY (platform, chat)
) WITHOUT ROWID;

-- Each input that has counted, so that it counts once.
CREATE TABLE input (
    id       TEXT PRIMARY KEY,
    learner  TEXT NOT NULL,
    platform TEXT NOT NULL,
    chat     TEXT NOT NULL,
    at       INTEGER NOT NULL
) WITHOUT ROWID;

-- An input makes its learner and its chat known, and shows that the chat is not gone.
CREATE TRIGGER input_is_from_somebody BEFORE INSERT ON input
BEGIN
    INSERT INTO learner (id, since) VALUES (new.learner, new.at) ON CONFLICT DO NOTHING;
    INSERT INTO chat (platform, chat) VALUES (new.platform, new.chat)
        ON CONFLICT DO UPDATE SET gone_at = NULL WHERE gone_at IS NOT NULL;
END;

-- What a learner is doing, as JSON. Not WITHOUT ROWID: the rows are too long for that to pay.
CREATE TABLE session (
    learner TEXT PRIMARY KEY,
    at      INTEGER NOT NULL,
    body    TEXT NOT NULL
);

-- Facts. Each carries whose it is, the platform and the time, and the input that it comes from;
-- the input's own row is forgotten after a while, so it is no foreign key.

CREATE TABLE run (
    learner  TEXT NOT NULL,
    run      TEXT NOT NULL,
    lesson   TEXT NOT NULL,
    revision TEXT NOT NULL,
    mode     TEXT NOT NULL,
    steps    INTEGER NOT NULL,
    platform TEXT NOT NULL,
    at       INTEGER NOT NULL,
    input    TEXT NOT NULL,
    PRIMARY KEY (learner, run)
) WITHOUT ROWID;

CREATE TABLE step_done (
    learner  TEXT NOT NULL,
    run      TEXT NOT NULL,
    step     INTEGER NOT NULL,
    platform TEXT NOT NULL,
    at       INTEGER NOT NULL,
    input    TEXT NOT NULL,
    PRIMARY KEY (learner, run, step)
) WITHOUT ROWID;

CREATE TABLE run_finished (
    learner  TEXT NOT NULL,
    run      TEXT NOT NULL,
    platform TEXT NOT NULL,
    at       INTEGER NOT NULL,
    input    TEXT NOT NULL,
    PRIMARY KEY (learner, run)
) WITHOUT ROWID;

-- One commit to an answer. A choice that is NULL is "no idea"; a verdict and a score that are
-- NULL belong to an open question, which has no key.
CREATE TABLE attempt (
    learner    TEXT NOT NULL,
    at         INTEGER NOT NULL,
    input      TEXT NOT NULL,
    question   TEXT NOT NULL,
    phase      TEXT NOT NULL,
    run        TEXT NOT NULL,
    lesson     TEXT NOT NULL,
    revision   TEXT NOT NULL,
    choice     INTEGER,
    confidence TEXT NOT NULL,
    verdict    TEXT CHECK (verdict IN ('right', 'wrong')),
    score      REAL,
    took_ms    INTEGER NOT NULL,
    platform   TEXT NOT NULL,
    PRIMARY KEY (learner, at, input, question, phase)
) WITHOUT ROWID;

CREATE TRIGGER attempt_never_changes BEFORE UPDATE ON attempt
BEGIN
    SELECT RAISE(ABORT, 'an attempt never changes');
END;

CREATE TRIGGER attempt_never_goes BEFORE DELETE ON attempt
BEGIN
    SELECT RAISE(ABORT, 'an attempt is never deleted');
END;

-- A learner's verdict on their own answer to an open question.
CREATE TABLE judgement (
    learner  TEXT NOT NULL,
    run      TEXT NOT NULL,
    question TEXT NOT NULL,
    phase    TEXT NOT NULL,
    verdict  TEXT NOT NULL CHECK (verdict IN ('right', 'wrong')),
    platform TEXT NOT NULL,
    at       INTEGER NOT NULL,
    input    TEXT NOT NULL,
    PRIMARY KEY (learner, run, question, phase)
) WITHOUT ROWID;

-- What turns said, one row a turn, until it has arrived; then the row goes. Its handle is a secret
-- with a short life and its outputs quote the learner, so neither outlives delivery.
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY,
    input      TEXT NOT NULL,
    learner    TEXT NOT NULL,
    platform   TEXT NOT NULL,
    chat       TEXT NOT NULL,
    audience   TEXT NOT NULL CHECK (audience IN ('private', 'public')),
    handle     TEXT NOT NULL,
    outputs    TEXT NOT NULL,
    question   TEXT,
    at         INTEGER NOT NULL,
    claimed_by TEXT,
    sent       INTEGER NOT NULL DEFAULT 0
);

-- The message that asked a learner's latest question, the only one that can be open.
CREATE TABLE asked (
    learner   TEXT PRIMARY KEY,
    question  TEXT NOT NULL,
    platform  TEXT NOT NULL,
    chat      TEXT NOT NULL,
    audience  TEXT NOT NULL,
    reference TEXT NOT NULL
) WITHOUT ROWID;

-- Immutable content: the lesson as JSON, and its card for the catalogue.
CREATE TABLE revision (
    lesson   TEXT NOT NULL,
    revision TEXT NOT NULL,
    at       INTEGER NOT NULL,
    card     TEXT NOT NULL,
    body     TEXT NOT NULL,
    PRIMARY KEY (lesson, revision)
);

CREATE TRIGGER revision_never_changes BEFORE UPDATE ON revision
BEGIN
    SELECT RAISE(ABORT, 'a revision never changes');
END;

-- What is offered now. A source is the hash of the file that it came from, if it was a file.
CREATE TABLE lesson (
    id       TEXT PRIMARY KEY,
    revision TEXT NOT NULL,
    source   TEXT,
    at       INTEGER NOT NULL,
    FOREIGN KEY (id, revision) REFERENCES revision
);

CREATE TABLE course (
    id     TEXT PRIMARY KEY,
    body   TEXT NOT NULL,
    source TEXT,
    at     INTEGER NOT NULL
);
