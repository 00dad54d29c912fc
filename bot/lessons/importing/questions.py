"""A question in a sentence becomes a question with options.

"Do you think X or Y?" offers X and Y (``alternatives``), a question to be answered by yes or no
offers these two, and an open one lets learners judge themselves.
"""

import re

from bot.lessons.importing.alternatives import alternatives
from bot.lessons.importing.words import AUXILIARIES, STOP

_YES_NO = ("Yes", "No")
SELF_JUDGED = ("I have an answer in mind", "I am not sure yet")
"""What is offered where a question names no options: the learner still commits, then compares."""

_OPENING = re.compile(
    r"^(?:(?:so|now|quick|quiz)[,:]\s+)?(?:do|would|did) you (?:think|believe|expect|say|guess)"
    r"(?: that)?\b[,:]?\s*",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"(?:(?:after|as|because|before|given|if|once|since|suppose|when|while|with)\b[^?]*,\s+"
    r"|what(?:'s| is) your (?:guess|prediction):\s+)"
    rf"(?=(?:{'|'.join(sorted(AUXILIARIES | {'is', 'are', 'was', 'were'}))})\b)",
    re.IGNORECASE,
)
"""What stands before the question itself: "If you delete a row, …"."""
_OPEN_WORD = re.compile(
    r"[\"“*_]*(?:in |at |by )?(?:what|which|how|why|where|when|who|whose)\b", re.IGNORECASE
)


def ask(text: str) -> str:
    """The question as a sentence: capitalised, closed with a question mark."""
    text = " ".join(text.split()).strip(' *_"“”')
    if text and not text.endswith("?"):
        text = text.rstrip(".!:;,") + ("?" if "?" not in text else ".")
    return text[:1].upper() + text[1:]


def significant(text: str) -> list[str]:
    """The words of a question that tell it from others."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("’", ""))
    return [word for word in words if word not in STOP] or words


def options(text: str) -> tuple[str, ...]:
    """The options that a question offers: X and Y (and Z), yes and no, or to judge oneself."""
    asked = _asked(text)
    body = _body(asked)
    if re.search(r"\bor (?:not|no)$", body, re.IGNORECASE):
        return _YES_NO
    found = alternatives(body)
    if len(found) >= 2 and len({x.casefold() for x in found}) == len(found):
        return tuple(found[:8])
    asks = _OPEN_WORD.match(body) or (_OPEN_WORD.match(asked) and not _CONDITION.match(asked))
    return SELF_JUDGED if asks else _YES_NO


def _asked(text: str) -> str:
    """The last sentence of the text that asks something."""
    sentences = re.split(r"(?<=[.?!])\s+(?=[A-Z\"“])", text.strip())
    asking = [s for s in sentences if s.rstrip('"”*_ ').endswith("?")]
    return (asking or sentences)[-1]


def _body(asked: str) -> str:
    body = asked.strip().strip("*_").rstrip("?!. ")
    if condition := _CONDITION.match(body):
        body = body[condition.end() :]
    found = _OPENING.search(body) or re.search(
        r"\bdo you think\b[,:]?\s*(?:that\s+)?", body, re.IGNORECASE
    )
    return body[found.end() :] if found else body
