-- What one process alone does, and for how long from now: leading, or greeting a gateway.
CREATE TABLE lease (
    name   TEXT COLLATE "C" PRIMARY KEY,
    holder BIGINT NOT NULL,
    until  TIMESTAMPTZ NOT NULL
);

-- What was said in a process that does not lead is in nobody's hands until the one that does takes
-- it; what one said that led until a moment ago is in that one's. Both are looked for all the time,
-- and so is what a learner was told before that.
CREATE INDEX outbox_courier ON outbox (claimed_by);
CREATE INDEX outbox_learner ON outbox (learner);
