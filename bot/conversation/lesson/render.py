"""What a lesson under way asks: the beat and stage that a run is at, as a message with choices.

``render`` asks whatever that state asks for, so going on, resuming and restarting a program are
the same thing.

Of a menu, a section opens below it, whole, and the menu comes again with its last message, without
what was read. "The rest" tells them in order.
"""

from collections.abc import Sequence

from bot.conversation.language.paging import MORE_AT_ONCE, comfortable, pack, paragraphs
from bot.conversation.lesson import calculation, experiment, intention, recall
from bot.conversation.lesson.beats import (
    WHOLE,
    Again,
    Beat,
    Calculate,
    Judge,
    Menu,
    MilestoneOverview,
    OnceMore,
    Pose,
    Rate,
    Results,
    Section,
    Tell,
    Write,
    tells,
)
from bot.conversation.lesson.challenge import reasons, results, testing_out
from bot.conversation.lesson.playthrough import Playthrough, playthrough
from bot.conversation.lesson.project import inspection, judging, project, submissions
from bot.conversation.offers import Offer, call, offer
from bot.conversation.outputs import Ask
from bot.conversation.phrases import phrase
from bot.conversation.question import (
    answering,
    checks,
    choices,
    context,
    criteria,
    posing,
    reveal,
    typed,
)
from bot.conversation.question import criteria as tasks
from bot.conversation.session import Run
from bot.conversation.turn import Rows, Scene
from bot.values import replace

ALL = "all"
"""What is chosen of the menu by who wants all of the rest; no section has this name."""

ROW = 2
"""Sections in a row of buttons."""

QUESTION = 350
"""Characters that a question takes which comes right below what is read."""


def section_rows(beat: Menu, run: Run) -> list[list[Offer]]:
    """What there is to choose by now."""
    left = _unopened_sections(beat, run)
    offers = [offer(section.title, "read", section.name) for section in left]
    groups = [offers[n : n + ROW] for n in range(0, len(offers), ROW)]
    rest = [offer(phrase("more.all"), "read", ALL)] if len(left) > 1 else []
    return [*groups, [*rest, offer(phrase("more.done"), "go")]]


def wanted_sections(beat: Menu, run: Run, name: str) -> Sequence[Section]:
    """What is opened by who chooses this name: a section, or the next ones of all that are left."""
    left = _unopened_sections(beat, run)
    return _together(left) if name == ALL else [section for section in left if section.name == name]


def _together(left: Sequence[Section]) -> Sequence[Section]:
    """The next section, and those after it that are short, as far as the first that asks."""
    length = 0
    for at, section in enumerate(left):
        length += sum(len(message.text) for message in section.messages) + QUESTION * section.asks
        if at and length > MORE_AT_ONCE * comfortable():
            return left[:at]
        if section.asks:
            return left[: at + 1]
    return left


def rows_after(beat: Menu, run: Run, name: str) -> list[list[Offer]]:
    """What there is to choose below what was opened by this name."""
    if not _unopened_sections(beat, run):
        return [[offer(phrase("ask.continue"), "go")]]
    if name == ALL:
        return [[offer(phrase("ask.continue"), "read", ALL), offer(phrase("more.done"), "go")]]
    return section_rows(beat, run)


def _unopened_sections(beat: Menu, run: Run) -> Sequence[Section]:
    return [section for section in beat.sections if section.name not in run.opened]


def render(scene: Scene, before: str = "") -> None:
    """Ask what the run's beat and stage ask for, after the text ``before``."""
    here = playthrough(scene)
    run = here.run
    chosen = run.choice is not None or run.answer is not None
    if isinstance(here.beat, Pose) and recall.shows_options(run, here.beat.question.id):
        scene.close()
        recall.ask_options(scene)
    elif run.stage == "confidence" and chosen and scene.asks_confidence:
        # It is taken up: what was asked may be far above.
        scene.close()
        scene.lead = phrase("ask.plain", question=posing.words(here.question, here.wording))
        answering.ask_confidence(scene, here.question, run.choice, run.answer)
    elif run.stage == "veiled":
        scene.ask(phrase("ask.reality"), [[offer(phrase("ask.tap"), "tap")]])
    elif run.stage == "revealed":
        overruling = typed.may_overrule(here.question, here.outcome)
        more = [[typed.overruling()]] if overruling else []
        parts, why = answer(here)
        beside = [offer(phrase("review.part"), "part")] if _missed_again(here) else []
        # What is long, and opens no text that follows, is told to who asks.
        beside += [offer(phrase("ask.why"), "part")] if why and not here.parted else []
        _tell(scene, parts or [phrase("reveal.skipped")], more, beside)
    elif run.stage == "closest" and isinstance(here.beat, Rate) and recall.wrong_options(here.beat):
        recall.ask_closest(scene, here.beat)
    elif run.stage == "judge" and not isinstance(here.beat, Write):
        answering.ask_verdict(scene, here.question, here.outcome)
    else:
        _render_beat(scene, here.beat, before)


def render_anew(scene: Scene) -> None:
    """Ask the same once more, for whoever looked elsewhere meanwhile."""
    render(scene)
    shown = scene.outputs
    scene.outputs = [
        replace(output, anew=True) if isinstance(output, Ask) else output for output in shown
    ]


def answer(here: Playthrough) -> tuple[list[str], str]:
    """The reveal of the question under way, in parts, and the reason, if that opens what follows.

    See ``reveal.in_two``; where no text follows, ``reveal.in_brief``.
    """
    if here.parted:
        parts, left = reveal.in_two(here.question, here.outcome)
        return parts, paragraphs(*left)
    if here.phase == "first":
        unprompted = recall.is_unprompted(here)
        parts, left = reveal.in_brief(here.question, here.outcome, here.myth, unprompted=unprompted)
        return parts, paragraphs(*left)
    first = here.run.outcome(here.question.id)
    if here.outcome is None:
        return [], ""
    return reveal.answer_again(here.lesson, here.question, here.outcome, first, here.myth), ""


def _render_beat(scene: Scene, beat: Beat, before: str) -> None:
    match beat:
        case Pose() if experiment.is_told(scene.run, beat):
            _tell(scene, [before, *experiment.telling(scene.lesson, beat)])
        case Tell():
            why = _reason_left(playthrough(scene))
            long = len(why) + len(beat.text) > WHOLE * comfortable()
            if beat.lead or beat.diagram or long:
                beat, why = replace(beat, lead=paragraphs(why, beat.lead)), ""
            show(scene, beat)
            more = [offer(phrase("ask.more"), "further")] if beat.more else []
            scene.ask(paragraphs(before, why, beat.text), _on([*beat.beside, *more]))
        case Pose():
            lead = paragraphs(before, beat.lead)
            posing.pose(
                scene,
                beat.question,
                beat.key,
                lead=lead,
                wording=beat.wording,
                cold=beat.cold,
                hints=not beat.quiet,
            )
        case Menu():
            scene.ask(paragraphs(before, beat.lead), section_rows(beat, scene.run))
        case OnceMore():
            raise ValueError(f"beat {beat.id} asks nothing by itself")
        case Again():
            first = all(each.phase == "first" for each in scene.run.outcomes)
            # Above a drawing, if the question comes with it.
            intro = "exit.intro.test" if testing_out.is_test(scene.run) else "exit.intro"
            scene.lead = paragraphs(scene.lead, before, phrase(intro) if first else "")
            turned = beat.turned or len(beat.question.options) > choices.PAIR
            posing.pose(
                scene,
                beat.question,
                "ask.again",
                wording=beat.wording,
                cold=True,
                turned=turned,
                again=True,
            )
        case Judge():
            outcome = scene.run.outcome(beat.question.id)
            answering.ask_verdict(scene, beat.question, outcome)
        case Write() if beat.tick and inspection.is_open(scene.run):
            inspection.ask(scene, beat, before)
        case Write() if beat.tick:
            project.ask(scene, beat, before)
        case Write() if beat.reason:
            reasons.ask_why(scene, beat, before)
        case Write() if beat.intention:
            intention.ask(scene, beat, before)
        case Write() if beat.task:
            _ask_exercise(scene, beat, before)
        case Write():
            skip = [[offer(phrase("ask.skip"), "skip")]]
            rows = recall.ways_to_options(playthrough(scene)) if beat.brief else skip
            scene.ask(paragraphs(before, beat.text), rows, words=call("write"))
        case Calculate():
            calculation.ask(scene, beat.sums, paragraphs(before, beat.lead))
        case MilestoneOverview():
            project.ask_last(scene, before)
        case Rate():
            _ask_rating(scene, beat, before)
        case Results():
            results.ask(scene, before)


def _reason_left(here: Playthrough) -> str:
    """Why the answer before this text is right, if the reveal has left that to it."""
    asked = here.parted and here.parted.question
    return paragraphs(*reveal.in_two(asked, here.run.outcome(asked.id))[1]) if asked else ""


def show(scene: Scene, text: Tell) -> None:
    """Show the picture that a text comes with, below what announces it."""
    if text.lead:
        scene.say(text.lead)
    if text.diagram:
        scene.show(text.diagram.drawing, text.diagram.words)


def say(scene: Scene, parts: Sequence[str], *, keep_last: bool = False) -> str:
    """Say these, with the pictures among them; the last text is kept back if it is asked with."""
    *first, last = tells("part", parts) or [Tell("part", "")]
    for beat in (*first, last):
        show(scene, beat)
        if beat.text and not (keep_last and beat is last):
            scene.say(beat.text)
    return last.text


def show_task(scene: Scene) -> None:
    """Tell a task whole that is asked again in short, in the place of that."""
    here, asked = playthrough(scene), scene.open
    if asked is None:
        raise ValueError("nothing is asked")
    if isinstance(here.beat, Write):
        short = asked.text.replace(f"{tasks.in_a_sentence(here.beat.task)}\n\n", "", 1)
        scene.again_without(paragraphs(here.beat.text, short), "task")
        return
    again = phrase("ask.again", question=posing.words(here.question, here.wording))
    above, text, below = asked.text.rpartition(again)
    task = posing.scene_of(here.lesson, here.question)
    scene.again_without(paragraphs(above.strip(), task, f"{text}{below}"), "task")


def show_part(scene: Scene) -> None:
    """Say why the answer is right, or what the lesson says around what was missed again."""
    here = playthrough(scene)
    why = answer(here)[1]
    parts = [why] if why else context.more(here.lesson, here.question, here.wording)
    scene.ask(say(scene, parts, keep_last=True), _on())


def show_words(scene: Scene) -> None:
    """Say what the drawing that is being read shows, for who asks."""
    beat = playthrough(scene).beat
    if not isinstance(beat, Tell) or beat.diagram is None:
        raise ValueError(f"beat {beat.id} shows nothing")
    scene.ask(paragraphs(phrase("visual.words"), beat.diagram.words), _on())


def show_more(scene: Scene) -> None:
    """Say what else there is to the text that is being read, for who asks."""
    beat = playthrough(scene).beat
    if not isinstance(beat, Tell) or not beat.more:
        raise ValueError(f"beat {beat.id} has no more to say")
    scene.ask(say(scene, [beat.more], keep_last=True), _on())


def _missed_again(here: Playthrough) -> bool:
    """Whether the part of the lesson is to be offered: it was missed twice."""
    again = here.phase == "exit" and here.outcome is not None and here.outcome.right is False
    return again and bool(context.more(here.lesson, here.question, here.wording))


def _tell(scene: Scene, parts: list[str], more: Rows = (), beside: Sequence[Offer] = ()) -> None:
    """Say these, and let the learner go on; ``more`` is offered below that."""
    *first, last = pack(parts)
    for text in first:
        scene.say(text)
    scene.ask(last, [*_on(beside), *more])


def _on(beside: Sequence[Offer] = ()) -> list[list[Offer]]:
    return [[offer(phrase("ask.continue"), "go"), *beside]]


def _ask_exercise(scene: Scene, beat: Write, before: str) -> None:
    """Ask for an answer; an existing answer can be written again, or left as it is."""
    there = beat.item in scene.run.worked
    asked = checks.describe(beat.checks) if beat.checks else ""
    way_on = offer(phrase("try.on"), "go") if there else offer(phrase("ask.skip"), "skip")
    text = paragraphs(before, beat.text, asked, phrase("try.stays" if there else "try.write"))
    digits = checks.numeric(beat.checks)
    scene.ask(text, [[way_on]], words=call("write"), digits=digits)


def _ask_rating(scene: Scene, beat: Rate, before: str) -> None:
    run = scene.run
    verdict = criteria.under_way(beat.criteria, run.met, run.choice, beat.together)
    if beat.reasons:
        reasons.ask(scene, beat, verdict, before)
        return
    if judging.judges(scene, beat):
        judging.ask(scene, beat, verdict, before)
        return
    if beat.answer:
        recall.ask(scene, beat, before)
        return
    said = submissions.quote_latest(scene, beat.item)
    # Its words may have been erased since.
    if beat.quoted and said:
        scene.say(paragraphs(before, beat.quoted, *said), apart=True)
        before = ""
    criteria.ask(
        scene,
        verdict,
        paragraphs(before, beat.lead),
        how=phrase("recall.ticked") if beat.id in scene.run.taken else "",
    )
