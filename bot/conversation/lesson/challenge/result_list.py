"""The end of a test in words: how it went, what was missed, as a list, and what was right.

What was missed or skipped is quoted with all that it rests on, and below it stands what was said
and what is right, with why in a few sentences; all else is told when its number is pressed. How it
went claims no more than ten answers show. What would make a message a wall is dealt out over
several, as even as they come. Each has the number by which it was asked.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from bot.conversation.lesson import quotation
from bot.conversation.lesson.beats import Pose
from bot.conversation.lesson.challenge import testing_out
from bot.conversation.lesson.modes import flow
from bot.conversation.lesson.quotation import Extent
from bot.conversation.phrases import count, phrase
from bot.conversation.question import answering, choices, context, estimating, pitfalls, reveal
from bot.conversation.session import Outcome, Run
from bot.learning.calibration import Tally, gather_ranges
from bot.learning.predictions import Confidence
from bot.lessons.faults import shorten
from bot.lessons.lint.readability import SENTENCE_END
from bot.lessons.model import Lesson, Pitfall
from bot.lessons.question import Question

FAILS, HOLDS, OTHER = "fails", "holds", "other"
"""Reasons: why the answer fails, why what is right holds, a pitfall's other approach."""

_SAID = 60
"""Characters of an answer that stand below its question."""

_REASON = 220
"""Characters up to which a reason is told whole; of a longer reason the first sentences are."""

_CAUSE = 140
"""Characters of why people go wrong, which is told beside a reason."""

_APPROACH = 300
"""Characters of an approach that wasn't shown: enough for all but very long approaches."""

_SAYING = 3
"""Words of a sentence that can say why; with fewer it only names the answer again."""

_MIN_REASON = 60
"""Characters of what is told of a longer reason, at least: "Thirteen cases fail." is none."""


def correct_answer(
    lesson: Lesson,
    question: Question,
    outcome: Outcome | None,
    reasons: Collection[str],
    own: str = "",
) -> str:
    """What was said to a question that was missed, and what is right; with these reasons.

    To a skipped question (``None``) nothing was said. Each reason stands behind what it speaks of,
    or it would seem to belong to the other. The learner's ``own`` reason stands in a line before
    why that fails.
    """
    said, wrote = list[str](), [phrase("results.line.wrote", text=own)] if own else []
    if outcome and not outcome.unknown:
        said.append(_answer_words(question, outcome))
    fails = _fails(question, outcome) if outcome and FAILS in reasons else []
    if not own:
        said, fails = [*said, *fails], []
    right, below = [reveal.key(question, why=False)], list[str]()
    pitfall = pitfalls.pitfall(lesson, question.id)
    if pitfall and OTHER in reasons:
        why, below = _both_ways(pitfall, shows_right=pitfalls.shows_right(question))
        right += why
    elif HOLDS in reasons:
        right += _why(lesson, question)
    return _in_lines(said, wrote, fails, right, below)


def _answer_words(question: Question, outcome: Outcome) -> str:
    if text := said_range(question, outcome):
        return text
    label = shorten(choices.label(question, outcome.choice, outcome.answer) or "", _SAID)
    return phrase("results.line.said", said=choices.render(question, label))


def said_range(question: Question, outcome: Outcome | None) -> str:
    """The range that was said, if it was asked for."""
    if question.estimate is None or outcome is None:
        return ""
    said = estimating.range_of(question.estimate, outcome.choice, outcome.answer)
    return phrase("results.line.range", range=estimating.render(said)) if said else ""


def _fails(question: Question, outcome: Outcome) -> list[str]:
    """Why what was said fails: what a range has overlooked, or why the option does not hold."""
    if question.estimate:
        return [reason(text) for text in estimating.explain_misjudged(question.estimate, outcome)]
    if outcome.choice is None or not question.options or question.is_pitfall:
        return []
    return [reason(question.options[outcome.choice].explanation)]


def _both_ways(pitfall: Pitfall, *, shows_right: bool) -> tuple[list[str], list[str]]:
    """What a missed pitfall comes to, behind its answer and below that; see ``pitfalls.reveal``."""
    why, cause = reason(pitfall.reason), _opening(_sentences(pitfall.cause), _CAUSE)
    tempts = phrase("part.cause", text=cause) if cause else ""
    other = _approach(pitfall.wrong if shows_right else pitfall.right)
    if shows_right:
        key = "results.line.mistake" if other else "pitfall.named"
        return [why], [phrase(key, title=pitfall.title, text=other), tempts]
    better = phrase("results.line.better", text=other) if other else ""
    works = phrase("part.reason", text=why) if why else ""
    return [phrase("pitfall.named", title=pitfall.title), tempts], [better, works]


def _approach(text: str) -> str:
    """An approach, its code as it is; cut at the end if very long."""
    line = quotation.paragraph(text)
    if len(line) <= _APPROACH:
        return quotation.beginning(quotation.in_lines(text))
    return _opening(SENTENCE_END.split(line), _APPROACH)


def _in_lines(*lines: Sequence[str]) -> str:
    joined = (quotation.join_parts([*line]) for line in lines)
    return "\n".join(line for line in joined if line)


def explain(lesson: Lesson, question: Question, outcome: Outcome | None = None) -> str:
    """What is right of a question that was answered so, and why: by luck it may have been."""
    texts = said_range(question, outcome), reveal.key(question, why=False), *_why(lesson, question)
    return " ".join(text for text in texts if text)


def _why(lesson: Lesson, question: Question) -> list[str]:
    """Why what is right holds.

    A pitfall's options share an explanation that is too long for a list: why the right approach
    works is told, and where the wrong approach was shown, then why people take it, named as that:
    it would read as the reason. A myth's options have none as a rule; it has its reality.
    """
    if pitfall := pitfalls.pitfall(lesson, question.id):
        if pitfalls.shows_right(question):
            return [reason(pitfall.reason)]
        cause = _opening(_sentences(pitfall.cause), _CAUSE)
        tempts = phrase("part.cause", text=cause) if cause else ""
        return [reason(pitfall.reason), tempts]
    myth = context.myth(lesson, question.id)
    return [reason(question.reason) or reason(myth.reality if myth else "")]


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

_ALL, _BOTH, _RIGHT, _NONE = (FAILS, HOLDS, OTHER), (FAILS, HOLDS), (HOLDS,), ()
"""Which reasons are told: all, why the answer fails and what is right holds, or the latter."""

_WALL = 1_900
"""Characters of a message that is still read, three screens of a phone: so many fit on Discord."""

_MESSAGES = 4
"""Messages that a list takes at most; beyond them less is quoted, then fewer reasons."""

_LESS_AND_LESS: Sequence[tuple[Extent, Collection[str]]] = (
    ("whole", _ALL),
    ("short", _ALL),
    ("short", _BOTH),
    ("short", _RIGHT),
)
"""How much is quoted and which reasons are told, as long as that is too much."""

_NOTHING: Mapping[str, str] = {}

_HERE = "\0"
"""Where a question stands in its line."""

_EXTENTS: Sequence[Extent] = ("whole", "short")

_ROUGHLY = 50
"""Characters by which two messages may differ and are about as long as each other."""


class Answered(NamedTuple):
    """A question of the test by its number, and what was made of it; ``None`` if it was skipped."""

    number: int
    beat: Pose
    made: Outcome | None

    @property
    def opens(self) -> bool:
        """Whether there is something to tell of it; what is overruled here keeps its number."""
        outcome = self.made
        return outcome is None or not outcome.settled or outcome.overruled

    @property
    def missed(self) -> bool:
        """Whether its answer is still to be told: it was not answered, or not rightly."""
        return self.made is None or not self.made.right

    @property
    def is_known(self) -> bool:
        """Whether it was right, and no guess."""
        return bool(self.made and self.made.right) and not self.opens


def answers(lesson: Lesson, run: Run) -> list[Answered]:
    """The questions of the test in the order in which they were asked."""
    posed = (beat for beat in flow(run, lesson) if isinstance(beat, Pose))
    return [
        Answered(number, beat, run.outcome(beat.question.id))
        for number, beat in enumerate(posed, start=1)
    ]


def to_open(lesson: Lesson, run: Run) -> list[Answered]:
    return [answer for answer in answers(lesson, run) if answer.opens]


def to_tell(lesson: Lesson, run: Run) -> list[Answered]:
    """What there is to tell of all at once: what was missed or guessed, or else what was known."""
    return to_open(lesson, run) or answers(lesson, run)


def list_results(lesson: Lesson, run: Run, wrote: Mapping[str, str] = _NOTHING) -> list[str]:
    """How it went, and the list, in messages, with as many of the reasons as are still read.

    What somebody ``wrote`` for a choice that was wrong is quoted with it, by the question's id.
    """
    for extent, reasons in _LESS_AND_LESS:
        if len(texts := _deal_rows(_list_rows(lesson, run, extent, reasons, wrote))) <= _MESSAGES:
            return texts
    return _deal_rows(_list_rows(lesson, run, "short", _NONE, wrote))


def knew(lesson: Lesson, run: Run) -> list[str]:
    """What was right and no guess, in messages: each with the answer, and why."""
    entries = [answer for answer in answers(lesson, run) if answer.is_known]
    if not entries:
        return []
    whole, short = (
        _deal_rows([phrase("results.knew"), *_rights(lesson, entries, extent)])
        for extent in _EXTENTS
    )
    return whole if len(whole) <= _MESSAGES else short


def _rights(lesson: Lesson, results: Sequence[Answered], extent: Extent) -> list[str]:
    rows = ((_row("results.line.right", lesson, result, extent), result) for result in results)
    return [
        f"\n{row}\n{explain(lesson, result.beat.question, result.made)}\n" for row, result in rows
    ]


def _row(key: str, lesson: Lesson, result: Answered, extent: Extent) -> str:
    """A question by its number, quoted so, and how it went."""
    about = quotation.quote_question(lesson, result.beat.question, result.beat.wording, extent)
    before, after = phrase(key, number=result.number, about=_HERE).split(_HERE)
    return quotation.join_parts([before.rstrip(), about, after.lstrip()])


def _list_rows(
    lesson: Lesson,
    run: Run,
    extent: Extent,
    reasons: Collection[str],
    wrote: Mapping[str, str],
) -> list[str]:
    """How it went, and the rows of the list, with empty rows around those of several lines."""
    head = [headline(lesson, run), "\n".join(calibration(run))]
    rows = ["\n\n".join(part for part in head if part) + "\n"]
    for answer in answers(lesson, run):
        if answer.is_known:
            continue
        question = answer.beat.question
        row = _row(_kind(answer.made), lesson, answer, extent if answer.missed else "short")
        if answer.missed:
            own = wrote.get(question.id, "")
            row = f"\n{row}\n{correct_answer(lesson, question, answer.made, reasons, own)}\n"
        elif said := said_range(question, answer.made):
            row = f"{row} {said}"
        rows.append(row)
    return rows


def _deal_rows(rows: list[str]) -> list[str]:
    """The rows in as few messages as make no wall, of about the same length."""
    widest = _fill_rows(rows, _WALL)
    limits = range(sum(map(len, rows)) // len(widest), _WALL, _ROUGHLY)
    deals = (_fill_rows(rows, most) for most in limits)
    return next((pages for pages in deals if len(pages) == len(widest)), widest)


def _fill_rows(rows: list[str], most: int) -> list[str]:
    """The rows, as many in each message as fit in so many characters; the first is never alone."""
    pages: list[str] = []
    for number, row in enumerate(rows):
        if pages and (number == 1 or len(pages[-1]) + 1 + len(row) <= most):
            pages[-1] = _below(pages[-1], row)
        else:
            pages.append(row)
    return [page.strip() for page in pages]


def _below(page: str, row: str) -> str:
    """The page with this row below it, after an empty line where either takes several lines."""
    tall = page.endswith("\n") or row.startswith("\n")
    gap = "\n\n" if tall else "\n"
    return f"{page.rstrip()}{gap}{row.lstrip()}"


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
    if outcome.unknown:
        return "results.line.unknown"
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
