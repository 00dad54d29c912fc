"""Which conversations go through which adapter: as few as together show it everything.

What is said in a conversation is the same behind every adapter. What an adapter adds is how it
takes what people do, and how it shows what is said; so it is tested by those transcripts that
between them hold each *kind* of both: each command, scene and way of acting, each way in which
something is heard, each layout of buttons and each mark. A transcript that no adapter needs goes
through one all the same, in turn.

They are found here, from the texts of the transcripts: of those that hold most of what is still
missing for their length, the first. With ``FORETELL_TEST_ADAPTERS=every`` in the environment each
transcript goes through every adapter.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

_LINE = re.compile(
    r"(?P<tutor>Tutor(?:, [a-z ]+)?):|"
    r"(?P<name>[A-Z]\w*): (?:(?P<command>/admin(?: \w+)?|/\w+(?: (?=.))?)|"
    r"\[.*\](?P<press>\^*@?)|\((?P<sends>sends(?: back)?) |)|"
    r"(?P<scene>\(.*\)$)|"
    r"    (?P<row>\[.*\]$)"
)
_MARKS = {
    "fence": "```",
    "bold": "**",
    "quote": "    > ",
    "list": "    - ",
    "steps": "    1. ",
    "table": "    | ",
    "picture": "Tutor, shows",
}
_CODE = re.compile(r"(?<!`)`[^`]")
_EMPHASIS = re.compile(r"(?<!\*)\*[^*\s]")
_NAMED = re.compile(r"\b[A-Z]\w*|\d+|\b(?:an? )?(?:minute|hour|day)s?\b|(?<=publish ).*")


def kinds(text: str) -> frozenset[str]:
    """The kinds of what is done and of what is heard in a transcript."""
    found = {name for name, mark in _MARKS.items() if mark in text}
    found |= {"code"} if _CODE.search(text) else set()
    found |= {"emphasis"} if _EMPHASIS.search(text) else set()
    rows: list[int] = []
    for line in text.splitlines():
        of = _LINE.match(line)
        if of and of["row"]:
            rows.append(min(of["row"].count("["), 3))
            continue
        if rows:
            found |= {f"{min(len(rows), 6)} rows", f"{max(rows)} buttons in a row"}
            rows = []
        if of is None:
            continue
        if of["scene"]:
            found.add(_NAMED.sub("…", of["scene"]).partition(":")[0])
        elif of["tutor"]:
            found.add(re.sub(r"to \w+ alone", "to … alone", of["tutor"]))
        elif of["press"] is not None:
            found.add(f"press {of['press']}")
        else:
            found.add(of["command"] or of["sends"] or "text")
    return frozenset(found)


def cover(texts: Mapping[Path, str]) -> set[Path]:
    """As few of these transcripts as hold all kinds that there are in any of them, or nearly so."""
    held = {path: kinds(text) for path, text in texts.items()}
    missing = set[str]().union(*held.values())
    chosen: set[Path] = set()
    while missing:
        # What a transcript costs grows with its length, and with that it is begun at all.
        best = max(held, key=lambda one: len(held[one] & missing) / (2_000 + len(texts[one])))
        chosen.add(best)
        missing -= held[best]
    return chosen


def shared(able: Mapping[Path, Sequence[str]]) -> dict[Path, list[str]]:
    """Of the adapters that can play each transcript, those that do."""
    texts = {path: path.read_text(encoding="utf-8") for path in able}
    adapters = dict.fromkeys(kind for kinds in able.values() for kind in kinds)
    needed = {
        kind: cover({path: texts[path] for path in able if kind in able[path]}) for kind in adapters
    }
    plays = {}
    for turn, (path, kinds) in enumerate(able.items()):
        plays[path] = [kind for kind in kinds if path in needed[kind]]
        if kinds and not plays[path]:
            plays[path] = [kinds[turn % len(kinds)]]
    return plays
