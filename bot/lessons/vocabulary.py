"""The words of the lesson format: its headings and labels, and how they are compared."""

import re

from bot.lessons.model import Mode

BEFORE = "Before reading on"
READ_ON = "Read on"
DIAGRAM = "Diagram"
WHY_DESIGNED = "Why designed this way"

MODES: dict[str, Mode] = {
    "Try it": "try",
    "Challenge": "challenge",
    "Project": "project",
    "Performance": "performance",
}
"""The headings of the sections that belong to a learning mode, and are kept whole."""

SECTIONS = (
    "Overview",
    "Mental model",
    "Build-up",
    "Under the hood",
    "Myths",
    "Expert notes",
    "When not to use",
    "Production patterns",
    "Connections",
    "Pitfalls",
    "Takeaways",
    *MODES,
)
"""The ``##`` headings, in the order in which they are written."""

LABELS = (
    "Concept",
    "Hint",
    "Result",
    "Insight",
    "In words",
    "Belief",
    "Reality",
    "Why it matters",
    "Relation",
    "Wrong approach",
    "Right approach",
    "Root cause",
)

TASK = re.compile(r"\[([ xX])\](?=[ \t]|$)")
"""The box of an option that has a key: ``[x]`` right, ``[ ]`` wrong."""


def key(name: str) -> str:
    """A heading or label as it is compared: case, hyphens and the mark at its end do not count."""
    return " ".join(name.casefold().replace("’", "'").replace("-", " ").split()).rstrip("?:.! ")


def named(written: str, names: tuple[str, ...]) -> str | None:
    """The name that was written, or None."""
    return next((name for name in names if key(name) == key(written)), None)
