"""What the platforms themselves say of the tokens, and what their clocks show.

They are asked without the platforms' libraries, so that what is wrong can be told apart: an
address that nobody is at, a token that is not known, a setting in a portal. No line holds a token,
nor an address that does.
"""

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Any, Literal
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bot.settings import Settings
from bot.shards import Shards
from bot.values import value

PATIENCE = 5.0
"""Seconds in which an answer must be there."""

MOST = 1_000_000
"""Bytes of an answer that are read."""

DRIFT, WRONG = 10.0, 60.0
"""Seconds by which a clock may be off before it is worth a word, and before it does harm."""

FEW = 50
"""Starts left of Discord's thousand a day at which to look why there were so many."""

AGENT = f"DiscordBot (foretell, {version('foretell')})"
"""Discord turns away whoever does not call themselves in this form."""

RECENT = 3600.0
"""Seconds for which a fault in bringing updates is worth a word."""

Mark = Literal["✓", "!", "✗"]


@value
class Finding:
    """One thing that was looked at: all is well, worth a look, or wrong, with how to mend it."""

    mark: Mark
    what: str
    says: str

    def __str__(self) -> str:
        return f"{self.mark} {self.what}: {self.says}"


@value
class PlatformAnswer:
    """What a platform answered; ``ahead`` is by how many seconds our clock is before its own.

    ``text`` is the answer as it came, and ``body`` what it says as JSON.
    """

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


class _NoRedirect(HTTPRedirectHandler):
    """Where a token belongs is known; nobody may send it elsewhere."""

    def redirect_request(self, *_: Any) -> None:
        return None


def telegram(settings: Settings) -> tuple[list[Finding], float | None]:
    """What Telegram says of the token, and how far our clock is ahead of its own, if it said so."""
    what = "Telegram"
    if settings.telegram_token is None:
        return [], None
    base = f"{settings.telegram_api_url}/bot{settings.telegram_token.get_secret_value()}"
    try:
        me = ask(f"{base}/getMe")
    except UnreachableError as error:
        return [_unreachable(what, error, "FORETELL_TELEGRAM_API_URL")], None
    # Whoever else may be at that address says 404, too, but not in Telegram's form.
    if me.status == 401 or (me.status == 404 and _of(me.body, "ok") is False):
        says = (
            "does not know this token; open https://t.me/BotFather, write /mybots, choose the bot "
            "and API Token, and set FORETELL_TELEGRAM_TOKEN to it"
        )
        return [Finding("✗", what, says)], me.ahead
    if me.status != 200 or not _of(me.body, "ok"):
        return [_odd(what, me.status, "FORETELL_TELEGRAM_API_URL")], me.ahead
    findings = [Finding("✓", what, f"knows the bot, as @{_of(me.body, 'result', 'username')}")]
    if not _of(me.body, "result", "supports_inline_queries"):
        says = (
            "inline mode is off, so nobody can post a question with @"
            f"{_of(me.body, 'result', 'username')} in another chat; if you want that, open "
            "https://t.me/BotFather, write /setinline, and choose the bot"
        )
        findings.append(Finding("!", what, says))
    try:
        info = _of(ask(f"{base}/getWebhookInfo").body, "result")
    except UnreachableError:
        info = None
    return [*findings, *_webhook(settings.telegram_webhook_url, info)], me.ahead


def _webhook(wanted: str, info: Any) -> list[Finding]:
    """What Telegram says of the webhook that is set, or isn't."""
    what, url = "Telegram", _of(info, "url")
    if not wanted:
        says = (
            "a webhook is set, and FORETELL_TELEGRAM_WEBHOOK_URL is empty: the bot removes it when "
            "it starts, so make sure that no other program needs it"
        )
        return [Finding("!", what, says)] if url else []
    if not url:
        return [Finding("!", what, "no webhook is set; the bot sets it when it starts")]
    if url != wanted:
        says = (
            "has another webhook than FORETELL_TELEGRAM_WEBHOOK_URL; the bot sets its own when it "
            "starts, so make sure that no other program uses the token"
        )
        return [Finding("✗", what, says)]
    waiting, failed = _of(info, "pending_update_count") or 0, _of(info, "last_error_date")
    if isinstance(failed, int) and (ago := time.time() - failed) < RECENT:
        says = (
            f"could not bring an update {_ago(ago)} ago ({_of(info, 'last_error_message')}), and "
            f"{waiting} are waiting; look at your proxy, its certificate and whether the bot runs"
        )
        return [Finding("✗" if waiting else "!", what, says)]
    return [Finding("✓", what, f"brings updates to the webhook; {waiting} waiting")]


def _ago(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} minutes"


def discord(settings: Settings) -> tuple[list[Finding], float | None]:
    """What Discord says of the token and the application, and how far our clock is ahead of its."""
    what = "Discord"
    if settings.discord_token is None:
        return [], None
    base = settings.discord_api_url
    token = {"Authorization": f"Bot {settings.discord_token.get_secret_value()}"}
    try:
        me = ask(f"{base}/users/@me", token)
        if me.status == 401:
            says = (
                "does not know this token; open https://discord.com/developers/applications, "
                "choose the application, Bot, Reset Token, and set FORETELL_DISCORD_TOKEN to it"
            )
            return [Finding("✗", what, says)], me.ahead
        if me.status != 200 or not _of(me.body, "id"):
            return [_odd(what, me.status, "FORETELL_DISCORD_API_URL")], me.ahead
        gateway, application = (
            ask(f"{base}/{path}", token) for path in ("gateway/bot", "applications/@me")
        )
    except UnreachableError as error:
        return [_unreachable(what, error, "FORETELL_DISCORD_API_URL")], None
    findings = [Finding("✓", what, f"knows the bot, as {_of(me.body, 'username')}")]
    return [
        *findings,
        *_starts(gateway, settings.discord_shards),
        *_installs(application),
    ], me.ahead


def clock(ahead: float | None) -> Finding:
    """Whether this machine's clock is right, as a platform sees it."""
    if ahead is None:
        says = "couldn't be compared, as no platform told the time"
        return Finding("!", "clock", says)
    off = f"{abs(ahead):.0f} s {'fast' if ahead > 0 else 'slow'}"
    if abs(ahead) < DRIFT:
        return Finding("✓", "clock", "agrees with the platform's")
    mend = "turn on its synchronisation: timedatectl set-ntp true"
    if abs(ahead) < WRONG:
        return Finding("!", "clock", f"is {off}, and so are reminders; {mend}")
    return Finding("✗", "clock", f"is {off}: platforms refuse what seems too old; {mend}")


def ask(url: str, headers: Mapping[str, str] | None = None) -> PlatformAnswer:
    """The answer to a request, whatever its status. Raises ``UnreachableError``."""
    request = Request(url, headers={"User-Agent": AGENT, **(headers or {})})  # noqa: S310 - settings allow http and https alone
    try:
        try:
            response = build_opener(_NoRedirect).open(request, timeout=PATIENCE)
        except HTTPError as refusal:
            response = refusal
        with response:
            ahead = _ahead(response.headers.get("Date"))
            return PlatformAnswer(response.status, _read(response), ahead)
    except TimeoutError:
        raise UnreachableError(f"no answer within {PATIENCE:g} s") from None
    except URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise UnreachableError(f"no answer within {PATIENCE:g} s") from None
        # Its own text may quote the address.
        why = getattr(error.reason, "strerror", None) or type(error.reason).__name__
        raise UnreachableError(str(why)) from None
    except (OSError, ValueError) as error:
        raise UnreachableError(type(error).__name__) from None


def _read(response: Any) -> bytes:
    """The body; one that trickles in is given up, and so is one without an end."""
    until, body = time.monotonic() + PATIENCE, b""
    while (part := response.read1(65_536)) and len(body) < MOST:
        body += part
        if time.monotonic() > until:
            raise TimeoutError
    return body


def _ahead(date: str | None) -> float | None:
    try:
        return (datetime.now(UTC) - parsedate_to_datetime(date or "")).total_seconds()
    except (ValueError, TypeError):
        return None


def _of(body: Any, *keys: str) -> Any:
    """What stands there in an answer; ``None`` if it is of another shape."""
    for key in keys:
        body = body.get(key) if isinstance(body, dict) else None
    return body


def _starts(gateway: PlatformAnswer, held: Shards | None) -> list[Finding]:
    left = _of(gateway.body, "session_start_limit", "remaining")
    shards = _of(gateway.body, "shards")
    findings = []
    if isinstance(left, int) and left < FEW:
        wait = (_of(gateway.body, "session_start_limit", "reset_after") or 0) // 60_000
        says = (
            f"lets the bot connect {left} more times in the next {wait} minutes; check the log for "
            "why it was started so often, and make the pauses between restarts longer"
        )
        findings.append(Finding("!" if left else "✗", "Discord", says))
    if held is not None:
        few = isinstance(shards, int) and shards > held.count
        says = f"this process holds shards {held} (FORETELL_DISCORD_SHARDS)"
        if few:
            says += f", and Discord asks for {shards} in all; set as many, in all processes"
        elif not held.complete:
            says += "; the others have to be held by other processes with the same database"
        findings.append(Finding("!" if few else "✓", "Discord", says))
    elif isinstance(shards, int) and shards > 1:
        says = f"asks for {shards} connections (shards), and the bot holds all in one process"
        findings.append(Finding("✓", "Discord", says))
    return findings


def _installs(application: PlatformAnswer) -> list[Finding]:
    """Whether people and servers can add the bot, as far as Discord says."""
    ways = _of(application.body, "integration_types_config")
    if not isinstance(ways, dict):
        return []
    lacking = [name for key, name in (("1", "User"), ("0", "Guild")) if key not in ways]
    return [
        Finding(
            "!",
            "Discord",
            f"does not offer {name} Install; open https://discord.com/developers/applications, "
            f"choose the application, Installation, and tick {name} Install",
        )
        for name in lacking
    ]


def _unreachable(what: str, error: UnreachableError, setting: str) -> Finding:
    says = f"can't be reached ({error}); look at the network, the firewall and {setting}"
    return Finding("✗", what, says)


def _odd(what: str, status: int, setting: str) -> Finding:
    says = f"gave an answer that makes no sense (status {status}); try again, or look at {setting}"
    return Finding("✗", what, says)
