-- What learners reached: milestones, each once, and the days on which they did what they aimed at.
-- Like attempts, these rows never change.

CREATE TABLE milestone (
    learner  TEXT NOT NULL,
    name     TEXT NOT NULL,
    platform TEXT NOT NULL,
    at       INTEGER NOT NULL,
    input    TEXT NOT NULL,
    PRIMARY KEY (learner, name)
) WITHOUT ROWID;

-- A day is the learner's own, as an ISO date.
CREATE TABLE goal_reached (
    learner  TEXT NOT NULL,
    day      TEXT NOT NULL,
    goal     INTEGER NOT NULL,
    platform TEXT NOT NULL,
    at       INTEGER NOT NULL,
    input    TEXT NOT NULL,
    PRIMARY KEY (learner, day)
) WITHOUT ROWID;
