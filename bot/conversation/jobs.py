"""Jobs: what somebody asked for and no turn can do, such as fetching a file and reading it.

A turn sets a job out; it is kept in the store with all else that the turn leaves behind. A
service does it and puts its result beside it, and then an alarm rings (``errand:<kind>:<id>``)
whose turn tells whoever asked. So a job that was set out is done however often the program ends
meanwhile, and is told once.

It is told where others can't read it, if there is such a place. A question that was asked meanwhile
stays open: the report is said beside it, with the command that shows it with its buttons. So
everything that anybody meets is a turn, and everything slow is outside of turns.
"""

import json
from collections.abc import Callable, Mapping

from bot.conversation.facts.admin import JobSet, JobTold
from bot.conversation.inputs import Alarm
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Job, Needs, OwnJob
from bot.conversation.phrases import phrase
from bot.conversation.reminders import contact
from bot.conversation.turn import Scene
from bot.values import value

PREFIX = "errand:"
"""How the kinds of alarms begin that tell of jobs, as stores have it since version 0.1.0."""


def _nothing(id: str) -> Needs:
    return Needs()


@value
class JobKind:
    """How somebody is told what came of jobs of a kind, and what must be loaded for that.

    ``command`` shows the same with its buttons, for whoever is in another question by then. What
    is ``everybodys`` is told to anyone; all else to those alone who hold a role still.
    """

    tell: Callable[[Scene, Job], None]
    needs: Callable[[str], Needs] = _nothing
    command: str = ""
    everybodys: bool = False


@value
class JobKinds:
    by_kind: Mapping[str, JobKind]

    def needs(self, alarm: Alarm) -> Needs:
        """What must be loaded to tell of the job that this alarm rings for."""
        name, id = _split(alarm)
        kind = self.by_kind.get(name)
        if kind is None:
            return Needs()
        result = kind.needs(id).asking(OwnJob(id))
        if kind.everybodys:
            return result
        return result if result.get(AdminNeeds) else result.asking(AdminNeeds())

    def on_alarm(self, scene: Scene, alarm: Alarm) -> None:
        """Tell of it, once."""
        name, _ = _split(alarm)
        job, kind = scene.known[OwnJob], self.by_kind.get(name)
        if job is None or kind is None:
            return
        scene.facts.append(JobTold(job.id))
        if not (kind.everybodys or scene.known.roles):
            return
        if job.failed:
            scene.say(phrase("job.failed" if kind.everybodys else "admin.job.failed"))
        elif scene.open and scene.open.asked_at > job.at:
            # They went on meanwhile: what they were asked since then stays open.
            with scene.beside() as said:
                kind.tell(scene, job)
            if said and kind.command:
                scene.say(phrase("admin.job.beside", command=kind.command))
        else:
            kind.tell(scene, job)


def set_out(scene: Scene, kind: str, **what: object) -> None:
    """Have a job done; what came of it is told in another turn."""
    body = json.dumps(what, ensure_ascii=False)
    id = f"{scene.envelope.id}/{len(scene.facts)}"
    scene.facts.append(JobSet(id, kind, body, *quiet_place(scene)))


def promise_report(scene: Scene, text: str) -> str:
    """What is said when a job is set out, with where its report comes if that is elsewhere."""
    address = scene.envelope.address
    elsewhere = quiet_place(scene) != (address.platform, address.chat)
    return f"{text} {phrase('admin.job.direct')}" if elsewhere else text


def quiet_place(scene: Scene) -> tuple[str, str]:
    """The platform and chat to tell somebody something later where others can't read it."""
    address = scene.envelope.address
    return contact.place(scene.envelope) or (address.platform, address.chat)


def alarm_kind(job: Job) -> str:
    return f"{PREFIX}{job.kind}:{job.id}"


def _split(alarm: Alarm) -> tuple[str, str]:
    kind, _, id = alarm.kind.removeprefix(PREFIX).partition(":")
    return kind, id
