"""The lessons that the pages for authors show: a short one, and one that has it all."""

from bot.lessons.format.markdown import tree
from tests.rigs.paths import ROOT

FIRST, WHOLE = (
    block.content
    for name in ("authoring.md", "authoring-reference.md")
    for block in tree((ROOT / "docs" / name).read_text(encoding="utf-8")).children
    if block.type == "fence" and block.content.startswith("---\nid:")
)
