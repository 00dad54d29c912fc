"""Values: what is changed of one is changed in another, and nothing else is."""

from dataclasses import dataclass, field

import pytest

from bot.values import replace, value


@value
class Cup:
    """A value whose fields are called as what a copier might call its own."""

    one: int
    kept: str = "kept"
    cls: tuple[int, ...] = ()
    copy: object = field(default=None, compare=False)


@value
class Pot:
    """A value of which one field is worked out."""

    cups: int
    full: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "full", self.cups > 3)


@dataclass(frozen=True)
class Lid:
    """A dataclass that is no value of ours."""

    size: int
    round: bool = True


def test_another_value_has_what_was_changed_and_all_else() -> None:
    mark = object()
    cup = Cup(1, cls=(1, 2), copy=mark)
    changed = replace(cup, kept="")
    assert changed == Cup(1, "", (1, 2))
    assert changed.copy is mark
    assert cup.kept == "kept"
    assert replace(cup, one=2, copy=None) == Cup(2, cls=(1, 2))


def test_none_and_other_nothings_are_values_as_well() -> None:
    assert replace(Cup(1), one=0, cls=()) == Cup(0)


def test_what_is_worked_out_is_worked_out_anew() -> None:
    assert not replace(Pot(9), cups=2).full


def test_any_dataclass_can_be_changed() -> None:
    assert replace(Lid(3), size=4) == Lid(4)


def test_a_field_that_there_is_not_is_refused() -> None:
    with pytest.raises(TypeError, match="handle"):
        replace(Cup(1), handle=True)  # type: ignore[call-arg]  # that is what is refused
