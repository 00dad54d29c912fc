"""A learner's own work in a lesson: what they hand in, as text or file, and their verdict on it.

What is said of a file comes from outside and may be anything at all: paths, control characters,
letters that turn the reading direction, mentions, ten thousand characters, impossible sizes. What
is kept of it here is safe to show and to store; the file itself is never read.
"""

import re
import unicodedata
from dataclasses import replace

from bot.conversation.facts.learner import File, Rated, Written, met_of
from bot.conversation.inputs import Input, Text, Upload
from bot.conversation.lesson import navigation
from bot.conversation.lesson.beats import Rate, Write
from bot.conversation.lesson.render import beat_of, render
from bot.conversation.phrases import phrase
from bot.conversation.question import memory
from bot.conversation.session import Album
from bot.conversation.turn import Scene

KEPT = 4_000
"""Characters of a learner's own text that are kept: a message of Telegram's."""


def own_words(given: Input) -> str:
    """What was written, as it is kept; nothing for a press."""
    return given.text.strip()[:KEPT] if isinstance(given, Text | Upload) else ""


def hand_in(scene: Scene) -> None:
    """Keep what was written or sent; a tick alone is kept without either."""
    run, beat, given = scene.run, beat_of(scene), scene.envelope.input
    if not isinstance(beat, Write):
        raise ValueError(f"beat {beat.id} asks for no words")
    text, before, key = own_words(given), "", "said.written"
    file = kept(given) if isinstance(given, Upload) else None
    if isinstance(given, Upload) and file:
        before = phrase("file.got", file=described(file))
        if given.album:
            album = Album(given.album, run.folder, run.lesson, beat.item)
            scene.session = replace(scene.session, album=album)
    elif not text:
        key = "said.tick"
    scene.facts.append(Written(run.folder, run.lesson, beat.item, text, file))
    scene.run = replace(run, worked=tuple(dict.fromkeys((*run.worked, beat.item))))
    asked = scene.open.text if scene.open else ""
    scene.answered(phrase("said.done", asked=asked, said=phrase(key)))
    navigation.go_on(scene, before)


def add(scene: Scene) -> None:
    """Keep one more file for what the file that it was sent with was handed in for."""
    album, given = scene.session.album, scene.envelope.input
    if album is None or not isinstance(given, Upload):
        raise ValueError("there is nothing that a file could be added to")
    file = kept(given)
    scene.facts.append(Written(album.run, album.lesson, album.item, own_words(given), file))
    scene.say(phrase("file.added", file=described(file)))


def rate(scene: Scene, word: str) -> None:
    """Keep the verdict by one criterion; after the last one, a task is scheduled."""
    run, beat = scene.run, beat_of(scene)
    if not isinstance(beat, Rate):
        raise ValueError(f"beat {beat.id} asks for no rating")
    met, done = met_of(word), run.choice or 0
    scene.facts.append(Rated(run.id, run.lesson, beat.item, done, met))
    scene.answered_with(phrase(f"ask.rate.{met}"))
    verdicts = (*run.met, met)
    if done + 1 < len(beat.criteria):
        scene.run = replace(run, choice=done + 1, met=verdicts)
        render(scene)
        return
    if beat.item in scene.lesson.tasks:
        memory.remember_task(scene, run.lesson, beat.item, verdicts)
    navigation.go_on(scene)


NAME = 80
"""Characters of a name that are kept: more does not stand on one line of a phone."""

REFERENCE = 2_000
"""Characters of a reference that are kept. Telegram's ids have about 100, Discord's addresses
about 250."""

LARGEST = 2**50
"""A size in bytes above which it is not believed: no platform takes files of a petabyte."""

_LOOKED_AT = 1_000
_ENDING = 12
_MEDIA = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}")
_KINDS = ("image", "audio", "video")
_UNITS = (("gb", 1_000_000_000), ("mb", 1_000_000))


def kept(upload: Upload) -> File:
    """What is kept of a file's description."""
    size = upload.size
    # A bool is an int to Python, and no size.
    believed = type(size) is int and 0 <= size <= LARGEST
    media = upload.media.lower()
    reference = upload.reference
    usable = len(reference) <= REFERENCE and reference.isprintable()
    return File(
        _name(upload.name),
        size if believed else None,
        media if _MEDIA.fullmatch(media) else "",
        reference if usable else "",
    )


def described(file: File) -> str:
    """A file in words, as Markdown: its name as it is written, and its size."""
    kind = file.media.partition("/")[0]
    name = f"`{file.name}`" if file.name else phrase(f"file.{kind if kind in _KINDS else 'any'}")
    return phrase("file.sized", name=name, size=sized(file.size)) if file.size else name


def _name(name: str) -> str:
    """The last part of a path in characters that can be seen, short enough for a line."""
    whole = unicodedata.normalize("NFC", name[-_LOOKED_AT:]).replace("\\", "/")
    parts = (" ".join(part.split()) for part in "".join(map(_shown, whole)).split("/"))
    named = [part for part in parts if part not in ("", ".", "..")]
    # Names are shown as code, where a tick would end it.
    line = named[-1].replace("`", "'") if named else ""
    if len(line) <= NAME:
        return line
    stem, dot, ending = line.rpartition(".")
    if not dot or len(ending) > _ENDING:
        return f"{line[: NAME - 1]}…"
    return f"{stem[: NAME - len(ending) - 2]}….{ending}"


def _shown(mark: str) -> str:
    """A character as it is shown: blanks and ends of lines as a space, what can't be seen not.

    Unicode's categories C… can't be: controls, halves, what is unassigned, what turns the reading
    direction.
    """
    if mark.isspace():
        return " "
    return "" if unicodedata.category(mark)[0] == "C" else mark


def sized(size: int) -> str:
    """A number of bytes in words."""
    for key, unit in _UNITS:
        if size >= unit:
            return phrase(f"file.size.{key}", count=round(size / unit, 1))
    return phrase("file.size.kb", count=max(1, round(size / 1_000)))
