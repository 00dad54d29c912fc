"""Two pieces of work that show what a criterion of a rubric asks, read and written.

They stand in a list below it, each behind its label: *Does it*, *Not yet*, and *Why*, which
says what makes the difference. All three are there, or none; each is one paragraph.
"""

from bot.lessons.faults import Position, listed, shorten
from bot.lessons.format.labelled import paragraph_only, write_label
from bot.lessons.format.markdown import content
from bot.lessons.format.nodes import Node
from bot.lessons.format.normal_form import LABEL, line_of
from bot.lessons.format.outline import Outline
from bot.lessons.format.vocabulary import PAIR, named
from bot.lessons.practice import Pair

_MEND = f"begin it with {listed([f'**{label}:**' for label in PAIR])}"


def read_pair(whole: Outline, below: Node, criterion: Position) -> Pair:
    """Read the list below a criterion; what is wrong with it is reported."""
    texts: dict[str, str] = {}
    faults = len(whole.faults.found)
    for item in below.children:
        paragraph = item.children[0] if item.children else item
        place = whole.place(paragraph)
        if not paragraph_only(item):
            what = "a piece of work that is not one paragraph"
            whole.faults.add(place, what, "make it one paragraph of text")
            continue
        label = LABEL.match(content(paragraph))
        name = named(label[2], PAIR) if label else None
        said = line_of(paragraph, label.end()) if label else ""
        if name is None:
            line = shorten(content(paragraph), 40)
            what = f'a line below a criterion that does not say what it is: "{line}"'
            whole.faults.add(place, what, _MEND)
        elif name in texts:
            what = f'"{name}" is said twice below one criterion'
            whole.faults.add(place, what, "keep one piece of work of a kind")
        elif not said:
            what = f'nothing follows the label "{name}"'
            whole.faults.add(place, what, "write its text, or remove the label")
        texts.setdefault(name or "", said)
    missing = [label for label in PAIR if label not in texts]
    if missing and len(whole.faults.found) == faults:
        what = f"two pieces of work to tell apart without {listed(missing)}"
        whole.faults.add(criterion, what, "write all three below the criterion, or none of them")
    does, not_yet, why = (texts.get(label, "") for label in PAIR)
    return Pair(does=does, not_yet=not_yet, why=why)


def write_pair(pair: Pair) -> list[str]:
    """A line for each text of a pair, behind its label; none if it isn't whole."""
    texts = zip(PAIR, (pair.does, pair.not_yet, pair.why), strict=True)
    lines = [line for label, text in texts for line in write_label(label, text)]
    return lines if len(lines) == len(PAIR) else []
