"""Labels that a browser copied without the space or line between them and their text.

"Core IdeaEvery command has …" reads as a label at once where two words name it. "ResultSet" does
not: a single word is cut only on a page that glues its labels throughout.
"""

import re
from collections.abc import Sequence

_SURE = re.compile(
    r"^(?P<label>What is it\?|Why (?:it|this) matters|Where it fits|Core [Ii]dea|Common [Bb]elief"
    r"|Think of it (?:like|as)(?:\.{3}|…)|(?:Wrong|Correct|Right) approach|Root cause)"
    r"(?=[A-Z0-9\"“`])"
)
_SINGLE = re.compile(
    r"^(?P<label>(?:💡\s*)?(?:Concept|Result|Insight|Belief|Reality))(?=[A-Z0-9\"“`])"
)


def ungraft(rows: Sequence[str]) -> list[str]:
    """The rows of a copied page, with a colon behind each label that is glued to its text."""
    glued = any(_SURE.match(row) for row in rows)
    found = []
    for row in rows:
        label = _SURE.match(row) or (_SINGLE.match(row) if glued else None)
        found.append(f"{label['label']}: {row[label.end() :]}" if label else row)
    return found
