"""What is said to an input that nothing is waiting for, and to a flood of inputs.

Where it fits none of several choices, these are listed by number, the ways out among them; at a
list of lessons it may name a lesson that isn't shown. In a recall most answers are typed freely, so
who sends such to a question that shows its choices is told to choose. Who sends far more than can
be answered is told so, once; the open question stays as it is.
"""

from collections.abc import Callable

from bot.conversation import buttons
from bot.conversation.acts import Act
from bot.conversation.admin.publishing import receive
from bot.conversation.inputs import Command, Flood, Input, Press, Text, Upload
from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.language.markup import escape_markdown
from bot.conversation.language.paging import paragraphs
from bot.conversation.lesson.modes.recall import RECALL
from bot.conversation.menu import menu, welcome
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import BESIDE, Offer, Open, offer
from bot.conversation.phrases import phrase
from bot.conversation.question import criteria
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons import finding
from bot.lessons.library import Library
from bot.values import replace

_OF_A_LIST = frozenset(("learn", "course"))
"""Verbs of the choices in a list of lessons: who types there may name any lesson."""

_ANSWERS = ("pick", "commit")
"""Verbs of the choices that answer a question."""


def foreign(scene: Scene) -> None:
    """An answer by somebody who has no session: to another's question, or from before a reset."""
    content = scene.envelope.input
    if isinstance(content, Text | Upload):
        ours: object = buttons.parse_question_name(content.question)
    else:
        ours = isinstance(content, Press) and buttons.parse(content.token)
    if ours:
        scene.notice(phrase("press.foreign"))


def say_unexpected(scene: Scene) -> None:
    """Words that fit nothing, a command that is none, a file that nobody wanted: a way on."""
    session, content = scene.session, scene.envelope.input
    if isinstance(content, Command) and content.bare:
        # Another bot's, as far as we can know.
        return
    if isinstance(content, Command):
        name = "".join(mark for mark in content.name if mark.isalnum() or mark in "-_")[:32]
        scene.say(phrase("command.unknown", name=name))
        return
    if isinstance(content, Upload):
        if not receive.receive(scene, content):
            _say_unread(scene)
        return
    if session.open and isinstance(content, Text) and set(content.text.strip()) == {"?"}:
        assist(scene)
        return
    if session.open and len(session.open.ways) == 1 and not session.open.words:
        scene.say(phrase("text.only", label=escape_markdown(session.open.ways[0].label)))
        return
    if session.open and _names_a_lesson(scene, session.open, content):
        return
    if session.open:
        key = "text.choose.here" if _takes_a_choice(scene, session.open) else "text.choose"
        scene.say(paragraphs(phrase(key), _list_choices(session.open)))
        return
    if scene.is_new:
        # Whatever their first words are: this is what is said here first.
        welcome.welcome(scene)
        return
    _show_ways_on(scene)


def _show_ways_on(scene: Scene) -> None:
    run = scene.session.latest
    card = scene.library.cards.get(run.lesson) if run else None
    scene.say(phrase("text.on", title=card.title) if card else phrase("text.lost"))


def _names_a_lesson(scene: Scene, asked: Open, content: Input) -> bool:
    """Lead to the lesson that somebody names at a list which doesn't show it; whether they do."""
    named = content.text if isinstance(content, Text) else ""
    listed = any(offer.act[0] in _OF_A_LIST for offer in asked.offers)
    if not (named and listed and finding.find_lesson(scene.library, named, 1)):
        return False
    scene.close_answered()
    menu.search(scene, named)
    return True


def _list_choices(asked: Open) -> str:
    """The choices and ways out, each with the number that it can be typed by."""
    return "\n".join(
        phrase("text.choice", number=n, label=escape_markdown(choice.label))
        for n, choice in enumerate(asked.offers, start=1)
        if choice.act[0] not in BESIDE
    )


def assist(scene: Scene) -> None:
    """Say what can be done here: what was asked stays open."""
    asked = scene.open
    if asked is None:
        _show_ways_on(scene)
        return
    own_words = asked.words and not criteria.is_asked(asked)
    lead = phrase("text.help.words" if own_words else "text.help")
    listed = _list_choices(asked)
    if asked.digits:
        listed = "\n".join(f"- {escape_markdown(offer.label)}" for offer in asked.ways)
    scene.say(paragraphs(lead, listed, phrase("text.help.more")))


def _thank(scene: Scene) -> None:
    asked = scene.open
    waits = asked and (asked.words or any(offer.act[0] in _ANSWERS for offer in asked.offers))
    scene.say(phrase("text.thanks.open" if waits else "text.thanks"))


def _why(scene: Scene) -> None:
    """Nothing here says more: before an answer that is the answer's to do."""
    asked = scene.open
    if asked and any(offer.act[0] in _ANSWERS for offer in asked.offers):
        scene.say(phrase("text.why"))
    else:
        assist(scene)


def _ask_which(scene: Scene, verb: str, text: str) -> None:
    """Ask whether words are the answer, or a question to us."""
    words = scene.open.words if scene.open else ()
    mine = Offer(phrase("text.unsure.mine"), words)
    ours = offer(phrase("text.unsure.ours"), "reply", verb)
    scene.step(phrase("text.unsure", text=escape_markdown(text)), [[mine], [ours]], words=words)
    scene.open = replace(scene.open, typed=text) if scene.open else None


def _reply(scene: Scene, verb: str) -> None:
    """Ask again what the words were typed at, and answer them."""
    scene.step_back()
    every = (*scene.open.offers, *scene.open.unseen) if scene.open else ()
    hint = any(choice.act == ("hint",) for choice in every)
    scene.perform(("hint",) if hint and verb == "why" else (verb,))


def _needs_lesson(library: Library, session: Session, verb: str) -> Needs:
    review, run = session.review, session.run
    if review:
        return Needs(lesson=(review.item.lesson, review.revision))
    return Needs(lesson=(run.lesson, run.revision)) if run else Needs()


ACTS = (
    Act("assist", assist),
    Act("thank", _thank),
    Act("why", _why),
    Act("unsure", _ask_which),
    Act("reply", _reply, _needs_lesson),
)


def _takes_a_choice(scene: Scene, asked: Open) -> bool:
    """Whether a recall asks for a choice among several answers by now."""
    run = None if scene.session.review else scene.session.run
    chosen = any(offer.act[0] in _ANSWERS for offer in asked.offers)
    return chosen and run is not None and run.mode == RECALL.name


def _say_unread(scene: Scene) -> None:
    """A file that nobody wanted changes nothing; the open question stays as it is."""
    asked = scene.session.open
    if asked is None:
        scene.say(phrase("file.unread"))
    elif len(asked.ways) == 1 and not asked.words:
        scene.say(phrase("file.unread.on", label=escape_markdown(asked.ways[0].label)))
    else:
        own_words = asked.words and not criteria.is_asked(asked)
        scene.say(phrase("file.unread.words" if own_words else "file.unread.choice"))


def _concerns(meant: Meant) -> bool | None:
    return True


def _run(scene: Scene, meant: Meant, matter: bool, rest: Callable[[], None]) -> None:
    scene.say(phrase("flood"))


def _needs(meant: Meant, matter: bool, rest: Callable[[], Needs]) -> Needs:
    return Needs()


SLOW_DOWN: Interceptor[bool] = Interceptor(
    "slow down",
    "asks whoever sends too much at once to slow down, in place of all else",
    _concerns,
    _run,
    _needs,
    before={"settle plans": "a flood counts for nothing, not even as a sign of life"},
    inputs=(Flood,),
)
