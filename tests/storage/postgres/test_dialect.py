"""The shared SQL in PostgreSQL's words."""

import pytest

from bot.storage.postgres.connection import translate


@pytest.mark.parametrize(
    ("shared", "postgres"),
    [
        ("a = ? AND b = ?", "a = $1 AND b = $2"),
        ("a = ?2 AND b = ?1 OR c = ?2", "a = $2 AND b = $1 OR c = $2"),
        ("?10", "$10"),
        ("a = :one AND b IN (:two, :one)", "a = $1 AND b IN ($2, $1)"),
    ],
)
def test_parameters_are_marked_by_numbers(shared: str, postgres: str) -> None:
    assert translate(shared).sql == postgres


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 'what? :who ?1'",
        "SELECT 'it''s :here?'",
        'SELECT "a name?" FROM one',
        "SELECT 1 -- why? :because",
        "SELECT '{}'::text",
        "SELECT '$.questions[0]'",
        "SELECT '' || '?'",
    ],
)
def test_texts_names_comments_and_casts_are_as_they_were(sql: str) -> None:
    assert translate(sql) == (sql, ())


def test_a_mark_after_a_text_is_a_mark() -> None:
    found = translate("kind LIKE 'a:%' AND learner = :learner -- :nobody\nAND at < :at::bigint")
    assert found.sql == "kind LIKE 'a:%' AND learner = $1 -- :nobody\nAND at < $2::bigint"
    assert found.arguments({"at": 2, "learner": 1, "more": 3}) == (1, 2)


def test_what_a_statement_is_run_with_is_in_the_order_of_its_marks() -> None:
    assert translate("? ?").arguments([1, "b"]) == (1, "b")
    assert translate("?2 ?1").arguments((1, "b")) == (1, "b")
    assert translate("SELECT 1").arguments(()) == ()
    with pytest.raises(KeyError, match="who"):
        translate(":who").arguments({})


def test_what_the_planner_of_sqlite_is_told_goes() -> None:
    found = translate(
        "SELECT 1 FROM json_each(?) AS asked CROSS JOIN alarm INDEXED BY alarm_due ON at < ?"
    ).sql
    assert " ".join(found.split()) == ("SELECT 1 FROM json_each($1) AS asked JOIN alarm ON at < $2")
    assert (
        translate("SELECT crossing_joined, indexed_by").sql == "SELECT crossing_joined, indexed_by"
    )


def test_keys_are_looked_at_when_a_transaction_ends() -> None:
    assert translate("PRAGMA defer_foreign_keys = ON").sql == "SET CONSTRAINTS ALL DEFERRED"
