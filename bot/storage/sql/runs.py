"""Times through a lesson: how far each has got, and who is in the midst of which revision.

That a run can be gone on with is told by its learner's session alone: another run of the same
lesson and mode may have taken its place. A session is looked at for what it is searched for only,
and only those of learners who have begun the lesson once.

A learner in a translation counts for the revision that it translates.
"""

from bot.conversation.facts.learner import Carried, LessonFinished, LessonStarted, StepDone
from bot.storage.sql.facts import by_statement, by_table, insert

WRITERS = (
    by_table(LessonStarted, "run"),
    by_table(StepDone, "step_done"),
    by_table(LessonFinished, "run_finished"),
    by_statement(
        Carried,
        insert("carried", "run onward"),
        lambda turn, fact: (turn.learner, fact.run, fact.into, *turn.origin),
    ),
)

_UNDER_WAY = """
run_finished.run IS NULL AND carried.run IS NULL AND EXISTS (
    SELECT 1 FROM session
    WHERE session.learner = run.learner AND instr(session.body, '"id":' || json_quote(run.run)) > 0
)
"""
"""Whether a run can be gone on with: it is not over, and its learner's session has it still."""

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

TOUCHED = """
WITH begun AS MATERIALIZED (
    SELECT learner, body FROM session
    WHERE learner IN (SELECT learner FROM run WHERE lesson = ?1)
    AND instr(body, '"lesson":"' || ?1 || '"') > 0
),
held AS MATERIALIZED (
    SELECT learner, body ->> '$.run.lesson' AS lesson, body ->> '$.run.revision' AS revision
    FROM begun WHERE coalesce(body ->> '$.run.preview', '') = ''
    UNION ALL
    SELECT learner, value ->> 'lesson', value ->> 'revision'
    FROM begun, json_each(body, '$.shelf') WHERE instr(value, '"lesson":"' || ?1 || '"') > 0
    UNION ALL
    SELECT learner, body ->> '$.review.item.lesson', body ->> '$.review.revision'
    FROM begun WHERE instr(body, '"review":{') > 0
    AND coalesce(body ->> '$.review.stage', 'open') <> 'revealed'
),
named AS (
    SELECT learner, revision FROM held WHERE lesson = ?1
    UNION ALL
    SELECT learner, card ->> 'translates' FROM held JOIN revision USING (lesson, revision)
    WHERE lesson = ?1 AND coalesce(card ->> 'translates', '') <> ''
)
SELECT revision, count(DISTINCT learner) FROM named GROUP BY revision
"""
"""By revision of a lesson, how many are in it or in a translation of it: who is in the revision,
has it on the shelf, or has a question of it open in a review."""
