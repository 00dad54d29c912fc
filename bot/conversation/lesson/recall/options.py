"""The options of a question that is to be answered in own words: taken from these, or shown.

Who has said in their own words what an option says has recalled it. Showing all options after that
would ask for less: which of them is recognised. So the option that they named is taken as chosen,
and how sure they are comes next, with a way back to all options if they meant something else.

What they said was it, then, if that choice is right: nobody is asked for a verdict on it.

Who can't say an answer in their own words asks for the options, or has no idea. Who says so has
committed to that, as among the options: an attempt with no answer, which is told what is right, and
why. To look at options first that say nothing to them would be one press more, and a guess.
"""

from bot.conversation.asking import Rows
from bot.conversation.lesson.beats import Beat, Pose, Write
from bot.conversation.lesson.playthrough import Playthrough, playthrough
from bot.conversation.lesson.recall import recalled
from bot.conversation.offers import offer
from bot.conversation.phrases import phrase
from bot.conversation.question import answering, choices, posing
from bot.conversation.question.own_words import option_named
from bot.conversation.session import Outcome, Run
from bot.conversation.turn import Scene
from bot.values import replace


def take(scene: Scene, text: str) -> bool:
    """Take as chosen what these words name of the next question; whether they name an option.

    It was asked when its words were shown, above what was typed.
    """
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
    ask(scene)
    return True


def is_open(run: Run, question: str) -> bool:
    """Whether what was taken from their words is neither confirmed nor taken back by now."""
    return run.stage == "confidence" and run.choice is not None and question in run.taken


def ask(scene: Scene) -> None:
    """Ask how sure the choice is that was taken, or whether it is theirs, below the question."""
    here = playthrough(scene)
    question, choice = here.question, here.run.choice
    asked = phrase("ask.plain", question=posing.unprompted(question, here.wording))
    scene.lead = f"{phrase('recall.taken')}\n\n{asked}"
    if scene.asks_confidence:
        answering.ask_confidence(scene, question, choice)
        return
    label = choices.shown(question, choices.label(question, choice, None) or "")
    yes = offer(phrase("recall.taken.yes"), "commit", choice or 0, "unsaid")
    scene.ask(phrase("recall.taken.is", label=label), [[yes, offer(phrase("ask.back"), "back")]])


def taken_back(run: Run, beat: Beat) -> Run:
    """The run in which this is chosen anew, among all options, and nothing was said instead."""
    if not isinstance(beat, Pose):
        return run
    taken = tuple(text for text in run.taken if text != beat.question.id)
    worked = tuple(text for text in run.worked if text != beat.unless)
    shown = (beat.id,) if beat.unless and beat.id not in run.opened else ()
    return replace(run, taken=taken, worked=worked, opened=(*run.opened, *shown))


def counted(run: Run, made: Outcome) -> Run:
    """The run with what was taken counted as said beforehand, if it is right."""
    if made.question not in run.taken or made.phase != "first":
        return run
    return recalled.noted(run, made.question, "yes" if made.right else "no")


# For who can't say it


def ways(here: Playthrough) -> Rows:
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
    """Keep in mind that the choices of what is to be said are shown from here on."""
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
