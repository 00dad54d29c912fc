"""The area of announcements: an admin writes to many.

The text is shown as learners will see it, with how many of each audience it reaches. It goes out
once that is confirmed, by a service; here is said how far it is, and it is paused, goes on, or is
cancelled.
"""

from bot.conversation import buttons
from bot.conversation.admin.announcements import places as posting
from bot.conversation.admin.announcements import progress
from bot.conversation.admin.announcements.progress import named
from bot.conversation.admin.areas import Area, Words
from bot.conversation.admin.jobs import quiet_place
from bot.conversation.facts.admin import (
    AnnouncementSent,
    AnnouncementTurned,
    AnnouncementWritten,
    Logged,
)
from bot.conversation.facts.announcement import EVERYONE, PREFIX, Announcement, State
from bot.conversation.inputs import Alarm, Text
from bot.conversation.language.markup import escaped
from bot.conversation.needs.admin import AdminKnown, AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import count, phrase
from bot.conversation.session import call, offer
from bot.conversation.turn import Scene

LONGEST = 3000
"""Characters of an announcement: with its ending it is one message on each platform."""

_ALL = "all"
"""The audience of all in an act, which has no empty words."""


def _needs(words: Words) -> Needs:
    match words:
        case []:
            return Needs(admin=AdminNeeds(announcements=True))
        case ["write"]:
            return Needs(admin=AdminNeeds(audiences=True))
        case [_, id, *_]:
            return Needs(admin=AdminNeeds(announcement=id, audiences=True))
        case _:
            return Needs(admin=AdminNeeds())


def _run(scene: Scene, words: Words) -> None:
    if words == ["write"] and isinstance(scene.envelope.input, Text):
        _written(scene, scene.envelope.input.text.strip())
        return
    scene.answered()
    if words == ["write"]:
        _ask_text(scene)
        return
    known = _known(scene)
    found = known.announcement
    if len(words) < 2:
        _list(scene)
    elif found is None:
        scene.say(phrase("admin.announce.gone"))
    else:
        _about(scene, found, words[0], words[2:])


def _about(scene: Scene, found: Announcement, verb: str, rest: Words) -> None:
    """An act on an announcement that is there; what does not fit its state only shows it."""
    match verb, rest, found.state:
        case "to", [audience], "written":
            _confirm(scene, found, audience)
        case "send", [audience], "written":
            _send(scene, found, audience)
        case "pause", [], "going":
            _turn(scene, found, "pause")
        case "resume", [], "paused":
            _turn(scene, found, "resume")
        case "cancel", [], "going" | "paused":
            yes = offer(phrase("admin.announce.cancel"), "admin announce cancel", found.id, "yes")
            keep = offer(phrase("admin.keep"), "admin announce show", found.id)
            number = found.number("waiting")
            scene.ask(count("admin.announce.cancel.sure", number), [[yes, keep]])
        case "cancel", ["yes"], "going" | "paused":
            _turn(scene, found, "cancel")
        case _, _, "written":
            _preview(scene, found.id, found.text)
        case _:
            _progress(scene, found)


def _known(scene: Scene) -> AdminKnown:
    return scene.known.admin or AdminKnown()


def _list(scene: Scene) -> None:
    rows = [
        [offer(named(one.text), "admin announce show", one.id)]
        for one in _known(scene).announcements
    ]
    rows.append([offer(phrase("admin.announce.write"), "admin announce write")])
    rows.append([offer(phrase("admin.back"), "admin")])
    scene.ask(phrase("admin.announce.title"), rows)


# Before it goes out


def _ask_text(scene: Scene) -> None:
    back = [offer(phrase("admin.back"), "admin announce")]
    scene.ask(phrase("admin.announce.ask"), [back], words=call("admin announce write"))


def _written(scene: Scene, text: str) -> None:
    if len(text) > LONGEST:
        scene.say(phrase("admin.announce.long", length=len(text), most=LONGEST))
        return
    scene.answered()
    id = buttons.nonce(scene.envelope.id)
    scene.facts.append(AnnouncementWritten(id, text))
    _preview(scene, id, text)


def _preview(scene: Scene, id: str, text: str) -> None:
    """The text as learners will see it, and how many of each audience it reaches."""
    scene.say(phrase("announced", text=text))
    places = posting.offered(scene)
    rows = [
        [
            offer(
                phrase("admin.announce.to", audience=_audience(scene, one), number=number),
                "admin announce to",
                id,
                one or _ALL,
            )
        ]
        for one, number in _known(scene).audiences.items()
    ]
    rows += [
        [offer(phrase("admin.announce.post", place=name), "admin announce to", id, one)]
        for one, name in places.items()
    ]
    rows.append([offer(phrase("admin.announce.anew"), "admin announce write")])
    rows.append([offer(phrase("admin.back"), "admin announce")])
    parts = [phrase("admin.announce.preview")]
    if closed := posting.closed(scene):
        parts.append(phrase("admin.announce.closed", place=escaped(closed)))
    scene.ask("\n\n".join(parts), rows)


def _confirm(scene: Scene, found: Announcement, audience: str) -> None:
    yes = offer(phrase("admin.announce.send"), "admin announce send", found.id, audience)
    keep = offer(phrase("admin.back"), "admin announce show", found.id)
    if place := posting.offered(scene).get(audience):
        scene.say(phrase("announced.posted", text=found.text))
        scene.ask(phrase("admin.announce.sure.place", place=escaped(place)), [[yes, keep]])
        return
    number = _reach(scene, audience)
    if not number:
        scene.ask(
            phrase("admin.announce.nobody"),
            [[offer(phrase("admin.back"), "admin announce show", found.id)]],
        )
        return
    who = escaped(_audience(scene, _of(audience)))
    scene.ask(f"{count('admin.announce.sure', number)}\n\n{who}", [[yes, keep]])


def _send(scene: Scene, found: Announcement, audience: str) -> None:
    to, place = _of(audience), posting.offered(scene).get(audience, "")
    if not place and not _reach(scene, audience):
        _confirm(scene, found, audience)
        return
    where = quiet_place(scene)
    scene.facts += [
        AnnouncementSent(found.id, to, *where, place),
        Logged("announce", named(found.text), after=place or to or _ALL),
    ]
    text = (
        phrase("admin.announce.going.place", place=escaped(place))
        if place
        else count("admin.announce.going", _reach(scene, audience))
    )
    progress.ask(scene, text, found.id, "going")


def _of(audience: str) -> str:
    return EVERYONE if audience == _ALL else audience


def _reach(scene: Scene, audience: str) -> int:
    return _known(scene).audiences.get(_of(audience), 0)


def _audience(scene: Scene, audience: str) -> str:
    """What an audience is called: a course by its title."""
    if audience == EVERYONE:
        return phrase("admin.announce.everyone")
    return phrase("admin.announce.course", title=scene.library.course_title(audience))


# While it goes out


def _turn(scene: Scene, found: Announcement, how: str) -> None:
    """Pause it, let it go on, or cancel it."""
    states: dict[str, State] = {"pause": "paused", "resume": "going", "cancel": "cancelled"}
    scene.facts.append(AnnouncementTurned(found.id, states[how]))
    scene.facts.append(Logged(f"announce_{how}", named(found.text)))
    progress.ask(scene, phrase(f"admin.announce.{how}.done"), found.id, states[how])


def _progress(scene: Scene, found: Announcement) -> None:
    progress.ask(scene, progress.told(found, _known(scene)), found.id, found.state)


# When it is out


def needs(alarm: Alarm) -> Needs:
    """What must be loaded to tell that an announcement is out."""
    return Needs(admin=AdminNeeds(announcement=alarm.kind.removeprefix(PREFIX)))


def ring(scene: Scene, alarm: Alarm) -> None:
    """Tell its admin what came of it."""
    found = _known(scene).announcement
    if found is not None:
        progress.end(scene, found)
        scene.say(progress.told(found, _known(scene)))


ANNOUNCE = Area("announce", "announce", _run, _needs)
