-- Which revision of a lesson is offered in which language, beside the original's in `lesson`.
-- A translation's own text is a revision of its lesson like any other.

CREATE TABLE translation (
    lesson   TEXT NOT NULL,
    language TEXT NOT NULL,
    revision TEXT NOT NULL,
    source   TEXT,
    at       INTEGER NOT NULL,
    PRIMARY KEY (lesson, language),
    FOREIGN KEY (lesson, revision) REFERENCES revision
) WITHOUT ROWID;
