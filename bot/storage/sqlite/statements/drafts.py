"""Errands and drafts in SQL: what is being done for admins, and what waits to be published."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.conversation.facts.admin import CoursePublished, DraftClosed, JobSet
from bot.conversation.inputs import Address, LearnerId
from bot.conversation.needs.admin import Draft, Job
from bot.storage.codec import load_draft

SET = """
INSERT INTO errand (id, kind, body, learner, platform, chat, at)
VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
TOLD = "DELETE FROM errand WHERE id = ?"
_ERRAND = "id, kind, body, learner, platform, chat, result, failed_at, at"
ERRAND = f"SELECT {_ERRAND} FROM errand WHERE id = ?"  # noqa: S608 - names of ours
UNDONE = f"""
SELECT {_ERRAND} FROM errand WHERE result IS NULL AND failed_at IS NULL ORDER BY at LIMIT ?
"""  # noqa: S608 - names of ours
DONE = "UPDATE errand SET result = ? WHERE id = ?"
FAILED = "UPDATE errand SET failed_at = ? WHERE id = ?"

KEEP = "INSERT INTO draft (id, body, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
CLOSE = "UPDATE draft SET closed_at = ?, fate = ? WHERE id = ? AND closed_at IS NULL"
TIME = "UPDATE draft SET publish_at = ? WHERE id = ?"
DRAFT = "SELECT body, publish_at FROM draft WHERE id = ? AND closed_at IS NULL"
OPEN = "SELECT body, publish_at FROM draft WHERE closed_at IS NULL ORDER BY at, id"

# A pointer that an admin moves is no file's any more.
POINT = """
INSERT INTO lesson (id, revision, source, at) VALUES (?, ?, NULL, ?)
ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, source = NULL, at = excluded.at
"""
POINT_TRANSLATION = """
INSERT INTO translation (lesson, language, revision, source, at) VALUES (?, ?, ?, NULL, ?)
ON CONFLICT (lesson, language) DO UPDATE SET
    revision = excluded.revision, source = NULL, at = excluded.at
"""
PUBLISHED = "INSERT INTO publication (name, revision, by, at, how) VALUES (?, ?, ?, ?, ?)"
UNPOINT = "DELETE FROM lesson WHERE id = ?"
UNPOINT_TRANSLATION = "DELETE FROM translation WHERE lesson = ? AND language = ?"
COURSE = """
INSERT INTO course (id, body, source, at) VALUES (?, ?, NULL, ?)
ON CONFLICT (id) DO UPDATE SET body = excluded.body, source = NULL, at = excluded.at
"""

_UNDER_WAY = """
run_finished.run IS NULL AND carried.run IS NULL AND EXISTS (
    SELECT 1 FROM session
    WHERE session.learner = run.learner AND instr(session.body, '"id":' || json_quote(run.run))
)
"""
"""Whether a run can be gone on with: it is not over, and its learner's session has it still.

Only the session tells that another run of the same lesson and mode has taken its place. It is
looked at for runs that are not over alone, and for the run's id alone, which no other has.
"""

LEARNING = f"""
SELECT asked.value ->> 0, asked.value ->> 1, count(DISTINCT run.learner)
FROM json_each(?) AS asked CROSS JOIN run
ON run.lesson = asked.value ->> 0 AND run.revision = asked.value ->> 1
LEFT JOIN run_finished USING (learner, run) LEFT JOIN carried USING (learner, run)
WHERE {_UNDER_WAY}
GROUP BY 1, 2
"""  # noqa: S608 - a condition of ours
"""How many are in the midst of each of these revisions, from pairs of ids as JSON."""

LEARNING_LESSON = f"""
WITH under_way AS MATERIALIZED (
    SELECT learner, coalesce(nullif(card ->> 'translates', ''), run.revision) AS revision
    FROM run LEFT JOIN revision USING (lesson, revision)
    LEFT JOIN run_finished USING (learner, run) LEFT JOIN carried USING (learner, run)
    WHERE run.lesson = ? AND {_UNDER_WAY}
)
SELECT '', count(DISTINCT learner) FROM under_way
UNION ALL SELECT revision, count(DISTINCT learner) FROM under_way GROUP BY 1
"""  # noqa: S608 - a condition of ours
"""How many are in the midst of a lesson: in any revision, and by the original's."""


def drafts(rows: Iterable[Any]) -> tuple[Draft, ...]:
    """What ``DRAFT`` or ``OPEN`` finds."""
    return tuple(replace(load_draft(body), publish_at=at) for body, at in rows)


def errands(rows: Iterable[Any]) -> list[Job]:
    """What ``ERRAND`` or ``UNDONE`` finds."""
    return [
        Job(
            id,
            kind,
            body,
            LearnerId(learner),
            Address(platform, chat),
            result or "",
            failed_at is not None,
            at,
        )
        for id, kind, body, learner, platform, chat, result, failed_at, at in rows
    ]


def set_row(fact: JobSet, learner: LearnerId, at: int) -> tuple[object, ...]:
    """An errand as parameters of ``SET``."""
    return (fact.id, fact.kind, fact.body, learner, fact.platform, fact.chat, at)


def close_row(fact: DraftClosed, at: int) -> tuple[object, ...]:
    """The end of a draft as parameters of ``CLOSE``."""
    return (at, "published" if fact.published else "discarded", fact.draft)


def course_row(fact: CoursePublished, at: int) -> tuple[object, ...]:
    """A course as parameters of ``COURSE``."""
    return (fact.course.id, fact.course.model_dump_json(), at)
