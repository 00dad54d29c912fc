"""What an operator can set: variables that begin with ``FORETELL_``, or the same lines in ``.env``.

The environment wins over ``.env``. Only the composition root reads settings.
A message about a setting names the variable and says how to mend it; it never repeats a value
that may be secret.
"""

import difflib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    SettingsConfigDict,
)

from bot.setting_values import (
    LOWER,
    PUBLIC_TELEGRAM,
    UPPER,
    Admins,
    Database,
    Gateway,
    Hook,
    Listen,
    Location,
    OwnPort,
    Secret,
    TelegramToken,
    Token,
    Web,
    hook_fault,
    passwords,
)
from bot.shards import Held

PREFIX = "FORETELL_"

SHIPPED_CONTENT = Path(__file__).resolve().parent.parent / "content"
"""The lessons that come with the program: beside its packages, in a checkout and installed."""


class SettingsError(Exception):
    """Settings that can't be used: one line for each, with what, where and how to mend it."""


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

    telegram_token: TelegramToken = Field(
        None, description="The token from @BotFather; empty means no Telegram."
    )
    # An address may hold a password, so none is in ``repr``.
    telegram_api_url: Web = Field(
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
    telegram_webhook_url: Hook = Field(
        "",
        repr=False,
        description=(
            "The https address where Telegram brings what learners do; empty means the bot asks "
            "for it."
        ),
    )
    telegram_webhook_listen: Listen = Field(
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
    discord_api_url: Web = Field(
        "https://discord.com/api/v10",
        repr=False,
        description="The address of Discord's REST API.",
    )
    discord_gateway_url: Gateway = Field(
        "wss://gateway.discord.gg/", repr=False, description="The address of Discord's gateway."
    )
    discord_shards: Held = Field(
        None, description="Which shards this process holds, like 0-7/16; empty means all of them."
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
            "The socket for `foretell health`; empty means DATABASE + .sock, with PostgreSQL "
            "foretell.sock."
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

    @model_validator(mode="after")
    def _reachable(self) -> "Settings":
        if fault := hook_fault(self.telegram_webhook_url, self.telegram_api_url):
            raise _hook_error(fault)
        return self

    @property
    def socket(self) -> Path:
        """Where the running bot answers for its health."""
        return self.health_socket or self._beside_database(".sock")

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
        # A server's database is nowhere on this machine, so it is the folder that one is in.
        beside = self.file
        return beside.with_name(beside.name + ending) if beside else Path("foretell" + ending)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that must never be shown: tokens, and what lets into a server of one's own."""
        values = [getattr(self, name) for name in type(self).model_fields]
        tokens = [item.get_secret_value() for item in values if isinstance(item, SecretStr)]
        addresses = (
            self.telegram_api_url,
            self.telegram_webhook_url,
            self.discord_api_url,
            self.discord_gateway_url,
        )
        words = [
            password
            for each in (*addresses, self.database_url or "")
            for password in passwords(each)
        ]
        return (*tokens, *words)


def load() -> tuple[Settings, tuple[str, ...]]:
    """The settings of this process, and warnings about variables that are none of ours.

    Raises ``SettingsError``.
    """
    try:
        settings = Settings()
        warnings = tuple(_unknown())
    except ValidationError as error:
        lines = [_sentence(entry) for entry in error.errors(include_input=False)]
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
