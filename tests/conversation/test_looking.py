"""What a milestone will be judged by is asked as soon as its work is in, while it can be mended."""

import pytest

from bot.conversation.facts.learner import Checked, Rated
from bot.conversation.inputs import Command, Upload
from bot.lessons.practice import Check
from tests.rigs.milestones import before_milestones, work
from tests.rigs.talk import said

LOOK = "Look at your own lines: does it do this?"
AGAIN = "Does it do this now?"
EXAMPLE = """Hand in what you found. A choir's:

*Twelve singers came on Thursday, nobody knew the second tune, and the parish hall was cold.*"""


def test_what_is_asked_about_a_milestone_is_asked_once_it_is_in() -> None:
    talk = before_milestones()
    turn = talk.type("Who came?")
    assert said(turn).endswith(f"✅ **Handed in.**\n\n**{LOOK}**\n\n> It is asked.")
    assert talk.labels == ["Yes, go on", "Mend it first"]
    assert "Milestone 2 of 4" in said(talk.press("Yes, go on"))
    turn = talk.type("Nine.")
    assert f"**{LOOK}**\n\n- It is counted.\n- It is exact." in said(turn)
    assert "Both agree" not in said(turn), "the third is still to come"
    talk.press("Yes, go on")
    assert f"**{LOOK}**\n\n> Both agree." in said(talk.type("Both say nine.")), "now both are there"
    talk.press("Yes, go on")
    assert LOOK not in said(talk.type("Nine came.")), "what is about all comes at the end"
    assert not [one for one in talk.facts if isinstance(one, Rated)]
    talk.press("Judge my work")
    for labels in (["☑ 1", "☑ 2", "Done"], ["☑ 3", "☑ 4", "Done"]):
        assert talk.labels == labels, "that is ticked"
        assert "*What you said yes to is ticked. Look at the whole once more" in said(
            talk.turns[-1]
        )
        talk.press("Done")
    assert talk.labels == ["Yes", "Not yet"], "what is about all was not asked"
    assert talk.asked
    assert "What you said yes to" not in talk.asked.text


def test_it_can_be_mended_first_and_goes_on_with_that() -> None:
    talk = before_milestones()
    talk.type("Who came?")
    assert "Send it again" in said(talk.press("Mend it first"))
    assert talk.labels == ["Go on as it is", "All milestones"]
    turn = talk.type("Who came on Thursday?")
    told = f"✅ **Handed in**, in place of what you sent before.\n\n**{AGAIN}**\n\n> It is asked."
    assert told in said(turn), "what was mended is looked at, too"
    assert "Milestone 2 of 4" in said(talk.press("Yes, go on"))
    assert work(talk) == ["Who came?", "Who came on Thursday?"]


def test_typing_is_mending_too_and_a_word_is_an_answer() -> None:
    talk = before_milestones()
    talk.type("Who came?")
    assert AGAIN in said(talk.type("Who came on Thursday?"))
    assert len(work(talk)) == 2
    assert "Milestone 2 of 4" in said(talk.type("yes"))
    talk.type("Nine.")
    assert "Send it again" in said(talk.type("no"))
    assert "Milestone 3 of 4" in said(talk.type("ok"))
    talk.type("Both say nine.")
    assert "Milestone 4 of 4" in said(talk.type("yes"))
    assert work(talk, "count") == ["Nine."]
    assert work(talk, "compare") == ["Both say nine."]


def test_a_mended_version_that_lacks_something_is_not_passed_over() -> None:
    talk = before_milestones(hand_in=(Check(kind="length", unit="words", most=4),))
    talk.press("Skip")
    talk.type("Nine people came.")
    turn = talk.type("Nine people came on Thursday.")
    assert "5 words" in said(turn)
    assert "Milestone 3" not in said(turn)
    talk.send(Command("stop"))
    assert "Send it again, all of it, with that mended" in said(talk.send(Command("continue")))
    assert AGAIN in said(talk.type("Nine singers came."))
    assert "Milestone 3 of 4" in said(talk.press("Yes, go on"))
    checked = [one.failed for one in talk.facts if isinstance(one, Checked)]
    assert checked == [(), (0,), ()]


@pytest.mark.parametrize("way", ["Tick it off", "Skip"])
def test_what_is_ticked_off_or_skipped_is_not_looked_at(way: str) -> None:
    assert "Milestone 2 of 4" in said(before_milestones().press(way))


def test_what_lacks_something_is_looked_at_once_it_is_there() -> None:
    talk = before_milestones(hand_in=(Check(kind="numbers", least=1),))
    talk.press("Skip")
    assert LOOK not in said(talk.type("Nobody counted."))
    assert "**Which line does it?**" in said(talk.type("It was 9."))
    talk.press("2", "2", "All milestones", "2 · Count")
    assert "**Which line" not in said(talk.type("And 10 on Friday.")), "it was looked at"


def test_what_was_left_with_something_missing_is_not_looked_at() -> None:
    talk = before_milestones(hand_in=(Check(kind="numbers", least=1),))
    talk.press("Skip")
    talk.type("Nobody counted.")
    assert "Milestone 3 of 4" in said(talk.press("Leave it at that"))


def test_who_is_back_from_the_judging_looks_at_what_they_left_unticked() -> None:
    talk = before_milestones()
    talk.press("Tick it off", "Skip", "Skip", "Skip", "Judge my work")
    talk.press("Done", "Done", "Not yet", "Back to 1 · Ask")
    assert "this is still missing:**\n▫️ It is asked." in said(talk.turns[-1])
    assert said(talk.type("Who came?")).endswith(f"**{LOOK}**\n\n> It is asked.")
    assert work(talk)[-1] == "Who came?"


def test_what_they_send_then_takes_the_place_of_what_they_judged() -> None:
    talk = before_milestones()
    talk.press("Skip")
    talk.type("Nine came.\nFour of them sang.")
    talk.press("All of it", "1", "Skip", "Skip", "Judge my work")
    talk.press("☑ 2", "Done", "Done", "Not yet", "Back to 2 · Count")
    there = said(talk.turns[-1])
    assert "Milestone 2 of 4 · Count" in there
    assert "this is still missing:**\n▫️ It is counted. *(not yet)*\n" in there
    assert "> Nine came.\n> Four of them sang.\n\n✍️ Send it again, all of it" in there
    assert talk.labels == ["Go on as it is", "All milestones"]
    turn = said(talk.type("Nine people came.\nFour of them sang.\nNobody else."))
    assert "in place of what you sent before." in turn
    assert turn.endswith("> It is counted.\n\n**Which line does it now?**")
    talk.press("1", "Skip", "Skip", "Judge my work")
    judged = said(talk.turns[-1])
    assert "2. It is counted. *(you pointed to: “Nine people came.”)*" in judged
    assert talk.labels == ["☐ 1", "☑ 2", "Done"]
    judged += said(talk.press("Done"))
    assert "> Nine came." not in judged
    assert "3. It is exact. *(you pointed to: “Nine people came.”)*" in judged
    assert talk.labels == ["☑ 3", "☐ 4", "Done"], "what was ticked still is"


def test_whoever_comes_back_is_asked_again() -> None:
    talk = before_milestones()
    talk.type("Who came?")
    talk.send(Command("stop"))
    assert said(talk.send(Command("continue"))).endswith(f"**{LOOK}**\n\n> It is asked.")
    assert "Milestone 2 of 4" in said(talk.press("Yes, go on"))


def test_a_file_is_looked_at_by_its_sender() -> None:
    talk = before_milestones()
    turn = talk.send(Upload("a.jpg", 9, "image/jpeg", "ref"))
    assert "**Look at your file once more: does it do this?**\n\n> It is asked." in said(turn)
