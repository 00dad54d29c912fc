"""A lesson under way: from beat to beat, through commitments and reveals to the end.

The state is a beat's name and a stage of it, both in the learner's run; what it asks is in
``render``. This module says what each act comes to; going on is in ``navigation``, commitments and
their reveals in ``commitment``, the learner's own work in ``submission``. What may happen at each
stage is in ``bot.conversation.stages``.

A reveal is reached only through a commitment or an explicit skip.
"""

from functools import partial

from bot.conversation.acts import Act
from bot.conversation.facts.learner import LessonStarted, Met
from bot.conversation.language.paging import paragraphs
from bot.conversation.lesson import (
    calculation,
    milestone_reminder,
    navigation,
    pointing,
    recall,
    submission,
)
from bot.conversation.lesson.beats import MilestoneOverview, Rate, Tell, Write
from bot.conversation.lesson.challenge import results, testing_out
from bot.conversation.lesson.modes import MODES
from bot.conversation.lesson.modes.learn import LEARN
from bot.conversation.lesson.playthrough import playthrough, settle_run
from bot.conversation.lesson.project import inspection, project, submissions
from bot.conversation.lesson.render import render, render_anew, show_more, show_task, show_words
from bot.conversation.needs.learner import LatestWork, LessonItems, Needs, RunWork
from bot.conversation.phrases import phrase, say_untranslated
from bot.conversation.question.answering import Answering
from bot.conversation.session import Run, Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library


def needs(run: Run) -> Needs:
    """What must be loaded to take a run up, or to go on in it."""
    mode = MODES.get(run.mode)
    days = bool(mode and mode.days)
    looks_back = bool(mode and mode.looks_back and run.worked)
    work = [RunWork(run.folder)] if days or looks_back else []
    latest = [LatestWork()] if days else []
    return Needs((*work, *latest), lesson=(run.lesson, run.revision))


def needs_items(run: Run) -> Needs:
    """The same, and what is remembered of the lesson, which a commitment or a verdict changes."""
    return needs(run).asking(LessonItems(run.lesson))


def needs_start(library: Library, session: Session | None, lesson: str, mode: str) -> Needs:
    card = library.cards.get(lesson)
    if card is None:
        return Needs()
    chooses = mode in MODES and MODES[mode].chooses
    return Needs((LessonItems(lesson),) if chooses else (), lesson=(lesson, card.revision))


def needs_resume(library: Library, session: Session, lesson: str, mode: str = "") -> Needs:
    """What must be loaded to take up an unfinished run of a lesson."""
    run = session.find_shelved(lesson, mode)
    return needs(run) if run else Needs()


def _needs(library: Library, session: Session, *arguments: object) -> Needs:
    return needs(session.run) if session.run else Needs()


def _needs_on(library: Library, session: Session, *arguments: object) -> Needs:
    """What going on needs, or passing over: at a test's end, what is remembered may change."""
    run = session.run
    if run and testing_out.is_test(run):
        return needs_items(run)
    return needs(run) if run else Needs()


def _needs_items(library: Library, session: Session, *arguments: object) -> Needs:
    return needs_items(session.run) if session.run else Needs()


def start(scene: Scene, mode: str, *, preview: str = "", seed: str = "") -> None:
    """Begin the lesson anew, from its first beat; or look at it, as the draft ``preview``.

    What a mode chooses to ask is in its ``seed``, if that is given.
    """
    lesson = scene.lesson
    run = Run(
        id=scene.envelope.id,
        lesson=lesson.id,
        revision=lesson.revision,
        mode=mode,
        seed=seed or _seed(scene, mode),
        plan=MODES[mode].plan,
        preview=preview,
    )
    scene.session = scene.session.take_up(run)
    scene.facts.append(LessonStarted(run.id, run.lesson, run.revision, mode, len(lesson.steps)))
    if lesson.holds and mode != LEARN.name:
        language = scene.library.source.cards[lesson.id].language
        scene.lead = paragraphs(scene.lead, say_untranslated(language, "lesson.here"))
    navigation.enter(scene, 0)


def _seed(scene: Scene, mode: str) -> str:
    """What a run asks, in modes that choose that at its beginning."""
    chooses = MODES[mode].chooses
    return chooses(scene.lesson, scene.known.get(LessonItems), scene.now) if chooses else ""


def resume(scene: Scene, run: Run) -> None:
    """Take up a run where it was left: ask again what was open."""
    scene.session = scene.session.take_up(settle_run(run, scene.lesson))
    if (
        MODES[run.mode].days
        and run.worked
        and not isinstance(playthrough(scene).beat, MilestoneOverview | Rate)
    ):
        scene.say(submissions.overview(scene))
    render(scene)


def _resume(scene: Scene, lesson: str, mode: str = "") -> None:
    if run := scene.session.find_shelved(lesson, mode):
        resume(scene, run)
    else:
        scene.say(phrase("press.closed"))


def _overview(scene: Scene) -> None:
    project.ask_overview(scene, playthrough(scene).beat)


def _how(scene: Scene) -> None:
    project.show_how(scene, _milestone(scene))


def _stuck(scene: Scene) -> None:
    project.show_ways_round(scene, _milestone(scene))


def _milestone(scene: Scene) -> Write:
    beat = playthrough(scene).beat
    if not isinstance(beat, Write):
        raise ValueError(f"beat {beat.id} is no milestone")
    return beat


def _here(scene: Scene) -> None:
    render_anew(scene)


def _words(scene: Scene) -> None:
    if isinstance(playthrough(scene).beat, Tell):
        scene.close_answered()
        show_words(scene)
    else:
        _answering.words(scene)


def _further(scene: Scene) -> None:
    scene.close_answered()
    show_more(scene)


def _visit(scene: Scene, milestone: str) -> None:
    already_there = scene.run.beat == project.beat_of(milestone)
    project.visit(scene, milestone)
    (render_anew if already_there else render)(scene)


def _rate(scene: Scene, met: Met) -> None:
    submission.rate(scene, met)


def _skip(scene: Scene) -> None:
    beat = playthrough(scene).beat
    if isinstance(beat, Write) and beat.brief:
        # Who has the choices shown has skipped nothing.
        scene.answered_with(phrase("recall.show"))
        recall.show_choices(scene)
        navigation.go_on(scene)
    else:
        _answering.skip(scene)


def _unknown(scene: Scene) -> None:
    recall.turn_to_choices(scene)
    _answering.unknown(scene)


_answering = Answering(navigation.AskedInLesson)
_lesson = partial(Act, about="lesson", needs=_needs)
_commits = partial(Act, about="lesson", needs=_needs_items)

ACTS = (
    Act("resume", _resume, needs_resume, answers=True, goes_on=Session.find_shelved),
    Act("add", submission.add),
    _lesson("more", submission.more),
    Act("go", navigation.go, _needs_on, about="lesson"),
    _lesson("pick", _answering.pick),
    _commits("commit", _answering.commit),
    _commits("sure", _answering.sure),
    _commits("range", _answering.range),
    _commits("estimate", _answering.estimate),
    _commits("answer", _answering.answer),
    _commits("overrule", navigation.overrule),
    _commits("unknown", _unknown),
    _lesson("back", _answering.back),
    _lesson("hint", _answering.hint),
    Act("skip", _skip, _needs_on, about="lesson"),
    _lesson("tap", navigation.tap),
    _lesson("read", navigation.read),
    _lesson("results list", results.open_list),
    _lesson("results open", results.open_one),
    _lesson("results more", results.open_more),
    # What earlier versions told in one piece is a press away in the list.
    _lesson("results all", results.open_list),
    _lesson("results known", results.open_list),
    _lesson("results again", navigation.once_more),
    _lesson("results reasons", navigation.compare),
    _lesson("words", _words),
    _lesson("further", _further),
    _lesson("sum", navigation.work_out),
    _lesson("part", navigation.part),
    _lesson("task", show_task),
    _commits("judge", _answering.judge),
    _lesson("write", submission.hand_in),
    _lesson("line does", submission.compare_next),
    _lesson("tick", submission.tick_off),
    _lesson("apart", inspection.tell_apart),
    _lesson("point", pointing.point),
    _lesson("line lacks", pointing.point_at_lacking),
    _lesson("no line", pointing.point_at_none),
    _lesson("mend", inspection.mend),
    _lesson("number", calculation.take),
    _lesson("number given", calculation.take_given),
    _lesson("number again", calculation.again),
    _lesson("how", _how),
    _lesson("stuck", _stuck),
    _lesson("overview", _overview, answers=True),
    _lesson("visit", _visit, answers=True),
    _lesson("here", _here, answers=True),
    _commits("rate", _rate),
    _lesson("closest", submission.closest_to),
    _lesson("none close", submission.closest_to_none),
    _lesson("criterion", submission.tick),
    _commits("criteria done", submission.judge_ticked),
    _commits("criteria said", submission.judged_in_words),
    _lesson(
        "remind", milestone_reminder.ask, answers=True, otherwise=milestone_reminder.read_old_call
    ),
    _lesson("remind back", _here, answers=True),
    _lesson("remind in", milestone_reminder.remind_in),
)
