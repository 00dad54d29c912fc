"""What becomes of a member's own answer: they are told it alone, and it enters their own record.

Whoever writes with us alone on that platform is told after each reveal; anybody sees it by pressing
*My answer*. Nobody else is told who answered what. A host is told alone that their class has ended.

A vote enters its member's record once it is revealed what is true: before that the date of the next
review or a score would tell whether the answer is right. So the class's turn that reveals sets an
alarm for each who voted, and each member's own turn puts their vote of a round on record, and says
nothing. Before the discussion it is a prediction, or a review if they know the question already;
after it the answer that a lesson asks for at its end. All that such a turn needs besides the votes
is in its alarm, since by then the class may be elsewhere.
"""

from bot.conversation.alarms import AlarmKind
from bot.conversation.classes import row
from bot.conversation.classes.chat_card import aside
from bot.conversation.classes.refresh import is_gone
from bot.conversation.classes.voting import question_of, said_briefly, score_vote
from bot.conversation.facts.learner import Phase
from bot.conversation.facts.live_class import LiveClass, Round, Vote, VotesCounted
from bot.conversation.inputs import Alarm
from bot.conversation.needs.learner import LessonItems, Needs
from bot.conversation.needs.live_class import ClassKnown, ClassNeeds
from bot.conversation.phrases import phrase
from bot.conversation.progress import feedback
from bot.conversation.question import choices, context, memory, posing
from bot.conversation.question.answering import attempt
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library
from bot.lessons.question import Question
from bot.values import replace

ALONE = "own_reveal:"
"""How the kind of alarm begins by which a member is told alone; the schema knows it, too."""

SHUT = "class_shut:"
"""How the kind begins by which a host hears that their class has ended; the schema knows it."""


COUNTED = "class_counted:"
"""How the kind of alarm begins; the store knows it, too."""


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
    question, vote = question_of(scene, live), _last_vote(known, live.number)
    if vote is None:
        aside(scene, phrase("daily.last.none" if earlier else "class.mine.none"), stays=True)
        return
    if scene.envelope.overheard:
        done, said = score_vote(question, "first", vote), said_briefly(question, vote)
        came = "unknown" if done.unknown else "right" if done.right else "wrong"
        if earlier:
            aside(scene, phrase(f"daily.last.{came}", said=said), stays=True)
        else:
            aside(scene, phrase(f"class.mine.{came}", said=said), stays=True)
    else:
        scene.notice(_reveal_of(scene, known, live.number, question))


def _last_vote(known: ClassKnown, number: int) -> Vote | None:
    votes = (known.vote(number, 2), known.vote(number, 1))
    return next((vote for vote in votes if vote.committed), None)


def _reveal_of(scene: Scene, known: ClassKnown, number: int, question: Question) -> str:
    vote = _last_vote(known, number)
    if vote is None:
        return ""
    first, done = known.vote(number, 1), score_vote(question, "first", vote)
    parts = [posing.words(question)]
    changed = (first.choice, first.answer) != (vote.choice, vote.answer)
    if vote.round == 2 and first.committed and changed:
        before = choices.commitment(question, score_vote(question, "first", first))
        parts.append(phrase("class.mine.first", said=before))
    parts += context.reveal_parts(scene.lesson, question, done)
    return "\n\n".join(part for part in parts if part)


def _asked_of(alarm: Alarm) -> tuple[str, int]:
    id, _, number = alarm.kind.removeprefix(ALONE).partition(":")
    return id, int(number)


def _needs(library: Library, session: Session, alarm: Alarm) -> Needs:
    id, number = _asked_of(alarm)
    return Needs((ClassNeeds(id, votes=True, number=number),))


def _tell(scene: Scene, alarm: Alarm) -> None:
    known, (_, number) = row.class_data(scene), _asked_of(alarm)
    if known.live is None or scene.known.lesson is None:
        return
    live = known.live.before(number) or replace(known.live, number=number)
    if all(question.id != live.question for question in scene.lesson.questions):
        # Another question of the day has come meanwhile, of another lesson.
        return
    question = question_of(scene, live)
    if text := _reveal_of(scene, known, number, question):
        title = scene.lesson.title
        scene.say("\n\n".join((phrase(f"{live.kind}.mine.lead", title=title), text)))


def _needs_shut(library: Library, session: Session, alarm: Alarm) -> Needs:
    return Needs((ClassNeeds(alarm.kind.removeprefix(SHUT)),))


def _tell_shut(scene: Scene, alarm: Alarm) -> None:
    """Tell whoever began it that it can't go on where it was held, and what that needs."""
    live = row.class_data(scene).live
    if live and live.kind == "daily":
        scene.say(phrase("daily.shut"))
    elif live and live.kind == "class" and scene.known.lesson is not None:
        scene.say(phrase("class.shut", title=scene.lesson.title))


def counted_alarm(fact: VotesCounted) -> str:
    """How the kind of the alarm ends that puts these votes on record, after their round."""
    parts = (fact.id, fact.number, fact.lesson, fact.revision, fact.question)
    return ":".join(("", *map(str, parts)))


def _counted_of(alarm: Alarm) -> tuple[Round, VotesCounted]:
    at, id, number, lesson, revision, question = alarm.kind.removeprefix(COUNTED).split(":")
    counted = VotesCounted(id, "", int(number), lesson, revision, question)
    return 2 if at == "2" else 1, counted


def _needs_count(library: Library, session: Session, alarm: Alarm) -> Needs:
    _, about = _counted_of(alarm)
    votes = ClassNeeds(about.id, votes=True, lesson=False)
    return Needs(
        (
            LessonItems(about.lesson),
            votes,
        ),
        lesson=(about.lesson, about.revision),
    )


def _count(scene: Scene, alarm: Alarm) -> None:
    known, (at, about) = scene.known.get(ClassNeeds), _counted_of(alarm)
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
    reviewed = asked.id in scene.known.get(LessonItems)
    phase: Phase = "exit" if at == 2 else "review" if reviewed else "first"
    done = score_vote(asked, phase, vote)
    scene.facts.append(attempt(about.id, about.lesson, about.revision, done, 1000 * vote.took))
    memory.remember(scene, about.lesson, asked, done, 0)
    feedback.count_quietly(scene)


ALARMS = (
    AlarmKind(ALONE, _tell, _needs),
    AlarmKind(SHUT, _tell_shut, _needs_shut),
    AlarmKind(COUNTED, _count, _needs_count),
)
