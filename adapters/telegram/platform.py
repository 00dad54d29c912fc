"""Telegram as a platform of the program: its settings, its tokens, its checks and its wiring."""

import re
import time
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, Field, SecretStr, ValidationInfo, field_validator

from adapters.platform_kind import (
    Examination,
    Finding,
    PlatformKind,
    UnreachableError,
    ask,
    part_of,
    senseless,
)
from adapters.settings import Listen, Token, Web, web_address
from adapters.telegram import PLATFORM, PUBLIC_API

if TYPE_CHECKING:
    from adapters.runtime.supervision import Platform
    from adapters.telegram.webhook import Webhook
    from bot.service.tutor import Tutor

NAME = "Telegram"

HOOK_PORTS = (443, 80, 88, 8443)
"""Where Telegram brings updates: https://core.telegram.org/bots/api#setwebhook."""

RECENT = 3600.0
"""Seconds for which a fault in bringing updates is worth a word."""

_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{30,}")
"""The bot's number and what is secret, 35 characters today: https://core.telegram.org/bots/api."""


# What is set


def _token(value: SecretStr | None) -> SecretStr | None:
    if value is not None and not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError(
            "is not a token of Telegram's, which is a number, a colon and 35 characters, such as "
            "1234567890:AAE…; copy the whole of what @BotFather sent"
        )
    return value


def _secret(value: SecretStr | None) -> SecretStr | None:
    if value is None or not (secret := value.get_secret_value().strip()):
        return None
    if not re.fullmatch(r"[\w-]{16,256}", secret, re.ASCII):
        raise ValueError("is no secret that Telegram takes; write 16 to 256 of A-Z a-z 0-9 _ -")
    return SecretStr(secret)


def _hook(value: str) -> str:
    if not value.strip():
        return ""
    # Its slash at the end is a part of it.
    return web_address(value, ("http", "https"), "https://bot.example.org/telegram") + (
        "/" if value.strip().endswith("/") else ""
    )


class TelegramSettings(BaseModel):
    """What concerns Telegram alone."""

    telegram_token: Annotated[Token, AfterValidator(_token)] = Field(
        None, description="The token from @BotFather; empty means no Telegram."
    )
    # An address may hold a password, so none is in ``repr``.
    telegram_api_url: Web = Field(
        PUBLIC_API,
        repr=False,
        description="The Bot API server: the public one, or the base of your own.",
    )
    telegram_profile: bool = Field(
        True,
        description=(
            "Whether the bot sets its own profile texts, also shown before Start; false leaves "
            "them to @BotFather."
        ),
    )
    telegram_webhook_url: Annotated[str, AfterValidator(_hook)] = Field(
        "",
        repr=False,
        description=(
            "The https address where Telegram brings what learners do; empty means the bot asks "
            "for it."
        ),
    )
    telegram_webhook_listen: Listen = Field(
        "127.0.0.1:8080",
        description="Where the bot listens behind that address, for your proxy: host:port.",
    )
    telegram_webhook_secret: Annotated[SecretStr | None, AfterValidator(_secret)] = Field(
        None,
        description=(
            "What Telegram shows with each request, 16 to 256 of A-Z a-z 0-9 _ -; empty means one "
            "made from the token."
        ),
    )
    telegram_free_answers: bool = Field(
        True,
        description=(
            "Whether answers may go out faster than 29 messages a second, until Telegram objects; "
            "false keeps them to that."
        ),
    )

    @field_validator("telegram_webhook_url")
    @classmethod
    def _takes(cls, hook: str, info: ValidationInfo) -> str:
        # An own Bot API server takes plain HTTP and any port.
        if not hook or info.data.get("telegram_api_url") != PUBLIC_API:
            return hook
        parts = urlsplit(hook)
        if parts.scheme != "https":
            raise ValueError("is no https:// address, and Telegram takes no other")
        if (parts.port or 443) not in HOOK_PORTS:
            raise ValueError("has a port that Telegram doesn't take; use 443, 80, 88 or 8443")
        return hook

    @property
    def webhook_address(self) -> tuple[str, int]:
        """Where the bot listens for Telegram."""
        host, _, port = self.telegram_webhook_listen.rpartition(":")
        return host, int(port)


# What `foretell doctor` asks


def _examine(settings: TelegramSettings, token: str) -> Examination:
    base = f"{settings.telegram_api_url}/bot{token}"
    me = ask(f"{base}/getMe")
    # Whoever else may be at that address says 404, too, but not in Telegram's form.
    if me.status == 401 or (me.status == 404 and part_of(me.body, "ok") is False):
        says = (
            "does not know this token; open https://t.me/BotFather, write /mybots, choose the bot "
            "and API Token, and set FORETELL_TELEGRAM_TOKEN to it"
        )
        return [Finding("✗", NAME, says)], me.ahead
    if me.status != 200 or not part_of(me.body, "ok"):
        return [senseless(NAME, me.status, "FORETELL_TELEGRAM_API_URL")], me.ahead
    findings = [Finding("✓", NAME, f"knows the bot, as @{part_of(me.body, 'result', 'username')}")]
    if not part_of(me.body, "result", "supports_inline_queries"):
        says = (
            "inline mode is off, so nobody can post a question with @"
            f"{part_of(me.body, 'result', 'username')} in another chat; if you want that, open "
            "https://t.me/BotFather, write /setinline, and choose the bot"
        )
        findings.append(Finding("!", NAME, says))
    try:
        info = part_of(ask(f"{base}/getWebhookInfo").body, "result")
    except UnreachableError:
        info = None
    return [*findings, *_webhook_findings(settings.telegram_webhook_url, info)], me.ahead


def _webhook_findings(wanted: str, info: Any) -> list[Finding]:
    url = part_of(info, "url")
    if not wanted:
        says = (
            "a webhook is set, and FORETELL_TELEGRAM_WEBHOOK_URL is empty: the bot removes it when "
            "it starts, so make sure that no other program needs it"
        )
        return [Finding("!", NAME, says)] if url else []
    if not url:
        return [Finding("!", NAME, "no webhook is set; the bot sets it when it starts")]
    if url != wanted:
        says = (
            "has another webhook than FORETELL_TELEGRAM_WEBHOOK_URL; the bot sets its own when it "
            "starts, so make sure that no other program uses the token"
        )
        return [Finding("✗", NAME, says)]
    waiting, failed = part_of(info, "pending_update_count") or 0, part_of(info, "last_error_date")
    if isinstance(failed, int) and (ago := time.time() - failed) < RECENT:
        says = (
            f"could not bring an update {_ago(ago)} ago ({part_of(info, 'last_error_message')}), "
            f"and {waiting} are waiting; look at your proxy, its certificate and "
            "whether the bot runs"
        )
        return [Finding("✗" if waiting else "!", NAME, says)]
    return [Finding("✓", NAME, f"brings updates to the webhook; {waiting} waiting")]


def _ago(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} minutes"


# How it is served


def _wire(settings: TelegramSettings, token: str, tutor: "Tutor") -> "Platform":
    from adapters.runtime.supervision import Platform
    from adapters.telegram.adapter import Options, Services, TelegramAdapter
    from adapters.telegram.failures import TelegramRefused
    from bot.conversation.commands import ADMIN, COMMANDS

    adapter = TelegramAdapter(
        token,
        tutor.door,
        COMMANDS,
        Options(
            api_url=settings.telegram_api_url,
            introduces=settings.telegram_profile,
            free_answers=settings.telegram_free_answers,
            webhook=_webhook(settings, token),
        ),
        Services(
            admins=tutor.store.admins,
            admin_commands=(ADMIN,),
            assets=tutor.store.asset,
            moves=tutor.store,
            cards=tutor.cards.find,
            observer=tutor.observer,
        ),
    )
    tutor.edits.on_roles(adapter.role_changed)
    return Platform(
        NAME,
        adapter,
        TelegramRefused,
        ailment=lambda: adapter.ailment,
        deaf=lambda: adapter.deaf,
        link=lambda: adapter.link,
        by_lead=not settings.telegram_webhook_url,
    )


def _webhook(settings: TelegramSettings, token: str) -> "Webhook | None":
    """Where updates are brought, if they are."""
    if not settings.telegram_webhook_url:
        return None
    from adapters.telegram.webhook import Webhook, secret_of

    own = settings.telegram_webhook_secret
    secret = own.get_secret_value() if own else secret_of(token)
    return Webhook(settings.telegram_webhook_url, *settings.webhook_address, secret)


KIND = PlatformKind(
    PLATFORM,
    TelegramSettings,
    token="telegram_token",  # noqa: S106 - the name of a setting
    address="telegram_api_url",
    person=r"[0-9]{1,20}",
    examine=_examine,
    wire=_wire,
    # The bot's number, a colon, 35 characters (30 at least, to be safe). It is looked for once in a
    # row of digits, not anew at each of them.
    secrets=(r"(?<!\d)\d+(?::|%3A)[\w-]{30,}",),
    # They log the address of each request, which holds the token.
    loggers=("httpx", "httpcore"),
    rank=1,
)
