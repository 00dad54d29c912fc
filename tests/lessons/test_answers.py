"""What a program can tell of an answer, and the numbers and sums of a lesson."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lessons.answers import judge, passes
from bot.lessons.format.checks import read_check, write_check
from bot.lessons.numbers import MAX_NUMBER, SumError, evaluate, loose, loose_range, work_out
from bot.lessons.practice import Formula, Given, Sums
from bot.lessons.question import NearMiss, Typed

SOFTMAX = Typed(
    accepted=("softmax", "the softmax function"),
    near=(NearMiss(words="sigmoid; logistic function", why="It squeezes one number."),),
)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("softmax", "right"),
        ("  SoftMax. ", "right"),
        ("soft-max", "right"),
        ("“Softmax function”", "right"),
        ("sofmax", "slip"),
        ("sotfmax", "slip"),
        ("Sigmoid", "near"),
        ("a logistic function", "near"),
        ("hardmax", "wrong"),
        ("max", "wrong"),
        ("not softmax", "wrong"),
        ("", "wrong"),
    ],
)
def test_an_answer_in_words_is_judged_as_people_would(text: str, verdict: str) -> None:
    assert judge(SOFTMAX, text)[0] == verdict


@pytest.mark.parametrize(
    ("text", "right"), [("1200", True), ("1,200", True), ("1.2k", True), ("12", False)]
)
def test_a_number_may_be_written_in_any_usual_way(text: str, right: bool) -> None:
    assert (judge(Typed(accepted=("1,200",)), text)[0] == "right") is right


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        ("between 10 and 30", "", [10, 30]),
        ("10-30", "", [10, 30]),
        ("1.200 bis 2.000", "de", [1200, 2000]),
        ("1,200 to 2,000", "", [1200, 2000]),
        ("0,5", "", [0.5]),
        ("1.5 million", "", [1_500_000]),
        ("12k", "", [12_000]),
        ("2 Billionen", "de", [2e12]),
        ("2 billion", "", [2e9]),
        ("-4", "", [-4]),
        ("1000 1350 1.35", "", [1000, 1350, 1.35]),
        ("12 345 678 of 3 300", "", [12_345_678, 3300]),
        ("1.234.567,89", "", [1_234_567.89]),
        ("1,234,567.89", "de", [1_234_567.89]),
        ("12.345.678", "", [12_345_678]),
        ("1 200.500", "de", [1200.5]),
        ("0,500", "", [0.5]),
        ("gpt4 v1.2.3", "", []),
        ("none", "", []),
    ],
)
def test_numbers_are_found_as_people_write_them(
    text: str, language: str, numbers: list[float]
) -> None:
    assert list(loose(text, language)) == numbers


@given(text=st.text("0123456789.,' -k", max_size=24), language=st.sampled_from(["", "de"]))
def test_whatever_has_digits_is_read_without_an_error(text: str, language: str) -> None:
    assert all(isinstance(one, float) for one in loose(text, language))


CHECKS = [
    ("at most 4 words", "one two three four", "one two three four five"),
    ("at least 2 lines", "a\n\nb", "a"),
    ("at least 2 lines", "a\n\nb", "a\nA\na"),
    (
        "at least 3 lines",
        "1. Can I bring a dog?\n2. Is the pool warm?\n3. yes",
        "1. Is the pool warm?\n2. Is the pool  warm?\n- is the pool warm?",
    ),
    ("exactly 4 lines", "1. right\n2. made up\n3. right\n4. right", "right\nright"),
    ("at least 4 lines", "if a:\n  b()\n}\n}", "if a is b:\nif a is b:\n}\n}"),
    ("at least 2 lines", "1.5 litres are enough\n2.5 litres are enough", "It is enough.\n" * 2),
    ("at most 2 lines", "It is enough.\n" * 2, "It is enough.\n" * 3),
    ("between 1 and 2 sentences", "One. Two!", "One. Two. Three."),
    ("exactly 3 characters", "abc", "abcd"),
    ("contains: JSON; list", "A list, as json", "A list"),
    ("contains one of: JSON; list", "a list", "listing"),
    ("does not contain: please", "Sort these.", "Please sort these."),
    ("contains: `[1]`", "as told [1].", "as told 1."),
    ("in this order: role; task", "Role: x. Task: y", "Task: y. Role: x"),
    ("a number from 3 to 5", "about 4", "about 6"),
    ("the number 20", "it is 20", "it is 21"),
    ("2 numbers", "3 of 7", "3"),
    ("JSON", '```json\n{"a": 1}\n```', "{a: 1}"),
    ("JSON with: name; price", '{"name": 1, "price": 2}', '{"name": 1}'),
    ("JSON with: name", "{“name”: “Ana”}", "{name: “Ana”}"),
    ("JSON with: name", '{\u00a0"Name":\u200b "Ana" }', '{"names": "Ana"}'),
    (
        "JSON with: name",
        'Here it is: {"name":"Ana"}.',
        'Its {"name":"Ana"} is for all of us to see',
    ),
    ("JSON", "[1,2]", "as the lesson said in [1] it is no JSON"),
    ("the number 1200", "1.2k or 1,200", "1,2"),
    ("a number from 3 to 5", "Four spoons", "one spoon"),
    ("2 numbers", "zwei oder 3", "either one or 3"),
    ("*who it's for*: contains one of: nurse; nurses", "for nurses", "for doctors"),
    ("_a \\* sign_: contains: `*`", "a*b", "ab"),
    ("a link", "see https://example.org/x", "see example"),
    ("a text", "three whole words", "asdf"),
]


@pytest.mark.parametrize(("line", "good", "bad"), CHECKS, ids=[one[0] for one in CHECKS])
def test_a_check_tells_what_has_it_from_what_has_not(line: str, good: str, bad: str) -> None:
    check = read_check(line)
    assert check is not None
    assert passes(check, good)
    assert not passes(check, bad)
    assert not passes(check, "")
    assert read_check(write_check(check)) == check


def test_a_file_is_handed_in_or_not() -> None:
    check = read_check("a file")
    assert check is not None
    assert passes(check, "", file=True)
    assert not passes(check, "here it is")


@pytest.mark.parametrize(
    "line", ["", "short", "at most many words", "contains:", "between 3 words"]
)
def test_what_no_program_can_check_is_no_check(line: str) -> None:
    assert read_check(line) is None


SUMS = Sums(
    given=(Given(name="pages", value=500, ask="How many pages?"),),
    formulas=(
        Formula(name="tokens", expression="pages × 700"),
        Formula(name="cost", expression="round(tokens / 1000000 * 15) ^ 1"),
    ),
    text="{tokens} tokens cost {cost} cents.",
)


def test_a_sum_is_worked_out_with_the_learners_own_numbers() -> None:
    assert work_out(SUMS, {})["cost"] == 5
    assert work_out(SUMS, {"pages": 1000})["tokens"] == 700_000


@pytest.mark.parametrize(
    "expression",
    [
        "1 / 0",
        "unknown * 2",
        "__import__('os').system('true')",
        "pages.real",
        "pages if pages else 1",
        "'a' * 9",
        "9 ** 9 ** 9",
        "10 ** 999",
        "sqrt(-1)",
        "max()",
        "1e308 * 10",
        "",
        "True",
        "lambda: 1",
        "[1][0]",
    ],
)
def test_a_formula_that_is_none_is_refused(expression: str) -> None:
    with pytest.raises(SumError):
        evaluate(expression, {"pages": 3.0})


@pytest.mark.parametrize(
    ("text", "language", "ends"),
    [
        ("10-30", "", (10, 30)),
        ("between 10 and 30 tokens", "", (10, 30)),
        ("30 to 10", "", (10, 30)),
        ("10..30", "", (10, 30)),
        ("1.000 bis 2.000", "de", (1000, 2000)),
        ("1,5 – 2,5", "de", (1.5, 2.5)),
        ("10-30k", "", (10_000, 30_000)),
        ("500 to 2k", "", (500, 2000)),
        ("1,2 bis 3,4 Mio.", "de", (1.2e6, 3.4e6)),
        ("20 ± 5", "", (15, 25)),
        ("20 +/- 5", "", (15, 25)),
        ("-5 to 3", "", (-5, 3)),
        ("10 to 30, 80 % sure", "", (10, 30)),
        ("10 % to 20 %", "", (10, 20)),
        ("9" * 400 + " to 3", "", (3, MAX_NUMBER)),
        ("about 20", "", 1),
        ("20-20", "", 1),
        ("quite a lot", "", 0),
        ("10 to 30 of 100", "", 3),
    ],
)
def test_a_range_is_read_as_people_write_it(
    text: str, language: str, ends: tuple[float, float] | int
) -> None:
    assert loose_range(text, language) == pytest.approx(ends)
