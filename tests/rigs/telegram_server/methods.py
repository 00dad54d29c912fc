"""The methods that a bot may call, each under the Bot API's name in snake case."""

import re
import time
from typing import TYPE_CHECKING, Any

from tests.rigs.telegram_server import rules
from tests.rigs.telegram_server.people import Chat, Sent
from tests.rigs.telegram_server.rules import Refused, bad

if TYPE_CHECKING:
    from tests.rigs.telegram_server.server import TelegramServer

BOT = {
    "id": 7000000001,
    "is_bot": True,
    "first_name": "Foretell",
    "username": "foretell_test_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": True,
    "supports_inline_queries": True,
}


RIGHTS = (
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
"""What the Bot API says of an administrator."""


class Methods:
    """All methods but ``getUpdates``, on the chats of a server."""

    def __init__(self, server: "TelegramServer") -> None:
        self.server = server

    def get_me(self) -> dict[str, Any]:
        return BOT

    def get_webhook_info(self) -> dict[str, Any]:
        return self.server.hook.info(len(self.server._updates))

    def set_webhook(
        self,
        url: str,
        allowed_updates: list[str] | None = None,
        secret_token: str = "",
        max_connections: int = 40,
        drop_pending_updates: bool = False,
    ) -> bool:
        if drop_pending_updates:
            self.server._updates.clear()
        self.server.hook.set(url, allowed_updates or [], secret_token, max_connections)
        return True

    def delete_webhook(self, drop_pending_updates: bool = False) -> bool:
        if drop_pending_updates:
            self.server._updates.clear()
        self.server.hook.unset()
        return True

    def get_my_commands(
        self, scope: dict[str, Any] | None = None, language_code: str = ""
    ) -> list[dict[str, str]]:
        return self.server.menus.get(f"{scope}{language_code}", [])

    def set_my_commands(
        self,
        commands: list[dict[str, str]],
        scope: dict[str, Any] | None = None,
        language_code: str = "",
    ) -> bool:
        self._meets(scope)
        self.server.menus[f"{scope}{language_code}"] = rules.commands(commands)
        return True

    def delete_my_commands(
        self, scope: dict[str, Any] | None = None, language_code: str = ""
    ) -> bool:
        self._meets(scope)
        self.server.menus.pop(f"{scope}{language_code}", None)
        return True

    def get_my_description(self, language_code: str = "") -> dict[str, str]:
        return {"description": self.server.profile.get(("about", language_code), "")}

    def set_my_description(self, description: str = "", language_code: str = "") -> bool:
        if len(description) > 512:
            raise bad("description is too long")
        self.server.profile["about", language_code] = description
        return True

    def get_my_short_description(self, language_code: str = "") -> dict[str, str]:
        return {"short_description": self.server.profile.get(("short", language_code), "")}

    def set_my_short_description(
        self, short_description: str = "", language_code: str = ""
    ) -> bool:
        if len(short_description) > 120:
            raise bad("short description is too long")
        self.server.profile["short", language_code] = short_description
        return True

    def _meets(self, scope: dict[str, Any] | None) -> None:
        """A menu of one chat needs a chat that the bot knows."""
        if scope and scope["type"] == "chat":
            self._chat(scope["chat_id"])

    def send_chat_action(
        self, chat_id: int, action: str, message_thread_id: int | None = None
    ) -> bool:
        if action not in ("typing", "upload_photo"):
            raise bad("wrong parameter action in request")
        chat = self._chat(chat_id)
        self._topic(chat, message_thread_id)
        chat.typing += 1
        return True

    def send_message(
        self,
        chat_id: int,
        text: str = "",
        entities: list[dict[str, Any]] | None = None,
        reply_markup: dict[str, Any] | None = None,
        reply_parameters: dict[str, Any] | None = None,
        link_preview_options: dict[str, Any] | None = None,
        message_thread_id: int | None = None,
        disable_notification: bool = False,
    ) -> dict[str, Any]:
        chat = self._chat(chat_id)
        self._topic(chat, message_thread_id)
        kept = rules.text(text, entities or [])
        rows = rules.keyboard(reply_markup)
        self._pace(chat)
        reply_to = (reply_parameters or {}).get("message_id")
        sent = Sent(0, chat, text, kept, rows, reply_to=reply_to, topic=message_thread_id)
        sent.silent = disable_notification
        return self.server.describe(self.server.store(chat, sent))

    def answer_inline_query(
        self,
        inline_query_id: str,
        results: list[dict[str, Any]],
        cache_time: int = 300,
        is_personal: bool = False,
        button: dict[str, Any] | None = None,
    ) -> bool:
        if inline_query_id not in self.server.inline:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if len(results) > 50:
            raise bad("RESULTS_TOO_MUCH")
        ids = [one["id"] for one in results]
        if len(set(ids)) < len(ids) or any(not 0 < len(one.encode()) <= 64 for one in ids):
            raise bad("RESULT_ID_INVALID")
        for one in results:
            content = one["input_message_content"]
            rules.text(content["message_text"], content.get("entities") or [])
            rules.keyboard(one.get("reply_markup"))
        if button and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button["start_parameter"]):
            raise bad("START_PARAM_INVALID")
        self.server.inline[inline_query_id] = results
        self.server.inline_button = (button or {}).get("text", "")
        return True

    def send_photo(
        self,
        chat_id: int,
        photo: bytes | str,
        caption: str = "",
        caption_entities: list[dict[str, Any]] | None = None,
        reply_parameters: dict[str, Any] | None = None,
        message_thread_id: int | None = None,
        disable_notification: bool = False,
        **files: bytes,
    ) -> dict[str, Any]:
        chat = self._chat(chat_id)
        self._topic(chat, message_thread_id)
        kept = rules.text(caption, caption_entities or [], rules.CAPTION)
        content = self._file(photo, files)
        rules.photo(content)
        self._pace(chat)
        reply_to = (reply_parameters or {}).get("message_id")
        sent = Sent(0, chat, "", kept, photo=content, caption=caption, reply_to=reply_to)
        sent.topic, sent.silent = message_thread_id, disable_notification
        return self.server.describe(self.server.store(chat, sent))

    def send_document(
        self,
        chat_id: int,
        document: object,
        caption: str = "",
        caption_entities: list[dict[str, Any]] | None = None,
        reply_parameters: dict[str, Any] | None = None,
        message_thread_id: int | None = None,
        disable_content_type_detection: bool = False,
    ) -> dict[str, Any]:
        chat = self._chat(chat_id)
        self._topic(chat, message_thread_id)
        kept = rules.text(caption, caption_entities or [], rules.CAPTION)
        checked = rules.document(document)
        self._pace(chat)
        reply_to = (reply_parameters or {}).get("message_id")
        sent = Sent(0, chat, "", kept, caption=caption, reply_to=reply_to)
        sent.topic, sent.document = message_thread_id, checked
        return self.server.describe(self.server.store(chat, sent))

    def _file(self, photo: bytes | str, files: dict[str, bytes]) -> bytes:
        if isinstance(photo, str) and photo.startswith("attach://"):
            photo = files[photo.removeprefix("attach://")]
        if isinstance(photo, str):
            if photo not in self.server._files:
                raise bad("wrong file identifier/HTTP URL specified")
            return self.server._files[photo]
        if photo not in self.server._files.values():
            self.server._files[f"file{len(self.server._files)}"] = photo
        return photo

    def get_file(self, file_id: str) -> dict[str, Any]:
        data = self.server._files.get(file_id)
        if data is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        if len(data) > rules.DOWNLOAD:
            raise bad("file is too big")
        described = {"file_id": file_id, "file_unique_id": f"u-{file_id}", "file_size": len(data)}
        return described | {"file_path": f"documents/{file_id}"}

    def edit_message_text(
        self,
        text: str,
        chat_id: int,
        message_id: int,
        entities: list[dict[str, Any]] | None = None,
        reply_markup: dict[str, Any] | None = None,
        link_preview_options: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        message = self._own(chat_id, message_id)
        if message.photo is not None:
            raise bad("there is no text in the message to edit")
        kept = rules.text(text, entities or [])
        return self._change(message, text, kept, rules.keyboard(reply_markup))

    def edit_message_reply_markup(
        self, chat_id: int, message_id: int, reply_markup: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        message = self._own(chat_id, message_id)
        return self._change(message, message.text, message.entities, rules.keyboard(reply_markup))

    def _change(
        self,
        message: Sent,
        text: str,
        entities: list[dict[str, Any]],
        rows: list[list[dict[str, Any]]],
    ) -> dict[str, Any]:
        if (message.text, message.entities, message.rows) == (text, entities, rows):
            raise bad(
                "message is not modified: specified new message content and reply markup "
                "are exactly the same"
            )
        if self.server.flood:
            self.server.flood.edit(message.chat.id)
        if message.text != text:
            message.edits.append(message.text)
        message.text, message.entities, message.rows = text, entities, rows
        message.note_buttons()
        message.changes.append((text, tuple(map(tuple, message.buttons))))
        return self.server.describe(message)

    def answer_callback_query(
        self, callback_query_id: str, text: str = "", show_alert: bool = False, url: str = ""
    ) -> bool:
        person, end = self.server._queries.pop(callback_query_id, (None, 0.0))
        if person is None or time.monotonic() > end:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if len(text) > rules.ASIDE:
            raise bad("MESSAGE_TOO_LONG")
        if url and not url.startswith(f"https://t.me/{self.server.bot['username']}?start="):
            raise bad("URL_INVALID")
        if text:
            person.asides.append(text)
        if url:
            # Their client opens the private chat, where they press Start.
            person.types(f"/start {url.partition('=')[2]}")
        return True

    def get_chat_member(self, chat_id: int, user_id: int) -> dict[str, Any]:
        chat = self._chat(chat_id)
        runs = user_id in getattr(chat, "admins", ())
        user = {"id": user_id, "is_bot": False, "first_name": "Somebody"}
        if not runs:
            return {"status": "member", "user": user}
        rights = dict.fromkeys(RIGHTS, True)
        return {"status": "administrator", "user": user, "can_be_edited": False, **rights}

    def _chat(self, id: int) -> Chat:
        chat = self.server._chats.get(id)
        if chat is None:
            raise bad("chat not found")
        if chat.moved_to:
            description = "group chat was upgraded to a supergroup chat"
            raise Refused(
                400, f"Bad Request: {description}", {"migrate_to_chat_id": chat.moved_to.id}
            )
        if chat.closed:
            raise Refused(403, f"Forbidden: {chat.closed}")
        return chat

    def _topic(self, chat: Chat, topic: int | None) -> None:
        if topic is not None and topic not in getattr(chat, "topics", ()):
            raise bad("message thread not found")

    def _own(self, chat_id: int, message_id: int) -> Sent:
        for message in self._chat(chat_id).history:
            if message.id == message_id:
                if message.by is not None:
                    raise bad("message can't be edited")
                return message
        raise bad("message to edit not found")

    def _pace(self, chat: Chat) -> None:
        if self.server.flood:
            self.server.flood.message(chat.id)
