"""What a terminal shows: Markdown through rich, with colours for people, plain for scripts.

Plain means that the text alone is written: no escape codes, nothing padded, and a paragraph on a
line however long, so that a script finds in it what it looks for.
"""

import re
from typing import ClassVar, TextIO

from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.markdown import CodeBlock, Heading, HorizontalRule, ListItem, Markdown, MarkdownElement
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from rich.theme import Theme

from bot.conversation.outputs import Choice

READABLE = 88
"""The widest a paragraph gets, in columns; longer lines are hard to follow."""

_PLAIN_WIDTH = 1_000_000

_QUIET = Style(dim=True, italic=True)

# Colours that keep their contrast on a dark and on a light ground.
_THEME = Theme(
    {
        "markdown.code": "cyan",
        "markdown.code_block": "cyan",
        "markdown.h1": "bold",
        "markdown.h2": "bold",
        "markdown.h3": "bold",
        "markdown.h4": "bold",
        "markdown.h5": "bold",
        "markdown.h6": "bold",
        "markdown.item.bullet": "bold",
        "markdown.item.number": "bold",
        "markdown.hr": "dim",
    }
)

# Everything that a terminal would obey instead of show, except line feed and tab.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

_SPOILER = re.compile(r"\|\|(?=\S)(.+?)(?<=\S)\|\|", re.DOTALL)


class _Quiet:
    """The same in a quieter style; line ends keep none, or the last would be seen as a line."""

    def __init__(self, what: RenderableType) -> None:
        self._what = what

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self._what, options):
            style = _QUIET if segment.style is None else _QUIET + segment.style
            yield segment if segment.text == "\n" else Segment(segment.text, style)


class _Code(CodeBlock):
    """A fence as it was drawn: never wrapped, without a ground of its own."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(
            str(self.text).rstrip("\n"),
            style="markdown.code_block",
            no_wrap=True,
            overflow="ignore",
        )


class _Heading(Heading):
    LEVEL_ALIGN: ClassVar = {}


class _Item(ListItem):
    """An item of a list; if numbered, it has a full stop after its number."""

    def render_number(
        self, console: Console, options: ConsoleOptions, number: int, last_number: int
    ) -> RenderResult:
        width = len(str(last_number)) + 3
        inner = options.update(width=options.max_width - width)
        style = console.get_style("markdown.item.number")
        start = f"{number}.".rjust(width - 1) + " "
        for line in console.render_lines(self.elements, inner, style=self.style):
            yield Segment(start, style)
            yield from line
            yield Segment.line()
            start = " " * width


class _Rule(HorizontalRule):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text("───", style="markdown.hr")


class _Markdown(Markdown):
    """Rich's Markdown, which loses nothing: what looks like HTML is text like any other."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "fence": _Code,
        "code_block": _Code,
        "heading_open": _Heading,
        "hr": _Rule,
        "list_item_open": _Item,
    }

    def __init__(self, text: str) -> None:
        super().__init__("", justify="default", hyperlinks=False)
        parser = MarkdownIt("commonmark", {"html": False}).enable(["strikethrough", "table"])
        self.markup = text
        self.parsed = parser.parse(text)
        for token in self.parsed:
            _lift_spoilers(token)
            for child in token.children or ():
                if child.type == "softbreak":  # a line that ends is meant to end, as in a chat
                    child.type = "hardbreak"


def _lift_spoilers(block: Token) -> None:
    """Take the ``||`` around a spoiler away: a terminal has no veil that could be lifted."""
    texts = [child for child in block.children or () if child.type == "text"]
    # A spoiler may hold other inlines, so its two marks may stand in two texts. No control
    # character is left in what is shown, so it can stand for what is between the texts.
    lifted = _SPOILER.sub(r"\1", "\0".join(child.content for child in texts))
    for child, content in zip(texts, lifted.split("\0"), strict=False):
        child.content = content


class Screen:
    """Writes messages in order, a blank line after each."""

    def __init__(self, to: TextIO, *, plain: bool) -> None:
        self._to = to
        self.plain = plain
        self._console = Console(
            file=to,
            theme=_THEME,
            highlight=False,
            markup=False,
            emoji=False,
            force_terminal=False if plain else None,
            color_system=None if plain else "auto",
            width=_PLAIN_WIDTH if plain else None,
        )

    def say(
        self, text: str, rows: tuple[tuple[Choice, ...], ...] = (), *, numbered: bool = True
    ) -> None:
        """Print a message in Markdown, and its choices, ``numbered`` from 1."""
        if text:
            self._write(_Markdown(_clean(text)), len(text))
        if rows:
            choices = [choice for row in rows for choice in row]
            lines = Text("\n").join(
                Text.assemble(
                    (f"[{number}]" if numbered else "›", "bold cyan"), " ", _clean(choice.label)
                )
                for number, choice in enumerate(choices, start=1)
            )
            self._write(lines, len(lines))

    def aside(self, text: str) -> None:
        """Something beside the conversation, quieter than it."""
        self._write(_Quiet(_Markdown(_clean(text))), len(text))

    def gap(self) -> None:
        """An empty line, between what a person typed and the answer."""
        self._to.write("\n")

    def _write(self, what: RenderableType, length: int) -> None:
        # Each line is filled up to the width before that is cut away again, so where no line is to
        # be broken it is no more than these characters can need: twice each, and with their frame.
        room = min(_PLAIN_WIDTH, 1_000 + 8 * length)
        width = room if self.plain else min(self._console.width, READABLE)
        with self._console.capture() as caught:
            self._console.print(what, width=width, crop=False)
        lines = caught.get().splitlines()
        if self.plain:
            lines = [line.rstrip() for line in lines]
        self._to.write("\n".join(lines).strip("\n") + "\n\n")
        self._to.flush()


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)
