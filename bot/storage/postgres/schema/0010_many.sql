-- What is told to many: announcements, corrections, cohorts and classes.

-- Who gets an announcement is settled when it is sent. Whoever sends it has seen it.
CREATE FUNCTION announcement_gets_its_recipients() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO recipient (announcement, learner, platform, chat, language, state)
    SELECT
        new.id, reachable.learner, reachable.platform, reachable.chat, reachable.language,
        CASE WHEN chat.gone_at IS NULL THEN 'waiting' ELSE 'blocked' END
    FROM reachable LEFT JOIN chat USING (platform, chat)
    WHERE reachable.learner <> new.learner AND (
        new.audience = '' OR EXISTS (
            SELECT 1 FROM run WHERE run.learner = reachable.learner AND run.lesson IN (
                SELECT lesson.value FROM course, json_each(course.body, '$.lessons') AS lesson
                WHERE course.id = new.audience
            )
        )
    );
    RETURN NULL;
END;
$$;

CREATE TRIGGER announcement_gets_its_recipients AFTER UPDATE OF state ON announcement
FOR EACH ROW WHEN (old.state = 'written' AND new.state = 'going')
EXECUTE FUNCTION announcement_gets_its_recipients();

CREATE FUNCTION announcement_gets_its_cohort() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO recipient (announcement, learner, platform, chat, language, state)
    SELECT
        new.id, reachable.learner, reachable.platform, reachable.chat, reachable.language,
        CASE WHEN chat.gone_at IS NULL THEN 'waiting' ELSE 'blocked' END
    FROM member JOIN reachable USING (learner) LEFT JOIN chat USING (platform, chat)
    WHERE member.cohort = substr(new.audience, length('cohort:') + 1)
    AND reachable.learner <> new.learner;
    RETURN NULL;
END;
$$;

CREATE TRIGGER announcement_gets_its_cohort AFTER UPDATE OF state ON announcement
FOR EACH ROW WHEN (
    old.state = 'written' AND new.state = 'going' AND new.audience LIKE 'cohort:%'
)
EXECUTE FUNCTION announcement_gets_its_cohort();

-- A chat is its announcement's only recipient: `<platform>:<chat>`.
CREATE FUNCTION announcement_gets_its_place() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
    place TEXT := substr(new.audience, length('chat:') + 1);
    colon INTEGER := strpos(place, ':');
BEGIN
    INSERT INTO recipient (announcement, learner, platform, chat, language, state)
    VALUES (
        new.id, new.audience, substr(place, 1, greatest(colon - 1, 0)), substr(place, colon + 1),
        '', 'waiting'
    );
    RETURN NULL;
END;
$$;

CREATE TRIGGER announcement_gets_its_place AFTER UPDATE OF state ON announcement
FOR EACH ROW WHEN (old.state = 'written' AND new.state = 'going' AND new.audience LIKE 'chat:%')
EXECUTE FUNCTION announcement_gets_its_place();

-- Answers that stay without a name are answers of nobody who could be told of a correction.
CREATE FUNCTION nobody_tells_the_forgotten() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM recipient WHERE announcement = new.announcement AND learner = new.learner;
    RETURN NULL;
END;
$$;

CREATE TRIGGER nobody_tells_the_forgotten AFTER INSERT ON recipient
FOR EACH ROW WHEN (new.learner LIKE 'forgotten:%')
EXECUTE FUNCTION nobody_tells_the_forgotten();

-- A correction touches whoever answered in one of its revisions: they are told, wherever news goes
-- that they may have turned off, for it is about their own score; and what they remember of the
-- question is due anew, for it was learned from wrong verdicts.
CREATE FUNCTION correction_touches_learners() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO announcement (id, text, audience, learner, platform, chat, at, state, notice)
    VALUES (
        new.id, new.name, '', new.learner, new.platform, new.chat, new.at, 'going', new.notice
    );
    -- They are told where they are alone with the tutor, as in `reachable`; but the platform is
    -- empty if there is no such place.
    INSERT INTO recipient (announcement, learner, platform, chat, language, state)
    SELECT
        new.id, told.learner, coalesce(told.platform, ''), coalesce(told.chat, ''), told.language,
        CASE WHEN chat.gone_at IS NULL THEN 'waiting' ELSE 'blocked' END
    FROM (
        SELECT
            answered.learner,
            CASE
                WHEN reminded THEN contact_platform
                WHEN preferring THEN home_platform
                ELSE asked.platform
            END AS platform,
            CASE
                WHEN reminded THEN contact_chat
                WHEN preferring THEN home_chat
                ELSE asked.chat
            END AS chat,
            coalesce(language, '') AS language
        FROM (
            SELECT DISTINCT learner FROM attempt
            WHERE lesson = new.lesson AND question = new.question AND revision IN (
                SELECT value FROM json_each(new.wrong)
                UNION ALL SELECT value FROM json_each(new.again)
            )
        ) AS answered
        LEFT JOIN learner ON learner.id = answered.learner
        LEFT JOIN LATERAL whereabouts(learner.body) ON true
        LEFT JOIN asked ON asked.learner = answered.learner AND asked.audience = 'private'
    ) AS told LEFT JOIN chat ON chat.platform = told.platform AND chat.chat = told.chat;
    UPDATE item SET
        number = 0, stability = 0.0, difficulty = 0.0, due = new.at, at = new.at, said = NULL,
        confidence = 'none', verdict = 'wrong', checks = 0, check_at = NULL, suspended_at = NULL
    WHERE lesson = new.lesson AND question = new.question AND learner IN (
        SELECT recipient.learner FROM recipient WHERE announcement = new.id
    );
    INSERT INTO void (lesson, question, revision)
    SELECT new.lesson, new.question, value FROM json_each(new.wrong)
    ON CONFLICT DO NOTHING;
    DELETE FROM void WHERE lesson = new.lesson AND question = new.question
    AND revision IN (SELECT value FROM json_each(new.again));
    RETURN NULL;
END;
$$;

CREATE TRIGGER correction_touches_learners AFTER INSERT ON correction
FOR EACH ROW EXECUTE FUNCTION correction_touches_learners();

-- Who belongs to a cohort follows from who joined and left.
CREATE FUNCTION membership_makes_members() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM member WHERE cohort = new.cohort AND learner = new.learner;
    INSERT INTO member (cohort, learner)
    SELECT new.cohort, new.learner WHERE new.what = 'joined';
    RETURN NULL;
END;
$$;

CREATE TRIGGER membership_makes_members AFTER INSERT ON membership
FOR EACH ROW EXECUTE FUNCTION membership_makes_members();

-- The alarms of all members ring no later than this; one that rings early sets itself anew.
CREATE FUNCTION cohort_change_rings() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE alarm SET at = new.rings
    WHERE kind = 'cohort:' || new.cohort
    AND learner IN (SELECT member.learner FROM member WHERE cohort = new.cohort)
    AND (at IS NULL OR at > new.rings);
    RETURN NULL;
END;
$$;

CREATE TRIGGER cohort_change_rings AFTER INSERT ON cohort_change
FOR EACH ROW WHEN (new.rings IS NOT NULL) EXECUTE FUNCTION cohort_change_rings();

-- Where we can't write any more, or are no longer, no class goes on. Its host hears of it alone.
CREATE FUNCTION gone_chat_ends_its_classes() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO alarm (learner, kind, at, platform, chat)
    SELECT learner.id, 'class_shut:' || class.id, new.gone_at, alone.platform, alone.chat
    FROM class LEFT JOIN identity ON identity.id = class.host
    JOIN learner ON learner.id = coalesce(identity.learner, class.host)
    LEFT JOIN alone ON alone.learner = learner.id
    WHERE class.platform = new.platform AND class.chat = new.chat AND class.ended_at IS NULL
    ON CONFLICT DO NOTHING;
    DELETE FROM alarm WHERE learner IN (
        SELECT 'class:' || class.id FROM class
        WHERE class.platform = new.platform AND class.chat = new.chat AND class.ended_at IS NULL
    );
    UPDATE class SET ended_at = new.gone_at
    WHERE platform = new.platform AND chat = new.chat AND ended_at IS NULL;
    RETURN NULL;
END;
$$;

CREATE TRIGGER gone_chat_ends_its_classes AFTER UPDATE OF gone_at ON chat
FOR EACH ROW WHEN (new.gone_at IS NOT NULL AND old.gone_at IS NULL)
EXECUTE FUNCTION gone_chat_ends_its_classes();

-- Where a board is taken down, or can't be shown any more, nobody is on it.
CREATE FUNCTION ended_board_is_left() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM board_member WHERE board = new.id;
    RETURN NULL;
END;
$$;

CREATE TRIGGER ended_board_is_left AFTER UPDATE OF ended_at ON class
FOR EACH ROW WHEN (new.kind = 'board' AND new.ended_at IS NOT NULL)
EXECUTE FUNCTION ended_board_is_left();

-- Whoever leaves a board, or is forgotten, is off what stands there, too.
CREATE FUNCTION left_board_is_shown_anew() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO alarm (learner, kind, at, platform, chat)
    SELECT 'class:' || class.id, 'board:' || class.id,
        CAST(class.body ->> '$.edited' AS BIGINT) + 1, class.platform, class.chat
    FROM class WHERE class.id = old.board AND class.ended_at IS NULL
    AND class.body ->> '$.edited' IS NOT NULL
    ON CONFLICT (learner, kind) DO UPDATE SET
        at = least(coalesce(alarm.at, excluded.at), excluded.at), held_at = NULL;
    RETURN NULL;
END;
$$;

CREATE TRIGGER left_board_is_shown_anew AFTER DELETE ON board_member
FOR EACH ROW EXECUTE FUNCTION left_board_is_shown_anew();
