"""What is said of backups where PostgreSQL's own tools make them."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from bot.storage.errors import StoreError
from bot.storage.postgres.server import SCHEMA, address


def refusal(url: str) -> StoreError:
    """Which command of PostgreSQL's is to be used instead; without a password."""
    parts = urlsplit(url)
    user = f"{parts.username}@" if parts.username else ""
    known = [one for one in parse_qsl(parts.query) if "password" not in one[0]]
    asked = f"?{urlencode(known, safe='/')}" if known else ""
    at = f"'postgresql://{user}{parts.netloc.rpartition('@')[2]}{parts.path}{asked}'"
    return StoreError(
        f"{address(url)}: PostgreSQL's own tools make and restore its backups, while the bot runs: "
        f"pg_dump --format=custom --schema={SCHEMA} --file=foretell.dump {at} (and pg_restore; "
        "docs/operating.md, PostgreSQL, has both)"
    )
