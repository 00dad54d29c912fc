-- What never changes and never goes, but for somebody who is forgotten or linked.

-- Refuse what is done to a row, with the sentence that the trigger gives.
CREATE FUNCTION refuse() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = tg_argv[0];
END;
$$;

-- A trigger's condition holds no subqueries, so these ask for it.

-- Whether somebody is being forgotten just now.
CREATE FUNCTION is_erased(who TEXT) RETURNS BOOLEAN
LANGUAGE sql STABLE PARALLEL SAFE
RETURN EXISTS (SELECT 1 FROM erasure WHERE learner = who);

-- Whether they are, and are called this from then on.
CREATE FUNCTION is_erased(who TEXT, called TEXT) RETURNS BOOLEAN
LANGUAGE sql STABLE PARALLEL SAFE
RETURN EXISTS (SELECT 1 FROM erasure WHERE learner = who AND name = called);

-- Whether what is one's is becoming another's just now.
CREATE FUNCTION is_relinked(one TEXT, other TEXT) RETURNS BOOLEAN
LANGUAGE sql STABLE PARALLEL SAFE
RETURN EXISTS (SELECT 1 FROM relinking WHERE was = one AND becomes = other);

CREATE TRIGGER revision_never_changes BEFORE UPDATE ON revision
FOR EACH ROW EXECUTE FUNCTION refuse('a revision never changes');

-- Words are emptied when they are to be forgotten.
CREATE TRIGGER attempt_never_changes BEFORE UPDATE ON attempt
FOR EACH ROW WHEN (
    (new.at, new.input, new.question, new.phase, new.run, new.lesson, new.revision, new.choice,
        new.confidence, new.verdict, new.score, new.took_ms, new.platform)
    IS DISTINCT FROM (old.at, old.input, old.question, old.phase, old.run, old.lesson, old.revision,
        old.choice, old.confidence, old.verdict, old.score, old.took_ms, old.platform)
    OR (new.answer IS DISTINCT FROM old.answer
        AND (new.answer IS DISTINCT FROM '' OR old.answer IS NULL))
    OR (new.learner <> old.learner AND NOT is_relinked(old.learner, new.learner))
)
EXECUTE FUNCTION refuse('an attempt never changes');

CREATE TRIGGER attempt_never_goes BEFORE DELETE ON attempt
FOR EACH ROW WHEN (NOT is_erased(old.learner))
EXECUTE FUNCTION refuse('an attempt is never deleted');

CREATE TRIGGER setting_never_changes BEFORE UPDATE ON setting
FOR EACH ROW WHEN (
    (new.at, new.input, new.key, new.value, new.platform)
    IS DISTINCT FROM (old.at, old.input, old.key, old.value, old.platform)
    OR NOT is_relinked(old.learner, new.learner)
)
EXECUTE FUNCTION refuse('a setting on record never changes');

CREATE TRIGGER membership_never_changes BEFORE UPDATE ON membership
FOR EACH ROW WHEN (
    (new.id, new.cohort, new.what, new.platform, new.at, new.input)
    IS DISTINCT FROM (old.id, old.cohort, old.what, old.platform, old.at, old.input)
    OR NOT is_relinked(old.learner, new.learner)
)
EXECUTE FUNCTION refuse('who joined and left a cohort never changes');

CREATE TRIGGER membership_never_goes BEFORE DELETE ON membership
FOR EACH ROW WHEN (NOT is_erased(old.learner))
EXECUTE FUNCTION refuse('who joined and left a cohort is never deleted');

-- What an admin did stays; only who did it, or to whom, may lose its name, and with that the input
-- and the chat that it came from. The same goes for what follows.

CREATE FUNCTION audit_is_erased(one audit, other audit) RETURNS BOOLEAN
LANGUAGE sql STABLE PARALLEL SAFE
RETURN EXISTS (
    SELECT 1 FROM erasure
    WHERE other.learner = CASE WHEN one.learner = erasure.learner THEN name ELSE one.learner END
    AND other.subject = CASE WHEN one.subject = erasure.learner THEN name ELSE one.subject END
);

CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
FOR EACH ROW WHEN (
    (new.id, new.at, new.platform, new.act, new.before, new.after)
    IS DISTINCT FROM (old.id, old.at, old.platform, old.act, old.before, old.after)
    OR new.input NOT IN (old.input, '')
    OR NOT audit_is_erased(old, new)
)
EXECUTE FUNCTION refuse('what an admin did never changes');

CREATE TRIGGER audit_never_goes BEFORE DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION refuse('what an admin did is never deleted');

CREATE TRIGGER publication_never_changes BEFORE UPDATE ON publication
FOR EACH ROW WHEN (
    (new.id, new.name, new.revision, new.at, new.how)
    IS DISTINCT FROM (old.id, old.name, old.revision, old.at, old.how)
    OR NOT is_erased(old.by, new.by)
)
EXECUTE FUNCTION refuse('what was published never changes');

CREATE TRIGGER publication_never_goes BEFORE DELETE ON publication
FOR EACH ROW EXECUTE FUNCTION refuse('what was published is never deleted');

CREATE TRIGGER withdrawn_never_changes BEFORE UPDATE ON withdrawn
FOR EACH ROW WHEN (
    (new.lesson, new.revision, new.at) IS DISTINCT FROM (old.lesson, old.revision, old.at)
    OR NOT is_erased(old.by, new.by)
)
EXECUTE FUNCTION refuse('what was withdrawn never changes');

CREATE TRIGGER withdrawn_never_goes BEFORE DELETE ON withdrawn
FOR EACH ROW EXECUTE FUNCTION refuse('what was withdrawn stays withdrawn');

CREATE TRIGGER cohort_change_never_changes BEFORE UPDATE ON cohort_change
FOR EACH ROW WHEN (
    (new.id, new.cohort, new.body, new.rings, new.at)
    IS DISTINCT FROM (old.id, old.cohort, old.body, old.rings, old.at)
    OR new.input NOT IN (old.input, '')
    OR NOT is_erased(old.by, new.by)
)
EXECUTE FUNCTION refuse('a change of a cohort on record never changes');

CREATE TRIGGER cohort_change_never_goes BEFORE DELETE ON cohort_change
FOR EACH ROW EXECUTE FUNCTION refuse('a change of a cohort on record is never deleted');

CREATE TRIGGER correction_never_changes BEFORE UPDATE ON correction
FOR EACH ROW WHEN (
    (new.id, new.lesson, new.question, new.wrong, new.again, new.name, new.notice, new.at)
    IS DISTINCT FROM (old.id, old.lesson, old.question, old.wrong, old.again, old.name, old.notice,
        old.at)
    OR new.input NOT IN (old.input, '') OR new.chat NOT IN (old.chat, '')
    OR NOT is_erased(old.learner, new.learner)
)
EXECUTE FUNCTION refuse('a correction never changes');

CREATE TRIGGER correction_never_goes BEFORE DELETE ON correction
FOR EACH ROW EXECUTE FUNCTION refuse('a correction is never deleted');
