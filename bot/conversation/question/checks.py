"""What a program checks in an answer: said before, and told at once after.

The words are the tutor's own, made of what a check is, so that they are in the learner's language
whatever the lesson's file says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.conversation.language.locale import manner
from bot.conversation.language.markup import escaped
from bot.conversation.phrases import count, phrase
from bot.lessons import answers
from bot.lessons.numbers import loose
from bot.lessons.practice import Check

SHOWN = 5
"""Numbers of an answer that are said back: with more of them nobody reads on."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What was written or handed in; ``file`` says that there is a file."""

    text: str
    file: bool = False


def asked(checks: Iterable[Check]) -> str:
    """What is checked, on one line."""
    return phrase("check.asked", checks=" · ".join(map(wording, checks)))


def asked_for(checks: Iterable[Check]) -> str:
    """What is to be handed in, on one line."""
    return phrase("project.asked", checks=" · ".join(map(wording, checks)))


def wording(check: Check) -> str:
    """A check as a learner is told it beforehand."""
    match check.kind:
        case "length":
            return _length(check)
        case "contains":
            key = "check.contains.any" if check.either else "check.contains"
            return phrase(key, words=_all(check))
        case "number" if check.least is not None and check.least == check.most:
            return phrase("check.number.exact", number=_number(check.least))
        case "number" if check.least is not None and check.most is not None:
            low, high = _number(check.least), _number(check.most)
            return phrase("check.number.range", low=low, high=high)
        case "numbers":
            return count("check.numbers", round(check.least or 0))
        case "json" if check.words:
            return phrase("check.json.keys", words=_all(check))
    return phrase(f"check.{check.kind}", words=_all(check))


def failed(checks: Sequence[Check], pieces: Sequence[Piece]) -> tuple[int, ...]:
    """Which of the checks do not hold for what was given, the latest piece last.

    What is asked to be there may have come before; how long it is, and what is not to be in it,
    goes by the latest.
    """
    return tuple(n for n, one in enumerate(checks) if not _holds(one, pieces))


def told(checks: Sequence[Check], pieces: Sequence[Piece]) -> str:
    """Each check with whether it holds, and if not, what was found."""
    lines = []
    for check in checks:
        if _unread(check, pieces):
            lines.append(phrase("check.unread", check=wording(check)))
        elif _holds(check, pieces):
            lines.append(phrase("check.met", check=wording(check)))
        else:
            found = _found(check, pieces[-1].text if pieces else "")
            key = "check.unmet.found" if found else "check.unmet"
            lines.append(phrase(key, check=wording(check), found=found))
    return "\n".join(lines)


def missing(checks: Sequence[Check], pieces: Sequence[Piece]) -> str:
    """What is not there yet, on one line; empty if all of it is."""
    return " · ".join(wording(checks[n]) for n in failed(checks, pieces))


def unread(checks: Sequence[Check], pieces: Sequence[Piece]) -> str:
    """What may be in a file, which nobody but the learner reads, on one line."""
    return " · ".join(wording(one) for one in checks if _unread(one, pieces))


def numeric(checks: Iterable[Check]) -> bool:
    """Whether a number alone may be what is asked for."""
    return any(one.kind in ("number", "numbers") for one in checks)


def _unread(check: Check, pieces: Sequence[Piece]) -> bool:
    """Whether what it asks for may be in a file, which nobody but the learner reads."""
    latest_alone = _goes_by_latest(check)
    bare = any(one.file and not one.text for one in (pieces[-1:] if latest_alone else pieces))
    return check.kind != "file" and bare and (latest_alone or not _seen(check, pieces))


def _holds(check: Check, pieces: Sequence[Piece]) -> bool:
    return _unread(check, pieces) or _seen(check, pieces)


def _seen(check: Check, pieces: Sequence[Piece]) -> bool:
    """Whether it holds for what can be read."""
    language = manner().language
    *_, latest = pieces or [Piece("")]
    if answers.passes(check, latest.text, file=latest.file, language=language):
        return True
    if _goes_by_latest(check):
        return False
    text = "\n".join(one.text for one in pieces if one.text)
    file = any(one.file for one in pieces)
    return answers.passes(check, text, file=file, language=language)


def _goes_by_latest(check: Check) -> bool:
    """Whether earlier pieces do not count: how long it may be, and what is not to be in it."""
    return check.kind == "lacks" or (check.kind == "length" and check.most is not None)


def _found(check: Check, text: str) -> str:
    """What an answer has in place of what was asked for, in words; empty if there is no more."""
    match check.kind:
        case "length":
            return _too_long_or_short(check, text)
        case "contains" | "order":
            absent = [one for one in check.words if not answers.holds(text, one)]
            if not absent:
                rare = [one for one in dict.fromkeys(check.words) if _fewer(check, one, text)]
                if rare:
                    return phrase("check.found.fewer", words=_quoted(rare))
                return phrase("check.found.disorder")
            if check.either or len(check.words) == 1:
                return ""
            return phrase("check.found.absent", words=_quoted(absent))
        case "lacks":
            there = [one for one in check.words if answers.holds(text, one)]
            if len(check.words) == 1:
                return phrase("check.found.it")
            return phrase("check.found.there", words=_quoted(there))
        case "number" | "numbers":
            numbers = [_number(one) for one in loose(text, manner().language)]
            said = " · ".join(numbers[:SHOWN])
            return phrase("check.found.numbers" if said else "check.found.no_number", numbers=said)
        case "json":
            return _unlike_json(check, text)
    return ""


def _fewer(check: Check, words: str, text: str) -> bool:
    """Whether these words are there less often than a check has them."""
    return answers.times(text, words) < check.words.count(words)


def _too_long_or_short(check: Check, text: str) -> str:
    has = answers.extent(check.unit, text)
    have = _counted(check, has)
    if check.most is not None and has > check.most:
        return phrase("check.found.over", have=have, over=has - round(check.most))
    return phrase("check.found.under", have=have, under=round(check.least or 0) - has)


def _unlike_json(check: Check, text: str) -> str:
    try:
        value = answers.as_json(text)
    except ValueError:
        return phrase("check.found.no_json")
    if isinstance(value, dict):
        return phrase("check.found.absent", words=_quoted(w for w in check.words if w not in value))
    return phrase("check.found.no_object")


def _length(check: Check) -> str:
    least, most = (None if one is None else round(one) for one in (check.least, check.most))
    if least is not None and most is not None and least != most:
        return phrase("check.between", least=least, most=_counted(check, most))
    key = "check.exactly" if least == most else "check.least" if most is None else "check.most"
    number = most if most is not None else least or 0
    return phrase(key, extent=_counted(check, number))


def _counted(check: Check, number: int) -> str:
    match check.unit:
        case "lines":
            return count("check.lines", number)
        case "sentences":
            return count("check.sentences", number)
        case "characters":
            return count("check.characters", number)
    return count("check.words", number)


def _all(check: Check) -> str:
    return _quoted(check.words)


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(phrase("check.word", word=escaped(one)) for one in words)


def _number(number: float) -> str:
    """A number as it was meant, all of its digits."""
    from babel.numbers import format_decimal

    return str(format_decimal(number, "#,##0.############", locale=manner().language))
