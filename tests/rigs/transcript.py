"""Conversations as tests: plays a ``.chat`` file and writes what was said.

A transcript is read for its inputs only; what the tutor says is written anew and compared with
the file as text, so a failure is a diff of two chat logs.

    # a comment
    Ana: text                 types
    Ana: [Label]              presses the newest button so labelled that she can see
    Ana: [Label]^             the one before it; ``^^`` the one before that
    Ana: [Label]@Ben          one on Ben's screen
    (Ana writes from Telegram) (Bob writes from Discord)
                              from then on: these are two platforms beside each other, and a person
                              may have an account on each; what is heard says where that is
    (the next code is K7QM2XPD9F)
                              the next one that links two accounts
    Ana: (sends sketch.png, 120 kB) text
                              sends a file with a text beside it, or none; if it lies there,
                              seen from the transcript, it is that one; a .zip is made of the
                              folder that is called so
    Ana: (sends back tea.md)  a file that the tutor sent before, as it is
    (again)                   the last input is delivered once more
    (the bot restarts)
    (3 hours pass) (a day passes) (2 days pass)
    (08:59 comes in Europe/Berlin)   time passes until a clock there shows that
                              what is due on the way comes, each at its moment
    (the bot is down for a day)   what was due on the way comes late
    (publish FILE)            a lesson file, beside the transcript, becomes the current revision
    (Ana blocks the bot) (Ana unblocks the bot)
    (in a group)              what people do from then on they do where all of them read along, and
                              the buttons that they press are those of the newest message there
    (in private)              each alone with the tutor again
    (Ana runs the group)
    (Ana is an owner)         the program's settings say so, beside others who are
    (Dan learns elsewhere)    on a platform that is not served now, and agreed to be written to
    (Ana speaks de)           her platform says so from now on, where it says so at all
    (8 others took tea)       a month ago, see ``past.took``
    (8 others take tea)       now
    (Ana learned herbs long ago)    48 days ago, every other question well, see ``past.learned``
    (Ana was told 18, right 9)      questions of her experiment that came back before; or asked
    (the lot: told salt, asked thyme)       from now on it falls so, by the ids of questions

    <Ben>                     in what is typed, pressed or said: Ben's name on the platform

    Tutor: …                  a message; its further lines are indented by four spaces
        [A button] [Another]
    Tutor, edits: … words     a message that was sent before has lost its buttons and says this in
                              addition; one that only loses its buttons is not mentioned; with
                              buttons below, it has these now: it is the open question still, or
                              another card in the place of the one that was pressed
    Tutor, aside: …           a notice
    Tutor, shows: …           a diagram, by its text alternative
    Tutor, sends: …           a file, by its name, and the words beside it
    Tutor, to Ana alone: …    what she is told in her own chat while all are in a group
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from unittest.mock import patch
from zoneinfo import ZoneInfo

from bot.conversation.inputs import LearnerId
from bot.conversation.language.markup import escape_markdown
from bot.learning import experiment
from bot.learning.experiment import Arm
from bot.service.alarms import AlarmDispatcher
from bot.service.turns import loading
from bot.storage.store import Store
from tests.rigs.archives import packed_folder
from tests.rigs.past import experimented, learned, learns_elsewhere, took

TUTOR = "Tutor"
TIME = r"(a|an|\d+) (minute|hour|day)s?"
INDENT = "    "

TOGETHER = {"(in a group)": True, "(in private)": False}
"""What people do is seen by all from then on, or not."""

MOMENT = timedelta(seconds=1)

LOT = "(the lot:"
"""It falls so from then on, which no database knows."""


@dataclass(frozen=True)
class Heard:
    """One thing on a learner's screen: how it came, in a transcript's word, and what it is.

    ``full`` is all that the message says where ``text`` is only what is worth telling of it: the
    addition of an edit, the text alternative of a diagram. Without a text it is not told at all.
    What is ``silent`` is left out where nothing can be edited. A card in the place of another is
    said anew there, after what ``left`` adds to that one. In a group, ``to`` is who is told alone.
    """

    how: str
    text: str
    rows: tuple[tuple[str, ...], ...] = ()
    full: str = ""
    silent: bool = False
    left: str = ""
    to: str = ""

    def __str__(self) -> str:
        head = TUTOR if self.how == "says" else f"{TUTOR}, {self.how}"
        if self.to:
            head = f"{TUTOR}, to {self.to} alone"
        first, *rest = self.text.split("\n")
        lines = [f"{head}: {first}", *(f"{INDENT}{line}" if line else "" for line in rest)]
        lines += [INDENT + " ".join(f"[{label}]" for label in row) for row in self.rows]
        return "\n".join(lines)


class Stage(Protocol):
    """Where a transcript is played: the tutor over some store, behind some adapter."""

    clock: datetime

    @property
    def alarms(self) -> AlarmDispatcher: ...

    async def types(self, name: str, text: str) -> None: ...

    async def presses(self, name: str, label: str, back: int, owner: str) -> None: ...

    async def sends(
        self, name: str, file: str, size: int | None, text: str, content: bytes = b""
    ) -> None:
        """Send a file with a text beside it."""
        ...

    def received(self, file: str) -> bytes:
        """The content of the newest file of this name that the tutor has sent."""
        ...

    async def again(self) -> None: ...

    async def restart(self) -> None: ...

    async def publish(self, file: Path) -> None: ...

    async def blocks(self, name: str, blocked: bool) -> None: ...

    async def speaks(self, name: str, language: str) -> None: ...

    def past(self, name: str) -> tuple[Store, LearnerId]:
        """Where what happened before is kept, and what a learner is called there."""
        ...

    async def owns(self, name: str) -> None: ...

    async def meets(self, together: bool) -> None:
        """Let people act in a group from now on, or each alone."""
        ...

    async def leads(self, name: str) -> None:
        """Let somebody be one of those who run the group."""
        ...

    async def writes_from(self, name: str, platform: str) -> None:
        """Let somebody write from another platform than the stage's own, if it can have several."""
        ...

    async def settled(self) -> None:
        """Wait until all that was said has arrived, or failed to, and that is on record."""
        ...

    async def heard(self) -> Sequence[Heard]:
        """What has come since the last call, in order."""
        ...


@dataclass(frozen=True)
class Cue:
    """A line of a transcript that makes something happen, or a comment."""

    line: str
    number: int


def cues(text: str) -> Iterator[Cue]:
    """The lines to play, without what was said."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith((INDENT, f"{TUTOR}:", f"{TUTOR}, ")):
            continue
        yield Cue(line.rstrip(), number)


async def play(file: Path, stage: Stage, after: int = 0) -> list[tuple[Cue, list[Heard]]]:
    """Play every cue of a transcript, and tell what was heard after each.

    On a stage that goes on where another was left, those that come ``after`` this line.
    """
    text, scenes = file.read_text(encoding="utf-8"), []
    for name, platform in re.findall(r"^\((\w+) writes from (\w+)\)$", text, re.MULTILINE):
        await stage.writes_from(name, platform.lower())
    named = re.findall(r"^(?!Tutor)(\w+): |<(\w+)>", text, re.MULTILINE)
    people = {name: stage.past(name)[1] for pair in named for name in pair if name}
    together = False
    with (
        patch.object(experiment, "arm", experiment.arm),
        patch.object(loading, "fresh_code", loading.fresh_code),
    ):
        for cue in cues(text):
            if cue.number <= after and not cue.line.startswith(LOT):
                continue
            if not cue.line.startswith("#"):
                try:
                    await _perform(_called(cue.line, people), file, stage)
                    together = TOGETHER.get(cue.line, together)
                    if together:
                        # Whatever a class shows comes a moment after it was pressed for.
                        await stage.settled()
                        await let_pass(stage, MOMENT)
                except Exception as error:
                    error.add_note(f"at {file.name}:{cue.number}: {cue.line}")
                    raise
            if cue.number > after:
                scenes.append((cue, [_named(one, people) for one in await stage.heard()]))
    return scenes


def _called(line: str, people: Mapping[str, str]) -> str:
    """The line with what people are called on the platform."""
    for name, id in people.items():
        line = line.replace(f"<{name}>", id)
    return line


def _named(heard: Heard, people: Mapping[str, str]) -> Heard:
    """The same with people's names for what they are called on the platform."""

    def named(text: str) -> str:
        for name, id in people.items():
            # Where Markdown may stand, a mark in a name is escaped.
            for written in (id, escape_markdown(id)):
                text = re.sub(rf"{re.escape(written)}(?![\w-])", f"<{name}>", text)
        return text

    rows = tuple(tuple(named(label) for label in row) for row in heard.rows)
    return replace(heard, text=named(heard.text), full=named(heard.full), rows=rows)


def render(scenes: Sequence[tuple[Cue, list[Heard]]]) -> str:
    """The transcript as text."""
    lines: list[str] = []
    for cue, heard in scenes:
        comment = cue.line.startswith("#")
        if lines and not (comment and lines[-1].startswith("#")):
            lines.append("")
        lines.append(cue.line)
        lines += [str(one) for one in heard if one.text]
    return "\n".join(lines) + "\n"


async def _perform(line: str, file: Path, stage: Stage) -> None:
    if match := re.fullmatch(r"(\w+): \[(.+)\](\^*)(?:@(\w+))?", line):
        name, label, back, owner = match.groups()
        stage.clock += timedelta(seconds=4)
        await stage.presses(name, label, len(back), owner or name)
    elif match := re.fullmatch(r"(\w+): \(sends back (\S+)\)", line):
        content = stage.received(match[2])
        stage.clock += timedelta(seconds=4)
        await stage.sends(match[1], match[2], len(content), "", content)
    elif match := re.fullmatch(r"(\w+): \(sends (.+?)(?:, (\d+) kB)?\)(?: (.*))?", line):
        name, sent, size, text = match.groups()
        stage.clock += timedelta(seconds=4)
        path = file.parent / sent
        content = path.read_bytes() if path.exists() else b""
        if path.suffix == ".zip" and (folder := path.with_suffix("")).is_dir():
            content = packed_folder(folder)
        stated = int(size) * 1000 if size else len(content) or None
        await stage.sends(name, path.name, stated, text or "", content)
    elif match := re.fullmatch(r"(\w+): (.*)", line):
        stage.clock += timedelta(seconds=4)
        await stage.types(*match.groups())
    elif line == "(again)":
        await stage.again()
    elif line == "(the bot restarts)":
        await stage.restart()
    elif match := re.fullmatch(rf"\({TIME} pass(?:es)?\)", line):
        await let_pass(stage, _time(*match.groups()))
    elif match := re.fullmatch(r"\((\d\d):(\d\d) comes in (\S+)\)", line):
        await let_pass(stage, _until(stage.clock, int(match[1]), int(match[2]), match[3]))
    elif match := re.fullmatch(rf"\(the bot is down for {TIME}\)", line):
        stage.clock += _time(*match.groups())
        await stage.restart()
        await let_pass(stage, timedelta())
    elif match := re.fullmatch(r"\(publish (\S+)\)", line):
        await stage.publish(file.parent / match[1])
    elif match := re.fullmatch(r"\((\w+) (blocks|unblocks) the bot\)", line):
        await stage.blocks(match[1], match[2] == "blocks")
    elif match := re.fullmatch(r"\((\w+) speaks ([a-zA-Z-]+)\)", line):
        await stage.speaks(*match.groups())
    elif match := re.fullmatch(r"\((\w+) was (asked|told) (\d+), right (\d+)\)", line):
        arm: Arm = "asked" if match[2] == "asked" else "told"
        where = stage.past(match[1])
        await experimented(*where, stage.clock, arm, right=int(match[4]), total=int(match[3]))
    elif match := re.fullmatch(r"\((\w+) learned (\S+) long ago\)", line):
        await learned(*stage.past(match[1]), stage.clock, match[2])
    elif match := re.fullmatch(r"\(the lot: (.+)\)", line):
        falls: dict[str, Arm] = {}
        for one in match[1].split(", "):
            how, _, question = one.partition(" ")
            falls[question] = "asked" if how == "asked" else "told"
        experiment.arm = lambda learner, lesson, question: falls.get(question)
    elif match := re.fullmatch(r"\((\d+) others (took|take) (\S+)\)", line):
        store, _ = stage.past(TUTOR)
        began = stage.clock - timedelta(days=30 if match[2] == "took" else 0)
        await took(store, began, match[3], int(match[1]))
    elif match := re.fullmatch(r"\((\w+) learns elsewhere\)", line):
        store, _ = stage.past(TUTOR)
        await learns_elsewhere(store, stage.clock, match[1])
    elif line in ("(in a group)", "(in private)"):
        await stage.meets(line == "(in a group)")
    elif match := re.fullmatch(r"\((\w+) runs the group\)", line):
        await stage.leads(match[1])
    elif match := re.fullmatch(r"\((\w+) writes from (\w+)\)", line):
        await stage.writes_from(match[1], match[2].lower())
    elif match := re.fullmatch(r"\(the next code is (\w+)\)", line):
        code = match[1]
        loading.fresh_code = lambda: code
    elif match := re.fullmatch(r"\((\w+) is an owner\)", line):
        await stage.owns(match[1])
    else:
        raise ValueError(f"not a cue of a transcript: {line}")


def _time(number: str, unit: str) -> timedelta:
    return timedelta(**{f"{unit}s": 1 if number in ("a", "an") else int(number)})


def _until(now: datetime, hour: int, minute: int, zone: str) -> timedelta:
    """How long it is until a clock there shows this."""
    wall = now.astimezone(ZoneInfo(zone))
    then = wall.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if then <= wall:
        then += timedelta(days=1)
    return then.astimezone(UTC) - now


async def let_pass(stage: Stage, time: timedelta) -> None:
    """Let time pass, and let ring on its way what is due, each at its moment."""
    until = stage.clock + time
    # The tutor's own sweep may be under way, after a restart for instance.
    await stage.alarms.sweep()
    while (at := await stage.alarms.next()) is not None and at <= until:
        stage.clock = max(stage.clock, at)
        await stage.alarms.sweep()
        await stage.settled()
        after = await stage.alarms.next()
        assert after is None or after > stage.clock, "an alarm that rang has set the next one"
    stage.clock = until
