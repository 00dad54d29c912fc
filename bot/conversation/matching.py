"""Typed words as a choice of the open question: its number, its label, or a beginning of it."""

from bot.conversation.session import Offer, Open


def match(text: str, asked: Open) -> str | None:
    """The act that ``text`` stands for, or ``None`` if it fits no choice or several.

    Where words are an answer, a text is one unless it is just a label or a number.

    A whole label comes before a number (a choice may be called "2"), a number before the
    beginning of a label. The words after a colon count as well: "coding" fits both
    "Sure: coding" and "Probably: coding", so it stands for picking it, with the confidence open.
    """
    wanted = _fold(text)
    if not wanted:
        return None
    offers = asked.offers
    if len(same := [one for one in offers if _fold(one.label) == wanted]) == 1:
        return same[0].act
    if wanted.rstrip(".)").isdecimal():
        number = int(wanted.rstrip(".)"))
        if 1 <= number <= len(offers):
            return offers[number - 1].act
        return "write" if asked.words else None
    if asked.words:
        return "write"
    begun = [one for one in offers if _begins(one, wanted)]
    if len(begun) == 1:
        return begun[0].act
    picked = {tuple(one.act.split()[:2]) for one in begun}
    if len(picked) == 1 and (pick := picked.pop())[0] == "commit":
        return f"pick {pick[1]}"
    return None


def _begins(offer: Offer, wanted: str) -> bool:
    label = _fold(offer.label)
    return label.startswith(wanted) or label.partition(": ")[2].startswith(wanted)


def _fold(text: str) -> str:
    """The words without case, outer punctuation and surplus space."""
    words = " ".join(text.casefold().replace("’", "'").split())
    return words.strip(" !?…\"'“”[]") or words
