"""The board of a chat: how those who want to be seen there rank, by what they answered there.

Both have to want it: those who run the chat put it up, and each member puts themselves on it, by
the name that they have there or by a name that they choose. Of everybody else nothing is counted.
Whoever leaves is off at once, in what stands there too; whoever asks to be forgotten as well.

By its buttons, or in a line: ``/class board on``, ``/class board as Fox``, ``/class board leave``,
``/class board off``. Without a word it is shown anew, below all that was written since. With
``/class board off Fox``, those who run the chat take off a name that should not stand there.

It stands in a row like a class and speaks in its own name (``classes``), so it has a single
message, changed by its own turn, whoever presses what. What counts are the attempts of the classes,
questions of the day and duels of that chat; how they are ranked is in ``learning.ranking``. Who is
a member of the chat is never asked of a platform.
"""

from enum import IntEnum
from unicodedata import normalize

from bot.conversation.acts import Act
from bot.conversation.alarms import AlarmKind
from bot.conversation.buttons import name
from bot.conversation.classes import chat_card, message, row
from bot.conversation.classes.chat_card import Kind, Labels, aside, tick_label
from bot.conversation.classes.voting import BETWEEN
from bot.conversation.facts.live_class import (
    BoardJoined,
    BoardLeft,
    ClassChanged,
    LiveClass,
    Order,
    Period,
    View,
    stir_class,
)
from bot.conversation.inputs import Alarm, LearnerId
from bot.conversation.language.markup import escape_markdown, isolate_words, mention
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.live_class import ClassKnown, ClassNeeds
from bot.conversation.outputs import Ask, Retire, Revise
from bot.conversation.phrases import count, phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.learning.ranking import Ranked, least, rank_entries
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
    return Needs((ClassNeeds(id, lesson=False, standing=alarm.at),))


def _ring(scene: Scene, alarm: Alarm) -> None:
    live = row.ringing(scene)
    if live is None:
        return
    if scene.now - alarm.at > LATE:
        # What it counted from would be too long ago.
        scene.facts.append(stir_class(live, scene.now + 1))
        return
    with row.in_its_name(scene, live):
        _bring_up_to_date(scene, live, row.class_data(scene))


def _bring_up_to_date(scene: Scene, live: LiveClass, known: ClassKnown) -> None:
    id, stands = name(live.id, live.posed), live.posed >= 0 and live.posted == live.chat
    if live.phase == "over":
        if stands:
            scene.outputs.append(Retire(id, phrase("board.gone")))
        scene.facts.append(ClassChanged(replace(live, posed=-1)))
        return
    text, buttons = _text(live, known), chat_card.buttons(live.id, Kind.BOARD, _labels(live))
    mark = message.mark(text, buttons)
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
    places = rank_entries(known.standing, view.order, day=view.period == "day")
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
    name = isolate_words(escape_markdown(ranked.name))
    # A number with its point would begin a list of its own.
    return f"- {ranked.rank} · **{name}** · {figure} ({answers})"


def _labels(live: LiveClass) -> Labels:
    return [
        [
            tick_label(phrase(f"board.{period}"), Step.PERIOD + n, now=live.view.period == period)
            for n, period in enumerate(PERIODS)
        ],
        [
            tick_label(phrase(f"board.{order}"), Step.ORDER + n, now=live.view.order == order)
            for n, order in enumerate(ORDERS)
        ],
        [
            (phrase("board.join"), int(Step.JOIN)),
            (phrase("board.join.nickname"), int(Step.NICKNAME)),
        ],
        [(phrase("board.leave"), int(Step.LEAVE))],
    ]


ALARMS = (AlarmKind(BEGINS, _ring, _needs),)


LENGTH = 24
"""Characters of a name on a board."""

_CALLING = frozenset("@/#<>.:")
"""Characters by which platforms make links, commands and mentions of words."""

_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Characters that count as printed and show nothing."""

_ON = frozenset(("on", "an", "ein"))
_OFF = frozenset(("off", "aus"))
_AS = frozenset(("as", "als"))
_LEAVE = frozenset(("leave", "verlassen"))


def find_needs(library: Library, session: Session | None, argument: str) -> Needs:
    return Needs((ClassNeeds(kind="board", lesson=False),))


def begin(scene: Scene, argument: str) -> None:
    """Show it, or do what is written."""
    word, _, rest = argument.strip().partition(" ")
    live, place = row.under_way(scene), scene.envelope.place
    if place is None or not place.open:
        scene.say(phrase("class.not_open"))
    elif word.casefold() in _ON | _OFF:
        if not place.runs:
            scene.say(phrase("board.admins_only"))
        elif word.casefold() in _ON:
            _show_anew(scene, live or row.new_class(scene, "board"))
        elif rest.strip():
            scene.say(_taken_off(scene, live, rest))
        else:
            _take_down(scene, live)
    elif live is None:
        put_up = [chat_card.rooms("board on")] if place.runs else []
        chat_card.put(scene, Kind.ROOM, phrase("board.none"), put_up)
    elif word.casefold() in _AS:
        scene.say(_join_board(scene, live, rest))
    elif word.casefold() in _LEAVE:
        scene.say(_leave_board(scene, live))
    elif word:
        scene.say(phrase("board.how"))
    else:
        _show_anew(scene, live)


def press(scene: Scene, id: str, kind: int, choice: int) -> None:
    """A press on its buttons; everybody may choose what it shows."""
    live = row.class_data(scene).live
    if live is None or live.phase == "over":
        aside(scene, phrase("board.none"))
    elif choice == Step.JOIN:
        place = scene.envelope.place
        said = _join_board(scene, live, place.named if place else "")
        if not any(isinstance(fact, BoardJoined) for fact in scene.facts):
            # Their own name will not do, so they hear how to give another.
            said = " ".join(dict.fromkeys((said, phrase("board.nickname"))))
        aside(scene, said)
    elif choice == Step.NICKNAME:
        aside(scene, phrase("board.nickname"), stays=True)
    elif choice == Step.LEAVE:
        aside(scene, _leave_board(scene, live))
    else:
        view = _choose_view(live.view, choice)
        if view != live.view:
            scene.facts.append(ClassChanged(replace(live, view=view)))
        _stir(scene, live)


def _stir(scene: Scene, live: LiveClass) -> None:
    """Let it be shown as it is by now, as soon as its message may be changed."""
    scene.facts.append(stir_class(live, max(scene.now + 1, live.edited + BETWEEN)))


def _choose_view(view: View, choice: int) -> View:
    if Step.PERIOD <= choice < Step.PERIOD + len(PERIODS):
        return replace(view, period=PERIODS[choice - Step.PERIOD])
    if Step.ORDER <= choice < Step.ORDER + len(ORDERS):
        return replace(view, order=ORDERS[choice - Step.ORDER])
    return view


def _show_anew(scene: Scene, live: LiveClass) -> None:
    """Let it come anew, below what was written since."""
    row.keep(scene, replace(live, number=live.number + 1))


def _take_down(scene: Scene, live: LiveClass | None) -> None:
    if live:
        row.keep(scene, replace(live, phase="over", since=scene.now))
    scene.say(phrase("board.off"))


def _join_board(scene: Scene, live: LiveClass, name: str) -> str:
    """Put a member on it by this name, and say so; or why not."""
    name = _clean(name)
    names = row.class_data(scene).names
    member = scene.envelope.sender
    if not name:
        return phrase("board.nickname")
    if len(name) > LENGTH:
        return phrase("board.long", most=LENGTH)
    others = (_compare_form(text) for who, text in names.items() if who != member)
    if _compare_form(name) in others:
        return phrase("board.taken")
    scene.facts.append(BoardJoined(live.id, member, name))
    _stir(scene, live)
    needed = least(live.view.order, day=live.view.period == "day")
    return phrase("board.joined", name=isolate_words(escape_markdown(name)), least=needed)


def _clean(name: str) -> str:
    """The name without what would call somebody, lead elsewhere or be no letter to see."""
    kept = (text if text.isprintable() and text not in _CALLING | _BLANK else " " for text in name)
    return " ".join("".join(kept).split())


def _compare_form(name: str) -> str:
    """The name as it is compared with others: letters of another shape are the same."""
    return normalize("NFKC", name).casefold()


def _taken_off(scene: Scene, live: LiveClass | None, name: str) -> str:
    """Take whoever is called this off the board, and say so; or that nobody is."""
    wanted, names = _compare_form(_clean(name)), row.class_data(scene).names
    text = next((who for who, part in names.items() if _compare_form(part) == wanted), None)
    if live is None:
        return phrase("board.none")
    if text is None:
        return phrase("board.unknown", text=mention(name))
    scene.facts.append(BoardLeft(live.id, LearnerId(text)))
    _stir(scene, live)
    return phrase("board.removed", name=isolate_words(escape_markdown(names[text])))


def _leave_board(scene: Scene, live: LiveClass) -> str:
    if scene.envelope.sender not in row.class_data(scene).names:
        return phrase("board.not_on")
    scene.facts.append(BoardLeft(live.id, scene.envelope.sender))
    _stir(scene, live)
    return phrase("board.left")


def _needs_press(library: Library, session: Session, id: str, kind: int, choice: int) -> Needs:
    return Needs((ClassNeeds(id, lesson=False),))


ACTS = (Act("class board", press, _needs_press),)
