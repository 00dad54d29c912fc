"""Two pieces of made-up work are told apart before a look at one's own."""

import pytest

from bot.conversation import session as sessions
from bot.conversation.facts.learner import Rated
from bot.conversation.inputs import Command, Text, Upload
from bot.conversation.lesson.project import inspection
from bot.conversation.session import Run
from bot.lessons.model import Lesson
from bot.lessons.practice import Check, Milestone, Pair, Project
from tests.rigs.milestones import before_milestones, work
from tests.rigs.talk import Conversation, said

PAIRS = (
    Pair(does="Never a.", not_yet="Never b.", why="Never."),
    Pair(),
    Pair(does="*Nine and nine.*", not_yet="*About the same.*", why="Only numbers can agree."),
    Pair(does="*Who came?*", not_yet="*The choir.*", why="The choir is no question."),
    Pair(does="*Nine.*", not_yet="*A few.*", why="A few may be three."),
)
OWN = "**Now your own: does it do this?**"
LOOK = "**Look at your own lines: does it do this?**"
ASKED = """**Before you look at your own,** compare two made-up ones. One does this, the other \
doesn't yet:

> It is asked.

**1.** *The choir.*

**2.** *Who came?*

**Which one does it?**"""


def talking(pairs: tuple[Pair, ...] = PAIRS, **second: object) -> Conversation:
    """A learner before the first of four milestones; only the last has nothing to tell apart."""
    return before_milestones(pairs, **second)


def test_two_pieces_are_told_apart_before_the_look() -> None:
    talk = talking()
    turn = talk.type("Who comes?")
    assert said(turn).endswith(f"✅ **Handed in.**\n\n{ASKED}")
    assert talk.labels == ["1", "2"]
    turn = talk.press("2")
    told = "✅ **Yes, it's 2.** The choir is no question."
    assert said(turn).endswith(f"{told}\n\n{OWN}\n\n> It is asked."), "in one message"
    assert talk.labels == ["Yes, go on", "Mend it first"]
    assert "Milestone 2 of 4" in said(talk.press("Yes, go on"))
    assert work(talk) == ["Who comes?"]
    assert not [one for one in talk.facts if isinstance(one, Rated)]


def test_a_sticker_uses_up_no_comparison() -> None:
    talk = talking()
    talk.type("Who comes?")
    told = said(talk.type("👍"))
    assert "Not that one" not in told
    assert told.endswith("**Which one does it?**")
    assert work(talk) == ["Who comes?"]
    assert "Yes, it's 2" in said(talk.press("2"))


def test_who_takes_the_other_one_is_told_which_and_why_all_the_same() -> None:
    talk = talking()
    talk.type("Who comes?")
    turn = talk.press("1")
    told = "**Not that one: it's 2.** The choir is no question."
    assert said(turn).endswith(f"{told}\n\n{OWN}\n\n> It is asked.")
    assert "Send it again" in said(talk.press("Mend it first"))
    turn = talk.type("Who comes on Thursday?")
    assert said(turn).endswith("**Does it do this now?**\n\n> It is asked."), "only of their own"
    assert "Milestone 2 of 4" in said(talk.press("Yes, go on"))


def test_the_first_criterion_with_a_pair_is_shown_and_all_are_looked_at() -> None:
    talk = talking()
    talk.press("Skip")
    turn = talk.type("9")
    drawn = "\n\n> It is exact.\n\n**1.** *Nine.*\n\n**2.** *A few.*"
    assert drawn in said(turn), "the other way round"
    turn = talk.press("1")
    assert "✅ **Yes, it's 1.**" in said(turn)
    assert said(turn).endswith(f"{OWN}\n\n- It is counted.\n- It is exact.")
    talk.press("Yes, go on")
    assert "Both agree." in said(talk.type("Nine and nine.")), "now both are there"
    talk.press("2", "Yes, go on")
    turn = talk.type("Nine came.")
    assert "Never" not in said(turn), "what is about all comes at the end"
    assert "Milestones done: 3 of 4" in said(turn)


@pytest.mark.parametrize(
    "words",
    [
        *("2", "2.", "second", "The second one!", "I think 2", "probably the second", "text 2"),
        *("the second, because a question asks", "2 because 1 is no question", "das zweite"),
        "it's number two",
    ],
)
def test_which_one_it_is_can_be_typed(words: str) -> None:
    talk = talking()
    talk.type("Who comes?")
    assert "**Yes, it's 2.**" in said(talk.type(words))
    assert work(talk) == ["Who comes?"]
    assert talk.labels == ["Yes, go on", "Mend it first"]


@pytest.mark.parametrize("words", ["1", "first", "the first one", "one", "I'd say 1"])
def test_so_can_the_other(words: str) -> None:
    talk = talking()
    talk.type("Who comes?")
    assert "**Not that one: it's 2.**" in said(talk.type(words))


@pytest.mark.parametrize("words", ["no idea", "both", "neither", "1 or 2", "ok", "?"])
def test_who_names_neither_is_told_without_a_verdict(words: str) -> None:
    talk = talking()
    talk.type("Who comes?")
    assert f"**It's 2.** The choir is no question.\n\n{OWN}" in said(talk.type(words))
    assert work(talk) == ["Who comes?"]


@pytest.mark.parametrize(
    "words",
    [
        *("Who comes on Thursday?", "The first thing is: who comes?", "2 come, 3 don't. Who?"),
        *("not 1", "one two three", "because", "1. Who comes?\n2. When?"),
    ],
)
def test_other_words_are_a_mended_version(words: str) -> None:
    talk = talking()
    talk.type("Who comes?")
    turn = said(talk.type(words))
    place = "in place of" if len(words) > 4 else "added to"
    assert f"✅ **Handed in**, {place} what you sent before.\n\n**Before you look" in turn
    assert turn.endswith(ASKED), "the two are still to be told apart"
    assert work(talk) == ["Who comes?", words]


def test_a_file_is_a_mended_version_too() -> None:
    talk = talking()
    talk.type("Who comes?")
    assert said(talk.send(Upload("a.jpg", 9, "image/jpeg", "ref"))).endswith(ASKED)
    assert len(work(talk)) == 2


def test_words_for_the_form_of_the_question_are_read_alike() -> None:
    talk = talking()
    talk.type("Who comes?")
    assert talk.asked
    assert talk.asked.words
    assert "**Yes, it's 2.**" in said(talk.send(Text("2", talk.asked.question)))


def test_a_mended_version_that_lacks_something_is_asked_for_and_nothing_told_apart() -> None:
    talk = talking(hand_in=(Check(kind="length", unit="words", most=4),))
    talk.press("Skip")
    assert "**Which one does it?**" in said(talk.type("Nine people came."))
    assert "5 words" in said(talk.type("Nine people came on Thursday."))
    assert "5 words" in said(talk.type("Second of all: nobody came."))
    turn = talk.type("the second one")
    assert "**Which one does it?**" in said(turn), "it may well be what they count"
    assert work(talk, "count")[-1] == "the second one"


def test_whoever_comes_back_is_asked_again_until_they_have_answered() -> None:
    talk = talking()
    talk.type("Who comes?")
    talk.send(Command("stop"))
    assert said(talk.send(Command("continue"))).endswith(ASKED)
    talk.press("2")
    talk.send(Command("stop"))
    assert said(talk.send(Command("continue"))).endswith(f"{LOOK}\n\n> It is asked.")
    assert "Milestone 2 of 4" in said(talk.press("Yes, go on"))


def test_what_was_told_apart_is_not_asked_twice() -> None:
    talk = talking(hand_in=(Check(kind="length", unit="words", most=4),))
    talk.press("Skip")
    talk.type("Nine people came.")
    talk.press("1", "Mend it first")
    talk.type("Nine people came on Thursday.")
    talk.press("All milestones", "2 · Count")
    lines = "**1.** Nine people came on Thursday.\n**2.** Nine singers came."
    assert said(talk.type("Nine singers came.")).endswith(
        f"**Look at your own lines:**\n\n{lines}\n\n> It is exact.\n\n**Which line does it?**"
    )
    assert talk.session
    assert sessions.load(sessions.dump(talk.session)) == talk.session
    assert talk.session.run
    assert talk.session.run.apart == ("count",)


def test_the_right_one_stands_in_no_place_throughout() -> None:
    found = set()
    for number in range(40):
        ids = [f"m{n}" for n in range(number % 4 + 2)]
        project = Project(
            milestones=tuple(Milestone(id=one, title=one) for one in ids),
            rubric=tuple(ids),
            about=tuple((n,) for n in range(1, len(ids) + 1)),
            pairs=(Pair(does="A", not_yet="B", why="C"),) * len(ids),
        )
        lesson = Lesson(id=f"l{number}", title="L", minutes=1, project=project)
        shown = [inspection.pair_at(lesson, Run("r", "l", "v", "project"), one) for one in ids]
        assert all(one and one.pieces[one.right - 1] == "A" for one in shown)
        places = tuple(one.right for one in shown if one)
        assert {*places} == {1, 2}
        found.add(places)
    assert len(found) > 10, "and they don't take turns"


def test_a_lesson_without_pairs_goes_straight_to_the_look() -> None:
    talk = talking(pairs=())
    assert said(talk.type("Who comes?")).endswith(f"{LOOK}\n\n> It is asked.")
    talk.press("Yes, go on")


@pytest.mark.parametrize("way", ["Tick it off", "Skip"])
def test_nothing_is_told_apart_where_there_is_nothing_to_look_at(way: str) -> None:
    assert "Milestone 2 of 4" in said(talking().press(way))


def test_a_file_of_their_own_is_called_that() -> None:
    talk = talking()
    talk.send(Upload("a.jpg", 9, "image/jpeg", "ref"))
    assert "**Now your file: does it do this?**" in said(talk.press("2"))
