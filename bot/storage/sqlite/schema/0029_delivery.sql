-- An announcement reaches each of its recipients once at most. So who is about to be sent it is
-- noted before that: `handed` with `waiting`. Whoever is found like that at a start may have it or
-- not, and so may those from whom no answer came: `handed` with `failed`.
ALTER TABLE recipient ADD COLUMN handed INTEGER NOT NULL DEFAULT 0 CHECK (handed IN (0, 1));
