"""Settings: what is taken from where, and how a wrong one is answered."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import get_args
from urllib.parse import quote

import pytest
from pydantic import SecretStr

from adapters.discord.shards import Shards
from adapters.log import Redactor
from adapters.platforms import AllSettings as Settings
from adapters.settings import SHIPPED_CONTENT, SettingsError, variable
from tests.rigs.paths import ROOT

EXAMPLE = ROOT / ".env.example"
SECRET = "123456:AAH-very-secret-value-that-nobody-may-see"


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder and no variable of ours."""
    for name in os.environ:
        if name.upper().startswith("FORETELL_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refusal(monkeypatch: pytest.MonkeyPatch, **variables: str) -> str:
    for name, value in variables.items():
        monkeypatch.setenv(f"FORETELL_{name}", value)
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    return str(caught.value)


def test_nothing_needs_to_be_set() -> None:
    settings, warnings = Settings.load()
    assert settings.telegram_token is None
    assert settings.discord_token is None
    assert settings.database == Path("foretell.db")
    assert settings.content == SHIPPED_CONTENT
    assert (SHIPPED_CONTENT / "genai" / "course.toml").is_file()
    assert warnings == ()


def test_the_environment_wins_over_the_file(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (bare / ".env").write_text("FORETELL_DATABASE=file.db\nFORETELL_LOG_FORMAT=json\n")
    monkeypatch.setenv("FORETELL_DATABASE", "environment.db")
    settings, _ = Settings.load()
    assert settings.database == Path("environment.db")
    assert settings.log_format == "json"


def test_an_empty_variable_of_the_environment_wins_over_the_file_as_well(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bare / ".env").write_text("FORETELL_DISCORD_TOKEN=abc\nFORETELL_BACKUPS_KEPT=3\n")
    monkeypatch.setenv("FORETELL_DISCORD_TOKEN", "")
    monkeypatch.setenv("FORETELL_BACKUPS_KEPT", "")
    settings, _ = Settings.load()
    assert settings.discord_token is None
    assert settings.backups_kept == 14


def test_an_empty_variable_means_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.setenv(variable(field), "")
    settings, warnings = Settings.load()
    assert settings == Settings.model_construct()
    assert warnings == ()


def test_admins_are_read_with_commas_or_spaces_and_once_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FORETELL_ADMINS", "telegram:123, discord:456 telegram:123,terminal:ana.b")
    assert Settings.load()[0].admins == ("telegram:123", "discord:456", "terminal:ana.b")


@pytest.mark.parametrize(
    "value", ["123", "telegram:", "telegram:abc", "irc:1", "telegram:1;2", "terminal:"]
)
def test_a_wrong_admin_is_refused_by_its_place(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = refusal(monkeypatch, ADMINS=f"telegram:1,{value}")
    assert said.startswith("FORETELL_ADMINS: its entry 2 ")
    assert "telegram:123,discord:456" in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_API_URL", "ftp://api.telegram.org"),
        ("DISCORD_API_URL", "http://"),
        ("DISCORD_GATEWAY_URL", "https://gateway.discord.gg"),
        ("DISCORD_GATEWAY_URL", "ws://host:notaport/"),
    ],
)
def test_a_wrong_address_is_refused_with_an_example(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = refusal(monkeypatch, **{name: value})
    assert said.startswith(f"FORETELL_{name}: ")
    assert "://" in said.partition("such as")[2]


@pytest.mark.parametrize(
    ("value", "ids", "count"),
    [
        ("0-7/16", range(8), 16),
        ("0/1", [0], 1),
        ("3/16", [3], 16),
        ("0-3,8/16", [0, 1, 2, 3, 8], 16),
        (" 8, 0 - 3 / 16 ", [0, 1, 2, 3, 8], 16),
    ],
)
def test_shards_are_numbers_and_ranges_of_how_many(
    value: str, ids: Sequence[int], count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORETELL_DISCORD_SHARDS", value)
    assert Settings.load()[0].discord_shards == Shards(tuple(ids), count)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("all", "no list of shards"),
        ("0-3", "0-7/16"),
        ("a/16", "no list of shards"),
        ("1--2/16", "no list of shards"),
        ("/16", "names none of its 16 shards"),
        (",/16", "names none of its 16 shards"),
        ("0/0", "has no shard"),
        ("7-0/16", "without a shard, 7-0; write 0-7"),
        ("16/16", "the last one is 15"),
        ("8-16/16", "names shard 16 of 16"),
    ],
)
def test_shards_that_can_not_be_are_refused_with_how_to_mend_them(
    value: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = refusal(monkeypatch, DISCORD_SHARDS=value)
    assert said.startswith("FORETELL_DISCORD_SHARDS: ")
    assert says in said


def test_shards_are_told_as_they_are_set() -> None:
    assert str(Shards((0, 1, 2, 3, 8), 16)) == "0-3,8/16"
    assert str(Shards.every(2)) == "0-1/2"
    assert Shards.every(2).complete


def test_addresses_of_local_servers_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORETELL_TELEGRAM_API_URL", "http://127.0.0.1:8081/")
    monkeypatch.setenv("FORETELL_DISCORD_API_URL", "http://127.0.0.1:8090/api/v10")
    monkeypatch.setenv("FORETELL_DISCORD_GATEWAY_URL", "ws://127.0.0.1:8090")
    settings, _ = Settings.load()
    assert settings.telegram_api_url == "http://127.0.0.1:8081"
    assert settings.discord_api_url == "http://127.0.0.1:8090/api/v10"
    assert settings.discord_gateway_url == "ws://127.0.0.1:8090/"


def test_all_wrong_settings_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    said = refusal(monkeypatch, LOG_LEVEL="loud", LOG_FORMAT="xml", ADMINS="x")
    assert {line.partition(":")[0] for line in said.splitlines()} == {
        "FORETELL_LOG_LEVEL",
        "FORETELL_LOG_FORMAT",
        "FORETELL_ADMINS",
    }
    assert "'DEBUG', 'INFO', 'WARNING' or 'ERROR'" in said


def test_a_secret_is_in_no_message_and_no_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    said = refusal(
        monkeypatch,
        TELEGRAM_TOKEN=f"Bot {SECRET}",
        DISCORD_TOKEN=f"{SECRET}/x",
        TELEGRAM_API_URL=f"user:{SECRET}@host",
        ADMINS=SECRET,
    )
    assert SECRET not in said
    assert SECRET not in repr(Settings.model_construct(telegram_token=SecretStr(SECRET)))
    assert SECRET.partition(":")[2] not in said


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TELEGRAM_TOKEN", f'"{SECRET}"', "is in quotes; take them away"),
        ("TELEGRAM_TOKEN", f"'{SECRET}'", "is in quotes; take them away"),
        ("DISCORD_TOKEN", f'"{SECRET}"', "is in quotes; take them away"),
        ("TELEGRAM_TOKEN", "123:short", "a number, a colon and 35 characters"),
        ("TELEGRAM_TOKEN", SECRET.replace(":", ""), "a number, a colon and 35 characters"),
        ("TELEGRAM_TOKEN", f"bot{SECRET}", "a number, a colon and 35 characters"),
    ],
)
def test_a_token_of_another_form_is_refused_before_anybody_is_asked(
    name: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = refusal(monkeypatch, **{name: value})
    assert said.startswith(f"FORETELL_{name}: ")
    assert says in said
    assert SECRET.partition(":")[2] not in said
    assert "short" not in said


def test_what_is_called_a_secret_is_kept_as_one() -> None:
    named = re.compile("token|secret|password|key")
    found = {name: one.annotation for name, one in Settings.model_fields.items()}
    assert all(SecretStr in get_args(kind) for name, kind in found.items() if named.search(name))
    assert any(named.search(name) for name in found)


@pytest.mark.parametrize(
    "url",
    ["http://bot.example.org/in", "https://bot.example.org:8080/in", "bot.example.org", "https://"],
)
def test_an_address_that_telegram_brings_nothing_to_is_refused(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "FORETELL_TELEGRAM_WEBHOOK_URL: " in refusal(monkeypatch, TELEGRAM_WEBHOOK_URL=url)


def test_an_own_server_of_telegrams_brings_updates_to_any_port(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORETELL_TELEGRAM_API_URL", "http://127.0.0.1:8081")
    monkeypatch.setenv("FORETELL_TELEGRAM_WEBHOOK_URL", "http://127.0.0.1:8090/in/")
    monkeypatch.setenv("FORETELL_TELEGRAM_WEBHOOK_LISTEN", "[::1]:8090")
    settings, _ = Settings.load()
    assert settings.telegram_webhook_url == "http://127.0.0.1:8090/in/", "its slash is a part of it"
    assert settings.webhook_address == ("::1", 8090)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("TELEGRAM_WEBHOOK_LISTEN", "127.0.0.1"),
        ("TELEGRAM_WEBHOOK_LISTEN", "127.0.0.1:0"),
        ("TELEGRAM_WEBHOOK_LISTEN", "http://x:80"),
        ("TELEGRAM_WEBHOOK_SECRET", "too-short"),
        ("TELEGRAM_WEBHOOK_SECRET", "no spaces in a secret"),
    ],
)
def test_what_a_webhook_can_not_use_is_refused_and_a_secret_not_told(
    setting: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = refusal(monkeypatch, **{setting: value})
    assert f"FORETELL_{setting}: " in said
    assert "SECRET" not in setting or value not in said


def test_the_password_of_an_address_is_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORETELL_TELEGRAM_API_URL", "https://me:open-sesame@localhost:8081")
    monkeypatch.setenv("FORETELL_DISCORD_TOKEN", SECRET)
    settings, _ = Settings.load()
    assert set(settings.secrets) == {"open-sesame", SECRET}
    assert "open-sesame" not in repr(settings)


def test_a_database_that_is_a_folder_is_refused(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "FORETELL_DATABASE: is a folder" in refusal(monkeypatch, DATABASE=str(bare))


def test_an_unknown_variable_is_a_warning_that_offers_the_nearest(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORETELL_DATABSE", "x.db")
    (bare / ".env").write_text("FORETELL_TELEGRAM_TOKN=1\nOTHER=2\n")
    _, warnings = Settings.load()
    assert len(warnings) == 2
    assert "FORETELL_DATABSE: sets nothing; did you mean FORETELL_DATABASE?" in warnings
    assert any("did you mean FORETELL_TELEGRAM_TOKEN?" in one for one in warnings)


def test_a_file_that_is_no_text_is_refused(bare: Path) -> None:
    (bare / ".env").write_bytes(b"FORETELL_DATABASE=\xff\xfe\n")
    with pytest.raises(SettingsError, match="UTF-8"):
        Settings.load()


def test_the_health_socket_stands_beside_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORETELL_DATABASE", "data/learners.db")
    assert Settings.load()[0].socket == Path("data/learners.db.sock")
    monkeypatch.setenv("FORETELL_HEALTH_SOCKET", "/run/foretell.sock")
    assert Settings.load()[0].socket == Path("/run/foretell.sock")


PASSWORD = "s3cret/that-nobody@may:see"
LOGIN = f"foretell:{quote(PASSWORD, safe='')}"
SHORT = "a:s3cret"


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://{LOGIN}@db.example.org:5433/learners",
        "postgres://foretell@127.0.0.1/learners?password=s3cret%2Fthat-nobody%40may%3Asee",
        "postgresql://a@one:5432,two:5433/learners?sslmode=verify-full",
        "postgresql:///learners?host=/run/postgresql",
        "postgresql://foretell@/?dbname=learners&host=/run/postgresql",
    ],
)
def test_a_database_may_be_postgresql_s(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORETELL_DATABASE", f" {url} ")
    settings, _ = Settings.load()
    assert settings.database_url == url
    assert settings.file is None
    assert settings.socket == Path("foretell.sock")
    assert settings.gallery == Path("foretell.pictures")
    assert url not in repr(settings)
    redact = Redactor(settings.secrets)
    assert redact("user foretell of learners") == "user foretell of learners"
    for said in (url, PASSWORD, quote(PASSWORD, safe="")):
        if "s3cret" in url:
            assert "s3cret" not in redact(f"can't reach {said}: no")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        (f"mysql://{SHORT}@h/d", "none of PostgreSQL's"),
        (f"postgresql+asyncpg://{SHORT}@h/d", "none of PostgreSQL's"),
        ("postgresql:s3cret", "none of PostgreSQL's"),
        ("sqlite:///s3cret.db", "without sqlite:"),
        (f"postgresql://{SHORT}@h", "names no database"),
        (f"postgresql://{SHORT}@h/", "names no database"),
        (f"postgresql://{SHORT}@h:port/d", "can be read"),
        (f"postgresql://{SHORT}@h:99999/d", "can be read"),
        (f"postgresql://a#{SHORT}@h/d", "can be read"),
        (f"postgresql://a {SHORT}@h/d", "can be read"),
        (f"postgresql://[{SHORT}@h/d", "can be read"),
    ],
)
def test_an_address_that_names_no_database_is_refused_without_its_password(
    url: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = refusal(monkeypatch, DATABASE=url)
    assert said.startswith("FORETELL_DATABASE: ")
    assert why in said
    assert "cret" not in said


def test_a_file_may_have_any_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a:b.db", "data/postgres.db", "x+y@z#.db"):
        monkeypatch.setenv("FORETELL_DATABASE", name)
        assert Settings.load()[0].file == Path(name)


def test_the_example_as_it_is_means_the_defaults(bare: Path) -> None:
    (bare / ".env").write_text(EXAMPLE.read_text())
    assert Settings.load() == (Settings.model_construct(), ())
