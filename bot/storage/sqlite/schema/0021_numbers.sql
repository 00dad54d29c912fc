-- What was counted in the process is counted here, in the transaction that needs it, so that it
-- would be right for several processes as well.

-- The catalogue's edition: it goes up with every change of what is taught, to whom, and by which
-- keys. Whoever holds a copy of the catalogue can tell by it whether that is still true.
CREATE TABLE catalogue (
    edition INTEGER NOT NULL
);

INSERT INTO catalogue (edition) VALUES (1);

CREATE TRIGGER lesson_added_to_catalogue AFTER INSERT ON lesson
BEGIN
    UPDATE catalogue SET edition = edition + 1;
END;

CREATE TRIGGER lesson_changed_in_catalogue AFTER UPDATE OF revision ON lesson
WHEN new.revision <> old.revision
BEGIN
    UPDATE catalogue SET edition = edition + 1;
END;

CREATE TRIGGER lesson_gone_from_catalogue AFTER DELETE ON lesson
BEGIN
    UPDATE catalogue SET edition = edition + 1;
END;

CREATE TRIGGER translation_added_to_catalogue AFTER INSERT ON translation
BEGIN
    UPDATE catalogue SET edition = edition + 1;
END;

CREATE TRIGGER translation_changed_in_catalogue AFTER UPDATE OF revision ON translation
WHEN new.revision <> old.revision
BEGIN
    UPDATE catalogue SET edition = edition + 1;
END;

CREATE TRIGGER translation_gone_from_catalogue AFTER DELETE ON translation
BEGIN
    UPDATE catalogue SET edition = edition + 1;
END;

CREATE TRIGGER course_added_to_catalogue AFTER INSERT ON course
BEGIN
    UPDATE catalogue SET edition = edition + 1;
END;

CREATE TRIGGER course_changed_in_catalogue AFTER UPDATE OF body ON course
WHEN new.body <> old.body
BEGIN
    UPDATE catalogue SET edition = edition + 1;
END;

CREATE TRIGGER course_gone_from_catalogue AFTER DELETE ON course
BEGIN
    UPDATE catalogue SET edition = edition + 1;
END;

CREATE TRIGGER cohort_changed_in_catalogue AFTER INSERT ON cohort_change
BEGIN
    UPDATE catalogue SET edition = edition + 1;
END;

CREATE TRIGGER correction_changes_catalogue AFTER INSERT ON correction
BEGIN
    UPDATE catalogue SET edition = edition + 1;
END;

CREATE TRIGGER withdrawn_changes_catalogue AFTER INSERT ON withdrawn
BEGIN
    UPDATE catalogue SET edition = edition + 1;
END;

-- Starts of the program, each of which sends what was said; only the latest is kept. AUTOINCREMENT,
-- here and below: no number is ever given twice, even if the row that had it is gone.
CREATE TABLE courier (
    id INTEGER PRIMARY KEY AUTOINCREMENT
);

-- The outbox as it was, but for its numbers, and for who has a row in hand: a courier.
DROP TRIGGER document_goes_with_its_parcel;

CREATE TABLE parcel (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    input      TEXT NOT NULL,
    learner    TEXT NOT NULL,
    platform   TEXT NOT NULL,
    chat       TEXT NOT NULL,
    audience   TEXT NOT NULL CHECK (audience IN ('private', 'public')),
    handle     TEXT NOT NULL,
    outputs    TEXT NOT NULL,
    question   TEXT,
    at         INTEGER NOT NULL,
    claimed_by INTEGER,
    sent       INTEGER NOT NULL DEFAULT 0
);

INSERT INTO parcel (id, input, learner, platform, chat, audience, handle, outputs, question, at, sent)
SELECT id, input, learner, platform, chat, audience, handle, outputs, question, at, sent
FROM outbox ORDER BY id;

DROP TABLE outbox;
ALTER TABLE parcel RENAME TO outbox;

CREATE TRIGGER document_goes_with_its_parcel AFTER DELETE ON outbox
WHEN instr(old.outputs, '["document",') AND json_valid(old.outputs)
BEGIN
    DELETE FROM document WHERE id IN (
        SELECT output.value ->> 1 FROM json_each(old.outputs) AS output
        WHERE output.value ->> 0 = 'document'
    );
END;
