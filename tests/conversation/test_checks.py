"""What a program checks: said before in words, told after with what was found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.language.locale import LANGUAGES, Manner, speaking
from bot.conversation.question import checks
from bot.conversation.question.checks import Piece
from bot.lessons.answers import lack, passes
from bot.lessons.format.checks import read_check
from bot.lessons.practice import Check
from tests.lessons.strategies import CHECKS

TEXT = st.sampled_from(["", "asdf", "One two three, 4.", '{"a": 1}', "[1]", "see https://x.org/y"])


def check(line: str) -> Check:
    found = read_check(line)
    assert found is not None
    return found


@given(st.sampled_from(LANGUAGES), CHECKS, st.lists(TEXT, min_size=1, max_size=3))
def test_what_is_told_is_what_holds_in_any_language(
    language: str, one: Check, texts: list[str]
) -> None:
    pieces = [Piece(text) for text in texts]
    with speaking(Manner(language)):
        told = checks.told([one], pieces)
        assert checks.wording(one) in told
        assert told.startswith("❌") == bool(checks.failed([one], pieces))
        assert bool(checks.missing([one], pieces)) == told.startswith("❌")
        if passes(one, texts[-1], language=language):
            assert told.startswith("✅")


@pytest.mark.parametrize(
    ("line", "text", "told"),
    [
        ("at most 3 words", "a b c d e", "❌ at most 3 words: yours has 5 words, 2 too many"),
        ("between 2 and 4 lines", "one", "❌ 2 to 4 lines: yours has 1 line, 1 too few"),
        ("exactly 1 sentence", "A. B.", "❌ exactly 1 sentence: yours has 2 sentences, 1 too many"),
        ("contains: nurses", "for doctors", "❌ contains “nurses”"),
        ("contains: JSON; list", "a list", "❌ contains “JSON”, “list”: I can't find “JSON”"),
        ("does not contain: please", "Please!", "❌ without “please”: it's in there"),
        (
            "in this order: a; b",
            "b a",
            "❌ in this order: “a”, “b”: all there, but in a different order",
        ),
        (
            "in this order: a; b; a",
            "a b",
            "❌ in this order: “a”, “b”, “a”: “a” isn't there often enough",
        ),
        ("the number 20", "19 or 21", "❌ the number 20: I found 19 · 21"),
        ("a number", "none", "❌ a number: I can't find a number"),
        ("JSON with: name", '{"price": 1}', "❌ JSON with “name”: I can't find “name”"),
        ("JSON", "no", "❌ valid JSON: I can't read it as JSON"),
        ("a link", "example", "❌ a link (https://…)"),
    ],
)
def test_what_was_found_is_said(line: str, text: str, told: str) -> None:
    assert checks.told([check(line)], [Piece(text)]) == told


def test_what_is_asked_to_be_there_may_have_come_before() -> None:
    asked = [check("2 numbers"), check("a file"), check("at most 4 words")]
    pieces = [Piece("It took 20 minutes, far too long", file=True), Piece("then 30")]
    assert checks.failed(asked, pieces[:1]) == (0, 2)
    assert checks.failed(asked, pieces) == ()


def test_what_may_be_in_a_file_is_neither_met_nor_missing() -> None:
    asked, file = [check("2 numbers"), check("at least 5 lines")], [Piece("", file=True)]
    assert checks.failed(asked, file) == ()
    assert checks.told(asked, file).splitlines() == [
        "📎 2 numbers: it may be in your file, which I can't read",
        "📎 at least 5 lines: it may be in your file, which I can't read",
    ]
    assert checks.told(asked, [*file, Piece("3 and 4")]).splitlines() == [
        "✅ 2 numbers",
        "📎 at least 5 lines: it may be in your file, which I can't read",
    ], "what is written is read, and what is not may still be in the file"
    assert checks.failed([check("does not contain: 4")], [*file, Piece("3 and 4")]) == (0,)


TASK = "Write a note for the nurses.\n\nSay when we open, and why."


@pytest.mark.parametrize(
    ("text", "lines", "found"),
    [
        ("", [], "empty"),
        (" \n", ["the number 20"], "empty"),
        ("asdf", [], "few"),
        ("asdf", ["the number 20", "a link", "JSON"], "few"),
        ("coffee coffee coffee coffee", ["at most 40 words"], "few"),
        ("a b c d", [], "few"),
        ("say when we open, and why", [], "copied"),
        (TASK, ["contains: nurses"], "copied"),
        ("20", ["the number 20"], None),
        ("7", ["the number 20"], None),
        ("Yes", ["at most 1 word"], None),
        ("example.org/me", ["a link"], None),
        ("We open at six.", [], None),
        ("我们六点开门", [], None),
        (TASK + " At six, for the early shift.", [], None),
    ],
)
def test_what_says_nothing_is_no_answer(text: str, lines: list[str], found: str | None) -> None:
    assert lack(text, TASK, [check(line) for line in lines]) == found
