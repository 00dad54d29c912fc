-- A card names its lesson's pitfalls that are asked, by their titles in the original: from these
-- follow the ids of their questions, which come back. Cards are read without parsing lessons, so
-- those that were written before are completed here.
ALTER TABLE revision DISABLE TRIGGER revision_never_changes;

UPDATE revision SET card = CAST(jsonb_set(CAST(card AS JSONB), '{pitfalls}', (
    SELECT coalesce(jsonb_agg(
        coalesce(nullif(part.told ->> 'translates', ''), part.told ->> 'title') ORDER BY part.place
    ), '[]')
    FROM jsonb_array_elements(CAST(body AS JSONB) -> 'pitfalls') WITH ORDINALITY AS part(told, place)
    WHERE part.told ->> 'wrong' <> '' AND part.told ->> 'right' <> ''
)) AS TEXT)
WHERE CASE
    WHEN card IS JSON OBJECT AND body IS JSON OBJECT
        THEN jsonb_typeof(CAST(body AS JSONB) -> 'pitfalls') = 'array'
    ELSE FALSE
END;

ALTER TABLE revision ENABLE TRIGGER revision_never_changes;
