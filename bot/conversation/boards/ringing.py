"""The turn of a board at its alarm: its one message says who ranks where by now."""

from enum import IntEnum

from bot.conversation.alarms import AlarmKind
from bot.conversation.buttons import name
from bot.conversation.classes import chat_card, row
from bot.conversation.classes import shown as showing
from bot.conversation.classes.chat_card import Kind, Labels, ticked
from bot.conversation.facts.live_class import (
    ClassChanged,
    LiveClass,
    Order,
    Period,
    stirred,
)
from bot.conversation.inputs import Alarm
from bot.conversation.language.markup import escaped, isolated
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.live_class import ClassKnown, ClassNeeds
from bot.conversation.outputs import Ask, Retire, Revise
from bot.conversation.phrases import count, phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.learning.ranking import Ranked, least, ranked
from bot.lessons.library import Library
from bot.values import replace

BEGINS = "board:"

LATE = 60_000_000
"""Microseconds after which what was counted for an alarm is counted anew: a minute."""

PERIODS: tuple[Period, ...] = ("day", "week", "ever")
ORDERS: tuple[Order, ...] = ("score", "gain", "fit")


class Step(IntEnum):
    """What its buttons stand for; a period or an order by its place from there on."""

    JOIN = 0
    NICKNAME = 1
    LEAVE = 2
    PERIOD = 10
    ORDER = 20


def _needs(library: Library, session: Session, alarm: Alarm) -> Needs:
    id = alarm.kind.removeprefix(BEGINS)
    return Needs(in_class=ClassNeeds(id, lesson=False, standing=alarm.at))


def _ring(scene: Scene, alarm: Alarm) -> None:
    live = row.ringing(scene)
    if live is None:
        return
    if scene.now - alarm.at > LATE:
        # What it counted from would be too long ago.
        scene.facts.append(stirred(live, scene.now + 1))
        return
    with row.in_its_name(scene, live):
        _bring_up_to_date(scene, live, row.known(scene))


def _bring_up_to_date(scene: Scene, live: LiveClass, known: ClassKnown) -> None:
    id, stands = name(live.id, live.posed), live.posed >= 0 and live.posted == live.chat
    if live.phase == "over":
        if stands:
            scene.outputs.append(Retire(id, phrase("board.gone")))
        scene.facts.append(ClassChanged(replace(live, posed=-1)))
        return
    text, buttons = _text(live, known), chat_card.buttons(live.id, Kind.BOARD, _labels(live))
    mark = showing.mark(text, buttons)
    if stands and live.posed == live.number:
        if live.said != mark:
            scene.outputs.append(Revise(id, text, buttons))
    else:
        if stands:
            scene.outputs.append(Retire(id, phrase("board.below")))
        new = name(live.id, live.number)
        scene.outputs.append(Ask(new, text, buttons, language=live.language))
    live = replace(live, posted=live.chat, posed=live.number, said=mark, edited=scene.now)
    scene.facts.append(ClassChanged(live))


def _text(live: LiveClass, known: ClassKnown) -> str:
    view = live.view
    places = ranked(known.standing, view.order, day=view.period == "day")
    needed = least(view.order, day=view.period == "day")
    heading = phrase(
        "board.heading",
        period=phrase(f"board.{view.period}.title"),
        order=phrase(f"board.{view.order}.title"),
    )
    lines = "\n".join(_line(place, view.order) for place in places)
    parts = [
        heading,
        lines or phrase("board.nobody"),
        phrase(f"board.{view.order}.about", least=needed),
        phrase("board.opt_in"),
    ]
    return "\n\n".join(parts)


def _line(ranked: Ranked, order: Order) -> str:
    figure = phrase(
        f"board.{order}.figure", figure=f"{ranked.figure:+d}" if order == "gain" else ranked.figure
    )
    answers = count("board.answers", ranked.answers)
    # A number with its point would begin a list of its own.
    return f"- {ranked.rank} · **{isolated(escaped(ranked.name))}** · {figure} ({answers})"


def _labels(live: LiveClass) -> Labels:
    return [
        [
            ticked(phrase(f"board.{period}"), Step.PERIOD + n, now=live.view.period == period)
            for n, period in enumerate(PERIODS)
        ],
        [
            ticked(phrase(f"board.{order}"), Step.ORDER + n, now=live.view.order == order)
            for n, order in enumerate(ORDERS)
        ],
        [
            (phrase("board.join"), int(Step.JOIN)),
            (phrase("board.join.nickname"), int(Step.NICKNAME)),
        ],
        [(phrase("board.leave"), int(Step.LEAVE))],
    ]


ALARMS = (AlarmKind(BEGINS, _ring, _needs),)
"""The alarm of a board."""
