"""What somebody believed who said something else than the answer, in their own words.

Where options are chosen, a wrong one is answered: why it tempts, and why it fails. Who has said it
in words was only told what is right, and keeps what they believed, next to it. So they are asked
which of the wrong answers theirs was closest to, and told of that one; where their words name one
plainly, it isn't asked. It is no attempt: nothing of it goes on record.
"""

import re

from bot.conversation.language.markup import plain, unquoted
from bot.conversation.language.paging import paragraphs
from bot.conversation.lesson.beats import Rate
from bot.conversation.lesson.project import versions
from bot.conversation.offers import offer
from bot.conversation.phrases import phrase
from bot.conversation.question import reveal
from bot.conversation.question.naming import in_all_languages
from bot.conversation.question.own_words import option_named
from bot.conversation.turn import Scene
from bot.lessons.question import Option

_SENTENCE = re.compile(r"[.!?;:\n]+")


def wrong(beat: Rate) -> dict[int, Option]:
    """The wrong options, by their numbers, of which the lesson says why they fail."""
    options = beat.closest.options if beat.closest else ()
    return {
        n: option for n, option in enumerate(options) if not option.right and option.explanation
    }


def named(scene: Scene, beat: Rate) -> int | None:
    """Which of them the words that were written name; ``None`` if none, or none plainly."""
    there = [submission.text for submission in versions.work(scene, beat.item)[-1:]]
    if beat.closest is None or not there:
        return None
    numbers = {option_named(beat.closest, piece) for piece in _pieces(there[0])} - {None}
    choice = numbers.pop() if len(numbers) == 1 else None
    return choice if choice in wrong(beat) else None


def ask(scene: Scene, beat: Rate) -> None:
    """Ask which of them what was said was closest to."""
    rows = [[offer(plain(option.label), "closest", n)] for n, option in wrong(beat).items()]
    none = offer(phrase("recall.closest.none"), "none close")
    scene.ask(phrase("recall.closest.which"), [*rows, [none]])


def told(beat: Rate, choice: int, *, unasked: bool = False) -> str:
    """Why this one tempts, and why it fails; it is named to who was ``unasked``."""
    option = wrong(beat)[choice]
    lead = phrase("recall.closest.named", label=unquoted(option.label)) if unasked else ""
    return paragraphs(lead, *reveal.refutation(option))


def _pieces(text: str) -> list[str]:
    """A text's sentences, and the parts of each, such as what stands before its reason."""
    because = "|".join(
        re.escape(word)
        for words in in_all_languages("recall.closest.because")
        for word in words.split("|")
    )
    parts = re.compile(rf",\s|\s+(?:{because})\b", re.IGNORECASE)
    sentences = _SENTENCE.split(text)
    return [*sentences, *(part for sentence in sentences for part in parts.split(sentence))]
