"""What an operator can set: variables that begin with ``FORETELL_``, or the same lines in ``.env``.

The environment wins over ``.env``. Only the composition root reads settings.
A message about a setting names the variable and says how to mend it; it never repeats a value
that may be secret.
"""

import difflib
import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    SettingsConfigDict,
)

from bot.conversation.inputs import LearnerId

PREFIX = "FORETELL_"

PUBLIC_TELEGRAM = "https://api.telegram.org"

HOOK_PORTS = (443, 80, 88, 8443)
"""Where Telegram brings updates: https://core.telegram.org/bots/api#setwebhook."""

SHIPPED_CONTENT = Path(__file__).resolve().parent.parent / "content"
"""The lessons that come with the program: beside its packages, in a checkout and installed."""

_ADMIN = re.compile(r"(telegram|discord):[0-9]{1,20}|terminal:[\w.-]{1,32}", re.ASCII)
"""How the platforms call a person."""


class SettingsError(Exception):
    """Settings that can't be used: one line for each, with what, where and how to mend it."""


def _token(value: SecretStr | None) -> SecretStr | None:
    if value is None:
        return None
    token = value.get_secret_value().strip()
    if not token:
        return None
    if not token.isascii() or any(char.isspace() or char in "/?#" for char in token):
        raise ValueError(
            "is not a token (it holds a space, a slash or a character that no token has); "
            "copy the token alone, without quotes or the word Bot"
        )
    return SecretStr(token)


Token = Annotated[SecretStr | None, AfterValidator(_token)]
"""What lets the bot into a platform; without it, that one is not served."""


def _secret(value: SecretStr | None) -> SecretStr | None:
    if value is None or not (secret := value.get_secret_value().strip()):
        return None
    if not re.fullmatch(r"[\w-]{16,256}", secret, re.ASCII):
        raise ValueError("is no secret that Telegram takes; write 16 to 256 of A-Z a-z 0-9 _ -")
    return SecretStr(secret)


Secret = Annotated[SecretStr | None, AfterValidator(_secret)]
"""What only Telegram and we know."""


class Settings(BaseSettings):
    """All settings; each field's description is its line in ``.env.example``."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    telegram_token: Token = Field(
        None, description="The token from @BotFather; empty means no Telegram."
    )
    # An address may hold a password, so none is in ``repr``.
    telegram_api_url: str = Field(
        PUBLIC_TELEGRAM,
        repr=False,
        description="The Bot API server: the public one, or the base of your own.",
    )
    telegram_profile: bool = Field(
        True,
        description=(
            "Whether the bot sets its own profile texts, also shown before Start; false leaves "
            "them to @BotFather."
        ),
    )
    telegram_webhook_url: str = Field(
        "",
        repr=False,
        description=(
            "The https address where Telegram brings what learners do; empty means the bot asks "
            "for it."
        ),
    )
    telegram_webhook_listen: str = Field(
        "127.0.0.1:8080",
        description="Where the bot listens behind that address, for your proxy: host:port.",
    )
    telegram_webhook_secret: Secret = Field(
        None,
        description=(
            "What Telegram shows with each request, 16 to 256 of A-Z a-z 0-9 _ -; empty means one "
            "made from the token."
        ),
    )
    telegram_free_answers: bool = Field(
        True,
        description=(
            "Whether answers may go out faster than 29 messages a second, until Telegram objects; "
            "false keeps them to that."
        ),
    )
    discord_token: Token = Field(
        None, description="The bot token from Discord's developer portal; empty means no Discord."
    )
    discord_api_url: str = Field(
        "https://discord.com/api/v10",
        repr=False,
        description="The address of Discord's REST API.",
    )
    discord_gateway_url: str = Field(
        "wss://gateway.discord.gg/", repr=False, description="The address of Discord's gateway."
    )
    database: Path = Field(
        Path("foretell.db"),
        description="The SQLite file for everything; on a local disk, never a network drive.",
    )
    content: Path = Field(
        SHIPPED_CONTENT,
        description="A folder with one folder per course; empty means Foretell's own lessons.",
    )
    admins: Annotated[tuple[LearnerId, ...], NoDecode] = Field(
        (),
        description=(
            "The owners of what's taught: platform:number, like telegram:123,discord:456, "
            "or terminal:name."
        ),
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="The lowest level that is logged: DEBUG, INFO, WARNING or ERROR."
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="The format of the log: text for people, json for log collectors."
    )
    health_socket: Path | None = Field(
        None,
        description="The socket for `foretell health`; empty means DATABASE + .sock.",
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
            "empty means never."
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
    backups: Path | None = Field(None, description="A folder for daily backups; empty means none.")
    backups_kept: int = Field(14, ge=1, description="How many of the newest backups are kept.")
    metrics: str = Field(
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

    @field_validator("telegram_api_url", "discord_api_url", mode="after")
    @classmethod
    def _web(cls, value: str) -> str:
        return _url(value, ("http", "https"), "https://example.org or http://127.0.0.1:8081")

    @field_validator("telegram_webhook_url", mode="after")
    @classmethod
    def _hook(cls, value: str) -> str:
        if not value.strip():
            return ""
        # Its slash at the end is a part of it.
        return _url(value, ("http", "https"), "https://bot.example.org/telegram") + (
            "/" if value.strip().endswith("/") else ""
        )

    @field_validator("telegram_webhook_listen", mode="after")
    @classmethod
    def _listen(cls, value: str) -> str:
        host, _, port = value.strip().rpartition(":")
        host = host.strip("[]") or "127.0.0.1"
        if not _is_port(port) or any(char.isspace() or char in "/@" for char in host):
            raise ValueError("is no host:port; write one, such as 127.0.0.1:8080")
        return f"{host}:{port}"

    @model_validator(mode="after")
    def _reachable(self) -> "Settings":
        # A Bot API server of one's own takes plain HTTP and any port.
        parts = urlsplit(self.telegram_webhook_url)
        if self.telegram_webhook_url and self.telegram_api_url == PUBLIC_TELEGRAM:
            if parts.scheme != "https":
                raise _hook_error("is no https:// address, and Telegram takes no other")
            if (parts.port or 443) not in HOOK_PORTS:
                raise _hook_error("has a port that Telegram doesn't take; use 443, 80, 88 or 8443")
        return self

    @field_validator("discord_gateway_url", mode="after")
    @classmethod
    def _socket(cls, value: str) -> str:
        return _url(value, ("ws", "wss"), "ws://127.0.0.1:8090/") + "/"

    @field_validator("database", "content", "health_socket", "backups", mode="after")
    @classmethod
    def _path(cls, value: Path | None) -> Path | None:
        try:
            return value.expanduser() if value else value
        except RuntimeError as error:
            raise ValueError("begins with ~ but there is no home folder; write it out") from error

    @field_validator("database", mode="after")
    @classmethod
    def _file(cls, value: Path) -> Path:
        if not value.name or value.is_dir():
            raise ValueError("is a folder; write the path of a file, such as foretell.db in it")
        return value

    @field_validator("metrics", mode="after")
    @classmethod
    def _metrics(cls, value: str) -> str:
        host, _, port = value.strip().rpartition(":")
        if not host and not port:
            return ""
        host = host.strip("[]") or "127.0.0.1"
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

    @field_validator("admins", mode="before")
    @classmethod
    def _admins(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        found = tuple(dict.fromkeys(part for part in re.split(r"[,\s]+", value) if part))
        for number, one in enumerate(found, start=1):
            if not _ADMIN.fullmatch(one):
                raise ValueError(
                    f"its entry {number} is no admin; write platform:number, separated by commas, "
                    "such as telegram:123,discord:456, or terminal:name"
                )
        return found

    @field_validator("log_level", mode="before")
    @classmethod
    def _level(cls, value: object) -> object:
        return value.strip().upper() if isinstance(value, str) else value

    @field_validator("log_format", mode="before")
    @classmethod
    def _format(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @property
    def socket(self) -> Path:
        """Where the running bot answers for its health."""
        return self.health_socket or self.database.with_name(self.database.name + ".sock")

    @property
    def webhook_address(self) -> tuple[str, int]:
        """Where the bot listens for Telegram."""
        host, _, port = self.telegram_webhook_listen.rpartition(":")
        return host, int(port)

    @property
    def metrics_address(self) -> tuple[str, int] | None:
        """Where whoever watches the bot asks; ``None`` if nobody does."""
        host, _, port = self.metrics.rpartition(":")
        return (host, int(port)) if port else None

    @property
    def gallery(self) -> Path:
        """Where a terminal's learner finds the pictures of lessons."""
        return self.database.with_name(self.database.name + ".pictures")

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that must never be shown: tokens, and what lets into a server of one's own."""
        values = [getattr(self, name) for name in type(self).model_fields]
        tokens = [one.get_secret_value() for one in values if isinstance(one, SecretStr)]
        addresses = (
            self.telegram_api_url,
            self.telegram_webhook_url,
            self.discord_api_url,
            self.discord_gateway_url,
        )
        words = [urlsplit(one).password for one in addresses]
        return (*tokens, *(one for one in words if one))


def load() -> tuple[Settings, tuple[str, ...]]:
    """The settings of this process, and warnings about variables that are none of ours.

    Raises ``SettingsError``.
    """
    try:
        settings = Settings()
        warnings = tuple(_unknown())
    except ValidationError as error:
        lines = [_sentence(one) for one in error.errors(include_input=False)]
        raise SettingsError("\n".join(dict.fromkeys(lines))) from None
    except UnicodeDecodeError:
        raise SettingsError(".env: is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise SettingsError(f".env: can't be read ({error.strerror}); mend its rights") from None
    return settings, warnings


def variable(field: str) -> str:
    """The name of the variable that sets this field."""
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


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 0 < int(text) < 65_536


def _hook_error(says: str) -> ValidationError:
    """An error of the webhook's address, which only together with another setting is one."""
    where: InitErrorDetails = {
        "type": PydanticCustomError("value_error", says),
        "loc": ("telegram_webhook_url",),
        "input": "",
    }
    return ValidationError.from_exception_data("Settings", [where])


def _unknown() -> list[str]:
    """A warning for each variable with our prefix that sets nothing."""
    known = {variable(field) for field in Settings.model_fields}
    sources = (EnvSettingsSource(Settings), DotEnvSettingsSource(Settings))
    names = dict.fromkeys(name.upper() for source in sources for name in source.env_vars)
    warnings = []
    for name in names:
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "see .env.example for those there are"
            warnings.append(f"{name}: sets nothing; {hint}")
    return warnings
