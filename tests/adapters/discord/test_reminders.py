"""Reminders for who learns in a Discord server: by direct message, if they agree and it is open."""

from datetime import timedelta

from bot.conversation.phrases import phrase
from bot.storage.records import Release
from tests.rigs import paths
from tests.rigs.courses import read_course
from tests.rigs.discord_stage import DiscordStage, Shown, words
from tests.rigs.transcript import let_pass

COURSE, LESSONS = read_course(paths.KITCHEN)
KITCHEN = Release((COURSE,), tuple(LESSONS))
AGREE = phrase("set.agree.yes")


async def answered_and_asked_for_times(stage: DiscordStage) -> str:
    """Answer a question, then ask for reminders, all in the server; what is said to that."""
    await stage.types("Ana", "/learn tea")
    for label in ("More ways", "From memory", "Skip", "No idea"):
        await stage.heard()
        await stage.presses("Ana", label)
    await stage.types("Ana", "/settings")
    await stage.heard()
    await stage.presses("Ana", "Reminders")
    await stage.heard()
    await stage.presses("Ana", "Times")
    return (await stage.heard())[-1].text


async def agreed(stage: DiscordStage) -> None:
    """Have a reminder set for nine o'clock in Berlin, from the server."""
    await answered_and_asked_for_times(stage)
    await stage.presses("Ana", AGREE)
    places = (await stage.heard())[-1].rows
    berlin = next(label for row in places for label in row if label.endswith("(Berlin)"))
    for label in (berlin, "09:00"):
        await stage.presses("Ana", label)
        await stage.heard()


async def does(stage: DiscordStage, act: str) -> None:
    """Let Ana press the button in brackets, or type the words."""
    if act.startswith("["):
        await stage.presses("Ana", act[1:-1])
    else:
        await stage.types("Ana", act)
    await stage.heard()


async def a_day(stage: DiscordStage, days: int = 1) -> None:
    for _ in range(days):
        await let_pass(stage, timedelta(days=1))
        await stage.heard()
        await stage.desk.drain()


def direct(stage: DiscordStage) -> list[Shown]:
    return stage.visible("Ana", "dm")


def is_review(shown: Shown) -> bool:
    return "**From memory:**" in shown.text and "No idea" in shown.buttons


async def test_the_learner_is_asked_before_they_are_written_to() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        assert words(await answered_and_asked_for_times(stage)) == words(phrase("set.agree"))
        await stage.presses("Ana", "Back")
        await a_day(stage)
        assert direct(stage) == [], "nobody writes to who did not agree"


async def test_a_reminder_comes_by_direct_message_and_is_answered_there() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        await agreed(stage)
        in_server = len(stage.visible("Ana"))
        await a_day(stage)
        assert len(stage.visible("Ana")) == in_server
        asked = direct(stage)[-1]
        assert is_review(asked)
        stage.place = "dm"
        await stage.presses("Ana", "No idea")
        await stage.heard()
        assert "is an honest answer" in direct(stage)[-1].text


async def test_closed_direct_messages_are_told_once_at_the_next_command_and_left_alone() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        await agreed(stage)
        await stage.blocks("Ana", True)
        await a_day(stage)
        tried = len(direct(stage))
        await a_day(stage, 3)
        assert len(direct(stage)) == tried == 0
        await stage.types("Ana", "/progress")
        told = [words(one.text) for one in await stage.heard()]
        assert any(words(phrase("remind.shut")) in one for one in told)
        await stage.types("Ana", "/progress")
        told = [words(one.text) for one in await stage.heard()]
        assert not any(words(phrase("remind.shut")) in one for one in told), "it is said once"
        await stage.blocks("Ana", False)
        await a_day(stage)
        assert direct(stage) == [], "nothing is tried that the learner does not know of"


async def test_times_chosen_again_bring_reminders_back() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        await agreed(stage)
        await stage.blocks("Ana", True)
        await a_day(stage)
        await stage.types("Ana", "/settings")
        await stage.heard()
        await stage.blocks("Ana", False)
        for label in ("Reminders", "Times", "18:00"):
            await stage.presses("Ana", label)
            await stage.heard()
        await stage.heard()
        await a_day(stage)
        assert is_review(direct(stage)[-1])


async def test_so_does_writing_to_the_tutor_directly() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        await agreed(stage)
        await stage.blocks("Ana", True)
        await a_day(stage)
        await stage.types("Ana", "/progress")
        await stage.heard()
        await stage.blocks("Ana", False)
        stage.place = "dm"
        await stage.types("Ana", "hello")
        await stage.heard()
        before = len(direct(stage))
        await a_day(stage)
        assert is_review(direct(stage)[before])


async def test_it_survives_a_restart() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        await agreed(stage)
        await stage.restart()
        await a_day(stage)
        assert is_review(direct(stage)[-1])


async def test_a_milestone_asked_for_in_the_server_comes_back_alone() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        await stage.types("Ana", "/learn tea")
        for label in ("More ways", "Project", "Continue", "⋯ Menu", "Remind me"):
            await stage.heard()
            await stage.presses("Ana", label)
        asked = (await stage.heard())[-1]
        assert words(phrase("remind.alone")) in words(asked.text), "it is said where it comes"
        await stage.presses("Ana", "Tomorrow")
        await a_day(stage)
        assert "Tick it off" in direct(stage)[-1].buttons


async def test_a_reminder_makes_one_sound_though_its_picture_comes_first() -> None:
    async with DiscordStage(release=KITCHEN) as stage:
        for words_or_label in (
            "/learn tea",
            "[More ways]",
            "[Visual]",
            "[No idea]",
            "/settings",
            "[Reminders]",
            "[Times]",
            "[10:00 (Berlin)]",
            "[09:00]",
        ):
            await does(stage, words_or_label)
        before = len(direct(stage))
        await a_day(stage)
        picture, asked = direct(stage)[before:]
        assert "???" in picture.text
        assert picture.silent
        assert is_review(asked)
        assert not asked.silent
