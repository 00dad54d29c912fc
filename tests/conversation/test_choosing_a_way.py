"""Which ways through a lesson are offered where, by what names, and what may be typed for them."""

import pytest

from adapters.discord.rendering import CAPABILITIES as DISCORD
from adapters.layout.plan import plan
from adapters.telegram.rendering import CAPABILITIES as TELEGRAM
from adapters.terminal.channel import CAPABILITIES as TERMINAL
from bot.conversation.inputs import Command
from bot.conversation.language.locale import Manner, speaking
from bot.conversation.outputs import Ask
from bot.conversation.phrases import phrase
from tests.rigs.courses import read_course
from tests.rigs.paths import CONTENT
from tests.rigs.talk import Conversation, said

COURSE, GENAI = read_course(CONTENT / "genai")
LESSONS = [lesson.id for lesson in GENAI if not lesson.translates]
MORE, WORDS, LABEL = 5, 90, 4
"""Buttons of a lesson's card, words of the card behind it, and words of a label, at most."""


def at_card(lesson: str, language: str = "") -> Conversation:
    talk = Conversation(GENAI, [COURSE])
    talk.language = language
    talk.send(Command("learn", lesson))
    return talk


def mode_of(talk: Conversation) -> str:
    assert talk.session
    return talk.session.run.mode if talk.session.run else ""


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lessons_card_has_five_buttons_and_the_others_are_a_short_message(
    lesson: str, language: str
) -> None:
    talk = at_card(lesson, language)
    with speaking(Manner(language)):
        more, front = phrase("lesson.more"), phrase("mode.challenge")
    assert talk.labels[2:4] == [front, more]
    for can in (TELEGRAM, DISCORD, TERMINAL):
        *_, message = plan(talk.turns[-1].outputs, can)
        assert 3 < sum(map(len, message.rows)) <= MORE
    turn = talk.press(more)
    (others,) = [output for output in turn.outputs if isinstance(output, Ask)]
    assert len(others.text.split()) <= WORDS
    with speaking(Manner(language)):
        names = {phrase(f"mode.{mode}") for mode in ("why", "visual", "try", "project", "recall")}
    assert all(len(name.split()) < LABEL and f"**{name}** (" in others.text for name in names)


def test_what_is_under_way_takes_a_place_of_the_five_and_can_be_started_over() -> None:
    for name in ("deep", "perf"):
        talk = at_card("hallucination")
        talk.type(name)
        run = talk.session and talk.session.run
        talk.send(Command("mode"))
        assert talk.labels[0].startswith("Continue: ")
        assert len(talk.labels) == MORE
        talk.type(name)
        assert run
        assert talk.session
        assert talk.session.run
        assert talk.session.run.id == run.id
        talk.send(Command("learn", f"hallucination {name}"))
        assert any(label.startswith("Continue: ") for label in talk.labels), "nothing is lost"
        talk.send(Command("mode"))
        talk.press("More ways", f"Start over: {'Deep' if name == 'deep' else 'In practice'}")
        assert talk.session.run.id != run.id


@pytest.mark.parametrize(
    ("typed", "mode"),
    [
        ("challenge", "challenge"),
        ("Test yourself", "challenge"),
        ("Prüfung", "challenge"),
        ("Selbsttest", "challenge"),
        ("perf", "perf"),
        ("Praxis", "perf"),
        ("recall", "recall"),
        ("Erinnern", "recall"),
        ("from memory", "recall"),
        ("Probieren", "try"),
        ("deep", "deep"),
    ],
)
def test_old_and_new_names_are_typed_and_linked_in_both_languages(typed: str, mode: str) -> None:
    for language in ("en", "de"):
        talk = at_card("hallucination", language)
        talk.type(typed)
        assert mode_of(talk) == mode
        talk = at_card("hallucination", language)
        talk.press(talk.labels[3])
        talk.type(typed)
        assert mode_of(talk) == mode, "typed where the others are offered, too"
        talk = at_card("hallucination", language)
        talk.send(Command("learn", f"hallucination {typed}"))
        assert mode_of(talk) == mode
        talk.send(Command("start", f"_learn-hallucination-{typed.replace(' ', '-')}"))
        assert any(": " in label for label in talk.labels), "it is under way by now"


def test_a_test_says_first_that_it_can_stand_for_the_lesson() -> None:
    talk = at_card("hallucination")
    text = said(talk.press("Test yourself"))
    assert text.index(phrase("test_out")) < text.index("Question 1 of 10")
