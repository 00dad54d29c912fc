"""Answers in a learner's own words: a button that opens a form, and the text that comes of it.

In a server nothing can be typed that only we read: a message there is for all. A form's text
reaches us alone. What the button and the form carry is the name of their question, so both work
after a restart, and the tutor can tell whether that question is still open. The button also says
in which language it was asked: the form is opened without asking the tutor.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import discord

from bot.conversation.inputs import Text
from bot.conversation.manner import SOURCE, Manner, nearest, speaking
from bot.conversation.phrases import phrase

LIMIT = 4000
"""Characters that a form's field takes: Discord's most."""

_MARK = "write:"
_FIELD = "text"


def button(question: str, language: str) -> discord.ui.Button[discord.ui.LayoutView]:
    """The button that opens the form for this question, which was asked in this language."""
    with speaking(Manner(language)):
        label = phrase("ask.write")
    return discord.ui.Button(
        label=label,
        custom_id=_MARK + question + (f":{language}" if language != SOURCE else ""),
        style=discord.ButtonStyle.primary,
    )


def question_of(custom_id: str) -> str:
    """The question that a button or form of ours is for; empty if it is none."""
    return custom_id.removeprefix(_MARK).partition(":")[0] if custom_id.startswith(_MARK) else ""


def language_of(custom_id: str) -> str:
    """The language that the question of such a button or form was asked in."""
    return nearest(custom_id.removeprefix(_MARK).partition(":")[2])


def form(question: str, language: str) -> discord.ui.Modal:
    """The form for this question, in this language.

    What is sent with it is read by the client from the interaction alone, so the form is stopped
    at once: discord.py keeps no finished form, and one that is never sent costs no memory.
    """
    with speaking(Manner(language)):
        title, label = phrase("ask.write.title"), phrase("ask.write.label")
    modal = discord.ui.Modal(title=title, custom_id=_MARK + question)
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        style=discord.TextStyle.paragraph, custom_id=_FIELD, max_length=LIMIT
    )
    modal.add_item(discord.ui.Label(text=label, component=field))
    modal.stop()
    return modal


def written(question: str, data: Mapping[str, Any]) -> Text:
    """What was sent with the form for this question."""
    return Text(_field(data.get("components") or ()).strip(), question)


def _field(parts: Sequence[Mapping[str, Any]]) -> str:
    for part in parts:
        # A field stands in a label, or in clients of older days in a row.
        inner = [part["component"]] if "component" in part else part.get("components") or ()
        if part.get("custom_id") == _FIELD:
            return str(part.get("value") or "")
        if found := _field(cast("Sequence[Mapping[str, Any]]", inner)):
            return found
    return ""
