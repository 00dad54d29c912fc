"""A translation of the first tour alone: what it must have, and what learners get where it ends."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.cli.ways import ALL, NONE, Played, go_through
from bot.conversation.inputs import Command
from bot.conversation.language.locale import Manner, speaking
from bot.conversation.language.markup import plain
from bot.conversation.lesson.modes.learn import tour
from bot.conversation.phrases import phrase
from bot.lessons.faults import LessonError
from bot.lessons.format import parse, write
from bot.lessons.lint.readability import texts
from bot.lessons.model import Lesson
from bot.lessons.partial import tour_of
from bot.lessons.translation import differences, link_original
from tests.rigs.courses import read_lesson
from tests.rigs.paths import CONTENT
from tests.rigs.talk import Conversation, said

ENGLISH, WHOLE = (read_lesson(CONTENT / "genai" / f"career-paths{end}.md") for end in ("", ".de"))
ORIGINAL = parse((CONTENT / "genai" / "career-paths.md").read_text("utf-8"), "career-paths.md")
FILE = write(tour_of(WHOLE.model_copy(update={"holds": "tour"})))
"""The German tour of a lesson whose every part there is in German as well."""

ENOUGH = 4
"""Words from which on a sentence is in one language: names and code are shorter."""

SPOKEN = sorted((CONTENT / "genai").glob("*.de.md"))


def partly(text: str = FILE) -> Lesson:
    return link_original(ENGLISH, parse(text, "career-paths.de.md").lesson)


def test_what_the_tour_tells_is_translated_and_all_else_is_the_originals() -> None:
    lesson = partly()
    assert lesson.title == WHOLE.title
    assert lesson.overview.what == WHOLE.overview.what
    assert lesson.overview.matters == ENGLISH.overview.matters
    for number, step in enumerate(lesson.steps, start=1):
        assert step == (WHOLE if number in ENGLISH.tour else ENGLISH).steps[number - 1]
    pairs = zip(ENGLISH.challenge, WHOLE.challenge, strict=True)
    last = ENGLISH.tour_ends
    assert lesson.challenge == tuple(own if one.id == last else one for one, own in pairs)
    assert (lesson.takeaways, lesson.terms) == (WHOLE.takeaways, WHOLE.terms)
    assert lesson.myths == ENGLISH.myths
    assert [one.id for one in lesson.questions] == [one.id for one in ENGLISH.questions]
    assert (lesson.tour, lesson.needs) == (ENGLISH.tour, ENGLISH.needs)


def test_its_file_is_written_as_it_was_sent() -> None:
    assert write(partly()) == FILE


@pytest.mark.parametrize(
    ("change", "to", "what"),
    [
        (r"(?s)### 1\. .*?(?=### \d)", "", "1 instead of the 2 steps of the original's tour"),
        (r"(?s)## Challenge.*?(?=\n## |\Z)", "", "0 instead of the 1 challenge questions"),
        (r"(?s)## Takeaways.*?(?=## )", "", "takeaways of the original's tour"),
        (r"(?s)### Analogy.*?(?=## )", "", 'no "Analogy", which the original has'),
        (r"(?m)^yours: .*\nmodel-answer: .*\n", "", 'no "Yours", which the original has'),
        (r"\Z", "\n## Expert notes\n\n- Eins.\n", "1 instead of the 0 expert notes"),
        (r"(?=## Mental model)", "### Why it matters\n\nDarum.\n\n", '"Why it matters", which'),
        (r"<!-- id: (?=same-work|engineer-by)", r"<!-- id: x", 'the id "x'),
    ],
)
def test_what_it_lacks_or_has_beyond_the_tour_is_an_error(change: str, to: str, what: str) -> None:
    text, changes = re.subn(change, to, FILE, count=1)
    assert changes
    found = differences(ORIGINAL, parse(text, "career-paths.de.md"), "career-paths.de.md")
    assert any(what in str(fault) for fault in found), list(map(str, found))
    if to.startswith(("\n##", "###")):
        assert any('remove "holds: tour"' in str(fault) for fault in found)


def test_a_lesson_that_names_no_tour_cant_have_its_tour_translated() -> None:
    text = re.sub(r"(?m)^tour: .*\n", "", "\n".join(ORIGINAL.lines))
    found = differences(parse(text, "career-paths.md"), parse(FILE, "x.de.md"), "x.de.md")
    assert [fault.what for fault in found] == [
        "it holds the tour alone, but its original doesn't say which parts these are"
    ]


def test_nothing_else_can_be_held() -> None:
    with pytest.raises(LessonError) as caught:
        parse(FILE.replace("holds: tour", "holds: myths"), "x.de.md")
    assert '"holds" isn\'t "tour": "myths"' in str(caught.value)


# What a learner meets


@pytest.fixture
def german() -> Iterator[None]:
    with speaking(Manner(language="de")):
        yield


def german_talk(original: Lesson, lesson: Lesson) -> Conversation:
    talk = Conversation([original, lesson])
    talk.language = "de"
    return talk


def test_learn_keeps_to_the_tour_whatever_was_missed() -> None:
    assert tour(partly(), "2 5") == list(ENGLISH.tour)
    assert tour(WHOLE, "2 5") != list(ENGLISH.tour)


def test_before_another_way_it_is_said_that_it_is_in_english(german: None) -> None:
    talk = german_talk(ENGLISH, partly())
    talk.send(Command("learn", ENGLISH.id))
    assert phrase("lesson.partly", way="Lernen", language="Englisch") in said(talk.turns[-1])
    here = phrase("lesson.here", language="Englisch")
    assert here not in said(talk.press(phrase("mode.learn")))
    talk.send(Command("learn", f"{ENGLISH.id} why"))
    assert here in said(talk.turns[-1])


def sentences_of(lesson: Lesson) -> set[str]:
    """What a lesson says, a sentence each; words that stand alike in any language are none."""
    found = {part for _, text in texts(lesson) for part in re.split(r"(?<=[.?!])\s+", plain(text))}
    return {part for part in found if len(part.split()) >= ENOUGH}


@pytest.mark.parametrize("knows", [ALL, NONE], ids=["right", "no idea"])
@pytest.mark.parametrize("file", SPOKEN, ids=lambda file: file.stem)
def test_a_german_tour_has_no_english_sentence(
    file: Path, knows: tuple[bool | None, ...], german: None
) -> None:
    lesson = read_lesson(file)
    original = read_lesson(file.with_name(f"{lesson.id}.md"))
    talk = german_talk(original, lesson)
    talk.send(Command("learn", f"{lesson.id} learn"))
    go_through(talk, lesson, Played(), knows)
    heard = plain("\n".join(said(turn) for turn in talk.turns))
    assert not [one for one in sentences_of(original) if one in heard]
