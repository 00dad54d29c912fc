-- The catalogue's edition goes up with every change of what is taught, to whom, and by which keys.

CREATE FUNCTION next_edition() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE catalogue SET edition = edition + 1;
    RETURN NULL;
END;
$$;

CREATE TRIGGER lesson_added_to_catalogue AFTER INSERT ON lesson
FOR EACH ROW EXECUTE FUNCTION next_edition();

CREATE TRIGGER lesson_changed_in_catalogue AFTER UPDATE OF revision ON lesson
FOR EACH ROW WHEN (new.revision <> old.revision) EXECUTE FUNCTION next_edition();

CREATE TRIGGER lesson_gone_from_catalogue AFTER DELETE ON lesson
FOR EACH ROW EXECUTE FUNCTION next_edition();

CREATE TRIGGER translation_added_to_catalogue AFTER INSERT ON translation
FOR EACH ROW EXECUTE FUNCTION next_edition();

CREATE TRIGGER translation_changed_in_catalogue AFTER UPDATE OF revision ON translation
FOR EACH ROW WHEN (new.revision <> old.revision) EXECUTE FUNCTION next_edition();

CREATE TRIGGER translation_gone_from_catalogue AFTER DELETE ON translation
FOR EACH ROW EXECUTE FUNCTION next_edition();

CREATE TRIGGER course_added_to_catalogue AFTER INSERT ON course
FOR EACH ROW EXECUTE FUNCTION next_edition();

CREATE TRIGGER course_changed_in_catalogue AFTER UPDATE OF body ON course
FOR EACH ROW WHEN (new.body <> old.body) EXECUTE FUNCTION next_edition();

CREATE TRIGGER course_gone_from_catalogue AFTER DELETE ON course
FOR EACH ROW EXECUTE FUNCTION next_edition();

CREATE TRIGGER modes_changed_in_catalogue AFTER UPDATE OF modes ON revision_modes
FOR EACH ROW WHEN (new.modes <> old.modes) EXECUTE FUNCTION next_edition();

CREATE TRIGGER cohort_changed_in_catalogue AFTER INSERT ON cohort_change
FOR EACH ROW EXECUTE FUNCTION next_edition();

CREATE TRIGGER correction_changes_catalogue AFTER INSERT ON correction
FOR EACH ROW EXECUTE FUNCTION next_edition();

CREATE TRIGGER withdrawn_changes_catalogue AFTER INSERT ON withdrawn
FOR EACH ROW EXECUTE FUNCTION next_edition();

-- What is shown to everyone belongs to what is taught.
CREATE TRIGGER exchange_shown AFTER UPDATE OF shown ON remark
FOR EACH ROW WHEN ((new.shown = 'agreed') <> (old.shown = 'agreed'))
EXECUTE FUNCTION next_edition();

CREATE TRIGGER exchange_forgotten AFTER DELETE ON remark
FOR EACH ROW WHEN (old.shown = 'agreed') EXECUTE FUNCTION next_edition();
