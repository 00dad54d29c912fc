"""The button *Ask or report* beside the way on from a reveal, and *Asked before* where that is.

It stands with whatever is asked once a reveal is in the chat: the way on, the next part or the next
question. So no room has to know of it, and nothing is said for it.
"""

from collections.abc import Callable, Sequence

from bot.conversation.acts import Act
from bot.conversation.facts.learner import Attempt, Submission
from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.lesson.beats import Beat, Pose, Rate, Results, Tell
from bot.conversation.lesson.playthrough import playthrough
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.remarks import PlaceExchanges
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import count, phrase
from bot.conversation.remarks.news import pictures
from bot.conversation.remarks.places import Place, on_screen
from bot.conversation.remarks.remark import goes_on, quotation
from bot.conversation.session import Run, Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library


def _concerns(meant: Meant) -> Session | None:
    return meant.session


def _offer(scene: Scene, meant: Meant, before: Session, rest: Callable[[], None]) -> None:
    rest()
    asked = scene.open
    if asked is None or asked.card or asked.under or asked.number <= before.asked:
        return
    verbs = {offer.act[0] for offer in (*asked.offers, *asked.unseen)}
    if scene.only_looking or "remark" in verbs:
        # What comes back after a remark has them still.
        return
    place = _find_revealed(scene, meant, before)
    # What was asked before may tell what is asked here.
    about = place or (on_screen(scene) if asked.behind else None)
    more = [offer(phrase("remark"), "remark on", *about.words)] if about else []
    place = place or _told_part(scene)
    if place and (number := scene.library.asked_before.get((place.lesson, place.key))):
        more.insert(0, offer(count("remark.before", number), "remark before", *_of(place)))
    if more:
        scene.offer_beside(*more)


def _of(place: Place) -> tuple[str, str]:
    return place.lesson, place.key


def _find_revealed(scene: Scene, meant: Meant, before: Session) -> Place | None:
    """What has just been revealed, or is being read."""
    review, run = scene.session.review, scene.session.run
    if review:
        return on_screen(scene) if review.stage == "revealed" else None
    if run is None or scene.known.lesson is None:
        return None
    here = playthrough(scene)
    answers = isinstance(here.beat, Rate) and bool(here.beat.answer)
    if run.stage == "revealed" or answers or isinstance(here.beat, Results):
        return on_screen(scene)
    left = before.run.beat if before.run and before.run.id == run.id else ""
    written = [fact.item for fact in scene.facts if isinstance(fact, Submission)]
    if written and written[-1] in scene.lesson.tasks and left not in ("", run.beat):
        return Place(run.lesson, run.revision, left, written[-1])
    attempts = [fact for fact in scene.facts if isinstance(fact, Attempt) and fact.run == run.id]
    if attempts:
        posed = _find_pose(here.beats, lambda beat: beat.question.id == attempts[-1].question)
        return None if posed and posed.quiet else _at(run, posed, attempts[-1].question)
    read = isinstance(here.beat, Tell) and any(offer.act == ("go",) for offer in _offers(scene))
    if read and not left:
        # It is taken up again below a reveal: what that opened is being read.
        place = on_screen(scene)
        return place if place and place.question and run.outcome(place.question) else None
    if meant.call == ("skip",) and left:
        posed = _find_pose(here.beats, lambda beat: beat.id == left)
        return _at(run, posed, posed.question.id) if posed and not posed.quiet else None
    return None


def _offers(scene: Scene) -> Sequence[Offer]:
    return scene.open.offers if scene.open else ()


def _find_pose(beats: Sequence[Beat], wanted: Callable[[Pose], bool]) -> Pose | None:
    return next((beat for beat in beats if isinstance(beat, Pose) and wanted(beat)), None)


def _at(run: Run, posed: Pose | None, question: str) -> Place:
    return Place(run.lesson, run.revision, posed.id if posed else run.beat, question)


def _told_part(scene: Scene) -> Place | None:
    """A part that is told without having been asked about, where something may be shown below."""
    if not scene.library.asked_before or scene.session.run is None or scene.known.lesson is None:
        return None
    place = on_screen(scene)
    is_telling = place and not place.question and isinstance(playthrough(scene).beat, Tell)
    return place if is_telling else None


OFFER_REMARKS: Interceptor[Session] = Interceptor(
    "offer remarks",
    "offers *Ask or report* and *Asked before* beside what is asked at the end of a turn",
    _concerns,
    _offer,
    before={
        "leave withdrawn revision": "it offers them beside what its learner is led on to as well",
        "give feedback": "feedback may give what is asked a message of its own",
    },
)


def _needs_before(library: Library, session: Session, lesson: str, place: str) -> Needs:
    return Needs((PlaceExchanges(lesson, place),))


def _show_before(scene: Scene, lesson: str, place: str) -> None:
    """What others asked here, below what is open."""
    asked = scene.open
    if asked is None:
        raise ValueError("nothing is asked")
    exchanges = scene.known.get(PlaceExchanges)
    parts = [
        f"{quotation(exchange.kind, exchange.words)}\n\n{exchange.reply}".rstrip()
        for exchange in exchanges
    ]
    if not exchanges:
        parts = [phrase("remark.before.gone")]
    text = "\n\n".join([asked.text, phrase("remark.before.title"), *parts])
    # They stand above, so that what is open stays the last.
    scene.outputs += [picture for exchange in exchanges for picture in pictures(exchange)]
    scene.again_without(text, "remark", "before")


def _unfold(scene: Scene) -> None:
    scene.unfold()


def _fold(scene: Scene) -> None:
    scene.step_back()


ACTS = (
    Act("remark before", _show_before, _needs_before, goes_on=goes_on),
    Act("unfold", _unfold, goes_on=goes_on),
    Act("fold", _fold, goes_on=goes_on),
)
