"""A duel: two members of a chat predict the same five questions, and see who judges better.

It is a class of two that goes on as soon as both have answered (``classes``), so what they commit
to, and that it enters their own record, is a class's. What is its own is here: the challenge
(``/class duel``, for whoever is first or whom it names), the turn at its alarm, and the result.

All of it is a single message, for nobody else need scroll past ten. A challenge that nobody takes
is over after ``WAITS``, and a question that either leaves unanswered ends the duel after ``EACH``;
the result can be asked for by a button until ``KEPT`` has passed.

Nobody else sees who answered what, and the result is told to all only if both said so beforehand:
whoever challenges offers it, and whoever takes it accepts that or not. Without that the chat reads
no more than that there was a duel. A score is the proper score, the mean over the questions; an
unanswered question counts as "no idea" does.
"""

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from bot.conversation import availability
from bot.conversation.acts import Act
from bot.conversation.alarms import AlarmKind
from bot.conversation.buttons import name, nonce
from bot.conversation.classes import chat_card, limits, message, row, start
from bot.conversation.classes.chat_card import Kind, Labels, aside
from bot.conversation.classes.message import MIN_QUESTIONS, Rows, ShownQuestion, rows, spread_choice
from bot.conversation.classes.refresh import is_corrected, is_gone, questions_of
from bot.conversation.classes.voting import said_briefly, score_vote
from bot.conversation.facts.live_class import (
    AnswersShown,
    ClassChanged,
    LiveClass,
    Match,
    Vote,
    count_votes,
    stir_class,
)
from bot.conversation.inputs import Alarm, LearnerId
from bot.conversation.language.markup import escape_markdown, mention, plain
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.live_class import Ballot, ClassKnown, ClassNeeds
from bot.conversation.outputs import Ask, Retire, Revise
from bot.conversation.phrases import phrase
from bot.conversation.question import posing, reveal
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.learning.items import HOUR
from bot.learning.predictions import MIDDLE
from bot.lessons.card import Card
from bot.lessons.faults import shorten
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.lessons.question import Question
from bot.values import replace

QUESTIONS = 5
"""Questions of a duel."""

_MENTION = re.compile(r"<@!?(\d{1,20})>")
"""How Discord writes whom a command names."""


class Step(IntEnum):
    """What the buttons of a duel stand for."""

    TAKE = 0
    TAKE_FOR_ALL = 1
    CALL_OFF = 2
    OFFER = 3
    RESULT = 4


def find_needs(library: Library, session: Session | None, argument: str) -> Needs:
    """The latest duel of this chat, and whether whoever asks has the role of a host."""
    return Needs(
        (
            ClassNeeds(kind="duel", lesson=False),
            AdminNeeds(),
        )
    )


def begin(scene: Scene, argument: str) -> None:
    """Challenge somebody, or say why that can't be."""
    place, sender = scene.envelope.place, scene.envelope.sender
    named = _MENTION.search(argument)
    rival = LearnerId("")
    if named:
        rival = LearnerId(f"{scene.envelope.address.platform}:{named[1]}")
    elif place:
        rival = place.replied
    words = _MENTION.sub(" ", argument).strip()
    cards = _cards(scene, words)
    if place is None or not place.open:
        scene.say(phrase("class.not_open"))
    elif text := limits.why_hindered(scene):
        scene.say(text)
    elif _stands(scene):
        scene.say(phrase("duel.already"))
    elif "@" in words:
        # Telegram does not say who that is.
        scene.say(phrase("duel.named"))
    elif rival == sender:
        scene.say(phrase("duel.yourself"))
    elif not cards:
        scene.say(phrase("duel.unknown", text=mention(words)) if words else phrase("class.none"))
    elif not (fitting := [card for card in cards if not limits.why_hindered(scene, card)]):
        scene.say(limits.why_hindered(scene, cards[0]))
    else:
        drawn = int(nonce(f"lesson {scene.envelope.id}"), 32) % len(fitting)
        _send_challenge(scene, fitting[drawn], rival)


def _cards(scene: Scene, words: str) -> Sequence[Card]:
    cards = start.lessons_named(scene.library, words)[:1] if words else scene.library.in_order()
    return [
        card
        for card in cards
        if len(card.questions) >= QUESTIONS and not availability.lock(scene, card.id)
    ]


def _stands(scene: Scene) -> bool:
    """Whether their last challenge has not ended."""
    live = row.class_data(scene).live
    if live is None or live.phase not in ("gathering", "asking"):
        return False
    return live.host == scene.envelope.sender


def _send_challenge(scene: Scene, card: Card, rival: LearnerId) -> None:
    live = row.new_class(scene, "duel", card.id, card.revision)
    row.keep(scene, replace(live, match=Match(), rival=rival))


def labels(live: LiveClass) -> Labels:
    """The buttons of a challenge, and of a duel that has ended."""
    if live.match is None or live.phase not in ("gathering", "revealed"):
        return []
    if live.phase == "revealed":
        return [[(phrase("duel.result"), int(Step.RESULT))]]
    if live.match.offered:
        take = [
            [(phrase("duel.take.for_all"), int(Step.TAKE_FOR_ALL))],
            [(phrase("duel.take.for_us"), int(Step.TAKE))],
        ]
    else:
        take = [[(phrase("duel.take"), int(Step.TAKE))]]
    offer = phrase("duel.offer.back" if live.match.offered else "duel.offer")
    return [*take, [(offer, int(Step.OFFER))], [(phrase("duel.call_off"), int(Step.CALL_OFF))]]


def press(scene: Scene, id: str, kind: int, choice: int) -> None:
    known = row.class_data(scene)
    live = known.live
    if live is None or live.match is None or live.phase == "over":
        aside(scene, phrase("duel.over"))
    elif choice == Step.RESULT:
        _show_result(scene, known, live)
    elif choice in (Step.TAKE, Step.TAKE_FOR_ALL):
        _take(scene, live, live.match, for_all=choice == Step.TAKE_FOR_ALL)
    elif live.host != scene.envelope.sender:
        aside(scene, phrase("duel.not_yours"))
    elif live.match.taken:
        aside(scene, phrase("duel.taken"))
    elif choice == Step.OFFER:
        row.keep(scene, replace(live, match=replace(live.match, offered=not live.match.offered)))
    elif choice == Step.CALL_OFF:
        row.keep(scene, replace(live, phase="over", since=scene.now))


def _show_result(scene: Scene, known: ClassKnown, live: LiveClass) -> None:
    if live.phase == "revealed":
        show(scene, known, live)
    else:
        # Nobody is to know the key before both have answered, whatever data a press may carry.
        aside(scene, phrase("class.closed"))


def _take(scene: Scene, live: LiveClass, match: Match, *, for_all: bool) -> None:
    sender = scene.envelope.sender
    if match.taken:
        aside(scene, _say_begun(match) if sender == live.rival else phrase("duel.taken"))
    elif sender == live.host:
        aside(scene, phrase("duel.own"))
    elif live.rival and sender != live.rival:
        aside(scene, phrase("duel.not_for_you"))
    elif for_all and not match.offered:
        # It was taken back just now, and what the two agree on is to be what they read.
        aside(scene, phrase("duel.changed"))
    else:
        match = replace(match, taken=True, told=for_all)
        row.keep(scene, replace(live, rival=sender, match=match))
        aside(scene, _say_begun(match))


def _say_begun(match: Match) -> str:
    return phrase("duel.begins.for_all" if match.told else "duel.begins")


def _needs_press(library: Library, session: Session, id: str, kind: int, choice: int) -> Needs:
    is_over = choice == Step.RESULT
    return Needs((ClassNeeds(id, lesson=is_over, votes=is_over, ballots=is_over),))


ACTS = (Act("class duel", press, _needs_press),)


ENDED = "duel_ended:"
"""How the kind of alarm begins by which the two are told; the store knows it, too."""

WORDS = 90
"""Characters of a question that are quoted."""


class Sides(NamedTuple):
    """The votes of either, and those of the other, by question."""

    mine: dict[int, Vote]
    theirs: dict[int, Vote]


def scores_for_all(live: LiveClass, lesson: Lesson, known: ClassKnown) -> str:
    """What all read, if both want that: the two scores, without a name."""
    questions = _all(live, lesson)
    host = _votes(ballot for ballot in known.ballots if ballot.member == live.host)
    rival = _votes(ballot for ballot in known.ballots if ballot.member == live.rival)
    return phrase("duel.for_all", host=_score(questions, host), rival=_score(questions, rival))


def show(scene: Scene, known: ClassKnown, live: LiveClass) -> None:
    """The result for whoever pressed, if it is their duel."""
    if not live.is_for(scene.envelope.sender):
        aside(scene, phrase("duel.others"))
    elif scene.known.lesson is None:
        aside(scene, phrase("duel.gone"))
    elif scene.envelope.overheard:
        questions, sides = _all(live, scene.lesson), _sides(scene, known)
        aside(scene, _brief(questions, sides), stays=True)
    else:
        scene.notice(_told_alone(scene, known, live))


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
        score_vote(questions[n], "first", vote).score for n, vote in votes.items() if n in questions
    ]
    return round(MIDDLE + sum(score or 0.0 for score in scores) / max(len(questions), 1))


def _both(questions: dict[int, Question], sides: Sides) -> list[int]:
    return sorted(sides.mine.keys() & sides.theirs.keys() & questions.keys())


def _differ(questions: dict[int, Question], sides: Sides) -> list[int]:
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


def _told_alone(scene: Scene, known: ClassKnown, live: LiveClass) -> str:
    questions, sides = _all(live, scene.lesson), _sides(scene, known)
    parts = [phrase("duel.mine.lead", title=scene.lesson.title), _brief(questions, sides)]
    parts += [
        phrase(
            "duel.question",
            number=n,
            words=escape_markdown(shorten(plain(posing.words(questions[n])), WORDS)),
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


def _needs_told(library: Library, session: Session, alarm: Alarm) -> Needs:
    id = alarm.kind.removeprefix(ENDED).partition(":")[0]
    return Needs((ClassNeeds(id, ballots=True),))


def _tell(scene: Scene, alarm: Alarm) -> None:
    known = row.class_data(scene)
    if known.live and known.live.match and scene.known.lesson is not None:
        scene.say(_told_alone(scene, known, known.live))


BEGINS = "duel:"

WAITS = HOUR
"""Microseconds that a challenge waits for somebody to take it."""

EACH = 6 * HOUR
"""Microseconds that a question waits for both."""

KEPT = 24 * HOUR
"""Microseconds for which the two can ask for the result where it was held."""


def _needs(library: Library, session: Session, alarm: Alarm) -> Needs:
    id = alarm.kind.removeprefix(BEGINS)
    return Needs((ClassNeeds(id, tally=True, ballots=True),))


def _ring(scene: Scene, alarm: Alarm) -> None:
    live, known = row.ringing(scene), row.class_data(scene)
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
        scene.facts += [count_votes(after, number) for number in questions_of(after, lesson)]
    put, buttons = _show_duel(after, lesson, known)
    mark = message.mark(put.text, buttons)
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
    scene.facts.append(stir_class(after, _due(after)))


def _place(live: LiveClass) -> int:
    """The number of its message: of the challenge, of each question, of the end."""
    return live.number + (live.phase == "revealed")


def _further(
    live: LiveClass, lesson: Lesson, known: ClassKnown, now: int, *, late: bool
) -> LiveClass:
    """The duel a step further, if that is due."""
    if live.phase == "gathering" and live.match and live.match.taken:
        fit = [
            question.id for question in lesson.questions if not (question.open or question.typed)
        ]
        questions = spread_choice(tuple(dict.fromkeys(fit)), QUESTIONS)
        if len(questions) < MIN_QUESTIONS:
            return replace(live, phase="over", since=now)
        return replace(live, phase="asking", number=1, questions=questions, since=now)
    if live.phase == "asking" and known.tally.count_committed(live.number, 1) >= 2:
        if live.number < len(live.questions):
            return replace(live, number=live.number + 1, since=now)
        return replace(live, phase="revealed", since=now)
    if not late:
        return live
    return replace(live, phase="revealed" if live.phase == "asking" else "over", since=now)


def _due(live: LiveClass) -> int:
    waits = {"gathering": WAITS, "asking": EACH, "revealed": KEPT}
    return live.since + waits.get(live.phase, 0)


def _show_duel(live: LiveClass, lesson: Lesson, known: ClassKnown) -> tuple[ShownQuestion, Rows]:
    if live.phase == "asking":
        question = questions_of(live, lesson).get(live.number)
        if question is None:
            raise LookupError(f"the lesson has no question {live.question}")
        when = phrase("duel.how")
        put = message.render(live, lesson, question, known.tally, when)
        return put, rows(live, question)
    text = _say_ended(live, lesson, known) if live.phase == "revealed" else _challenge(live, lesson)
    return ShownQuestion(text), chat_card.buttons(live.id, Kind.DUEL, labels(live))


def _challenge(live: LiveClass, lesson: Lesson) -> str:
    parts = [
        phrase("duel.challenge", title=lesson.title),
        phrase("duel.challenge.one") if live.rival else phrase("duel.challenge.any"),
        phrase("duel.challenge.offered") if live.match and live.match.offered else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _say_ended(live: LiveClass, lesson: Lesson, known: ClassKnown) -> str:
    """What all read at the end: the result, only if both wanted that."""
    heading = phrase("duel.ended", title=lesson.title)
    if live.match and live.match.told:
        return f"{heading}\n\n{scores_for_all(live, lesson, known)}"
    return f"{heading}\n\n{phrase('duel.ended.private')}"


def _end(scene: Scene, live: LiveClass, lesson: Lesson | None, known: ClassKnown) -> None:
    if lesson is None:
        text = phrase("duel.corrected" if is_corrected(scene, live) else "duel.gone")
    elif live.number:
        text = _say_ended(live, lesson, known)
    elif live.match and live.match.taken:
        text = phrase("duel.few", title=lesson.title)
    else:
        text = phrase("duel.nobody")
    if live.posed >= 0 and live.posted == live.chat:
        scene.outputs.append(Retire(name(live.id, live.posed), text))
    elif not live.number:
        scene.say(text)
    scene.facts.append(ClassChanged(replace(live, phase="over", posed=-1)))


ALARMS = (AlarmKind(BEGINS, _ring, _needs), AlarmKind(ENDED, _tell, _needs_told))
