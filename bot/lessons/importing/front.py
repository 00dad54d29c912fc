"""What stands above the first section: the title, the trail of topics, the minutes, the modes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.lessons.importing import kinds, marks
from bot.lessons.importing.ledger import Desk, numeral, slug
from bot.lessons.importing.lines import Line

_DEEP = re.compile(
    r"^(?P<a>.*\S)\s*[-–—:|·]\s*deep[- ]dive$|^deep[- ]dive\s*[-–—:|·]\s*(?P<b>\S.*)$",
    re.IGNORECASE,
)
_MINUTES = re.compile(
    r"(?:~|≈|about |approx\.? )?\s*(\d{1,3})\s*(?:-\s*)?min(?:ute)?s?\b(?:\s*read)?\.?",
    re.IGNORECASE,
)
_KINDS = (
    "ml|ai|dsa|cs|oop|programming|frontend|backend|fullstack|web|devops|cloud|"
    "database|query|sql|data|design|testing|security|mobile|framework|tools|science|"
    "math|maths|markup|style|styling|scripting|cli|iot|networking|biology|physics|"
    "chemistry|knowledge|general"
)
_KIND = re.compile(rf"^(?P<topic>.*[\w)+#.])(?P<kind>{_KINDS})$")
_CAPITALS = re.compile(r"^(?P<topic>.*[A-Z]{2,})(?P<kind>[a-z]{2,12})$")
_META = re.compile(
    r"^(title|source|url|author|published|created|updated|date|tags|description|site|domain"
    r"|reading time|level)"
    r"\s*:\s*(.*)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Front:
    """What the top of the page says about the lesson; empty or zero where it says nothing."""

    title: str = ""
    minutes: int = 0
    tags: tuple[str, ...] = ()


def read(desk: Desk, lines: Sequence[Line]) -> Front:
    """Read the top of the page."""
    front = Front()
    lines = _front_matter(desk, front, desk_lines=lines)
    titles: list[Line] = []
    for line in lines:
        if line.blank or line.fenced:
            continue
        text = marks.plain(line.text)
        minutes = _MINUTES.search(text)
        if deep := _DEEP.match(text):
            front.title = front.title or (deep["a"] or deep["b"]).strip()
            desk.use([line])
        elif minutes and len(text) <= 120 and not kinds.sentence(text):
            front.minutes = front.minutes or int(minutes[1])
            front.tags = front.tags or _tags(text[: minutes.start()].strip(" |·•,-–—("))
            desk.use([line])
        elif " / " in text and len(text) <= 100 and not kinds.ends(text) and not front.tags:
            front.tags = _tags(text)
            desk.use([line])
        elif _furniture(line):
            desk.use([line])
        elif (line.heading and not titles) or (
            line.heading == 0
            and not front.title
            and not titles
            and re.fullmatch(r"(\*\*|__).+\1", line.text)
        ):
            titles.append(line)
    if titles and (not front.title or marks.key(titles[0].text) == marks.key(front.title)):
        front.title = front.title or titles[0].text
        desk.use(titles)
    for line in lines:
        if front.title and not line.blank and marks.key(line.text) == marks.key(front.title):
            desk.use([line])
    return front


def of_overview(head: Line | None) -> str:
    """The topic that the overview's heading names."""
    found = (
        re.match(r"overview\s*[-–—:]\s*(\S.*)$", marks.plain(head.text), re.IGNORECASE)
        if head
        else None
    )
    return found[1].strip() if found else ""


def lone_title(desk: Desk, lines: Sequence[Line]) -> str:
    """The last line above the first section that looks like a title and has no place yet."""
    for line in reversed(lines):
        named = not line.blank and not line.fenced and line.at not in desk.used
        if (
            named
            and marks.short(line.text)
            and not kinds.ends(line.text)
            and kinds.titled(line.text)
        ):
            desk.use([line])
            return marks.plain(line.text)
    return ""


def without_suffix(title: str) -> str:
    """A title without "Deep Dive" and without the name of the site."""
    title = re.split(r"\s+[|·]\s+", title.strip())[0]
    deep = _DEEP.match(title)
    return (deep["a"] or deep["b"]).strip() if deep else title


def _front_matter(desk: Desk, front: Front, desk_lines: Sequence[Line]) -> Sequence[Line]:
    """Skip what a clipper wrote above the page between two rules."""
    solid = [line for line in desk_lines if not line.blank]
    if not solid or solid[0].text != "---":
        return desk_lines
    end = next((n for n, x in enumerate(solid[1:21], 1) if x.text == "---"), None)
    if end is None or not all(_META.match(x.text) or x.text.startswith("- ") for x in solid[1:end]):
        return desk_lines
    for line in solid[1:end]:
        found = _META.match(line.text)
        if found and found[1].lower() == "title" and found[2]:
            front.title = without_suffix(found[2].strip("\"'"))
    desk.use(solid[: end + 1])
    return solid[end + 1 :]


def _furniture(line: Line) -> bool:
    text = re.sub(r"^\s*[-*+•]\s+", "", line.text)
    return (
        marks.furniture(text)
        or marks.is_mode_list(text)
        or numeral(text) is not None
        or bool(marks.RULE.match(text))
        or (kinds.item(line.raw) and bool(marks.section(re.sub(r"\[(.*?)\]\(.*?\)", r"\1", text))))
        or marks.key(text) in ("table of contents", "contents", "on this page")
    )


def _tags(trail: str) -> tuple[str, ...]:
    """The topics of a trail such as "Prompt Engineering / GenAIml" as tags."""
    trail = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", trail)
    topics = [part.strip() for part in re.split(r"\s*[/>»›|·•]\s*", trail) if part.strip()]
    if topics and (glued := _KIND.match(topics[-1]) or _CAPITALS.match(topics[-1])):
        topics[-1:] = [glued["topic"], glued["kind"]]
    tags = (slug(re.findall(r"[a-z0-9]+", topic.lower())) for topic in topics)
    return tuple(dict.fromkeys(tag for tag in tags if tag))
