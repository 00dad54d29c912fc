"""What a recall takes from its learner's own words: the option that they name, and takeaways."""

from dataclasses import replace

import pytest

from bot.conversation import session as sessions
from bot.conversation.facts.learner import Attempt, Rated, Scheduled, Submission
from bot.conversation.inputs import Command
from bot.conversation.learner import Learner
from bot.conversation.lesson.recollection import recognize_takeaways
from bot.conversation.outputs import Ask, Say
from bot.conversation.phrases import phrase
from bot.conversation.question.naming import option_named
from bot.conversation.revisions.withdrawn import Version, carry_run
from bot.learning.items import days_until
from bot.learning.preferences import Preferences
from bot.lessons.model import RECOLLECTION
from bot.lessons.question import Option, Question
from tests.rigs.courses import read_lesson
from tests.rigs.paths import CONTENT
from tests.rigs.recalling import (
    LESSON,
    OWN,
    SHOW,
    VERDICTS,
    begun,
    choose,
    how_many,
    run_of,
    under_way,
    until_said_first,
)
from tests.rigs.talk import Conversation, said

SURE = ["Sure (9 in 10)", "Probably (2 in 3)", "A guess", "Choose again"]
GERMAN = read_lesson(CONTENT / "genai" / "what-is-genai.de.md")


def question(asks: str, *labels: str) -> Question:
    options = tuple(Option(label=one, right=n == 0) for n, one in enumerate(labels))
    return Question(id="one", text=asks, options=options)


FRONT = question(
    "What's in front of the model?",
    "All 900 pages, in a flash",
    "The page with the rule",
    "Scraps from many pages",
)
PENALTY = question(
    "Model A had given it one chance in ten, model B one in ten thousand. How do they compare?",
    "They get the same",
    "B, a thousand times as many",
    "B, four times as many",
)
NUMBERS = question("How many come out?", "About 21", "About 25", "28")
GERMAN_ONE = question(
    "Woher kommt die Antwort?",
    "Aus gespeicherten Seiten",
    "Aus einer Datenbank",
    "Aus Mustern in Zahlen",
)
DENIED = question(
    "What becomes of it?", "It is kept for good", "It is not kept", "Nothing for certain"
)

LEFT_OUT = question(
    "What comes of it?", "It doesn't keep the old page", "It asks somebody", "An error"
)


@pytest.mark.parametrize(
    ("asked", "words", "named"),
    [
        (FRONT, "scraps from many pages", 2),
        (FRONT, "Scraps, from many pages.", 2),
        (FRONT, "I think *scraps* from many pages", 2),
        (FRONT, "scrapss from many pages", 2),
        (FRONT, "page with rule", 1),
        (FRONT, "it's the page with the rule", 1),
        (FRONT, "the page", None),
        (FRONT, "pages from many scraps", None),
        (FRONT, "not the page with the rule", None),
        (FRONT, "the page with the rule or scraps from many pages", None),
        (FRONT, "scraps from many pages?", 2),
        (FRONT, "what are scraps from many pages?", None),
        (FRONT, "the model", None),
        (FRONT, "3", None),
        (FRONT, "all", None),
        (FRONT, "scraps from a few pages", None),
        (PENALTY, "A, four times as many", None),
        (PENALTY, "B a thousand times as many", 1),
        (PENALTY, "B has more", None),
        (NUMBERS, "about 21", 0),
        (NUMBERS, "About 25.", 1),
        (NUMBERS, "25", None),
        (NUMBERS, "2", None),
        (NUMBERS, "28", 2),
        (DENIED, "it isn't kept", None),
        (DENIED, "it is not kept", 1),
        (DENIED, "kept for good", 0),
        (DENIED, "not kept for good", None),
        (DENIED, "nothing", None),
        (DENIED, "no", None),
        (DENIED, "yes", None),
        (LEFT_OUT, "it doesn't keep old page", 0),
        (LEFT_OUT, "keep the old page", None),
        (GERMAN_ONE, "aus mustern in zahlen", 2),
        (GERMAN_ONE, "ich glaube, aus einer Datenbank", 1),
        (GERMAN_ONE, "die Datenbank", 1),
        (GERMAN_ONE, "nicht aus einer Datenbank", None),
        (GERMAN_ONE, "Datenbank oder Seiten", None),
        (GERMAN_ONE, "Seiten", None),
    ],
)
def test_words_name_an_option_only_where_they_are_plain(
    asked: Question, words: str, named: int | None
) -> None:
    assert option_named(asked, words) == named


def label_of(talk: Conversation, *, right: bool = True) -> str:
    asked = under_way(talk).following
    found: Question = asked.question  # type: ignore[union-attr]
    return next(one.label for one in found.options if one.right == right)


def named(*, right: bool = True) -> tuple[Conversation, str, str]:
    """A question whose option was typed, word for word; it, and its label."""
    talk = begun()
    label = label_of(talk, right=right)
    talk.type(label.lower())
    return talk, under_way(talk).question.id, label


def test_who_types_what_an_option_says_is_asked_only_how_sure_they_are() -> None:
    talk, id, label = named()
    assert talk.labels[:4] == SURE
    (asked,) = [one.text for one in talk.turns[-1].outputs if isinstance(one, Ask)]
    assert asked.startswith(phrase("recall.taken"))
    assert f"🎯 {under_way(talk).question.variants[0][:40]}" in asked
    assert f"▸ **{label}**" in asked
    assert [one.item for one in talk.facts if isinstance(one, Submission)] == [f"recall.{id}"]
    turn = talk.press("Probably (2 in 3)")
    (made,) = [one for one in turn.facts if isinstance(one, Attempt)]
    assert (made.question, made.right, made.confidence) == (id, True, "probable")
    assert made.score is not None
    assert made.took_ms > 0
    assert any(isinstance(one, Scheduled) for one in turn.facts)
    assert "**From memory: " in said(turn), "the next question comes with no verdict"
    assert not any(isinstance(one, Rated) for one in talk.facts)
    assert run_of(talk).recalled == ((id, "yes"),)


def test_what_was_taken_and_wrong_was_not_had() -> None:
    talk, id, _ = named(right=False)
    talk.press("Sure (9 in 10)")
    assert VERDICTS[1] not in talk.labels
    assert run_of(talk).recalled == ((id, "no"),)


def test_it_is_on_record_as_what_is_picked() -> None:
    taken, id, label = named()
    taken.press("Sure (9 in 10)")
    picked = begun()
    picked.press(SHOW)
    picked.press(label)
    picked.press("Sure (9 in 10)")
    both = [run_of(talk).outcome(id) for talk in (taken, picked)]
    assert both[0] == both[1]
    one, other = (
        next(fact for fact in talk.facts if isinstance(fact, Attempt) and fact.question == id)
        for talk in (taken, picked)
    )
    assert replace(one, run="", took_ms=0) == replace(other, run="", took_ms=0)


def test_who_chooses_again_sees_all_options_and_is_asked_for_no_verdict() -> None:
    talk, id, label = named()
    turn = talk.press("Choose again")
    assert phrase("recall.closest") in said(turn)
    assert label in talk.labels
    assert "Skip" in talk.offered
    assert not run_of(talk).taken
    other = talk.copy()
    other.press("Skip")
    assert VERDICTS[1] not in other.labels, "the words were taken back with the choice"
    talk.press(label)
    assert "Choose again" in talk.labels
    talk.press("Probably (2 in 3)")
    assert VERDICTS[1] not in talk.labels
    assert "**From memory: " in said(talk.turns[-1])
    assert run_of(talk).outcome(id)
    assert not run_of(talk).recalled


def test_who_leaves_comes_back_to_what_was_taken() -> None:
    talk, id, label = named()
    assert talk.session
    talk.session = sessions.load(sessions.dump(talk.session))
    talk.send(Command("menu"))
    turn = talk.send(Command("continue"))
    assert phrase("recall.taken") in said(turn)
    assert f"▸ **{label}**" in said(turn)
    talk.press("Sure (9 in 10)")
    assert run_of(talk).recalled == ((id, "yes"),)
    assert VERDICTS[1] not in talk.labels


def test_who_types_it_once_more_has_committed_to_nothing() -> None:
    talk, _, label = named()
    talk.type(label.lower())
    assert talk.labels[:4] == SURE
    assert not any(isinstance(one, Attempt) and one.question == "x" for one in talk.facts)
    asked = talk.asked
    talk.press("Sure (9 in 10)")
    talk.asked = asked
    before = len([one for one in talk.facts if isinstance(one, Attempt)])
    assert phrase("press.again") in said(talk.press("Sure (9 in 10)"))
    assert len([one for one in talk.facts if isinstance(one, Attempt)]) == before


@pytest.mark.parametrize("again", [False, True])
def test_who_is_not_asked_how_sure_they_are_confirms_what_was_taken(*, again: bool) -> None:
    talk = Conversation([LESSON])
    talk.learner = Learner(Preferences(confidence=False))
    talk.send(Command("learn", LESSON.id))
    talk.press("From memory", "Skip")
    while SHOW not in talk.labels:
        choose(talk, "unsaid")
    label = label_of(talk)
    talk.type(label)
    id = under_way(talk).question.id
    assert talk.labels[:2] == ["Yes", "Choose again"]
    talk.send(Command("menu"))
    talk.send(Command("continue"))
    assert talk.labels[:2] == ["Yes", "Choose again"]
    talk.press(*(["Choose again", label] if again else ["Yes"]))
    made = run_of(talk).outcome(id)
    assert made
    assert (made.right, made.confidence) == (True, "unsaid")
    assert talk.labels[:3] != VERDICTS


def test_what_names_no_option_shows_none_of_them() -> None:
    talk = begun()
    turn = talk.type(OWN)
    assert phrase("recall.closest") not in said(turn)
    assert talk.labels[:3] == VERDICTS
    assert not run_of(talk).taken


def test_what_was_taken_is_counted_by_its_key_beside_what_was_chosen() -> None:
    talk = begun()
    every = how_many(talk)
    for right in (True, True, False, True):
        until_said_first(talk)
        talk.type(label_of(talk, right=right))
        talk.press("Sure (9 in 10)")
    while until_said_first(talk):
        talk.type(OWN)
        talk.press(VERDICTS[1])
    while talk.session and talk.session.run:
        choose(talk)
    text = "\n".join(one.text for one in talk.outputs if isinstance(one, Say | Ask))
    assert every == 5, "a single one was judged, which is not summed up"
    assert "Your answers: 6 of 7 right." in text


def test_another_revision_keeps_what_was_taken_of_questions_that_stay() -> None:
    talk, id, _ = named()
    talk.press("Sure (9 in 10)")
    same = Version(LESSON, LESSON)
    assert carry_run(run_of(talk), same, same, id="b", at=1).run.taken == (id,)


# The takeaways


ALMOST = (
    "the model reads only the passages that were found\ncount if the passage was found and used"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (ALMOST, {1, 5}),
        ("The model reads only the passages that were found.", {1}),
        ("The model doesn't read only the passages that were found", set()),
        ("Learns nothing from the passages it reads", set()),
        ("Close doesn't mean true or valid", set()),
        ("close means about the same thing, it doesn't mean true or valid", {2}),
        ("close means true and valid", set()),
        ("model, documents", set()),
        ("check the text extracted from your files", {3}),
        ("check what text was extracted from each file", {3}),
        ("check the files", set()),
        ("don't check the text extracted from your files", set()),
        ("Close in meaning is not the same as true", {2}),
        ("Close in meaning is the same as true", set()),
        ("What does the model read at the tenth question", set()),
        ("the model reads only what the search found", {1}),
        ("The model read many pages in its training", set()),
        ("Embeddings: close means same topic, so 'allowed' scores like 'not allowed'", {2}),
        ("The model reads all passages", set()),
        ("yes", set()),
        ("", set()),
    ],
)
def test_takeaways_are_recognised_only_where_they_are_plain(text: str, found: set[int]) -> None:
    assert recognize_takeaways(text, LESSON.takeaways, LESSON.title) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("eine Antwort wächst Token für Token aus einer Liste von wahrscheinlichen", {2}),
        ("Wahrscheinlich heißt nicht wahr, Namen, Zahlen und Zitate prüfen", {4}),
        ("Wahrscheinlich heißt wahr, Namen und Zahlen nie prüfen", set()),
        ("es geht um KI und das was sie macht", set()),
        ("eine Antwort wächst aus einer Liste von wahrscheinlichen Token nicht", set()),
    ],
)
def test_takeaways_are_recognised_in_german(text: str, found: set[int]) -> None:
    assert recognize_takeaways(text, GERMAN.takeaways, GERMAN.title) == found


GUESSING = (
    "A model gives each word it knows a share, and one of them is drawn.",
    "In training, a model pays for its surprise: the smaller the share of the word that came, "
    "the higher the penalty.",
    "An answer goes on from what stands there by now. If it starts off wrong, don't argue.",
    "Each token gets about the same work, so hard questions need more tokens.",
    "A check must be independent: a source, or a person who hasn't seen the draft.",
    "Run all the cases again, more than once, and add the one that failed.",
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It makes a list with shares for every token, then one is drawn", {1}),
        ("a share drawn", set()),
        ("No share of a word is drawn", set()),
        ("What share does a list have when drawn", set()),
        ("find one cause, change one line, run all test cases, undo if no better", {6}),
        ("run 12 test cases", set()),
        ("a person checks the cases of the draft and sees how the others did it all", set()),
        ("the penalty of the draft", set()),
        ("hard questions", set()),
    ],
)
def test_a_part_of_a_takeaway_is_enough_for_who_says_little_else(
    text: str, found: set[int]
) -> None:
    assert recognize_takeaways(text, GUESSING, "Guessing what comes next") == found


HALVES = (
    "A shorter prompt brings the first word sooner, which readers feel, and a shorter answer last.",
    "Letters have become free, so show a piece of work, with what went wrong.",
    "Permission to run code is permission for nearly anything: limit what can be reached.",
    "Titles pass: search by the verbs, under several names.",
    "Rounding costs 10,000 coins a year in most of the shops, as somebody has counted for a month.",
    "Try again only where time helps, a few times, after a random wait.",
    "Test the plumbing with a fake, and the answers with cases that look for what matters.",
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a shorter prompt brings the first word sooner", {1}),
        ("a shorter prompt", set()),
        ("letters have become free", {2}),
        ("letters became a work", set()),
        ("letters have not become free", set()),
        ("permission to run code is permission for anything", {3}),
        ("permission to run it", {3}),
        ("permission to leave", set()),
        ("titles pass", set()),
        ("search by verbs, titles pass", {4}),
        ("wait a random time", {6}),
        ("wait until somebody has time", set()),
        ("test with a fake provider", {7}),
        ("test it with people", set()),
        ("don't test with a fake", set()),
        ("rounding costs 10", set()),
    ],
)
def test_the_half_before_a_colon_or_a_comma_is_enough_if_most_of_it_is_there(
    text: str, found: set[int]
) -> None:
    assert recognize_takeaways(text, HALVES, "Odds and ends") == found


def test_a_part_of_what_a_sentence_has_is_nothing_of_another_takeaway() -> None:
    free = "Letters are free for anybody with a phone today, so show a piece of work with reasons."
    wrong = "A piece of work with its reasons shows readers what went wrong."
    assert recognize_takeaways(free, (free, wrong), "Applying") == {1}


def test_each_takeaway_is_told_from_all_others() -> None:
    for number, one in enumerate(LESSON.takeaways, start=1):
        assert recognize_takeaways(one, LESSON.takeaways, LESSON.title) == {number}


def at_the_end(text: str) -> Conversation:
    """A recall stands at the takeaways, to be held beside this text."""
    talk = Conversation([LESSON])
    talk.send(Command("learn", LESSON.id))
    talk.press("From memory")
    talk.type(text)
    while "Done" not in talk.labels:
        if SHOW in talk.labels:
            talk.press(SHOW)
        choose(talk)
    return talk


def verdicts(talk: Conversation) -> list[str]:
    return [one.met for one in talk.facts if isinstance(one, Rated) and one.item == RECOLLECTION]


def test_what_was_recognised_is_ticked_and_can_be_changed() -> None:
    talk = at_the_end(ALMOST)
    assert phrase("recall.ticked") in said(talk.turns[-1])
    assert phrase("judge.how") not in said(talk.turns[-1])
    assert talk.labels[:6] == ["☑ 1", "☐ 2", "☐ 3", "☐ 4", "☑ 5", "Done"]
    assert not verdicts(talk), "a proposal is no verdict"
    talk.press("☑ 5", "☐ 2")
    talk.send(Command("menu"))
    turn = talk.send(Command("continue"))
    assert phrase("recall.ticked") in said(turn)
    assert talk.labels[:5] == ["☑ 1", "☑ 2", "☐ 3", "☐ 4", "☐ 5"]
    talk.press("Done")
    assert verdicts(talk) == ["yes", "yes", "no", "no", "no"]


def test_what_is_typed_comes_to_what_is_ticked_and_the_rest_is_called_not_ticked() -> None:
    talk = at_the_end(ALMOST)
    other, third = talk.copy(), talk.copy()
    talk.type("3")
    assert verdicts(talk) == ["yes", "no", "yes", "no", "yes"]
    heard = "\n".join(one.text for one in talk.turns[-1].outputs if isinstance(one, Say))
    assert "**3 of 5.** You didn't tick 2 and 4." in heard
    assert "missing" not in heard
    other.type("none")
    assert verdicts(other) == ["no"] * 5
    third.type("only 3")
    assert verdicts(third) == ["no", "no", "yes", "no", "no"]


def test_where_nothing_was_ticked_what_is_typed_is_the_whole_answer() -> None:
    talk = at_the_end("something about documents")
    assert phrase("judge.how") in said(talk.turns[-1])
    talk.press("☐ 1")
    talk.type("3")
    assert verdicts(talk) == ["no", "no", "yes", "no", "no"]


def test_without_anything_recognised_nothing_is_said_of_ticks() -> None:
    talk = at_the_end("something about documents")
    assert phrase("recall.ticked") not in said(talk.turns[-1])
    assert talk.labels[:5] == [f"☐ {n}" for n in range(1, 6)]


def test_who_had_none_of_them_is_told_when_they_are_back() -> None:
    talk = at_the_end("something about documents")
    turn = talk.press("Done")
    assert phrase("recall.back") in said(turn)
    assert "None of them" not in said(turn)
    item = talk.items[LESSON.id, RECOLLECTION]
    assert days_until(item.due, item.answer.at) == 1
