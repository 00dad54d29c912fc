"""Advice on English that reads like a translation, as far as a rule can tell.

Each rule is a habit that native copy editors marked again and again. They are looked for only in
lessons in English, and only where a hit is a fault nearly always.
"""

import re
from collections.abc import Iterator

from bot.lessons.faults import Faults, shorten
from bot.lessons.format.parser import ParsedLesson
from bot.lessons.lint.readability import texts
from bot.lessons.question import Question

_NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|"
    "sixty|seventy|eighty|ninety"
)
_SOME = re.compile(rf"\bsome (?:\d[\d,.]*|(?:{_NUMBER_WORDS})\b)(?! of\b)", re.IGNORECASE)
_THAT = re.compile(
    r"(?:^|[.!?]\s+)That (?:a|an|the|they|it|we|you|he|she|this|these|no|nobody|two|all|most)\s"
    r"[^.,;:?!]{3,60}?\s(?:is|was|means|doesn't|does|only|had|has|shows|makes|tells|says|proves)\b"
)
_SAYS = re.compile(r"(?<![:\w])[^.!?:;\"“”*\n]{12,}, (?:says|say|said) (?:an?|the|one)\s\w+")
_LEANS = re.compile(
    r"^(?:less|more|fewer|neither|both|the (?:same|other|opposite|former|latter|first|second))"
    r"(?: (?:of (?:them|these|those|the two)|one|than that|again))?[.]?$",
    re.IGNORECASE,
)
_BY_HAND = re.compile(r"\bwritten by hand\b", re.IGNORECASE)
_YES_NO = re.compile(
    r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must)\b.*\?$",
    re.IGNORECASE | re.DOTALL,
)

_RULES = (
    (_SOME, '"some" before a number', 'write "about": "some" is no measure'),
    (_THAT, "a clause with *That* as the subject", "begin with who or what does it"),
    (_SAYS, "words that somebody says before it is known who says them", "name the speaker first"),
    (_BY_HAND, '"Written by hand"', 'leave it out, or write "Example by the authors"'),
)


def phrasing_advice(draft: ParsedLesson, faults: Faults) -> None:
    """Add advice on phrases and options that readers of English stumble over."""
    lesson = draft.lesson
    if lesson.language not in ("", "en"):
        return
    for key, text in texts(lesson):
        for rule, what, mend in _RULES:
            if match := rule.search(text):
                said = match[0].strip(" .!?")
                place = draft.place_of(said, key)
                faults.add(place, f'{what}: "{shorten(said, 40)}"', mend, "advice")
    for question in lesson.questions:
        for n, label in _leaning(question):
            what = f'an option that leans on its neighbors: "{shorten(label, 40)}"'
            mend = "say it so that it is understood alone"
            faults.add(draft.place(f"option:{question.id}:{n}"), what, mend, "advice")
    for n, line in enumerate(lesson.project.rubric, start=1):
        if not _YES_NO.match(line.strip()):
            what = f'a line of the rubric that is no yes-or-no question: "{shorten(line, 40)}"'
            mend = 'ask what a stranger would answer alike: "Did you write down …?"'
            faults.add(draft.place(f"rubric:{n}"), what, mend, "advice")


def _leaning(question: Question) -> Iterator[tuple[int, str]]:
    for n, option in enumerate(question.options, start=1):
        if _LEANS.match(option.label.strip()):
            yield n, option.label
