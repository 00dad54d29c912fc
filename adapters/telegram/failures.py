"""What it means when Telegram refuses, or gives no proper answer, and how long to wait then.

Its errors have no codes finer than HTTP's, so what is wrong with a request is read from the text.

=====================================  ==========================================================
Telegram                               what follows for a call for updates
=====================================  ==========================================================
can't be reached, answers late or odd  asked again, after a pause that grows to ten seconds, for
                                       somebody may be waiting
says 429, retry after                  asked again when it says, and after a minute at the latest:
                                       one call does no harm, and nothing is heard before it
says 409, another poller               waited for: the call of a process that was just stopped
                                       stays open for some seconds. After half a minute there are
                                       two programs with one token, and the log says so
says 401 or 404, token not known       waited for as well, for Telegram says so in outages of its
says 409, a webhook is set             own; given up when it has said so several times, in minutes
=====================================  ==========================================================

A token that has never been let in is given up sooner: whoever starts the program with a wrong token
is waiting for the verdict.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

import httpx
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

from adapters.runtime import backoff
from bot.values import value

_log = logging.getLogger(__name__)


# What the texts hold, in lower case.
UNREACHABLE = (
    "chat not found",
    "chat_write_forbidden",
    "have no rights to send",
    "not enough rights to send",
    "peer_id_invalid",
    "user not found",
)
NO_PICTURES = (
    "not enough rights to send photos",
    "chat_send_photos_forbidden",
    "chat_send_media_forbidden",
)
UNCHANGED = ("message is not modified",)
UNEDITABLE = ("message can't be edited", "message to edit not found", "message_id_invalid")
UNREADABLE = ("can't parse entities", "entity_bounds_invalid", "entity_")
TOPIC_GONE = ("message thread not found", "topic_deleted")
TOPIC_CLOSED = ("topic_closed",)
TOO_LARGE = ("request entity too large", "file is too big")
UNREAD = ("an answer that is no json",)
TOO_OLD = ("query is too old", "query id is invalid", "query_id_invalid")


def says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    text = error.message.lower()
    return any(phrase in text for phrase in phrases)


def is_unanswered(error: TelegramError) -> bool:
    """Whether Telegram may have taken what it was sent without our being told.

    An answer, even that of a server in trouble, says that it did not; and nothing was taken if
    there never was a connection.
    """
    cause = error.__cause__
    if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return False
    cut = says(error, UNREAD)
    return cut or isinstance(error, TimedOut) or isinstance(cause, httpx.HTTPError)


def seconds_of(value: int | timedelta) -> float:
    """A duration as the library gives it, in seconds."""
    return value.total_seconds() if isinstance(value, timedelta) else float(value)


RIVALLED = "another program polls for the same bot"
REMNANT = "an earlier call for updates is still open"
"""So it is after a restart, or when another process has come to lead."""


class TelegramRefused(Exception):  # noqa: N818 - it names what happened
    """Telegram does not serve this bot, with what to do about it."""


@value
class Patience:
    """How long to wait, in seconds: pauses, and the time that a whole answer may take."""

    first: float = 1.0
    longest: float = 10.0
    asked: float = 60.0
    """The longest pause that Telegram asks for and gets."""
    conflict: float = 10.0
    """The longest pause while another poller is at work, which is over soon or never."""
    store: float = 10.0
    """The longest pause when the database takes nothing; it is ours, and asked without harm."""
    spacing: float = 1.0
    """Between two calls that bring nothing new, from start to start."""
    answer: float = 30.0
    """For a whole answer, beyond the time that Telegram was asked to wait."""
    two_pollers: float = 30.0
    """After so much of it, another poller is no remnant."""
    unknown: tuple[int, float] = (3, 20.0)
    """How often, and over how long, a token must be refused that was never let in."""
    known: tuple[int, float] = (5, 180.0)
    """The same of a token that was."""

    def faster(self, times: float) -> "Patience":
        """The same at a clock that runs faster; a whole answer still has its time."""
        return Patience(
            self.first / times,
            self.longest / times,
            self.asked / times,
            self.conflict / times,
            self.store / times,
            self.spacing / times,
            self.answer,
            self.two_pollers / times,
            (self.unknown[0], self.unknown[1] / times),
            (self.known[0], self.known[1] / times),
        )


class Failures:
    def __init__(self, patience: Patience, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience = patience
        self._clock = clock
        self._known = False
        self._in_a_row = 0
        self._since: float | None = None
        self._refused = 0
        self._refused_since = 0.0
        self._conflict_since: float | None = None
        self._conflict_last = 0.0
        self._conflict_told = False
        self.trouble = ""
        """What is wrong, in a few words; empty if nothing is."""

    @property
    def lasting(self) -> float:
        """Seconds for which no call has come to an answer; 0 if the last has.

        A call that is kept from it by another poller counts only once that is no remnant of ours.
        """
        return 0.0 if self._since is None else self._clock() - self._since

    @property
    def rivalled(self) -> bool:
        """Whether another program polls for the same bot, and is no remnant of ours."""
        lately = self._clock() - self._conflict_last <= 2 * self._patience.two_pollers
        return self._conflict_told and lately

    def answered(self) -> None:
        if self._in_a_row:
            _log.info("Telegram answers again, after %d failed calls", self._in_a_row)
        self._known = True
        self._in_a_row = self._refused = 0
        self._since = None
        self.trouble = ""

    def note_failure(self, error: Exception, began: float | None = None) -> float:
        """Seconds to wait after this failure; raises ``TelegramRefused`` when it is final."""
        self._in_a_row += 1
        if self._since is None and not (isinstance(error, Conflict) and not self._conflict_told):
            self._since = self._clock() if began is None else began
        if isinstance(error, InvalidToken):
            # The library's own error quotes the token.
            return self._refusal(
                "Telegram does not know this token; ask @BotFather for the bot's token and set "
                "FORETELL_TELEGRAM_TOKEN to it",
                "Telegram does not know the token",
            )
        if isinstance(error, Conflict):
            if "webhook" in error.message.lower():
                return self._refusal(
                    "another program sets a webhook for this bot, so its updates can't be polled; "
                    "stop that program, or give this one a bot of its own from @BotFather; the Bot "
                    "API's deleteWebhook removes the webhook",
                    "a webhook is set for the bot",
                )
            return self._conflict()
        self._refused = 0
        if isinstance(error, BadRequest) and "webhook" in error.message.lower():
            self.trouble = f"Telegram does not take FORETELL_TELEGRAM_WEBHOOK_URL: {error.message}"
            pause = self._pause(self._patience.longest)
        elif isinstance(error, RetryAfter):
            self.trouble = "Telegram asks for a pause"
            asked = seconds_of(error.retry_after)
            self.trouble += f" of {asked:.0f} s"
            pause = min(max(self._patience.first, asked), self._patience.asked)
        else:
            late = isinstance(error, TimeoutError | TimedOut)
            kind = "no answer in time" if late else type(error).__name__
            self.trouble = f"Telegram can't be reached ({kind})"
            pause = self._pause(self._patience.longest)
        self._tell(logging.WARNING, self.trouble, pause)
        return pause

    def _refusal(self, words: str, short: str) -> float:
        now = self._clock()
        if not self._refused:
            self._refused_since = now
        self._refused += 1
        times, seconds = self._patience.known if self._known else self._patience.unknown
        if self._refused >= times and now - self._refused_since >= seconds:
            raise TelegramRefused(words)
        pause = self._pause(self._patience.longest)
        if self.trouble == short:
            self._tell(logging.ERROR, short, pause)
        else:
            _log.error("%s; in case it passes, trying again in %.1f s", words, pause)
        self.trouble = short
        return pause

    def _conflict(self) -> float:
        now = self._clock()
        # With two programs some calls succeed in between, so a success alone ends no conflict.
        if (
            self._conflict_since is None
            or now - self._conflict_last > 2 * self._patience.two_pollers
        ):
            self._conflict_since, self._conflict_told = now, False
        self._conflict_last = now
        self._refused = 0
        remnant = now - self._conflict_since < self._patience.two_pollers
        self.trouble = REMNANT if remnant else RIVALLED
        pause = self._pause(self._patience.conflict)
        if remnant:
            # As after each restart in the middle of a call; nobody need do anything.
            _log.info("another call for updates is open; trying again in %.1f s", pause)
        elif not self._conflict_told:
            self._conflict_told = True
            _log.error(
                "another program is polling for the same bot; stop it, or give this one a bot of "
                "its own from @BotFather"
            )
        return pause

    def _pause(self, longest: float) -> float:
        return backoff.pause(self._in_a_row, self._patience.first, longest)

    def _tell(self, level: int, what: str, pause: float) -> None:
        if backoff.is_told(self._in_a_row):
            _log.log(level, "%s; trying again in %.1f s", what, pause)
