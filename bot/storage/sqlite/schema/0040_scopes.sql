-- A role is held for everything, where its scope is empty, or for `course:<id>` or `cohort:<code>`
-- alone.
CREATE TABLE scoped_role (
    learner TEXT NOT NULL,
    role    TEXT NOT NULL
        CHECK (role IN ('owner', 'publisher', 'author', 'analyst', 'host', 'teacher')),
    scope   TEXT NOT NULL,
    by      TEXT NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (learner, role, scope)
) WITHOUT ROWID;

INSERT INTO scoped_role (learner, role, scope, by, at) SELECT learner, role, '', by, at FROM role;

DROP TABLE role;

ALTER TABLE scoped_role RENAME TO role;

-- So are those that two learners had before they were linked.
UPDATE before_link SET
    key = json_array(key ->> 0, ''),
    columns = iif(columns IS NULL, NULL, json_set(columns, '$.scope', ''))
WHERE source = 'role';

-- An announcement may go to the members of a cohort: the audience `cohort:<code>`.
CREATE TRIGGER announcement_gets_its_cohort AFTER UPDATE OF state ON announcement
WHEN old.state = 'written' AND new.state = 'going' AND new.audience LIKE 'cohort:%'
BEGIN
    INSERT INTO recipient (announcement, learner, platform, chat, language, state)
    SELECT
        new.id, reachable.learner, reachable.platform, reachable.chat, reachable.language,
        iif(chat.gone_at IS NULL, 'waiting', 'blocked')
    FROM member JOIN reachable USING (learner) LEFT JOIN chat USING (platform, chat)
    WHERE member.cohort = substr(new.audience, length('cohort:') + 1)
    AND reachable.learner <> new.learner;
END;
