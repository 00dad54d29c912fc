"""What stands above the first section: the title, the trail of topics, the minutes, the modes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.lessons.importing import classify, vocabulary
from bot.lessons.importing.ledger import Ledger, numeral, slug
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
class Metadata:
    """What the top of the page says about the lesson; empty or zero where it says nothing."""

    title: str = ""
    minutes: int = 0
    tags: tuple[str, ...] = ()


def read(ledger: Ledger, lines: Sequence[Line]) -> Metadata:
    """Read the top of the page."""
    metadata = Metadata()
    lines = _front_matter(ledger, metadata, top=lines)
    titles: list[Line] = []
    for line in lines:
        if line.blank or line.fenced:
            continue
        text = vocabulary.plain(line.text)
        minutes = _MINUTES.search(text)
        if deep := _DEEP.match(text):
            metadata.title = metadata.title or (deep["a"] or deep["b"]).strip()
            ledger.use([line])
        elif minutes and len(text) <= 120 and not classify.sentence(text):
            metadata.minutes = metadata.minutes or int(minutes[1])
            metadata.tags = metadata.tags or _tags(text[: minutes.start()].strip(" |·•,-–—("))
            ledger.use([line])
        elif " / " in text and len(text) <= 100 and not classify.ends(text) and not metadata.tags:
            metadata.tags = _tags(text)
            ledger.use([line])
        elif _furniture(line):
            ledger.use([line])
        elif (line.heading and not titles) or (
            line.heading == 0
            and not metadata.title
            and not titles
            and re.fullmatch(r"(\*\*|__).+\1", line.text)
        ):
            titles.append(line)
    if titles and (
        not metadata.title or vocabulary.key(titles[0].text) == vocabulary.key(metadata.title)
    ):
        metadata.title = metadata.title or titles[0].text
        ledger.use(titles)
    for line in lines:
        if (
            metadata.title
            and not line.blank
            and vocabulary.key(line.text) == vocabulary.key(metadata.title)
        ):
            ledger.use([line])
    return metadata


def of_overview(head: Line | None) -> str:
    match = (
        re.match(r"overview\s*[-–—:]\s*(\S.*)$", vocabulary.plain(head.text), re.IGNORECASE)
        if head
        else None
    )
    return match[1].strip() if match else ""


def lone_title(ledger: Ledger, lines: Sequence[Line]) -> str:
    """The last line above the first section that looks like a title and has no place yet."""
    for line in reversed(lines):
        named = not line.blank and not line.fenced and line.at not in ledger.used
        if (
            named
            and vocabulary.short(line.text)
            and not classify.ends(line.text)
            and classify.is_title(line.text)
        ):
            ledger.use([line])
            return vocabulary.plain(line.text)
    return ""


def without_suffix(title: str) -> str:
    title = re.split(r"\s+[|·]\s+", title.strip())[0]
    deep = _DEEP.match(title)
    return (deep["a"] or deep["b"]).strip() if deep else title


def _front_matter(ledger: Ledger, metadata: Metadata, top: Sequence[Line]) -> Sequence[Line]:
    """Skip what a clipper wrote above the page between two rules."""
    solid = [line for line in top if not line.blank]
    if not solid or solid[0].text != "---":
        return top
    end = next((n for n, x in enumerate(solid[1:21], 1) if x.text == "---"), None)
    if end is None or not all(_META.match(x.text) or x.text.startswith("- ") for x in solid[1:end]):
        return top
    for line in solid[1:end]:
        match = _META.match(line.text)
        if match and match[1].lower() == "title" and match[2]:
            metadata.title = without_suffix(match[2].strip("\"'"))
    ledger.use(solid[: end + 1])
    return solid[end + 1 :]


def _furniture(line: Line) -> bool:
    text = re.sub(r"^\s*[-*+•]\s+", "", line.text)
    return (
        vocabulary.furniture(text)
        or vocabulary.is_mode_list(text)
        or numeral(text) is not None
        or bool(vocabulary.RULE.match(text))
        or (
            classify.item(line.raw)
            and bool(vocabulary.section(re.sub(r"\[(.*?)\]\(.*?\)", r"\1", text)))
        )
        or vocabulary.key(text) in ("table of contents", "contents", "on this page")
    )


def _tags(trail: str) -> tuple[str, ...]:
    """The topics of a trail such as "Prompt Engineering / GenAIml" as tags."""
    trail = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", trail)
    topics = [part.strip() for part in re.split(r"\s*[/>»›|·•]\s*", trail) if part.strip()]
    if topics and (glued := _KIND.match(topics[-1]) or _CAPITALS.match(topics[-1])):
        topics[-1:] = [glued["topic"], glued["kind"]]
    tags = (slug(re.findall(r"[a-z0-9]+", topic.lower())) for topic in topics)
    return tuple(dict.fromkeys(tag for tag in tags if tag))
