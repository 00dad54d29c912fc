"""A member's vote: an answer, how sure they are, and a single change of mind a round.

Nothing of what is said here tells whether the answer is right. Nor may anything else before the
reveal, so a vote enters its member's own record only then (``own_answers``).

An estimate is a range that is offered, which says how sure a member is. An answer in words is
written in a form; where a platform opens none, *Write…* leads its presser into their own chat,
where the question is asked once more. What they wrote waits in their vote until they say how sure
they are. A lesson that they are in the middle of is offered again afterwards.
"""

import re
from typing import Literal

from bot.conversation.acts import Act
from bot.conversation.classes import row
from bot.conversation.classes.chat_card import aside, short
from bot.conversation.facts.learner import Phase
from bot.conversation.facts.live_class import LiveClass, Vote, Voted, stir_class
from bot.conversation.inputs import Text
from bot.conversation.language.markup import escape_markdown
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.live_class import ClassKnown, ClassNeeds
from bot.conversation.offers import call, offer
from bot.conversation.outputs import Notice
from bot.conversation.phrases import phrase
from bot.conversation.progress import feedback
from bot.conversation.question import choices, estimating, posing, typed
from bot.conversation.question.answering import outcome
from bot.conversation.session import Outcome, Session
from bot.conversation.turn import Scene
from bot.learning import estimates
from bot.learning.predictions import Confidence
from bot.lessons.library import Library
from bot.lessons.question import Question
from bot.values import replace

CHANGES = 1
"""How often members may change their mind in a round."""

TOGETHER = 500_000
"""Microseconds for which votes are gathered before the message that all see tells of them."""

BETWEEN = 3_000_000
"""Microseconds between two changes of that message: Telegram takes 20 a minute in a group."""


def question_of(scene: Scene, live: LiveClass) -> Question:
    """The question under way; raises ``LookupError`` if the lesson has it no more."""
    for question in scene.lesson.questions:
        if question.id == live.question:
            return question
    raise LookupError(f"the lesson has no question {live.question}")


def pick(scene: Scene, known: ClassKnown, live: LiveClass, choice: int) -> None:
    """A member chose an answer; how sure they are comes next."""
    vote, question = open_vote(scene, known, live), question_of(scene, live)
    if vote is None or choice >= len(question.options):
        return
    _keep(scene, live, replace(vote, picked=choice))
    label = short(question.options[choice].label)
    aside(scene, phrase("class.picked", label=label))


def commit(scene: Scene, known: ClassKnown, live: LiveClass, confidence: Confidence) -> None:
    """A member said how sure they are of what they chose, or that they have no idea."""
    vote = open_vote(scene, known, live)
    if vote is None:
        return
    choice = None if confidence == "none" else _choice(vote)
    if choice is None and confidence != "none":
        aside(scene, phrase("class.choose_first"))
        return
    settle(scene, live, vote, replace(vote, choice=choice, confidence=confidence, answer=""))


def answer(
    scene: Scene, known: ClassKnown, live: LiveClass, choice: int, confidence: Confidence
) -> None:
    """A member chose an answer and said how sure they are, both at once."""
    vote = open_vote(scene, known, live)
    if vote is not None and choice < len(question_of(scene, live).options):
        settle(scene, live, vote, replace(vote, choice=choice, confidence=confidence))


def bet(scene: Scene, known: ClassKnown, live: LiveClass, choice: int) -> None:
    """A member chose a range, which says how sure they are as well."""
    vote, estimate = open_vote(scene, known, live), question_of(scene, live).estimate
    if vote is None or estimate is None or choice >= len(estimate.ranges):
        return
    confidence = estimates.confidence(estimate, estimate.ranges[choice])
    settle(scene, live, vote, replace(vote, choice=choice, confidence=confidence))


def write(
    scene: Scene, known: ClassKnown, live: LiveClass, text: str, confidence: Confidence
) -> None:
    """A member answered in words and said how sure they are."""
    vote, question = open_vote(scene, known, live), question_of(scene, live)
    if vote is None or question.typed is None:
        return
    words = typed.read(question, text)
    if words is None:
        aside(scene, phrase("typed.unread"))
    elif typed.means_unknown(words):
        settle(scene, live, vote, replace(vote, choice=None, confidence="none", answer=""))
    else:
        place = typed.place(question, words)
        after = replace(vote, choice=place, confidence=confidence, answer=words)
        settle(scene, live, vote, after)


def settle(scene: Scene, live: LiveClass, vote: Vote, after: Vote) -> None:
    """Keep this as a member's vote; and say so."""
    question = question_of(scene, live)
    said = said_briefly(question, after)
    changes = vote.changes + vote.committed
    after = replace(after, picked=None, draft="", changes=changes)
    before = (vote.choice, vote.confidence, vote.answer)
    if vote.committed and before == (after.choice, after.confidence, after.answer):
        _keep(scene, live, replace(vote, picked=None, draft=""))
        aside(scene, phrase("class.same", said=said))
        return
    if vote.committed:
        _keep(scene, live, after)
    else:
        took = max(scene.now - live.since, 0) // 1000
        _keep(scene, live, replace(after, took=took))
        # Their day has another answer, whatever it is worth.
        feedback.answered_quietly(scene)
        stir(scene, live)
    # A duel goes on as soon as both have answered, so the second has no time to change it.
    first = "duel.committed" if live.match else "class.committed"
    aside(scene, phrase("class.changed" if vote.committed else first, said=said))


def keep_draft(scene: Scene, live: LiveClass, vote: Vote, words: str) -> None:
    """Keep words of which it is not said yet how sure they are."""
    _keep(scene, live, replace(vote, draft=words))


def score_vote(question: Question, phase: Phase, vote: Vote) -> Outcome:
    """What a vote comes to, of whichever kind its question is."""
    choice = None if question.typed else vote.choice
    answer = vote.answer if question.typed and vote.confidence != "none" else None
    return outcome(question, phase, choice, vote.confidence or "none", answer)


def said_briefly(question: Question, vote: Vote) -> str:
    """What was committed to, as it is quoted in an aside."""
    if vote.choice is None or vote.confidence in ("", "none"):
        return phrase("said.unknown")
    if question.estimate:
        label = estimating.render(question.estimate.ranges[vote.choice])
        return phrase("said.range", label=label)
    label = vote.answer if question.typed else question.options[vote.choice].label
    return phrase(f"said.{vote.confidence}", label=short(choices.render(question, label)))


def stir(scene: Scene, live: LiveClass) -> None:
    """Let the class tell how many have voted, as soon as its message may be changed."""
    at = max(scene.now + TOGETHER, live.edited + BETWEEN)
    scene.facts.append(stir_class(live, at))


def open_vote(scene: Scene, known: ClassKnown, live: LiveClass) -> Vote | None:
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
    # Of two accounts that are linked, a class knows that of its own platform.
    scene.facts.append(Voted(live.id, vote, scene.envelope.sender))


def _choice(vote: Vote) -> int | None:
    return vote.choice if vote.picked is None else vote.picked


_LEADS = re.compile(r"([a-v0-9]{8})-([0-9]{1,3})")


def lead_to_writing(scene: Scene, known: ClassKnown, live: LiveClass) -> None:
    """Lead a member to where they can write, if they can still vote."""
    if open_vote(scene, known, live) is not None:
        aside(scene, phrase("class.write"), leads=f"_class-{live.id}-{live.number}")


def written_question(argument: str) -> tuple[str, int] | None:
    """The class and the number of the question that such a link leads to; ``None`` if none."""
    match = _LEADS.fullmatch(argument.strip())
    return (match[1], int(match[2])) if match else None


def needs_of_writing(library: Library, session: Session | None, id: str, *rest: object) -> Needs:
    """What answering alone needs."""
    return Needs((ClassNeeds(id, votes=True),))


def ask_alone(scene: Scene, id: str, number: int) -> None:
    live = _under_way(scene, number)
    if live is None:
        return
    question = question_of(scene, live)
    if question.typed is None:
        _leave(scene, phrase("class.closed"))
        return
    lead = phrase("class.write.lead", title=scene.lesson.title)
    text = "\n\n".join((lead, posing.words(question), phrase("class.write.how")))
    rows = [[offer(phrase("ask.unknown"), "class say", id, number, "none")]]
    scene.card(text, rows, words=call("class words", id, number))


def _take_words(scene: Scene, id: str, number: int) -> None:
    """What was written; how sure it is comes next."""
    live = _under_way(scene, number)
    if live is None:
        return
    known, content = row.class_data(scene), scene.envelope.input
    words = typed.read(question_of(scene, live), content.text if isinstance(content, Text) else "")
    vote = open_vote(scene, known, live)
    if words is None:
        scene.say(phrase("typed.unread"))
    elif vote is None:
        _say_as_messages(scene)
    elif typed.means_unknown(words):
        _take_confidence(scene, id, number, "none")
    else:
        keep_draft(scene, live, vote, words)
        rows = [
            [offer(phrase(f"ask.is_{part}"), "class say", id, number, part)]
            for part in ("sure", "probable", "guess")
        ]
        scene.close_answered()
        text = phrase("ask.confidence", label=escape_markdown(words))
        # Other words take the place of these.
        scene.card(text, rows, words=call("class words", id, number), form=False)


def _take_confidence(
    scene: Scene, id: str, number: int, confidence: Literal["sure", "probable", "guess", "none"]
) -> None:
    """How sure they are of what they wrote, or that they have no idea."""
    live = _under_way(scene, number)
    if live is None:
        return
    known = row.class_data(scene)
    vote = open_vote(scene, known, live)
    if vote is not None and confidence == "none":
        settle(scene, live, vote, _without_idea(vote))
    elif vote is not None:
        write(scene, known, live, vote.draft or vote.answer, confidence)
    _say_as_messages(scene)


def _under_way(scene: Scene, number: int) -> LiveClass | None:
    """The class, if it is at that question; else they are told that it is not."""
    live = row.class_data(scene).live
    if live is None or live.phase == "over":
        _leave(scene, phrase("class.over.alone"))
    elif live.number != number or live.votes is None:
        _leave(scene, phrase("class.old.alone"))
    else:
        return live
    return None


def _say_as_messages(scene: Scene) -> None:
    """Let what was said aside stand as a message, for here it is all there is."""
    said = [output.text for output in scene.outputs if isinstance(output, Notice)]
    scene.outputs = [output for output in scene.outputs if not isinstance(output, Notice)]
    _leave(scene, "\n\n".join([*said, phrase("class.write.back")]))


def _leave(scene: Scene, text: str) -> None:
    """Say this, and offer to go on with the lesson under way, if any."""
    scene.close_answered()
    run = scene.session.run
    if run is None:
        scene.say(text)
        return
    on = offer(phrase("start.continue"), "resume", run.lesson, run.mode)
    scene.card(text, [[on]])


def _without_idea(vote: Vote) -> Vote:
    return replace(vote, choice=None, confidence="none", answer="")


WRITING_ACTS = (
    Act("class words", _take_words, needs_of_writing),
    Act("class say", _take_confidence, needs_of_writing),
)
