"""A new version of the work on a milestone takes the place of the one before; the rest is added."""

import pytest

from bot.conversation import session as sessions
from bot.conversation.facts.learner import Submission
from bot.conversation.inputs import Command, Input, Text, Upload
from bot.conversation.lesson.project.submissions import says_again
from bot.lessons.model import Lesson
from bot.lessons.practice import Check, Milestone, Project
from tests.rigs.talk import Conversation, said

ANEW = "✅ **Handed in**, in place of what you sent before."
ADDED = "✅ **Handed in**, added to what you sent before."
PAGE = "\n".join(f"line {n} of a page that {name} reads" for n, name in enumerate("abcdefghij"))
"""More than a line can hold."""


def talking(*, second: str = "", **first: object) -> Conversation:
    """A learner before the first of two milestones, with a criterion each and one about both."""
    values = {"id": "page", "title": "Page", "text": "Do it."} | first
    parts = (
        Milestone.model_validate(values),
        Milestone(id="note", title="Note", text="Say it.", builds_on=second),
    )
    project = Project(
        brief="Brief.",
        milestones=parts,
        rubric=("It is whole.", "It is short.", "Both agree."),
        about=((1,), (2,), ()),
    )
    talk = Conversation([Lesson(id="own", title="Own", minutes=1, project=project)])
    talk.send(Command("learn", "own"))
    talk.press("Project", "Continue")
    return talk


def work(talk: Conversation) -> list[str]:
    return [one.text for one in talk.facts if isinstance(one, Submission)]


def file(name: str, text: str = "") -> Upload:
    return Upload(name, 9, "image/jpeg", name, text=text)


def begin_to_mend(talk: Conversation) -> None:
    """Find none of it there, or not all."""
    talk.press("None yet" if "None yet" in talk.labels else "Mend it first")


def test_what_is_sent_again_takes_the_place_of_what_was_there_wherever_work_is_shown() -> None:
    talk = talking(second="own/page")
    talk.type(PAGE)
    assert "It takes the place of what you sent before." in said(talk.press("Mend it first"))
    turn = talk.type("All of it, written anew.")
    assert ANEW in said(turn)
    turn = talk.press("Yes, go on")
    assert "handed in for *Page*:**\n\n> All of it, written anew.\n" in said(turn)
    shown = [said(talk.press("All milestones")), said(talk.press("1 · Page"))]
    talk.press("Continue")
    talk.type("A note.")
    shown += [said(talk.press("Yes, go on")), said(talk.press("Judge my work"))]
    shown += [said(talk.type("all")), said(talk.type("yes"))]
    assert "🏁" in shown[-1]
    assert not any("line 0" in one for one in shown)
    assert sum("All of it, written anew." in one for one in shown) == 5
    assert not any("earlier" in one for one in shown)
    assert work(talk) == [PAGE, "All of it, written anew.", "A note."], "the record keeps both"


def test_what_a_mended_version_lacks_is_asked_for_in_all_of_it() -> None:
    talk = talking(hand_in=(Check(kind="length", unit="words", most=4),))
    talk.type("Nine people came.")
    talk.press("Mend it first")
    lacks = said(talk.type("Nine people came on Thursday."))
    assert "5 words" in lacks
    assert "Send it again, all of it, with that mended, or leave it at that." in lacks
    assert talk.session
    talk.session = sessions.load(sessions.dump(talk.session))
    assert ANEW in said(talk.type("Nine came."))
    shown = said(talk.press("Yes, go on", "All milestones"))
    assert "“Nine came.”" in shown
    assert "Thursday" not in shown
    assert "earlier" not in shown


def test_who_goes_back_adds_to_it_or_mends_it() -> None:
    talk = talking()
    talk.type(PAGE)
    talk.press("Yes, go on", "All milestones", "1 · Page")
    assert (
        "Anything else you send is added to it. To send it again, all of it, press *Mend it*"
        in (said(talk.turns[-1]))
    )
    assert ADDED in said(talk.type("And a line more."))
    there = said(talk.press("All milestones", "1 · Page"))
    assert "> line 9 of" in there
    assert "> And a line more." in there
    assert "Send it again, all of it" in said(talk.press("Mend it"))
    talk.send(Command("stop"))
    assert said(talk.send(Command("continue"))).endswith("the place of what you sent before.")
    assert ANEW in said(talk.type("A page."))
    there = said(talk.press("Yes, go on", "All milestones", "1 · Page"))
    assert "> A page.\n" in there
    assert "line" not in there.split("> A page.")[0].split("Do it.")[1]
    assert len(work(talk)) == 3


def test_no_correction_stands_whole_above_work_that_is_cut() -> None:
    talk = talking(product=True)
    talk.type(PAGE)
    talk.press("Yes, go on", "Tick it off", "All milestones", "1 · Page")
    talk.type("And a line more.")
    judged = said(talk.press("Judge my work"))
    again, end = said(talk.type("all")), said(talk.type("yes"))
    assert "🏁" in end
    for shown in (judged, again, end):
        assert shown.index("> line 0") < shown.index("> line 9 of") < shown.index("> And a line")


def test_long_pieces_share_what_there_is_room_for() -> None:
    talk = talking()
    talk.type("word " * 400)
    talk.press("Yes, go on", "All milestones", "1 · Page")
    talk.type("A line more.")
    talk.press("Tick it off")
    shown = said(talk.press("Judge my work"))
    assert "…" in shown
    assert shown.index("…") < shown.index("> A line more.")


@pytest.mark.parametrize(
    ("first", "then", "stays"),
    [
        (Text(PAGE), file("a.jpg"), ["`a.jpg`", "line 0"]),
        (Text(PAGE), Text("https://example.org/a"), ["https://example.org/a", "line 0"]),
        (file("a.jpg", "Three cups."), Text("Four cups, then."), ["`a.jpg`", "Four cups"]),
    ],
    ids=["a file to a text", "a link to a text", "a text to a file"],
)
def test_a_file_or_a_link_is_added_to_a_text_that_is_mended(
    first: Input, then: Input, stays: list[str]
) -> None:
    talk = talking()
    talk.send(first)
    begin_to_mend(talk)
    talk.send(then)
    shown = said(talk.press("Yes, go on", "All milestones", "1 · Page"))
    assert all(one in shown for one in stays)
    assert "Three cups" not in shown


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (file("a.jpg"), file("b.jpg")),
        (Text("https://example.org/a.jpg"), Text("https://example.org/b")),
    ],
    ids=["files", "links"],
)
def test_a_file_takes_the_place_of_a_file_and_a_link_of_a_link(first: Input, then: Input) -> None:
    talk = talking()
    talk.send(first)
    begin_to_mend(talk)
    talk.send(then)
    shown = said(talk.press("Yes, go on", "All milestones", "1 · Page"))
    assert "a.jpg" not in shown
    assert "b" in shown


def test_what_says_it_all_again_is_a_version_of_it_wherever_it_is_sent() -> None:
    talk = talking(hand_in=(Check(kind="length", unit="lines", least=12),))
    assert "10 lines, but I asked for 12" in said(talk.type(PAGE)).replace("at least ", "")
    whole = f"{PAGE}\nthe eleventh\nand the twelfth"
    assert ANEW in said(talk.type(whole))
    talk.press("Yes, go on")
    there = said(talk.press("All milestones", "1 · Page"))
    assert there.count("> line 0") == 1


def test_what_is_missing_is_added() -> None:
    talk = talking(hand_in=(Check(kind="length", unit="lines", least=12),))
    talk.type(PAGE)
    assert ADDED in said(talk.type("the eleventh\nand the twelfth"))


def test_a_few_words_in_place_of_an_answer_to_the_look_are_added() -> None:
    talk = talking()
    talk.type(PAGE)
    assert ADDED in said(talk.type("It was Thursday."))
    talk = talking()
    talk.type(PAGE)
    assert ANEW in said(talk.type(PAGE.replace("page", "sheet")))


@pytest.mark.parametrize(
    ("text", "earlier", "again"),
    [
        ("One. Two is here now. Three is new.", "One. Two is here now.", True),
        ("Nobody came on Thursday, and nobody on Friday.", "nobody came on Thursday", True),
        ("Do pupils pay less? | no", "Do nurses pay less? | no", False),
        ("Cup 2. It goes on.", "Cup 1. It goes on.", False),
        ("Pour slowly, in some 200 seconds.", "Pour slowly.", True),
        ("Pour slowlywise.", "Pour slowly.", False),
        ("Nothing.", "", False),
        ("It is flat. A fourth one.", "It is flat. A second one. A third one.", False),
    ],
)
def test_most_of_it_is_said_again_word_for_word(text: str, earlier: str, again: bool) -> None:
    assert says_again(text, earlier) is again


# What was said yes to


def test_what_was_said_yes_to_is_ticked_until_what_it_is_about_changes() -> None:
    talk = talking()
    talk.type(PAGE)
    talk.press("Yes, go on")
    talk.type("A note.")
    talk.press("Mend it first")
    talk.type("Another note.")
    talk.press("Yes, go on", "Judge my work")
    assert talk.labels == ["☑ 1", "☑ 2", "Done"], "the mended one was looked at, too"
    talk.press("☑ 2", "Done", "Yes", "Back to 2 · Note")
    talk.type("A third note.")
    talk.press("Yes, go on", "Judge my work")
    assert talk.labels == ["☑ 1", "☑ 2", "Done"]
    assert talk.session
    assert talk.session.run
    assert talk.session.run.met == ("yes", "yes", "no"), "what is about all has changed, too"
    talk.press("☑ 1", "☑ 2", "Done", "Not yet", "All milestones", "Continue", "Back to 1 · Page")
    talk.press("Go on as it is", "Judge my work")
    assert talk.labels == ["☐ 1", "☐ 2", "Done"]
    assert "What you said yes to" not in said(talk.turns[-1])


def test_who_goes_on_without_mending_has_not_said_yes() -> None:
    talk = talking()
    talk.type(PAGE)
    talk.press("Mend it first", "Go on as it is", "Tick it off", "Judge my work")
    assert talk.labels == ["☐ 1", "☐ 2", "Done"]


def test_a_yes_that_is_typed_is_one() -> None:
    talk = talking()
    talk.type(PAGE)
    talk.type("yes")
    talk.press("Tick it off", "Judge my work")
    assert talk.labels == ["☑ 1", "☐ 2", "Done"]


def test_a_file_that_comes_late_is_another_version() -> None:
    talk = talking()
    talk.type(PAGE)
    talk.press("Yes, go on")
    talk.type("A note.")
    talk.press("Yes, go on")
    talk.send(file("late.jpg"))
    talk.press("Judge my work")
    assert talk.labels == ["☑ 1", "☐ 2", "Done"]
