"""Numbers as people write them: in a lesson file, and in an answer.

A file has a single way to write a number: ``1,200,000``, ``0.5``, ``-3``. Learners write as they
are used to: ``1.2 million``, ``1 200 000``, ``0,5``, ``12k``. A sign that stands before three
digits at the end of a number, as in ``1.200``, groups digits where the language has it so, and else
begins a fraction.

Ranges of an estimate: whether they hold the truth, how wide they are, how far they miss it.

Lengths are shares of the *span*, from the lowest end of all offered ranges to the highest; what
lies beyond it is cut off. Where all ends are above zero and the highest is more than ``DECADE``
times the lowest, they are lengths of logarithms: from 10 to 20 is then as far as from 100 to 200.

Sums that a lesson states, worked out with a learner's own numbers.

A formula knows numbers, names, ``+ - * / ^``, brackets, and ``min``, ``max``, ``sqrt`` and
``round``. It is read by Python's own parser, and whatever is not in this list is refused: nothing
of a lesson is ever run.
"""

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from math import log
from typing import Any

from bot.lessons.practice import Sums
from bot.lessons.question import Estimate, Range

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

MAX_NUMBER = 999_999_999_999_999.0
"""What no end of a range goes beyond: more digits than that a float can't hold."""

COMMA = ("de",)
"""Languages in which a comma begins a fraction and a point groups digits."""


def strict(text: str) -> float | None:
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


def write_number(number: float) -> str:
    """The number as a lesson file writes it: digits in groups of three from 10,000 on."""
    if number == int(number) and abs(number) < 1e15:
        whole = int(number)
        return f"{whole:,}" if abs(whole) >= 10_000 else str(whole)
    return f"{number:.12f}".rstrip("0").rstrip(".") if abs(number) < 1e15 else repr(number)


def written_range(low: float, high: float) -> str:
    return f"{write_number(low)}–{write_number(high)}"


def loose_range(text: str, language: str = "") -> tuple[float, float] | int:
    """The ends of the range in a learner's words, or how many numbers they have instead of two.

    ``10-30``, ``between 10 and 30``, ``20 ± 5``; in ``10-30k`` both ends are thousands. How sure
    they are is no end: ``10 to 30, 80 %``. Equal ends are a single number.
    """
    said = _LEADER.sub(" – ", text)
    matches = list(_LOOSE.finditer(said))
    if len(matches) > 2:
        matches = [match for match in matches if not _PERCENT.match(said, match.end())] or matches
    if len(matches) != 2:
        return len(matches)
    first, second = matches
    low, high = _value(first, language), _value(second, language)
    scale = _scale(second, language)
    if _AROUND.fullmatch(said, first.end("digits"), second.start("digits")):
        low, high = low - abs(high), low + abs(high)
    elif not first["scale"] and scale > 1 and low < high / scale:
        low *= scale
    low, high = sorted(min(max(end, -MAX_NUMBER), MAX_NUMBER) for end in (low, high))
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


DECADE = 10
"""How many times the lowest end the highest must exceed for lengths to be those of logarithms."""

WIDE = 0.5
"""The share of the span above which a range says little."""


def span(estimate: Estimate) -> Range:
    """From the lowest end of all ranges that are offered to the highest."""
    return Range(low=estimate.ranges[0].low, high=estimate.ranges[-1].high)


def holds(estimate: Estimate, said: Range) -> bool:
    """Whether the truth is in a range; both of its ends count as inside."""
    return said.low <= estimate.truth <= said.high


def width(estimate: Estimate, said: Range) -> float:
    """The share of the span that a range takes, between 0 and 1."""
    low, high = _cut(estimate, said)
    return (_at(estimate, high) - _at(estimate, low)) / _length(estimate)


def miss(estimate: Estimate, said: Range) -> float:
    """How far the truth is from a range, as a share of the span; 0 if it is in it."""
    if holds(estimate, said):
        return 0.0
    low, high = _cut(estimate, said)
    truth = _at(estimate, estimate.truth)
    return max(_at(estimate, low) - truth, truth - _at(estimate, high), 0.0) / _length(estimate)


def wide(estimate: Estimate, said: Range) -> bool:
    """Whether a range says little."""
    return width(estimate, said) > WIDE


def _cut(estimate: Estimate, said: Range) -> tuple[float, float]:
    whole = span(estimate)
    low, high = (min(max(end, whole.low), whole.high) for end in (said.low, said.high))
    return low, high


def _logarithmic(estimate: Estimate) -> bool:
    whole = span(estimate)
    return whole.low > 0 and whole.high > DECADE * whole.low


def _at(estimate: Estimate, number: float) -> float:
    return log(number) if _logarithmic(estimate) else number


def _length(estimate: Estimate) -> float:
    whole = span(estimate)
    return _at(estimate, whole.high) - _at(estimate, whole.low)


MAX_FORMULA = 200
"""Characters of a formula."""

_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_SIGNS = str.maketrans("×·÷−", "**/-")
_FUNCTIONS: Mapping[str, Callable[..., float]] = {
    "min": min,
    "max": max,
    "sqrt": math.sqrt,
    "round": lambda number: float(round(number)),
}


class SumError(ValueError):
    """A formula that can't be worked out; its text says why, in the words of an author."""


def work_out(sums: Sums, own: Mapping[str, float]) -> dict[str, float]:
    """Every number of a sum by its name, with a learner's ``own``. Raises ``SumError``."""
    numbers = {example.name: own.get(example.name, example.value) for example in sums.given}
    for formula in sums.formulas:
        numbers[formula.name] = evaluate(formula.expression, numbers)
    return numbers


def evaluate(expression: str, numbers: Mapping[str, float]) -> float:
    """What a formula comes to; raises ``SumError``."""
    if len(expression) > MAX_FORMULA:
        raise SumError(f"a formula of more than {MAX_FORMULA} characters")
    plain = expression.translate(_SIGNS)
    try:
        tree = ast.parse(plain.replace("^", "**").strip(), mode="eval")
        result = _worked_out(tree.body, numbers)
    except (SyntaxError, RecursionError, MemoryError):
        raise SumError(f'"{expression}" isn\'t a formula') from None
    except ZeroDivisionError:
        raise SumError(f'"{expression}" divides by zero') from None
    except (OverflowError, ValueError) as error:
        if isinstance(error, SumError):
            raise
        raise SumError(f'"{expression}" has no result') from None
    if not math.isfinite(result):
        raise SumError(f'"{expression}" has no result')
    return result


def _worked_out(node: ast.expr, numbers: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=value) if type(value) in (int, float):
            return float(value)  # type: ignore[arg-type]  # the line above says so
        case ast.Name(id=name):
            if name not in numbers:
                raise SumError(f'"{name}" has no value')
            return numbers[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_worked_out(operand, numbers)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            # Of floats: that takes no time, and what grows beyond them is refused.
            return float(math.pow(_worked_out(left, numbers), _worked_out(right, numbers)))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_worked_out(left, numbers), _worked_out(right, numbers))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
            return _call_function(name, [_worked_out(expression, numbers) for expression in args])
    raise SumError("a formula has only numbers, names, + - * / ^, brackets, min, max, sqrt, round")


def _call_function(name: str, values: list[Any]) -> float:
    if not values or (name in ("sqrt", "round") and len(values) != 1):
        raise SumError(f'"{name}" has {len(values)} numbers')
    return float(
        _FUNCTIONS[name](*values) if len(values) > 1 or name not in ("min", "max") else values[0]
    )
