"""The command ``foretell``.

Exit codes: 0 all went well; 1 it did not; 2 it was called, or is set up, in a way that can't work.
What is wrong is said in a line for each thing on standard error, with how to mend it.
"""

import gc

from adapters.cli import lessons, serving, upkeep
from adapters.cli.base import cli

__all__ = ["cli", "main"]

# In this order the commands are shown.
cli.command("chat")(serving.chat)
cli.command("run")(serving.run)
cli.command("check")(lessons.check)
cli.command("import")(lessons.import_)
cli.command("push")(lessons.push)
cli.command("pull")(lessons.pull)
cli.command("stats")(upkeep.stats)
cli.command("health")(upkeep.health)
cli.command("doctor")(upkeep.doctor)
cli.command("backup")(upkeep.backup)
cli.command("restore")(upkeep.restore)
cli.command("trace")(upkeep.trace)
cli.command("migrate")(upkeep.migrate)
cli.command("export")(upkeep.export)
cli.command("forget")(upkeep.forget)
cli.add_typer(lessons.new, name="new")


def main() -> None:
    """The entrance of the console script."""
    # What was imported stays, and reading lessons makes hundreds of thousands of objects that go by
    # themselves: looking through them all for garbage took a fifth of a start.
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    cli()
