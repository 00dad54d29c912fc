"""Asking the authors: what is put on record of it, and that it is in nobody's way."""

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from adapters.layout.plan import columns
from adapters.telegram.rendering import CAPABILITIES
from bot.conversation import engine
from bot.conversation.admin.inbox import INBOX
from bot.conversation.admin.statistics import report
from bot.conversation.facts.learner import AlarmCleared, Fact
from bot.conversation.facts.remarks import Remarked, Worth
from bot.conversation.facts.roles import Held
from bot.conversation.inputs import Address, Command, Envelope, LearnerId
from bot.conversation.language.locale import LANGUAGES, Manner, speaking
from bot.conversation.learner import Learner
from bot.conversation.needs.admin import AdminKnown, AdminNeeds
from bot.conversation.needs.learner import Known
from bot.conversation.needs.remarks import Inbox, Remark, UnreadReplies
from bot.conversation.offers import Call
from bot.conversation.outputs import Ask
from bot.conversation.phrases import phrase
from bot.conversation.remarks.remark import MAX_REMARK
from bot.conversation.session import Session
from bot.conversation.turn import Turn
from tests.rigs.courses import read_course, read_lesson
from tests.rigs.makers import NOON, library_of
from tests.rigs.paths import KITCHEN, TRANSCRIPTS
from tests.rigs.plain_stage import PlainStage
from tests.rigs.talk import Conversation, said
from tests.rigs.transcript import let_pass

SALT = read_lesson(TRANSCRIPTS / "lessons" / "salt.md")
ASK = "Ask or report"


def inbox(words: Call) -> Call:
    """What these words after ``/admin inbox`` mean."""
    otherwise = INBOX.acts[0].otherwise
    assert otherwise
    found = otherwise(words)
    assert found
    return found


def salt() -> Conversation:
    """Somebody who reads a reveal and was sure of something else."""
    talk = Conversation([SALT])
    talk.begin("salt")
    talk.press("Higher", "Sure (9 in 10)")
    return talk


def remarks(facts: list[Fact]) -> list[Remarked]:
    return [fact for fact in facts if isinstance(fact, Remarked)]


def test_a_remark_says_where_it_was_made_and_what_was_committed_there() -> None:
    talk = salt()
    talk.press(ASK, "Something is wrong")
    talk.type("The key is.")
    [made] = remarks(talk.facts)
    assert replace(made, id="") == Remarked(
        "", "salt", SALT.revision, "step.1", "salt-boils", 1, None, "sure", "wrong", "The key is."
    )


def test_after_it_the_learner_is_exactly_where_they_were() -> None:
    talk = salt()
    assert talk.session
    run, labels = talk.session.run, talk.labels
    talk.press(ASK, "I don't understand this", "Just send it")
    assert (talk.session.run, talk.labels) == (run, labels)
    talk.send_command("ask")
    talk.press("Back")
    assert (talk.session.run, talk.labels) == (run, labels)
    talk.press("Continue", "Continue")
    assert talk.session.run
    assert talk.session.run.beat == "step.2"


def test_a_reveal_that_is_taken_up_again_can_be_asked_about_still() -> None:
    talk = salt()
    talk.send_command("stop")
    talk.send_command("continue")
    assert talk.labels == ["Continue", ASK]
    talk.press(ASK, "Something is wrong")
    talk.type("The key is.")
    assert [one.question for one in remarks(talk.facts)] == ["salt-boils"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_typed_of_the_inbox_is_read_as_its_buttons_are_called(language: str) -> None:
    with speaking(Manner(language)):
        typed = {key: phrase(f"admin.inbox.{key}").lower() for key in ("open", "done", "lessons")}
        meant = {key: inbox(tuple(words.split())) for key, words in typed.items()}
    assert meant == {
        "open": ("admin", "inbox"),
        "done": ("admin", "inbox", "list", "done", "0"),
        "lessons": ("admin", "inbox", "lessons"),
    }


def test_a_question_that_is_open_can_be_asked_about_and_then_answered() -> None:
    talk = salt()
    talk.press("Continue", "Continue")
    talk.send_command("ask")
    talk.press("Another question")
    talk.type("What is a road?")
    talk.press("It melts cold", "Sure (9 in 10)")
    [made] = remarks(talk.facts)
    assert (made.part, made.question, made.confidence) == ("step.2", "salt-melts", "")


def test_who_is_asked_how_sure_they_are_is_asked_that_still() -> None:
    talk = Conversation(read_course(KITCHEN)[1])
    talk.begin("tea")
    while "More bitterness" not in talk.labels:
        talk.press(next(one for one in talk.labels if one.startswith(("Continue", "No idea"))))
    talk.press("More bitterness")
    asked = talk.labels
    talk.send_command("ask")
    talk.press("Something is wrong", "Just send it")
    assert talk.labels == asked
    back = talk.copy().press("Choose again")
    assert [one.instead for one in back.outputs if isinstance(one, Ask)] != [None], "in its place"
    talk.press("Sure (9 in 10)")
    assert remarks(talk.facts)[0].confidence == "", "they had committed to nothing yet"


def test_what_is_typed_at_once_is_a_question() -> None:
    talk = salt()
    labels = talk.labels
    talk.press(ASK)
    talk.type("Why would a cook say so?")
    [made] = remarks(talk.facts)
    assert (made.kind, made.question, made.words) == (
        "question",
        "salt-boils",
        "Why would a cook say so?",
    )
    assert talk.labels == labels


@pytest.mark.parametrize("typed", ["continue", "ok"])
@pytest.mark.parametrize("before", [[ASK], [ASK, "Something is wrong"]])
def test_who_types_the_way_on_tells_the_authors_nothing(before: list[str], typed: str) -> None:
    talk = salt()
    labels = talk.labels
    talk.press(*before)
    talk.type(typed)
    assert not remarks(talk.facts)
    assert talk.labels == labels


@pytest.mark.parametrize(
    ("typed", "asked"),
    [("question", "to know?"), ("I don't understand", "unclear?"), ("something wrong", "wrong?")],
)
def test_what_it_is_about_can_be_typed_in_part(typed: str, asked: str) -> None:
    talk = salt()
    talk.press(ASK)
    assert asked in said(talk.type(typed))
    assert not remarks(talk.facts)


def test_below_the_next_question_it_is_about_that_and_what_was_before_can_be_chosen() -> None:
    talk = Conversation(read_course(KITCHEN)[1])
    talk.send_command("learn", "tea")
    talk.press("From memory", "Skip")
    above = "It's about the part above"
    while talk.labels[-2:] != ["No idea", "⋯ Menu"] or ASK not in talk.offered:
        talk.press(next(one for one in talk.labels if one.startswith(("Continue", "No idea"))))
    assert talk.asked
    asked = talk.session.run.beat if talk.session and talk.session.run else ""
    assert above not in said(talk.press(ASK))
    choice = next(one for one in talk.labels if one.startswith(above))
    other = talk.copy()
    talk.press("Something is wrong", "Just send it")
    other.press(choice)
    assert "not what's asked here" in said(other.turns[-1])
    other.press("Something is wrong", "Just send it")
    [here], [before] = remarks(talk.facts), remarks(other.facts)
    assert here.part == asked
    assert before.question
    assert before.question != here.question
    assert not any(one.startswith(above) for one in _choices(salt().press(ASK)))


def _choices(turn: Turn) -> list[str]:
    asked = (one for one in turn.outputs if isinstance(one, Ask))
    return [choice.label for one in asked for row in one.rows for choice in row]


async def acts(stage: PlainStage, name: str, *what: str) -> None:
    """Type or press these, as a transcript has them."""
    for one in what:
        if one.startswith("["):
            await stage.presses(name, one.strip("[]"), 0, name)
        else:
            await stage.types(name, one)
        await stage.settled()


async def test_what_was_closed_can_be_answered_still(stage: PlainStage) -> None:
    await stage.publish(TRANSCRIPTS / "lessons" / "salt.md")
    await acts(stage, "Ben", "/learn salt", "[Learn]", "/ask Which salt is it?")
    place = "[Step 1 · On the stove · Salt in water]"
    await acts(stage, "Ana", "/admin inbox", place, "[Close without an answer]")
    await acts(stage, "Ana", "[Inbox]", "[Answered]", place, "[Answer]")
    await acts(stage, "Ana", "Any salt that you have.")
    await let_pass(stage, timedelta(minutes=1))
    heard = "\n".join(one.text for one in await stage.heard())
    assert "**You have an answer**" in heard
    assert "Any salt that you have." in heard


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_shows_these_buttons_in_a_row(language: str) -> None:
    with speaking(Manner(language)):
        rows = [
            [phrase("ask.continue"), phrase("remark")],
            # A review's reveal: with what may stand between these, it is three rows.
            [phrase("ask.continue"), phrase("review.part")],
            [phrase("review.suspend"), phrase("remark")],
            [phrase("ask.continue"), phrase("sum.own")],
            [phrase("ask.continue"), phrase("visual.in_words")],
            [phrase(f"worth.{one}") for one in get_args(Worth)],
        ]
    for row in rows:
        assert len(row) * max(map(columns, row)) <= CAPABILITIES.row_width, row


def test_what_is_too_long_to_pass_on_can_be_shortened() -> None:
    talk = salt()
    talk.press(ASK, "Another question")
    turn = talk.type("long " * MAX_REMARK)
    assert "too long" in said(turn)
    assert not remarks(talk.facts)
    talk.type("Short?")
    assert [one.words for one in remarks(talk.facts)] == ["Short?"]


def test_nobody_is_offered_it_before_the_reveal() -> None:
    talk = Conversation(read_course(KITCHEN)[1])
    talk.send_command("learn", "tea")
    talk.press("Test yourself")
    while talk.session and talk.session.run and talk.session.run.beat != "challenge.results":
        assert ASK not in talk.labels
        talk.press("No idea" if "No idea" in talk.labels else "Continue")
    assert ASK in talk.labels


def test_what_is_looked_at_as_a_draft_is_nobodys_to_report() -> None:
    talk = salt()
    assert talk.session
    assert talk.session.run
    talk.session = replace(talk.session, run=replace(talk.session.run, preview="draft"))
    talk.roles = frozenset({Held("author")})
    turn = talk.send_command("ask")
    assert "preview" in said(turn)
    turn = talk.send_command("ask", "Why?")
    assert "preview" in said(turn)
    assert not remarks(talk.facts)
    turn = talk.press("Back", "Continue", "Continue", "It melts cold", "Sure (9 in 10)")
    assert ASK not in turn.session.__repr__()


@pytest.mark.parametrize(
    ("worth", "told"),
    [({"yes": 3, "no": 1}, []), ({"yes": 3, "no": 2}, ["**Was it worth it?** 👍 3 · 🤷 0 · 👎 2"])],
)
def test_whether_it_was_worth_it_is_told_of_a_group_alone(
    worth: dict[Worth, int], told: list[str]
) -> None:
    assert report.opinions([], worth) == told


def test_what_is_asked_about_is_counted_from_a_group_on() -> None:
    [text] = report.opinions([("How *hot*?", 12), ("", 4)], {})
    assert text == (
        "**Asked most about**\n- How hot?: 12 people\n- the lesson as a whole: fewer than 5 people"
    )


def test_a_worked_answer_and_a_tests_results_are_reveals_too() -> None:
    talk = Conversation(read_course(KITCHEN)[1])
    talk.send_command("learn", "tea")
    talk.press("Try")
    talk.type("It smells of wet leaves, which come from the pot that was warmed before.")
    talk.press(ASK, "Something is wrong", "Just send it")
    assert (remarks(talk.facts)[-1].part, remarks(talk.facts)[-1].question) == (
        "try.smell",
        "smell",
    )
    talk.send_command("learn", "tea")
    talk.press("Test yourself")
    while talk.session and talk.session.run and talk.session.run.beat != "challenge.results":
        talk.press("No idea" if "No idea" in talk.labels else "Continue")
    talk.press(ASK, "Something is wrong")
    assert "Just send it" not in talk.labels, "nobody could tell which question is meant"
    talk.type("The third one has two right answers.")
    assert remarks(talk.facts)[-1].part == "challenge.results"


def answered(address: Address, *, overheard: bool = False) -> Turn:
    """A command of somebody to whom an answer could not come by itself."""
    library = library_of((), [SALT])
    envelope = Envelope("i", LearnerId("discord:1"), address, NOON, Command("help"))
    envelope = replace(envelope, overheard=overheard)
    learner = Learner(remarked=True)
    meant = engine.understand(library, Session("abcdefgh"), learner, envelope)
    wanted = engine.needs(meant)
    one = Remarked("a", "salt", SALT.revision, "step.1", "salt-boils", 1, None, "sure", "wrong", "")
    unread = (Remark(one, 7, reply="Lower."),) if wanted.get(UnreadReplies) else ()
    return engine.advance(meant, Known(answers={UnreadReplies: unread}))


def test_who_is_only_in_a_server_reads_an_answer_with_their_next_command() -> None:
    turn = answered(Address("discord", "9", public=True))
    assert "Lower." in said(turn)
    assert AlarmCleared("answer:a") in turn.facts


def test_an_answer_is_told_where_nobody_else_reads_it() -> None:
    assert "Lower." not in said(answered(Address("telegram", "-9", public=True), overheard=True))
    assert "Lower." not in said(answered(Address("discord", "9"))), "there it comes by itself"


def test_what_learners_say_is_read_by_admins_where_nobody_else_is() -> None:
    library = library_of((), [SALT])
    envelope = Envelope(
        "i",
        LearnerId("telegram:1"),
        Address("telegram", "-9", public=True),
        NOON,
        Command("admin", "inbox"),
        overheard=True,
    )
    meant = engine.understand(library, Session("abcdefgh"), Learner(), envelope)
    one = Remarked("a", "salt", SALT.revision, "step.1", "", None, None, "", "wrong", "secret")
    inbox = Inbox(remarks=(Remark(one, 7),), open=1)
    known = Known(answers={AdminNeeds: AdminKnown(frozenset({Held("author")}), inbox=inbox)})
    turn = engine.advance(meant, known)
    assert "/admin inbox" in said(turn)
    assert "Inbox" not in said(turn)
