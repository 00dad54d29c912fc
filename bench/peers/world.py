"""Telegram and its learners, for programs of any kind: fields of a form in, bytes of JSON out.

It stands where the HTTP client would: each program hands it the fields that it would post, and gets
the bytes that Telegram would answer, at once. Messages come back whole, with text, entities and
keyboard, as Telegram gives them, and so does the message of a press. Nothing is imported but what
Python brings, so that it runs alike in every environment.

Whoever is shown buttons presses the first one at once. An update stays until a call with a higher
offset confirms it.
"""

import asyncio
import json
import re
import time
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TOKEN = "1000000000:stubbed-network-has-no-secrets-at-all"
BOT = '{"id":1,"is_bot":true,"first_name":"Foretell","username":"foretell_bot"}'
CALLS = ("answerCallbackQuery", "editMessageText", "sendMessage")
"""What a turn asks of Telegram."""

_ANSWERS = {
    "getMe": BOT,
    "getMyCommands": "[]",
    "getWebhookInfo": '{"url":"","has_custom_certificate":false,"pending_update_count":0}',
    "getMyDescription": '{"description":""}',
    "getMyShortDescription": '{"short_description":""}',
}
_DATA = re.compile(r'"callback_data": ?"([^"]*)"')

LIMIT = 100
DATE = 1_700_000_000


@dataclass
class Press:
    """What a learner did, under each number that it was sent with: more than one if sent again."""

    learner: int
    data: str
    message: str
    updates: list[int] = field(default_factory=list)
    at: float = 0.0
    answered: bool = False


class World:
    """So many learners; ``done`` once they have taken ``warm`` turns and then ``turns``."""

    def __init__(self, learners: int, warm: int, turns: int) -> None:
        self.took: list[float] = []
        self.calls: Counter[str] = Counter()
        self.done = asyncio.Event()
        self.waiting: dict[int, Press] = {}
        """Of each learner what they did last, if nothing has come of it."""
        self.presses: list[Press] = []
        self.confirmed = 0
        """The number up to which updates are confirmed."""
        self.polls = 0
        """How often updates were asked for."""
        self.up = 0.0
        """Since when the program is there, if it was begun again."""
        self.shown: dict[int, list[str]] = {}
        """Of each learner, the first button of each message that was sent."""
        self.closing = False
        """Whether nobody presses any more."""
        self._warm, self._turns = warm, turns
        self._begun = (0.0, 0.0)
        self._ended = (0.0, 0.0)
        self._before: Counter[str] = Counter()
        self._updates: deque[tuple[int, str]] = deque()
        self._number = 0
        self._messages = learners
        self._news = asyncio.Event()
        for learner in range(1, learners + 1):
            self._press(Press(learner, "/start", ""))

    def figures(self) -> dict[str, Any]:
        """What was measured."""
        seconds, cpu = (end - start for start, end in zip(self._begun, self._ended, strict=True))
        took = sorted(self.took[self._warm : self._warm + self._turns])
        calls = self.calls - self._before
        return {
            "rate": self._turns / seconds,
            "cpu": cpu / self._turns * 1e3,
            "p50": took[len(took) // 2] * 1e3,
            "p99": took[int(len(took) * 0.99)] * 1e3,
            "calls": {name: calls[name] / self._turns for name in CALLS},
            "others": (calls.total() - sum(calls[name] for name in CALLS)) / self._turns,
        }

    async def call(self, method: str, fields: Mapping[str, str]) -> bytes:
        """The answer to a call of the Bot API."""
        if method == "getUpdates":
            result = await self._get_updates(int(fields.get("offset") or 0))
        else:
            self.calls[method] += 1
            if method in ("sendMessage", "editMessageText", "sendPhoto"):
                result = self._message(method, fields)
            else:
                result = _ANSWERS.get(method, "true")
        return f'{{"ok":true,"result":{result}}}'.encode()

    def press_again(self, patience: float) -> int:
        """Let those press again who have waited for so long; returns how many they are."""
        late = time.perf_counter() - patience
        stuck = [one for one in self.waiting.values() if max(one.at, self.up) < late]
        for one in stuck:
            self._press(one)
        return len(stuck)

    async def _get_updates(self, offset: int) -> str:
        self.polls += 1
        while self._updates and self._updates[0][0] < offset:
            self.confirmed = self._updates.popleft()[0]
        while not self._updates and not self.done.is_set():
            self._news.clear()
            await self._news.wait()
        if self.done.is_set():
            # Whoever asks again and again would never let go of the event loop.
            await asyncio.sleep(0.02)
            return "[]"
        given = [self._updates[n][1] for n in range(min(LIMIT, len(self._updates)))]
        return f"[{','.join(given)}]"

    def _message(self, method: str, fields: Mapping[str, str]) -> str:
        learner, sent = int(fields["chat_id"]), method != "editMessageText"
        if sent:
            self._messages += 1
        number = self._messages if sent else int(fields["message_id"])
        words = "caption" if method == "sendPhoto" else "text"
        told = [
            f'"message_id":{number},"from":{BOT},"chat":{_chat(learner)},"date":{DATE}',
            f'"{words}":{json.dumps(fields.get(words, ""))}',
        ]
        entities = f"{words if words == 'caption' else ''}_entities".strip("_")
        more = (entities, "reply_markup")
        told += [f'"{name}":{fields[name]}' for name in more if fields.get(name)]
        if method == "sendPhoto":
            told.append('"photo":[{"file_id":"1","file_unique_id":"1","width":1,"height":1}]')
        if not sent:
            told.append(f'"edit_date":{DATE}')
        message = f"{{{','.join(told)}}}"
        if found := _DATA.search(fields.get("reply_markup") or ""):
            if sent:
                self.shown.setdefault(learner, []).append(found[1])
            self._turn_over(learner, found[1], message)
        return message

    def _turn_over(self, learner: int, data: str, message: str) -> None:
        """Somebody is asked: if they wait, a turn is over, and they press."""
        press = self.waiting.pop(learner, None)
        # A turn may show two messages with buttons; a person presses one of them.
        if press is None:
            return
        press.answered = True
        self.took.append(time.perf_counter() - press.at)
        if len(self.took) == self._warm:
            self._begun = time.perf_counter(), time.process_time()
            self._before = self.calls.copy()
        elif len(self.took) == self._warm + self._turns:
            self._ended = time.perf_counter(), time.process_time()
            self.done.set()
        if self.done.is_set() or self.closing:
            self._news.set()
        else:
            self._press(Press(learner, data, message))

    def _press(self, press: Press) -> None:
        self._number += 1
        if not press.updates:
            self.presses.append(press)
        press.updates.append(self._number)
        press.at = time.perf_counter()
        self.waiting[press.learner] = press
        person = _person(press.learner)
        if press.message:
            given = (
                f'"callback_query":{{"id":"{self._number}","from":{person},'
                f'"message":{press.message},"chat_instance":"1","data":"{press.data}"}}'
            )
        else:
            given = (
                f'"message":{{"message_id":{press.learner},"from":{person},'
                f'"chat":{_chat(press.learner)},"date":{DATE},"text":"/start",'
                f'"entities":[{{"type":"bot_command","offset":0,"length":6}}]}}'
            )
        self._updates.append((self._number, f'{{"update_id":{self._number},{given}}}'))
        self._news.set()


def _person(learner: int) -> str:
    """A learner as Telegram tells of one."""
    name = f'"first_name":"Learner {learner}","username":"learner_{learner}"'
    return f'{{"id":{learner},"is_bot":false,{name},"language_code":"en"}}'


def _chat(learner: int) -> str:
    name = f'"first_name":"Learner {learner}","username":"learner_{learner}"'
    return f'{{"id":{learner},{name},"type":"private"}}'
