"""How values become text in a store, and values again: compact, strict, and the same for all.

What was written by one version of the program is read by another, so a field may be added to
any of these types if it has a default; nothing else may change without a migration.
"""

from dataclasses import dataclass, fields
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from bot.conversation.outputs import Ask, Notice, Output, Picture, Retire, Say
from bot.lessons.library import Card


@dataclass(frozen=True, slots=True)
class _Box:
    """One output in the field that is named after its kind: kinds with equal fields stay apart."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)

    say: Say | None = None
    ask: Ask | None = None
    retire: Retire | None = None
    notice: Notice | None = None
    picture: Picture | None = None

    @property
    def output(self) -> Output:
        """What is in the box; raises ``ValueError`` if that is not exactly one output."""
        full = [kind for field in fields(self) if (kind := getattr(self, field.name)) is not None]
        if len(full) != 1:
            raise ValueError("a box holds one output")
        found: Output = full[0]
        return found


_BOXES: TypeAdapter[list[_Box]] = TypeAdapter(list[_Box])
_CARD: TypeAdapter[Card] = TypeAdapter(Card)


def dump_outputs(outputs: tuple[Output, ...]) -> str:
    """The outputs of one turn as JSON; raises ``ValueError`` for text that is not Unicode."""
    return _BOXES.dump_json([_box(one) for one in outputs], exclude_defaults=True).decode()


def load_outputs(text: str) -> tuple[Output, ...]:
    """The outputs from their JSON; raises ``ValueError`` if these are none."""
    return tuple(box.output for box in _BOXES.validate_json(text))


def dump_card(card: Card) -> str:
    """A lesson's card as JSON."""
    return _CARD.dump_json(card, exclude_defaults=True).decode()


def load_card(text: str) -> Card:
    """The card from its JSON; raises ``ValueError`` if it is none."""
    return _CARD.validate_json(text)


def question_of(outputs: tuple[Output, ...]) -> str | None:
    """The question that these outputs ask; at most one is open, so the last one counts."""
    return next((o.question for o in reversed(outputs) if isinstance(o, Ask)), None)


def fault(error: ValueError) -> str:
    """What is wrong, for a log: where and of what kind, never the text itself."""
    if isinstance(error, ValidationError):
        found = error.errors(include_input=False, include_url=False, include_context=False)
        return "; ".join(f"{'.'.join(map(str, one['loc']))} {one['type']}" for one in found[:3])
    return type(error).__name__


def _box(output: Output) -> _Box:
    match output:
        case Say():
            return _Box(say=output)
        case Ask():
            return _Box(ask=output)
        case Retire():
            return _Box(retire=output)
        case Notice():
            return _Box(notice=output)
        case Picture():
            return _Box(picture=output)
