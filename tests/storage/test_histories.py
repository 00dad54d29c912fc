"""What every store must find of a learner's history. The same tests run over all."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.facts.learner import (
    Attempt,
    Fact,
    Judged,
    Overruled,
    Scheduled,
    Submission,
    Suspended,
)
from bot.conversation.needs.learner import TOLD, LearnerHistory
from bot.learning.beliefs import Belief
from bot.learning.habits import QUARTER
from bot.learning.items import Answer, Item
from bot.storage.codec import micros
from bot.storage.sql import learners
from bot.storage.store import Store
from tests.oracles import Ledger
from tests.rigs.facts import CORRECTIONS, MANY
from tests.rigs.makers import ANA, BEN, NOON, at, attempt, record, write
from tests.rigs.properties import examples
from tests.rigs.stores import FreshStore, fresh_store, opened

pytestmark = pytest.mark.each_store

RIGHT = Answer("Water", "sure", right=True, at=micros(NOON))


def item(question: str, lesson: str = "tea", answer: Answer = RIGHT) -> Item:
    return Item(lesson, question, 1, 8.3, 5.0, micros(NOON), answer)


async def test_a_newcomer_has_an_empty_history(store: Store) -> None:
    assert await store.histories([ANA]) == {ANA: LearnerHistory()}


async def test_all_items_are_found_and_those_that_are_suspended_only_named(store: Store) -> None:
    tea, bread, away = item("b"), item("z", "bread"), item("a")
    await write(
        store,
        record(facts=(Scheduled(tea), Scheduled(bread), Scheduled(away), Suspended(away))),
        record(BEN, facts=(Scheduled(item("his")), Suspended(item("his")))),
    )
    found = await store.histories([ANA, BEN])
    assert found[ANA].items == (bread, tea)
    assert found[ANA].suspended == {("tea", "a")}
    assert (found[BEN].items, found[BEN].suspended) == ((), {("tea", "his")})


async def test_answers_of_every_phase_and_written_ones_are_counted_by_quarters_of_an_hour(
    store: Store,
) -> None:
    quarter = micros(NOON) // QUARTER * QUARTER
    await write(
        store,
        record(facts=(attempt(),), when=at(0)),
        record(facts=(attempt(phase="exit"),), when=at(60)),
        record(facts=(attempt(phase="review", right=False),), when=at(15 * 60)),
        record(facts=(Submission("run", "tea", "smell", "Grass."),), when=at(16 * 60)),
        record(BEN, facts=(attempt(),), when=at(120)),
    )
    found = await store.histories([ANA, BEN])
    assert found[ANA].answered == ((quarter, 2), (quarter + QUARTER, 1))
    assert found[ANA].wrote == ((quarter + QUARTER, 1),)
    assert found[BEN].answered == ((quarter, 1),)


async def test_beliefs_are_first_commitments_that_were_wrong_and_no_guess(store: Store) -> None:
    wrong = attempt("a", right=False, choice=2, confidence="probable")
    await write(
        store,
        record(facts=(wrong,), when=at(1)),
        record(facts=(attempt("right"),), when=at(2)),
        record(facts=(attempt("guessed", right=False, confidence="guess"),), when=at(3)),
        record(facts=(attempt("idea", right=False, choice=None, confidence="none"),), when=at(4)),
        record(facts=(attempt("open", right=None),), when=at(5)),
        record(facts=(Judged("run", "open", "first", right=False),), when=at(6)),
        record(facts=(attempt("unjudged", right=None),), when=at(7)),
        record(facts=(Judged("run", "unjudged", "exit", right=False),), when=at(8)),
        record(facts=(replace(wrong, revision="r2", choice=0, phase="exit"),), when=at(9)),
        record(facts=(attempt("right", right=False, phase="review"),), when=at(10)),
    )
    [history] = (await store.histories([ANA])).values()
    assert history.beliefs == (
        Belief("tea", "a", "r1", 2, "probable"),
        Belief("tea", "open", "r1", 1, "sure"),
    )


async def test_a_history_names_the_lessons_whose_words_its_changes_need(store: Store) -> None:
    names = [f"q{n}" for n in range(TOLD + 2)]
    facts = [attempt(name, right=False, revision=f"r{n % 2}") for n, name in enumerate(names)]
    await write(
        store,
        *(record(facts=(fact,), when=at(n)) for n, fact in enumerate(facts)),
        record(facts=tuple(Scheduled(item(name)) for name in names)),
    )
    [history] = (await store.histories([ANA])).values()
    assert len(history.changes) == TOLD
    assert sorted(history.lessons) == [("tea", "r0"), ("tea", "r1")]


_QUESTIONS = st.sampled_from(["p", "q"])
_LESSONS = st.sampled_from(["tea", "bread"])
_ITEMS = st.builds(item, _QUESTIONS, _LESSONS)
_OTHERS = st.one_of(
    st.builds(Scheduled, _ITEMS),
    st.builds(Suspended, _ITEMS),
    CORRECTIONS,
    st.builds(Submission, st.sampled_from(["a", "b"]), _LESSONS, _QUESTIONS, st.just("x")),
    st.builds(
        Judged,
        st.sampled_from(["a", "b"]),
        _QUESTIONS,
        st.sampled_from(["first", "exit", "review"]),
        st.booleans(),
    ),
    st.builds(
        Overruled,
        st.sampled_from(["a", "b"]),
        _LESSONS,
        st.just("r1"),
        _QUESTIONS,
        st.sampled_from(["first", "exit", "review"]),
        st.none(),
    ),
)
_ATTEMPTS = st.builds(
    Attempt,
    run=st.sampled_from(["a", "b"]),
    lesson=_LESSONS,
    revision=st.sampled_from(["r1", "r2"]),
    question=_QUESTIONS,
    phase=st.sampled_from(["first", "exit", "review"]),
    choice=st.none() | st.integers(0, 3),
    confidence=st.sampled_from(["guess", "probable", "sure", "none", "range"]),
    right=st.none() | st.booleans(),
    score=st.none(),
    took_ms=st.just(1),
    answer=st.none() | st.sampled_from(["hail", "10–30"]),
)
_FACTS = st.booleans().flatmap(lambda attempt: _ATTEMPTS if attempt else _OTHERS)


@settings(max_examples=examples(60), deadline=None)
@given(facts=st.lists(st.tuples(_FACTS, st.integers(0, 3000)), **MANY))
def test_a_history_is_what_the_facts_come_to(facts: list[tuple[Fact, int]]) -> None:
    # Not always in the order of their times, and several at one time.
    turns = [
        record(facts=(fact,), when=at(when), id=f"telegram:{n:03}")
        for n, (fact, when) in enumerate(facts)
    ]
    turns.append(record(BEN, facts=(attempt(right=False), Scheduled(item("q")))))

    async def history() -> LearnerHistory:
        async with opened(fresh_store()) as store:
            await write(store, *turns)
            return (await store.histories([ANA]))[ANA]

    ledger = Ledger()
    ledger.write(*turns)
    assert asyncio.run(history()) == ledger.history(ANA)


def test_only_the_learners_own_rows_are_looked_at() -> None:
    store = FreshStore()
    for sql in (learners.ALL, learners.QUARTERS, learners.BELIEFS):
        with closing(sqlite3.connect(store.path)) as connection:
            plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}", ('["telegram:1"]',))
            steps = [row[-1] for row in plan]
        looked_at = [
            step
            for step in steps
            if any(
                f" {table} " in f"{step} "
                for table in ("item", "attempt", "judgement", "overruled", "writing")
            )
        ]
        assert looked_at, steps
        assert all(step.startswith("SEARCH ") and "learner=?" in step for step in looked_at), steps
