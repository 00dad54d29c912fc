"""The words of the lesson format: its headings and labels, how they are compared, and times.

How long a project takes is said like this: ``4 hours, over 4 days``, ``90 minutes``.
"""

import re

BEFORE = "Before reading on"
READ_ON = "Read on"
MORE = "More"
DIAGRAM = "Diagram"
LOOKING = "Before looking"
LOOK_AGAIN = "Look again"
CHOOSE = "Choose"
RUBRIC = "Rubric"
HOW = "How"
WHY_DESIGNED = "Why designed this way"
YOUR_TURN = "Your turn"
YOUR_NUMBERS = "Your numbers"
YOUR_REASON = "Your reason"

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
    "Terms",
    "Try it",
    "Challenge",
    "Project",
    "Performance",
    "What if",
    "Sources",
)
"""The ``##`` headings, in the order in which they are written."""

_ALSO = {"in practice": "Production patterns", "in the field": "Production patterns"}
"""What a section may be called besides: not everything that is taught goes into production."""

LABELS = (
    "Concept",
    "Hint",
    "Variant",
    "From memory",
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
    "Why it works",
    "Answer",
    "Criteria",
    "Checks",
    "Origin",
    "Time",
    "If you're stuck",
    "Builds on",
    "Or begin here",
    "Hand in",
    "Sum",
    "Estimate",
    "Too low",
    "Too high",
    "Accepted",
    "Near",
    "Why",
    "Does it",
    "Not yet",
)

ASKING = ("Hint", "Variant", "From memory")
"""The labels that may stand beside every question."""

ESTIMATING = ("Estimate", "Why", "Too low", "Too high")
"""The labels of a question that is answered by a range of numbers."""

TYPING = ("Accepted", "Near", "Why")
"""The labels of a question that is answered in a few words."""

PAIR = ("Does it", "Not yet", "Why")
"""The labels of two pieces of work that show what a criterion asks."""

TASK = re.compile(r"\[([ xX])\](?=[ \t]|$)")
"""The box of an option that has a key: ``[x]`` right, ``[ ]`` wrong."""


TOUCHING = re.compile(r"(\[[ xX]?\])[^\s(\[:]")
"""A box with no blank behind it, so that it isn't read as a box."""


def key(name: str) -> str:
    """A heading or label as it is compared: case, hyphens and the mark at its end do not count."""
    return " ".join(name.casefold().replace("’", "'").replace("-", " ").split()).rstrip("?:.! ")


def find_name(written: str, names: tuple[str, ...]) -> str | None:
    wanted = _ALSO.get(key(written), written)
    return next((name for name in names if key(name) == key(wanted)), None)


_TIME = re.compile(
    r"(?:about )?(?P<count>\d{1,3}(?:\.\d)?) (?P<unit>hour|minute)s?"
    r"(?:,? over (?P<days>\d{1,3}) days?)?\.?",
    re.IGNORECASE,
)
_HOUR = 60


def read_time(text: str) -> tuple[int, int] | None:
    """Minutes of work, and over how many days (0: not said); ``None`` where it is neither."""
    match = _TIME.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    minutes = float(match["count"]) * (_HOUR if match["unit"].lower() == "hour" else 1)
    return (round(minutes), int(match["days"] or 0)) if minutes >= 1 else None


def write_time(minutes: int, days: int) -> str:
    whole = minutes % _HOUR == 0
    said = _count_unit(minutes // _HOUR, "hour") if whole else _count_unit(minutes, "minute")
    return f"{said}, over {_count_unit(days, 'day')}" if days else said


def _count_unit(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
