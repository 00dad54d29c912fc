"""The cards of /settings: buttons and questions that were asked by version 0.1.0 go on working."""

import json

import pytest

from bot.conversation import learner as learners
from bot.conversation import session as sessions
from bot.conversation.buttons import written
from bot.conversation.facts.learner import SettingChanged
from bot.conversation.inputs import Press, Text
from bot.conversation.registry import ACTS
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
    talk.send(Press(next(written("abcdefgh", 1, 0))))
    assert talk.session is not None
    return talk.learner.preferences


@pytest.mark.parametrize(
    ("act", "key", "value"),
    [
        ("set zone Europe/Vienna", "zone", "Europe/Vienna"),
        ("set zone Europe/Vienna then", "zone", "Europe/Vienna"),
        ("set times 540", "reminders", (540,)),
        ("set days 0 1 2", "weekdays", (0, 1, 2)),
        ("set days 6", "weekdays", (6,)),
        ("set quiet 1380 360", "quiet", (1380, 360)),
        ("set quiet none", "quiet", None),
        ("set goal 2", "goal", 10),
        ("set confidence 1", "confidence", False),
        ("set pace 1", "pace", "short"),
        ("set language 2", "language", "de"),
        ("set experiment 0", "experiment", True),
        ("set news 0", "news", True),
    ],
)
def test_a_choice_of_before_is_taken(act: str, key: str, value: object) -> None:
    before = {"news": False} if key == "news" else {"zone": "Etc/UTC"} if key != "zone" else {}
    talk = asked(act, preferences=before)
    assert getattr(pressed(talk), key) == value
    assert [fact.key for fact in talk.facts if isinstance(fact, SettingChanged)] == [key]


@pytest.mark.parametrize("act", ["set zone Europe/Vienna then", "set zone to Europe/Vienna times"])
def test_times_come_after_the_zone_that_they_needed(act: str) -> None:
    talk = asked(act)
    pressed(talk)
    assert "bring a question back" in said(talk.turns[-1])


@pytest.mark.parametrize(
    ("words", "text", "key", "value"),
    [
        ("set zone typed", "Vienna", "zone", "Europe/Vienna"),
        ("set zone typed then", "Vienna", "zone", "Europe/Vienna"),
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
    assert ("bring a question back" in said(turn)) == (words.endswith("then") or key == "reminders")


@pytest.mark.parametrize(
    "act", ["set", "set zone", "set times", "set days", "set quiet", "set goal", "set language"]
)
def test_the_cards_of_before_are_shown(act: str) -> None:
    talk = asked(act, preferences={"zone": "Etc/UTC"})
    pressed(talk)
    assert talk.session is not None
    assert talk.session.open is not None
    assert talk.session.open.number == 2


def test_times_of_before_are_taken_off_again() -> None:
    assert pressed(asked("set times 540", preferences={"reminders": [540]})).reminders == ()
    assert pressed(asked("set times none", preferences={"reminders": [540]})).reminders == ()


def test_who_agreed_before_is_written_to_alone() -> None:
    talk = asked("set agree")
    pressed(talk)
    assert talk.session is not None
    assert talk.learner.contact.agreed


@pytest.mark.parametrize("act", ["set times soon", "set days x", "set quiet 1320", "set goal 99"])
def test_what_no_version_has_said_is_nothing(act: str) -> None:
    with pytest.raises(LookupError):
        ACTS.find(tuple(act.split()), None)


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
