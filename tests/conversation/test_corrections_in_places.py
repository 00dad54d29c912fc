"""Correcting scores where a transcript can't show it: of the admin's own, and in a server."""

from bot.storage.store import Store
from tests.rigs.courses import read_release
from tests.rigs.discord_stage import DiscordStage
from tests.rigs.paths import KITCHEN, LESSONS, SENT
from tests.rigs.terminal_stage import TerminalStage
from tests.rigs.transcript import Stage

SALT, SALT_2 = LESSONS / "salt.md", SENT / "salt-2.md"

WRONG = "I was wrong about a question"


async def said(stage: Stage) -> str:
    return "\n".join(one.full or one.text for one in await stage.heard())


async def press(stage: Stage, name: str, *labels: str) -> str:
    told = ""
    for label in labels:
        await stage.presses(name, label, 0, name)
        told += await said(stage)
    return told


async def begin(stage: Stage, *names: str) -> None:
    """Each of them answers by the wrong key; then the right one is published."""
    await stage.owns("Ana")
    await stage.publish(SALT)
    for name in names:
        await stage.types(name, "/learn salt")
        await said(stage)
        await press(stage, name, "Deep", "Higher", "Sure (9 in 10)")
    await stage.publish(SALT_2)


async def confirm(stage: Stage) -> str:
    await stage.types("Ana", "/admin lessons correct salt salt-boils")
    assert WRONG in await said(stage)
    return await press(stage, "Ana", "Correct the scores")


async def test_an_owner_who_learns_alone_in_a_terminal_is_told_like_everybody() -> None:
    async with TerminalStage(read_release(KITCHEN)) as stage:
        await begin(stage, "Ana")
        told = await confirm(stage)
        told += await said(stage)
        assert "The scores are corrected" in told
        assert told.count(WRONG) == 1
        await stage.types("Ana", "/review")
        assert "Does salted water boil" in await said(stage)


async def test_in_a_server_who_is_never_written_to_unasked_is_told_as_soon_as_they_go_on() -> None:
    async with DiscordStage(release=read_release(KITCHEN), place="server") as stage:
        await begin(stage, "Ben", "Cay")
        told = await confirm(stage)
        assert WRONG not in told
        told = await press(stage, "Ana", "How is it going?")
        assert "remaining: 2" in told
        assert "Anyone I can't write to privately" in told
        assert "serve" not in told, "they are on no platform, and not on one that nobody serves"
        told = await press(stage, "Ben", "Continue")
        assert told.count(WRONG) == 1
        assert "has been withdrawn" in told, "and goes on in what is taught now"
        await stage.types("Ben", "/review")
        assert WRONG not in await said(stage), "once"
        await stage.restart()
        assert await said(stage) == ""
        await stage.types("Cay", "/progress")
        told = await said(stage)
        assert told.count(WRONG) == 1
        assert "is out" in told, "the admin hears that all have been told"
        store: Store
        store, _ = stage.past("Ana")
        assert await store.announcements() == []
