"""The tree of a text is the library's, but for the circles."""

import gc

import pytest
from markdown_it.tree import SyntaxTreeNode

from bot.lessons.format.markdown import PARSER, tree
from bot.lessons.format.nodes import Node
from tests.rigs.paths import CONTENT, KITCHEN

FILES = [*sorted(KITCHEN.glob("*.md"))[:2], next(CONTENT.glob("*/evaluation.md"))]


def _same(ours: Node, theirs: SyntaxTreeNode) -> bool:
    same = len(ours.children) == len(theirs.children) and all(map(_same, ours.children, theirs))
    if theirs.is_root:
        return same
    values = ("type", "tag", "level", "content", "markup", "info", "attrs", "meta", "hidden")
    return same and all(getattr(ours, name) == getattr(theirs, name) for name in values)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_tree_is_what_the_library_makes_of_a_text(file) -> None:
    text = file.read_text()
    assert _same(tree(text), SyntaxTreeNode(PARSER.parse(text)))


def test_a_node_knows_its_number() -> None:
    (items,) = tree("- a\n- b\n- c\n").children
    assert [item.number for item in items.children] == [0, 1, 2]


def test_a_tree_goes_without_the_garbage_collector() -> None:
    text = FILES[0].read_text()
    tree(text)
    gc.collect()
    gc.disable()
    try:
        root = tree(text)
        gc.collect()
        del root
        assert gc.collect() == 0
    finally:
        gc.enable()
