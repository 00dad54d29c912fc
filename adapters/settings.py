"""What an operator can set: variables that begin with ``FORETELL_``, or the same lines in ``.env``.

The environment wins over ``.env``. What concerns a platform alone is set in its folder, in its
``platform.py``; ``platforms`` has both together. A message about a setting names the variable and
says how to mend it; it never repeats a value that may be secret.
"""

import difflib
import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    SettingsConfigDict,
)

from bot.conversation.inputs import LearnerId

PREFIX = "FORETELL_"

SHIPPED_CONTENT = Path(__file__).resolve().parent.parent / "content"
"""The lessons that come with the program: beside its packages, in a checkout and installed."""


class SettingsError(Exception):
    """Settings that can't be used: a line for each, with what, where and how to mend it."""


# What a setting may hold


_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://|(postgres|postgresql|sqlite):", re.ASCII | re.IGNORECASE
)
"""How what is an address begins, and no path."""


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


def web_address(value: str, schemes: tuple[str, ...], example: str) -> str:
    """An address of any of these schemes, without a slash at its end.

    Raises ``ValueError``, which shows the example and nothing of the value: it may hold a password.
    """
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
    host, port = _split_address(value)
    if not _is_port(port) or any(char.isspace() or char in "/@" for char in host):
        raise ValueError("is no host:port; write one, such as 127.0.0.1:8080")
    return f"{host}:{port}"


def _own_port(value: str) -> str:
    if not value.strip():
        return ""
    host, port = _split_address(value)
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


def _split_address(address: str) -> tuple[str, str]:
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
    """The address of a PostgreSQL database, if it names a database.

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
    return tuple(dict.fromkeys(part for part in re.split(r"[,\s]+", value) if part))


Token = Annotated[SecretStr | None, AfterValidator(_token)]
_EXAMPLE = "https://example.org or http://127.0.0.1:8081"

Web = Annotated[str, AfterValidator(lambda url: web_address(url, ("http", "https"), _EXAMPLE))]
"""The address of a server."""

Listen = Annotated[str, AfterValidator(_listen)]
"""A host and a port."""

OwnPort = Annotated[str, AfterValidator(_own_port)]
"""A host and a port that only this machine reaches; empty if none."""

Location = Annotated[Path, AfterValidator(_path)]
"""A place on this machine's disks; ``~`` is the home folder."""

Database = Annotated[Path | SecretStr, BeforeValidator(_database)]
"""A file for SQLite, or the address of a PostgreSQL database, which may hold a password."""

Admins = Annotated[tuple[LearnerId, ...], NoDecode, BeforeValidator(_admins)]
"""Who owns what is taught, separated by commas or spaces."""

UPPER = BeforeValidator(lambda text: text.strip().upper() if isinstance(text, str) else text)
LOWER = BeforeValidator(lambda text: text.strip().lower() if isinstance(text, str) else text)


# The settings


class Settings(BaseSettings):
    """The program's own settings; each field's description is its line in ``.env.example``."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        defer_build=True,  # a start that reads no settings needs no validator
    )

    database: Database = Field(
        Path("foretell.db"),
        description=(
            "The SQLite file for everything, on a local disk, never a network drive; or a "
            "PostgreSQL database: postgresql://user@host/name."
        ),
    )
    content: Location = Field(
        SHIPPED_CONTENT,
        description="A folder with one folder per course; empty means Foretell's own lessons.",
    )
    admins: Admins = Field(
        (),
        description=(
            "The owners of what's taught: platform:number, like telegram:123,discord:456, "
            "or terminal:name."
        ),
    )
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], UPPER] = Field(
        "INFO", description="The lowest level that is logged: DEBUG, INFO, WARNING or ERROR."
    )
    log_format: Annotated[Literal["text", "json"], LOWER] = Field(
        "text", description="The format of the log: text for people, json for log collectors."
    )
    health_socket: Location | None = Field(
        None,
        description=(
            "The socket where `foretell health`, `push` and others ask the bot; empty means "
            "DATABASE + .sock, with PostgreSQL foretell.sock in the folder it was started in."
        ),
    )

    keep_undelivered: int = Field(
        30,
        ge=1,
        le=3_650,
        description="Days after which undeliverable messages are dropped.",
    )
    keep_drafts: int = Field(
        90,
        ge=1,
        le=3_650,
        description="Days after which published or discarded drafts are dropped.",
    )
    forget_after: int | None = Field(
        None,
        ge=14,
        le=36_500,
        description=(
            "Days of silence after which a learner is forgotten, with a week's warning; "
            "14 at least, empty means never."
        ),
    )
    forget_texts_after: int | None = Field(
        None,
        ge=1,
        le=36_500,
        description=(
            "Days after which what learners typed or handed in is deleted; empty means never."
        ),
    )
    backups: Location | None = Field(
        None,
        description="A folder for daily backups of a SQLite file; empty means none.",
    )
    backups_kept: int = Field(14, ge=1, description="How many of the newest backups are kept.")
    metrics: OwnPort = Field(
        "",
        description=(
            "A port, or 127.0.0.1:port, for /metrics (Prometheus), /healthz and /readyz; empty "
            "means none."
        ),
    )

    @model_validator(mode="before")
    @classmethod
    def _not_empty(cls, values: dict[str, object]) -> dict[str, object]:
        # Only here: an empty variable of the environment wins over ``.env`` like any other.
        return {name: value for name, value in values.items() if value != ""}

    @property
    def socket(self) -> Path:
        """Where the running bot answers for its health."""
        return self.health_socket or self._beside_database(".sock")

    @property
    def metrics_address(self) -> tuple[str, int] | None:
        """Where whoever watches the bot asks; ``None`` if nobody does."""
        host, _, port = self.metrics.rpartition(":")
        return (host, int(port)) if port else None

    @property
    def gallery(self) -> Path:
        """Where a terminal's learner finds the pictures of lessons."""
        return self._beside_database(".pictures")

    @property
    def file(self) -> Path | None:
        """The SQLite file; ``None`` if the database is PostgreSQL's."""
        return self.database if isinstance(self.database, Path) else None

    @property
    def database_url(self) -> str | None:
        """The address of the PostgreSQL database, with what lets in; ``None`` if it is a file."""
        url = self.database
        return url.get_secret_value() if isinstance(url, SecretStr) else None

    def _beside_database(self, ending: str) -> Path:
        # A server's database is nowhere on this machine, so it is its folder.
        beside = self.file
        return beside.with_name(beside.name + ending) if beside else Path("foretell" + ending)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that must never be shown: tokens, and what opens the operator's servers."""
        values = [getattr(self, name) for name in type(self).model_fields]
        tokens = [item.get_secret_value() for item in values if isinstance(item, SecretStr)]
        texts = [item for item in (*values, self.database_url) if isinstance(item, str)]
        return (*tokens, *(word for text in texts for word in passwords(text)))

    @classmethod
    def load(cls) -> tuple[Self, tuple[str, ...]]:
        """The settings, and warnings about unknown variables. Raises ``SettingsError``."""
        try:
            settings = cls()
            warnings = tuple(_unknown(cls))
        except ValidationError as error:
            lines = [_sentence(entry) for entry in error.errors(include_input=False)]
            raise SettingsError("\n".join(dict.fromkeys(lines))) from None
        except UnicodeDecodeError:
            raise SettingsError(".env: is not UTF-8 text; save it as UTF-8") from None
        except OSError as error:
            says = f".env: can't be read ({error.strerror}); mend its rights"
            raise SettingsError(says) from None
        return settings, warnings


def variable(field: str) -> str:
    return PREFIX + field.upper()


def _sentence(error: ErrorDetails) -> str:
    loc, kind = error["loc"], error["type"]
    name = variable(str(loc[0])) if loc else PREFIX.rstrip("_")
    if kind == "literal_error":
        return f"{name}: is none of its values; write {error['ctx']['expected']}"
    if kind == "value_error":
        return f"{name}: {error['msg'].removeprefix('Value error, ')}"
    what = error["msg"]
    return f"{name}: can't be used ({what[:1].lower()}{what[1:]}); see .env.example"


def _unknown(settings: type[Settings]) -> list[str]:
    """A warning for each variable with our prefix that sets nothing."""
    known = {variable(field) for field in settings.model_fields}
    sources = (EnvSettingsSource(settings), DotEnvSettingsSource(settings))
    names = dict.fromkeys(name.upper() for source in sources for name in source.env_vars)
    warnings = []
    for name in names:
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "see .env.example for those there are"
            warnings.append(f"{name}: sets nothing; {hint}")
    return warnings
