"""What a program can tell of an answer: whether it is right, or has all that was asked for.

Words are compared as people would: case, accents, spaces, hyphens, quotes and the mark at the end
do not count, nor does an article at the beginning, and a number may be written in any usual way.

How long an answer is: words, lines, sentences, characters, and lines that say the same.
"""

import json
import re
import unicodedata
from collections.abc import Collection, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any, Literal

from bot.lessons.numbers import loose
from bot.lessons.practice import Check
from bot.lessons.question import NearMiss, Typed

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")
_MARKED = re.compile(r"(?:(?:[-*+•·–—>]|\(?\d{1,3}[.)]|\(?[^\W\d_][.)])\s+)+")
"""How the points of a list begin: it numbers them, and says nothing."""

STEM = 4
"""Words from which on one line says enough to be the same again with another tail."""

TAIL = 2
"""Words behind a line that has said it all: "once more"."""

NUMBERED = 3
"""Lines of the same stem from which on their numbers only count them: two may be results."""

_WORDS_BEHIND = re.compile(r"(?P<stem>.*[^\W\d_]{5}[.!]) (?P<tail>[^\W\d_]+(?: [^\W\d_]+)?)[.!]?")
"""A word or two behind a sentence's end; a short word before it may be cut: "with Dr. Roe"."""

_NUMBER_BEHIND = re.compile(
    r"(?P<stem>.*[^\W\d_][.!?…\"'”’]*) (?:#?(?P<bare>\d{1,4})"
    r"|\((?=[^()\d]*(?P<bracketed>\d{1,4}))[^()\s]+(?: [^()\s]+){0,3}\))"
)

VERDICT = 2
"""Words of a line that may well stand in a text twice: a verdict ("yes"), or a bracket of code."""


def repeated_lines(text: str) -> int:
    """How many lines only say what another has said already.

    Case, spaces and the number or mark at a line's beginning do not count, and neither does what a
    line says again with a tail (``_stem``). Verdicts in a word or two may repeat, unless there is
    nothing else.
    """
    lines = [_comparable(line) for line in text.splitlines() if line.strip()]
    if len({*lines}) == 1:
        return len(lines) - 1
    long = [_drop_end(line) for line in lines if len(line.split()) > VERDICT]
    there, counted = {*long}, _counted_words(long)
    return len(long) - len({_stem(line, there, counted) for line in long})


def _stem(line: str, lines: Collection[str], counted: Collection[str]) -> str:
    """What a line says without its tail, if that is no more than a tail.

    That is a number by which lines are only counted, and a word or two behind the end of a sentence
    or behind all that another line says. What stands behind a question may be its answer, so
    questions that begin alike, or are asked twice, are all there; and so are sums and rows.
    """
    if (number := _NUMBER_BEHIND.fullmatch(line)) and number["stem"] in counted:
        return _drop_end(number["stem"])
    ended = _WORDS_BEHIND.fullmatch(line)
    if ended and _says_enough(ended["stem"]):
        return _drop_end(ended["stem"])
    stem = line
    for _ in range(TAIL):
        stem, _, tail = stem.rpartition(" ")
        if any(map(str.isdigit, tail)) or not _says_enough(stem):
            return line
        if _drop_end(stem) in lines and not stem.endswith(("?", ":")):
            return _drop_end(stem)
    return line


def _drop_end(line: str) -> str:
    """The same without the mark at its end, unless it asks."""
    return line.rstrip(" .!,;")


def _counted_words(lines: Sequence[str]) -> set[str]:
    """What lines say again and again with only a number behind it that goes up by steps."""
    entries: dict[str, list[int]] = {}
    for line in lines:
        if (match := _NUMBER_BEHIND.fullmatch(line)) and _says_enough(match["stem"]):
            entries.setdefault(match["stem"], []).append(int(match["bare"] or match["bracketed"]))
    return {
        stem
        for stem, numbers in entries.items()
        if len(numbers) + lines.count(_drop_end(stem)) >= NUMBERED and _goes_up_by_steps(numbers)
    }


def _goes_up_by_steps(numbers: Sequence[int]) -> bool:
    steps = {after - before for before, after in pairwise(numbers)}
    return len(steps) == 1 and min(steps) > 0


def _says_enough(stem: str) -> bool:
    return len(re.findall(r"[^\W_]+", stem)) >= STEM


def _comparable(line: str) -> str:
    """What a line says, as it is compared with another."""
    plain = " ".join(unicodedata.normalize("NFKC", line).casefold().split())
    mark = _MARKED.match(plain)
    return plain[mark.end() :] if mark else plain


def extent(unit: str, text: str) -> int:
    """How many words, lines, sentences or characters a text has."""
    match unit:
        case "lines":
            return sum(bool(line.strip()) for line in text.splitlines())
        case "sentences":
            ended = len(_SENTENCE_END.findall(text))
            open_end = bool(text.strip()) and not _SENTENCE_END.search(text.strip()[-1:])
            return ended + open_end
        case "characters":
            return len(text.strip())
    return len(_WORD.findall(text))


_LINK = re.compile(r"https?://[^\s/]+\.[^\s]+", re.IGNORECASE)
_ARTICLES = re.compile(r"^(?:the|an?|der|die|das|ein|eine|einen|einem)\s+")
_FENCE = re.compile(r"```[^\n]*\n(.*?)```", re.DOTALL)

_NUMBERS = {
    word: n
    for words in (
        "two three four five six seven eight nine ten eleven twelve",
        "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    )
    for n, word in enumerate(words.split(), start=2)
}
"""Numbers that are words; not "one", which mostly is none."""

CLOSE = 5
"""Letters from which on a slip of the keyboard is forgiven: a shorter word would be another."""

Verdict = Literal["right", "slip", "near", "wrong"]
"""``slip``: right but for a letter. ``near``: close, and told what tells it from the answer."""


def fold(text: str) -> str:
    """Words as they are compared."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub("[\"'“”„‘’«»`*_()\\[\\]\\\\]", "", plain)
    plain = re.sub(r"[\s‐-―-]+", " ", plain).strip(" .!?…,;:")
    return _ARTICLES.sub("", plain)


def judge(typed: Typed, text: str, language: str = "") -> tuple[Verdict, NearMiss | None]:
    """Whether these words are the answer; if they are a near miss, which of the lesson's."""
    said = fold(text)
    forms = [fold(form) for form in typed.accepted]
    if said in forms or _squeeze(said) in map(_squeeze, forms):
        return "right", None
    if any(_same_number(form, text, language) for form in typed.accepted):
        return "right", None
    for miss in typed.near:
        if said in [fold(part) for part in miss.words.split(";")]:
            return "near", miss
    if any(_one_slip(said, form) for form in forms):
        return "slip", None
    return "wrong", None


def _squeeze(text: str) -> str:
    """Without spaces: "soft max" is "softmax"."""
    return text.replace(" ", "")


def _same_number(form: str, text: str, language: str) -> bool:
    """Whether both have the same number and, in letters, no other difference."""
    wanted, said = list(loose(form)), list(loose(text, language))
    return len(wanted) == 1 and wanted == said and _letters(form) in ("", _letters(text))


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", fold(re.sub(r"[\d.,'’]", "", text)))


def _one_slip(said: str, form: str) -> bool:
    """Whether a letter is missing, added or changed, or two have changed places."""
    if min(len(said), len(form)) < CLOSE or abs(len(said) - len(form)) > 1 or said == form:
        return False
    start = next((n for n, (a, b) in enumerate(zip(said, form, strict=False)) if a != b), None)
    if start is None:
        return True  # a letter more at the end
    text, other = said[start:], form[start:]
    return (
        text[1:] == other[1:]
        or text[1:] == other
        or text == other[1:]
        or (text[:2] == other[1::-1] and text[2:] == other[2:])
    )


def is_link(text: str) -> bool:
    """Whether it is nothing but an address, or several."""
    return bool(_LINK.search(text)) and not any(map(str.isalnum, _LINK.sub("", text)))


def passes(check: Check, text: str, *, file: bool = False, language: str = "") -> bool:
    """Whether what was written or handed in has what a check asks for; nothing has nothing."""
    if check.kind != "file" and not text.strip():
        return False
    match check.kind:
        case "length":
            return _long_enough(check, text)
        case "contains":
            entries = [holds(text, words) for words in check.words]
            return any(entries) if check.either else all(entries)
        case "lacks":
            return not any(holds(text, words) for words in check.words)
        case "order":
            return _in_order(text, check.words)
        case "number":
            return any(_within(check, number) for number in numbers(text, language))
        case "numbers":
            return len(numbers(text, language)) >= (check.least or 0)
        case "json":
            return _is_json(text, check.words)
        case "link":
            return _LINK.search(text) is not None
        case "file":
            return file


def numbers(text: str, language: str = "") -> list[float]:
    """The numbers of an answer, in digits or in words, but for those of an address."""
    text = _LINK.sub(" ", text)
    values = [*loose(text, language)]
    values += [
        float(_NUMBERS[item])
        for item in re.findall(r"[^\W\d_]+", text.casefold())
        if item in _NUMBERS
    ]
    return values


def join_links(text: str) -> str:
    """The text with each address in it as a single word."""
    return _LINK.sub("link", text)


def _within(check: Check, number: float) -> bool:
    low = check.least is None or number >= check.least
    return low and (check.most is None or number <= check.most)


def _long_enough(check: Check, text: str) -> bool:
    """Whether it is as long as asked for; lines that say the same are no more lines."""
    repeats = repeated_lines(text) if check.unit == "lines" else 0
    has = extent(check.unit, join_links(text) if check.unit == "words" else text)
    return _within(check, has) and (check.least is None or has - repeats >= check.least)


def _plain(text: str) -> str:
    """Text in which words are looked for: case and the form of quotes and dashes do not count."""
    plain = unicodedata.normalize("NFKC", text.casefold())
    plain = plain.translate(str.maketrans("“”„‘’‐‑–—", '"""\'\'----'))
    return re.sub(r"\s+", " ", plain)


def holds(text: str, words: str) -> bool:
    """Whether the words stand in the text, whole and as they are, case aside."""
    return _find(_plain(text), _plain(words), 0) >= 0


def times(text: str, words: str) -> int:
    plain, sought, number, at = _plain(text), _plain(words), 0, 0
    while (at := _find(plain, sought, at)) >= 0:
        number += 1
    return number


def _find(text: str, words: str, start: int) -> int:
    """Where the words stand in the text, as whole words where they begin or end with a letter."""
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    match = re.compile(f"{before}{re.escape(words)}{after}").search(text, start)
    return match.end() if match else -1


def _in_order(text: str, words: tuple[str, ...]) -> bool:
    plain, at = _plain(text), 0
    for part in words:
        at = _find(plain, _plain(part), at)
        if at < 0:
            return False
    return True


AROUND = 5
"""Words around JSON that are not held against it, as in "Here it is:"."""

_STRAIGHT = str.maketrans("“”„‟«»", '""""""')
_UNSEEN = re.compile("[\u200b-\u200d\u2060\ufeff]")
_WIDE_SPACE = re.compile("[\u00a0\u2007\u202f]")


def as_json(text: str) -> Any:
    """What the text says as JSON, perhaps in a fence or after a word or two; else ``ValueError``.

    Phones make quotes curly and spaces wide in typing; where that is all that is wrong, it is
    forgiven.
    """
    fenced = _FENCE.search(text)
    said = fenced[1] if fenced else text
    plain = _WIDE_SPACE.sub(" ", _UNSEEN.sub("", said))
    tries = dict.fromkeys((said, plain, _core(plain), _core(plain).translate(_STRAIGHT)))
    try:
        *first, last = tries
        for part in first:
            with suppress(ValueError):
                return json.loads(part)
        return json.loads(last)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error


def _core(text: str) -> str:
    """From the first bracket to the last, where only a few words stand around it."""
    start, end = re.search(r"[{\[]", text), max(text.rfind("}"), text.rfind("]")) + 1
    if start is None or start.start() >= end:
        return text
    around = f"{text[: start.start()]} {text[end:]}"
    return text[start.start() : end] if extent("words", around) <= AROUND else text


def absent_keys(value: dict[str, Any], keys: Sequence[str]) -> list[str]:
    """Which of these an object lacks; a capital at the beginning is the phone's doing."""
    there = {key.strip().casefold() for key in value}
    return [text for text in keys if text.casefold() not in there]


def _is_json(text: str, keys: tuple[str, ...]) -> bool:
    """Whether it is JSON; with ``keys``, an object that has them."""
    try:
        value = as_json(text)
    except ValueError:
        return False
    if not keys:
        return isinstance(value, dict | list)
    return isinstance(value, dict) and not absent_keys(value, keys)


LEAST_WORDS = 3
"""Different words of an answer that says something: fewer are a shrug, or a key held down."""

_WORDLESS = {
    "number": re.compile(r"\d"),
    "numbers": re.compile(r"\d"),
    "json": re.compile(r"[{\[]"),
    "link": re.compile(r"\w[./]\w"),
}
"""Checks that ask for something that need not be words, and what a try at it has in it."""

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

Lack = Literal["empty", "few", "copied", "link"]
"""Why a text is no answer: there is none, it says nothing, it is the task's own, or elsewhere."""


_TOO_MANY_WORDS = 6
"""Words in a row that nobody shares with a task by chance."""


def lack(text: str, task: str, checks: Sequence[Check] = ()) -> Lack | None:
    """What makes a text no answer to a task at all, whatever else is checked of it."""
    if not text.strip():
        return "empty"
    if is_link(text) and all(check.kind != "link" for check in checks):
        return "link"
    said = fold(text)
    if extent("words", text) >= LEAST_WORDS and _is_copied(said, task):
        return "copied"
    if not any(_tries(check, text) for check in checks) and len(_different(text)) < LEAST_WORDS:
        return "few"
    return None


def repeats(text: str, task: str) -> bool:
    """Whether a text is a part of the task, such as its example, and no phrase that both have."""
    return extent("words", text) >= _TOO_MANY_WORDS and fold(text) in fold(task)


def _tries(check: Check, text: str) -> bool:
    """Whether few words may be a try at what it asks for."""
    if sign := _WORDLESS.get(check.kind):
        return sign.search(text) is not None
    room = {"words": LEAST_WORDS, "characters": 4 * LEAST_WORDS}.get(check.unit)
    return bool(room and check.most is not None and check.most < room)


def _different(text: str) -> set[str]:
    # Where words have no spaces between them, each sign says something.
    return {*_LETTERS.findall(text.casefold()), *_WIDE.findall(text)}


def _is_copied(said: str, task: str) -> bool:
    """Whether it is the task, a paragraph of it, or most of it."""
    whole = fold(task)
    paragraphs = [fold(part) for part in task.split("\n\n")]
    return said in paragraphs or (said in whole and 2 * len(said) > len(whole))
