"""What admins can do: however lessons are called, whoever asks, and from whatever version."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.conversation.admin.areas import Area
from bot.conversation.admin.registry import ACTS, AREAS
from bot.conversation.facts.roles import RIGHTS, Held, Role
from bot.conversation.inputs import Command, Envelope
from bot.conversation.learner import Learner
from bot.conversation.needs.admin import AdminKnown, AdminNeeds
from bot.conversation.needs.learner import Known
from bot.conversation.offers import Open, offer
from bot.conversation.outputs import Say
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library
from tests.rigs.makers import ANA, NOON, home
from tests.rigs.paths import KITCHEN
from tests.rigs.plain_stage import PlainStage

VERBS = ("archive", "back", "correct", "page", "show", "typed", "withdraw")
WORDS = ("csv", "digest", "export", "figures", "lesson", "questions")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course that is called like everyone, with lessons that are called like verbs."""
    folder = tmp_path_factory.mktemp("courses") / "all"
    folder.mkdir()
    tea = (KITCHEN / "tea.md").read_text(encoding="utf-8").replace("leads-to: [bread]\n", "")
    for name in (*VERBS, *WORDS):
        lesson = tea.replace("id: tea", f"id: {name}").replace("A cup of tea", f"About {name}")
        (folder / f"{name}.md").write_text(lesson, encoding="utf-8")
    listed = ", ".join(f'"{name}"' for name in (*VERBS, *WORDS))
    course = (
        f'title = "Words"\nabout = "Lessons that are called like verbs."\nlessons = [{listed}]\n'
    )
    (folder / "course.toml").write_text(course, encoding="utf-8")
    return folder


@pytest.fixture
async def stage(folder: Path) -> AsyncIterator[PlainStage]:
    async with PlainStage(folder) as stage:
        await stage.owns("Ana")
        yield stage


async def types(stage: PlainStage, name: str, *texts: str) -> str:
    """What is said last once these were typed."""
    for text in texts:
        await stage.types(name, text)
        await stage.settled()
    return stage.channel.screens[name].messages[-1].text


async def press(stage: PlainStage, name: str, *labels: str) -> str:
    """What is said last once these were pressed."""
    for label in labels:
        await stage.presses(name, label, 0, name)
        await stage.settled()
    return stage.channel.screens[name].messages[-1].text


# Names that are verbs


async def test_an_announcement_links_to_pages_of_the_web_alone(stage: PlainStage) -> None:
    begin = ("/admin announce", "write one")
    said = await types(stage, "Ana", *begin, "Ask [me](tg://user?id=7) or come")
    assert "There's a link to `tg://user?id=7` in it" in said
    said = await types(stage, "Ana", "Ask [here](https://example.org/a) or come")
    assert "That's how learners will see it" in said


async def test_a_group_of_remarks_that_is_typed_wrongly_is_not_there(stage: PlainStage) -> None:
    said = await types(stage, "Ana", "/admin inbox answer csv part lately")
    assert said == phrase("admin.inbox.gone")


async def test_a_course_that_is_called_all_is_announced_to_its_learners_alone(
    stage: PlainStage,
) -> None:
    await types(stage, "Ben", "/learn csv")
    await press(stage, "Ben", "Deep")
    await types(stage, "Cay", "/start")
    await types(stage, "Ana", "/admin announce")
    await press(stage, "Ana", "Write one")
    await types(stage, "Ana", "Soup at noon.")
    asked = await press(stage, "Ana", "Learners of Words (1)")
    assert "It reaches 1 person" in asked
    assert "Learners of Words" in asked
    await press(stage, "Ana", "Send it")
    heard = {
        name: any("📣" in one.text for one in stage.channel.screens[name].messages)
        for name in ("Ben", "Cay")
    }
    assert heard == {"Ben": True, "Cay": False}


@pytest.mark.parametrize("name", VERBS)
async def test_a_lesson_that_is_called_like_a_verb_is_managed_by_buttons(
    stage: PlainStage, name: str
) -> None:
    await types(stage, "Ana", "/admin lessons")
    shown = await press(stage, "Ana", f"About {name}")
    assert f"**About {name}**" in shown
    assert "is archived" in await press(stage, "Ana", "Archive", "Archive")
    assert f"**About {name}**" in await types(stage, "Ana", f"/admin lessons {name}")


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("wanted", ["", " questions", " csv"])
async def test_a_lesson_that_is_called_like_what_can_be_wanted_of_one_comes_first(
    stage: PlainStage, name: str, wanted: str
) -> None:
    await types(stage, "Ana", f"/admin stats {name}{wanted}")
    said = [one.text for one in stage.channel.screens["Ana"].messages]
    if wanted == " csv":
        log = await types(stage, "Ana", "/admin log")
        assert f"asked for the answers to {name} as a file" in log
    else:
        assert any(f"About {name}" in one for one in said[-2:])
        assert "There's no such lesson" not in said[-1]


# What is typed


async def test_a_label_that_is_typed_is_no_answer_to_what_it_leads_to(stage: PlainStage) -> None:
    await types(stage, "Ana", "/admin roles")
    assert "Write the person's ID and the role" in await types(stage, "Ana", "Grant a role")
    await types(stage, "Ana", "/admin announce")
    await types(stage, "Ana", "Write one")
    assert "how learners will see it" in await types(stage, "Ana", "Write one more.")


async def test_a_number_that_confirms_a_pace_is_none_itself(stage: PlainStage) -> None:
    await types(stage, "Ana", "/admin cohorts new all Spring, 2026-03-09 09:00, every 2 days")
    await press(stage, "Ana", "Create the group", "Change the pace")
    assert "every 5 days" in await types(stage, "Ana", "5")
    assert "A lesson opens every 5 days" in await types(stage, "Ana", "1")


async def test_a_time_is_confirmed_however_it_was_written(stage: PlainStage) -> None:
    await types(stage, "Ana", "/admin cohorts new all Spring, 2026-03-09 09:00, every 2 days")
    await press(stage, "Ana", "Create the group", "Move the next opening")
    await types(stage, "Ana", "2026-03-10T08:30")
    moved = await press(stage, "Ana", "Yes, do that")
    assert "2026-03-10 08:30" in moved


async def test_the_days_that_a_pace_is_asked_for_are_days_and_no_choice(stage: PlainStage) -> None:
    await types(stage, "Ana", "/admin cohorts new all Spring, 2026-03-09 09:00")
    assert "with a new lesson every 3 days" in await types(stage, "Ana", "3")


# Links


async def test_an_invitation_has_a_link_for_each_platform_whose_bot_has_a_name(
    stage: PlainStage,
) -> None:
    begins = ""
    elsewhere = SimpleNamespace(platform="telegram")
    stage._tutor.add_channel(elsewhere, link=lambda: begins)  # type: ignore[arg-type]  # its name alone
    await types(stage, "Ana", "/admin cohorts new all Spring, 2026-03-09 09:00, every 2 days")
    unnamed = await press(stage, "Ana", "Create the group")
    found = re.search(r"`/join (\w+)`", unnamed)
    assert found
    assert "link" not in unnamed
    begins = "https://t.me/tea_bot?start="
    named = await types(stage, "Ana", f"/admin cohorts {found[1]}")
    assert (
        f"On Telegram a link does the same: `https://t.me/tea_bot?start=join-{found[1]}`" in named
    )


# Who asks


def scene_of(*roles: Role) -> Scene:
    """The turn of who holds these roles, while a question is open."""
    question = Open(1, "Tea?", ((offer("Yes", "menu"),),), 0)
    envelope = Envelope("test:1", ANA, home(ANA), NOON, Command("admin"))
    known = Known(answers={AdminNeeds: AdminKnown(frozenset(map(Held, roles)))})
    return Scene(Library(), known, Session("aaaaaaaa", 1, open=question), Learner(), envelope)


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.name)
def test_each_act_of_an_area_asks_for_its_right(area: Area) -> None:
    for duty, act in zip(area.duties, area.acts, strict=True):
        for one in RIGHTS:
            if (duty.right or area.right) not in RIGHTS[one]:
                scene = scene_of(one)
                act.run(scene)
                assert scene.outputs == [Say(phrase("admin.denied", roles=one))], act.verb
                assert scene.open, "what was asked stays open"
        scene = scene_of()
        act.run(scene)
        assert scene.outputs[-1] == Say(phrase("press.closed")), act.verb
        assert not scene.facts


# Version 0.1.0


@pytest.mark.parametrize(
    ("held", "meant"),
    [
        ("admin", "admin"),
        ("admin roles grant", "admin roles grant"),
        ("admin roles revoke telegram:4 author yes", "admin roles revoke: telegram:4, author, yes"),
        ("admin log 2", "admin log: 2"),
        ("admin push", "admin push"),
        ("admin drafts", "admin drafts"),
        ("admin drafts publish abcd2345 anyway 0f", "admin drafts publish: abcd2345, anyway, 0f"),
        ("admin drafts at abcd2345", "admin drafts at: abcd2345"),
        ("admin lessons tea", "admin lessons typed: tea"),
        ("admin lessons page 1", "admin lessons page: 1"),
        ("admin lessons back tea r1 r2", "admin lessons back: tea, r1, r2"),
        ("admin lessons withdraw tea", "admin lessons withdraw: tea"),
        ("admin announce to abcd2345 all", "admin announce to everyone: abcd2345"),
        ("admin announce send abcd2345 kitchen", "admin announce send course: abcd2345, kitchen"),
        (
            "admin announce to abcd2345 chat:discord:7",
            "admin announce to chat: abcd2345, chat:discord:7",
        ),
        ("admin announce cancel abcd2345 yes", "admin announce cancel: abcd2345, yes"),
        ("admin cohorts new tea Spring class", "admin cohorts new: tea, Spring, class"),
        ("admin cohorts when tea Spring class", "admin cohorts typed: when, tea, Spring, class"),
        ("admin cohorts pace ABC234 2 7", "admin cohorts pace: ABC234, 2, 7"),
        (
            "admin cohorts move ABC234 2026-03-09 09:00 7",
            "admin cohorts move: ABC234, 2026-03-09, 09:00, 7",
        ),
        ("admin cohorts close ABC234 7", "admin cohorts close: ABC234, 7"),
        ("admin stats tea", "admin stats typed: tea"),
        ("admin stats tea questions", "admin stats typed: tea, questions"),
        ("admin stats csv", "admin stats typed: csv"),
        ("admin stats digest hour 10", "admin stats digest hour: 10"),
        ("admin nothing of ours", "admin unknown"),
    ],
)
def test_what_buttons_and_questions_of_0_1_0_hold_is_read(held: str, meant: str) -> None:
    acting = ACTS.find(tuple(held.split()), None)
    verb, _, about = meant.partition(": ")
    assert acting.act.verb == verb
    assert ", ".join(map(str, acting.arguments)) == about
