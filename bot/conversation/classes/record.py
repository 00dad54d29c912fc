"""What members voted enters their own record once it is revealed what is true.

Before that nothing of it may be there: the date of the next review, a score, or a verdict in what
is handed over would tell whether the answer is right. So the class's turn that reveals sets an
alarm for each who voted, and each one's own turn puts their vote of a round on record, and says
nothing. Whatever such a turn needs but the votes is in its alarm, since by then the class may be
elsewhere.

What they stood by when a round was over is an attempt of theirs like any other: before the
discussion it is a prediction, or a review if they know the question already, and after it the
answer that a lesson asks for at its end.
"""

from bot.conversation.alarms import AlarmKind
from bot.conversation.classes.voting import made
from bot.conversation.facts.learner import Phase
from bot.conversation.facts.live_class import Round, VotesCounted
from bot.conversation.inputs import Alarm
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.live_class import ClassNeeds
from bot.conversation.progress import feedback
from bot.conversation.question import memory
from bot.conversation.question.answering import attempt
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library

BEGINS = "class_counted:"
"""How the kind of alarm begins; the store knows it, too."""


def about(fact: VotesCounted) -> str:
    """How the kind of the alarm ends that puts these votes on record, after their round."""
    parts = (fact.id, fact.number, fact.lesson, fact.revision, fact.question)
    return ":".join(("", *map(str, parts)))


def _about(alarm: Alarm) -> tuple[Round, VotesCounted]:
    at, id, number, lesson, revision, question = alarm.kind.removeprefix(BEGINS).split(":")
    counted = VotesCounted(id, "", int(number), lesson, revision, question)
    return 2 if at == "2" else 1, counted


def _needs(library: Library, session: Session, alarm: Alarm) -> Needs:
    _, about = _about(alarm)
    votes = ClassNeeds(about.id, votes=True, lesson=False)
    return Needs(lesson=(about.lesson, about.revision), items=about.lesson, in_class=votes)


def _count(scene: Scene, alarm: Alarm) -> None:
    known, (at, about) = scene.known.in_class, _about(alarm)
    if known is None or scene.known.lesson is None:
        return
    if (about.lesson, about.revision) in scene.library.withdrawn:
        # Its key may be wrong, so nothing is to go by that.
        return
    asked = next(
        (question for question in scene.lesson.questions if question.id == about.question), None
    )
    vote = known.vote(about.number, at)
    if asked is None or not vote.committed or vote.took is None:
        return
    reviewed = asked.id in (scene.known.items or {})
    phase: Phase = "exit" if at == 2 else "review" if reviewed else "first"
    done = made(asked, phase, vote)
    scene.facts.append(attempt(about.id, about.lesson, about.revision, done, 1000 * vote.took))
    memory.remember(scene, about.lesson, asked, done, 0)
    feedback.count_quietly(scene)


ALARMS = (AlarmKind(BEGINS, _count, _needs),)
"""The alarm by which a member's vote in a round of a question is put on record."""
