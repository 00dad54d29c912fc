"""What can happen in a lesson and in a review: each stage, the verbs that it takes, what follows.

A learner's place is a beat and a stage of it. What a choice stands for begins with a verb, and only
this module says which verbs there are at which stage, and which stages may be open after each of
them: the same stage, since words may not be understood, is always among these. Every act of a
lesson or a review has its verb here, and every turn of the tests is held against it.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from bot.values import value

Stage = Literal["open", "confidence", "veiled", "revealed", "judge", "mend", "closest"]
"""What of a beat is open."""

After = Stage | Literal["end"]
"""The stage that is open after an act, of this beat or the next; "end" if nothing is under way."""

Verbs = Mapping[str, tuple[After, ...]]

ON: tuple[After, ...] = ("open", "end")
"""The next beat is open, or it was the last."""

ANSWERED: tuple[After, ...] = ("revealed", "judge", *ON)
"""The reveal is being read, the answer is the learner's to judge, or it goes on at once."""


@value
class Moment:
    """A stage of some kinds of beats, by their classes; a review has none."""

    stage: Stage
    beats: tuple[str, ...]
    opens: str
    verbs: Verbs


_QUESTION: Verbs = {
    "pick": ("confidence",),
    "commit": ANSWERED,
    "range": ANSWERED,
    "estimate": ANSWERED,
    "answer": ("confidence", *ANSWERED),
    "unknown": ANSWERED,
    "skip": ("revealed", *ON),
    "hint": (),
    "words": (),
    "task": (),
}

LESSON = (
    Moment(
        "open",
        ("Tell",),
        "a text waits for *Continue*",
        {"go": ON, "sum": ("open",), "words": (), "further": ()},
    ),
    Moment(
        "open",
        ("Pose", "Again"),
        "a question; or what the experiment tells in its place",
        {**_QUESTION, "go": ON},
    ),
    Moment(
        "confidence",
        ("Pose", "Again"),
        "a choice is made, or taken from words; how sure is it?",
        {"sure": ANSWERED, "commit": ANSWERED, "back": ("open",)},
    ),
    Moment(
        "veiled",
        ("Pose",),
        "a myth is committed on, in an earlier version; its reality waits for a tap",
        {"tap": ("revealed", *ON)},
    ),
    Moment(
        "revealed",
        ("Pose", "Again"),
        "the reveal is being read",
        {"go": ON, "overrule": ON, "part": ()},
    ),
    Moment("judge", ("Again",), "the learner's verdict on their answer", {"judge": ON}),
    Moment("open", ("Judge",), "the learner's verdict on their answer", {"judge": ON}),
    Moment(
        "open",
        ("Calculate",),
        "numbers for a sum",
        {"number": (), "number again": (), "number given": (), "go": ON},
    ),
    Moment("open", ("Menu",), "what else there is to read", {"read": ("open",), "go": ON}),
    Moment(
        "open",
        ("Write",),
        "something to do or to write",
        {
            "write": ("confidence", "judge", "mend", *ON),
            "skip": ON,
            "unknown": ANSWERED,
            "tick": ON,
            "go": ON,
            "task": (),
            "how": (),
            "stuck": (),
            "mend": ("mend",),
            "line does": ON,
            "line lacks": ON,
            "no line": ON,
        },
    ),
    Moment(
        "judge",
        ("Write",),
        "which line of what was handed in does what it is judged by, or doesn't?",
        {
            "point": ("mend", *ON),
            "line lacks": ("mend", *ON),
            "no line": ("mend", *ON),
            "apart": ON,
            "mend": ("mend",),
            "write": ("mend", *ON),
            "go": ON,
        },
    ),
    Moment(
        "mend",
        ("Write",),
        "another version of what was handed in",
        {"write": ("judge", *ON), "go": ON},
    ),
    Moment(
        "open",
        ("Rate",),
        "the learner's verdict on their work, or on what they said",
        {
            "more": (),
            "rate": ("closest", *ON),
            "criterion": (),
            "criteria done": ON,
            "criteria said": ON,
            "go": ON,
        },
    ),
    Moment(
        "closest",
        ("Rate",),
        "which wrong answer was it closest to?",
        {"closest": ON, "none close": ON},
    ),
    Moment(
        "open",
        ("Results",),
        "the results of a test",
        {
            "results list": (),
            "results open": (),
            "results all": (),
            "results known": (),
            "results more": (),
            "results again": ON,
            "results reasons": ON,
            "overrule": (),
            "go": ON,
        },
    ),
    Moment("open", ("MilestoneOverview",), "all milestones", {"more": (), "go": ON}),
)
"""A lesson, by the kinds of beats in the order in which they are met."""

LESSON_ALWAYS: Verbs = {
    "here": ("open",),
    "overview": ON,
    "visit": ("open", "mend"),
    "remind": (),
    "remind back": (),
    "remind in": ("end",),
    "newer go": ANSWERED,
    "newer keep": ("confidence", "closest", "mend", *ANSWERED),
}
"""What leads elsewhere and back, at any stage of a lesson."""

REVIEW = (
    Moment(
        "open",
        (),
        "a question, or a task; what is picked of a question that is gone leads on",
        {**_QUESTION, "pick": ("confidence", "end"), "write": ("judge",), "suspend": ON},
    ),
    Moment(
        "confidence", (), "a choice is made; how sure is it?", {"sure": ANSWERED, "back": ("open",)}
    ),
    Moment(
        "judge",
        (),
        "the learner's verdict on their answer, or on their work",
        {
            "judge": ("revealed",),
            "rate": ("revealed",),
            "criterion": (),
            "criteria done": ("revealed",),
            "criteria said": ("revealed",),
        },
    ),
    Moment(
        "revealed",
        (),
        "the reveal is being read",
        {"go": ON, "part": (), "overrule": (), "suspend": ON},
    ),
)
"""A review, question by question."""

TABLE: Mapping[str, tuple[tuple[Moment, ...], Verbs]] = {
    "lesson": (LESSON, LESSON_ALWAYS),
    "review": (REVIEW, {}),
}
"""By what an act is about: the moments of that, and the verbs that it has at any of them."""


def check(about: str, verbs: Iterable[str]) -> None:
    """Raise ``ValueError`` unless these are the verbs that a lesson, or a review, has here."""
    moments, always = TABLE[about]
    wanted = set(always).union(*(moment.verbs for moment in moments))
    if wanted != (there := set(verbs)):
        raise ValueError(f"verbs of a {about} without an act, or a stage: {wanted ^ there}")


def follows(about: str, stage: Stage, beat: str, verb: str) -> frozenset[After]:
    """What may be open after this; raises ``LookupError`` if there is no such verb here."""
    moments, always = TABLE[about]
    takes = [
        moment
        for moment in moments
        if moment.stage == stage and (not moment.beats or beat in moment.beats)
    ]
    for verbs in (*(moment.verbs for moment in takes), always):
        if verb in verbs:
            return frozenset((stage, *verbs[verb]))
    raise LookupError(f"“{verb}” is no verb of a {about} at the stage {stage} of {beat or 'it'}")
