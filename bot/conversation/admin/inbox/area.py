"""The area of what learners say: reading it, taking it, answering it, letting it rest.

It is for the authors of a course, and for the teacher of a cohort, each of whom finds in it what is
theirs to answer. What everyone meets, such as an exchange that is shown below a part, and the key
of a question, is for those who may publish that lesson. To mute somebody takes their voice in every
course, so it is for those who answer in all of them.

An answer to a group goes to all who are in it as it was read; who has said something meanwhile is
answered anew. Of two admins at once the second is told that nothing is left. What was closed
without an answer can be answered still, one by one: a finger may have slipped, or a colleague knows
more.
"""

from dataclasses import replace
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
    known,
    of_lesson,
    typed,
)
from bot.conversation.admin.inbox import cards, picture, words
from bot.conversation.facts.admin import Logged
from bot.conversation.facts.remarks import (
    ExchangeHidden,
    ExchangeOffered,
    Handling,
    RemarkerMuted,
    RemarkHandled,
)
from bot.conversation.inputs import Upload
from bot.conversation.language.markup import escaped
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.remarks import InboxNeeds, Remark
from bot.conversation.phrases import count, phrase
from bot.conversation.session import Call, Offer, Session, call, offer
from bot.conversation.turn import Scene
from bot.lessons.format.links import strange_links
from bot.lessons.format.markdown import tree
from bot.lessons.library import Library

LONGEST = 2000
"""Characters of an answer."""

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
    if one := _remark(scene):
        cards.show_one(scene, one)
    else:
        cards.gone(scene)


def _remark(scene: Scene) -> Remark | None:
    return next(iter(known(scene).inbox.remarks), None)


# A group, as it was read


def _needs_read(library: Library, session: Session, lesson: str, place: str, until: str) -> Needs:
    upto = int(until) if until.isdecimal() else 0
    wanted = InboxNeeds(lesson=lesson, place=place, until=upto)
    return Needs(admin=AdminNeeds(inbox=wanted))


def _take(scene: Scene, lesson: str, place: str, until: str) -> None:
    answer = call("admin inbox answer", lesson, place, until)
    _handle(scene, known(scene).inbox.ids, "taken", then=answer)


def _close(scene: Scene, lesson: str, place: str, until: str) -> None:
    _handle(scene, known(scene).inbox.ids, "closed")


def _answer(scene: Scene, lesson: str, place: str, until: str) -> None:
    back = offer(phrase("admin.inbox.back"), "admin inbox group", "open", lesson, place)
    again = call("admin inbox answer", lesson, place, until)
    wanted = InboxNeeds(lesson=lesson, place=place, until=int(until))
    _reply(scene, known(scene).inbox.ids, again, back, wanted)


# One alone


def _take_one(scene: Scene, remark: str) -> None:
    _handle(scene, _open_one(scene), "taken", then=call("admin inbox alone answer", remark))


def _close_one(scene: Scene, remark: str) -> None:
    _handle(scene, _open_one(scene), "closed")


def _answer_one(scene: Scene, remark: str) -> None:
    back = offer(phrase("admin.inbox.back"), "admin inbox one", remark)
    one = _remark(scene)
    ids = (one.id,) if one and one.state != "answered" else ()
    again = call("admin inbox alone answer", remark)
    _reply(scene, ids, again, back, InboxNeeds(remark=remark))


def _open_one(scene: Scene) -> tuple[str, ...]:
    one = _remark(scene)
    return (one.id,) if one and one.state == "open" else ()


# What comes of them


def _handle(
    scene: Scene, ids: tuple[str, ...], handling: Handling, reply: str = "", then: Call = ()
) -> None:
    one = _remark(scene)
    if not ids or one is None:
        cards.gone(scene)
        return
    scene.facts += [RemarkHandled(id, handling, reply) for id in ids]
    if handling != "taken":
        scene.facts.append(
            Logged(f"remark_{handling}", f"{one.fact.lesson} {one.place}", after=f"{len(ids)}")
        )
    rows: list[list[Offer]] = []
    if handling == "answered":
        groups = known(scene).inbox.groups
        text = count("admin.inbox.answered", groups[0].people if groups else 1)
        told = [replace(each, reply=reply) for each in known(scene).inbox.remarks]
        if len(ids) == 1:
            rows = cards.showing(scene, told[0])
        else:
            rows = [way for each in told if each.fact.words for way in _show_it(scene, each)]
        rows += cards.correction(scene, one)
    else:
        text = phrase(f"admin.inbox.{handling}.done")
        if handling == "taken":
            rows = [[Offer(phrase("admin.inbox.answer"), then)]]
    scene.card(text, [*rows, [cards.back()]])


def _show_it(scene: Scene, one: Remark) -> list[list[Offer]]:
    return cards.showing(scene, one, quoted=True)


def _reply(
    scene: Scene, ids: tuple[str, ...], again: Call, back: Offer, wanted: InboxNeeds
) -> None:
    """Ask for the answer, or take the one that was typed, or the picture that was sent."""
    one, given = _remark(scene), scene.envelope.input
    if not ids or one is None:
        scene.answered()
        cards.gone(scene)
        return
    sent = given if isinstance(given, Upload) else None
    text = sent.text.strip() if sent else typed(scene)
    if not text and not sent:
        scene.answered()
        about = words.remark(scene, 1, one)
        if len(ids) > 1:
            about = words.summed(scene, known(scene).inbox.groups[0], "done")
        asked = [words.heading(scene, one.fact), about, phrase("admin.inbox.ask")]
        scene.card("\n\n".join(asked), [[back]], words=again, files=True)
    elif len(text) > LONGEST:
        scene.say(phrase("admin.inbox.long", most=LONGEST))
    elif strange := list(strange_links(tree(text))):
        scene.say(phrase("admin.announce.link", address=f"`{escaped(strange[0][1])}`"))
    elif sent:
        scene.answered()
        scene.say(picture.receive(scene, sent, text, wanted, again))
    else:
        scene.answered()
        _handle(scene, ids, "answered", text)


# The person behind it


def _mute(scene: Scene, remark: str, sure: Literal["", "yes"] = "") -> None:
    if (one := _remark(scene)) is None:
        cards.gone(scene)
    elif not sure:
        yes = offer(phrase("admin.inbox.mute.yes"), "admin inbox mute", remark, "yes")
        keep = offer(phrase("admin.keep"), "admin inbox one", remark)
        scene.card(phrase("admin.inbox.mute.sure"), [[yes, keep]])
    else:
        _set_muted(scene, one, muted=True)


def _unmute(scene: Scene, remark: str) -> None:
    if one := _remark(scene):
        _set_muted(scene, one, muted=False)
    else:
        cards.gone(scene)


def _set_muted(scene: Scene, one: Remark, *, muted: bool) -> None:
    scene.facts += [
        RemarkerMuted(one.id, muted),
        Logged("mute" if muted else "unmute", f"{one.fact.lesson} {one.place}"),
    ]
    text = phrase("admin.inbox.muted.done" if muted else "admin.inbox.unmuted.done")
    scene.card(text, [[cards.back()]])


# Shown to everyone


def _show(scene: Scene, remark: str) -> None:
    one = _remark(scene)
    if one and not allowed(scene, "publish", of_lesson(scene, one.fact.lesson)):
        denied(scene)
    elif one is None or not one.replied or one.shown not in ("", "hidden"):
        _one(scene, remark)
    else:
        about = f"{one.fact.lesson} {one.place}"
        scene.facts += [ExchangeOffered(remark), Logged("remark_shown", about)]
        scene.card(phrase("admin.inbox.offered"), [[cards.back("done")]])


def _hide(scene: Scene, remark: str) -> None:
    one = _remark(scene)
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
    Act("admin inbox take", _take, _needs_read, answers=True),
    Act("admin inbox close", _close, _needs_read, answers=True),
    Act("admin inbox answer", _answer, _needs_read),
    Act("admin inbox alone take", _take_one, cards.needs_one, answers=True),
    Act("admin inbox alone close", _close_one, cards.needs_one, answers=True),
    Act("admin inbox alone answer", _answer_one, cards.needs_one),
    Act("admin inbox mute", _mute, cards.needs_one, answers=True),
    Act("admin inbox unmute", _unmute, cards.needs_one, answers=True),
    Act("admin inbox show", _show, cards.needs_one, answers=True),
    Act("admin inbox hide", _hide, cards.needs_one, answers=True),
)

_OF_ALL = ("admin inbox mute", "admin inbox unmute")

INBOX = Area(
    "inbox",
    "answer",
    tuple(Duty(_alone(one), everything if one.verb in _OF_ALL else anything) for one in _ACTS),
)
"""What it is about is settled by the store: a remark that isn't theirs to answer is not found."""
