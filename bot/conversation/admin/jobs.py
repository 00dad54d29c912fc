"""Errands: what an admin asked for and no turn can do, such as fetching a file and reading it.

A turn sets an errand out; it is kept in the store with all else that the turn leaves behind. A
service does it and puts its result beside it, and then an alarm rings (``errand:<kind>:<id>``)
whose turn tells the admin. So an errand that was set out is done however often the program ends
meanwhile, and is told once.

It is told where others can't read it, if there is such a place. A question that was asked meanwhile
stays open: the report is said beside it, with the command that shows it with its buttons. So
everything that an admin meets is a turn, and everything slow is outside of one.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.conversation.facts.admin import ErrandSet, ErrandTold
from bot.conversation.inputs import Alarm
from bot.conversation.needs.admin import AdminNeeds, Errand
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.reminders import contact
from bot.conversation.turn import Scene

PREFIX = "errand:"
"""How the kinds of alarms begin that tell of errands."""


def _nothing(id: str) -> Needs:
    return Needs()


@dataclass(frozen=True, slots=True)
class Told:
    """How an admin is told what came of errands of a kind, and what must be loaded for that.

    ``command`` shows the same with its buttons, for whoever is in another question by then.
    """

    run: Callable[[Scene, Errand], None]
    needs: Callable[[str], Needs] = _nothing
    command: str = ""


@dataclass(frozen=True, slots=True)
class Tellings:
    """All kinds of errands."""

    by_kind: Mapping[str, Told]

    def needs(self, alarm: Alarm) -> Needs:
        """What must be loaded to tell of the errand that this alarm rings for."""
        kind, id = _split(alarm)
        told = self.by_kind.get(kind)
        found = told.needs(id) if told else Needs()
        admin = found.admin or AdminNeeds()
        return replace(found, admin=replace(admin, errand=id))

    def on_alarm(self, scene: Scene, alarm: Alarm) -> None:
        """Tell of it, once."""
        kind, _ = _split(alarm)
        errand = scene.known.admin.errand if scene.known.admin else None
        told = self.by_kind.get(kind)
        if errand is None or told is None:
            return
        scene.facts.append(ErrandTold(errand.id))
        if errand.failed:
            scene.say(phrase("admin.errand.failed"))
        elif scene.open and scene.open.asked_at > errand.at:
            # They went on meanwhile: what they were asked since then stays open.
            with scene.beside() as said:
                told.run(scene, errand)
            if said and told.command:
                scene.say(phrase("admin.errand.beside", command=told.command))
        else:
            told.run(scene, errand)


def set_out(scene: Scene, kind: str, **what: object) -> None:
    """Have an errand done; what came of it is told in another turn."""
    body = json.dumps(what, ensure_ascii=False)
    id = f"{scene.envelope.id}/{len(scene.facts)}"
    scene.facts.append(ErrandSet(id, kind, body, *quiet_place(scene)))


def quiet_place(scene: Scene) -> tuple[str, str]:
    """The platform and chat to tell an admin something later: where others can't read it.

    If there is none, it is where they are.
    """
    address = scene.envelope.address
    return contact.place(scene.envelope) or (address.platform, address.chat)


def alarm_kind(errand: Errand) -> str:
    """The kind of the alarm that tells of an errand."""
    return f"{PREFIX}{errand.kind}:{errand.id}"


def _split(alarm: Alarm) -> tuple[str, str]:
    kind, _, id = alarm.kind.removeprefix(PREFIX).partition(":")
    return kind, id
