"""Sums that a lesson states, worked out with a learner's own numbers.

A formula knows numbers, names, ``+ - * / ^``, brackets, and ``min``, ``max``, ``sqrt`` and
``round``. It is read by Python's own parser, and whatever is not in this list is refused: nothing
of a lesson is ever run.
"""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from bot.lessons.practice import Sums

LONGEST = 200
"""Characters of a formula."""

_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_SIGNS = str.maketrans("×·÷−", "**/-")
_FUNCTIONS: Mapping[str, Callable[..., float]] = {
    "min": min,
    "max": max,
    "sqrt": math.sqrt,
    "round": lambda number: float(round(number)),
}


class SumError(ValueError):
    """A formula that can't be worked out; its text says why, in the words of an author."""


def work_out(sums: Sums, own: Mapping[str, float]) -> dict[str, float]:
    """Every number of a sum by its name, with a learner's ``own`` in place of the lesson's.

    Raises ``SumError`` where it has no result, as when something is divided by nothing.
    """
    numbers = {one.name: own.get(one.name, one.value) for one in sums.given}
    for formula in sums.formulas:
        numbers[formula.name] = evaluate(formula.expression, numbers)
    return numbers


def evaluate(expression: str, numbers: Mapping[str, float]) -> float:
    """What a formula comes to; raises ``SumError``."""
    if len(expression) > LONGEST:
        raise SumError(f"a formula of more than {LONGEST} characters")
    plain = expression.translate(_SIGNS)
    try:
        tree = ast.parse(plain.replace("^", "**").strip(), mode="eval")
        result = _value(tree.body, numbers)
    except (SyntaxError, RecursionError, MemoryError):
        raise SumError(f'"{expression}" isn\'t a formula') from None
    except ZeroDivisionError:
        raise SumError(f'"{expression}" divides by zero') from None
    except (OverflowError, ValueError) as error:
        if isinstance(error, SumError):
            raise
        raise SumError(f'"{expression}" has no result') from None
    if not math.isfinite(result):
        raise SumError(f'"{expression}" has no result')
    return result


def _value(node: ast.expr, numbers: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=value) if type(value) in (int, float):
            return float(value)  # type: ignore[arg-type]  # the line above says so
        case ast.Name(id=name):
            if name not in numbers:
                raise SumError(f'"{name}" has no value')
            return numbers[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, numbers)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            # Of floats: that takes no time, and what grows beyond them is refused.
            return float(math.pow(_value(left, numbers), _value(right, numbers)))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left, numbers), _value(right, numbers))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
            return _called(name, [_value(one, numbers) for one in args])
    raise SumError("a formula has only numbers, names, + - * / ^, brackets, min, max, sqrt, round")


def _called(name: str, values: list[Any]) -> float:
    if not values or (name in ("sqrt", "round") and len(values) != 1):
        raise SumError(f'"{name}" has {len(values)} numbers')
    return float(
        _FUNCTIONS[name](*values) if len(values) > 1 or name not in ("min", "max") else values[0]
    )
