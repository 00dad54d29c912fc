"""A learner's own verdict on what they said of a question in their own words.

A program can't tell whether these words have the answer in them, so whoever wrote them says so,
below the answer. Nobody is shown the options for that: these would make of the question another,
easier one. The verdict is what is remembered, see ``memory.remember_said``. It is no prediction
that anybody could check, so it is on record as a verdict alone: no attempt, no confidence, no
score.
"""

from bot.conversation.facts.learner import Met
from bot.conversation.language.markup import escaped, unquoted
from bot.conversation.language.paging import pack
from bot.conversation.lesson.beats import Pose, Rate
from bot.conversation.lesson.playthrough import Playthrough, playthrough
from bot.conversation.lesson.project import made, versions
from bot.conversation.phrases import listed, phrase
from bot.conversation.question import criteria, memory
from bot.conversation.session import Run
from bot.conversation.turn import Scene
from bot.lessons.faults import shorten
from bot.values import replace

FEWEST = 2
"""Questions that are summed up at the end; of a single one it was said just now."""

SENTENCE = 240
"""Characters of an answer with its reason that are quoted beside what it is compared with."""

ENOUGH = 3
"""Questions that were said, and as many that were chosen, below which nothing is made of both."""


def ask(scene: Scene, beat: Rate, before: str = "") -> None:
    """Answer what was said, and ask below that whether it had the answer."""
    there = [submission.text for submission in versions.work(scene, beat.item)[-1:]]
    # Its words may have been erased since.
    most = SENTENCE if beat.explained else made.LINE
    words = "".join(escaped(shorten(unquoted(part.strip()), most)) for part in there)
    wrote = phrase("recall.wrote.alone", text=words) if words else ""
    *first, last = pack([before, wrote, *beat.answer, beat.criteria[0]])
    for text in first:
        scene.say(text)
    criteria.ask_one(scene, last, scale="why" if beat.explained else "past")


def judge(scene: Scene, beat: Rate, met: Met) -> None:
    """Keep the verdict, for the end and for when the question is back."""
    run, question = scene.run, beat.recalled
    scene.run = noted(run, question, met)
    wording = playthrough(scene).worded(question)
    memory.remember_said(scene, run.lesson, question, met, wording)


def noted(run: Run, question: str, met: Met) -> Run:
    """The run with this verdict on what was said of a question, in the place of an earlier one."""
    others = (pair for pair in run.recalled if pair[0] != question)
    return replace(run, recalled=(*others, (question, met)))


def said_alone(run: Run) -> dict[str, Met]:
    """The verdicts on what was said of questions that were not chosen at all."""
    return {text: met for text, met in run.recalled if run.outcome(text) is None}


def summed_up(scene: Scene, run: Run) -> str:
    """How much was said, as its learner judged it, and that it is harder, where that shows.

    Whoever had the options shown at once, or had no idea, has not said it.
    """
    verdicts = [*said_alone(run).values()]
    if len(verdicts) < FEWEST:
        return ""
    had, partly = (verdicts.count(met) for met in ("yes", "partly"))
    told = _judged(scene, run, had, partly, len(verdicts))
    chosen = _chosen(scene, run)
    if min(len(verdicts), len(chosen)) < ENOUGH:
        return told
    easier = sum(chosen) / len(chosen) > (had + partly) / len(verdicts)
    return f"{told} {phrase('end.said.easier')}" if easier else told


def _judged(scene: Scene, run: Run, had: int, partly: int, total: int) -> str:
    """The verdicts summed up: where the reason was asked for as well, how often it was there."""
    if not (asked := explained(playthrough(scene)).intersection(said_alone(run))):
        key = "end.said.partly" if partly else "end.said"
        return phrase(key, had=had, total=total, partly=partly)
    verdicts = [met for id, met in said_alone(run).items() if id in asked]
    reasoned, only = verdicts.count("yes"), verdicts.count("partly")
    parts = [phrase("end.said.why.had", had=reasoned, total=total)]
    if had > reasoned:
        parts.append(phrase("end.said.why.unasked", had=had - reasoned))
    if only:
        parts.append(phrase("end.said.why.only", only=only))
    if partly > only:
        parts.append(phrase("end.said.why.partly", partly=partly - only))
    return phrase("end.said.why", parts=listed(parts))


def explained(here: Playthrough) -> set[str]:
    """The questions of this run that ask for the answer with its reason."""
    return {beat.recalled for beat in here.beats if isinstance(beat, Rate) and beat.explained}


def _chosen(scene: Scene, run: Run) -> list[bool]:
    """Of what was chosen among options that were shown, whether it was right."""
    posed = [beat.question for beat in playthrough(scene).beats if isinstance(beat, Pose)]
    shown = [question.id for question in posed if question.options and question.id not in run.taken]
    outcomes = [made for text in shown if (made := run.outcome(text)) and not made.unknown]
    return [bool(made.right) for made in outcomes]
