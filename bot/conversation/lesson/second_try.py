"""A line of a learner's own is taken, looked at, and made once more.

Nothing is scored, and nothing is on record but the line. Who has made one says whether it does what
it should: what that is, the lesson asks, and if it doesn't, its model answer shows. *Yes* ends the
lesson, *Not yet* asks for the line once more. A line that comes right away is the second try;
nobody is asked for a third. What is asked is worded
in ``intention``. That the line is there, the run keeps in ``worked``; that it does not yet do what
it should, in ``met``.
"""

from bot.conversation.facts.learner import Met
from bot.conversation.language.paging import paragraphs
from bot.conversation.lesson import navigation
from bot.conversation.lesson.beats import Write
from bot.conversation.lesson.ending import intention
from bot.conversation.lesson.playthrough import playthrough
from bot.conversation.phrases import phrase
from bot.conversation.question import criteria
from bot.conversation.question.naming import fold, listed_phrases
from bot.conversation.turn import Scene
from bot.values import replace

_YES = ("learn.compare.words.yes", "judge.words.yes", "match.on")
_NO = ("learn.compare.words.no", "judge.words.no", "judge.words.none")


def take(scene: Scene, beat: Write, text: str) -> None:
    """Keep a line, and ask for the comparison; or take a word that answers that."""
    run = scene.run
    made = intention.is_made(run, beat)
    verdict = _said(text) if made else None
    if verdict and not run.met:
        compared(scene, verdict)
        return
    # A "no, thanks" leaves the first one as it is.
    noted = verdict is None and intention.keep(scene, text)
    key = "said.noted" if noted else "said.skip" if made else "said.unknown"
    asked = scene.open.text if scene.open else ""
    scene.answered(phrase("said.done", asked=asked, said=phrase(key)))
    if noted and beat.answer and not made:
        scene.run = replace(run, worked=(*run.worked, beat.item))
        intention.ask(scene, beat)
        return
    # A second try stands next to the first, and nobody is asked about it again.
    tries = intention.both_tries(scene) if noted and made else ""
    navigation.go_on(scene, paragraphs(tries, intention.model_answer(run, beat)))


def compared(scene: Scene, verdict: Met) -> None:
    """Go on where theirs does it, too; else ask for the line once more."""
    beat = playthrough(scene).beat
    if not (isinstance(beat, Write) and intention.is_made(scene.run, beat)):
        raise ValueError(f"beat {beat.id} has nothing to compare")
    scene.answered_with(criteria.label(verdict, "work"))
    if verdict == "yes":
        navigation.go_on(scene, intention.model_answer(scene.run, beat))
        return
    scene.run = replace(scene.run, met=("no",))
    intention.ask_line(scene, phrase("learn.anew"))


def _said(text: str) -> Met | None:
    """What a word or a few say of theirs; ``None`` for a line."""
    word = fold(text)
    if any(word in listed_phrases(key) for key in _YES):
        return "yes"
    return "no" if any(word in listed_phrases(key) for key in _NO) else None
