"""The text of a lesson web page becomes a lesson.

The page may come as text copied from a browser, as Markdown or as saved HTML. It is read in two
stages: first it becomes numbered lines, whatever its form (``lines``, ``saved_html``), and what
each line could be is judged by its words and its signs (``vocabulary``, ``labels``, ``classify``);
then it is cut into ``sections``, and every section puts its lines into their places
(``metadata``, ``sections``, ``steps``, ``myths``, ``lists``), as Markdown
(``markdown``). Questions get their options (``questions``, by ``word_classes``), and those of myths
their key (``answer_key``).

**Nothing is dropped in silence.** The ``ledger`` notes every line that went into the lesson
and every line that is known as furniture of the page; all others come back as leftovers.
Furniture is: the list of the nine modes and "Choose your learning style" at the top, the trail
of topics with the reading time, stray counters, links of a table of contents, the metadata of a
clipper, section headings with their counts, labels, the numerals of steps and notes, the thinking
face and other lines of emoji alone, "Commit to your answer", "Tap to reveal reality", horizontal
rules, the marks of fences (a language that the lesson does not say is noted), the button "Copy"
beside code, and the foot that begins with "Report issue" or "Found an issue?".

Predictions have no key on such a page and stay open; a myth is keyed by its reality.
"""

import math
import re

from bot.lessons.faults import PageError
from bot.lessons.importing import metadata, saved_html, sections
from bot.lessons.importing.ledger import Ledger, slug
from bot.lessons.importing.lines import Line, PageLines, read_text
from bot.lessons.importing.markdown import Writer, width_of
from bot.lessons.importing.myths import myths, pitfalls
from bot.lessons.importing.steps import steps
from bot.lessons.model import LEVELS, Lesson, UnderTheHood
from bot.values import value

WORDS_PER_MINUTE = 180
"""How fast a lesson is read where the page does not say how long it takes."""


@value
class Leftover:
    """A line of the page (counted from 1) that has no place in the lesson."""

    line: int
    text: str


@value
class ImportResult:
    """The lesson, the lines that could not be placed, and what was assumed."""

    lesson: Lesson
    leftovers: tuple[Leftover, ...]
    notes: tuple[str, ...]


def import_page(source: str, file: str = "page.txt") -> ImportResult:
    """Turn the text of a lesson page into a lesson.

    ``file`` is the page's name, for errors and, failing all else, for the title.
    Raises ``PageError`` when the text has no section of a lesson page.
    """
    page = saved_html.read_html(source) if saved_html.is_html(source) else read_text(source)
    parts = sections.cut(page.lines)
    known = [section for section in parts if section.name not in ("top", "alien")]
    if not known or not any(line for section in known for line in section.body):
        raise PageError(
            f"{file}:1:1: this isn't a lesson page: it has none of its sections; "
            "copy the whole page, from its title to its key takeaways"
        )
    ledger = Ledger(Writer(page.markdown, width_of(page.lines)))
    lesson = _lesson(ledger, page, parts, file)
    ledger.note_lost_languages(page.lines)
    return ImportResult(lesson, _leftovers(ledger, page.lines), tuple(ledger.notes))


def _lesson(ledger: Ledger, page: PageLines, parts: list[sections.Section], file: str) -> Lesson:
    bodies: dict[str, list[Line]] = {}
    overview_head: Line | None = None
    for section in parts:
        kept = sections.before_foot(ledger, section.body)
        if section.name != "alien":
            bodies.setdefault(section.name, []).extend(kept)
            ledger.use([section.head] if section.head else [])
        if section.name == "overview":
            overview_head = overview_head or section.head
    top = metadata.read(ledger, bodies.get("top", []))
    title = top.title or metadata.of_overview(overview_head) or metadata.without_suffix(page.title)
    title = title or metadata.lone_title(ledger, bodies.get("top", []))
    if not re.search(r"[^\W_]", title):
        title = re.sub(r"[-_]+", " ", file.rsplit("/", 1)[-1].split(".")[0]).strip().capitalize()
        title = title or "A lesson"
        ledger.note(None, f"no title: the page is called “{title}”")
    minutes = top.minutes
    if not minutes:
        count = sum(len((line.raw if line.fenced else line.text).split()) for line in page.lines)
        minutes = max(1, math.ceil(count / WORDS_PER_MINUTE))
        ledger.note(None, f"no reading time: {minutes} min, from {count} words")

    def body(name: str) -> list[Line]:
        return bodies.get(name, [])

    build_up = steps(ledger, body("build_up"))
    if not build_up:
        ledger.note(None, "no steps: the level is guessed")
    levels = [step.level for step in build_up]
    hood = UnderTheHood()
    if body("under_the_hood") or body("why"):
        hood = sections.under_the_hood(ledger, body("under_the_hood"), body("why"))
    words = re.findall(r"[a-z0-9]+", title.lower().replace("'", "").replace("’", ""))
    return Lesson(
        id=slug(words) or "lesson",
        title=ledger.writer.title(title),
        minutes=minutes,
        level=min(levels, key=LEVELS.index, default="foundation"),
        tags=top.tags,
        overview=sections.overview(ledger, body("overview")),
        mental_model=sections.mental_model(ledger, body("mental_model")),
        steps=build_up,
        under_the_hood=hood,
        myths=myths(ledger, body("myths")),
        expert_notes=sections.sentences(ledger, body("expert_notes")),
        when_not_to_use=sections.plain_text(ledger, body("when_not")),
        production_patterns=sections.plain_text(ledger, body("production")),
        connections=sections.connections(ledger, body("connections")),
        pitfalls=pitfalls(ledger, body("pitfalls")),
        takeaways=sections.sentences(ledger, body("takeaways")),
    )


def _leftovers(ledger: Ledger, lines: tuple[Line, ...]) -> tuple[Leftover, ...]:
    """Every row that is neither in the lesson nor furniture."""
    leftovers: list[Leftover] = []
    for line in lines:
        if line.blank or line.at in ledger.used:
            continue
        if line.fenced:
            rows = enumerate(line.raw.split("\n"), line.number)
            leftovers += [Leftover(number, row.strip()) for number, row in rows if row.strip()]
        else:
            leftovers.append(Leftover(line.number, line.raw.strip()))
    return tuple(leftovers)
