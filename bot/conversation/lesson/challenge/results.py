"""The end of a test: how it went, and its questions as a list, from which an answer is opened.

It says first how many were right, then has the others in the order in which they were asked, see
``result_list``. The last of these messages has the buttons, for each of their numbers, which tells
that answer in the place of the message, in the words in which it was asked and with as much of what
it rests on as fits a phone's screen. Who wants to read all of it, or what was right, gets that at
once, below.

What was missed can be asked once more, in other words, and reasons compared; the test stays as it
went. Each of these leads back to what else there is, until *Finish* is pressed.
"""

from collections.abc import Iterator, Sequence

from bot.conversation.language.paging import comfortable, pack, paragraphs
from bot.conversation.lesson import quotation
from bot.conversation.lesson.beats import Pose, Rate
from bot.conversation.lesson.challenge import reasons, testing_out
from bot.conversation.lesson.challenge.result_list import (
    Answered,
    answers,
    knew,
    list_results,
    to_open,
    to_tell,
)
from bot.conversation.lesson.playthrough import Playthrough
from bot.conversation.offers import Offer, Open, offer
from bot.conversation.phrases import count, phrase
from bot.conversation.question import choices, context, pitfalls, posing, reveal, typed
from bot.conversation.session import Outcome, Run
from bot.conversation.turn import Scene
from bot.lessons.faults import shorten
from bot.lessons.model import Lesson
from bot.lessons.question import Question


def answer_told(lesson: Lesson, beat: Pose, outcome: Outcome | None, number: int) -> str:
    if outcome is None or not outcome.right or outcome.overruled:
        return _explain_miss(lesson, beat, outcome, number)
    return _lucky(lesson, beat, outcome, number)


def _explain_miss(lesson: Lesson, beat: Pose, outcome: Outcome | None, number: int) -> str:
    """What is right, why the learner's own answer fails, and why the right answer does not."""
    question = beat.question
    words = posing.words(question, beat.wording)
    if outcome is None:
        asked = phrase("results.skipped", number=number, question=words)
        answer = _reveal_key(lesson, question)
    else:
        key = "results.right" if outcome.overruled else "results.wrong"
        said = choices.commitment(question, outcome)
        asked = phrase(key, number=number, question=words, said=said)
        answer = _list_answer(lesson, question, outcome)
    text = "\n\n".join([asked, *answer])
    pitfall = pitfalls.pitfall(lesson, question.id)
    if pitfall and pitfall.cause and len(text) > comfortable():
        # Both approaches are there by now; why people take the wrong approach was the least of it.
        text = text.replace(f"\n\n{phrase('part.cause', text=pitfall.cause)}", "")
    return _remind_of_basis(lesson, beat, text)


def _remind_of_basis(lesson: Lesson, beat: Pose, text: str) -> str:
    """An answer below as much of what its question rests on as there is room for."""
    room = comfortable() - len(text) - 2
    texts = posing.reminding(lesson, beat.question, beat.wording, room)
    return "\n\n".join([*(texts or _place(lesson, beat)), text])


def _reveal_key(lesson: Lesson, question: Question) -> list[str]:
    true = reveal.reality(context.myth(lesson, question.id))[:1]
    return [reveal.key(question, why=not true), *true]


def _list_answer(lesson: Lesson, question: Question, outcome: Outcome) -> list[str]:
    if outcome.overruled:
        return [phrase("typed.overruled.mark"), reveal.key(question)]
    # What is true of a myth is said in a paragraph: why it matters is for the lesson.
    myth = context.myth(lesson, question.id)
    true = reveal.reality(myth)[:1]
    near = typed.near(question, outcome, named=False) if question.typed else ""
    fails = [near] if near else reveal.fails(question, outcome)
    if not (true or fails):
        return [reveal.key(question)]
    return [reveal.key(question, why=False), *fails, *(true or reveal.whys(question))]


def _lucky(lesson: Lesson, beat: Pose, outcome: Outcome, number: int) -> str:
    """What is right, and why: a guess does not know that."""
    question = beat.question
    said = choices.commitment(question, outcome)
    words = posing.words(question, beat.wording)
    line = phrase("results.right", number=number, question=words, said=said)
    parts = [line]
    if question.estimate or question.typed:
        slip = typed.slip(question, outcome) if question.typed else ""
        parts += [*([slip] if slip else []), reveal.key(question)]
    else:
        # A myth's options say nothing of why, as a rule: its reality does.
        true = reveal.reality(context.myth(lesson, question.id))[:1]
        parts += true or [text for text in (question.reason,) if text]
    return _remind_of_basis(lesson, beat, "\n\n".join(parts))


def _place(lesson: Lesson, beat: Pose) -> list[str]:
    """Where the lesson asks it, above a question that says too little by itself.

    A drawing without a name goes by its question's words, which aren't said twice.
    """
    place = quotation.where(lesson, beat.question)
    words = posing.words(beat.question, beat.wording)
    if not place or quotation.about(words) in place:
        return []
    rests = posing.resting_on(lesson, beat.question, beat.wording)
    return [phrase("ask.about", title=place)] if rests else []


_WHOLE = 2
"""How many times longer than comfortable an answer in a single message may be."""

_NAMED = 24
"""Characters of an answer that name it on a button."""

_ROW = 5
"""Numbers in a row of buttons."""

_OPEN = ("results", "open")


def rows(lesson: Lesson, run: Run, opened: str = "") -> list[list[Offer]]:
    """What there is to choose below the list, or below the question that is open."""
    results = to_open(lesson, run)
    if not results:
        return doors(lesson, run)
    numbers = [
        offer(_button(result), "results open", result.beat.question.id) for result in results
    ]
    if opened:
        way = [offer(phrase("results.list"), "results list")]
    else:
        way = [offer(phrase("results.all"), "results all")] if len(results) > 1 else []
    return [
        *(numbers[at : at + _ROW] for at in range(0, len(numbers), _ROW)),
        once_more(lesson, run),
        [*way, *_offer_right(lesson, run)],
        _onward(lesson, run),
        *_overruling([result for result in results if opened in ("", result.beat.question.id)]),
    ]


def once_more(lesson: Lesson, run: Run) -> list[Offer]:
    """The way to be asked once more what was missed or guessed, where that has other words."""
    asked = Playthrough(run, lesson).to_ask_again
    outcomes = [result.made for result in to_open(lesson, run) if result.made]
    if len(asked) < len(outcomes):
        key = "results.again.some"
    elif all(outcome.right is False for outcome in outcomes):
        key = "results.again"
    else:
        key = "results.again.guess"
    return [offer(count(key, len(asked)), "results again")] if asked else []


def doors(lesson: Lesson, run: Run, shown: str = "") -> list[list[Offer]]:
    """What there is to do at a test's end, below anything but the list: not what was just shown."""
    onward, results = _onward(lesson, run), to_open(lesson, run)
    if results:
        ways = [offer(phrase("results.list"), "results list")]
        if len(results) > 1 and shown != "all":
            ways.append(offer(phrase("results.all"), "results all"))
        ways += _offer_right(lesson, run) if shown != "known" else []
    else:
        whys = bool(to_tell(lesson, run)) and shown != "all"
        ways = [offer(phrase("results.whys"), "results all")] if whys else []
        if len(onward) == 1:
            return [[*onward, *ways]]
    return [row for row in (once_more(lesson, run), ways, onward) if row]


def _onward(lesson: Lesson, run: Run) -> list[Offer]:
    """The end, and before it the reasons of what was right, if any were written."""
    finish = offer(phrase("results.finish"), "go")
    here = Playthrough(run, lesson)
    rated = None if here.to_compare is None else here.beats[here.to_compare]
    if not isinstance(rated, Rate):
        return [finish]
    number = len(here.write_rating(rated).reasons)
    return [offer(count("results.reasons", number), "results reasons"), finish]


def _offer_right(lesson: Lesson, run: Run) -> list[Offer]:
    """The way to what was right, if anything was."""
    right = sum(answer.is_known for answer in answers(lesson, run))
    return [offer(count("results.known", right), "results known")] if right else []


def _button(result: Answered) -> str:
    if result.made is None:
        return phrase("results.number.skipped", number=result.number)
    right = result.made.right
    return phrase("results.number.right" if right else "results.number.wrong", number=result.number)


def _overruling(results: Sequence[Answered]) -> list[list[Offer]]:
    """A way for each answer in words that is called wrong to say that it meant the same."""
    return [
        [
            offer(
                phrase("typed.overrule.named", said=shorten(result.made.answer or "", _NAMED)),
                "overrule",
                result.beat.question.id,
            )
        ]
        for result in results
        if result.made and typed.may_overrule(result.beat.question, result.made)
    ]


def ask(scene: Scene, before: str = "") -> None:
    """Show the list below what is said ``before``."""
    first, *more = _list(scene)
    *above, last = [f"{before}\n\n{first}" if before else first, *more]
    for text in above:
        scene.say(text, apart=True)
    scene.ask(last, rows(scene.lesson, scene.run))


def _list(scene: Scene) -> list[str]:
    return list_results(scene.lesson, scene.run, reasons.of_missed(scene))


def open_one(scene: Scene, question: str) -> None:
    """Tell this answer in the place of what is shown."""
    texts = dict(_retell(scene))
    if question not in texts:
        raise ValueError(f"there is nothing to tell of {question}")
    text, ways = texts[question], rows(scene.lesson, scene.run, question)
    if _is_menu(scene.open):
        scene.again(text, ways)
    else:
        # Something else was asked in between, such as which version of the lesson goes on.
        scene.ask(text, ways)


def _retell(scene: Scene) -> Iterator[tuple[str, str]]:
    """What there is to tell: each question's id, and what is told of it."""
    for result in to_tell(scene.lesson, scene.run):
        answer = answer_told(scene.lesson, result.beat, result.made, result.number)
        yield result.beat.question.id, answer


def open_list(scene: Scene) -> None:
    """Show the list in the place of the answer that is open, or below all of them."""
    if _is_menu(scene.open):
        scene.again(_list(scene)[-1], rows(scene.lesson, scene.run))
    else:
        scene.close_answered()
        ask(scene)


def open_all(scene: Scene) -> None:
    """Tell all that there is to tell, below the list."""
    leave(scene)
    results = to_tell(scene.lesson, scene.run)
    *first, last = _page_answers([text for _, text in _retell(scene)])
    for text in first:
        scene.say(text)
    scene.ask(last, [*doors(scene.lesson, scene.run, "all"), *_overruling(results)])


def open_known(scene: Scene) -> None:
    """Tell what was right, each with the answer and why, below the list."""
    leave(scene)
    *first, last = knew(scene.lesson, scene.run)
    for text in first:
        scene.say(text, apart=True)
    scene.ask(last, doors(scene.lesson, scene.run, "known"))


def ask_more(scene: Scene, before: str = "") -> None:
    """Ask what else, of who is back from what was asked once more, or from the reasons."""
    right, total = testing_out.tally(scene.lesson, scene.run)
    text = phrase("results.more", right=right, total=total)
    scene.ask(paragraphs(before, text), doors(scene.lesson, scene.run))


def tell_overruled(scene: Scene) -> None:
    """Say that an answer counts as right by now, and what the test has come to with it."""
    right, total = testing_out.tally(scene.lesson, scene.run)
    text = phrase("typed.overruled.test", right=right, total=total)
    results = to_open(scene.lesson, scene.run)
    scene.ask(text, [*doors(scene.lesson, scene.run), *_overruling(results)])


def leave(scene: Scene) -> None:
    """Close what is open; a list that an answer took the place of is back again."""
    asked, text = scene.open, _list(scene)[-1]
    hidden = asked is not None and _is_menu(asked) and text not in asked.text
    scene.close_answered(text if hidden else None)


def _is_menu(asked: Open | None) -> bool:
    """Whether this is the list, or an answer in its place."""
    return asked is not None and any(each.act[:2] == _OPEN for each in asked.offers)


def _page_answers(parts: list[str]) -> list[str]:
    """As many answers in a message as read well, each undivided."""
    pages: list[str] = []
    for part in parts:
        if pages and len(pages[-1]) + 2 + len(part) <= comfortable():
            pages[-1] += f"\n\n{part}"
        else:
            pages += [part] if len(part) <= _WHOLE * comfortable() else pack([part])
    return pages
