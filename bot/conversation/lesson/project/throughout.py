"""Whether a criterion is about every line of the work, by its words: "each", "no", "as well as".

One good line is no yes to such a criterion, so it is asked which line has to change for it. A word
in quotation, or in a clause of its own ("something that every answer can do without"), says
nothing of the lines.
"""

import re

from bot.conversation.question.naming import WORD, fold, listed_phrases

_QUOTED = re.compile(r"\*[^*]+\*|“[^”]*”|„[^“”]*[“”]|\"[^\"]*\"")


def is_about_every_line(criterion: str) -> bool:
    """Whether all lines have to do what this says, in any language."""
    words = f" {' '.join(WORD.findall(fold(_QUOTED.sub(' ', criterion))))} "
    for other in sorted(listed_phrases("project.each.but"), key=len, reverse=True):
        # Who begins with "for each" means each.
        words = f" {words[1:].replace(f' {other} ', ' ')}"
    return any(f" {text} " in words for text in listed_phrases("project.each.words"))
