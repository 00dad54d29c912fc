"""The menu of what else a lesson has: sections that are read, or asked, by who wants them.

A section opens below the menu, whole, and the menu comes again with its last message, without what
was read. "The rest" tells them one after the other. So whoever wants none of it is done with one
press, and whoever wants all of it needs one for each.
"""

from collections.abc import Sequence

from bot.conversation.language.paging import MORE_AT_ONCE, comfortable
from bot.conversation.lesson.beats import Menu, Section
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import phrase
from bot.conversation.session import Run

ALL = "all"
"""What is chosen of the menu by who wants all of the rest; no section has this name."""

ROW = 2
"""Sections in a row of buttons."""

QUESTION = 350
"""Characters that a question takes which comes right below what is read."""


def rows(beat: Menu, run: Run) -> list[list[Offer]]:
    """What there is to choose by now."""
    left = _left(beat, run)
    offers = [offer(section.title, "read", section.name) for section in left]
    groups = [offers[n : n + ROW] for n in range(0, len(offers), ROW)]
    rest = [offer(phrase("more.all"), "read", ALL)] if len(left) > 1 else []
    return [*groups, [*rest, offer(phrase("more.done"), "go")]]


def wanted(beat: Menu, run: Run, name: str) -> Sequence[Section]:
    """What is opened by who chooses this name: a section, or the next ones of all that are left."""
    left = _left(beat, run)
    return _together(left) if name == ALL else [section for section in left if section.name == name]


def _together(left: Sequence[Section]) -> Sequence[Section]:
    """The next section, and those after it that are short, as far as the first that asks."""
    length = 0
    for at, section in enumerate(left):
        length += sum(len(message.text) for message in section.messages) + QUESTION * section.asks
        if at and length > MORE_AT_ONCE * comfortable():
            return left[:at]
        if section.asks:
            return left[: at + 1]
    return left


def after(beat: Menu, run: Run, name: str) -> list[list[Offer]]:
    """What there is to choose below what was opened by this name."""
    if not _left(beat, run):
        return [[offer(phrase("ask.continue"), "go")]]
    if name == ALL:
        return [[offer(phrase("ask.continue"), "read", ALL), offer(phrase("more.done"), "go")]]
    return rows(beat, run)


def _left(beat: Menu, run: Run) -> Sequence[Section]:
    return [section for section in beat.sections if section.name not in run.opened]
