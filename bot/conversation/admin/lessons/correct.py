"""Correcting: the key of a question was wrong, and the scores that it gave are taken back.

It is asked about once, with the message that goes out, how many people get it, and how many answers
it concerns. A confirmation names the revision that was taught when it was asked, so if somebody has
published meanwhile, it asks anew. What is void is all that was answered under the wrong key; the
answers themselves stay on record as they are. The revisions with that key are withdrawn, so nobody
is taught by it any more.

What is void
------------
It is a revision's question, and not an answer. So attempts never change, and what is answered in an
old revision at that very moment is void as well. What asks which answer was the *first* (a changed
belief, the experiment) still counts a void answer as met, and then leaves the question out: a
learner who has been told something wrong is no fair test of the next answer.

Streaks and goals count that somebody answered, and milestones are not taken back. Files of answers
keep void ones, marked in a column.

What is remembered is forgotten: the item is due at once, and its next answer is taken for its
first. To work its memory out anew from the answers that count would be no better, for they were
given by somebody who had been told the wrong thing. Who had put the question away gets it once
more: they did so on the strength of a wrong verdict.

If a key was right after all, publishing a text that has it and correcting lets those answers count
again: a correction says which key is right, and all revisions follow from that.

Who is told
-----------
It is whoever answered under the wrong key, once, whatever they chose about news. They are the
recipients of an announcement with a *notice* in place of a text, which is put into words for each
language, with the question's words from the lesson's translation. Who has no place where they are
alone with the tutor is told at the beginning of what is said at their next input.

A translation that has the wrong key still is taken away, and its learners get the original until it
is sent once more.
"""

from bot.conversation import buttons
from bot.conversation.admin.announcements import progress
from bot.conversation.admin.areas import admin_data
from bot.conversation.facts.admin import (
    Corrected,
    Logged,
    Published,
    TranslationUnpointed,
    Withdrawn,
)
from bot.conversation.facts.correction import Corrigible
from bot.conversation.jobs import quiet_place
from bot.conversation.language.markup import plain
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import count, phrase
from bot.conversation.question import context
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.faults import shorten
from bot.lessons.library import Library

HOW = "correct"

_TITLE = 40
"""Characters of a question that name it on a button, and as an announcement."""


def needs(library: Library, session: Session, lesson: str, *asked: str) -> Needs:
    return Needs((AdminNeeds(corrigible=lesson),))


def correct(scene: Scene, lesson: str, question: str = "", asked: str = "") -> None:
    """Show what can be corrected in a lesson, ask about a question, or correct its scores.

    ``asked`` is the revision that was taught when whoever confirms was asked.
    """
    questions = {candidate.id: candidate for candidate in corrigible(scene)}
    chosen = questions.get(question)
    if chosen is None:
        _list(scene, lesson, question)
    elif asked == chosen.keys.now.revision:
        _correct(scene, lesson, chosen)
    else:
        _confirm(scene, lesson, chosen)


def corrigible(scene: Scene) -> tuple[Corrigible, ...]:
    return admin_data(scene).corrigible


def offers(scene: Scene, lesson: str) -> list[list[Offer]]:
    """Ways on to the questions whose scores someone has who was judged by a wrong key."""
    return [
        button(lesson, question.id, question.keys.now.question.text)
        for question in corrigible(scene)
        if question.attempts
    ]


def button(lesson: str, question: str, text: str) -> list[Offer]:
    label = phrase("admin.correct.offer", question=_name_remark(text))
    return [offer(label, "admin lessons correct", lesson, question)]


def _list(scene: Scene, lesson: str, question: str) -> None:
    rows = offers(scene, lesson)
    key = "admin.correct.which" if rows and not question else "admin.correct.nothing"
    rows.append([offer(phrase("admin.back"), "admin lessons show", lesson)])
    scene.card(phrase(key), rows)


def _confirm(scene: Scene, lesson: str, question: Corrigible) -> None:
    """Ask once, with the message as it reads, whom it reaches and what becomes void."""
    keys = question.keys
    scene.say(context.text(context.notice(question)))
    parts = [
        phrase("admin.correct.sure"),
        phrase(
            "admin.correct.key",
            was=context.was(question, keys.now) or phrase("admin.correct.nothing.wrong"),
            right=context.right(keys.now),
        ),
        count("admin.correct.learners", question.learners),
        count("admin.correct.attempts", question.attempts),
        phrase("admin.correct.withdrawn") if question.wrong else "",
        _behind(question),
    ]
    correct = ("admin lessons correct", lesson, question.id, keys.now.revision)
    keep = offer(phrase("admin.keep"), "admin lessons show", lesson)
    text = "\n\n".join(part for part in parts if part)
    scene.card(text, [[offer(phrase("admin.correct.yes"), *correct)], [keep]])


def _behind(question: Corrigible) -> str:
    """The translations that are taken away, since they have the wrong key still."""
    languages = ", ".join(question.behind)
    return phrase("admin.correct.behind", languages=languages) if languages else ""


def _correct(scene: Scene, lesson: str, question: Corrigible) -> None:
    keys, where = question.keys, quiet_place(scene)
    name = phrase("admin.correct.name", question=_name_remark(keys.now.question.text))
    id = buttons.nonce(scene.envelope.id)
    scene.facts += [
        Corrected(
            id,
            lesson,
            question.id,
            question.wrong,
            question.again,
            name,
            context.notice(question),
            *where,
        ),
        *(Withdrawn(lesson, revision) for revision in question.wrong),
        *(TranslationUnpointed(lesson, language) for language in question.behind),
        *(Published(f"{lesson}.{language}", "", HOW) for language in question.behind),
        Logged(
            HOW,
            f"{lesson} {question.id}",
            context.was(question, keys.now),
            context.right(keys.now),
        ),
    ]
    parts = [
        phrase("admin.correct.done"),
        count("admin.correct.going", question.learners),
        _behind(question),
    ]
    progress.ask(scene, "\n\n".join(part for part in parts if part), id, "going")


def _name_remark(text: str) -> str:
    return shorten(plain(text), _TITLE)
