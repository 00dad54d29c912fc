"""What a member is told alone: what became of their own answer, and a host that a class has ended.

Whoever writes with us alone on that platform finds it there after each reveal; anybody sees it by
pressing *My answer*. Nobody else is told who answered what.
"""

from bot.conversation.alarms import AlarmKind
from bot.conversation.classes import row
from bot.conversation.classes.aside import aside
from bot.conversation.classes.ringing import is_gone
from bot.conversation.classes.voting import asked, made, said_briefly
from bot.conversation.facts.live_class import LiveClass, Vote
from bot.conversation.inputs import Alarm
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.live_class import ClassKnown, ClassNeeds
from bot.conversation.phrases import phrase
from bot.conversation.question import choices, context, posing
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library
from bot.lessons.question import Question
from bot.values import replace

ALONE = "own_reveal:"
"""How the kind of alarm begins by which a member is told alone; the schema knows it, too."""

SHUT = "class_shut:"
"""How the kind begins by which a host hears that their class has ended; the schema knows it."""


def show(scene: Scene, known: ClassKnown, live: LiveClass) -> None:
    """The presser's own answer, once it is revealed what is true."""
    if live.phase != "revealed":
        aside(scene, phrase("class.closed"))
        return
    _show(scene, known, live, earlier=False)


def show_earlier(scene: Scene, known: ClassKnown, live: LiveClass) -> None:
    """The presser's own answer to the question of the day before; the class is as it was then."""
    if is_gone(scene, live):
        aside(scene, phrase("daily.last.gone"))
        return
    _show(scene, known, live, earlier=True)


def _show(scene: Scene, known: ClassKnown, live: LiveClass, *, earlier: bool) -> None:
    question, vote = asked(scene, live), _last(known, live.number)
    if vote is None:
        aside(scene, phrase("daily.last.none" if earlier else "class.mine.none"), stays=True)
        return
    if scene.envelope.overheard:
        done, said = made(question, "first", vote), said_briefly(question, vote)
        came = "unknown" if done.unknown else "right" if done.right else "wrong"
        if earlier:
            aside(scene, phrase(f"daily.last.{came}", said=said), stays=True)
        else:
            aside(scene, phrase(f"class.mine.{came}", said=said), stays=True)
    else:
        scene.notice(_told(scene, known, live.number, question))


def _last(known: ClassKnown, number: int) -> Vote | None:
    votes = (known.vote(number, 2), known.vote(number, 1))
    return next((vote for vote in votes if vote.committed), None)


def _told(scene: Scene, known: ClassKnown, number: int, question: Question) -> str:
    """The whole reveal of the member's own answer."""
    vote = _last(known, number)
    if vote is None:
        return ""
    first, done = known.vote(number, 1), made(question, "first", vote)
    parts = [posing.words(question)]
    changed = (first.choice, first.answer) != (vote.choice, vote.answer)
    if vote.round == 2 and first.committed and changed:
        before = choices.said(question, made(question, "first", first))
        parts.append(phrase("class.mine.first", said=before))
    parts += context.told(scene.lesson, question, done)
    return "\n\n".join(part for part in parts if part)


def _asked_of(alarm: Alarm) -> tuple[str, int]:
    id, _, number = alarm.kind.removeprefix(ALONE).partition(":")
    return id, int(number)


def _needs(library: Library, session: Session, alarm: Alarm) -> Needs:
    id, number = _asked_of(alarm)
    return Needs(in_class=ClassNeeds(id, votes=True, number=number))


def _tell(scene: Scene, alarm: Alarm) -> None:
    """Tell a member alone what became of their answer."""
    known, (_, number) = row.known(scene), _asked_of(alarm)
    if known.live is None or scene.known.lesson is None:
        return
    live = known.live.before(number) or replace(known.live, number=number)
    if all(other_question.id != live.question for other_question in scene.lesson.questions):
        # Another question of the day has come meanwhile, of another lesson.
        return
    question = asked(scene, live)
    if text := _told(scene, known, number, question):
        title = scene.lesson.title
        scene.say("\n\n".join((phrase(f"{live.kind}.mine.lead", title=title), text)))


def _needs_shut(library: Library, session: Session, alarm: Alarm) -> Needs:
    return Needs(in_class=ClassNeeds(alarm.kind.removeprefix(SHUT)))


def _tell_shut(scene: Scene, alarm: Alarm) -> None:
    """Tell whoever began it that it can't go on where it was held, and what that needs."""
    live = row.known(scene).live
    if live and live.kind == "daily":
        scene.say(phrase("daily.shut"))
    elif live and live.kind == "class" and scene.known.lesson is not None:
        scene.say(phrase("class.shut", title=scene.lesson.title))


ALARMS = (AlarmKind(ALONE, _tell, _needs), AlarmKind(SHUT, _tell_shut, _needs_shut))
"""What members and hosts are told alone."""
