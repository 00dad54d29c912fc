"""Every message fits, nothing is torn, nothing is lost, and button n is choice n.

The ruler is the tests' own (``written``).
"""

import re
from dataclasses import replace

import pyromark
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.layout.plan import columns, plan
from adapters.layout.split import split
from bot.conversation.outputs import Ask, Choice, LessonImage, Notice, Retire, Say, TextDiagram
from bot.service.delivery.channel import Message
from tests.adapters.written import (
    PUNCTUATED,
    Written,
    capabilities,
    documents,
    paragraphs,
    seen,
    units,
)
from tests.rigs.makers import chart
from tests.rigs.properties import examples

LIMITS = st.integers(60, 400)


# --- properties of the text ---


@given(documents(), LIMITS)
@settings(max_examples=examples(100), deadline=None)
def test_every_message_fits_and_nothing_is_lost(document: Written, limit: int) -> None:
    assert seen(document.markdown) == list(document.shown), "the generator and the ruler agree"
    messages = plan((Say(document.markdown),), capabilities(limit))
    assert all(0 < units(message.text) <= limit for message in messages)
    # Marks and all: a fence, quotation or emphasis that went on is reopened, never cut.
    assert [one for m in messages for one in seen(m.text)] == list(document.shown)


@given(paragraphs(), st.integers(180, 300))
@settings(max_examples=100, deadline=None)
def test_no_emphasis_that_fits_is_broken_in_two(document: Written, limit: int) -> None:
    pieces = split(document.markdown, lambda text: units(text) <= limit)
    for delimiter in "*`[":  # the words hold none of these
        assert "".join(pieces).count(delimiter) == document.markdown.count(delimiter)


@given(st.lists(PUNCTUATED, min_size=30, max_size=90), st.sampled_from(["**", "*", "`", "||"]))
@settings(max_examples=25, deadline=None)
def test_an_emphasis_too_long_for_a_message_is_closed_and_reopened(
    words: list[str], mark: str
) -> None:
    text = " ".join(word.replace(" -", "") for word in words)
    pieces = split(f"so {mark}{text}{mark} it ends", lambda piece: units(piece) <= 120)
    assert all(units(piece) <= 120 for piece in pieces)
    assert all(piece.count(mark) % 2 == 0 for piece in pieces)
    assert "".join("".join(pieces).replace(mark, "").split()) == "".join(f"so{text}itends".split())


@given(st.text(min_size=1, max_size=700), st.integers(40, 200))
@settings(max_examples=400, deadline=None)
def test_any_text_at_all_is_split_into_pieces_that_fit(text: str, limit: int) -> None:
    for piece in split(text, lambda piece: units(piece) <= limit):
        assert piece.strip()
        assert units(piece) <= limit


def test_it_prefers_the_end_of_a_block_then_of_a_sentence_then_of_a_word() -> None:
    def fits(text: str) -> bool:
        return len(text) <= 30

    assert split("One two three.\n\nFour five six seven.", fits) == (
        "One two three.",
        "Four five six seven.",
    )
    assert split("One two three. Four five six seven eight.", fits) == (
        "One two three.",
        "Four five six seven eight.",
    )
    assert split("One two three four five six seven eight", fits) == (
        "One two three four five six",
        "seven eight",
    )


def test_a_grapheme_is_never_cut() -> None:
    family = "👨‍👩‍👧"
    pieces = split(family * 20, lambda text: units(text) <= 30)
    assert all(piece.replace(family, "") == "" for piece in pieces)
    assert "".join(pieces) == family * 20


def test_a_fence_is_closed_and_reopened_with_its_language() -> None:
    code = "\n".join(f"line {n}" for n in range(20))
    pieces = split(f"```python\n{code}\n```", lambda text: len(text) <= 60)
    assert len(pieces) > 1
    assert all(p.startswith("```python\n") and p.endswith("\n```") for p in pieces)
    assert "\n".join(p[10:-4] for p in pieces) == code


def test_a_list_goes_on_counting_even_if_it_was_numbered_lazily() -> None:
    items = "\n".join("1. " + "word " * 5 for _ in range(12))
    pieces = split(items, lambda text: len(text) <= 90)
    numbers = [int(n) for n in re.findall(r"^(\d+)\.", "\n".join(pieces), re.MULTILINE)]
    assert numbers == list(range(1, 13))
    later = "\n".join(f"{n}. " + "word " * 5 for n in range(7, 12))
    assert "\n8. " in "\n".join(split(later, lambda text: len(text) <= 90))


def test_a_table_repeats_its_head() -> None:
    rows = "\n".join(f"| row {n} | {n} |" for n in range(12))
    pieces = split(f"| name | n |\n|---|---|\n{rows}", lambda text: len(text) <= 90)
    assert len(pieces) > 1
    assert all(piece.startswith("| name | n |\n|---|---|\n") for piece in pieces)
    assert [r for p in pieces for r in p.split("\n")[2:]] == rows.split("\n")


def test_a_line_that_looks_like_a_list_only_because_of_the_cut_stays_text() -> None:
    pieces = split("They met in the year of our Lord 1984. - Then they left", lambda t: len(t) < 40)
    assert all(kind not in str(pyromark.events(p)) for p in pieces for kind in ("List", "Heading"))


def test_link_definitions_and_markup_are_not_lost() -> None:
    text = "See [here][a] and there and everywhere you like.\n\n[a]: https://example.org/some/page"
    assert "https://example.org/some/page" in "\n".join(split(text, lambda t: len(t) <= 50))
    html = "<div>one two three four five six seven eight nine ten eleven</div>"
    assert "eleven" in "\n".join(split(html, lambda t: len(t) <= 40))


SHAPES = {
    "paragraphs": lambda n: "\n\n".join(f"Paragraph {i} says a few words." for i in range(n)),
    "says": lambda n: tuple(Say(f"Paragraph {i} says a few words.") for i in range(n)),
    "a list": lambda n: "\n".join(f"- item {i} says a few words" for i in range(n)),
    "code": lambda n: (
        "```\n" + "\n".join(f"line {i} does a few things" for i in range(n)) + "\n```"
    ),
    "a table": lambda n: "| a |\n|---|\n" + "\n".join(f"| row {i} of cells |" for i in range(n)),
    "a paragraph": lambda n: " ".join(f"Sentence {i} says a few words." for i in range(n)),
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("limit", [3000, 9000])
def test_what_is_measured_grows_with_the_text_and_not_with_its_square(
    shape: str, limit: int
) -> None:
    measured = 0

    def fits(text: str) -> bool:
        nonlocal measured
        measured += len(text)
        return len(text) <= limit

    written = SHAPES[shape](600)
    says = written if isinstance(written, tuple) else (Say(written),)
    pieces = plan(says, capabilities(limit, fits=fits))
    assert len(pieces) > 1
    # Doubling and bisecting look at about twice log2 pieces for each; one by one it is hundreds.
    assert measured < 40 * sum(len(say.text) for say in says)


def test_texts_that_fit_together_are_measured_once() -> None:
    seen_by_the_ruler = []

    def fits(text: str) -> bool:
        seen_by_the_ruler.append(text)
        return True

    (message,) = plan((Say("One."), Say("Two."), Say("- three")), capabilities(400, fits=fits))
    assert set(seen_by_the_ruler) == {message.text}


# --- what becomes one message ---


def texts(messages: tuple[Message, ...]) -> list[str]:
    return [message.text for message in messages]


def test_neighbouring_texts_are_merged_while_they_fit() -> None:
    can = capabilities(30)
    assert texts(plan((Say("One."), Say("Two."), Say("Three" * 5)), can)) == [
        "One.\n\nTwo.",
        "Three" * 5,
    ]


def test_what_is_to_stand_apart_is_not_merged_with_what_is_before_it() -> None:
    said = (Say("One."), Say("Two.", apart=True), Say("Three."))
    assert texts(plan(said, capabilities(400))) == ["One.", "Two.\n\nThree."]


def test_two_lists_are_not_merged_into_one() -> None:
    first, second = "Two:\n\n1. a\n2. b", "1. c"
    assert texts(plan((Say(first), Say(second)), capabilities(400))) == [first, second]


@pytest.mark.parametrize("signs", ["> ", "- ", "1. ", "> - ", "- > "])
def test_what_is_nested_without_end_keeps_its_words(signs: str) -> None:
    written = signs * (4_000 // len(signs)) + "the end of it " * 300
    pieces = plan((Say(written),), capabilities(1_000))
    assert len(pieces) > 1
    assert all(len(piece.text) <= 1_000 for piece in pieces)
    assert " ".join(piece.text for piece in pieces).count("the end of it") > 250


def test_blank_texts_make_no_message() -> None:
    assert plan((Say(""), Say(" \n\n ")), capabilities(400)) == ()


ASK = Ask("n.1", "Which?", ((Choice("Yes", "t0"), Choice("No", "t1")), (Choice("Maybe", "t2"),)))


def test_a_question_is_never_merged_with_what_stands_before_or_after() -> None:
    messages = plan((Say("Before."), ASK, Say("After.")), capabilities(400))
    assert texts(messages) == ["Before.", "Which?", "After."]
    assert [message.question for message in messages] == [None, "n.1", None]
    assert messages[1].rows == ASK.rows


def test_a_question_that_takes_words_says_so_with_its_last_piece() -> None:
    ask = Ask("n.1", "Words and more words. " * 20, ASK.rows, words=True)
    messages = plan((Say("Before."), ask), capabilities(100))
    assert [message.words for message in messages] == [False] * (len(messages) - 1) + [True]
    assert not plan((ASK,), capabilities(400))[0].words


def test_a_question_says_in_which_language_it_is_asked() -> None:
    asked = Ask("n.1", "Welche?", ASK.rows, language="de")
    assert [one.language for one in plan((asked, ASK), capabilities(400))] == ["de", "en"]


def test_a_question_says_whether_files_are_an_answer_to_it() -> None:
    asked = Ask("n.1", "What came of it?", ASK.rows, words=True, files=True)
    assert [one.files for one in plan((asked, ASK), capabilities(400))] == [True, False]


def test_a_question_too_long_for_one_message_has_its_buttons_under_the_last_piece() -> None:
    ask = Ask("n.1", "Words and more words. " * 20, ASK.rows)
    messages = plan((ask,), capabilities(100))
    assert len(messages) > 1
    assert [bool(message.rows) for message in messages] == [False] * (len(messages) - 1) + [True]
    assert [message.question for message in messages[:-1]] == [None] * (len(messages) - 1)
    retired = plan((Retire("n.1", ask.text),), capabilities(100))
    assert texts(retired) == [messages[-1].text]
    assert retired[0].retires == "n.1"
    assert retired[0].rows == ()


def test_a_card_is_shown_in_the_place_of_another_if_it_fits_and_anything_can_be_edited() -> None:
    card = Retire("n.0", "A card")
    ask = Ask("n.1", "Words and more words. " * 20, ASK.rows, instead=card)
    (message,) = plan((ask,), capabilities(500))
    assert (message.question, message.instead, message.replaces) == ("n.1", "n.0", "n.0")
    assert message.anew() == replace(message, instead=None)
    for can in (capabilities(100), replace(capabilities(500), edits=False)):
        left, *below = plan((ask,), can)
        assert (left.text, left.retires, left.rows) == ("A card", "n.0", ())
        assert tuple(below) == plan((replace(ask, instead=None),), can)


def test_a_question_of_several_messages_is_gone_on_with_in_the_last_of_them() -> None:
    question = "\n\n".join(["Some words of a question. " * 3] * 4).strip()
    can = capabilities(200)
    *_, last = plan((replace(ASK, text=question),), can)
    step = replace(ASK, text=f"{question}\n\nHow sure?", instead=Retire("n.0", question))
    (message,) = plan((step,), can)
    assert message.instead == "n.0"
    assert message.text == f"{last.text}\n\nHow sure?"
    longer = replace(step, text=f"{question}\n\n{'How sure are you? ' * 9}")
    left, *_, below = plan((longer,), can)
    assert (left.retires, left.text) == ("n.0", last.text), "there is no room for it"
    assert below.instead is None


def test_an_aside_stays_an_aside_where_there_are_any_and_is_said_elsewhere() -> None:
    assert plan((Notice("Got it."),), capabilities(99)) == (Message("Got it.", notice=True),)
    assert plan((Notice("Got it."),), capabilities(99, notices=False)) == (Message("Got it."),)


# --- buttons ---

LABELS = st.lists(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=60), min_size=1, max_size=30
)


@given(LABELS, st.data())
@settings(max_examples=150, deadline=None)
def test_button_n_decodes_to_choice_n(labels: list[str], data: st.DataObject) -> None:
    choices = [Choice(label, f"token{n}") for n, label in enumerate(labels)]
    rows, rest = [], choices
    while rest:
        size = data.draw(st.integers(1, 5))
        rows.append(tuple(rest[:size]))
        rest = rest[size:]
    can = capabilities(
        300,
        buttons=data.draw(st.sampled_from([0, 5, 25, 100])),
        row_buttons=data.draw(st.integers(1, 8)),
        rows=data.draw(st.sampled_from([3, 5, 100])),
        label_limit=data.draw(st.integers(4, 80)),
    )
    messages = plan((Ask("n.1", "Which?", tuple(rows)),), can)
    asking = messages[-1]
    buttons = [choice for row in asking.rows for choice in row]
    assert len(buttons) <= can.buttons
    assert len(asking.rows) <= can.rows
    assert all(0 < len(row) <= can.row_buttons for row in asking.rows)
    assert all(b.label.strip() and units(b.label) <= can.label_limit for b in buttons)
    assert [button.token for button in buttons] in ([], [choice.token for choice in choices])
    spelled = [button.label for button in buttons] != labels
    if spelled:  # numbers, or nothing: every label must be readable in the text, in its order
        assert [b.label for b in buttons] in ([], [str(n + 1) for n in range(len(labels))])
        said = "".join(c for m in messages for c, _ in seen(m.text))
        expected = "Which?" + "".join("".join(label.split()) for label in labels)
        assert said == expected


def test_labels_become_numbers_when_one_is_too_long_and_a_list_when_there_are_no_buttons() -> None:
    ask = Ask("n.1", "Which?", ((Choice("a" * 50, "t0"), Choice("*b*", "t1")),))
    (message,) = plan((ask,), capabilities(400))
    assert message.text == f"Which?\n\n1. {'a' * 50}\n2. \\*b\\*"
    assert message.rows == ((Choice("1", "t0"), Choice("2", "t1")),)
    (message,) = plan((ask,), capabilities(400, buttons=0))
    assert message.text.endswith("2. \\*b\\*")
    assert message.rows == ()


def test_a_row_that_is_too_wide_is_given_one_row_for_each_label() -> None:
    wide = (Choice("Surely the first", "t0"), Choice("Probably the second", "t1"))
    narrow = (Choice("Yes", "t2"), Choice("No", "t3"))
    (message,) = plan((Ask("n.1", "Which?", (wide, narrow)),), capabilities(400))
    assert message.rows == ((wide[0],), (wide[1],), narrow)


# --- drawings ---

DRAWING = "┌──┐\n│hi│\n└──┘"


def test_a_narrow_drawing_is_shown_as_text_and_a_wide_one_as_a_picture() -> None:
    narrow, wide = TextDiagram(DRAWING, "A box."), TextDiagram("─" * 50, "A line.")
    messages = plan((Say("See:"), narrow, wide, Say("Seen.")), capabilities(400))
    assert messages == (
        Message(f"See:\n\n```text\n{DRAWING}\n```"),
        Message("A line.", picture=wide),
        Message("Seen."),
    )
    assert plan((wide,), capabilities(400, diagram_columns=None))[0].picture is None


@pytest.mark.parametrize(
    ("shows", "below"),
    [
        ("Tea in a cup. Steam above it.", "Tea in a cup. Steam above it."),
        ("Tea in a cup. " + "Steam rises. " * 20, "Tea in a cup."),
        ("List A: 19%, 7%, 5%, 4%, 4%, and " + "more, " * 20 + "the rest. List B.", ""),
    ],
)
def test_below_a_picture_are_at_most_twenty_words_of_what_it_shows(shows: str, below: str) -> None:
    wide = TextDiagram("─" * 50, shows)
    assert [one.text for one in plan((wide,), capabilities(400))] == [below]
    told = plan((LessonImage("a" * 64, shows),), capabilities(400, diagram_columns=None))
    assert [one.text for one in told] == [shows], "where no picture is seen, all is told"


def test_a_chart_has_its_words_beside_it_or_below_it_or_is_words_alone() -> None:
    short, long = chart("*Streak*: 2 days."), chart("A day more. " * 25)
    assert plan((short, Say("On.")), capabilities(400)) == (
        Message("*Streak*: 2 days.", picture=short),
        Message("On."),
    )
    assert plan((long,), capabilities(400)) == (
        Message(picture=long),
        Message(long.text),
    )
    assert plan((short,), capabilities(400, diagram_columns=None)) == (Message(short.text),)


def test_a_drawing_of_backticks_stays_inside_its_fence() -> None:
    (message,) = plan((TextDiagram("```\nnot closed", "x"),), capabilities(400))
    assert {mark for _, marks in seen(message.text) for mark in marks} == {"fence:text"}


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("漢字", 4), ("e\u0301", 1), ("─▶", 2)])
def test_columns_are_those_of_a_monospaced_font(text: str, width: int) -> None:
    assert columns(text) == width
