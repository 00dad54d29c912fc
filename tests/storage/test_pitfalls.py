"""Pitfalls in a store: which of them a card of before asks, what is counted, what was wrong."""

import json
import sqlite3
from typing import Any

import pytest

from bot.conversation.admin.statistics import words
from bot.conversation.facts.learner import Fact
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.question import context, pitfalls
from bot.learning import statistics
from bot.learning.observations import GROUP
from bot.lessons.card import Card
from bot.lessons.model import Lesson, Pitfall
from bot.lessons.revisions.keys import equivalent_revisions
from bot.storage.codec import dump_card, load_card
from bot.storage.records import Release
from bot.storage.sqlite.file import migrations
from bot.storage.store import Store
from tests.rigs.group import tell
from tests.rigs.makers import ANA, BEN, NOON, attempt, record, write
from tests.rigs.two_databases import PARTS, empty_postgres, empty_sqlite

CHART = Pitfall(
    title="Sailing without a chart",
    wrong="Sail west.",
    right="Ask for the chart first.",
    cause="West is where the sun goes.",
    reason="A chart shows the rocks.",
)
HALF = CHART.model_copy(update={"title": "Sailing at night", "right": ""})
SEA = Lesson(id="sea", title="Sea", minutes=1, pitfalls=(HALF, CHART))
SWAPPED = SEA.model_copy(
    update={"pitfalls": (CHART.model_copy(update={"wrong": CHART.right, "right": CHART.wrong}),)}
)
GERMAN = SEA.model_copy(
    update={
        "language": "de",
        "translates": SEA.revision,
        "pitfalls": (CHART.model_copy(update={"title": "Ohne Karte", "translates": CHART.title}),),
    }
)
BARE = SEA.model_copy(update={"id": "bare", "pitfalls": ()})
(ASKED,) = pitfalls.questions(SEA)
WRONG = next(n for n, one in enumerate(ASKED.options) if not one.right)

# The part of the schema that completes cards


def _of_before() -> list[tuple[Any, ...]]:
    """Revisions as they were published before cards named pitfalls, and one that can't be read."""
    found = []
    for one in (SEA, GERMAN, BARE):
        card = json.loads(dump_card(Card.of(one)))
        card.pop("pitfalls", None)
        found.append((one.id, one.revision, 7, json.dumps(card), one.canonical()))
    return [*found, ("broken", "r", 7, "{", "{")]


def _named(rows: list[Any]) -> dict[str, tuple[str, ...]]:
    cards = {revision: text for revision, text in rows if text != "{"}
    return {revision: load_card(text).pitfalls for revision, text in cards.items()}


NAMED = {SEA.revision: (CHART.title,), GERMAN.revision: (CHART.title,), BARE.revision: ()}
INSERT = "INSERT INTO revision (lesson, revision, at, card, body) VALUES "


def test_cards_of_before_name_their_pitfalls() -> None:
    (part,) = (sql for _, sql in migrations() if "'$.pitfalls'" in sql)
    with empty_sqlite() as connection:
        connection.executemany(f"{INSERT}(?, ?, ?, ?, ?)", _of_before())
        connection.executescript(part)
        found = connection.execute("SELECT revision, card FROM revision").fetchall()
        assert _named(found) == NAMED
        with pytest.raises(sqlite3.IntegrityError, match="a revision never changes"):
            connection.execute("UPDATE revision SET card = ''")


async def test_cards_of_before_name_their_pitfalls_in_postgresql(postgres_url: str) -> None:
    (part,) = (file for file in PARTS if "pitfalls" in file.name)
    async with empty_postgres(postgres_url) as connection:
        await connection.executemany(f"{INSERT}($1, $2, $3, $4, $5)", _of_before())
        await connection.execute(part.read_text(encoding="utf-8"))
        found = await connection.fetch("SELECT revision, card FROM revision")
        assert _named([tuple(one) for one in found]) == NAMED
        with pytest.raises(Exception, match="a revision never changes"):
            await connection.execute("UPDATE revision SET card = ''")


# What is counted


def answer(lesson: Lesson, *, right: bool) -> Fact:
    choice = WRONG if not right else 1 - WRONG
    return attempt(
        ASKED.id,
        lesson="sea",
        revision=lesson.revision,
        choice=choice,
        confidence="sure",
        right=right,
    )


@pytest.mark.each_store
async def test_statistics_tell_of_a_pitfall_by_its_title_and_its_approaches(store: Store) -> None:
    again = SEA.model_copy(update={"title": "The sea"})
    await store.publish(Release(lessons=(SEA, SWAPPED)), NOON)
    await store.publish(Release(lessons=(again, GERMAN)), NOON)
    for number in range(GROUP):
        await tell(store, number, (0.0, answer(GERMAN if number else SEA, right=False)))
    await tell(store, GROUP, (0.0, answer(SWAPPED, right=True)))
    same = equivalent_revisions(again, await store.revisions("sea"))
    found = statistics.lesson_statistics(again, await store.observations("sea", same))
    (asked,) = found.questions
    assert asked.text == CHART.title
    assert asked.options[WRONG] == CHART.wrong
    assert [(one.option, one.number) for one in asked.views[0].shares if one.number] == [
        (WRONG, GROUP)
    ], "where they are the wrong way round it is another question"
    told = "\n".join([*words.lesson(found), *words.questions(found)])
    assert "Pitfall · Sailing without a chart" in told
    assert "Sail west." in told
    (held,) = found.misconceptions
    assert (held.option, held.sure) == (CHART.wrong, GROUP)


# What was wrong


@pytest.mark.each_store
async def test_approaches_that_were_the_wrong_way_round_can_be_corrected(store: Store) -> None:
    await store.set_owners([BEN], NOON)
    await store.publish(Release(lessons=(SWAPPED,)), NOON)
    await store.publish(Release(lessons=(SEA,)), NOON)
    await write(store, record(ANA, facts=(answer(SWAPPED, right=True),)))
    (found,) = (await store.admin(BEN, AdminNeeds(corrigible="sea"))).corrigible
    assert (found.id, found.wrong, found.attempts) == (ASKED.id, (SWAPPED.revision,), 1)
    told = context.text(context.notice(found))
    assert "I counted this as right: Sail west." in told
    assert "The right answer is: **Ask for the chart first.**" in told


@pytest.mark.each_store
async def test_an_approach_in_other_words_is_no_wrong_key(store: Store) -> None:
    await store.set_owners([BEN], NOON)
    other = CHART.model_copy(update={"right": "Ask a pilot.", "cause": "Who knows."})
    await store.publish(Release(lessons=(SEA,)), NOON)
    await store.publish(Release(lessons=(SEA.model_copy(update={"pitfalls": (other,)}),)), NOON)
    assert (await store.admin(BEN, AdminNeeds(corrigible="sea"))).corrigible == ()
