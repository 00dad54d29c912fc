"""A run or review whose lesson has another text by now: a newer text, a translation, a correction.

Whoever comes back after a day or more to a lesson that has changed is told in a line or two what is
different, and asked which they want. In the new version they go on as from a withdrawn revision;
whoever keeps theirs is not asked again for that version. An answer that they came back with is
given as soon as they keep theirs; what they write or send is kept at once.

Who changes their language goes on in the translation of the very revision that they began with,
which has the same parts and ids; a translation of another revision is another text.

After a correction the review of a question goes on in what is taught. What was remembered of it is
forgotten in the session as it is in the store.
"""

from collections.abc import Callable, Sequence
from typing import Literal

from bot.conversation.acts import Act, UnderWay
from bot.conversation.facts.admin import CorrectionTold
from bot.conversation.inputs import Alarm, Envelope, Press
from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.lesson import acts
from bot.conversation.lesson.modes import of_card
from bot.conversation.needs.learner import Needs, UntoldCorrections
from bot.conversation.offers import Call, offer
from bot.conversation.phrases import count, phrase
from bot.conversation.question import context
from bot.conversation.revisions import withdrawn
from bot.conversation.session import Review, Run, Session
from bot.conversation.turn import Scene
from bot.learning.items import DAY, item_anew
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.lessons.revisions import changes
from bot.lessons.revisions.changes import Difference
from bot.lessons.revisions.diff import of_lessons
from bot.values import replace

SECTIONS = 3
"""Sections whose texts have changed that are named: as many as fit a line or two of a phone."""


def newer(library: Library, run: Run) -> Card | None:
    """What is taught by now, if that is another version in which this run could go on."""
    card = library.successor(run.lesson)
    if card is None or run.preview or card.revision == run.revision:
        return None
    return card if run.mode in dict(of_card(card)) else None


def _comes_back(meant: Meant, session: Session) -> tuple[Run, Call] | None:
    """The run that this input comes back to, and the answer given."""
    run, acting = meant.goes_on, meant.acting
    if not isinstance(run, Run) or acting is None or acting.act in ACTS:
        return None
    if meant.about == "elsewhere":
        return run, ()
    # What is written is kept at once, and asked about with the next answer.
    written = (
        not isinstance(meant.given, Press) and session.open and meant.call == session.open.words
    )
    return None if written else (run, meant.call)


def _to_be_asked(library: Library, session: Session, run: Run, envelope: Envelope) -> bool:
    card = newer(library, run)
    if card is None or run.kept == card.source:
        return False
    asked = session.open.asked_at if session.open and session.run == run else 0
    return run.left or envelope.moment - max(run.asked_at, asked) >= DAY


def needs(run: Run, card: Card) -> Needs:
    """What must be loaded to ask."""
    keys = ((run.lesson, run.revision), (card.id, card.revision))
    return replace(acts.needs(run), lessons=keys)


def ask(scene: Scene, run: Run, following: Call) -> None:
    """Ask which version they want; ``given`` is the answer that they came back with."""
    card = newer(scene.library, run)
    was = withdrawn.version(scene, (run.lesson, run.revision))
    now = withdrawn.version(scene, (card.id, card.revision)) if card else None
    scene.session = scene.session.take_up(run)
    if was is None or now is None:
        acts.resume(scene, run)
        return
    same = was.lesson.language == now.lesson.language
    lesson, other = (was.lesson, now.lesson) if same else (was.original, now.original)
    lines_changed = "\n".join(f"- {line}" for line in lines(of_lessons(lesson, other)))
    scene.ask(
        phrase("newer.ask", title=was.lesson.title, changes=lines_changed),
        [
            [offer(phrase("newer.go"), "newer go")],
            [offer(phrase("newer.keep"), "newer keep", *following)],
        ],
    )


def _needs_go(library: Library, session: Session) -> Needs:
    run = session.run
    if run is None:
        return Needs()
    card = newer(library, run)
    if card is None:
        return acts.needs_items(run)
    return replace(
        acts.needs_items(replace(run, revision=card.revision)),
        lessons=((run.lesson, run.revision), (card.id, card.revision)),
    )


def _needs_keep(library: Library, session: Session, *following: str) -> Needs:
    return acts.needs_items(session.run) if session.run else Needs()


def _go(scene: Scene) -> None:
    run, card = replace(scene.run, left=False), newer(scene.library, scene.run)
    scene.answered_with(phrase("newer.go"))
    if card:
        withdrawn.carry(scene, run, "newer")
    else:
        # It is taught no more as it was, and theirs is what they can go on in.
        acts.resume(scene, run)


def _keep(scene: Scene, *following: str) -> None:
    run, card = replace(scene.run, left=False), newer(scene.library, scene.run)
    scene.answered_with(phrase("newer.keep"))
    scene.run = replace(run, kept=card.source if card else "")
    if following:
        scene.perform(following)
    else:
        acts.resume(scene, scene.run)


ACTS = (
    Act("newer go", _go, _needs_go, about="lesson"),
    Act("newer keep", _keep, _needs_keep, about="lesson"),
)


def _concerns(meant: Meant) -> tuple[Run, Call] | Literal["later"] | None:
    """Whom to ask now, or to remember to ask with the next answer: they came back with words."""
    session = meant.session
    # Looked at first, since it is seldom so, and every turn comes by here.
    if session is None or not any(newer(meant.library, run) for run in session.runs):
        return None
    result = _comes_back(meant, session)
    if result and _to_be_asked(meant.library, session, result[0], meant.envelope):
        return result
    run = session.run if session.review is None else None
    if run is None or meant.about == "elsewhere":
        return None
    return "later" if _to_be_asked(meant.library, session, run, meant.envelope) else None


def _intercept(
    scene: Scene,
    meant: Meant,
    matter: tuple[Run, Call] | Literal["later"],
    rest: Callable[[], None],
) -> None:
    if matter == "later":
        scene.run = replace(scene.run, left=True)
        rest()
    else:
        ask(scene, *matter)


def _needs_with_revision(
    meant: Meant, matter: tuple[Run, Call] | Literal["later"], rest: Callable[[], Needs]
) -> Needs:
    card = None if matter == "later" else newer(meant.library, matter[0])
    return needs(matter[0], card) if card and matter != "later" else rest()


OFFER_NEWER: Interceptor[tuple[Run, Call] | Literal["later"]] = Interceptor(
    "offer newer revision",
    "asks whoever comes back to a lesson that has changed which revision they want",
    _concerns,
    _intercept,
    _needs_with_revision,
    before={
        "load experiment": "a question that may be left behind takes no part in the experiment",
        "give feedback": "an answer that isn't carried out yet is nothing to judge",
    },
)


def led_on(scene: Scene, under_way: UnderWay) -> bool:
    """As ``withdrawn.led_on``; what comes back by an alarm is asked about with the next answer."""
    if withdrawn.led_on(scene, under_way):
        return True
    if isinstance(under_way, Run) and isinstance(scene.envelope.input, Alarm):
        away = scene.now - under_way.asked_at >= DAY
        if away and newer(scene.library, under_way):
            scene.run = replace(scene.run, left=True)
    return False


def needs_led_on(library: Library, session: Session, under_way: UnderWay) -> Needs | None:
    """What must be loaded to lead on from what an alarm goes on with; ``None`` if nobody is to."""
    if not withdrawn.is_withdrawn(library, under_way):
        return None
    return withdrawn.needs(library, session, under_way)


# What is different, in words for learners


def lines(difference: Difference) -> list[str]:
    differences = [_questions(difference), _texts(difference)]
    return [line for line in differences if line] or [phrase("newer.small")]


def _questions(difference: Difference) -> str:
    added = sum(isinstance(change, changes.QuestionAdded) for change in difference)
    removed = sum(isinstance(change, changes.QuestionRemoved) for change in difference)
    keys = {change.id for change in difference if isinstance(change, changes.Rekeyed)}
    words = {
        change.id
        for change in difference
        if isinstance(change, changes.Reworded | changes.OptionsChanged)
    }
    counts = (
        ("newer.rekeyed", len(keys)),
        ("newer.added", added),
        ("newer.reworded", len(words - keys)),
        ("newer.removed", removed),
    )
    named = ", ".join(count(key, number) for key, number in counts if number)
    return phrase("newer.questions", changes=named) if named else ""


def _texts(difference: Difference) -> str:
    kinds = changes.TextChanged | changes.PartAdded | changes.PartRemoved | changes.PartsMoved
    entries = dict.fromkeys(change.section for change in difference if isinstance(change, kinds))
    names: Sequence[str] = [phrase(f"admin.section.{text}") for text in entries]
    if not names:
        return ""
    shown = ", ".join(names[:SECTIONS])
    more = len(names) - SECTIONS
    if more > 0:
        shown = phrase("newer.more", names=shown, number=more)
    return phrase("newer.texts", names=shown)


def in_language_of(library: Library, session: Session) -> Session:
    """The session with what is under way in it in the language that this library speaks."""
    run = session.run and _translated_run(library, session.run)
    shelf = tuple(_translated_run(library, shelved) for shelved in session.shelf)
    review = session.review and _translated_review(library, session.review)
    if (run, shelf, review) == (session.run, session.shelf, session.review):
        return session
    return replace(session, run=run, shelf=shelf, review=review)


def _translated_run(library: Library, run: Run) -> Run:
    revision = library.counterpart(run.lesson, run.revision)
    return run if revision == run.revision else replace(run, revision=revision)


def _translated_review(library: Library, review: Review) -> Review:
    revision = library.counterpart(review.item.lesson, review.revision)
    return review if revision == review.revision else replace(review, revision=revision)


# Telling


def _was_corrected(meant: Meant) -> bool | None:
    """Whether there was a correction since the learner's record was last looked at."""
    book = meant.learner.logbook
    known = book.corrections if book else 0
    return True if meant.session and known != meant.library.corrections else None


def _needs_untold(meant: Meant, matter: bool, rest: Callable[[], Needs]) -> Needs:
    return rest().asking(UntoldCorrections())


def _tell_corrections(scene: Scene, meant: Meant, matter: bool, rest: Callable[[], None]) -> None:
    for item in scene.known.get(UntoldCorrections):
        scene.say(context.text(item.notice))
        scene.facts.append(CorrectionTold(item.id))
    rest()


TELL_CORRECTIONS: Interceptor[bool] = Interceptor(
    "tell corrections",
    "tells of corrections that could not be told in private",
    _was_corrected,
    _tell_corrections,
    _needs_untold,
    before={"tell answers": "an answer may rest on what was corrected"},
)


# A review under way


def without_void(library: Library, session: Session) -> Session:
    """The session with nothing made of what is void in its review."""
    review = session.review
    if review is None or not library.void:
        return session
    item = review.item
    if (item.lesson, item.question, review.revision) not in library.void:
        return session
    return replace(session, review=_corrected_review(review))


def _corrected_review(review: Review) -> Review:
    item, outcome = review.item, review.made
    if review.stage != "revealed":
        anew = item_anew(item.lesson, item.question, review.asked_at)
        return replace(review, item=anew)
    if outcome is None or outcome.right is None:
        return review
    right, skipped = review.right - outcome.right, review.skipped + 1
    unsaid = replace(outcome, right=None, score=None)
    return replace(review, made=unsaid, right=right, skipped=skipped)
