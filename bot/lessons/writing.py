"""Writes a lesson as a file: the canonical form, which reads well on GitHub.

Every text is put into normal form on the way, so any lesson can be written, and what was written
is read back as the same lesson. A lesson whose texts are not in normal form (a page that was
imported, say) comes back with the same words and the layout that the format knows.
"""

from collections.abc import Iterable, Iterator

import yaml

from bot.lessons.blocks import clean, heading, normal, one_line, tree
from bot.lessons.model import (
    Connection,
    Diagram,
    Lesson,
    Mode,
    Myth,
    Option,
    Pitfall,
    Question,
    Step,
)
from bot.lessons.vocabulary import BEFORE, MODES, READ_ON, TASK


def write(lesson: Lesson) -> str:
    """The lesson as the text of its file."""
    front = "\n".join(["---", *_front(lesson), "---"])
    return "\n\n".join([front, f"# {heading(lesson.title)}", *_body(lesson)]) + "\n"


def _front(lesson: Lesson) -> Iterator[str]:
    yield f"id: {_scalar(lesson.id)}"
    yield f"title: {_scalar(heading(lesson.title))}"
    yield f"minutes: {lesson.minutes}"
    yield f"level: {lesson.level}"
    yield f"needs: {_flow(lesson.needs)}"
    yield f"leads-to: {_flow(lesson.leads_to)}"
    yield f"tags: {_flow(heading(tag) for tag in lesson.tags)}"


def _scalar(text: str) -> str:
    return _flow([text])[1:-1]


def _flow(items: Iterable[str]) -> str:
    """A list on one line. Inside a list, PyYAML quotes all that needs it."""
    return str(
        yaml.safe_dump(list(items), default_flow_style=True, allow_unicode=True, width=10**9)
    ).strip()


def _body(lesson: Lesson) -> Iterator[str]:
    overview, model, hood = lesson.overview, lesson.mental_model, lesson.under_the_hood
    yield from _section(
        "## Overview",
        _section("### What is it?", _blocks(overview.what)),
        _section("### Why it matters", _blocks(overview.matters)),
        _section("### Where it fits", _blocks(overview.fits)),
    )
    yield from _section(
        "## Mental model",
        _section("### Core idea", _line(model.core_idea)),
        _section("### Analogy", _blocks(model.analogy)),
        *map(_diagram, model.diagrams),
    )
    steps = (_step(n, step) for n, step in enumerate(lesson.steps, start=1))
    yield from _section("## Build-up", *steps)
    yield from _section(
        "## Under the hood",
        _blocks(hood.how),
        _section("### Why designed this way?", _blocks(hood.why)),
        *map(_diagram, hood.diagrams),
    )
    yield from _section("## Myths", *map(_myth, lesson.myths))
    yield from _section("## Expert notes", _items(lesson.expert_notes, numbered=True))
    yield from _section("## When not to use", _blocks(lesson.when_not_to_use))
    yield from _section("## Production patterns", _blocks(lesson.production_patterns))
    yield from _section("## Connections", *map(_connection, lesson.connections))
    yield from _section("## Pitfalls", *map(_pitfall, lesson.pitfalls))
    yield from _section("## Takeaways", _items(lesson.takeaways))
    for reserved in lesson.reserved:
        yield from _section(f"## {_mode(reserved.mode)}", [normal(reserved.text, labels=True)])


def _mode(mode: Mode) -> str:
    return next(name for name, named in MODES.items() if named == mode)


def _section(title: str, *contents: Iterable[str]) -> list[str]:
    """A heading with what stands below it, or nothing when nothing does."""
    below = [text for content in contents for text in content if text]
    return [title, *below] if below else []


def _blocks(text: str) -> list[str]:
    return [normal(text)]


def _line(text: str) -> list[str]:
    return [one_line(text)]


def _labelled(label: str, text: str) -> list[str]:
    """A one-paragraph field behind its label."""
    line = one_line(text)
    return [f"**{label}:** {line}"] if line else []


def _labelled_blocks(label: str, text: str) -> list[str]:
    """Blocks behind their label: on its line if they begin with a paragraph."""
    text = normal(text)
    if not text:
        return []
    begins = tree(text).children[0].type == "paragraph"
    return [f"**{label}:**{' ' if begins else chr(10) * 2}{text}"]


def _diagram(diagram: Diagram) -> list[str]:
    drawing = "\n".join(drawn(diagram.drawing))
    fence = "```"
    while fence in drawing:
        fence += "`"
    alternative = _labelled("In words", diagram.alternative)
    return ["### Diagram", f"{fence}text\n{drawing}\n{fence}", *alternative]


def drawn(drawing: str) -> list[str]:
    """A drawing's lines: without trailing spaces, tabs, and empty lines around it."""
    lines = [line.expandtabs(4).rstrip() for line in clean(drawing).split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _step(number: int, step: Step) -> list[str]:
    title = f"### {number}. {heading(step.title)} ({step.level})"
    after = [
        *_blocks(step.text),
        *_labelled("Result", step.result),
        *_labelled("Insight", step.insight),
    ]
    concept = _labelled("Concept", step.concept)
    if step.prediction is None:
        return [title, *concept, *after]
    asked = [f"#### {BEFORE}: {heading(step.prediction.text)}", *_question(step.prediction)]
    return [title, *concept, *asked, *_section(f"#### {READ_ON}", after)]


def _question(question: Question) -> Iterator[str]:
    yield f"<!-- id: {question.id} -->"
    yield "\n".join(_option(option, question.open) for option in question.options)
    yield from _labelled("Hint", question.hint)


def _option(option: Option, is_open: bool) -> str:
    label = option_label(option.label)
    box = "" if is_open else "[x] " if option.right else "[ ] "
    lines = [f"- {box}{label}"]
    if temptation := one_line(option.temptation):
        lines.append(f"  - Why it tempts: {temptation}")
    if explanation := one_line(option.explanation):
        why = "Why" if is_open or option.right else "Why it fails"
        lines.append(f"  - {why}: {explanation}")
    return "\n".join(lines)


def option_label(text: str) -> str:
    """An option's label: one line that is not read as a task's box."""
    label = one_line(text)
    return f"\\{label}" if TASK.match(label) else label


def _myth(myth: Myth) -> list[str]:
    return [
        f"### {heading(myth.question.text)}",
        *_question(myth.question),
        *_labelled("Belief", myth.belief),
        *_labelled("Reality", myth.reality),
        *_labelled("Why it matters", myth.matters),
    ]


def _items(items: Iterable[str], *, numbered: bool = False) -> list[str]:
    lines = [one_line(item) for item in items]
    return [
        "\n".join(f"{n}. {line}" if numbered else f"- {line}" for n, line in enumerate(lines, 1))
    ]


def _connection(connection: Connection) -> list[str]:
    relation = _labelled("Relation", connection.relation)
    return [f"### {heading(connection.title)}", *relation, *_blocks(connection.text)]


def _pitfall(pitfall: Pitfall) -> list[str]:
    return [
        f"### {heading(pitfall.title)}",
        *_labelled_blocks("Wrong approach", pitfall.wrong),
        *_labelled_blocks("Right approach", pitfall.right),
        *_labelled("Root cause", pitfall.cause),
    ]
