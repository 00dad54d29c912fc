"""Refreshes the catalogues of translated sentences from the English ones.

Keeps every translation. One whose English has changed is marked ``fuzzy``, with the English that
it was made from beside it, until a translator has looked at it; a new sentence waits with an empty
translation; one that is said no longer goes.

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
from bot.conversation.phrases.catalogue import English, sources

FOLDER = Path(phrases.__file__).parent

WIDTH = 96


def refreshed(old: Catalog, locale: str) -> Catalog:
    """The same translations, beside the English sentences as they are."""
    new = Catalog(locale=locale)
    known = {message.context: message for message in old if message.id}
    for key, english in sources().items():
        if found := known.get(key):
            _keep(new, found, key, english)
        else:
            new.add(english, context=key)
    return new


def _keep(new: Catalog, old: Message, key: str, english: English) -> None:
    made_from = _joined(old.previous_id) if old.fuzzy and old.previous_id else old.id
    changed = made_from != english
    flags = {*old.flags, "fuzzy"} if changed else old.flags - {"fuzzy"}
    same_kind = isinstance(old.string, tuple) is isinstance(english, tuple)
    new.add(
        english,
        old.string if same_kind else None,
        flags=flags if same_kind else (),
        user_comments=old.user_comments,
        previous_id=_parts(made_from) if changed and same_kind else (),
        context=key,
    )


def _parts(id: str | Sequence[str]) -> tuple[str, ...]:
    return (id,) if isinstance(id, str) else tuple(id)


def _joined(parts: list[str]) -> str | tuple[str, ...]:
    return parts[0] if len(parts) == 1 else tuple(parts)


def refresh(file: Path) -> tuple[int, int]:
    """Refresh one file; returns how many of its sentences are without a translation, and fuzzy."""
    old = Catalog(locale=file.stem)
    if file.exists():
        with file.open("rb") as source:
            old = read_po(source, locale=file.stem)
    new = refreshed(old, file.stem)
    write(file, new, file.stem)
    said = [message for message in new if message.id]
    return sum(not any(_parts(one.string or "")) for one in said), sum(one.fuzzy for one in said)


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
    files = [FOLDER / f"{one}.po" for one in languages] or sorted(FOLDER.glob("*.po"))
    for file in files:
        missing, fuzzy = refresh(file)
        typer.echo(f"{file.name}: {missing} to translate, {fuzzy} to look at again")


if __name__ == "__main__":
    main(sys.argv[1:])
