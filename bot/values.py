"""What nearly everything is made of here: values, which nobody changes once they are made.

A value is a dataclass with slots, equal and hashed by its fields. That nobody assigns to one is
checked where the program is checked, by mypy, and not each time that one is made: a dataclass that
is frozen at run time takes four times as long to make, and a turn makes some sixty values.
"""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[_T]) -> type[_T]:
    """Make values of this class; change one with ``dataclasses.replace``, which makes another."""
    return dataclass(slots=True, unsafe_hash=True)(cls)
