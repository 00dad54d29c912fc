"""What a program checks in an answer, as a lesson file says it, in a line for each.

=================================  ========================================
at most 40 words                   also *at least*, *between 2 and 4*, *exactly*; of words, lines,
                                   sentences or characters
contains: JSON; list               each of these
contains one of: JSON; list
does not contain: please
in this order: role; task
a number, a number from 3 to 5     *the number 20* for one
2 numbers                          at least so many
JSON, JSON with: name; price       an object with these keys
a link, a file, a text
=================================  ========================================

Before any of these, in italics, may stand how learners are told it: ``*how long to wait*: contains
one of: wait; seconds``.
"""

import re

from bot.lessons.numbers import strict, strict_range, write_number
from bot.lessons.practice import Check

LEAST_TEXT = 3
"""Words of "a text": fewer are no sentence."""

EXAMPLES = (
    '"at most 40 words", "contains: JSON", "does not contain: please", "in this order: role; '
    'task", "a number from 3 to 5", "2 numbers", "JSON with: name; price", "a link", "a file" '
    'or "a text"; in your own words before it, if you like: "*the reader*: contains: nurses"'
)
"""The kinds there are, for an author who wrote something else."""

_LABELLED = re.compile(r"([*_])(?P<label>(?:\\.|(?!\1)[^\\])+)\1:\s+(?P<check>.+)")
_SIGNS = re.compile(r"[^\w\s.,:!?'’\"%€$/-]")
_LENGTH = re.compile(
    r"(?P<how>at most|at least|exactly|between) (?P<first>\S+)(?: and (?P<second>\S+))? "
    r"(?P<unit>word|line|sentence|character)s?"
)
_LISTS = {
    "contains": ("contains", False),
    "contains one of": ("contains", True),
    "does not contain": ("lacks", False),
    "in this order": ("order", False),
    "json with": ("json", False),
}


def read_check(text: str) -> Check | None:
    """The check that a line states, or ``None`` where it states none."""
    line = " ".join(text.split()).rstrip(".")
    if labelled := _LABELLED.fullmatch(line):
        bare = _read(labelled["check"])
        return bare and bare.model_copy(update={"label": labelled["label"]})
    return _read(line)


def _read(line: str) -> Check | None:
    folded = line.casefold()
    name, colon, rest = line.partition(":")
    if colon and (known := _LISTS.get(name.strip().casefold())):
        words = tuple(filter(None, (as_code(text) for text in rest.split(";"))))
        kind, either = known
        entries = {"kind": kind, "words": words, "either": either}
        return Check.model_validate(entries) if words else None
    if match := _LENGTH.fullmatch(folded):
        return _length(match)
    if folded == "a text":
        return Check(kind="length", unit="words", least=LEAST_TEXT)
    if folded in ("a link", "a file", "json", "a number"):
        return Check.model_validate({"kind": folded.removeprefix("a ")})
    if folded.startswith("the number "):
        number = strict(folded.removeprefix("the number "))
        return None if number is None else Check(kind="number", least=number, most=number)
    if folded.startswith("a number from "):
        ends = strict_range(folded.removeprefix("a number from "))
        return Check(kind="number", least=ends[0], most=ends[1]) if ends else None
    if match := re.fullmatch(r"(\d{1,2}) numbers", folded):
        return Check(kind="numbers", least=float(match[1]))
    return None


def as_code(text: str) -> str:
    """Words that are meant sign by sign: what is between ticks, or else without escapes."""
    text = text.strip()
    if len(text) > 2 and text[0] == text[-1] == "`":
        return text[1:-1].strip()
    return re.sub(r"\\([^\w\s])", r"\1", text)


def code(text: str) -> str:
    """The same as Markdown: between ticks where a sign in it might be read as another."""
    return f"`{text}`" if _SIGNS.search(text) else text


def _length(match: re.Match[str]) -> Check | None:
    first = strict(match["first"])
    second = strict(match["second"]) if match["second"] else None
    if first is None or (match["how"] == "between") != (second is not None):
        return None
    least = None if match["how"] == "at most" else first
    most = second if second is not None else None if match["how"] == "at least" else first
    return Check.model_validate(
        {"kind": "length", "unit": f"{match['unit']}s", "least": least, "most": most}
    )


def write_check(check: Check) -> str:
    """The line that states a check."""
    return f"*{check.label}*: {_write_check(check)}" if check.label else _write_check(check)


def _write_check(check: Check) -> str:
    words = "; ".join(map(code, check.words))
    match check.kind:
        case "length":
            return f"{_extent(check)} {check.unit}"
        case "contains":
            return f"contains {'one of' if check.either else ''}".rstrip() + f": {words}"
        case "lacks":
            return f"does not contain: {words}"
        case "order":
            return f"in this order: {words}"
        case "json":
            return f"JSON with: {words}" if words else "JSON"
        case "number" if check.least is not None and check.most is not None:
            if check.least == check.most:
                return f"the number {write_number(check.least)}"
            return f"a number from {write_number(check.least)} to {write_number(check.most)}"
        case "numbers":
            return f"{write_number(check.least or 0)} numbers"
    return f"a {check.kind}"


def _extent(check: Check) -> str:
    least, most = check.least, check.most
    if least is not None and most is not None:
        if least == most:
            return f"exactly {write_number(least)}"
        return f"between {write_number(least)} and {write_number(most)}"
    return (
        f"at least {write_number(least or 0)}" if most is None else f"at most {write_number(most)}"
    )
