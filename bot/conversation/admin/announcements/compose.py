"""The area of announcements: an admin writes to many.

The text is shown as learners will see it, with how many of each audience it reaches. It goes out
once that is confirmed, by a service; here is said how far it is, and it is paused, goes on, or is
cancelled.

A text is its writer's until it goes out, and from then on of those who may write to its audience. A
chat is no course's, so to post there takes the right for everything.
"""

from dataclasses import replace
from typing import Literal

from bot.conversation import buttons
from bot.conversation.acts import Act
from bot.conversation.admin.announcements import places, progress, question
from bot.conversation.admin.announcements.progress import named
from bot.conversation.admin.announcements.rights import (
    of_announcement,
    of_audience,
    offered,
    posts,
    sees,
)
from bot.conversation.admin.areas import Area, Duty, anything, denied, known, typed
from bot.conversation.facts.admin import (
    AnnouncementAsks,
    AnnouncementSent,
    AnnouncementTurned,
    AnnouncementWritten,
    Logged,
)
from bot.conversation.facts.announcement import (
    COHORT,
    EVERYONE,
    PREFIX,
    Announcement,
    State,
    posted,
)
from bot.conversation.inputs import Alarm
from bot.conversation.jobs import quiet_place
from bot.conversation.language.markup import escaped
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import count, phrase
from bot.conversation.scopes import Scopes
from bot.conversation.session import Call, Offer, Session, call, offer
from bot.conversation.sharing import card
from bot.conversation.turn import Scene
from bot.lessons.faults import shorten
from bot.lessons.format.links import strange_links
from bot.lessons.format.markdown import tree
from bot.lessons.library import Library

LONGEST = 3000
"""Characters of an announcement: with its ending it is one message on each platform."""

_ALL = "all"
"""The audience of all, as the log has it."""


def _needs_list(library: Library, session: Session) -> Needs:
    return Needs(admin=AdminNeeds(announcements=True))


LISTED = 5
"""Announcements that are listed, the latest."""


def _list(scene: Scene) -> None:
    if posts(scene):
        places.meet(scene)
    mine = [one for one in known(scene).announcements if sees(scene, one)]
    rows = [[offer(named(one.text), "admin announce show", one.id)] for one in mine[:LISTED]]
    rows.append([offer(phrase("admin.announce.write"), "admin announce write")])
    rows.append([offer(phrase("admin.back"), "admin")])
    key = "admin.announce.title" if posts(scene) else "admin.announce.title.part"
    scene.card(phrase(key), rows)


# Before it goes out


def _needs_audiences(library: Library, session: Session, *about: str) -> Needs:
    return Needs(admin=AdminNeeds(audiences=True))


def _write(scene: Scene, audience: str = "") -> None:
    """Ask for the text, or take the one that was written; for one audience, if that is said."""
    text = typed(scene)
    if not text:
        scene.answered()
        back = [offer(phrase("admin.back"), "admin announce")]
        scene.card(
            phrase("admin.announce.ask"),
            [back],
            words=call("admin announce write", *filter(None, (audience,))),
        )
        return
    if len(text) > LONGEST:
        scene.say(phrase("admin.announce.long", length=len(text), most=LONGEST))
        return
    if strange := list(strange_links(tree(text))):
        address = strange[0][1]
        scene.say(phrase("admin.announce.link", address=f"`{shorten(address)}`"))
        return
    scene.answered()
    id = buttons.nonce(scene.envelope.id)
    scene.facts.append(AnnouncementWritten(id, text))
    _preview(scene, id, text, audience)


def _ask(scene: Scene, id: str) -> None:
    """Look for a question that it is to ask."""
    words = typed(scene)
    if _announcement(scene, "written"):
        question.search(scene, id, words)


def _needs_of(library: Library, session: Session, id: str, lesson: str, page: int = 0) -> Needs:
    found = library.cards.get(lesson)
    asked = (found.id, found.revision) if found else None
    return replace(_needs(library, session, id), lesson=asked)


def _ask_of(scene: Scene, id: str, lesson: str, page: int = 0) -> None:
    if scene.known.lesson is None:
        scene.say(phrase("admin.announce.question.gone"))
    else:
        question.offer_of(scene, id, max(page, 0))


def _needs_pick(library: Library, session: Session, id: str, key: str) -> Needs:
    found = card.find(library, key)
    asked = (found[0].id, found[0].revision) if found else None
    return replace(_needs(library, session, id), lesson=asked)


def _pick(scene: Scene, id: str, key: str) -> None:
    """Let it ask this question; it is shown with it."""
    found = _announcement(scene, "written")
    chosen = question.picked(scene, key) if scene.known.lesson else None
    if found and chosen is None:
        scene.say(phrase("admin.announce.question.gone"))
    elif found and chosen:
        scene.facts.append(AnnouncementAsks(id, key, chosen.text))
        _preview(scene, id, found.text, asked=chosen.text)


def _unask(scene: Scene, id: str) -> None:
    if found := _announcement(scene, "written"):
        scene.facts.append(AnnouncementAsks(id, "", ""))
        _preview(scene, id, found.text)


def _preview(scene: Scene, id: str, text: str, audience: str = "", asked: str = "") -> None:
    """The text as learners will see it, and how many of each audience it reaches."""
    if posts(scene):
        places.meet(scene)
    shown = f"{text}\n\n{asked}" if asked else text
    scene.say(phrase("announced", text=shown))
    rows = [
        [_for(_labelled(scene, one, number), "to", id, one)]
        for one, number in offered(scene, audience).items()
    ]
    if not audience:
        rows += [
            [_for(phrase("admin.announce.post", place=name), "to", id, one)]
            for one, name in _places(scene).items()
        ]
    about = filter(None, (audience,))
    asks, verb = ("unask", "question none") if asked else ("question", "question find")
    rows.append([offer(phrase(f"admin.announce.{asks}"), f"admin announce {verb}", id)])
    rows.append([offer(phrase("admin.announce.anew"), "admin announce write", *about)])
    rows.append([offer(phrase("admin.back"), "admin announce")])
    button = phrase("admin.announce.button", label=phrase("predict.this")) if asked else ""
    parts = [" ".join(part for part in (phrase("admin.announce.preview"), button) if part)]
    if (closed := places.closed(scene)) and posts(scene):
        parts.append(phrase("admin.announce.closed", place=escaped(closed)))
    scene.card("\n\n".join(parts), rows)


def _places(scene: Scene) -> dict[str, str]:
    return places.offered(scene) if posts(scene) else {}


def _labelled(scene: Scene, audience: str, number: int) -> str:
    return phrase("admin.announce.to", audience=_named(scene, audience), number=number)


def _needs(library: Library, session: Session, id: str, *about: str) -> Needs:
    return Needs(admin=AdminNeeds(announcement=id, audiences=True))


def _announcement(scene: Scene, *states: State) -> Announcement | None:
    """The announcement of this turn, if it is in one of these states; else say how it is."""
    found = known(scene).announcement
    if found is None:
        scene.say(phrase("admin.announce.gone"))
    elif not sees(scene, found):
        denied(scene)
    elif found.state in states:
        return found
    elif found.state == "written":
        _preview(scene, found.id, found.text, asked=found.card)
    else:
        progress.ask(scene, progress.told(found, known(scene)), found.id, found.state)
    return None


def _show(scene: Scene, id: str) -> None:
    _announcement(scene)


def _for(label: str, verb: Literal["to", "send"], id: str, audience: str) -> Offer:
    """A choice to have it sent to an audience, or to confirm that."""
    if audience == EVERYONE:
        return offer(label, f"admin announce {verb} everyone", id)
    return offer(label, f"admin announce {verb} {_kind(audience)}", id, audience)


def _kind(audience: str) -> str:
    if posted(audience):
        return "chat"
    return "cohort" if audience.startswith(COHORT) else "course"


def _to_all(scene: Scene, id: str) -> None:
    _to(scene, id, EVERYONE)


def _to(scene: Scene, id: str, audience: str) -> None:
    """Ask once, with whom it reaches."""
    if found := _announcement(scene, "written"):
        _confirm(scene, found, audience)


def _confirm(scene: Scene, found: Announcement, audience: str) -> None:
    yes = _for(phrase("admin.announce.send"), "send", found.id, audience)
    keep = offer(phrase("admin.back"), "admin announce show", found.id)
    if place := _places(scene).get(audience):
        shown = f"{found.text}\n\n{found.card}" if found.card else found.text
        scene.say(phrase("announced.posted", text=shown))
        scene.card(phrase("admin.announce.sure.place", place=escaped(place)), [[yes, keep]])
        return
    number = _reach(scene, audience)
    if not number:
        scene.card(phrase("admin.announce.nobody"), [[keep]])
        return
    who = escaped(_named(scene, audience))
    scene.card(f"{count('admin.announce.sure', number)}\n\n{who}", [[yes, keep]])


def _send_all(scene: Scene, id: str) -> None:
    _send(scene, id, EVERYONE)


def _send(scene: Scene, id: str, audience: str) -> None:
    """Let it go out, if there is anybody whom it reaches."""
    found = _announcement(scene, "written")
    if found is None:
        return
    place = _places(scene).get(audience, "")
    if not place and not _reach(scene, audience):
        _confirm(scene, found, audience)
        return
    where = quiet_place(scene)
    scene.facts += [
        AnnouncementSent(found.id, audience, *where, place),
        Logged("announce", named(found.text), after=place or _logged(scene, audience)),
    ]
    text = (
        phrase("admin.announce.going.place", place=escaped(place))
        if place
        else count("admin.announce.going", _reach(scene, audience))
    )
    progress.ask(scene, text, found.id, "going")


def _logged(scene: Scene, audience: str) -> str:
    """An audience as the log has it, whoever reads that."""
    if audience.startswith(COHORT):
        code = audience.removeprefix(COHORT)
        cohort = scene.library.cohorts.get(code)
        return f"{cohort.name} ({code})" if cohort else code
    return audience or _ALL


def _reach(scene: Scene, audience: str) -> int:
    return known(scene).audiences.get(audience, 0)


def _named(scene: Scene, audience: str) -> str:
    """What an audience is called: a course by its title."""
    if audience == EVERYONE:
        return phrase("admin.announce.everyone")
    if audience.startswith(COHORT):
        cohort = scene.library.cohorts.get(audience.removeprefix(COHORT))
        return phrase("admin.announce.cohort", name=cohort.name if cohort else audience)
    return phrase("admin.announce.course", title=scene.library.course_title(audience))


# While it goes out


def _pause(scene: Scene, id: str) -> None:
    if found := _announcement(scene, "going"):
        _turn(scene, found, "pause")


def _resume(scene: Scene, id: str) -> None:
    if found := _announcement(scene, "paused"):
        _turn(scene, found, "resume")


def _cancel(scene: Scene, id: str, sure: Literal["", "yes"] = "") -> None:
    found = _announcement(scene, "going", "paused")
    if found and sure:
        _turn(scene, found, "cancel")
    elif found:
        yes = offer(phrase("admin.announce.cancel"), "admin announce cancel", found.id, "yes")
        keep = offer(phrase("admin.keep"), "admin announce show", found.id)
        number = found.number("waiting")
        scene.card(count("admin.announce.cancel.sure", number), [[yes, keep]])


def _turn(scene: Scene, found: Announcement, how: str) -> None:
    """Pause it, let it go on, or cancel it."""
    states: dict[str, State] = {"pause": "paused", "resume": "going", "cancel": "cancelled"}
    scene.facts.append(AnnouncementTurned(found.id, states[how]))
    scene.facts.append(Logged(f"announce_{how}", named(found.text)))
    progress.ask(scene, phrase(f"admin.announce.{how}.done"), found.id, states[how])


# When it is out


def needs(alarm: Alarm) -> Needs:
    """What must be loaded to tell that an announcement is out."""
    return Needs(admin=AdminNeeds(announcement=alarm.kind.removeprefix(PREFIX)))


def on_alarm(scene: Scene, alarm: Alarm) -> None:
    """Tell its admin what came of it."""
    found = known(scene).announcement
    if found is not None and sees(scene, found):
        progress.end(scene, found)
        scene.say(progress.told(found, known(scene)))


# Acts


def _otherwise(words: Call) -> Call:
    """Audiences as the buttons of version 0.1.0 have them; what else is asked of one shows it."""
    match words:
        case ("to" | "send" as verb, id, audience) if audience == _ALL:
            return call(f"admin announce {verb} everyone", id)
        case ("to" | "send" as verb, id, audience):
            return call(f"admin announce {verb} {_kind(audience)}", id, audience)
        case (_, id, *_):
            return call("admin announce show", id)
        case _:
            return call("admin announce")


def _of_written(scene: Scene, audience: str = "") -> Scopes | None:
    return of_audience(scene, audience) if audience else None


def _of_audience(scene: Scene, id: str, audience: str) -> Scopes:
    return of_audience(scene, audience)


def _of_all(scene: Scene, id: str) -> Scopes:
    return of_audience(scene, EVERYONE)


ANNOUNCE = Area(
    "announce",
    "announce",
    (
        Duty(
            Act("admin announce", _list, _needs_list, answers=True, otherwise=_otherwise), anything
        ),
        Duty(Act("admin announce write", _write, _needs_audiences), _of_written),
        Duty(Act("admin announce question find", _ask, _needs), of_announcement),
        Duty(Act("admin announce question of", _ask_of, _needs_of, answers=True), of_announcement),
        Duty(
            Act("admin announce question pick", _pick, _needs_pick, answers=True), of_announcement
        ),
        Duty(Act("admin announce question none", _unask, _needs, answers=True), of_announcement),
        Duty(Act("admin announce show", _show, _needs, answers=True), of_announcement),
        Duty(Act("admin announce to everyone", _to_all, _needs, answers=True), _of_all),
        Duty(Act("admin announce to course", _to, _needs, answers=True), _of_audience),
        Duty(Act("admin announce to cohort", _to, _needs, answers=True), _of_audience),
        Duty(Act("admin announce to chat", _to, _needs, answers=True), _of_audience),
        Duty(Act("admin announce send everyone", _send_all, _needs, answers=True), _of_all),
        Duty(Act("admin announce send course", _send, _needs, answers=True), _of_audience),
        Duty(Act("admin announce send cohort", _send, _needs, answers=True), _of_audience),
        Duty(Act("admin announce send chat", _send, _needs, answers=True), _of_audience),
        Duty(Act("admin announce pause", _pause, _needs, answers=True), of_announcement),
        Duty(Act("admin announce resume", _resume, _needs, answers=True), of_announcement),
        Duty(Act("admin announce cancel", _cancel, _needs, answers=True), of_announcement),
    ),
)
