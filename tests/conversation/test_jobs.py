"""A report of a job that comes while its admin is being asked something else."""

from datetime import timedelta
from pathlib import Path

from tests.rigs.paths import LESSONS
from tests.rigs.plain_stage import PlainStage

TEA = LESSONS / "tea-2.md"


async def meanwhile(stage: PlainStage, *inputs: str, file: Path = TEA) -> list[str]:
    """Send a file, do this while it is read, and return what is live once it was told."""
    tutor, held = stage._tutor, []
    wake = tutor.jobs.wake
    tutor.jobs.wake = lambda: held.append(True)  # type: ignore[assignment]  # it takes a while
    await stage.types("Ana", "/learn tea")
    await stage.arrived()
    await stage.sends("Ana", file.name, 1000, "", file.read_bytes())
    for given in inputs:
        stage.clock += timedelta(seconds=4)
        await stage.types("Ana", given)
        await stage.arrived()
    tutor.jobs.wake = wake  # type: ignore[method-assign]  # as it was
    wake()
    await stage.settled()
    assert held
    return [
        label for one in stage.channel.screens["Ana"].messages if one.live for label in one.buttons
    ]


async def test_a_question_that_was_asked_meanwhile_stays_open_and_can_be_answered(
    stage: PlainStage,
) -> None:
    live = await meanwhile(stage, "/learn bread")
    assert "Publish" not in live
    assert "Learn" in live
    told = [one.text for one in stage.channel.screens["Ana"].messages]
    assert any("Draft: A cup of tea, second pouring" in one for one in told)
    assert told[-1].startswith("*Your question above is still open. /admin drafts")
    await stage.presses("Ana", "Learn", 0, "Ana")
    await stage.settled()
    assert "dough" in stage.channel.screens["Ana"].messages[-1].text
    await stage.types("Ana", "/admin drafts")
    await stage.arrived()
    await stage.presses("Ana", "A cup of tea, second pouring", 0, "Ana")
    await stage.settled()
    assert "Publish" in stage.channel.screens["Ana"].messages[-1].buttons


async def test_a_question_from_before_makes_way_for_the_report(stage: PlainStage) -> None:
    live = await meanwhile(stage)
    assert "Publish" in live
    assert "Learn" not in live


async def test_where_there_is_nothing_to_choose_no_command_is_named(stage: PlainStage) -> None:
    live = await meanwhile(stage, "/learn bread", file=LESSONS / "sent" / "tea-unkeyed.md")
    assert "Learn" in live
    last = stage.channel.screens["Ana"].messages[-1].text
    assert last.endswith("Nothing has changed. Fix this, and send the file again.")
