"""A short answer with an accepted form in it counts; a list of guesses or its contrary doesn't."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.language.locale import Manner, speaking
from bot.conversation.question import choices, typed
from bot.conversation.question.typed import MAX_LOOSE_WORDS
from bot.conversation.session import Outcome
from bot.lessons.question import NearMiss, Question, Typed
from tests.rigs.courses import read_course
from tests.rigs.paths import CONTENT

_, GENAI = read_course(CONTENT / "genai")
TYPED = {one.id: one for lesson in GENAI for one in lesson.questions if one.typed}
IN_WORDS = [
    one
    for one in TYPED.values()
    if one.typed and not any(map(str.isdigit, str(one.typed.accepted)))
]

CHAT = Question(
    id="chat",
    text="Ana asks the same in another kind of chat. Which one leaves her notes out?",
    typed=Typed(
        accepted=("temporary chat", "a temporary chat", "private", "without memory", "logged out"),
        near=(NearMiss(words="new chat; new; fresh chat", why="It reads the notes."),),
        why="It leaves them out.",
    ),
)
LIST = Question(
    id="list",
    text="A model turns each text into a list of numbers. What is such a list called?",
    variants=("Texts become lists. In a search, which name do these go by?",),
    typed=Typed(
        accepted=("an embedding", "embedding", "embeddings", "text embedding"),
        near=(NearMiss(words="vector; a vector", why="That's any list of numbers."),),
        why="It is.",
    ),
)
COUNTER = Question(
    id="counter",
    text="How long is a text for it? What do you look for?",
    typed=Typed(
        accepted=("tokenizer", "token counter", "token calculator"),
        near=(NearMiss(words="word counter; model; token", why="That's rough."),),
        why="It counts.",
    ),
)
TEST = Question(
    id="test",
    text="What do you call a case that failed once and is run before every change?",
    typed=Typed(
        accepted=("regression test", "regression"),
        near=(NearMiss(words="unit test; test", why="That's any."),),
        why="It guards against falling back.",
    ),
)
TYPES = Question(
    id="types",
    text="Which two types stand between the brackets?",
    typed=Typed(accepted=("number, null", "number or null"), why="It may be missing."),
)
ALIKE = Question(
    id="alike",
    text="Of two texts that are almost alike a model makes 3 lists. What is each called?",
    typed=Typed(accepted=("embedding", "embeddings"), why="It is."),
)
WORD = Question(
    id="word",
    text="Wie heißt so eine Liste von Zahlen?",
    typed=Typed(accepted=("Einbettung", "eine Einbettung"), why="So heißt sie."),
)
NIGHT = Question(
    id="night",
    text="It's 26 November 2026. Which date is tomorrow?",
    typed=Typed(
        accepted=("2026-11-27",), near=(NearMiss(words="2026-11-26", why="Today."),), why="It is."
    ),
)
YEARS = Question(
    id="years",
    text="How many years is it, at most?",
    typed=Typed(accepted=("under ten", "10", "ten"), why="It is."),
)


def telling(form: str) -> int:
    """How many words of a form say something."""
    little = {
        "a",
        "an",
        "the",
        "on",
        "in",
        "my",
        "your",
        "you",
        "about",
        "it",
        "being",
        "and",
        "or",
    }
    little |= {"few", "one", "without", "no", "of", "me", "so", "term", "word", "form", "use"}
    return len({*re.findall(r"\w+", form.casefold())} - little)


def verdict(question: Question, words: str) -> str:
    made = typed.outcome(question, "first", words, "sure")
    return "right" if made.right else "wrong"


@pytest.mark.parametrize(
    ("question", "words", "right"),
    [
        # two forms, or one among words that say little
        (CHAT, "a temporary chat without memory", True),
        (CHAT, "private, without memory", True),
        (CHAT, "logged out and in a private chat", True),
        (LIST, "it's called an embedding", True),
        (LIST, "It’s called an embedding.", True),
        (LIST, "I think it is an embedding", True),
        (LIST, "an embedding, I guess", True),
        (LIST, "That's the so-called text-embedding", True),
        (TEST, "you'd call it a regression test", True),
        (TYPES, "the types number, null", True),
        # with the question's own words
        (LIST, "the list is called embedding", True),
        (LIST, "The name of such lists: embeddings", True),
        (TEST, "a regression case", True),
        # a "not", an "or", more or less of it
        (CHAT, "not a temporary chat", False),
        (CHAT, "it isn't private", False),
        (CHAT, "a temporary chat or a private one", False),
        (CHAT, "hardly private", False),
        (LIST, "almost an embedding", False),
        (LIST, "an embedding or a matrix", False),
        (TYPES, "number or null or types", False),
        # near misses, numbers
        (CHAT, "a new temporary chat", False),
        (CHAT, "private, new chat", False),
        (LIST, "a vector, an embedding", False),
        (LIST, "embedding vector", False),
        (LIST, "two embeddings", False),
        (LIST, "the 3 embeddings", False),
        (TEST, "a regression test is a test", False),
        (ALIKE, "3 embeddings", False),
        (ALIKE, "two embeddings of texts", False),
        (ALIKE, "almost an embedding", False),
        (ALIKE, "embeddings of texts", True),
        # another thing, or a list of guesses
        (TEST, "linear regression", False),
        (TEST, "regression to the mean", False),
        (TEST, "case, regression", False),
        (TEST, "regression/benchmark", False),
        (TEST, "benchmark and regression", False),
        (LIST, "matrix embedding array", False),
        (LIST, "matrix, embedding, array", False),
        (LIST, "numbers, embedding", False),
        (LIST, "matrix. embedding", False),
        (LIST, "the opposite of an embedding", False),
        (LIST, "list " * 12 + "embedding", False),
        (LIST, "it's called", False),
        (LIST, "", False),
        # a form of several words, among a few that are anything but its contrary
        (TEST, "an old bug's own regression test", True),
        (TEST, "a regression test for the bug", True),
        (TEST, "the team's nightly regression-test run", True),
        (TEST, "any regression test before each change", True),
        (COUNTER, "the model's own token counter", True),
        (COUNTER, "the provider's token counting page", False),
        (COUNTER, "a token calculator from the web", True),
        (COUNTER, "the model's own tokenizer", False),
        (COUNTER, "a token counter, the model's own", False),
        (COUNTER, "a word counter, maybe a token counter", False),
        (COUNTER, "the model's token counter or its page", False),
        (COUNTER, "surely no token counter of theirs", False),
        (COUNTER, "the model's token counter isn't it", False),
        (COUNTER, "page without the model's token counter", False),
        (COUNTER, "the 2 best token counters", False),
        (COUNTER, "the 2 best token counter pages", False),
        (COUNTER, "the opposite of a token counter", False),
        (COUNTER, "a page rather than a token counter", False),
        (COUNTER, "ruler, token counter, abacus", False),
        (COUNTER, "ruler and token counter", False),
        (COUNTER, "I would look for a token counter on some good page", False),
        (CHAT, "the app's temporary chat", True),
        (CHAT, "the app's private one", False),
        # in German, whatever the learner's language
        (WORD, "das heißt Einbettung", True),
        (WORD, "Ich glaube, man nennt es eine Einbettung", True),
        (WORD, "eine sogenannte Einbettung", True),
        (WORD, "so eine Liste nennt man Einbettung", True),
        (WORD, "keine Einbettung", False),
        (WORD, "Einbettung oder Matrix", False),
        (WORD, "Matrix, Einbettung", False),
        (WORD, "zwei Einbettungen", False),
        (LIST, "ich glaube, man nennt es embedding", True),
        # where a number is asked for nothing but its forms
        (YEARS, "I think under ten", False),
        (YEARS, "ten", True),
        (NIGHT, "tomorrow is 2026-11-27", True),
        (NIGHT, "2026-11-27, 2026-11-28", False),
        (NIGHT, "2026-11-27 at 10", False),
        (NIGHT, "2026-11-26", False),
        (NIGHT, "tomorrow", False),
    ],
)
def test_an_accepted_form_counts_among_words_that_are_no_other_answer(
    question: Question, words: str, right: bool
) -> None:
    for language in ("en", "de"):
        with speaking(Manner(language)):
            assert (verdict(question, words) == "right") == right


@pytest.mark.parametrize("question", IN_WORDS, ids=lambda one: one.id)
def test_every_form_of_the_course_may_be_said_in_a_sentence_and_no_other_way(
    question: Question,
) -> None:
    assert question.typed
    for form in question.typed.accepted:
        assert verdict(question, f"it's called {form}") == "right"
        assert verdict(question, f"I think {form}.") == "right"
        for words in (
            f"not {form}",
            f"{form} or a wheelbarrow",
            f"wheelbarrow, {form}",
            f"{form}, wheelbarrow, gherkin",
            f"the opposite of {form}",
            f"3 {form}",
        ):
            assert verdict(question, words) == "wrong", words
        for words in (f"wheelbarrow {form}", f"{form} wheelbarrow"):
            # What several words name isn't in another thing's name by chance.
            several = telling(form) > 1 and len(form.split()) < MAX_LOOSE_WORDS
            assert verdict(question, words) == ("right" if several else "wrong"), words
            assert verdict(question, f"{words} {'gherkin ' * 6}") == "wrong"
        for words in (miss.words.split(";")[0] for miss in question.typed.near):
            # "number, null, integer" is two forms that share a word.
            both = f"{words}, {form}"
            assert words in ("number", "null") or verdict(question, both) == "wrong", both
    for miss in question.typed.near:
        for words in miss.words.split(";"):
            assert verdict(question, words) == verdict(question, f"it's called {words}") == "wrong"


GUESSES = sorted(
    {form for one in IN_WORDS if one.typed for form in one.typed.accepted if " or " not in form}
)


@given(
    st.sampled_from(IN_WORDS), st.lists(st.sampled_from(GUESSES), min_size=1, max_size=4), st.data()
)
def test_of_a_list_of_guesses_all_would_have_to_be_accepted(
    question: Question, guesses: list[str], data: st.DataObject
) -> None:
    # Without a gap, what stands around a form of several words is no guess of its own.
    single = all(len(one.split()) == 1 for one in guesses)
    gap = data.draw(st.sampled_from([", ", *[" "] * single, " and ", "/", " or ", "; ", " und "]))
    said = gap.join(guesses)
    alone = [verdict(question, one) for one in guesses]
    if verdict(question, said) == "right" and said not in guesses:
        assert "right" in alone
        strange = [one for one, found in zip(guesses, alone, strict=True) if found == "wrong"]
        asked = " ".join([question.text, *question.variants]).casefold()
        # What isn't accepted by itself says nothing beside what is, or stands in the question.
        assert all(
            word in asked for one in strange for word in one.casefold().split() if len(word) > 4
        )


def test_what_counts_in_a_sentence_is_told_as_it_was_said_and_is_no_slip() -> None:
    made = typed.outcome(LIST, "first", "it's called an embedding", "sure")
    assert made == Outcome(
        "list", "first", None, "sure", True, made.score, answer="it's called an embedding"
    )
    assert typed.slip(LIST, made) == typed.near(LIST, made) == ""
    assert typed.PLACES[typed.place(LIST, "it's called an embedding")] == "right"
    assert not typed.may_overrule(LIST, made)


@pytest.mark.parametrize(
    ("accepted", "how"),
    [
        (("embedding",), "one word or a few"),
        (("ten", "10"), "one word or a few"),
        (("10", "ten"), "a number"),
        (("1,200",), "a number"),
        (("2026-11-27",), "a date"),
        (("27 November 2026", "27.11.2026"), "a date"),
        (("25%", "25", "a quarter"), "a percentage"),
        (("25", "25 per cent"), "a percentage"),
        (("40 euros", "40"), "an amount of money"),
        (("40", "40€"), "an amount of money"),
        (("20 years",), "a number"),
    ],
)
def test_what_is_to_be_typed_is_called_what_its_forms_are(
    accepted: tuple[str, ...], how: str
) -> None:
    asked = Question(id="one", text="What is it?", typed=Typed(accepted=accepted, why="So."))
    assert choices.how(asked) == f"*Type your answer: {how}.*"
    if how in ("a date", "a percentage", "a number"):
        assert typed.say_unread(asked).startswith(f"I'm looking for {how}.")


def test_the_night_is_asked_for_as_a_date() -> None:
    assert choices.how(TYPED["value-of-night"]) == "*Type your answer: a date.*"
