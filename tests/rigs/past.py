"""What happened before a transcript begins, or out of its sight: put in the store by hand."""

import itertools
from datetime import datetime, timedelta

from bot.conversation.facts.learner import (
    Attempt,
    Enrolled,
    Fact,
    LessonFinished,
    LessonStarted,
    Phase,
    Scheduled,
    StepDone,
)
from bot.conversation.inputs import Address, LearnerId
from bot.conversation.learner import Contact, Learner
from bot.conversation.session import Session
from bot.learning import reviews
from bot.learning.experiment import Arm
from bot.learning.items import Answer
from bot.learning.predictions import Confidence
from bot.lessons.model import Lesson
from bot.lessons.question import Question
from bot.storage.codec import micros
from bot.storage.records import Record
from bot.storage.store import Store

_numbers = itertools.count(1)


async def happened(store: Store, learner: LearnerId, at: datetime, facts: tuple[Fact, ...]) -> None:
    """Put facts on record, as of a time."""
    record = Record(f"past:{next(_numbers)}", learner, Address("past", learner), at, None, facts)
    async with store.transaction() as transaction:
        await transaction.record([record], [])


async def experimented(
    store: Store, learner: LearnerId, at: datetime, arm: Arm, right: int, total: int
) -> None:
    """So many questions of an arm came back a day after they were enrolled, some of them right."""
    names = [f"{arm}-{number}" for number in range(total)]
    enrolled = tuple(Enrolled("past", name, arm) for name in names)
    reviewed = tuple(
        Attempt("past", "past", "r", name, "review", 0, "sure", number < right, 0.0, 0)
        for number, name in enumerate(names)
    )
    await happened(store, learner, at - timedelta(days=2), enrolled)
    await happened(store, learner, at - timedelta(days=1), reviewed)


async def took(store: Store, began: datetime, lesson: str, learners: int) -> None:
    """So many other learners took a lesson then, in Deep mode, each less of it.

    The first half of them is sure of the first wrong option of each question; at the exit the first
    quarter still is, and all others choose what is right.
    """
    card = (await store.library()).cards[lesson]
    taught = await store.lesson(lesson, card.revision)
    assert taught is not None
    for number in range(learners):
        who, run = LearnerId(f"past:{next(_numbers)}"), "past"
        read = max(len(taught.steps) - number // 2, 0)
        start = LessonStarted(run, lesson, taught.revision, "deep", len(taught.steps))
        await happened(store, who, began, (start,))
        for step in range(1, read + 1):
            await happened(store, who, began + timedelta(minutes=step), (StepDone(run, step),))
        phases: tuple[tuple[int, Phase, float], ...] = (
            (5, "first", learners / 2),
            (9, "exit", learners / 4),
        )
        for minutes, phase, astray in phases:
            answers = tuple(
                _answer(taught, question, phase, astray=number < astray)
                for question in taught.questions
                if not question.open
            )
            await happened(store, who, began + timedelta(minutes=minutes), answers)
        if read == len(taught.steps):
            await happened(store, who, began + timedelta(minutes=10), (LessonFinished(run),))


async def learned(store: Store, learner: LearnerId, now: datetime, lesson: str) -> None:
    """A learner had all questions of a lesson 48 days ago, and none of them since.

    Every other one they had known well by then; the rest they missed.
    """
    card = (await store.library()).cards[lesson]
    taught = await store.lesson(lesson, card.revision)
    assert taught is not None
    for number, asked in enumerate(taught.questions):
        question, item = asked.id, None
        labels = {option.right: option.label for option in asked.options}
        for days in (56, 53, 48) if number % 2 else (48,):
            at = micros(now - timedelta(days=days))
            right = bool(number % 2)
            answer = Answer(labels[right], "probable", right, at)
            item = reviews.after_answer(item, answer, lesson=lesson, question=question)
        if item is not None:
            await happened(store, learner, now - timedelta(days=48), (Scheduled(item),))


def _answer(lesson: Lesson, question: Question, phase: Phase, *, astray: bool) -> Attempt:
    right = [option.right for option in question.options]
    choice = right.index(not astray)
    how: Confidence = "sure" if astray else "probable"
    about = (lesson.id, lesson.revision, question.id)
    return Attempt("past", *about, phase, choice, how, right[choice], 0.0, 4_000)


async def learns_elsewhere(store: Store, at: datetime, name: str) -> None:
    """Let somebody have been on a platform that nobody serves, who agreed to be written to."""
    learner, address = LearnerId(f"elsewhere:{name}"), Address("elsewhere", name)
    session = Session(f"{name:0>8}")
    there = Learner(contact=Contact(address.platform, address.chat, agreed=True))
    async with store.transaction() as transaction:
        record = Record(f"elsewhere:{name}", learner, address, at, session, changed=there)
        await transaction.record([record], [])
