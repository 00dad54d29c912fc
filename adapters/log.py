"""The log: lines of text or JSON on standard error, with every secret struck out.

A token reaches a log by detours: in a request's address, in an exception's text, in a traceback
of a library. So secrets are struck out at the very end, from the finished line, and nothing that
is written there can slip past.
"""

import contextlib
import json
import logging
import re
import sys
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal, TextIO
from urllib.parse import quote

from adapters.platforms import KINDS
from bot.service.monitoring import current

STRUCK = "[secret]"

_TOKENS = re.compile("|".join(shape for kind in KINDS for shape in kind.secrets), re.ASCII)

_NOISY = ("markdown_it", *(logger for kind in KINDS for logger in kind.loggers))
"""Libraries that would drown or betray us; the first logs a line for each step at DEBUG."""


class Redactor:
    """Strikes secrets out of a text: whatever looks like a token, and these very values."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        texts = {secret for secret in secrets if secret}
        texts |= {quote(secret, safe="") for secret in texts}
        # The longest first, so that a token which is part of another leaves no rest of it.
        self._secrets = sorted(texts, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """The text without its secrets."""
        for secret in self._secrets:
            text = text.replace(secret, STRUCK)
        return _TOKENS.sub(_strike, text)


def _strike(match: re.Match[str]) -> str:
    return f"{match[match.lastindex] if match.lastindex else ''}{STRUCK}"


class _Lines(logging.Formatter):
    """An entry as text or as a JSON object, redacted as a whole, traceback and all."""

    def __init__(self, kind: Literal["text", "json"], redact: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._json = kind == "json"
        self._redact = redact

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's name
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def format(self, record: logging.LogRecord) -> str:
        if not self._json:
            return self._redact(super().format(record))
        entry = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": self._redact(record.getMessage()),
        }
        # A line is written where it is said, so this is the input that it is about.
        if envelope := current():
            entry["envelope"] = envelope
        if record.exc_info:
            entry["error"] = self._redact(self.formatException(record.exc_info))
        elif record.exc_text:
            entry["error"] = self._redact(record.exc_text)
        if record.stack_info:
            entry["stack"] = self._redact(self.formatStack(record.stack_info))
        return json.dumps(entry, ensure_ascii=False)


def line_format(kind: Literal["text", "json"], redact: Redactor) -> logging.Formatter:
    """How an entry becomes a line."""
    return _Lines(kind, redact)


class _Handler(logging.StreamHandler[TextIO]):
    """Standard error, and no other way out: logging's own report of a bad entry is redacted too."""

    def __init__(self, to: TextIO, lines: logging.Formatter, redact: Redactor) -> None:
        super().__init__(to)
        self.setFormatter(lines)
        self._redact = redact

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        # Logging's own version would print the entry's arguments as they are.
        report = f"An entry of {record.name} could not be written:\n{traceback.format_exc()}"
        with contextlib.suppress(OSError, ValueError):
            self.stream.write(self._redact(report))


def set_up(
    level: str, kind: Literal["text", "json"], secrets: Iterable[str], to: TextIO | None = None
) -> Redactor:
    """Make the root logger write as told, to standard error by default.

    Returns the redactor, for what is printed beside the log. Calling it again replaces the
    earlier set-up.
    """
    redact = Redactor(secrets)
    handler = _Handler(to or sys.stderr, line_format(kind, redact), redact)
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    return redact
