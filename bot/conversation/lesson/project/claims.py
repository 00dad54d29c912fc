"""What learners say of their own work by each criterion, before all of it is judged.

The run keeps by number what they said is met (``agreed``), and which lines they pointed at
(``pointed``): those that do it, above 0, or all; those that don't do it yet, below; none if there
is none yet. Where they have said that something is lacking, only that is looked at again once it is
mended; else a new version is looked at anew, all of it.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from bot.conversation.lesson.project import numbered
from bot.conversation.phrases import listed, phrase
from bot.conversation.turn import Scene
from bot.values import replace

ALL = 0
"""The number of what is no single line, but all of the work."""

_ALIKE = 0.6
"""How like a line must be (``difflib``'s ratio) to be an earlier one, mended."""

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


def asked(scene: Scene, milestone: str) -> list[Criterion]:
    """What is asked about it, and about several of which it is the last.

    Where all was judged, it is what they left unticked.
    """
    project = scene.lesson.project
    at = project.number_of(milestone)
    missing = unmet(scene, milestone)
    return [
        (n, text)
        for n, (text, about) in enumerate(project.criteria, start=1)
        if about and max(about) == at and (not missing or (n, text) in missing)
    ]


def left(scene: Scene, milestone: str) -> list[Criterion]:
    """Those of them that they have not said yes to; all if there are none."""
    criteria = asked(scene, milestone)
    return [criterion for criterion in criteria if criterion[0] not in scene.run.agreed] or criteria


def to_point(scene: Scene, milestone: str) -> list[Criterion]:
    """Those of which they have not said yet which line does it."""
    said = {*dict(scene.run.pointed), *scene.run.agreed}
    return [criterion for criterion in asked(scene, milestone) if criterion[0] not in said]


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
        for criterion in asked(scene, milestone)
        if criterion[0] in said and criterion[0] not in agreed
    ]
    return "\n".join(not_yet(scene, pair) for pair in entries)


def not_yet(scene: Scene, criterion: Criterion) -> str:
    """That this is not there yet, with the lines that lack it, if they said which."""
    number, text = criterion
    lines = _quoted(scene, number)
    if lines and min(dict(scene.run.pointed)[number]) < ALL:
        return phrase("project.end.no.line", text=text, lines=lines)
    return phrase("project.end.no", text=text)


def shown(scene: Scene, number: int) -> str:
    """The lines that they pointed at for a criterion, in short; nothing where it was all."""
    lines = _quoted(scene, number)
    if not lines:
        return ""
    if min(dict(scene.run.pointed)[number]) > ALL:
        return phrase("project.pointed", lines=lines)
    # What was mended elsewhere, and is ticked by now, stands where it did.
    mended = number in scene.run.agreed
    return "" if mended else phrase("project.pointed.not_yet", lines=lines)


def _quoted(scene: Scene, number: int) -> str:
    _, about = scene.lesson.project.criteria[number - 1]
    lines = dict(scene.run.pointed).get(number, ())
    if not about or not any(lines):
        return ""
    texts = numbered.of(scene, scene.lesson.project.milestones[max(about) - 1].id)
    there = [numbered.in_short(texts[abs(n) - 1]) for n in lines if 0 < abs(n) <= len(texts)]
    return listed([phrase("project.pointed.line", line=text) for text in there])


def changed(scene: Scene, milestone: str, before: Sequence[str]) -> None:
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
    after = numbered.of(scene, milestone)
    scene.run = replace(
        scene.run,
        agreed=tuple(n for n in said if n in stands | kept),
        pointed=tuple(
            (n, lines if n in stands else tuple(_found(line, before, after) for line in lines))
            for n, lines in scene.run.pointed
            if n in stands | kept
        ),
    )


def _found(line: int, before: Sequence[str], after: Sequence[str]) -> int:
    """Where a line stands in the new version, perhaps mended; all of it if nowhere."""
    if not 0 < line <= len(before):
        return ALL
    near = get_close_matches(before[line - 1], after, 1, _ALIKE)
    return 1 + after.index(near[0]) if near else ALL
