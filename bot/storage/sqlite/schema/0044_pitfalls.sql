-- A card names its lesson's pitfalls that are asked, by their titles in the original: from these
-- follow the ids of their questions, which come back. Cards are read without parsing lessons, so
-- those that were written before are completed here.
DROP TRIGGER revision_never_changes;

UPDATE revision SET card = json_set(card, '$.pitfalls', json((
    SELECT json_group_array(title) FROM (
        SELECT coalesce(nullif(part.value ->> '$.translates', ''), part.value ->> '$.title') AS title
        FROM json_each(body, '$.pitfalls') AS part
        WHERE part.value ->> '$.wrong' <> '' AND part.value ->> '$.right' <> '' ORDER BY part.key
    )
)))
WHERE json_valid(card) AND json_valid(body) AND json_array_length(body, '$.pitfalls') > 0;

CREATE TRIGGER revision_never_changes BEFORE UPDATE ON revision
BEGIN
    SELECT RAISE(ABORT, 'a revision never changes');
END;
