"""Which line of one's own does what is asked is pointed at, and stands by the tick at the end."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.rendering import CAPABILITIES as DISCORD
from adapters.layout.plan import Capabilities, plan
from adapters.telegram.rendering import CAPABILITIES as TELEGRAM
from bot.conversation import session as sessions
from bot.conversation.inputs import Command, Upload
from bot.conversation.lesson.pointing import read, read_lacking
from bot.conversation.lesson.project import numbered_work
from bot.conversation.lesson.project.inspection import is_about_every_line
from bot.conversation.lesson.project.judging import ALL
from bot.conversation.offers import offer
from bot.lessons.model import Lesson
from bot.lessons.practice import Check, Milestone, Pair, Project
from bot.values import replace
from tests.rigs.courses import read_lesson
from tests.rigs.milestones import before_milestones, work
from tests.rigs.talk import Conversation, said

COUNTED = "Nine came.\nFour of them sang.\nNobody stayed."
NUMBERED = "**1.** Nine came.\n**2.** Four of them sang.\n**3.** Nobody stayed."
WHICH = "**Which line does it?**"


def counted(**second: object) -> Conversation:
    """A learner who has handed in three lines, of which two things are asked."""
    talk = before_milestones(**second)  # type: ignore[arg-type]  # a milestone's values
    talk.press("Skip")
    talk.type(COUNTED)
    return talk


def test_a_line_is_pointed_at_for_each_criterion_in_turn() -> None:
    talk = counted()
    asked = f"**Look at your own lines:**\n\n{NUMBERED}\n\n> It is counted.\n\n{WHICH}"
    assert said(talk.turns[-1]).endswith(f"✅ **Handed in.**\n\n{asked}")
    assert talk.labels == ["1", "2", "3", "All of it", "None yet"]
    turn = talk.press("2")
    assert said(turn).endswith("> It is exact.\n\n**And this one?**")
    assert NUMBERED not in said(turn).split("It is exact.")[1], "the lines stand right above"
    assert talk.labels == ["1", "2", "3", "All of it", "None yet"]
    assert "Milestone 3 of 4" in said(talk.press("All of it"))
    assert work(talk, "count") == [COUNTED]


def test_what_was_pointed_at_stands_by_the_tick_where_all_is_judged() -> None:
    talk = counted()
    talk.press("2", "All of it", "Skip", "Tick it off")
    judged = said(talk.press("Judge my work"))
    assert "2. It is counted. *(you pointed to: “Four of them sang.”)*\n\n" in judged
    assert talk.labels == ["☐ 1", "☑ 2", "Done"]
    assert "3. It is exact.\n\n" in said(talk.type("all")), "that was all of it"
    assert talk.labels == ["☑ 3", "☐ 4", "Done"]
    end = said(talk.type("all", "yes"))
    assert "you pointed to" not in end[end.index("🏁") :]


def test_none_yet_leads_to_mending_once_all_was_asked() -> None:
    talk = counted()
    assert "And this one?" in said(talk.press("None yet"))
    turn = talk.press("1")
    assert "▫️ It is counted. *(not yet)*\n\n✍️ Send it again, all of it" in said(turn)
    assert "It is exact" not in said(turn).split("▫️")[1]
    assert talk.labels == ["Go on as it is", "All milestones"]
    talk.send(Command("stop"))
    assert "▫️ It is counted." in said(talk.send(Command("continue")))
    turn = talk.type("Nine came on Thursday.\nFour of them sang.")
    assert said(turn).endswith("> It is counted.\n\n**Which line does it now?**")
    assert "**1.** Nine came on Thursday.\n**2.** Four of them sang." in said(turn)
    assert "Milestone 3 of 4" in said(talk.press("1")), "the other one was there"
    talk.press("Skip", "Skip", "Judge my work")
    assert talk.labels == ["☐ 1", "☑ 2", "Done"]
    judged = said(talk.press("Done"))
    assert talk.labels == ["☑ 3", "☐ 4", "Done"]
    assert "It is exact. *(you pointed to: “Nine came on Thursday.”)*" in judged, "mended since"


def test_who_goes_on_without_mending_has_what_they_pointed_at_ticked() -> None:
    talk = counted()
    talk.press("None yet", "1")
    assert "Milestone 3 of 4" in said(talk.press("Go on as it is"))
    talk.press("Skip", "Skip", "Judge my work")
    assert talk.labels == ["☐ 1", "☐ 2", "Done"]
    talk.press("Done")
    assert talk.labels == ["☑ 3", "☐ 4", "Done"]


def test_whoever_comes_back_sees_the_lines_again() -> None:
    talk = counted()
    talk.press("2")
    talk.send(Command("stop"))
    assert talk.session
    talk.session = sessions.load(sessions.dump(talk.session))
    turn = said(talk.send(Command("continue")))
    assert turn.endswith(f"{NUMBERED}\n\n> It is exact.\n\n{WHICH}")


def test_numbers_that_are_typed_count_and_work_is_work() -> None:
    talk = counted()
    assert "And this one?" in said(talk.type("1 and 3"))
    assert WHICH in said(talk.type("4")), "there is no such line, but a fourth button"
    assert work(talk, "count") == [COUNTED]
    assert WHICH in said(talk.type("4 of us came on Friday.\nNobody sang.\nAll of us stayed."))
    assert len(work(talk, "count")) == 2
    assert "It is counted." in said(talk.turns[-1]), "it has changed, so all is asked anew"
    talk.type("yes")
    assert "Milestone 3 of 4" in said(talk.type("the second one"))
    talk.press("Skip", "Skip")
    judged = said(talk.press("Judge my work", "Done"))
    assert "It is exact. *(you pointed to: “Nobody sang.”)*" in judged


def test_where_numbers_are_asked_for_one_that_is_no_line_is_work() -> None:
    talk = counted(hand_in=(Check(kind="numbers", least=0),))
    talk.type("7")
    assert work(talk, "count") == [COUNTED, "7"]


def test_several_lines_are_named_by_the_tick() -> None:
    talk = counted()
    talk.type("1, 3")
    talk.press("None yet", "Go on as it is", "Skip", "Skip")
    named = "(you pointed to: “Nine came.” and “Nobody stayed.”)"
    assert named in said(talk.press("Judge my work"))


def test_two_pieces_are_told_apart_before_that() -> None:
    pair = Pair(does="*Nine.*", not_yet="*A few.*", why="A few may be three.")
    talk = counted(pairs=(*(Pair() for _ in range(4)), pair))
    turn = talk.press("1")
    asked = f"**Now your own:**\n\n{NUMBERED}\n\n> It is exact.\n\n{WHICH}"
    assert said(turn).endswith(f"A few may be three.\n\n{asked}"), "what they have just seen"
    assert "> It is counted.\n\n**And this one?**" in said(talk.press("2"))


def test_many_lines_are_shown_once_more_below_the_two_pieces() -> None:
    pair = Pair(does="*Nine.*", not_yet="*A few.*", why="A few may be three.")
    talk = before_milestones(pairs=(*(Pair() for _ in range(4)), pair))
    talk.press("Skip")
    talk.type("\n".join(f"{n} came" for n in range(1, 16)))
    shown = said(talk.press("1")).split("A few may be three.")[1]
    assert shown.startswith("\n\n> 1 came\n> 2 came\n")
    assert "> 15 came\n\n**Now your own: does it do this?**\n\n- It is counted." in shown
    assert talk.labels == ["Yes, go on", "Mend it first"]


@pytest.mark.parametrize("can", [TELEGRAM, DISCORD], ids=["telegram", "discord"])
@pytest.mark.parametrize("count", [2, 5, 6, 8])
def test_each_platform_has_room_for_the_lines_and_their_numbers(
    can: Capabilities, count: int
) -> None:
    talk = before_milestones()
    talk.press("Skip")
    talk.type("\n".join(f"{n} {'*word* ' * 99}" for n in range(count)))
    (message,) = [one for one in plan(talk.turns[-1].outputs, can) if not one.retires]
    assert can.fits(message.text)
    rows = [[one.label for one in row] for row in message.rows]
    assert [one for row in rows for one in row] == talk.labels
    assert len(rows) == 2 + (count > 5)


@pytest.mark.parametrize(
    "there",
    ["One line of it", "https://example.org/a", "https://example.org/a\nhttps://example.org/b"],
)
def test_what_has_no_lines_is_looked_at_as_a_whole(there: str) -> None:
    talk = before_milestones()
    talk.type(there)
    assert talk.labels == ["Yes, go on", "Mend it first"]


def test_so_is_a_text_with_a_file_beside_it() -> None:
    talk = before_milestones()
    talk.send(Upload("a.jpg", 9, "image/jpeg", "ref", text=COUNTED))
    assert talk.labels == ["Yes, go on", "Mend it first"]


def test_a_button_of_an_earlier_version_goes_on_with_all_of_it() -> None:
    talk = counted()
    assert talk.session
    assert talk.session.open
    before = replace(talk.session.open, rows=((offer("Yes, go on", "go"),),))
    talk.session = replace(talk.session, open=before)
    assert "Milestone 3 of 4" in said(talk.type("Yes, go on"))
    talk.press("Skip", "Skip")
    assert "you pointed to" not in said(talk.press("Judge my work"))
    assert talk.labels == ["☐ 1", "☑ 2", "Done"]
    assert "you pointed to" not in said(talk.press("Done"))
    assert talk.labels == ["☑ 3", "☐ 4", "Done"]


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        *(("2", (2,)), ("2.", (2,)), ("line 2", (2,)), ("the second one", (2,)), ("one", (1,))),
        *(
            ("line one", (1,)),
            ("lines 1, 2 and 4", (1, 2, 4)),
            ("1-3", (1, 2, 3)),
            ("2 + 3", (2, 3)),
        ),
        *(("Zeile 2", (2,)), ("die zweite", (2,)), ("I think it's the third", (3,))),
        *(("all of it", (ALL,)), ("yes", (ALL,)), ("ok", (ALL,)), ("everything", (ALL,))),
        *(("none", ()), ("not yet", ()), ("no idea", ()), ("no", ()), ("?", ())),
        *(("5", None), ("1 and 5", None), ("0", ()), ("23", None), ("and", None)),
        *(("2 people came", None), ("not 2", None), ("1. Nine came.\n2. Four sang.", None)),
    ],
)
def test_what_is_typed_names_lines_or_is_work(typed: str, lines: tuple[int, ...] | None) -> None:
    assert read(typed, 4) == lines


# What is asked of every line


EVERY = "**Which line has to change for that?**"


def compared() -> Conversation:
    """A learner whose three lines were handed in, of which something is asked of both."""
    talk = before_milestones()
    talk.press("Skip", "Skip")
    talk.type(COUNTED)
    return talk


def test_of_what_is_asked_of_every_line_the_one_that_lacks_it_is_asked_for() -> None:
    talk = compared()
    assert said(talk.turns[-1]).endswith(f"{NUMBERED}\n\n> Both agree.\n\n{EVERY}")
    assert talk.labels == ["1", "2", "3", "None: it does"]
    turn = said(talk.press("3"))
    assert "*— you said: 3*" in turn
    assert "▫️ Both agree. *(not yet: “Nobody stayed.”)*\n\n✍️ Send it again, all" in turn
    turn = said(talk.type("Nine came.\nFour of them sang.\nFive stayed."))
    assert turn.endswith("> Both agree.\n\n**Which line still has to change?**")
    assert "*— you said: None: it does*" in said(talk.press("None: it does"))
    judged = said(talk.press("Skip", "Judge my work", "Done"))
    assert "Both agree.\n" in judged, "that is all of it"
    assert talk.labels == ["☐ 3", "☑ 4", "Done"]


def test_a_line_that_lacks_it_is_named_where_all_is_judged() -> None:
    talk = compared()
    talk.press("3", "Go on as it is", "Skip")
    judged = said(talk.press("Judge my work", "Done"))
    assert "4. Both agree. *(not yet: “Nobody stayed.”)*" in judged
    assert talk.labels == ["☐ 3", "☐ 4", "Done"]


def test_after_one_way_of_asking_the_other_is_asked_in_full() -> None:
    project = Project(
        brief="Brief.",
        milestones=tuple(Milestone(id=one, title=one, text="Do it.") for one in ("a", "b")),
        rubric=("It is counted.", "Each is dated.", "It is exact.", "It is short."),
        about=((1,), (1,), (1,), (1,)),
    )
    talk = Conversation([Lesson(id="own", title="Own", minutes=1, project=project)])
    talk.send(Command("learn", "own"))
    talk.press("Project", "Continue")
    talk.type(COUNTED)
    assert said(talk.press("1")).endswith(f"> Each is dated.\n\n{EVERY}")
    assert said(talk.press("None: it does")).endswith(f"> It is exact.\n\n{WHICH}")
    assert said(talk.press("2")).endswith("> It is short.\n\n**And this one?**")


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        *(("2", (-2,)), ("line 2 doesn't", (-2,)), ("2 and 3", (-2, -3)), ("all but 2", (-2,))),
        *(("die zweite noch nicht", (-2,)), ("none", (ALL,)), ("It does", (ALL,)), ("all", None)),
        *(("keine", (ALL,)), ("not yet", ()), ("no idea", ()), ("no", None), ("all of it", None)),
        *(("5", None), ("2 people came", None), ("Nobody.", None)),
    ],
)
def test_what_is_typed_names_lines_that_lack_it(typed: str, lines: tuple[int, ...] | None) -> None:
    assert read_lacking(typed, 4) == lines


@pytest.mark.parametrize("typed", ["no", "all of it", "9"])
def test_what_may_mean_both_is_asked_again_and_is_no_work(typed: str) -> None:
    talk = compared()
    assert said(talk.type(typed)).endswith(EVERY)
    assert work(talk, "compare") == [COUNTED]


def test_a_question_of_an_earlier_version_is_answered_as_it_was_asked() -> None:
    talk = compared()
    assert talk.session
    assert talk.session.open
    rows = ((offer("1", "point", 1), offer("None yet", "no line")),)
    talk.session = replace(talk.session, open=replace(talk.session.open, rows=rows))
    assert "Milestone 4 of 4" in said(talk.type("1"))


EACH = [
    "Each line has its bet.",
    "Lines were tried, and each that stayed names a case.",
    "Every price has its date.",
    "No example asks the same.",
    "The page has no word that its reader would have to ask about.",
    "Both sides were judged by the same marks.",
    "Help withheld is counted as well as harm let through.",
    "It is never shown as a whole one.",
    "The instructions name nothing from the conversation.",
    "For each of the three, it tells what happened.",
    "Zu jeder Frage steht die Antwort.",
    "Kein Rat reicht weiter als der Test.",
    "Alle Zeilen sind gezählt.",
    "Kosten sind ebenso wie Zeiten gezählt.",
]
ONE = [
    "It says what would change your mind.",
    "What you'd cut first is something that every answer can do without.",
    "It is worked out for one page and for all of yours.",
    "It counts training again for each new model.",
    "One of them says *no*, as “all” did.",
    "It is not stated at all.",
    "Nothing is known of another.",
    "Die Seite sagt, dass kein Fall fehlt.",
    "Es gilt für alle.",
]


@pytest.mark.parametrize(
    ("text", "every"), [*((t, True) for t in EACH), *((t, False) for t in ONE)]
)
def test_what_is_asked_of_every_line_is_known_by_its_words(text: str, every: bool) -> None:
    assert is_about_every_line(text) == every


def test_each_criterion_of_the_course_is_asked_in_the_way_that_its_first_word_says() -> None:
    """Run with ``-s`` to read which way each is asked."""
    files = sorted(Path("content/genai").glob("*.md"))
    found = [text for one in files for text, _ in read_lesson(one).project.criteria]
    ways = {text: is_about_every_line(text) for text in found}
    for text, every in sorted(ways.items(), key=lambda one: one[1]):
        print("doesn't" if every else "does   ", text)
    for text, every in ways.items():
        first = text.split()[0].casefold()
        if first in ("each", "every", "all", "both", "no", "kein", "jede", "jeder", "alle"):
            assert every, text
        if first == "es":
            assert not every, text
    assert {*ways.values()} == {True, False}


# How work is divided


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("One sentence.", ["One sentence."]),
        ("Two of them. Here it is!", ["Two of them.", "Here it is!"]),
        ("a: 1\nb: 2\n\nc: 3. And more.", ["a: 1", "b: 2", "c: 3. And more."]),
        ("- one\n* two\n3) three\n• four", ["one", "two", "three", "four"]),
        ("ask: order\n  and wait\nnever: pay", ["ask: order and wait", "never: pay"]),
        ("- a\n  - b", ["a", "b"]),
        ("- 1\n- 2\nTotal: 10 - 4 = 6 – or * so", ["1", "2\nTotal: 10 - 4 = 6 – or * so"]),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", ["| a | b |", "| 1 | 2 |"]),
        ("def f():\n    return 1\nf()", ["def f(): return 1", "f()"]),
        ('{\n  "a": 1.5\n}', ['{ "a": 1.5 }']),
        ('{"a": "No. Not yet. Never."}', ['{"a": "No. Not yet. Never."}']),
        ("Run it:\n```py\na = 1\n\nb = 2\n```\nThen\nlook.", None),
        ("Open, e.g. Mondays. Call Dr. Berg? yes. She knows.", None),
        ("", []),
    ],
)
def test_a_line_is_a_piece(text: str, pieces: list[str] | None) -> None:
    if pieces is None:
        pieces = {
            "R": ["Run it:", "```py\na = 1\n\nb = 2\n```", "Then", "look."],
            "O": ["Open, e.g. Mondays.", "Call Dr. Berg? yes.", "She knows."],
        }[text[0]]
    assert list(numbered_work.pieces(text)) == pieces


def test_of_long_paragraphs_each_sentence_is_one() -> None:
    long = "It goes on for " + "very " * 40 + "long."
    assert len(numbered_work.pieces(f"{long} And on.\n\nThen it ends. There.")) == 4
    assert len(numbered_work.pieces(f"{long}\n{'Short. ' * 9}")) == 2, "nine would be too many"


CASES = [f"Asked: a{n}\nGot: b{n}\nSymptom: c{n}" for n in range(1, 4)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("\n".join(CASES), CASES),
        ("\n\n".join(CASES), CASES),
        ("\n".join(f"{n} {one}" for n, one in enumerate(CASES, start=1)), CASES),
        ("\n\n".join(f"{n} {one}" for n, one in enumerate(CASES, start=1)), CASES),
        ("\n".join(f"{n}. {one}" for n, one in enumerate(CASES, start=1)), CASES),
        ("\n".join(f"Case {n}\n{one}" for n, one in enumerate(CASES)), None),
        ("\n\n".join(f"**Case {n}**\n{one}" for n, one in enumerate(CASES)), None),
        ("\n".join(one.replace("Asked", "Gefragt") for one in CASES), None),
        ("My cases:\n" + "\n".join(CASES), ["My cases:", *CASES]),
        ("- Asked: a\n- Got: b\n- Asked: c\n- Got: d", ["Asked: a\nGot: b", "Asked: c\nGot: d"]),
        ("- Asked: a\n- Got: b\n\n- Asked: c\n- Got: d", ["Asked: a\nGot: b", "Asked: c\nGot: d"]),
        ("1. dogs\n- asked\n- got\n2. wifi", ["dogs\n- asked\n- got", "wifi"]),
        ("Mine:\n\n1. a\n2. b\n\nTen.", ["Mine:", "a", "b", "Ten."]),
        ("List 1: a\nList 1: b\n\nList 2: c", ["List 1: a", "List 1: b", "List 2: c"]),
        ("a\nb\n\nc\nd\n\ne", ["a\nb", "c\nd", "e"]),
        ("A page:\n\na\nb\nc", ["A page:", "a", "b", "c"]),
        ("9 came\nfour sang\n3 stayed", ["9 came", "four sang", "3 stayed"]),
        ("0 a\n1 b\n2 c", ["0 a", "1 b", "2 c"]),
        ("1 a\n2 b\n3 c", ["a", "b", "c"]),
        ("facts: a\nsums: b\nrules: c", ["facts: a", "sums: b", "rules: c"]),
    ],
)
def test_what_belongs_to_one_case_is_one_piece(text: str, pieces: list[str] | None) -> None:
    found = numbered_work.pieces(text)
    if pieces is not None:
        assert list(found) == pieces
        return
    assert len(found) == len(CASES)
    assert all(f"a{n}\nGot: b{n}\nSymptom: c{n}" in one for n, one in enumerate(found, start=1))


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_of_more_than_eight_none_is_pointed_at(between: str) -> None:
    for count in range(2, 20):
        lines = [f"line {n}" for n in range(count)]
        found = numbered_work.pieces(between.join(lines))
        assert list(found) == (lines if count <= numbered_work.MAX_PIECES else [])
    assert numbered_work.pieces("Here it is. " * 17) == ()
    talk = before_milestones()
    talk.type(between.join(f"line {n}" for n in range(15)))
    assert talk.labels == ["Yes, go on", "Mend it first"]


@given(text=st.text(st.sampled_from("ab1-. \n:`"), max_size=60))
def test_nothing_that_is_written_gets_lost_or_comes_twice(text: str) -> None:
    found = numbered_work.pieces(text)
    assert len(found) <= numbered_work.MAX_PIECES
    if found:
        letters = [each for each in text if each in "ab"]
        assert [each for each in "".join(found) if each in "ab"] == letters


def test_long_work_is_shown_in_short_and_code_as_code() -> None:
    shown = numbered_work.render(numbered_work.pieces("\n".join("word " * 100 for _ in range(8))))
    assert len(shown) < numbered_work.SHOWN + 100
    assert numbered_work.render(("a *b*", "```py\nc * d * e\n```")) == (
        "**1.** a \\*b\\*\n\n**2.**\n\n```\nc * d * e\n```"
    )
    assert numbered_work.in_short("```py\nc * d\n```") == "c \\* d"
