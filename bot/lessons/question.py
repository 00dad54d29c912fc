"""Questions: what a learner commits to, by choosing, by estimating, or in a few words.

All texts are Markdown, see ``bot.lessons.model``.
"""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=48)]
"""A stable name: lower-case words joined by hyphens. It survives rewording and reordering,
and fits Telegram's deep-link payload (64 characters of ``A-Za-z0-9_-``)."""

PITFALL_ID = re.compile(r"pitfall-[0-9a-f]{12}")
"""The id of a question about a pitfall, see ``bot.lessons.pitfalls``."""

Wanted = Literal["words", "number", "date", "percentage", "money"]
"""What an answer that is typed looks like."""

_DATE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}\.? [^\W\d_]{3,} \d{4}"
)
_PERCENTAGE = re.compile(r"[\d.,]+\s?(?:%|percent|per cent|prozent)", re.IGNORECASE)
_MONEY = re.compile(
    r"[\d.,]+\s?(?:[€$£]|euros?|dollars?|pounds?|cents?|francs?|franken)", re.IGNORECASE
)

_ASKED_AND_TOLD = re.compile(
    r"""(?P<asked>.*\?[*_"'”“’«»)]*)(?:\s+(?P<told>\S.*))?""", re.DOTALL | re.VERBOSE
)
"""A question up to its last question mark, and what stands behind it."""


class Part(BaseModel):
    """Anything in a lesson: immutable, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(Part):
    """An answer that a learner may choose.

    ``explanation`` says why it is right, or why it fails; ``temptation`` says why a wrong answer is
    tempting, so that a confident error can be answered with respect.
    """

    label: str
    right: bool = False
    explanation: str = ""
    temptation: str = ""


class Range(Part):
    """Numbers from ``low`` to ``high``, both included."""

    low: float
    high: float


class Estimate(Part):
    """A number to be estimated by a range: the truth, what it counts, ranges to choose among.

    ``why`` says why it is so many; ``below`` and ``above`` answer a range that lies below the
    truth or above it.
    """

    truth: float
    unit: str = ""
    ranges: tuple[Range, ...]
    why: str = ""
    below: str = ""
    above: str = ""


class NearMiss(Part):
    """What somebody may write who is close: their words, and what tells them from the answer."""

    words: str
    why: str = ""


class Typed(Part):
    """An answer in the learner's own words: the forms that are accepted; the first is shown."""

    accepted: tuple[str, ...]
    near: tuple[NearMiss, ...] = ()
    why: str = ""

    @property
    def is_number(self) -> bool:
        return self.accepted[0][:1].isdigit()

    @property
    def wanted(self) -> Wanted:
        """What the answer looks like, as its forms show; a form of words says nothing of that."""
        if not self.is_number:
            return "words"
        kinds: tuple[tuple[Wanted, re.Pattern[str]], ...] = (
            ("date", _DATE),
            ("percentage", _PERCENTAGE),
            ("money", _MONEY),
        )
        texts = (kind for kind, looks in kinds if any(map(looks.fullmatch, self.accepted)))
        return next(texts, "number")


class Question(Part):
    """Something to commit to before reading on.

    It is answered by an option, by a range (``estimate``), or in a few words that are
    checked (``typed``). With options of which none is right the question is
    *open*: it has no key, and the learner judges their own prediction after the reveal.
    ``variants`` ask the same in other words, with the same answers and the same key.
    ``unprompted`` is how it is asked where no options are shown: a question that takes the place of
    the last sentence of any of these, and behind it, if an option's words don't answer that, the
    answer in its own.
    """

    id: Id
    text: str
    options: tuple[Option, ...] = ()
    hint: str = ""
    variants: tuple[str, ...] = ()
    unprompted: str = ""
    estimate: Estimate | None = None
    typed: Typed | None = None

    @property
    def asked_unprompted(self) -> str:
        """What is asked where no options are shown, without what answers it."""
        return self._unprompted[0]

    @property
    def told_unprompted(self) -> str:
        """What answers that in its own words; empty if an option's words do."""
        return self._unprompted[1]

    @property
    def _unprompted(self) -> tuple[str, str]:
        match = _ASKED_AND_TOLD.fullmatch(self.unprompted)
        return (match["asked"], match["told"] or "") if match else (self.unprompted, "")

    @property
    def reason(self) -> str:
        """Why what is right is right; empty if the lesson does not say."""
        if numeric := self.estimate or self.typed:
            return numeric.why
        texts = (option.explanation for option in self.options if option.right)
        return " ".join(text for text in texts if text)

    @property
    def is_pitfall(self) -> bool:
        return PITFALL_ID.fullmatch(self.id) is not None

    @property
    def open(self) -> bool:
        return not (self.estimate or self.typed or any(option.right for option in self.options))
