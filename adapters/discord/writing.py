"""Answers in a learner's own words: a button that opens a form, and the text that comes of it.

In a server nothing can be typed that only we read: a message there is for all. A form's text
reaches us alone. What the button and the form carry is the name of their question, so both work
after a restart, and the tutor can tell whether that question is still open.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import discord

from bot.conversation.inputs import Text
from bot.conversation.phrases import phrase

LIMIT = 4000
"""Characters that a form's field takes: Discord's most."""

_MARK = "write:"
_FIELD = "text"


def button(question: str) -> discord.ui.Button[discord.ui.LayoutView]:
    """The button that opens the form for this question."""
    return discord.ui.Button(
        label=phrase("ask.write"),
        custom_id=_MARK + question,
        style=discord.ButtonStyle.primary,
    )


def question_of(custom_id: str) -> str:
    """The question that a button or form of ours is for; empty if it is none."""
    return custom_id.removeprefix(_MARK) if custom_id.startswith(_MARK) else ""


def form(question: str) -> discord.ui.Modal:
    """The form for this question.

    What is sent with it is read by the client from the interaction alone, so the form is stopped
    at once: discord.py keeps no finished form, and one that is never sent costs no memory.
    """
    modal = discord.ui.Modal(title=phrase("ask.write.title"), custom_id=_MARK + question)
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        style=discord.TextStyle.paragraph, custom_id=_FIELD, max_length=LIMIT
    )
    modal.add_item(discord.ui.Label(text=phrase("ask.write.label"), component=field))
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
