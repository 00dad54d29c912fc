-- The learning modes that each revision is offered in, with about how many minutes each takes, as
-- JSON. They follow from the revision and from what the program's modes need: where `definition`
-- is not the one that the program has, they are worked out anew. Until now they stood in the card,
-- where nothing can change.
CREATE TABLE revision_modes (
    lesson     TEXT NOT NULL,
    revision   TEXT NOT NULL,
    definition TEXT NOT NULL,
    modes      TEXT NOT NULL,
    PRIMARY KEY (lesson, revision),
    FOREIGN KEY (lesson, revision) REFERENCES revision
) WITHOUT ROWID;

INSERT INTO revision_modes (lesson, revision, definition, modes)
SELECT
    lesson, revision, '',
    CASE WHEN json_valid(card) THEN coalesce(card -> '$.styles', '[]') ELSE '[]' END
FROM revision;

CREATE TRIGGER modes_changed_in_catalogue AFTER UPDATE OF modes ON revision_modes
WHEN new.modes <> old.modes
BEGIN
    UPDATE catalogue SET edition = edition + 1;
END;
