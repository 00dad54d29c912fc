"""Who may edit what is taught: roles in every store, in the engine, and at the desk."""

import asyncio
from datetime import timedelta

import pytest

from bot.conversation.admin.log import KINDS
from bot.conversation.admin.registry import AREAS
from bot.conversation.commands import COMMANDS
from bot.conversation.facts.admin import Logged, RoleGranted, RoleRevoked
from bot.conversation.facts.roles import EVERYTHING, RIGHTS, Held, Right, may, role
from bot.conversation.inputs import Address, Command, Envelope, LearnerId
from bot.conversation.needs.admin import PAGE, AdminNeeds
from bot.conversation.phrases.english import PHRASES
from bot.service.turns.desk import Desk
from bot.service.turns.loading import CatalogueCache
from bot.storage.store import Store
from tests.rigs.makers import ANA, BEN, NOON, at, home, record, write
from tests.rigs.plain_stage import PlainStage
from tests.rigs.rows import REFUSED, ask
from tests.rigs.tasks import running
from tests.rigs.transcript import let_pass

pytestmark = pytest.mark.each_store

CAY = LearnerId("discord:3")


async def test_whoever_holds_no_role_is_told_nothing(store: Store) -> None:
    await store.set_owners([BEN], NOON)
    known = await store.admin(ANA, AdminNeeds(grants=True, log=0))
    assert not known.roles
    assert not known.grants
    assert not known.log


async def test_owners_are_those_in_the_settings_and_nobody_else(store: Store) -> None:
    await store.set_owners([ANA, BEN], NOON)
    await store.set_owners([BEN, CAY], at(60))
    assert await store.admins() == {BEN, CAY}
    known = await store.admin(CAY, AdminNeeds(log=0))
    assert known.roles == {Held("owner")}
    told = [(entry.subject, entry.act, entry.at > known.log[-1].at) for entry in known.log]
    assert told == [
        (ANA, "revoke", True),
        (CAY, "grant", True),
        (BEN, "grant", False),
        (ANA, "grant", False),
    ]


async def test_the_same_owners_once_more_are_no_news(store: Store) -> None:
    for _ in range(2):
        await store.set_owners([ANA], NOON)
    assert len((await store.admin(ANA, AdminNeeds(log=0))).log) == 1


async def test_a_granted_role_is_held_until_it_is_taken_back(store: Store) -> None:
    await store.set_owners([ANA], NOON)
    granted = (RoleGranted(BEN, "author"), Logged("grant", BEN, after="author"))
    await write(store, record(ANA, facts=granted, when=at(5)))
    assert (await store.admin(BEN, AdminNeeds())).roles == {Held("author")}
    grants = (await store.admin(ANA, AdminNeeds(grants=True))).grants
    assert [(one.person, one.role, one.by) for one in grants] == [
        (ANA, "owner", "settings"),
        (BEN, "author", ANA),
    ]
    await write(store, record(ANA, facts=(RoleRevoked(BEN, "author"),)))
    assert not (await store.admin(BEN, AdminNeeds())).roles
    assert await store.admins() == {ANA}


async def test_the_log_shows_the_newest_first_and_whether_there_is_more(store: Store) -> None:
    await store.set_owners([ANA], NOON)
    acts = tuple(Logged("grant", f"telegram:{n}", after="author") for n in range(PAGE))
    await write(store, record(ANA, facts=acts, when=at(1)))
    first = (await store.admin(ANA, AdminNeeds(log=0))).log
    assert len(first) == PAGE + 1, "one more than a page"
    assert first[0].subject == f"telegram:{PAGE - 1}"
    (owner,) = (await store.admin(ANA, AdminNeeds(log=1))).log
    assert (owner.by, owner.subject) == ("settings", ANA)


async def test_what_an_admin_did_can_not_be_changed_afterwards(store: Store) -> None:
    await store.set_owners([ANA], NOON)
    for statement in ("DELETE FROM audit", "UPDATE audit SET subject = 'nobody'"):
        with pytest.raises(REFUSED, match="what an admin did"):
            ask(store, statement)


def test_each_role_can_do_what_it_is_for_and_no_more() -> None:
    def can(names: str, right: Right) -> bool:
        return may([Held(one) for one in RIGHTS if one in names.split()], right, [EVERYTHING])

    assert can("owner", "roles")
    assert not can("publisher author analyst host teacher", "roles")
    assert can("publisher", "publish")
    assert not can("author analyst host teacher", "publish")
    assert can("author", "draft")
    assert can("analyst", "statistics")
    assert can("host", "host")
    assert not can("", "draft")
    assert role("Author ") == "author"
    assert role("owner") is None, "owners are named in the settings"


def test_every_area_and_act_and_role_has_its_words() -> None:
    for area in AREAS:
        assert f"admin.area.{area.name}" in PHRASES
        assert f"admin.area.{area.name}.about" in PHRASES
        assert any(area.right in rights for rights in RIGHTS.values())
    assert all(f"admin.act.{act}" in PHRASES for act in KINDS)
    assert all(f"admin.role.{one}" in PHRASES for one in RIGHTS)


def test_the_command_is_in_nobodys_list() -> None:
    assert "admin" not in [command.name for command in COMMANDS]


async def test_two_admins_who_act_at_once_see_each_other(store: Store) -> None:
    await store.set_owners([ANA, BEN], NOON)
    changed: list[object] = []

    async def edited(facts: object) -> None:
        changed.append(facts)

    desk = Desk(store, CatalogueCache(store), edited=edited)
    calls = [
        desk.submit(Envelope(f"telegram:{n}", who, home(who), NOON, Command("admin", words)))
        for n, who, words in (
            (1, ANA, f"roles grant {CAY} author"),
            (2, BEN, f"roles grant {CAY} author"),
        )
    ]
    async with running(desk.run()):
        first, second = await asyncio.gather(*calls)
    assert "now has a new role" in str(first)
    assert "already" in str(second)
    assert len(changed) == 1
    log = (await store.admin(ANA, AdminNeeds(log=0))).log
    assert [entry.by for entry in log if entry.subject == CAY] == [ANA]


async def test_a_change_that_can_not_be_taken_into_use_does_not_stop_the_desk(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await store.set_owners([ANA], NOON)

    async def edited(facts: object) -> None:
        raise RuntimeError("the roof fell down")

    desk = Desk(store, CatalogueCache(store), edited=edited)
    address = Address("telegram", "1")
    async with running(desk.run()):
        for n in (1, 2):
            words = f"roles grant telegram:{n + 5} author"
            said = await desk.submit(
                Envelope(f"telegram:{n}", ANA, address, NOON, Command("admin", words))
            )
            assert "now has a new role" in str(said)
    assert "an admin's change is not in use yet: RuntimeError" in caplog.text


async def said_later(stage: PlainStage) -> str:
    """What is said once the next alarms have rung."""
    await let_pass(stage, timedelta(minutes=1))
    return "\n".join(one.text for one in await stage.heard())


async def test_whoever_is_granted_a_role_or_loses_it_is_told_in_their_language(
    stage: PlainStage,
) -> None:
    ben = stage.past("Ben")[1]
    await stage.speaks("Ben", "de")
    await stage.types("Ben", "/learn tea")
    await stage.types("Ana", f"/admin roles grant {ben} author")
    await stage.heard()
    assert "Du hast hier eine neue Rolle: **Autor**" in await said_later(stage)
    live = [one for one in stage.channel.screens["Ben"].messages if one.live]
    assert live, "the question that he was asked is open still"
    await stage.types("Ana", f"/admin roles revoke {ben} author yes")
    await stage.heard()
    assert "Du hast die Rolle **Autor** hier nicht mehr" in await said_later(stage)
    assert not await said_later(stage), "told once"


async def test_whoever_was_never_here_is_told_of_a_role_once_they_come(stage: PlainStage) -> None:
    ben, cay = stage.past("Ben")[1], stage.past("Cay")[1]
    for person in (ben, cay):
        await stage.types("Ana", f"/admin roles grant {person} author")
    await stage.types("Ana", f"/admin roles revoke {cay} author yes")
    await stage.heard()
    assert not await said_later(stage)
    await stage.restart()
    for name in ("Ben", "Cay"):
        await stage.types(name, "/help")
    await stage.heard()
    await said_later(stage)
    assert "new role" in stage.channel.screens["Ben"].messages[-1].text
    told = [one.text for one in stage.channel.screens["Cay"].messages]
    assert not any("new role" in one for one in told), "it was taken back before"
