"""The log: its two forms, and that no secret gets into it."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest

from adapters.log import Redactor, set_up
from tests.rigs.paths import ROOT

TELEGRAM = "8123456789:AAF_kEy-0123456789abcdefghijklmnopq"
BOT = "MTA4NzY1NDMyMTA5ODc2NTQzMg" + ".GxYzAb" + ".abcdefghijklmnopqrstuvwxyz0123456789AB"
INTERACTION = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OnNvbWVyYW5kb21jaGFyYWN0ZXJz"
OWN = "own-secret"


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)


@pytest.mark.parametrize("secret", [TELEGRAM, BOT, INTERACTION, OWN])
@pytest.mark.parametrize("kind", ["text", "json"])
def test_no_secret_gets_into_a_line(secret: str, kind: str) -> None:
    to = io.StringIO()
    set_up("INFO", kind, [OWN], to)  # type: ignore[arg-type] # the parameter is one of the two
    log = logging.getLogger("some.library")
    log.info("asked https://host/bot%s/getMe", secret)
    log.info("asked %s", {"token": secret})
    try:
        raise RuntimeError(f"no answer from /bot{secret}/getMe")
    except RuntimeError:
        log.exception("failed with %s", secret, stack_info=True)
    assert secret not in to.getvalue()
    assert to.getvalue().count("[secret]") >= 4


def test_a_token_in_a_request_is_struck_out_whatever_its_form() -> None:
    said = Redactor()("POST https://discord.com/api/v10/webhooks/12345/" + "x" * 40 + "/messages")
    assert said == "POST https://discord.com/api/v10/webhooks/12345/[secret]"
    said = Redactor()("POST /interactions/12345/" + "y" * 40 + "/callback")
    assert said == "POST /interactions/12345/[secret]"


def test_a_token_is_found_when_it_is_quoted_for_an_address() -> None:
    said = Redactor(["8:own/secret"])(f"{TELEGRAM.replace(':', '%3A')} and 8%3Aown%2Fsecret")
    assert said == "[secret] and [secret]"


def test_a_row_of_digits_is_gone_through_once() -> None:
    """Gone through anew at each digit, a million of them would take hours of the event loop."""
    bounded = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (20, 20));"
    work = "from adapters.log import Redactor; print(Redactor()('7' * 1_000_000 + ' done'))"
    run = subprocess.run([sys.executable, "-c", bounded + work], capture_output=True, cwd=ROOT)
    assert run.stdout.endswith(b"777 done\n"), "it did not come to its end"


def test_a_secret_within_another_leaves_no_rest() -> None:
    assert Redactor(["abc", "abcdef"])("abcdef") == "[secret]"


def test_ordinary_text_stays_as_it_is() -> None:
    text = "2026-11-24T14:00:00.000+00:00 turn telegram:8123 took 12:30, lesson career-paths"
    assert Redactor([""])(text) == text


def test_a_broken_entry_is_reported_without_its_secrets(
    capsys: pytest.CaptureFixture[str],
) -> None:
    to = io.StringIO()
    set_up("INFO", "text", [OWN], to)
    logging.getLogger("library").info("%d", OWN)
    assert "could not be written" in to.getvalue()
    assert OWN not in to.getvalue() + capsys.readouterr().err


def test_json_lines_hold_what_a_collector_needs() -> None:
    to = io.StringIO()
    set_up("INFO", "json", [], to)
    logging.getLogger("desk").warning("two\nlines")
    entry = json.loads(to.getvalue())
    assert entry["level"] == "WARNING"
    assert entry["logger"] == "desk"
    assert entry["message"] == "two\nlines"
    assert entry["time"].endswith("+00:00")


def test_libraries_that_log_addresses_or_every_step_are_quiet() -> None:
    to = io.StringIO()
    set_up("DEBUG", "text", [], to)
    logging.getLogger("httpx").info("HTTP Request: POST https://host/")
    logging.getLogger("httpcore.connection").debug("connect")
    logging.getLogger("markdown_it.rules_block.list").debug("entering list")
    logging.getLogger("ours").debug("here")
    assert "Request" not in to.getvalue()
    assert "connect" not in to.getvalue()
    assert "entering" not in to.getvalue()
    assert "here" in to.getvalue()
