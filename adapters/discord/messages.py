"""What a message looks like on Discord: Components V2, a text in a coloured frame with buttons.

The limits are Discord's: 40 components and 4000 characters of text in a message, 80 characters on
a button, 1024 in a picture's description.
"""

import io
from collections.abc import Callable

import discord
from discord.utils import DEFAULT_FILE_SIZE_LIMIT_BYTES

from adapters.discord.forms import button
from adapters.discord.markdown import convert, plain
from adapters.layout.plan import Capabilities
from adapters.pictures.images import Drawable, file_name
from bot.conversation.outputs import Choice
from bot.service.delivery.channel import Message

ACCENT = discord.Colour(0x5B8DEF)
"""The colour of the frame's edge."""

TEXT_LIMIT = 3900
"""A little less than Discord's 4000. Counted in UTF-16 units, the larger of two ways to count."""

DESCRIPTION_LIMIT = 1024
# Something must be shown where a text has nothing to see; Discord refuses blanks.
_NOTHING = "\u200b"

Render = Callable[[Drawable], bytes]
"""Makes a PNG of what is to be drawn."""


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _fits(text: str) -> bool:
    # Escaping doubles a text, the shortest indented code grows less than fourfold as a fence, and
    # only a table's padding knows no bound: so most messages are known to fit unconverted.
    if "|" not in text and 4 * _units(text) <= TEXT_LIMIT:
        return True
    return _units(convert(text)) <= TEXT_LIMIT


CAPABILITIES = Capabilities(
    fits=_fits,
    caption_fits=lambda text: _units(plain(text)) <= DESCRIPTION_LIMIT,
    beside_fits=_fits,
    buttons=24,
    row_buttons=5,
    # 24 buttons in 12 rows, the frame and the text make 38 components; two are left for the button
    # that opens a form, in a row of its own.
    rows=12,
    label_limit=80,
    row_width=56,
    # A phone shows about this many monospaced characters inside the frame.
    diagram_columns=38,
    notices=True,
    # For all bots and chats. A little is left for the request around it.
    largest=DEFAULT_FILE_SIZE_LIMIT_BYTES - 64 * 1024,
    code_files=True,
)


def view(message: Message, picture: str = "") -> discord.ui.LayoutView:
    """The message's layout. An aside has no frame.

    A picture is the file ``picture.png``; a file that is sent is above its words.
    Presses are read by the client from the token that a button carries, so the view is stopped
    at once: discord.py keeps no finished view, and memory does not grow with each message.
    """
    layout = discord.ui.LayoutView(timeout=None)
    for part in _parts(message, picture):
        layout.add_item(part)
    layout.stop()
    return layout


def word_to(user: int, text: str) -> discord.ui.LayoutView:
    """A word to this person where all can read it, with their name before it."""
    layout = discord.ui.LayoutView(timeout=None)
    layout.add_item(discord.ui.TextDisplay(f"<@{user}> {convert(text)}"))
    layout.stop()
    return layout


def files(message: Message, image: bytes) -> list[discord.File]:
    """The picture or the file that the message's layout shows; none if it shows none."""
    if message.document is not None:
        return [discord.File(io.BytesIO(message.content), message.document.name)]
    return [discord.File(io.BytesIO(image), file_name(image))] if image else []


def _parts(message: Message, picture: str) -> list[discord.ui.Item[discord.ui.LayoutView]]:
    text = convert(message.text) or _NOTHING
    if message.notice:
        return [discord.ui.TextDisplay(text)]
    frame: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(accent_colour=ACCENT)
    if message.picture is not None:
        described = plain(message.picture.alternative)
        gallery: discord.ui.MediaGallery[discord.ui.LayoutView] = discord.ui.MediaGallery()
        gallery.add_item(media=f"attachment://{picture}", description=_shortened(described) or None)
        frame.add_item(gallery)
        # What is in the description already is not said twice.
        if plain(message.text) in ("", described):
            return [frame]
    if message.document is not None:
        # A file that no part of the layout names is not shown.
        frame.add_item(discord.ui.File(f"attachment://{message.document.name}"))
        if not message.text:
            return [frame]
    frame.add_item(discord.ui.TextDisplay(text))
    form = message.words or message.files
    door = message.doorway
    pressed = ((Choice(door.label, door.token),),) if door and door.token else message.rows
    alone = sum(map(len, pressed)) == 1 and not form
    style = discord.ButtonStyle.primary if alone else discord.ButtonStyle.secondary
    rows: list[list[discord.ui.Button[discord.ui.LayoutView]]] = [
        [
            discord.ui.Button(label=choice.label, custom_id=choice.token, style=style)
            for choice in row
        ]
        for row in pressed
    ]
    if form and message.question:
        # It comes last, so that the n-th choice stays the n-th.
        if not rows or len(rows[-1]) == CAPABILITIES.row_buttons:
            rows.append([])
        wanted = {"words": message.words, "files": message.files}
        rows[-1].append(button(message.question, message.language, **wanted))
    for buttons in rows:
        frame.add_item(discord.ui.ActionRow(*buttons))
    return [frame]


def _shortened(text: str) -> str:
    return text if _units(text) <= DESCRIPTION_LIMIT else text[: DESCRIPTION_LIMIT // 2] + "…"
