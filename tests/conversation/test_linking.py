"""Codes that link accounts, and what becomes of what two people are and do."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.facts.learner import CodeMade, CodeSpent, CodeTaken, Linked
from bot.conversation.facts.roles import Held
from bot.conversation.identities import codes, joining
from bot.conversation.inputs import LearnerId
from bot.conversation.learner import Account, Contact, Learner, Membership
from bot.conversation.needs.learner import LinkCode
from bot.conversation.offers import Open
from bot.conversation.outputs import Doorway
from bot.conversation.session import Outcome, Run, Session
from bot.learning.preferences import Preferences
from bot.service.turns.loading import fresh_code
from tests.rigs.talk import Conversation, said

CODE = "K7QM2XPD9F"
HOME = ("telegram", "7")
ACCOUNTS = (Account("telegram:7", "telegram", "7"), Account("discord:8", "discord", "80"))


def conversation() -> Conversation:
    return Conversation(())


def held(**changes: object) -> LinkCode:
    code = LinkCode(LearnerId("telegram:7"), 2**60, None, 0, frozenset(), HOME)
    return replace(code, **changes)  # type: ignore[arg-type]  # a test's shorthand


@given(st.builds(fresh_code))
def test_a_code_is_read_as_people_copy_it(code: str) -> None:
    shown = codes.render(code)
    for written in (code, shown, shown.lower(), f" {shown} ", f"{codes.LINK}{code}"):
        assert codes.read(written) == code
    assert codes.read(code[:-1]) == codes.read(f"{code}2") == codes.read("O" + code[1:]) == ""
    assert code not in codes.hash_code(code)


@pytest.mark.parametrize(
    ("name", "argument"), [("link", CODE), ("link", "K7QM2-XPD9F"), ("start", f"link-{CODE}")]
)
def test_a_code_that_others_read_is_void(name: str, argument: str) -> None:
    talk = conversation()
    talk.overheard, talk.home, talk.code = True, "9", held()
    turn = talk.send_command(name, argument)
    assert turn.facts == (CodeSpent(codes.hash_code(CODE)),)
    assert not [one for one in turn.outputs if isinstance(one, Doorway)], "nor is it passed on"
    assert CODE not in said(turn)


def test_no_code_is_made_where_others_read_nor_is_told_who_is_linked() -> None:
    talk = conversation()
    talk.learner = Learner(accounts=ACCOUNTS)
    talk.overheard, talk.home = True, "9"
    assert talk.send_command("link").facts == ()
    turn = talk.send_command("unlink")
    assert talk.labels == []
    assert "others can read" in said(turn)


def test_who_asks_for_help_is_called_by_the_account_that_they_write_from() -> None:
    talk = conversation()
    talk.learner, talk.account = Learner(accounts=ACCOUNTS), LearnerId("discord:8")
    assert "your ID here is `discord:8`" in said(talk.send_command("help", "all"))


def test_what_is_on_record_does_not_hold_the_code() -> None:
    turn = conversation().send_command("link")
    [made] = [one for one in turn.facts if isinstance(one, CodeMade)]
    assert made.hash == codes.hash_code(CODE)
    assert CODE not in repr(turn.facts)
    assert codes.render(CODE) in said(turn)


@pytest.mark.parametrize(
    "changes",
    [
        {"until": 0},
        {"taken_by": LearnerId("somebody")},
        {"accounts": 2},
        {"roles": frozenset({Held("author")})},
    ],
)
def test_what_has_changed_since_they_were_asked_links_nobody(changes: dict[str, object]) -> None:
    talk = conversation()
    talk.code = held()
    assert CodeTaken(codes.hash_code(CODE)) in talk.send_command("link", CODE).facts
    talk.code = held(**({"taken_by": LearnerId("ana")} | changes))
    turn = talk.press("Yes, that's me")
    assert turn.facts == ()
    talk.code = held(taken_by=LearnerId("ana"))
    talk.send_command("link", CODE)
    [linked] = [one for one in talk.press("Yes, that's me").facts if isinstance(one, Linked)]
    assert (linked.primary, linked.home) == ("telegram:7", HOME)


def run(id: str, lesson: str = "tea", outcomes: int = 0) -> Run:
    done = tuple(
        Outcome(f"q{n}", "first", 0, "sure", right=True, score=1.0) for n in range(outcomes)
    )
    return Run(id, lesson, "r1", "learn", outcomes=done)


def test_the_lesson_that_is_further_goes_on() -> None:
    asked = Open(4, "?", (), 7)
    mine = Session("aaaaaaaa", 4, open=asked, run=run("mine", outcomes=2), shelf=(run("a", "x"),))
    theirs = Session("bbbbbbbb", 2, run=run("theirs", outcomes=1), shelf=(run("b", "y"),))
    both = joining.joined_session(mine, theirs)
    assert (both.nonce, both.open, both.run) == ("aaaaaaaa", asked, mine.run)
    assert [one.id for one in both.runs] == ["mine", "a", "b"]
    behind = joining.joined_session(replace(mine, run=run("mine")), theirs)
    assert behind.open is None, "its question is another run's"
    assert behind.latest == theirs.run


def test_settings_are_the_primarys_and_what_was_reached_is_both() -> None:
    mine = Learner(Preferences(goal=5), finished=("a",), memberships=(Membership("x", told=2),))
    theirs = Learner(
        Preferences(goal=9),
        finished=("b", "a"),
        memberships=(Membership("x", told=7), Membership("y")),
        contact=Contact("discord", "80", at=7),
    )
    both = joining.join_learners(mine, theirs, ACCOUNTS)
    assert both.preferences.goal == 5
    assert both.finished == ("a", "b")
    assert [(one.cohort, one.told) for one in both.memberships] == [("x", 2), ("y", 0)]
    assert both.contact == Contact("discord", "80"), "reached, and reminded of nothing"


def test_where_lessons_will_be_used_waits_for_both_and_comes_back_once() -> None:
    mine, theirs = Learner(intentions=("a", "b")), Learner(intentions=("b", "c"))
    both = joining.join_learners(mine, theirs, ACCOUNTS)
    assert both.intentions == ("a", "b", "c")
    now = replace(both, intentions=("b", "c", "d"))
    assert joining.part_learners(mine, both, now, *ACCOUNTS).intentions == ("b", "d")


def test_whoever_keeps_is_reached_on_their_own_account() -> None:
    mine = Learner(Preferences(goal=5), contact=Contact("telegram", "7", at=3))
    both = joining.join_learners(mine, Learner(), ACCOUNTS)
    now = replace(
        both,
        preferences=Preferences(goal=5, reminders=(600,), platform="discord"),
        contact=Contact("discord", "80", at=9),
        home=("discord", "80"),
    )
    after = joining.part_learners(mine, both, now, *ACCOUNTS)
    assert after.contact == Contact("telegram", "7", at=9)
    assert after.home == ("telegram", "7")
    assert after.preferences == Preferences(goal=5, reminders=(600,))
    assert after.accounts == ()


def test_an_old_button_of_the_primarys_counts_for_no_new_question() -> None:
    before = Session("aaaaaaaa", 4, open=Open(4, "?", (), 7), run=run("mine"))
    now = replace(before, asked=9, open=None)
    back = joining.given_back(before, before, now, primary=True)
    assert (back.asked, back.answered, back.open) == (9, 9, None)
    assert back.latest == before.run
    assert joining.given_back(before, before, now, primary=False) == before
