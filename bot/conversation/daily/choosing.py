"""Which question is the next one of the day: none that was asked since all were through.

Lessons take turns, the one that was asked of least first, so that a chat hears of something else
each day; within a lesson they come in its order.
"""

from collections import Counter
from collections.abc import Iterator

from bot.conversation.facts.live_class import Daily
from bot.lessons import finding
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.values import replace


def scope_of(library: Library, text: str) -> str | None:
    """The id of the course or the lesson that is meant; ``None`` if there is no such."""
    words = text.strip().casefold()
    for course in library.courses:
        if words in (course.id.casefold(), course.title.casefold()):
            return course.id
    card = finding.find(library, text)
    return card.id if card else None


def title(library: Library, scope: str) -> str:
    """What a scope is called; empty for all lessons."""
    if library.course(scope):
        return library.course_title(scope)
    card = library.cards.get(scope)
    return card.title if card else ""


def within(library: Library, scope: str) -> Iterator[Card]:
    """The lessons of a scope; all there are, if it is empty or there no more."""
    course = library.course(scope)
    if course:
        yield from (library.cards[lesson] for lesson in course.lessons if lesson in library.cards)
    elif scope in library.cards:
        yield library.cards[scope]
    else:
        yield from library.in_order()


def following(library: Library, daily: Daily) -> tuple[Daily, Card, str] | None:
    """The next question, its lesson, and what was asked by then; ``None`` if there is none."""
    cards = [card for card in within(library, daily.scope) if card.questions]
    if not cards:
        return None
    asked = Counter(text.partition("/")[0] for text in daily.past)
    for card in sorted(cards, key=lambda card: asked[card.id]):
        for question in card.questions:
            key = f"{card.id}/{question}"
            if key not in daily.past:
                return replace(daily, past=(*daily.past, key)), card, question
    # All are through. The last one does not come twice in a row, unless it is the only one.
    last = daily.past[-1:]
    inside = {f"{card.id}/{text}" for card in cards for text in card.questions}
    kept = tuple(text for text in daily.past if text not in inside)
    again = last if len(inside) > 1 else ()
    return following(library, replace(daily, past=(*kept, *again)))
