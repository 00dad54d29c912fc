"""Where things are that tests read."""

from pathlib import Path

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent

CONTENT = ROOT / "content"
"""The courses that Foretell comes with."""

LESSONS = TESTS / "transcripts" / "lessons"
"""Lessons that only tests teach."""

KITCHEN = LESSONS / "kitchen"
"""A small course of them, in which most tests are set."""

TRANSCRIPTS = TESTS / "transcripts"
"""Conversations in the kitchen; those about a shipped lesson are beside it."""

HOSTILE_LESSONS = TESTS / "lessons" / "hostile"
"""Lesson files that are refused, with those beside them that only look so."""

PAGES = TESTS / "lessons" / "pages"
"""Lesson pages as a browser copies or saves them."""

SENT = LESSONS / "sent"
"""What an owner sends or pushes later: newer revisions, other lessons, courses as archives."""
