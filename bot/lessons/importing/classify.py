"""Whether a line is prose, a line of code, or a part of a drawing.

A page that was copied from a browser no longer says which of its lines were code or a diagram,
so this is judged by the characters. A line is *strong* when it can hardly be anything else, and
*weak* when it is code only beside strong lines. Prose wins in doubt: code shown as prose still
reads, prose shown as code does not.

A line is judged alone first, then by its neighbours: words between two lines of a drawing belong to
it, and so does the word that an arrow leaves or reaches; comments, closing brackets and indented
lines belong to the code beside them.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from bot.lessons.importing.lines import Line
from bot.lessons.importing.vocabulary import MAX_EXAMINED_LINE

_BOX = re.compile("[\u2500-\u259f]")
_CONNECTOR = re.compile(
    r"^(?!\s*(?:\.{3}|>{3}|\|\||//+|/\*+|\*+/?|\+\+|--|=+|->|=>|_+|-+|<|>|\.|:|\+|/|\\|-)\s*$)"
    r"[\s|v^↓↑▼▲↕⇅⬇⬆→←│/\\<>+=_\-:.*]+$"
)
_CONNECTS = re.compile(r"[|↓↑▼▲↕⇅⬇⬆│]|[-=_]{2,}|(?<!\w)[v^](?!\w)|[/\\]\s+[/\\]|^\s*[/\\]\s*$")
_FRAME = re.compile(
    r"\+[-=]{2,}|[-=]{2,}\+|^\s*\|.*\|\s*$|\[[^\]]*\]\s*(?:[-=]{1,}>|→|⟶|[-=]{2,})\s*[\[(]"
)
_ARROW = re.compile(r"(?:^|\s)(?:-+>|={2,}>|<[-=]{1,}|→|←|⟶|►|▶|◄|[-=]{2,}\|?)(?=\s|$)")

_STRONG = re.compile(
    r"""(?:
    (?:async\ )?def\ \w+\s*\( | class\ \w+(?:\(.*\))?\s*[:{]
    | from\ [\w.]+\ import\b | import\ [\w.{}*]+(?:,\ ?[\w.]+)*(?:\ as\ \w+|\ from\ .+)?;?$
    | (?:for|while|if|elif|with|except|switch|catch|else\ if)\b.*[:{]$
    | (?:\}\s*)?(?:else|try|finally)\s*[:{]$
    | (?:return|yield|raise|throw|await|break|continue|pass)(?:\ [\w."'-]+)?;?$
    | (?:return|yield|raise|throw|await)\ .*[=(){}\[\];+*/<>].*
    | (?:const|let|var|final|public|private|protected|static|void|int|float|double|char|bool
        |boolean|String|auto|long)\ +[\w<>\[\]*&]+.*[=;({].*
    | (?:export\ |async\ )*function\b.*[({] | \#include\b | \#!/
    | (?:print|console\.log|printf|System\.out\.\w+|puts|len|range)\(.*
    | echo\ ["'$].*
    | [A-Za-z_][\w.]*(?:\[[^\]]*\])*(?:,\ *\w+)*\s*(?::\s*\w+\s*)?(?:[-+*/%|&]?=|:=|<-)\s*
        (?:[^.\s]|\.(?=\S))(?:[^.]|\.(?=\S))*$
    | [a-z_][\w.]*\(.*\)[;:]?(?:\s+(?:\#|//).*)?$
    | [.\#@]?[\w-]+(?:[\ ,>.\#:\w-]*)\{.* | [\w-]+\s*:\s*[^.]+;$
    | </?[a-zA-Z][^>]*>.* | \$\ \w+.* | >>>\ .* | @\w+(?:\(.*\))?$
    | (?-i:SELECT|INSERT\ INTO|UPDATE|DELETE\ FROM|CREATE\ (?:TABLE|INDEX|VIEW)|ALTER\ TABLE
        |DROP\ TABLE|FROM|WHERE|(?:(?:LEFT|RIGHT|INNER|FULL|CROSS|NATURAL)\ )*(?:OUTER\ )?JOIN
        |GROUP\ BY|ORDER\ BY|HAVING|LIMIT|VALUES|UNION)\b.*
    | (?-i:(?:sudo\ )?(?:[a-z][\w./-]*)(?:\ \S+)*\ (?:\||>{1,2}|2>|&&)\ ?[\w.~/$"-]\S*(?:\ .*)?$)
    | (?-i:(?:sudo\ )?(?:awk|cat|cd|chmod|chown|cp|curl|cut|docker|export|find|git|grep|head|kill
        |kubectl|ls|make|mkdir|mv|node|npm|npx|pip3?|ps|python3?|rm|sed|sort|source|ssh|tail|tar
        |touch|uniq|wc|wget|xargs)\ (?:\S+\ )*(?:--?[A-Za-z][\w=-]*|[~.]?/\S*|\*\.\w+
        |[\w-]+\.(?:c|csv|gz|html|js|json|log|md|py|sh|sql|tar|toml|ts|txt|ya?ml|zip)
        |"?\$\w+"?)(?:\ [^.]*(?:\.\w[^.]*)*)?$)
    | (?:for|while|until|if|elif)\ .*;\ ?(?:do|then)$ | (?-i:[A-Z]+(?:_[A-Z]+)+(?:\ [^.]*)?$)
    | [\])}]+[;,)]*$ | .*[;{]$ | .*=>\s*[{(]?$ | (?://|/\*).*
    )""",
    re.VERBOSE,
)
_COMMENT = re.compile(r"\s*(?:#(?!\d)|//|--\s|/\*|\*/|%\s)")
_WEAK = re.compile(
    r"[=(){}\[\];<>_\"'|]|^[a-z][\w-]*:(?:\s+\S+)?$|^[a-z]\w*$|^[A-Z]{2,}(?:\s\S+)?$|^-\s+\w+:"
)
_BULLET = re.compile(r"^\s*(?:[-*+•–◦▪]\s+|\d{1,2}[.)]\s+)\S")
_SENTENCE_END = re.compile(r"[.!?…:][\"”’')\]*_]*$")


def sentence(text: str) -> bool:
    """Whether a line reads as prose: several words, from a capital to a full stop, or long."""
    words = text.split()
    if len(words) >= 14 and not re.search(r"[;{}]$", text):
        return True
    return (
        len(words) >= 4
        and bool(_SENTENCE_END.search(text))
        and bool(re.match(r"[\"“'‘(*_]*[A-Z`]", text))
        and not re.search(r"[;{}]", text)
    )


def item(text: str) -> bool:
    """Whether a line is an item of a list."""
    return bool(_BULLET.match(text))


def is_title(text: str) -> bool:
    """Whether a line has words and none of the signs of code or drawing."""
    return bool(re.search(r"[^\W\d_]{2}", text)) and not (is_drawing(text) or code(text))


def ends(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_SENTENCE_END.search(text.strip()))


def connector(raw: str) -> bool:
    """Whether a line holds nothing but lines and arrows of a drawing."""
    return len(raw) <= MAX_EXAMINED_LINE and bool(_CONNECTOR.match(raw) and _CONNECTS.search(raw))


def is_drawing(raw: str) -> bool:
    """Whether a line is a part of a drawing."""
    if len(raw) > MAX_EXAMINED_LINE:
        return False
    if _BOX.search(raw) or connector(raw) or _FRAME.search(raw):
        return "`" not in raw and not re.search(r"\|\|", raw)
    return len(_ARROW.findall(raw)) >= 2 and not ends(raw) and "`" not in raw and len(raw) <= 120


def arrow(raw: str) -> bool:
    """Whether an arrow leads from a thing to another, as in a drawing on a single line."""
    return len(raw) <= MAX_EXAMINED_LINE and bool(_ARROW.search(raw)) and "`" not in raw


def code(raw: str) -> bool:
    """Whether a line can hardly be anything but code."""
    text = raw.strip()
    if not text or len(text) > MAX_EXAMINED_LINE or "`" in text or "**" in text or item(raw):
        return False
    return bool(_STRONG.match(text)) and not (sentence(text) and not text.endswith(":"))


def prompt(raw: str) -> bool:
    """Whether a line is a command behind a prompt, so that its output may follow."""
    return bool(re.match(r"\s*(?:\$|>>>)\s+\S", raw))


def code_beside_code(raw: str) -> bool:
    text = raw.strip()
    if "`" in text or (sentence(text) and not raw.startswith("  ") and not _COMMENT.match(raw)):
        return False
    return bool(raw.startswith("  ") or _COMMENT.match(raw) or code(raw) or _WEAK.search(text))


Kind = Literal["prose", "list", "code", "drawing"]


def kinds_of(
    lines: Sequence[Line], raws: Sequence[str], *, coded: bool, indented: bool = False
) -> list[Kind]:
    """The kind of every line, with blank lines inside code and drawings as theirs.

    ``raws`` are the bare lines; ``coded`` says that code is to be expected here, ``indented`` that
    an indentation of four spaces makes code, as in Markdown.
    """
    kind: list[Kind] = ["prose"] * len(lines)
    for at, line in enumerate(lines):
        if line.fenced or line.blank:
            continue
        if is_drawing(raws[at]) and not item(raws[at]):
            kind[at] = "drawing"
        elif code(raws[at]) and not line.heading:
            kind[at] = "code"
    _tabulate(raws, lines, kind)
    _draw_on(raws, lines, kind)
    if indented:
        _expect_indented(raws, lines, kind)
    if coded:
        _expect_code(raws, lines, kind)
    for step in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        before: Kind = "prose"
        prompted = False
        for at in step:
            line = lines[at]
            if line.blank or line.fenced:
                before = "prose"
            elif kind[at] == "prose" and (
                (before == "code" and code_beside_code(raws[at]))
                or (step.step > 0 and prompted and _may_answer(raws[at]))
            ):
                kind[at] = "code"
            before = kind[at] if not line.blank else "prose"
            prompted = kind[at] == "code" and (prompted or prompt(raws[at]))
    _bridge(lines, kind)
    return kind


def _draw_on(raws: Sequence[str], lines: Sequence[Line], kind: list[Kind]) -> None:
    """Words between the lines of a drawing belong to it; connectors alone are no drawing."""
    drawn = [at for at, k in enumerate(kind) if k == "drawing"]

    def caption(at: int, limit: int) -> bool:
        text = raws[at].strip()
        return (
            0 <= at < len(lines)
            and not lines[at].fenced
            and not lines[at].heading
            and len(text) <= limit
            and not re.search(r"[.!?,;]$", text)
        )

    for first, last in pairwise(drawn):
        between = range(first + 1, last)
        words = [at for at in between if raws[at].strip() or lines[at].fenced]
        if len(between) <= 5 and len(words) <= 3 and all(caption(at, 60) for at in words):
            for at in between:
                kind[at] = "drawing"
    for at in drawn:  # grows while it is gone through
        ends = connector(raws[at])
        for near in (at - 1, at + 1):
            if 0 <= near < len(lines) and kind[near] != "drawing" and not lines[near].blank:
                limit = 40 if near < at else 60
                indented = kind[near] == "prose" and raws[near].startswith("  ")
                if (ends or indented) and caption(near, limit):
                    kind[near] = "drawing"
                    drawn.append(near)
    for at in drawn:
        alone = all(
            not (0 <= near < len(lines)) or kind[near] != "drawing" for near in (at - 1, at + 1)
        )
        if alone and connector(raws[at]):
            kind[at] = "prose"


def _tabulate(raws: Sequence[str], lines: Sequence[Line], kind: list[Kind]) -> None:
    """Rows in a row with equally many cells are a table, which keeps its form as a drawing."""
    bars = [
        len(re.findall(r"\s\|\s", raw)) if not (line.fenced or item(raw)) else 0
        for line, raw in zip(lines, raws, strict=True)
    ]
    rows = [
        bool(n) and kind[at] == "prose" and not ends(raws[at]) and "`" not in raws[at]
        for at, n in enumerate(bars)
    ]
    for at, row in enumerate(rows):
        near = [x for x in (at - 1, at + 1) if 0 <= x < len(rows)]
        if row and any(rows[x] and bars[x] == bars[at] for x in near):
            kind[at] = "drawing"


def _expect_indented(raws: Sequence[str], lines: Sequence[Line], kind: list[Kind]) -> None:
    """Lines that stand four spaces in, below an empty line and outside of a list, are code."""
    listed, before = False, "blank"
    for at, line in enumerate(lines):
        if line.blank:
            before = before if before == "code" else "blank"
            continue
        inset = not line.fenced and raws[at].startswith("    ") and kind[at] == "prose"
        if inset and not listed and before in ("blank", "code"):
            kind[at], before = "code", "code"
            continue
        listed = item(raws[at]) or (listed and raws[at].startswith(" "))
        before = "text"


def _may_answer(raw: str) -> bool:
    """Whether a line right below a prompt may be what its command printed: it is no sentence."""
    return not (sentence(raw.strip()) or item(raw) or "`" in raw)


def _expect_code(raws: Sequence[str], lines: Sequence[Line], kind: list[Kind]) -> None:
    """Where code is expected, lines in a row of which none reads as a sentence are code."""
    run: list[int] = []
    for at in range(len(lines) + 1):
        line = lines[at] if at < len(lines) else None
        if line and not (line.blank or line.fenced or sentence(raws[at].strip())):
            run.append(at)
            continue
        listed = all(item(raws[x]) for x in run)
        prose = sentence(" ".join(raws[x].strip() for x in run))
        bold = any("**" in raws[x] for x in run)
        signs = any(code_beside_code(raws[x]) for x in run)
        single = len(run) == 1 and re.match(r"\s*[^A-Z\s].*[=()\[\]{};]", raws[run[0]])
        if (len(run) >= 2 or single) and signs and not (listed or prose or bold):
            for x in run:
                kind[x] = "code" if kind[x] == "prose" else kind[x]
        run = []


def _bridge(lines: Sequence[Line], kind: list[Kind]) -> None:
    """Blank lines between two lines of code or of a drawing belong to it."""
    solid = [at for at, line in enumerate(lines) if not line.blank]
    for first, last in pairwise(solid):
        same = kind[first] == kind[last] != "prose"
        if same and last - first <= 3 and not (lines[first].fenced or lines[last].fenced):
            for at in range(first + 1, last):
                kind[at] = kind[first]
