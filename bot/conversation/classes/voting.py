"""A member's vote: an answer, how sure they are, and one change of mind a round.

The first commitment of a round is on record as an attempt of theirs, like any other: before the
discussion it is a prediction, or a review if they know the question already, and after it the
answer that a lesson asks for at its end. A change of mind within a round changes their vote alone.
Nothing of what is said here tells whether the answer is right.
"""

from dataclasses import replace

from bot.conversation.classes.aside import aside, short
from bot.conversation.facts.learner import Phase
from bot.conversation.facts.live_class import LiveClass, Vote, Voted, stirred
from bot.conversation.needs.live_class import ClassKnown
from bot.conversation.phrases import phrase
from bot.conversation.progress import feedback
from bot.conversation.question import memory
from bot.conversation.question.answering import attempt, outcome
from bot.conversation.turn import Scene
from bot.learning.predictions import Confidence
from bot.lessons.question import Question

CHANGES = 1
"""How often members may change their mind in a round."""

TOGETHER = 500_000
"""Microseconds for which votes are gathered before the message that all see tells of them."""

BETWEEN = 3_000_000
"""Microseconds between two changes of that message: 20 a minute are what Telegram takes in a
group."""


def asked(scene: Scene, live: LiveClass) -> Question:
    """The question under way; raises ``LookupError`` if the lesson has it no more."""
    for one in scene.lesson.questions:
        if one.id == live.question:
            return one
    raise LookupError(f"the lesson has no question {live.question}")


def pick(scene: Scene, known: ClassKnown, live: LiveClass, choice: int) -> None:
    """A member chose an answer; how sure they are comes next."""
    vote, question = _open(scene, known, live), asked(scene, live)
    if vote is None or choice >= len(question.options):
        return
    _keep(scene, live, replace(vote, picked=choice))
    label = short(question.options[choice].label)
    aside(scene, phrase("class.picked", label=label))


def commit(scene: Scene, known: ClassKnown, live: LiveClass, confidence: Confidence) -> None:
    """A member said how sure they are of what they chose, or that they have no idea."""
    vote = _open(scene, known, live)
    if vote is None:
        return
    choice = None if confidence == "none" else _choice(vote)
    if choice is None and confidence != "none":
        aside(scene, phrase("class.choose_first"))
        return
    question = asked(scene, live)
    said = _said(question, choice, confidence)
    if vote.committed and (vote.choice, vote.confidence) == (choice, confidence):
        _keep(scene, live, replace(vote, picked=None))
        aside(scene, phrase("class.same", said=said))
        return
    changes = vote.changes + vote.committed
    after = replace(vote, choice=choice, confidence=confidence, picked=None, changes=changes)
    _keep(scene, live, after)
    if not vote.committed:
        _on_record(scene, live, question, after)
        stir(scene, live)
    aside(scene, phrase("class.changed" if vote.committed else "class.committed", said=said))


def stir(scene: Scene, live: LiveClass) -> None:
    """Let the class tell how many have voted, as soon as its message may be changed."""
    at = max(scene.now + TOGETHER, live.edited + BETWEEN)
    scene.facts.append(stirred(live, at))


def _open(scene: Scene, known: ClassKnown, live: LiveClass) -> Vote | None:
    """The member's vote of this round, if it can still be given; else they are told why not."""
    if live.votes is None:
        aside(scene, phrase("class.closed"))
        return None
    vote = known.vote(live.number, live.votes)
    if vote.changes >= CHANGES:
        aside(scene, phrase("class.locked"))
        return None
    return vote


def _keep(scene: Scene, live: LiveClass, vote: Vote) -> None:
    # Of two accounts that are linked, a class knows the one on its own platform.
    scene.facts.append(Voted(live.id, vote, scene.envelope.sender))


def _choice(vote: Vote) -> int | None:
    return vote.choice if vote.picked is None else vote.picked


def _said(question: Question, choice: int | None, confidence: Confidence) -> str:
    if choice is None:
        return phrase("said.unknown")
    return phrase(f"said.{confidence}", label=short(question.options[choice].label))


def _on_record(scene: Scene, live: LiveClass, question: Question, vote: Vote) -> None:
    """Put a first commitment into the member's own record and reviews."""
    known = (scene.known.items or {}).get(question.id) is not None
    phase: Phase = "exit" if vote.round == 2 else "review" if known else "first"
    if not vote.confidence:
        raise ValueError("nothing is committed")
    made = outcome(question, phase, vote.choice, vote.confidence)
    took = scene.now - live.since
    scene.facts.append(attempt(live.id, live.lesson, live.revision, made, took))
    memory.remember(scene, live.lesson, question, made, 0)
    feedback.count_quietly(scene)
