"""The command ``foretell``.

Exit codes: 0 all went well; 1 it did not; 2 it was called, or is set up, in a way that can't work.
What is wrong is said in a line for each thing on standard error, with how to mend it.
"""

import gc

# In this order the commands are shown.
from adapters.cli import serving, lessons, reports, upkeep, migrate, privacy  # isort: skip
from adapters.cli.base import cli

__all__ = ["cli", "lessons", "main", "migrate", "privacy", "reports", "serving", "upkeep"]


def main() -> None:
    """The entrance of the console script."""
    # What was imported stays, and reading lessons makes hundreds of thousands of objects that go by
    # themselves: looking through them all for garbage took a fifth of a start.
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    cli()
