"""The outputs of one turn as messages that fit a platform.

What a platform can show is data (``Capabilities``); how much fits in a message the adapter
measures with its own conversion, so that no second ruler can disagree with it.

A turn becomes few messages: neighbouring texts are merged while they fit. A question keeps a
message of its own, because that message is edited later. Choices degrade with the platform:
labels on buttons; numbers on buttons beside a spelled-out list; the list alone, answered by
typing. In each of these forms the n-th choice stays the n-th.
"""

from collections.abc import Callable
from dataclasses import dataclass

from wcwidth import wcswidth

from adapters.inline import escape
from adapters.splitting import apart, fence, split
from bot.conversation.outputs import Ask, Choice, Notice, Output, Picture, Retire, Say
from bot.service.channel import Message

Rows = tuple[tuple[Choice, ...], ...]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can show.

    ``fits`` and ``caption_fits`` say whether a Markdown text fits in a message or beside a
    picture. ``buttons`` is how many a message may have at most (0: none), ``row_buttons`` how
    many of them in a row, ``rows`` how many rows. ``label_limit`` is what a button holds, in
    UTF-16 units; ``row_width`` how many columns of label read well side by side.
    ``diagram_columns`` is the widest drawing shown as text, wider ones become pictures
    (``None``: always text). ``notices`` says whether an aside can be shown as one.
    """

    fits: Callable[[str], bool]
    caption_fits: Callable[[str], bool]
    buttons: int
    row_buttons: int
    label_limit: int
    row_width: int
    diagram_columns: int | None
    notices: bool
    rows: int = 100


def plan(outputs: tuple[Output, ...], capabilities: Capabilities) -> tuple[Message, ...]:
    """The messages for these outputs, in order; the same for the same outputs, always."""
    return tuple(_Plan(capabilities).all(outputs))


class _Plan:
    """The messages so far, the last of which may still take in more text."""

    def __init__(self, can: Capabilities) -> None:
        self._can = can
        self._messages: list[Message] = []
        self._open = False

    def all(self, outputs: tuple[Output, ...]) -> list[Message]:
        for output in outputs:
            match output:
                case Say(text):
                    self._say(text)
                case Ask():
                    self._ask(output)
                case Retire(question, text):
                    self._add(Message(_last(split(text, self._can.fits)), retires=question))
                case Notice(text):
                    self._notice(text)
                case Picture():
                    self._picture(output)
        return self._messages

    def _add(self, message: Message) -> None:
        self._messages.append(message)
        self._open = False

    def _say(self, text: str) -> None:
        for piece in split(text, self._can.fits):
            last = self._messages[-1].text if self._open else ""
            joined = f"{last}\n\n{piece}"
            if last and self._can.fits(joined) and apart(last, piece):
                self._messages[-1] = Message(joined)
            else:
                self._messages.append(Message(piece))
            self._open = True

    def _ask(self, ask: Ask) -> None:
        text, rows = _choices(ask, self._can)
        *before, last = split(text, self._can.fits) or ("",)
        for piece in before:
            self._add(Message(piece))
        self._add(Message(last, rows=rows, question=ask.question))

    def _notice(self, text: str) -> None:
        if not self._can.notices:
            self._say(text)
            return
        for piece in split(text, self._can.fits):
            self._add(Message(piece, notice=True))

    def _picture(self, picture: Picture) -> None:
        widest = max(map(columns, picture.drawing.split("\n")))
        if self._can.diagram_columns is None or widest <= self._can.diagram_columns:
            self._say(fence(picture.drawing))
        elif self._can.caption_fits(picture.alternative):
            self._add(Message(picture.alternative, picture=picture))
        else:
            self._add(Message(picture=picture))
            self._say(picture.alternative)


def columns(text: str) -> int:
    """How many columns a line takes in a monospaced font."""
    width = wcswidth(text)
    return len(text) if width < 0 else width


def _last(pieces: tuple[str, ...]) -> str:
    return pieces[-1] if pieces else ""


def _choices(ask: Ask, can: Capabilities) -> tuple[str, Rows]:
    """The question's text and buttons, in the best form that the platform can show."""
    if not ask.choices:
        return ask.text, ()
    if all(_holds(choice.label, can) for choice in ask.choices):
        rows = _fitted(ask.rows, can)
        if rows is not None:
            return ask.text, rows
    text = _with_list(ask.text, [choice.label for choice in ask.choices])
    numbers = iter(range(1, len(ask.choices) + 1))
    numbered = tuple(
        tuple(Choice(str(next(numbers)), choice.token) for choice in row) for row in ask.rows
    )
    return text, _fitted(numbered, can) or ()


def _holds(label: str, can: Capabilities) -> bool:
    units = len(label.encode("utf-16-le", "surrogatepass")) // 2
    return bool(label.strip()) and units <= can.label_limit


def _fitted(rows: Rows, can: Capabilities) -> Rows | None:
    """The rows as they are where they read well, else each label on a row of its own."""
    choices = tuple(choice for row in rows for choice in row)
    if len(choices) > can.buttons:
        return None
    fitted: list[tuple[Choice, ...]] = []
    for row in rows:
        side_by_side = len(row) * max((columns(choice.label) for choice in row), default=0)
        if len(row) <= can.row_buttons and side_by_side <= can.row_width:
            fitted += [row] if row else []
        else:
            fitted += [(choice,) for choice in row]
    if len(fitted) > can.rows:
        each = -(-len(choices) // can.rows)
        if each > can.row_buttons:
            return None
        fitted = [choices[n : n + each] for n in range(0, len(choices), each)]
    return tuple(fitted)


def _with_list(text: str, labels: list[str]) -> str:
    """The text with the labels spelled out below, numbered from 1."""
    for dot in (".", ")"):
        lines = [f"{n}{dot} {escape(' '.join(label.split()))}" for n, label in enumerate(labels, 1)]
        spelled = "\n".join(lines)
        if not text.strip() or apart(text, spelled):
            break
    return f"{text}\n\n{spelled}" if text.strip() else spelled
