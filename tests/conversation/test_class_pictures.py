"""The picture of a class's answers: what it tells, and that it tells no more than the words."""

from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from adapters.pictures import answers
from bot.conversation.charts import Answer, ClassAnswers
from bot.conversation.classes import shares
from bot.conversation.needs.live_class import Cell
from bot.lessons.question import Option, Question
from bot.storage.codec import dump_outputs, load_outputs
from tests.rigs.properties import examples

SHARE = st.floats(0, 1)
QUESTION = Question(
    id="q",
    text="Why?",
    options=(Option(label="So"), Option(label="Because", right=True), Option(label="Hence")),
)


def cells(*given_: tuple[int | None, str, int | None, str, int]) -> tuple[Cell, ...]:
    return tuple(Cell(1, *one) for one in given_)


def drawn(*given: tuple[int | None, str, int | None, str, int]) -> ClassAnswers:
    found = shares.chart(QUESTION, cells(*given))
    assert found is not None
    assert isinstance(found.drawn, ClassAnswers)
    return found.drawn


def test_it_shows_each_answer_before_and_after_and_marks_the_key() -> None:
    shown = drawn(
        (0, "sure", 1, "sure", 2), (1, "sure", 1, "sure", 1), (None, "none", 0, "guess", 1)
    )
    assert [(one.label, one.before, one.after, one.right) for one in shown.answers] == [
        ("So", 0.5, 0.25, False),
        ("Because", 0.25, 0.75, True),
        ("Hence", 0.0, 0.0, False),
        ("No idea", 0.25, 0.0, False),
    ]
    assert shown.note == "4 answers"


def test_of_so_few_that_they_would_know_each_other_nothing_is_drawn() -> None:
    assert shares.chart(QUESTION, cells((0, "sure", 1, "sure", 2))) is None
    early = drawn((0, "sure", 1, "sure", 2), (None, "", 1, "sure", 1))
    assert {one.before for one in early.answers} == {None}


def test_of_a_long_question_it_is_headed_by_what_is_asked() -> None:
    long = QUESTION.model_copy(update={"text": f"{'Water boils and steams. ' * 9}Why is that so?"})
    found = shares.chart(long, cells((0, "sure", None, "", 3)))
    assert found is not None
    assert isinstance(found.drawn, ClassAnswers)
    assert found.drawn.asked == "Why is that so?"


def test_it_is_told_in_words_and_survives_the_outbox() -> None:
    marked = Question(id="q", text="**Why**?", options=(Option(label="`a`", right=True),))
    found = shares.chart(marked, cells((0, "sure", None, "", 3)))
    assert found is not None
    assert found.alternative == "a ✓: 100%."
    assert load_outputs(dump_outputs((found,))) == (found,)


@settings(max_examples=examples(25), deadline=None)
@given(
    st.text(max_size=300),
    st.lists(
        st.tuples(
            st.text(max_size=200), st.floats(0, 1), st.none() | st.floats(0, 1), st.booleans()
        ),
        min_size=1,
        max_size=9,
    ),
)
def test_whatever_is_asked_it_can_be_drawn(
    asked: str, rows: list[tuple[str, float, float | None, bool]]
) -> None:
    given_ = ClassAnswers(asked, tuple(Answer(*one) for one in rows), ("a", "b"), "9")
    with Image.open(BytesIO(answers.png(given_))) as image:
        assert image.width == 2 * 390
