"""Discord as a platform of the program: its settings, its tokens, its checks and its wiring."""

from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, Field

from adapters.discord import PLATFORM
from adapters.discord.shards import Held, Shards
from adapters.platform_kind import (
    Examination,
    Finding,
    PlatformAnswer,
    PlatformKind,
    ask,
    part_of,
    senseless,
)
from adapters.settings import Token, Web, web_address

if TYPE_CHECKING:
    from adapters.runtime.supervision import Platform
    from bot.service.tutor import Tutor

NAME = "Discord"

FEW_STARTS = 50
"""Starts left of Discord's thousand a day at which to look why there were so many."""


# What is set


def _gateway(value: str) -> str:
    return web_address(value, ("ws", "wss"), "ws://127.0.0.1:8090/") + "/"


class DiscordSettings(BaseModel):
    """What concerns Discord alone."""

    discord_token: Token = Field(
        None, description="The bot token from Discord's developer portal; empty means no Discord."
    )
    discord_api_url: Web = Field(
        "https://discord.com/api/v10",
        repr=False,
        description="The address of Discord's REST API.",
    )
    discord_gateway_url: Annotated[str, AfterValidator(_gateway)] = Field(
        "wss://gateway.discord.gg/", repr=False, description="The address of Discord's gateway."
    )
    discord_shards: Held = Field(
        None, description="Which shards this process holds, like 0-7/16; empty means all of them."
    )


# What `foretell doctor` asks


def _examine(settings: DiscordSettings, token: str) -> Examination:
    base = settings.discord_api_url
    headers = {
        "Authorization": f"Bot {token}",
        # Discord turns away whoever does not call themselves in this form.
        "User-Agent": f"DiscordBot (foretell, {version('foretell')})",
    }
    me = ask(f"{base}/users/@me", headers)
    if me.status == 401:
        says = (
            "does not know this token; open https://discord.com/developers/applications, "
            "choose the application, Bot, Reset Token, and set FORETELL_DISCORD_TOKEN to it"
        )
        return [Finding("✗", NAME, says)], me.ahead
    if me.status != 200 or not part_of(me.body, "id"):
        return [senseless(NAME, me.status, "FORETELL_DISCORD_API_URL")], me.ahead
    gateway = ask(f"{base}/gateway/bot", headers)
    application = ask(f"{base}/applications/@me", headers)
    findings = [Finding("✓", NAME, f"knows the bot, as {part_of(me.body, 'username')}")]
    return [
        *findings,
        *_starts(gateway, settings.discord_shards),
        *_installs(application),
    ], me.ahead


def _starts(gateway: PlatformAnswer, held: Shards | None) -> list[Finding]:
    left = part_of(gateway.body, "session_start_limit", "remaining")
    shards = part_of(gateway.body, "shards")
    findings = []
    if isinstance(left, int) and left < FEW_STARTS:
        wait = (part_of(gateway.body, "session_start_limit", "reset_after") or 0) // 60_000
        says = (
            f"lets the bot connect {left} more times in the next {wait} minutes; check the log for "
            "why it was started so often, and make the pauses between restarts longer"
        )
        findings.append(Finding("!" if left else "✗", NAME, says))
    if held is not None:
        few = isinstance(shards, int) and shards > held.count
        says = f"this process holds shards {held} (FORETELL_DISCORD_SHARDS)"
        if few:
            says += f", and Discord asks for {shards} in all; set as many, in all processes"
        elif not held.complete:
            says += "; the others have to be held by other processes with the same database"
        findings.append(Finding("!" if few else "✓", NAME, says))
    elif isinstance(shards, int) and shards > 1:
        says = f"asks for {shards} connections (shards), and the bot holds all in one process"
        findings.append(Finding("✓", NAME, says))
    return findings


def _installs(application: PlatformAnswer) -> list[Finding]:
    """Whether people and servers can add the bot, as far as Discord says."""
    ways = part_of(application.body, "integration_types_config")
    if not isinstance(ways, dict):
        return []
    lacking = [name for key, name in (("1", "User"), ("0", "Guild")) if key not in ways]
    return [
        Finding(
            "!",
            NAME,
            f"does not offer {name} Install; open https://discord.com/developers/applications, "
            f"choose the application, Installation, and tick {name} Install",
        )
        for name in lacking
    ]


# How it is served


def _wire(settings: DiscordSettings, token: str, tutor: "Tutor") -> "Platform":
    from adapters.discord.adapter import DiscordAdapter, DiscordRefused, point_elsewhere
    from adapters.pictures.images import render
    from adapters.runtime.supervision import Platform
    from bot.conversation.admin.publishing import receive
    from bot.conversation.admin.registry import AREAS
    from bot.conversation.commands import ADMIN, COMMANDS

    point_elsewhere(settings.discord_api_url, settings.discord_gateway_url)
    adapter = DiscordAdapter(
        token,
        tutor.door,
        lambda: tutor.catalogue.library,
        COMMANDS,
        render,
        assets=tutor.store.asset,
        areas={ADMIN.name: tuple(area.name for area in AREAS)},
        with_files={receive.NAME},
        observer=tutor.observer,
        places=tutor.store,
        cards=tutor.cards.find,
        shards=settings.discord_shards,
        lease=tutor.store.lease,
        since=lambda: tutor.leadership.since,
    )
    return Platform(
        NAME,
        adapter,
        DiscordRefused,
        ailment=adapter.ailment,
        deaf=lambda: not adapter.client.connected or adapter.client.is_closed(),
        about=lambda: adapter.about,
        by_lead=settings.discord_shards is None,
        pausing=lambda: adapter.channel.pausing,
    )


KIND = PlatformKind(
    PLATFORM,
    DiscordSettings,
    token="discord_token",  # noqa: S106 - the name of a setting
    address="discord_api_url",
    person=r"[0-9]{1,20}",
    examine=_examine,
    wire=_wire,
    secrets=(
        # A bot's: its number in Base64, a time stamp, a signature.
        r"[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}",
        # An interaction's: Base64 of "interaction:<number>:<random>".
        r"aW50ZXJhY3Rpb246[\w+/=-]{20,}",
        # Those of interactions and webhooks of any form, where requests carry them.
        r"(?<=/webhooks/)(\d+/)[\w+/=.-]{20,}",
        r"(?<=/interactions/)(\d+/)[\w+/=.-]{20,}",
    ),
    rank=2,
)
