"""Milestones that ask for a thing: what is missing is said, and what came of it at the end."""

import pytest

from bot.conversation.facts.learner import Checked, Rated, Submission
from bot.conversation.inputs import Command, Upload
from bot.conversation.outputs import Ask
from bot.lessons.model import Lesson
from bot.lessons.practice import Check, Milestone, Project
from tests.rigs import paths
from tests.rigs.courses import read_course
from tests.rigs.talk import Conversation, said

COURSE, LESSONS = read_course(paths.KITCHEN)
LINK = (Check(kind="link"), Check(kind="numbers", least=2))


def asking(**more: object) -> Conversation:
    """A learner before the first milestone of a project that asks for a link and two numbers."""
    values = {"id": "first", "title": "First", "text": "Do it.", "hand_in": LINK, **more}
    first = Milestone.model_validate(values)
    parts = (first, Milestone(id="second", title="Second"))
    project = Project(brief="Brief.", minutes=90, milestones=parts, rubric=("It is good.",))
    talk = Conversation([Lesson(id="own", title="Own", minutes=1, project=project)])
    talk.send(Command("learn", "own"))
    talk.press("Project", "Continue")
    return talk


def work(talk: Conversation) -> list[Submission]:
    return [fact for fact in talk.facts if isinstance(fact, Submission)]


def checked(talk: Conversation) -> list[tuple[int, ...]]:
    return [fact.failed for fact in talk.facts if isinstance(fact, Checked)]


def test_a_milestone_is_done_once_all_that_it_asks_for_is_there() -> None:
    talk = asking()
    turn = talk.type("I found 3 things.")
    assert "❌ I can't find a link" in said(turn)
    assert "❌ 1 number (3), but I asked for 2" in said(turn)
    assert "Milestone 2" not in said(turn)
    talk.send(Upload("a.jpg", 9, "image/jpeg", "ref", text="Here are 4 and 5."))
    assert "❌ I can't find a link" in said(talk.turns[-1])
    turn = talk.type("https://example.org/it")
    assert "✅ **Handed in**, added to what you sent before.\n\n**Milestone 2 of 2" in said(turn)
    assert len(work(talk)) == 3, "nothing that was sent is lost"
    assert checked(talk) == [(0, 1), (0,), ()]


def test_the_example_of_a_milestone_is_nobodys_own_work() -> None:
    example = "```text\n3 of 4, then 4 of 4\nhttps://example.org\n```"
    talk = asking(text=f"Do it. Hand in a link and two numbers, such as\n\n{example}")
    turn = talk.type("3 of 4, then 4 of 4\nhttps://example.org")
    assert "That's what the milestone shows. Now hand in your own." in said(turn)
    assert not work(talk)
    assert "**Milestone 2 of 2" in said(talk.type("2 of 4, then 3 of 4\nhttps://example.org"))


def test_a_number_that_could_be_a_choice_is_handed_in() -> None:
    talk = asking()
    talk.type("1")
    assert [one.text for one in work(talk)] == ["1"]


def test_what_is_open_or_lacks_something_never_has_a_tick_and_is_listed_once() -> None:
    talk = asking()
    talk.type("3 and 4")
    talk.press("Leave it at that", "Skip")
    assert "**Milestones done: 0 of 2.** You can go back to what's open, or" in said(talk.turns[-1])
    assert "1 · First" in talk.labels
    assert "**1 · First**" in said(talk.press("All milestones"))
    talk.press("Continue", "1 · First")
    assert "❌ I can't find a link" in said(talk.turns[-1])
    work_shown = said(talk.press("Continue", "Skip", "Judge my work"))
    assert "🔸 **1 · First**\n“3 and 4”\n*still missing: a link (https://…)*" in work_shown
    talk.press("Not yet")
    end = said(talk.press("Finish"))
    assert "🏁 **Own · what you made**" in end
    assert "🔸 **1 · First**\n“3 and 4”\n*still missing: a link (https://…)*" in end
    assert "with 2 milestones still open**\n▫️ It is good. *(not yet)*" in end
    assert not {"✅", "☑️"} & set(end.split())
    assert checked(talk) == [(0,), (0,)]


def test_the_work_is_shown_to_be_judged_and_the_product_whole_at_the_end() -> None:
    talk, plan = asking(), "\n".join(f"line {n} of a plan that somebody keeps" for n in range(19))
    talk.type("3 and 4: https://example.org, of which there is more to say than fits a line" * 2)
    talk.type(plan)
    assert "Every milestone is done." in said(talk.turns[-1])
    shown = talk.press("Judge my work")
    asked = next(output for output in shown.outputs if isinstance(output, Ask))
    assert "line 0 of a plan" not in asked.text, "long work stands in messages of its own"
    judged = said(shown)
    assert "which there is more to say than fits a line" in judged
    assert judged.count("…”") == 1, "what led up to it is in a line"
    assert "✅ **2 · Second**\n\n> line 0 of a plan" in judged
    assert "line 18" not in judged
    assert judged.index("line 0 of a plan") < judged.index("Now judge your work")
    end = said(talk.press("Yes"))
    assert "✅ **2 · Second**\n\n> line 0 of a plan" in end
    assert "\n> line 18 of a plan that somebody keeps\n" in end


RUBRIC = ("It is good.", "It is short.", "It is yours.")


def judging() -> Conversation:
    """A learner whose first milestone is open, before what they made is judged."""
    first = Milestone(id="first", title="First", text="Do it.", hand_in=LINK)
    parts = (first, Milestone(id="second", title="Second"), Milestone(id="third", title="Third"))
    project = Project(brief="Brief.", minutes=90, milestones=parts, rubric=RUBRIC)
    talk = Conversation([Lesson(id="own", title="Own", minutes=1, project=project)])
    talk.send(Command("learn", "own"))
    talk.press("Project", "Continue", "Skip")
    talk.type("A plan.")
    talk.press("Tick it off", "Judge my work")
    return talk


def test_all_is_ticked_and_what_is_open_is_said_in_one_breath() -> None:
    talk = judging()
    end = said(talk.type("all", "yes"))
    assert "**All ticked, with milestone 1 still open**\n✅ It is good." in end
    assert "✅ **2 · Second**\n“A plan.”" in end
    assert "You ticked all of it" not in end


def test_what_is_missing_by_ones_own_verdict_can_be_mended_and_judged_again() -> None:
    talk = judging()
    assert "**None of them yet.** You can go back and fix that" in said(
        talk.press("Done", "Not yet")
    )
    assert talk.labels == ["Finish", "Back to 1 · First", "All milestones"]
    assert "Added to *Third*" in said(talk.send(Upload("a.jpg", 9, "image/jpeg", "ref")))
    talk.press("All milestones", "Continue")
    assert talk.labels[0] == "Finish", "what was said stays said"
    talk.press("Back to 1 · First")
    talk.type("3 and 4: https://example.org")
    again = said(talk.press("Judge my work"))
    assert "✅ **1 · First**\n“3 and 4: https://example.org”" in again
    assert talk.labels == ["☐ 1", "☐ 2", "Done"]
    assert "**2 of 3.** Number 2 is still missing. You can mend" in said(talk.type("1", "yes"))
    assert talk.labels == ["Finish", "All milestones"]
    end = said(talk.press("Finish"))
    assert "**How you judged it**\n✅ It is good.\n▫️ It is short. *(not yet)*" in end
    rated = [fact for fact in talk.facts if isinstance(fact, Rated)]
    assert [fact.met for fact in rated] == ["no", "no", "no", "yes", "no", "yes"]


def test_who_comes_back_to_judge_is_shown_the_work_once() -> None:
    talk = judging()
    talk.send(Command("stop"))
    back = said(talk.send(Command("continue")))
    assert back.count("**2 · Second**") == 1
    assert "where you are" not in back
    assert talk.labels == ["☐ 1", "☐ 2", "Done"]


def test_by_what_it_will_be_judged_is_told_before_it_begins() -> None:
    talk = judging()
    talk.send(Command("learn", "own"))
    talk.press("Project", "Begin a new one")
    assert "- It is yours." in said(talk.press("Milestones and rubric"))
    assert "**Milestone 1 of 3" in said(talk.press("Continue")), "the brief was read already"


def test_who_has_a_project_under_way_goes_on_or_begins_anew_and_loses_nothing() -> None:
    talk = asking()
    talk.type("My work is 3 of 4: https://example.org/first")
    talk.send(Command("learn", "own"))
    talk.press("Project")
    assert talk.labels == ["Go on with it", "Begin a new one", "Back"]
    assert "https://example.org/first" in said(talk.press("Go on with it"))
    talk.send(Command("learn", "own"))
    talk.press("Project", "Begin a new one", "Continue")
    assert "https://example.org/first" not in said(talk.press("All milestones"))
    talk.press("1 · First")
    talk.type("Other work is 5 of 6: https://example.org/second")
    talk.send(Command("learn", "own"))
    talk.press("Project")
    earlier = "An earlier one: 1 milestone handed in"
    assert talk.labels == ["Go on with it", earlier, "Begin a new one", "Back"]
    assert "https://example.org/first" in said(talk.press(earlier))


def test_by_what_it_will_be_judged_is_told_while_there_is_time() -> None:
    talk = asking()
    assert "**At the end you judge it by this:**\n- It is good." in said(
        talk.press("All milestones")
    )


def test_what_was_ticked_off_is_said_as_that() -> None:
    talk = asking()
    talk.type("3 and 4: https://example.org")
    talk.press("Tick it off")
    assert "**Every milestone is done.**" in said(talk.turns[-1])
    shown = said(talk.press("Judge my work"))
    assert "✅ **1 · First**\n“3 and 4: https://example.org”" in shown
    assert "☑️ **2 · Second**\n*ticked, nothing handed in*" in shown
    assert "✅ **1 · First**\n“3 and 4: https://example.org”" in said(talk.press("Yes"))


@pytest.mark.parametrize("typed", ["1", "tick it off"])
def test_what_is_typed_to_press_a_button_is_no_work(typed: str) -> None:
    talk = asking(hand_in=(Check(kind="link"),))
    assert "Milestone 2 of 2" in said(talk.type(typed))
    assert [one.text for one in work(talk)] == [""]


def test_a_number_that_is_typed_leaves_work_at_that() -> None:
    talk = asking(hand_in=(Check(kind="link"),))
    assert "Milestone 2 of 2" in said(talk.type("No address.", "1"))
    assert [one.text for one in work(talk)] == ["No address.", ""]


def test_what_may_be_in_a_file_is_not_called_missing_by_words_that_follow() -> None:
    talk = asking()
    talk.send(Upload("a.jpg", 9, "image/jpeg", "ref"))
    assert "check for yourself: a link (https://…) · 2 numbers" in said(talk.turns[-1])
    talk.press("All milestones", "1 · First")
    turn = talk.type("The 2 of page 3.")
    assert "❌" not in said(turn)
    assert "check for yourself: a link (https://…)" in said(turn)


def test_what_has_no_letter_is_not_handed_in() -> None:
    talk = asking()
    assert "nothing in it" in said(talk.type("…"))
    assert work(talk) == []


def test_who_only_ticks_is_told_so_at_the_end() -> None:
    talk = asking()
    talk.press("Tick it off", "Tick it off", "Judge my work")
    assert "You've kept it to yourself, so keep it in front of you." in said(talk.turns[-1])
    talk.press("Yes")
    assert "reached the end with nothing handed in" in said(talk.turns[-1])


def test_a_milestone_builds_on_one_of_its_own_project() -> None:
    first = Milestone(id="first", title="First", text="Do it.")
    second = Milestone(id="second", title="Second", builds_on="own/first")
    project = Project(brief="Brief.", minutes=150, milestones=(first, second))
    talk = Conversation([Lesson(id="own", title="Own", minutes=1, project=project)])
    talk.language = "de"
    talk.send(Command("learn", "own"))
    talk.press("Projekt")
    assert "2,5 Stunden" in said(talk.turns[-1])
    talk.press("Weiter")
    assert "> Mild at sixty." in said(talk.type("Mild at sixty."))


def test_a_milestone_has_all_at_hand_that_it_builds_on() -> None:
    first = Milestone(id="first", title="First", text="Do it.")
    second = Milestone(id="second", title="Second", text="Do that.")
    third = Milestone(
        id="third", title="Third", builds_on="own/first, own/second", begin_here="Say 60."
    )
    project = Project(brief="Brief.", minutes=150, milestones=(first, second, third))
    talk = Conversation([Lesson(id="own", title="Own", minutes=1, project=project)])
    talk.send(Command("learn", "own"))
    talk.press("Project", "Continue")
    talk.type("Mild at sixty.")
    skipped = said(talk.press("Skip"))
    assert "> Mild at sixty.\n\n📎 This builds on your work for *Second*" in skipped
    assert skipped.count("begin here: Say 60.") == 1
    talk.press("All milestones", "2 · Second")
    assert "> Mild at sixty.\n\n📎 **You handed in for *Second*:**\n\n> Hot." in said(
        talk.type("Hot.")
    )


def test_a_milestone_shows_the_work_that_it_builds_on() -> None:
    assert "📎" not in said(asking(builds_on="gone/three-cups").turns[-1])
    instead = {"builds_on": "tea/three-cups", "begin_here": "Any cup will do."}
    assert "📎 **Begin here:** Any cup will do." in said(asking(**instead).turns[-1])
    talk = Conversation(LESSONS, [COURSE])
    talk.send(Command("learn", "tea"))
    talk.press("Project", "Continue")
    talk.type("Mild at *sixty*.")
    own = asking(**instead)
    talk.publish(*LESSONS, *own.lessons.values())
    talk.send(Command("learn", "own"))
    talk.press("Project", "Continue")
    shown = said(talk.turns[-1])
    assert "Any cup" not in shown
    assert "**You handed in for *A cup of tea*:**\n\n> Mild at \\*sixty\\*." in shown


def test_who_has_skipped_what_a_milestone_builds_on_is_told_what_will_do() -> None:
    own = asking(builds_on="tea/three-cups", begin_here="Any cup will do.")
    talk = Conversation(LESSONS, [COURSE])
    talk.publish(*LESSONS, *own.lessons.values())
    talk.send(Command("learn", "own"))
    talk.press("Project", "Continue")
    assert "*A cup of tea*. You haven't handed in any of that, so begin here: Any cup" in said(
        talk.turns[-1]
    )


def test_a_milestone_that_one_only_looked_away_from_is_shown_anew() -> None:
    talk = asking()
    assert talk.asked
    assert not talk.asked.anew
    for looked in (["All milestones", "Continue"], ["All milestones", "1 · First"]):
        assert "**Milestone 1 of 2" in said(talk.press(*looked))
        assert talk.asked.anew, "its files were sent a moment ago"
    talk.press("All milestones", "2 · Second")
    assert not talk.asked.anew
    talk.press("All milestones", "1 · First")
    assert not talk.asked.anew, "that is another visit"
    talk.send(Command("continue"))
    assert not talk.asked.anew


WAYS = ("No scales? Count *spoons*.", "Alone? Ask yourself tomorrow.")


def test_a_way_round_is_behind_a_button_as_long_as_the_milestone_is_open() -> None:
    talk = asking(ways_round=WAYS)
    assert "scales" not in said(talk.turns[-1])
    assert talk.labels == ["Tick it off", "I'm stuck", "⋯ Menu"]
    turn = talk.press("I'm stuck")
    ways = f"- No scales? Count *spoons*.\n- {WAYS[1]}"
    assert said(turn).endswith(f"rather not show it.\n\n**Is it one of these?**\n\n{ways}")
    assert talk.labels == ["Tick it off", "⋯ Menu"]
    assert "I asked for 2" in said(talk.type("I found 3 things.")), "work is taken there"
    assert talk.labels == ["Leave it at that", "I'm stuck", "⋯ Menu"]
    talk.press("I'm stuck")
    assert talk.labels == ["Leave it at that", "⋯ Menu"]
    talk.press("All milestones")
    assert talk.asked
    assert "scales" not in talk.asked.text
    talk.press("1 · First")
    assert "I'm stuck" in talk.labels
    talk.type("4 and 5: https://example.org/it")
    talk.press("All milestones", "1 · First")
    assert "I'm stuck" not in talk.labels, "it is done"


def test_how_to_go_about_it_is_behind_a_button_of_its_own() -> None:
    how = "A new chat remembers nothing. One that will do: *4 and 5, https://example.org*"
    talk = asking(how=how, ways_round=WAYS[1:])
    assert "remembers" not in said(talk.turns[-1])
    assert talk.labels == ["Tick it off", "How?", "I'm stuck", "⋯ Menu"]
    assert said(talk.press("How?")).endswith(how)
    assert talk.labels == ["Tick it off", "I'm stuck", "⋯ Menu"]
    assert "I asked for 2" in said(talk.type("I found 3 things.")), "work is taken there"
    assert talk.labels == ["Leave it at that", "How?", "I'm stuck", "⋯ Menu"]
    assert "How?" not in asking(ways_round=WAYS).labels, "where there is none there is no button"


def test_a_single_way_round_is_said_as_it_is_and_work_can_be_a_number() -> None:
    talk = asking(ways_round=WAYS[1:])
    assert said(talk.press("I'm stuck")).endswith(f"rather not show it.\n\n{WAYS[1]}")
    talk.type("1")
    assert [one.text for one in work(talk)] == ["1"]
    assert "I'm stuck" not in asking().labels, "where there is none there is no button"


def test_whoever_comes_back_has_the_milestone_whole_and_the_button_again() -> None:
    talk = asking(ways_round=WAYS)
    talk.press("I'm stuck")
    talk.send(Command("stop"))
    assert "Do it." in said(talk.send(Command("continue")))
    assert "I'm stuck" in talk.labels
