"""The inbox in words: who is behind a remark is never among them."""

from bot.conversation.admin.times import moment
from bot.conversation.language.markup import escaped
from bot.conversation.needs.remarks import Remark, RemarkGroup
from bot.conversation.phrases import count, phrase
from bot.conversation.question import posing
from bot.conversation.remarks.places import said, whole
from bot.conversation.remarks.remark import quotation
from bot.conversation.turn import Scene


def line(scene: Scene, number: int, one: RemarkGroup) -> str:
    """A group in a line: the place, how many say what, and who sees to it."""
    told = [*_counts(one), *taken(scene, one.taken)]
    return phrase("admin.inbox.line", number=number, place=whole(scene, one), said=", ".join(told))


def heading(scene: Scene, one: RemarkGroup | Remark) -> str:
    """The place, and what is asked there."""
    lesson = scene.known.lessons.get((one.lesson, one.revision))
    questions = lesson.questions if lesson else ()
    asked = next((each for each in questions if each.id == one.question), None)
    place = f"**{whole(scene, one)}**"
    if asked is None:
        return place
    return f"{place}\n{phrase('admin.inbox.question', question=posing.words(asked))}"


def summed(scene: Scene, one: RemarkGroup) -> str:
    """How many say what of a group, and who sees to it."""
    return ", ".join([*_counts(one), *taken(scene, one.taken)])


def _counts(one: RemarkGroup) -> list[str]:
    kinds = (("wrong", one.wrong), ("unclear", one.unclear), ("asked", one.asked))
    return [count(f"admin.inbox.{kind}", number) for kind, number in kinds if number]


def taken(scene: Scene, by: tuple[str, ...]) -> list[str]:
    """Who sees to it, for each of these admins."""
    mine = scene.envelope.learner
    return [
        phrase("admin.inbox.taken.you")
        if one == mine
        else phrase("admin.inbox.taken", by=escaped(one))
        for one in by
    ]


def remark(scene: Scene, number: int, one: Remark) -> str:
    """A remark, what was committed to there, and what has come of it."""
    kind = phrase(f"remark.kind.{one.kind}")
    head = phrase("admin.inbox.remark", number=number, kind=kind, when=moment(scene, one.at))
    parts = [head]
    if one.words:
        parts.append(quotation(one.kind, one.words))
    if made := said(scene, one):
        parts.append(phrase("admin.inbox.committed", said=made))
    if one.reply:
        parts.append(f"{phrase('admin.inbox.reply')}\n\n{one.reply}")
    elif one.state == "closed":
        parts.append(phrase("admin.inbox.closed"))
    if one.shown:
        parts.append(phrase(f"admin.inbox.shown.{one.shown}"))
    if one.muted:
        parts.append(phrase("admin.inbox.muted"))
    return "\n\n".join(parts)
