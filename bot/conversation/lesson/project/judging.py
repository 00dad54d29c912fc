"""How a project is judged by its rubric: what is said of it on the way, and all of it at the end.

The run keeps by number which criteria its learner said are met (``agreed``), and which lines they
pointed at (``pointed``): those that do it, above 0, or all; those that don't do it yet, below; none
if there is none yet. Once it is mended, what was said to be lacking is looked at again; else a new
version is looked at anew, all of it.

At the end, what was handed in is shown milestone by milestone, and what is asked about it stands
right below its lines. Whoever leaves something unticked is offered to go back to the milestone that
it is about. Then come the product, a line of each other milestone, and what was ticked.
"""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from bot.conversation.facts.learner import Met
from bot.conversation.language.paging import paragraphs
from bot.conversation.lesson.beats import Rate
from bot.conversation.lesson.project import numbered_work, submissions
from bot.conversation.offers import offer
from bot.conversation.phrases import count, list_words, phrase
from bot.conversation.question import criteria
from bot.conversation.question.criteria import Verdict
from bot.conversation.session import Run
from bot.conversation.turn import Scene
from bot.lessons.practice import Milestone
from bot.values import replace

ALL = 0
"""The number of what is no single line, but all of the work."""

_ALIKE = 0.6
"""How like a line must be (``difflib``'s ratio) to be an earlier line, mended."""

Criterion = tuple[int, str]
"""A criterion by its number, from 1."""


def agree(scene: Scene, numbers: Iterable[int]) -> None:
    """Note that these criteria, by number, are met: the judging begins with their ticks."""
    agreed = tuple(dict.fromkeys((*scene.run.agreed, *numbers)))
    scene.run = replace(scene.run, agreed=agreed)


def point(scene: Scene, number: int, lines: tuple[int, ...]) -> None:
    """Note which lines of their work they say do what this criterion asks, or don't yet."""
    scene.run = replace(scene.run, pointed=(*scene.run.pointed, (number, lines)))
    if lines and min(lines) >= ALL:
        agree(scene, [number])


def criteria_of(scene: Scene, milestone: str) -> list[Criterion]:
    """What is asked about it, and about several of which it is the last."""
    project = scene.lesson.project
    at = project.number_of(milestone)
    missing = unmet(scene, milestone)
    return [
        (n, text)
        for n, (text, about) in enumerate(project.criteria, start=1)
        if about and max(about) == at and (not missing or (n, text) in missing)
    ]


def criteria_left(scene: Scene, milestone: str) -> list[Criterion]:
    """Those of them that they have not said yes to; all if there are none."""
    criteria = criteria_of(scene, milestone)
    return [criterion for criterion in criteria if criterion[0] not in scene.run.agreed] or criteria


def to_point(scene: Scene, milestone: str) -> list[Criterion]:
    """Those of which they have not said yet which line does it."""
    said = {*dict(scene.run.pointed), *scene.run.agreed}
    return [criterion for criterion in criteria_of(scene, milestone) if criterion[0] not in said]


def unmet(scene: Scene, milestone: str) -> list[Criterion]:
    """What of a milestone was not ticked when all was judged, and is not said to be mended."""
    project = scene.lesson.project
    at = project.number_of(milestone)
    judged = zip(project.criteria, scene.run.met, strict=False)
    return [
        (n, text)
        for n, ((text, about), met) in enumerate(judged, start=1)
        if met != "yes" and at in about and n not in scene.run.agreed
    ]


def lacking(scene: Scene, milestone: str) -> str:
    """What its lines don't do yet, as they say in the look, a line each; empty if they do it."""
    said, agreed = dict(scene.run.pointed), scene.run.agreed
    entries = [
        criterion
        for criterion in criteria_of(scene, milestone)
        if criterion[0] in said and criterion[0] not in agreed
    ]
    return "\n".join(not_yet(scene, pair) for pair in entries)


def not_yet(scene: Scene, criterion: Criterion) -> str:
    """That this is not there yet, with the lines that lack it, if they said which."""
    number, text = criterion
    lines = _quote_work(scene, number)
    if lines and min(dict(scene.run.pointed)[number]) < ALL:
        return phrase("project.end.no.line", text=text, lines=lines)
    return phrase("project.end.no", text=text)


def quote_lines(scene: Scene, number: int) -> str:
    """The lines that they pointed at for a criterion, in short; nothing where it was all."""
    lines = _quote_work(scene, number)
    if not lines:
        return ""
    if min(dict(scene.run.pointed)[number]) > ALL:
        return phrase("project.pointed", lines=lines)
    # What was mended elsewhere, and is ticked by now, stands where it did.
    mended = number in scene.run.agreed
    return "" if mended else phrase("project.pointed.not_yet", lines=lines)


def _quote_work(scene: Scene, number: int) -> str:
    _, about = scene.lesson.project.criteria[number - 1]
    lines = dict(scene.run.pointed).get(number, ())
    if not about or not any(lines):
        return ""
    texts = numbered_work.of(scene, scene.lesson.project.milestones[max(about) - 1].id)
    there = [numbered_work.in_short(texts[abs(n) - 1]) for n in lines if 0 < abs(n) <= len(texts)]
    return list_words([phrase("project.pointed.line", line=text) for text in there])


def judge_anew(scene: Scene, milestone: str, before: Sequence[str]) -> None:
    """Judge anew what was said of a milestone that had these pieces ``before``.

    What was said of several is gone, unless it was asked there, and so is what was said of all.
    """
    project, said = scene.lesson.project, scene.run.agreed
    at = project.number_of(milestone)
    about = {n: about for n, (_, about) in enumerate(project.criteria, start=1)}
    stands = {n for n, numbers in about.items() if numbers and at not in numbers}
    kept: set[int] = set()
    if lacking(scene, milestone) or unmet(scene, milestone):
        kept = {n for n, numbers in about.items() if numbers and max(numbers) == at and n in said}
    after = numbered_work.of(scene, milestone)
    scene.run = replace(
        scene.run,
        agreed=tuple(n for n in said if n in stands | kept),
        pointed=tuple(
            (n, lines if n in stands else tuple(_find_line(line, before, after) for line in lines))
            for n, lines in scene.run.pointed
            if n in stands | kept
        ),
    )


def _find_line(line: int, before: Sequence[str], after: Sequence[str]) -> int:
    """Where a line stands in the new version, perhaps mended; all of it if nowhere."""
    if not 0 < line <= len(before):
        return ALL
    near = get_close_matches(before[line - 1], after, 1, _ALIKE)
    return 1 + after.index(near[0]) if near else ALL


JUDGED = 1_000
"""Characters of a text that are shown where something is asked about it: most are shorter."""

MAX_WHOLE_WORK = 700
"""Characters of work and criteria that share a message: about 120 words, as a phone shows them."""

MOST_BACK = 3
"""Milestones that are offered to go back to: with them, Discord's five rows are full."""


def judges(scene: Scene, beat: Rate) -> bool:
    return not {milestone.id for milestone in scene.lesson.project.milestones}.isdisjoint(beat.of)


def begin(scene: Scene, beat: Rate) -> None:
    """Tick what they have said is met; a single criterion is a yes or no."""
    agreed = scene.run.agreed
    if agreed and len(beat.criteria) > 1:
        numbers = range(1, len(beat.criteria) + 1)
        met: tuple[Met, ...] = tuple("yes" if n in agreed else "no" for n in numbers)
        scene.run = replace(scene.run, met=met, choice=0)


def _say_begun(scene: Scene, verdict: Verdict) -> str:
    """That ticks are there which were not made now."""
    return phrase("project.agreed") if verdict.ticked & {*scene.run.agreed} else ""


def ask(scene: Scene, beat: Rate, verdict: Verdict, before: str) -> None:
    """Show what was made, and ask by the rubric what is there of it; or whether to mend it."""
    if not verdict.left:
        _ask_to_mend(scene, verdict, before)
        return
    if before:
        scene.say(before)
    kept = submissions.last(scene) is None
    # What was made is nothing for others who read along; what is asked of it says little of it.
    hidden = kept or scene.envelope.overheard or bool(verdict.recorded)
    several = len(verdict.criteria) > 1
    if several and scene.lesson.project.about and not scene.envelope.overheard:
        _ask_beside(scene, verdict, list(_work_with_criteria(scene, verdict)))
        return
    work = [] if hidden else [phrase("project.made"), *_work(scene)]
    lead = phrase("project.rate.kept") if kept else beat.lead
    at_once = sum(map(len, [*work, lead, *verdict.criteria])) <= MAX_WHOLE_WORK
    for part in [] if at_once else work:
        scene.say(part)
    lead = paragraphs(lead, _say_begun(scene, verdict))
    criteria.ask(scene, verdict, paragraphs(*(work if at_once else ()), lead), files=True)


def _ask_beside(scene: Scene, verdict: Verdict, parts: list[str]) -> None:
    """Ask for the ticks below work that has its criteria beside it, in a message if it fits."""
    if sum(map(len, parts)) <= MAX_WHOLE_WORK:
        parts = [paragraphs(*parts)]
    for part in parts[:-1]:
        scene.say(part)
    if len(verdict.asked) == 1:
        criteria.ask_one(scene, parts[-1], files=True)
        return
    text = paragraphs(parts[-1], _say_begun(scene, verdict), phrase("judge.how"))
    criteria.ask_ticks(scene, verdict, text, files=True)


def _work(scene: Scene) -> Iterator[str]:
    for number, milestone in enumerate(scene.lesson.project.milestones, start=1):
        yield paragraphs(*_entry(scene, number, milestone))


def _entry(scene: Scene, number: int, milestone: Milestone) -> list[str]:
    """What was handed in for this, the most where something is asked about it, or it came last."""
    most = (
        JUDGED
        if _is_named(scene, number)
        else submissions.SHOWN
        if milestone == submissions.last(scene)
        else submissions.LINE
    )
    return submissions.entry(scene, milestone, submissions.LATEST, most)


def _work_with_criteria(scene: Scene, verdict: Verdict) -> Iterator[str]:
    """The same, with what is asked about each below it, and at last what is about several.

    Only the milestones are shown that are asked about now; those that are asked about together only
    where something was handed in at all, and not what has neither work nor a criterion of its own.
    """
    project, last = scene.lesson.project, submissions.last(scene)
    if not verdict.recorded:
        yield phrase("project.judging" if last else "project.judging.kept")
    whole = range(1, len(project.milestones) + 1)
    now = {n for asked in verdict.asked for n in project.criteria[asked - 1][1] or whole}
    for number, milestone in enumerate(project.milestones, start=1):
        asked = _open_lines(scene, verdict, (number,))
        made = submissions.pieces(scene, milestone.id) or (last and _is_named(scene, number))
        if asked or (made and number in now):
            lead = phrase("project.does") if asked else ""
            yield paragraphs(*_entry(scene, number, milestone), lead, asked)
    for about in dict.fromkeys(about for _, about in project.criteria if len(about) != 1):
        if asked := _open_lines(scene, verdict, about):
            numbers = list_words(map(str, about))
            key = "project.does.several" if about else "project.does.all"
            yield paragraphs(phrase(key, numbers=numbers), asked)


def _is_named(scene: Scene, number: int) -> bool:
    return any(number in about for _, about in scene.lesson.project.criteria)


def _open_lines(scene: Scene, verdict: Verdict, about: tuple[int, ...]) -> str:
    """What is still to be judged of these milestones, a line each."""
    numbered = enumerate(scene.lesson.project.criteria, start=1)
    return "\n".join(
        f"{criteria.line(verdict, number)} {quote_lines(scene, number)}".rstrip()
        for number, (_, each) in numbered
        if each == about and number in verdict.asked
    )


def _ask_to_mend(scene: Scene, verdict: Verdict, before: str) -> None:
    """Say what is missing by the learner's own verdict, and ask whether to go back for it."""
    milestones = scene.lesson.project.milestones
    result = criteria.result(verdict) or phrase("project.mend.one")
    behind = _behind(scene, verdict)
    key = "project.mend" if behind else "project.mend.any"
    back = [
        [
            offer(
                phrase("project.mend.visit", number=number, title=milestone.title),
                "visit",
                milestone.id,
            )
        ]
        for number, milestone in enumerate(milestones, start=1)
        if milestone in behind
    ]
    rows = [[offer(phrase("project.finish"), "go")], *back]
    elsewhere = [offer(phrase("project.all"), "overview")]
    scene.ask(paragraphs(before, f"{result} {phrase(key)}"), [*rows, elsewhere], files=True)


def _behind(scene: Scene, verdict: Verdict) -> list[Milestone]:
    """The milestones that what is missing is about; if that says none, the first that is open."""
    project = scene.lesson.project
    judged = zip(project.criteria, verdict.met, strict=False)
    missing = [about for (_, about), met in judged if met != "yes"]
    numbers = dict.fromkeys(number for about in missing for number in about)
    milestones = [project.milestones[number - 1] for number in numbers]
    return milestones[:MOST_BACK] or submissions.open_milestones(scene)[:1]


def list_unticked(scene: Scene, milestone: str) -> str:
    """What of a milestone was not ticked by who goes back to it; empty if all was, or none judged.

    It is told for as long as it stands: whoever comes to judge again begins anew.
    """
    lines = [not_yet(scene, criterion) for criterion in unmet(scene, milestone)]
    return "\n".join([phrase("project.unticked"), *lines]) if lines else ""


# The end


def sum_up(scene: Scene, run: Run) -> list[str]:
    """What has come of the project: how each criterion was judged, and what is open still."""
    lesson, last = scene.lesson, submissions.last(scene)
    key = "project.end" if last else "project.end.kept" if run.worked else "project.end.none"
    judged = list(_list_verdicts(scene, run))
    verdicts = ["\n".join([_verdict(scene, run), *judged])] if judged else []
    return [phrase(key, title=lesson.title), *verdicts]


def products(scene: Scene) -> list[str]:
    """What somebody would show, each whole; or else a line of what was handed in last."""
    shown = [
        submissions.entry(scene, milestone, submissions.LATEST, None)
        for milestone in scene.lesson.project.products
        if submissions.pieces(scene, milestone.id)
    ]
    if not shown and (latest := submissions.last(scene)):
        shown = [submissions.entry(scene, latest, latest=1)]
    return ["\n\n".join(parts) for parts in shown]


def _list_verdicts(scene: Scene, run: Run) -> Iterator[str]:
    """Each criterion with its verdict; what was ticked of work that nobody saw is called that.

    So is what was ticked of milestones that all are open still, or lack something.
    """
    project = scene.lesson.project
    left, shown = submissions.open_milestones(scene), submissions.last(scene)
    lacking = {
        number for number, milestone in enumerate(project.milestones, start=1) if milestone in left
    }
    for (text, about), met in zip(project.criteria, run.met, strict=False):
        if met == "yes" and _is_unseen(scene, about):
            yield phrase("project.end.unseen" if shown else "project.end.said", text=text)
        elif met == "yes" and lacking.issuperset(about or range(1, len(project.milestones) + 1)):
            yield phrase("project.end.still", text=text)
        else:
            yield phrase(f"project.end.{met}", text=text)


def _is_unseen(scene: Scene, about: tuple[int, ...]) -> bool:
    """Whether nothing was handed in for any of the milestones that a criterion is about."""
    milestones = scene.lesson.project.milestones
    wanted = [milestones[number - 1] for number in about] or milestones
    return not any(submissions.pieces(scene, milestone.id) for milestone in wanted)


def _verdict(scene: Scene, run: Run) -> str:
    """What is said above how it was judged; a tick on what nobody saw does not count for all."""
    unseen = any(_is_unseen(scene, about) for _, about in scene.lesson.project.criteria)
    ticked = len(run.met) > 1 and all(met == "yes" for met in run.met) and not unseen
    if still := submissions.open_milestones(scene):
        milestones = scene.lesson.project.milestones
        key = "end.ticked.open" if ticked else "end.judged.open"
        return count(key, len(still), milestone=milestones.index(still[0]) + 1)
    return phrase("project.end.ticked" if ticked else "project.end.judged")
