"""How values become text and whole numbers in a store, and values again: compact and strict.

What was written by one version of the program is read by another: a form may be added here, but
one that was ever written must still be read, or a migration must rewrite it.

A turn and what it said are in ``encoded``.
"""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.conversation import learner as learners
from bot.conversation import session as sessions
from bot.conversation.inputs import LearnerId
from bot.conversation.learner import Learner
from bot.conversation.needs.admin import Draft
from bot.conversation.session import Session
from bot.lessons.card import Card, Modes
from bot.lessons.cohort import Cohort
from bot.values import replace

_T = TypeVar("_T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_Kept = TypeVar("_Kept")
_log = logging.getLogger(__name__)

_CARD: TypeAdapter[Card] = TypeAdapter(Card)
_MODES: TypeAdapter[Modes] = TypeAdapter(Modes)
_COHORT: TypeAdapter[Cohort] = TypeAdapter(Cohort)
_DRAFT: TypeAdapter[Draft] = TypeAdapter(Draft)
JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""JSON as a store holds it."""


def micros(at: datetime) -> int:
    """An aware time as whole microseconds since 1970 in UTC, exactly."""
    return (at - _EPOCH) // _MICROSECOND


def moment(at: int) -> datetime:
    """The aware time in UTC of whole microseconds since 1970."""
    return _EPOCH + at * _MICROSECOND


def dump_card(card: Card) -> str:
    """A lesson's card as JSON, but for its modes."""
    return _CARD.dump_json(replace(card, modes=()), exclude_defaults=True).decode()


def load_card(text: str, modes: str = "[]") -> Card:
    """The card from its JSON and that of its modes; raises ``ValueError`` if it is none."""
    return replace(_CARD.validate_json(text), modes=load_modes(modes))


def dump_modes(modes: Modes) -> str:
    """The modes that a lesson is offered in, as JSON."""
    return JSON.encode(modes)


def load_modes(text: str) -> Modes:
    """Modes from their JSON; raises ``ValueError`` if these are none."""
    return _MODES.validate_json(text)


def dump_cohort(cohort: Cohort) -> str:
    """A cohort as JSON; its version is the store's and not part of it."""
    return _COHORT.dump_json(replace(cohort, version=0), exclude_defaults=True).decode()


def load_cohort(version: int, text: str) -> Cohort:
    """The cohort from its JSON, in this version; raises ``ValueError`` if it is none."""
    return replace(_COHORT.validate_json(text), version=version)


def dump_draft(draft: Draft) -> str:
    """A draft as JSON."""
    return _DRAFT.dump_json(draft, exclude={"known"}).decode()


def load_draft(text: str) -> Draft:
    """A draft from its JSON; raises ``pydantic.ValidationError`` if it is none."""
    return _DRAFT.validate_json(text)


def readable(rows: Iterable[Iterable[Any]], load: Callable[..., _T], what: str) -> Iterator[_T]:
    """What ``load`` makes of these rows; what can't be read is left out, with a line in the log."""
    for row in rows:
        try:
            yield load(*row)
        except ValueError as error:
            _log.error("unreadable %s: %s", what, fault(error))


def load_sessions(texts: Iterable[Iterable[str]]) -> dict[LearnerId, Session]:
    """Sessions by learner, from pairs of both; one that can't be read is logged and left out."""
    return _by_learner(texts, "session", sessions.load)


def load_learners(texts: Iterable[Iterable[str]]) -> dict[LearnerId, Learner]:
    """Learners by their ids, from pairs of both; one that can't be read is logged and left out."""
    return _by_learner(texts, "learner", learners.load)


def _by_learner(
    texts: Iterable[Iterable[str]], what: str, load: Callable[[str], _Kept]
) -> dict[LearnerId, _Kept]:
    results: dict[LearnerId, _Kept] = {}
    for learner, text in texts:
        try:
            results[LearnerId(learner)] = load(text)
        except ValueError as error:
            _log.error("unreadable %s of %s: %s", what, learner, fault(error))
    return results


def fault(error: ValueError) -> str:
    """What is wrong, for a log: where and of what kind, never the text itself."""
    if isinstance(error, ValidationError):
        entries = error.errors(include_input=False, include_url=False, include_context=False)
        return "; ".join(
            f"{'.'.join(map(str, entry['loc']))} {entry['type']}" for entry in entries[:3]
        )
    return type(error).__name__
