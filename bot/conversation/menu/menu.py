"""Choosing a lesson: courses, the lessons of a course, a lesson's card, and its modes."""

from collections.abc import Iterable, Sequence
from functools import partial

from bot.conversation import availability
from bot.conversation.acts import Act
from bot.conversation.language.markup import mention
from bot.conversation.lesson import acts
from bot.conversation.lesson.modes import MODES, chosen, of_card
from bot.conversation.lesson.modes.challenge import CHALLENGE
from bot.conversation.lesson.modes.deep import DEEP
from bot.conversation.lesson.modes.learn import LEARN
from bot.conversation.lesson.modes.project import PROJECT, extent
from bot.conversation.needs.learner import LessonItems, Needs
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import count, phrase, say_untranslated
from bot.conversation.phrases.words import word_list
from bot.conversation.session import Run, Session
from bot.conversation.turn import Scene
from bot.lessons import finding
from bot.lessons.card import Card, Modes
from bot.lessons.library import Library

PAGE = 8
"""Lessons on a page of a menu, so that their buttons fit on a phone's screen."""

FRONT = (LEARN.name, DEEP.name, CHALLENGE.name)
"""The learning modes that a lesson's card offers; the others are behind *More ways*."""

MAX_BUTTONS, ROW = 5, 2
"""Buttons of a lesson's card, at most; and side by side."""


def everything(scene: Scene) -> None:
    """All there is: the courses, or the lessons at once when there is a single list of them."""
    lists = _lists(scene)
    if not lists:
        scene.say(phrase("menu.empty"))
    elif len(lists) == 1:
        page(scene, *lists[0][:2], 0)
    else:
        rows = [[offer(title, "course", name, 0)] for name, title, _ in lists]
        scene.card(phrase("menu.courses"), rows)


def course(scene: Scene, name: str, first: int) -> None:
    for text, title, _ in _lists(scene):
        if text == name:
            page(scene, name, title, first)
            return
    everything(scene)


def page(scene: Scene, name: str, title: str, first: int) -> None:
    """A page of lessons, each marked with how far the learner is."""
    cards = next((cards for text, _, cards in _lists(scene) if text == name), [])
    course = scene.library.course(name)
    about = course.about if course else ""
    shown = cards[first : first + PAGE]
    locks = availability.locks(scene)
    rows = [[offer(_title(scene, card, locks.get(card.id)), "learn", card.id)] for card in shown]
    if first > 0:
        rows.append([offer(phrase("menu.earlier"), "course", name, max(first - PAGE, 0))])
    if first + PAGE < len(cards):
        rows.append([offer(phrase("menu.more"), "course", name, first + PAGE)])
    if len(_lists(scene)) > 1:
        rows.append([offer(phrase("menu.back"), "menu")])
    parts = [phrase("menu.course", title=title), about, phrase("menu.lessons")]
    scene.card("\n\n".join(part for part in parts if part), rows)


def search(scene: Scene, text: str) -> None:
    """The lesson that these words mean, or those that they may mean."""
    library, words = scene.library, _telling(text)
    known = finding.find(library, text)
    match = [known] if known else finding.search(library, text, PAGE)
    if not match and words:
        match = finding.search(library, words, PAGE)
    if len(match) == 1:
        card(scene, match[0].id)
    elif match:
        _offer(scene, phrase("lesson.several", text=mention(text)), match)
    elif like := finding.like(library, words, PAGE):
        _offer(scene, phrase("lesson.like", text=mention(text)), like)
    else:
        scene.say(phrase("lesson.unknown", text=mention(text)))


def _telling(text: str) -> str:
    """The words that may name a lesson, as "prompt" does in "what is a prompt?"."""
    fillers = set(word_list("match.fillers").split())
    words = (part.strip(".,!?") for part in text.split())
    return " ".join(part for part in words if part.casefold() not in fillers)


def _offer(scene: Scene, text: str, cards: Sequence[Card]) -> None:
    locks = availability.locks(scene)
    rows = [[offer(_title(scene, card, locks.get(card.id)), "learn", card.id)] for card in cards]
    scene.card(text, [*rows, [offer(phrase("start.lessons"), "menu")]])


def card(scene: Scene, lesson: str) -> None:
    lesson_card = scene.library.cards.get(lesson)
    if lesson_card is None:
        scene.say(phrase("lesson.unknown", text=lesson))
        return
    if lock := availability.lock(scene, lesson):
        say_closed(scene, lesson, lock)
        return
    level = phrase(f"level.{lesson_card.level}")
    parts = [phrase("lesson.card", title=lesson_card.title, level=level), lesson_card.about]
    parts += [say_untranslated(lesson_card.language), _say_partly(scene, lesson_card)]
    if lesson in scene.learner.finished:
        parts.append(phrase("lesson.again"))
    if missing := _missing(scene, lesson_card):
        parts.append(phrase("lesson.needs", titles=", ".join(missing)))
    front, others = _part_modes(lesson_card)
    offers = _offers(scene, lesson, dict.fromkeys([*dict(front), *_under_way(scene, lesson)]))
    if others:
        offers.append(offer(phrase("lesson.more"), "ways", lesson))
    if len(offers) < MAX_BUTTONS:
        offers.append(_back(scene, lesson))
    text = "\n\n".join(part for part in (*parts, _about(front)) if part)
    scene.card(text, _in_rows(offers))


def ways(scene: Scene, lesson: str) -> None:
    """The ways that a lesson's card has no room for, and to start over what is under way."""
    lesson_card = scene.library.cards.get(lesson)
    others = _part_modes(lesson_card)[1] if lesson_card else ()
    if lesson_card is None or not others or availability.lock(scene, lesson):
        card(scene, lesson)
        return
    offers = _offers(scene, lesson, dict(others))
    for mode in _under_way(scene, lesson):
        anew = "start" if scene.session.projects(lesson) and mode == PROJECT.name else "anew"
        label = phrase("lesson.anew", mode=phrase(f"mode.{mode}"))
        offers.append(offer(label, anew, lesson, mode))
    if lesson_card.sourced:
        offers.append(offer(phrase("sources.ask"), "sources", lesson))
    rows = [*_in_rows(offers), [offer(phrase("lesson.back"), "learn", lesson)]]
    title = phrase("lesson.ways", title=lesson_card.title)
    parts = (title, _say_partly(scene, lesson_card), _about(others))
    scene.card("\n\n".join(part for part in parts if part), rows)


def _say_partly(scene: Scene, card: Card) -> str:
    """That only the tour is in the learner's language, before another way is chosen."""
    if not card.holds:
        return ""
    language = scene.library.source.cards[card.id].language
    return say_untranslated(language, "lesson.partly", way=phrase(f"mode.{LEARN.name}"))


def say_closed(scene: Scene, lesson: str, lock: availability.Lock) -> None:
    scene.card(availability.opens(scene, lesson, lock), [[offer(phrase("start.lessons"), "menu")]])


def _part_modes(card: Card) -> tuple[Modes, Modes]:
    """The modes that its card offers, and the others."""
    front = tuple(mode for mode in of_card(card) if mode[0] in FRONT)
    return front, tuple(mode for mode in of_card(card) if mode not in front)


def _under_way(scene: Scene, lesson: str) -> list[str]:
    """The mode that the lesson was last under way in, if it is unfinished."""
    run = scene.session.find_shelved(lesson)
    return [run.mode] if run and run.mode in MODES else []


def _offers(scene: Scene, lesson: str, modes: Iterable[str]) -> list[Offer]:
    """A button for each of these modes: first those to go on with, then those to begin."""
    shelved = partial(scene.session.find_shelved, lesson)
    return [
        offer(phrase("lesson.continue", mode=phrase(f"mode.{mode}")), "resume", lesson, mode)
        if shelved(mode)
        else offer(phrase(f"mode.{mode}"), "start", lesson, mode)
        for mode in sorted(modes, key=lambda mode: not shelved(mode))
    ]


def _in_rows(offers: Sequence[Offer]) -> list[Sequence[Offer]]:
    return [offers[first : first + ROW] for first in range(0, len(offers), ROW)]


def _back(scene: Scene, lesson: str) -> Offer:
    for name, _, cards in _lists(scene):
        for place, card in enumerate(cards):
            if card.id == lesson:
                return offer(phrase("start.lessons"), "course", name, place // PAGE * PAGE)
    return offer(phrase("start.lessons"), "menu")


def _about(modes: Modes) -> str:
    """A line for each of these modes: what it is called, how long it takes, and what one does."""
    lines = []
    for mode, minutes in modes:
        name, about = phrase(f"mode.{mode}"), phrase(f"mode.{mode}.about")
        lines.append(phrase("lesson.mode", name=name, minutes=extent(minutes), about=about))
    return "\n".join(f"- {line}" for line in lines)


def _missing(scene: Scene, card: Card) -> Sequence[str]:
    """The titles of lessons that come before this and are not finished yet."""
    return [
        scene.library.cards[need].title
        for need in card.needs
        if need in scene.library.cards and need not in scene.learner.finished
    ]


def _title(scene: Scene, card: Card, lock: availability.Lock | None) -> str:
    if lock:
        return availability.mark_locked(scene, card.title, lock)
    if scene.session.find_shelved(card.id):
        return phrase("menu.under_way", title=card.title)
    done = card.id in scene.learner.finished
    return phrase("menu.done" if done else "menu.new", title=card.title)


def _lists(scene: Scene) -> list[tuple[str, str, list[Card]]]:
    """Each course with its lessons, then the lessons that are in none."""
    cards = scene.library.cards
    lists = [
        (course.id, course.title, [cards[id] for id in course.lessons if id in cards])
        for course in scene.library.courses
    ]
    placed = {card.id for _, _, held in lists for card in held}
    rest = [card for id, card in cards.items() if id not in placed]
    lists.append(("-", phrase("menu.rest"), rest))
    return [row for row in lists if row[2]]


def _later(scene: Scene) -> None:
    scene.say(phrase("lesson.left"))


def _needs_test(library: Library, session: Session | None, lesson: str) -> Needs:
    return acts.needs_start(library, session, lesson, CHALLENGE.name)


def _test(scene: Scene, lesson: str) -> None:
    start(scene, lesson, CHALLENGE.name)


def start(scene: Scene, lesson: str, mode: str) -> None:
    """Begin a lesson in a mode, or say why it can't be; what is begun is offered instead."""
    if _is_closed(scene, lesson) or not scene.session.find_shelved(lesson, mode):
        _begin(scene, lesson, mode)
    elif mode == PROJECT.name and scene.session.projects(lesson):
        _go_on_or_anew(scene, lesson)
    elif mode in FRONT:
        card(scene, lesson)
    else:
        ways(scene, lesson)


def _is_closed(scene: Scene, lesson: str) -> bool:
    return lesson not in scene.library.cards or bool(availability.lock(scene, lesson))


def _go_on_or_anew(scene: Scene, lesson: str) -> None:
    """Offer the projects that are under way, and a new project beside them."""
    latest, *earlier = scene.session.projects(lesson)
    rows = [[offer(phrase("lesson.project.on"), "project resume", lesson, latest.id)]]
    rows += [
        [offer(count("lesson.project.earlier", len(run.worked)), "project resume", lesson, run.id)]
        for run in earlier
    ]
    rows += [
        [offer(phrase("lesson.project.anew"), "anew", lesson, PROJECT.name)],
        [offer(phrase("lesson.back"), "learn", lesson)],
    ]
    scene.card(
        count("lesson.project", len(latest.worked), title=scene.library.cards[lesson].title), rows
    )


def _project(session: Session, lesson: str, id: str) -> Run | None:
    return next((run for run in session.projects(lesson) if run.id == id), None)


def _needs_project(library: Library, session: Session, lesson: str, id: str) -> Needs:
    run = _project(session, lesson, id)
    return acts.needs(run) if run else Needs()


def _resume_project(scene: Scene, lesson: str, id: str) -> None:
    if run := _project(scene.session, lesson, id):
        acts.resume(scene, run)
    else:
        scene.say(phrase("press.closed"))


def _begin(scene: Scene, lesson: str, mode: str) -> None:
    lesson_card = scene.library.cards.get(lesson)
    if lesson_card is None:
        scene.say(phrase("lesson.unknown", text=lesson))
    elif lock := availability.lock(scene, lesson):
        say_closed(scene, lesson, lock)
    elif mode not in dict(of_card(lesson_card)):
        card(scene, lesson)
    else:
        items = scene.known.get(LessonItems).values() if mode == CHALLENGE.name else None
        if items is not None and lesson not in scene.learner.finished:
            scene.lead = "" if chosen.told_lately(items, scene.now) else phrase("test_out")
        acts.start(scene, mode)


ACTS = (
    Act("menu", everything, answers=True),
    Act("course", course, answers=True),
    Act("learn", card, answers=True),
    Act("ways", ways, answers=True),
    Act("later", _later, answers=True),
    Act("start", start, acts.needs_start, answers=True),
    Act("anew", _begin, acts.needs_start, answers=True),
    Act("project resume", _resume_project, _needs_project, answers=True, goes_on=_project),
    Act("test", _test, _needs_test, answers=True),
)
