"""Remarks are taken, answered or closed, a group as it was read or one alone.

An answer to a group goes to all who are in it as it was read; who has said something meanwhile is
answered anew. Of two admins at once the second is told that nothing is left. What was closed
without an answer can be answered still, one by one: a finger may have slipped, or a colleague knows
more.
"""

from bot.conversation.admin.areas import known, strange_link, typed
from bot.conversation.admin.inbox import cards, picture, words
from bot.conversation.facts.admin import Logged
from bot.conversation.facts.remarks import Handling, RemarkHandled
from bot.conversation.inputs import Upload
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.remarks import InboxNeeds, Remark
from bot.conversation.offers import Call, Offer, call, offer
from bot.conversation.phrases import count, phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library
from bot.values import replace

LONGEST = 2000
"""Characters of an answer."""


# A group, as it was read


def needs_read(library: Library, session: Session, lesson: str, place: str, until: str) -> Needs:
    """What must be loaded of a group as it was read."""
    return Needs(admin=AdminNeeds(inbox=_read(lesson, place, until)))


def _read(lesson: str, place: str, until: str) -> InboxNeeds:
    upto = int(until) if until.isdecimal() else 0
    return InboxNeeds(lesson=lesson, place=place, until=upto)


def take(scene: Scene, lesson: str, place: str, until: str) -> None:
    """Take on a group, and ask for the answer."""
    answer = call("admin inbox answer", lesson, place, until)
    _handle(scene, known(scene).inbox.ids, "taken", then=answer)


def close(scene: Scene, lesson: str, place: str, until: str) -> None:
    """Let a group rest without an answer."""
    _handle(scene, known(scene).inbox.ids, "closed")


def answer(scene: Scene, lesson: str, place: str, until: str) -> None:
    """Answer a group."""
    back = offer(phrase("admin.inbox.back"), "admin inbox group", "open", lesson, place)
    again = call("admin inbox answer", lesson, place, until)
    _reply(scene, known(scene).inbox.ids, again, back, _read(lesson, place, until))


# One alone


def take_one(scene: Scene, remark: str) -> None:
    """Take on one remark, and ask for the answer."""
    _handle(scene, _open_one(scene), "taken", then=call("admin inbox alone answer", remark))


def close_one(scene: Scene, remark: str) -> None:
    """Let one remark rest without an answer."""
    _handle(scene, _open_one(scene), "closed")


def answer_one(scene: Scene, remark: str) -> None:
    """Answer one remark."""
    back = offer(phrase("admin.inbox.back"), "admin inbox one", remark)
    one = cards.only(scene)
    ids = (one.id,) if one and one.state != "answered" else ()
    again = call("admin inbox alone answer", remark)
    _reply(scene, ids, again, back, InboxNeeds(remark=remark))


def _open_one(scene: Scene) -> tuple[str, ...]:
    remark = cards.only(scene)
    return (remark.id,) if remark and remark.state == "open" else ()


# What comes of them


def _handle(
    scene: Scene, ids: tuple[str, ...], handling: Handling, reply: str = "", then: Call = ()
) -> None:
    remark = cards.only(scene)
    if not ids or remark is None:
        cards.gone(scene)
        return
    scene.facts += [RemarkHandled(id, handling, reply) for id in ids]
    if handling != "taken":
        scene.facts.append(
            Logged(
                f"remark_{handling}", f"{remark.fact.lesson} {remark.place}", after=f"{len(ids)}"
            )
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
        rows += cards.correction(scene, remark)
    else:
        text = phrase(f"admin.inbox.{handling}.done")
        if handling == "taken":
            rows = [[Offer(phrase("admin.inbox.answer"), then)]]
    scene.card(text, [*rows, [cards.back()]])


def _show_it(scene: Scene, remark: Remark) -> list[list[Offer]]:
    return cards.showing(scene, remark, quoted=True)


def _reply(
    scene: Scene, ids: tuple[str, ...], again: Call, back: Offer, wanted: InboxNeeds
) -> None:
    """Ask for the answer, or take the one that was typed, or the picture that was sent."""
    remark, given = cards.only(scene), scene.envelope.input
    if not ids or remark is None:
        scene.answered()
        cards.gone(scene)
        return
    sent = given if isinstance(given, Upload) else None
    text = sent.text.strip() if sent else typed(scene)
    if not text and not sent:
        scene.answered()
        about = words.remark(scene, 1, remark)
        if len(ids) > 1:
            about = words.summed(scene, known(scene).inbox.groups[0], "done")
        asked = [words.heading(scene, remark.fact), about, phrase("admin.inbox.ask")]
        scene.card("\n\n".join(asked), [[back]], words=again, files=True)
    elif len(text) > LONGEST:
        scene.say(phrase("admin.inbox.long", most=LONGEST))
    elif refused := strange_link(text):
        scene.say(refused)
    elif sent:
        scene.answered()
        scene.say(picture.receive(scene, sent, text, wanted, again))
    else:
        scene.answered()
        _handle(scene, ids, "answered", text)
