"""What each trigger of the schema does: rows, what is done to them, and the sentence if it is
refused. Both databases are to end with the same rows.

The rows are put in one by one, as by the program, so triggers act on them as well.
"""

from dataclasses import dataclass

from tests.rigs.two_databases import Row, row


@dataclass(frozen=True)
class Case:
    """Statements that run after these rows were put in; the last of them may be refused."""

    trigger: str
    given: tuple[Row, ...]
    does: tuple[str, ...]
    refused: str = ""


def case(trigger: str, *parts: Row | str, refused: str = "") -> Case:
    return Case(
        trigger,
        tuple(part for part in parts if isinstance(part, Row)),
        tuple(part for part in parts if isinstance(part, str)),
        refused,
    )


ERASED = row("erasure", learner="ana", name="forgotten:1")
RELINKED = row("relinking", was="ana", becomes="ben")
STILL = row("relinking", was="ana", becomes="ana")

_ATTEMPT = row("attempt", learner="ana", verdict="wrong", score=1.5, answer="words")
_SILENT = row("attempt", learner="ana", verdict=None, score=None, choice=None)
_AUDIT = row("audit", learner="ana", subject="ben", input="in")
_MEMBERSHIP = row("membership", cohort="c1", learner="ana", what="joined")
_CHANGE = row("cohort_change", cohort="c1", by="ana", input="in")
_CORRECTION = row(
    "correction", lesson="l", question="q", wrong="[]", again="[]", learner="ana", chat="c",
    input="in",
)  # fmt: skip
_SETTING = row("setting", learner="ana")
_PUBLICATION = row("publication", by="ana")
_WITHDRAWN = row("withdrawn", by="ana")

_ATTEMPTS = "an attempt never changes"
_AUDITS = "what an admin did never changes"
_MEMBERSHIPS = "who joined and left a cohort never changes"
_CHANGES = "a change of a cohort on record never changes"
_CORRECTIONS = "a correction never changes"
_SETTINGS = "a setting on record never changes"
_PUBLICATIONS = "what was published never changes"
_WITHDRAWALS = "what was withdrawn never changes"

UNCHANGING = (
    case(
        "revision_never_changes", row("revision"), "UPDATE revision SET at = 2",
        refused="a revision never changes",
    ),
    case("revision_never_changes", row("revision"), "UPDATE revision SET at = 2 WHERE at = 3"),
    *(
        case("attempt_never_changes", _ATTEMPT, f"UPDATE attempt SET {change}", refused=_ATTEMPTS)
        for change in (
            "at = 2", "input = 'other'", "question = 'other'", "phase = 'other'", "run = 'other'",
            "lesson = 'other'", "revision = 'other'", "choice = 2", "confidence = 'other'",
            "verdict = NULL", "score = NULL", "took_ms = 2", "platform = 'other'",
            "answer = 'other'", "answer = NULL", "learner = 'ben'",
        )
    ),
    case("attempt_never_changes", _ATTEMPT, "UPDATE attempt SET answer = '', score = score"),
    case(
        "attempt_never_changes", _SILENT, "UPDATE attempt SET answer = ''", refused=_ATTEMPTS
    ),
    case("attempt_never_changes", _SILENT, "UPDATE attempt SET verdict = NULL, answer = NULL"),
    case(
        "attempt_never_changes", _SILENT, "UPDATE attempt SET verdict = 'right'",
        refused=_ATTEMPTS,
    ),
    case("attempt_never_changes", _ATTEMPT, RELINKED, "UPDATE attempt SET learner = 'ben'"),
    case(
        "attempt_never_changes", _ATTEMPT, RELINKED,
        "UPDATE attempt SET learner = 'ben', at = 2", refused=_ATTEMPTS,
    ),
    case(
        "attempt_never_changes", _ATTEMPT, RELINKED, "UPDATE attempt SET learner = 'cy'",
        refused=_ATTEMPTS,
    ),
    case(
        "attempt_never_goes", _ATTEMPT, "DELETE FROM attempt",
        refused="an attempt is never deleted",
    ),
    case("attempt_never_goes", _ATTEMPT, ERASED, "DELETE FROM attempt"),
    *(
        case("setting_never_changes", _SETTING, STILL, f"UPDATE setting SET {change}",
            refused=_SETTINGS)
        for change in (
            "at = 2", "input = 'other'", "key = 'other'", "value = 'other'", "platform = 'other'",
            "learner = 'ben'",
        )
    ),
    case("setting_never_changes", _SETTING, "UPDATE setting SET at = at", refused=_SETTINGS),
    case("setting_never_changes", _SETTING, STILL, "UPDATE setting SET at = at"),
    case("setting_never_changes", _SETTING, RELINKED, "UPDATE setting SET learner = 'ben'"),
    *(
        case("membership_never_changes", _MEMBERSHIP, STILL, f"UPDATE membership SET {change}",
            refused=_MEMBERSHIPS)
        for change in (
            "id = 7", "cohort = 'c2'", "what = 'left'", "platform = 'other'", "at = 2",
            "input = 'other'", "learner = 'ben'",
        )
    ),
    case(
        "membership_never_changes", _MEMBERSHIP, RELINKED, "UPDATE membership SET learner = 'ben'"
    ),
    case(
        "membership_never_goes", _MEMBERSHIP, "DELETE FROM membership",
        refused="who joined and left a cohort is never deleted",
    ),
    case("membership_never_goes", _MEMBERSHIP, ERASED, "DELETE FROM membership"),
    *(
        case("audit_never_changes", _AUDIT, ERASED,
            f"UPDATE audit SET learner = 'forgotten:1', {change}", refused=_AUDITS)
        for change in (
            "id = 7", "at = 2", "platform = 'other'", "act = 'other'", "before = 'other'",
            "after = 'other'", "input = 'other'", "subject = 'forgotten:1'",
        )
    ),
    case("audit_never_changes", _AUDIT, "UPDATE audit SET input = ''", refused=_AUDITS),
    case("audit_never_changes", _AUDIT, ERASED, "UPDATE audit SET input = ''", refused=_AUDITS),
    case(
        "audit_never_changes", _AUDIT, ERASED,
        "UPDATE audit SET learner = 'forgotten:1', input = ''",
    ),
    case(
        "audit_never_changes", _AUDIT, row("erasure", learner="ben", name="forgotten:2"),
        "UPDATE audit SET subject = 'forgotten:2'",
    ),
    case(
        "audit_never_goes", _AUDIT, ERASED, "DELETE FROM audit",
        refused="what an admin did is never deleted",
    ),
    *(
        case("publication_never_changes", _PUBLICATION, ERASED,
            f"UPDATE publication SET by = 'forgotten:1', {change}", refused=_PUBLICATIONS)
        for change in ("id = 7", "name = 'other'", "revision = 'other'", "at = 2", "how = 'other'")
    ),
    case(
        "publication_never_changes", _PUBLICATION, ERASED, "UPDATE publication SET by = 'cy'",
        refused=_PUBLICATIONS,
    ),
    case(
        "publication_never_changes", _PUBLICATION, ERASED,
        "UPDATE publication SET by = 'forgotten:1'",
    ),
    case(
        "publication_never_goes", _PUBLICATION, ERASED, "DELETE FROM publication",
        refused="what was published is never deleted",
    ),
    *(
        case("withdrawn_never_changes", _WITHDRAWN, ERASED,
            f"UPDATE withdrawn SET by = 'forgotten:1', {change}", refused=_WITHDRAWALS)
        for change in ("lesson = 'other'", "revision = 'other'", "at = 2")
    ),
    case(
        "withdrawn_never_changes", _WITHDRAWN, "UPDATE withdrawn SET by = 'forgotten:1'",
        refused=_WITHDRAWALS,
    ),
    case(
        "withdrawn_never_changes", _WITHDRAWN, ERASED, "UPDATE withdrawn SET by = 'forgotten:1'"
    ),
    case(
        "withdrawn_never_goes", _WITHDRAWN, ERASED, "DELETE FROM withdrawn",
        refused="what was withdrawn stays withdrawn",
    ),
    *(
        case("cohort_change_never_changes", _CHANGE, ERASED,
            f"UPDATE cohort_change SET by = 'forgotten:1', {change}", refused=_CHANGES)
        for change in (
            "id = 7", "cohort = 'c2'", "body = 'other'", "rings = 2", "at = 2", "input = 'other'",
        )
    ),
    case(
        "cohort_change_never_changes", _CHANGE, "UPDATE cohort_change SET input = ''",
        refused=_CHANGES,
    ),
    case(
        "cohort_change_never_changes", _CHANGE, ERASED,
        "UPDATE cohort_change SET by = 'forgotten:1', input = ''",
    ),
    case(
        "cohort_change_never_goes", _CHANGE, ERASED, "DELETE FROM cohort_change",
        refused="a change of a cohort on record is never deleted",
    ),
    *(
        case("correction_never_changes", _CORRECTION, ERASED,
            f"UPDATE correction SET learner = 'forgotten:1', {change}", refused=_CORRECTIONS)
        for change in (
            "id = 'other'", "lesson = 'other'", "question = 'other'", "wrong = '[1]'",
            "again = '[1]'", "name = 'other'", "notice = 'other'", "at = 2", "input = 'other'",
            "chat = 'other'",
        )
    ),
    case(
        "correction_never_changes", _CORRECTION, ERASED,
        "UPDATE correction SET learner = 'forgotten:1', input = '', chat = ''",
    ),
    case(
        "correction_never_changes", _CORRECTION, "UPDATE correction SET chat = ''",
        refused=_CORRECTIONS,
    ),
    case(
        "correction_never_goes", _CORRECTION, ERASED, "DELETE FROM correction",
        refused="a correction is never deleted",
    ),
)  # fmt: skip
"""What never changes and never goes, but for somebody who is forgotten or linked."""

_R1 = row("revision", lesson="l", revision="r1", card="{}", body="{}")
_R2 = row("revision", lesson="l", revision="r2", card="{}", body="{}")
_LESSON = row("lesson", id="l", revision="r1")
_SPOKEN = row("translation", lesson="l", language="de", revision="r1")
_MODES = row("revision_modes", lesson="l", revision="r1", modes="[]")
_COURSE = row("course", id="k", body="{}")
_OFFERED = row("remark", id="m", kind="question", shown="offered")
_AGREED = row("remark", id="m", kind="question", shown="agreed")

EDITION = (
    case("lesson_added_to_catalogue", _R1, _LESSON),
    case("lesson_changed_in_catalogue", _R1, _R2, _LESSON, "UPDATE lesson SET revision = 'r2'"),
    case("lesson_changed_in_catalogue", _R1, _LESSON, "UPDATE lesson SET revision = 'r1', at = 2"),
    case("lesson_gone_from_catalogue", _R1, _LESSON, "DELETE FROM lesson"),
    case("translation_added_to_catalogue", _R1, _SPOKEN),
    case(
        "translation_changed_in_catalogue", _R1, _R2, _SPOKEN,
        "UPDATE translation SET revision = 'r2'",
    ),
    case("translation_changed_in_catalogue", _R1, _SPOKEN, "UPDATE translation SET at = 2"),
    case("translation_gone_from_catalogue", _R1, _SPOKEN, "DELETE FROM translation"),
    case("course_added_to_catalogue", _COURSE, row("course", id="k2", body="{}")),
    case("course_changed_in_catalogue", _COURSE, "UPDATE course SET body = '[]'"),
    case("course_changed_in_catalogue", _COURSE, "UPDATE course SET body = '{}'"),
    case("course_gone_from_catalogue", _COURSE, "DELETE FROM course"),
    case("modes_changed_in_catalogue", _R1, _MODES, "UPDATE revision_modes SET modes = '[1]'"),
    case("modes_changed_in_catalogue", _R1, _MODES, "UPDATE revision_modes SET modes = '[]'"),
    case("cohort_changed_in_catalogue", _CHANGE),
    case("correction_changes_catalogue", _CORRECTION),
    case("withdrawn_changes_catalogue", _WITHDRAWN),
    case("exchange_shown", _OFFERED, "UPDATE remark SET shown = 'agreed'"),
    case("exchange_shown", _AGREED, "UPDATE remark SET shown = 'hidden'"),
    case("exchange_shown", _OFFERED, "UPDATE remark SET shown = 'declined'"),
    case("exchange_forgotten", _AGREED, "DELETE FROM remark"),
    case("exchange_forgotten", _OFFERED, "DELETE FROM remark"),
)  # fmt: skip
"""What makes another edition of the catalogue."""
