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

from adapters.discord.files import attached
from adapters.discord.menu import Interaction, Taken, said
from bot.conversation.inputs import Command

_OVERVIEW = "help"


def plant_admin(
    tree: app_commands.CommandTree[discord.Client],
    name: str,
    areas: Iterable[str],
    taking: Collection[str],
    taken: Taken,
) -> None:
    """Add the command ``name`` with these areas, those in ``taking`` with a file.

    Whatever is called in it goes to ``taken``.
    """
    group = app_commands.Group(
        name=name,
        description=said(f"command.{name}"),
        default_permissions=discord.Permissions(administrator=True),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        ),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    group.add_command(_overview(name, taken))
    for area in areas:
        make = _sending if area in taking else _area
        group.add_command(make(name, area, taken))
    tree.add_command(group)


def _overview(name: str, taken: Taken) -> app_commands.Command[Any, ..., None]:
    async def call(interaction: Interaction) -> None:
        await taken(interaction, Command(name))

    return app_commands.Command(name=_OVERVIEW, description=said("admin.overview"), callback=call)


def _area(name: str, area: str, taken: Taken) -> app_commands.Command[Any, ..., None]:
    @app_commands.rename(words=said("argument.words"))
    @app_commands.describe(words=said("argument.words.about"))
    async def call(interaction: Interaction, words: str = "") -> None:
        await taken(interaction, Command(name, f"{area} {words}".strip()))

    return app_commands.Command(
        name=area, description=said(f"admin.area.{area}.about"), callback=call
    )


def _sending(name: str, area: str, taken: Taken) -> app_commands.Command[Any, ..., None]:
    @app_commands.rename(file=said("argument.file"))
    @app_commands.describe(file=said("argument.file.about"))
    async def call(interaction: Interaction, file: discord.Attachment | None = None) -> None:
        found = attached([file] if file else [], "", interaction.id)
        await taken(interaction, Command(name, area, *found))

    return app_commands.Command(
        name=area, description=said(f"admin.area.{area}.about"), callback=call
    )
