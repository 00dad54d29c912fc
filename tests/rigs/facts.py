"""Any facts of learners, for properties that hold of all of them."""

from hypothesis import strategies as st

from bot.conversation.facts.admin import Corrected
from bot.conversation.facts.learner import (
    AchievementReached,
    Attempt,
    Carried,
    Checked,
    Enrolled,
    GoalReached,
    Judged,
    LessonFinished,
    LessonStarted,
    Overruled,
    StepDone,
)

_RUNS = st.sampled_from(["a", "b", "c"])
_QUESTIONS = st.sampled_from(["p", "q", "r"])
_PHASES = st.sampled_from(["first", "exit", "review"])
_REVISIONS = st.sampled_from(["r1", "r2"])
CORRECTIONS = st.builds(
    Corrected,
    id=st.uuids().map(str),
    lesson=st.just("tea"),
    question=_QUESTIONS,
    wrong=st.lists(_REVISIONS, unique=True, max_size=2).map(tuple),
    again=st.lists(_REVISIONS, unique=True, max_size=1).map(tuple),
    name=st.just("Correction"),
    notice=st.just("{}"),
    platform=st.just("telegram"),
    chat=st.just("9"),
)
"""Of the questions and revisions that are answered in other facts."""

_OTHERS = st.one_of(
    st.builds(
        LessonStarted,
        _RUNS,
        st.sampled_from(["tea", "eggs"]),
        st.just("r1"),
        st.just("deep"),
        st.integers(1, 5),
    ),
    st.builds(Carried, _RUNS, _RUNS | st.just("")),
    st.builds(StepDone, _RUNS, st.integers(1, 6)),
    st.builds(LessonFinished, _RUNS),
    st.builds(
        Checked,
        _RUNS,
        st.just("tea"),
        _REVISIONS,
        st.sampled_from(["smell", "three-cups"]),
        st.lists(st.integers(-1, 1), unique=True, max_size=2).map(tuple),
    ),
    CORRECTIONS,
    st.builds(Judged, _RUNS, _QUESTIONS, _PHASES, st.booleans()),
    st.builds(
        Overruled, _RUNS, st.just("tea"), _REVISIONS, _QUESTIONS, _PHASES, st.sampled_from([5.0])
    ),
    st.builds(Enrolled, st.just("tea"), _QUESTIONS, st.sampled_from(["asked", "told"])),
    st.builds(AchievementReached, st.sampled_from(["lesson", "changed"])),
    st.builds(GoalReached, st.sampled_from(["2026-11-24", "2026-11-25"]), st.integers(1, 9)),
)
_ATTEMPTS = st.builds(
    Attempt,
    run=_RUNS,
    lesson=st.just("tea"),
    revision=_REVISIONS,
    question=_QUESTIONS,
    phase=_PHASES,
    choice=st.none() | st.integers(0, 3),
    confidence=st.sampled_from(["guess", "probable", "sure", "none", "unsaid", "range", "wide"]),
    right=st.none() | st.booleans(),
    score=st.none() | st.integers(-400, 100).map(lambda n: n / 4),
    took_ms=st.integers(0, 10**7),
    answer=st.none() | st.sampled_from(["hail", "Hail!", "10–30"]),
)

FACTS = st.booleans().flatmap(lambda attempt: _ATTEMPTS if attempt else _OTHERS)
"""Every other one is an attempt, for nearly all that is counted is about these."""

MANY = {"min_size": 6, "max_size": 30}
"""How many facts make a history: too few never meet."""
