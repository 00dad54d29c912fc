"""The labels of every section, by all the names that pages give them.

A label stands at the beginning of a line: bold or not, with its colon inside or outside of the
bold, glued to its text or on a line of its own, with a list's mark or an emoji before it or not.
Without bold it must begin with a capital letter, so that code such as ``right: 0;`` is no label.
"""

import re

from bot.lessons.importing.vocabulary import QUOTES, SYMBOLS
from bot.values import value


@value
class Label:
    """A label at the beginning of a line, and the text after it."""

    name: str
    rest: str


class Labels:
    """The labels that a section knows, by all the names they go by.

    ``alone`` are those that may stand on a line without bold or colon, as headings do.
    """

    def __init__(self, names: dict[str, str], alone: tuple[str, ...] = ()) -> None:
        self._patterns = [
            (
                name,
                re.compile(
                    rf"^(?:[-*+•]\s++)?[{SYMBOLS}]*+\s*+(?P<bold>\*{{1,3}}|_{{1,3}})?\s*+[{SYMBOLS}]*+\s*+"
                    rf"(?P<name>{pattern})"
                    r"\??(?:\s?\.{3}|\s?…)?"
                    r"(?:(?(bold)\s*:\s*(?:\*{1,3}|_{1,3})(?=\s|$|[^\s*_])|(?!))|(?P<shut>\*{1,3}|_{1,3})\s*[:–—-]?|\s*:|(?P<end>\s*)$)"
                    r"\s*(?P<rest>.*)$",
                    re.IGNORECASE,
                ),
            )
            for name, pattern in names.items()
        ]
        self._alone = alone

    def match(self, text: str, heading: bool = False) -> Label | None:
        straight = text.translate(QUOTES)  # as many characters: the rest is cut from the text
        for name, pattern in self._patterns:
            matched = pattern.match(straight)
            if not matched:
                continue
            bold = bool(matched["bold"])
            if matched["shut"] and not bold:
                continue
            if not bold and not heading:
                if not matched["name"][0].isupper():
                    continue
                if matched["end"] is not None and name not in self._alone:
                    continue
            return Label(name, text[matched.start("rest") :].strip())
        return None


OVERVIEW = Labels(
    {
        "what": r"what (?:it is|is it|is this|is [^?:]{1,50}(?=\?)|are [^?:]{1,50}(?=\?))",
        "matters": r"why (?:it|this|that|.{1,40}?) matters?|why does (?:it|this|.{1,40}?) matter"
        r"|why (?:it is|is it|it's) important",
        "fits": r"where (?:it|this) fits(?: in)?|where does (?:it|this|.{1,40}?) fit(?: in)?",
    },
    alone=("what", "matters", "fits"),
)
MENTAL_MODEL = Labels(
    {
        "core_idea": r"(?:the )?core idea",
        "analogy": r"think of (?:it|this|them) (?:like|as)(?: this)?"
        r"|(?:an? |the )?(?:real[- ]world |everyday )?analogy",
        "diagram": r"(?:ascii |visual )?diagram|visual(?: model)?|picture",
        "alternative": r"in words|text alternative|alt(?:ernative)? text|caption",
    },
    alone=("core_idea", "analogy", "diagram", "alternative"),
)
HOOD = Labels(
    {
        "diagram": r"(?:ascii |visual |internal )?diagram|picture",
        "alternative": r"in words|text alternative|alt(?:ernative)? text|caption",
    },
    alone=("diagram", "alternative"),
)
STEP = Labels(
    {
        "prediction": r"before (?:reading|you read|we read) (?:on|further)"
        r"|before (?:you (?:continue|go on)|continuing)|predict(?:ion)?|pause and predict",
        "concept": r"concept|(?:the )?key concept",
        "result": r"(?:the )?result|outcome",
        "insight": r"(?:key )?insight|why (?:it|this) (?:matters|works)",
    },
    alone=("prediction", "concept", "result", "insight"),
)
MYTH = Labels(
    {
        "belief": r"common belief|(?:the )?belief|(?:common )?misconception",
        "reality": r"(?:the )?reality|(?:the )?truth|(?:the )?fact",
        "matters": r"why (?:it|this) matters",
    },
    alone=("belief", "reality", "matters"),
)
PITFALL = Labels(
    {
        "wrong": r"(?:the )?(?:wrong|incorrect|bad) (?:approach|way|code)",
        "right": r"(?:the )?(?:correct|right|better|good) (?:approach|way|code)",
        "cause": r"(?:the )?root cause|why it happens",
    },
    alone=("wrong", "right", "cause"),
)
CONNECTION = Labels(
    {
        "relation": r"relation(?:ship)?|how (?:it|they) relates?",
        "text": r"why (?:it|this) (?:helps|matters)|insight",
    },
    alone=("relation",),
)
