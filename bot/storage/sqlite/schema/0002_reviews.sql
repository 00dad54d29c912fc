-- What is remembered of each question by each learner, since their last answer to it.
--
-- It is worked out from attempts, which stay as they are; so this is a state, not a fact, and
-- changes with every answer. A check that is NULL: none is pending. The label of the last answer is
-- the lesson's own text; NULL is "no idea".

CREATE TABLE item (
    learner      TEXT NOT NULL,
    lesson       TEXT NOT NULL,
    question     TEXT NOT NULL,
    number       INTEGER NOT NULL,
    stability    REAL NOT NULL,
    difficulty   REAL NOT NULL,
    due          INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    said         TEXT,
    confidence   TEXT NOT NULL,
    verdict      TEXT NOT NULL CHECK (verdict IN ('right', 'wrong')),
    checks       INTEGER NOT NULL,
    check_at     INTEGER,
    suspended_at INTEGER,
    PRIMARY KEY (learner, lesson, question)
) WITHOUT ROWID;

-- What of a learner's is due: only that is looked at, however many items there are.
CREATE INDEX item_due ON item (learner, due) WHERE suspended_at IS NULL;

-- A card names its lesson's questions. Cards are read without parsing lessons, so those that were
-- written before are completed here: whatever has options in a lesson is a question.
DROP TRIGGER revision_never_changes;

UPDATE revision SET card = json_set(card, '$.questions', json((
    SELECT json_group_array(json_extract(body, path || '.id'))
    FROM json_tree(body) WHERE key = 'options' AND type = 'array'
)));

CREATE TRIGGER revision_never_changes BEFORE UPDATE ON revision
BEGIN
    SELECT RAISE(ABORT, 'a revision never changes');
END;
