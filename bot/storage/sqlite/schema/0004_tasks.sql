-- What is answered in a learner's own words comes back like a question, with what they wrote before.

-- The last text of a learner's for one task, without looking at any other.
CREATE INDEX writing_latest ON writing (learner, lesson, item, at);

-- The reason that Why asks for and the recollection that Recall asks for are tasks with these names.
UPDATE writing SET item = 'why.reason' WHERE item = 'why' AND EXISTS (
    SELECT 1 FROM run
    WHERE run.learner = writing.learner AND run.run = writing.run AND run.mode = 'why');
UPDATE writing SET item = 'recall.free' WHERE item = 'recall' AND EXISTS (
    SELECT 1 FROM run
    WHERE run.learner = writing.learner AND run.run = writing.run AND run.mode = 'recall');
UPDATE rating SET item = 'why.reason' WHERE item = 'why' AND EXISTS (
    SELECT 1 FROM run
    WHERE run.learner = rating.learner AND run.run = rating.run AND run.mode = 'why');
UPDATE rating SET item = 'recall.free' WHERE item = 'recall' AND EXISTS (
    SELECT 1 FROM run
    WHERE run.learner = rating.learner AND run.run = rating.run AND run.mode = 'recall');

-- A card names its lesson's tasks. Cards are read without parsing lessons, so those that were
-- written before are completed here.
DROP TRIGGER revision_never_changes;

UPDATE revision SET card = json_set(card, '$.tasks', json((
    SELECT json_group_array(id) FROM (
        SELECT json_extract(exercise.value, '$.id') AS id
        FROM json_each(body, '$.exercises') AS exercise
        WHERE json_extract(exercise.value, '$.choice') IS NULL
            AND json_array_length(exercise.value, '$.criteria') > 0
        UNION ALL SELECT 'why.reason' WHERE json_array_length(body, '$.takeaways') > 0
        UNION ALL SELECT 'recall.free' WHERE json_array_length(body, '$.takeaways') > 0)
)));

CREATE TRIGGER revision_never_changes BEFORE UPDATE ON revision
BEGIN
    SELECT RAISE(ABORT, 'a revision never changes');
END;
