"""What a platform says of itself: a ``PlatformKind`` in the ``platform.py`` of its folder.

``platforms`` finds them all. Each command of the program reads them at its start, so such a module
loads its platform's library only where it wires that. What the platforms say of their tokens is
asked without their libraries, so that what is wrong can be told apart: an address that nobody is
at, a token that is not known, a setting in a portal. No line holds a token, nor an address that
does.
"""

import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from pydantic import BaseModel

from bot.values import value

if TYPE_CHECKING:
    from adapters.runtime.supervision import Platform
    from bot.service.tutor import Tutor

PATIENCE = 5.0
"""Seconds in which an answer must be there."""

MAX_RESPONSE_BYTES = 1_000_000
"""Bytes of an answer that are read."""

Mark = Literal["✓", "!", "✗"]

Set = TypeVar("Set", bound=BaseModel)
"""The settings that concern a platform."""


@value
class Finding:
    """Something that was looked at: all is well, worth a look, or wrong, with how to mend it."""

    mark: Mark
    what: str
    says: str

    def __str__(self) -> str:
        return f"{self.mark} {self.what}: {self.says}"


Examination = tuple[list[Finding], float | None]
"""What was found, and by how many seconds our clock is before the platform's, if it told."""


@value
class PlatformKind(Generic[Set]):
    """A platform that the program can serve.

    ``id`` begins the ids of its people and of their inputs, such as ``telegram:42``. ``rank`` is
    its place among the platforms, the lowest first.

    ``settings`` are its fields of the settings. Of them ``token`` lets the bot in, and without it
    the platform is not served; ``address`` says where that token holds. ``person`` is what follows
    the id in a person's, as a regular expression.

    ``secrets`` are regular expressions of what must not get into the log; of a match its group, if
    any, is kept. ``loggers`` are those of its library that would write nothing but such.

    ``examine`` asks the platform about the token, for `foretell doctor`; it may raise
    ``UnreachableError``. ``wire`` ties it to the tutor. Both are given the token in words.
    """

    id: str
    settings: type[Set]
    token: str
    address: str
    person: str
    examine: Callable[[Set, str], Examination]
    wire: "Callable[[Set, str, Tutor], Platform]"
    secrets: tuple[str, ...] = ()
    loggers: tuple[str, ...] = ()
    rank: int = 9

    @property
    def name(self) -> str:
        """What it is called: its id with a capital, as the tutor writes it."""
        return self.id.title()


@value
class PlatformAnswer:
    """What a platform answered, as text and JSON; our clock is ``ahead`` by seconds."""

    status: int
    text: bytes
    ahead: float | None

    @property
    def body(self) -> Any:
        """What it says, if it is JSON."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None


class UnreachableError(Exception):
    """No answer came; with why, in a few words."""


def ask(url: str, headers: Mapping[str, str] | None = None) -> PlatformAnswer:
    """The answer to a request, whatever its status. Raises ``UnreachableError``."""
    from urllib.error import HTTPError, URLError
    from urllib.request import HTTPRedirectHandler, Request, build_opener

    class NoRedirect(HTTPRedirectHandler):
        """Where a token belongs is known; nobody may send it elsewhere."""

        def redirect_request(self, *_: Any) -> None:
            return None

    agent = {"User-Agent": f"foretell/{version('foretell')}"}
    request = Request(url, headers={**agent, **(headers or {})})  # noqa: S310 - settings allow http and https alone
    try:
        try:
            response = build_opener(NoRedirect).open(request, timeout=PATIENCE)
        except HTTPError as refusal:
            response = refusal
        with response:
            ahead = _ahead(response.headers.get("Date"))
            return PlatformAnswer(response.status, _read(response), ahead)
    except (OSError, ValueError) as error:
        # Its own text may quote the address.
        reason = error.reason if isinstance(error, URLError) else error
        why = getattr(reason, "strerror", None) or type(reason).__name__
        if isinstance(reason, TimeoutError):
            why = f"no answer within {PATIENCE:g} s"
        raise UnreachableError(why) from None


def _read(response: Any) -> bytes:
    """The body; if it trickles in or has no end, it is given up."""
    until, body = time.monotonic() + PATIENCE, b""
    while (part := response.read1(65_536)) and len(body) < MAX_RESPONSE_BYTES:
        body += part
        if time.monotonic() > until:
            raise TimeoutError
    return body


def _ahead(date: str | None) -> float | None:
    try:
        return (datetime.now(UTC) - parsedate_to_datetime(date or "")).total_seconds()
    except (ValueError, TypeError):
        return None


def part_of(body: Any, *keys: str) -> Any:
    """What stands there in an answer; ``None`` if it is of another shape."""
    for key in keys:
        body = body.get(key) if isinstance(body, dict) else None
    return body


def senseless(what: str, status: int, setting: str) -> Finding:
    """That what answers at the address of this setting is no such platform, or is out of order."""
    says = f"gave an answer that makes no sense (status {status}); try again, or look at {setting}"
    return Finding("✗", what, says)
