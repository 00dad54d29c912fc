"""Commands: what is registered with Discord, and when.

Registering costs quota (200 new commands a day), so what Discord has is asked for once at each
start and written only if it differs.

**The commands of admins** are a group, with a command in it for each area. Discord shows them to a
server's administrators and lets these choose who else sees them. That only keeps them out of sight:
who may do what is decided by our own roles, at each input. In direct messages Discord can hide no
command, so they are there in servers only. ``/admin push`` takes a file with it (``Command.file``).
Alone it opens no form by itself: a form is opened without asking the tutor, who alone knows whether
there is an admin to show it to.

***Predict this together***, in a message's menu, is a class on what the message asks, or is about.
Discord gives the message along with the press, so nothing has to be read for it. If it holds a
question that was posted, the class is on that; else its words say which lessons fit.
"""

import logging
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from typing import Any, Protocol

import discord
from discord import app_commands
from discord.app_commands import locale_str

from adapters.discord.events import Interaction
from adapters.discord.files import from_message
from adapters.discord.forms import walk
from bot.conversation.buttons import posted_key
from bot.conversation.inputs import Command
from bot.conversation.language.locale import SOURCE, Manner, nearest, speaking
from bot.conversation.phrases import phrase
from bot.conversation.sharing import PAYLOAD, PostedQuestion
from bot.lessons import finding
from bot.lessons.library import Library

_log = logging.getLogger(__name__)


CommandHandler = Callable[[Interaction, Command], Awaitable[None]]

Find = Callable[[str, str], Awaitable[Sequence[PostedQuestion]]]

_SUGGESTIONS = 25
_TEXT_LIMIT = 100

_KEPT = (
    "name",
    "description",
    "name_localizations",
    "description_localizations",
    "type",
    "options",
    "contexts",
    "integration_types",
    "default_member_permissions",
    "nsfw",
    "required",
    "autocomplete",
    "choices",
)


async def nothing(words: str, language: str) -> Sequence[PostedQuestion]:
    return ()


class MenuCommand(Protocol):
    """A command as the conversation describes it; ``argument`` is empty or a name.

    One for ``servers`` is not offered where nobody else reads.
    """

    @property
    def name(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def argument(self) -> str: ...
    @property
    def servers(self) -> bool: ...


_IN_SERVERS = app_commands.AppCommandContext(guild=True)


class _Tree(app_commands.CommandTree[discord.Client]):
    """A tree that suggests nothing to whom it is told to let wait outside."""

    def __init__(
        self, client: discord.Client, admits: Callable[[Interaction], bool], **where: Any
    ) -> None:
        super().__init__(client, **where)
        self._admits = admits

    async def interaction_check(self, interaction: Interaction) -> bool:
        """Whether it is dealt with; commands are let in, or not, where they are handled."""
        typing = interaction.type is discord.InteractionType.autocomplete
        return not typing or self._admits(interaction)


class MenuTranslator(app_commands.Translator):
    """What the menu says in other languages.

    A command has the same name in all of them: sentences name commands, and who reads ``/review``
    in any must be able to type it.
    """

    async def translate(
        self,
        string: locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The text in that language; ``None``, so that English is shown, where it has none."""
        language, key = nearest(locale.value), string.extras.get("key")
        if language == SOURCE or key is None:
            return None
        with speaking(Manner(language)):
            return _cut(phrase(key))


def command_tree(
    client: discord.Client,
    entries: Sequence[MenuCommand],
    library: Callable[[], Library],
    handler: CommandHandler,
    admits: Callable[[Interaction], bool] = lambda _: True,
    cards: Find = nothing,
) -> app_commands.CommandTree[discord.Client]:
    """The tree of commands; whatever is called in it goes to ``handler``.

    ``cards`` finds questions while somebody types, if they are admitted (``admits``).
    """
    tree = _Tree(
        client,
        admits,
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=True, private_channel=True
        ),
    )
    for entry in entries:
        tree.add_command(_command(entry, library, handler, cards))
    return tree


def _command(
    entry: MenuCommand, library: Callable[[], Library], handler: CommandHandler, cards: Find
) -> app_commands.Command[Any, ..., None]:
    async def alone(interaction: Interaction) -> None:
        await handler(interaction, Command(entry.name))

    async def take_words(interaction: Interaction, words: str = "") -> None:
        await handler(interaction, Command(entry.name, words))

    callback: Callable[..., Coroutine[Any, Any, None]] = alone
    if entry.argument not in ("", "words"):
        about = app_commands.describe(words=menu_text(f"argument.{entry.argument}.about"))
        named = app_commands.rename(words=menu_text(f"argument.{entry.argument}"))
        callback = named(about(take_words))

    async def suggest_question(
        interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        posted_questions = await cards(current, interaction.locale.value)
        return [
            app_commands.Choice(name=_cut(posted_question.asked), value=posted_question.payload)
            for posted_question in posted_questions
        ]

    async def suggest(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        spoken = library().in_language(nearest(interaction.locale.value))
        return [
            app_commands.Choice(name=_cut(card.title), value=card.id)
            for card in finding.search(spoken, current, _SUGGESTIONS)
        ]

    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=locale_str(entry.name),
        description=locale_str(_cut(entry.summary), key=f"command.{entry.name}"),
        callback=callback,
        allowed_contexts=_IN_SERVERS if entry.servers else None,
    )
    if entry.argument == "lesson":
        command.autocomplete("words")(suggest)
    if entry.argument == "posted":
        command.autocomplete("words")(suggest_question)
    return command


def menu_text(key: str) -> locale_str:
    """A phrase as a menu shows it, cut to what fits, in whatever language is asked for."""
    return locale_str(_cut(phrase(key)), key=key)


def _cut(text: str) -> str:
    return text if len(text) <= _TEXT_LIMIT else text[: _TEXT_LIMIT - 1] + "…"


async def register(tree: app_commands.CommandTree[discord.Client]) -> bool:
    """Write the commands to Discord if it has others; says whether that was needed.

    A refusal, or an answer that can't be read, is logged and does not stop the bot: what was
    registered before still works.
    """
    client = tree.client
    try:
        # Not ``tree.fetch_commands``, which leaves translations out.
        there = await client.http.request(
            discord.http.Route(
                "GET",
                "/applications/{application_id}/commands",
                application_id=client.application_id,
            ),
            params={"with_localizations": "true"},
        )
        ours = [await _payload(tree, command) for command in tree.get_commands()]
        if _essence(there) == _essence(ours):
            return False
        await tree.sync()
    except discord.HTTPException as error:
        _log.warning("the commands could not be registered (%s, code %s)", error.status, error.code)
        return False
    except (discord.RateLimited, TypeError, KeyError, ValueError, AttributeError) as error:
        # Its kind only: its words may quote the answer.
        _log.warning("the commands could not be registered: %s", type(error).__name__)
        return False
    _log.info("registered %d commands", len(ours))
    return True


async def _payload(tree: app_commands.CommandTree[discord.Client], command: Any) -> dict[str, Any]:
    if tree.translator is None:
        return command.to_dict(tree)  # type: ignore[no-any-return] # a command of any kind
    return await command.get_translated_payload(tree, tree.translator)  # type: ignore[no-any-return] # as above


def _essence(commands: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Commands as they compare: what Discord adds, and what is the default, left out."""
    return sorted((_plain(command) for command in commands), key=lambda item: str(item["name"]))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        known = {key: _plain(value[key]) for key in _KEPT if key in value}
        # Translations are by locale, a default is empty.
        known |= {
            key: dict(value[key])
            for key in ("name_localizations", "description_localizations")
            if value.get(key)
        }
        return {key: item for key, item in known.items() if item not in (None, False, "", [], {})}
    if isinstance(value, list):
        # The contexts of a command are a set of numbers, in any order.
        kept = [_plain(item) for item in value]
        return sorted(kept) if all(isinstance(item, int) for item in kept) else kept
    return value


_OVERVIEW = "help"


def add_admin_commands(
    tree: app_commands.CommandTree[discord.Client],
    name: str,
    areas: Iterable[str],
    with_files: Collection[str],
    handler: CommandHandler,
) -> None:
    """Add the command ``name`` with these areas, those in ``with_files`` with a file."""
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
        uploads = from_message([file] if file else [], "", interaction.id)
        await handler(interaction, Command(name, area, *uploads))

    return app_commands.Command(
        name=area, description=menu_text(f"admin.area.{area}.about"), callback=call
    )


NAME = "menu.together"

MAX_EXCERPT = 400
"""Characters of a message that say what it is about."""


def message_command(handler: CommandHandler) -> app_commands.ContextMenu:
    async def together(interaction: Interaction, message: discord.Message) -> None:
        await handler(interaction, Command("together", about(message)))

    return app_commands.ContextMenu(
        name=menu_text(NAME),
        callback=together,
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        ),
    )


def about(message: discord.Message) -> str:
    """The question that a message holds, as a link leads to it, or else its words."""
    parts = list(walk(message.components))
    for part in parts:
        if key := posted_key(str(getattr(part, "custom_id", None) or "")):
            return f"{PAYLOAD}{key}"
    shown = [str(getattr(part, "content", None) or "") for part in parts]
    embeds = [text or "" for embed in message.embeds for text in (embed.title, embed.description)]
    return " ".join(" ".join([message.content, *embeds, *shown]).split())[:MAX_EXCERPT]
