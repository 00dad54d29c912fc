"""The experiment "Does predicting help me?" in a lesson, and what comes of it there.

What it is, and what counts, is in ``bot.learning.experiment``.

What a run tells instead of asking is held in the run, so going on, resuming and leaving the
experiment in the middle of a lesson change nothing that was begun. Whatever was answered or told
before, in whatever way of learning, takes no part.
"""

from collections.abc import Callable

from bot.conversation.facts.learner import Enrolled, Scheduled
from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.lesson.beats import Beat, Pose
from bot.conversation.needs.learner import DueItems, LessonItems, Needs, OwnExperiment
from bot.conversation.phrases import phrase
from bot.conversation.question import posing, reveal
from bot.conversation.session import Review, Run
from bot.conversation.turn import Scene
from bot.learning import experiment
from bot.learning.experiment import Arm, ExperimentResults
from bot.lessons.model import Lesson
from bot.lessons.question import Question
from bot.values import replace

ACHIEVEMENT = "experiment"
"""The milestone that there is enough to tell."""


def _concerns(meant: Meant) -> bool | None:
    run = meant.session.run if meant.session else None
    return True if meant.learner.preferences.experiment or (run and run.told) else None


def _needs_with_results(meant: Meant, matter: bool, rest: Callable[[], Needs]) -> Needs:
    """The needs with a lesson's items where it goes on, and with the results that are due."""
    needs, review = rest(), meant.session.review if meant.session else None
    if meant.about == "review":
        book = meant.learner.logbook
        is_achieved = book is not None and ACHIEVEMENT in book.achievements
        left = needs.get(DueItems) and review is not None and review.stage == "revealed"
        takes_part = meant.learner.preferences.experiment
        return needs.asking(OwnExperiment()) if takes_part and left and not is_achieved else needs
    if needs.lesson is None or needs.get(LessonItems) or isinstance(meant.goes_on, Review):
        return needs
    return needs.asking(LessonItems(needs.lesson[0]))


def _as_it_is(scene: Scene, meant: Meant, matter: bool, rest: Callable[[], None]) -> None:
    rest()


LOAD_EXPERIMENT: Interceptor[bool] = Interceptor(
    "load experiment",
    "has what the experiment needs loaded for whoever takes part in it",
    _concerns,
    _as_it_is,
    _needs_with_results,
)


def is_told(run: Run, beat: Beat) -> bool:
    return isinstance(beat, Pose) and beat.question.id in run.told


def enter_experiment(scene: Scene, beat: Pose) -> None:
    """Hold it in the run if what this beat would ask is to be told."""
    takes_part = scene.learner.preferences.experiment
    if takes_part and _arm(scene, beat) == "told":
        scene.run = replace(scene.run, told=(*scene.run.told, beat.question.id))


def telling(lesson: Lesson, beat: Pose) -> list[str]:
    """What is told in place of the question, in parts."""
    asked = beat.question
    question = posing.pose_question(lesson, asked, "experiment.told", lead=beat.lead).text
    return [question, *reveal.tell_key(asked, beat.myth)]


def mark_read(scene: Scene, beat: Beat) -> None:
    """What was told instead of asked is read: it takes part, and comes back."""
    if isinstance(beat, Pose) and is_told(scene.run, beat) and _fresh(scene, beat.question):
        _enrol(scene, beat.question, "told")


def passed_over(scene: Scene, beat: Beat) -> None:
    """A question that would have been in the other arm was skipped: it takes part all the same.

    Those who would skip what they do not know would else make that arm look better than it is.
    """
    if isinstance(beat, Pose) and _arm(scene, beat) == "asked":
        _enrol(scene, beat.question, "asked")


def is_committed(scene: Scene, beat: Beat | None) -> bool:
    """Whether the question that is being committed to takes part; then it is put on record."""
    if not isinstance(beat, Pose) or _arm(scene, beat) != "asked":
        return False
    run = scene.run
    scene.run = replace(run, tried=(*run.tried, beat.question.id))
    scene.facts.append(Enrolled(run.lesson, beat.question.id, "asked"))
    return True


def _enrol(scene: Scene, question: Question, arm: Arm) -> None:
    lesson = scene.run.lesson
    scene.facts.append(Enrolled(lesson, question.id, arm))
    scene.facts.append(Scheduled(experiment.unanswered_item(lesson, question.id, scene.now)))


def _arm(scene: Scene, beat: Pose) -> Arm | None:
    """The arm of what a beat asks before its text, if it is to take part."""
    question = beat.question
    wanted = scene.learner.preferences.experiment and beat.beforehand and not question.open
    if not wanted or not _fresh(scene, question):
        return None
    return experiment.arm(scene.envelope.learner, scene.run.lesson, question.id)


def _fresh(scene: Scene, question: Question) -> bool:
    """Whether it was neither answered nor told before; if that is not known, it was."""
    return LessonItems in scene.known and question.id not in scene.known[LessonItems]


def sentences(results: ExperimentResults) -> list[str]:
    """What the experiment shows by now, or that it is too early to tell."""
    if not results.enough:
        return [
            phrase("experiment.title"),
            phrase(
                "experiment.early",
                asked=results.asked.total,
                told=results.told.total,
                enough=experiment.MIN_REVIEWS,
            ),
        ]
    counts = phrase(
        "experiment.counts",
        asked_right=results.asked.right,
        asked=results.asked.total,
        told_right=results.told.right,
        told=results.told.total,
    )
    number, low, high = (round(100 * part) for part in experiment.difference(results))
    if low > 0:
        verdict = phrase("experiment.helps", points=number, low=low, high=high)
    elif high < 0:
        verdict = phrase("experiment.hinders", points=-number, low=-high, high=-low)
    else:
        verdict = phrase("experiment.open", less=-low, more=high)
    return [phrase("experiment.title"), f"{counts} {verdict}"]


def progress(scene: Scene) -> list[str]:
    """The experiment in /progress: for who takes part, or took part for long enough."""
    results = scene.known[OwnExperiment]
    return sentences(results) if scene.learner.preferences.experiment or results.enough else []
