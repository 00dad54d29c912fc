"""What learners answer in their own words, and their verdict on it by criteria, in a message.

Three kinds of such *tasks* are in a lesson: the exercises of Try that are not answered by choosing,
the reason that Why asks for, and what Recall asks to be said freely. Each is an item of review
under its id, as a question is.

The message lists the criteria by number, with a button for each that ticks it or takes the tick
back, and a button that says that this is all. Whoever types says all of it at once: "1 3", "1 and
3", "all but 2", "all", "none". What is ticked is met, the rest is not. A single criterion is
answered by yes or no.

What was said before an answer was known may have had it "partly", and it is past: there is no "not
yet". Where the reason was asked for as well, the answers say what of the two was there, see
``Scale``. Where an earlier version asked for each in turn, only the rest is still asked.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Literal

from bot.conversation.facts.learner import Met
from bot.conversation.language.paging import blocks, ending, paragraphs
from bot.conversation.offers import Open, call, offer
from bot.conversation.phrases import count, list_words, phrase
from bot.conversation.question.naming import fold, in_all_languages, listed_phrases
from bot.conversation.turn import Rows, Scene
from bot.lessons.model import REASON, RECOLLECTION, Lesson
from bot.lessons.practice import Check, Exercise
from bot.values import replace, value

_NO_PARAGRAPH = "`~-*+>#|0123456789"
"""What code, lists and quotations begin with."""

POINTS = 3
"""So many of the takeaways a learner's own reason is compared with: more is a chore."""


@value
class Task:
    """What there is to write, what it is compared with, and by what it is judged.

    ``answer`` is in parts, and so is ``more``: what else the lesson says about it. ``checks`` are
    what a program looks at.
    """

    id: str
    prompt: str
    answer: tuple[str, ...]
    lead: str
    criteria: tuple[str, ...]
    more: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()


def task(lesson: Lesson, id: str) -> Task | None:
    if id not in lesson.tasks:
        return None
    if id == REASON:
        return _reason(lesson)
    if id == RECOLLECTION:
        return _recollection(lesson)
    return next(_exercise(exercise) for exercise in lesson.exercises if exercise.id == id)


def points(lesson: Lesson) -> tuple[str, ...]:
    """What a learner's own reason is judged by: what the lesson says for that, or its takeaways."""
    return lesson.what_if.criteria or lesson.takeaways[:POINTS]


def met_all(verdicts: Iterable[Met]) -> bool:
    """Whether all that was asked for is there."""
    return all(met == "yes" for met in verdicts)


def in_a_sentence(prompt: str) -> str:
    """What a task asks, in short: the end of its last paragraph, as a sentence of its own."""
    plain = [
        block for block in blocks(prompt) if block[0] not in _NO_PARAGRAPH or block[:2] == "**"
    ]
    return ending(plain[-1]) if plain else ""


def _exercise(exercise: Exercise) -> Task:
    prompt = "\n\n".join(
        part for part in (phrase("task.exercise", title=exercise.title), exercise.prompt)
    )
    answer = (
        [phrase("try.answer", title=exercise.title), exercise.answer] if exercise.answer else []
    )
    answer += (
        [phrase("try.origin", origin=exercise.origin)]
        if exercise.answer and exercise.origin
        else []
    )
    lead = phrase("try.rate")
    return Task(exercise.id, prompt, tuple(answer), lead, exercise.criteria, checks=exercise.checks)


def _reason(lesson: Lesson) -> Task:
    texts, own = points(lesson), bool(lesson.what_if.criteria)
    matters, why = lesson.overview.matters, lesson.under_the_hood.why
    more = [*((phrase("part.matters"), matters) if matters else ())]
    more += [phrase("part.why"), why] if why else []
    answer = [phrase("why.answer"), lesson.what_if.answer] if lesson.what_if.answer else []
    answer += [phrase("why.compare.own" if own else "why.compare"), _list_points(texts)]
    asks = lesson.what_if.asks
    prompt = phrase("task.reason", title=lesson.title)
    if asks:
        prompt = phrase("task.reason.asked", title=lesson.title, question=asks)
    lead = phrase("why.rate.own" if own else "why.rate")
    return Task(REASON, prompt, tuple(answer), lead, texts, tuple(more))


def _recollection(lesson: Lesson) -> Task:
    answer = (phrase("recall.takeaways"), _list_points(lesson.takeaways))
    prompt = phrase("task.recollection", title=lesson.title)
    return Task(RECOLLECTION, prompt, answer, phrase("recall.rate"), lesson.takeaways)


def _list_points(points: Iterable[str]) -> str:
    return "\n".join(f"- {point}" for point in points)


MOST_WORDS = 12
"""Words of the longest text that is read for numbers: more is an answer written anew."""

Scale = Literal["work", "past", "why"]
"""What is judged: work that can still be mended, words that are past, or these with a reason."""

_LABELS: Mapping[Scale, Mapping[Met, str]] = {
    "work": {"yes": "ask.rate.yes", "partly": "ask.rate.partly", "no": "ask.rate.no"},
    "past": {"yes": "ask.rate.yes", "partly": "ask.rate.partly", "no": "ask.rate.no.past"},
    "why": {"yes": "ask.rate.why.yes", "partly": "ask.rate.why.partly", "no": "ask.rate.why.no"},
}

_ROWS: Mapping[Scale, Sequence[Sequence[Met]]] = {
    "work": [["yes", "no"]],
    "past": [["yes", "partly", "no"]],
    "why": [["yes"], ["partly", "no"]],
}

_SAID = call("criteria said")
_RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
_TOKEN = re.compile(r"\d+|[^\W\d_]+")


@value
class Verdict:
    """What a learner says of their work so far, criterion by criterion.

    ``met`` has a word for each of the ``criteria``; of the first ones, ``recorded`` are on record.
    So many are asked ``together`` in a message; all, if that is 0.
    """

    criteria: tuple[str, ...]
    met: tuple[Met, ...]
    recorded: int = 0
    together: int = 0

    @property
    def left(self) -> range:
        """The numbers of those that are still to be judged, from 1."""
        return range(self.recorded + 1, len(self.criteria) + 1)

    @property
    def asked(self) -> range:
        """The numbers of those that are asked now: the next ones of those that are left."""
        return self.left[: self.together] if self.together else self.left

    @property
    def ticked(self) -> frozenset[int]:
        """The numbers of those that are asked now and ticked."""
        return frozenset(n for n in self.asked if self.met[n - 1] == "yes")

    def toggle(self, number: int) -> "Verdict":
        """The same with this criterion ticked, or with its tick taken back."""
        return self.ticking(self.ticked ^ ({number} & set(self.asked)))

    def ticking(self, numbers: Collection[int]) -> "Verdict":
        """The same with these ticked of what is asked now, and no others."""
        said: tuple[Met, ...] = tuple("yes" if n in numbers else "no" for n in self.asked)
        at = self.recorded
        return replace(self, met=(*self.met[:at], *said, *self.met[at + len(said) :]))

    def recording(self, met: Met) -> "Verdict":
        """The same with this verdict on the next criterion, on record."""
        at = self.recorded
        return replace(self, met=(*self.met[:at], met, *self.met[at + 1 :]), recorded=at + 1)


def under_way(
    criteria: tuple[str, ...], met: tuple[Met, ...], recorded: int | None, together: int = 0
) -> Verdict:
    """The verdict that a session holds: what of it is on record, and what is only ticked.

    Where nothing says how much is on record, all that there is was said singly.
    """
    known = min(len(met) if recorded is None else recorded, len(criteria))
    ticked = Verdict(criteria, met[:known], known).ticking(
        [n for n, word in enumerate(met, start=1) if n > known and word == "yes"]
    )
    return replace(ticked, together=together)


def label(met: Met, scale: Scale) -> str:
    """What a button says that gives this verdict by a single criterion."""
    return phrase(_LABELS[scale][met])


def ask(
    scene: Scene,
    verdict: Verdict,
    lead: str,
    *,
    files: bool = False,
    scale: Scale = "work",
    how: str = "",
) -> None:
    """Ask for what is to be judged now, in a message, and say ``how`` it is ticked."""
    asked = verdict.asked
    if len(asked) == 1:
        text = verdict.criteria[asked[0] - 1]
        if len(verdict.criteria) > 1:
            text = phrase("ask.criterion", number=asked[0], count=len(verdict.criteria), text=text)
        ask_one(scene, paragraphs(lead, text), files=files, scale=scale)
        return
    numbered = "\n".join(line(verdict, n) for n in asked)
    text = "\n\n".join([lead, numbered, how or phrase("judge.how")])
    ask_ticks(scene, verdict, text, files=files)


def ask_one(scene: Scene, text: str, *, files: bool = False, scale: Scale = "work") -> None:
    rows = [[offer(label(met, scale), "rate", met) for met in row] for row in _ROWS[scale]]
    scene.ask(text, rows, files=files)


def ask_ticks(scene: Scene, verdict: Verdict, text: str, *, files: bool = False) -> None:
    """Ask for ticks below a text in which each criterion that is asked has its number."""
    scene.ask(text, rows(verdict), words=_SAID, files=files, form=False, digits=True)


def line(verdict: Verdict, number: int) -> str:
    return f"{number}. {verdict.criteria[number - 1]}"


def is_asked(question: Open) -> bool:
    """Whether this asks which criteria are met, so that words are no answer to the task."""
    return question.words == _SAID


def rows(verdict: Verdict) -> Rows:
    """A button for each criterion, ticked or not, and a button that says that this is all."""
    boxes = []
    for n in verdict.asked:
        key = "judge.ticked" if n in verdict.ticked else "judge.open"
        boxes.append(offer(phrase(key, number=n), "criterion", n))
    return [boxes, [offer(phrase("judge.done"), "criteria done")]]


def show(scene: Scene, verdict: Verdict) -> bool:
    """Show what is ticked by now, in the open message; whether that is open still."""
    if scene.open is None or not is_asked(scene.open):
        return False
    scene.revise(scene.open.text, rows(verdict))
    return True


def say_unread(scene: Scene) -> bool:
    """Say what can be typed; whether the question is open still."""
    scene.say(phrase("judge.unread"))
    return scene.open is not None and is_asked(scene.open)


def ticked_words(verdict: Verdict) -> str:
    """What was ticked, as a learner would say it."""
    if len(verdict.ticked) in (0, len(verdict.asked)):
        return phrase("judge.said.all" if verdict.ticked else "judge.said.none")
    return list_words(map(str, sorted(verdict.ticked)))


def result(verdict: Verdict, *, remembered: bool = False) -> str:
    total, met = len(verdict.criteria), verdict.met.count("yes")
    missing = [n for n, word in enumerate(verdict.met, start=1) if word != "yes"]
    if total == 1:
        return ""
    if not missing:
        return phrase("judge.all")
    if not met:
        return phrase("judge.none")
    key = "judge.unticked" if remembered else "judge.some"
    return count(key, len(missing), met=met, all=total, missing=list_words(map(str, missing)))


# What is typed


def read(text: str, verdict: Verdict, *, adds: bool = False) -> frozenset[int] | None:
    """The numbers of what is met, by these words; ``None`` if they do not say.

    They are all that is met, whatever was ticked before; or, if it ``adds``, those that they name
    come to what is ticked, unless they say that these are all.
    """
    said, left = fold(text), frozenset(verdict.asked)
    if said in listed_phrases("judge.words.all"):
        return left
    if said in listed_phrases("judge.words.none"):
        return frozenset()
    tokens = _TOKEN.findall(spread(said))
    if not 0 < len(tokens) <= MOST_WORDS or {*tokens} & listed_phrases("judge.words.of"):
        return None
    if len(tokens) == len(left) and {*tokens} <= listed_phrases("judge.words.yes") | listed_phrases(
        "judge.words.no"
    ):
        return frozenset(
            n
            for n, token in zip(verdict.asked, tokens, strict=True)
            if _is(token, "judge.words.yes")
        )
    met, lacking = _numbers(tokens, verdict.asked)
    if {*tokens} & listed_phrases("judge.words.all") and not lacking and met <= {len(left)}:
        return left
    if not met | lacking or not met | lacking <= left:
        return None
    whole = {*tokens} & listed_phrases("judge.words.all") or _is(tokens[0], "judge.words.none")
    if not adds or whole or {*tokens} & listed_phrases("judge.words.only"):
        return (met or left) - lacking
    return (verdict.ticked | met) - lacking


def _numbers(tokens: Sequence[str], left: Sequence[int]) -> tuple[frozenset[int], frozenset[int]]:
    """The numbers that are named as met, and as missing: "1 yes 2 no", "all but 2", "1, not 2"."""
    met, lacking = set[int](), set[int]()
    without, latest = False, frozenset[int]()
    said = [_number(token, left) for token in tokens]
    for n, (token, numbers) in enumerate(zip(tokens, said, strict=True)):
        before, after = said[n - 1] if n else None, said[n + 1] if said[n + 1 :] else None
        if before and numbers == {1} and not token.isdecimal():
            continue  # "the second one" is a single number
        if numbers:
            latest = numbers
            (lacking if without else met).update(numbers)
        elif (
            latest
            and _is(token, "judge.words.no")
            and not (after and _is(token, "judge.words.but"))
        ):
            met -= latest
            lacking |= latest
        elif _is(token, "judge.words.but"):
            # "Nothing but 2" is 2 alone.
            without, latest = not _is(tokens[0], "judge.words.none"), frozenset()
    return frozenset(met), frozenset(lacking)


def _number(token: str, left: Sequence[int]) -> frozenset[int]:
    """The numbers that a word says; several where digits were typed without a space."""
    if not token.isdecimal():
        number = words_for_numbers().get(token)
        return frozenset([number]) if number else frozenset()
    if int(token) > max(left) and {*map(int, token)} <= {*left}:
        return frozenset(map(int, token))
    return frozenset([int(token)])


def spread(said: str) -> str:
    """These words with each range of numbers, as in "1-3", as the numbers in it."""
    return _RANGE.sub(_spread, said)


def _spread(match: re.Match[str]) -> str:
    first, last = int(match[1][:3]), int(match[2][:3])
    return " ".join(map(str, range(first, min(last, first + 20) + 1)))


def _is(token: str, key: str) -> bool:
    return token in listed_phrases(key)


@cache
def words_for_numbers() -> dict[str, int]:
    """The words that say a number, or which of a row, in all languages."""
    return {
        word: n
        for said in in_all_languages("judge.words.numbers")
        for n, words in enumerate(said.split("|"), start=1)
        for word in words.split()
    }
