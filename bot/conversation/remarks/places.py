"""Which part of a lesson a remark is about: what is on the learner's screen, and how that is named.

A question has the same name wherever it is asked, so what is said of it in a lesson and in a review
belongs together; what asks nothing is named by its beat.
"""

from bot.conversation.facts.remarks import Remarked
from bot.conversation.language.markup import escape_markdown
from bot.conversation.lesson import quotation
from bot.conversation.lesson.beats import Again, Judge, Pose, Rate, Tell, Write
from bot.conversation.lesson.modes import MODES
from bot.conversation.lesson.playthrough import Playthrough, playthrough
from bot.conversation.needs.remarks import RemarkGroup
from bot.conversation.phrases import phrase
from bot.conversation.question import choices, pitfalls, posing
from bot.conversation.session import Outcome, Run, Session
from bot.conversation.turn import Scene
from bot.lessons.model import Lesson
from bot.lessons.question import Question
from bot.values import value

_STEP = "step."

_OF_MODES = {item: f"mode.{mode.name}" for mode in MODES.values() for item in mode.asks}
"""What is written in each lesson alike, and the phrase for the way through it that asks it."""


@value
class Place:
    """A part of a lesson in a revision: the beat, and the question or task if it has any."""

    lesson: str
    revision: str
    part: str
    question: str

    @property
    def key(self) -> str:
        """What groups remarks on it: the question, or else the part."""
        return self.question or self.part

    @property
    def tells(self) -> bool:
        """Whether it says by itself what is meant: a question, or a step."""
        return bool(self.question) or self.part.startswith(_STEP)

    @property
    def words(self) -> tuple[str, str, str, str]:
        """The same as a call has it."""
        return self.lesson, self.revision, self.part, self.question


def on_screen(scene: Scene) -> Place | None:
    """What a learner is looking at in the review or the lesson under way, if any."""
    if review := scene.session.review:
        return Place(review.item.lesson, review.revision, "", review.item.question)
    run = scene.session.run
    if run is None:
        return None
    if scene.known.lesson is None:
        return in_run(run)
    here = playthrough(scene)
    return Place(run.lesson, run.revision, here.beat.id, _question(here))


def in_run(run: Run) -> Place:
    """Where a run is, as far as it says so itself."""
    return Place(run.lesson, run.revision, run.beat, "")


def _question(here: Playthrough) -> str:
    """The question or task that the beat asks, or whose answer it tells."""
    beat = here.beat
    if isinstance(beat, Pose | Judge | Again):
        return beat.question.id
    if isinstance(beat, Write):
        return beat.reason or beat.item
    if isinstance(beat, Rate) and beat.recalled:
        return beat.recalled
    asked = (pose for pose in here.beats if isinstance(pose, Pose))
    opened = [pose for pose in asked if beat.id.startswith(f"{pose.id}.")]
    return opened[-1].question.id if opened and isinstance(beat, Tell) else ""


def find_commitment(session: Session, question: str) -> Outcome | None:
    """What the learner committed to on a question in what is under way, if anything."""
    review, run = session.review, session.run
    if review:
        return review.made if review.item.question == question else None
    return (run.outcome(question, "exit") or run.outcome(question)) if run else None


# In words


def title(scene: Scene, lesson: str, revision: str) -> str:
    """The title of a lesson, as Markdown; its id if it is nowhere to be found."""
    known, card = scene.known.lessons.get((lesson, revision)), scene.library.cards.get(lesson)
    return escape_markdown(card.title if card else known.title if known else lesson)


def name_place(lesson: Lesson | None, part: str, question: str) -> str:
    """A part of a lesson in a few words, as Markdown; nothing if there are none for it."""
    if lesson is None:
        return ""
    asked = _question_of(lesson, question)
    if asked and (place := quotation.where(lesson, asked)):
        return place
    if question in _OF_MODES:
        return phrase(_OF_MODES[question])
    if not question and (number := _step(lesson, part)):
        return phrase("results.step", number=number, title=lesson.steps[number - 1].title)
    return about(lesson, part, question)


def about(lesson: Lesson, part: str, question: str) -> str:
    """The same in the lesson's words alone, whatever language is spoken."""
    if pitfall := pitfalls.pitfall(lesson, question):
        return pitfall.title
    if asked := _question_of(lesson, question):
        return posing.words(asked)
    if question:
        own = {exercise.id: exercise.title for exercise in lesson.exercises}
        own |= {milestone.id: milestone.title for milestone in lesson.project.milestones}
        return own.get(question, "")
    number = _step(lesson, part)
    return lesson.steps[number - 1].title if number else ""


def _question_of(lesson: Lesson, id: str) -> Question | None:
    return pitfalls.question(lesson, id)


def _step(lesson: Lesson, part: str) -> int:
    """The step that a beat belongs to; 0 if it belongs to none."""
    number = part.removeprefix(_STEP).partition(".")[0]
    holds = part.startswith(_STEP) and number.isdecimal() and int(number) <= len(lesson.steps)
    return int(number) if holds else 0


def whole(scene: Scene, remark: Remarked | RemarkGroup) -> str:
    """The lesson and the part of it, as Markdown."""
    lesson = scene.known.lessons.get((remark.lesson, remark.revision))
    name, part = (
        title(scene, remark.lesson, remark.revision),
        name_place(lesson, remark.part, remark.question),
    )
    return phrase("remark.place", title=name, part=part) if part else f"*{name}*"


def commitment(scene: Scene, remark: Remarked) -> str:
    """What was committed to on the question of a remark, in words; nothing if nothing was."""
    lesson = scene.known.lessons.get((remark.lesson, remark.revision))
    asked = _question_of(lesson, remark.question) if lesson else None
    if asked is None or not remark.confidence:
        return ""
    if remark.choice is not None and remark.choice >= len(asked.options) and not asked.estimate:
        return ""
    outcome = Outcome(
        asked.id, "first", remark.choice, remark.confidence, None, None, remark.answer
    )
    return choices.commitment(asked, outcome)
