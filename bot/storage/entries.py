"""The log of what admins did: its lines that come of no turn."""

from collections.abc import Iterable, Sequence

from bot.conversation.facts.admin import Logged
from bot.conversation.facts.roles import Role
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import LogEntry

SETTINGS = LearnerId("settings")
"""Who names the owners."""

TERMINAL = "terminal"
"""Where who has the machine edits what is taught."""


def terminal_entry(act: Logged, by: str, at: int) -> LogEntry:
    """The log's line on what was done at the terminal."""
    return LogEntry(at, LearnerId(by), TERMINAL, act.act, act.subject, act.before, act.after)


def owners_changed(
    before: Iterable[LearnerId], after: Sequence[LearnerId]
) -> list[tuple[LearnerId, bool]]:
    """Who has become an owner (true), and who has ceased to be one, in the order of their names."""
    old, new = set(before), set(after)
    return [(one, one in new) for one in sorted(old ^ new)]


def owner_entry(at: int, person: LearnerId, now: bool) -> LogEntry:
    """The log's line on a change of owners, which the settings make."""
    role: Role = "owner"
    act, before, after = ("grant", "", role) if now else ("revoke", role, "")
    return LogEntry(at, SETTINGS, "", act, person, before, after)
