"""The area of what learners say: reading it, taking it, answering it, letting it rest.

It is for the authors of a course, and for the teacher of a cohort, each of whom finds in it what is
theirs to answer. What everyone meets, such as an exchange that is shown below a part, and the key
of a question, is for those who may publish that lesson. To mute somebody takes their voice in every
course, so it is for those who answer in all of them.

An answer to a group goes to all who are in it as it was read; who has said something meanwhile is
answered anew. Of two admins at once the second is told that nothing is left. What was closed
without an answer can be answered still, singly.

A remark lets an alarm ring for all who may answer it, once an hour at most; what comes more often
is gathered, and so is what comes in their quiet hours. What they have seen is not told. Who does
not want it turns it off on the inbox's card; the weekly digest counts it all the same.
"""

from functools import wraps
from typing import Any, Literal

from bot.conversation.acts import Act
from bot.conversation.admin.areas import (
    Area,
    Duty,
    admin_data,
    anything,
    deny,
    everything,
    is_allowed,
    of_lesson,
    strange_link,
    take_typed,
)
from bot.conversation.admin.inbox import cards, picture
from bot.conversation.facts.admin import Logged
from bot.conversation.facts.learner import AlarmSet
from bot.conversation.facts.remarks import (
    ExchangeHidden,
    ExchangeOffered,
    Handling,
    RemarkerMuted,
    RemarkHandled,
)
from bot.conversation.facts.roles import reach
from bot.conversation.inputs import Alarm, Upload
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.remarks import InboxNeeds, Remark
from bot.conversation.offers import Call, Offer, call, offer
from bot.conversation.phrases import count, phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.learning import reminder_times
from bot.learning.items import HOUR
from bot.lessons.library import Library
from bot.values import replace


def needs_news(library: Library, session: Session, alarm: Alarm) -> Needs:
    """What must be loaded to tell of it."""
    return Needs((AdminNeeds(inbox=InboxNeeds()),))


def on_news(scene: Scene, alarm: Alarm) -> None:
    """Tell how much is open, or let that ring again later."""
    news = scene.learner.inbox
    if not news.tells or not reach(scene.known.roles, "answer"):
        return
    later = reminder_times.quiet_end(scene.learner.preferences, scene.now)
    if news.told and scene.now < news.told + HOUR:
        later = max(later or 0, news.told + HOUR)
    if later:
        address = scene.envelope.address
        scene.facts.append(AlarmSet(alarm.kind, later, address.platform, address.chat))
    elif (number := admin_data(scene).inbox.open) and admin_data(scene).inbox.newest > news.told:
        scene.learner = replace(scene.learner, inbox=replace(news, told=scene.now))
        scene.say(count("admin.inbox.news", number))


MAX_ANSWER = 2000
"""Characters of an answer."""


# A group, as it was read


def needs_read(library: Library, session: Session, lesson: str, place: str, until: str) -> Needs:
    """What must be loaded of a group as it was read."""
    return Needs((AdminNeeds(inbox=_read(lesson, place, until)),))


def _read(lesson: str, place: str, until: str) -> InboxNeeds:
    upto = int(until) if until.isdecimal() else 0
    return InboxNeeds(lesson=lesson, place=place, until=upto)


def take(scene: Scene, lesson: str, place: str, until: str) -> None:
    """Take on a group, and ask for the answer."""
    answer = call("admin inbox answer", lesson, place, until)
    _handle(scene, admin_data(scene).inbox.ids, "taken", then=answer)


def close(scene: Scene, lesson: str, place: str, until: str) -> None:
    """Let a group rest without an answer."""
    _handle(scene, admin_data(scene).inbox.ids, "closed")


def answer(scene: Scene, lesson: str, place: str, until: str) -> None:
    back = offer(phrase("admin.inbox.back"), "admin inbox group", "open", lesson, place)
    again = call("admin inbox answer", lesson, place, until)
    _reply(scene, admin_data(scene).inbox.ids, again, back, _read(lesson, place, until))


# A single remark


def take_one(scene: Scene, remark: str) -> None:
    _handle(scene, _open_one(scene), "taken", then=call("admin inbox alone answer", remark))


def close_one(scene: Scene, remark: str) -> None:
    """Let a remark rest without an answer."""
    _handle(scene, _open_one(scene), "closed")


def answer_one(scene: Scene, remark: str) -> None:
    back = offer(phrase("admin.inbox.back"), "admin inbox one", remark)
    single = cards.only(scene)
    ids = (single.id,) if single and single.state != "answered" else ()
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
        cards.say_gone(scene)
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
        groups = admin_data(scene).inbox.groups
        text = count("admin.inbox.answered", groups[0].people if groups else 1)
        replied = [replace(each, reply=reply) for each in admin_data(scene).inbox.remarks]
        if len(ids) == 1:
            rows = cards.showing(scene, replied[0])
        else:
            rows = [way for each in replied if each.fact.words for way in _show_it(scene, each)]
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
    """Ask for the answer, or take what was typed, or the picture that was sent."""
    remark, content = cards.only(scene), scene.envelope.input
    if not ids or remark is None:
        scene.close_answered()
        cards.say_gone(scene)
        return
    sent = content if isinstance(content, Upload) else None
    text = sent.text.strip() if sent else take_typed(scene)
    if not text and not sent:
        scene.close_answered()
        about = cards.remark_text(scene, 1, remark)
        if len(ids) > 1:
            about = cards.summarize(scene, admin_data(scene).inbox.groups[0], "done")
        asked = [cards.heading(scene, remark.fact), about, phrase("admin.inbox.ask")]
        scene.card("\n\n".join(asked), [[back]], words=again, files=True)
    elif len(text) > MAX_ANSWER:
        scene.say(phrase("admin.inbox.long", most=MAX_ANSWER))
    elif refused := strange_link(text):
        scene.say(refused)
    elif sent:
        scene.close_answered()
        scene.say(picture.receive(scene, sent, text, wanted, again))
    else:
        scene.close_answered()
        _handle(scene, ids, "answered", text)


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
    if single := cards.only(scene):
        cards.show_one(scene, single)
    else:
        cards.say_gone(scene)


# The person behind it


def _mute(scene: Scene, remark: str, sure: Literal["", "yes"] = "") -> None:
    if (single := cards.only(scene)) is None:
        cards.say_gone(scene)
    elif not sure:
        yes = offer(phrase("admin.inbox.mute.yes"), "admin inbox mute", remark, "yes")
        keep = offer(phrase("admin.keep"), "admin inbox one", remark)
        scene.card(phrase("admin.inbox.mute.sure"), [[yes, keep]])
    else:
        _set_muted(scene, single, muted=True)


def _unmute(scene: Scene, remark: str) -> None:
    if single := cards.only(scene):
        _set_muted(scene, single, muted=False)
    else:
        cards.say_gone(scene)


def _set_muted(scene: Scene, remark: Remark, *, muted: bool) -> None:
    scene.facts += [
        RemarkerMuted(remark.id, muted),
        Logged("mute" if muted else "unmute", f"{remark.fact.lesson} {remark.place}"),
    ]
    text = phrase("admin.inbox.muted.done" if muted else "admin.inbox.unmuted.done")
    scene.card(text, [[cards.back()]])


# Shown to everyone


def _show(scene: Scene, remark: str) -> None:
    single = cards.only(scene)
    if single and not is_allowed(scene, "publish", of_lesson(scene, single.fact.lesson)):
        deny(scene)
    elif single is None or not single.replied or single.shown not in ("", "hidden"):
        _one(scene, remark)
    else:
        about = f"{single.fact.lesson} {single.place}"
        scene.facts += [ExchangeOffered(remark), Logged("remark_shown", about)]
        scene.card(phrase("admin.inbox.offered"), [[cards.back("done")]])


def _hide(scene: Scene, remark: str) -> None:
    single = cards.only(scene)
    if single and not is_allowed(scene, "publish", of_lesson(scene, single.fact.lesson)):
        deny(scene)
    elif single is None or single.shown != "agreed":
        _one(scene, remark)
    else:
        about = f"{single.fact.lesson} {single.place}"
        scene.facts += [ExchangeHidden(remark), Logged("remark_hidden", about)]
        scene.card(phrase("admin.inbox.hidden"), [[cards.back("done")]])


def _alone(act: Act) -> Act:
    """The same act, but not where others read along: what learners say is for admins alone."""

    @wraps(act.run)
    def run(scene: Scene, *about: Any) -> None:
        if not scene.envelope.overheard:
            act.run(scene, *about)
        else:
            scene.close_answered()
            scene.say(phrase("admin.inbox.alone"))

    return replace(act, run=run)


_ACTS = (
    Act("admin inbox", _open, cards.needs_list, answers=True, otherwise=_otherwise),
    Act("admin inbox list", cards.show_list, cards.needs_list, answers=True),
    Act("admin inbox lessons", cards.show_lessons, cards.needs_lessons, answers=True),
    Act("admin inbox tells", _tells, _needs_tells, answers=True),
    Act("admin inbox group", cards.show_group, cards.needs_group, answers=True),
    Act("admin inbox one", _one, cards.needs_one, answers=True),
    Act("admin inbox take", take, needs_read, answers=True),
    Act("admin inbox close", close, needs_read, answers=True),
    Act("admin inbox answer", answer, needs_read),
    Act("admin inbox alone take", take_one, cards.needs_one, answers=True),
    Act("admin inbox alone close", close_one, cards.needs_one, answers=True),
    Act("admin inbox alone answer", answer_one, cards.needs_one),
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
