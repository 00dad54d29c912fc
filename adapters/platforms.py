"""Which platforms are configured, and how each is wired to the tutor.

An adapter is loaded only if its platform is wanted, so that one platform's library costs the
other nothing.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from adapters.runtime.claims import Bot, claimed
from adapters.runtime.supervision import Platform
from bot.conversation.admin.publishing import receive
from bot.conversation.admin.registry import AREAS
from bot.conversation.commands import ADMIN, COMMANDS
from bot.service.tutor import Tutor
from bot.settings import Settings, variable

if TYPE_CHECKING:
    from adapters.telegram.webhook import Webhook


class NothingToServeError(Exception):
    """No platform is configured."""


def configured(settings: Settings, tutor: Tutor) -> tuple[Platform, ...]:
    """The configured platforms. Raises ``NothingToServeError`` if there are none."""
    check(settings)
    tokens = {field: getattr(settings, field) for field in _WIRED}
    return tuple(
        wire(settings, tokens[field].get_secret_value(), tutor)
        for field, wire in _WIRED.items()
        if tokens[field]
    )


def check(settings: Settings) -> None:
    """Make sure that there is a platform to serve, before anything is opened for it."""
    if not any(getattr(settings, field) for field in _WIRED):
        raise NothingToServeError(
            f"no platform is configured; set {' or '.join(map(variable, _WIRED))}, in the "
            "environment or in .env (`foretell chat` needs neither)"
        )


@contextlib.contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Be the only program on this machine with these tokens, as long as the block lasts.

    Raises ``ClaimedError``.
    """
    where = {
        "telegram_token": ("Telegram", settings.telegram_api_url),
        "discord_token": ("Discord", settings.discord_api_url),
    }
    with contextlib.ExitStack() as stack:
        for field, (platform, address) in where.items():
            if token := getattr(settings, field):
                stack.enter_context(claimed(Bot(platform, address, token.get_secret_value())))
        yield


def _telegram(settings: Settings, token: str, tutor: Tutor) -> Platform:
    from adapters.telegram import Options, Services, TelegramAdapter, TelegramRefused

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
        "Telegram",
        adapter,
        TelegramRefused,
        ailment=lambda: adapter.ailment,
        deaf=lambda: adapter.deaf,
        link=lambda: adapter.link,
        by_lead=not settings.telegram_webhook_url,
    )


def _webhook(settings: Settings, token: str) -> "Webhook | None":
    """Where updates are brought, if they are."""
    if not settings.telegram_webhook_url:
        return None
    from adapters.telegram.webhook import Webhook, secret_of

    own = settings.telegram_webhook_secret
    secret = own.get_secret_value() if own else secret_of(token)
    return Webhook(settings.telegram_webhook_url, *settings.webhook_address, secret)


def _discord(settings: Settings, token: str, tutor: Tutor) -> Platform:
    from adapters.discord import DiscordAdapter, DiscordRefused, point_elsewhere
    from adapters.pictures.images import render

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
        "Discord",
        adapter,
        DiscordRefused,
        ailment=adapter.ailment,
        deaf=lambda: not adapter.client.connected or adapter.client.is_closed(),
        about=lambda: adapter.about,
        by_lead=settings.discord_shards is None,
        pausing=lambda: adapter.channel.pausing,
    )


_WIRED: dict[str, Callable[[Settings, str, Tutor], Platform]] = {
    "telegram_token": _telegram,
    "discord_token": _discord,
}
"""How each platform is wired, by the setting that wants it served."""
