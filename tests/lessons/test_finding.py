"""Which lessons a message may be about."""

import pytest

from bot.lessons import finding
from bot.lessons.card import Card
from bot.lessons.library import Library

LIBRARY = Library(
    cards={
        id: Card(id, "r", title, 1, "beginner")
        for id, title in {
            "language-models": "What a language model does",
            "hallucination": "Hallucination",
            "cost": "Cost and speed",
        }.items()
    }
)


@pytest.mark.parametrize("said", ["What are hallucinations?", "a hallucination of a model"])
def test_the_lesson_with_the_most_telling_word_comes_first_whatever_its_ending(said: str) -> None:
    assert finding.find_mentioned(LIBRARY, said, 8)[0].id == "hallucination"
