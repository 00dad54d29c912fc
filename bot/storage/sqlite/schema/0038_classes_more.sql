-- Answers in words in a class: what was committed to, and what has no confidence yet. `choice` is then
-- how it was judged.
ALTER TABLE class_vote ADD COLUMN answer TEXT NOT NULL DEFAULT '';
ALTER TABLE class_vote ADD COLUMN draft TEXT NOT NULL DEFAULT '';

-- When a class may be started in a chat: between these minutes after midnight in its time zone, at any
-- time if they are the same; and whether one of those who run it has heard which permission we lack.
ALTER TABLE class_limit ADD COLUMN first INTEGER NOT NULL DEFAULT 0;
ALTER TABLE class_limit ADD COLUMN last INTEGER NOT NULL DEFAULT 0;
ALTER TABLE class_limit ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE class_limit ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
