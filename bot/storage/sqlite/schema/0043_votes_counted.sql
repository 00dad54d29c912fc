-- A vote enters its member's own record once it is revealed what is true. Until then this is how long
-- it took to give it first; NULL where nothing is committed, or where it was put on record at once, as
-- it was before.
ALTER TABLE class_vote ADD COLUMN took_ms INTEGER;
