"""A line of a learner's own at a lesson's end, which comes back once.

It is something small that they make, or where they will use what they were told. Behind a thing
made, the lesson's ``model_answer`` is told, also to who made none. It comes afterwards, as what
people make themselves is remembered better than what they read (Slamecka & Graf 1978, "The
generation effect", Journal of Experimental Psychology: Human Learning and Memory 4, 592-604), and
comparing their work with an example is feedback where nobody else gives any (Nicol 2021, "The power
of internal feedback", Assessment & Evaluation in Higher Education 46, 756-778).

A plan that names a situation ("When I …, I'll …") is carried out more often than a good intention
without it: Gollwitzer (1999), "Implementation intentions: Strong effects of simple plans", American
Psychologist 54, 493-503; over 94 tests the effect is of medium to large size, d = 0.65 (Gollwitzer
& Sheeran 2006, Advances in Experimental Social Psychology 38, 69-119).

The line is asked for once in a lesson, of who has not taken it yet, and skipped by a press. Who has
made it is asked whether it does what it should, by the question that the model answer ends with,
before the rest of that is told; where it ends with none, it is told first, and asked below is
whether theirs does that, too: whoever is only told to compare reads on. Who says *Not yet* may make
theirs once more, and what they make then stands for the first, beside which they see it (see
``submission``). What is typed is quoted at the lesson's end, and once more behind the first review
of it on a later day (see ``bot.conversation.review.review``). Where others read, nothing is quoted.
The text lies where all their own words do; a learner holds no more than the ids of the lessons that
it waits in.
"""

import re
from collections.abc import Iterator

from bot.conversation.facts.learner import Met, Submission
from bot.conversation.language.markup import escape_markdown, isolate_words, unquote_words
from bot.conversation.language.paging import paragraphs
from bot.conversation.lesson.beats import Beat, Write
from bot.conversation.needs.learner import RunWork
from bot.conversation.offers import call, offer
from bot.conversation.phrases import list_words, phrase
from bot.conversation.question import criteria, typed
from bot.conversation.question.naming import WORD, listed_words
from bot.conversation.session import Run
from bot.conversation.turn import Scene
from bot.lessons.faults import shorten
from bot.lessons.lint.readability import SENTENCE_END
from bot.lessons.model import INTENTION
from bot.values import replace

WAITING = 12
"""Intentions that wait to come back, at most; older ones are let go of."""

_QUOTED = 160
"""Characters that are quoted: a line of theirs, three or four on a phone."""

_NUMBER = re.compile(r"(?:[$€£]\s?)?\d[\d.,:]*\d|(?:[$€£]\s?)?\d")
_UNIT = re.compile(r"\s?(?:%|°[CF]?|[$€£]|[^\W\d_]+)")

_READ = 3
"""Numbers of their line that are said back at most."""


def keep(scene: Scene, text: str) -> bool:
    """Put it on record, and let it come back; "no idea" and signs are nothing to come back to."""
    run = scene.run
    if typed.says_nothing(text):
        return False
    scene.facts.append(Submission(run.folder, run.lesson, INTENTION, text))
    if not run.preview:
        others = [intention for intention in scene.learner.intentions if intention != run.lesson]
        waiting = (*others, run.lesson)[-WAITING:]
        scene.learner = replace(scene.learner, intentions=waiting)
    return True


def model_answer(run: Run, beat: Write) -> str:
    """The lesson's own answer, for who is done with theirs; nothing if they were told it."""
    model, question = _parts(beat)
    is_shown = is_made(run, beat) and not question
    return phrase("learn.model", answer=model) if model and not is_shown else ""


def compare_lines(beat: Write) -> tuple[str, str]:
    """What is told before they look at their own line, and what they are asked about it.

    If the model answer ends with a question, that is asked first, and the rest is told when they
    are done: whoever has read it can only copy it. Otherwise theirs is held against it.
    """
    model, question = _parts(beat)
    if question:
        return "", phrase("learn.check", question=question)
    return phrase("learn.model.beside", answer=model), phrase("learn.compare")


def _parts(beat: Write) -> tuple[str, str]:
    """The model answer without the question that it ends with, and that question, if any."""
    *sentences, last = SENTENCE_END.split(beat.answer)
    return (" ".join(sentences), last) if sentences and last.endswith("?") else (beat.answer, "")


def is_made(run: Run, beat: Beat) -> bool:
    """Whether this beat's line is there, and they were asked to look at it."""
    return isinstance(beat, Write) and beat.intention and beat.item in run.worked


def ask(scene: Scene, beat: Write, before: str = "") -> None:
    """Ask for it; if it is made, whether it does what it should, or for another."""
    run = scene.run
    if not (is_made(run, beat) and beat.answer):
        ask_line(scene, paragraphs(before, beat.text))
        return
    new = any(isinstance(fact, Submission) for fact in scene.facts)
    shown = [] if new else tell_latest(scene, run)
    if run.met:
        ask_line(scene, paragraphs(before, beat.text, *shown, phrase("learn.anew")))
        return
    text = paragraphs(before, *shown, _say_read(scene, beat), *compare_lines(beat))
    verdicts: tuple[Met, ...] = ("yes", "no")
    ways = [offer(criteria.label(verdict, "work"), "line does", verdict) for verdict in verdicts]
    scene.ask(text, [ways], words=call("write"))


def _say_read(scene: Scene, beat: Write) -> str:
    """What a program sees in their line, if they are asked about a number: that, or none."""
    _, question = _parts(beat)
    said = _written_texts(scene, scene.run)
    if not said or not {*WORD.findall(question.casefold())} & listed_words("learn.read.words"):
        return ""
    found = [*_amounts(said[-1])][:_READ]
    if not found:
        # "Two minutes" has one, though no digit says so.
        words = {*WORD.findall(said[-1].casefold())}
        return "" if words & criteria.words_for_numbers().keys() else phrase("learn.read.none")
    return phrase("learn.read", found=list_words(f"*{escape_markdown(text)}*" for text in found))


def _amounts(text: str) -> Iterator[str]:
    """Each number in a text, with the word or the sign behind it."""
    for match in _NUMBER.finditer(text):
        unit = _UNIT.match(text, match.end())
        yield text[match.start() : unit.end() if unit else match.end()]


def ask_line(scene: Scene, text: str) -> None:
    scene.ask(text, [[offer(phrase("ask.skip"), "skip")]], words=call("write"))


def tell_latest(scene: Scene, run: Run) -> list[str]:
    """The latest that they have written, in a line of its own; nothing if that is nothing."""
    said = _written_texts(scene, run)
    is_own = scene.lesson.yours and scene.lesson.model_answer
    key = "end.made" if is_own else "end.intention"
    return [phrase(key, said=quote(said[-1]))] if said else []


def both_tries(scene: Scene) -> str:
    """The first line and below it the line that stands for it now."""
    said = _written_texts(scene, scene.run)
    if len(said) <= 1:
        return ""
    first, now = map(quote, said[-2:])
    return phrase("learn.tries", first=first, now=now)


def _written_texts(scene: Scene, run: Run) -> list[str]:
    """What they have written in this run, the latest last; nothing where others read."""
    if scene.envelope.overheard:
        return []
    facts = [*scene.known.get(RunWork), *scene.facts]
    wrote = (fact for fact in facts if isinstance(fact, Submission))
    return [
        submission.text
        for submission in wrote
        if (submission.run, submission.item) == (run.folder, INTENTION)
    ]


def quote(text: str) -> str:
    """Somebody's words as they stand between quotation marks: on a line, shortened."""
    return isolate_words(escape_markdown(shorten(unquote_words(text), _QUOTED)))
