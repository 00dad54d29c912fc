"""The outputs of a turn as messages that fit a platform.

What a platform can show is data (``Capabilities``); how much fits in a message the adapter
measures with its own conversion, so that no second ruler can disagree with it.

A turn becomes few messages: neighbouring texts are merged while they fit, unless a text is to stand
apart. A question keeps a message of its own, because that message is edited later. Choices degrade
with the platform: labels on buttons; numbers on buttons beside a spelled-out list; the list alone,
answered by typing. In each of these forms the n-th choice stays the n-th.

Code whose box has a file's name behind its language (``py ask.py``) is sent as that file where a
platform takes files, for on a phone nobody reads thirty lines of a program. Boxes of the same name
are a single file, in order; they leave the text, and what announced each ends as a sentence.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from wcwidth import wcswidth

from adapters.layout.atoms import BLOCKS, escape
from adapters.layout.split import apart, fence, fill_pieces, split
from adapters.layout.tables import WIDE, laid_out
from bot.conversation.outputs import (
    Ask,
    Chart,
    Choice,
    Document,
    Doorway,
    LessonImage,
    Notice,
    Output,
    Retire,
    Revise,
    Say,
    TextDiagram,
)
from bot.lessons.lint.readability import SENTENCE_END
from bot.service.delivery.channel import Message
from bot.values import replace, value

_NAMED = re.compile(r"\S+ +(?P<name>[A-Za-z0-9][\w.-]{0,60}\.[A-Za-z0-9]{1,8})", re.ASCII)
_MAY_BE = re.compile(r"^(```|~~~)", re.MULTILINE)


@value
class CodeFile:
    """A file of code, as what is sent and its bytes."""

    document: Document
    content: bytes


@lru_cache(maxsize=256)
def split_files(text: str) -> tuple[str, tuple[CodeFile, ...]]:
    """The text without its code that has a file's name, and these files."""
    if not _MAY_BE.search(text):
        return text, ()
    lines, pieces = text.split("\n"), dict[str, list[str]]()
    for start, end, name, code in [*_boxes(text)][::-1]:
        pieces.setdefault(name, []).insert(0, code)
        before = [at for at in range(start) if lines[at].strip()]
        if before and lines[before[-1]].rstrip().endswith(":"):
            lines[before[-1]] = f"{lines[before[-1]].rstrip()[:-1]}."
        lines[start:end] = []
    if not pieces:
        return text, ()
    brief = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return brief, tuple(_file(name, codes) for name, codes in reversed(pieces.items()))


def _boxes(text: str) -> Iterator[tuple[int, int, str, str]]:
    """The boxes that stand in nothing else and have a name: their lines, name and code."""
    for token in BLOCKS.parse(text):
        named = _NAMED.fullmatch(token.info.strip()) if token.type == "fence" else None
        if named and token.level == 0 and token.map:
            start, end = token.map
            yield start, end, named["name"], token.content


def _file(name: str, codes: list[str]) -> CodeFile:
    whole = "\n".join(codes)
    content = whole.encode()
    document = Document(name, "text/plain", "", len(content), "", fence(whole.rstrip("\n")))
    return CodeFile(document, content)


Rows = tuple[tuple[Choice, ...], ...]


@value
class Capabilities:
    """What a platform can show.

    ``fits`` and ``beside_fits`` say whether a Markdown text fits in a message, or beside a picture
    that has an alternative of its own. ``buttons`` is how many a message may have at most (0:
    none), ``row_buttons`` how many of them in a row, ``rows`` how many rows. ``label_limit`` is
    what a button holds, in UTF-16 units; ``row_width`` how many columns of label read well side by
    side.
    ``diagram_columns`` is the widest drawing shown as text, wider ones become pictures (``None``:
    always text). ``notices`` says whether an aside can be shown as such. ``largest`` is how many
    bytes a file may have (``None``: any number); its text must fit beside it as beside a picture.
    ``edits`` says whether what was sent can be changed, and so whether a card can be shown in the
    place of another. With ``code_files`` code that has a file's name is sent as that file (see
    ``code``).
    """

    fits: Callable[[str], bool]
    beside_fits: Callable[[str], bool]
    buttons: int
    row_buttons: int
    label_limit: int
    row_width: int
    diagram_columns: int | None
    notices: bool
    rows: int = 100
    largest: int | None = None
    edits: bool = True
    code_files: bool = False


def plan(outputs: tuple[Output, ...], capabilities: Capabilities) -> tuple[Message, ...]:
    """The messages for these outputs, in order; the same for the same outputs, always."""
    return tuple(_Plan(capabilities).all(outputs))


class _Plan:
    """The messages so far, and the texts that have not become messages yet."""

    def __init__(self, can: Capabilities) -> None:
        self._can = can
        self._messages: list[Message] = []
        self._texts: list[str] = []

    def all(self, outputs: tuple[Output, ...]) -> list[Message]:
        for output in map(self._without_code, map(self._with_tables, outputs)):
            match output:
                case Say(text, alone):
                    if alone:
                        self._say()
                    self._texts.append(text)
                case Ask():
                    self._ask(output)
                case Retire(question, text):
                    self._add(Message(_last(split(text, self._can.fits)), retires=question))
                case Revise():
                    text, rows = _choices(output, self._can)
                    last = _last(split(text, self._can.fits))
                    self._add(Message(last, rows=rows, revises=output.question))
                case Notice():
                    self._notice(output)
                case TextDiagram():
                    self._picture(output)
                case LessonImage():
                    self._add_picture(output)
                case Chart():
                    self._chart(output)
                case Document():
                    self._document(output)
                case Doorway(text):
                    for piece in split(text, self._can.fits)[:-1]:
                        self._add(Message(piece))
                    self._add(Message(_last(split(text, self._can.fits)), doorway=output))
        self._say()
        return self._messages

    def _with_tables(self, output: Output) -> Output:
        """The same with its tables as this platform can show them."""
        match output:
            case Say() | Ask() | Retire() | Revise() | Notice() if "|" in output.text:
                columns = self._can.diagram_columns or WIDE
                laid = replace(output, text=laid_out(output.text, columns))
                if isinstance(laid, Ask) and laid.instead:
                    card = laid_out(laid.instead.text, columns)
                    laid = replace(laid, instead=replace(laid.instead, text=card))
                return laid
        return output

    def _without_code(self, output: Output) -> Output:
        """The same without code that has a file's name; that file is sent, unless it was before."""
        if not self._can.code_files:
            return output
        match output:
            case Say() | Ask() | Retire() | Revise():
                text, files = split_files(output.text)
                if not files and not (isinstance(output, Ask) and output.instead):
                    return output
                if isinstance(output, Say) or (isinstance(output, Ask) and not output.anew):
                    for file in files:
                        self._add(Message(document=file.document, content=file.content))
                brief = replace(output, text=text)
                if isinstance(brief, Ask) and brief.instead:
                    card = replace(brief.instead, text=split_files(brief.instead.text)[0])
                    return replace(brief, instead=card)
                return brief
        return output

    def _add(self, message: Message) -> None:
        self._say()
        self._messages.append(message)

    def _say(self) -> None:
        """Make messages of the texts, merged while they fit."""
        texts, self._texts = [text for text in self._texts if text.strip()], []
        whole = _below(texts)
        if len(texts) > 1 and not (_all_apart(texts) and self._can.fits(whole)):
            runs = _runs(split(text, self._can.fits) for text in texts)
            pieces = [piece for run in runs for piece in fill_pieces(run, _below, self._can.fits)]
        else:
            # The usual case: a look at the whole, which the adapter converts only once.
            pieces = list(split(whole, self._can.fits))
        self._messages += [Message(piece) for piece in pieces]

    def _ask(self, ask: Ask) -> None:
        text, rows = _choices(ask, self._can)
        *before, last = split(text, self._can.fits) or ("",)
        card = ask.instead
        if card is not None and text.startswith(card.text) and self._can.edits:
            # What stays above is not said again, however many messages it took.
            *above, _ = split(card.text, self._can.fits) or ("",)
            before = [] if before == above else before
        if card is not None and (before or not self._can.edits):
            self._add(Message(_last(split(card.text, self._can.fits)), retires=card.question))
            card = None
        for piece in before:
            self._add(Message(piece))
        asked = Message(
            last,
            rows=rows,
            question=ask.question,
            words=ask.words,
            digits=ask.digits,
            language=ask.language,
            files=ask.files,
            instead=card.question if card else None,
        )
        self._add(asked)

    def _notice(self, notice: Notice) -> None:
        if not self._can.notices:
            self._texts.append(notice.text)
            return
        pieces = split(notice.text, self._can.fits)
        # What takes several messages takes nobody's place.
        about = notice.about if len(pieces) == 1 else ""
        for piece in pieces:
            said = Message(piece, notice=True, stays=notice.stays, about=about, leads=notice.leads)
            self._add(said)

    def _picture(self, picture: TextDiagram) -> None:
        widest = max(map(columns, picture.drawing.split("\n")))
        if self._can.diagram_columns is None or widest <= self._can.diagram_columns:
            self._texts.append(fence(picture.drawing))
        else:
            self._add_picture(picture)

    def _add_picture(self, picture: TextDiagram | LessonImage) -> None:
        """A picture; where none can be seen, it is told in words."""
        seen = self._can.diagram_columns is not None
        text = caption(picture.alternative) if seen else picture.alternative
        self._add(Message(text, picture=picture))

    def _chart(self, chart: Chart) -> None:
        if self._can.diagram_columns is None:
            self._texts.append(chart.text)
        elif self._can.beside_fits(chart.text):
            self._add(Message(chart.text, picture=chart))
        else:
            self._add(Message(picture=chart))
            self._texts.append(chart.text)

    def _document(self, document: Document) -> None:
        if self._can.largest is not None and document.size > self._can.largest:
            self._texts.append(document.otherwise)
        elif self._can.beside_fits(document.text):
            self._add(Message(document.text, document=document))
        else:
            self._texts.append(document.text)
            self._add(Message(document=document))


CAPTION = 20
"""Words of a caption: more repeat what the picture shows."""


def caption(words: str) -> str:
    """What stands below a picture that shows this: all of it or its first sentence, if short."""
    texts = (words, SENTENCE_END.split(words)[0])
    return next((text for text in texts if len(text.split()) <= CAPTION), "")


def columns(text: str) -> int:
    """How many columns a line takes in a monospaced font."""
    width = wcswidth(text)
    return len(text) if width < 0 else width


def _below(texts: Sequence[str]) -> str:
    return "\n\n".join(texts)


def _all_apart(texts: Sequence[str]) -> bool:
    return all(apart(first, second) for first, second in pairwise(texts))


def _runs(texts: Iterable[tuple[str, ...]]) -> Iterator[list[str]]:
    """The pieces of texts in runs that may stand below each other: no two of the same text."""
    run: list[str] = []
    for first, *more in texts:
        if run and not apart(run[-1], first):
            yield run
            run = []
        run.append(first)
        for piece in more:
            yield run
            run = [piece]
    if run:
        yield run


def _last(pieces: tuple[str, ...]) -> str:
    return pieces[-1] if pieces else ""


def _choices(ask: Ask | Revise, can: Capabilities) -> tuple[str, Rows]:
    """The question's text and buttons, in the best form that the platform can show."""
    if not ask.choices:
        return ask.text, ()
    if all(_holds(choice.label, can) for choice in ask.choices):
        rows = _fit_rows(ask.rows, can)
        if rows is not None:
            return ask.text, rows
    text = _with_list(ask.text, [choice.label for choice in ask.choices])
    numbers = iter(range(1, len(ask.choices) + 1))
    numbered = tuple(
        tuple(Choice(str(next(numbers)), choice.token) for choice in row) for row in ask.rows
    )
    return text, _fit_rows(numbered, can) or ()


def _holds(label: str, can: Capabilities) -> bool:
    units = len(label.encode("utf-16-le", "surrogatepass")) // 2
    return bool(label.strip()) and units <= can.label_limit


def _fit_rows(rows: Rows, can: Capabilities) -> Rows | None:
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
    for dot in (".", ")"):
        lines = [f"{n}{dot} {escape(' '.join(label.split()))}" for n, label in enumerate(labels, 1)]
        spelled = "\n".join(lines)
        if not text.strip() or apart(text, spelled):
            break
    return f"{text}\n\n{spelled}" if text.strip() else spelled
