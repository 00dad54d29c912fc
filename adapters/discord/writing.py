"""Answers in a learner's own words: a button that opens a form, and what comes of it.

In a server nothing can be typed that only we read: a message there is for all. A form's text
reaches us alone. What the button and the form carry is the name of their question, so both work
after a restart, and the tutor can tell whether that question is still open. The button also says
in which language it was asked and whether files are an answer too: the form is opened without
asking the tutor.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import discord

from adapters.discord.files import MOST, sent
from bot.conversation.inputs import Text, Upload
from bot.conversation.manner import SOURCE, Manner, nearest, speaking
from bot.conversation.phrases import phrase

LIMIT = 4000
"""Characters that a form's field takes: Discord's most."""

_WRITE, _HAND_IN = "write:", "hand-in:"
_FIELD, _FILES = "text", "files"


def button(
    question: str, language: str, *, files: bool = False
) -> discord.ui.Button[discord.ui.LayoutView]:
    """The button that opens the form for this question, which was asked in this language."""
    mark = _HAND_IN if files else _WRITE
    with speaking(Manner(language)):
        label = phrase("ask.hand_in" if files else "ask.write")
    return discord.ui.Button(
        label=label,
        custom_id=mark + question + (f":{language}" if language != SOURCE else ""),
        style=discord.ButtonStyle.primary,
    )


def question_of(custom_id: str) -> str:
    """The question that a button or form of ours is for; empty if it is none."""
    return _rest(custom_id).partition(":")[0]


def language_of(custom_id: str) -> str:
    """The language that the question of such a button or form was asked in."""
    return nearest(_rest(custom_id).partition(":")[2])


def files_of(custom_id: str) -> bool:
    """Whether files are an answer to the question of such a button or form."""
    return custom_id.startswith(_HAND_IN)


def _rest(custom_id: str) -> str:
    found = (mark for mark in (_WRITE, _HAND_IN) if custom_id.startswith(mark))
    mark = next(found, "")
    return custom_id.removeprefix(mark) if mark else ""


def form(question: str, language: str, *, files: bool = False) -> discord.ui.Modal:
    """The form for this question, in this language.

    What is sent with it is read by the client from the interaction alone, so the form is stopped
    at once: discord.py keeps no finished form, and one that is never sent costs no memory.
    """
    with speaking(Manner(language)):
        title = phrase("ask.write.title")
        label, attach = phrase("ask.write.label"), phrase("ask.write.files")
    modal = discord.ui.Modal(title=title, custom_id=(_HAND_IN if files else _WRITE) + question)
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        style=discord.TextStyle.paragraph,
        custom_id=_FIELD,
        max_length=LIMIT,
        required=not files,
    )
    modal.add_item(discord.ui.Label(text=label, component=field))
    if files:
        box: discord.ui.FileUpload[discord.ui.Modal] = discord.ui.FileUpload(
            custom_id=_FILES, required=False, min_values=0, max_values=MOST
        )
        modal.add_item(discord.ui.Label(text=attach, component=box))
    modal.stop()
    return modal


def written(question: str, data: Mapping[str, Any], form: int) -> list[Text | Upload]:
    """What was sent with the form for this question: each file, or words alone.

    ``form`` is the number of the interaction that it came with.
    """
    fields = {str(one.get("custom_id")): one for one in _fields(data.get("components") or ())}
    text = str(fields.get(_FIELD, {}).get("value") or "").strip()
    ids = fields.get(_FILES, {}).get("values") or ()
    files = sent(data, map(str, ids), text, form)
    return [replace(one, question=question) for one in files] or [Text(text, question)]


def _fields(parts: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for part in parts:
        # A field stands in a label, or in clients of older days in a row.
        inner = [part["component"]] if "component" in part else part.get("components") or ()
        yield part
        yield from _fields(cast("Sequence[Mapping[str, Any]]", inner))
