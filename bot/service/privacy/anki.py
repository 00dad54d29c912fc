"""What a learner was asked as cards for Anki, in a text file that it imports.

The file's own headers say what is in which column, see
https://docs.ankiweb.net/importing/text-files.html. A card's GUID follows from its lesson and
question alone, so the same question is the same note in every file: importing again updates it, and
what Anki has learned of it stays. Decks are by lesson; the note type is chosen in Anki, of which
the first two fields are filled: what is asked, and what is right.

A card is seen among those of other lessons, long after its own. So it names its lesson and asks as
a review does: in words that can be understood without what stood before them, with the drawing
that they are about.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from io import StringIO
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from bot.conversation.language.markup import escape_markdown
from bot.conversation.lesson.modes import parts
from bot.conversation.question import context, pitfalls, posing, reveal
from bot.conversation.question import criteria as tasks
from bot.lessons.format.images import image_markdown, in_words
from bot.lessons.model import Image, Lesson, Picture
from bot.lessons.question import Question

HEADERS = (
    "#separator:tab",
    "#html:true",
    "#guid column:1",
    "#deck column:2",
    "#tags column:5",
)

DECK = "Foretell"
"""The deck above those of all lessons."""


class Card(NamedTuple):
    """A note: what tells it from all others, where it is put, and what is on it."""

    guid: str
    deck: str
    front: str
    back: str
    tags: str


def card(lesson: Lesson, item: Mapping[str, Any]) -> Card | None:
    id = item["question"]
    asked = pitfalls.question(lesson, id)
    if asked is not None:
        front, back = _question(lesson, asked)
    elif task := tasks.task(lesson, id):
        criteria = "\n".join(f"- {criterion}" for criterion in task.criteria)
        front, back = [task.prompt], [*task.answer, criteria]
    else:
        return None
    return _card(lesson, id, front, back, ["missed"] if item["verdict"] == "wrong" else [])


def terms(lesson: Lesson) -> list[Card]:
    """A card for each term: its name, and what it means."""
    return [
        _card(
            lesson,
            f"term/{term.word.casefold()}",
            [f"**{term.word}**"],
            [parts.define(term)],
            ["term"],
        )
        for term in lesson.terms
    ]


def _card(lesson: Lesson, id: str, front: list[str], back: list[str], tags: list[str]) -> Card:
    head = f"*{escape_markdown(lesson.title)}*"
    return Card(
        f"foretell/{lesson.id}/{id}",
        f"{DECK}::{lesson.title.replace('::', ':')}",
        _html([head, *front]),
        _html(back),
        " ".join(("foretell", lesson.id, *tags)),
    )


def _question(lesson: Lesson, asked: Question) -> tuple[list[str], list[str]]:
    # Of several wordings always the same, or each import would change the card.
    asked = pitfalls.as_asked(lesson, asked, 1)
    put = posing.pose_question(lesson, asked, "", wording=1)
    # That a pitfall is answered by yes or no, its words say.
    labels = () if asked.is_pitfall else asked.options
    options = "\n".join(f"- {label.label}" for label in labels)
    front = [_drawing(put.drawing), put.text, options]
    if asked.open:
        return front, context.part(lesson, asked.id)
    return front, [reveal.key(asked), *reveal.reality(context.myth(lesson, asked.id))]


def _drawing(puzzle: Picture) -> str:
    if isinstance(puzzle, Image):
        return image_markdown(puzzle)
    return f"```text\n{puzzle}\n```" if puzzle else ""


def write_deck(cards: Iterable[Card]) -> str:
    """The text file. A field with a line break, a tab or a quotation mark stands in quotes."""
    out = StringIO()
    out.writelines(f"{line}\n" for line in HEADERS)
    sheet = csv.writer(out, delimiter="\t", lineterminator="\n")
    sheet.writerows(
        [_one_line(card.deck) if n == 1 else text for n, text in enumerate(card)] for card in cards
    )
    return out.getvalue()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _html(parts: Iterable[str]) -> str:
    """These parts, a line each. Anki centres its cards, which suits no list of answers."""
    markdown = in_words("\n\n".join(part for part in parts if part))
    return f'<div style="text-align: left">{_MARKDOWN.render(markdown).strip()}</div>'


def _alternative(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    """A picture is no part of a text file, so what it shows stands in its place."""
    return escape(tokens[at].content)


def _markdown() -> MarkdownIt:
    markdown_it = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown_it.add_render_rule("image", _alternative)
    return markdown_it


_MARKDOWN = _markdown()
