-- Pictures of lessons, by the SHA-256 of their bytes in hex. Rows are added and never changed: a
-- lesson's revision names them, and they are read when they are sent, not with the lesson.
CREATE TABLE asset (
    hash  TEXT PRIMARY KEY,
    media TEXT NOT NULL,
    bytes BLOB NOT NULL,
    at    INTEGER NOT NULL
);
