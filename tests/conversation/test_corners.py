"""The corners of a conversation: odd lessons, odd words, odd times."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation import interpretation
from bot.conversation import session as sessions
from bot.conversation.buttons import Token
from bot.conversation.facts.learner import Attempt, LessonFinished, LessonStarted, StepDone
from bot.conversation.facts.roles import Held
from bot.conversation.inputs import Command, Press
from bot.conversation.language.paging import in_short, pack
from bot.conversation.lesson.modes import steps
from bot.conversation.needs.learner import LessonProgress, Progress
from bot.conversation.outputs import Output
from bot.conversation.turn import Turn
from bot.lessons.model import Course, Lesson, Myth, Overview, Step
from bot.lessons.question import Option, Question
from tests.rigs.talk import Conversation, said


def attempted(turn: Turn) -> Attempt:
    """The one attempt that this turn puts on record."""
    (attempt,) = [fact for fact in turn.facts if isinstance(fact, Attempt)]
    return attempt


def option(label: str, *, right: bool = False) -> Option:
    return Option(label=label, right=right, explanation=f"about {label}")


def question(id: str, *options: Option) -> Question:
    return Question(id=id, text=f"{id}?", options=options)


def lesson(id: str, *questions: Question, **parts: object) -> Lesson:
    built = tuple(
        Step(
            level="foundation", title=one.id, concept="Think.", prediction=one, text=f"On {one.id}."
        )
        for one in questions
    )
    values = {"id": id, "title": id.title(), "minutes": 1, "steps": built, **parts}
    return Lesson.model_validate(values)


YES_NO = question("magic", option("Yes"), option("No", right=True))
REWORDED = YES_NO.model_copy(update={"variants": ("Is it magic?",)})
THREE = question("three", option("One"), option("Two", right=True), option("A third"))


# Odd lessons


def test_a_lesson_without_anything_in_it_can_be_taken() -> None:
    talk = Conversation([lesson("empty")])
    talk.begin("empty")
    turn = talk.press("Continue")
    assert "done!" in said(turn)
    assert "predictions" not in said(turn)
    assert "take away" not in said(turn)
    assert any(isinstance(fact, LessonFinished) for fact in talk.facts)


def test_what_is_looked_at_as_a_draft_has_no_score() -> None:
    talk = Conversation([lesson("tea", YES_NO)])
    talk.begin("tea")
    assert talk.session
    assert talk.session.run
    talk.session = replace(talk.session, run=replace(talk.session.run, preview="draft"))
    talk.roles = frozenset({Held("author")})
    end = said(talk.press("No", "Sure (9 in 10)", "Continue"))
    assert "and you won" in end
    assert "score" not in end


def test_a_step_that_asks_and_has_no_text_is_done_once_its_question_is_left() -> None:
    asked = question("q", option("Yes", right=True), option("No"))
    step = Step(level="foundation", title="Q", concept="Think.", prediction=asked, text="")
    bare = lesson("bare", steps=(step,))
    assert steps(bare)["learn"] == steps(bare)["deep"] == (1,)
    talk = Conversation([bare])
    talk.begin("bare")
    done = [
        [fact.step for fact in talk.press(label).facts if isinstance(fact, StepDone)]
        for label in ("Yes", "Sure (9 in 10)", "Continue")
    ]
    assert done == [[], [], [1]]


def test_a_lesson_without_steps_shows_no_count_of_steps() -> None:
    talk = Conversation([lesson("empty")])
    talk.progress = Progress((LessonProgress("empty", finished=False),))
    assert "▸ Empty: started" in said(talk.send(Command("progress", "all")))


def test_a_question_with_eight_options_of_which_two_are_right() -> None:
    options = [option(f"Number {n}", right=n in (2, 3)) for n in range(8)]
    talk = Conversation([lesson("eight", question("q", *options))])
    talk.begin("eight")
    assert talk.labels == [f"Number {n}" for n in range(8)] + ["No idea", "⋯ Menu"]
    turn = talk.press("Number 7", "Sure (9 in 10)")
    assert "Any of these is right: Number 2, Number 3." in said(turn)
    attempt = attempted(turn)
    assert isinstance(attempt, Attempt)
    # Two right ones are one class of seven, and a wrong one has r = 0.05/6.
    rest = 0.05 / 6
    loss = 0.95**2 + 5 * rest**2 + (1 - rest) ** 2
    assert attempt.score == pytest.approx(25 - 25 * loss / (1 - 1 / 7))
    talk.press("Continue")
    assert "Once more" in said(talk.turns[-1])
    assert "Now you have it" in said(talk.press("Number 3", "Sure (9 in 10)"))


def test_a_question_with_nothing_but_right_options_has_no_score() -> None:
    every = question("q", option("Tea", right=True), option("Water", right=True))
    talk = Conversation([lesson("every", every)])
    talk.begin("every")
    turn = talk.press("Water", "Sure (9 in 10)")
    attempt = attempted(turn)
    assert isinstance(attempt, Attempt)
    assert (attempt.right, attempt.score) == (True, None)
    end = said(talk.press("Continue"))
    assert "and you won" in end
    assert "score" not in end


def test_a_label_with_markdown_in_it_is_plain_on_its_button_and_whole_in_the_text() -> None:
    marked = question("q", option("`*args`", right=True), option(r"2 \* 3 \* 4"))
    talk = Conversation([lesson("marks", marked)])
    talk.begin("marks")
    assert talk.labels[:3] == ["*args", "2 * 3 * 4", "No idea"]
    assert r"1. \*args" in said(talk.type("what?"))
    assert r"— you said: “2 \* 3 \* 4”, sure" in said(talk.type("sure: 2 * 3 * 4"))


def test_a_long_text_is_dealt_out_and_a_huge_fence_stays_whole() -> None:
    fence = "```python\n" + "\n\n".join(f"line({n})" for n in range(500)) + "\n```"
    long = " ".join(f"This is sentence number {n} of it." for n in range(200))
    parts = {"overview": Overview(what=long)}
    step = Step(level="expert", title="Code", text=f"Before.\n\n{fence}\n\nAfter.")
    talk = Conversation([lesson("long", steps=(step,), **parts)])
    talk.begin("long")
    while talk.session and talk.session.run:
        talk.press("Continue")
    texts = [text for one in talk.outputs if (text := getattr(one, "text", ""))]
    assert all(len(text) <= 800 for text in texts if fence not in text)
    assert any(fence in text for text in texts)
    told = " ".join(texts)
    assert all(f"number {n} of it." in told for n in range(200))


# Odd words


@pytest.mark.parametrize(
    ("words", "picked"),
    [
        ("no", "**No**"),
        ("NO!", "**No**"),
        ("No.", "**No**"),
        ("Yes.", "**Yes**"),
        ("y", "**Yes**"),
        ("yes", "**Yes**"),
    ],
)
def test_yes_and_no_pick_an_answer(words: str, picked: str) -> None:
    talk = Conversation([lesson("magic", YES_NO)])
    talk.begin("magic")
    assert picked in said(talk.type(words))
    assert talk.labels == ["Sure (9 in 10)", "Probably (2 in 3)", "A guess", "Choose again"]


@pytest.mark.parametrize(
    ("words", "committed"),
    [
        ("3", (None, "none")),
        ("３", (None, "none")),
        ("3️⃣", (None, "none")),
        ("(3)", (None, "none")),
        ("3.", (None, "none")),
        ("٣", (None, "none")),
        ("sure no", (1, "sure")),
        ("Sure, no.", (1, "sure")),
        ("probably: yes", (0, "probable")),
        ("no idea", (None, "none")),
        ("no idea…", (None, "none")),
    ],
)
def test_what_is_typed_commits_like_its_button(
    words: str, committed: tuple[int | None, str]
) -> None:
    talk = Conversation([lesson("magic", YES_NO)])
    talk.begin("magic")
    attempt = attempted(talk.type(words))
    assert isinstance(attempt, Attempt)
    assert (attempt.choice, attempt.confidence) == committed


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "?",
        "n",
        "sure",
        "probably",
        "0",
        "7",
        "-1",
        "9" * 5000,
        "x" * 10_000,
        "🤷",
        "שלום",
        "²²",
    ],
)
def test_words_that_fit_nothing_or_too_much_commit_to_nothing(words: str) -> None:
    talk = Conversation([lesson("magic", YES_NO)])
    talk.begin("magic")
    turn = talk.type(words)
    assert turn.facts == ()
    assert "type one of these" in said(turn)


def test_an_article_may_be_left_out() -> None:
    talk = Conversation([lesson("three", THREE)])
    talk.begin("three")
    assert "**A third**" in said(talk.type("third"))
    attempt = attempted(talk.type("guess"))
    assert isinstance(attempt, Attempt)
    assert attempt.confidence == "guess"


def test_articles_of_every_language_may_be_left_out_in_any() -> None:
    asked = question("q", option("Die Kanne", right=True), option("Ein Topf"), option("Nichts"))
    talk = Conversation([lesson("tee", asked)])
    talk.begin("tee")
    assert "**Ein Topf**" in said(talk.type("topf"))


def test_an_article_that_is_cut_short_may_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpretation, "_articles", lambda: frozenset({"l'"}))
    asked = question("q", option("L’eau", right=True), option("Le thé"), option("Rien"))
    talk = Conversation([lesson("eau", asked)])
    talk.begin("eau")
    assert "**L’eau**" in said(talk.type("eau"))


def test_a_typographic_apostrophe_is_an_apostrophe() -> None:
    asked = question("q", option("It can't", right=True), option("It can"), option("Did you mean"))
    talk = Conversation([lesson("mark", asked)])
    talk.begin("mark")
    assert "**It can't**" in said(talk.type("it can’t"))


# Odd times and places


def test_starting_again_while_the_confidence_is_open_begins_a_fresh_run() -> None:
    talk = Conversation([lesson("three", THREE)])
    talk.begin("three")
    talk.press("One")
    talk.send(Command("learn", "three"))
    talk.press("Deep")
    assert talk.labels[:3] == ["One", "Two", "A third"]
    attempt = attempted(talk.press("Two", "Sure (9 in 10)"))
    assert isinstance(attempt, Attempt)
    assert (attempt.choice, attempt.phase) == (1, "first")
    assert attempt.run != next(one.run for one in talk.facts if isinstance(one, LessonStarted))
    assert talk.session is not None
    assert talk.session.shelf == (), "the run that was left for a new one is gone"


def test_two_lessons_taken_in_turns_are_both_finished() -> None:
    talk = Conversation([lesson("first", REWORDED), lesson("second", THREE)])
    talk.begin("first")
    talk.press("Yes", "Sure (9 in 10)")
    talk.begin("second")
    talk.press("One", "Sure (9 in 10)")
    talk.send(Command("learn", "first"))
    talk.press("Continue: Deep", "Continue")
    assert "You bet on" in said(talk.press("No", "Sure (9 in 10)"))
    talk.send(Command("learn", "second"))
    talk.press("Continue: Deep", "Continue")
    assert "You bet on" in said(talk.press("Two", "Sure (9 in 10)"))
    assert talk.session is not None
    assert talk.session.shelf == ()
    assert set(talk.learner.finished) == {"first", "second"}
    attempts = [fact for fact in talk.facts if isinstance(fact, Attempt)]
    assert [(one.lesson, one.phase, one.right) for one in attempts] == [
        ("first", "first", False),
        ("second", "first", False),
        ("first", "exit", True),
        ("second", "exit", True),
    ]


def test_a_lesson_finished_twice_is_listed_once() -> None:
    talk = Conversation([lesson("empty")])
    for _ in range(2):
        talk.begin("empty")
        talk.press("Continue")
    assert talk.session is not None
    assert talk.learner.finished == ("empty",)


def test_the_time_taken_spans_days_and_is_never_negative() -> None:
    talk = Conversation([lesson("magic", YES_NO), lesson("three", THREE)])
    talk.begin("magic")
    talk.clock += timedelta(days=3)
    attempt = attempted(talk.press("No", "Sure (9 in 10)"))
    assert isinstance(attempt, Attempt)
    assert attempt.took_ms == (3 * 86_400 + 2) * 1000
    talk.begin("three")
    talk.clock -= timedelta(hours=1)
    talk.press("One")
    attempt = attempted(talk.press("Sure (9 in 10)"))
    assert isinstance(attempt, Attempt)
    assert attempt.took_ms == 0


def test_a_question_asked_once_more_has_a_time_of_its_own() -> None:
    talk = Conversation([lesson("magic", REWORDED)])
    talk.begin("magic")
    talk.press("Yes", "Sure (9 in 10)", "Continue")
    attempt = attempted(talk.press("No", "Sure (9 in 10)"))
    assert isinstance(attempt, Attempt)
    assert (attempt.phase, attempt.took_ms) == ("exit", 2000)


def test_the_surest_bet_that_missed_is_told_before_those_that_held() -> None:
    talk = Conversation([lesson("two", THREE, REWORDED)])
    talk.begin("two")
    talk.press("One", "A guess", "Continue", "Yes", "Sure (9 in 10)", "Continue")
    end = said(talk.press("Two", "Sure (9 in 10)", "No", "Sure (9 in 10)"))
    assert "“Magic?” You bet on **Yes**. The answer: **No**." in end
    assert "Three?" not in end.partition("🏁")[2]


def test_a_beat_that_the_flow_has_no_more_gives_way_to_the_one_before() -> None:
    """As after an update of the program that deals texts out over fewer messages."""
    talk = Conversation([lesson("traps", YES_NO, THREE)])
    talk.begin("traps")
    talk.press("Yes", "Sure (9 in 10)", "Continue", "One")
    assert talk.session is not None
    assert talk.session.run is not None
    run = replace(talk.session.run, beat="step.1.text.7")
    talk.session = replace(talk.session, run=replace(run, stage="open"))
    assert "On magic" in said(talk.send(Command("continue")))
    # What is open is of a beat that is gone: an answer to it counts no further.
    talk.press("Continue", "One")
    talk.session = replace(talk.session, run=replace(run, beat="no.such.7", stage="confidence"))
    turn = talk.press("Sure (9 in 10)")
    assert "takes a different route" in said(turn)
    assert not any(isinstance(fact, Attempt) for fact in turn.facts)
    assert "On magic" in said(turn), "the first part, whose question is answered"


def test_a_session_from_an_older_version_is_read_with_what_it_lacks() -> None:
    assert sessions.load('{"nonce":"abcdefgh"}') == sessions.Session("abcdefgh")
    old = (
        '{"nonce":"abcdefgh","asked":3,"run":{"id":"r","lesson":"l","revision":"x","mode":"deep"}}'
    )
    run = sessions.load(old).run
    assert run is not None
    assert (run.beat, run.stage, run.outcomes) == ("", "open", ())
    newer = '{"nonce":"abcdefgh","asked":3,"mood":"fine"}'
    assert sessions.load(newer).asked == 3


def test_commands_of_any_case_are_for_adapters_and_unknown_ones_are_quoted_safely() -> None:
    talk = Conversation([lesson("magic", YES_NO)])
    told = said(talk.send(Command("*dan]ce" * 20)))
    assert "/dancedance" in told
    assert "*" not in told
    assert len(told) < 100


# A library of many


def many(count: int, prefix: str) -> list[Lesson]:
    return [lesson(f"{prefix}-{n}") for n in range(1, count + 1)]


def course(id: str, lessons: list[Lesson]) -> Course:
    return Course(id=id, title=id.title(), lessons=tuple(one.id for one in lessons))


def test_many_lessons_come_in_pages_that_lead_forth_and_back() -> None:
    cooking, baking, loose = many(17, "cook"), many(8, "bake"), many(1, "loose")
    courses = [course("cooking", cooking), course("baking", baking)]
    talk = Conversation([*cooking, *baking, *loose], courses)
    talk.send(Command("learn"))
    assert talk.labels == ["Cooking", "Baking", "More lessons"]
    talk.press("Cooking")
    assert talk.labels == [*(f"Cook-{n}" for n in range(1, 9)), "More…", "All courses"]
    talk.press("More…", "More…")
    assert talk.labels == ["Cook-17", "Back…", "All courses"]
    talk.press("Back…")
    assert talk.labels[0] == "Cook-9"
    talk.press("Back…")
    assert talk.labels[0] == "Cook-1"
    assert "Back…" not in talk.labels
    talk.press("All courses", "Baking")
    assert talk.labels == [*(f"Bake-{n}" for n in range(1, 9)), "All courses"]
    talk.press("All courses", "More lessons")
    assert talk.labels == ["Loose-1", "All courses"]
    assert "Loose-1" in said(talk.press("Loose-1"))


def test_one_course_is_shown_at_once() -> None:
    cooking = many(9, "cook")
    talk = Conversation(cooking, [course("cooking", cooking)])
    talk.send(Command("learn"))
    assert talk.labels == [*(f"Cook-{n}" for n in range(1, 9)), "More…"]
    talk.press("More…")
    assert talk.labels == ["Cook-9", "Back…"]


def test_what_comes_next_has_its_prerequisites_finished() -> None:
    bold = lesson("bold", needs=["basics"])
    basics, other = lesson("basics", leads_to=["bold", "other"]), lesson("other", needs=["bold"])
    talk = Conversation([other, bold, basics])
    assert "*Basics*" in said(talk.send(Command("start")))
    talk.begin("basics")
    talk.press("Continue", "Continue")
    assert "Next up: *Bold*" in said(talk.press("Skip"))


def test_what_needs_a_lesson_that_is_not_finished_is_not_offered_next() -> None:
    first = lesson("first", leads_to=["far"])
    talk = Conversation([first, lesson("far", needs=["middle"]), lesson("middle")])
    talk.begin("first")
    talk.press("Continue", "Continue", "Skip")
    assert "Far" not in said(talk.turns[-1])


def test_an_open_myth_is_judged_after_its_reality() -> None:
    asked = question("milk", option("First"), option("Last"))
    myth = Myth(question=asked, reality="It makes no difference.")
    talk = Conversation([lesson("tea", myths=(myth,))])
    talk.begin("tea")
    talk.press("Continue")
    assert "It makes no difference." in said(talk.press("First", "Sure (9 in 10)"))
    talk.press("Continue", "I wasn't")
    talk.press("No idea")
    assert _ends(talk.press("Continue").outputs)


def _ends(outputs: tuple[Output, ...]) -> bool:
    return any("done!" in getattr(output, "text", "") for output in outputs)


def test_text_without_a_question_leads_on() -> None:
    talk = Conversation([lesson("magic", YES_NO)])
    talk.type("what are you?")
    assert talk.labels == ["Begin"]
    talk.press("Begin")
    talk.send_command("stop")
    assert "/continue" in said(talk.type("what are you?"))


def test_a_label_that_is_a_number_comes_before_the_number_of_a_button() -> None:
    asked = question("q", option("2"), option("1", right=True), option("3"))
    talk = Conversation([lesson("sums", asked)])
    talk.begin("sums")
    assert "**2**" in said(talk.type("2"))


def test_a_press_from_the_future_belongs_to_another_conversation() -> None:
    talk = Conversation([lesson("magic", YES_NO)])
    talk.begin("magic")
    assert talk.session is not None
    token = Token(talk.session.nonce, talk.session.asked + 1, 0)
    assert "an earlier conversation" in said(talk.send(Press(str(token))))


def test_nobody_judges_a_prediction_that_was_not_made() -> None:
    talk = Conversation([lesson("open", question("q", option("This"), option("That")))])
    talk.begin("open")
    talk.press("No idea")
    assert "Once more" in said(talk.press("Continue"))
    assert any(isinstance(fact, StepDone) for fact in talk.facts)


def test_a_heading_stays_with_its_text_even_if_they_are_long_together() -> None:
    first, heading, text = "a" * 600, "**A heading**", "b" * 695
    assert pack([first, heading, text]) == [first, f"{heading}\n\n{text}"]


def test_what_ends_in_a_colon_stays_with_what_it_announces() -> None:
    first, lead, code = "a" * 640, "Here it is:", "```text\n" + "b\n" * 60 + "```"
    assert pack([f"{first}\n\n{lead}\n\n{code}"]) == [first, f"{lead}\n\n{code}"]
    assert pack([f"{first}\n\n{code}\n\n{code}\n\nso"], 400) == [first, f"{code}\n\n{code}\n\nso"]


def test_what_is_said_in_short_announces_nothing_that_is_left_out() -> None:
    code = "```text\na\n```"
    assert in_short(f"Here it is:\n\n{code}\n\nSo it goes. Always:\n\n- b") == "So it goes."
    assert in_short(f"It goes so. Look here:\n\n{code}") == "It goes so."
    assert in_short(f"Look here:\n\n{code}") == ""
    assert in_short("") == ""


def test_a_paragraph_is_not_cut_inside_of_emphasis() -> None:
    text = "Plain words here. **Bold begins here now. And here it ends.** One more sentence."
    messages = pack([text], limit=45)
    assert len(messages) > 1
    assert all(message.count("**") % 2 == 0 for message in messages)
    assert " ".join(messages) == text


def test_a_session_from_before_free_text_had_acts_still_opens() -> None:
    old = '{"nonce":"abcdefgh","open":{"number":1,"text":"?","rows":[],"asked_at":0,"words":true}}'
    opened = sessions.load(old)
    assert opened.open is not None
    assert opened.open.words == ("write",)
    assert sessions.load(sessions.dump(opened)) == opened


# Where others read along


def test_where_others_read_along_what_is_a_learner_s_own_is_not_said() -> None:
    talk = Conversation([lesson("tea", question("q", option("Yes", right=True), option("No")))])
    talk.overheard = True
    talk.begin("tea")
    first = said(talk.press("Yes", "Sure (9 in 10)"))
    assert "Your first prediction!" in first
    assert "can see it" not in first
    told = first
    while talk.session and talk.session.run:
        told = said(talk.press("Continue"))
    assert "Tea · done!" in told
    assert "/progress in our private chat" in told
    assert "score" not in told
    assert "Others can read this chat" in said(talk.send(Command("progress")))
    talk.overheard = False
    talk.progress = Progress((LessonProgress("tea", finished=True),))
    assert "Others can read" not in said(talk.send(Command("progress")))


def test_a_command_that_may_be_another_bot_s_is_left_to_it() -> None:
    talk = Conversation([lesson("tea", question("q", option("Yes", right=True), option("No")))])
    assert not talk.send(Command("ban", "Ben", bare=True)).outputs
    assert not talk.send(Command("admin", bare=True)).outputs
    assert "I don't know /ban" in said(talk.send(Command("ban", "Ben")))
    assert talk.send(Command("learn", bare=True)).outputs
