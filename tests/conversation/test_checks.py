"""What a program checks: said before in words, told after with what was found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.language.locale import LANGUAGES, Manner, speaking
from bot.conversation.outputs import Ask
from bot.conversation.question import checks
from bot.conversation.question.checks import Piece
from bot.lessons.answers import lack, passes
from bot.lessons.format.checks import read_check
from bot.lessons.model import Lesson
from bot.lessons.practice import Check, Exercise
from tests.lessons.strategies import CHECKS
from tests.rigs.talk import Conversation

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
        told = checks.report([one], pieces)
        assert one.label in told
        if not told.startswith("❌"):
            assert checks.describe_check(one) in told
        assert told.startswith("❌") == bool(checks.failed_checks([one], pieces))
        assert bool(checks.missing([one], pieces)) == told.startswith("❌")
        if passes(one, texts[-1], language=language):
            assert told.startswith("✅")


@pytest.mark.parametrize(
    ("line", "text", "told"),
    [
        ("at least 15 words", "a b c", "❌ 3 words, but I asked for 15"),
        ("at most 3 words", "a b c d e", "❌ 5 words, but I asked for 3 at most"),
        ("between 2 and 4 lines", "one", "❌ 1 line, but I asked for 2 to 4"),
        (
            "at least 4 lines",
            "1. Is the pool warm?\n2. is the pool warm?\n3. Is the pool warm?\n4. Any dogs?",
            "❌ 2 of your 4 lines just repeat another; I asked for 4 different ones",
        ),
        (
            "*the rules*: between 2 and 4 lines",
            "Close the door.\n- close the door.",
            "❌ the rules: 1 of your 2 lines just repeats another; I asked for 2 different ones",
        ),
        ("exactly 1 sentence", "A. B.", "❌ 2 sentences, but I asked for 1"),
        ("contains: nurses", "for doctors", "❌ I can't find “nurses”"),
        ("contains: JSON; list", "a list", "❌ I can't find “JSON”"),
        (
            "contains one of: wait; waits; seconds",
            "soon",
            "❌ I can't find “wait” or “seconds”",
        ),
        ("does not contain: a; b", "A!", "❌ I found “a”, which I asked you to leave out"),
        ("in this order: a; b", "b a", "❌ it's all there, but I asked for “a”, then “b”"),
        ("in this order: a; b; a", "a b", "❌ I found “a” 1 of 2 times"),
        ("the number 20", "19 or 21", "❌ I found 19 · 21, but I asked for the number 20"),
        ("a number", "none", "❌ I can't find a number"),
        ("3 numbers", "only 7", "❌ 1 number (7), but I asked for 3"),
        ("3 numbers", "none", "❌ no numbers yet, but I asked for 3"),
        ("JSON with: name", '{"price": 1}', "❌ I can't find “name”"),
        ("a link", "example", "❌ I can't find a link; one begins with https://"),
    ],
)
def test_what_was_found_and_what_was_asked_are_said_once(line: str, text: str, told: str) -> None:
    assert checks.report([check(line)], [Piece(text)]) == told


LABELLED = [
    ("contains one of: wait; waits; seconds; second", "soon", "I can't find “wait” or “seconds”"),
    ("contains one of: a; b; c; d", "soon", "I can't find words like “a”, “b” or “c”"),
    ("contains: a; b", "a", "I can't find “b”"),
    ("does not contain: soon", "soon", "I found “soon”"),
    ("in this order: a; b", "b a", "I found the words I was looking for, but in a different order"),
    ("the number 20", "19", "I found 19"),
]


@pytest.mark.parametrize(("line", "text", "found"), LABELLED)
def test_of_a_check_in_the_author_s_words_nothing_else_is_said_before(
    line: str, text: str, found: str
) -> None:
    """So the number that is to be worked out, or the word to be found, is no secret given away."""
    one = check(f"*how long to wait*: {line}")
    assert checks.describe([one]) == "🔎 **I'll check:** how long to wait"
    assert checks.report([one], [Piece(text)]) == f"❌ how long to wait: {found}"


def test_what_is_asked_to_be_there_may_have_come_before() -> None:
    asked = [check("2 numbers"), check("a file"), check("at most 4 words")]
    pieces = [Piece("It took 20 minutes, far too long", file=True), Piece("then 30")]
    assert checks.failed_checks(asked, pieces[:1]) == (0, 2)
    assert checks.failed_checks(asked, pieces) == ()
    parts = [Piece("first 7"), Piece("then 8")]
    assert checks.report([check("3 numbers")], parts) == "❌ 2 numbers (7 · 8), but I asked for 3"


def test_what_may_be_in_a_file_is_neither_met_nor_missing() -> None:
    asked, file = [check("2 numbers"), check("at least 5 lines")], [Piece("", file=True)]
    assert checks.failed_checks(asked, file) == ()
    assert checks.report(asked, file).splitlines() == [
        "📎 2 numbers: it may be in your file or behind your link, which I can't open",
        "📎 at least 5 lines: it may be in your file or behind your link, which I can't open",
    ]
    assert checks.report(asked, [*file, Piece("3 and 4")]).splitlines() == [
        "✅ 2 numbers",
        "📎 at least 5 lines: it may be in your file or behind your link, which I can't open",
    ], "what is written is read, and what is not may still be in the file"
    assert checks.failed_checks([check("does not contain: 4")], [*file, Piece("3 and 4")]) == (0,)


LINK = "https://docs.example.org/document/d/1a2b3c/edit?usp=sharing&x=4"


def test_an_address_alone_is_not_looked_at_as_if_it_were_the_work() -> None:
    asked = [check("2 numbers"), check("contains: claims"), check("at least 4 lines")]
    assert checks.failed_checks(asked, [Piece(LINK)]) == ()
    assert all(one.startswith("📎") for one in checks.report(asked, [Piece(LINK)]).splitlines())
    assert checks.report([check("a link")], [Piece(LINK)]).startswith("✅")


def test_the_numbers_and_words_of_an_address_say_nothing() -> None:
    piece = Piece(f"It is all there, look: {LINK}")
    assert checks.failed_checks([check("2 numbers")], [piece]) == (0,)
    assert checks.failed_checks([check("at most 6 words")], [piece]) == ()
    assert checks.failed_checks([check("at least 7 words")], [piece]) == (0,)


def test_an_address_alone_is_no_answer_to_an_exercise() -> None:
    assert lack(LINK, TASK, [check("2 numbers")]) == "link"
    assert lack(LINK, TASK, [check("a link")]) is None


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


def test_an_exercise_that_is_asked_again_says_what_is_asked_and_can_be_told_whole() -> None:
    scene = "A guest comes at four, and the pot has a crack."
    ask = "Write her a note."
    task = Exercise(
        id="note", title="A note", prompt=f"{scene}\n\n{ask}", checks=(check("at least 5 words"),)
    )
    talk = Conversation([Lesson(id="pot", title="Pot", minutes=1, exercises=(task,))])
    talk.begin("pot")
    talk.send_command("learn", "pot")
    talk.press("Try")
    for text in ("?", "dear guest, mind it"):
        told = talk.type(text).outputs[-1]
        assert isinstance(told, Ask)
        assert ask in told.text
        assert scene not in told.text
        whole = talk.press("Show me the task again").outputs[-1]
        assert isinstance(whole, Ask)
        assert scene in whole.text
        assert whole.text.count(ask) == 1
        assert "Show me the task again" not in talk.labels
