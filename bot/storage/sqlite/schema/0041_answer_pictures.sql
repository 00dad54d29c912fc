-- An answer to a remark may have a picture, which is kept by the SHA-256 of its bytes in hex as a
-- lesson's pictures are, though apart from these: it goes with the last answer that has it.
CREATE TABLE answer_picture (
    hash  TEXT PRIMARY KEY,
    media TEXT NOT NULL,
    bytes BLOB NOT NULL,
    at    INTEGER NOT NULL
);

ALTER TABLE handling ADD COLUMN picture TEXT NOT NULL DEFAULT '';

CREATE INDEX handling_shows ON handling (picture) WHERE picture <> '';

CREATE TRIGGER picture_goes_with_its_answer AFTER DELETE ON handling WHEN old.picture <> ''
BEGIN
    DELETE FROM answer_picture
    WHERE hash = old.picture AND NOT EXISTS (SELECT 1 FROM handling WHERE picture = old.picture);
END;

DROP VIEW handled;

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
    ), '') AS reply,
    coalesce((
        SELECT picture FROM handling WHERE remark = remark.id AND handling = 'answered'
        ORDER BY handling.id DESC LIMIT 1
    ), '') AS picture
FROM remark;
