"""What a program checks in an answer: said before, and told at once after.

A check is told by its label in the lesson. Without it the words are the tutor's own, made of what
it is. What was found is said in the tutor's words always, and what was asked for only once.
"""

from collections.abc import Iterable, Sequence

from bot.conversation.language.locale import manner
from bot.conversation.language.markup import escape_markdown
from bot.conversation.phrases import count, list_words, phrase
from bot.lessons import answers
from bot.lessons.practice import Check
from bot.values import value

SHOWN = 5
"""Numbers of an answer that are said back: with more of them nobody reads on."""

MAX_NAMED_WORDS = 3
"""Words of which any is enough that are named: they say what is meant, and more is a list."""


@value
class Piece:
    """What was written or handed in; ``file`` says that there is a file."""

    text: str
    file: bool = False

    @property
    def bare(self) -> bool:
        """Whether it is a file or an address alone: what is asked for may be there, unread."""
        return answers.is_link(self.text) or (self.file and not self.text)


def describe(checks: Iterable[Check]) -> str:
    return phrase("check.asked", checks=" · ".join(map(describe_check, checks)))


def asked_for(checks: Iterable[Check]) -> str:
    """What is to be handed in, on one line."""
    return phrase("project.asked", checks=" · ".join(map(describe_check, checks)))


def describe_check(check: Check) -> str:
    """A check as a learner is told it beforehand: in the author's words, or else in ours."""
    if check.label:
        return check.label
    match check.kind:
        case "length":
            return _length(check)
        case "contains":
            return phrase("check.contains", words=_any_of(check) if check.either else _all(check))
        case "lacks":
            return phrase("check.lacks", words=list_words(_quote_words(check.words), "or"))
        case "order":
            return list_words(_quote_words(check.words), "then")
        case "number" if check.least is not None and check.least == check.most:
            return phrase("check.number.exact", number=_number(check.least))
        case "number" if check.least is not None and check.most is not None:
            low, high = _number(check.least), _number(check.most)
            return phrase("check.number.range", low=low, high=high)
        case "numbers":
            return count("check.numbers", round(check.least or 0))
        case "json" if check.words:
            return phrase("check.json.keys", words=_all(check))
    return phrase(f"check.{check.kind}")


def failed_checks(checks: Sequence[Check], pieces: Sequence[Piece]) -> tuple[int, ...]:
    """Which of the checks do not hold for what was given, the latest piece last.

    What is asked to be there may have come before; how long it is, and what is not to be in it,
    goes by the latest.
    """
    return tuple(n for n, check in enumerate(checks) if not _holds(check, pieces))


def report(checks: Sequence[Check], pieces: Sequence[Piece]) -> str:
    """A line for each check: that it holds, or what was found in place of it."""
    lines = []
    for check in checks:
        if _is_unread(check, pieces):
            lines.append(phrase("check.unread", check=describe_check(check)))
        elif _holds(check, pieces):
            lines.append(phrase("check.met", check=describe_check(check)))
        else:
            text = _describe_finding(check, _text(check, pieces))
            key = "check.unmet.label" if check.label else "check.unmet"
            lines.append(phrase(key, label=check.label, found=text))
    return "\n".join(lines)


def missing(checks: Sequence[Check], pieces: Sequence[Piece]) -> str:
    """What is not there yet, on one line; empty if all of it is."""
    return " · ".join(describe_check(checks[n]) for n in failed_checks(checks, pieces))


def list_unread(checks: Sequence[Check], pieces: Sequence[Piece]) -> str:
    """What may be in a file or behind a link, which nobody but the learner reads, on a line."""
    return " · ".join(describe_check(check) for check in checks if _is_unread(check, pieces))


def numeric(checks: Iterable[Check]) -> bool:
    """Whether a number alone may be what is asked for."""
    return any(check.kind in ("number", "numbers") for check in checks)


def _is_unread(check: Check, pieces: Sequence[Piece]) -> bool:
    """Whether what it asks for may be where nobody but the learner reads it."""
    latest_alone = _goes_by_latest(check)
    bare = any(piece.bare for piece in (pieces[-1:] if latest_alone else pieces))
    return check.kind != "file" and bare and (latest_alone or not _has_passed(check, pieces))


def _holds(check: Check, pieces: Sequence[Piece]) -> bool:
    return _is_unread(check, pieces) or _has_passed(check, pieces)


def _has_passed(check: Check, pieces: Sequence[Piece]) -> bool:
    language = manner().language
    *_, latest = pieces or [Piece("")]
    if answers.passes(check, _text(check, [latest]), file=latest.file, language=language):
        return True
    file = any(piece.file for piece in pieces)
    return answers.passes(check, _text(check, pieces), file=file, language=language)


def _text(check: Check, pieces: Sequence[Piece]) -> str:
    """What a check goes by: the latest piece where less is asked for, else all of them."""
    latest = pieces[-1:] if _goes_by_latest(check) else pieces
    read = [piece for piece in latest if check.kind == "link" or not piece.bare]
    return "\n".join(piece.text for piece in read if piece.text)


def _goes_by_latest(check: Check) -> bool:
    """Whether earlier pieces do not count: how long it may be, and what is not to be in it."""
    return check.kind == "lacks" or (check.kind == "length" and check.most is not None)


def _describe_finding(check: Check, text: str) -> str:
    """What an answer has, and what was asked for if that is not said in a label already."""
    match check.kind:
        case "length":
            return _too_long_or_short(check, text)
        case "contains" | "order":
            return _not_there(check, text)
        case "lacks":
            there = [part for part in check.words if answers.holds(text, part)]
            key = "check.found.there" if check.label else "check.found.there.bare"
            return phrase(key, words=list_words(_quote_words(there)))
        case "number":
            return _other_numbers(check, text)
        case "numbers":
            numbers = answers.numbers(text, manner().language)
            have = phrase("check.found.no_numbers")
            if numbers:
                have = count("check.found.number", len(numbers), numbers=_number_list(numbers))
            return phrase("check.found.under", have=have, asked=round(check.least or 0))
        case "json":
            return _unlike_json(check, text)
    return phrase(f"check.found.no_{check.kind}")


def _not_there(check: Check, text: str) -> str:
    absent = [word for word in check.words if not answers.holds(text, word)]
    if absent and check.either:
        return phrase("check.found.absent", words=_any_of(check))
    if absent:
        return phrase(
            "check.found.absent", words=list_words(_quote_words(dict.fromkeys(absent)), "or")
        )
    for part in dict.fromkeys(check.words):
        have, wanted = answers.times(text, part), check.words.count(part)
        if have < wanted:
            (words,) = _quote_words([part])
            return phrase("check.found.fewer", have=have, words=words, asked=wanted)
    if check.label:
        return phrase("check.found.disorder")
    return phrase("check.found.disorder.bare", words=list_words(_quote_words(check.words), "then"))


def _too_long_or_short(check: Check, text: str) -> str:
    has = answers.extent(check.unit, answers.join_links(text) if check.unit == "words" else text)
    have = _count_unit(check, has)
    least, most = (
        None if number is None else round(number) for number in (check.least, check.most)
    )
    repeats = answers.repeated_lines(text) if check.unit == "lines" else 0
    if least is not None and has >= least > has - repeats:
        return count("check.found.repeats", repeats, all=has, asked=least)
    if least is not None and most is not None and least != most:
        return phrase("check.found.beyond", have=have, least=least, most=most)
    if least is None:
        return phrase("check.found.over", have=have, asked=most)
    return phrase("check.found.under", have=have, asked=least)


def _other_numbers(check: Check, text: str) -> str:
    """The numbers of an answer, all of them wrong; a label may keep the right number a secret."""
    numbers = answers.numbers(text, manner().language)
    if not numbers:
        return phrase("check.found.no_number")
    if check.label:
        return phrase("check.found.numbers", numbers=_number_list(numbers))
    bare = describe_check(check)
    return phrase("check.found.numbers.bare", numbers=_number_list(numbers), asked=bare)


def _unlike_json(check: Check, text: str) -> str:
    try:
        value = answers.as_json(text)
    except ValueError:
        return phrase("check.found.no_json")
    if isinstance(value, dict):
        absent = answers.absent_keys(value, check.words)
        return phrase("check.found.absent", words=list_words(_quote_words(absent), "or"))
    return phrase("check.found.no_object")


def _length(check: Check) -> str:
    least, most = (None if value is None else round(value) for value in (check.least, check.most))
    if least is not None and most is not None and least != most:
        return phrase("check.between", least=least, most=_count_unit(check, most))
    key = "check.exactly" if least == most else "check.least" if most is None else "check.most"
    number = most if most is not None else least or 0
    return phrase(key, extent=_count_unit(check, number))


def _count_unit(check: Check, number: int) -> str:
    match check.unit:
        case "lines":
            return count("check.lines", number)
        case "sentences":
            return count("check.sentences", number)
        case "characters":
            return count("check.characters", number)
    return count("check.words", number)


def _all(check: Check) -> str:
    return list_words(_quote_words(check.words))


def _any_of(check: Check) -> str:
    """The first of the words, and a single word for all that only differ in their ending."""
    kept: list[str] = []
    for word in check.words:
        if not any(text.startswith(word) or word.startswith(text) for text in kept):
            kept.append(word)
    words = list_words(_quote_words(kept[:MAX_NAMED_WORDS]), "or")
    return phrase("check.like", words=words) if kept[MAX_NAMED_WORDS:] else words


def _quote_words(words: Iterable[str]) -> list[str]:
    return [phrase("check.word", word=escape_markdown(text)) for text in words]


def _number_list(numbers: Sequence[float]) -> str:
    return " · ".join(_number(number) for number in numbers[:SHOWN])


def _number(number: float) -> str:
    from babel.numbers import format_decimal

    return str(format_decimal(number, "#,##0.############", locale=manner().language))
