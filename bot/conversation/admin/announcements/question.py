"""A question inside an announcement: found by words of its lesson, or else by its own.

Only the catalogue knows the words of all questions, so these are looked for as a job. The question
goes along as a card whose button asks it where its reader is alone, so what everybody commits to
is a prediction of their own, with its reveal, and nobody else's to read.
"""

from collections.abc import Sequence

from pydantic import TypeAdapter

from bot.conversation import sharing
from bot.conversation.admin.announcements import preview
from bot.conversation.admin.areas import take_typed
from bot.conversation.facts.admin import AnnouncementAsks
from bot.conversation.facts.roles import reach
from bot.conversation.jobs import JobKind, promise_report, set_out
from bot.conversation.language.locale import manner
from bot.conversation.language.markup import escape_markdown, mention
from bot.conversation.needs.learner import Job, Needs
from bot.conversation.offers import Offer, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Rows, Scene
from bot.lessons import finding
from bot.lessons.card import Card
from bot.lessons.faults import shorten
from bot.lessons.library import Library
from bot.values import replace, value

KIND = "question"

LESSONS = 8
"""Lessons that are offered at once."""

PAGE = 6
"""Questions of a lesson on a page."""

LABEL = 60
"""Characters of a question on its button."""


@value
class SearchRequest:
    announcement: str
    words: str
    language: str


@value
class FoundQuestion:
    """A question that was found: its key, its words, and what its lesson is called."""

    key: str
    asked: str
    title: str


REQUEST: TypeAdapter[SearchRequest] = TypeAdapter(SearchRequest)
RESULT: TypeAdapter[tuple[FoundQuestion, ...]] = TypeAdapter(tuple[FoundQuestion, ...])


def ask(scene: Scene, id: str) -> None:
    """Offer lessons of which it may ask a question, by words that are typed."""
    words = take_typed(scene)
    if preview.current(scene, "written"):
        _search(scene, id, words)


def needs_of(library: Library, session: Session, id: str, lesson: str, page: int = 0) -> Needs:
    card = library.cards.get(lesson)
    asked = (card.id, card.revision) if card else None
    return replace(preview.needs(library, session, id), lesson=asked)


def ask_of(scene: Scene, id: str, lesson: str, page: int = 0) -> None:
    if scene.known.lesson is None:
        scene.say(phrase("admin.announce.question.gone"))
    else:
        _offer_of(scene, id, max(page, 0))


def needs_pick(library: Library, session: Session, id: str, key: str) -> Needs:
    match = sharing.find(library, key)
    asked = (match[0].id, match[0].revision) if match else None
    return replace(preview.needs(library, session, id), lesson=asked)


def pick(scene: Scene, id: str, key: str) -> None:
    """Let it ask this question; it is shown with it."""
    announcement = preview.current(scene, "written")
    chosen = sharing.find_posted(scene.lesson, key) if scene.known.lesson else None
    if announcement and chosen is None:
        scene.say(phrase("admin.announce.question.gone"))
    elif announcement and chosen:
        scene.facts.append(AnnouncementAsks(id, key, chosen.text))
        preview.show(scene, id, announcement.text, asked=chosen.text)


def unask(scene: Scene, id: str) -> None:
    """Let it ask no question."""
    if announcement := preview.current(scene, "written"):
        scene.facts.append(AnnouncementAsks(id, "", ""))
        preview.show(scene, id, announcement.text)


def _search(scene: Scene, id: str, words: str) -> None:
    """Offer lessons that fit these words, or look for questions that do; without any, ask."""
    lessons = finding.find_lesson(scene.library, words, LESSONS) if words else []
    if words and not lessons:
        # What asks for words stays open until there is something to choose from.
        asked = SearchRequest(id, words, manner().language)
        set_out(scene, KIND, **REQUEST.dump_python(asked, mode="json"))
        scene.say(promise_report(scene, phrase("admin.announce.question.looking")))
        return
    scene.close_answered()
    _offer_lessons(scene, id, words, lessons)


def _offer_lessons(scene: Scene, id: str, words: str, lessons: Sequence[Card]) -> None:
    rows = [
        [offer(shorten(lesson.title, LABEL), "admin announce question of", id, lesson.id)]
        for lesson in lessons
    ]
    text = phrase("admin.announce.question.ask")
    if words:
        key = "which" if lessons else "none"
        text = phrase(f"admin.announce.question.{key}", text=mention(words))
    _card(scene, id, text, rows)


def _tell(scene: Scene, job: Job) -> None:
    asked, found_questions = REQUEST.validate_json(job.body), RESULT.validate_json(job.result)
    id, words = asked.announcement, asked.words
    if not reach(scene.known.roles, "announce"):
        return
    if not found_questions:
        _offer_lessons(scene, id, words, finding.like(scene.library, words, LESSONS))
        return
    rows = [
        [
            offer(
                shorten(found_question.asked, LABEL),
                "admin announce question pick",
                id,
                found_question.key,
            )
        ]
        for found_question in found_questions
    ]
    lines = [
        f"{n}. {escape_markdown(found_question.asked)} · *{escape_markdown(found_question.title)}*"
        for n, found_question in enumerate(found_questions, start=1)
    ]
    head = phrase("admin.announce.question.found", text=mention(words))
    _card(scene, id, "\n\n".join((head, "\n".join(lines))), rows)


JOB = JobKind(_tell, command="/admin announce")


def _card(scene: Scene, id: str, text: str, rows: Rows) -> None:
    scene.card(text, [*rows, [_back(id)]], words=call("admin announce question find", id))


def _offer_of(scene: Scene, id: str, page: int) -> None:
    posted_questions = list(sharing.postable(scene.lesson))
    shown = posted_questions[page * PAGE : (page + 1) * PAGE]
    rows = [
        [
            offer(
                shorten(posted_question.asked, LABEL),
                "admin announce question pick",
                id,
                posted_question.key,
            )
        ]
        for posted_question in shown
    ]
    turn = []
    lesson = scene.lesson.id
    if page:
        turn.append(
            offer(phrase("menu.earlier"), "admin announce question of", id, lesson, page - 1)
        )
    if len(posted_questions) > (page + 1) * PAGE:
        turn.append(offer(phrase("menu.more"), "admin announce question of", id, lesson, page + 1))
    lines = [
        f"{n}. {escape_markdown(posted_question.asked)}"
        for n, posted_question in enumerate(shown, start=page * PAGE + 1)
    ]
    key = "of" if posted_questions else "empty"
    head = phrase(f"admin.announce.question.{key}", title=scene.lesson.title)
    text = "\n\n".join(part for part in (head, "\n".join(lines)) if part)
    _card(scene, id, text, [*rows, turn])


def _back(id: str) -> Offer:
    return offer(phrase("admin.back"), "admin announce show", id)
