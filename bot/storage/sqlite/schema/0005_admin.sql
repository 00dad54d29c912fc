-- Who may do what beyond learning. A row is there as long as the role is held.
CREATE TABLE role (
    learner TEXT NOT NULL,
    role    TEXT NOT NULL CHECK (role IN ('owner', 'publisher', 'author', 'analyst')),
    by      TEXT NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (learner, role)
) WITHOUT ROWID;

-- What admins did, in the order in which it happened. Who set the owners is the program's settings.
CREATE TABLE audit (
    id       INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    learner  TEXT NOT NULL,
    platform TEXT NOT NULL,
    input    TEXT NOT NULL,
    act      TEXT NOT NULL,
    subject  TEXT NOT NULL,
    before   TEXT NOT NULL,
    after    TEXT NOT NULL
);

CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'what an admin did never changes');
END;

CREATE TRIGGER audit_never_goes BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'what an admin did is never deleted');
END;
