"""Numbers as people write them: in a lesson file, and in an answer.

A file has one way to write a number: ``1,200,000``, ``0.5``, ``-3``. Learners write as they are
used to: ``1.2 million``, ``1 200 000``, ``0,5``, ``12k``. A sign that stands before three digits at
the end of a number, as in ``1.200``, groups digits where the language has it so, and else begins a
fraction.
"""

import re
from collections.abc import Iterator

_STRICT = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_RANGE = re.compile(rf"({_STRICT.pattern})\s*(?:–|-|\bto\b)\s*({_STRICT.pattern})")
_SCALES = {
    **dict.fromkeys(("k", "thousand", "tausend"), 1e3),
    **dict.fromkeys(("m", "mio", "million", "millions", "millionen"), 1e6),
    **dict.fromkeys(("bn", "billion", "billions", "mrd", "milliarde", "milliarden"), 1e9),
    **dict.fromkeys(("trillion", "trillions", "billionen"), 1e12),
}
_LOOSE = re.compile(
    rf"""(?<![\w.,])(?P<sign>[-−])?
        (?P<digits>
            \d{{1,3}}(?P<between>[.,'’\u00a0\u202f ])\d{{3}}(?!\d)
                (?:(?P=between)\d{{3}}(?!\d))*(?:(?!(?P=between))[.,]\d+)?
            | \d+(?:[.,]\d+)? | [.,]\d+
        )
        (?:\s?(?P<scale>{"|".join(sorted(_SCALES, key=len, reverse=True))})(?!\w))?""",
    re.IGNORECASE | re.VERBOSE,
)

_AROUND = re.compile(r"\s*(?:±|\+\s*/?\s*[-−])\s*")
_PERCENT = re.compile(r"\s*(?:%|percent\b|prozent\b)", re.IGNORECASE)
_LEADER = re.compile(r"\.{2,}")

LARGEST = 999_999_999_999_999.0
"""What no end of a range goes beyond: more digits than that a float can't hold."""

COMMA = ("de",)
"""Languages in which a comma begins a fraction and a point groups digits."""


def strict(text: str) -> float | None:
    """The number that a lesson file writes so, or ``None``."""
    text = text.strip()
    if not _STRICT.fullmatch(text):
        return None
    return float(text.replace(",", "").replace("−", "-"))


def strict_range(text: str) -> tuple[float, float] | None:
    """The two ends of a range as a lesson file writes it, such as ``10–20``, or ``None``."""
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        return None
    low, high = strict(match[1]), strict(match[2])
    return None if low is None or high is None else (low, high)


def written(number: float) -> str:
    """The number as a lesson file writes it: digits in groups of three from 10,000 on."""
    if number == int(number) and abs(number) < 1e15:
        whole = int(number)
        return f"{whole:,}" if abs(whole) >= 10_000 else str(whole)
    return f"{number:.12f}".rstrip("0").rstrip(".") if abs(number) < 1e15 else repr(number)


def written_range(low: float, high: float) -> str:
    """A range as a lesson file writes it."""
    return f"{written(low)}–{written(high)}"


def loose_range(text: str, language: str = "") -> tuple[float, float] | int:
    """The ends of the range in a learner's words, or how many numbers they have instead of two.

    ``10-30``, ``between 10 and 30``, ``20 ± 5``; in ``10-30k`` both ends are thousands. How sure
    they are is no end: ``10 to 30, 80 %``. Both ends the same are one number.
    """
    said = _LEADER.sub(" – ", text)
    found = list(_LOOSE.finditer(said))
    if len(found) > 2:
        found = [one for one in found if not _PERCENT.match(said, one.end())] or found
    if len(found) != 2:
        return len(found)
    first, second = found
    low, high = _value(first, language), _value(second, language)
    scale = _scale(second, language)
    if _AROUND.fullmatch(said, first.end("digits"), second.start("digits")):
        low, high = low - abs(high), low + abs(high)
    elif not first["scale"] and scale > 1 and low < high / scale:
        low *= scale
    low, high = sorted(min(max(end, -LARGEST), LARGEST) for end in (low, high))
    return (low, high) if low < high else 1


def loose(text: str, language: str = "") -> Iterator[float]:
    """Every number in a learner's words, in order; ``language`` is what they are written in."""
    for match in _LOOSE.finditer(text):
        yield _value(match, language)


def _value(match: re.Match[str], language: str) -> float:
    digits = re.sub("['’\u00a0\u202f ]", "", match["digits"])
    whole, sign, rest = digits, "", ""
    if (last := max(digits.rfind(","), digits.rfind("."))) >= 0:
        whole, sign, rest = digits[:last], digits[last], digits[last + 1 :]
    if sign and (sign in whole or _groups(sign, whole, rest, match, language)):
        whole, rest = whole + rest, ""
    value = float(re.sub("[.,]", "", whole) + f".{rest}0") * _scale(match, language)
    return -value if match["sign"] else value


def _groups(sign: str, whole: str, rest: str, match: re.Match[str], language: str) -> bool:
    """Whether the last sign of these digits groups them, and begins no fraction."""
    if match["between"] != sign or len(rest) != 3:
        return False
    # "0,500" in an English chat can only be a fraction: no group comes after a nought.
    comma = language.split("-")[0] in COMMA
    return sign == ("." if comma else ",") and not whole.startswith("0")


def _scale(match: re.Match[str], language: str) -> float:
    word = (match["scale"] or "").casefold()
    # A German "Billion" is what English calls a trillion.
    german = language.split("-")[0] in COMMA
    return 1e12 if german and word == "billion" else _SCALES.get(word, 1.0)
