"""A parsed text as a tree: what markdown-it gives as a flat list of tokens, nested.

The library has such a tree of its own. Building it takes a third of the time that a lesson takes to
be read, and each of its nodes knows its parent, so that the garbage collector has to find them all.
"""

from collections.abc import Iterator, Sequence
from typing import Self

from markdown_it.token import Token


class Node:
    """A block, or a piece of it; ``number`` is its place among its parent's children, from 0.

    The attributes are those of its token, or of the token that opens it. The root has none of its
    own.
    """

    __slots__ = ("children", "number", "token", "type")

    def __init__(self, token: Token, number: int = 0) -> None:
        self.token = token
        self.type = token.type.removesuffix("_open")
        self.number = number
        self.children: list[Self] = []

    def walk(self) -> Iterator[Self]:
        """Yield the node and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def tag(self) -> str:
        """The name that HTML has for it."""
        return self.token.tag

    @property
    def attrs(self) -> dict[str, str | int | float]:
        return self.token.attrs

    @property
    def map(self) -> list[int] | None:
        """Its first line, and the line after its last, from 0."""
        return self.token.map

    @property
    def level(self) -> int:
        """How deep it is nested, in tokens."""
        return self.token.level

    @property
    def content(self) -> str:
        """Its source, if it is a leaf or holds words."""
        return self.token.content

    @property
    def markup(self) -> str:
        """The signs that make it what it is."""
        return self.token.markup

    @property
    def info(self) -> str:
        """What stands behind the signs of a fence."""
        return self.token.info

    @property
    def meta(self) -> dict[str, int]:
        """What rules of our own noted about it."""
        return self.token.meta

    @property
    def hidden(self) -> bool:
        """Whether it is a paragraph of a list without empty lines."""
        return self.token.hidden


def nest(tokens: Sequence[Token]) -> Node:
    """The root of the tree of these tokens."""
    root = Node(Token("root", "", 0))
    _nest(root, tokens)
    return root


def _nest(root: Node, tokens: Sequence[Token]) -> None:
    open_nodes = [root]
    for token in tokens:
        if token.nesting < 0:
            open_nodes.pop()
            continue
        siblings = open_nodes[-1].children
        node = Node(token, len(siblings))
        siblings.append(node)
        if token.nesting:
            open_nodes.append(node)
        elif token.children:
            _nest(node, token.children)
