"""What the modes Learn, Why, Deep, Challenge and Recall promise, played in whole lessons."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.conversation.facts.learner import Attempt, LessonFinished, LessonStarted, Rated, Scheduled
from bot.conversation.inputs import Command
from bot.conversation.language.markup import plain
from bot.conversation.lesson import quotation
from bot.conversation.lesson.beats import MOST_AGAIN, Menu, Pose, Rate, Tell, Write
from bot.conversation.lesson.challenge.result_list import answers as answers_of
from bot.conversation.lesson.finish import ASKED
from bot.conversation.lesson.modes import TESTED_OUT, challenge, chosen, flow, learn, recall
from bot.conversation.lesson.modes.base import seconds_to_write
from bot.conversation.lesson.modes.challenge import CHALLENGE
from bot.conversation.lesson.modes.challenge import questions as asked_in
from bot.conversation.lesson.modes.chosen import kind
from bot.conversation.lesson.modes.recall import MAX_ASKED
from bot.conversation.lesson.playthrough import Playthrough
from bot.conversation.offers import Call
from bot.conversation.outputs import Ask, LessonImage, Notice, Say
from bot.conversation.phrases import phrase
from bot.conversation.question import posing
from bot.conversation.question.criteria import task
from bot.conversation.session import Run
from bot.learning.items import Answer, Item, days_until
from bot.lessons import introduced
from bot.lessons.format import parse
from bot.lessons.lint.readability import SENTENCE_END, stems
from bot.lessons.model import REASON, RECOLLECTION, Lesson, Term
from bot.lessons.needed import points_at_drawing
from bot.lessons.question import Option, Question
from tests.rigs.courses import read_course
from tests.rigs.paths import CONTENT
from tests.rigs.properties import thirds
from tests.rigs.talk import Conversation, said

COURSE, GENAI = read_course(CONTENT / "genai")
LESSONS = {lesson.id: lesson for lesson in GENAI}
BRIEF = Write("say", "say", "", brief=True)
"""Something to be said in a few words."""
EXPLAINED = Write("say", "say", "", brief=True, explained=True)
"""The same with the reason."""
REASONED = Write("why", "why", "", reason="question")
"""A reason to be given in a sentence."""

every_lesson = pytest.mark.parametrize("lesson", thirds(GENAI, "id"))

Knows = Callable[[Question], bool]
Chooses = Callable[[Lesson, Mapping[str, Item], int], str]


def everything(question: Question) -> bool:
    return True


def nothing(question: Question) -> bool:
    return False


def begun(lesson: Lesson, mode: str, talk: Conversation | None = None) -> Conversation:
    talk = talk or Conversation(GENAI, [COURSE])
    # What is said once in a learner's life is no part of a mode.
    talk.learner = replace(talk.learner, reminder_offered=3)
    talk.send(Command("learn", lesson.id))
    talk.press(phrase(f"mode.{mode}"))
    return talk


def led_on(talk: Conversation) -> None:
    """Go on from the card of the end to what comes next."""
    talk.press(next(label for label in ("Continue", "👍 Useful") if label in talk.labels))
    if "No reminders" in talk.labels:
        talk.press("Skip")


def under_way(talk: Conversation) -> Question:
    assert talk.session
    assert talk.session.run
    run = talk.session.run
    return Playthrough(run, talk.lessons[run.lesson, run.revision]).question


def step(talk: Conversation, knows: Knows, confidence: str = "probable") -> bool:
    """One input more, as somebody gives it who knows this much and reads all there is.

    Whether that was a press: an answer in words is typed.
    """
    assert talk.session
    assert talk.session.run, "the lesson is over, and what was waited for did not come"
    assert talk.session.open
    acts = {one.label: one.act for one in talk.session.open.offers}
    choices = {label: act for label, act in acts.items() if act[0] in ("commit", "pick")}
    if choices:
        asked = under_way(talk)
        good = [n for n, one in enumerate(asked.options) if one.right]
        wanted = knows(asked)
        fitting = [label for label, act in choices.items() if (int(act[1]) in good) == wanted]
        talk.press(fitting[0])
    elif any(act[0] == "sure" for act in acts.values()):
        talk.press(next(label for label, act in acts.items() if act == ("sure", confidence)))
    elif ranges := [label for label, act in acts.items() if act[0] == "range"]:
        asked = under_way(talk)
        assert asked.estimate
        truth, wanted = asked.estimate.truth, knows(asked)
        held = [one.low <= truth <= one.high for one in asked.estimate.ranges]
        talk.press(ranges[held.index(wanted)])
    elif verdicts := {act[1]: label for label, act in acts.items() if act[0] == "rate"}:
        talk.press(verdicts["yes" if "partly" not in verdicts or knows(judged(talk)) else "no"])
    elif done := [label for label, act in acts.items() if act == ("criteria", "done")]:
        talk.press(*(label for label, act in acts.items() if act[0] == "criterion"), *done)
    elif talk.session.open.words:
        talk.type(own_words(talk, knows))
        return False
    else:
        ways = {act: label for label, act in acts.items()}
        if (unread := to_read(talk, acts)) is not None:
            talk.press(unread)
            return True
        last = ways.get(("go",)) if phrase("results.list") in acts else None
        wanted = (phrase("more.all"), last or ways.get(("results", "more")), next(iter(acts)))
        talk.press(next(label for label in wanted if label in acts))
    return True


def to_read(talk: Conversation, acts: Mapping[str, Call]) -> str | None:
    """The button of the next answer of a test that was missed or guessed, or back to the list."""
    if phrase("results.next") in acts:
        return phrase("results.next")
    numbers = [label for label, act in acts.items() if act[:2] == ("results", "open")]
    if numbers and "*You said: " not in texts(talk):
        return next((label for label in numbers if not label.startswith("✅")), None)
    opened = ("results", "list") in acts.values() and ("go",) not in acts.values()
    return phrase("results.list") if opened and not numbers else None


def judged(talk: Conversation) -> Question:
    """The question whose answer is held beside what was said of it."""
    assert talk.session
    assert talk.session.run
    run = talk.session.run
    here = Playthrough(run, talk.lessons[run.lesson, run.revision])
    assert isinstance(here.beat, Rate)
    return here.find_pose(here.beat.recalled).question


def own_words(talk: Conversation, knows: Knows) -> str:
    """What somebody types who knows this much: an answer, or what they think of it."""
    assert talk.session
    assert talk.session.run
    run = talk.session.run
    here = Playthrough(run, talk.lessons[run.lesson, run.revision])
    asked = getattr(here.beat, "question", None)
    if asked is None or asked.typed is None:
        return "What I think of it."
    wrong = "987654" if asked.typed.is_number else "purple elephants"
    return asked.typed.accepted[0] if knows(asked) else wrong


def walk(talk: Conversation, knows: Knows, confidence: str = "probable") -> int:
    """To the end of the lesson; how many presses that took."""
    presses = 0
    while talk.session and talk.session.run:
        presses += step(talk, knows, confidence)
    return presses


def texts(talk: Conversation) -> str:
    """All messages, without what was added to those that were there."""
    return "\n\n".join(one.text for one in talk.outputs if isinstance(one, Say | Ask | Notice))


def said_alone(talk: Conversation) -> list[Rated]:
    """The verdicts on what was said of questions whose options were not shown."""
    rated = [one for one in talk.facts if isinstance(one, Rated)]
    return [one for one in rated if one.item.startswith("recall.") and one.item != RECOLLECTION]


def answers(talk: Conversation, phase: str) -> list[Attempt]:
    return [one for one in talk.facts if isinstance(one, Attempt) and one.phase == phase]


# Learn


@every_lesson
def test_a_tour_begins_with_a_question_and_tells_its_steps_whole(lesson: Lesson) -> None:
    talk = begun(lesson, "learn")
    assert "🤔" in said(talk.turns[-1])
    assert len(said(talk.turns[-1]).split()) <= 120
    walk(talk, everything, "sure")
    told = texts(talk)
    numbers = learn.tour(lesson)
    assert 2 <= len(numbers) <= 3
    for number, one in enumerate(lesson.steps, start=1):
        whole = one.text.split("\n\n")[-1] in told
        assert whole == (number in numbers)
        assert f"**Result:** {one.result}" not in told, "it is behind More"
        if whole and one.prediction and one.prediction.options:
            (right,) = [option for option in one.prediction.options if option.right]
            assert right.explanation in told, "also for who was sure and right"


def test_a_lesson_says_with_which_question_its_tour_ends() -> None:
    lesson = LESSONS["next-token"]
    for one in lesson.challenge:
        if not one.open:
            named = lesson.model_copy(update={"tour_ends": one.id})
            assert [
                beat.question.id for beat in learn.beats(named, "") if beat.id == "tour.apply"
            ] == [one.id]


def test_a_reason_is_asked_for_in_the_words_of_the_lesson_in_why_and_in_a_review() -> None:
    lesson = LESSONS["hallucination"]
    own = {"asks": "Why does nobody simply switch it off?", "answer": "Because it earns money."}
    asks = lesson.what_if.model_copy(update=own)
    talk = Conversation([lesson.model_copy(update={"what_if": asks})])
    talk.send(Command("learn", lesson.id))
    talk.press("Why")
    walk(talk, everything)
    before, _, after = texts(talk).partition("Why does nobody simply switch it off?")
    assert before.endswith("**In your own words:** ")
    assert "Because it earns money." not in before
    assert "**One way to say it:**\n\nBecause it earns money." in after
    found = task(next(iter(talk.lessons.values())), REASON)
    assert found
    assert "Why does nobody simply switch it off?" in found.prompt
    assert "Because it earns money." in found.answer


@every_lesson
def test_what_a_tour_leaves_to_take_away_was_introduced_by_it(lesson: Lesson) -> None:
    talk = begun(lesson, "learn")
    walk(talk, everything)
    assert phrase("end.takeaways") in talk.labels
    before = texts(talk)
    after = said(talk.press(phrase("end.takeaways"))).rpartition("**Takeaways**")[2]
    before += " ".join(one.alternative for one in talk.outputs if isinstance(one, LessonImage))
    asks = [one for one in talk.outputs if isinstance(one, Ask)]
    before += " ".join(choice.label for one in asks for choice in one.choices)
    points = re.findall(r"^- (.*)$", after, re.MULTILINE)
    assert 1 <= len(points) <= 3
    own = introduced._own(lesson)
    for point in points:
        new = stems(point) - stems(before)
        assert not new or (len(new) == 1 and not new & own)


@every_lesson
def test_the_minutes_that_are_stated_are_those_that_it_takes(lesson: Lesson) -> None:
    stated = dict(Conversation([lesson]).library.cards[lesson.id].modes)
    for mode in ("learn", "why", "deep", "challenge", "recall"):
        spent = []
        for knows in (everything, nothing):
            talk = begun(lesson, mode)
            presses = walk(talk, knows)
            asked = len(answers(talk, "first")) + len(answers(talk, "exit"))
            said = texts(talk).count(phrase("recall.say.alone"))
            explained = texts(talk).count(phrase("recall.say.why"))
            asked += said + explained  # each is judged below its answer
            reasons = texts(talk).count(phrase("challenge.why"))
            asked += reasons  # so is each of these, at the end
            typed = (mode in ("why", "recall")) + said * seconds_to_write(BRIEF) / 60
            typed += explained * seconds_to_write(EXPLAINED) / 60
            typed += reasons * seconds_to_write(REASONED) / 60
            # The lesson's card, and the ways behind it, are read before the run begins.
            cards = [one for turn in talk.turns[:2] for one in turn.outputs if isinstance(one, Ask)]
            # Of a message that changes in its place, only what is new is read.
            asks = [one for one in talk.outputs if isinstance(one, Ask) and one.instead]
            kept = [
                one.instead for one in asks if one.instead and one.text.startswith(one.instead.text)
            ]
            seen = [one.text for one in (*cards, *kept)]
            words = len(texts(talk).split()) - len(" ".join(seen).split())
            spent.append(words / 180 + asked / 6 + presses / 30 + typed)
        # Half a minute more for what is said once to somebody new, such as what sureness means.
        assert min(spent) - 1.6 <= stated[mode] <= max(spent) + 1, (mode, spent)


def test_a_tour_tells_first_what_was_missed() -> None:
    lesson = LESSONS["retrieval"]
    later = lesson.steps[5].prediction
    assert later
    talk = begun(lesson, "challenge")
    walk(talk, lambda one: one.id != later.id)
    missed = {one.question for one in answers(talk, "first") if not one.right}
    begun(lesson, "learn", talk)
    assert talk.session
    assert talk.session.run
    numbers = learn.tour(lesson, talk.session.run.seed)
    assert (6 in numbers) == (later.id in missed)


# Deep


@every_lesson
def test_the_whole_of_a_lesson_begins_with_a_question_and_tells_all_of_it_once(
    lesson: Lesson,
) -> None:
    talk = begun(lesson, "deep")
    (first,) = (one.text for one in talk.turns[-1].outputs if isinstance(one, Ask))
    before, asks, _ = first.partition("🤔")
    assert asks
    assert len(before.split()) <= 100
    walk(talk, everything)
    told, view, model = texts(talk), lesson.overview, lesson.mental_model
    for part in (view.what, view.matters, view.fits, model.analogy):
        for paragraph in part.split("\n\n"):
            assert told.count(paragraph) == 1
    assert model.core_idea in before, "it is not told once more"
    assert phrase("part.core_idea") not in told


def test_a_core_idea_that_is_cut_short_before_the_question_is_told_whole_after_it() -> None:
    plain = LESSONS["retrieval"]
    idea = "A sentence of this length is one of many that make an idea long. " * 6
    model = plain.mental_model.model_copy(update={"core_idea": idea.strip()})
    beats = flow(_deep(plain), plain.model_copy(update={"mental_model": model}))
    told = {beat.id: beat.text for beat in beats if isinstance(beat, Tell)}
    assert isinstance(beats[0], Pose)
    assert idea.strip() not in beats[0].lead
    assert idea.strip() in told["model"]


@pytest.mark.parametrize("steps", [0, 1])
def test_a_lesson_whose_first_step_asks_nothing_begins_with_what_it_is_about(steps: int) -> None:
    plain = LESSONS["retrieval"]
    silent = tuple(one.model_copy(update={"prediction": None}) for one in plain.steps[:steps])
    lesson = plain.model_copy(update={"steps": silent + plain.steps[1 : 3 * steps]})
    ids = [beat.id for beat in flow(_deep(lesson), lesson)]
    assert ids[:2] == ["overview.what", "model"]
    assert [one for one in ids if one.startswith("step.")][:steps] == ["step.1"][:steps]


@every_lesson
def test_a_whole_lesson_takes_no_more_than_48_presses(lesson: Lesson) -> None:
    talk = begun(lesson, "deep")
    assert walk(talk, everything) <= 48
    told = texts(talk)
    for one in lesson.pitfalls:
        assert one.title in told
    assert lesson.connections[0].text.split("\n\n")[-1] in told
    assert max(len(one.text) for one in talk.outputs if isinstance(one, Say | Ask)) <= 1_000


@every_lesson
def test_who_misses_half_of_a_lesson_presses_50_times_at_most_and_meets_no_wall(
    lesson: Lesson,
) -> None:
    talk, seen = begun(lesson, "deep"), dict[str, bool]()
    # Every other question, and sure of all of them; what else there is stays unread.
    presses = 0
    while talk.session and talk.session.run:
        if phrase("more.done") in talk.labels:
            talk.press(phrase("more.done"))
            presses += 1
            continue
        presses += step(talk, lambda one: seen.setdefault(one.id, len(seen) % 2 == 1), "sure")
    assert presses <= 50
    for turn in talk.turns[2:-1]:
        told = [one.text for one in turn.outputs if isinstance(one, Say | Ask)]
        assert sum(map(len, told)) <= 1_400


@every_lesson
def test_myths_are_parted_by_what_is_under_the_hood(lesson: Lesson) -> None:
    new = [beat.id.split(".")[0] for beat in flow(_deep(lesson), lesson)]
    kinds = set(pairwise(new))
    assert ("step", "myth") in kinds
    assert ("myth", "hood") in kinds
    assert ("hood", "myth") in kinds
    assert new.count("myth") == len(lesson.myths)


def test_a_long_reveal_of_a_myth_is_read_before_the_text_behind_it() -> None:
    plain = LESSONS["retrieval"]
    first, second, *others = plain.myths
    long = second.model_copy(update={"reality": f"{second.reality} " * 3})
    talk = Conversation([plain.model_copy(update={"myths": (first, long, *others)})])
    talk.send(Command("learn", plain.id))
    talk.press("Deep")
    while phrase("part.myth", number=2, count=4) not in said(talk.turns[-1]):
        step(talk, everything)
    turn = talk.press("No", "Sure (9 in 10)")
    assert "**Reality:**" in said(turn)
    assert "**Under the hood**" not in said(turn)
    assert "**Under the hood**" in said(talk.press("Continue"))


def _deep(lesson: Lesson) -> Run:
    return Run("run", lesson.id, lesson.revision, "deep", plan=1)


def test_how_it_works_inside_may_be_asked_before_it_is_read() -> None:
    asked = Question(
        id="inside",
        text="What is inside?",
        options=(
            Option(label="Cogs", right=True, explanation="They turn."),
            Option(label="Sand", explanation="It runs."),
        ),
    )
    plain = LESSONS["retrieval"]
    hood = plain.under_the_hood.model_copy(update={"prediction": asked})
    lesson = plain.model_copy(update={"under_the_hood": hood})
    assert asked in lesson.questions
    talk = Conversation([lesson])
    talk.send(Command("learn", lesson.id))
    talk.press("Deep")
    while "What is inside?" not in said(talk.turns[-1]):
        assert hood.how not in texts(talk)
        step(talk, everything)
    assert "🤔 **Before reading on:** What is inside?" in said(talk.turns[-1])
    assert hood.how.split("\n\n")[0] in said(talk.press("Cogs", "Probably (2 in 3)"))
    assert quotation.where(lesson, asked) == "Under the hood"
    assert asked in challenge.questions(lesson), "a test may ask it, too"


def test_the_menu_opens_what_is_chosen_and_comes_again_without_it() -> None:
    talk = begun(LESSONS["retrieval"], "deep")
    while phrase("more.all") not in talk.labels:
        step(talk, everything)
    sections = talk.labels[:-2]
    assert "Good idea or not? 1 of 3" in said(talk.press("Pitfalls"))
    while {"Yes", "Sure (9 in 10)"} & {*talk.labels}:
        step(talk, everything)
    assert talk.labels[:-2] == [one for one in sections if one != "Pitfalls"]
    talk.send(Command("continue"))
    assert "Pitfalls" not in talk.labels
    turn = talk.press("Done")
    assert any(isinstance(fact, LessonFinished) for fact in turn.facts)


def test_the_menu_of_the_end_has_the_terms_with_their_other_names() -> None:
    terms = (
        Term(word="Chunk", also=("passage", "piece"), text="A part of a document."),
        Term(word="Index", text="What a search looks in."),
    )
    lesson = LESSONS["what-is-genai"].model_copy(update={"terms": terms})
    talk = begun(lesson, "deep", Conversation([lesson]))
    while phrase("more.all") not in talk.labels:
        step(talk, everything)
    shown = said(talk.press("Terms"))
    assert "- **Chunk** (also called: passage, piece): A part of a document." in shown
    assert "- **Index**: What a search looks in." in shown
    assert "Terms" not in talk.labels


def test_a_myth_answers_the_commitment_and_the_next_one_comes_at_once() -> None:
    talk = begun(LESSONS["retrieval"], "deep")
    first, second = (phrase("part.myth", number=number, count=4) for number in (1, 2))
    while first not in said(talk.turns[-1]):
        step(talk, everything)
    turn = talk.press("No", "Sure (9 in 10)")
    assert said(turn).index("**Reality:**") < said(turn).index(second)


# What is asked once more


@pytest.mark.parametrize("mode", ["deep", "recall"])
def test_three_at_most_are_asked_once_more_and_the_rest_is_said_to_come_back(mode: str) -> None:
    talk = begun(LESSONS["retrieval"], mode)
    walk(talk, nothing)
    first, again = answers(talk, "first"), answers(talk, "exit")
    assert len(again) == MOST_AGAIN
    assert not any(one.right for one in again)
    assert not any(one.question.startswith("pitfall-") for one in again)
    said = [one.item for one in said_alone(talk)]
    assert bool(said) == (mode == "recall")
    missed = [*said, *(one.question for one in first)]
    told = texts(talk)
    assert f"{len(missed)} questions need another look" in told
    assert "They come back in your reviews, starting tomorrow." in told


def test_confident_errors_are_asked_once_more_before_all_else() -> None:
    talk = begun(LESSONS["retrieval"], "deep")
    while len(answers(talk, "first")) < 6 or "Continue" in talk.labels:
        step(talk, nothing)
    sure = under_way(talk).id
    step(talk, nothing)
    step(talk, nothing, "sure")
    walk(talk, nothing)
    assert sure in {one.question for one in answers(talk, "exit")}


# Recall


@every_lesson
def test_recall_asks_eight_questions_before_it_shows_anything(lesson: Lesson) -> None:
    talk = begun(lesson, "recall")
    assert "From memory" in said(talk.turns[-1]), "what they know without a cue comes first"
    presses = 0
    while len(answers(talk, "first")) + len(said_alone(talk)) < 8:
        assert not any(point in texts(talk) for point in lesson.takeaways)
        presses += step(talk, nothing)
    assert presses + walk(talk, nothing) <= 26
    assert len(answers(talk, "first")) + len(said_alone(talk)) == 8
    assert len(said_alone(talk)) <= MAX_ASKED
    assert len(answers(talk, "exit")) <= MOST_AGAIN
    assert all(point in texts(talk) for point in lesson.takeaways)
    wrote = "**This is what you wrote at the beginning:**\n\n> What I think of it.\n"
    assert wrote in texts(talk)


def test_whoever_knew_all_of_a_test_can_read_why() -> None:
    talk = begun(LESSONS["next-token"], "challenge")
    while "✅ 1" not in talk.labels:
        step(talk, everything, "sure")
    for number in range(1, 11):
        assert f"✅ **{number}** " in said(talk.press(f"✅ {number}"))
        assert "You said: " in said(talk.turns[-1])
        talk.press("The list")
    talk.press("Continue")
    assert talk.labels[:3] == ["Compare reasons (3)", "The list", "Finish"]


def test_recall_asks_what_is_due_first() -> None:
    lesson = LESSONS["what-is-genai"]
    talk = begun(lesson, "challenge")
    walk(talk, everything)
    talk.clock += timedelta(days=400)
    due = {id for _, id in talk.items if not id.startswith("pitfall-")}
    begun(lesson, "recall", talk)
    talk.press("Skip")
    asked = []
    for _ in range(len(due)):
        if "Show me the choices" in talk.labels:
            talk.press("Show me the choices")
        asked.append(under_way(talk).id)
        number = len(answers(talk, "first"))
        while len(answers(talk, "first")) == number:
            step(talk, everything)
        if len(asked) == 8:
            break
    assert set(asked) <= {id for _, id in talk.items}


# Challenge, and testing out


@every_lesson
def test_a_challenge_has_ten_questions_of_several_kinds(lesson: Lesson) -> None:
    talk = begun(lesson, "challenge")
    walk(talk, everything)
    asked = {one.question for one in answers(talk, "first")}
    assert len(asked) == 10
    own = {one.id for one in lesson.challenge}
    assert len(asked & own) >= 4, "half of it is new to who has just taken the lesson"
    assert len({kind(lesson, one) for one in asked}) >= 6


def test_a_challenge_prefers_what_was_not_shown_to_be_known() -> None:
    lesson = LESSONS["retrieval"]
    talk = begun(lesson, "deep")
    missed = lesson.myths[0].question.id
    walk(talk, lambda one: one.id != missed)
    talk.items["retrieval", missed] = replace(
        talk.items["retrieval", missed], answer=Answer("No", "sure", right=False, at=0)
    )
    begun(lesson, "challenge", talk)
    assert talk.session
    assert talk.session.run
    asked = [one.question.id for one in flow(talk.session.run, lesson) if isinstance(one, Pose)]
    known = {one.question for one in answers(talk, "first")} - {missed}
    assert not known & set(asked)


def test_who_knows_nine_of_ten_has_tested_out() -> None:
    lesson = LESSONS["next-token"]
    talk = Conversation(GENAI, [COURSE])
    talk.send(Command("learn", lesson.id))
    talk.press("Test yourself")
    slip = under_way(talk).id
    walk(talk, lambda one: one.id != slip)
    assert "9 of 10. Nearly all of it was there" in texts(talk)
    assert "It counts as done" in texts(talk)
    assert talk.learner.finished == (lesson.id,)
    started = [one for one in talk.facts if isinstance(one, LessonStarted)]
    assert [one.mode for one in started] == [CHALLENGE.name, TESTED_OUT]
    assert {one.run for one in talk.facts if isinstance(one, LessonFinished)} == {
        one.run for one in started
    }
    days = {id: days_until(item.due, item.answer.at) for (_, id), item in talk.items.items()}
    assert days.pop(slip) == 1
    assert min(days.values()) >= 30
    assert phrase("test_out") not in said(begun(lesson, "challenge", talk).turns[-1])


def test_answers_that_were_told_today_do_not_test_out() -> None:
    lesson = LESSONS["next-token"]
    talk = begun(lesson, "challenge")
    walk(talk, nothing)
    begun(lesson, "challenge", talk)
    walk(talk, everything)
    assert "this doesn't count as a test" in texts(talk)
    assert talk.learner.finished == ()
    talk.clock += timedelta(days=1)
    begun(lesson, "challenge", talk)
    walk(talk, everything)
    assert "It counts as done" in texts(talk)
    assert talk.learner.finished == (lesson.id,)


def test_guesses_do_not_test_out_and_lead_into_the_lesson() -> None:
    lesson = LESSONS["next-token"]
    talk = begun(lesson, "challenge")
    walk(talk, everything, "guess")
    assert "of the right ones were guesses" in texts(talk)
    assert talk.learner.finished == ()
    led_on(talk)
    assert any(label.startswith("Learn (") for label in talk.labels)
    assert not [one for one in talk.facts if isinstance(one, LessonStarted)][1:]


@every_lesson
def test_what_was_guessed_right_is_told_with_what_was_asked(lesson: Lesson) -> None:
    talk = begun(lesson, "challenge")
    while "✅ 1" not in talk.labels:
        step(talk, everything, "guess")
    assert talk.session
    assert talk.session.run
    for answer in answers_of(lesson, talk.session.run):
        told = said(talk.press(f"✅ {answer.number}"))
        words = posing.words(answer.beat.question, answer.beat.wording)
        assert one_line(words)[-30:] in one_line(told) or quotation.about(words) in told
        talk.press("The list")


SAMPLE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def one_line(text: str) -> str:
    """A text without its marks, lines and spaces."""
    return "".join(plain(text.replace("```text", "")).replace("`", "").split())


@every_lesson
def test_a_question_is_quoted_whole_or_from_its_end(lesson: Lesson) -> None:
    for question in asked_in(lesson):
        for wording in range(1 + len(question.variants)):
            asked = posing.words(question, wording)
            whole = quotation.quote_question(lesson, question, wording)
            assert one_line(whole).endswith(one_line(asked))
            rest = posing.grounds(lesson, question, wording)
            retold = wording and len(asked) >= quotation.OWN_STORY
            setting = "" if retold and not points_at_drawing(asked) else rest.setting
            assert all(one_line(one) in one_line(whole) for one in (rest.concept, setting))
            every = [*SAMPLE.findall(asked), *SAMPLE.findall(setting)]
            assert all(one in whole for one in every), "code is a block"
            end = quotation.whole(asked, 200).removeprefix("… ")
            assert one_line(asked).endswith(one_line(end))
            assert one_line(end) == one_line(asked) or len(SENTENCE_END.split(end)) >= 2


def test_a_test_of_an_unread_lesson_lists_what_was_asked() -> None:
    lesson = LESSONS["next-token"]
    talk = begun(lesson, "challenge")
    walk(talk, nothing)
    run = Run("run", lesson.id, lesson.revision, "challenge")
    listed = said(next(one for one in talk.turns if "much of this is" in said(one)))
    lines = [line for line in listed.split("\n") if line.startswith("❌ ")]
    assert len(lines) == sum(isinstance(one, Pose) for one in flow(run, lesson))
    assert not re.search(r"Step \d|(Visual|Try|Why|Perf) ·", listed)


@pytest.mark.parametrize("mode", ["learn", "why", "visual", "perf"])
def test_a_bet_is_told_by_what_was_asked(mode: str) -> None:
    lesson = LESSONS["next-token"]
    talk = begun(lesson, mode)
    walk(talk, nothing)
    told = re.search(r"“([^“]+?)” You bet on", texts(talk))
    assert told
    words = [posing.words(one, n) for one in lesson.questions for n in range(3)]
    assert told[1] in [quotation.whole(one, ASKED, fewest=1) for one in words]


@every_lesson
@pytest.mark.parametrize("choose", [challenge.choose, recall.choose], ids=["challenge", "recall"])
def test_a_test_begins_with_what_is_easy_to_get_into(lesson: Lesson, choose: Chooses) -> None:
    for at in range(4):
        asked = chosen.decode(choose(lesson, {}, at), asked_in(lesson)) or []
        put = [
            posing.pose_question(lesson, one.question, "", wording=one.wording or 0, cold=True)
            for one in asked
        ]
        drawn = [one.drawing if isinstance(one.drawing, str) else "" for one in put]
        lengths = [len(one.text) + len(two) for one, two in zip(put, drawn, strict=True)]
        assert asked[0].question.options
        assert lengths[0] <= max(chosen.LITTLE, sorted(lengths)[len(lengths) // 2])


def test_a_poor_test_is_told_kindly_and_offers_this_lesson_alone() -> None:
    lesson = LESSONS["next-token"]
    talk = begun(lesson, "challenge")
    walk(talk, nothing)
    assert "**0 of 10: much of this is still ahead of you.**" in texts(talk)
    led_on(talk)
    assert not any(label.startswith("Next:") for label in talk.labels)
    assert "what you missed comes first" in texts(talk)


def test_who_took_the_lesson_is_offered_the_next_one_after_a_test() -> None:
    lesson = LESSONS["what-is-genai"]
    talk = begun(lesson, "learn")
    walk(talk, everything)
    begun(lesson, "challenge", talk)
    walk(talk, everything)
    assert "It counts as done" not in texts(talk)
    led_on(talk)
    assert f"Next: {LESSONS['next-token'].title}" in talk.labels
    due = [one.item for one in talk.facts if isinstance(one, Scheduled)]
    assert due


def test_who_began_in_the_middle_is_led_on_from_there() -> None:
    talk = begun(LESSONS["retrieval"], "learn")
    walk(talk, everything)
    led_on(talk)
    assert f"Next: {LESSONS['hallucination'].title}" in talk.labels


# Why


CASES = """---
id: pot
title: The pot
minutes: 2
---

## Overview

### Why it matters

Soup.

## Takeaways

- A takeaway.

## What if

### Without a lid

#### Before reading on: what changes first?

- [x] It boils later
  - Why: Steam takes heat along.
- [ ] It boils over
  - Why it fails: A lid makes that likelier.

#### Read on

Most of the heat leaves with the steam.

### Your reason

**Criteria:**

- It names the steam.
"""


def test_what_if_asks_for_what_breaks_and_is_judged_by_its_own_criteria() -> None:
    lesson = parse(CASES).lesson
    talk = Conversation([lesson])
    talk.send(Command("learn", "pot"))
    turn = talk.press("Why")
    assert "Without a lid" in said(turn)
    assert "What would happen?" in said(turn)
    assert "Most of the heat leaves" in said(talk.press("It boils later", "Probably (2 in 3)"))
    talk.press("Continue")
    while not (talk.session and talk.session.open and talk.session.open.words):
        talk.press("Continue")
    turn = talk.type("The steam takes the heat along.")
    assert "It names the steam." in said(turn)
    assert "A takeaway" not in said(turn)


@every_lesson
def test_why_without_cases_asks_more_than_once(lesson: Lesson) -> None:
    bare = lesson.model_copy(update={"what_if": type(lesson.what_if)()})
    run = Run("run", bare.id, bare.revision, "why")
    assert sum(isinstance(one, Pose) for one in flow(run, bare)) >= 2
    assert not any(isinstance(one, Menu) for one in flow(run, bare))
