"""Work is judged beside its own lines: what a criterion is about, the way back, and the end."""

from dataclasses import replace

import pytest

from adapters.discord.rendering import CAPABILITIES as DISCORD
from adapters.layout.plan import Capabilities, plan
from adapters.telegram.rendering import CAPABILITIES as TELEGRAM
from bot.conversation.facts.learner import Rated
from bot.conversation.inputs import Command
from bot.conversation.outputs import Ask, Revise, Say
from bot.conversation.turn import Turn
from bot.lessons.model import Lesson
from bot.lessons.practice import Check, Milestone, Project
from tests.rigs.milestones import agree
from tests.rigs.talk import Conversation, said

TITLES = ("Ask", "Count", "Compare", "Write")
RUBRIC = ("All hangs together.", "It is counted.", "Both agree.", "It is asked.", "It is short.")
ABOUT = ((), (2,), (3, 4), (1,), (4,))
AGREED = "*What you said yes to is ticked. Look at the whole once more, and change what isn't so.*"


def talking(*, product: int | tuple[int, ...] = 0, **project: object) -> Conversation:
    """A learner before the first of four milestones, whose rubric says what it is about."""
    products = (product,) if isinstance(product, int) else product
    milestones = tuple(
        Milestone(id=title.lower(), title=title, text="Do it.", product=number in products)
        for number, title in enumerate(TITLES, start=1)
    )
    values = {"brief": "Brief.", "milestones": milestones, "rubric": RUBRIC, "about": ABOUT}
    own = Project.model_validate({**values, **project})
    talk = Conversation([Lesson(id="own", title="Own", minutes=1, project=own)])
    talk.send(Command("learn", "own"))
    talk.press("Project", "Continue")
    return talk


def hand_in(talk: Conversation, work: str) -> None:
    """Hand it in, and find nothing to mend where that is asked."""
    talk.type(work)
    agree(talk)


def judging(*work: str, **values: object) -> Conversation:
    """The same who has handed this in, nothing for what is empty, and comes to judge it."""
    talk = talking(**values)  # type: ignore[arg-type]  # a product, and a project's fields
    for one in work:
        if one:
            hand_in(talk, one)
        else:
            talk.press("Tick it off")
    talk.press("Judge my work")
    return talk


def tick_all(talk: Conversation) -> Turn:
    """Say of all five that they are there: of two, of two, and of the last."""
    return talk.type("all", "all", "yes")


def asked(talk: Conversation) -> str:
    assert talk.asked
    return talk.asked.text


def ending(talk: Conversation) -> str:
    told = said(talk.turns[-1])
    return told[told.index("🏁") :]


def test_what_is_asked_about_a_milestone_stands_right_below_its_lines() -> None:
    talk = judging("Who came?", "Nine.", "Both say nine.", "Nine came.")
    assert asked(talk).split("\n\n*Check")[0].split("\n\n") == [
        "**Now judge your work.** What to look for is right below the part it's about.",
        "✅ **1 · Ask**\n“Who came?”",
        "*Does it do this?*",
        "1. It is asked.",
        "✅ **2 · Count**\n“Nine.”",
        "*Does it do this?*",
        "2. It is counted.",
        AGREED,
    ]
    assert talk.labels == ["☑ 1", "☑ 2", "Done"]
    talk.press("☑ 2", "Done")
    assert asked(talk).split("\n\n*Check")[0].split("\n\n") == [
        "✅ **3 · Compare**\n“Both say nine.”",
        "✅ **4 · Write**\n“Nine came.”",
        "*Does it do this?*",
        "3. It is short.",
        "**Milestones 3 and 4 together.** *Do they do this?*",
        "4. Both agree.",
        AGREED,
    ]
    assert talk.labels == ["☑ 3", "☑ 4", "Done"]
    talk.press("☑ 4", "Done")
    assert asked(talk).split("\n\n") == [
        "✅ **1 · Ask**\n“Who came?”",
        "✅ **2 · Count**\n“Nine.”",
        "✅ **3 · Compare**\n“Both say nine.”",
        "✅ **4 · Write**\n“Nine came.”",
        "**All of it together.** *Does it do this?*",
        "5. All hangs together.",
    ]
    assert talk.labels == ["Yes", "Not yet"]
    talk.press("Not yet")
    rated = [fact.met for fact in talk.facts if isinstance(fact, Rated)]
    assert rated == ["yes", "no", "yes", "no", "no"]
    end = said(talk.press("Finish"))
    assert "✅ It is asked.\n▫️ It is counted. *(not yet)*\n✅ It is short.\n▫️ Both agree." in end


def test_two_criteria_are_asked_in_a_message_and_a_last_one_alone() -> None:
    talk = judging("Who came?", "Nine.", "Both say nine.", "")
    assert talk.labels == ["☑ 1", "☑ 2", "Done"]
    assert "Both say nine" not in asked(talk), "nothing is asked about that yet"
    talk.press("☑ 1", "Done")
    for _ in range(2):
        assert talk.labels == ["☐ 3", "☐ 4", "Done"], "of the milestone that was ticked off"
        assert "Both say nine." in asked(talk)
        assert not any(one in asked(talk) for one in ("Who came?", "Nine.”", "2. ", "5. "))
        assert [one.met for one in talk.facts if isinstance(one, Rated)] == ["no", "yes"]
        talk.send(Command("stop"))
        talk.send(Command("continue"))
    talk.type("1 3")
    assert talk.labels == ["☐ 3", "☐ 4", "Done"], "one of them was asked before"
    assert len([one for one in talk.facts if isinstance(one, Rated)]) == 2
    talk.press("☐ 4", "Done")
    for _ in range(2):
        assert talk.labels == ["Yes", "Not yet"]
        assert "Who came?" in asked(talk), "it is about all of it"
        assert "4. " not in asked(talk)
        talk.send(Command("stop"))
        talk.send(Command("continue"))
    assert "**3 of 5.** Numbers 1 and 3 are still missing." in said(talk.press("Yes"))
    met = ["no", "yes", "no", "yes", "yes"]
    assert [one.met for one in talk.facts if isinstance(one, Rated)] == met
    talk.press("Back to 1 · Ask", "Go on as it is", "Judge my work")
    assert talk.labels == ["☐ 1", "☑ 2", "Done"]
    talk.press("Done")
    assert talk.labels == ["☐ 3", "☑ 4", "Done"]


def test_a_rubric_that_says_nothing_is_a_list_below_the_work() -> None:
    talk = judging("Who came?", "Nine.", "", "", about=())
    shown = asked(talk)
    assert shown.startswith("**What you made**\n\n✅ **1 · Ask**\n“Who came?”\n\n")
    assert "Now judge your work. Does it do this?\n\n1. All hangs together.\n2. It is co" in shown
    assert "3. " not in shown
    talk.press("Done")
    assert "Now judge your work. Does it do this?\n\n3. Both agree.\n4. It is as" in asked(talk)
    assert "What you made" not in asked(talk), "that stands right above"
    talk.press("Done")
    assert "*5 of 5:* It is short." in asked(talk)


def test_a_rubric_is_looked_up_without_its_numbers() -> None:
    talk = talking()
    shown = said(talk.press("All milestones"))
    assert "- It is asked.\n- It is counted.\n- It is short.\n- Both agree.\n- All hangs" in shown


def test_where_nothing_was_handed_in_that_is_said_and_it_can_be_ticked_all_the_same() -> None:
    talk = judging("", "Nine.", "", "")
    work = "☑️ **1 · Ask**\n*ticked, nothing handed in*\n\n*Does it do this?*\n\n1. It is asked."
    assert work in asked(talk)
    tick_all(talk)
    end = ending(talk)
    assert "☑️ It is asked. *(nothing handed in)*\n✅ It is counted.\n☑️ It is short. *(no" in end
    assert "You ticked all of it" not in end, "nobody saw all of it"
    assert "☑️ Both agree. *(nothing handed in)*\n✅ All hangs together." in end
    assert "All hangs together. *(" not in end, "of all of it something was"


def test_what_has_neither_work_nor_a_criterion_is_left_out() -> None:
    talk = judging("Who came?", "", "", "", about=((), (), (), (1,), (4,)))
    shown = asked(talk)
    assert "1 · Ask" in shown
    assert "☑️ **4 · Write**\n*ticked, nothing handed in*" in shown
    assert not any(one in shown for one in ("2 · Count", "3 · Compare"))
    talk.press("Done")
    assert "**All of it together.**" in asked(talk)
    assert "1 · Ask" in asked(talk)
    assert not any(one in asked(talk) for one in ("2 · Count", "3 · Compare"))


def test_who_kept_all_to_themselves_is_asked_by_milestone_too() -> None:
    talk = judging("", "", "", "")
    assert "You've kept it to yourself, so keep it in front of you.\n\n☑️ **1 · Ask**" in asked(talk)
    talk.press("Done")
    assert "4 · Write" in asked(talk)
    assert "3 · Compare" not in asked(talk), "nothing is asked about that alone"
    talk.press("Done")
    assert "· " not in asked(talk)
    talk = judging("", "", "", "")
    tick_all(talk)
    kept = "🏁 **Own · you reached the end with nothing handed in, only ticked off.**"
    assert f"{kept}\n\n**How you judged it**\n☑️ It is asked.\n" in ending(talk)


def test_where_nothing_is_there_nothing_is_called_work() -> None:
    talk = talking()
    told = said(talk.press("Skip", "Skip", "Skip", "Skip"))
    assert told.endswith("0 of 4.** You can go back to what's open, or leave it at that.")
    assert "you reached the end with nothing handed in." in said(talk.press("Finish"))


@pytest.mark.parametrize(
    ("typed", "back"),
    [
        (("all but 2", "all", "yes"), ["Back to 2 · Count"]),
        (("all", "all but 4", "yes"), ["Back to 3 · Compare", "Back to 4 · Write"]),
        (("all", "all", "not yet"), []),
        (
            ("none", "none", "not yet"),
            ["Back to 1 · Ask", "Back to 2 · Count", "Back to 4 · Write"],
        ),
    ],
)
def test_what_is_missing_leads_back_to_the_milestone_it_is_about(
    typed: tuple[str, ...], back: list[str]
) -> None:
    talk = judging("Who came?", "Nine.", "Both say nine.", "Nine came.")
    told = said(talk.type(*typed))
    assert talk.labels == ["Finish", *back, "All milestones"]
    assert ("All milestones* takes you" in told) is not bool(back)


def test_who_goes_back_is_told_what_they_left_unticked_there() -> None:
    talk = judging("Who came?", "Nine.", "Both say nine.", "Nine came.")
    talk.type("all but 2", "all but 4", "yes")
    there = said(talk.press("Back to 2 · Count"))
    assert "**By your own verdict, this is still missing:**\n▫️ It is counted. *(not yet)*" in there
    assert "Both agree" not in there
    talk.press("All milestones", "1 · Ask")
    assert "By your own verdict" not in asked(talk), "of that all was ticked"
    talk.type("Who came, and why?")
    talk.press("Judge my work")
    assert "“Who came, and why?”\n\n*Does it do this?*\n\n1. It is asked." in asked(talk)


def test_ticks_that_are_under_way_are_no_verdict() -> None:
    talk = judging("Who came?", "Nine.", "Both say nine.", "Nine came.")
    talk.press("☑ 2")
    talk.send(Command("stop"))
    talk.send(Command("continue"))
    assert talk.labels == ["☑ 1", "☐ 2", "Done"]
    assert asked(talk).count("It is counted.") == 1
    talk.press("Done", "☑ 3")
    talk.send(Command("stop"))
    talk.send(Command("continue"))
    assert talk.labels == ["☐ 3", "☑ 4", "Done"]
    assert [fact.met for fact in talk.facts if isinstance(fact, Rated)] == ["yes", "no"]


def test_a_single_criterion_is_a_yes_or_no_below_all_of_the_work_that_it_is_about() -> None:
    page = "\n".join(f"line {n} of a page that somebody reads" for n in range(9))
    talk = judging("Who came?", page, "Nine.", "", rubric=("It is long.",), about=((2,),))
    shown = asked(talk)
    assert shown.index("> line 8") < shown.index("It is long.")
    assert talk.labels == ["Yes", "Not yet"]
    talk.press("Not yet")
    assert talk.labels == ["Finish", "Back to 2 · Count", "All milestones"]


def test_the_product_is_shown_whole_above_the_end() -> None:
    page = "\n".join(f"line {n} of a page that somebody reads" for n in range(9))
    talk = judging("Who came?", page, "Both say nine.", "", product=2)
    tick_all(talk)
    product, end = (output for output in talk.turns[-1].outputs if isinstance(output, Say | Ask))
    assert product.text.startswith("✅ **2 · Count**\n\n> line 0")
    assert "> line 8" in product.text
    assert end.text.startswith("🏁 **Own · what you made**\n\n**How you judged it**\n✅ It is")
    talk = judging("Who came?", page, "Both say nine.", "Nine came.")
    tick_all(talk)
    assert "✅ **4 · Write**\n“Nine came.”\n" in said(talk.turns[-1]), "the last if none is named"


def test_each_of_several_products_is_a_message() -> None:
    page = "\n".join(f"line {n} of a page that somebody reads" for n in range(9))
    talk = judging("Who came?", page, page.replace("line", "row"), "Nine came.", product=(3, 2))
    tick_all(talk)
    told = [output.text for output in talk.turns[-1].outputs if isinstance(output, Say | Ask)]
    begins = ["✅ **2 · Count**", "✅ **3 · Compare**", "🏁 **Own · what you made**"]
    assert [text[: len(start)] for text, start in zip(told, begins, strict=True)] == begins
    talk = judging("Who came?", "", page, "Nine came.", product=(2, 3))
    tick_all(talk)
    assert "> line 8" in said(talk.turns[-1]), "of one of them there is nothing"


@pytest.mark.parametrize("can", [TELEGRAM, DISCORD], ids=["telegram", "discord"])
@pytest.mark.parametrize("long", [20, 1_900, 3_900])
def test_the_end_fits_each_platform(can: Capabilities, long: int) -> None:
    work = [f"{title}. {'*word* ' * (long // 7)}".strip() for title in TITLES]
    talk = judging(*work, product=(1, 2))
    tick_all(talk)
    messages = [one for one in plan(talk.turns[-1].outputs, can) if not one.retires]
    assert all(can.fits(one.text) for one in messages)
    assert bool(messages[-1].rows)


def test_a_tick_on_milestones_that_all_lack_something_is_marked_at_the_end() -> None:
    number = Check(kind="numbers", least=1)
    parts = [
        Milestone(id=title.lower(), title=title, hand_in=(number,) if title == "Count" else ())
        for title in TITLES
    ]
    about = ((1, 2), (2,), (2, 3), (3,), ())
    talk = talking(milestones=tuple(parts), about=about, rubric=tuple("ABCDE"))
    hand_in(talk, "Who came?")
    talk.type("Nobody counted.")
    talk.press("Leave it at that", "Skip")
    hand_in(talk, "Some came.")
    talk.press("Judge my work")
    tick_all(talk)
    verdict = ending(talk).split("**How you judged it, with 2 milestones still open**\n")[1]
    assert verdict.split("\n\n")[0].split("\n") == [
        "✅ B *(still open)*",
        "☑️ D *(nothing handed in)*",
        "✅ A",
        "✅ C *(still open)*",
        "✅ E",
    ]


def test_where_there_is_no_product_a_line_of_the_latest_work_stands_for_it() -> None:
    page = "\n".join(f"line {n} of a page that somebody reads" for n in range(9))
    talk = judging("Who came?", page, "", "")
    tick_all(talk)
    (shown,) = (output.text for output in talk.turns[-1].outputs if isinstance(output, Say))
    assert shown.startswith("✅ **2 · Count**\n“line 0 of a page")
    assert "line 8" not in shown


def test_others_who_read_along_are_shown_no_work() -> None:
    talk = judging("Who came?", "Nine.", "Both say nine.", "Nine came.")
    talk.send(Command("stop"))
    talk.overheard = True
    talk.send(Command("continue"))
    assert "Nine" not in asked(talk)
    assert "1. It is asked.\n2. It is counted.\n\n" in asked(talk)
    talk.press("Done")
    assert "3. It is short.\n4. Both agree.\n\n" in asked(talk)
    talk.press("Done")
    assert "*5 of 5:* All hangs together." in asked(talk)
    assert "Nine" not in "".join(map(said, talk.turns[-3:]))


@pytest.mark.parametrize("can", [TELEGRAM, DISCORD], ids=["telegram", "discord"])
@pytest.mark.parametrize("long", [20, 400, 1_200, 3_900])
def test_each_platform_shows_work_with_its_criteria_and_the_buttons_last(
    can: Capabilities, long: int
) -> None:
    work = [f"{title}. {'*word* ' * (long // 7)}".strip() for title in TITLES]
    talk = judging(*work)
    pairs = [
        [(1, "Ask", "1. It is asked."), (2, "Count", "2. It is c")],
        [(4, "Write", "3. It is short.")],
        [],
    ]
    for pair in pairs:
        messages = [one for one in plan(talk.turns[-1].outputs, can) if not one.retires]
        assert all(can.fits(one.text) for one in messages)
        assert len(messages) <= (1 if long == 20 else 2 if pair or long == 400 else 3)
        assert [bool(one.rows) for one in messages] == [False] * (len(messages) - 1) + [True]
        assert all(len(row) <= can.row_buttons for row in messages[-1].rows)
        for number, title, criterion in pair:
            (beside,) = [one.text for one in messages if f"**{number} · {title}**" in one.text]
            assert criterion in beside
        if pair:
            (ticked,) = talk.press(f"☑ {pair[-1][2][0]}").outputs
            assert isinstance(ticked, Revise)
            assert plan((ticked,), can)[0].text == messages[-1].text
            talk.press("Done")
    assert talk.labels == ["Yes", "Not yet"]


def test_a_run_that_an_earlier_version_left_among_its_ticks_goes_on() -> None:
    """Its message stays as it was until something is ticked; what was ticked stays so."""
    talk = judging("Who came?", "Nine.", "Both say nine.", "Nine came.")
    assert talk.session
    assert talk.session.run
    run = replace(talk.session.run, met=("yes",), choice=None)
    talk.session = replace(talk.session, run=run)
    talk.send(Command("continue"))
    assert talk.labels == ["☐ 2", "☐ 3", "Done"]
    assert "1. It is asked." not in asked(talk)
    talk.type("all")
    assert talk.labels == ["☐ 4", "☐ 5", "Done"]
    talk.type("all")
    assert "**You ticked all of it**" in ending(talk)
