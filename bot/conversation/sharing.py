"""Questions that are passed on: *Predict this*, in any chat, with a button that leads to them.

A card names its question by a key that follows from the ids of lesson and question, so nothing is
kept of it, it lasts as long as the question does, and it leads to what is taught by then. Whoever
presses it predicts where they are alone with the tutor, sees what is true, and meets the question
again in their reviews, as after a lesson.

A card says what is asked, with what that rests on and the options, and never the answer. It stands
alone, so a question is left out that rests on a picture, or on more than is read in passing.
"""

from collections.abc import Iterator
from functools import lru_cache

from bot.conversation import availability, buttons
from bot.conversation.acts import Act
from bot.conversation.inputs import Address, Press
from bot.conversation.language.markup import mention, plain, unquote_words
from bot.conversation.lesson import acts as lessons
from bot.conversation.lesson.beats import Again, Pose
from bot.conversation.lesson.modes import MODES
from bot.conversation.lesson.playthrough import Playthrough
from bot.conversation.needs.learner import LessonItems, Needs
from bot.conversation.offers import offer
from bot.conversation.outputs import Doorway
from bot.conversation.phrases import phrase
from bot.conversation.phrases.dates import when
from bot.conversation.question import choices, posing
from bot.conversation.review import review as reviewing
from bot.conversation.session import Review, Run, Session
from bot.conversation.turn import Scene
from bot.learning.items import Item, item_anew
from bot.lessons import finding
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.lessons.question import Question
from bot.values import value

PAYLOAD = "_q-"
"""How the payload of a link begins that leads to a question; its key follows."""

MAX_CARD = 900
"""Characters of a card: more is not read in passing."""


Found = tuple[Card, str]
"""A question by its lesson and its id."""


@value
class PostedQuestion:
    """A question to be posted: its words, its lesson's title, and the text of its card."""

    key: str
    asked: str
    title: str
    text: str

    @property
    def payload(self) -> str:
        """What leads to it, in a link."""
        return f"{PAYLOAD}{self.key}"

    @property
    def output(self) -> Doorway:
        """The card with its button."""
        token = buttons.question_token(self.key)
        return Doorway(self.text, phrase("predict.this"), self.payload, token)


@lru_cache(maxsize=16_384)
def key_of(lesson: str, question: str) -> str:
    """The key of a question, the same in every revision and language."""
    return buttons.nonce(f"{lesson} {question}")


def key_in(payload: str) -> str:
    """The key in a link's payload; empty if it leads elsewhere."""
    key = payload.strip().removeprefix(PAYLOAD)
    return key if payload.strip().startswith(PAYLOAD) and buttons.is_nonce(key) else ""


def find(library: Library, key: str) -> Found | None:
    """The lesson and the question of this key; ``None`` if nothing that is taught has it."""
    for card in library.cards.values():
        for question in card.questions:
            if key_of(card.id, question) == key:
                return card, question
    return None


def postable(lesson: Lesson) -> Iterator[PostedQuestion]:
    """The questions of a lesson that can stand alone in a chat, as cards, each once."""
    seen = set()
    for question in lesson.questions:
        if question.id not in seen and (posted_question := _card_of(lesson, question)):
            seen.add(question.id)
            yield posted_question


def find_posted(lesson: Lesson, key: str) -> PostedQuestion | None:
    """The question of a lesson that has this key; ``None`` if it can't be posted any more."""
    return next(
        (posted_question for posted_question in postable(lesson) if posted_question.key == key),
        None,
    )


def _card_of(lesson: Lesson, question: Question) -> PostedQuestion | None:
    if question.open:
        return None
    put = posing.pose_question(lesson, question, "predict.ask", cold=True)
    drawing = posing.draw_as_text(put.drawing)
    if drawing is None:
        return None
    options = "\n".join(f"- {' '.join(option.label.split())}" for option in question.options)
    foot = phrase("predict.foot", title=lesson.title)
    text = "\n\n".join(part for part in (drawing, put.text, options, foot) if part)
    if len(text) > MAX_CARD:
        return None
    asked = unquote_words(plain(posing.words(question)))
    return PostedQuestion(key_of(lesson.id, question.id), asked, plain(lesson.title), text)


TWICE = 3_000_000
"""Microseconds within which a second press is a double tap."""


def needs_of_key(library: Library, session: Session | None, key: str) -> Needs:
    """What must be loaded to ask it: its lesson, and what is remembered of that."""
    match = find(library, key)
    if match is None:
        return Needs()
    lesson, _ = match
    open_still = _open_still(library, session, match)
    return Needs((LessonItems(lesson.id),), lesson=(lesson.id, (open_still or lesson).revision))


def _open_still(library: Library, session: Session | None, match: Found) -> Review | None:
    """The review in which this question waits for an answer: it keeps its revision."""
    review, (lesson, question) = session.review if session else None, match
    if (
        review is None
        or (review.item.lesson, review.item.question) != (lesson.id, question)
        or review.stage == "revealed"
        or (lesson.id, review.revision) in library.withdrawn
    ):
        return None
    return review


def predict(scene: Scene, key: str) -> None:
    """Ask the question of this key, alone."""
    match = find(scene.library, key)
    if match is None or (match[0].id, match[0].revision) in scene.library.withdrawn:
        scene.say(phrase("predict.gone"))
        return
    lesson, question = match
    if lock := availability.lock(scene, lesson.id):
        scene.say(availability.opens(scene, lesson.id, lock))
        return
    if asked := _open_still(scene.library, scene.session, match):
        if isinstance(scene.envelope.input, Press) and scene.now < asked.asked_at + TWICE:
            scene.notice(phrase("press.again"))
        else:
            reviewing.resume(scene)
        return
    if run := _asked_in_lesson(scene, question):
        lessons.resume(scene, run)
        return
    known = scene.known.get(LessonItems).get(question)
    if known and known.number and known.due > scene.now:
        _tell_known(scene, known)
        return
    reviewing.begin_posted(scene, known or item_anew(lesson.id, question, scene.now))


def _asked_in_lesson(scene: Scene, question: str) -> Run | None:
    """The run in which just this question waits for an answer, as the lesson is taught now."""
    run, lesson = scene.session.run, scene.lesson
    if (
        run is None
        or scene.session.review
        or run.preview
        or (run.lesson, run.revision) != (lesson.id, lesson.revision)
        or run.mode not in MODES
        or MODES[run.mode].days
    ):
        return None
    here = Playthrough(run, lesson)
    asks = isinstance(here.beat, Pose | Again) and here.question.id == question
    return run if asks and here.outcome is None else None


def _tell_known(scene: Scene, item: Item) -> None:
    """Tell whoever knows it what they said, and when it is back."""
    asked = next(question for question in scene.lesson.questions if question.id == item.question)
    said = choices.said_as(asked, item.answer.said, item.answer.confidence)
    text = phrase("predict.known", said=said, when=when(item.due, scene.now))
    if scene.open and scene.session.run:
        # Their lesson goes on where it is.
        scene.say(text)
        return
    label = phrase("predict.lesson", title=scene.lesson.title)
    scene.ask(text, [[offer(label, "learn", item.lesson)]])


SECOND = 1_000_000
"""Microseconds after which another question of a lesson has its turn."""

SEVERAL = 5
"""Lessons that are named where words may mean several."""


def needs_of_posting(library: Library, session: Session | None, argument: str) -> Needs:
    """The question, or the lesson that it is to be of."""
    if key := key_in(argument):
        return needs_of_key(library, session, key)
    cards = _lessons_named(library, argument)
    if len(cards) == 1:
        return Needs((LessonItems(cards[0].id),), lesson=(cards[0].id, cards[0].revision))
    return Needs()


def _lessons_named(library: Library, argument: str) -> list[Card]:
    return finding.find_lesson(library, argument, SEVERAL)


def post(scene: Scene, argument: str) -> None:
    """Post a card here; where nobody else reads, ask its question."""
    envelope, place = scene.envelope, scene.envelope.place
    key = key_in(argument)
    if key and not envelope.address.public:
        predict(scene, key)
        return
    chosen = _choose_posted(scene, key, argument.strip())
    if isinstance(chosen, str):
        scene.say(chosen)
    elif not envelope.address.public:
        predict(scene, chosen.key)
    elif envelope.overheard:
        scene.outputs.append(chosen.output)
    elif place is None or not place.open:
        scene.say(phrase("predict.closed"))
    elif not place.writes:
        # Nobody speaks through us where they may not speak.
        scene.say(phrase("predict.silent"))
    else:
        # An answer is shown to whoever asked alone, so this is said in the chat itself.
        where = envelope.address
        scene.address = Address(where.platform, where.chat, public=True, handle=place.thread)
        scene.outputs.append(chosen.output)


def _choose_posted(scene: Scene, key: str, words: str) -> PostedQuestion | str:
    if key:
        match = find(scene.library, key)
        return (find_posted(scene.lesson, key) if match else None) or phrase("predict.gone")
    lessons = _lessons_named(scene.library, words)
    if len(lessons) != 1:
        return phrase("predict.unknown", text=mention(words))
    if lock := availability.lock(scene, lessons[0].id):
        return availability.opens(scene, lessons[0].id, lock)
    fitting = list(postable(scene.lesson))
    if not fitting:
        return phrase("predict.none", title=scene.lesson.title)
    return fitting[scene.now // SECOND % len(fitting)]


ACTS = (
    Act("predict this", predict, needs_of_key),
    Act("predict of", post, needs_of_posting),
)
