"""What a setting may hold: tokens, addresses, ports, paths and admins.

Each says what can't be used and how to mend it, and never repeats a value that may be secret.
"""

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic_settings import NoDecode

from bot.conversation.inputs import LearnerId

PUBLIC_TELEGRAM = "https://api.telegram.org"

HOOK_PORTS = (443, 80, 88, 8443)
"""Where Telegram brings updates: https://core.telegram.org/bots/api#setwebhook."""

_ADMIN = re.compile(r"(telegram|discord):[0-9]{1,20}|terminal:[\w.-]{1,32}", re.ASCII)
"""How the platforms call a person."""

_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://|(postgres|postgresql|sqlite):", re.ASCII | re.IGNORECASE
)
"""How what is an address begins, and no path."""


_TELEGRAM_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{30,}")
"""The bot's number and what is secret, 35 characters today: https://core.telegram.org/bots/api."""


def _token(value: SecretStr | None) -> SecretStr | None:
    if value is None:
        return None
    token = value.get_secret_value().strip()
    if not token:
        return None
    if token[0] in "\"'":
        # Docker's --env-file takes them for a part of the value.
        raise ValueError("is in quotes; take them away")
    if not token.isascii() or any(char.isspace() or char in "/?#\"'" for char in token):
        raise ValueError(
            "is not a token (it holds a space, a slash or a character that no token has); "
            "copy the token alone, without quotes or the word Bot"
        )
    return SecretStr(token)


def _telegram_token(value: SecretStr | None) -> SecretStr | None:
    token = _token(value)
    if token is not None and not _TELEGRAM_TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError(
            "is not a token of Telegram's, which is a number, a colon and 35 characters, such as "
            "1234567890:AAE…; copy the whole of what @BotFather sent"
        )
    return token


def _secret(value: SecretStr | None) -> SecretStr | None:
    if value is None or not (secret := value.get_secret_value().strip()):
        return None
    if not re.fullmatch(r"[\w-]{16,256}", secret, re.ASCII):
        raise ValueError("is no secret that Telegram takes; write 16 to 256 of A-Z a-z 0-9 _ -")
    return SecretStr(secret)


def _web(value: str) -> str:
    return _url(value, ("http", "https"), "https://example.org or http://127.0.0.1:8081")


def _gateway(value: str) -> str:
    return _url(value, ("ws", "wss"), "ws://127.0.0.1:8090/") + "/"


def _hook(value: str) -> str:
    if not value.strip():
        return ""
    # Its slash at the end is a part of it.
    return _url(value, ("http", "https"), "https://bot.example.org/telegram") + (
        "/" if value.strip().endswith("/") else ""
    )


def hook_fault(hook: str, server: str) -> str:
    """What is wrong with the address where this server is to bring updates; empty if nothing is.

    A Bot API server of one's own takes plain HTTP and any port.
    """
    if not hook or server != PUBLIC_TELEGRAM:
        return ""
    parts = urlsplit(hook)
    if parts.scheme != "https":
        return "is no https:// address, and Telegram takes no other"
    if (parts.port or 443) not in HOOK_PORTS:
        return "has a port that Telegram doesn't take; use 443, 80, 88 or 8443"
    return ""


def _url(value: str, schemes: tuple[str, ...], example: str) -> str:
    """The URL without a slash at its end; its value may hold a password, so no error shows it."""
    url = value.strip().rstrip("/")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(char.isspace() for char in url) or parts.query or parts.fragment:
        kinds = " or ".join(f"{scheme}://" for scheme in schemes)
        raise ValueError(f"is not a {kinds} address; write one such as {example}")
    return url


def _listen(value: str) -> str:
    host, port = _parted(value)
    if not _is_port(port) or any(char.isspace() or char in "/@" for char in host):
        raise ValueError("is no host:port; write one, such as 127.0.0.1:8080")
    return f"{host}:{port}"


def _own_port(value: str) -> str:
    if not value.strip():
        return ""
    host, port = _parted(value)
    try:
        own = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        own = False
    if not own:
        raise ValueError(
            "is no address of this machine alone; write a port such as 9464, or 127.0.0.1:9464 "
            "(nothing there is secured, so it is not for others)"
        )
    if not _is_port(port):
        raise ValueError("has no port from 1 to 65535; write one, such as 9464")
    return f"{host}:{port}"


def _parted(address: str) -> tuple[str, str]:
    """Host and port; without a host it is this machine."""
    host, _, port = address.strip().rpartition(":")
    return host.strip("[]") or "127.0.0.1", port


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 0 < int(text) < 65_536


def _path(value: Path) -> Path:
    try:
        return value.expanduser()
    except RuntimeError as error:
        raise ValueError("begins with ~ but there is no home folder; write it out") from error


def _file(value: Path) -> Path:
    if not value.name or value.is_dir():
        raise ValueError("is a folder; write the path of a file, such as foretell.db in it")
    return value


def _database(value: object) -> object:
    """A file's path, or the address of a PostgreSQL database, which is kept like a secret."""
    if isinstance(value, SecretStr):
        return SecretStr(postgres_address(value.get_secret_value()))
    if isinstance(value, str) and _ADDRESS.match(value.strip()):
        return SecretStr(postgres_address(value))
    return _file(_path(Path(value))) if isinstance(value, str | Path) else value


def postgres_address(value: str) -> str:
    """The address of a PostgreSQL database, if that is one and names a database.

    Raises ``ValueError``, whose words show nothing of it, for it may hold a password.
    """
    url, example = value.strip(), "postgresql://foretell@127.0.0.1/foretell"
    scheme = url.partition(":")[0].lower()
    if scheme == "sqlite":
        raise ValueError("is an address; for SQLite write the path of the file, without sqlite:")
    if scheme not in ("postgresql", "postgres") or not url[len(scheme) :].startswith("://"):
        raise ValueError(
            f"is an address, and none of PostgreSQL's; write one such as {example}, or the path "
            "of a SQLite file"
        )
    try:
        parts = urlsplit(url)
        # Several hosts with a port each are PostgreSQL's own form.
        usable = "," in parts.netloc or parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.fragment or any(char.isspace() for char in url):
        raise ValueError(
            f"is no address that can be read; write one such as {example}, with % and a number "
            "for what else means something in an address (in a password @ is %40, / %2F, # %23)"
        )
    named = {name for name, _ in parse_qsl(parts.query)} & {"dbname", "database"}
    if not parts.path.strip("/") and not named:
        raise ValueError(f"names no database; write one such as {example}")
    return url


def passwords(url: str) -> tuple[str, ...]:
    """What in an address lets somebody in, as it is written there and as it is meant.

    What is also said openly in it, such as the user's name, is no secret.
    """
    try:
        parts = urlsplit(url)
        written = parts.password
    except ValueError:
        return ()
    known = ("", parts.username, parts.path.strip("/"))
    asked = [text for name, text in parse_qsl(parts.query) if name in ("password", "sslpassword")]
    texts = (written, unquote(written or ""), *asked)
    return tuple(dict.fromkeys(text for text in texts if text and text not in known))


def _admins(value: object) -> object:
    if not isinstance(value, str):
        return value
    texts = tuple(dict.fromkeys(part for part in re.split(r"[,\s]+", value) if part))
    for number, text in enumerate(texts, start=1):
        if not _ADMIN.fullmatch(text):
            raise ValueError(
                f"its entry {number} is no admin; write platform:number, separated by commas, "
                "such as telegram:123,discord:456, or terminal:name"
            )
    return texts


def _upper(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


Token = Annotated[SecretStr | None, AfterValidator(_token)]
TelegramToken = Annotated[SecretStr | None, AfterValidator(_telegram_token)]
"""What lets the bot into a platform; without it, that one is not served."""

Secret = Annotated[SecretStr | None, AfterValidator(_secret)]
"""What only Telegram and we know."""

Web = Annotated[str, AfterValidator(_web)]
"""The address of a server."""

Gateway = Annotated[str, AfterValidator(_gateway)]
"""The address of a server that is listened to all the time."""

Hook = Annotated[str, AfterValidator(_hook)]
"""Where Telegram brings what learners do; empty if nowhere."""

Listen = Annotated[str, AfterValidator(_listen)]
"""A host and a port."""

OwnPort = Annotated[str, AfterValidator(_own_port)]
"""A host and a port that only this machine reaches; empty if none."""

Location = Annotated[Path, AfterValidator(_path)]
"""A place on this machine's disks; ``~`` is the home folder."""

File = Annotated[Location, AfterValidator(_file)]
"""Such a place that is no folder."""

Database = Annotated[Path | SecretStr, BeforeValidator(_database)]
"""A file for SQLite, or the address of a PostgreSQL database, which may hold a password."""

Admins = Annotated[tuple[LearnerId, ...], NoDecode, BeforeValidator(_admins)]
"""Who owns what is taught, separated by commas or spaces."""

UPPER, LOWER = BeforeValidator(_upper), BeforeValidator(_lower)
"""Words that may be written in any case."""
