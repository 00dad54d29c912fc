"""A difference in words, with a line for each kind of change."""

from collections.abc import Callable, Sequence

from bot.conversation.language.markup import escape_markdown, plain
from bot.conversation.phrases import phrase
from bot.lessons.faults import shorten
from bot.lessons.revisions import changes
from bot.lessons.revisions.changes import Change, Difference

MAX_CHANGES = 3
"""How many changes of a kind are named."""

_MAX_TITLE = 48
"""Characters of a question or a title: about a line and a half of a phone."""

_BRIEF = 24
"""Characters of an option or of a value, of which two stand in one line."""

Line = Callable[[Sequence[Change]], str]


def lines(difference: Difference) -> list[str]:
    """The difference as lines of Markdown, in its order; that nothing differs, if nothing does."""
    by_kind: dict[str, list[Change]] = {}
    for change in difference:
        by_kind.setdefault(change.kind, []).append(change)
    described = [_line(kind, changes) for kind, changes in by_kind.items()]
    return described or [phrase("admin.change.nothing")]


def _line(kind: str, changes: Sequence[Change]) -> str:
    named = [_name_change(change) for change in changes[:MAX_CHANGES]]
    if more := len(changes) - MAX_CHANGES if len(changes) > MAX_CHANGES else 0:
        named.append(phrase("admin.change.more", number=more))
    return phrase(f"admin.change.{kind}", number=len(changes), names=", ".join(named))


def _name_change(change: Change) -> str:
    match change:
        case changes.LessonNew(title, minutes, questions):
            return phrase(
                "admin.change.new_lesson",
                title=_quote(title),
                minutes=minutes,
                questions=questions,
            )
        case changes.CourseNew(title, lessons):
            return phrase("admin.change.new_course", title=_quote(title), lessons=lessons)
        case changes.FrontChanged(key, was, now):
            return phrase(
                "admin.change.value",
                what=escape_markdown(key.replace("_", "-")),
                **_brief(was, now),
            )
        case changes.Rekeyed(_, text, was, now):
            return phrase(
                "admin.change.value",
                what=_quote(text),
                **_brief(" · ".join(was), " · ".join(now)),
            )
        case changes.Reworded(_, was, now):
            return phrase("admin.change.words", was=_quote(was), now=_quote(now))
        case changes.OptionsChanged(_, text, gone, come):
            return phrase("admin.change.counts", what=_quote(text), come=len(come), gone=len(gone))
        case changes.TextChanged(section, gone, come):
            what = phrase(f"admin.section.{section}")
            return phrase("admin.change.counts", what=what, come=come, gone=gone)
        case changes.PartAdded(_, part, title) | changes.PartRemoved(_, part, title):
            name = phrase(f"admin.part.{part}")
            return phrase("admin.change.part", part=name, title=_quote(title)) if title else name
        case changes.PartsMoved(section, _, count):
            what = phrase(f"admin.section.{section}")
            return phrase("admin.change.some", what=what, number=count)
        case changes.LessonsMoved(count):
            return str(count)
        case changes.PictureChanged(file):
            return escape_markdown(file)
        case changes.LessonAdded(id) | changes.LessonRemoved(id):
            return escape_markdown(id)
        case (
            changes.QuestionAdded(_, text, _)
            | changes.QuestionRemoved(_, text, _)
            | changes.QuestionMoved(_, text, _)
        ):
            return _quote(text)


def _brief(was: str, now: str) -> dict[str, str]:
    return {
        name: escape_markdown(shorten(plain(text), _BRIEF)) or "–"
        for name, text in (("was", was), ("now", now))
    }


def _quote(text: str) -> str:
    return phrase("admin.change.quoted", text=escape_markdown(shorten(plain(text), _MAX_TITLE)))
