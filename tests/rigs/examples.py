"""The lessons that the guide for authors shows: a short one, and one that has it all."""

from bot.lessons.format.markdown import tree
from tests.rigs.paths import ROOT

AUTHORING = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
FIRST, WHOLE = (
    block.content
    for block in tree(AUTHORING).children
    if block.type == "fence" and block.content.startswith("---\nid:")
)
