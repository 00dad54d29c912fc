"""A paragraph too long for a message is cut between its words, and each keeps its marks.

Read back by another parser than the one that cut it (``seen``).
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord import rendering as discord
from adapters.layout.plan import plan
from adapters.layout.split import split
from adapters.telegram import rendering as telegram
from bot.conversation.outputs import Say
from tests.adapters.written import Written, capabilities, plain, seen, units
from tests.rigs.properties import examples

WORDS = st.sampled_from(["a", "of", "the", "words", "sentence.", "considerable", "2nd", "漢字漢字"])
LITERAL = st.sampled_from(["*", "_", "`", "\\", "[", "]", "<", "#", "&", "!", "-", "1."])
WRAPPERS = {
    "bold": "**{}**",
    "italic": "*{}*",
    "link": "[{}](https://example.org/a)",
    "link (titled)": '[{}](<https://example.org/(a)> "A \\"title\\"")',
}


@st.composite
def runs(draw: st.DrawFn, around: frozenset[str] = frozenset()) -> Written:
    """Words, some of them under marks, and some of these under more."""
    kind = draw(st.sampled_from(["words", "words", "literal", "code", *WRAPPERS]))
    name = kind.split(" ")[0]
    if kind == "literal":
        sign = draw(LITERAL)
        escaped = sign.replace(".", "\\.") if sign == "1." else f"\\{sign}"
        return Written(f"{escaped}x", plain(f"{sign}x", *around))
    if kind in ("words", "code") or name in around:
        words = " ".join(draw(st.lists(WORDS, min_size=1, max_size=25)))
        if kind == "code":
            # Nothing in code is a mark, and nothing in it is escaped.
            words += draw(st.sampled_from(["", " **a** b", " \\* c", " a\\"]))
            return Written(f"`{words}`", plain(words, *around, "code"))
        return Written(words, plain(words, *around))
    inner = draw(st.lists(runs(around | {name}), min_size=1, max_size=3))
    # Marks of the same sign in a row would be read as one of another kind.
    inside = " ".join(["so", *(one.markdown for one in inner), "on"])
    shown = plain("so", *around, name) + sum((one.shown for one in inner), ())
    return Written(WRAPPERS[kind].format(inside), shown + plain("on", *around, name))


@st.composite
def marked(draw: st.DrawFn) -> Written:
    parts = draw(st.lists(runs(), min_size=1, max_size=8))
    return Written(
        " ".join(["so", *(one.markdown for one in parts)]),
        plain("so") + sum((one.shown for one in parts), ()),
    )


@given(marked(), st.integers(160, 500))
@settings(max_examples=examples(80), deadline=None)
def test_words_keep_their_order_and_their_marks_however_they_are_cut(
    text: Written, limit: int
) -> None:
    assert seen(text.markdown) == list(text.shown), "the generator and the ruler agree"
    pieces = split(text.markdown, lambda piece: units(piece) <= limit)
    assert all(0 < units(piece) <= limit for piece in pieces)
    assert [one for piece in pieces for one in seen(piece)] == list(text.shown)
    # Paragraphs stay one, whatever they are cut into.
    assert not any("\n\n" in piece for piece in pieces)


@given(marked(), st.integers(160, 500))
@settings(max_examples=examples(80), deadline=None)
def test_words_are_not_torn_and_pieces_are_filled(text: Written, limit: int) -> None:
    pieces = split(text.markdown, lambda piece: units(piece) <= limit)
    words = "".join(c if not c.isspace() else " " for c in shown_with_blanks(text.markdown)).split()
    found = [w for piece in pieces for w in shown_with_blanks(piece).split()]
    assert found == words
    # The longest that may hang on the end of a piece: a word, with all of its marks.
    overhang = 110
    assert all(3 * units(piece) >= limit - overhang for piece in pieces[:-1])


def test_signs_that_meant_nothing_mean_nothing_where_they_are_cut_apart() -> None:
    text = "a" * 12 + "``b`"
    pieces = split(text, lambda piece: units(piece) <= 13)
    assert len(pieces) > 1
    assert "".join(telegram.render(piece)[0] for piece in pieces) == text
    assert not any(telegram.render(piece)[1] for piece in pieces), "b is no code"


def shown_with_blanks(markdown: str) -> str:
    """What a reader sees, with the blanks between words."""
    return telegram.render(markdown)[0]


@pytest.mark.parametrize("mark", ["**", "*", "`", "~~", "||", "***"])
@pytest.mark.parametrize("limit", [60, 100, 400, 4096])
def test_a_long_mark_does_not_leave_the_word_before_it_alone(mark: str, limit: int) -> None:
    long = "word and more words here " * (limit // 20) + "end."
    pieces = split(f"So {mark}{long}{mark} Tail.", lambda piece: units(piece) <= limit)
    assert pieces[0].startswith(f"So {mark}word and")
    assert all(3 * units(piece) >= limit for piece in pieces[:-1])
    assert all(piece.count(mark) == 2 for piece in pieces)
    assert not any("\n\n" in piece for piece in pieces)


@pytest.mark.parametrize("fits", [telegram.fits, discord.CAPABILITIES.fits])
def test_nor_does_it_on_a_platform(fits: object) -> None:
    text = "So **" + "word and more words here " * 180 + "end.** Tail."
    limit = telegram.MAX_TEXT if fits is telegram.fits else discord.TEXT_LIMIT
    pieces = split(text, fits)  # type: ignore[arg-type]  # both are rulers
    assert len(pieces) == -(-len(text) // limit)
    assert all(len(piece) > limit - 50 for piece in pieces[:-1])
    assert all(piece.count("**") == 2 for piece in pieces)
    (first, *rest) = plan((Say(text),), capabilities(0, fits=fits))
    assert [first.text, *(message.text for message in rest)] == list(pieces)


def test_a_short_sentence_is_not_left_alone_before_a_long_one() -> None:
    text = "So. " + "word and more " * 20
    first, *_ = split(text, lambda piece: units(piece) <= 100)
    assert units(first) > 80


def test_a_paragraph_does_not_become_two_in_one_message() -> None:
    # The first cut is after a sentence; what follows up to the bold words would fit below it.
    text = (
        "One two three four five. Six seven eight **nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen** seventeen eighteen nineteen twenty and so on, up to hundred."
    )
    for limit in range(40, 160):
        for piece in split(text, lambda piece, limit=limit: units(piece) <= limit):  # type: ignore[misc]  # bound at once
            assert "\n\n" not in piece
        for message in plan((Say(text), Say("End.")), capabilities(limit)):
            assert message.text.removesuffix("\n\nEnd.").count("\n\n") == 0


@pytest.mark.parametrize(
    "long",
    [
        "**" + "word and more words here " * 20 + "end.** Tail.",
        "```\n" + "line of code\n" * 40 + "```",
        "> " + "word and more words here " * 20,
        "| a | b |\n|---|---|\n" + "| row of | cells |\n" * 40,
        "- " + "word and more words here " * 20,
        "## " + "word and more words here " * 20,
    ],
)
def test_a_title_is_not_left_alone_before_a_block_too_long_for_a_message(long: str) -> None:
    text = f"# Title\n\n{long}\n\nAfter."
    first, *rest = split(text, lambda piece: units(piece) <= 200)
    assert first.startswith("# Title\n\n")
    assert 100 < units(first) <= 200
    assert all(0 < units(piece) <= 200 for piece in rest)
    assert rest[-1].endswith("After.")
    whole = "".join(c for piece in (first, *rest) for c, _ in seen(piece))
    assert whole.replace("ab", "") == "".join(c for c, _ in seen(text)).replace("ab", "")


def test_a_word_that_fits_in_a_message_is_not_torn_to_fill_the_one_before() -> None:
    address = "https://example.org/" + "a" * 70
    text = f"See {address} for more of this, which is a lot and goes on and on"
    assert split(text, lambda piece: units(piece) <= 92)[:2] == ("See", address)
    # One that fits in none is begun where there is room.
    first, *_ = split(f"See {'a' * 300}", lambda piece: units(piece) <= 95)
    assert units(first) == 95


@pytest.mark.parametrize("sign", ["\\*", "\\_", "&amp;", "\\\\", "\\`", "&#42;"])
def test_no_escape_is_cut_in_two(sign: str) -> None:
    pieces = split(sign * 100, lambda piece: units(piece) <= 61)
    assert "".join(pieces) == sign * 100
    assert all(piece.count(sign) * len(sign) == len(piece) for piece in pieces)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("**" + "a\\b" * 60 + "**", {"bold"}),
        ("*so *" + "inner words " * 20 + "of* it*", {"italic"}),
        ("`" + "a \\ b * c " * 20 + "`", {"code"}),
        ("``" + "a ` b " * 30 + "c``", {"code"}),
        ("[" + "**bold** and `code` " * 12 + "x](https://example.org/a)", {"link"}),
    ],
)
def test_marks_stay_marks_wherever_the_cut_falls(text: str, marks: set[str]) -> None:
    shown = seen(text)
    for limit in range(45, 120):
        pieces = split(text, lambda piece, limit=limit: units(piece) <= limit)  # type: ignore[misc]  # bound at once
        assert all(units(piece) <= limit for piece in pieces)
        again = [one for piece in pieces for one in seen(piece)]
        assert again == shown
        assert all(marks <= found for _, found in again)


def test_a_spoiler_across_other_marks_is_veiled_in_each_piece() -> None:
    text = "so **" + "a word " * 20 + "||" + "b word " * 20 + "b** " + "c word " * 20 + "|| end"
    for limit in range(60, 200):
        pieces = split(text, lambda piece, limit=limit: units(piece) <= limit)  # type: ignore[misc]  # bound at once
        assert all(units(piece) <= limit for piece in pieces)
        assert all(piece.count("||") % 2 == 0 for piece in pieces)
        shown = [(c, m) for piece in pieces for c, m in seen(piece.replace("||", ""))]
        assert [c for c, _ in shown] == [c for c, _ in seen(text.replace("||", ""))]
        assert {c for c, m in shown if m} >= {"a", "b"}


def test_a_sign_at_the_end_of_a_piece_of_a_heading_is_not_lost() -> None:
    text = "# " + "word # and " * 20
    pieces = split(text, lambda piece: units(piece) <= 31)
    assert "".join("".join(c for c, _ in seen(piece)) for piece in pieces).count("#") == 20


def test_the_head_of_a_table_whose_rows_are_all_too_long_is_not_lost() -> None:
    row = "| " + "word " * 20 + "| b |"
    text = f"| head | of it |\n|---|---|\n{row}\n{row}"
    shown = "".join(c for p in split(text, lambda piece: units(piece) <= 70) for c, _ in seen(p))
    assert shown.startswith("|head|ofit|")
    assert shown.count("word") == 40
