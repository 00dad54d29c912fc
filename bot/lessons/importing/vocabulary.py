"""What a line of a page announces: a section, a part, a label, a level, or mere furniture.

Everything here looks at a line alone, and says what it would be if it stood where such a thing may
stand; the sections decide what they accept. A line is compared by its *key*: without emphasis,
emoji, numbering, closing punctuation and case, with plain quotes and dashes.
"""

import re

from bot.lessons.model import Level

_MODE = (
    "(?:learn|why|deep|visual|try|challenge|project|recall|perf"
    "|performance|visualize|review|complexity)"
)
"""What a page calls its ways of learning: words of its own, whatever modes Foretell has."""

SYMBOLS = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d"
"""Emoji and pictograms, as the inside of a character class."""
QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "‒": "-"})
MAX_EXAMINED_LINE = 1_000
"""Characters of a line that is examined for what it announces, or for code or a drawing: a longer
line is text. Some of that takes time that grows with the square of a line's length."""

_DASH = re.compile("[–—―−]")
# What is trimmed from both ends of a text, as much as there is at once: so no number of signs takes
# more than a look at each. An end is matched in the text turned round, for a search would begin
# anew at each of its signs.
_START = re.compile(rf"(?:[{SYMBOLS}\s*_]++|(?!`)[^\w~\"'(\[#?/\s]+(?=\s))*+")
_END = re.compile(r"(?:[^\w)\]\"'?.!%+#`…>*&]++|[>*&]++(?=\s)|[*_]++)*+")
_KEY_START = re.compile(r"[^\w~\"'(\[#?/]*+")
_KEY_END = re.compile(r"[^\w)\]\"'?.!%+#`…]*+")
_NUMBERING = re.compile(r"^(?:section\s+)?\d{1,2}[.)]\s+(?=\D)", re.IGNORECASE)
_COUNT = re.compile(r"\s*(?:[-:|·(\[]|\s)\s*\d{1,2}\b[^.]{0,40}$")


def plain(text: str) -> str:
    """The text without emphasis and emoji around it."""
    text = text.strip()
    link = re.fullmatch(r"\[([^\]]*)\]\([^)]*\)", text)
    text = link[1] if link else text
    while True:
        trimmed = text.strip().strip("*_").strip()
        trimmed = trimmed if trimmed.startswith("`") else _trim(trimmed, _START, _END)
        if trimmed == text:
            return text
        text = trimmed


def key(text: str) -> str:
    bare = _trim(plain(text), _KEY_START, _KEY_END)
    text = _DASH.sub("-", bare.translate(QUOTES)).replace("&", "and")
    text = re.sub(r"[*_\"'\\]", "", re.sub(r"\s+", " ", _NUMBERING.sub("", text)))
    return text.strip(" :?.…!#").lower()


def _trim(text: str, start: re.Pattern[str], end: re.Pattern[str]) -> str:
    first, last = start.match(text), end.match(text[::-1])
    return text[first.end() if first else 0 : len(text) - (last.end() if last else 0)].strip()


def short(text: str) -> bool:
    """Whether a line may be a title: a few words without the end of a sentence."""
    bare = text.strip().strip("*_")
    return 0 < len(bare) <= 90 and len(bare.split()) <= 12 and bare[-1] not in ".!;,…"


_SECTIONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("overview", r"overview(?: ?[-:] ?.+)?"),
        ("mental_model", r"(?:the )?mental model(?: ?[-:] ?.+)?"),
        ("build_up", r"(?:the )?build[- ]?up(?: ?[-:] ?.+)?(?: in)?"),
        (
            "under_the_hood",
            r"under the hood(?: ?[-:] ?.+)?|how it works (?:internally|inside)|behind the scenes",
        ),
        (
            "why",
            r"why (?:(?:it|this|they) )?(?:(?:is|was|are|were) )?(?:(?:it|this|they) )?"
            r"designed (?:in )?(?:this|that) way|(?:the )?design rationale|why this design",
        ),
        (
            "myths",
            r"myth[- ]?busters?(?: ?[-:] ?.+)?|(?:\d+ )?common misconceptions|"
            r"(?:common )?myths(?: (?:and|vs\.?) (?:reality|realities|facts))?",
        ),
        ("expert_notes", r"expert (?:zone|notes|insights|corner)(?: ?[-:] ?.+)?"),
        ("when_not", r"when (?:you should )?not to use(?: .{1,60})?"),
        ("production", r"production patterns?(?: ?[-:] ?.+)?|in production"),
        ("connections", r"(?:key )?connections(?: to other (?:topics|concepts|ideas))?"),
        ("pitfalls", r"(?:common )?pitfalls|common mistakes"),
        ("takeaways", r"(?:key )?take-?aways?"),
    )
)


def section(text: str) -> str:
    """The section that a heading opens, or an empty string."""
    if len(text) > 100 or not (result := key(text)):
        return ""
    if text.rstrip("*_ ")[-1:] in ".!;," and not text.rstrip("*_ ").endswith("..."):
        return ""
    for candidate in (result, _COUNT.sub("", result)):
        for name, pattern in _SECTIONS:
            if pattern.fullmatch(candidate):
                return name
    return ""


_COMMIT = (
    r"(?:please )?commit (?:to )?(?:an? |your |one )?(?:answer|prediction|guess|choice)"
    r"(?: (?:now|first|before (?:you )?read(?:ing)? on))?"
)
_YES_NO = r"(?:please )?(?:commit|answer)(?: to)?:? [\"“'‘]?yes[\"”'’]? or [\"“'‘]?no[\"”'’]?"
COMMIT = re.compile(rf"\s{{0,9}}[(*_]{{0,9}}(?:{_COMMIT})[\s.!)*_]*$", re.IGNORECASE)
YES_NO = re.compile(rf"\s{{0,9}}[(*_]{{0,9}}(?:{_YES_NO}|\byes or no)[\s.?!)*_]*$", re.IGNORECASE)
QUICK = re.compile(
    r"^\W*quick(?:\s+(?:check|question))?\s*(?:\*\*|__)?\s*[:\-–—]\s*(?:\*\*|__)?\s*", re.IGNORECASE
)

_FURNITURE = re.compile(
    r"choose your learning style(?:\W*(?:9|nine) modes available)?|(?:9|nine) modes available"
    r"|(?:tap|click|press) to (?:reveal|see|show)(?: (?:the )?(?:reality|answer|truth))?"
    r"|(?:show|reveal) (?:the )?reality"
    r"|report (?:an? |this )?(?:issue|page|problem)"
    r"|cop(?:y|ied)(?: code| to clipboard)?"  # a button beside code
    rf"|{_COMMIT}|{_YES_NO}",
    re.IGNORECASE,
)
_EMOJI = re.compile(rf"^[{SYMBOLS}\s]+$")
RULE = re.compile(r"^\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|={3,})$")
_COMMENT = re.compile(r"^<!--.*-->$")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_FOOT = re.compile(
    r"report (?:an? |this )?(?:issue|page|problem)"
    r"|(?:found|spotted|noticed|see) an? (?:bug|error|issue|mistake|problem|typo)"
    r"(?:(?: (?:here|in|on|with)\b[^?]*)?\W*(?:please )?(?:report|let us know|tell us).*)?"
)


def furniture(text: str) -> bool:
    """Whether a line belongs to the page and not to the lesson, wherever it stands."""
    if len(text) > MAX_EXAMINED_LINE:
        return False
    if _EMOJI.match(text):
        return True
    bare = key(re.sub(r"^\s*[-*+•]\s+", "", _LINK.sub(r"\1", text)))
    return bool(bare) and bool(_FURNITURE.fullmatch(bare))


def comment(text: str) -> bool:
    """Whether a line is a comment, which no reader of the page sees."""
    return bool(_COMMENT.match(text.strip()))


def foot(text: str) -> bool:
    """Whether the page's own foot begins here."""
    return len(text) <= MAX_EXAMINED_LINE and bool(_FOOT.fullmatch(key(_LINK.sub(r"\1", text))))


def is_mode_list(text: str) -> bool:
    if len(text) > MAX_EXAMINED_LINE:
        return False
    bare = key(re.sub(r"^\s*(?:[-*+•]|\d+\.)\s+", "", _LINK.sub(r"\1", text)))
    return bool(bare) and bool(re.fullmatch(rf"(?:(?:{_MODE})[\s|,;·•/]*)+", bare))


_LEVEL_NAMES: dict[str, Level] = {
    "foundation": "foundation",
    "foundational": "foundation",
    "foundations": "foundation",
    "beginner": "foundation",
    "basic": "foundation",
    "intermediate": "intermediate",
    "advanced": "advanced",
    "expert": "expert",
}
_LEVEL = rf"(?:level:? )?(?P<level>{'|'.join(_LEVEL_NAMES)})(?: level)?"
_LEVEL_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"^[\[(]{_LEVEL}[\])]\s*(?:[:–—|·]|-(?=\s))?\s*(?P<title>\S.*)$",
        rf"^(?P<title>.*\S)\s*[\[(]{_LEVEL}[\])]$",
        rf"^(?P<title>.*\S)\s+[\-–—|·]\s*{_LEVEL}$",
        rf"^{_LEVEL}\s*[:|·–—]\s*(?P<title>\S.*)$",
        rf"^{_LEVEL}\s+-\s*(?P<title>\S.*)$",
    )
)
_LEVEL_BADGE = re.compile(rf"[`*_]+({'|'.join(_LEVEL_NAMES)})[`*_]+", re.IGNORECASE)
_GLUED = re.compile(
    r"^(?P<level>Foundation|Intermediate|Advanced|Expert|FOUNDATION|INTERMEDIATE|ADVANCED|EXPERT)(?P<title>[^a-z\s:].*)$"
)
_LOOSE = re.compile(
    r"^(?P<level>Foundation|Intermediate|Advanced|Expert)\s*(?P<title>\S.*)$", re.IGNORECASE
)


def level_title(text: str, loose: bool = False) -> tuple[Level, str] | None:
    """The level and the title in a line: bracketed, after a dash, or glued.

    ``loose`` accepts a level that is merely the first word, where a title is known to stand.
    """
    if len(text) > MAX_EXAMINED_LINE:
        return None
    text = plain(_LEVEL_BADGE.sub(r"(\1)", text))
    text = re.sub(r"(?<!\w)[*_]{1,2}|[*_]{1,2}(?!\w)", "", text) if "`" not in text else text
    forms = (*_LEVEL_FORMS, _GLUED, _LOOSE) if loose else (*_LEVEL_FORMS, _GLUED)
    for form in forms:
        if match := form.match(text):
            return _LEVEL_NAMES[match["level"].lower()], plain(match["title"])
    return None


def level(text: str) -> Level | None:
    """The level that a line names and nothing else."""
    match = re.fullmatch(_LEVEL, key(text).strip("()[]"))
    return _LEVEL_NAMES[match["level"]] if match else None
