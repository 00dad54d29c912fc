"""The pieces of a lesson file as they are written, which all of its sections share."""

from collections.abc import Iterable, Iterator

from bot.lessons.blocks import clean, normal, one_line, tree
from bot.lessons.model import Option, Question
from bot.lessons.vocabulary import TASK


def section(title: str, *contents: Iterable[str]) -> list[str]:
    """A heading with what stands below it, or nothing when nothing does."""
    below = [text for content in contents for text in content if text]
    return [title, *below] if below else []


def blocks(text: str) -> list[str]:
    """A text of several blocks."""
    return [normal(text)]


def line(text: str) -> list[str]:
    """A text of one paragraph."""
    return [one_line(text)]


def labelled(label: str, text: str) -> list[str]:
    """A one-paragraph field behind its label."""
    said = one_line(text)
    return [f"**{label}:** {said}"] if said else []


def labelled_blocks(label: str, text: str) -> list[str]:
    """Blocks behind their label: on its line if they begin with a paragraph."""
    text = normal(text)
    if not text:
        return []
    begins = tree(text).children[0].type == "paragraph"
    return [f"**{label}:**{' ' if begins else chr(10) * 2}{text}"]


def drawn(drawing: str) -> list[str]:
    """A drawing's lines: without trailing spaces, tabs, and empty lines around it."""
    lines = [line.expandtabs(4).rstrip() for line in clean(drawing).split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def fenced(drawing: str) -> str:
    """A drawing between marks longer than any within it."""
    text = "\n".join(drawn(drawing))
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}text\n{text}\n{fence}"


def asked(question: Question) -> Iterator[str]:
    """What stands below a question's heading: its id, variants, options, and its hint."""
    yield f"<!-- id: {question.id} -->"
    for variant in question.variants:
        yield from labelled("Variant", variant)
    yield "\n".join(_option(option, question.open) for option in question.options)
    yield from labelled("Hint", question.hint)


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


def listing(items: Iterable[str], *, numbered: bool = False) -> list[str]:
    """Paragraphs as one list."""
    lines = [one_line(item) for item in items]
    return [
        "\n".join(f"{n}. {line}" if numbered else f"- {line}" for n, line in enumerate(lines, 1))
    ]
