"""Making a remark: *Ask or report*, what it is about, and words if there are some.

All of it is asked in the message of the question that is open, which comes back as it was: so the
learner is exactly where they were. A remark goes without a name to the authors of its lesson's
courses, and to the teachers of those cohorts of its learner's that learn any of these.

Whoever types at once, without saying what it is about, asks a question; what names a kind is that
kind, and what is just a choice of the question that comes back is none: who types may have
forgotten that this is between.

A handful a day is as much as somebody who reads it can answer; who has made that many is thanked
before they write more, not after.
"""

from typing import Literal

from bot.conversation import buttons
from bot.conversation.acts import Act, UnderWay, under_way
from bot.conversation.facts.admin import OthersTold
from bot.conversation.facts.remarks import Remarked, RemarkKind
from bot.conversation.facts.roles import Scope, bringing
from bot.conversation.inputs import Text
from bot.conversation.language.markup import escape_markdown, plain, quote_words
from bot.conversation.lesson import acts
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.remarks import OwnStanding
from bot.conversation.offers import Offer, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.phrases.words import word_list
from bot.conversation.question import naming
from bot.conversation.question.naming import fold
from bot.conversation.remarks.places import Place, find_commitment, name_place, on_screen
from bot.conversation.scopes import Scopes, of_lesson
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library
from bot.values import replace

NEWS = "inbox"
"""The kind of alarm that tells admins of new remarks."""

MAX_A_DAY = 5
"""Remarks of a learner in a day."""

MAX_REMARK = 1000
"""Characters of a remark: what is read at a glance, and quoted below it."""

KINDS: tuple[RemarkKind, ...] = ("unclear", "wrong", "question")


def needs(library: Library, session: Session | None, *about: str) -> Needs:
    """What must be loaded to make a remark."""
    return Needs((OwnStanding(),))


def _needs_around(library: Library, session: Session, *about: str) -> Needs:
    """The same, and the lesson under way, which says what else is on screen."""
    run = session.run
    return acts.needs(run).asking(OwnStanding()) if run else needs(library, session)


def ask(scene: Scene, lesson: str, revision: str, part: str, question: str) -> None:
    """Ask what it is about what is asked on the screen, or else about this place."""
    place, shown = Place(lesson, revision, part, question), on_screen(scene)
    if shown and shown.question and shown.question != question:
        _ask(scene, shown, above=place)
    else:
        _ask(scene, place)


def _ask_above(scene: Scene, lesson: str, revision: str, part: str, question: str) -> None:
    """Ask what it is about what was revealed before the question on the screen."""
    _ask(scene, Place(lesson, revision, part, question), onward=True)


def _ask(scene: Scene, place: Place, *, above: Place | None = None, onward: bool = False) -> None:
    if reason := _why_refused(scene):
        scene.step(reason, [[_back()]], onward=onward)
        return
    rows = [
        [offer(phrase(f"remark.kind.{kind}"), "remark as", kind, *place.words)] for kind in KINDS
    ]
    if above:
        what = name_place(scene.known.lesson, above.part, above.question)
        label = phrase("remark.above.named", what=plain(what)) if what else phrase("remark.above")
        rows.append([offer(label, "remark above", *above.words)])
    text = phrase(f"remark.ask.{_reader(scene, place)}")
    if onward:
        text = f"{text} {phrase('remark.ask.above')}"
    words = call("remark write", "question", *place.words)
    scene.step(text, [*rows, [_back()]], words=words, onward=onward)


def send_at_once(scene: Scene, place: Place, words: str) -> None:
    """Pass on a question that came with the command; what is open stays so."""
    reason = _why_refused(scene) or _too_long(words)
    if not reason:
        _put_on_record(scene, "question", place, words)
    scene.say(reason or _confirmation(scene, place))


def _as(
    scene: Scene, kind: RemarkKind, lesson: str, revision: str, part: str, question: str
) -> None:
    """Ask for words about it, which may be left out where it is plain what is meant."""
    place = Place(lesson, revision, part, question)
    text = phrase(f"remark.words.{kind}")
    send = offer(phrase("remark.send"), "remark send", kind, *place.words)
    rows = [[_back()]] if kind == "question" else [[send, _back()]]
    if kind != "question" and not place.tells:
        text, rows = phrase("remark.words.which"), [[_back()]]
    words = call("remark write", kind, *place.words)
    scene.step(text, rows, words=words, onward=True)


def _write(
    scene: Scene, kind: RemarkKind, lesson: str, revision: str, part: str, question: str
) -> None:
    content = scene.envelope.input
    words = content.text.strip() if isinstance(content, Text) else ""
    if kind_named := _names_a_kind(scene, words):
        _as(scene, kind_named, lesson, revision, part, question)
        return
    if _names_a_choice(scene, words):
        come_back(scene)
        return
    if reason := _too_long(words):
        scene.say(reason)
        return
    _send(scene, kind, Place(lesson, revision, part, question), words)


def _names_a_kind(scene: Scene, words: str) -> RemarkKind | None:
    """The kind whose label has all of these words, as "question", where kinds are offered."""
    asked = scene.open
    kinds = [offer for offer in asked.offers if offer.act[:2] == ("remark", "as")] if asked else []
    texts = naming.find_call(fold(words), kinds)
    return next((kind for kind in KINDS if texts and texts[2] == kind), None)


def _names_a_choice(scene: Scene, words: str) -> bool:
    """Whether this is a choice below the question that comes back, as "Continue", or an "ok"."""
    under = scene.open.under if scene.open else None
    labels = [fold(offer.label) for offer in under.offers] if under else []
    on = word_list("match.on").split(" | ") if under and len(under.ways) == 1 else []
    return fold(words) in [*labels, *map(fold, on)]


def _send_without(
    scene: Scene, kind: RemarkKind, lesson: str, revision: str, part: str, question: str
) -> None:
    _send(scene, kind, Place(lesson, revision, part, question), "")


def _send(scene: Scene, kind: RemarkKind, place: Place, words: str) -> None:
    if reason := _why_refused(scene):
        scene.step(reason, [[_back()]], onward=True)
        return
    _put_on_record(scene, kind, place, words)
    come_back(scene, _confirmation(scene, place))


def _put_on_record(scene: Scene, kind: RemarkKind, place: Place, words: str) -> None:
    outcome = find_commitment(scene.session, place.question) if place.question else None
    choice, answer = (outcome.choice, outcome.answer) if outcome else (None, None)
    scene.learner = replace(scene.learner, remarked=True)
    id, confidence = buttons.nonce(scene.envelope.id), outcome.confidence if outcome else ""
    scene.facts += [
        Remarked(id, *place.words, choice, answer, confidence, kind, words),
        OthersTold(NEWS, roles=bringing("answer", _for(scene, place.lesson))),
    ]


def _for(scene: Scene, lesson: str) -> Scopes:
    """Those who read what a learner says of a lesson: its courses', and their cohorts'."""
    courses = of_lesson(scene.library, lesson)
    cohorts = (
        scene.library.cohorts.get(membership.cohort) for membership in scene.learner.memberships
    )
    asked = (Scope(cohort.course, cohort.id) for cohort in cohorts if cohort)
    return (*courses, *(scope for scope in asked if Scope(scope.course) in courses))


def _reader(scene: Scene, place: Place) -> Literal["authors", "taught", "alone"]:
    """Who reads it, as the phrases call it: the authors, a teacher, too, or nobody."""
    standing = scene.known.get(OwnStanding)
    if not standing.heard:
        return "alone"
    taught = any(scope.cohort in standing.taught for scope in _for(scene, place.lesson))
    return "taught" if taught else "authors"


def _confirmation(scene: Scene, place: Place) -> str:
    return phrase(f"remark.sent.{_reader(scene, place)}")


def _why_refused(scene: Scene) -> str:
    """Why this learner can make no remark now; nothing if they can."""
    run, standing = scene.session.run, scene.known.get(OwnStanding)
    if run and run.preview:
        return phrase("remark.preview")
    if standing.muted:
        return phrase("remark.muted")
    return phrase("remark.enough", most=MAX_A_DAY) if standing.today >= MAX_A_DAY else ""


def _too_long(words: str) -> str:
    return phrase("remark.long", most=MAX_REMARK) if len(words) > MAX_REMARK else ""


def _leave(scene: Scene) -> None:
    come_back(scene)


def come_back(scene: Scene, closing: str = "") -> None:
    """Back to what was open, with this below it."""
    under = scene.open.under if scene.open else None
    reads_on = under is not None and [offer.act for offer in under.offers[:1]] == [("go",)]
    if not scene.step_back(closing, brief=reads_on):
        scene.close_answered()
        scene.say(closing or phrase("remark.left"))


def _back() -> Offer:
    return offer(phrase("remark.back"), "remark back")


def quotation(kind: RemarkKind, words: str) -> str:
    return quote_words(words) if words else f"> {escape_markdown(phrase(f'remark.kind.{kind}'))}"


def goes_on(session: Session, *about: str) -> UnderWay | None:
    """What is under way, which comes back after a remark: nobody is shown what is withdrawn."""
    return under_way(session)


ACTS = (
    Act("remark on", ask, _needs_around, goes_on=goes_on),
    Act("remark above", _ask_above, _needs_around),
    Act("remark as", _as),
    Act("remark write", _write, needs),
    Act("remark send", _send_without, needs),
    Act("remark back", _leave, goes_on=goes_on),
)
