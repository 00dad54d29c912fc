"""A formula as MathML, which a drawing is made of."""

from collections.abc import Iterable, Iterator
from html import escape

from bot.lessons.formulas.tex import (
    ACCENTS,
    Accent,
    FormulaError,
    Fraction,
    Node,
    Root,
    Row,
    Scripts,
    Sign,
)

_OVER = "∑∏⋃⋂"
"""Signs that have their bounds above and below; so has ``lim``."""

_TAGS = {"letter": "mi", "number": "mn", "text": "mtext", "function": "mi"}


def mathml(row: Row) -> str:
    """The formula as a document. Raises ``FormulaError`` for a sign that can't be drawn."""
    return f'<math display="block">{_node(row)}</math>'


def _node(node: Node) -> str:
    match node:
        case Sign():
            return _sign(node)
        case Row(items):
            return f"<mrow>{''.join(map(_node, _flat(items)))}</mrow>"
        case Fraction(above, below):
            return f"<mfrac>{_node(above)}{_node(below)}</mfrac>"
        case Root(body, None):
            return f"<msqrt>{_node(body)}</msqrt>"
        case Root(body, index):
            return f"<mroot>{_node(body)}{_node(index or body)}</mroot>"
        case Accent(name, body):
            return f"<mover>{_node(body)}<mo>{escape(ACCENTS[name][1])}</mo></mover>"
        case Scripts(base, below, above):
            return _scripts(base, below, above)


def _flat(items: Iterable[Node]) -> Iterator[Node]:
    """These without rows among them: each row within a row doubles what a drawing takes."""
    for item in items:
        if isinstance(item, Row):
            yield from _flat(item.items)
        else:
            yield item


def _scripts(base: Node, below: Node | None, above: Node | None) -> str:
    over = isinstance(base, Sign) and (base.text in _OVER or base.text in ("lim", "max", "min"))
    parts = [_node(base), *(_node(entry) for entry in (below, above) if entry is not None)]
    if below is not None and above is not None:
        tag = "munderover" if over else "msubsup"
    elif below is not None:
        tag = "munder" if over else "msub"
    else:
        tag = "mover" if over else "msup"
    return f"<{tag}>{''.join(parts)}</{tag}>"


def _sign(sign: Sign) -> str:
    for part in sign.text:
        if not _drawable(part):
            what = f'the sign "{part}" in a formula, which can\'t be drawn'
            raise FormulaError(what, "write it outside of the formula, or another sign")
    if sign.kind == "space":
        return '<mspace width="0.25em"/>'
    text = escape(sign.text)
    if sign.kind == "function":
        return f'<mrow><mi>{text}</mi><mspace width="0.15em"/></mrow>'
    if tag := _TAGS.get(sign.kind):
        return f"<{tag}>{text}</{tag}>"
    if sign.kind in ("open", "close"):
        return f'<mo stretchy="{str(sign.tall).lower()}">{text}</mo>'
    return f"<mo>{text}</mo>"


def _drawable(sign: str) -> bool:
    """Whether the font has it: Latin, Greek and the signs of mathematics."""
    code = ord(sign)
    return sign.isprintable() and (
        code < 0x180
        or 0x370 <= code < 0x400
        or 0x2010 <= code < 0x2058
        or 0x2100 <= code < 0x2300
        or 0x27C0 <= code < 0x2B00
        or sign in "𝔼⌈⌉⌊⌋⟨⟩"
    )
