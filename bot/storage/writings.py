"""What learners wrote themselves, in SQL: how it is found again."""

import json
from collections.abc import Iterable
from typing import Any

from bot.conversation.inputs import LearnerId
from bot.conversation.known import Earlier

LATEST = """
SELECT asked.key, (
    SELECT json_array(text, at) FROM writing
    WHERE writing.learner = asked.key AND lesson = json_extract(asked.value, '$[0]')
    AND item = json_extract(asked.value, '$[1]') AND text <> ''
    ORDER BY at DESC LIMIT 1)
FROM json_each(?) AS asked
"""
"""The last text for a task by learner, from a JSON object of lesson and task ids."""


def earlier(rows: Iterable[Any]) -> dict[LearnerId, Earlier]:
    """The texts in what ``LATEST`` finds, by learner."""
    return {learner: Earlier(*json.loads(found)) for learner, found in rows if found}
