"""A class's own turn: at its alarm its message is brought up to date, and its clock goes on.

It comes soon after a vote, at once after a step of the host's, and by itself where the class has a
clock or was left. Whatever it is late for, as after a restart, it takes a single step.
"""

from collections.abc import Mapping

from bot.conversation.alarms import AlarmKind
from bot.conversation.buttons import name
from bot.conversation.classes import message, row, shares
from bot.conversation.classes.host import SILENCE, enter_phase
from bot.conversation.classes.message import rows
from bot.conversation.classes.shares import summary
from bot.conversation.facts.live_class import (
    OWNER,
    AnswersShown,
    ClassChanged,
    ClassPhase,
    LiveClass,
    count_votes,
    stir_class,
)
from bot.conversation.inputs import Alarm
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.live_class import ClassNeeds, ClassTally
from bot.conversation.outputs import Ask, Doorway, Output, Retire, Revise, Say
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.lessons.question import Question
from bot.values import replace

SECOND = 1_000_000

LEFT = 6 * 3600 * SECOND
"""Microseconds without a step after which a class is over: six hours."""

_FOLLOWS: dict[ClassPhase, ClassPhase] = {
    "asking": "discussing",
    "discussing": "again",
    "again": "revealed",
    "revealed": "asking",
}
"""What comes next in a class that goes on by its clock."""


def _needs(library: Library, session: Session, alarm: Alarm) -> Needs:
    return Needs((ClassNeeds(alarm.kind.removeprefix(OWNER), tally=True),))


def _ring(scene: Scene, alarm: Alarm) -> None:
    live = row.ringing(scene)
    if live is None:
        return
    with row.in_its_name(scene, live):
        if is_gone(scene, live):
            _end_without_lesson(scene, live, _correct_class(scene, live))
        else:
            _bring_up_to_date(scene, live, scene.lesson, row.class_data(scene).tally)


def is_gone(scene: Scene, live: LiveClass) -> bool:
    """Whether nobody is to be asked the questions of this lesson any more."""
    withdrawn = (live.lesson, live.revision) in scene.library.withdrawn
    return withdrawn or scene.known.lesson is None


def is_corrected(scene: Scene, live: LiveClass) -> bool:
    """Whether a class that is gone is so because a key of its lesson was wrong."""
    return any(
        (lesson, revision) == (live.lesson, live.revision)
        for lesson, _, revision in scene.library.void
    )


def _correct_class(scene: Scene, live: LiveClass) -> LiveClass | None:
    """The class at its next question, with the right key; ``None`` if it can't go on."""
    card = scene.library.in_language(live.language).successor(live.lesson)
    if card is None or not is_corrected(scene, live):
        return None
    coming = tuple(
        question for question in live.questions[live.number :] if question in card.questions
    )
    if not coming:
        return None
    past = ("",) * live.number
    live_class = replace(live, revision=card.revision, questions=(*past, *coming), since=scene.now)
    picked = tuple(id for id in live.picked if id in coming)
    live_class = replace(live_class, posed=-1, picking=0, picked=picked, paused=0)
    return enter_phase(live_class, "asking", scene.now) if live.number else live_class


def _end_without_lesson(scene: Scene, live: LiveClass, on: LiveClass | None) -> None:
    """The lesson is not there any more as it was: its class is over, or goes ``on`` elsewhere."""
    corrected = is_corrected(scene, live)
    text = phrase("class.corrected.on" if on else "class.corrected" if corrected else "class.gone")
    if live.posed >= 0:
        scene.outputs.append(Revise(name(live.id, live.posed), text))
    else:
        scene.say(text)
    if on is None:
        scene.facts.append(ClassChanged(replace(live, phase="over", posed=-1)))
        return
    # The lesson as it is now is at hand in its next turn.
    scene.facts.append(ClassChanged(on))
    scene.facts.append(stir_class(on, scene.now + 1))


def _bring_up_to_date(scene: Scene, live: LiveClass, lesson: Lesson, tally: ClassTally) -> None:
    before = live
    live = _by_the_clock(live, tally, scene.now)
    questions = questions_of(live, lesson)
    if live.phase == "over":
        if before.number and live.told != before.number:
            scene.facts.append(count_votes(live, before.number))
        scene.outputs += _end_class(before, live, lesson, questions, tally)
        scene.facts.append(ClassChanged(replace(live, posed=-1)))
        return
    revealed = live.phase == "revealed" and live.told != live.number
    if revealed:
        scene.facts.append(AnswersShown(live.id, live.number, live.platform))
        scene.facts.append(count_votes(live, live.number))
        live = replace(live, told=live.number)
    live = post_message(scene, before, live, lesson, questions, tally)
    if revealed and (question := questions.get(live.number)):
        drawn = shares.chart(question, list(tally.of(live.number)))
        scene.outputs += [drawn] if drawn else []
    scene.facts.append(ClassChanged(live))
    scene.facts.append(stir_class(live, _due(live)))


def questions_of(live: LiveClass, lesson: Lesson) -> dict[int, Question]:
    known = {question.id: question for question in lesson.questions}
    asked = live.questions[: live.number]
    return {number: known[id] for number, id in enumerate(asked, 1) if id in known}


def _by_the_clock(live: LiveClass, tally: ClassTally, now: int) -> LiveClass:
    """The class a step further, if that is due."""
    if now < _due(live):
        return live
    if not live.clock or live.paused or live.phase not in _FOLLOWS:
        return replace(live, phase="over", since=now)
    if live.phase == "asking" and not tally.count_committed(live.number, 1):
        if now - live.heard < SILENCE:
            # It was begun only just, so the others are on their way.
            return replace(live, since=now)
        # Nobody is there, so nobody is asked again and again.
        return replace(live, phase="over", since=now)
    return enter_phase(live, _FOLLOWS[live.phase], now)


def _due(live: LiveClass) -> int:
    """When the class goes on by itself, or is over."""
    if live.clock and not live.paused and live.phase in _FOLLOWS:
        return live.since + live.clock * SECOND
    return max(live.since, live.heard, live.paused) + LEFT


def post_message(
    scene: Scene,
    before: LiveClass,
    live: LiveClass,
    lesson: Lesson,
    questions: Mapping[int, Question],
    tally: ClassTally,
    when: str = "",
) -> LiveClass:
    """The class with its message as it is to be: changed, or new for a question or a place.

    ``when`` is what that says of when it goes on.
    """
    question = questions.get(live.number)
    if question is None:
        put = message.ShownQuestion(message.gathering(live, lesson))
    else:
        put = message.render(live, lesson, question, tally, when)
    buttons = rows(live, question)
    mark = message.mark(put.text, buttons)
    id = name(live.id, live.number)
    if (live.posed, live.posted) != (live.number, live.chat):
        if live.posted == live.chat:
            scene.outputs += left_behind(before, lesson, questions, tally)
        if put.drawing:
            scene.show(put.drawing, put.words)
        scene.outputs.append(Ask(id, put.text, buttons, language=live.language))
    elif live.said != mark:
        scene.outputs.append(Revise(id, put.text, buttons))
    else:
        return live
    return replace(live, posted=live.chat, posed=live.number, said=mark, edited=scene.now)


def left_behind(
    before: LiveClass, lesson: Lesson, questions: Mapping[int, Question], tally: ClassTally
) -> list[Output]:
    """The message of the question before, which keeps what was revealed and loses its buttons."""
    if before.posed < 0:
        return []
    id = name(before.id, before.posed)
    question = questions.get(before.posed)
    if question is None:
        return [Retire(id, phrase("class.gathering", title=lesson.title))]
    return [Retire(id, message.reveal_question(before, before.posed, lesson, question, tally))]


def _end_class(
    before: LiveClass,
    live: LiveClass,
    lesson: Lesson,
    questions: Mapping[int, Question],
    tally: ClassTally,
) -> list[Output]:
    """The end: the last question is answered, and all of it is summed up."""
    if not live.number:
        # It was called off, so there is nothing to sum up.
        return [Retire(name(live.id, before.posed), phrase("class.over"))]
    left = left_behind(before, lesson, questions, tally)
    end = summary(lesson.title, questions, tally)
    outputs: list[Output] = [*left, Say(end)]
    if tally.members:
        on = phrase("class.end.on", lesson=live.lesson)
        outputs.append(Doorway(on, phrase("class.end.open"), live.lesson))
    return outputs


ALARMS = (AlarmKind(OWNER, _ring, _needs),)
