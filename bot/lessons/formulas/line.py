"""A formula in a line of plain text: x², H₂O, (a + b)/c, √(b² − 4ac).

What Unicode has no raised or lowered sign for stands behind ``^`` or ``_``, as people write it
to each other: ``e^(−x/2)``. So nothing is lost but the form.
"""

import re
from collections.abc import Mapping, Sequence

from bot.lessons.formulas.tex import (
    ACCENTS,
    LOWERED,
    RAISED,
    ROOTS,
    Accent,
    FormulaError,
    Fraction,
    Node,
    Root,
    Row,
    Scripts,
    Sign,
)

_BRACKETED, _CALL = re.compile(r"[(\[][^()\[\]]*[)\]]"), re.compile(r"\w[(][^()]*[)]")

_ENDS = ("operator", "relation", "open", "punctuation", "space", "big", "function")
"""After these a sign such as ``−`` belongs to what follows."""


def in_line(node: Node) -> str:
    """The formula as plain text. Raises ``FormulaError`` where no line can show it."""
    return " ".join(_text(node).split())


def is_tall(node: Node) -> bool:
    """Whether a formula is more than a line, so that it reads better when it is drawn."""
    match node:
        case Sign():
            return False
        case Row(items):
            return any(map(is_tall, items))
        case Fraction():
            return True
        case Root(body, index):
            return (isinstance(body, Row) and len(body.items) > 1) or index is not None
        case Accent(_, body):
            return len(_text(body)) > 1
        case Scripts(base, below, above):
            big = isinstance(base, Sign) and base.kind in ("big", "function")
            awkward = _small(below, LOWERED) == "" or _small(above, RAISED) == ""
            return big or awkward or any(is_tall(entry) for entry in (base, below, above) if entry)


def is_awkward(node: Node | None) -> bool:
    """Whether bounds or an index stand in brackets in a line: ∑_(c ∈ C), n_(c ∈ C)."""
    match node:
        case Row(items):
            return any(map(is_awkward, items))
        case Fraction(part, other) | Root(part, other):
            return is_awkward(part) or is_awkward(other)
        case Accent(_, body):
            return is_awkward(body)
        case Scripts(base, below, above):
            bounds = isinstance(base, Sign) and base.kind in ("big", "function")
            return (
                (below is not None and _is_bracketed(below, LOWERED))
                or (bounds and above is not None and _is_bracketed(above, RAISED))
                or any(map(is_awkward, (base, below, above)))
            )
    return False


def _is_bracketed(node: Node, signs: Mapping[str, str]) -> bool:
    return not _small(node, signs) and _single(node).startswith("(")


def _text(node: Node, *, tight: bool = False) -> str:
    match node:
        case Sign(text):
            return text
        case Row(items):
            return _row(items, tight)
        case Fraction(above, below):
            return f"{_group_part(above, ' ')}/{_group_part(below, '')}"
        case Root(body, index):
            return _root(body, index)
        case Accent(name, body):
            letter = _text(body)
            if len(letter) != 1:
                what = f"\\{name} over more than one letter"
                raise FormulaError(what, "say it in words, or name the whole by one letter")
            return letter + ACCENTS[name][0]
        case Scripts(base, below, above):
            return _scripts(base, below, above)


def _row(items: Sequence[Node], tight: bool) -> str:
    out, before = "", "space"
    for n, item in enumerate(items):
        kind = _kind(item)
        text = _text(item, tight=tight)
        after = _kind(items[n + 1]) if n + 1 < len(items) else "close"
        # 1/2 x could be read as 1/(2x).
        beside = before not in _ENDS or after in ("letter", "number", "open", "function", "big")
        if isinstance(item, Fraction) and beside:
            text = f"({text})"
        single = kind in ("operator", "relation") and (before not in _ENDS or kind == "relation")
        if single and text != "/" and not tight:
            text = f" {text} "
        elif kind == "punctuation" and not tight:
            text = f"{text} "
        elif kind in ("function", "big"):
            lead = " " if before in ("letter", "number", "close") else ""
            text = f"{lead}{text}{'' if after in ('open', 'close') else ' '}"
        out += text
        before = kind
    return out


def _kind(node: Node) -> str:
    match node:
        case Sign(_, kind):
            return kind
        case Scripts(base):
            return _kind(base)
        case Row(items) if len(items) == 1:
            return _kind(items[0])
    return "letter"


def _group_part(node: Node, unless: str) -> str:
    """A part of a fraction: in brackets if it holds a blank, or several signs without a blank."""
    text = in_line(node)
    lone = not isinstance(node, Row) or len(node.items) == 1 or bool(_CALL.fullmatch(text))
    if (unless in text and not lone) or (" " in text and not lone) or "/" in text:
        return f"({text})"
    return text


def _root(body: Node, index: Node | None) -> str:
    of = _text(index, tight=True) if index is not None else ""
    sign = ROOTS.get(of)
    if sign is None:
        small = _small(index, RAISED)
        if not small:
            what = "a root whose index has no raised sign"
            raise FormulaError(what, "write it as a power: x^{1/n}")
        sign = f"{small}√"
    text = in_line(body)
    return f"{sign}{text}" if len(text) == 1 or text.isdigit() else f"{sign}({text})"


def _scripts(base: Node, below: Node | None, above: Node | None) -> str:
    text = _text(base)
    several = isinstance(base, Row) and len(base.items) > 1 and not _BRACKETED.fullmatch(text)
    if isinstance(base, Fraction | Root) or several:
        text = f"({in_line(base)})"
    for node, signs, mark in ((below, LOWERED, "_"), (above, RAISED, "^")):
        if node is not None:
            text += _small(node, signs) or mark + _single(node)
    return text


def _small(node: Node | None, signs: Mapping[str, str]) -> str | None:
    """The same in raised or lowered signs; empty if there are none for it, none if it is none."""
    if node is None:
        return None
    text = _text(node, tight=True).replace("∘", "°").replace(" ", "")
    return "".join(signs[part] for part in text) if all(part in signs for part in text) else ""


def _single(node: Node) -> str:
    text = in_line(node)
    return text if (text.isalnum() and text.isascii()) or len(text) == 1 else f"({text})"
