"""What a myth's reality answers to its question.

Normally the question asks whether the common belief holds ("Do you think all jobs need code?"),
so that the reality answers *no*. The other way round happens when the question asks what the
belief denies ("Can a model be wrong while sounding sure?" against "A sure answer is never
wrong"): then the reality answers *yes*. That is recognised by a word that stands denied in one of
the two and plainly in the other, or by its opposite. A reality that begins with yes or no has
the last word; signs that contradict each other leave the question open.
"""

import re

from bot.lessons.importing import questions

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
    if found := _ANSWER.match(reality):
        word = found[1].lower()
        if word in ("yes", "no"):
            return word == "yes"
        refuted = word in ("false", "incorrect", "wrong")
        turned = _turned(question, belief) if belief else False
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
    answered by yes, which no word shows. A belief about all cases denies a question about one.
    """
    if not _CAN.search(question) or _CAN.search(belief):
        return False
    always = _UNIVERSAL.search(belief) and not _UNIVERSAL.search(question)
    return True if always else None


def matching(labels: tuple[str, ...], belief: str, reality: str) -> int | None:
    """Which of two options the reality confirms: the one that is not the belief's.

    ``None`` when the belief resembles both or neither.
    """
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


def _turned(question: str, belief: str) -> bool:
    signs = _signs(question, belief)
    return bool(signs) and all(signs)


def _signs(question: str, belief: str) -> list[bool]:
    """For each significant word that both have, whether one denies it and the other does not."""
    asked, asked_denied = _denials(question)
    held, held_denied = _denials(belief)
    signs = []
    if asked_denied & (held - held_denied) or held_denied & (asked - asked_denied):
        signs.append(True)
    if asked_denied & held_denied:
        signs.append(False)
    if signs == [True] and asked_denied and held_denied:
        signs.append(False)  # each denies something else: there is no telling
    for one, other in _OPPOSITES:
        a, b = _stem(one), _stem(other)
        for first, second in ((a, b), (b, a)):
            if first in asked - held and second in held - asked:
                signs.append((first in asked_denied) == (second in held_denied))
    return signs


def _denials(text: str) -> tuple[set[str], set[str]]:
    """The stems of the text's significant words, and those that stand denied."""
    lower = text.lower().replace("’", "'")
    denied: set[str] = set()
    for found in _NEGATION.finditer(lower):
        if lower[found.end() :].lstrip().startswith(("only", "just")):
            continue
        clause = re.split(r"[,;:.?!]|\b(?:but|because|so|while)\b", lower[found.end() :])[0]
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
