"""What goes on in a Telegram group where a class is: who presses, what time passes, what stands."""

from datetime import timedelta

from tests.rigs.telegram_server import Group, Sent
from tests.rigs.telegram_stage import TelegramStage
from tests.rigs.transcript import let_pass


async def passes(stage: TelegramStage, seconds: float = 4) -> None:
    await stage.settled()
    await let_pass(stage, timedelta(seconds=seconds))
    await stage.settled()


async def presses(stage: TelegramStage, name: str, *labels: str) -> None:
    for label in labels:
        await stage.presses(name, label, 0, name)
        await passes(stage)


def newest(group: Group) -> Sent:
    return group.messages[-1]


def aside(stage: TelegramStage, name: str) -> str:
    return stage.server.person(name).asides[-1]


def service(group: Group) -> dict[str, object]:
    who = {"id": 7, "is_bot": False, "first_name": "Somebody"}
    return {"message_id": 1, "date": 1_700_000_000, "chat": group.data(), "from": who}


async def let_pass_refused(stage: TelegramStage) -> None:
    """The same where a refusal is meant to be."""
    for _ in range(4):
        stage.clock += timedelta(seconds=4)
        await stage.alarms.sweep()
        await stage.arrived()
