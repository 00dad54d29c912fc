"""The text of a lesson web page becomes a lesson.

The page may come as text copied from a browser, as Markdown or as saved HTML. It is read in two
stages: first it becomes numbered lines, whatever its form (``lines``, ``saved``, ``escapes``,
``glue``), and each line says what it could be (``marks``, ``kinds``); then it is cut into sections
and every section puts its lines into their places (``place``, ``steps``, ``myths``, ``pitfalls``,
``items``, ``questions``, ``polarity``).

**Nothing is dropped in silence.** A ledger (``desk``) notes every line that went into the lesson
and every line that is known as furniture of the page; all others come back as leftovers.
Furniture is: the list of the nine modes and "Choose your learning style" at the top, the trail
of topics with the reading time, stray counters, links of a table of contents, the metadata of a
clipper, section headings with their counts, labels, the numerals of steps and notes, the thinking
face and other lines of emoji alone, "Commit to your answer", "Tap to reveal reality", horizontal
rules, the marks of fences, the button "Copy" beside code, and the foot that begins with "Report
issue" or "Found an issue?".

Predictions have no key on such a page and stay open; a myth is keyed by its reality.
"""

import math
import re
from dataclasses import dataclass

from bot.lessons.importing import front, items, place, saved
from bot.lessons.importing.ledger import Desk, slug
from bot.lessons.importing.lines import Line, Page, read_text
from bot.lessons.importing.myths import myths
from bot.lessons.importing.pitfalls import pitfalls
from bot.lessons.importing.steps import steps
from bot.lessons.importing.texts import Writer, width_of
from bot.lessons.model import LEVELS, Lesson, UnderTheHood

WORDS_PER_MINUTE = 180
"""How fast a lesson is read where the page does not say how long it takes."""


class PageError(ValueError):
    """A text that is no lesson page: what is missing, where, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A line of the page (counted from 1) that has no place in the lesson."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Imported:
    """The lesson, the lines that could not be placed, and what was assumed."""

    lesson: Lesson
    leftovers: tuple[Leftover, ...]
    notes: tuple[str, ...]


def import_page(source: str, file: str = "page.txt") -> Imported:
    """Turn the text of a lesson page into a lesson.

    ``file`` is the page's name, for errors and, failing all else, for the title.
    Raises ``PageError`` when the text has no section of a lesson page.
    """
    page = saved.read_html(source) if saved.is_html(source) else read_text(source)
    sections = place.cut(page.lines)
    known = [section for section in sections if section.name not in ("top", "alien")]
    if not known or not any(line for section in known for line in section.body):
        raise PageError(
            f"{file}:1:1: this is no lesson page, for it has none of its sections; "
            "copy the whole page, from its title to its key takeaways"
        )
    desk = Desk(Writer(page.markdown, width_of(page.lines)))
    lesson = _lesson(desk, page, sections, file)
    desk.note_lost_languages(page.lines)
    return Imported(lesson, _leftovers(desk, page.lines), tuple(desk.notes))


def _lesson(desk: Desk, page: Page, sections: list[place.Section], file: str) -> Lesson:
    bodies: dict[str, list[Line]] = {}
    overview_head: Line | None = None
    for section in sections:
        kept = place.before_foot(desk, section.body)
        if section.name != "alien":
            bodies.setdefault(section.name, []).extend(kept)
            desk.use([section.head] if section.head else [])
        if section.name == "overview":
            overview_head = overview_head or section.head
    top = front.read(desk, bodies.get("top", []))
    title = top.title or front.of_overview(overview_head) or front.without_suffix(page.title)
    title = title or front.lone_title(desk, bodies.get("top", []))
    if not re.search(r"[^\W_]", title):
        title = re.sub(r"[-_]+", " ", file.rsplit("/", 1)[-1].split(".")[0]).strip().capitalize()
        title = title or "A lesson"
        desk.note(None, f"no title: the page is called “{title}”")
    minutes = top.minutes
    if not minutes:
        count = sum(len((line.raw if line.fenced else line.text).split()) for line in page.lines)
        minutes = max(1, math.ceil(count / WORDS_PER_MINUTE))
        desk.note(None, f"no reading time: {minutes} min, from {count} words")

    def body(name: str) -> list[Line]:
        return bodies.get(name, [])

    build_up = steps(desk, body("build_up"))
    if not build_up:
        desk.note(None, "no steps: the level is guessed")
    levels = [step.level for step in build_up]
    hood = UnderTheHood()
    if body("under_the_hood") or body("why"):
        hood = place.under_the_hood(desk, body("under_the_hood"), body("why"))
    words = re.findall(r"[a-z0-9]+", title.lower().replace("'", "").replace("’", ""))
    return Lesson(
        id=slug(words) or "lesson",
        title=desk.writer.title(title),
        minutes=minutes,
        level=min(levels, key=LEVELS.index, default="foundation"),
        tags=top.tags,
        overview=place.overview(desk, body("overview")),
        mental_model=place.mental_model(desk, body("mental_model")),
        steps=build_up,
        under_the_hood=hood,
        myths=myths(desk, body("myths")),
        expert_notes=items.sentences(desk, body("expert_notes")),
        when_not_to_use=place.plain_text(desk, body("when_not")),
        production_patterns=place.plain_text(desk, body("production")),
        connections=items.connections(desk, body("connections")),
        pitfalls=pitfalls(desk, body("pitfalls")),
        takeaways=items.sentences(desk, body("takeaways")),
    )


def _leftovers(desk: Desk, lines: tuple[Line, ...]) -> tuple[Leftover, ...]:
    """Every row that is neither in the lesson nor furniture."""
    found: list[Leftover] = []
    for line in lines:
        if line.blank or line.at in desk.used:
            continue
        if line.fenced:
            rows = enumerate(line.raw.split("\n"), line.number)
            found += [Leftover(number, row.strip()) for number, row in rows if row.strip()]
        else:
            found.append(Leftover(line.number, line.raw.strip()))
    return tuple(found)
