"""Where things are that tests read."""

from pathlib import Path

TESTS = Path(__file__).parent
ROOT = TESTS.parent

CONTENT = ROOT / "content"
"""The courses that Foretell comes with."""

LESSONS = TESTS / "lessons"
"""Lessons that only tests teach."""

KITCHEN = LESSONS / "kitchen"
"""A small course of them, in which most tests are set."""

SENT = LESSONS / "sent"
"""What an owner sends or pushes later: newer revisions, other lessons, courses as archives."""
