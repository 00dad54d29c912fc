-- An announcement may go to a server's channel or to a group: the audience `chat:<platform>:<chat>`,
-- whose only recipient is called the same. `place` is what that chat is called.
ALTER TABLE announcement ADD COLUMN place TEXT NOT NULL DEFAULT '';

CREATE TRIGGER announcement_gets_its_place AFTER UPDATE OF state ON announcement
WHEN old.state = 'written' AND new.state = 'going' AND new.audience LIKE 'chat:%'
BEGIN
    INSERT INTO recipient (announcement, learner, platform, chat, language, state)
    SELECT
        new.id, new.audience, substr(place, 1, instr(place, ':') - 1),
        substr(place, instr(place, ':') + 1), '', 'waiting'
    FROM (SELECT substr(new.audience, length('chat:') + 1) AS place);
END;
