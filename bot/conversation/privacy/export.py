"""Export: everything that is kept of a learner, as a file in the form that they choose.

To put it together takes a while, so it is a job. What comes is for the learner alone, so it comes
where others can't read it; where there is no such place, none is made.
"""

from typing import Literal, get_args

from pydantic import TypeAdapter

from bot.conversation.acts import Act
from bot.conversation.facts.learner import DataTaken
from bot.conversation.jobs import JobKind, set_out
from bot.conversation.language.locale import manner
from bot.conversation.lesson.project import submissions
from bot.conversation.needs.learner import Job
from bot.conversation.offers import offer
from bot.conversation.outputs import Document
from bot.conversation.phrases import count, phrase
from bot.conversation.reminders import contact
from bot.conversation.turn import Scene
from bot.values import value

KIND = "own_data"

Form = Literal["page", "json", "missed", "anki"]
"""What the file is: a page, JSON, cards for Anki of what was missed, or of everything."""

FORMS: tuple[Form, ...] = get_args(Form)

CARDS: tuple[Form, ...] = ("missed", "anki")
"""The forms that are cards."""


@value
class DataRequest:
    """What is wanted, and in which language it is to be told."""

    form: Form
    language: str = ""


@value
class DataFile:
    """The file that was written: its name, its media type, where it is kept, its bytes.

    ``cards`` counts those that are in it. Without an id there is no file: there are no cards.
    """

    name: str = ""
    media: str = ""
    id: str = ""
    size: int = 0
    cards: int = 0


REQUEST: TypeAdapter[DataRequest] = TypeAdapter(DataRequest)
FILE: TypeAdapter[DataFile] = TypeAdapter(DataFile)


def show(scene: Scene) -> None:
    """Ask which file they want."""
    _ask(scene, phrase("export.ask"))


def show_first(scene: Scene) -> None:
    """The same for who is about to be forgotten, and is to know that this is still to be done."""
    _ask(scene, f"{phrase('export.ask')}\n\n{phrase('export.first')}")


def _ask(scene: Scene, words: str) -> None:
    offers = [offer(phrase(f"export.{form}"), "export as", form) for form in FORMS]
    later = offer(phrase("export.later"), "export later")
    scene.card(words, [offers[:2], offers[2:], [later]])


def _choose(scene: Scene, form: Form) -> None:
    if contact.place(scene.envelope) is None:
        scene.say(phrase("export.alone"))
        return
    scene.answered_with(phrase(f"export.{form}"))
    scene.facts.append(DataTaken(form))
    set_out(scene, KIND, form=form, language=manner().language)
    scene.say(phrase("export.writing"))


def _later(scene: Scene) -> None:
    scene.say(phrase("export.left"))


def _tell(scene: Scene, job: Job) -> None:
    wanted, written = REQUEST.validate_json(job.body), FILE.validate_json(job.result)
    if not written.id:
        scene.say(phrase(f"export.none.{wanted.form}"))
        return
    if wanted.form in CARDS:
        said = f"{count('export.cards', written.cards)} {phrase('export.anki.how')}"
    else:
        said = phrase(f"export.done.{wanted.form}")
    otherwise = phrase("export.large", size=submissions.format_size(written.size))
    scene.outputs.append(
        Document(written.name, written.media, written.id, written.size, said, otherwise)
    )


JOB = JobKind(_tell, everybodys=True)

ACTS = (
    Act("export", show, answers=True),
    Act("export first", show_first, answers=True),
    Act("export as", _choose),
    Act("export later", _later, answers=True),
)
