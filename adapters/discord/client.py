"""The way in from Discord: what happens there is handed in, as the envelope that it is made into.

What the door drops is not acknowledged, for each acknowledgement is a request; Discord tells its
learner that it failed. Whatever else comes is acknowledged before anything else
(``acknowledging``). Presses are told by the
token on the button alone, so those from before a restart work as well.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import discord

from adapters.discord import ballots, forms, menu, threads
from adapters.discord.acknowledging import acknowledge
from adapters.discord.addresses import DiscordHandle, address
from adapters.discord.admin import add_admin_commands
from adapters.discord.connected import Connected
from adapters.discord.messages import view
from adapters.discord.refusals import Refusals
from adapters.discord.rivalry import Rivalry
from adapters.discord.together import message_command
from adapters.discord.translate import address_of, learner_of, translate, written
from adapters.discord.verdicts import AWAY
from bot.conversation import buttons
from bot.conversation.inputs import (
    Address,
    Command,
    Input,
    Opened,
    Press,
)
from bot.conversation.language.locale import Manner, nearest, speaking
from bot.conversation.outputs import Doorway, Gather, Output, Retire, Revise
from bot.conversation.phrases import phrase
from bot.lessons.library import Library
from bot.service.delivery.channel import Message
from bot.service.monitoring.observer import Observer
from bot.service.monitoring.tracing import tracing
from bot.service.turns.door import Door, Submit

_log = logging.getLogger(__name__)

Left = Callable[[str], Awaitable[None]]
"""Is told which chats can't be written in any more."""

_PRESSED, _FILLED_IN = discord.InteractionType.component, discord.InteractionType.modal_submit

_WRITTEN = (discord.MessageType.default, discord.MessageType.reply)


async def _nowhere(chat: str) -> None:
    """Nobody wants to know what was left."""


class Client(Connected):
    """A connection to Discord that hands each input in by the ``door``."""

    def __init__(
        self,
        door: Door,
        library: Callable[[], Library],
        entries: Sequence[menu.MenuCommand],
        areas: Mapping[str, Sequence[str]],
        with_files: Collection[str],
        clock: Callable[[], datetime],
        refusals: Refusals,
        observer: Observer,
        left: Left = _nowhere,
        cards: menu.Find = menu.nothing,
        **sharding: Any,
    ) -> None:
        super().__init__(refusals, observer, **sharding)
        self.rivalry = Rivalry(lambda: clock().timestamp())
        self._door = door
        self._left = left
        self._clock = clock
        self._names = frozenset({*areas, *(entry.name for entry in entries)})
        self.tree = menu.command_tree(self, entries, library, self._called, self._admits, cards)
        self.tree.add_command(message_command(self._called))
        for name, inside in areas.items():
            add_admin_commands(self.tree, name, inside, with_files, self._called)

    async def setup_hook(self) -> None:
        """Register the commands where they differ; once for each start, not each connection."""
        self._bound_requests()
        await self.tree.set_translator(menu.MenuTranslator())
        await menu.register(self.tree)

    # What is left

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that nothing can be said any more in a server that we were removed from."""
        for one in (*guild.channels, *guild.threads):
            await self._left(str(one.id))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """The same of a channel that is deleted."""
        await self._left(str(channel.id))

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """The same of a thread."""
        await self._left(str(payload.thread_id))

    # Presses

    def _admits(self, interaction: menu.Interaction) -> bool:
        """Whether to suggest something to whoever types."""
        return self._door.admits(learner_of(interaction))

    async def on_interaction(self, interaction: menu.Interaction) -> None:
        """Take a press on a button of ours, or a form; other interactions have their own ways."""
        if interaction.type not in (_PRESSED, _FILLED_IN):
            return
        submit = self._door.enter(learner_of(interaction))
        if submit is None:
            return
        data = dict(interaction.data or {})
        token = str(data.get("custom_id", ""))
        question = forms.question_of(token)
        if interaction.type is _FILLED_IN:
            if vote := ballots.submitted(token, data):
                await self._answered(interaction, submit, [vote])
            elif question:
                what = forms.submitted(question, data, interaction.id)
                await self._answered(interaction, submit, what)
        elif question or _is_ours(token):
            form = _form(interaction, token)
            if form is None or submit == self._door.slow_down:
                await self._answered(interaction, submit, [Press(token)])
            else:
                opening = interaction.response.send_modal(form)
                await acknowledge(interaction, self.rivalry, opening)

    async def _answered(
        self, interaction: menu.Interaction, submit: Submit, what: Sequence[Input]
    ) -> None:
        if await acknowledge(interaction, self.rivalry) == "never":
            return
        asked = interaction.message.id if interaction.message else 0
        where = address_of(interaction, self._clock(), asked)
        said = await self._turns(interaction, where, submit, what)
        await self._gather(interaction, where, submit, said or ())
        if said is None:
            await self._apologise(interaction)

    # Commands

    async def _called(self, interaction: menu.Interaction, command: Command) -> None:
        submit = self._door.enter(learner_of(interaction))
        if submit is None:
            return
        acknowledged = await acknowledge(interaction, self.rivalry)
        if acknowledged == "never":
            return
        where = address_of(interaction, self._clock())
        said = await self._turns(interaction, where, submit, [command])
        await self._gather(interaction, where, submit, said or ())
        if said is None:
            await self._apologise(interaction)
        elif acknowledged == "now" and all(map(_said_elsewhere, said)):
            # Nothing will complete the deferral, and "thinking…" would stay for 15 minutes.
            with contextlib.suppress(*AWAY):
                await interaction.delete_original_response()

    async def _gather(
        self,
        interaction: menu.Interaction,
        where: Address,
        submit: Submit,
        said: Sequence[Output],
    ) -> None:
        """Open a thread for a class that wants one, and tell what came of it."""
        for one in said:
            if isinstance(one, Gather):
                chat = await threads.opened(interaction, one.title)
                await self._turn(interaction, where, submit, Opened(one.id, chat), ".thread")

    # What is typed

    async def on_message(self, message: discord.Message) -> None:
        """Take what is typed to us: in a direct message, or in a server where we are mentioned."""
        if message.author.bot or message.type not in _WRITTEN or self.user is None:
            return
        private = message.guild is None
        # Whoever answers a message of ours mentions us by that, and yet may mean the others.
        if not private and self.user.id not in message.raw_mentions:
            return
        submit = self._door.enter(learner_of(message))
        if submit is None:
            return
        where = address(message.channel.id, not private, DiscordHandle(message.author.id))
        what = written(message, self.user, self._names)
        said = await self._turns(message, where, submit, what)
        if said is None and private:
            with contextlib.suppress(*AWAY):
                await message.channel.send(view=view(Message(phrase("trouble"), notice=True)))

    # What they share

    async def _turns(
        self,
        given: menu.Interaction | discord.Message,
        where: Address,
        submit: Submit | None,
        what: Sequence[Input],
    ) -> tuple[Output, ...] | None:
        """What came of these inputs, or ``None`` if one of them could not be dealt with.

        The first of them is handed in by ``submit``.
        """
        said: tuple[Output, ...] = ()
        for part, one in enumerate(what):
            # Several files come as one event; each is an input of its own, also at the door.
            if part:
                submit = self._door.enter(learner_of(given))
            if submit is None:
                break
            outputs = await self._turn(given, where, submit, one, f".{part}" if part else "")
            if outputs is None:
                return None
            said += outputs
        return said

    async def _turn(
        self,
        given: menu.Interaction | discord.Message,
        where: Address,
        submit: Submit,
        what: Input,
        part: str,
    ) -> tuple[Output, ...] | None:
        envelope = translate(given, where, what, part, self._clock())
        with tracing(envelope.id):
            try:
                return await submit(envelope)
            except asyncio.CancelledError:
                raise
            except Exception:
                _log.exception("input %s could not be dealt with", envelope.id)
                return None

    async def _apologise(self, interaction: menu.Interaction) -> None:
        # Their session can't be read just now, so what they chose to speak is not known.
        with speaking(Manner(nearest(interaction.locale.value))):
            sorry = Message(phrase("trouble"), notice=True)
        with contextlib.suppress(*AWAY):
            await interaction.followup.send(view=view(sorry), ephemeral=True)


def _form(interaction: menu.Interaction, token: str) -> discord.ui.Modal | None:
    """The form that a press on this button opens; ``None`` if it opens none."""
    if question := forms.question_of(token):
        wanted, words = forms.files_of(token), forms.words_of(token)
        return forms.form(question, forms.language_of(token), words=words, files=wanted)
    return ballots.form(token, interaction.message, nearest(interaction.locale.value))


def _is_ours(token: str) -> bool:
    return bool(buttons.parse(token) or buttons.posted_key(token))


def _said_elsewhere(output: Output) -> bool:
    """Whether this is shown in another message than the answer to a command."""
    posted = isinstance(output, Doorway) and bool(output.token)
    return posted or isinstance(output, Retire | Revise)
