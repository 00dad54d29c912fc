"""What was handed in for a project's milestones: which of it stands, and how it is shown.

Nothing that was sent is ever lost. What comes in is added to what there is, and takes the place of
that where it was asked for anew, or says most of it again: a text that of texts, a link that of
links, a file that of files. The run keeps which pieces took the place of others, by how many there
were for the milestone. A tick stands only where nothing is missing.

What is said of a file comes from outside and may be anything at all: paths, control characters,
letters that turn the reading direction, mentions, impossible sizes. What is kept of it here is safe
to show and to store; the file itself is never read. A name is shown as code, so nothing in it is a
link or a mention, and the platform's handle is shown and logged nowhere. Files that were sent
together come singly, under the same album's name (see ``session.Album``).
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from bot.conversation.facts.learner import File, Submission
from bot.conversation.inputs import Upload
from bot.conversation.language.markup import escape_markdown, quote_words
from bot.conversation.needs.learner import RunWork
from bot.conversation.phrases import phrase
from bot.conversation.question import checks
from bot.conversation.question.checks import Piece
from bot.conversation.turn import Scene
from bot.lessons.answers import fold
from bot.lessons.practice import Milestone
from bot.values import replace

NAME = 80
"""Characters of a name that are kept: more does not fit a line of a phone."""


REFERENCE = 2_000
"""Characters of a reference that are kept; Telegram's have about 100, Discord's 250."""


MAX_FILE_BYTES = 2**50
"""A size in bytes above which it is not believed: no platform takes files of a petabyte."""


_LOOKED_AT = 1_000


_ENDING = 12


_MEDIA = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}")


_KINDS = ("image", "audio", "video")


_UNITS = (("gb", 1_000_000_000), ("mb", 1_000_000))


def describe_upload(upload: Upload) -> File:
    """What is kept of a file's description."""
    size = upload.size
    # A bool is an int to Python, and no size.
    believed = type(size) is int and 0 <= size <= MAX_FILE_BYTES
    media = upload.media.lower()
    reference = upload.reference
    usable = len(reference) <= REFERENCE and reference.isprintable()
    return File(
        _name(upload.name),
        size if believed else None,
        media if _MEDIA.fullmatch(media) else "",
        reference if usable else "",
    )


def describe_file(file: File) -> str:
    """A file in words, as Markdown: its name as it is written, and its size."""
    kind = file.media.partition("/")[0]
    name = f"`{file.name}`" if file.name else phrase(f"file.{kind if kind in _KINDS else 'any'}")
    return phrase("file.sized", name=name, size=format_size(file.size)) if file.size else name


def _name(name: str) -> str:
    """The last part of a path in characters that can be seen, short enough for a line."""
    whole = unicodedata.normalize("NFC", name[-_LOOKED_AT:]).replace("\\", "/")
    parts = (" ".join(part.split()) for part in "".join(map(_visible, whole)).split("/"))
    named = [part for part in parts if part not in ("", ".", "..")]
    # Names are shown as code, where a tick would end it.
    line = named[-1].replace("`", "'") if named else ""
    if len(line) <= NAME:
        return line
    stem, dot, ending = line.rpartition(".")
    if not dot or len(ending) > _ENDING:
        return f"{line[: NAME - 1]}…"
    return f"{stem[: NAME - len(ending) - 2]}….{ending}"


def _visible(mark: str) -> str:
    """A character as it is shown: blanks and ends of lines as a space, what can't be seen not.

    Unicode's categories C… can't be: controls, halves, what is unassigned, what turns the reading
    direction.
    """
    if mark.isspace():
        return " "
    return "" if unicodedata.category(mark)[0] == "C" else mark


def format_size(size: int) -> str:
    """A number of bytes in words."""
    for key, unit in _UNITS:
        if size >= unit:
            return phrase(f"file.size.{key}", count=round(size / unit, 1))
    return phrase("file.size.kb", count=max(1, round(size / 1_000)))


SAID_AGAIN = 2 / 3
"""How much of what there is a text says word for word, if it is that once more: with less of it,
something would be gone that somebody meant to add to."""

SAYS_SOMETHING = 3
"""Words of a line or sentence that is not in another text by chance."""

_LINKS = re.compile(r"(?:https?://\S+\s*)+", re.IGNORECASE)
_ENDS = re.compile(r"\n+|(?<=[.!?])\s+")


def work(scene: Scene, milestone: str) -> list[Submission]:
    """All that was handed in for a milestone of this run, this turn too, oldest first."""
    facts = [*scene.known.get(RunWork), *scene.facts]
    return [
        fact
        for fact in facts
        if isinstance(fact, Submission) and (fact.run, fact.item) == (scene.run.folder, milestone)
    ]


def handed_in(there: Sequence[Submission]) -> list[Submission]:
    return [submission for submission in there if submission.text or submission.file]


def standing(scene: Scene, milestone: str) -> list[Submission]:
    """The same without what something later took the place of, and without ticks."""
    kept: list[Submission] = []
    renewed = {number for item, number in scene.run.renewed if item == milestone}
    for number, submission in enumerate(work(scene, milestone)):
        kept = [*(_rest(kept, submission) if number in renewed else kept), submission]
    return handed_in(kept)


def renew(scene: Scene, coming: Submission, *, anew: bool) -> bool:
    """Note whether what is coming in takes the place of something; whether it does."""
    kind, there = _kind(coming), standing(scene, coming.item)
    like = [
        submission.text
        for submission in there
        if _kind(submission) == kind or (kind == "text" and submission.text)
    ]
    again = kind == "text" and says_again(coming.text, "\n".join(like))
    if not like or not (anew or again):
        return False
    number = len(work(scene, coming.item))
    scene.run = replace(scene.run, renewed=(*scene.run.renewed, (coming.item, number)))
    return True


def says_again(text: str, earlier: str) -> bool:
    """Whether a text says most of an earlier text word for word, so that it is a version of it."""
    said, there, parts = fold(text), _parts(text), _parts(earlier)
    if (whole := fold(earlier)) and re.search(rf"(?<!\w){re.escape(whole)}(?!\w)", said):
        return True
    again = [part for part in parts if part in there or (_says_something(part) and part in said)]
    return any(map(_says_something, again)) and len(again) >= SAID_AGAIN * len(parts)


def _parts(text: str) -> set[str]:
    """Its lines and sentences, as they are compared."""
    return {fold(part) for part in _ENDS.split(text)} - {""}


def _says_something(part: str) -> bool:
    return len(part.split()) >= SAYS_SOMETHING


def is_link(submission: Submission) -> bool:
    """Whether it is links alone."""
    return _kind(submission) == "link"


def _kind(submission: Submission) -> Literal["file", "link", "text"]:
    if submission.file:
        return "file"
    return "link" if _LINKS.fullmatch(submission.text.strip()) else "text"


def _rest(there: Sequence[Submission], coming: Submission) -> list[Submission]:
    """What stays of this beside what took its place; of a file with words, a text takes these."""
    kind = _kind(coming)
    if kind == "text":
        there = [
            replace(submission, text="") if submission.file else submission for submission in there
        ]
    return [submission for submission in there if _kind(submission) != kind]


LATEST = 3
"""Pieces of work of which a line is shown for a milestone: who looks back wants the last ones."""

MAX_WHOLE_PIECES = 10
"""Pieces of work that are shown whole: all but for who sends very many."""

WHOLE = 4_000
"""Characters of them that are shown whole together: a message of Telegram's."""

LINE = 120
"""Characters of a text that are shown in an overview: two lines on a phone."""

SHOWN = 600
"""Characters of earlier work that are shown to go on from: the rest is up in the chat."""


def quote_latest(scene: Scene, item: str, most: int | None = None) -> list[str]:
    """The latest that was written for something in this run, quoted, in ``most`` characters."""
    return whole(work(scene, item)[-1:], most)


def pieces(scene: Scene, milestone: str) -> list[Piece]:
    """What was handed in for a milestone, to be looked at; ticks are none."""
    return [
        Piece(submission.text, submission.file is not None)
        for submission in standing(scene, milestone)
    ]


def overview(scene: Scene) -> str:
    """Each milestone with the latest of what was handed in, and by what it will be judged."""
    milestones = scene.lesson.project.milestones
    done = sum(_mark(scene, milestone) in ("done", "ticked_off") for milestone in milestones)
    head = phrase("project.overview", title=scene.lesson.title, done=done, count=len(milestones))
    rubric = "\n".join(f"- {text}" for text, _ in scene.lesson.project.criteria)
    judged = [f"{phrase('project.rubric')}\n{rubric}"] if rubric else []
    shown = [part for milestone in milestones for part in entry(scene, milestone, 1)]
    return "\n\n".join([head, *shown, *judged])


def last(scene: Scene) -> Milestone | None:
    """The last milestone that something was handed in for: what went before led up to it."""
    milestones = scene.lesson.project.milestones
    return next(
        (milestone for milestone in reversed(milestones) if pieces(scene, milestone.id)), None
    )


def entry(scene: Scene, milestone: Milestone, latest: int, most: int | None = LINE) -> list[str]:
    """A milestone with the latest of what there is, and what it still lacks.

    All pieces are quoted, up to ``most`` characters together, if any has several lines or is too
    long for a line: with ``None`` all that a text may have.
    """
    mark, texts = _mark(scene, milestone), standing(scene, milestone.id)
    long = most != LINE and any(
        len(each.text) > LINE or "\n" in each.text.strip() for each in texts
    )
    number = scene.lesson.project.milestones.index(milestone) + 1
    lines = [phrase(f"project.{mark}", number=number, title=milestone.title)]
    lines += _short(texts, latest) if latest and not long else []
    lines += _lacks(scene, milestone)
    return ["\n".join(lines), *(whole(texts, most) if long else [])]


def _lacks(scene: Scene, milestone: Milestone) -> list[str]:
    mark = _mark(scene, milestone)
    if mark == "ticked_off":
        return [phrase("project.nothing")]
    if mark == "partly":
        lacks = checks.missing(milestone.hand_in, pieces(scene, milestone.id))
        return [phrase("project.missing", checks=lacks)]
    return []


def open_milestones(scene: Scene) -> list[Milestone]:
    """The milestones that are open, or lack something."""
    milestones = scene.lesson.project.milestones
    return [milestone for milestone in milestones if _mark(scene, milestone) in ("open", "partly")]


def _mark(scene: Scene, milestone: Milestone) -> Literal["done", "ticked_off", "partly", "open"]:
    """How far a milestone is; only what lacks nothing is done, or ticked off."""
    there = pieces(scene, milestone.id)
    if there and checks.missing(milestone.hand_in, there):
        return "partly"
    if milestone.id not in scene.run.worked:
        return "open"
    return "done" if there else "ticked_off"


def _short(texts: Sequence[Submission], latest: int) -> list[str]:
    lines = [_line(submission) for submission in texts[-latest:]]
    earlier = len(texts) - len(lines)
    return [*([phrase("project.earlier", count=earlier)] if earlier > 0 else []), *lines]


def _line(submission: Submission) -> str:
    words = " ".join(submission.text.split())
    text = f"“{escape_markdown(shorten(words, LINE))}”" if words else ""
    file = describe_file(submission.file) if submission.file else ""
    return " ".join(part for part in (file, text) if part)


def whole(texts: Sequence[Submission], most: int | None = None) -> list[str]:
    """The pieces of work with all of their words, or with ``most`` characters of all together."""
    earlier = len(texts) - MAX_WHOLE_PIECES
    parts = [phrase("project.earlier", count=earlier)] if earlier > 0 else []
    shown = texts[-MAX_WHOLE_PIECES:]
    shared = shares([len(submission.text) for submission in shown], WHOLE if most is None else most)
    for submission, share in zip(shown, shared, strict=True):
        parts += [describe_file(submission.file)] if submission.file else []
        parts += [quote_words(shorten(submission.text, share))] if submission.text else []
    return parts


def shares(lengths: Sequence[int], most: int) -> list[int]:
    """How many characters of each are shown: what is short is whole, and the rest shares alike."""
    share = [0] * len(lengths)
    in_order = sorted(range(len(lengths)), key=lambda at: lengths[at])
    for done, at in enumerate(in_order):
        share[at] = min(lengths[at], most // (len(lengths) - done))
        most -= share[at]
    return share


def shorten(text: str, most: int | None) -> str:
    """The beginning of a text, with dots where it goes on."""
    return text if most is None or len(text) <= most else f"{text[:most]}…"


def first_words(text: str, most: int) -> str:
    """The beginning of a text, on a line, up to the end of a word if it has any."""
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    begun, _, _ = words[: most + 1].rpartition(" ")
    return f"{begun or words[:most]}…"
