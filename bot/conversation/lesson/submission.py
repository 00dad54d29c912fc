"""A learner's own work in a lesson: what they hand in. Their verdict on it is in ``verdicts``."""

from bot.conversation.facts.learner import Checked, Submission
from bot.conversation.inputs import Input, Text, Upload
from bot.conversation.lesson import navigation, pointing, second_try
from bot.conversation.lesson.beats import Write
from bot.conversation.lesson.challenge import reasons
from bot.conversation.lesson.playthrough import playthrough
from bot.conversation.lesson.project import claims, looking, made, numbered, project, versions
from bot.conversation.lesson.project.files import described, kept
from bot.conversation.lesson.recall import options
from bot.conversation.offers import Offer, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.question import checks, posing, typed
from bot.conversation.question import task as tasks
from bot.conversation.question.checks import Piece
from bot.conversation.session import Album
from bot.conversation.turn import Scene
from bot.lessons.answers import lack
from bot.values import replace

NOTHING = -1
"""Among the checks that failed: there was nothing to look at."""

KEPT = 4_000
"""Characters of a learner's own text that are kept: a message of Telegram's."""


def own_words(given: Input) -> str:
    """What was written, as it is kept; nothing for a press."""
    return given.text.strip()[:KEPT] if isinstance(given, Text | Upload) else ""


def hand_in(scene: Scene) -> None:
    """Keep what was written or sent."""
    here = playthrough(scene)
    run, beat, given = scene.run, here.beat, scene.envelope.input
    if not isinstance(beat, Write):
        raise ValueError(f"beat {beat.id} asks for no words")
    if beat.task:
        _answer(scene, beat)
        return
    if beat.intention:
        second_try.take(scene, beat, own_words(given))
        return
    if beat.reason:
        _note(scene, beat)
        return
    text, before = own_words(given), ""
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
    coming = Submission(run.folder, run.lesson, beat.item, text, file)
    if beat.tick:
        _take_work(scene, beat, coming, before, "said.written")
        return
    scene.facts.append(coming)
    _close(scene, "said.written")
    scene.run = replace(run, worked=tuple(dict.fromkeys((*run.worked, beat.item))))
    if not (beat.brief and options.take(scene, text)):
        navigation.go_on(scene, before)


def tick_off(scene: Scene) -> None:
    """Keep that a milestone is done, or is left as it is.

    What was typed to choose that, such as the number of the button, is no work.
    """
    beat = playthrough(scene).beat
    if not isinstance(beat, Write) or not beat.tick:
        raise ValueError(f"beat {beat.id} has no tick")
    key = "said.left" if made.pieces(scene, beat.item) else "said.tick"
    coming = Submission(scene.run.folder, scene.run.lesson, beat.item, "", None)
    _take_work(scene, beat, coming, "", key)


def _close(scene: Scene, key: str) -> None:
    """What was asked says what came of it."""
    asked = scene.open.text if scene.open else ""
    scene.answered(phrase("said.done", asked=asked, said=phrase(key)))


def _take_work(scene: Scene, beat: Write, coming: Submission, before: str, key: str) -> None:
    """Take work on a milestone, or its tick."""
    look, ticked = looking.is_due(scene, beat), not (coming.text or coming.file)
    earlier = numbered.of(scene, beat.item)
    told = "" if ticked else _placed(scene, beat, coming)
    scene.facts.append(coming)
    if not ticked:
        claims.changed(scene, beat.item, earlier)
    _close(scene, key)
    _go_on_with(scene, beat, before, told, look=look, ticked=ticked)


def _placed(scene: Scene, beat: Write, coming: Submission) -> str:
    """Put work in the place of what there is, or beside it, and say which; nothing if none is."""
    there = bool(made.pieces(scene, beat.item))
    anew = looking.sends_anew(scene, beat, coming.text)
    renewed = versions.renew(scene, coming, anew=anew)
    if renewed and looking.is_open(scene.run):
        scene.run = replace(scene.run, stage="mend")
    if not there:
        return ""
    return phrase("project.in.anew" if renewed else "project.in.added")


def _go_on_with(
    scene: Scene, beat: Write, before: str, told: str, *, look: bool, ticked: bool
) -> None:
    """Ask for what the work lacks, or for a look at it, or go on.

    What is ``told`` of a text is told where nothing is missing: it has a tick.
    """
    if not _complete(scene, beat, ticked=ticked):
        project.ask_more(scene, beat, before)
        return
    if not ticked:
        lacks = checks.failed(beat.checks, made.pieces(scene, beat.item))
        before = project.handed_in(scene, beat, before or ("" if lacks else told))
    worked = tuple(dict.fromkeys((*scene.run.worked, beat.item)))
    scene.run = replace(scene.run, worked=worked)
    if not (look and looking.begin(scene, beat, before)):
        navigation.go_on(scene, before)


def _answers_look(scene: Scene, beat: Write, text: str) -> bool:
    """Tell two pieces apart, go on, or mend, where a word or two say so; whether they did."""
    if looking.wordless(scene, beat, text):
        return True
    if looking.answers(scene, beat, text) or pointing.answers(scene, beat, text):
        return True
    meant = looking.said(text) if looking.is_open(scene.run) else ""
    if meant == "on":
        navigation.go(scene)
    elif meant == "mend":
        looking.mend(scene)
    return bool(meant)


def _note(scene: Scene, beat: Write) -> None:
    """Keep their reason for later; "no idea" is none."""
    noted = reasons.keep(scene, beat, own_words(scene.envelope.input))
    asked, key = scene.open.text if scene.open else "", "said.noted" if noted else "said.unknown"
    scene.answered(phrase("said.done", asked=asked, said=phrase(key)))
    navigation.go_on(scene)


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
    if result := lack(text, beat.task, beat.checks):
        _record(scene, beat.item, (NOTHING,))
        told = phrase(f"check.lack.{result}")
        _ask_again(scene, beat, told, "try.write", offer(phrase("ask.skip"), "skip"))
        return
    failed = checks.failed(beat.checks, [Piece(text)])
    scene.facts.append(Submission(run.folder, run.lesson, beat.item, text))
    _record(scene, beat.item, failed)
    lacking = [part for part in run.lacking if part != beat.item]
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
    milestones = {milestone.id: milestone for milestone in scene.lesson.project.milestones}
    if not isinstance(given, Upload) or not milestones:
        raise ValueError("there is nothing that a file could be added to")
    item = next((text for text in reversed(run.worked) if text in milestones), [*milestones][-1])
    file, before = kept(given), numbered.of(scene, item)
    scene.facts.append(Submission(run.folder, run.lesson, item, own_words(given), file))
    _record(scene, item, checks.failed(milestones[item].hand_in, made.pieces(scene, item)))
    scene.run = replace(run, worked=tuple(dict.fromkeys((*run.worked, item))))
    claims.changed(scene, item, before)
    if given.album:
        album = Album(given.album, run.folder, run.lesson, item)
        scene.session = replace(scene.session, album=album)
    scene.say(phrase("file.more", milestone=milestones[item].title, file=described(file)))
