-- Who is forgotten may write in one process while another notes that their last message has arrived,
-- and neither sees what the other has not committed. Both lock the chat, so that whoever comes second
-- looks when the first is done: the chat is kept for who is there, or made anew for who comes.

CREATE OR REPLACE FUNCTION input_is_from_somebody() RETURNS TRIGGER LANGUAGE plpgsql AS $$
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
        -- It can't be deleted from here on. That writes to its row, so it is not done each time.
        PERFORM 1 FROM chat WHERE platform = new.platform AND chat = new.chat FOR KEY SHARE;
    END IF;
    PERFORM know_chat(new.platform, new.chat);
    RETURN new;
END;
$$;

CREATE OR REPLACE FUNCTION nobody_is_left_behind() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM learner WHERE id = old.learner)
        OR EXISTS (SELECT 1 FROM identity WHERE id = old.learner)
    THEN
        RETURN NULL;
    END IF;
    PERFORM 1 FROM chat WHERE platform = old.platform AND chat = old.chat FOR UPDATE;
    -- Each statement sees what has been committed by now.
    IF EXISTS (SELECT 1 FROM learner WHERE id = old.learner) THEN
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
