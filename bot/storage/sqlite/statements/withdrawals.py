"""Withdrawn revisions: how they are kept, and whom it touches, in SQL.

Whom a withdrawal touches is told by their sessions: who is in the revision, has it on the shelf,
or has a question of it open in a review. All of them have begun the lesson once, so only these
learners' sessions are looked at.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.conversation.needs.admin import Archive, Publication, Withdrawal
from bot.lessons.library import Card
from bot.storage.codec import load_card

WITHDRAW = """
INSERT INTO withdrawn (lesson, revision, by, at)
SELECT ?1, ?2, ?3, ?4
UNION SELECT lesson, revision, ?3, ?4 FROM revision WHERE lesson = ?1 AND card ->> 'translates' = ?2
ON CONFLICT DO NOTHING
"""
"""The revision of a lesson, and its translations, by whom and when."""

WITHDRAWN = "SELECT lesson, revision FROM withdrawn"
OF_LESSON = "SELECT revision, by, at FROM withdrawn WHERE lesson = ?"
CARDS = "SELECT card FROM revision WHERE lesson = ?"
TRANSLATIONS = """
SELECT name, revision, by, at, how FROM publication
WHERE name > ?1 || '.' AND name < ?1 || '/' ORDER BY id DESC
"""
"""How the translations of a lesson came to be: their names are its id, a dot and a language."""

TOUCHED = """
WITH begun AS MATERIALIZED (
    SELECT learner, body FROM session
    WHERE learner IN (SELECT learner FROM run WHERE lesson = ?1)
    AND instr(body, '"lesson":"' || ?1 || '"')
),
held AS MATERIALIZED (
    SELECT learner, body ->> '$.run.lesson' AS lesson, body ->> '$.run.revision' AS revision
    FROM begun WHERE coalesce(body ->> '$.run.preview', '') = ''
    UNION ALL
    SELECT learner, value ->> 'lesson', value ->> 'revision'
    FROM begun, json_each(body, '$.shelf') WHERE instr(value, '"lesson":"' || ?1 || '"')
    UNION ALL
    SELECT learner, body ->> '$.review.item.lesson', body ->> '$.review.revision'
    FROM begun WHERE instr(body, '"review":{')
    AND coalesce(body ->> '$.review.stage', 'open') <> 'revealed'
),
named AS (
    SELECT learner, revision FROM held WHERE lesson = ?1
    UNION ALL
    SELECT learner, card ->> 'translates' FROM held JOIN revision USING (lesson, revision)
    WHERE lesson = ?1 AND coalesce(card ->> 'translates', '') <> ''
)
SELECT revision, count(DISTINCT learner) FROM named GROUP BY revision
"""
"""By revision of a lesson, how many are in it or in a translation of it."""


def archive(
    cards: Iterable[Any],
    translations: Iterable[Any],
    withdrawn: Iterable[Any],
    touched: Iterable[Any],
) -> Archive:
    """What ``CARDS``, ``TRANSLATIONS``, ``OF_LESSON`` and ``TOUCHED`` find."""
    moves: dict[str, list[Publication]] = {}
    for name, *move in translations:
        moves.setdefault(name.partition(".")[2], []).append(Publication(*move))
    return Archive(
        {card.revision: card for card in _readable(cards)},
        {language: tuple(found) for language, found in moves.items()},
        {revision: Withdrawal(by, at) for revision, by, at in withdrawn},
        dict(touched),
    )


def _readable(cards: Iterable[Any]) -> Iterator[Card]:
    for (text,) in cards:
        try:
            yield load_card(text)
        except ValueError:
            # The catalogue says so in the log.
            continue
