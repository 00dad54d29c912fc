"""The myths, each a question or a belief, the reality, and why it matters; and the pitfalls.

Normally a myth's question asks whether the common belief holds ("Do you think all jobs need
code?"), so that the reality answers *no*. The other way round happens when the question asks what
the belief denies ("Can a model be wrong while sounding sure?" against "A sure answer is never
wrong"): then the reality answers *yes*. That is recognised by a word that stands denied in either
of the two and plainly in the other, or by its opposite. A reality that begins with yes or no has
the last word; signs that contradict each other leave the question open.
"""

import re
from collections.abc import Sequence

from bot.lessons.importing import classify, labels, questions, vocabulary
from bot.lessons.importing.ledger import Ledger, Segment, has_words, numeral, solid
from bot.lessons.importing.lines import Line
from bot.lessons.importing.markdown import fits_paragraph
from bot.lessons.model import Myth, Pitfall
from bot.lessons.question import Option, Question

_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nothing|nobody|neither|nor|without|cannot|can't|unable|impossible|hardly"
    r"|\w+n't)\b"
)
_OPPOSITES = (
    ("wrong", "right"),
    ("wrong", "correct"),
    ("incorrect", "correct"),
    ("false", "true"),
    ("slower", "faster"),
    ("worse", "better"),
    ("unsafe", "safe"),
    ("harmful", "harmless"),
    ("different", "same"),
    ("possible", "impossible"),
    ("fail", "succeed"),
    ("rare", "common"),
    ("change", "fixed"),
)
_ANSWER = re.compile(
    r"^[\W_]*(yes|no|true|false|correct|incorrect|wrong)\b\s*[,.:;!–—-]", re.IGNORECASE
)
_NO_DIFFERENCE = re.compile(r"\bmakes? (no|little|hardly any) difference\b", re.IGNORECASE)
_IRRELEVANT = re.compile(r"\b(?:is|are) irrelevant\b", re.IGNORECASE)
_CAN = re.compile(
    r"\b(?:can|could|may|might|possibl[ey]|able|ever|sometimes|lets?|allows?)\b", re.IGNORECASE
)
_UNIVERSAL = re.compile(r"\b(?:always|all|every|must|only|never|cannot|can't)\b", re.IGNORECASE)
_SCOPE = 2
"""How many significant words after a negation it may deny."""


def answer(question: str, belief: str, reality: str) -> bool | None:
    """``True`` when *yes* is right, ``False`` when *no* is, ``None`` when there is no telling."""
    if match := _ANSWER.match(reality):
        word = match[1].lower()
        if word in ("yes", "no"):
            return word == "yes"
        refuted = word in ("false", "incorrect", "wrong")
        turned = _is_turned(question, belief) if belief else False
        return turned if refuted else not turned
    if not belief or not reality:
        return None
    question, belief = _plainly(question), _plainly(belief)
    if _same(question, belief):
        return False
    signs = _signs(question, belief)
    if not signs:
        return _possible(question, belief)
    return None if len(set(signs)) > 1 else signs[0]


def _plainly(text: str) -> str:
    """Ways to deny without a word of denial, in plain words."""
    text = _NO_DIFFERENCE.sub(r"\1 matter", text)
    return _IRRELEVANT.sub("do not matter", text)


def _same(question: str, belief: str) -> bool:
    """Whether both say nearly the same in the same words, denials included."""
    asked, held = _stems(question), _stems(belief)
    denials = [
        len(_NEGATION.findall(text.lower().replace("’", "'"))) for text in (question, belief)
    ]
    return denials[0] == denials[1] and len(asked & held) >= 0.8 * max(
        1, min(len(asked), len(held))
    )


def _possible(question: str, belief: str) -> bool | None:
    """The answer when nothing contradicts: no, unless the question asks whether a thing can be.

    "Can a closure change the variable?" against "Captured variables are read-only" may well be
    answered by yes, which no word shows. A belief about all cases denies a question about a single
    case.
    """
    if not _CAN.search(question) or _CAN.search(belief):
        return False
    always = _UNIVERSAL.search(belief) and not _UNIVERSAL.search(question)
    return True if always else None


def matching(labels: tuple[str, ...], belief: str, reality: str) -> int | None:
    """Which of two options the reality confirms, the other being the belief's, if either."""
    if len(labels) != 2 or not belief or not reality:
        return None
    words = [_stems(label) for label in labels]
    own = [words[0] - words[1], words[1] - words[0]]
    in_belief = [len(x & _stems(belief)) / max(1, len(x)) for x in own]
    in_reality = [len(x & _stems(reality)) / max(1, len(x)) for x in own]
    if in_belief[0] == in_belief[1]:
        return None
    held = 0 if in_belief[0] > in_belief[1] else 1
    if _NEGATION.search(belief.lower()) or in_reality[held] > in_reality[1 - held] > 0:
        return None
    return 1 - held


def _is_turned(question: str, belief: str) -> bool:
    signs = _signs(question, belief)
    return bool(signs) and all(signs)


def _signs(question: str, belief: str) -> list[bool]:
    """For each significant word in both, whether just a single text denies it."""
    asked, asked_denied = _denials(question)
    held, held_denied = _denials(belief)
    signs = []
    if asked_denied & (held - held_denied) or held_denied & (asked - asked_denied):
        signs.append(True)
    if asked_denied & held_denied:
        signs.append(False)
    if signs == [True] and asked_denied and held_denied:
        signs.append(False)  # each denies something else: there is no telling
    for text, other in _OPPOSITES:
        a, b = _stem(text), _stem(other)
        for first, second in ((a, b), (b, a)):
            if first in asked - held and second in held - asked:
                signs.append((first in asked_denied) == (second in held_denied))
    return signs


def _denials(text: str) -> tuple[set[str], set[str]]:
    """The stems of the text's significant words, and those that stand denied."""
    lower = text.lower().replace("’", "'")
    denied: set[str] = set()
    for match in _NEGATION.finditer(lower):
        if lower[match.end() :].lstrip().startswith(("only", "just")):
            continue
        clause = re.split(r"[,;:.?!]|\b(?:but|because|so|while)\b", lower[match.end() :])[0]
        if words := clause.split():
            denied |= {_stem(w) for w in questions.significant(" ".join(words))[:_SCOPE]}
    return _stems(lower), denied


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in questions.significant(text)}


def _stem(word: str) -> str:
    """A crude stem: enough to find *retrained* in *retraining*, and *succeed* in *succeeds*."""
    for ending in ("ations", "ation", "ings", "ing", "edly", "ed", "es", "s", "ly", "al", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return _stem(word[: -len(ending)])
    return word


_MYTH_NUMBER = re.compile(
    r"^\W{0,4}(?:myth|misconception)\s*#?\d*\s*(?:[:.)–—-]\s*|$)", re.IGNORECASE
)


def myths(ledger: Ledger, body: Sequence[Line]) -> tuple[Myth, ...]:
    """The myths, each from its question (or its belief) to why it matters."""
    lines = ledger.without_furniture(body)
    groups: list[list[Segment]] = []
    seen: set[str] = set()
    for segment in _myth_segments(ledger, lines):
        titled = bool(groups) and [s.name for s in groups[-1]] == ["belief"] and groups[-1][0].head
        if titled and segment.name in ("question", "belief") and _titles(groups[-1][0], segment):
            seen = seen - {"belief"} if segment.name == "question" else seen
        elif (
            segment.name == "question"
            or (segment.name == "belief" and "belief" in seen)
            or not groups
        ):
            groups.append([])
            seen = set()
        groups[-1].append(segment)
        seen.add(segment.name)
    return tuple(myth for group in groups if (myth := _myth(ledger, group)))


def _titles(title: Segment, below: Segment) -> bool:
    """Whether a belief is the title of the myth whose question or label stands below it."""
    head = title.head
    named = head is not None and not labels.MYTH.match(head.text, heading=bool(head.heading))
    asked = below.name == "question" or (
        below.head is not None and labels.MYTH.match(below.head.text) is not None
    )
    return named and asked


def _myth_segments(ledger: Ledger, lines: list[Line]) -> list[Segment]:
    segments: list[Segment] = []
    for segment in ledger.segments(lines, labels.MYTH):
        current = segment
        rows: list[Line] = []
        for at, line in enumerate(segment.lines):
            inside = (
                line is segment.lines[0] and segment.head is not None and line.at == segment.head.at
            )
            name, text = ("", "") if inside or line.fenced else _myth_start(segment.lines, at)
            if name:
                if current.head or solid(rows):
                    segments.append(Segment(current.name, current.head, rows))
                current, rows = Segment(name, line, []), [line.rest(text)] if text else []
            else:
                rows.append(line)
        if current.head or solid(rows):
            segments.append(Segment(current.name, current.head, rows))
    return segments


def _myth_start(lines: Sequence[Line], at: int) -> tuple[str, str]:
    """What begins at this line, a ``question`` or a ``belief``, and its text."""
    line = lines[at]
    text = re.sub(r"^(?:[-*+•]\s+|\d{1,2}[.)]\s+)", "", line.text)
    numbered = _MYTH_NUMBER.match(text)
    bare = text[numbered.end() :] if numbered else text
    bare = re.sub(r"^(\*\*|__)(.*)\1$", r"\2", bare) if not numbered else bare.strip("*_ ")
    if vocabulary.QUICK.match(bare):
        return "question", vocabulary.QUICK.sub("", bare)
    asks = "?" in bare and (
        bool(line.heading or numbered)
        or bool(vocabulary.YES_NO.search(bare) or vocabulary.COMMIT.search(bare))
        or bare.startswith("🤔")
        or (bare.rstrip('"”*_').endswith("?") and not any(solid(lines[at + 1 :])))
    )
    if asks:
        return "question", bare.lstrip("🤔 ")
    if numbered and (bare or line.heading):
        return "belief", bare
    return ("belief", bare) if line.heading else ("", "")


def _myth(ledger: Ledger, group: list[Segment]) -> Myth | None:
    fields = {"belief": "", "reality": "", "matters": ""}
    asked: Segment | None = None
    for segment in group:
        blocks = ledger.group(segment.lines)
        if segment.name == "question" and asked is None:
            asked = segment
        elif segment.name in fields and any(map(fits_paragraph, blocks)):
            before = fields[segment.name]
            if before and segment.name != "belief":
                continue  # a second of its kind: it stays a leftover
            ledger.open(segment)
            text = ledger.paragraph(blocks)
            fields[segment.name] = f"{before.rstrip(' .')}. {text}" if before else text
    if asked is None and not fields["belief"]:
        # Without a question or a belief there is no myth to ask about: give its lines back.
        for segment in group:
            ledger.used.difference_update(line.at for line in segment.lines)
        return None
    question = _myth_question(ledger, asked, fields["belief"], fields["reality"])
    return Myth(question=question, **fields)


def _myth_question(ledger: Ledger, asked: Segment | None, belief: str, reality: str) -> Question:
    if asked is None:
        text = f"Do you think this is true: {belief.rstrip(' .!?')}?"
        ledger.note(None, f"a myth without a question asks “{text}”")
        right = answer("", belief, reality)
        return _yes_no(ledger, text, right)
    blocks = ledger.group(asked.lines)
    ledger.open(asked)
    for block in blocks[:1]:
        ledger.use(block.lines)
    text = " ".join(line.text for block in blocks[:1] for line in block.lines)
    binary = bool(vocabulary.YES_NO.search(text))
    text = vocabulary.COMMIT.sub("", vocabulary.YES_NO.sub("", text)).strip()
    text = questions.ask(ledger.writer.title(text)) or "Is this true?"
    offered = ("Yes", "No") if binary else questions.options(text)
    if offered in (("Yes", "No"), questions.SELF_JUDGED):
        right = answer(text, belief, reality)
        if right is None:
            ledger.note(asked.head, f"no key: whether yes or no answers “{text}” is not clear")
        return _yes_no(ledger, text, right)
    key = matching(offered, belief, reality)
    if key is None:
        ledger.note(asked.head, f"no key: the question “{text}” is open")
    options = tuple(Option(label=label, right=n == key) for n, label in enumerate(offered))
    return Question(id=ledger.name(text), text=text, options=options)


def _yes_no(ledger: Ledger, text: str, right: bool | None) -> Question:
    options = (Option(label="Yes", right=right is True), Option(label="No", right=right is False))
    return Question(id=ledger.name(text), text=text, options=options)


_PITFALL = re.compile(r"^\W{0,3}#\s?(?P<n>\d{1,2})(?!\d)[.):\s–—-]*(?P<title>.*)$")
_PITFALL_NUMBER = re.compile(
    r"^(?:(?:pitfall|mistake)\s*)?#?\d{1,2}\s*[.):–—-]\s*|^(?:pitfall|mistake)\s*:\s*",
    re.IGNORECASE,
)


def pitfalls(ledger: Ledger, body: Sequence[Line]) -> tuple[Pitfall, ...]:
    """The pitfalls: each a title, a wrong approach, a right approach, and the root cause."""
    lines = ledger.without_furniture(body)
    starts = _pitfall_starts(lines)
    cards: list[Pitfall] = []
    for n, (first, after, title) in enumerate(starts):
        end = starts[n + 1][0] if n + 1 < len(starts) else len(lines)
        ledger.use(lines[x] for x in range(first, after) if not lines[x].blank)
        cards.append(_pitfall(ledger, title, lines[after:end]))
    return tuple(cards)


def _pitfall_starts(lines: list[Line]) -> list[tuple[int, int, str]]:
    """Where pitfalls begin, where their titles end, and the titles."""
    results: list[tuple[int, int, str]] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        start: tuple[int, int, str] | None = None
        if line.blank or line.fenced or labels.PITFALL.match(line.text, heading=bool(line.heading)):
            at += 1
            continue
        below = next((x for x in range(at + 1, len(lines)) if not lines[x].blank), None)
        if hashed := _PITFALL.match(vocabulary.plain(line.text)):
            if hashed["title"].strip("*_ "):
                start = (at, at + 1, hashed["title"])
            elif below is not None and _may_title(lines[below]):
                start = (at, below + 1, lines[below].text)
        elif below is not None and not lines[below].fenced:
            again = labels.PITFALL.match(lines[below].text, heading=bool(lines[below].heading))
            if (again and again.name == "wrong") or (
                line.heading and not classify.code(lines[below].raw)
            ):
                start = (at, at + 1, line.text)
            if start and results and numeral(lines[at - 1].text) == len(results) + 1:
                start = (at - 1, at + 1, line.text)
        if start and has_words(title := _pitfall_title(start[2])):
            results.append((start[0], start[1], title))
            at = start[1]
        else:
            at += 1
    return results


def _may_title(line: Line) -> bool:
    return not line.fenced and labels.PITFALL.match(line.text) is None


def _pitfall_title(text: str) -> str:
    text = re.sub(r"^[-*+•]\s+", "", vocabulary.plain(text))
    return _PITFALL_NUMBER.sub("", text).strip("*_ ").removesuffix(".")


def _pitfall(ledger: Ledger, title: str, body: Sequence[Line]) -> Pitfall:
    wrong = right = cause = ""
    for segment in ledger.segments(body, labels.PITFALL):
        blocks = ledger.group(segment.lines, coded=segment.name in ("wrong", "right"))
        if segment.name == "wrong" and not wrong and blocks:
            ledger.open(segment)
            wrong = ledger.blocks(blocks)
        elif segment.name == "right" and not right and blocks:
            ledger.open(segment)
            right = ledger.blocks(blocks)
        elif segment.name == "cause" and not cause and blocks:
            ledger.open(segment)
            cause = ledger.paragraph(blocks)
    return Pitfall(title=ledger.writer.title(title), wrong=wrong, right=right, cause=cause)
