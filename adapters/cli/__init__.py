"""The command ``foretell``.

Exit codes: 0 all went well; 1 it did not; 2 it was called, or is set up, in a way that can't work.
What is wrong is said in a line for each thing on standard error, with how to mend it.
"""

# In this order the commands are shown.
from adapters.cli import serving, lessons, reports, upkeep, migrate, privacy  # isort: skip
from adapters.cli.base import cli

__all__ = ["cli", "lessons", "main", "migrate", "privacy", "reports", "serving", "upkeep"]


def main() -> None:
    """The entrance of the console script."""
    cli()
