"""Every sentence that the bot itself says, by key, in the language of the turn under way."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

from bot.conversation.language.locale import SOURCE, manner
from bot.conversation.language.markup import isolate_words
from bot.conversation.phrases.english import COUNTED, PHRASES
from bot.lessons.numbers import write_number

__all__ = [
    "COUNTED",
    "PHRASES",
    "count",
    "list_words",
    "number",
    "phrase",
    "say_untranslated",
    "weekday",
]

_GROUPED = 1000

_ENDS = (".", "?", "!", "…")
"""Marks that end a sentence: after a value that has them, it needs none of its own."""


_STOPPED = re.compile(r"\}\**[.?]")
"""A value at the end of a sentence."""


def phrase(key: str, **values: object) -> str:
    """The sentence ``key`` with its values; raises ``KeyError`` if it or a value is missing."""
    text = PHRASES[key]
    language = manner().language
    if language != SOURCE:
        # Whoever speaks only English needs no catalogue, and no time to load what reads it.
        from bot.conversation.phrases.catalogue import translations

        text = translations(language).pgettext(key, text)
    if not values:
        return text.format()
    for name, value in values.items():
        if isinstance(value, str) and value.endswith(_ENDS) and _STOPPED.search(text):
            marks = ".?" if value.endswith("?") else "."
            text = re.sub(rf"(\{{{name}\}}\**)[{marks}]", r"\1", text)
    return text.format(
        **{
            name: isolate_words(value) if isinstance(value, str) else _format_value(value)
            for name, value in values.items()
        }
    )


def count(key: str, number: float, **values: object) -> str:
    """The sentence for this many of a kind, in the plural form that the language has for it."""
    result, many = (PHRASES[key + end] for end in COUNTED)
    language = manner().language
    if language == SOURCE:
        text = result if number == 1 else many
    else:
        from bot.conversation.phrases.catalogue import translations

        # A fraction is many in the languages that there are: 1.5 hours, 1,5 Stunden.
        whole = int(number) if number == int(number) else 2
        text = translations(language).npgettext(key, result, many, whole)
    shown = {name: _format_value(value) for name, value in values.items()}
    return text.format(count=_format_value(number), **shown)


def list_words(words: Iterable[str], way: Literal["and", "or", "then"] = "and") -> str:
    """Words in a row, as in "1, 2 and 3"; ``then`` stands between any two of them."""
    *first, last = list(words) or [""]
    if not first:
        return last
    before = list_words(first, way) if way == "then" else ", ".join(first)
    return phrase(f"list.{way}", first=before, last=last)


def number(value: float) -> str:
    """A number as the language writes it, with all of its digits and a true minus."""
    language = manner().language
    if language == SOURCE:
        whole, point, fraction = write_number(value).replace(",", "").partition(".")
        grouped = f"{int(whole):,}" if whole.lstrip("-").isdecimal() else whole
        # What is between −1 and 0 has its sign still.
        sign = "−" if value < 0 else ""
        return f"{sign}{grouped.lstrip('-')}{point}{fraction}"
    from babel.numbers import format_decimal

    return format_decimal(value, locale=language, decimal_quantization=False).replace("-", "−")


def weekday(number: int) -> str:
    """A weekday in short as it stands alone, such as "Mon"; Monday is 0."""
    from babel.dates import get_day_names

    name: str = get_day_names("abbreviated", "stand-alone", manner().language)[number]
    return name


def say_untranslated(language: str, key: str = "lesson.language", **values: str) -> str:
    """A sentence that a lesson is in this language; empty if the learner speaks it."""
    written, spoken = language or SOURCE, manner().language
    if written.partition("-")[0] == spoken.partition("-")[0]:
        return ""
    return phrase(key, language=_language_name(written, spoken), **values)


@cache
def _language_name(language: str, spoken: str) -> str:
    # Only who speaks another language than a lesson's pays for the names of all of them.
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-").get_display_name(spoken) or language
    except (UnknownLocaleError, ValueError):
        return language


def _format_value(value: object) -> object:
    """A value as it stands in a sentence: numbers as the language writes them."""
    # A bool is no number here; below a thousand there is nothing to group.
    if type(value) is float or (type(value) is int and abs(value) >= _GROUPED):
        from babel.numbers import format_decimal

        return format_decimal(value, locale=manner().language)
    return value
