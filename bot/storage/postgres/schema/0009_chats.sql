-- Who is known by what they sent, and what follows when a chat, a turn or an account goes.

-- Make a chat known, and not gone. Nearly always it is both already; then it is only read, as an
-- upsert that changes nothing would still lock its row until the transaction ends.
--
-- It returns `pg_catalog.void`, for `void` alone is a table of ours.
CREATE FUNCTION know_chat(its_platform TEXT, its_chat TEXT) RETURNS pg_catalog.VOID
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM chat WHERE platform = its_platform AND chat = its_chat AND gone_at IS NULL;
    IF NOT found THEN
        INSERT INTO chat (platform, chat) VALUES (its_platform, its_chat)
            ON CONFLICT (platform, chat) DO UPDATE SET gone_at = NULL
            WHERE chat.gone_at IS NOT NULL;
    END IF;
END;
$$;

-- An input makes its learner and its chat known, and shows that the chat is not gone. When the
-- learner was heard is kept to the day. An alarm comes from the tutor, so it shows nothing. Nearly
-- always all is known already, and one look tells so.
CREATE FUNCTION input_is_from_somebody() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM learner CROSS JOIN chat
    WHERE learner.id = new.learner AND new.at < learner.heard + 86400000000
    AND learner.warned_at IS NULL
    AND chat.platform = new.platform AND chat.chat = new.chat AND chat.gone_at IS NULL;
    IF found THEN
        RETURN new;
    END IF;
    PERFORM 1 FROM learner
    WHERE id = new.learner AND new.at < heard + 86400000000 AND warned_at IS NULL;
    IF NOT found THEN
        INSERT INTO learner (id, since, heard) VALUES (new.learner, new.at, new.at)
            ON CONFLICT (id) DO UPDATE
            SET heard = greatest(learner.heard, excluded.heard), warned_at = NULL
            WHERE excluded.heard >= learner.heard + 86400000000 OR learner.warned_at IS NOT NULL;
    END IF;
    PERFORM know_chat(new.platform, new.chat);
    RETURN new;
END;
$$;

CREATE TRIGGER input_is_from_somebody BEFORE INSERT ON input
FOR EACH ROW WHEN (new.id NOT LIKE 'alarm:%') EXECUTE FUNCTION input_is_from_somebody();

CREATE FUNCTION forget_arrivals() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM arrival WHERE input = old.id;
    RETURN NULL;
END;
$$;

CREATE TRIGGER arrival_goes_with_its_input AFTER DELETE ON input
FOR EACH ROW EXECUTE FUNCTION forget_arrivals();

-- An input that was somebody's who is forgotten is there only so that it counts once.
CREATE TRIGGER arrival_goes_with_its_learner AFTER UPDATE OF learner ON input
FOR EACH ROW WHEN (new.learner = '') EXECUTE FUNCTION forget_arrivals();

-- The bytes of a file go once the parcel that sends them is done with.
CREATE FUNCTION document_goes_with_its_parcel() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM document WHERE id IN (
        SELECT output.value ->> 1 FROM json_each(old.outputs) AS output
        WHERE output.value ->> 0 = 'document'
    );
    RETURN NULL;
END;
$$;

CREATE TRIGGER document_goes_with_its_parcel AFTER DELETE ON outbox
FOR EACH ROW WHEN (strpos(old.outputs, '["document",') > 0 AND json_valid(old.outputs))
EXECUTE FUNCTION document_goes_with_its_parcel();

-- What is said last to somebody who is forgotten needs to know where; once it is done with, that
-- goes too, and with it the message whose buttons it took away. What is on its way to an account
-- that was linked is still somebody's; and a class is no learner, and its latest question can be
-- found as long as it goes on.
CREATE FUNCTION nobody_is_left_behind() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM learner WHERE id = old.learner)
        OR EXISTS (SELECT 1 FROM identity WHERE id = old.learner)
    THEN
        RETURN NULL;
    END IF;
    DELETE FROM asked WHERE learner = old.learner
    AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.learner = old.learner);
    DELETE FROM chat WHERE platform = old.platform AND chat = old.chat
    AND NOT EXISTS (
        SELECT 1 FROM outbox WHERE outbox.platform = chat.platform AND outbox.chat = chat.chat)
    AND NOT EXISTS (
        SELECT 1 FROM alarm WHERE alarm.platform = chat.platform AND alarm.chat = chat.chat)
    AND NOT EXISTS (
        SELECT 1 FROM asked WHERE asked.platform = chat.platform AND asked.chat = chat.chat);
    RETURN NULL;
END;
$$;

CREATE TRIGGER nobody_is_left_behind AFTER DELETE ON outbox
FOR EACH ROW WHEN (old.learner NOT LIKE 'class:%') EXECUTE FUNCTION nobody_is_left_behind();

CREATE FUNCTION one_link_code_at_a_time() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM link_code WHERE learner = new.learner;
    RETURN new;
END;
$$;

CREATE TRIGGER one_link_code_at_a_time BEFORE INSERT ON link_code
FOR EACH ROW EXECUTE FUNCTION one_link_code_at_a_time();

-- Alarms are held while their chat is gone, and ring again once it is back.
CREATE FUNCTION gone_chat_holds_alarms() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE alarm SET held_at = new.gone_at WHERE platform = new.platform AND chat = new.chat;
    RETURN NULL;
END;
$$;

CREATE TRIGGER gone_chat_holds_alarms AFTER UPDATE OF gone_at ON chat
FOR EACH ROW WHEN (new.gone_at IS DISTINCT FROM old.gone_at)
EXECUTE FUNCTION gone_chat_holds_alarms();

-- What was being done for an account when it was linked, such as a file, is told to whose it is
-- now, in place of an alarm of that kind that they have.
CREATE FUNCTION alarm_is_the_learners() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
    owner TEXT;
BEGIN
    SELECT learner INTO owner FROM identity
    WHERE id = new.learner AND learner <> id AND NOT EXISTS (SELECT 1 FROM relinking);
    IF found THEN
        DELETE FROM alarm WHERE learner = owner AND kind = new.kind;
        UPDATE alarm SET learner = owner WHERE learner = new.learner AND kind = new.kind;
    END IF;
    RETURN NULL;
END;
$$;

CREATE TRIGGER alarm_is_the_learners AFTER INSERT ON alarm
FOR EACH ROW EXECUTE FUNCTION alarm_is_the_learners();

-- A chat that an alarm is set for is tried again, and known from then on. An alarm that only
-- becomes another's shows nothing of its chat.
CREATE FUNCTION alarm_needs_its_chat() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM relinking) THEN
        PERFORM know_chat(new.platform, new.chat);
    END IF;
    RETURN NULL;
END;
$$;

CREATE TRIGGER alarm_needs_its_chat AFTER INSERT ON alarm
FOR EACH ROW WHEN (new.at IS NOT NULL AND new.chat IS NOT NULL)
EXECUTE FUNCTION alarm_needs_its_chat();

-- An alarm that is moved while its chat is gone does not bring the chat back.
CREATE FUNCTION alarm_needs_its_chat_again() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM know_chat(new.platform, new.chat);
    RETURN NULL;
END;
$$;

CREATE TRIGGER alarm_needs_its_chat_again AFTER UPDATE OF at, chat ON alarm
FOR EACH ROW WHEN (new.at IS NOT NULL AND new.chat IS NOT NULL AND new.held_at IS NULL)
EXECUTE FUNCTION alarm_needs_its_chat_again();

-- An alarm without a chat rings once its learner has one. Hardly anybody has such an alarm, so it
-- is looked for before two long bodies are read.
CREATE FUNCTION alarm_finds_its_home() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM alarm WHERE learner = new.id AND at IS NOT NULL AND chat IS NULL;
    IF found AND old.body ->> '$.home[1]' IS NULL AND new.body ->> '$.home[1]' IS NOT NULL THEN
        UPDATE alarm SET platform = new.body ->> '$.home[0]', chat = new.body ->> '$.home[1]'
        WHERE learner = new.id AND at IS NOT NULL AND chat IS NULL;
    END IF;
    RETURN NULL;
END;
$$;

CREATE TRIGGER alarm_finds_its_home AFTER UPDATE OF body ON learner
FOR EACH ROW EXECUTE FUNCTION alarm_finds_its_home();
