"""The end of a test: its questions are quoted whole, asked once more, and no low score is told."""

from dataclasses import replace

import pytest

from bot.conversation.facts.learner import (
    AchievementReached,
    Attempt,
    LessonFinished,
    LessonStarted,
    Overruled,
    Scheduled,
)
from bot.conversation.lesson import quotation
from bot.conversation.lesson.challenge import result_list, testing_out
from bot.conversation.lesson.modes import TESTED_OUT, chosen
from bot.conversation.lesson.modes.challenge import questions
from bot.conversation.offers import offer
from bot.conversation.outputs import Ask, Say
from bot.conversation.question import answering, pitfalls
from bot.conversation.session import Outcome, Run, Session
from bot.learning import logbook
from bot.learning.calibration import Tally
from bot.learning.predictions import Confidence
from bot.lessons.model import Diagram, Lesson, MentalModel, Myth, Pitfall, Step
from bot.lessons.practice import Exercise
from bot.lessons.question import Estimate, Option, Question, Range, Typed
from tests.rigs.courses import read_lesson
from tests.rigs.paths import KITCHEN
from tests.rigs.talk import Conversation, said

SEEN = "A dam of earth was opened in 1926, and it broke after two years."
WHY = "Water finds the smallest hole. It takes grains along, so the hole grows by itself."


def asked(n: int, *, variants: int = 1, scene: str = SEEN, why: str = WHY) -> Question:
    return Question(
        id=f"dam-{n}",
        text=f"{scene} {SEEN} Dam {n} had a hole. Which part goes first?",
        variants=tuple(f"Hole {n}, in other words: what goes first?" for _ in range(variants)),
        options=(
            Option(label="The top", explanation=f"The top is dry. {why}"),
            Option(label="The foot", right=True, explanation=why),
            Option(label="The gate", explanation="It is made of steel."),
        ),
    )


PITFALL = Pitfall(
    title="Mending from above",
    wrong="Pour sand on top.",
    right="Dig.",
    reason="That mends it at last.",
)


def lesson(*own: Question, **parts: object) -> Lesson:
    values = {"id": "dams", "title": "Dams", "minutes": 1, "challenge": own, **parts}
    return Lesson.model_validate(values)


def miss(n: int) -> Outcome:
    return Outcome(f"dam-{n}", "first", 0, "sure", right=False, score=-60.0)


def known(n: int, confidence: Confidence = "sure") -> Outcome:
    return Outcome(f"dam-{n}", "first", 1, confidence, right=True, score=20.0)


def taken(taught: Lesson, *made: Outcome) -> Conversation:
    """A test that was answered so, each question in its own words; its results are open."""
    seed = chosen.encode(chosen.Chosen(one, 0) for one in questions(taught))
    run = Run("run", "dams", taught.revision, "challenge", "challenge.results", seed=seed)
    talk = Conversation([taught])
    talk.session = Session("abcdefgh", shelf=(replace(run, outcomes=made),))
    talk.send_command("continue")
    return talk


def told(talk: Conversation) -> list[str]:
    """The messages of the last turn."""
    return [one.text for one in talk.turns[-1].outputs if isinstance(one, Say | Ask)]


def walked(talk: Conversation) -> str:
    """All that is said up to the end of the lesson, of whoever presses what comes first."""
    heard = list[str]()
    wanted = (
        "Sure (9 in 10)",
        "Continue",
        "Finish",
        "Compare reasons (1)",
        "Done",
        "Show me the answers",
        "Skip",
    )
    while talk.session and talk.session.run:
        heard += told(talk)
        offered = [label for label in talk.labels if label not in ("Skip", "Ask or report")]
        chosen = next((one for one in wanted[:-1] if one in offered), None)
        talk.press(chosen or next(iter(offered), "Skip"))
    return "\n".join([*heard, *told(talk)])


def told_after(talk: Conversation, label: str) -> list[str]:
    """The messages that come of pressing this."""
    talk.press(label)
    return told(talk)


# The questions


def test_a_question_is_a_line_in_the_list_and_quoted_whole_where_its_answer_is() -> None:
    talk = taken(lesson(asked(0), asked(1)), miss(0), known(1))
    (listed,) = told(talk)
    assert "\n❌ **1** A dam of earth was opened in … *(sure)*\n✅ **2** A dam" in listed
    assert max(map(len, listed.split("\n"))) < 100
    one = f"{SEEN} {SEEN} Dam 1 had a hole. Which part goes first?"
    (right,) = told_after(talk, "✅ 2")
    assert f"✅ **2** {one}" in right


def test_of_a_long_question_its_last_two_sentences_are_quoted() -> None:
    long = asked(2, scene=SEEN * 4)
    assert len(long.text) > quotation.MAX_SHORT_QUESTION - 100
    assert quotation.quote_question(lesson(long), long, 0) == " ".join(long.text.split())
    end = quotation.quote_question(lesson(long), long, 0, "short")
    assert end.startswith("… ") == (len(long.text) > quotation.MAX_SHORT_QUESTION)
    assert end.endswith("Dam 2 had a hole. Which part goes first?")
    last = f"{SEEN[:-1]}, said an engineer? {'Which ' * 80}one?"
    wordy = asked(3).model_copy(update={"text": f"First. {last}"})
    end = quotation.quote_question(lesson(wordy), wordy, 0, "short")
    assert end == f"… {last}", "two sentences, if long"


def test_a_typed_number_is_that_of_the_question() -> None:
    talk = taken(lesson(*map(asked, range(3))), known(0), miss(1), miss(2))
    for number in ("2", "3"):
        talk.type(number)
        assert talk.asked
        assert talk.asked.text.startswith(f"❌ **{number}** {SEEN}")
        talk.press("The list")


def test_what_was_right_throughout_is_told_with_what_was_said_and_why() -> None:
    plain = asked(0, why="")
    myth = Myth(question=plain, reality="It is the foot.", matters="Dams fall.")
    taught = lesson(asked(1), myths=(myth,), pitfalls=(PITFALL,))
    found = questions(taught)[-1]
    right = next(n for n, one in enumerate(found.options) if one.right)
    made = Outcome(found.id, "first", right, "sure", right=True, score=20.0)
    talk = taken(taught, known(0), known(1), made)
    every = list[str]()
    for number in (1, 2, 3):
        every += told_after(talk, f"✅ {number}")
        talk.press("The list")
    text = "\n\n".join(every)
    assert "Dam 0 had a hole. Which part goes first?\n*You said: “The foot”, sure*\n\n" in text
    assert "It is the foot." in text
    shows_right = pitfalls.shows_right(pitfalls.as_asked(taught, found, 0))
    approach, answer = ("Dig.", "Yes") if shows_right else ("Pour sand on top.", "No")
    asks = f"Here's one approach: {approach} Is that a good idea?"
    assert f"{asks}\n*You said: “{answer}”, sure*" in text
    assert "That mends it at last." in text


def test_a_sample_in_a_question_is_quoted_as_code() -> None:
    fenced = PITFALL.model_copy(update={"wrong": "Say this:\n\n```text\nsand *now*\non top\n```"})
    taught = lesson(asked(0), pitfalls=(fenced,))
    one = questions(taught)[-1]
    texts = {quotation.quote_question(taught, one, n) for n in (0, 1)}
    sample = "```text\nsand *now*\non top\n```"
    assert f"Here's one approach: Say this:\n{sample}\nIs that a good idea?" in texts
    long = replace_words(one, f"{SEEN * 6}\n\n{sample}\n\nIs that right?")
    end = quotation.quote_question(lesson(long), long, 0, "short")
    assert end.endswith("`sand *now* on top` Is that right?"), "a part of it is a line"
    last = replace_words(one, f"What is this?\n\n{sample}")
    talk = taken(lesson(last), replace(miss(0), question=last.id))
    assert "❌ **1** What is this? sand now on top" in told(talk)[0]
    (row,) = told_after(talk, "❌ 1")
    assert f"❌ **1** What is this?\n{sample}\n*You said" in row


DRAWING = "   ┌────┐\n\n\n   │ ??? │\n   └────┘"
SIGN = "One sign says A.\n\n```text\nA: dig\n```"


def replace_words(one: Question, text: str) -> Question:
    return one.model_copy(update={"id": "dam-0", "text": text, "variants": ()})


def resting(text: str, *variants: str) -> Lesson:
    """A lesson of a question that follows a task, one beside a drawing, one after a concept."""
    first, second, third = (
        asked(n).model_copy(update={"text": text, "variants": variants}) for n in range(3)
    )
    return lesson(
        asked(3),
        exercises=(Exercise(id="signs", title="Signs", prompt=SIGN, answer="A.", choice=first),),
        mental_model=MentalModel(
            diagrams=(Diagram(drawing=DRAWING, puzzle=DRAWING, prediction=second),)
        ),
        steps=(
            Step(
                title="Sand",
                level="foundation",
                concept="A dam leaks. You have an hour.",
                prediction=third,
            ),
        ),
    )


def test_where_there_is_much_a_question_that_says_enough_goes_without_its_scene() -> None:
    long = f"{SEEN} Somebody asks about it, a year later, in a letter to the town. What comes?"
    assert len(long) > quotation.MIN_PLAIN_QUESTION
    short = "What comes?"
    for words, scene in ((long, False), (short, True)):
        taught = resting(words)
        one = next(one for one in questions(taught) if one.id == "dam-0")
        assert quotation.quote_question(taught, one, 0).startswith("One sign says A.\n```")
        found = quotation.quote_question(taught, one, 0, "short")
        assert found == (f"One sign says A.\n{words}" if scene else words)
    taught = resting(long, "What does ??? say?")
    one = next(one for one in questions(taught) if one.id == "dam-1")
    assert [
        quotation.quote_question(taught, one, n, "short").startswith("```") for n in (0, 1)
    ] == [
        False,
        True,
    ]


def test_a_variant_that_tells_the_task_again_goes_without_it() -> None:
    short, long = "Which sign is right?", f"{SEEN * 3} Which sign is right?"
    taught = resting("What comes?", short, long)
    one = next(one for one in questions(taught) if one.id == "dam-0")
    assert quotation.quote_question(taught, one, 1).startswith("One sign says A.\n```")
    assert quotation.quote_question(taught, one, 2) == long


# What was skipped


def test_what_was_skipped_is_answered_in_the_list_with_its_reason_and_stays_unscored() -> None:
    taught = resting("What do you do with this?")
    number = {one.id: at for at, one in enumerate(questions(taught), start=1)}
    talk = taken(taught, known(1), miss(2), known(3))
    (text,) = told(talk)
    assert text.startswith("**2 right, 1 missed, 1 skipped: part of it is there.**")
    assert f"▫️ **{number['dam-0']}** What do you do with this? *(skipped)*" in text
    opened = told_after(talk, f"▫️ {number['dam-0']}")[-1]
    assert "*You skipped it.*\n\n**The answer: The foot.** " + WHY in opened
    assert "One sign says A.\n```text\nA: dig\n```\nWhat do you do with this?" in opened
    assert not any(isinstance(one, Attempt | Scheduled) for one in talk.facts)
    talk.finish()
    assert "1 question needs another look" in "\n".join(told(talk)), "that is what was missed"


def test_a_skipped_pitfall_or_myth_is_told_as_a_missed_one_but_for_what_was_said() -> None:
    myth = Myth(question=asked(0, why=""), reality="It is the foot.", matters="Dams fall.")
    taught = lesson(asked(1), myths=(myth,), pitfalls=(PITFALL,))
    talk = taken(taught, known(1))
    (text,) = told(talk)
    assert text.startswith("**1 right, 2 skipped: much of this is still ahead of you.**")
    opened = list[str]()
    for number in (1, 2, 3):
        label = next(one for one in talk.labels if one.endswith(f" {number}"))
        opened += told_after(talk, label)
        talk.press("The list")
    everything = "\n".join(opened)
    assert "It is the foot." in everything
    assert "Mending from above" in everything
    assert "Dams fall." not in everything


def test_what_was_skipped_is_not_asked_once_more_nor_counted_among_the_missed() -> None:
    talk = taken(lesson(asked(0), asked(1), asked(2)), miss(0), known(1))
    talk.press("Continue")
    assert "The missed one, in other words" in talk.labels
    talk = taken(lesson(asked(0), asked(1)), known(0))
    assert "Finish" in talk.labels, "there is nothing else to do"


@pytest.mark.parametrize(
    ("right", "lucky", "missed", "said"),
    [
        (10, 0, 0, "**10 of 10. Nothing here caught you out.**"),
        (9, 0, 0, "**9 right, 1 skipped. Nothing you answered caught you out.**"),
        (5, 0, 0, "**5 right, 5 skipped. Nothing you answered caught you out.**"),
        (3, 0, 0, "**3 right, 7 skipped: much of this is still ahead of you.**"),
        (0, 0, 0, "**0 right, 10 skipped: much of this is still ahead of you.**"),
        (9, 0, 1, "**9 of 10. Nearly all of it was there.**"),
        (8, 0, 1, "**8 right, 1 missed, 1 skipped: most of it was there, enough to go on.**"),
        (7, 0, 3, "**7 of 10: most of it was there, enough to go on.**"),
        (4, 0, 6, "**4 of 10: part of it is there.**"),
        (0, 0, 10, "**0 of 10: much of this is still ahead of you.**"),
        (6, 4, 0, "**10 of 10, but 4 of the right ones were guesses.** You're nearly there."),
        (6, 3, 0, "**9 right, 1 skipped, but 3 of the right ones were guesses.**"),
    ],
)
def test_how_it_went_claims_no_more_than_the_answers_show(
    right: int, lucky: int, missed: int, said: str
) -> None:
    taught = lesson(*map(asked, range(10)))
    made = [known(n) for n in range(right)]
    made += [known(n, "guess") for n in range(right, right + lucky)]
    made += [miss(n) for n in range(right + lucky, right + lucky + missed)]
    assert told(taken(taught, *made))[0].startswith(said)
    run = Run("run", "dams", taught.revision, "challenge", outcomes=tuple(made))
    run = replace(run, seed=chosen.encode(chosen.Chosen(one, 0) for one in questions(taught)))
    headline = result_list.headline(taught, run)
    assert "know this" not in headline


# What was said


RANGES = tuple(Range(low=n, high=n + 200) for n in (0, 200, 400))


def estimate(n: int) -> Question:
    found = Estimate(truth=300, unit="dams", ranges=RANGES, why="Half of them held.")
    return Question(id=f"dam-{n}", text=f"How many of kind {n} held?", estimate=found)


def test_a_range_that_held_is_told_with_what_was_said() -> None:
    taught = lesson(estimate(0), estimate(1))
    held = Outcome("dam-0", "first", 1, "range", right=True, score=20.0)
    wide = Outcome("dam-1", "first", None, "wide", right=True, score=0.0, answer="1–5,000")
    talk = taken(taught, held, wide)
    lines = "✅ **1** How many of kind 0 held?\n✅ **2** How many of kind 1 held? *(a wide range)*"
    assert told(talk) == [f"**2 of 2. Nothing here caught you out.**\n\n{lines}"]
    (right,) = told_after(talk, "✅ 1")
    said_first = "✅ **1** How many of kind 0 held?\n*You said: 200–400*"
    assert right == f"{said_first}\n\n**The answer: 300 dams.** Half of them held."


# Meant the same


def words(n: int) -> Question:
    found = Typed(accepted=("seepage",), why="Water finds its way.")
    return Question(id=f"dam-{n}", text=f"What lets dam {n} fail?", typed=found)


def wrote(n: int, text: str) -> Outcome:
    return Outcome(f"dam-{n}", "first", None, "sure", right=False, score=-65.25, answer=text)


def test_words_that_meant_the_same_are_said_so_below_the_list_and_the_score_follows() -> None:
    taught = lesson(words(0), words(1), *map(asked, range(2, 10)))
    rest = [known(n) for n in range(2, 10)]
    talk = taken(taught, wrote(0, "a leak"), wrote(1, "a *small* hole"), *rest)
    assert told(talk)[0].startswith("**8 of 10: ")
    first, second = "Mine meant the same: a leak", "Mine meant the same: a *small* hole"
    talk.press("❌ 1")
    assert second not in talk.labels
    turn = talk.press(first)
    assert told(talk) == [
        "**Fair enough: I've noted that yours meant the same, which makes it 9 of 10.**"
    ]
    (over,) = [one for one in turn.facts if isinstance(one, Overruled)]
    assert (over.question, over.phase) == ("dam-0", "first")
    assert {"The list", "Finish"} <= {*talk.labels}
    listed = "\n".join(told_after(talk, "The list"))
    assert listed.startswith("**9 of 10. Nearly all of it was there.**")
    assert "✅ **1** What lets dam 0 fail? *(you meant the same)*" in listed
    talk.press("✅ 1")
    assert first not in talk.labels
    talk.press("The list", "❌ 2", second)
    assert "10 of 10" in told(talk)[0]
    assert "It counts as done." in said(talk.finish())


def test_in_an_answer_that_is_open_only_its_own_words_can_have_meant_the_same() -> None:
    talk = taken(lesson(words(0), words(1)), wrote(0, "a leak"), wrote(1, "a hole"))
    talk.press("❌ 2")
    assert [label for label in talk.labels if label.startswith("Mine")] == [
        "Mine meant the same: a hole"
    ]
    talk.press("Mine meant the same: a hole")
    assert "1 of 2" in told(talk)[-1]


# Once more


def test_what_was_missed_is_asked_at_once_in_other_words_and_the_test_stays_as_it_went() -> None:
    taught = lesson(*(asked(n) for n in range(4)), asked(4, variants=0))
    talk = taken(taught, *(miss(n) for n in range(5)))
    first = said(talk.press("Continue", "3 of them once more, in other words"))
    assert "The same points in other words. The test stays as it went." in first
    assert "🔁 **Once more:** Hole 0, in other words: what goes first?" in first
    assert "Hole 1" in said(talk.press("The foot", "Sure (9 in 10)")), "what is right leads on"
    assert "Not yet." in said(talk.press("The gate", "Sure (9 in 10)"))
    assert "Hole 2" in said(talk.press("Continue"))
    talk.press("The foot", "Sure (9 in 10)")
    assert not any("other words" in label for label in talk.labels)
    talk.finish()
    ending = said(talk.turns[-1])
    assert "that was the test" in ending
    assert "5 questions need another look." in ending, "minutes later, right shows little"
    phases = [one.phase for one in talk.facts if isinstance(one, Attempt)]
    assert phases == ["exit"] * 3
    assert any(isinstance(one, LessonFinished) for one in talk.turns[-1].facts)


def test_only_who_wants_to_is_asked_once_more_and_only_in_other_words() -> None:
    talk = taken(lesson(asked(0), asked(1)), miss(0), miss(1))
    talk.press("Continue")
    assert "The missed ones, in other words (2)" in talk.labels
    assert "that was the test" in said(talk.finish())
    talk = taken(lesson(asked(0, variants=0), asked(1)), miss(0), known(1))
    assert "Finish" in talk.labels
    talk = taken(lesson(asked(0), asked(1)), known(0, "guess"), known(1))
    talk.press("Continue")
    assert "Once more, in other words" in talk.labels


def test_a_second_answer_changes_nothing_of_the_result() -> None:
    taught = lesson(asked(0), asked(1))
    again = Outcome("dam-0", "exit", 1, "sure", right=True, score=24.0)
    run = Run("run", "dams", "", "challenge", outcomes=(miss(0), known(1), again))
    seed = chosen.encode(chosen.Chosen(one, 0) for one in questions(taught))
    run = replace(run, seed=seed)
    assert testing_out.tally(taught, run) == (1, 2)
    assert result_list.tallies(run) == {"sure": Tally(1, 2)}


def test_who_tests_out_and_passes_over_the_second_asking_has_tested_out() -> None:
    taught = lesson(*(asked(n) for n in range(10)))
    talk = Conversation([taught])
    talk.send_command("learn", "dams challenge")
    for n in range(10):
        talk.press("The gate" if n == 0 else "The foot", "Sure (9 in 10)")
        if "Skip" in talk.labels and len(talk.labels) == 1:
            talk.press("Skip")
    talk.press("Continue", "The missed one, in other words")
    talk.press("Skip")
    turn = talk.finish()
    starts = [one.mode for one in turn.facts if isinstance(one, LessonStarted)]
    assert starts == [TESTED_OUT]
    assert sum(isinstance(one, Scheduled) for one in turn.facts) == 9, "what was known comes later"
    assert "🌱 Your first lesson is done, with what you already knew." in said(turn)
    assert "complete lesson" not in said(turn), "none of it was told"


def test_results_that_an_earlier_version_left_open_lead_to_their_end() -> None:
    talk = taken(lesson(asked(0), asked(1)), miss(0), known(1))
    assert talk.session
    assert talk.session.open
    rows = ((offer("❌ 1", "results open", "dam-0"),), (offer("Finish", "go"),))
    talk.session = replace(talk.session, open=replace(talk.session.open, rows=rows))
    assert "Which part goes first?" in said(talk.press("❌ 1"))
    assert "The list" in talk.labels
    assert "that was the test" in said(talk.finish())


# The end


def test_a_low_score_is_no_number_at_the_end_but_what_happened_and_what_helps() -> None:
    low, high = (-20.0,) * 20, (10.0,) * 20
    made: dict[Confidence, Tally] = {"sure": Tally(4, 9), "range": Tally(1, 4)}
    assert "85 of 100" in answering.score_at_end(high, made)
    assert answering.score_at_end(low, made) == (
        "“Sure” means 9 in 10. This time, yours were right 4 of 9 times, so say “probably” where "
        "you hesitate."
    )
    assert "4 times in 5. This time, yours did 1 of 4 times" in answering.score_at_end(
        low, {"range": Tally(1, 4)}
    )
    assert answering.score_at_end(low, {"sure": Tally(8, 10)}) == "", "this run cost nothing"
    assert answering.score_at_end(low, {"sure": Tally(2, 3)}) == "", "one slip is luck"
    assert "55 of 100" in answering.score_sentence(low), "who asks for it is told the number"


@pytest.mark.parametrize("word", ["sure", "probable", "range"])
def test_what_a_word_means_is_always_more_than_how_often_it_was_right(word: Confidence) -> None:
    """Or the sentence would hold something against the learner that isn't there."""
    means = {
        "sure": ("9 in 10", 0.9),
        "probable": ("2 in 3", 2 / 3),
        "range": ("4 times in 5", 0.8),
    }
    said, share = means[word]
    for total in range(1, 21):
        for right in range(total + 1):
            told = answering.score_at_end((-20.0,) * 20, {word: Tally(right, total)})
            assert not told or (said in told and f"{right} of {total} times" in told)
            assert not told or right / total < share


@pytest.mark.parametrize("right", [6, 7, 8])
def test_the_lesson_is_offered_to_who_needs_it_and_not_to_who_knows_enough_to_go_on(
    right: int,
) -> None:
    taught = lesson(*map(asked, range(10)))
    made = [known(n) if n < right else miss(n) for n in range(10)]
    talk = taken(taught, *made)
    goes_on = "most of it was there, enough to go on" in told(talk)[0]
    assert goes_on == (right > 6)
    talk.finish()
    talk.press("Continue")
    assert ("Take the lesson now, if you like" in "\n".join(told(talk))) == (not goes_on)
    lucky = [known(n, "guess") for n in range(9)]
    talk = taken(taught, *lucky, miss(9))
    talk.finish()
    talk.press("Continue")
    assert "Take the lesson now, if you like" in "\n".join(told(talk)), "luck is no knowledge"


def test_a_recall_ends_with_how_often_each_word_for_confidence_was_right() -> None:
    taught = lesson(*map(asked, range(6)))
    seed = chosen.encode(chosen.Chosen(one, 0) for one in questions(taught))
    for mode, often in (("recall", 1), ("challenge", 0)):
        made = tuple(known(n) for n in range(5))
        beat = "recall.dam-5" if mode == "recall" else "challenge.results"
        run = Run("run", "dams", taught.revision, mode, beat, seed=seed, outcomes=made)
        talk = Conversation([taught])
        talk.session = Session("abcdefgh", shelf=(run,))
        talk.send_command("continue")
        if mode == "recall":
            talk.press("The foot", "Probably (2 in 3)")
        else:
            talk.finish()
        assert "\n".join(told(talk)).count("When you said “sure”, you were right 5 of 5") == often


def test_the_end_counts_a_missed_pitfall_among_what_comes_back() -> None:
    taught = lesson(*map(asked, range(3)), pitfalls=(PITFALL,))
    pitfall = Outcome(questions(taught)[-1].id, "first", None, "none", right=False, score=0.0)
    talk = taken(taught, miss(0), miss(1), pitfall)
    ending = said(talk.finish())
    back = "They come back in your reviews, starting tomorrow."
    assert f"3 questions need another look. {back}" in ending
    ending = said(taken(taught, miss(0), pitfall, known(1, "guess")).finish())
    why = "2 you missed and 1 you had right by luck"
    assert f"3 questions need another look: {why}. {back}" in ending


def test_the_end_says_what_needs_another_look_although_it_was_right() -> None:
    taught = lesson(*map(asked, range(4)))
    lucky = known(1, "guess"), known(2, "guess")
    ending = said(taken(taught, miss(0), miss(3), lucky[0]).finish())
    assert (
        "3 questions need another look: 2 you missed and 1 you had right by luck. "
        "They come back in your reviews, starting tomorrow."
    ) in ending
    ending = said(taken(taught, known(0), *lucky).finish())
    assert "2 questions need another look: you had them right by luck. They come" in ending
    ending = said(taken(taught, known(0), lucky[0]).finish())
    assert "1 question needs another look: you had it right by luck. It comes back" in ending
    ending = said(taken(taught, known(0), miss(1)).finish())
    assert "1 question needs another look: it comes back tomorrow, in your reviews." in ending


# Nothing is predicted


def test_a_test_is_no_first_prediction_and_one_of_recall_counts_answers() -> None:
    taught = read_lesson(KITCHEN / "tea.md")
    for mode, counted in (("learn", "predictions"), ("recall", "answers")):
        talk = Conversation([taught])
        talk.send_command("learn", f"tea {mode}")
        heard = walked(talk)
        assert ("Your first prediction!" in heard) == (counted == "predictions")
        assert ("Your answers: " in heard) == (counted == "answers")
        reached = [one.name for one in talk.facts if isinstance(one, AchievementReached)]
        assert logbook.FIRST in reached, "it is on record all the same"
        assert ("That was your first complete lesson." in heard) == (mode == "learn")
        assert (logbook.LESSON in reached) == (mode == "learn")
    talk = Conversation([taught])
    talk.send_command("learn", "tea challenge")
    heard = walked(talk)
    assert "that was the test" in heard
    assert "first prediction" not in heard
