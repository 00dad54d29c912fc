"""The area of what learners say: reading it, taking it, answering it, letting it rest.

It is for the authors of a course, and for the teacher of a cohort, each of whom finds in it what is
theirs to answer. What everyone meets, such as an exchange that is shown below a part, and the key
of a question, is for those who may publish that lesson. To mute somebody takes their voice in every
course, so it is for those who answer in all of them.
"""

from functools import wraps
from typing import Any, Literal

from bot.conversation.acts import Act
from bot.conversation.admin.areas import (
    Area,
    Duty,
    allowed,
    anything,
    denied,
    everything,
    of_lesson,
)
from bot.conversation.admin.inbox import cards, handling
from bot.conversation.facts.admin import Logged
from bot.conversation.facts.remarks import (
    ExchangeHidden,
    ExchangeOffered,
    RemarkerMuted,
)
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.remarks import Remark
from bot.conversation.offers import Call, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library
from bot.values import replace

_BY_LESSON = ("admin.inbox.lessons", "admin.area.lessons")


def _open(scene: Scene) -> None:
    cards.show_list(scene)


def _otherwise(said: Call) -> Call:
    """What is typed: a side or the lessons, as the buttons call them, or a lesson by its id."""
    words = " ".join(said).casefold()
    if words in ("answered", phrase("admin.inbox.done").casefold()):
        return call("admin inbox list", "done", 0)
    if words in ("lessons", *(phrase(key).casefold() for key in _BY_LESSON)):
        return call("admin inbox lessons")
    if words in ("open", phrase("admin.inbox.open").casefold()):
        return call("admin inbox")
    return call("admin inbox list", "open", 0, said[0]) if len(said) == 1 else call("admin inbox")


def _tells(scene: Scene, on: Literal["on", "off"]) -> None:
    scene.learner = replace(scene.learner, inbox=replace(scene.learner.inbox, tells=on == "on"))
    cards.show_list(scene)


def _needs_tells(library: Library, session: Session, on: str) -> Needs:
    return cards.needs_list(library, session)


def _one(scene: Scene, remark: str) -> None:
    if one := cards.only(scene):
        cards.show_one(scene, one)
    else:
        cards.gone(scene)


# The person behind it


def _mute(scene: Scene, remark: str, sure: Literal["", "yes"] = "") -> None:
    if (one := cards.only(scene)) is None:
        cards.gone(scene)
    elif not sure:
        yes = offer(phrase("admin.inbox.mute.yes"), "admin inbox mute", remark, "yes")
        keep = offer(phrase("admin.keep"), "admin inbox one", remark)
        scene.card(phrase("admin.inbox.mute.sure"), [[yes, keep]])
    else:
        _set_muted(scene, one, muted=True)


def _unmute(scene: Scene, remark: str) -> None:
    if one := cards.only(scene):
        _set_muted(scene, one, muted=False)
    else:
        cards.gone(scene)


def _set_muted(scene: Scene, remark: Remark, *, muted: bool) -> None:
    scene.facts += [
        RemarkerMuted(remark.id, muted),
        Logged("mute" if muted else "unmute", f"{remark.fact.lesson} {remark.place}"),
    ]
    text = phrase("admin.inbox.muted.done" if muted else "admin.inbox.unmuted.done")
    scene.card(text, [[cards.back()]])


# Shown to everyone


def _show(scene: Scene, remark: str) -> None:
    one = cards.only(scene)
    if one and not allowed(scene, "publish", of_lesson(scene, one.fact.lesson)):
        denied(scene)
    elif one is None or not one.replied or one.shown not in ("", "hidden"):
        _one(scene, remark)
    else:
        about = f"{one.fact.lesson} {one.place}"
        scene.facts += [ExchangeOffered(remark), Logged("remark_shown", about)]
        scene.card(phrase("admin.inbox.offered"), [[cards.back("done")]])


def _hide(scene: Scene, remark: str) -> None:
    one = cards.only(scene)
    if one and not allowed(scene, "publish", of_lesson(scene, one.fact.lesson)):
        denied(scene)
    elif one is None or one.shown != "agreed":
        _one(scene, remark)
    else:
        about = f"{one.fact.lesson} {one.place}"
        scene.facts += [ExchangeHidden(remark), Logged("remark_hidden", about)]
        scene.card(phrase("admin.inbox.hidden"), [[cards.back("done")]])


def _alone(act: Act) -> Act:
    """The same act, but not where others read along: what learners say is for admins alone."""

    @wraps(act.run)
    def run(scene: Scene, *about: Any) -> None:
        if not scene.envelope.overheard:
            act.run(scene, *about)
        else:
            scene.answered()
            scene.say(phrase("admin.inbox.alone"))

    return replace(act, run=run)


_ACTS = (
    Act("admin inbox", _open, cards.needs_list, answers=True, otherwise=_otherwise),
    Act("admin inbox list", cards.show_list, cards.needs_list, answers=True),
    Act("admin inbox lessons", cards.show_lessons, cards.needs_lessons, answers=True),
    Act("admin inbox tells", _tells, _needs_tells, answers=True),
    Act("admin inbox group", cards.show_group, cards.needs_group, answers=True),
    Act("admin inbox one", _one, cards.needs_one, answers=True),
    Act("admin inbox take", handling.take, handling.needs_read, answers=True),
    Act("admin inbox close", handling.close, handling.needs_read, answers=True),
    Act("admin inbox answer", handling.answer, handling.needs_read),
    Act("admin inbox alone take", handling.take_one, cards.needs_one, answers=True),
    Act("admin inbox alone close", handling.close_one, cards.needs_one, answers=True),
    Act("admin inbox alone answer", handling.answer_one, cards.needs_one),
    Act("admin inbox mute", _mute, cards.needs_one, answers=True),
    Act("admin inbox unmute", _unmute, cards.needs_one, answers=True),
    Act("admin inbox show", _show, cards.needs_one, answers=True),
    Act("admin inbox hide", _hide, cards.needs_one, answers=True),
)

_OF_ALL = ("admin inbox mute", "admin inbox unmute")

INBOX = Area(
    "inbox",
    "answer",
    tuple(Duty(_alone(act), everything if act.verb in _OF_ALL else anything) for act in _ACTS),
)
"""What it is about is settled by the store: a remark that isn't theirs to answer is not found."""
