"""An answer in words to a question of a class, written alone with us.

Where a platform opens no form, *Write…* leads its presser into their own chat. There they are asked
the question once more, and how sure they are. What they wrote waits in their vote for that, so it
is asked of whatever the class is at by then. A lesson that they are in the middle of is offered
again afterwards.
"""

import re
from typing import Literal

from bot.conversation.acts import Act
from bot.conversation.classes import row
from bot.conversation.classes.aside import aside
from bot.conversation.classes.voting import asked, keep_draft, open_vote, settle, write
from bot.conversation.facts.live_class import LiveClass, Vote
from bot.conversation.inputs import Text
from bot.conversation.language.markup import escaped
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.live_class import ClassKnown, ClassNeeds
from bot.conversation.offers import call, offer
from bot.conversation.outputs import Notice
from bot.conversation.phrases import phrase
from bot.conversation.question import posing, typed
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library
from bot.values import replace

_LEADS = re.compile(r"([a-v0-9]{8})-([0-9]{1,3})")


def lead(scene: Scene, known: ClassKnown, live: LiveClass) -> None:
    """Lead a member to where they can write, if they can still vote."""
    if open_vote(scene, known, live) is not None:
        aside(scene, phrase("class.write"), leads=f"_class-{live.id}-{live.number}")


def led(argument: str) -> tuple[str, int] | None:
    """The class and the number of the question that such a link leads to; ``None`` if none."""
    match = _LEADS.fullmatch(argument.strip())
    return (match[1], int(match[2])) if match else None


def needs(library: Library, session: Session | None, id: str, *rest: object) -> Needs:
    """What answering alone needs."""
    return Needs(in_class=ClassNeeds(id, votes=True))


def ask(scene: Scene, id: str, number: int) -> None:
    """Ask the question alone."""
    live = _under_way(scene, number)
    if live is None:
        return
    question = asked(scene, live)
    if question.typed is None:
        _leave(scene, phrase("class.closed"))
        return
    lead = phrase("class.write.lead", title=scene.lesson.title)
    text = "\n\n".join((lead, posing.words(question), phrase("class.write.how")))
    rows = [[offer(phrase("ask.unknown"), "class say", id, number, "none")]]
    scene.card(text, rows, words=call("class words", id, number))


def _words(scene: Scene, id: str, number: int) -> None:
    """What was written; how sure it is comes next."""
    live = _under_way(scene, number)
    if live is None:
        return
    known, given = row.known(scene), scene.envelope.input
    words = typed.read(asked(scene, live), given.text if isinstance(given, Text) else "")
    vote = open_vote(scene, known, live)
    if words is None:
        scene.say(phrase("typed.unread"))
    elif vote is None:
        _told(scene)
    elif typed.means_unknown(words):
        _say(scene, id, number, "none")
    else:
        keep_draft(scene, live, vote, words)
        rows = [
            [offer(phrase(f"ask.is_{part}"), "class say", id, number, part)]
            for part in ("sure", "probable", "guess")
        ]
        scene.answered()
        text = phrase("ask.confidence", label=escaped(words))
        # Other words take the place of these.
        scene.card(text, rows, words=call("class words", id, number), form=False)


def _say(
    scene: Scene, id: str, number: int, confidence: Literal["sure", "probable", "guess", "none"]
) -> None:
    """How sure they are of what they wrote, or that they have no idea."""
    live = _under_way(scene, number)
    if live is None:
        return
    known = row.known(scene)
    vote = open_vote(scene, known, live)
    if vote is not None and confidence == "none":
        settle(scene, live, vote, _unknown(vote))
    elif vote is not None:
        write(scene, known, live, vote.draft or vote.answer, confidence)
    _told(scene)


def _under_way(scene: Scene, number: int) -> LiveClass | None:
    """The class, if it is at that question; else they are told that it is not."""
    live = row.known(scene).live
    if live is None or live.phase == "over":
        _leave(scene, phrase("class.over.alone"))
    elif live.number != number or live.votes is None:
        _leave(scene, phrase("class.old.alone"))
    else:
        return live
    return None


def _told(scene: Scene) -> None:
    """Let what was said aside stand as a message, for here it is all there is."""
    said = [output.text for output in scene.outputs if isinstance(output, Notice)]
    scene.outputs = [output for output in scene.outputs if not isinstance(output, Notice)]
    _leave(scene, "\n\n".join([*said, phrase("class.write.back")]))


def _leave(scene: Scene, text: str) -> None:
    """Say this, and offer to go on with the lesson under way, if there is one."""
    scene.answered()
    run = scene.session.run
    if run is None:
        scene.say(text)
        return
    on = offer(phrase("start.continue"), "resume", run.lesson, run.mode)
    scene.card(text, [[on]])


def _unknown(vote: Vote) -> Vote:
    return replace(vote, choice=None, confidence="none", answer="")


ACTS = (Act("class words", _words, needs), Act("class say", _say, needs))
"""What is written alone, and how sure that is."""
