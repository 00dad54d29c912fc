"""From beat to beat of a lesson: by *Continue*, by a commitment, by a skip, to the end.

A reveal is reached only through a commitment or an explicit skip. What does not concern the
learner is passed over.
"""

from collections.abc import Callable

from bot.conversation.facts.learner import StepDone
from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.language.paging import WHOLE_MESSAGES, comfortable, pack, paragraphs
from bot.conversation.lesson import experiment, finish, intention, recall, recollection
from bot.conversation.lesson.beats import Beat, Judge, Menu, Pose, Rate, Results, Tell, Write
from bot.conversation.lesson.challenge import results
from bot.conversation.lesson.modes import MODES, in_present_plan
from bot.conversation.lesson.playthrough import Playthrough, playthrough, settle_run
from bot.conversation.lesson.project import inspection, judging, submissions
from bot.conversation.lesson.render import (
    answer,
    render,
    rows_after,
    show,
    show_part,
    wanted_sections,
)
from bot.conversation.needs.learner import LessonItems
from bot.conversation.phrases import phrase
from bot.conversation.question import memory, typed
from bot.conversation.session import Outcome, Run
from bot.conversation.stages import Stage
from bot.conversation.turn import Scene
from bot.learning.items import Item
from bot.lessons.lint.readability import AT_A_GLANCE, prose
from bot.lessons.question import Question
from bot.values import replace


def go(scene: Scene) -> None:
    """*Continue*: what was read is done, and the next beat comes."""
    if isinstance(playthrough(scene).beat, Results):
        results.leave(scene)
        finish.finish(scene)
        return
    scene.close_answered()
    _have_read(scene)
    inspection.agree(scene)
    go_on(scene)


def once_more(scene: Scene) -> None:
    """Ask what was missed in the test once more: the first of it, the others follow."""
    beat = next(playthrough(scene).ahead_again(), None)
    if beat is None:
        raise ValueError("nothing was missed that could be asked once more")
    results.leave(scene)
    _stand_before(scene, beat)


def compare(scene: Scene) -> None:
    """Hold the reasons that were written in the test beside the lesson's."""
    place = playthrough(scene).to_compare
    if place is None:
        raise ValueError("there are no reasons to compare")
    results.leave(scene)
    enter(scene, place)


def work_out(scene: Scene, name: str) -> None:
    """Come to the sum of this name, which is offered beside a text; the next beat follows it."""
    scene.close_answered()
    places = (at for at, beat in enumerate(playthrough(scene).beats) if beat.id == name)
    place = next(places, None)
    if place is None:
        raise ValueError(f"there is no sum {name}")
    _have_read(scene)
    scene.run = replace(scene.run, opened=(*scene.run.opened, name))
    enter(scene, place)


def _have_read(scene: Scene) -> None:
    """Mark the text under way, if any, as done."""
    if scene.run.stage == "open":
        beat = playthrough(scene).beat
        step_done(scene, beat)
        experiment.mark_read(scene, beat)


def read(scene: Scene, name: str) -> None:
    """Tell what was chosen of a menu, and ask below it what else; or ask what it asks."""
    beat = playthrough(scene).beat
    if not isinstance(beat, Menu):
        raise ValueError(f"beat {beat.id} is no menu")
    scene.close_answered()
    sections = wanted_sections(beat, scene.run, name)
    if not sections:
        go_on(scene)
        return
    opened = (*scene.run.opened, *(section.name for section in sections))
    scene.run = replace(scene.run, opened=opened)
    messages = [message for section in sections for message in section.messages]
    asks = any(section.asks for section in sections)
    for message in messages if asks else messages[:-1]:
        show(scene, message)
        scene.say(message.text)
    if asks:
        go_on(scene)
        return
    last = messages[-1]
    show(scene, last)
    scene.ask(last.text, rows_after(beat, scene.run, name))


def go_on(scene: Scene, before: str = "") -> None:
    """Enter the next beat: of the mode, then of what is asked once more, then the end."""
    here = playthrough(scene)
    if isinstance(here.beat, Pose):
        step_done(scene, here.beat)
    back = here.results
    if back and not (here.again and any(here.ahead_again())):
        scene.run = _before(scene, back)
        results.ask_more(scene, before)
        return
    enter(scene, here.onward, before)


def enter(scene: Scene, position: int, before: str = "") -> None:
    """Open the beat at this position, or the first after it that is not passed over."""
    here = playthrough(scene)
    # Who has taken a lesson before isn't asked for an intention once more.
    taken = scene.run.lesson in scene.learner.finished and not scene.run.preview
    for beat in here.ahead(position):
        asked_before = taken and isinstance(beat, Write) and beat.intention
        if asked_before or here.passes_over(beat):
            step_done(scene, beat)
            continue
        if isinstance(beat, Pose):
            experiment.enter_experiment(scene, beat)
        _stand_before(scene, beat, before)
        return
    finish.finish(scene, before)


def _stand_before(scene: Scene, beat: Beat, before: str = "") -> None:
    scene.run = _before(scene, beat)
    if isinstance(beat, Rate) and beat.proposed:
        _propose(scene, beat)
    elif isinstance(beat, Rate) and judging.judges(scene, beat):
        judging.begin(scene, beat)
    render(scene, before)


def _before(scene: Scene, beat: Beat) -> Run:
    """The run at this beat, of which nothing is done."""
    return replace(
        scene.run,
        beat=beat.id,
        stage="open",
        choice=None,
        answer=None,
        met=(),
        asked_at=scene.now,
        numbers=(),
    )


def _propose(scene: Scene, beat: Rate) -> None:
    """Tick what the work plainly has, for the learner to change."""
    there = [submission.text for submission in submissions.work(scene, beat.item)[-1:]]
    entries = recollection.verdicts("\n".join(there), beat.criteria, scene.lesson.title)
    if entries and len(entries) > 1:
        taken = (*scene.run.taken, beat.id)
        scene.run = replace(scene.run, met=entries, choice=0, taken=taken)


def step_done(scene: Scene, beat: Beat) -> None:
    """Put it on record if a build-up step ends with this beat."""
    if isinstance(beat, Tell | Pose | Judge) and beat.step is not None:
        scene.facts.append(StepDone(scene.run.id, beat.step))


def stand_at(scene: Scene, stage: Stage) -> None:
    """Open this stage of the beat under way."""
    scene.run = replace(scene.run, stage=stage)
    render(scene)


# A run whose plan is older than its mode's, or whose beat its mode has no more. It takes the
# present plan, and goes on at the nearest beat that both have. Where that is another, what was
# open is not there to be answered: the learner is shown where they are, and what they said to the
# old beat counts no further. A text that is dealt out over fewer messages by now needs none of
# this: they just go on from it.

_SHOWS = ("resume", "here", "overview", "remind")
"""Verbs of acts that answer nothing, but show where the learner is."""


def _concerns(meant: Meant) -> bool | None:
    run = meant.session.run if meant.session else None
    known = run is not None and run is meant.goes_on and run.mode in MODES
    return True if known else None


def _lead_on(scene: Scene, meant: Meant, matter: bool, rest: Callable[[], None]) -> None:
    run, lesson = scene.run, scene.known.lesson
    # Who goes on in a newer revision is led on there.
    ahead = settle_run(run, lesson) if lesson and lesson.revision == run.revision else run
    if ahead is run:
        rest()
        return
    scene.run = in_present_plan(run, scene.lesson)
    here = playthrough(scene)
    reads_on = isinstance(here.beat, Tell) or not here.onward
    if meant.call == ("go",) and reads_on and scene.run.beat:
        rest()
        return
    scene.run = ahead
    if not meant.call or meant.call[0] in _SHOWS:
        rest()
        return
    stays = (ahead.beat, ahead.stage, ahead.choice) == (run.beat, run.stage, run.choice)
    if stays and (ahead.seed == run.seed or isinstance(playthrough(scene).beat, Write)):
        rest()
        return
    scene.close()
    scene.say(phrase("lesson.moved"))
    render(scene)


REPLACE_LOST_BEAT: Interceptor[bool] = Interceptor(
    "replace lost beat",
    "shows the nearest beat that there is to whoever was at one that is gone",
    _concerns,
    _lead_on,
)


class AskedInLesson:
    """The question under way in a lesson; see ``answering.QuestionUnderWay``."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._here = here = playthrough(scene)
        run = here.run
        self.phase = here.phase
        self.where = (run.id, run.lesson, run.revision)
        self.asked_at = run.asked_at
        self.choice, self.answer = run.choice, run.answer

    @property
    def question(self) -> Question:
        """What is asked; raises ``ValueError`` if nothing is."""
        return self._here.question

    @property
    def remembered(self) -> Item | None:
        """What is remembered of it until now, if anything is."""
        return self._scene.known.get(LessonItems).get(self.question.id)

    @property
    def outcome(self) -> Outcome | None:
        """What was committed to, once it was."""
        return self._here.outcome

    def choose(self, choice: int | None, answer: str | None = None) -> None:
        """Note what is chosen or typed while the confidence is open; ``None`` takes it back."""
        stage: Stage = "open" if choice is None and answer is None else "confidence"
        run = recall.taken_back(self._scene.run, self._here.beat)
        self._scene.run = replace(run, choice=choice, answer=answer, stage=stage)

    def ask(self) -> None:
        stand_at(self._scene, "open")

    def after_commitment(self, outcome: Outcome) -> None:
        """Schedule the question, and answer the commitment."""
        scene, beat, question = self._scene, self._here.beat, self.question
        takes_part = scene.learner.preferences.experiment
        soon = takes_part and experiment.is_committed(scene, beat)
        memory.remember(scene, scene.run.lesson, question, outcome, self._here.wording, soon=soon)
        run = scene.run
        if outcome.question in run.taken:
            run = recall.count_taken(run, outcome)
        scene.run = replace(run, choice=None, answer=None, outcomes=(*run.outcomes, outcome))
        if isinstance(beat, Pose) and beat.quiet:
            go_on(scene)
        elif question.open and self.phase == "exit" and not outcome.unknown:
            stand_at(scene, "judge")
        else:
            reveal(scene)

    def after_judging(self, after: Outcome | None) -> None:
        """Schedule what was judged; the step that it ends is done."""
        scene, run, before = self._scene, self._here.run, self.outcome
        if after is not None:
            outcomes = tuple(after if outcome == before else outcome for outcome in run.outcomes)
            scene.run = replace(run, outcomes=outcomes)
            memory.remember(scene, run.lesson, self.question, after, self._here.wording)
        step_done(scene, self._here.beat)
        go_on(scene)

    def after_skip(self) -> None:
        """Go on; what was asked for the first time is answered all the same."""
        scene, beat = self._scene, self._here.beat
        if self.phase == "exit":
            skipped = Outcome(self.question.id, "exit", None, "none", right=None, score=None)
            scene.run = replace(scene.run, outcomes=(*scene.run.outcomes, skipped))
            go_on(scene)
            return
        experiment.passed_over(scene, beat)
        if isinstance(beat, Write):
            go_on(scene, intention.model_answer(scene.run, beat))
        elif isinstance(beat, Pose) and (beat.quiet or beat.cold):
            # Nothing follows that could be read on.
            go_on(scene)
        else:
            reveal(scene)


def tap(scene: Scene) -> None:
    """A myth's reality, which waited for a tap in earlier versions."""
    scene.close_answered()
    reveal(scene)


def overrule(scene: Scene, question: str = "") -> None:
    """The learner's words meant the same; at the end of a test, those for this question."""
    here = playthrough(scene)
    of_test = isinstance(here.beat, Results)
    id = question if of_test else here.question.id
    outcome = scene.run.outcome(id) if of_test else here.outcome
    asked = next(
        (candidate for candidate in scene.lesson.questions if candidate.id == id),
        None,
    )
    if outcome is None or asked is None or not typed.may_overrule(asked, outcome):
        raise ValueError(f"there is nothing to overrule at {here.beat.id}")
    scene.answered_with(phrase("typed.overrule"))
    run = scene.run
    item = scene.known.get(LessonItems).get(id)
    where = (run.id, run.lesson, run.revision)
    corrected, _ = typed.overrule(scene, where, outcome, item, soon=id in run.tried)
    outcomes = tuple(corrected if each == outcome else each for each in run.outcomes)
    scene.run = replace(run, outcomes=outcomes)
    if of_test:
        results.tell_overruled(scene)
    else:
        go_on(scene, before=phrase("typed.overruled"))


def part(scene: Scene) -> None:
    """The part of the lesson around a question that was missed again."""
    scene.close_answered()
    show_part(scene)


def reveal(scene: Scene) -> None:
    """Answer the commitment; what follows comes at once where that is read easily.

    A step's text shares the message where a phone shows both, else *Continue* leads to it. Another
    text shares it if both are short, and stands below it if they are not much longer. What is
    ``brisk`` needs no *Continue*, nor does what is right by now: the next question comes, or the
    next text if that is not too much. An answer in words that was called wrong waits: it may be
    overruled.
    """
    here = playthrough(scene)
    parts, why = answer(here)
    waits = here.question.typed and typed.may_overrule(here.question, here.outcome)
    following = None if waits else _text_of(here)
    both = paragraphs(*parts, why, following.text) if following else ""
    fits = prose(both) <= AT_A_GLANCE if here.parted else len(both) <= comfortable()
    below = not here.parted and len(both) <= WHOLE_MESSAGES * comfortable()
    if following and fits:
        go_on(scene, before=paragraphs(*parts))
    elif (following and below) or (_asks_on(here) and not waits):
        for message in pack(parts):
            scene.say(message)
        go_on(scene, before=why)
    else:
        stand_at(scene, "revealed")


def _asks_on(here: Playthrough) -> bool:
    """Whether the next question comes right below the reveal; a text that would may be too much."""
    if here.phase == "exit":
        return here.outcome is not None and here.outcome.right is True
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
