"""The end of a test: how it went, and its questions as a list, from which an answer is opened.

The list has a button for each number, and one that leads on. An answer is told in the place of the
list: what was asked, what was said, what is right and why; from there the next that was missed or
guessed is a press away. What leads on offers to ask once more, in other words, what was missed, and
to compare reasons; the test stays as it went. Each of these leads back to what else there is, until
*Finish* is pressed.
"""

from collections.abc import Iterator

from bot.conversation.language.paging import paragraphs
from bot.conversation.lesson import quotation
from bot.conversation.lesson.beats import Rate
from bot.conversation.lesson.challenge import reasons, testing_out
from bot.conversation.lesson.challenge.result_list import (
    Answered,
    answers,
    list_results,
    reason,
    to_look_at,
)
from bot.conversation.lesson.playthrough import Playthrough
from bot.conversation.offers import Offer, Open, offer
from bot.conversation.phrases import count, phrase
from bot.conversation.question import choices, context, posing, reveal, typed
from bot.conversation.session import Outcome, Run
from bot.conversation.turn import Scene
from bot.lessons.faults import shorten
from bot.lessons.lint.readability import prose
from bot.lessons.model import Lesson
from bot.lessons.question import Question

MAX_WORDS = 120
"""Words of an answer that is told, code apart: what a phone shows after a short scroll."""

_FEWEST = 3
"""Parts of it that are told in any case: what was asked and said, what is right, and a reason."""

_NAMED = 24
"""Characters of an answer that name it on a button."""

_ROW = 5
"""Numbers in a row of buttons."""


def tell_answer(lesson: Lesson, result: Answered, own: str = "") -> str:
    """What was asked, what was said, and what is right and why.

    The question is quoted with what it rests on, or if that is too much, in short, and then the
    reasons are cut, or are fewer. Below what was
    said stands the learner's ``own`` reason.
    """
    question, outcome, wording = result.beat.question, result.made, result.beat.wording
    right = outcome is not None and outcome.right
    known = outcome is not None and right and not outcome.overruled
    told = [phrase("results.line.wrote", text=own)] if own and not right else []
    told += _tell_known(lesson, question, outcome) if known else _miss(lesson, question, outcome)
    key = "results.skipped" if outcome is None else "results.right" if right else "results.wrong"
    said, head = choices.commitment(question, outcome) if outcome else "", ""
    for asked in _quotations(lesson, question, wording):
        head = phrase(key, number=result.number, question=asked, said=said)
        text = paragraphs(head, *told)
        if prose(text) <= MAX_WORDS:
            return text
    first, *others = dict.fromkeys("\n\n".join(filter(None, told)).split("\n\n"))
    parts = [head, first, *map(reason, others)]
    while prose(paragraphs(*parts)) > MAX_WORDS and len(parts) > _FEWEST:
        parts.pop()
    return paragraphs(*parts)


def _quotations(lesson: Lesson, question: Question, wording: int) -> Iterator[str]:
    """The question with all that it rests on, then shorter and shorter."""
    yield quotation.beginning(quotation.quote_question(lesson, question, wording))
    yield quotation.beginning(quotation.quote_question(lesson, question, wording, "short"))
    yield quotation.about(posing.words(question, wording))


def _miss(lesson: Lesson, question: Question, outcome: Outcome | None) -> list[str]:
    """What is right, why the learner's own answer fails, and why the right answer does not."""
    # What is true of a myth is said in a paragraph: why it matters is for the lesson.
    true = reveal.reality(context.myth(lesson, question.id))[:1]
    if outcome is None:
        return [reveal.key(question, why=not true), *true]
    if outcome.overruled:
        return [phrase("typed.overruled.mark"), reveal.key(question)]
    near = typed.near(question, outcome, named=False) if question.typed else ""
    fails = [near] if near else reveal.fails(question, outcome)
    if not (true or fails):
        return [reveal.key(question)]
    return [reveal.key(question, why=False), *fails, *(true or reveal.whys(question))]


def _tell_known(lesson: Lesson, question: Question, outcome: Outcome | None) -> list[str]:
    """What is right, and why: who guessed does not know that."""
    if question.estimate or question.typed:
        slip = typed.slip(question, outcome) if question.typed and outcome else ""
        return [slip, reveal.key(question)]
    # A myth's options say nothing of why, as a rule: its reality does.
    true = reveal.reality(context.myth(lesson, question.id))[:1]
    return true or [question.reason or ""]


def rows(lesson: Lesson, run: Run, opened: str = "") -> list[list[Offer]]:
    """What there is to choose below the list, or below the question that is open."""
    every = answers(lesson, run)
    if opened:
        (shown,) = (result for result in every if result.beat.question.id == opened)
        later = [result for result in every if result.unsettled and result.number > shown.number]
        ways = [_open(phrase("results.next"), result) for result in later[:1]]
        return [[*ways, offer(phrase("results.list"), "results list")], *_overruling(shown)]
    numbers = [_open(_button(result), result) for result in every]
    more = offer(phrase("ask.continue"), "results more")
    onward = more if _doors(lesson, run) else offer(phrase("results.finish"), "go")
    return [*(numbers[at : at + _ROW] for at in range(0, len(numbers), _ROW)), [onward]]


def _open(label: str, result: Answered) -> Offer:
    return offer(label, "results open", result.beat.question.id)


def _doors(lesson: Lesson, run: Run) -> list[list[Offer]]:
    """What else there is to do at a test's end."""
    return [row for row in (_once_more(lesson, run), _compare(lesson, run)) if row]


def _once_more(lesson: Lesson, run: Run) -> list[Offer]:
    """The way to be asked once more what was missed or guessed, where that has other words."""
    asked = Playthrough(run, lesson).to_ask_again
    outcomes = [result.made for result in to_look_at(lesson, run) if result.made]
    if len(asked) < len(outcomes):
        key = "results.again.some"
    elif all(outcome.right is False for outcome in outcomes):
        key = "results.again"
    else:
        key = "results.again.guess"
    return [offer(count(key, len(asked)), "results again")] if asked else []


def _compare(lesson: Lesson, run: Run) -> list[Offer]:
    """The way to the reasons of what was right, if any were written."""
    here = Playthrough(run, lesson)
    rated = None if here.to_compare is None else here.beats[here.to_compare]
    if not isinstance(rated, Rate):
        return []
    number = len(here.write_rating(rated).reasons)
    return [offer(count("results.reasons", number), "results reasons")]


def _button(result: Answered) -> str:
    if result.made is None:
        return phrase("results.number.skipped", number=result.number)
    right = result.made.right
    return phrase("results.number.right" if right else "results.number.wrong", number=result.number)


def _overruling(result: Answered) -> list[list[Offer]]:
    """A way to say of an answer in words that is called wrong that it meant the same."""
    if not (result.made and typed.may_overrule(result.beat.question, result.made)):
        return []
    said = shorten(result.made.answer or "", _NAMED)
    label = phrase("typed.overrule.named", said=said)
    return [[offer(label, "overrule", result.beat.question.id)]]


def ask(scene: Scene, before: str = "") -> None:
    """Show the list below what is said ``before``."""
    text = paragraphs(before, list_results(scene.lesson, scene.run))
    scene.ask(text, rows(scene.lesson, scene.run))


def open_one(scene: Scene, question: str) -> None:
    """Tell this answer in the place of what is shown."""
    every = {result.beat.question.id: result for result in answers(scene.lesson, scene.run)}
    if question not in every:
        raise ValueError(f"there is nothing to tell of {question}")
    own = reasons.of_missed(scene).get(question, "")
    text = tell_answer(scene.lesson, every[question], own)
    ways = rows(scene.lesson, scene.run, question)
    if _is_menu(scene.open):
        scene.again(text, ways)
    else:
        # Something else was asked in between, such as which version of the lesson goes on.
        scene.ask(text, ways)


def open_list(scene: Scene) -> None:
    """Show the list in the place of the answer that is open, or below what else was asked."""
    if _is_menu(scene.open):
        scene.again(list_results(scene.lesson, scene.run), rows(scene.lesson, scene.run))
    else:
        scene.close_answered()
        ask(scene)


def open_more(scene: Scene) -> None:
    """Ask below the list what else they want."""
    leave(scene)
    ask_more(scene)


def ask_more(scene: Scene, before: str = "") -> None:
    """Ask what else, of who has read the list or is back from what that led to."""
    right, total = testing_out.tally(scene.lesson, scene.run)
    text = phrase("results.more", right=right, total=total)
    scene.ask(paragraphs(before, text), _ways_on(scene))


def _ways_on(scene: Scene) -> list[list[Offer]]:
    ways = [offer(phrase("results.list"), "results list"), offer(phrase("results.finish"), "go")]
    return [*_doors(scene.lesson, scene.run), ways]


def tell_overruled(scene: Scene) -> None:
    """Say that an answer counts as right by now, and what the test has come to with it."""
    right, total = testing_out.tally(scene.lesson, scene.run)
    scene.ask(phrase("typed.overruled.test", right=right, total=total), _ways_on(scene))


def leave(scene: Scene) -> None:
    """Close what is open; a list that an answer took the place of is back again."""
    asked, text = scene.open, list_results(scene.lesson, scene.run)
    hidden = asked is not None and _is_menu(asked) and text not in asked.text
    scene.close_answered(text if hidden else None)


def _is_menu(asked: Open | None) -> bool:
    """Whether this is the list, or an answer in its place."""
    acts = {each.act[:2] for each in asked.offers} if asked else set()
    return ("results", "open") in acts or (("results", "list") in acts and ("go",) not in acts)
