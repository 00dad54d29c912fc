"""How values become text and whole numbers in a store, and values again: compact and strict.

Other versions of the program read what was written: a form may be added here, but whatever was ever
written must still be read, or a migration must rewrite it.

Everything that can fail about a turn's values fails here (``encode``), before a statement runs, so
a bad turn is known by name and does not take its batch down.
"""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.conversation import learner as learners
from bot.conversation import session as sessions
from bot.conversation.charts import Drawing
from bot.conversation.inputs import LearnerId
from bot.conversation.language.locale import SOURCE
from bot.conversation.learner import Learner
from bot.conversation.needs.admin import Draft
from bot.conversation.outputs import (
    Ask,
    Chart,
    Choice,
    Document,
    Doorway,
    Gather,
    LessonImage,
    Notice,
    Output,
    Retire,
    Revise,
    Say,
    TextDiagram,
)
from bot.conversation.session import Session
from bot.lessons.card import Card, Modes
from bot.lessons.cohort import Cohort
from bot.storage.records import Parcel, Record, RecordError
from bot.values import replace, value

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
    """Sessions by learner, from pairs of both; an unreadable session is logged and left out."""
    return _by_learner(texts, "session", sessions.load)


def load_learners(texts: Iterable[Iterable[str]]) -> dict[LearnerId, Learner]:
    """Learners by their ids, from pairs of both; an unreadable learner is logged and left out."""
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


_DRAWN: TypeAdapter[Drawing] = TypeAdapter(Drawing)


def dump_outputs(outputs: tuple[Output, ...]) -> str:
    """The outputs of a turn as JSON; raises ``ValueError`` for text that is not Unicode."""
    text = JSON.encode([_dump(output) for output in outputs])
    text.encode()  # half a surrogate pair would only fail later, when it is written or sent
    return text


_DIGITS, _ANEW = "digits", "anew"
"""What stands last of a question to which a number may be the answer, and of a question shown
anew."""


def _dump(output: Output) -> list[object]:
    match output:
        case Say():
            return ["say", output.text, *[True][: output.apart]]
        case Ask():
            rows = _rows_out(output.rows)
            rest: list[object] = [output.words, output.language, output.files]
            # What is as it mostly is, is left out: every byte is written with every turn.
            if output.instead is not None:
                rest.append([output.instead.question, output.instead.text])
            elif not output.files:
                rest = rest[:2] if output.language != SOURCE else rest[: output.words]
            rest += [*[_DIGITS][: output.digits], *[_ANEW][: output.anew]]
            return ["ask", output.question, output.text, rows, *rest]
        case Retire():
            return ["retire", output.question, output.text]
        case Revise():
            return ["revise", output.question, output.text, _rows_out(output.rows)]
        case Notice():
            return ["notice", output.text, *[True][: output.stays]]
        case TextDiagram():
            return ["picture", output.drawing, output.alternative]
        case LessonImage():
            return ["illustration", output.asset, output.alternative]
        case Chart():
            drawn = _DRAWN.dump_python(output.drawn, mode="json", exclude_defaults=True)
            return ["chart", drawn, output.text, output.alternative]
        case Document(name, media, id, size, text, otherwise):
            # The id comes first: the schema's trigger finds it there.
            return ["document", id, name, media, size, text, otherwise]
        case Doorway():
            token = [output.token] if output.token else []
            return ["doorway", output.text, output.label, output.payload, *token]
        case Gather():
            return ["gather", output.id, output.title]


def load_outputs(text: str) -> tuple[Output, ...]:
    """The outputs from their JSON; raises ``ValueError`` if these are none."""
    outputs = json.loads(text)
    if not isinstance(outputs, list):
        raise ValueError("not a list of outputs")
    return tuple(_load(output) for output in outputs)


def _load(output: object) -> Output:
    match output:
        case ["say", str(text), *rest] if rest in ([], [True]):
            return Say(text, bool(rest))
        case ["ask", *rest, str(mark)] if mark in (_DIGITS, _ANEW):
            asked = _load(["ask", *rest])
            if not isinstance(asked, Ask):
                return asked
            return replace(asked, digits=True) if mark == _DIGITS else replace(asked, anew=True)
        case ["ask", str(question), str(text), list(rows)]:
            return Ask(question, text, _rows(rows))
        case ["ask", str(question), str(text), list(rows), True]:
            return Ask(question, text, _rows(rows), words=True)
        case ["ask", str(question), str(text), list(rows), bool(words), str(language)]:
            return Ask(question, text, _rows(rows), words, language)
        case ["ask", str(question), str(text), list(rows), bool(words), str(language), True]:
            return Ask(question, text, _rows(rows), words, language, files=True)
        case [
            "ask",
            str(question),
            str(text),
            list(rows),
            bool(words),
            str(language),
            bool(files),
            [str(card), str(left)],
        ]:
            instead = Retire(card, left)
            return Ask(question, text, _rows(rows), words, language, files, instead)
        case ["retire", str(question), str(text)]:
            return Retire(question, text)
        case ["revise", str(question), str(text), list(rows)]:
            return Revise(question, text, _rows(rows))
        case ["notice", str(text)]:
            return Notice(text)
        case ["notice", str(text), True]:
            return Notice(text, stays=True)
        case ["picture", str(drawing), str(alternative)]:
            return TextDiagram(drawing, alternative)
        case ["illustration", str(asset), str(alternative)]:
            return LessonImage(asset, alternative)
        case ["chart", dict(drawn), str(text), str(alternative)]:
            return Chart(_DRAWN.validate_python(drawn), text, alternative)
        case ["document", str(id), str(name), str(media), int(size), str(text), str(otherwise)]:
            return Document(name, media, id, size, text, otherwise)
        case ["doorway", str(text), str(label), str(payload)]:
            return Doorway(text, label, payload)
        case ["doorway", str(text), str(label), str(payload), str(token)]:
            return Doorway(text, label, payload, token)
        case ["gather", str(id), str(title)]:
            return Gather(id, title)
    raise ValueError("not an output")


def _rows_out(rows: tuple[tuple[Choice, ...], ...]) -> list[list[list[str]]]:
    return [[[choice.label, choice.token] for choice in row] for row in rows]


def _rows(rows: list[list[object]]) -> tuple[tuple[Choice, ...], ...]:
    return tuple(tuple(_choice(entry) for entry in row) for row in rows)


def _choice(choice: object) -> Choice:
    match choice:
        case [str(label), str(token)]:
            return Choice(label, token)
    raise ValueError("not a choice")


def question_of(outputs: tuple[Output, ...]) -> str | None:
    """The question that these outputs ask: the last, since at most a single question is open."""
    return next((o.question for o in reversed(outputs) if isinstance(o, Ask)), None)


@value
class EncodedRecord:
    """A record, and what of it is kept as text; ``outputs`` is ``None`` if it said nothing."""

    record: Record
    at: int
    session: str | None
    changed: str | None
    outputs: str | None
    question: str | None

    @property
    def learner(self) -> LearnerId:
        """Whose turn it was."""
        return self.record.learner

    @property
    def origin(self) -> tuple[str, int, str]:
        """Where a fact of this turn comes from: the platform, the time and the input."""
        return self.record.address.platform, self.at, self.record.input

    def parcel(self, id: int) -> Parcel:
        """What this turn said, on its way under this id."""
        record = self.record
        where = record.address
        return Parcel(id, record.input, record.learner, where, record.outputs, at=self.at)


def encode(records: Iterable[Record]) -> list[EncodedRecord]:
    """The records ready to be written; raises ``RecordError`` naming all that can't be."""
    encoded: list[EncodedRecord] = []
    faults: dict[str, str] = {}
    for record in records:
        try:
            encoded.append(_encode(record))
        except (ValueError, TypeError) as error:
            reason = fault(error) if isinstance(error, ValueError) else ""
            faults[record.input] = reason or type(error).__name__
    if faults:
        raise RecordError(faults)
    return encoded


def _encode(record: Record) -> EncodedRecord:
    return EncodedRecord(
        record,
        micros(record.at),
        None if record.session is None else sessions.dump(record.session),
        None if record.changed is None else learners.dump(record.changed),
        dump_outputs(record.outputs) if record.outputs else None,
        question_of(record.outputs),
    )


def utc_now() -> datetime:
    """The time now, aware and in UTC."""
    return datetime.now(UTC)
