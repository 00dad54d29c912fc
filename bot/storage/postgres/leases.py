"""Who of several processes does what only one of them may.

A lease is a row with a time, by the server's clock, so that the clocks of machines need not agree.
It works behind a pooler, where a lock of a connection would not, and it ends by itself when its
holder does, however that ends.
"""

TAKE = """
INSERT INTO lease (name, holder, until)
VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3))
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
WHERE lease.until < clock_timestamp() OR lease.holder = excluded.holder AND $4
RETURNING true
"""
"""Taken if nobody holds it; and by its holder once more, if it may be ($4)."""

RENEW = """
UPDATE lease SET until = clock_timestamp() + make_interval(secs => $3)
WHERE name = $1 AND holder = $2
RETURNING true
"""
"""Only if nobody else has held it since, even where it has run out."""

HELD = "SELECT 1 FROM lease WHERE name = ? AND holder = ? AND until > clock_timestamp()"

LET_GO = "DELETE FROM lease WHERE name = $1 AND holder = $2"

LEAD = "lead"
"""The lease of the process that leads."""
