"""Which platforms there are, which of them are configured, and all their settings.

A folder of ``adapters`` with a ``platform.py`` is a platform. What it says there is read at each
start; its adapter, with its library, is loaded only if it is configured.
"""

import contextlib
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pydantic import create_model, field_validator

import adapters
from adapters.platform_kind import PlatformKind
from adapters.runtime.claims import claim_bot
from adapters.settings import Settings, variable
from bot.conversation.inputs import LearnerId

if TYPE_CHECKING:
    from adapters.runtime.supervision import Platform
    from bot.service.tutor import Tutor


class NothingToServeError(Exception):
    """No platform is configured."""


def _kinds() -> Iterator[PlatformKind[Any]]:
    for root in adapters.__path__:
        for file in Path(root).glob("*/platform.py"):
            yield importlib.import_module(f"adapters.{file.parent.name}.platform").KIND


KINDS = tuple(sorted(_kinds(), key=lambda kind: (kind.rank, kind.id)))
"""All platforms but the terminal."""

_PERSON = re.compile(
    "|".join([*(f"{kind.id}:{kind.person}" for kind in KINDS), r"terminal:[\w.-]{1,32}"]), re.ASCII
)


def _people(ids: tuple[LearnerId, ...]) -> tuple[LearnerId, ...]:
    for number, id in enumerate(ids, start=1):
        if not _PERSON.fullmatch(id):
            raise ValueError(
                f"its entry {number} is no admin; write platform:number, separated by commas, "
                "such as telegram:123,discord:456, or terminal:name"
            )
    return ids


AllSettings = cast(
    type[Settings],
    create_model(
        "AllSettings",
        # Fields come in the order of the bases from the last on.
        __base__=(Settings, *(kind.settings for kind in reversed(KINDS))),
        __validators__={"_people": field_validator("admins")(_people)},
    ),
)
"""The settings of the program and of all platforms."""


def find_wanted(settings: Settings) -> Iterator[tuple[PlatformKind[Any], str]]:
    """The configured platforms with their tokens."""
    for kind in KINDS:
        if token := getattr(settings, kind.token):
            yield kind, token.get_secret_value()


def build_platforms(settings: Settings, tutor: "Tutor") -> "tuple[Platform, ...]":
    """The configured platforms, tied to the tutor. Raises ``NothingToServeError`` without any."""
    check(settings)
    return tuple(kind.wire(settings, token, tutor) for kind, token in find_wanted(settings))


def check(settings: Settings) -> None:
    """Make sure that there is a platform to serve, before anything is opened for it."""
    if not any(find_wanted(settings)):
        tokens = " or ".join(variable(kind.token) for kind in KINDS)
        raise NothingToServeError(
            f"no platform is configured; set {tokens}, in the environment or in .env "
            "(`foretell chat` needs none)"
        )


@contextlib.contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Be the only program on this machine with these tokens. Raises ``ClaimedError``."""
    with contextlib.ExitStack() as stack:
        for kind, token in find_wanted(settings):
            stack.enter_context(claim_bot(kind.name, getattr(settings, kind.address), token))
        yield
