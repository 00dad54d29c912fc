"""The turn of a duel at its alarm: its message is brought up to date, and it goes on.

All of it is one message, for nobody else need scroll past ten. A challenge that nobody takes is
over after ``WAITS``, and a question that one of the two leaves unanswered ends the duel after
``EACH``; the result can be asked for by a button until ``KEPT`` has passed.
"""

from bot.conversation.alarms import AlarmKind
from bot.conversation.buttons import name
from bot.conversation.classes import chat_card, row
from bot.conversation.classes import shown as showing
from bot.conversation.classes.chat_card import Kind
from bot.conversation.classes.controls import LEAST, Rows, chosen, rows
from bot.conversation.classes.ringing import is_corrected, is_gone, questions_of
from bot.conversation.classes.shown import ShownQuestion
from bot.conversation.duels import result
from bot.conversation.duels.challenge import QUESTIONS, labels
from bot.conversation.facts.live_class import (
    AnswersShown,
    ClassChanged,
    LiveClass,
    counted,
    stirred,
)
from bot.conversation.inputs import Alarm
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.live_class import ClassKnown, ClassNeeds
from bot.conversation.outputs import Ask, Retire, Revise
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.learning.items import HOUR
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.values import replace

BEGINS = "duel:"

WAITS = HOUR
"""Microseconds that a challenge waits for somebody to take it."""

EACH = 6 * HOUR
"""Microseconds that a question waits for both."""

KEPT = 24 * HOUR
"""Microseconds for which the two can ask for the result where it was held."""


def _needs(library: Library, session: Session, alarm: Alarm) -> Needs:
    id = alarm.kind.removeprefix(BEGINS)
    return Needs(in_class=ClassNeeds(id, tally=True, ballots=True))


def _ring(scene: Scene, alarm: Alarm) -> None:
    live, known = row.ringing(scene), row.known(scene)
    if live is None or live.match is None:
        return
    with row.in_its_name(scene, live):
        if is_gone(scene, live):
            _end(scene, live, None, known)
        else:
            _bring_up_to_date(scene, live, scene.lesson, known)


def _bring_up_to_date(scene: Scene, live: LiveClass, lesson: Lesson, known: ClassKnown) -> None:
    late = scene.now >= _due(live)
    after = _further(live, lesson, known, scene.now, late=late)
    if after.phase == "over":
        _end(scene, after, lesson, known)
        return
    if after.phase == "revealed" and live.phase != "revealed":
        scene.facts.append(AnswersShown(live.id, 0, live.platform, "duel"))
        scene.facts += [counted(after, number) for number in questions_of(after, lesson)]
    put, buttons = _shown(after, lesson, known)
    mark = showing.mark(put.text, buttons)
    place = _place(after)
    id = name(live.id, place)
    if (live.posed, live.posted) == (place, live.chat):
        if live.said != mark:
            scene.outputs.append(Revise(id, put.text, buttons))
    else:
        instead = None
        if live.posed >= 0 and live.posted == live.chat:
            instead = Retire(name(live.id, live.posed), phrase("duel.below"))
        if put.drawing:
            # What is drawn comes above its question, so that comes below all else.
            scene.outputs += [instead] if instead else []
            instead = None
            scene.show(put.drawing, put.words)
        scene.outputs.append(Ask(id, put.text, buttons, language=live.language, instead=instead))
    after = replace(after, posted=live.chat, posed=place, said=mark, edited=scene.now)
    scene.facts.append(ClassChanged(after))
    scene.facts.append(stirred(after, _due(after)))


def _place(live: LiveClass) -> int:
    """The number of its message: of the challenge, of each question, of the end."""
    return live.number + (live.phase == "revealed")


def _further(
    live: LiveClass, lesson: Lesson, known: ClassKnown, now: int, *, late: bool
) -> LiveClass:
    """The duel one step further, if that is due."""
    if live.phase == "gathering" and live.match and live.match.taken:
        fit = [
            question.id for question in lesson.questions if not (question.open or question.typed)
        ]
        questions = chosen(tuple(dict.fromkeys(fit)), QUESTIONS)
        if len(questions) < LEAST:
            return replace(live, phase="over", since=now)
        return replace(live, phase="asking", number=1, questions=questions, since=now)
    if live.phase == "asking" and known.tally.committed(live.number, 1) >= 2:
        if live.number < len(live.questions):
            return replace(live, number=live.number + 1, since=now)
        return replace(live, phase="revealed", since=now)
    if not late:
        return live
    return replace(live, phase="revealed" if live.phase == "asking" else "over", since=now)


def _due(live: LiveClass) -> int:
    """When it goes on by itself."""
    waits = {"gathering": WAITS, "asking": EACH, "revealed": KEPT}
    return live.since + waits.get(live.phase, 0)


def _shown(live: LiveClass, lesson: Lesson, known: ClassKnown) -> tuple[ShownQuestion, Rows]:
    """What its message says, and its buttons."""
    if live.phase == "asking":
        question = questions_of(live, lesson).get(live.number)
        if question is None:
            raise LookupError(f"the lesson has no question {live.question}")
        when = phrase("duel.how")
        put = showing.shown(live, lesson, question, known.tally, when)
        return put, rows(live, question)
    text = _ended(live, lesson, known) if live.phase == "revealed" else _challenge(live, lesson)
    return ShownQuestion(text), chat_card.buttons(live.id, Kind.DUEL, labels(live))


def _challenge(live: LiveClass, lesson: Lesson) -> str:
    parts = [
        phrase("duel.challenge", title=lesson.title),
        phrase("duel.challenge.one") if live.rival else phrase("duel.challenge.any"),
        phrase("duel.challenge.offered") if live.match and live.match.offered else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _ended(live: LiveClass, lesson: Lesson, known: ClassKnown) -> str:
    """What all read at the end: the result, only if both wanted that."""
    heading = phrase("duel.ended", title=lesson.title)
    if live.match and live.match.told:
        return f"{heading}\n\n{result.for_all(live, lesson, known)}"
    return f"{heading}\n\n{phrase('duel.ended.private')}"


def _end(scene: Scene, live: LiveClass, lesson: Lesson | None, known: ClassKnown) -> None:
    """It is over: what stands there loses its buttons."""
    if lesson is None:
        text = phrase("duel.corrected" if is_corrected(scene, live) else "duel.gone")
    elif live.number:
        text = _ended(live, lesson, known)
    elif live.match and live.match.taken:
        text = phrase("duel.few", title=lesson.title)
    else:
        text = phrase("duel.nobody")
    if live.posed >= 0 and live.posted == live.chat:
        scene.outputs.append(Retire(name(live.id, live.posed), text))
    elif not live.number:
        scene.say(text)
    scene.facts.append(ClassChanged(replace(live, phase="over", posed=-1)))


ALARMS = (AlarmKind(BEGINS, _ring, _needs),)
"""The alarm of a duel."""
