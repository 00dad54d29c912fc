"""A learner's own work in a lesson: what they hand in, their verdict on it, and what comes of it.

A line of their own, at a lesson's end, is taken, looked at, and made once more. Nothing of that is
scored, and nothing is on record but the line. Who has made it says whether it does what it should:
*Yes* ends the lesson, *Not yet* asks for the line once more, and a line that comes right away is
the second try. What is asked is worded in ``intention``. That the line is there, the run keeps in
``worked``; that it does not yet do what it should, in ``met``.
"""

from bot.conversation.facts.learner import Checked, Met, Rated, Submission
from bot.conversation.inputs import Input, Text, Upload
from bot.conversation.language.markup import unquote_words
from bot.conversation.language.paging import paragraphs
from bot.conversation.lesson import intention, navigation, pointing, recall
from bot.conversation.lesson.beats import Rate, Write
from bot.conversation.lesson.challenge import reasons
from bot.conversation.lesson.playthrough import playthrough
from bot.conversation.lesson.project import inspection, judging, numbered_work, project, submissions
from bot.conversation.lesson.project.submissions import describe_file, describe_upload
from bot.conversation.lesson.render import render
from bot.conversation.offers import Offer, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.question import checks, criteria, memory, posing, typed
from bot.conversation.question.checks import Piece
from bot.conversation.question.criteria import Scale, Verdict, met_all
from bot.conversation.question.naming import fold, listed_phrases
from bot.conversation.session import Album, Run
from bot.conversation.turn import Scene
from bot.lessons.answers import lack
from bot.lessons.model import RECOLLECTION
from bot.values import replace

NOTHING = -1
"""Among the checks that failed: there was nothing to look at."""

KEPT = 4_000
"""Characters of a learner's own text that are kept: a message of Telegram's."""


def own_words(content: Input) -> str:
    """What was written, as it is kept; nothing for a press."""
    return content.text.strip()[:KEPT] if isinstance(content, Text | Upload) else ""


def hand_in(scene: Scene) -> None:
    """Keep what was written or sent."""
    here = playthrough(scene)
    run, beat, content = scene.run, here.beat, scene.envelope.input
    if not isinstance(beat, Write):
        raise ValueError(f"beat {beat.id} asks for no words")
    if beat.task:
        _answer(scene, beat)
        return
    if beat.intention:
        take(scene, beat, own_words(content))
        return
    if beat.reason:
        _note(scene, beat)
        return
    text, before = own_words(content), ""
    if beat.brief and typed.says_nothing(text):
        # There is nothing to be held beside the answer then.
        scene.answered_with(phrase("said.unknown"))
        navigation.go_on(scene)
        return
    if beat.tick and isinstance(content, Text) and _answers_look(scene, beat, text):
        return
    if beat.tick and isinstance(content, Text) and project.is_no_work(scene, beat, text):
        return
    file = describe_upload(content) if isinstance(content, Upload) else None
    if isinstance(content, Upload) and file:
        before = phrase("file.got", file=describe_file(file))
        if content.album:
            album = Album(content.album, run.folder, run.lesson, beat.item)
            scene.session = replace(scene.session, album=album)
    coming = Submission(run.folder, run.lesson, beat.item, text, file)
    if beat.tick:
        _take_work(scene, beat, coming, before, "said.written")
        return
    scene.facts.append(coming)
    _close(scene, "said.written")
    scene.run = replace(run, worked=tuple(dict.fromkeys((*run.worked, beat.item))))
    if not (beat.brief and recall.take(scene, text)):
        navigation.go_on(scene, before)


def tick_off(scene: Scene) -> None:
    """Keep that a milestone is done, or is left as it is."""
    beat = playthrough(scene).beat
    if not isinstance(beat, Write) or not beat.tick:
        raise ValueError(f"beat {beat.id} has no tick")
    key = "said.left" if submissions.pieces(scene, beat.item) else "said.tick"
    coming = Submission(scene.run.folder, scene.run.lesson, beat.item, "", None)
    _take_work(scene, beat, coming, "", key)


def _close(scene: Scene, key: str) -> None:
    """What was asked says what came of it."""
    asked = scene.open.text if scene.open else ""
    scene.close_answered(phrase("said.done", asked=asked, said=phrase(key)))


def _take_work(scene: Scene, beat: Write, coming: Submission, before: str, key: str) -> None:
    look, ticked = inspection.is_due(scene, beat), not (coming.text or coming.file)
    earlier = numbered_work.of(scene, beat.item)
    placed = "" if ticked else _place_work(scene, beat, coming)
    scene.facts.append(coming)
    if not ticked:
        judging.judge_anew(scene, beat.item, earlier)
    _close(scene, key)
    _go_on_with(scene, beat, before, placed, look=look, ticked=ticked)


def _place_work(scene: Scene, beat: Write, coming: Submission) -> str:
    """Put work in the place of what there is, or beside it, and say which; nothing if none is."""
    there = bool(submissions.pieces(scene, beat.item))
    anew = inspection.sends_anew(scene, beat, coming.text)
    renewed = submissions.renew(scene, coming, anew=anew)
    if renewed and inspection.is_open(scene.run):
        scene.run = replace(scene.run, stage="mend")
    if not there:
        return ""
    return phrase("project.in.anew" if renewed else "project.in.added")


def _go_on_with(
    scene: Scene, beat: Write, before: str, placed: str, *, look: bool, ticked: bool
) -> None:
    """Ask for what the work lacks, or for a look at it, or go on.

    ``placed`` says of a text where it was put; it is told where nothing is missing.
    """
    if not _complete(scene, beat, ticked=ticked):
        project.ask_more(scene, beat, before)
        return
    if not ticked:
        lacks = checks.failed_checks(beat.checks, submissions.pieces(scene, beat.item))
        before = project.handed_in(scene, beat, before or ("" if lacks else placed))
    worked = tuple(dict.fromkeys((*scene.run.worked, beat.item)))
    scene.run = replace(scene.run, worked=worked)
    if not (look and inspection.begin(scene, beat, before)):
        navigation.go_on(scene, before)


def _answers_look(scene: Scene, beat: Write, text: str) -> bool:
    """Tell two pieces apart, go on, or mend, where a word or two say so; whether they did."""
    if inspection.wordless(scene, beat, text):
        return True
    if inspection.answers(scene, beat, text) or pointing.answers(scene, beat, text):
        return True
    meant = inspection.read_reply(text) if inspection.is_open(scene.run) else ""
    if meant == "on":
        navigation.go(scene)
    elif meant == "mend":
        inspection.mend(scene)
    return bool(meant)


def _note(scene: Scene, beat: Write) -> None:
    """Keep their reason for later; "no idea" is none."""
    noted = reasons.keep(scene, beat, own_words(scene.envelope.input))
    _close(scene, "said.noted" if noted else "said.unknown")
    navigation.go_on(scene)


def _complete(scene: Scene, beat: Write, *, ticked: bool) -> bool:
    """Whether a milestone is done: all that it asks for is there, or the learner leaves it so."""
    pieces = submissions.pieces(scene, beat.item)
    failed = checks.failed_checks(beat.checks, pieces) if pieces else (NOTHING,)
    _record(scene, beat.item, failed)
    mending = inspection.is_open(scene.run)
    return ticked or not failed or (beat.item in scene.run.worked and not mending)


def _answer(scene: Scene, beat: Write) -> None:
    """Look at an answer; what lacks something can be written again, or left as it is."""
    run, text = scene.run, own_words(scene.envelope.input)
    if result := lack(text, beat.task, beat.checks):
        _record(scene, beat.item, (NOTHING,))
        lack_text = phrase(f"check.lack.{result}")
        _ask_again(scene, beat, lack_text, "try.write", offer(phrase("ask.skip"), "skip"))
        return
    failed = checks.failed_checks(beat.checks, [Piece(text)])
    scene.facts.append(Submission(run.folder, run.lesson, beat.item, text))
    _record(scene, beat.item, failed)
    lacking = [item for item in run.lacking if item != beat.item]
    scene.run = replace(
        run,
        worked=tuple(dict.fromkeys((*run.worked, beat.item))),
        lacking=(*lacking, beat.item) if failed else tuple(lacking),
    )
    _close(scene, "said.written")
    report = checks.report(beat.checks, [Piece(text)])
    if failed:
        _ask_again(scene, beat, report, "try.again", offer(phrase("try.on"), "go"))
    else:
        navigation.go_on(scene, report)


def _ask_again(scene: Scene, beat: Write, lack: str, key: str, way_on: Offer) -> None:
    """Say what is not there, and what is asked in a sentence; the whole task can be had."""
    short = criteria.in_a_sentence(beat.task)
    text = "\n\n".join(part for part in (lack, short, phrase(key)) if part)
    rows = [[way_on], posing.task_shown() if short != beat.task else []]
    scene.ask(text, rows, words=call("write"), digits=checks.numeric(beat.checks))


def _record(scene: Scene, item: str, failed: tuple[int, ...]) -> None:
    run = scene.run
    scene.facts.append(Checked(run.folder, run.lesson, run.revision, item, failed))


def add(scene: Scene) -> None:
    """Keep another file for what the file that it was sent with was handed in for."""
    album, content = scene.session.album, scene.envelope.input
    if album is None or not isinstance(content, Upload):
        raise ValueError("there is nothing that a file could be added to")
    file = describe_upload(content)
    scene.facts.append(Submission(album.run, album.lesson, album.item, own_words(content), file))
    scene.say(phrase("file.added", file=describe_file(file)))


def more(scene: Scene) -> None:
    """Keep a file that comes when all milestones were come to: it belongs to the latest work."""
    run, content = scene.run, scene.envelope.input
    milestones = {milestone.id: milestone for milestone in scene.lesson.project.milestones}
    if not isinstance(content, Upload) or not milestones:
        raise ValueError("there is nothing that a file could be added to")
    item = next((id for id in reversed(run.worked) if id in milestones), [*milestones][-1])
    file, before = describe_upload(content), numbered_work.of(scene, item)
    scene.facts.append(Submission(run.folder, run.lesson, item, own_words(content), file))
    _record(
        scene, item, checks.failed_checks(milestones[item].hand_in, submissions.pieces(scene, item))
    )
    scene.run = replace(run, worked=tuple(dict.fromkeys((*run.worked, item))))
    judging.judge_anew(scene, item, before)
    if content.album:
        album = Album(content.album, run.folder, run.lesson, item)
        scene.session = replace(scene.session, album=album)
    scene.say(phrase("file.more", milestone=milestones[item].title, file=describe_file(file)))


def verdict(run: Run, beat: Rate) -> Verdict:
    """What is said so far of the work that a beat has judged."""
    return criteria.under_way(beat.criteria, run.met, run.choice, beat.together)


def tick(scene: Scene, number: int) -> None:
    judgment = verdict(scene.run, _rating(scene)).toggle(number)
    _keep(scene, judgment)
    if not criteria.show(scene, judgment):
        render(scene)


def judge_ticked(scene: Scene) -> None:
    """What is ticked is what is there."""
    _judge(scene, verdict(scene.run, _rating(scene)))


def judged_in_words(scene: Scene) -> None:
    """Words say what is there; a file is more of what was handed in."""
    content = scene.envelope.input
    if isinstance(content, Upload):
        more(scene)
        return
    beat = _rating(scene)
    judgment = verdict(scene.run, beat)
    # What was ticked for them was no answer of theirs, so they type what else there is.
    numbers = criteria.read(own_words(content), judgment, adds=beat.id in scene.run.taken)
    if numbers is not None:
        _judge(scene, judgment.ticking(numbers))
    elif not criteria.say_unread(scene):
        render(scene)


def rate(scene: Scene, met: Met) -> None:
    """The verdict by a criterion: the only criterion, or the next in earlier versions' messages."""
    beat = _rating(scene)
    judgment = verdict(scene.run, beat)
    scene.facts.append(_rate_criterion(scene, beat, judgment.recorded, met))
    past = beat.recalled or beat.reasons
    scale: Scale = "why" if beat.explained else "past" if past else "work"
    scene.answered_with(criteria.label(met, scale))
    _record_verdict(scene, beat, judgment.recording(met))


def _judge(scene: Scene, judgment: Verdict) -> None:
    beat, asked = _rating(scene), judgment.asked
    scene.facts += [_rate_criterion(scene, beat, n - 1, judgment.met[n - 1]) for n in asked]
    scene.answered_with(criteria.ticked_words(judgment))
    _record_verdict(scene, beat, replace(judgment, recorded=judgment.recorded + len(asked)))


def _record_verdict(scene: Scene, beat: Rate, judgment: Verdict) -> None:
    """Keep a verdict that has grown; ask for the next of it, or go on."""
    _keep(scene, judgment)
    if judgment.left:
        render(scene)
    else:
        _settle(scene, beat, judgment)


def _settle(scene: Scene, beat: Rate, judgment: Verdict) -> None:
    """Schedule a task by what was said of it, say what that comes to, and go on."""
    run, said = scene.run, criteria.result(judgment, remembered=beat.item == RECOLLECTION)
    if beat.reasons:
        reasons.judge(scene, beat, judgment.met)
        said = ""
    elif beat.recalled:
        recall.judge(scene, beat, judgment.met[0])
        if judgment.met[0] == "no" and recall.wrong_options(beat):
            _answer_belief(scene, beat)
            return
    elif beat.item in scene.lesson.tasks:
        # What a program could see is missing is missing, whatever its writer says of the rest.
        short: tuple[Met, ...] = ("no",) if beat.item in run.lacking else ()
        memory.remember_task(scene, run.lesson, beat.item, (*judgment.met, *short))
        said = _comes_to(run, beat, judgment, said) if said else ""
    elif judging.judges(scene, beat):
        agreed = tuple(n for n, met in enumerate(judgment.met, start=1) if met == "yes")
        scene.run = replace(scene.run, agreed=agreed)
        if not met_all(judgment.met):
            render(scene)
            return
        # How it was judged is said with what was made.
        said = ""
    navigation.go_on(scene, said)


def _answer_belief(scene: Scene, beat: Rate) -> None:
    """Answer what was said instead, if its words say what that was; else ask."""
    choice = recall.closest_named(scene, beat)
    if choice is None:
        navigation.stand_at(scene, "closest")
    else:
        scene.say(recall.closest_told(beat, choice, unasked=True))
        navigation.go_on(scene)


def closest_to(scene: Scene, choice: int) -> None:
    """Tell of the wrong answer that theirs was closest to, and go on."""
    beat = _rating(scene)
    option = recall.wrong_options(beat).get(choice)
    if option is None:
        raise ValueError(f"{beat.id} has no wrong answer {choice}")
    scene.answered_with(phrase("said.unsaid", label=unquote_words(option.label)))
    scene.say(recall.closest_told(beat, choice))
    navigation.go_on(scene)


def closest_to_none(scene: Scene) -> None:
    """It was close to none of them, so it can only be held against the reason that was told."""
    _rating(scene)
    scene.answered_with(phrase("recall.closest.none"))
    navigation.go_on(scene, phrase("recall.closest.other"))


def _comes_to(run: Run, beat: Rate, judgment: Verdict, said: str) -> str:
    """What a verdict comes to, and whether there will be another try."""
    if run.preview or met_all(judgment.met):
        return said
    none = "yes" not in judgment.met
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


def _keep(scene: Scene, judgment: Verdict) -> None:
    scene.run = replace(scene.run, choice=judgment.recorded, met=judgment.met)


def _rate_criterion(scene: Scene, beat: Rate, criterion: int, met: Met) -> Rated:
    run = scene.run
    if beat.reasons:
        return Rated(run.id, run.lesson, beat.of[criterion], 0, met)
    return Rated(run.id, run.lesson, beat.item, criterion, met)


_YES = ("learn.compare.words.yes", "judge.words.yes", "match.on")
_NO = ("learn.compare.words.no", "judge.words.no", "judge.words.none")


def take(scene: Scene, beat: Write, text: str) -> None:
    """Keep a line, and ask for the comparison; or take a word that answers that."""
    run = scene.run
    is_plan = intention.is_made(run, beat)
    verdict = _read_reply(text) if is_plan else None
    if verdict and not run.met:
        compare_next(scene, verdict)
        return
    # A "no, thanks" leaves the first as it is.
    noted = verdict is None and intention.keep(scene, text)
    _close(scene, "said.noted" if noted else "said.skip" if is_plan else "said.unknown")
    if noted and beat.answer and not is_plan:
        scene.run = replace(run, worked=(*run.worked, beat.item))
        intention.ask(scene, beat)
        return
    # A second try stands next to the first, and nobody is asked about it again.
    tries = intention.both_tries(scene) if noted and is_plan else ""
    navigation.go_on(scene, paragraphs(tries, intention.model_answer(run, beat)))


def compare_next(scene: Scene, verdict: Met) -> None:
    """Go on where theirs does it, too; else ask for the line once more."""
    beat = playthrough(scene).beat
    if not (isinstance(beat, Write) and intention.is_made(scene.run, beat)):
        raise ValueError(f"beat {beat.id} has nothing to compare")
    scene.answered_with(criteria.label(verdict, "work"))
    if verdict == "yes":
        navigation.go_on(scene, intention.model_answer(scene.run, beat))
        return
    scene.run = replace(scene.run, met=("no",))
    intention.ask_line(scene, phrase("learn.anew"))


def _read_reply(text: str) -> Met | None:
    """What a word or a few say of theirs; ``None`` for a line."""
    word = fold(text)
    if any(word in listed_phrases(key) for key in _YES):
        return "yes"
    return "no" if any(word in listed_phrases(key) for key in _NO) else None
