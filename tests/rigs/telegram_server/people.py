"""The people at the other end: what they do, and what they see."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.rigs.telegram_server.rules import units

if TYPE_CHECKING:
    from tests.rigs.telegram_server.server import TelegramServer


@dataclass(eq=False)
class Sent:
    """A message in a chat.

    ``buttons`` are the rows of labels that it shows now; ``had`` is every button that it ever had,
    label to data, and ``tokens`` all data of each label, oldest first. ``edits`` are the texts that
    it had before, oldest first; ``born`` is what it said and showed at first, ``changes`` what it
    did after each edit. A ``document`` has its file's name and content.
    """

    id: int
    chat: "Chat"
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    rows: list[list[dict[str, Any]]] = field(default_factory=list)
    photo: bytes | None = None
    document: tuple[str, bytes] | None = None
    caption: str = ""
    by: "Person | None" = None
    reply_to: int | None = None
    topic: int | None = None
    silent: bool = False
    edits: list[str] = field(default_factory=list)
    had: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, list[str]] = field(default_factory=dict)
    born: tuple[str, tuple[tuple[str, ...], ...]] = ("", ())
    changes: list[tuple[str, tuple[tuple[str, ...], ...]]] = field(default_factory=list)

    def note_buttons(self) -> None:
        """Remember what it shows now among the buttons that it had."""
        for button in (one for row in self.rows for one in row):
            if "callback_data" not in button:
                continue
            self.had[button["text"]] = data = button["callback_data"]
            known = self.tokens.setdefault(button["text"], [])
            if data not in known:
                known.append(data)

    @property
    def buttons(self) -> list[list[str]]:
        return [[button["text"] for button in row] for row in self.rows]

    @property
    def carried(self) -> set[str]:
        """What its buttons carry now; in one message, several questions may be asked in turn."""
        return {button["callback_data"] for row in self.rows for button in row}

    @property
    def labels(self) -> list[str]:
        return [label for row in self.buttons for label in row]

    def styled(self, kind: str) -> list[str]:
        """The parts of the text that an entity of this kind covers."""
        raw = (self.text or self.caption).encode("utf-16-le")
        return [
            raw[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le")
            for one in self.entities
            if one["type"] == kind
        ]


@dataclass(eq=False)
class Chat:
    """A chat. ``closed`` is why the bot can't write there, or nothing."""

    id: int
    kind: str
    title: str
    history: list[Sent] = field(default_factory=list)
    closed: str = ""
    moved_to: "Chat | None" = None
    typing: int = 0

    @property
    def messages(self) -> list[Sent]:
        """What the bot sent here, oldest first."""
        return [message for message in self.history if message.by is None]

    def data(self) -> dict[str, Any]:
        name = {"first_name": self.title} if self.kind == "private" else {"title": self.title}
        return {"id": self.id, "type": self.kind, **name}


@dataclass(eq=False)
class Group(Chat):
    """A group that the bot is in. With ``topics`` it is a forum, and they are its threads."""

    topics: set[int] = field(default_factory=set)
    admins: set[int] = field(default_factory=set)


@dataclass(eq=False)
class Person:
    """Somebody with a private chat with the bot. Each action becomes an update at once."""

    server: "TelegramServer"
    id: int
    name: str
    chat: Chat
    language: str = "en"
    asides: list[str] = field(default_factory=list)

    @property
    def messages(self) -> list[Sent]:
        """What the bot sent to this person in private, oldest first."""
        return self.chat.messages

    @property
    def said(self) -> list[str]:
        """The texts and captions of those messages."""
        return [message.text or message.caption for message in self.messages]

    def types(
        self,
        text: str,
        *,
        group: Group | None = None,
        topic: int | None = None,
        reply_to: Sent | None = None,
    ) -> dict[str, Any]:
        """Type a text; commands and mentions in it are marked as a client marks them."""
        extra: dict[str, Any] = {"text": text, "entities": _marked(text)}
        return self.posts(group=group, topic=topic, reply_to=reply_to, **extra)

    def posts(
        self,
        *,
        group: Group | None = None,
        topic: int | None = None,
        reply_to: Sent | None = None,
        **content: Any,
    ) -> dict[str, Any]:
        """Post anything else: a sticker, a photo with a caption, as the Bot API describes it."""
        chat = group or self.chat
        if chat.closed == "can't initiate conversation with a user":
            chat.closed = ""
        message = self.server.store(
            chat, Sent(0, chat, content.get("text", ""), by=self, topic=topic)
        )
        data = {**self._message(chat, message.id), **in_topic(topic), **content}
        if reply_to:
            data["reply_to_message"] = self.server.describe(reply_to)
        return self.server.update("message", data)

    def presses(
        self, label: str, *, back: int = 0, group: Group | None = None, stale: bool = False
    ) -> dict[str, Any]:
        """Press the newest button with this label, or the ``back``-th before it.

        A message that was edited may have had several.

        ``stale`` also finds buttons that have gone, as on a screen that is not up to date.
        """
        messages = (group or self.chat).messages
        if stale or back:
            found = [
                (m, data) for m in reversed(messages) for data in reversed(m.tokens.get(label, []))
            ]
        else:
            found = [(m, m.had[label]) for m in reversed(messages) if label in m.labels]
        if len(found) <= back:
            shown = [message.labels for message in messages[-3:]]
            raise LookupError(f"{self.name} sees no button [{label}]; the last messages: {shown}")
        return self.presses_data(*found[back])

    def presses_data(self, message: Sent, data: str) -> dict[str, Any]:
        """Press a button that carries ``data``, whether or not there is one."""
        query = {
            "id": self.server.open_query(self),
            "from": self._user(),
            "chat_instance": "1",
            "message": self.server.describe(message),
            "data": data,
        }
        return self.server.update("callback_query", query)

    def looks_for(self, words: str) -> str:
        """Type the bot's name and these words, in whatever chat; returns the query's id."""
        id = f"inline{len(self.server.inline)}"
        self.server.inline[id] = None
        query = {"id": id, "from": self._user(), "query": words, "offset": ""}
        self.server.update("inline_query", query)
        return id

    def removes_bot(self, group: Group) -> dict[str, Any]:
        """Throw the bot out of a group."""
        group.closed = "bot was kicked from the group chat"
        bot = {"id": self.server.bot["id"], "is_bot": True, "first_name": "Foretell"}
        was, now = {"status": "member", "user": bot}, {"status": "left", "user": bot}
        news = {"chat": group.data(), "from": self._user(), "date": 1_700_000_000}
        changes = {"old_chat_member": was, "new_chat_member": now}
        return self.server.update("my_chat_member", news | changes)

    def blocks(self) -> None:
        """Block the bot."""
        self.chat.closed = "bot was blocked by the user"

    def unblocks(self) -> None:
        """Let the bot write again."""
        self.chat.closed = ""

    def _user(self) -> dict[str, Any]:
        code = {"language_code": self.language} if self.language else {}
        return {"id": self.id, "is_bot": False, "first_name": self.name, **code}

    def _message(self, chat: Chat, id: int) -> dict[str, Any]:
        return {
            "message_id": id,
            "date": 1_700_000_000 + id,
            "chat": chat.data(),
            "from": self._user(),
        }


def in_topic(topic: int | None) -> dict[str, Any]:
    """What the Bot API says of a message about the topic that it is in."""
    return {"message_thread_id": topic, "is_topic_message": True} if topic else {}


def _marked(text: str) -> list[dict[str, Any]]:
    found = []
    for match in re.finditer(r"(?<!\S)(/[A-Za-z0-9_]+(?:@\w+)?)|(?<!\w)(@\w{3,})", text):
        kind = "bot_command" if match[1] else "mention"
        place = {"offset": units(text[: match.start()]), "length": units(match[0])}
        found.append({"type": kind, **place})
    return found
