"""Words that are read and never said: by them is understood what somebody types.

Each language lists its own, in a file beside this module that says what each list does. They are no
translations of each other: a language has as many words for a thing as it has.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from bot.conversation.language.locale import manner


def word_list(key: str) -> str:
    """The list of this name in the language of the turn under way; raises ``KeyError``."""
    return lists(manner().language)[key]


@cache
def lists(language: str) -> Mapping[str, str]:
    """Every list of a language by its name: phrases with bars between them, or single words."""
    text = resources.files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
