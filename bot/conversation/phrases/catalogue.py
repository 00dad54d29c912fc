"""The sentences in other languages: gettext catalogues (``<language>.po``) beside this module.

In a catalogue a sentence's ``msgctxt`` is its key and its ``msgid`` the English that it was
translated from. Plural forms are those of the language, by CLDR.

A sentence is found by its key and by the English that it was translated from. So a sentence whose
English has changed since is said in English rather than stale, and a test names it.

Catalogues are parts of the package, and the only thing that a pure room reads. A catalogue is read
and compiled in memory when its language is first spoken, which takes about 30 ms once, the library
included. So there is no compiled file that could be forgotten, and an English conversation reads
none.
"""

import gettext
from functools import cache
from importlib import resources
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.conversation.phrases.english import COUNTED, PHRASES

English = str | tuple[str, str]
"""A sentence, or a singular and a plural."""


@cache
def sources() -> dict[str, English]:
    """The English sentences by the keys of catalogues, where a counting sentence has only one."""
    result, many = COUNTED
    english_list: dict[str, English] = {}
    for key, text in PHRASES.items():
        stem = key.removesuffix(result)
        if stem != key and stem + many in PHRASES:
            english_list[stem] = (text, PHRASES[stem + many])
        elif not (key.endswith(many) and key.removesuffix(many) + result in PHRASES):
            english_list[key] = text
    return english_list


def read_catalogue(language: str) -> Catalog:
    file = resources.files(__package__).joinpath(f"{language}.po")
    with file.open("rb") as source:
        return read_po(source, locale=language)


@cache
def translations(language: str) -> gettext.GNUTranslations:
    """The sentences of a language.

    Those whose English has changed since they were translated, or that wait for a translator's
    look (``fuzzy``), are left out: then gettext gives the English.
    """
    catalogue, compiled = read_catalogue(language), BytesIO()
    for message in catalogue:
        if message.id and sources().get(message.context or "") != message.id:
            message.flags.add("fuzzy")
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
