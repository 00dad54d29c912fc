"""What nearly everything is made of here: values, which nobody changes once they are made.

A value is a dataclass with slots, equal and hashed by its fields. Mypy checks that nobody assigns
to a field, so it need not be checked each time that a value is made: a dataclass that is frozen at
run time takes four times as long to make, and a turn makes some sixty values. Fifteen of these are
others with a field changed, for which ``replace`` takes a third of the time of that of
``dataclasses``: it looks at the fields of a class once, and not each time.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[_T]) -> type[_T]:
    """Make values of this class; change a value with ``replace``, which makes another."""
    return dataclass(slots=True, unsafe_hash=True)(cls)


if TYPE_CHECKING:
    # What it is called with is checked as mypy knows that function.
    from dataclasses import replace as replace
else:

    def replace(value: _T, /, **changes: Any) -> _T:
        """The same value, but for these fields; raises ``TypeError`` for a field that it hasn't."""
        return _copier(type(value))(value, **changes)


@cache
def _copier(cls: type) -> Callable[..., Any]:
    """What makes another of this class, written out for its fields as ``dataclasses`` does it."""
    names = [field.name for field in fields(cls) if field.init]
    parameters = "".join(f", {name}=__kept" for name in names)
    taken = ", ".join(f"{name}=__one.{name} if {name} is __kept else {name}" for name in names)
    source = f"def copy(__one, /, *{parameters}): return __cls({taken})"
    namespace: dict[str, Any] = {"__cls": cls, "__kept": object()}
    exec(source, namespace)  # noqa: S102 - of names that are fields of a class, and of nothing else
    copy: Callable[..., Any] = namespace["copy"]
    return copy
