"""The inbox in words: who is behind a remark is never among them."""

from typing import Literal

from bot.conversation.admin.times import moment
from bot.conversation.facts.remarks import Remarked
from bot.conversation.language.markup import escaped
from bot.conversation.needs.remarks import Remark, RemarkGroup
from bot.conversation.phrases import count, phrase
from bot.conversation.question import pitfalls, posing
from bot.conversation.remarks.places import named, said, title
from bot.conversation.remarks.remark import quotation
from bot.conversation.turn import Scene

Side = Literal["open", "done"]
"""What is open, or what is not any more."""


def place(scene: Scene, one: RemarkGroup | Remarked) -> str:
    """The part and its lesson, as Markdown."""
    lesson = scene.known.lessons.get((one.lesson, one.revision))
    name, part = title(scene, one.lesson, one.revision), named(lesson, one.part, one.question)
    return f"**{part}** · {name}" if part else f"**{name}**"


def line(scene: Scene, number: int, remark_group: RemarkGroup, side: Side) -> str:
    """A group in a line: the place, how many say what, and who sees to it."""
    told = summed(scene, remark_group, side)
    return phrase("admin.inbox.line", number=number, place=place(scene, remark_group), said=told)


def heading(scene: Scene, one: RemarkGroup | Remarked) -> str:
    """The place, and what is asked there."""
    lesson = scene.known.lessons.get((one.lesson, one.revision))
    asked = pitfalls.question(lesson, one.question) if lesson else None
    if asked is None:
        return place(scene, one)
    question = phrase("admin.inbox.question", question=posing.words(asked))
    return f"{place(scene, one)}\n\n{question}"


def summed(scene: Scene, remark_group: RemarkGroup, side: Side) -> str:
    """How many say what of a group, and who sees to it while it is open."""
    seen_to = taken(scene, remark_group.taken) if side == "open" else []
    return ", ".join([*_counts(remark_group), *seen_to])


def _counts(remark_group: RemarkGroup) -> list[str]:
    return [
        *([count("admin.inbox.wrong", remark_group.wrong)] if remark_group.wrong else ()),
        *([count("admin.inbox.unclear", remark_group.unclear)] if remark_group.unclear else ()),
        *([count("admin.inbox.asked", remark_group.asked)] if remark_group.asked else ()),
    ]


def taken(scene: Scene, by: tuple[str, ...]) -> list[str]:
    """Who sees to it, for each of these admins."""
    mine = scene.envelope.learner
    return [
        phrase("admin.inbox.taken.you")
        if text == mine
        else phrase("admin.inbox.taken", by=escaped(text))
        for text in by
    ]


def remark(scene: Scene, number: int, one: Remark) -> str:
    """A remark, what was committed to there, and what has come of it."""
    kind = phrase(f"remark.kind.{one.fact.kind}")
    head = phrase("admin.inbox.remark", number=number, kind=kind, when=moment(scene, one.at))
    parts = [head]
    if one.fact.words:
        parts.append(quotation(one.fact.kind, one.fact.words))
    if made := said(scene, one.fact):
        parts.append(phrase("admin.inbox.committed", said=made))
    if one.reply:
        parts.append(f"{phrase('admin.inbox.reply')}\n\n{one.reply}")
    elif one.picture:
        parts.append(phrase("admin.inbox.reply.picture"))
    elif one.state == "closed":
        parts.append(phrase("admin.inbox.closed"))
    if one.shown:
        parts.append(phrase(f"admin.inbox.shown.{one.shown}"))
    if one.muted:
        parts.append(phrase("admin.inbox.muted"))
    return "\n\n".join(parts)
