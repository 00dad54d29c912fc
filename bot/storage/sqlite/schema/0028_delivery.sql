-- An announcement reaches each of its recipients once at most. So who is about to be sent it is
-- noted before that: `handed` with `waiting`. Whoever is found like that at a start may have it or
-- not, and so may those from whom no answer came: `handed` with `failed`.
ALTER TABLE recipient ADD COLUMN handed INTEGER NOT NULL DEFAULT 0 CHECK (handed IN (0, 1));

-- A platform may want a chat to be left alone for a while; what is sent before that prolongs it.
ALTER TABLE chat ADD COLUMN paused_until INTEGER;
CREATE INDEX chat_paused ON chat (paused_until) WHERE paused_until IS NOT NULL;

-- A group of Telegram's that becomes a supergroup gets another number. Whatever is addressed to the
-- old one, such as an alarm, goes to the new one.
CREATE TABLE moved (
    platform TEXT NOT NULL,
    chat     TEXT NOT NULL,
    moved_to TEXT NOT NULL,
    PRIMARY KEY (platform, chat)
) WITHOUT ROWID;
