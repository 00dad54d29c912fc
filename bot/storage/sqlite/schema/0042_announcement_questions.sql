-- An announcement may ask a question of a lesson: `question` is its key, from which it is looked up
-- when it goes out, and `card` what its admin saw of it, in their language.
ALTER TABLE announcement ADD COLUMN question TEXT NOT NULL DEFAULT '';
ALTER TABLE announcement ADD COLUMN card TEXT NOT NULL DEFAULT '';
