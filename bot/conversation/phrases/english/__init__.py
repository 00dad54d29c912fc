"""The English sentences, by key: the source of all others.

A lesson's own words are in the lesson; all others are here, so that they can be read together and
translated. Each file says whose sentences it has, room by room; a sentence is found by its key.
Values go in by name, in ``{braces}``. A sentence that counts has two keys, ``….one`` and
``….many``; other languages have as many forms of it as they need.
"""

from bot.conversation.phrases.english import (
    admin_learners,
    admin_lessons,
    groups,
    learner,
    lesson,
    menu,
    practice,
    question,
    review,
)

FILES: tuple[dict[str, str], ...] = (
    menu.PHRASES,
    lesson.PHRASES,
    practice.PHRASES,
    question.PHRASES,
    review.PHRASES,
    learner.PHRASES,
    groups.PHRASES,
    admin_lessons.PHRASES,
    admin_learners.PHRASES,
)

PHRASES: dict[str, str] = {key: text for file in FILES for key, text in file.items()}

COUNTED = (".one", ".many")
"""The ends of the two keys of a sentence that counts."""
