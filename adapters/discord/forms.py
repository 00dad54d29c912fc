"""Answers in a learner's own words: a button that opens a form, and what comes of it.

In a server nothing can be typed that only we read: a message there is for all. A form's text
reaches us alone. What the button and the form carry is the name of their question, so both work
after a restart, and the tutor can tell whether that question is still open. The button also says
in which language it was asked and whether words or files are an answer: the form is opened without
asking the tutor.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import discord

from adapters.discord.uploads import MOST, from_form
from bot.conversation.inputs import Text, Upload
from bot.conversation.language.locale import SOURCE, Manner, nearest, speaking
from bot.conversation.phrases import phrase
from bot.values import replace

LIMIT = 4000
"""Characters that a form's field takes: Discord's most."""

_WRITE, _HAND_IN, _SEND = "write:", "hand-in:", "send:"
_LABELS = {_WRITE: "ask.write", _HAND_IN: "ask.hand_in", _SEND: "ask.send_file"}
_FIELD, _FILES = "text", "files"


def button(
    question: str, language: str, *, words: bool = True, files: bool = False
) -> discord.ui.Button[discord.ui.LayoutView]:
    """The button that opens the form for this question, which was asked in this language.

    ``words`` and ``files`` say what is an answer to it: the one, the other, or both.
    """
    mark = _mark(words=words, files=files)
    with speaking(Manner(language)):
        label = phrase(_LABELS[mark])
    return discord.ui.Button(
        label=label,
        custom_id=mark + question + (f":{language}" if language != SOURCE else ""),
        style=discord.ButtonStyle.primary,
    )


def _mark(*, words: bool, files: bool) -> str:
    if not files:
        return _WRITE
    return _HAND_IN if words else _SEND


def question_of(custom_id: str) -> str:
    """The question that a button or form of ours is for; empty if it is none."""
    return _rest(custom_id).partition(":")[0]


def language_of(custom_id: str) -> str:
    """The language that the question of such a button or form was asked in."""
    return nearest(_rest(custom_id).partition(":")[2])


def files_of(custom_id: str) -> bool:
    """Whether files are an answer to the question of such a button or form."""
    return custom_id.startswith((_HAND_IN, _SEND))


def words_of(custom_id: str) -> bool:
    """Whether words are an answer to the question of such a button or form."""
    return custom_id.startswith((_WRITE, _HAND_IN))


def _rest(custom_id: str) -> str:
    found = (mark for mark in _LABELS if custom_id.startswith(mark))
    mark = next(found, "")
    return custom_id.removeprefix(mark) if mark else ""


def form(
    question: str, language: str, *, words: bool = True, files: bool = False
) -> discord.ui.Modal:
    """The form for this question, in this language.

    What is sent with it is read by the client from the interaction alone, so the form is stopped
    at once: discord.py keeps no finished form, and one that is never sent costs no memory.
    """
    mark = _mark(words=words, files=files)
    with speaking(Manner(language)):
        title = phrase("ask.write.title" if words else "ask.send_file.title")
        label = phrase("ask.write.label")
        attach = phrase("ask.write.files" if words else "ask.send_file.file")
    modal = discord.ui.Modal(title=title, custom_id=mark + question)
    if words:
        field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph,
            custom_id=_FIELD,
            max_length=LIMIT,
            required=not files,
        )
        modal.add_item(discord.ui.Label(text=label, component=field))
    if files:
        # A file alone is one answer; beside words there may be several, which belong to them.
        least, most = (0, MOST) if words else (1, 1)
        box: discord.ui.FileUpload[discord.ui.Modal] = discord.ui.FileUpload(
            custom_id=_FILES, required=not words, min_values=least, max_values=most
        )
        modal.add_item(discord.ui.Label(text=attach, component=box))
    modal.stop()
    return modal


def submitted(question: str, data: Mapping[str, Any], form: int) -> list[Text | Upload]:
    """What was sent with the form for this question: each file, or words alone.

    ``form`` is the number of the interaction that it came with.
    """
    found = {str(one.get("custom_id")): one for one in fields(data.get("components") or ())}
    text = str(found.get(_FIELD, {}).get("value") or "").strip()
    ids = found.get(_FILES, {}).get("values") or ()
    files = from_form(data, map(str, ids), text, form)
    return [replace(one, question=question) for one in files] or [Text(text, question)]


def fields(parts: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """All that was filled in in a form, with the parts that it stands in."""
    for part in parts:
        # A field stands in a label, or in clients of older days in a row.
        inner = [part["component"]] if "component" in part else part.get("components") or ()
        yield part
        yield from fields(cast("Sequence[Mapping[str, Any]]", inner))
