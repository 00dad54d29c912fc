"""The commands of admins on Discord: a group, with a command in it for each area.

Discord shows them to a server's administrators and lets these choose who else sees them. That only
keeps them out of sight: who may do what is decided by our own roles, at each input. In direct
messages Discord can hide no command, so they are there in servers only.

``/admin push`` takes a file with it (``Command.file``). Alone it opens no form by itself: a form is
opened without asking the tutor, who alone knows whether there is an admin to show it to.
"""

from collections.abc import Collection, Iterable
from typing import Any

import discord
from discord import app_commands

from adapters.discord.menu import CommandHandler, Interaction, menu_text
from adapters.discord.uploads import from_message
from bot.conversation.inputs import Command

_OVERVIEW = "help"


def add_admin_commands(
    tree: app_commands.CommandTree[discord.Client],
    name: str,
    areas: Iterable[str],
    with_files: Collection[str],
    handler: CommandHandler,
) -> None:
    """Add the command ``name`` with these areas, those in ``with_files`` with a file.

    Whatever is called in it goes to ``handler``.
    """
    group = app_commands.Group(
        name=name,
        description=menu_text(f"command.{name}"),
        default_permissions=discord.Permissions(administrator=True),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        ),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    group.add_command(_overview(name, handler))
    for area in areas:
        make = _sending if area in with_files else _area
        group.add_command(make(name, area, handler))
    tree.add_command(group)


def _overview(name: str, handler: CommandHandler) -> app_commands.Command[Any, ..., None]:
    async def call(interaction: Interaction) -> None:
        await handler(interaction, Command(name))

    return app_commands.Command(
        name=_OVERVIEW, description=menu_text("admin.overview"), callback=call
    )


def _area(name: str, area: str, handler: CommandHandler) -> app_commands.Command[Any, ..., None]:
    @app_commands.rename(words=menu_text("argument.words"))
    @app_commands.describe(words=menu_text("argument.words.about"))
    async def call(interaction: Interaction, words: str = "") -> None:
        await handler(interaction, Command(name, f"{area} {words}".strip()))

    return app_commands.Command(
        name=area, description=menu_text(f"admin.area.{area}.about"), callback=call
    )


def _sending(name: str, area: str, handler: CommandHandler) -> app_commands.Command[Any, ..., None]:
    @app_commands.rename(file=menu_text("argument.file"))
    @app_commands.describe(file=menu_text("argument.file.about"))
    async def call(interaction: Interaction, file: discord.Attachment | None = None) -> None:
        found = from_message([file] if file else [], "", interaction.id)
        await handler(interaction, Command(name, area, *found))

    return app_commands.Command(
        name=area, description=menu_text(f"admin.area.{area}.about"), callback=call
    )
