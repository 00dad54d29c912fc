-- A card names its lesson's tags, by which it is found. Cards are read without parsing lessons, so
-- those that were written before are completed here.
DROP TRIGGER revision_never_changes;

UPDATE revision SET card = json_set(card, '$.tags', json(body -> '$.tags'))
WHERE json_valid(card) AND json_valid(body) AND json_array_length(body, '$.tags') > 0;

CREATE TRIGGER revision_never_changes BEFORE UPDATE ON revision
BEGIN
    SELECT RAISE(ABORT, 'a revision never changes');
END;
