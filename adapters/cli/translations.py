"""Refreshes the catalogues of translated sentences from the English ones.

Keeps every translation. A sentence whose English has changed is marked ``fuzzy``, with the English
that it was made from beside it, until a translator has looked at it; a new sentence waits with an
empty translation; a sentence that is said no longer goes.

It goes by keys, and so isn't ``pybabel update``: that goes by likeness, and a sentence in new words
may get another's translation, or lose its own.

``python -m adapters.cli.translations`` refreshes those there are, and with ``fr`` behind it begins
that of another language.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import typer
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.conversation import phrases
from bot.conversation.phrases.catalogue import sources

FOLDER = Path(phrases.__file__).parent

WIDTH = 96


def refresh_catalog(old: Catalog, locale: str) -> Catalog:
    """The same translations, beside the English sentences as they are."""
    new = Catalog(locale=locale)
    known = {message.context: message for message in old if message.id}
    for key, english in sources().items():
        message = Message(english, context=key)
        # The program fills in {braces}: "100% of" only looks like a sign of the other kind.
        message.flags.discard("python-format")
        translated = known.get(key)
        if (
            translated
            and _is_translated(translated)
            and translated.pluralizable == message.pluralizable
        ):
            _keep(message, translated)
        new[english] = message
    return new


def _keep(message: Message, old: Message) -> None:
    """Take over a translation, marked if its English has changed since it was made."""
    message.string, message.user_comments = old.string, old.user_comments
    made_from = old.previous_id if old.fuzzy and old.previous_id else _forms(old.id)
    if made_from != _forms(message.id):
        message.previous_id = made_from
        message.flags.add("fuzzy")
    elif old.fuzzy and not old.previous_id:
        message.flags.add("fuzzy")  # a translator's own mark


def _is_translated(message: Message) -> bool:
    return any(_forms(message.string))


def _forms(text: str | Sequence[str] | None) -> list[str]:
    return [text or ""] if isinstance(text, str | None) else list(text)


def refresh(file: Path) -> tuple[int, int]:
    """Refresh a file; returns how many of its sentences are without a translation, and fuzzy."""
    old = Catalog(locale=file.stem)
    if file.exists():
        with file.open("rb") as source:
            old = read_po(source, locale=file.stem)
    new = refresh_catalog(old, file.stem)
    write(file, new, file.stem)
    said = [message for message in new if message.id]
    return sum(not _is_translated(message) for message in said), sum(
        message.fuzzy for message in said
    )


def write(file: Path, catalogue: Catalog, locale: str) -> None:
    """Write a catalogue; its head says what a reader needs, and nothing that changes by itself."""
    name = Locale.parse(locale).english_name
    head = (
        f"# {name} sentences of Foretell; docs/translating.md says how to work on them.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {locale}\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    )
    with file.open("wb") as target:
        target.write(head.encode())
        write_po(target, catalogue, width=WIDTH, omit_header=True, include_previous=True)


def main(languages: list[str]) -> None:
    """Refresh these catalogues, or all there are, and say what is left to do."""
    files = [FOLDER / f"{language}.po" for language in languages] or sorted(FOLDER.glob("*.po"))
    for file in files:
        missing, fuzzy = refresh(file)
        typer.echo(f"{file.name}: {missing} to translate, {fuzzy} to look at again")


if __name__ == "__main__":
    main(sys.argv[1:])
