"""The lesson of the peers: what Foretell said to a learner, turn by turn, as it was recorded.

Only turns of three calls are in it: a press answered, its message edited, another one sent. Where
Foretell put an attempt on record, a peer does so too. A learner goes through it again and again;
their buttons name the turn, so that one that is pressed twice, or late, is known.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Shown:
    """A message: its text, its entities as Telegram has them, and the labels of its buttons."""

    text: str
    entities: tuple[dict[str, Any], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What comes of a press: the message that was pressed anew, and the next one."""

    edited: Shown
    said: Shown
    attempt: bool


@dataclass(frozen=True, slots=True)
class State:
    """Where a learner is, and how many they had right; its row is its JSON."""

    turn: int = 0
    right: int = 0

    def dump(self) -> str:
        """The state as JSON."""
        return json.dumps({"turn": self.turn, "right": self.right})

    @classmethod
    def load(cls, text: str) -> "State":
        """The state that was dumped."""
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Judged:
    """What a press comes to: whether it was right, and the next state."""

    step: Step
    choice: int
    right: bool
    state: State


class Lesson:
    """The steps, one after another, for ever."""

    def __init__(self, steps: list[Step]) -> None:
        self.steps = steps

    def asked(self, state: State) -> Shown:
        """The message that a learner in this state answers next."""
        return self.steps[state.turn % len(self.steps) - 1].said

    def judge(self, state: State, data: str) -> Judged | None:
        """What a press comes to; nothing if it is one of an earlier turn."""
        turn, _, choice = data.partition(":")
        if int(turn) != state.turn:
            return None
        step = self.steps[state.turn % len(self.steps)]
        right = int(choice) == len(step.said.text) % 3
        after = State(state.turn + 1, state.right + (right and step.attempt))
        return Judged(step, int(choice), right, after)


def data(state: State, shown: Shown) -> list[list[tuple[str, str]]]:
    """The buttons below a message: labels, and what they carry."""
    rows, number = [], 0
    for row in shown.rows:
        rows.append([(label, f"{state.turn}:{number + n}") for n, label in enumerate(row)])
        number += len(row)
    return rows


def read(path: Path) -> Lesson:
    """The lesson that was recorded there."""
    return Lesson(
        [
            Step(_shown(one["edited"]), _shown(one["said"]), one["attempt"])
            for one in json.loads(path.read_text("utf-8"))
        ]
    )


def _shown(one: dict[str, Any]) -> Shown:
    rows = tuple(tuple(row) for row in one["rows"])
    return Shown(one["text"], tuple(one["entities"]), rows)
