"""Choosing a lesson: courses, the lessons of a course, a lesson's card, and its modes."""

from collections.abc import Sequence

from bot.conversation import availability
from bot.conversation.acts import Act
from bot.conversation.language.markup import mention
from bot.conversation.lesson import acts
from bot.conversation.lesson.modes import MODES, challenge, of_card
from bot.conversation.lesson.modes.challenge import ASKED, CHALLENGE
from bot.conversation.lesson.modes.project import PROJECT, extent
from bot.conversation.needs.learner import LessonItems, Needs
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import count, phrase, untranslated
from bot.conversation.session import Run, Session
from bot.conversation.turn import Scene
from bot.lessons import finding
from bot.lessons.card import Card
from bot.lessons.library import Library

PAGE = 8
"""Lessons on a page of a menu, so that their buttons fit on a phone's screen."""


ROW = 3
"""Learning modes in a row of buttons."""


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
    fillers = set(phrase("match.fillers").split())
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
        closed(scene, lesson, lock)
        return
    level = phrase(f"level.{lesson_card.level}")
    parts = [phrase("lesson.card", title=lesson_card.title, level=level), lesson_card.about]
    parts.append(untranslated(lesson_card.language))
    if lesson in scene.learner.finished:
        parts.append(phrase("lesson.again"))
    if missing := _missing(scene, lesson_card):
        parts.append(phrase("lesson.needs", titles=", ".join(missing)))
    rows = _begun(scene, lesson)
    (usual, minutes), *others = of_card(lesson_card)
    rows.append([offer(phrase("lesson.start", minutes=minutes), "start", lesson, usual)])
    if others:
        rows.append([offer(phrase("lesson.more"), "ways", lesson)])
    rows.append([_back(scene, lesson)])
    scene.card("\n\n".join(part for part in parts if part), rows)


def ways(scene: Scene, lesson: str) -> None:
    lesson_card = scene.library.cards.get(lesson)
    if lesson_card is None or availability.lock(scene, lesson):
        card(scene, lesson)
        return
    modes = of_card(lesson_card)
    parts = [
        phrase("lesson.ways", title=lesson_card.title),
        "\n".join(f"- {_about(mode, minutes)}" for mode, minutes in modes),
    ]
    offers = [offer(phrase(f"mode.{mode}"), "start", lesson, mode) for mode, _ in modes]
    rows = [*_begun(scene, lesson), *(offers[n : n + ROW] for n in range(0, len(offers), ROW))]
    if lesson not in scene.learner.finished and CHALLENGE.name in dict(modes):
        key = "test_out.ten" if len(lesson_card.questions) >= ASKED else "test_out"
        rows.append([offer(phrase(key), "test", lesson)])
    if lesson_card.sourced:
        rows.append([offer(phrase("sources.ask"), "sources", lesson)])
    scene.card("\n\n".join(parts), [*rows, [offer(phrase("lesson.back"), "learn", lesson)]])


def closed(scene: Scene, lesson: str, lock: availability.Lock) -> None:
    scene.card(availability.opens(scene, lesson, lock), [[offer(phrase("start.lessons"), "menu")]])


def _begun(scene: Scene, lesson: str) -> list[list[Offer]]:
    return [
        [offer(phrase("lesson.continue", mode=phrase(f"mode.{mode}")), "resume", lesson, mode)]
        for mode in MODES
        if scene.session.shelved(lesson, mode)
    ]


def _back(scene: Scene, lesson: str) -> Offer:
    for name, _, cards in _lists(scene):
        for place, card in enumerate(cards):
            if card.id == lesson:
                return offer(phrase("start.lessons"), "course", name, place // PAGE * PAGE)
    return offer(phrase("start.lessons"), "menu")


def _about(mode: str, minutes: int) -> str:
    return phrase(
        "lesson.mode",
        name=phrase(f"mode.{mode}"),
        minutes=extent(minutes),
        about=phrase(f"mode.{mode}.about"),
    )


def _missing(scene: Scene, card: Card) -> Sequence[str]:
    """The titles of lessons that come before this and are not finished yet."""
    return [
        scene.library.cards[need].title
        for need in card.needs
        if need in scene.library.cards and need not in scene.learner.finished
    ]


def _title(scene: Scene, card: Card, lock: availability.Lock | None) -> str:
    if lock:
        return availability.marked(scene, card.title, lock)
    if scene.session.shelved(card.id):
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


def test_out(scene: Scene, lesson: str) -> None:
    taken, items = scene.known.lesson, scene.known.get(LessonItems)
    seed = challenge.choose_to_test_out(taken, items, scene.now) if taken else ""
    _begin(scene, lesson, CHALLENGE.name, seed)


def start(scene: Scene, lesson: str, mode: str) -> None:
    """Begin a lesson in a mode, or say why it can't be begun; of a project under way, ask first."""
    if mode == PROJECT.name and scene.session.projects(lesson) and not _is_closed(scene, lesson):
        _go_on_or_anew(scene, lesson)
    else:
        _begin(scene, lesson, mode)


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


def _begin(scene: Scene, lesson: str, mode: str, seed: str = "") -> None:
    if lesson not in scene.library.cards:
        scene.say(phrase("lesson.unknown", text=lesson))
    elif lock := availability.lock(scene, lesson):
        closed(scene, lesson, lock)
    else:
        acts.start(scene, mode, seed=seed)


ACTS = (
    Act("menu", everything, answers=True),
    Act("course", course, answers=True),
    Act("learn", card, answers=True),
    Act("ways", ways, answers=True),
    Act("later", _later, answers=True),
    Act("start", start, acts.needs_start, answers=True),
    Act("anew", _begin, acts.needs_start, answers=True),
    Act("project resume", _resume_project, _needs_project, answers=True, goes_on=_project),
    Act("test", test_out, _needs_test, answers=True),
)
