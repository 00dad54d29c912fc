"""The words of the lesson format: its headings and labels, and how they are compared."""

import re

BEFORE = "Before reading on"
READ_ON = "Read on"
DIAGRAM = "Diagram"
LOOKING = "Before looking"
LOOK_AGAIN = "Look again"
CHOOSE = "Choose"
RUBRIC = "Rubric"
WHY_DESIGNED = "Why designed this way"

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
    "Try it",
    "Challenge",
    "Project",
    "Performance",
)
"""The ``##`` headings, in the order in which they are written."""

LABELS = (
    "Concept",
    "Hint",
    "Variant",
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
    "Answer",
    "Criteria",
)

ASKING = ("Hint", "Variant")
"""The labels that may stand beside every question."""

TASK = re.compile(r"\[([ xX])\](?=[ \t]|$)")
"""The box of an option that has a key: ``[x]`` right, ``[ ]`` wrong."""


def key(name: str) -> str:
    """A heading or label as it is compared: case, hyphens and the mark at its end do not count."""
    return " ".join(name.casefold().replace("’", "'").replace("-", " ").split()).rstrip("?:.! ")


def named(written: str, names: tuple[str, ...]) -> str | None:
    """The name that was written, or None."""
    return next((name for name in names if key(name) == key(written)), None)
