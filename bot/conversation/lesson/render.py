"""What a lesson under way asks: the beat and stage that a run is at, as a message with choices.

``render`` asks whatever that state asks for, so going on, resuming and restarting a program are
the same thing.
"""

from bot.conversation.facts.learner import Phase
from bot.conversation.lesson import experiment, finish, project, results
from bot.conversation.lesson.beats import (
    Beat,
    Judge,
    Overview,
    Pose,
    Rate,
    Results,
    Tell,
    Write,
    pack,
)
from bot.conversation.lesson.modes import flow, place
from bot.conversation.phrases import phrase
from bot.conversation.question import wording
from bot.conversation.session import Offer, Run
from bot.conversation.turn import Scene
from bot.lessons.model import Question


def render(scene: Scene, before: str = "") -> None:
    """Ask what the run's beat and stage ask for, after the text ``before``."""
    run = scene.run
    stage = run.stage
    if stage == "confidence" and run.choice is not None and scene.asks_confidence:
        label = question_of(scene).options[run.choice].label
        scene.ask(phrase("ask.confidence", label=label), wording.confidence_rows())
    elif stage == "veiled":
        scene.ask(phrase("ask.reality"), [[Offer(phrase("ask.tap"), "tap")]])
    elif stage == "revealed":
        *first, last = pack(answer_of(scene)) or [phrase("reveal.skipped")]
        for text in first:
            scene.say(text)
        scene.ask(last, _on())
    elif stage == "judge":
        _ask_verdict(scene, question_of(scene))
    elif question := finish.question(scene.lesson, run.beat):
        lead = phrase("exit.intro") if finish.is_first(run) else ""
        text = phrase("ask.again", question=question.text)
        scene.ask(_joined(before, lead, text), _rows(scene, question))
    else:
        _render_beat(scene, beat_of(scene), before)


def _render_beat(scene: Scene, beat: Beat, before: str) -> None:
    match beat:
        case Pose() if experiment.is_told(scene.run, beat):
            *first, last = pack([before, *experiment.telling(beat)])
            for text in first:
                scene.say(text)
            scene.ask(last, _on())
        case Tell():
            if beat.diagram:
                scene.show(beat.diagram.drawing, beat.diagram.words)
            scene.ask(_joined(before, beat.text), _on())
        case Pose():
            if beat.puzzle:
                scene.show(beat.puzzle, phrase("visual.gap"))
            asked = phrase(beat.key, question=beat.question.text)
            scene.ask(_joined(before, beat.lead, asked), _rows(scene, beat.question))
        case Judge():
            _ask_verdict(scene, beat.question)
        case Write() if beat.tick:
            project.ask(scene, beat, before)
        case Write():
            rows = [[Offer(phrase("ask.skip"), "skip")]]
            scene.ask(_joined(before, beat.text), rows, words="write")
        case Overview():
            project.ask_overview(scene, before, last=True)
        case Rate():
            _ask_rating(scene, beat, before)
        case Results():
            pages = results.pages(scene.lesson, scene.run)
            # In another language or at another pace there may be fewer.
            page = min(scene.run.choice or 0, len(pages) - 1)
            scene.ask(_joined(before, pages[page]), _on())


def _rows(scene: Scene, question: Question) -> list[list[Offer]]:
    return wording.rows(question, confidence=scene.asks_confidence)


def _on() -> list[list[Offer]]:
    return [[Offer(phrase("ask.continue"), "go")]]


def _ask_rating(scene: Scene, beat: Rate, before: str) -> None:
    done = scene.run.choice or 0
    criterion = phrase(
        "ask.criterion", number=done + 1, count=len(beat.criteria), text=beat.criteria[done]
    )
    offers = [Offer(phrase(f"ask.rate.{met}"), f"rate {met}") for met in ("yes", "partly", "no")]
    scene.ask(_joined(before, "" if done else beat.lead, criterion), [offers])


def _ask_verdict(scene: Scene, question: Question) -> None:
    made = scene.run.outcome(question.id, phase_of(scene.run))
    label = question.options[made.choice].label if made and made.choice is not None else ""
    scene.ask(phrase("ask.judge", label=label), wording.verdict_rows())


def beat_of(scene: Scene) -> Beat:
    """The beat under way; the first one if a flow no longer has it."""
    return flow(scene.run, scene.lesson)[place(scene.run, scene.lesson)]


def question_of(scene: Scene) -> Question:
    """The question under way; raises ``ValueError`` if there is none."""
    asked_again = finish.question(scene.lesson, scene.run.beat)
    if asked_again:
        return asked_again
    beat = beat_of(scene)
    if not isinstance(beat, Pose | Judge):
        raise ValueError(f"beat {beat.id} asks nothing")
    return beat.question


def answer_of(scene: Scene) -> list[str]:
    """The reveal of the question under way, in parts."""
    run = scene.run
    question = question_of(scene)
    if finish.is_exit(run.beat):
        made = run.outcome(question.id, "exit")
        myth = finish.myth(scene.lesson, question.id)
        return wording.exit_answer(question, made, myth) if made else []
    beat = beat_of(scene)
    myth = beat.myth if isinstance(beat, Pose) else None
    return wording.answer(question, run.outcome(question.id), myth)


def phase_of(run: Run) -> Phase:
    """Whether the run is at its questions for the first time, or asks once more."""
    return "exit" if finish.is_exit(run.beat) else "first"


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
