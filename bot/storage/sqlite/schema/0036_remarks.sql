-- What learners say to the authors of a lesson: that they don't understand a part of it, that
-- something is wrong there, or what else they would like to know. `part` is the beat that was on
-- their screen, `question` what it asked, and `choice`, `answer` and `confidence` what they had
-- committed to. `shown` is how far it is on its way to everyone, with its answer, and since when. `mended_at` is when
-- they were told that what they reported has been changed.
CREATE TABLE remark (
    id         TEXT PRIMARY KEY,
    learner    TEXT NOT NULL,
    lesson     TEXT NOT NULL,
    revision   TEXT NOT NULL,
    part       TEXT NOT NULL,
    question   TEXT NOT NULL,
    choice     INTEGER,
    answer     TEXT,
    confidence TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('unclear', 'wrong', 'question')),
    words      TEXT NOT NULL,
    platform   TEXT NOT NULL,
    at         INTEGER NOT NULL,
    input      TEXT NOT NULL,
    place      TEXT NOT NULL GENERATED ALWAYS AS (iif(question = '', part, question)) VIRTUAL,
    shown      TEXT NOT NULL DEFAULT ''
        CHECK (shown IN ('', 'offered', 'agreed', 'declined', 'hidden')),
    shown_at   INTEGER,
    mended_at  INTEGER
) WITHOUT ROWID;

CREATE INDEX remark_of ON remark (learner, at);
CREATE INDEX remark_about ON remark (lesson, question, kind);
CREATE INDEX remark_shown ON remark (lesson, place) WHERE shown = 'agreed';

-- What admins did about it: who sees to it, what was answered, or that it rests. The latest that is
-- not `taken` says what has become of it.
CREATE TABLE handling (
    id       INTEGER PRIMARY KEY,
    remark   TEXT NOT NULL,
    handling TEXT NOT NULL CHECK (handling IN ('taken', 'answered', 'closed')),
    reply    TEXT NOT NULL,
    learner  TEXT NOT NULL,
    at       INTEGER NOT NULL
);

CREATE INDEX handling_of ON handling (remark, id);

CREATE TRIGGER handling_goes_with_its_remark AFTER DELETE ON remark
BEGIN
    DELETE FROM handling WHERE remark = old.id;
END;

-- Remarks with what has become of them.
CREATE VIEW handled AS
SELECT
    remark.*,
    coalesce((
        SELECT handling FROM handling WHERE remark = remark.id AND handling <> 'taken'
        ORDER BY handling.id DESC LIMIT 1
    ), 'open') AS state,
    coalesce((
        SELECT learner FROM handling WHERE remark = remark.id ORDER BY handling.id DESC LIMIT 1
    ), '') AS taken,
    coalesce((
        SELECT reply FROM handling WHERE remark = remark.id AND handling = 'answered'
        ORDER BY handling.id DESC LIMIT 1
    ), '') AS reply
FROM remark;

-- Learners who can make no remarks, and those who can again.
CREATE TABLE muted (
    learner TEXT PRIMARY KEY,
    muted   INTEGER NOT NULL,
    at      INTEGER NOT NULL
) WITHOUT ROWID;

-- Whether a lesson was worth it, as each learner said once, at its end.
CREATE TABLE worth (
    learner  TEXT NOT NULL,
    run      TEXT NOT NULL,
    lesson   TEXT NOT NULL,
    revision TEXT NOT NULL,
    worth    TEXT NOT NULL CHECK (worth IN ('yes', 'partly', 'no')),
    platform TEXT NOT NULL,
    at       INTEGER NOT NULL,
    input    TEXT NOT NULL,
    PRIMARY KEY (lesson, learner)
) WITHOUT ROWID;

-- What is shown to everyone belongs to what is taught.
CREATE TRIGGER exchange_shown AFTER UPDATE OF shown ON remark
WHEN (new.shown = 'agreed') <> (old.shown = 'agreed')
BEGIN
    UPDATE catalogue SET edition = edition + 1;
END;

CREATE TRIGGER exchange_forgotten AFTER DELETE ON remark WHEN old.shown = 'agreed'
BEGIN
    UPDATE catalogue SET edition = edition + 1;
END;

-- An answer rings where its learner is alone with the tutor, or once there is such a place. Who has
-- said several things about one place, which are answered at once, is told with the last of them.
CREATE TRIGGER answer_rings AFTER INSERT ON handling WHEN new.handling = 'answered'
BEGIN
    UPDATE alarm SET at = NULL
    WHERE learner = (SELECT learner FROM remark WHERE id = new.remark) AND kind IN (
        SELECT 'answer:' || remark.id
        FROM remark AS mine
        JOIN remark
        ON remark.learner = mine.learner AND remark.lesson = mine.lesson
        AND remark.place = mine.place
        JOIN handling ON handling.remark = remark.id
        WHERE mine.id = new.remark AND handling.id < new.id AND handling.at = new.at
        AND handling.handling = 'answered'
    );
    INSERT INTO alarm (learner, kind, at, platform, chat)
    SELECT remark.learner, 'answer:' || new.remark, new.at, alone.platform, alone.chat
    FROM remark LEFT JOIN alone ON alone.learner = remark.learner WHERE remark.id = new.remark
    ON CONFLICT DO UPDATE SET at = excluded.at, platform = excluded.platform, chat = excluded.chat,
        held_at = NULL;
END;

-- So does the question whether it may be shown to everyone.
CREATE TRIGGER offer_rings AFTER UPDATE OF shown, shown_at ON remark
WHEN new.shown = 'offered' AND old.shown <> 'offered'
BEGIN
    INSERT INTO alarm (learner, kind, at, platform, chat)
    SELECT
        new.learner,
        'exchange:' || new.id,
        new.shown_at,
        alone.platform,
        alone.chat
    FROM (SELECT 1) LEFT JOIN alone ON alone.learner = new.learner
    WHERE true
    ON CONFLICT DO UPDATE SET at = excluded.at, platform = excluded.platform, chat = excluded.chat,
        held_at = NULL;
END;

-- What could not arrive, since its chat was gone by then, comes once the chat is there again: at
-- another time than the one that rang, as that is in the name of the input.
CREATE TRIGGER answer_waits_for_its_learner AFTER INSERT ON arrival WHEN new.fate = 'gone'
BEGIN
    UPDATE alarm SET at = new.at + 1, held_at = new.at
    WHERE learner = (SELECT learner FROM input WHERE id = new.input)
    AND (kind LIKE 'answer:%' OR kind LIKE 'exchange:%' OR kind LIKE 'mended:%')
    AND instr(new.input, 'alarm:' || learner || ':' || kind || ':') = 1;
END;

-- Whoever reported that something is wrong with a question is told once, when its scores are
-- corrected, or when it is taught in other words: where it is another object in the lesson's JSON.
CREATE TRIGGER correction_tells_reporters AFTER INSERT ON correction
BEGIN
    UPDATE remark SET mended_at = new.at
    WHERE lesson = new.lesson AND question = new.question AND kind = 'wrong' AND mended_at IS NULL;
END;

CREATE TRIGGER lesson_tells_reporters AFTER UPDATE OF revision ON lesson
WHEN new.revision <> old.revision AND EXISTS (
    SELECT 1 FROM remark
    WHERE lesson = new.id AND question > '' AND kind = 'wrong' AND mended_at IS NULL)
BEGIN
    UPDATE remark SET mended_at = new.at
    WHERE lesson = new.id AND question > '' AND kind = 'wrong' AND mended_at IS NULL
    AND EXISTS (
        SELECT 1 FROM revision
        WHERE lesson = new.id AND revision.revision = remark.revision
        AND coalesce(card ->> '$.translates', '') = '')
    AND (
        SELECT group_concat(json_extract(body, path))
        FROM revision, json_tree(body)
        WHERE lesson = new.id AND revision.revision = new.revision
        AND key = 'id' AND atom = remark.question
    ) IS NOT (
        SELECT group_concat(json_extract(body, path))
        FROM revision, json_tree(body)
        WHERE lesson = new.id AND revision.revision = remark.revision
        AND key = 'id' AND atom = remark.question
    );
END;

CREATE TRIGGER translation_tells_reporters AFTER UPDATE OF revision ON translation
WHEN new.revision <> old.revision AND EXISTS (
    SELECT 1 FROM remark
    WHERE lesson = new.lesson AND question > '' AND kind = 'wrong' AND mended_at IS NULL)
BEGIN
    UPDATE remark SET mended_at = new.at
    WHERE lesson = new.lesson AND question > '' AND kind = 'wrong' AND mended_at IS NULL
    AND EXISTS (
        SELECT 1 FROM revision
        WHERE lesson = new.lesson AND revision.revision = remark.revision
        AND card ->> '$.translates' <> '' AND card ->> '$.language' = new.language)
    AND (
        SELECT group_concat(json_extract(body, path))
        FROM revision, json_tree(body)
        WHERE lesson = new.lesson AND revision.revision = new.revision
        AND key = 'id' AND atom = remark.question
    ) IS NOT (
        SELECT group_concat(json_extract(body, path))
        FROM revision, json_tree(body)
        WHERE lesson = new.lesson AND revision.revision = remark.revision
        AND key = 'id' AND atom = remark.question
    );
END;

CREATE TRIGGER reporter_is_told AFTER UPDATE OF mended_at ON remark
WHEN new.mended_at IS NOT NULL AND old.mended_at IS NULL
BEGIN
    INSERT INTO alarm (learner, kind, at, platform, chat)
    SELECT new.learner, 'mended:' || new.id, new.mended_at, alone.platform, alone.chat
    FROM (SELECT 1) LEFT JOIN alone ON alone.learner = new.learner
    WHERE true
    ON CONFLICT DO NOTHING;
END;
