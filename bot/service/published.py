"""What is published, by name, and whether it came from files or from admins."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.storage.store import Store


@dataclass(frozen=True, slots=True)
class Published:
    """What each name points to, and the hashes of files; names are those of ``Edition``.

    ``sources`` are those of what still comes from a file, ``shipped`` of all files that have been
    published.
    """

    sources: Mapping[str, str]
    shipped: Mapping[str, str]
    pointers: Mapping[str, str]

    def edited(self, name: str) -> bool:
        """Whether admins decided what is taught under this name, or that nothing is."""
        return name not in self.sources and (name in self.shipped or name in self.pointers)


async def published(store: Store) -> Published:
    """What the store has published."""
    library = await store.library()
    pointers = {id: card.revision for id, card in library.cards.items()}
    for language, cards in library.translations.items():
        pointers.update({f"{id}.{language}": card.revision for id, card in cards.items()})
    pointers.update({f"course:{one.id}": one.revision for one in library.courses})
    return Published(await store.sources(), await store.shipped(), pointers)
