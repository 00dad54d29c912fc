"""A learner's own verdict on their work in a lesson, and what comes of it."""

from bot.conversation.facts.learner import Met, Rated
from bot.conversation.inputs import Upload
from bot.conversation.language.markup import unquoted
from bot.conversation.lesson import navigation
from bot.conversation.lesson.beats import Rate
from bot.conversation.lesson.challenge import reasons
from bot.conversation.lesson.playthrough import playthrough
from bot.conversation.lesson.project import judging
from bot.conversation.lesson.recall import closest, recalled
from bot.conversation.lesson.render import render
from bot.conversation.lesson.submission import more, own_words
from bot.conversation.phrases import phrase
from bot.conversation.question import criteria, memory
from bot.conversation.question.criteria import Scale, Verdict
from bot.conversation.question.task import met_all
from bot.conversation.session import Run
from bot.conversation.turn import Scene
from bot.lessons.model import RECOLLECTION
from bot.values import replace


def verdict(run: Run, beat: Rate) -> Verdict:
    """What is said so far of the work that a beat has judged."""
    return criteria.under_way(beat.criteria, run.met, run.choice)


def tick(scene: Scene, number: int) -> None:
    """Tick a criterion, or take its tick back."""
    told = verdict(scene.run, _rating(scene)).toggled(number)
    _keep(scene, told)
    if not criteria.show(scene, told):
        render(scene)


def judged(scene: Scene) -> None:
    """What is ticked is what is there."""
    _judge(scene, verdict(scene.run, _rating(scene)))


def judged_in_words(scene: Scene) -> None:
    """Words say what is there; a file is more of what was handed in."""
    given = scene.envelope.input
    if isinstance(given, Upload):
        more(scene)
        return
    beat = _rating(scene)
    told = verdict(scene.run, beat)
    # What was ticked for them was no answer of theirs, so they type what else there is.
    numbers = criteria.read(own_words(given), told, adds=beat.id in scene.run.taken)
    if numbers is not None:
        _judge(scene, told.ticking(numbers))
    elif not criteria.unread(scene):
        render(scene)


def rate(scene: Scene, met: Met) -> None:
    """The verdict by one criterion: the only one, or the next in a message of earlier versions."""
    beat = _rating(scene)
    told = verdict(scene.run, beat)
    scene.facts.append(_rated(scene, beat, told.recorded, met))
    past = beat.recalled or beat.reasons
    scale: Scale = "why" if beat.explained else "past" if past else "work"
    scene.answered_with(criteria.label(met, scale))
    told = told.recording(met)
    _keep(scene, told)
    if told.left:
        render(scene)
    else:
        _settle(scene, beat, told)


def _judge(scene: Scene, told: Verdict) -> None:
    beat = _rating(scene)
    scene.facts += [_rated(scene, beat, n - 1, told.met[n - 1]) for n in told.left]
    scene.answered_with(criteria.said(told))
    told = replace(told, recorded=len(told.criteria))
    _keep(scene, told)
    _settle(scene, beat, told)


def _settle(scene: Scene, beat: Rate, told: Verdict) -> None:
    """Schedule a task by what was said of it, say what that comes to, and go on."""
    run, said = scene.run, criteria.result(told, remembered=beat.item == RECOLLECTION)
    if beat.reasons:
        reasons.judge(scene, beat, told.met)
        said = ""
    elif beat.recalled:
        recalled.judge(scene, beat, told.met[0])
        if told.met[0] == "no" and closest.wrong(beat):
            _answer_belief(scene, beat)
            return
    elif beat.item in scene.lesson.tasks:
        # What a program could see is missing is missing, whatever its writer says of the rest.
        short: tuple[Met, ...] = ("no",) if beat.item in run.lacking else ()
        memory.remember_task(scene, run.lesson, beat.item, (*told.met, *short))
        said = _comes_to(run, beat, told, said) if said else ""
    elif judging.judges(scene, beat):
        agreed = tuple(n for n, met in enumerate(told.met, start=1) if met == "yes")
        scene.run = replace(scene.run, agreed=agreed)
        if not met_all(told.met):
            render(scene)
            return
        # How it was judged is said with what was made.
        said = ""
    navigation.go_on(scene, said)


def _answer_belief(scene: Scene, beat: Rate) -> None:
    """Answer what was said instead, if its words say what that was; else ask."""
    choice = closest.named(scene, beat)
    if choice is None:
        navigation.stand_at(scene, "closest")
    else:
        scene.say(closest.told(beat, choice, unasked=True))
        navigation.go_on(scene)


def closest_to(scene: Scene, choice: int) -> None:
    """Tell of the wrong answer that theirs was closest to, and go on."""
    beat = _rating(scene)
    option = closest.wrong(beat).get(choice)
    if option is None:
        raise ValueError(f"{beat.id} has no wrong answer {choice}")
    scene.answered_with(phrase("said.unsaid", label=unquoted(option.label)))
    scene.say(closest.told(beat, choice))
    navigation.go_on(scene)


def closest_to_none(scene: Scene) -> None:
    """It was close to none of them, so it can only be held against the reason that was told."""
    _rating(scene)
    scene.answered_with(phrase("recall.closest.none"))
    navigation.go_on(scene, phrase("recall.closest.other"))


def _comes_to(run: Run, beat: Rate, told: Verdict, said: str) -> str:
    """What a verdict comes to, and that there will be another try where something was missing.

    A preview schedules nothing.
    """
    if run.preview or met_all(told.met):
        return said
    none = "yes" not in told.met
    if beat.item == RECOLLECTION:
        # That none was there they know; what helps is that they will be asked again.
        back = phrase("recall.back")
        return back if none else f"{said} {back}"
    return f"{said} {phrase('judge.back')}" if none else said


def _rating(scene: Scene) -> Rate:
    beat = playthrough(scene).beat
    if not isinstance(beat, Rate):
        raise ValueError(f"beat {beat.id} asks for no rating")
    return beat


def _keep(scene: Scene, told: Verdict) -> None:
    scene.run = replace(scene.run, choice=told.recorded, met=told.met)


def _rated(scene: Scene, beat: Rate, criterion: int, met: Met) -> Rated:
    run = scene.run
    if beat.reasons:
        return Rated(run.id, run.lesson, beat.of[criterion], 0, met)
    return Rated(run.id, run.lesson, beat.item, criterion, met)
