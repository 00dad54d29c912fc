"""What a message may be, by the Bot API's documentation. Whatever breaks a rule is refused."""

import json
import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image

TEXT, CAPTION, ENTITIES, ASIDE = 4096, 1024, 100, 200
ROW, BUTTONS, DATA = 8, 100, 64
BLANKS = " \t\n\r\v\f"
COMMANDS, DESCRIPTION = 100, 256
DOWNLOAD, UPLOAD = 20_000_000, 50_000_000
PHOTO_BYTES, PHOTO_SIDES, PHOTO_RATIO = 10 * 1024 * 1024, 10_000, 20

STYLES = {"bold", "italic", "underline", "strikethrough", "spoiler"}
QUOTES = {"blockquote", "expandable_blockquote"}
FLAT = {"pre", "code", "text_link", "text_mention", "custom_emoji"}


@dataclass
class Refused(Exception):  # noqa: N818 - it names an answer, not a fault of ours
    """An answer that is not ``ok``."""

    code: int
    description: str
    parameters: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code} {self.description} {self.parameters or ''}".rstrip()


class Uploaded(bytes):
    """A file as it was uploaded, with its name."""

    name = ""

    @classmethod
    def of(cls, name: str, content: bytes) -> "Uploaded":
        made = cls(content)
        made.name = name
        return made


def bad(description: str) -> Refused:
    return Refused(400, f"Bad Request: {description}")


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def text(value: str, entities: list[dict[str, Any]], limit: int = TEXT) -> list[dict[str, Any]]:
    """Check a text with its entities; returns those that are kept, the first 100."""
    what = "message caption" if limit == CAPTION else "message"
    if limit == TEXT and not value.strip():
        raise bad("message text is empty")
    if units(value) > limit:
        raise bad(f"{what} is too long")
    if value != value.strip(BLANKS):
        raise bad(f"{what} has blanks around it, which shift its entities")
    if re.search("[\x00-\x08\x0b-\x1f]", value):
        raise bad(f"{what} holds control characters")
    for one in entities:
        _entity(value, one)
    spans = sorted(
        entities, key=lambda one: (one["offset"], -one["length"], one["type"] not in QUOTES)
    )
    for n, outer in enumerate(spans):
        for inner in spans[n + 1 :]:
            _pair(outer, inner)
    return entities[:ENTITIES]


def _entity(value: str, one: dict[str, Any]) -> None:
    kind, start, length = one.get("type"), one.get("offset"), one.get("length")
    if kind not in STYLES | QUOTES | FLAT:
        raise bad(f"can't parse entities: unsupported type {kind!r}")
    if type(start) is not int or type(length) is not int or start < 0 or length < 1:
        raise bad(f"can't parse entities: invalid place of {one}")
    if start + length > units(value):
        raise bad(f"can't parse entities: {one} ends outside of the text")
    raw = value.encode("utf-16-le")
    for edge in (start, start + length):
        if 0xDC00 <= int.from_bytes(raw[2 * edge : 2 * edge + 2], "little") <= 0xDFFF:
            raise bad(f"can't parse entities: {one} cuts a character in two")
    if not raw[2 * start : 2 * (start + length)].decode("utf-16-le").strip():
        raise bad(f"can't parse entities: {one} covers only blanks")
    if kind == "text_link" and not re.match(r"(https?|tg|mailto):", one.get("url") or ""):
        raise bad(f"can't parse entities: {one} leads nowhere")


def _pair(outer: dict[str, Any], inner: dict[str, Any]) -> None:
    end = outer["offset"] + outer["length"]
    if inner["offset"] >= end:
        return
    if inner["offset"] + inner["length"] > end:
        raise bad(f"can't parse entities: {outer} and {inner} overlap in part")
    first, second = outer["type"], inner["type"]
    code = {"pre", "code"}
    if (
        (first in QUOTES and second in QUOTES)
        or (first in FLAT and second in FLAT)
        or (first in code or (second in code and first not in QUOTES))
        or first == second
    ):
        raise bad(f"can't parse entities: {second} may not be inside {first}")


def keyboard(markup: dict[str, Any] | None) -> list[list[dict[str, Any]]]:
    """Check an inline keyboard; returns its rows."""
    if markup is None:
        return []
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list) or set(markup) != {"inline_keyboard"}:
        raise bad("only inline keyboards are expected here")
    if any(not row or len(row) > ROW for row in rows) or sum(map(len, rows)) > BUTTONS:
        raise bad("reply markup is too long, or has an empty row")
    for button in (button for row in rows for button in row):
        if not str(button.get("text", "")).strip():
            raise bad("can't parse inline keyboard button: text must be non-empty")
        data, url = button.get("callback_data"), button.get("url")
        if url is not None and data is None and url.startswith(("https://", "tg://")):
            continue
        if data is None or url is not None:
            raise bad("text buttons are unallowed in the inline keyboard")
        if not 1 <= len(data.encode()) <= DATA:
            raise bad("BUTTON_DATA_INVALID")
    return rows


def document(content: object) -> tuple[str, bytes]:
    """Check an uploaded file; returns its name and content."""
    if not isinstance(content, Uploaded):
        raise bad("only a file that is uploaded is expected here")
    if not content:
        raise bad("file must be non-empty")
    if len(content) > UPLOAD:
        raise Refused(413, "Request Entity Too Large")
    return content.name, bytes(content)


def photo(content: bytes) -> tuple[int, int]:
    """Check a picture; returns its width and height."""
    if len(content) > PHOTO_BYTES:
        raise bad("file is too big")
    try:
        with Image.open(BytesIO(content)) as image:
            image.load()
            width, height = image.size
    except Exception as error:
        raise bad("IMAGE_PROCESS_FAILED") from error
    if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return width, height


def commands(values: list[dict[str, str]]) -> list[dict[str, str]]:
    """Check a command menu."""
    if len(values) > COMMANDS:
        raise bad("too many commands")
    for one in values:
        if not re.fullmatch("[a-z0-9_]{1,32}", one.get("command", "")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(one.get("description", "")) <= DESCRIPTION:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return values


def decoded(name: str, value: str) -> Any:
    """A parameter as it was before it became a form field."""
    if name in (
        "text",
        "caption",
        "description",
        "callback_query_id",
        "action",
        "photo",
        "document",
        "url",
        "secret_token",
    ):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
