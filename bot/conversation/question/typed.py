"""An answer in a learner's own words that is checked, and may be overruled.

What was typed is judged by ``bot.lessons.answers``: one slip of the keyboard is forgiven, and told;
a near miss is told with what tells it from the answer. No list of accepted forms has all of them,
so whoever meant the same may say so after a "no". Then their answer counts as right, and is marked
as that: where it happens often, a form is missing.

An accepted form inside a short answer counts as well, if nothing beside it could be another answer:
words that say little ("it's called", "I think"), the question's own words, and beside a form of
several words anything in few words but its contrary. "Linear regression" is no "regression". There
may be no "not", "or", number or near miss beside it, nor, but beside a form of several words, a
word that says how much, unless the form has it. Where a number is asked for, but for a date,
nothing counts that isn't a form of it by itself.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

from bot.conversation.facts.learner import Overruled, Phase, Scheduled
from bot.conversation.language.locale import manner
from bot.conversation.language.markup import escape_markdown, plain
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import phrase
from bot.conversation.question import memory
from bot.conversation.question.naming import in_all_languages
from bot.conversation.session import Outcome
from bot.conversation.turn import Scene
from bot.learning import experiment, predictions, reviews
from bot.learning.items import Item
from bot.learning.predictions import Confidence
from bot.lessons.answers import Verdict, fold, judge, numbers
from bot.lessons.question import Question, Typed, Wanted
from bot.values import replace

MAX_SHORT_ANSWER_WORDS = 12
"""Words of an answer that is short: longer ones are no name for anything."""

MAX_LOOSE_WORDS = 7
"""Words of an answer in which a form of several words may have any words beside it."""

SEVERAL = 2
"""Words that say something in such a form, at least."""

_PART = re.compile(r"\w+|[,.;/&+|]+")
"""A word, or what stands between the items of a list."""

_AND = ("typed.words.and",)
_OTHERWISE = ("match.or", "match.negations")
_DEGREES = ("match.degrees",)
_CONTRARY = ("typed.words.contrary",)
_LITTLE = (
    "match.articles",
    "match.small",
    "match.is",
    "match.little",
    "match.sure",
    "match.probable",
    "match.guess",
    "typed.words.saying",
)


def is_within(question: Question, text: str, language: str = "") -> bool:
    """Whether these words say an accepted form, among others that change nothing."""
    typed = question.typed
    if typed is None or _asks_for_number(typed):
        return False
    parts = _PART.findall(fold(text))
    words = [part for part in parts if part[0].isalnum()]
    forms = _places(words, map(_squeeze, typed.accepted))
    if len(words) > MAX_SHORT_ANSWER_WORDS or not forms:
        return False
    covered = {place for form in forms for place in form}
    beside = [entry for at, entry in enumerate(words) if at not in covered]
    if _listed_words(*_OTHERWISE).intersection(beside) or numbers(" ".join(beside), language):
        return False
    misses = (form for miss in typed.near for form in miss.words.split(";"))
    if any(not covered.issuperset(near) for near in _places(words, map(_squeeze, misses))):
        return False
    asked = _question_words(question)
    telling = _told_whatever_else(typed, words)
    for item in _items(parts, covered):
        if telling.intersection(item):
            continue
        more = {words[at] for at in item if at not in covered}
        # The question's own words are no guess beside an answer, and may be a guess in its place.
        known = _listed_words(*_LITTLE) | (asked if covered.intersection(item) else set())
        if not more <= known:
            return False
    return True


def _told_whatever_else(typed: Typed, words: Sequence[str]) -> set[int]:
    """The places of the forms beside which any other words may stand."""
    if len(words) > MAX_LOOSE_WORDS or _listed_words(*_CONTRARY).intersection(words):
        return set()
    says_little = _listed_words(*_LITTLE, *_DEGREES, *_OTHERWISE)
    several = [
        form
        for form in typed.accepted
        if sum(text not in says_little for text in _words(form)) >= SEVERAL
    ]
    groups = _places(words, map(_squeeze, several))
    # "Lookup" is a single word, though it is "look up" as well.
    return {place for form in groups if len(form) >= SEVERAL for place in form}


def _asks_for_number(typed: Typed) -> bool:
    digits = any(char.isdigit() for form in typed.accepted for char in form)
    return digits and typed.wanted != "date"


def _squeeze(form: str) -> str:
    """A form without what stands between its words: "few-shot" is "few shot" and "fewshot"."""
    return "".join(_words(form))


def _words(text: str) -> list[str]:
    return [item for item in _PART.findall(fold(text)) if item[0].isalnum()]


def _places(words: Sequence[str], forms: Iterable[str]) -> list[range]:
    wanted = {*forms} - {""}
    ends = ((start, end) for start in range(len(words)) for end in range(start, len(words)))
    return [
        range(start, end + 1) for start, end in ends if "".join(words[start : end + 1]) in wanted
    ]


def _items(parts: Sequence[str], covered: Collection[int]) -> list[list[int]]:
    """The places of the words, item by item, where several are listed; a form is within an item."""
    groups, at = [list[int]()], 0
    for part in parts:
        if part[0].isalnum():
            if part in _listed_words(*_AND) and at not in covered:
                groups.append([])
            else:
                groups[-1].append(at)
            at += 1
        elif not {at - 1, at} <= {*covered}:
            groups.append([])
    return groups


def _question_words(question: Question) -> frozenset[str]:
    """The words that ask, in all ways, but for those that say how much or how many."""
    texts = " ".join([question.text, *question.variants])
    return frozenset(_PART.findall(fold(plain(texts)))) - _listed_words(*_DEGREES)


@cache
def _listed_words(*keys: str) -> frozenset[str]:
    """The words that are listed under these keys in all languages, as they are compared."""
    listed = (text for key in keys for text in in_all_languages(key))
    return frozenset(
        word for text in listed for part in text.split() for word in _PART.findall(fold(part))
    )


MAX_ANSWER = 120
"""Characters of an answer that are kept: a few words, and some."""

PLACES = ("right", "near", "other")
"""How an answer in words is counted where many are: by its place in here."""

CLASSES = 2
"""It is scored among two options: right or wrong."""

_UNREAD: Mapping[Wanted, str] = {
    "date": "typed.unread.date",
    "percentage": "typed.unread.percentage",
    "money": "typed.unread.money",
}


def read(question: Question, text: str) -> str | None:
    """What was typed, on one line; ``None`` if there is not a word or a sign to judge in it."""
    words = " ".join(text.split())[:MAX_ANSWER].strip()
    accepted = question.typed.accepted if question.typed else ()
    return words if any(map(str.isalnum, words)) or words in accepted else None


def lacks_number(question: Question, words: str) -> bool:
    """Whether a number is asked for and there is none, nor any other form of the answer."""
    none = _typed_answer(question).is_number and not any(map(str.isdigit, words))
    return none and _verdict(question, words) == "wrong"


def say_unread(question: Question) -> str:
    """What is said of words without the number that is asked for."""
    return phrase(_UNREAD.get(_typed_answer(question).wanted, "typed.unread.number"))


def means_unknown(words: str) -> bool:
    """Whether somebody says in these words that they have no idea."""
    said = fold(words.replace("’", "'"))
    return said in {fold(text) for text in phrase("typed.unknown.words").split(";")}


def says_nothing(text: str) -> bool:
    """Whether this is "no idea", or not a word."""
    words = fold(text)
    return (
        not any(map(str.isalnum, words))
        or words == fold(phrase("ask.unknown"))
        or means_unknown(text)
    )


def outcome(question: Question, phase: Phase, words: str | None, confidence: Confidence) -> Outcome:
    """What these words come to; with ``None`` it is "no idea", which scores nothing."""
    right = words is not None and _verdict(question, words) in ("right", "slip")
    return Outcome(
        question.id, phase, None, confidence, right, _score(confidence, right=right), answer=words
    )


def _score(confidence: Confidence, *, right: bool) -> float | None:
    if confidence == "unsaid":
        return None
    return predictions.score(confidence, CLASSES, 1, right)


def place(question: Question, words: str) -> int:
    """How these words are counted where many are, see ``PLACES``."""
    verdict = _verdict(question, words)
    return PLACES.index(
        "right" if verdict == "slip" else "other" if verdict == "wrong" else verdict
    )


def _verdict(question: Question, words: str) -> Verdict:
    language = manner().language
    verdict, _ = judge(_typed_answer(question), words, language)
    if verdict == "wrong" and is_within(question, words, language):
        return "right"
    return verdict


def _typed_answer(question: Question) -> Typed:
    if question.typed is None:
        raise ValueError(f"{question.id} is not answered in words")
    return question.typed


def near(question: Question, outcome: Outcome, *, named: bool = True) -> str:
    """What is said of a near miss, ``named`` if its words don't stand above; nothing if none."""
    verdict, miss = judge(_typed_answer(question), outcome.answer or "", manner().language)
    if verdict != "near" or miss is None or outcome.right:
        return ""
    key = "reveal.near" if named else "reveal.near.above"
    return phrase(key, label=escape_markdown(outcome.answer or ""), text=miss.why).strip()


def slip(question: Question, outcome: Outcome) -> str:
    """What is said of a slip that was forgiven; nothing if there was none."""
    words, wanted = outcome.answer or "", _typed_answer(question)
    if not outcome.right or _verdict(question, words) != "slip":
        return ""
    forms = (
        form
        for form in wanted.accepted
        if judge(Typed(accepted=(form,)), words, manner().language)[0] != "wrong"
    )
    form = next(forms, wanted.accepted[0])
    return phrase("reveal.slip", said=escape_markdown(words), form=form)


# Overruling


def may_overrule(question: Question, outcome: Outcome | None) -> bool:
    """Whether this is an answer in words that was called wrong."""
    return bool(question.typed and outcome and outcome.answer and outcome.right is False)


def overruling(question: str = "") -> Offer:
    """The way to say that the learner's words meant the same; of a test, for which question."""
    return offer(phrase("typed.overrule"), "overrule", *([question] if question else []))


def overrule(
    scene: Scene,
    where: tuple[str, str, str],
    outcome: Outcome,
    item: Item | None,
    *,
    asked_at: int | None = None,
    soon: bool = False,
) -> tuple[Outcome, Item | None]:
    """Count an answer as right: what it is now, and what is remembered then, if that changes.

    ``where`` is as with ``QuestionUnderWay``, and ``item`` what is remembered by now. If that was
    answered once more since, it stays as it is. With ``soon`` it is back after a day.
    """
    run, lesson, revision = where
    points = _score(outcome.confidence, right=True)
    after = replace(outcome, right=True, score=points, overruled=True, before=None)
    scene.facts.append(Overruled(run, lesson, revision, outcome.question, outcome.phase, points))
    number = outcome.before.number + 1 if outcome.before else 1
    if item is None or item.number != number or item.answer.said != outcome.answer:
        return after, None
    now = reviews.after_answer(
        outcome.before,
        replace(item.answer, right=True),
        lesson=lesson,
        question=outcome.question,
        asked_at=asked_at,
        until=memory.until(scene, lesson),
        wording=item.wording,
    )
    now = experiment.due_soon(now) if soon else now
    scene.facts.append(Scheduled(now))
    return after, now
