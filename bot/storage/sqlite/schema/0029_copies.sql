-- A process that is killed between sending and marking sends again, and the first copy's name is known
-- to nobody. Where a platform numbers its messages, that name is one of the few that follow those
-- that are known: so the newest of these are kept, some hundreds of all platforms.
CREATE TABLE delivered (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    learner   TEXT NOT NULL,
    platform  TEXT NOT NULL,
    reference TEXT NOT NULL
);
CREATE INDEX delivered_learner ON delivered (learner);

-- Who was being sent something when a process ended, and after which message that was the newest
-- known one: empty, if there was none. It goes once the copies have been looked for.
CREATE TABLE doubtful (
    learner  TEXT NOT NULL,
    platform TEXT NOT NULL,
    chat     TEXT NOT NULL,
    since    TEXT NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (learner, platform, chat, since)
) WITHOUT ROWID;
