"""A learner's own work in a lesson: what they hand in, and their verdict on it."""

from bot.conversation.facts.learner import Checked, Met, Rated, Submission
from bot.conversation.inputs import Input, Text, Upload
from bot.conversation.language.markup import quoted
from bot.conversation.lesson import (
    intention,
    judging,
    looking,
    made,
    navigation,
    project,
    reasons,
    recalled,
    taken,
)
from bot.conversation.lesson.beats import Pose, Rate, Write
from bot.conversation.lesson.files import described, kept
from bot.conversation.lesson.playthrough import playthrough
from bot.conversation.lesson.render import render
from bot.conversation.offers import Offer, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.question import checks, criteria, memory, posing, typed
from bot.conversation.question import task as tasks
from bot.conversation.question.checks import Piece
from bot.conversation.question.criteria import Scale, Verdict
from bot.conversation.question.task import met_all
from bot.conversation.session import Album, Run
from bot.conversation.turn import Scene
from bot.lessons.answers import lack
from bot.lessons.model import RECOLLECTION
from bot.values import replace

NOTHING = -1
"""Among the checks that failed: there was nothing to look at."""

KEPT = 4_000
"""Characters of a learner's own text that are kept: a message of Telegram's."""


def own_words(given: Input) -> str:
    """What was written, as it is kept; nothing for a press."""
    return given.text.strip()[:KEPT] if isinstance(given, Text | Upload) else ""


def hand_in(scene: Scene) -> None:
    """Keep what was written or sent; a tick alone is kept without either."""
    here = playthrough(scene)
    run, beat, given = scene.run, here.beat, scene.envelope.input
    if not isinstance(beat, Write):
        raise ValueError(f"beat {beat.id} asks for no words")
    if beat.task:
        _answer(scene, beat)
        return
    if beat.intention or beat.reason:
        _note(scene, beat)
        return
    text, before, key = own_words(given), "", "said.written"
    if beat.brief and typed.says_nothing(text):
        # There is nothing to be held beside the answer then.
        scene.answered_with(phrase("said.unknown"))
        navigation.go_on(scene)
        return
    if beat.tick and isinstance(given, Text) and _answers_look(scene, beat, text):
        return
    if beat.tick and isinstance(given, Text) and project.is_no_work(scene, beat, text):
        return
    file = kept(given) if isinstance(given, Upload) else None
    if isinstance(given, Upload) and file:
        before = phrase("file.got", file=described(file))
        if given.album:
            album = Album(given.album, run.folder, run.lesson, beat.item)
            scene.session = replace(scene.session, album=album)
    elif text and beat.brief:
        before = phrase("recall.said", text=quoted(text))
    elif not text:
        there = beat.tick and made.pieces(scene, beat.item)
        key = "said.left" if there else "said.tick"
    look = beat.tick and looking.is_due(scene, beat)
    scene.facts.append(Submission(run.folder, run.lesson, beat.item, text, file))
    asked = scene.open.text if scene.open else ""
    scene.answered(phrase("said.done", asked=asked, said=phrase(key)))
    if beat.tick and not _complete(scene, beat, ticked=not (text or file)):
        project.ask_more(scene, beat, before)
        return
    if beat.tick and (text or file):
        before = project.handed_in(scene, beat, before)
    scene.run = replace(run, worked=tuple(dict.fromkeys((*run.worked, beat.item))))
    if look and looking.begin(scene, beat, before):
        return
    if not beat.brief:
        navigation.go_on(scene, before)
    elif not taken.take(scene, text):
        # What is answered at once is quoted there.
        alone = isinstance(here.following, Pose) and bool(here.following.unless)
        navigation.go_on(scene, "" if alone else before)


def _answers_look(scene: Scene, beat: Write, text: str) -> bool:
    """Tell two pieces apart, go on, or mend, where a word or two say so; whether they did."""
    if looking.answers(scene, beat, text):
        return True
    meant = looking.said(text) if looking.is_open(scene.run) else ""
    if meant == "on":
        navigation.go(scene)
    elif meant == "mend":
        looking.mend(scene)
    return bool(meant)


def _note(scene: Scene, beat: Write) -> None:
    """Keep a line of theirs for later; "no idea" is no reason."""
    text = own_words(scene.envelope.input)
    noted = intention.keep(scene, text) if beat.intention else reasons.keep(scene, beat, text)
    asked, key = scene.open.text if scene.open else "", "said.noted" if noted else "said.unknown"
    scene.answered(phrase("said.done", asked=asked, said=phrase(key)))
    navigation.go_on(scene, intention.model_answer(beat, written=noted))


def _complete(scene: Scene, beat: Write, *, ticked: bool) -> bool:
    """Whether a milestone is done: all that it asks for is there, or the learner leaves it so."""
    pieces = made.pieces(scene, beat.item)
    failed = checks.failed(beat.checks, pieces) if pieces else (NOTHING,)
    _record(scene, beat.item, failed)
    mending = looking.is_open(scene.run)
    return ticked or not failed or (beat.item in scene.run.worked and not mending)


def _answer(scene: Scene, beat: Write) -> None:
    """Look at an answer; what lacks something can be written again, or left as it is."""
    run, text = scene.run, own_words(scene.envelope.input)
    if found := lack(text, beat.task, beat.checks):
        _record(scene, beat.item, (NOTHING,))
        told = phrase(f"check.lack.{found}")
        _ask_again(scene, beat, told, "try.write", offer(phrase("ask.skip"), "skip"))
        return
    failed = checks.failed(beat.checks, [Piece(text)])
    scene.facts.append(Submission(run.folder, run.lesson, beat.item, text))
    _record(scene, beat.item, failed)
    lacking = [one for one in run.lacking if one != beat.item]
    scene.run = replace(
        run,
        worked=tuple(dict.fromkeys((*run.worked, beat.item))),
        lacking=(*lacking, beat.item) if failed else tuple(lacking),
    )
    asked = scene.open.text if scene.open else ""
    scene.answered(phrase("said.done", asked=asked, said=phrase("said.written")))
    told = checks.told(beat.checks, [Piece(text)])
    if failed:
        _ask_again(scene, beat, told, "try.again", offer(phrase("try.on"), "go"))
    else:
        navigation.go_on(scene, told)


def _ask_again(scene: Scene, beat: Write, told: str, key: str, way_on: Offer) -> None:
    """Say what is not there, and what is asked in a sentence; the whole task can be had."""
    short = tasks.in_a_sentence(beat.task)
    text = "\n\n".join(part for part in (told, short, phrase(key)) if part)
    rows = [[way_on], posing.task_shown() if short != beat.task else []]
    scene.ask(text, rows, words=call("write"), digits=checks.numeric(beat.checks))


def _record(scene: Scene, item: str, failed: tuple[int, ...]) -> None:
    run = scene.run
    scene.facts.append(Checked(run.folder, run.lesson, run.revision, item, failed))


def add(scene: Scene) -> None:
    """Keep one more file for what the file that it was sent with was handed in for."""
    album, given = scene.session.album, scene.envelope.input
    if album is None or not isinstance(given, Upload):
        raise ValueError("there is nothing that a file could be added to")
    file = kept(given)
    scene.facts.append(Submission(album.run, album.lesson, album.item, own_words(given), file))
    scene.say(phrase("file.added", file=described(file)))


def more(scene: Scene) -> None:
    """Keep a file that comes when all milestones were come to: it belongs to the latest work.

    What is asked stays open.
    """
    run, given = scene.run, scene.envelope.input
    milestones = {one.id: one for one in scene.lesson.project.milestones}
    if not isinstance(given, Upload) or not milestones:
        raise ValueError("there is nothing that a file could be added to")
    item = next((one for one in reversed(run.worked) if one in milestones), [*milestones][-1])
    file = kept(given)
    scene.facts.append(Submission(run.folder, run.lesson, item, own_words(given), file))
    _record(scene, item, checks.failed(milestones[item].hand_in, made.pieces(scene, item)))
    scene.run = replace(run, worked=tuple(dict.fromkeys((*run.worked, item))))
    if given.album:
        album = Album(given.album, run.folder, run.lesson, item)
        scene.session = replace(scene.session, album=album)
    scene.say(phrase("file.more", milestone=milestones[item].title, file=described(file)))


# The learner's own verdict


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
    told = verdict(scene.run, _rating(scene))
    numbers = criteria.read(own_words(given), told)
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
    run, said = scene.run, criteria.result(told)
    if beat.reasons:
        reasons.judge(scene, beat, told.met)
        said = ""
    elif beat.recalled:
        recalled.judge(scene, beat, told.met[0])
    elif beat.item in scene.lesson.tasks:
        # What a program could see is missing is missing, whatever its writer says of the rest.
        short: tuple[Met, ...] = ("no",) if beat.item in run.lacking else ()
        memory.remember_task(scene, run.lesson, beat.item, (*told.met, *short))
        said = _comes_to(run, beat, told, said) if said else ""
    elif judging.judges(scene, beat):
        if not met_all(told.met):
            render(scene)
            return
        # How it was judged is said with what was made.
        said = ""
    navigation.go_on(scene, said)


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
