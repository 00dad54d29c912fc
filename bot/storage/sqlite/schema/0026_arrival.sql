-- What has become of each message of a turn, and when: messages count from 1, in the order in which
-- the channel plans them; 0 stands for a turn whose messages could not be planned. The outbox forgets
-- a turn once it is done with; this stays as long as its input does, so that one input's whole way can
-- be told for a week.
CREATE TABLE arrival (
    input   TEXT NOT NULL,
    message INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    fate    TEXT NOT NULL CHECK (fate IN ('arrived', 'gone', 'passed over')),
    PRIMARY KEY (input, message)
) WITHOUT ROWID;

CREATE TRIGGER arrival_goes_with_its_input AFTER DELETE ON input
BEGIN
    DELETE FROM arrival WHERE input = old.id;
END;

-- An input that was somebody's who is forgotten is there only so that it counts once.
CREATE TRIGGER arrival_goes_with_its_learner AFTER UPDATE OF learner ON input WHEN new.learner = ''
BEGIN
    DELETE FROM arrival WHERE input = old.id;
END;
