"""What comes along with a question where nothing of the lesson stands around it."""

import pytest

from bot.lessons.ground import Ground
from bot.lessons.needed import cut_ground

KEYS = Ground(
    concept="Whoever has a key spends your money. In 2022 a firm looked for secrets in public code."
)
BARS = Ground(drawing="A ███ ???", words="Two bars.")


@pytest.mark.parametrize(
    ("concept", "asked", "kept"),
    [
        (KEYS.concept, "which secrets still worked four years later?", 1),
        (KEYS.concept, "what does a key cost you in such a case?", 2),
        (KEYS.concept, "what comes back?", 2),
        (KEYS.concept, "a cook salts the soup early. How do the vegetables taste in the end?", 0),
        ("A box holds ten. It is full. The lid shuts.", "what does the lid hide?", 1),
        ("Dogs bark. They bite a postman.", "does the postman run?", 2),
    ],
)
def test_of_a_concept_comes_the_end_that_a_question_goes_on_from(
    concept: str, asked: str, kept: int
) -> None:
    found = cut_ground(Ground(concept=concept), asked, variant=False).concept
    assert concept.endswith(found)
    assert found.count(".") == kept


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("A model fills 70 of 80 gigabytes. How many chats fit?", False),
        ("A third of the judges are women. How many will a model draw?", False),
        ("What stands in the left column?", True),
        ("In the drawing, what is at the end?", True),
        ("An arrow leads from it to ??? and back. What is it?", True),
        ("Calls are refused in A after 4 seconds. When is the last one served?", True),
        ("Was steht im linken Balken?", True),
    ],
)
def test_beside_a_variant_a_drawing_comes_only_if_it_points_at_one(asked: str, shown: bool) -> None:
    assert bool(cut_ground(BARS, asked, variant=True).drawing) == shown
    assert cut_ground(BARS, asked, variant=False).drawing, "its own words were made beside it"


def test_what_is_to_be_done_stays_whole() -> None:
    task = Ground(setting="Send this prompt. What comes back?")
    assert cut_ground(task, "which word comes first?", variant=True) == task
