"""The end of a test in words: how it went, and its questions in a list, a line each.

How it went claims no more than ten answers show. Each question has the number by which it was
asked, and a line of its words; all else is told when its number is pressed.
"""

from collections.abc import Sequence
from typing import NamedTuple

from bot.conversation.language.paging import paragraphs
from bot.conversation.lesson import quotation
from bot.conversation.lesson.beats import Pose
from bot.conversation.lesson.challenge import testing_out
from bot.conversation.lesson.modes import flow
from bot.conversation.phrases import count, phrase
from bot.conversation.question import answering, posing
from bot.conversation.session import Outcome, Run
from bot.learning.calibration import Tally, gather_ranges
from bot.learning.predictions import Confidence
from bot.lessons.lint.readability import SENTENCE_END
from bot.lessons.model import Lesson

_LINE = 30
"""Characters of a question that tell it from the others in the list."""

_REASON = 220
"""Characters up to which a reason is told whole; of a longer reason the first sentences are."""

_SAYING = 3
"""Words of a sentence that can say why; with fewer it only names the answer again."""

_MIN_REASON = 60
"""Characters of what is told of a longer reason, at least: "Thirteen cases fail." is none."""


def reason(text: str) -> str:
    """A reason, whole or as many of its first sentences as fit, from where it says something."""
    every = _sentences(text)
    saying = (at for at, part in enumerate(every) if len(part.split()) >= _SAYING)
    return _opening(every[next(saying, len(every)) :], _REASON, _MIN_REASON)


def _opening(sentences: Sequence[str], most: int, least: int = 0) -> str:
    """As many of these as fit in ``most`` characters, and so many that they are ``least`` long."""
    text = ""
    for sentence in sentences:
        if len(longer := f"{text} {sentence}".strip()) > most and len(text) >= least:
            break
        text = longer
    return text


def _sentences(text: str) -> list[str]:
    return SENTENCE_END.split(text.split("\n")[0]) if text else []


_HALF = 0.4
_ORDER: tuple[Confidence, ...] = ("sure", "probable", "guess", "range")


class Answered(NamedTuple):
    """A question of the test by its number, and what was made of it; ``None`` if it was skipped."""

    number: int
    beat: Pose
    made: Outcome | None

    @property
    def unsettled(self) -> bool:
        """Whether it was missed or guessed; what is overruled here still was."""
        outcome = self.made
        return outcome is None or not outcome.settled or outcome.overruled


def answers(lesson: Lesson, run: Run) -> list[Answered]:
    """The questions of the test in the order in which they were asked."""
    posed = (beat for beat in flow(run, lesson) if isinstance(beat, Pose))
    return [
        Answered(number, beat, run.outcome(beat.question.id))
        for number, beat in enumerate(posed, start=1)
    ]


def to_look_at(lesson: Lesson, run: Run) -> list[Answered]:
    """Those that were missed or guessed."""
    return [answer for answer in answers(lesson, run) if answer.unsettled]


def list_results(lesson: Lesson, run: Run) -> str:
    """How it went, how often "sure" was right, and the questions, a line each."""
    rows = [_row(answer) for answer in answers(lesson, run)]
    return paragraphs(headline(lesson, run), *calibration(run)[:1], "\n".join(rows))


def _row(answer: Answered) -> str:
    words = posing.words(answer.beat.question, answer.beat.wording)
    if answer.beat.question.is_pitfall:
        # All of them begin and end with the same words.
        words = words.split("\n\n")[1]
    about = quotation.opening(words, _LINE)
    return phrase(_kind(answer.made), number=answer.number, about=about)


def _kind(outcome: Outcome | None) -> str:
    """The phrase of its line, which says that somebody was sure only where that was the trouble."""
    if outcome is None:
        return "results.line.skipped"
    if outcome.overruled:
        return "results.line.meant"
    if outcome.right and outcome.settled:
        return "results.line.right"
    if outcome.right:
        return "results.line.wide" if outcome.confidence == "wide" else "results.line.guess"
    return "results.line.sure" if outcome.confidence == "sure" else "results.line.wrong"


def headline(lesson: Lesson, run: Run) -> str:
    """How it went, in words that anyone understands."""
    share, guessed = testing_out.share(lesson, run), testing_out.count_guesses(run)
    right, missed, skipped = _counts(lesson, run)
    score = _score(right, missed, skipped)
    if share >= testing_out.PASS_SHARE and guessed > testing_out.GUESSES:
        return phrase("results.guessed", score=score, guessed=guessed)
    if share >= _HALF and not missed:
        return phrase("results.all_answered" if skipped else "results.all_right", score=score)
    levels = (
        ("passed", testing_out.PASS_SHARE),
        ("enough", testing_out.FAIR),
        ("half", _HALF),
        ("new", 0.0),
    )
    level = next(name for name, least in levels if share >= least)
    return phrase(f"results.{level}", score=score)


def _counts(lesson: Lesson, run: Run) -> tuple[int, int, int]:
    right, total = testing_out.tally(lesson, run)
    skipped = sum(answer.made is None for answer in answers(lesson, run))
    return right, total - right - skipped, skipped


def _score(right: int, missed: int, skipped: int) -> str:
    """The same in words; what was skipped is none of the missed."""
    if not skipped:
        return phrase("results.score", right=right, total=right + missed)
    if not missed:
        return count("results.score.skipped", skipped, right=right)
    return count("results.score.missed", missed, right=right, skipped=skipped)


def tallies(run: Run) -> dict[Confidence, Tally]:
    """How the answers came out, by the words for confidence that were said, and by ranges."""
    by_confidence: dict[Confidence, Tally] = {}
    for outcome in run.outcomes:
        if outcome.phase == "exit":
            continue
        so_far = by_confidence.get(outcome.confidence, Tally())
        by_confidence[outcome.confidence] = Tally(
            so_far.right + (outcome.right is True), so_far.total + 1
        )
    return gather_ranges(by_confidence)


def calibration(run: Run) -> list[str]:
    """How often each word for confidence was right that was said often enough."""
    by_confidence = tallies(run)
    return [
        phrase(f"progress.{confidence}", right=tally.right, total=tally.total)
        for confidence in _ORDER
        if (tally := by_confidence.get(confidence)) and tally.total >= answering.MIN_COUNTED
    ]
