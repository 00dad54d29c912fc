"""A file that an admin sends: it is fetched and read as a job, and becomes a draft.

What is in it is told when the job is done: what it changes, faults with their places, advice.
"""

import json
from dataclasses import dataclass

from pydantic import TypeAdapter

from bot.conversation import buttons
from bot.conversation.admin.areas import Area, Words
from bot.conversation.admin.format import ADVICE, MOST, listed
from bot.conversation.admin.jobs import Told, set_out
from bot.conversation.admin.publishing import drafts, imported
from bot.conversation.admin.publishing.imported import Unfinished
from bot.conversation.facts.roles import may
from bot.conversation.inputs import Command, Text, Upload
from bot.conversation.language.markup import escaped
from bot.conversation.lesson import files
from bot.conversation.lesson.beats import pack
from bot.conversation.needs.admin import AdminNeeds, Job
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import count, phrase
from bot.conversation.session import call, offer
from bot.conversation.turn import Scene

KIND = "intake"

NAME = "push"
"""What the area is called. On Discord its command takes a file."""


@dataclass(frozen=True, slots=True)
class IntakeRequest:
    """What is to be fetched and read: a job's body."""

    name: str
    reference: str


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """What came of it: a job's result.

    With ``faults``, or a ``page``, there is no draft; of a page, faults and advice are those of
    its lesson file. ``learning`` is how many are in the midst of a revision that would be replaced.
    """

    faults: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    learning: int = 0
    page: Unfinished | None = None


REQUEST: TypeAdapter[IntakeRequest] = TypeAdapter(IntakeRequest)
RESULT: TypeAdapter[IntakeResult] = TypeAdapter(IntakeResult)


def draft_of(job: str) -> str:
    """The id of the draft that comes of a job; the same however often it is done."""
    return buttons.nonce(job)


def _run(scene: Scene, words: Words) -> None:
    """Take the file that came with the command, or as the answer; else ask for one."""
    given = scene.envelope.input
    file = given.file if isinstance(given, Command) else given
    if isinstance(file, Upload):
        scene.answered()
        _take(scene, file)
    elif isinstance(file, Text):
        scene.say(phrase("admin.push.words"))
    else:
        scene.answered()
        back = [offer(phrase("admin.back"), "admin")]
        scene.ask(
            phrase("admin.push.ask"), [back], words=call("admin", NAME), files=True, form=False
        )


def receive(scene: Scene, upload: Upload) -> bool:
    """Have a file read, if whoever sent it may send lessons; whether that is so."""
    if not may(scene.known.roles, "draft"):
        return False
    _take(scene, upload)
    return True


def _take(scene: Scene, upload: Upload) -> None:
    file = files.kept(upload)
    set_out(scene, KIND, name=file.name, reference=file.reference)
    scene.say(phrase("admin.push.received", file=files.described(file)))


def _needs(job: str) -> Needs:
    return Needs(admin=AdminNeeds(draft=draft_of(job)))


def _tell(scene: Scene, job: Job) -> None:
    read = RESULT.validate_json(job.result)
    name = escaped(json.loads(job.body)["name"] or phrase("file.any"))
    if read.page:
        imported.tell(scene, name, read.page, faults=read.faults, advice=read.advice)
        return
    if read.faults:
        head = phrase("admin.push.refused", name=name)
        for text in pack([head, *listed(read.faults, MOST), phrase("admin.push.mend")]):
            scene.say(text)
        return
    if read.advice:
        head = count("admin.push.advice", len(read.advice))
        for text in pack([head, *listed(read.advice, ADVICE)]):
            scene.say(text)
    draft = scene.known.admin.draft if scene.known.admin else None
    if draft is None:
        scene.say(phrase("admin.draft.gone"))
        return
    lead = count("admin.push.learning", read.learning) if read.learning else ""
    drafts.show(scene, draft, lead)


PUSH = Area(NAME, "draft", _run)

TOLD = Told(_tell, _needs, "/admin drafts")
