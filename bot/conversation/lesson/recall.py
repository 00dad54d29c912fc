"""What somebody says in a recall, in their own words, and what is made of it.

Who has said what an option says has recalled it, so that option is taken as chosen, and how sure
they are comes next. Whoever can't say it asks for the options, or commits to having no idea.

All else its writer judges below the answer, since a program can't tell whether it has the answer in
it. That verdict is what is remembered, see ``memory.remember_said``; it is no prediction that
anybody could check, so there is no attempt and no score.

Who said something else is asked which of the wrong answers theirs was closest to, and told why that
tempts and fails; where their words name it plainly, it isn't asked. Nothing of it goes on record.
"""

import re

from bot.conversation.facts.learner import Met
from bot.conversation.language.markup import escape_markdown, plain, unquote_words
from bot.conversation.language.paging import pack, paragraphs
from bot.conversation.lesson.beats import Beat, Pose, Rate, Write
from bot.conversation.lesson.playthrough import Playthrough, playthrough
from bot.conversation.lesson.project import submissions
from bot.conversation.offers import offer
from bot.conversation.phrases import list_words, phrase
from bot.conversation.question import answering, choices, criteria, memory, posing, reveal
from bot.conversation.question.naming import listed_phrases, option_named
from bot.conversation.session import Outcome, Run
from bot.conversation.turn import Rows, Scene
from bot.lessons.faults import shorten
from bot.lessons.question import Option
from bot.values import replace

MIN_SUMMED_UP = 2
"""Questions that are summed up at the end; a single question's verdict was said just now."""

SENTENCE = 240
"""Characters of an answer with its reason that are quoted beside what it is compared with."""

MIN_COMPARED = 3
"""Questions that were said, and as many that were chosen, below which nothing is made of both."""


def ask(scene: Scene, beat: Rate, before: str = "") -> None:
    """Answer what was said, and ask below that whether it had the answer."""
    there = [submission.text for submission in submissions.work(scene, beat.item)[-1:]]
    # Its words may have been erased since.
    most = SENTENCE if beat.explained else submissions.LINE
    words = "".join(escape_markdown(shorten(unquote_words(part.strip()), most)) for part in there)
    wrote = phrase("recall.wrote.alone", text=words) if words else ""
    *first, last = pack([before, wrote, *beat.answer, beat.criteria[0]])
    for text in first:
        scene.say(text)
    criteria.ask_one(scene, last, scale="why" if beat.explained else "past")


def judge(scene: Scene, beat: Rate, met: Met) -> None:
    """Keep the verdict, for the end and for when the question is back."""
    run, question = scene.run, beat.recalled
    scene.run = note_verdict(run, question, met)
    wording = playthrough(scene).find_wording(question)
    memory.remember_said(scene, run.lesson, question, met, wording)


def note_verdict(run: Run, question: str, met: Met) -> Run:
    """The run with this verdict on what was said of a question, in place of an earlier verdict."""
    others = (pair for pair in run.recalled if pair[0] != question)
    return replace(run, recalled=(*others, (question, met)))


def said_alone(run: Run) -> dict[str, Met]:
    """The verdicts on what was said of questions that were not chosen at all."""
    return {id: met for id, met in run.recalled if run.outcome(id) is None}


def summed_up(scene: Scene, run: Run) -> str:
    """How much was said, as its learner judged it, and that it is harder, where that shows.

    Whoever had the options shown at once, or had no idea, has not said it.
    """
    verdicts = [*said_alone(run).values()]
    if len(verdicts) < MIN_SUMMED_UP:
        return ""
    had, partly = (verdicts.count(met) for met in ("yes", "partly"))
    summary = _sum_up_verdicts(scene, run, had, partly, len(verdicts))
    chosen = _chosen_right(scene, run)
    if min(len(verdicts), len(chosen)) < MIN_COMPARED:
        return summary
    easier = sum(chosen) / len(chosen) > (had + partly) / len(verdicts)
    return f"{summary} {phrase('end.said.easier')}" if easier else summary


def _sum_up_verdicts(scene: Scene, run: Run, had: int, partly: int, total: int) -> str:
    """The verdicts summed up: where the reason was asked for as well, how often it was there."""
    if not (asked := explained_questions(playthrough(scene)).intersection(said_alone(run))):
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
    return phrase("end.said.why", parts=list_words(parts))


def explained_questions(here: Playthrough) -> set[str]:
    """The questions of this run that ask for the answer with its reason."""
    return {beat.recalled for beat in here.beats if isinstance(beat, Rate) and beat.explained}


def _chosen_right(scene: Scene, run: Run) -> list[bool]:
    """Of what was chosen among options that were shown, whether it was right."""
    posed = [beat.question for beat in playthrough(scene).beats if isinstance(beat, Pose)]
    shown = [question.id for question in posed if question.options and question.id not in run.taken]
    outcomes = [outcome for id in shown if (outcome := run.outcome(id)) and not outcome.unknown]
    return [bool(outcome.right) for outcome in outcomes]


def take(scene: Scene, text: str) -> bool:
    """Take as chosen what these words name of the next question; whether they name an option."""
    run, beat = scene.run, playthrough(scene).following
    if not isinstance(beat, Pose) or beat.question.open or run.outcome(beat.question.id):
        return False
    choice = option_named(beat.question, text)
    if choice is None:
        return False
    taken = tuple(dict.fromkeys((*run.taken, beat.question.id)))
    scene.run = replace(
        run, beat=beat.id, stage="confidence", choice=choice, answer=None, met=(), taken=taken
    )
    ask_options(scene)
    return True


def shows_options(run: Run, question: str) -> bool:
    """Whether what was taken from their words is neither confirmed nor taken back by now."""
    return run.stage == "confidence" and run.choice is not None and question in run.taken


def ask_options(scene: Scene) -> None:
    """Ask how sure the choice is that was taken, or whether it is theirs, below the question."""
    here = playthrough(scene)
    question, choice = here.question, here.run.choice
    asked = phrase("ask.plain", question=posing.ask_unprompted(question, here.wording))
    scene.lead = f"{phrase('recall.taken')}\n\n{asked}"
    if scene.asks_confidence:
        answering.ask_confidence(scene, question, choice)
        return
    label = choices.render(question, choices.label(question, choice, None) or "")
    yes = offer(phrase("recall.taken.yes"), "commit", choice or 0, "unsaid")
    scene.ask(phrase("recall.taken.is", label=label), [[yes, offer(phrase("ask.back"), "back")]])


def taken_back(run: Run, beat: Beat) -> Run:
    """The run in which this is chosen anew, among all options, and nothing was said instead."""
    if not isinstance(beat, Pose):
        return run
    taken = tuple(id for id in run.taken if id != beat.question.id)
    worked = tuple(id for id in run.worked if id != beat.unless)
    shown = (beat.id,) if beat.unless and beat.id not in run.opened else ()
    return replace(run, taken=taken, worked=worked, opened=(*run.opened, *shown))


def count_taken(run: Run, outcome: Outcome) -> Run:
    """The run with what was taken counted as said beforehand, if it is right."""
    if outcome.phase != "first":
        return run
    return note_verdict(run, outcome.question, "yes" if outcome.right else "no")


# For who can't say it


def ways_to_options(here: Playthrough) -> Rows:
    """The choices of what is to be said, and, where not everybody is shown them, "no idea"."""
    row = [offer(phrase("recall.show"), "skip")]
    if _question(here):
        row.append(offer(phrase("ask.unknown"), "unknown"))
    return [row]


def turn_to_choices(scene: Scene) -> None:
    """Stand at the choices of what is to be said, if that is under way."""
    if asked := _question(playthrough(scene)):
        scene.run = replace(scene.run, beat=asked.id)


def show_choices(scene: Scene) -> None:
    if asked := _question(playthrough(scene)):
        scene.run = replace(scene.run, opened=(*scene.run.opened, asked.id))


def is_unprompted(here: Playthrough) -> bool:
    """Whether what is under way was to be said, and its choices were never shown."""
    beat = here.beat
    return isinstance(beat, Pose) and bool(beat.unless) and beat.id not in here.run.opened


def _question(here: Playthrough) -> Pose | None:
    """What is to be said, as a question that shows its options only to who asks for them."""
    beat, following = here.beat, here.following
    if not isinstance(beat, Write) or not isinstance(following, Pose):
        return None
    return following if following.unless == beat.item else None


_SENTENCE = re.compile(r"[.!?;:\n]+")


def wrong_options(beat: Rate) -> dict[int, Option]:
    """The wrong options, by their numbers, of which the lesson says why they fail."""
    options = beat.closest.options if beat.closest else ()
    return {
        n: option for n, option in enumerate(options) if not option.right and option.explanation
    }


def closest_named(scene: Scene, beat: Rate) -> int | None:
    """Which of them the words that were written name; ``None`` if none, or none plainly."""
    there = [submission.text for submission in submissions.work(scene, beat.item)[-1:]]
    if beat.closest is None or not there:
        return None
    numbers = {option_named(beat.closest, piece) for piece in _pieces(there[0])} - {None}
    choice = numbers.pop() if len(numbers) == 1 else None
    return choice if choice in wrong_options(beat) else None


def ask_closest(scene: Scene, beat: Rate) -> None:
    rows = [[offer(plain(option.label), "closest", n)] for n, option in wrong_options(beat).items()]
    none = offer(phrase("recall.closest.none"), "none close")
    scene.ask(phrase("recall.closest.which"), [*rows, [none]])


def closest_told(beat: Rate, choice: int, *, unasked: bool = False) -> str:
    """Why this answer tempts, and why it fails; it is named to who was ``unasked``."""
    option = wrong_options(beat)[choice]
    lead = phrase("recall.closest.named", label=unquote_words(option.label)) if unasked else ""
    return paragraphs(lead, *reveal.refutation(option))


def _pieces(text: str) -> list[str]:
    """A text's sentences, and the parts of each, such as what stands before its reason."""
    because = "|".join(map(re.escape, sorted(listed_phrases("recall.closest.because"))))
    parts = re.compile(rf",\s|\s+(?:{because})\b", re.IGNORECASE)
    sentences = _SENTENCE.split(text)
    return [*sentences, *(part for sentence in sentences for part in parts.split(sentence))]
