"""What the readers of all sections share: the lesson so far, and how its parts are told apart."""

from typing import Any

from bot.lessons.faults import Place, choose, shorten
from bot.lessons.labels import Labelled, labelled, no_id
from bot.lessons.model import Diagram, Question
from bot.lessons.outline import Outline, Section
from bot.lessons.questions import Asked, read_question
from bot.lessons.vocabulary import DIAGRAM, named
from bot.lessons.writing import drawn

_IN_SECTION = "put it under one of the section's own headings (###)"


class Reader:
    """Collects the values of a lesson, where they stand, and what is wrong with them."""

    def __init__(self, whole: Outline) -> None:
        self.whole = whole
        self.faults = whole.faults
        self.values: dict[str, Any] = dict(whole.front.values)
        self.places: dict[str, Place] = {
            f"key:{name}": place for name, place in whole.front.places.items()
        }
        self.diagrams: dict[str, list[tuple[Diagram, Place]]] = {}
        self.asked: list[Asked] = []
        self.taken: set[str] = set()

    def nothing(self, section: Section, mend: str = _IN_SECTION) -> None:
        """Report blocks right below a heading that has none."""
        labelled(self.whole, no_id(self.whole, section.blocks), text=mend)

    def no_parts(self, section: Section) -> None:
        """Report headings within a part that has none."""
        for part in section.parts:
            what = f'a heading inside "{shorten(section.title)}": "{shorten(part.title)}"'
            self.faults.add(part.place, what, "take it out, or write bold words instead")

    def blocks(self, section: Section) -> str:
        """The text right below a heading."""
        return labelled(self.whole, no_id(self.whole, section.blocks)).text

    def leaf(self, section: Section) -> str:
        """The text below a heading that has no headings within it."""
        self.no_parts(section)
        return self.blocks(section)

    def parts(self, section: Section, known: tuple[str, ...]) -> list[tuple[str, Section]]:
        """The headings below a section that has a fixed set of them; a diagram may be repeated."""
        found: list[tuple[str, Section]] = []
        for part in section.parts:
            name = named(part.title, known)
            if name is None or part.level > 3:
                what = f'unknown heading "{shorten(part.title)}" in "{shorten(section.title)}"'
                mend = choose(part.title, known)
                if name is not None:
                    what, mend = f'"{name}" has a heading of the wrong level', "begin it with ###"
                self.faults.add(part.place, what, mend)
            elif name != DIAGRAM and any(name == other for other, _ in found):
                what, mend = f'the heading "{name}" stands here twice', "join the two into one"
                self.faults.add(part.place, what, mend)
            else:
                found.append((name, part))
        return found

    def entries(self, section: Section, place_key: str) -> list[Section]:
        """The parts of a section that is a row of headings (###), such as pitfalls."""
        self.nothing(section)
        entries = []
        for part in section.parts:
            if part.level > 3:
                what = f'the heading "{shorten(part.title)}" stands too deep'
                self.faults.add(part.place, what, "begin it with ###")
                continue
            if not part.title:
                self.faults.add(part.place, "a heading without words", "write its title")
            entries.append(part)
            self.places[f"{place_key}:{len(entries)}"] = part.place
        return entries

    def diagram(self, section: Section, where: str) -> None:
        """Read a diagram, one of those in the part called ``where``."""
        self.no_parts(section)
        blocks = no_id(self.whole, section.blocks)
        fences = [block for block in blocks if block.type in ("fence", "code_block")]
        mend = "a diagram is one code fence, then **In words:** and one paragraph"
        others = [block for block in blocks if block not in fences]
        said = labelled(self.whole, others, ("In words",), text=mend)
        drawing = "\n".join(drawn(fences[0].content)) if fences else ""
        if not drawing:
            what = "a diagram without a drawing"
            self.faults.add(section.place, what, "draw it in characters, between ```text and ```")
        for fence in fences[1:]:
            what = "a second drawing in one diagram"
            self.faults.add(
                self.whole.place(fence), what, 'begin it with a "### Diagram" of its own'
            )
        language = fences[0].info.strip() if fences and fences[0].type == "fence" else ""
        if language not in ("", "text", "txt", "ascii"):
            what = f'a diagram in the language "{shorten(language)}", which a chat cannot draw'
            self.faults.add(self.whole.place(fences[0]), what, "draw it in characters: ```text")
        diagram = Diagram(drawing=drawing, alternative=said.get("In words"))
        self.diagrams.setdefault(where, []).append((diagram, section.place))

    def question(
        self, section: Section, labels: tuple[str, ...]
    ) -> tuple[Question | None, Labelled]:
        """Read a question (None if it is unusable), and what the labels beside it say."""
        asked = read_question(
            self.whole, section.title, section.place, section.blocks, labels, self.taken
        )
        self.asked.append(asked)
        return asked.question, asked.rest
