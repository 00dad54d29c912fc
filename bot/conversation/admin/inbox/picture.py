"""A picture for an answer: it is fetched and made anew as a job, and then the answer goes out.

What it answers is looked up by whoever does the job, once the picture is there, so that what
somebody else has answered or what was taken back meanwhile is answered no second time.
"""

from pydantic import TypeAdapter

from bot.conversation.admin.areas import is_allowed
from bot.conversation.admin.inbox import cards
from bot.conversation.facts.admin import Logged
from bot.conversation.facts.remarks import RemarkHandled
from bot.conversation.inputs import Upload
from bot.conversation.jobs import JobKind, promise_report, set_out
from bot.conversation.lesson.project import submissions
from bot.conversation.needs.learner import Job
from bot.conversation.needs.remarks import InboxNeeds
from bot.conversation.offers import Call, Offer, call
from bot.conversation.phrases import count, phrase
from bot.conversation.scopes import around_lesson
from bot.conversation.turn import Scene
from bot.values import value

KIND = "answer"


@value
class PictureRequest:
    """What is to be fetched, the words beside it, and what of the inbox it answers."""

    reference: str
    reply: str
    wanted: InboxNeeds
    again: tuple[str, ...]


@value
class PictureResult:
    """What came of it: the hash of the picture, and what it answers, or why there is none.

    ``ids`` are the remarks that wait for an answer still, on ``place`` of ``lesson``, and
    ``people`` how many made them.
    """

    picture: str = ""
    fault: str = ""
    ids: tuple[str, ...] = ()
    people: int = 0
    lesson: str = ""
    place: str = ""


REQUEST: TypeAdapter[PictureRequest] = TypeAdapter(PictureRequest)
RESULT: TypeAdapter[PictureResult] = TypeAdapter(PictureResult)


def receive(scene: Scene, sent: Upload, reply: str, wanted: InboxNeeds, again: Call) -> str:
    """Have the picture made ready; what is said meanwhile."""
    asked = PictureRequest(submissions.describe_upload(sent).reference, reply, wanted, again)
    set_out(scene, KIND, **REQUEST.dump_python(asked, mode="json"))
    return promise_report(scene, phrase("admin.inbox.picture.received"))


def _tell(scene: Scene, job: Job) -> None:
    picture, asked = RESULT.validate_json(job.result), REQUEST.validate_json(job.body)
    if picture.fault:
        why = phrase("admin.inbox.picture.refused", why=picture.fault.replace("`", "'"))
        label = phrase("admin.inbox.picture.again")
        scene.card(why, [[Offer(label, asked.again)], [cards.back()]])
        return
    # A role may have been taken back since they sent it.
    may_answer = is_allowed(scene, "answer", around_lesson(scene.library, picture.lesson))
    if not picture.ids or not may_answer:
        scene.card(phrase("admin.inbox.picture.late"), [[cards.back()]])
        return
    scene.facts += [
        *(RemarkHandled(id, "answered", asked.reply, picture.picture) for id in picture.ids),
        Logged("remark_answered", f"{picture.lesson} {picture.place}", after=f"{len(picture.ids)}"),
    ]
    see = call("admin inbox one", picture.ids[0])
    if len(picture.ids) > 1:
        see = call("admin inbox group", "done", picture.lesson, picture.place)
    text = count("admin.inbox.answered", picture.people)
    scene.card(text, [[Offer(phrase("admin.inbox.see"), see)], [cards.back()]])


JOB = JobKind(_tell, command="/admin inbox")
