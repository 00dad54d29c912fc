r"""Backslashes that a converter wrote where Markdown needs none, as in ``read\-only``.

They mean nothing to a reader, but hide the words of labels and questions, so they go. Where an
escape keeps a list, a heading, an emphasis or a link from being made, it stays.
"""

import re

_CODE_SPAN = re.compile(r"(`+[^`]+`+)")
_NEEDLESS = re.compile(
    r"""(?<!\\)\\(?:
    (?P<always>[.'"@=+-]) | (?<!\]\\)(?P<bracket>[()]) | (?<=\w\\)(?P<inner>\#|_(?=\w))
    )""",
    re.VERBOSE,
)
_BEGINNING = re.compile(r"\s*(?:[-*+>#]+\s+)*(?:\\[-+=#]|\d+\\[.)])?")


def unescaped(row: str) -> str:
    """A row of Markdown without needless escapes; one with mathematics stays as it is."""
    if "\\" not in row or "$" in row:
        return row
    beginning = _BEGINNING.match(row)
    at = beginning.end() if beginning else 0
    parts = _CODE_SPAN.split(row[at:])  # every second part is inside of backticks
    parts[::2] = [_NEEDLESS.sub(lambda found: found[0][1:], part) for part in parts[::2]]
    return row[:at] + "".join(parts)
