"""Which line of their own work does what is asked: it is pointed at, by a press or in words.

The look that asks it is in ``inspection``. A line, several, or all of it is a yes, and kept for the
judging; "none yet" is kept as well, so that who has been asked all of it is asked to mend what is
not there, and can go on as it is.
"""

from bot.conversation.lesson import navigation
from bot.conversation.lesson.beats import Write
from bot.conversation.lesson.project import inspection, judging, numbered_work
from bot.conversation.phrases import list_words, phrase
from bot.conversation.question import checks, typed
from bot.conversation.question.criteria import spread, words_for_numbers
from bot.conversation.question.naming import WORD, fold, listed_phrases, listed_words
from bot.conversation.turn import Scene

MOST_WORDS = 12
"""Words of the longest text that is read for numbers: "lines 1, 2, 3, 5 and 7"."""

_DIGITS = frozenset("123456789")
_ALL = ("judge.words.all", "match.on", "judge.words.yes")
_ALL_DO = ("project.point.every.words", "match.on")
_NONE = ("judge.words.none", "judge.words.no")


def point(scene: Scene, line: int) -> None:
    """Keep that this line does it, or all of it (``judging.ALL``)."""
    _answer(scene, inspection.beat_of(scene), (line,))


def point_at_lacking(scene: Scene, line: int) -> None:
    """Keep that this line doesn't do it yet."""
    _answer(scene, inspection.beat_of(scene), (-line,))


def point_at_none(scene: Scene) -> None:
    """Keep that no line of it does that yet."""
    _answer(scene, inspection.beat_of(scene), ())


def answers(scene: Scene, beat: Write, text: str) -> bool:
    """Take words that say which line does it; whether they do: else they are work."""
    if not inspection.asks_for_line(scene, beat):
        return False
    count = len(numbered_work.of(scene, beat.item))
    every = inspection.asks_what_lacks(scene)
    lines = read_lacking(text, count) if every else read(text, count)
    if lines is not None:
        _answer(scene, beat, lines)
        return True
    if every and fold(text) in listed_phrases("project.point.every.unclear"):
        inspection.ask(scene, beat, "")
        return True
    if fold(text).isdecimal() and not checks.numeric(beat.checks):
        # There is no such line, and a number alone is no work here.
        inspection.ask(scene, beat, "")
        return True
    return False


def read(text: str, count: int) -> tuple[int, ...] | None:
    """The lines that words name, of so many; ``None`` if they name none of them."""
    said = fold(text)
    if any(said in listed_phrases(key) for key in _ALL):
        return (judging.ALL,)
    if any(said in listed_phrases(key) for key in _NONE) or typed.says_nothing(text):
        return ()
    return _find_lines(said, count)


def read_lacking(text: str, count: int) -> tuple[int, ...] | None:
    """The same of the lines that don't do it yet, below 0; "none" is that all do."""
    said = fold(text)
    if any(said in listed_phrases(key) for key in _ALL_DO):
        return (judging.ALL,)
    if said in listed_phrases("project.point.every.unclear"):
        return None
    if typed.says_nothing(text) or said in listed_phrases("project.point.every.not"):
        return ()
    numbers = _find_lines(said, count, listed_words("project.point.every.small"))
    return tuple(-line for line in numbers) if numbers else None


def _find_lines(
    said: str, count: int, more: frozenset[str] = frozenset()
) -> tuple[int, ...] | None:
    """The lines that folded words name by their numbers."""
    words = WORD.findall(spread(said))
    small = listed_words("match.articles") | listed_words("project.apart.small")
    small |= listed_words("project.point.words") | more
    numbers = {item: _number(item) for item in words if _number(item)}
    if len(words) > MOST_WORDS or not {*words} <= {*numbers, *small}:
        return None
    # "The second one" is a single line.
    values = {number for item, number in numbers.items() if item not in small} or {
        *numbers.values()
    }
    return tuple(sorted(values)) if values and values <= {*range(1, count + 1)} else None


def _number(word: str) -> int:
    """The number that a word is; 0 for none."""
    return int(word) if word in _DIGITS else words_for_numbers().get(word, 0)


def _answer(scene: Scene, beat: Write, lines: tuple[int, ...]) -> None:
    """Keep what was said of this criterion, and ask of the next; after the last go on, or mend."""
    left = inspection.to_point(scene, beat)
    if not left:
        raise ValueError(f"beat {beat.id} has no line to point at")
    (number, text), *left = left
    scene.answered_with(_lines_label(lines, every=inspection.asks_what_lacks(scene)))
    judging.point(scene, number, lines)
    if left:
        alike = inspection.is_about_every_line(text) == inspection.is_about_every_line(left[0][1])
        inspection.ask_next(scene, beat, left[0], alike=alike)
    elif judging.lacking(scene, beat.item):
        inspection.ask_to_mend(scene, beat)
    else:
        navigation.go_on(scene)


def _lines_label(lines: tuple[int, ...], *, every: bool) -> str:
    """What was answered, as on its button."""
    if not lines:
        return phrase("project.point.none")
    if judging.ALL in lines:
        return phrase("project.point.every.all" if every else "project.point.all")
    return list_words(str(abs(line)) for line in lines)
