"""The cards of /settings, also those that version 0.1.0 left open."""

import json

import pytest

from bot.conversation import learner as learners
from bot.conversation import session as sessions
from bot.conversation.buttons import choice_tokens
from bot.conversation.facts.learner import SettingChanged
from bot.conversation.inputs import Press, Text
from bot.learning.preferences import Preferences
from tests.rigs.talk import Conversation, said


def asked(
    act: str, *, words: str = "", preferences: dict[str, object] | None = None
) -> Conversation:
    """A learner whose open question was put in the database by version 0.1.0."""
    talk = Conversation(())
    offers = [{"label": "this", "act": act}] if act else []
    asked = {"number": 1, "text": "?", "rows": [offers], "asked_at": 0, "words": words}
    talk.session = sessions.load(json.dumps({"nonce": "abcdefgh", "asked": 1, "open": asked}))
    there = {"platform": "test", "chat": "1"}
    talk.learner = learners.load(json.dumps({"preferences": preferences or {}, "contact": there}))
    return talk


def pressed(talk: Conversation) -> Preferences:
    talk.send(Press(next(choice_tokens("abcdefgh", 1, 0))))
    assert talk.session is not None
    return talk.learner.preferences


@pytest.mark.parametrize(
    "act", ["set zone Europe/Vienna then", "set times 540", "set days 0 1 2", "set quiet 1380 360"]
)
def test_a_choice_of_before_shows_its_card_anew_and_sets_nothing(act: str) -> None:
    talk = asked(act, preferences={"zone": "Etc/UTC"})
    assert pressed(talk) == Preferences(zone="Etc/UTC")
    assert not any(isinstance(fact, SettingChanged) for fact in talk.facts)
    assert talk.session is not None
    assert talk.session.open is not None
    assert talk.session.open.number == 2


def test_times_come_after_the_zone_that_they_needed() -> None:
    talk = asked("set zone to Europe/Vienna times")
    pressed(talk)
    assert "bring a question back" in said(talk.turns[-1])


@pytest.mark.parametrize(
    ("words", "text", "key", "value"),
    [
        ("set zone typed", "Vienna", "zone", "Europe/Vienna"),
        ("set times typed", "8:15", "reminders", (495,)),
        ("set quiet typed", "23:00-6:00", "quiet", (1380, 360)),
    ],
)
def test_what_is_typed_on_a_card_of_before_is_read(
    words: str, text: str, key: str, value: object
) -> None:
    talk = asked("set", words=words, preferences={} if key == "zone" else {"zone": "Etc/UTC"})
    turn = talk.send(Text(text))
    assert talk.session is not None
    assert getattr(talk.learner.preferences, key) == value
    assert ("bring a question back" in said(turn)) == (key == "reminders")


@pytest.mark.parametrize(
    "act", ["set", "set zone", "set times", "set days", "set quiet", "set goal", "set language"]
)
def test_the_cards_of_before_are_shown(act: str) -> None:
    talk = asked(act, preferences={"zone": "Etc/UTC"})
    pressed(talk)
    assert talk.session is not None
    assert talk.session.open is not None
    assert talk.session.open.number == 2


def test_who_agreed_before_is_written_to_alone() -> None:
    talk = asked("set agree")
    pressed(talk)
    assert talk.session is not None
    assert talk.learner.contact.agreed


def test_a_choice_that_is_there_no_longer_shows_those_that_are() -> None:
    talk = asked("set language to xx")
    assert pressed(talk).language == ""
    assert "Deutsch" in [choice.label for choice in (talk.asked.choices if talk.asked else ())]


def test_settings_open_by_groups_in_place_and_lead_back() -> None:
    talk = Conversation(())
    talk.send_command("settings")
    groups = list(talk.labels[:-1])
    assert len(talk.labels) <= 5
    for group in groups:
        talk.press(group)
        assert talk.asked is not None
        assert talk.asked.instead is not None, "it takes the place of the card that led to it"
        settings = [one for one in talk.labels if one not in ("All settings", "Done")]
        for setting in settings if group in ("Reminders", "Learning") else ():
            talk.press(setting)
            assert talk.asked.instead is not None
            talk.press("Back")
            assert said(talk.turns[-1]).startswith(f"**{group}**")
        talk.press("All settings")
        assert talk.labels[:-1] == groups
