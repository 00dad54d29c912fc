"""What a project asks: a milestone, all of them to choose from, and whether they are to be judged.

A project lies over days. Its milestones are asked in order, but each can be gone to at any time,
and what is handed in for a milestone again is added to what there is, or takes its place
(``submissions``). How that is shown is in ``submissions``, and how it is judged in ``judging``.
"""

from collections.abc import Sequence

from bot.conversation.facts.learner import Submission
from bot.conversation.language.markup import escape_markdown
from bot.conversation.language.paging import paragraphs
from bot.conversation.lesson.beats import Beat, MilestoneOverview, Rate, Tell, Write
from bot.conversation.lesson.project import judging, submissions
from bot.conversation.needs.learner import LatestWork
from bot.conversation.offers import Offer, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.question import checks
from bot.conversation.turn import Rows, Scene
from bot.lessons.answers import repeats
from bot.lessons.practice import Milestone, pieces_of
from bot.values import replace


def ask(scene: Scene, beat: Write, before: str) -> None:
    """Ask for a milestone; if it is done, say what there is and take more."""
    there = submissions.standing(scene, beat.item)
    elsewhere = offer(phrase("project.all"), "overview")
    asked = checks.asked_for(beat.checks) if beat.checks else ""
    unticked, behind = judging.list_unticked(scene, beat.item), list[list[Offer]]()
    if beat.item in scene.run.worked:
        onward, mend = offer(phrase("ask.continue"), "go"), offer(phrase("project.mend.it"), "mend")
        rows = [[onward, mend], [elsewhere]] if there else [[onward, elsewhere]]
        parts = [before, beat.text, unticked, asked, *_standing(scene, beat, there)]
    elif there:
        parts = [before, beat.text, unticked, phrase("project.so_far"), *submissions.whole(there)]
        ask_more(scene, beat, paragraphs(*parts))
        return
    else:
        rows = [[offer(phrase("ask.tick"), "tick")], *_help(beat)]
        behind = [[offer(phrase("ask.skip"), "skip")], *_elsewhere()]
        hint = phrase("project.send" if beat.checks else "project.hand_in")
        # What the buttons do is said with the first, and not to who has come back to it.
        keeps = "" if scene.run.worked or scene.lead else phrase("project.keeps")
        parts = [
            before,
            beat.text,
            *_earlier(scene, beat),
            unticked,
            asked,
            f"{hint} {keeps}".strip(),
        ]
    _ask(scene, beat, parts, rows, behind)


def is_no_work(scene: Scene, beat: Write, text: str) -> bool:
    """Say so of what is nobody's work on a milestone, such as its example; whether it is that."""
    if not any(map(str.isalnum, text)):
        ask_more(scene, beat, phrase("check.lack.empty"))
    elif repeats(text, beat.given):
        ask_more(scene, beat, phrase("check.lack.example"))
    else:
        return False
    return True


def ask_more(scene: Scene, beat: Write, before: str) -> None:
    """Say what is there and what is missing, and take more; it can be left at that."""
    result = checks.report(beat.checks, submissions.pieces(scene, beat.item))
    anew = scene.run.stage == "mend"
    lacking = phrase("project.lacking.anew" if anew else "project.lacking")
    rows = [[offer(phrase("project.leave"), "tick")], *_help(beat)]
    _ask(scene, beat, [before, result, lacking], rows, _elsewhere())


def _elsewhere() -> list[list[Offer]]:
    return [[offer(phrase("ask.remind"), "remind"), offer(phrase("project.all"), "overview")]]


def _help(beat: Write) -> list[list[Offer]]:
    """How to go about it, and what will do where that isn't possible: as far as there is either."""
    how = [offer(phrase("project.how"), "how")] if beat.how else []
    stuck = [offer(phrase("project.stuck"), "stuck")] if beat.ways_round else []
    return [row] if (row := [*how, *stuck]) else []


def show_how(scene: Scene, beat: Write) -> None:
    """Say how to go about the milestone, with its other buttons below."""
    _show_help(scene, beat, "how", [beat.how] if beat.how else [])


def show_ways_round(scene: Scene, beat: Write) -> None:
    """Say what will do where the milestone does not work as it stands, with its buttons below."""
    parts = [*beat.ways_round]
    if len(parts) > 1:
        ways = "\n".join(f"- {text}" for text in beat.ways_round)
        parts = [phrase("project.stuck.lead"), ways]
    _show_help(scene, beat, "stuck", parts)


def _show_help(scene: Scene, beat: Write, act: str, parts: list[str]) -> None:
    asked = scene.open
    if asked is None or not parts:
        raise ValueError(f'beat {beat.id} has nothing to tell for "{act}"')
    scene.close_answered()
    asked = asked.folded
    rows = [[offer for offer in row if offer.act != call(act)] for row in asked.rows]
    _ask(scene, beat, parts, [row for row in rows if row], asked.behind)


def handed_in(scene: Scene, beat: Write, got: str) -> str:
    """That it is in; what is missing all the same, and what nobody could look for in a file."""
    there = submissions.pieces(scene, beat.item)
    if checks.failed_checks(beat.checks, there):
        return "\n\n".join(part for part in (got, checks.report(beat.checks, there)) if part)
    hidden = checks.list_unread(beat.checks, there)
    more = [phrase("project.unread", checks=hidden)] if hidden else []
    return "\n\n".join([got or phrase("project.in"), *more])


def _ask(
    scene: Scene, beat: Write, parts: list[str], rows: list[list[Offer]], behind: Rows
) -> None:
    text = "\n\n".join(part for part in parts if part)
    digits = checks.numeric(beat.checks)
    scene.ask(text, rows, words=call("write"), files=True, digits=digits, behind=behind)


def _standing(scene: Scene, beat: Write, there: list[Submission]) -> list[str]:
    """What there is for a milestone that is done, or was left with something missing."""
    handed_in = submissions.pieces(scene, beat.item)
    if not handed_in:
        return [_say_ticked(beat)]
    if not checks.failed_checks(beat.checks, handed_in):
        return [phrase("project.there"), *submissions.whole(there), phrase("project.there.more")]
    result = checks.report(beat.checks, handed_in)
    return [
        phrase("project.so_far"),
        *submissions.whole(there),
        result,
        phrase("project.lacking.left"),
    ]


def _say_ticked(beat: Write) -> str:
    """What is said of a milestone that was ticked off: with what is asked for, it still is."""
    return phrase("project.nothing.yet" if beat.checks else "project.ticked")


def _earlier(scene: Scene, beat: Write) -> list[str]:
    """What a milestone builds on: what was handed in for that, or else what will do instead."""
    there = [pair for pair in pieces_of(beat.builds_on) if pair[0] in scene.library.cards]
    if not there:
        return [phrase("project.begin_here", text=beat.begin_here)] if beat.begin_here else []
    texts, instead = [], beat.begin_here
    for lesson, item in there:
        there_is, parts = _made_before(scene, lesson, item, instead)
        texts += parts
        instead = instead if there_is else ""
    return texts


def _made_before(scene: Scene, lesson: str, item: str, instead: str) -> tuple[bool, list[str]]:
    """Whether something was handed in for this, and it, or else that there is nothing of it."""
    card = scene.library.cards[lesson]
    # What was handed in a moment ago, in this very run, is loaded with it.
    here = submissions.standing(scene, item) if lesson == scene.run.lesson else []
    submission = scene.known.get(LatestWork).get((lesson, item))
    there = here or ([submission] if submission else [])
    titles = (each.title for each in scene.lesson.project.milestones if each.id == item)
    title = next(titles, "") if lesson == scene.run.lesson else ""
    title = title or escape_markdown(card.title)
    if not there:
        key = "project.builds.instead" if instead else "project.builds.none"
        return False, [phrase(key, title=title, text=instead)]
    return True, [
        phrase("project.builds", title=title),
        *submissions.whole(there, submissions.SHOWN),
    ]


def ask_overview(scene: Scene, beat: Beat) -> None:
    """Show all milestones, each to go to, in the midst of this beat.

    Files are welcome once all of them were come to. Who looks ahead from the brief has read it, and
    goes on from here.
    """
    onward = offer(phrase("ask.continue"), "go" if isinstance(beat, Tell) else "here")
    rows = [[onward], *_visits(scene.lesson.project.milestones)]
    files = isinstance(beat, MilestoneOverview | Rate)
    scene.ask(submissions.overview(scene), rows, files=files)


def ask_last(scene: Scene, before: str) -> None:
    """Say that all milestones were come to, and ask whether to judge, or go to what is open."""
    run, project = scene.run, scene.lesson.project
    left = submissions.open_milestones(scene)
    judged = bool(run.worked and project.rubric)
    done, total = len(project.milestones) - len(left), len(project.milestones)
    key = "project.last.open" if judged else "project.last.nothing"
    left_over = phrase(key, done=done, count=total) if left else phrase("project.last")
    onward = offer(phrase("project.judge" if judged else "project.finish"), "go")
    elsewhere = offer(phrase("project.all"), "overview")
    text = "\n\n".join(part for part in (before, left_over) if part)
    # Files are welcome still once the last milestone is handed in.
    scene.ask(text, [[onward], *_visits(project.milestones, left), [elsewhere]], files=True)


def _visits(
    milestones: Sequence[Milestone], wanted: Sequence[Milestone] | None = None
) -> list[list[Offer]]:
    return [
        [
            offer(
                phrase("project.visit", number=number, title=milestone.title), "visit", milestone.id
            )
        ]
        for number, milestone in enumerate(milestones, start=1)
        if wanted is None or milestone in wanted
    ]


def visit(scene: Scene, milestone: str) -> None:
    """Go to a milestone, whether or not it is done.

    Whoever has judged all is told there what they left unticked, and asked for a version in place
    of what there is; ticks under way are no verdict.
    """
    run = scene.run
    met = run.met if run.choice == len(run.met) else ()
    run = replace(run, beat=beat_of(milestone), stage="open", choice=None, answer=None, met=met)
    scene.run = replace(run, asked_at=scene.now)
    if judging.unmet(scene, milestone) and _is_whole(scene, milestone):
        scene.run = replace(scene.run, stage="mend")


def _is_whole(scene: Scene, milestone: str) -> bool:
    """Whether a milestone was handed in, with all that it asks for."""
    there = submissions.pieces(scene, milestone)
    return bool(there) and not any(
        checks.missing(step.hand_in, there)
        for step in scene.lesson.project.milestones
        if step.id == milestone
    )


def beat_of(milestone: str) -> str:
    return f"project.{milestone}"
