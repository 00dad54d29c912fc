"""Somebody new: how soon they are asked, greeted, and led to where they are alone."""

from dataclasses import replace

import pytest

from bot.conversation.facts.learner import Attempt
from bot.conversation.inputs import Added, Command, Text
from bot.conversation.outputs import Ask, Doorway, LessonImage, Output, TextDiagram
from bot.learning.preferences import Preferences
from bot.lessons import finding
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.lessons.model import Lesson, Step
from bot.lessons.question import Option, Question
from tests.rigs.courses import read_course, read_release
from tests.rigs.paths import CONTENT, KITCHEN
from tests.rigs.talk import Conversation, said

GENAI = CONTENT / "genai"
RELEASE = read_release(GENAI)
WORDS, PRESSES = 120, 2
"""From /start, which is a press of its own, to the first prediction; at 238 words a minute that is
half a minute, and leaves as much for the first reveal."""


def newcomer(language: str = "") -> Conversation:
    talk = Conversation(RELEASE.lessons, RELEASE.courses)
    talk.language = language
    return talk


def words_of(output: Output) -> int:
    """What there is to read, with what is on the buttons."""
    texts = [getattr(output, "text", "")]
    if isinstance(output, TextDiagram | LessonImage):
        texts = [output.alternative]
    if isinstance(output, Ask):
        texts += [one.label for one in output.choices]
    return sum(len(text.split()) for text in texts)


def predicts(talk: Conversation) -> bool:
    assert talk.session is not None
    offers = talk.session.open.offers if talk.session.open else ()
    return any(one.act[0] in ("commit", "pick", "range") for one in offers)


def read(talk: Conversation) -> int:
    """All words so far, but for those of messages that only lost their buttons."""
    shown = (one for one in talk.outputs if type(one).__name__ != "Retire")
    return sum(map(words_of, shown))


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_first_prediction_comes_after_two_presses_and_few_words(language: str) -> None:
    talk = newcomer(language)
    presses = 1
    talk.send_command("start")
    assert len(talk.labels) == 1, "there is one way on"
    while not predicts(talk):
        talk.press(talk.labels[0])
        presses += 1
    assert presses <= PRESSES
    assert read(talk) <= WORDS
    talk.press(talk.labels[0])
    assert any(isinstance(one, Ask) for one in talk.turns[-1].outputs)
    assert read(talk) <= 238, "the reveal is read within the first minute"


@pytest.mark.parametrize("lesson", [one.id for one in RELEASE.lessons if not one.translates])
def test_a_link_leads_somebody_new_straight_to_a_prediction(lesson: str) -> None:
    talk = newcomer()
    talk.send_command("start", lesson)
    assert predicts(talk)
    assert read(talk) <= WORDS


def test_a_link_shows_the_card_to_who_has_begun_something_else() -> None:
    talk = newcomer()
    talk.begin("retrieval")
    talk.send_command("start", "what-is-genai")
    assert "Learn" in talk.labels
    assert talk.session
    assert talk.session.run
    assert talk.session.run.lesson == "retrieval"


# Greetings


@pytest.mark.parametrize(
    "hello", ["hi", "Hello!", "hallo", "Good morning", "Guten Morgen", "👋", "hi im back sorry"]
)
def test_who_says_hello_is_greeted_whatever_is_open(hello: str) -> None:
    talk = newcomer()
    talk.type(hello)
    assert talk.labels == ["Begin"]
    talk.press("Begin")
    assert "still open" in said(talk.type(hello))
    assert predicts(talk), "the question stays, and its hint was not asked for"


@pytest.mark.parametrize("ok", ["ok", "Yes!", "weiter", "👍"])
def test_ok_is_enough_where_there_is_one_way_on(ok: str) -> None:
    talk = newcomer()
    talk.send_command("start")
    assert talk.labels == ["Begin"]
    assert "Press *Begin*" in said(talk.type("what is this about?"))
    talk.type(ok)
    assert predicts(talk)
    before = talk.labels
    talk.type(ok)
    assert talk.labels == before, "it chooses none of several"


def test_what_is_called_like_a_greeting_is_chosen_by_it() -> None:
    options = (Option(label="Hi", right=True), Option(label="Bye"))
    asked = Question(id="q", text="What is said first?", options=options)
    step = Step(level="foundation", title="Manners", prediction=asked, text="So it is.")
    manners = Lesson(id="manners", title="Manners", minutes=1, steps=(step,), takeaways=("Greet.",))
    talk = Conversation([manners])
    talk.learner = replace(talk.learner, preferences=Preferences(confidence=False))
    talk.send_command("start", "manners")
    assert "Hi" in talk.labels
    talk.type("hi")
    assert any(isinstance(one, Attempt) for one in talk.facts)


# A lesson's name


def library(*cards: Card) -> Library:
    return Library.holding((), cards)


def test_a_lesson_is_found_by_words_of_its_name_its_id_and_its_tags() -> None:
    tea = Card("tea-time", "r", "A cup of leaves", 1, "foundation", tags=("afternoon", "kitchen"))
    bread = Card("bread", "r", "Bread that rises", 1, "foundation", tags=("kitchen",))
    found = library(tea, bread)
    for text in ("time", "leaves", "afternoon", "LEAVES cup", "noon"):
        assert finding.search(found, text, 9) == [tea], text
    assert finding.search(found, "kitchen", 9) == [tea, bread]
    assert finding.search(found, "ea", 9) == [], "a short word has to begin one"
    assert finding.like(found, "cup of bread", 9) == [bread]
    assert finding.like(found, "brread", 9) == [bread]
    assert finding.like(found, "zebra", 9) == []


def test_a_translation_is_found_by_the_words_of_its_original_too() -> None:
    tea = Card("tea", "r1", "A cup of tea", 1, "foundation", tags=("kitchen",))
    german = Card("tea", "r2", "Ein Getränk", 1, "foundation", language="de", translates="r1")
    spoken = library(tea, german).in_language("de")
    assert finding.search(spoken, "kitchen", 9) == finding.search(spoken, "getränk", 9) == [german]


# Where others read along


def in_a_group(text: str, *before: str) -> Doorway:
    talk = newcomer()
    for one in before:
        talk.press(one[1:-1]) if one.startswith("[") else talk.send_command(*one.split(" ", 1))
    talk.overheard, talk.home = True, "1"
    given = Command(*text[1:].split(" ", 1)) if text.startswith("/") else Text(text)
    turn = talk.send(given)
    (door,) = turn.outputs
    assert isinstance(door, Doorway)
    assert not turn.facts
    return door


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("/learn retrieval", "retrieval"),
        ("/learn", "_learn"),
        ("/start retrieval", "retrieval"),
        ("/start what is this?", ""),
        ("/continue", "_continue"),
        ("/review", "_review"),
        ("/progress", "_progress"),
        ("hello", ""),
        ("what are you?", ""),
    ],
)
def test_in_a_group_a_button_leads_to_the_private_chat(text: str, payload: str) -> None:
    assert in_a_group(text).payload == payload


def test_who_says_hello_in_a_group_is_greeted_there() -> None:
    assert in_a_group("Hello!").text.startswith("Hello!")


def test_an_answer_in_a_group_counts_for_nothing_there() -> None:
    door = in_a_group("1", "start what-is-genai")
    assert door.payload == "_continue"
    assert "What generative AI is" not in door.text, "which lesson they are in is theirs to tell"


def test_settings_and_help_stay_in_a_group() -> None:
    talk = newcomer()
    talk.overheard, talk.home = True, "1"
    assert "Your settings" in said(talk.send_command("settings"))
    assert "How this works" in said(talk.send_command("help"))


def test_where_there_is_no_private_chat_a_lesson_is_played_where_it_was_asked_for() -> None:
    talk = newcomer()
    talk.overheard = True
    talk.send_command("start", "what-is-genai")
    assert predicts(talk)


def test_a_link_from_a_group_leads_to_the_command_that_was_given_there() -> None:
    talk = newcomer()
    talk.begin("retrieval")
    before = talk.asked
    assert before
    talk.send_command("stop")
    talk.send_command("start", "_continue")
    assert talk.asked
    assert talk.asked.text == before.text
    assert "Welcome back" in said(talk.send_command("start", "_forget")), "only what is learning"


def test_who_is_brought_into_a_group_says_hello_once_and_nothing_is_begun() -> None:
    talk = newcomer()
    talk.overheard, talk.home = True, "1"
    (door,) = talk.send(Added()).outputs
    assert isinstance(door, Doorway)
    assert door.text.count(".") <= 1


def test_a_lesson_that_is_not_translated_says_so_before_it_is_begun() -> None:
    course, lessons = read_course(KITCHEN)
    talk = Conversation(lessons, [course])
    talk.language = "de"
    for command in ("start", "learn"):
        assert "bisher nur auf Englisch" in said(talk.send_command(command, "bread"))
        talk.send_command("stop")
    talk.language = "en"
    assert "so far" not in said(talk.send_command("learn", "bread"))
