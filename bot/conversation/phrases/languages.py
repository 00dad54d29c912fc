"""What is said of the language that a lesson is in."""

from functools import cache

from bot.conversation.language.locale import SOURCE, manner
from bot.conversation.phrases import phrase


def untranslated(language: str) -> str:
    """That a lesson is in this language, for who speaks another one; empty if they speak it.

    A lesson that does not say what it is written in is in English.
    """
    written, spoken = language or SOURCE, manner().language
    if written.partition("-")[0] == spoken.partition("-")[0]:
        return ""
    return phrase("lesson.language", language=_called(written, spoken))


@cache
def _called(language: str, spoken: str) -> str:
    """What a language is called in another one; its code, if it has no name there."""
    # Only who speaks another language than a lesson's pays for the names of all of them.
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-").get_display_name(spoken) or language
    except (UnknownLocaleError, ValueError):
        return language
