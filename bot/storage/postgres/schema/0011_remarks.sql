-- What follows from remarks and from what is done about them.

CREATE FUNCTION handling_goes_with_its_remark() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM handling WHERE remark = old.id;
    RETURN NULL;
END;
$$;

CREATE TRIGGER handling_goes_with_its_remark AFTER DELETE ON remark
FOR EACH ROW EXECUTE FUNCTION handling_goes_with_its_remark();

-- A picture goes with the last answer that has it.
CREATE FUNCTION picture_goes_with_its_answer() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM answer_picture
    WHERE hash = old.picture AND NOT EXISTS (SELECT 1 FROM handling WHERE picture = old.picture);
    RETURN NULL;
END;
$$;

CREATE TRIGGER picture_goes_with_its_answer AFTER DELETE ON handling
FOR EACH ROW WHEN (old.picture <> '') EXECUTE FUNCTION picture_goes_with_its_answer();

-- An answer rings where its learner is alone with the tutor, or once there is such a place. Who has
-- said several things about one place, which are answered at once, is told with the last of them.
CREATE FUNCTION answer_rings() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE alarm SET at = NULL
    WHERE learner = (SELECT remark.learner FROM remark WHERE remark.id = new.remark) AND kind IN (
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
    ON CONFLICT (learner, kind) DO UPDATE SET
        at = excluded.at, platform = excluded.platform, chat = excluded.chat, held_at = NULL;
    RETURN NULL;
END;
$$;

CREATE TRIGGER answer_rings AFTER INSERT ON handling
FOR EACH ROW WHEN (new.handling = 'answered') EXECUTE FUNCTION answer_rings();

-- So does the question whether it may be shown to everyone.
CREATE FUNCTION offer_rings() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO alarm (learner, kind, at, platform, chat)
    SELECT new.learner, 'exchange:' || new.id, new.shown_at, alone.platform, alone.chat
    FROM (SELECT 1) AS once LEFT JOIN alone ON alone.learner = new.learner
    ON CONFLICT (learner, kind) DO UPDATE SET
        at = excluded.at, platform = excluded.platform, chat = excluded.chat, held_at = NULL;
    RETURN NULL;
END;
$$;

CREATE TRIGGER offer_rings AFTER UPDATE OF shown, shown_at ON remark
FOR EACH ROW WHEN (new.shown = 'offered' AND old.shown <> 'offered')
EXECUTE FUNCTION offer_rings();

-- What could not arrive, since its chat was gone by then, comes once the chat is there again: at
-- another time than the one that rang, as that is in the name of the input.
CREATE FUNCTION answer_waits_for_its_learner() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE alarm SET at = new.at + 1, held_at = new.at
    WHERE learner = (SELECT input.learner FROM input WHERE input.id = new.input)
    AND (kind LIKE 'answer:%' OR kind LIKE 'exchange:%' OR kind LIKE 'mended:%')
    AND strpos(new.input, 'alarm:' || learner || ':' || kind || ':') = 1;
    RETURN NULL;
END;
$$;

CREATE TRIGGER answer_waits_for_its_learner AFTER INSERT ON arrival
FOR EACH ROW WHEN (new.fate = 'gone') EXECUTE FUNCTION answer_waits_for_its_learner();

-- Whoever reported that something is wrong with a question is told once, when its scores are
-- corrected, or when it is taught in other words: where it is another object in the lesson's JSON.
CREATE FUNCTION correction_tells_reporters() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE remark SET mended_at = new.at
    WHERE lesson = new.lesson AND question = new.question AND kind = 'wrong' AND mended_at IS NULL;
    RETURN NULL;
END;
$$;

CREATE TRIGGER correction_tells_reporters AFTER INSERT ON correction
FOR EACH ROW EXECUTE FUNCTION correction_tells_reporters();

-- A question as a revision has it: each object of that name in it, one after the other. Only what
-- can hold one is gone through, which `json_tree` would take several times as long for.
CREATE FUNCTION question_text(its_lesson TEXT, its_revision TEXT, its_question TEXT) RETURNS TEXT
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH RECURSIVE part (body, places) AS (
        SELECT CAST(revision.body AS JSON), CAST('{}' AS BIGINT[])
        FROM revision
        WHERE revision.lesson = its_lesson AND revision.revision = its_revision
        UNION ALL
        SELECT child.body, part.places || child.place
        FROM part CROSS JOIN LATERAL (
            SELECT element, place
            FROM json_array_elements(
                CASE json_typeof(part.body) WHEN 'array' THEN part.body END
            ) WITH ORDINALITY AS listed(element, place)
            UNION ALL
            SELECT member, place
            FROM json_each(
                CASE json_typeof(part.body) WHEN 'object' THEN part.body END
            ) WITH ORDINALITY AS named(name, member, place)
        ) AS child(body, place)
        WHERE json_typeof(child.body) IN ('array', 'object')
    )
    SELECT string_agg(CAST(part.body AS TEXT), ',' ORDER BY part.places) FROM part
    WHERE json_typeof(part.body) = 'object' AND part.body ->> 'id' = its_question;
END;

-- Mend what was reported of a lesson's own text, where the language is empty, or of a translation.
CREATE FUNCTION tell_reporters(its_lesson TEXT, its_language TEXT, its_revision TEXT, its_at BIGINT)
RETURNS pg_catalog.VOID LANGUAGE plpgsql AS $$
BEGIN
    -- Each text is looked for once, however many reported the same.
    WITH reported AS MATERIALIZED (
        SELECT DISTINCT remark.revision, remark.question
        FROM remark JOIN revision USING (lesson, revision)
        WHERE lesson = its_lesson AND question > '' AND kind = 'wrong' AND mended_at IS NULL
        AND CASE
            WHEN coalesce(card ->> '$.translates', '') = '' THEN ''
            ELSE card ->> '$.language'
        END = its_language
    )
    UPDATE remark SET mended_at = its_at FROM reported
    WHERE lesson = its_lesson AND kind = 'wrong' AND mended_at IS NULL
    AND remark.revision = reported.revision AND remark.question = reported.question
    AND question_text(its_lesson, its_revision, reported.question)
        IS DISTINCT FROM question_text(its_lesson, reported.revision, reported.question);
END;
$$;

CREATE FUNCTION lesson_tells_reporters() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tell_reporters(new.id, '', new.revision, new.at);
    RETURN NULL;
END;
$$;

CREATE TRIGGER lesson_tells_reporters AFTER UPDATE OF revision ON lesson
FOR EACH ROW WHEN (new.revision <> old.revision) EXECUTE FUNCTION lesson_tells_reporters();

CREATE FUNCTION translation_tells_reporters() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tell_reporters(new.lesson, new.language, new.revision, new.at);
    RETURN NULL;
END;
$$;

CREATE TRIGGER translation_tells_reporters AFTER UPDATE OF revision ON translation
FOR EACH ROW WHEN (new.revision <> old.revision) EXECUTE FUNCTION translation_tells_reporters();

CREATE FUNCTION reporter_is_told() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO alarm (learner, kind, at, platform, chat)
    SELECT new.learner, 'mended:' || new.id, new.mended_at, alone.platform, alone.chat
    FROM (SELECT 1) AS once LEFT JOIN alone ON alone.learner = new.learner
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END;
$$;

CREATE TRIGGER reporter_is_told AFTER UPDATE OF mended_at ON remark
FOR EACH ROW WHEN (new.mended_at IS NOT NULL AND old.mended_at IS NULL)
EXECUTE FUNCTION reporter_is_told();
