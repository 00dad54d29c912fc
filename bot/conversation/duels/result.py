"""What came of a duel: the score of each, and where they answered differently.

A score is the proper one, the mean over the questions of the duel; one that was left unanswered
counts as "no idea" does. Each of the two is told alone, over a button or where they write to us,
with what the other said where they differ; that is what taking a duel means, and its challenge says
so. All others read nothing of it, or the two scores if both wanted that.
"""

from collections.abc import Iterable
from typing import NamedTuple

from bot.conversation.alarms import AlarmKind
from bot.conversation.classes import row
from bot.conversation.classes.aside import aside
from bot.conversation.classes.voting import made, said_briefly
from bot.conversation.facts.live_class import LiveClass, Vote
from bot.conversation.inputs import Alarm
from bot.conversation.language.markup import escaped, plain
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.live_class import Ballot, ClassKnown, ClassNeeds
from bot.conversation.phrases import phrase
from bot.conversation.question import posing, reveal
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.learning.predictions import MIDDLE
from bot.lessons.faults import shorten
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.lessons.question import Question

BEGINS = "duel_ended:"
"""How the kind of alarm begins by which the two are told; the store knows it, too."""

WORDS = 90
"""Characters of a question that are quoted."""


class Sides(NamedTuple):
    """The votes of one of the two, and those of the other, by question."""

    mine: dict[int, Vote]
    theirs: dict[int, Vote]


def for_all(live: LiveClass, lesson: Lesson, known: ClassKnown) -> str:
    """What all read, if both want that: the two scores, without a name."""
    questions = _all(live, lesson)
    host = _votes(ballot for ballot in known.ballots if ballot.member == live.host)
    rival = _votes(ballot for ballot in known.ballots if ballot.member == live.rival)
    return phrase("duel.for_all", host=_score(questions, host), rival=_score(questions, rival))


def show(scene: Scene, known: ClassKnown, live: LiveClass) -> None:
    """The result for whoever pressed, if they are one of the two."""
    if not live.is_for(scene.envelope.sender):
        aside(scene, phrase("duel.others"))
    elif scene.known.lesson is None:
        aside(scene, phrase("duel.gone"))
    elif scene.envelope.overheard:
        questions, sides = _all(live, scene.lesson), _sides(scene, known)
        aside(scene, _brief(questions, sides), stays=True)
    else:
        scene.notice(_told(scene, known, live))


def _all(live: LiveClass, lesson: Lesson) -> dict[int, Question]:
    """The questions of a duel by their number, also those that it did not come to."""
    known = {question.id: question for question in lesson.questions}
    return {n: known[id] for n, id in enumerate(live.questions, 1) if id in known}


def _votes(ballots: Iterable[Ballot]) -> dict[int, Vote]:
    return {ballot.vote.number: ballot.vote for ballot in ballots if ballot.vote.committed}


def _sides(scene: Scene, known: ClassKnown) -> Sides:
    me = scene.envelope.learner
    return Sides(
        _votes(ballot for ballot in known.ballots if ballot.learner == me),
        _votes(ballot for ballot in known.ballots if ballot.learner != me),
    )


def _score(questions: dict[int, Question], votes: dict[int, Vote]) -> int:
    scores = [
        made(questions[n], "first", vote).score for n, vote in votes.items() if n in questions
    ]
    return round(MIDDLE + sum(score or 0.0 for score in scores) / max(len(questions), 1))


def _both(questions: dict[int, Question], sides: Sides) -> list[int]:
    """The questions that both answered."""
    return sorted(sides.mine.keys() & sides.theirs.keys() & questions.keys())


def _differ(questions: dict[int, Question], sides: Sides) -> list[int]:
    """The questions that both answered, and differently."""
    both = _both(questions, sides)
    return [n for n in both if sides.mine[n].choice != sides.theirs[n].choice]


def _brief(questions: dict[int, Question], sides: Sides) -> str:
    scores = phrase(
        "duel.scores",
        mine=_score(questions, sides.mine),
        theirs=_score(questions, sides.theirs),
    )
    differ = _differ(questions, sides)
    if not _both(questions, sides):
        return f"{scores} {phrase('duel.apart')}"
    if not differ:
        return f"{scores} {phrase('duel.agreed')}"
    return f"{scores} {phrase('duel.differed', numbers=', '.join(map(str, differ)))}"


def _told(scene: Scene, known: ClassKnown, live: LiveClass) -> str:
    """All of it."""
    questions, sides = _all(live, scene.lesson), _sides(scene, known)
    parts = [phrase("duel.mine.lead", title=scene.lesson.title), _brief(questions, sides)]
    parts += [
        phrase(
            "duel.question",
            number=n,
            words=escaped(shorten(plain(posing.words(questions[n])), WORDS)),
            mine=said_briefly(questions[n], sides.mine[n]),
            theirs=said_briefly(questions[n], sides.theirs[n]),
            answer=reveal.key(questions[n]),
        )
        for n in _differ(questions, sides)
    ]
    missing = len(questions.keys() - sides.mine.keys())
    if missing:
        parts.append(phrase("duel.missing"))
    return "\n\n".join(parts)


def _needs(library: Library, session: Session, alarm: Alarm) -> Needs:
    id = alarm.kind.removeprefix(BEGINS).partition(":")[0]
    return Needs(in_class=ClassNeeds(id, ballots=True))


def _tell(scene: Scene, alarm: Alarm) -> None:
    """Tell one of the two alone."""
    known = row.known(scene)
    if known.live and known.live.match and scene.known.lesson is not None:
        scene.say(_told(scene, known, known.live))


ALARMS = (AlarmKind(BEGINS, _tell, _needs),)
"""The alarm by which each of the two is told alone."""
