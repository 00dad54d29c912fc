"""Which version of the program this is: ``0.2.0.dev20261202151145+g1a2b3c4d5``.

The first part is the version that is being worked on. The number after ``dev`` is the time of the
commit (UTC), so that a newer build installs over an older build, also from a clone without history;
what follows ``+g`` is the commit. The commit that is tagged ``v0.2.0`` is ``0.2.0`` itself.

Building the package runs this file alone (``pyproject.toml``), so it imports nothing of ours. See
https://packaging.python.org/en/latest/specifications/version-specifiers/ for the form.
"""

import functools
import os
import subprocess
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

BASE = "0.2.0"
"""What is being worked on; the topmost section of ``CHANGELOG.md`` is about it."""

ROOT = Path(__file__).resolve().parents[1]

GIVEN = "BUILD_VERSION"
"""The variable that says the version where there is no git, as in the build of an image."""

UNKNOWN = f"{BASE}.dev0"
"""The version of sources of which nothing more is known."""


@functools.cache
def version() -> str:
    """The version that runs: of a checkout by its commit, else as it was installed."""
    if said := _by_git(ROOT):
        return said
    try:
        return metadata.version("foretell")
    except metadata.PackageNotFoundError:
        return source_version()


def source_version(root: Path = ROOT) -> str:
    """The version of these sources, for whoever builds a package of them."""
    return os.environ.get(GIVEN) or _by_git(root) or _by_record(root) or UNKNOWN


def commit(version: str) -> str:
    """The commit that a version names; empty if it names none."""
    return version.partition("+g")[2]


def _by_git(root: Path) -> str | None:
    # Without this, a copy within somebody else's repository would go by the other's commits.
    if not (root / ".git").exists():
        return None
    command = ["git", "-C", str(root), "log", "-1", "--format=%ct %H %D", "--decorate=full"]
    try:
        # No word of this command is from outside.
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    seconds, name, *names = done.stdout.split(maxsplit=2)
    if f"tag: refs/tags/v{BASE}" in (text.strip() for text in "".join(names).split(",")):
        return BASE
    return f"{BASE}.dev{datetime.fromtimestamp(int(seconds), UTC):%Y%m%d%H%M%S}+g{name[:9]}"


def _by_record(root: Path) -> str | None:
    """What the source package that these were unpacked from says of itself."""
    try:
        lines = (root / "PKG-INFO").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((line.partition(": ")[2] for line in lines if line.startswith("Version: ")), None)


if __name__ == "__main__":
    print(source_version())  # noqa: T201 - it is asked by the build of an image
