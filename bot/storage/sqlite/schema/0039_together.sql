-- What else stands in a chat in a name of its own: a question of the day, a duel, a board. `home` is
-- the chat in which it was started, whatever thread it goes on in.
ALTER TABLE class ADD COLUMN kind TEXT NOT NULL DEFAULT 'class'
    CHECK (kind IN ('class', 'daily', 'duel', 'board'));
ALTER TABLE class ADD COLUMN home TEXT NOT NULL DEFAULT '';
-- Of a duel, whoever takes or took it.
ALTER TABLE class ADD COLUMN rival TEXT NOT NULL DEFAULT '';

UPDATE class SET home = chat;

CREATE INDEX class_rival ON class (rival) WHERE rival <> '';
CREATE INDEX class_other ON class (kind, platform, home) WHERE kind <> 'class';

-- Who stands on the board of a chat, under the name that they chose.
CREATE TABLE board_member (
    board   TEXT NOT NULL,
    learner TEXT NOT NULL,
    name    TEXT NOT NULL,
    PRIMARY KEY (board, learner)
) WITHOUT ROWID;

CREATE INDEX board_member_learner ON board_member (learner);

-- Where a board is taken down, or can't be shown any more, nobody is on it.
CREATE TRIGGER ended_board_is_left AFTER UPDATE OF ended_at ON class
WHEN new.kind = 'board' AND new.ended_at IS NOT NULL
BEGIN
    DELETE FROM board_member WHERE board = new.id;
END;

-- Whoever leaves a board, or is forgotten, is off what stands there, too.
CREATE TRIGGER left_board_is_shown_anew AFTER DELETE ON board_member
BEGIN
    INSERT INTO alarm (learner, kind, at, platform, chat)
    SELECT 'class:' || class.id, 'board:' || class.id, (class.body ->> '$.edited') + 1,
        class.platform, class.chat
    FROM class WHERE class.id = old.board AND class.ended_at IS NULL
    AND class.body ->> '$.edited' IS NOT NULL
    ON CONFLICT DO UPDATE SET at = min(coalesce(at, excluded.at), excluded.at), held_at = NULL;
END;
