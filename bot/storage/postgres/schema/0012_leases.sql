-- What one process alone does, and for how long from now: leading, or greeting a gateway.
CREATE TABLE lease (
    name   TEXT COLLATE "C" PRIMARY KEY,
    holder BIGINT NOT NULL,
    until  TIMESTAMPTZ NOT NULL
);

-- What was said in a process that does not lead, until the one that does takes it in hand.
CREATE INDEX outbox_unclaimed ON outbox (id) WHERE claimed_by IS NULL;
