"""A crowd that is told something, and the owner who presses their way to it."""

from tests.rigs.plain_stage import PlainStage

CROWD = [f"L{n:03}" for n in range(100)]


async def press(stage: PlainStage, label: str) -> None:
    await stage.arrived()
    await stage.presses("Ana", label, 0, "Ana")
