"""Whether a line is prose, a line of code, or a part of a drawing.

A page that was copied from a browser no longer says which of its lines were code or a diagram,
so this is judged by the characters. A line is *strong* when it can hardly be anything else, and
*weak* when it is code only beside strong lines. Prose wins in doubt: code shown as prose still
reads, prose shown as code does not.
"""

import re

from bot.lessons.importing.marks import LONGEST

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


def titled(text: str) -> bool:
    """Whether a line has words and none of the signs of code or drawing."""
    return bool(re.search(r"[^\W\d_]{2}", text)) and not (drawn(text) or code(text))


def ends(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_SENTENCE_END.search(text.strip()))


def connector(raw: str) -> bool:
    """Whether a line holds nothing but lines and arrows of a drawing."""
    return len(raw) <= LONGEST and bool(_CONNECTOR.match(raw) and _CONNECTS.search(raw))


def drawn(raw: str) -> bool:
    """Whether a line is a part of a drawing."""
    if len(raw) > LONGEST:
        return False
    if _BOX.search(raw) or connector(raw) or _FRAME.search(raw):
        return "`" not in raw and not re.search(r"\|\|", raw)
    return len(_ARROW.findall(raw)) >= 2 and not ends(raw) and "`" not in raw and len(raw) <= 120


def arrow(raw: str) -> bool:
    """Whether an arrow leads from one thing to another, as in a drawing of one line."""
    return len(raw) <= LONGEST and bool(_ARROW.search(raw)) and "`" not in raw


def code(raw: str) -> bool:
    """Whether a line can hardly be anything but code."""
    text = raw.strip()
    if not text or len(text) > LONGEST or "`" in text or "**" in text or item(raw):
        return False
    return bool(_STRONG.match(text)) and not (sentence(text) and not text.endswith(":"))


def prompt(raw: str) -> bool:
    """Whether a line is a command behind a prompt, so that its output may follow."""
    return bool(re.match(r"\s*(?:\$|>>>)\s+\S", raw))


def code_beside_code(raw: str) -> bool:
    """Whether a line next to code is code as well."""
    text = raw.strip()
    if "`" in text or (sentence(text) and not raw.startswith("  ") and not _COMMENT.match(raw)):
        return False
    return bool(raw.startswith("  ") or _COMMENT.match(raw) or code(raw) or _WEAK.search(text))
