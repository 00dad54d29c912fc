"""A file that an admin sends: it is fetched and read as a job, and becomes a draft.

What is in it is told when the job is done: what it changes, faults with their places, advice. A
lesson page, saved from a browser, comes back as a lesson file instead, with what is left to do.
"""

import json
from collections.abc import Sequence

from pydantic import TypeAdapter

from bot.conversation import buttons
from bot.conversation.acts import Act, leads_to
from bot.conversation.admin.areas import (
    Area,
    Duty,
    admin_data,
    all_named,
    anything,
    is_allowed,
    take_typed,
)
from bot.conversation.admin.publishing import drafts
from bot.conversation.facts.admin import DraftClosed
from bot.conversation.facts.roles import reach
from bot.conversation.inputs import Command, Upload
from bot.conversation.jobs import JobKind, promise_report, set_out
from bot.conversation.language.markup import escape_markdown
from bot.conversation.language.paging import pack
from bot.conversation.lesson.project import submissions
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Job, Needs
from bot.conversation.offers import call, offer
from bot.conversation.outputs import Document
from bot.conversation.phrases import count, phrase
from bot.conversation.turn import Scene
from bot.values import value

KIND = "intake"

NAME = "push"
"""What the area is called. On Discord its command takes a file."""

MEDIA = "text/markdown"

MAX_FAULTS = 12
"""Faults that are told at once; who has mended these sees the next."""

ADVICE = 5
"""Pieces of advice that are told: they are for the author, who sees all with `foretell check`."""


@value
class IntakeRequest:
    """What is to be fetched and read: a job's body."""

    name: str
    reference: str


@value
class ImportedPage:
    """A lesson page as a lesson file of this name: where it is kept, its bytes, and remarks.

    ``remarks`` say what was assumed, and what of the page has no place in the file.
    """

    name: str
    id: str
    size: int
    remarks: tuple[str, ...] = ()


@value
class IntakeResult:
    """What came of it: a job's result.

    With ``faults``, or a ``page``, there is no draft; of a page, faults and advice are those of
    its lesson file. ``learning`` is how many are in the midst of a revision that would be replaced.
    """

    faults: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    learning: int = 0
    page: ImportedPage | None = None


REQUEST: TypeAdapter[IntakeRequest] = TypeAdapter(IntakeRequest)
RESULT: TypeAdapter[IntakeResult] = TypeAdapter(IntakeResult)


def draft_of(job: str) -> str:
    """The id of the draft that comes of a job; the same however often it is done."""
    return buttons.nonce(job)


# Taking it


def _push(scene: Scene) -> None:
    """Take the file that came with the command, or as the answer; else ask for a file."""
    content = scene.envelope.input
    file = content.file if isinstance(content, Command) else content
    if isinstance(file, Upload):
        scene.close_answered()
        _take(scene, file)
    elif take_typed(scene):
        scene.say(phrase("admin.push.words"))
    else:
        scene.close_answered()
        back = [offer(phrase("admin.back"), "admin")]
        words = call("admin push")
        scene.card(phrase("admin.push.ask"), [back], words=words, files=True, form=False)


def receive(scene: Scene, upload: Upload) -> bool:
    """Have a file read, if whoever sent it may send lessons; whether that is so."""
    if not reach(scene.known.roles, "draft"):
        return False
    _take(scene, upload)
    return True


def _take(scene: Scene, upload: Upload) -> None:
    file = submissions.describe_upload(upload)
    set_out(scene, KIND, name=file.name, reference=file.reference)
    scene.say(
        promise_report(scene, phrase("admin.push.received", file=submissions.describe_file(file)))
    )


PUSH = Area(
    NAME,
    "draft",
    (Duty(Act("admin push", _push, otherwise=leads_to("admin push")), anything),),
)


# Telling what came of it


def _needs(job: str) -> Needs:
    return Needs((AdminNeeds(draft=draft_of(job)),))


def _tell(scene: Scene, job: Job) -> None:
    read = RESULT.validate_json(job.result)
    name = escape_markdown(json.loads(job.body)["name"] or phrase("file.any"))
    draft = admin_data(scene).draft
    if draft and not is_allowed(scene, "draft", drafts.scopes(scene.library, draft)):
        # It is about what isn't theirs, so nothing of it is told, nor kept.
        scene.facts.append(DraftClosed(draft.id, published=False))
        scene.say(phrase("admin.push.beyond", name=name, roles=all_named(scene)))
        return
    if read.page:
        _tell_page(scene, name, read.page, read)
        return
    if read.faults:
        head = phrase("admin.push.refused", name=name)
        for text in pack([head, *_list_lines(read.faults, MAX_FAULTS), phrase("admin.push.mend")]):
            scene.say(text)
        return
    if read.advice:
        head = count("admin.push.advice", len(read.advice))
        for text in pack([head, *_list_lines(read.advice, ADVICE)]):
            scene.say(text)
    if draft is None:
        scene.say(phrase("admin.draft.gone"))
        return
    lead = count("admin.push.learning", read.learning) if read.learning else ""
    drafts.show(scene, draft, lead)


def _tell_page(scene: Scene, name: str, page: ImportedPage, read: IntakeResult) -> None:
    """Send the lesson file; ``name`` is the page's as Markdown."""
    said = phrase("admin.page.sent", name=name, file=page.name)
    otherwise = phrase("admin.page.large", name=name, size=submissions.format_size(page.size))
    scene.outputs.append(Document(page.name, MEDIA, page.id, page.size, said, otherwise))
    parts = []
    for key, lines, most in (
        ("admin.page.remarks", page.remarks, MAX_FAULTS),
        ("admin.page.faults", read.faults, MAX_FAULTS),
        ("admin.push.advice", read.advice, ADVICE),
    ):
        if lines:
            parts += [count(key, len(lines)), *_list_lines(lines, most)]
    for text in pack([*parts, phrase("admin.page.finish", file=page.name)]):
        scene.say(text)


def _list_lines(lines: Sequence[str], most: int) -> list[str]:
    """Lines as they are, in code so that nothing in them is markup, and how many more there are."""
    listed = [f"`{line.replace('`', chr(39))}`" for line in lines[:most]]
    more = len(lines) - most
    return [*listed, phrase("admin.push.more", number=more)] if more > 0 else listed


JOB = JobKind(_tell, _needs, "/admin drafts")
