"""The same conversation through an adapter: what must be the same, whatever it looks like.

A platform shapes what is said: it merges messages, styles words, shows a diagram as text or as a
picture. So words are compared and not messages, in order: all that is said, all that is edited,
every aside, every button's label.
"""

import re
from collections.abc import Sequence

from adapters.layout.plan import caption
from adapters.layout.tables import WIDE, laid_out
from tests.rigs.transcript import Heard

UNREAD = re.compile(r"\]\([^)]*\)|^```\w*", re.MULTILINE)
"""What is in a text and not read: a link's address, a fence and its language."""

SAID = ("says", "shows", "sends")


def words(text: str) -> list[str]:
    """The words of a text, whatever its markup."""
    return re.findall(r"[^\W_]+", UNREAD.sub(" ", text))


def differences(meant: Sequence[Heard], seen: Sequence[Heard], *, edits: bool) -> list[str]:
    """What a learner met otherwise than was meant; nothing if all is the same.

    ``edits`` says whether the platform can edit what it sent.
    """
    faults = [
        *_said(
            [one for one in meant if one.how in SAID],
            [word for one in seen if one.how in SAID for word in words(one.text)],
        )
    ]
    for how in ("aside", "edits") if edits else ("aside",):
        said = [one for one in meant if one.how == how]
        wanted = [(words(one.full or one.text), _labels([one])) for one in said]
        found = [(words(one.text), _labels([one])) for one in seen if one.how == how]
        # Where a message can't be edited any more, such as an old one of a server's, buttons stay,
        # and what is below a card's heading.
        for n, ((text, rows), (seen_text, kept)) in enumerate(zip(wanted, found, strict=False)):
            if seen_text in _laid(said[n].full or said[n].text):
                seen_text, found[n] = text, (text, kept)
            if seen_text[: len(text)] == text and not rows:
                found[n] = (text if kept else seen_text, [])
        if wanted != found:
            faults.append(f"{how}: {wanted} became {found}")
    labels = _labels([one for one in meant if one.how == "says"])
    shown = _labels([one for one in seen if one.how == "says"])
    if labels != shown:
        faults.append(f"buttons: {labels} became {shown}")
    return faults


def _labels(heard: Sequence[Heard]) -> list[str]:
    return [label for one in heard for row in one.rows for label in row]


def _laid(text: str) -> list[list[str]]:
    """The words of a text, with its tables as wide and as narrow screens show them."""
    return [words(laid_out(text, columns)) for columns in (WIDE, 38, 34)]


def _said(meant: Sequence[Heard], stream: list[str]) -> list[str]:
    """A diagram may be said as its drawing or as its text alternative, a table row by row."""
    for one in meant:
        # Below a picture stands what is short of its words, or nothing.
        shown = sorted([one.text, one.full, caption(one.text)], key=len, reverse=True)
        forms = [words(form) for form in shown] if one.how == "shows" else _laid(one.text)
        for form in forms:
            if stream[: len(form)] == form:
                stream = stream[len(form) :]
                break
        else:
            return [f"{one.how}: {one.text!r} became … {' '.join(stream[:40])!r}"]
    return [f"said besides: {' '.join(stream)!r}"] if stream else []
