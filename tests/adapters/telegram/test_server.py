"""The server that tests trust refuses what Telegram refuses."""

import json
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.rigs.telegram_server import TelegramServer


class Client:
    """Plain requests, so that nothing is mended on the way."""

    def __init__(self, session: ClientSession, server: TelegramServer) -> None:
        self._session = session
        self._base = f"{server.url}/bot{server.token}"

    async def __call__(self, method: str, **parameters: Any) -> dict[str, Any]:
        data = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in parameters.items()
        }
        async with self._session.post(f"{self._base}/{method}", data=data) as response:
            answer: dict[str, Any] = await response.json()
        return answer


@pytest.fixture
async def server():  # type: ignore[no-untyped-def]  # a fixture of an async generator
    async with TelegramServer(speed=1) as one:
        one.person("Ana").types("/start")
        yield one


@pytest.fixture
async def client(server: TelegramServer):  # type: ignore[no-untyped-def]  # the same
    async with ClientSession() as session:
        yield Client(session, server)


def keys(*labels: str, data: str = "d") -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": one, "callback_data": data} for one in labels]]}


def bold(offset: int, length: int, kind: str = "bold") -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length}


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"text": " "}, "text is empty"),
        ({"text": "a" * 4097}, "too long"),
        ({"text": "😀" * 2049}, "too long"),
        ({"text": " a"}, "blanks around"),
        ({"text": "a\n"}, "blanks around"),
        ({"text": "abc", "entities": [bold(1, 3)]}, "outside"),
        ({"text": "abc", "entities": [bold(0, 0)]}, "invalid place"),
        ({"text": "a😀", "entities": [bold(0, 2)]}, "cuts a character"),
        ({"text": "abcd", "entities": [bold(0, 2), bold(1, 2, "italic")]}, "overlap in part"),
        ({"text": "abcd", "entities": [bold(0, 4), bold(1, 2, "code")]}, "may not be inside"),
        ({"text": "a", "reply_markup": keys("x", data="é" * 33)}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "reply_markup": keys("")}, "non-empty"),
        ({"text": "a", "reply_markup": keys(*"123456789")}, "too long"),
        ({"text": "a", "chat_id": 5}, "chat not found"),
        ({"text": "a", "chat_id": 101}, "can't initiate"),
    ],
)
async def test_a_message_that_breaks_a_rule_is_refused(
    server: TelegramServer, client: Client, parameters: dict[str, Any], refusal: str
) -> None:
    server.person("Ben")
    answer = await client("sendMessage", **{"chat_id": 100, **parameters})
    assert refusal in answer["description"]
    assert server.person("Ana").messages == []


async def test_a_message_within_the_rules_arrives(server: TelegramServer, client: Client) -> None:
    text = "😀 bold it"
    quote = [bold(0, 10, "blockquote"), bold(3, 4), bold(8, 2, "code")]
    answer = await client("sendMessage", chat_id=100, text=text, entities=quote)
    assert answer["ok"], answer
    (message,) = server.person("Ana").messages
    assert (message.styled("bold"), message.styled("code")) == (["bold"], ["it"])


async def test_who_sends_too_fast_has_to_wait_and_longer_if_they_do_not(
    server: TelegramServer, client: Client
) -> None:
    answers = [await client("sendMessage", chat_id=100, text=f"{n}") for n in range(8)]
    assert [answer["ok"] for answer in answers] == [True] * 5 + [False] * 3
    first, second, third = (a["parameters"]["retry_after"] for a in answers[5:])
    assert first < second < third
    assert server.flood is not None
    assert server.flood.prolonged == 2


async def test_an_update_comes_until_a_higher_offset_confirms_it(
    server: TelegramServer, client: Client
) -> None:
    for _ in range(2):
        (update,) = (await client("getUpdates"))["result"]
    assert (await client("getUpdates", offset=update["update_id"] + 1))["result"] == []
    assert (await client("getUpdates"))["result"] == []


async def test_a_press_is_answered_once(server: TelegramServer, client: Client) -> None:
    ana = server.person("Ana")
    await client("sendMessage", chat_id=100, text="a", reply_markup=keys("x"))
    query = ana.presses("x")["callback_query"]["id"]
    long = await client("answerCallbackQuery", callback_query_id=query, text="a" * 201)
    assert not long["ok"]
    query = ana.presses("x")["callback_query"]["id"]
    assert (await client("answerCallbackQuery", callback_query_id=query, text="hi"))["ok"]
    again = await client("answerCallbackQuery", callback_query_id=query)
    assert "too old" in again["description"]
    assert ana.asides == ["hi"]


async def test_only_a_change_to_an_own_message_is_an_edit(
    server: TelegramServer, client: Client
) -> None:
    ana = server.person("Ana")
    await client("sendMessage", chat_id=100, text="a", reply_markup=keys("x"))
    own, theirs = ana.messages[0].id, ana.chat.history[0].id

    async def edit(id: int, text: str, **more: Any) -> str:
        answer = await client("editMessageText", chat_id=100, message_id=id, text=text, **more)
        return str(answer.get("description", "ok"))

    assert "not modified" in await edit(own, "a", reply_markup=keys("x"))
    assert "can't be edited" in await edit(theirs, "a")
    assert "not found" in await edit(1, "a")
    assert await edit(own, "a") == "ok", "without its keyboard it is another message"
    assert ana.messages[0].labels == []
    with pytest.raises(LookupError, match=r"no button \[x\]"):
        ana.presses("x")


async def test_a_picture_must_be_one(server: TelegramServer, client: Client) -> None:
    answer = await client("sendPhoto", chat_id=100, photo="unknown")
    assert "wrong file identifier" in answer["description"]
    assert "unknown" not in server.person("Ana").said


async def test_an_unknown_token_or_method_is_refused(
    server: TelegramServer, client: Client
) -> None:
    assert (await client("sendPoll"))["error_code"] == 404
    server.token += "x"
    assert (await client("getMe"))["error_code"] == 401
