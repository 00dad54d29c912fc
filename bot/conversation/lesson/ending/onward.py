"""Where to go on from a lesson's end: what to take away, what else there is of it, what is next."""

from bot.conversation import availability
from bot.conversation.lesson.challenge import testing_out
from bot.conversation.lesson.modes import MODES, WHOLE, learn, of_card
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import count, phrase
from bot.conversation.session import Run
from bot.conversation.turn import Scene
from bot.lessons.card import Card
from bot.lessons.model import RECOLLECTION, Lesson

MORE = 3
"""Other ways through a lesson that are told of at its end."""

_ADDS = ("deep", "try", "why", "visual", "challenge", "project", "perf", "recall")
"""In which order the other ways are worth telling of to who has had the first tour."""


def takeaways(lesson: Lesson, run: Run) -> list[str]:
    """What to take away, in parts: of a tour what it has introduced; nothing where it was shown."""
    if run.mode == "learn":
        texts = learn.takeaways(lesson, run.seed)
    elif run.mode in WHOLE or (run.mode == "recall" and RECOLLECTION not in run.worked):
        texts = list(lesson.takeaways)
    else:
        texts = []
    listed = "\n".join(f"- {text}" for text in texts)
    return [phrase("end.takeaways"), listed] if texts else []


def ways(scene: Scene, run: Run) -> tuple[list[str], list[Offer]]:
    """What other ways through the lesson would add, for who had its first tour; and into them."""
    card = scene.library.cards.get(run.lesson)
    if card is None or run.mode != "learn":
        return [], []
    minutes = dict(of_card(card))
    others = [mode for mode in _ADDS if mode in minutes][:MORE]
    if not others:
        return [], []
    lines = [_line(mode, minutes[mode]) for mode in others]
    offers = [offer(phrase(f"mode.{mode}"), "start", run.lesson, mode) for mode in others]
    return [phrase("learn.more"), "\n".join(f"- {line}" for line in lines)], offers


def _line(mode: str, minutes: int) -> str:
    return phrase(
        "lesson.mode",
        name=phrase(f"mode.{mode}"),
        minutes=count("count.minutes", minutes),
        about=phrase(f"mode.{mode}.about"),
    )


def into(scene: Scene, run: Run) -> tuple[list[str], list[Offer]]:
    """The way into a lesson that a test has shown to be worth taking.

    There is none where it is done, or where they were told that they know enough to go on.
    """
    lesson = run.lesson
    if not testing_out.is_test(run) or lesson in scene.learner.finished:
        return [], []
    if testing_out.may_go_on(scene.lesson, run):
        return [], []
    card = scene.library.cards.get(lesson)
    minutes = dict(of_card(card)) if card else {}
    modes = [mode for mode in MODES if mode in WHOLE and mode in minutes]
    first = phrase("end.into") if "learn" in modes else phrase("end.into.deep")
    offers = [
        offer(
            phrase("end.into.mode", mode=phrase(f"mode.{mode}"), minutes=minutes[mode]),
            "start",
            lesson,
            mode,
        )
        for mode in modes
    ]
    return ([first], offers) if offers else ([], [])


def following(scene: Scene, run: Run) -> Card | None:
    """The lesson that could be next; who knows enough of this one may go on without taking it."""
    finished = {*scene.learner.finished, run.lesson}
    untaken = testing_out.is_test(run) and run.lesson not in scene.learner.finished
    if untaken and testing_out.share(scene.lesson, run) < testing_out.FAIR:
        return None
    return scene.library.next_after(run.lesson, frozenset(finished), availability.locks(scene))
