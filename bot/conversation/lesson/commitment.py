"""Committing to a question of a lesson, and the reveal that answers the commitment.

A reveal is reached only through a commitment or an explicit skip.
"""

from bot.conversation.facts.learner import Phase
from bot.conversation.language.paging import comfortable, pack
from bot.conversation.lesson import experiment, navigation
from bot.conversation.lesson.beats import Pose, Results, Tell, Write
from bot.conversation.lesson.challenge import results
from bot.conversation.lesson.ending import intention
from bot.conversation.lesson.modes import MODES
from bot.conversation.lesson.playthrough import Playthrough, playthrough
from bot.conversation.lesson.recall import options
from bot.conversation.lesson.render import answer, show_part
from bot.conversation.phrases import phrase
from bot.conversation.question import memory, typed
from bot.conversation.session import Outcome
from bot.conversation.stages import Stage
from bot.conversation.turn import Scene
from bot.learning.items import Item
from bot.lessons.question import Question
from bot.values import replace


class AskedInLesson:
    """The question under way in a lesson; see ``answering.QuestionUnderWay``."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._here = playthrough(scene)

    @property
    def question(self) -> Question:
        """What is asked; raises ``ValueError`` if nothing is."""
        return self._here.question

    @property
    def phase(self) -> Phase:
        """For the first time, or once more."""
        return self._here.phase

    @property
    def where(self) -> tuple[str, str, str]:
        """The run, its lesson, and the revision of that."""
        run = self._here.run
        return run.id, run.lesson, run.revision

    @property
    def asked_at(self) -> int:
        """When it was asked, in microseconds UTC."""
        return self._here.run.asked_at

    @property
    def choice(self) -> int | None:
        """What is chosen, while the confidence is open."""
        return self._here.run.choice

    @property
    def answer(self) -> str | None:
        """What was typed, while the confidence is open."""
        return self._here.run.answer

    @property
    def remembered(self) -> Item | None:
        """What is remembered of it until now, if anything is."""
        return (self._scene.known.items or {}).get(self.question.id)

    @property
    def made(self) -> Outcome | None:
        """What was committed to, once it was."""
        return self._here.made

    def choose(self, choice: int | None, answer: str | None = None) -> None:
        """Note what is chosen or typed while the confidence is open; ``None`` takes it back."""
        stage: Stage = "open" if choice is None and answer is None else "confidence"
        run = options.taken_back(self._scene.run, self._here.beat)
        self._scene.run = replace(run, choice=choice, answer=answer, stage=stage)

    def ask(self) -> None:
        """Ask it again."""
        navigation.stand_at(self._scene, "open")

    def committed(self, made: Outcome) -> None:
        """Schedule the question, and answer the commitment."""
        scene, beat, question = self._scene, self._here.beat, self.question
        soon = experiment.committed(scene, beat)
        memory.remember(scene, scene.run.lesson, question, made, self._here.wording, soon=soon)
        run = options.counted(scene.run, made)
        scene.run = replace(run, choice=None, answer=None, outcomes=(*run.outcomes, made))
        if isinstance(beat, Pose) and beat.quiet:
            navigation.go_on(scene)
        elif question.open and self.phase == "exit" and not made.unknown:
            navigation.stand_at(scene, "judge")
        else:
            reveal(scene)

    def judged(self, made: Outcome | None) -> None:
        """Schedule what was judged; the step that it ends is done."""
        scene, run, before = self._scene, self._here.run, self.made
        if made is not None:
            outcomes = tuple(made if outcome == before else outcome for outcome in run.outcomes)
            scene.run = replace(run, outcomes=outcomes)
            memory.remember(scene, run.lesson, self.question, made, self._here.wording)
        navigation.step_done(scene, self._here.beat)
        navigation.go_on(scene)

    def skipped(self) -> None:
        """Go on; what was asked for the first time is answered all the same."""
        scene, beat = self._scene, self._here.beat
        if self.phase == "exit":
            skipped = Outcome(self.question.id, "exit", None, "none", right=None, score=None)
            scene.run = replace(scene.run, outcomes=(*scene.run.outcomes, skipped))
            navigation.go_on(scene)
            return
        experiment.passed_over(scene, beat)
        if isinstance(beat, Write):
            navigation.go_on(scene, intention.model_answer(scene.run, beat))
        elif isinstance(beat, Pose) and (beat.quiet or beat.cold):
            # Nothing follows that could be read on.
            navigation.go_on(scene)
        else:
            reveal(scene)


def tap(scene: Scene) -> None:
    """A myth's reality, which waited for a tap in earlier versions."""
    scene.answered()
    reveal(scene)


def overrule(scene: Scene, question: str = "") -> None:
    """The learner's words meant the same; at the end of a test, those for this question."""
    here = playthrough(scene)
    of_test = isinstance(here.beat, Results)
    id = question if of_test else here.question.id
    made = scene.run.outcome(id) if of_test else here.made
    asked = next(
        (other_question for other_question in scene.lesson.questions if other_question.id == id),
        None,
    )
    if made is None or asked is None or not typed.may_overrule(asked, made):
        raise ValueError(f"there is nothing to overrule at {here.beat.id}")
    scene.answered_with(phrase("typed.overrule"))
    run = scene.run
    item = (scene.known.items or {}).get(id)
    where = (run.id, run.lesson, run.revision)
    after, _ = typed.overrule(scene, where, made, item, soon=id in run.tried)
    outcomes = tuple(after if outcome == made else outcome for outcome in run.outcomes)
    scene.run = replace(run, outcomes=outcomes)
    if of_test:
        results.overruled(scene)
    else:
        navigation.go_on(scene, before=phrase("typed.overruled"))


def part(scene: Scene) -> None:
    """The part of the lesson around a question that was missed again."""
    scene.answered()
    show_part(scene)


def reveal(scene: Scene) -> None:
    """Answer the commitment; what follows comes at once where that is read easily.

    The text that it opens shares the message if both are short, and stands below it if they are
    not much longer. What is ``brisk`` needs no *Continue*, nor does what is right by now: the next
    question comes, or the next text if that is not too much. An answer in words that was called
    wrong waits: it may be overruled.
    """
    here = playthrough(scene)
    parts = answer(here)
    text = "\n\n".join(part for part in parts if part)
    waits = typed.may_overrule(here.question, here.made)
    following = None if waits else _text_of(here)
    most = MODES[here.run.mode].at_once * comfortable()
    both = len(text) + 2 + len(following.text) if following else 0
    if following and both <= comfortable():
        navigation.go_on(scene, before=text)
    elif (following and both <= most) or (_asks_on(here) and not waits):
        for message in pack(parts):
            scene.say(message)
        navigation.go_on(scene)
    else:
        navigation.stand_at(scene, "revealed")


def _asks_on(here: Playthrough) -> bool:
    """Whether the next question comes right below the reveal; a text that would may be too much."""
    if here.phase == "exit":
        return here.made is not None and here.made.right is True
    return _is_brisk(here) and not isinstance(here.following, Tell)


def _is_brisk(here: Playthrough) -> bool:
    return isinstance(here.beat, Pose) and here.beat.brisk


def _text_of(here: Playthrough) -> Tell | None:
    """The text that the question opens, if that comes next and nothing is shown with it.

    What is shown with it is fine where the question was about that: its gap is filled at once.
    Behind what is brisk it may be any text.
    """
    beat, asked = here.following, here.beat
    opened = isinstance(beat, Tell) and beat.id.startswith(f"{here.run.beat}.")
    if not isinstance(beat, Tell) or not (opened or (_is_brisk(here) and here.phase == "first")):
        return None
    filled = isinstance(asked, Pose) and beat.diagram and beat.diagram.prediction == asked.question
    return beat if filled or not (beat.diagram or beat.lead) else None
