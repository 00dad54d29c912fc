"""The way in from Discord: what happens there is handed in, as the envelope that it is made into.

What the door drops is not acknowledged, for each acknowledgement is a request; Discord tells its
learner that it failed. Whatever else comes is acknowledged before anything else, for Discord waits
three seconds at most. Presses are told by the token on the button alone, so those from before a
restart work as well.
"""

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

import aiohttp
import discord

from adapters.discord import PLATFORM, commands, forms
from adapters.discord.commands import add_admin_commands, message_command
from adapters.discord.connection import Connected, Sharded
from adapters.discord.events import (
    DiscordHandle,
    Interaction,
    address_of,
    inputs_of,
    learner_of,
    others_read,
    translate,
)
from adapters.discord.failures import AWAY, Refusals, TooManyRefusals
from adapters.discord.rendering import DOOR, view
from bot.conversation import buttons
from bot.conversation.inputs import (
    Address,
    Command,
    Input,
    Opened,
    Press,
)
from bot.conversation.language.locale import Manner, nearest, speaking
from bot.conversation.menu.overheard import asks
from bot.conversation.outputs import Doorway, Gather, Output, Retire, Revise
from bot.conversation.phrases import phrase
from bot.lessons.library import Library
from bot.service.delivery.channel import Message
from bot.service.monitoring import Observer, tracing
from bot.service.turns.queue import Door, Submit

_log = logging.getLogger(__name__)


LATELY = 600.0
"""Seconds for which what was seen says that there is another process."""

MIN_LOST_INTERACTIONS = 3
"""Interactions of which another process was the first to acknowledge each."""


class Rivalry:
    """Signs that another process answers with our token."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._ours: deque[int] = deque(maxlen=1024)
        self._others: dict[int, float] = {}
        self._told = False

    def acknowledged(self, interaction: int) -> None:
        self._ours.append(interaction)

    def taken(self, interaction: int) -> None:
        """Note that this had been acknowledged when we came to it."""
        if interaction in self._ours:
            return  # it came to us twice
        self._forget()
        self._others[interaction] = self._clock()
        if len(self._others) >= MIN_LOST_INTERACTIONS and not self._told:
            self._told = True
            _log.error(
                "Another process answers on Discord with the same token (interactions are "
                "acknowledged before we come to it): stop it, or reset the token in the developer "
                "portal and give the new one to one of them only; where several share a database, "
                "each shard is for one of them (FORETELL_DISCORD_SHARDS)"
            )

    def ailment(self) -> str | None:
        """What is wrong, in a few words; ``None`` if there is no sign of another process."""
        self._forget()
        if len(self._others) >= MIN_LOST_INTERACTIONS:
            return "another process uses the same token"
        self._told = False
        return None

    def _forget(self) -> None:
        before = self._clock() - LATELY
        self._others = {id: at for id, at in self._others.items() if at > before}


_ANSWERED = 40060
"""Discord's error code for an interaction that has been acknowledged already."""

_AT_ONCE = 0.9
"""Seconds within which discord.py has repeated nothing: it waits for a second at least."""


async def acknowledge(
    interaction: Interaction, rivalry: Rivalry, answer: Awaitable[object] | None = None
) -> Literal["now", "before", "never"]:
    """Acknowledge it, by this ``answer`` or to answer later; whether that was done, and when.

    If it is done never, Discord has told the learner that it failed.
    """
    began = time.monotonic()
    try:
        await (answer or interaction.response.defer(ephemeral=others_read(interaction)))
    except discord.HTTPException as error:
        if error.code == _ANSWERED:
            if time.monotonic() - began < _AT_ONCE:
                # Else we may have done it ourselves, and the answer was lost.
                rivalry.taken(interaction.id)
            # It comes a second time; if it has counted, the desk knows its id.
            return "before"
        reason = f"code {error.code}"
    except (aiohttp.ClientConnectorError, TooManyRefusals) as error:
        reason = type(error).__name__
    except (aiohttp.ClientError, OSError):
        # The answer was lost, and it may have taken effect: then nobody would tell the learner.
        return "before"
    else:
        rivalry.acknowledged(interaction.id)
        return "now"
    # They will try again.
    _log.warning("interaction %s could not be acknowledged: %s", interaction.id, reason)
    return "never"


_LONGEST_TITLE = 100
"""Characters of a thread's name, at most."""


async def open_thread(interaction: Interaction, title: str) -> str:
    """The id of a new thread that is called so; empty if none may be opened there."""
    channel, can = interaction.channel, interaction.app_permissions
    if not isinstance(channel, discord.TextChannel):
        return ""
    if not (can.create_public_threads and can.send_messages_in_threads):
        return ""
    try:
        kind = discord.ChannelType.public_thread
        thread = await channel.create_thread(name=title[:_LONGEST_TITLE], type=kind)
    except AWAY as error:
        _log.info("no thread could be opened: %s", type(error).__name__)
        return ""
    return str(thread.id)


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
        entries: Sequence[commands.MenuCommand],
        areas: Mapping[str, Sequence[str]],
        with_files: Collection[str],
        clock: Callable[[], datetime],
        refusals: Refusals,
        observer: Observer,
        left: Left = _nowhere,
        cards: commands.Find = commands.nothing,
        **sharding: Any,
    ) -> None:
        super().__init__(refusals, observer, **sharding)
        self.rivalry = Rivalry(lambda: clock().timestamp())
        self._door = door
        self._left = left
        self._clock = clock
        self._names = frozenset({*areas, *(entry.name for entry in entries)})
        self.tree = commands.command_tree(self, entries, library, self._call, self._admits, cards)
        self.tree.add_command(message_command(self._call))
        for name, inside in areas.items():
            add_admin_commands(self.tree, name, inside, with_files, self._call)

    async def setup_hook(self) -> None:
        """Register the commands where they differ; once for each start, not each connection."""
        self._bound_requests()
        await self.tree.set_translator(commands.MenuTranslator())
        await commands.register(self.tree)

    # What is left

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that nothing can be said any more in a server that we were removed from."""
        for channel in (*guild.channels, *guild.threads):
            await self._left(str(channel.id))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self._left(str(channel.id))

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        await self._left(str(payload.thread_id))

    # Presses

    def _admits(self, interaction: Interaction) -> bool:
        return self._door.admits(learner_of(interaction))

    async def on_interaction(self, interaction: Interaction) -> None:
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
            if vote := forms.vote_of(token, data):
                await self._answer(interaction, submit, [vote])
            elif question:
                what = forms.read_submitted(question, data, interaction.id)
                await self._answer(interaction, submit, what)
        elif token.startswith(DOOR):
            await self._answer(interaction, submit, [Command("start", token.removeprefix(DOOR))])
        elif question or _is_ours(token):
            form = _form(interaction, token)
            if form is None or submit == self._door.slow_down:
                await self._answer(interaction, submit, [Press(token)])
            else:
                opening = interaction.response.send_modal(form)
                await acknowledge(interaction, self.rivalry, opening)

    async def _answer(
        self, interaction: Interaction, submit: Submit, what: Sequence[Input]
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

    async def _call(self, interaction: Interaction, command: Command) -> None:
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
        interaction: Interaction,
        where: Address,
        submit: Submit,
        said: Sequence[Output],
    ) -> None:
        """Open a thread for a class that wants it, and tell what came of it."""
        for output in said:
            if isinstance(output, Gather):
                chat = await open_thread(interaction, output.title)
                await self._turn(interaction, where, submit, Opened(output.id, chat), ".thread")

    # What is typed

    async def on_message(self, message: discord.Message) -> None:
        """Take what is typed to us: in a direct message, or in a server where we are mentioned.

        Whoever answers a message of ours mentions us by that, and yet may mean the others, unless
        they ask something.
        """
        if message.author.bot or message.type not in _WRITTEN or self.user is None:
            return
        private = message.guild is None
        named = private or self.user.id in message.raw_mentions
        if not named and not (self.user in message.mentions and asks(message.content)):
            return
        submit = self._door.enter(learner_of(message))
        if submit is None:
            return
        # What answers a mention stands in the channel, and is nobody's.
        whom = str(DiscordHandle(message.author.id)) if private else ""
        where = Address(PLATFORM, str(message.channel.id), not private, whom)
        what = inputs_of(message, self.user, self._names)
        said = await self._turns(message, where, submit, what)
        if said is None and private:
            with contextlib.suppress(*AWAY):
                await message.channel.send(view=view(Message(phrase("trouble"), notice=True)))

    # What they share

    async def _turns(
        self,
        event: Interaction | discord.Message,
        where: Address,
        submit: Submit | None,
        what: Sequence[Input],
    ) -> tuple[Output, ...] | None:
        """What came of these inputs, the first handed in by ``submit``; ``None`` if any failed."""
        said: tuple[Output, ...] = ()
        for part, content in enumerate(what):
            # Several files come as a single event; each is an input of its own, also at the door.
            if part:
                submit = self._door.enter(learner_of(event))
            if submit is None:
                break
            outputs = await self._turn(event, where, submit, content, f".{part}" if part else "")
            if outputs is None:
                return None
            said += outputs
        return said

    async def _turn(
        self,
        event: Interaction | discord.Message,
        where: Address,
        submit: Submit,
        what: Input,
        part: str,
    ) -> tuple[Output, ...] | None:
        envelope = translate(event, where, what, part, self._clock())
        with tracing(envelope.id):
            try:
                return await submit(envelope)
            except asyncio.CancelledError:
                raise
            except Exception:
                _log.exception("input %s could not be dealt with", envelope.id)
                return None

    async def _apologise(self, interaction: Interaction) -> None:
        # Their session can't be read just now, so what they chose to speak is not known.
        with speaking(Manner(nearest(interaction.locale.value))):
            sorry = Message(phrase("trouble"), notice=True)
        with contextlib.suppress(*AWAY):
            await interaction.followup.send(view=view(sorry), ephemeral=True)


class ShardedClient(Client, Sharded):
    """As the plain client, with a connection for each of its shards."""


def _form(interaction: Interaction, token: str) -> discord.ui.Modal | None:
    """The form that a press on this button opens; ``None`` if it opens none."""
    if question := forms.question_of(token):
        wanted, words = forms.files_of(token), forms.words_of(token)
        language, asked = forms.language_of(token), interaction.message
        return forms.form(question, language, asked, words=words, files=wanted)
    return forms.ballot(token, interaction.message, nearest(interaction.locale.value))


def _is_ours(token: str) -> bool:
    return bool(buttons.parse(token) or buttons.posted_key(token))


def _said_elsewhere(output: Output) -> bool:
    """Whether this is shown in another message than the answer to a command."""
    posted = isinstance(output, Doorway) and bool(output.token)
    return posted or isinstance(output, Retire | Revise)
