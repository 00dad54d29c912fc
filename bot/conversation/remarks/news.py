"""What comes back to whoever made a remark: an answer, a question, word of what was changed.

It comes by an alarm where the learner is alone with the tutor, and waits for such a place, and for
the end of quiet hours and breaks. An answer is told beside what is open. Whether an exchange may be
shown to everyone is asked, so that waits until they are in the midst of nothing; what was open
comes back after it. Who has no chat in which they can be reached, as with direct messages that are
closed, reads an answer with the next command that they alone see answered.
"""

from collections.abc import Callable

from bot.conversation.acts import Act
from bot.conversation.alarms import AlarmKind
from bot.conversation.facts.learner import AlarmCleared, AlarmSet
from bot.conversation.facts.remarks import ExchangeAnswered
from bot.conversation.inputs import Alarm, Command
from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.remarks import Exchange, OwnRemark, Remark, UnreadReplies
from bot.conversation.offers import offer
from bot.conversation.outputs import LessonImage, Output
from bot.conversation.phrases import phrase
from bot.conversation.remarks.places import whole
from bot.conversation.remarks.remark import come_back, quotation
from bot.conversation.reminders import contact
from bot.conversation.session import IDLE, Session
from bot.conversation.turn import Scene
from bot.learning import reminder_times
from bot.lessons.library import Library

ANSWER, EXCHANGE, MENDED = "answer:", "exchange:", "mended:"
"""How these alarms begin; the id of the remark follows."""


def _needs(library: Library, session: Session, alarm: Alarm) -> Needs:
    return Needs((OwnRemark(alarm.kind.partition(":")[2]),))


def _later(scene: Scene, alarm: Alarm, at: int) -> bool:
    """Let it ring again then; nothing comes of it now."""
    address = scene.envelope.address
    scene.facts.append(AlarmSet(alarm.kind, at, address.platform, address.chat))
    return False


def _suits(scene: Scene, alarm: Alarm) -> bool:
    end = reminder_times.quiet_end(scene.learner.preferences, scene.now)
    return _later(scene, alarm, end) if end else True


def _suits_a_question(scene: Scene, alarm: Alarm) -> bool:
    if not _suits(scene, alarm):
        return False
    return _later(scene, alarm, scene.now + IDLE) if contact.busy(scene) else True


def _answer(scene: Scene, alarm: Alarm) -> None:
    if (remark := scene.known.get(OwnRemark)) and remark.replied:
        _tell(scene, remark)


def _tell(scene: Scene, remark: Remark) -> None:
    """Tell an answer, below what it answers, and show its picture."""
    lead = phrase("remark.answer", place=whole(scene, remark.fact))
    scene.say("\n\n".join([lead, *_both(remark)]))
    scene.outputs += pictures(remark)


def pictures(answered: Remark | Exchange) -> list[Output]:
    if not answered.picture:
        return []
    return [LessonImage(answered.picture, phrase("remark.picture"))]


def _tell_mended(scene: Scene, alarm: Alarm) -> None:
    if remark := scene.known.get(OwnRemark):
        scene.say(phrase("remark.mended", place=whole(scene, remark.fact)))


def _ask(scene: Scene, alarm: Alarm) -> None:
    remark = scene.known.get(OwnRemark)
    if remark is None or remark.shown != "offered":
        return
    yes = offer(phrase("exchange.yes"), "exchange agree", remark.id)
    no = offer(phrase("exchange.no"), "exchange decline", remark.id)
    text = [phrase("exchange.ask", place=whole(scene, remark.fact)), *_both(remark)]
    scene.outputs += pictures(remark)
    # It may have been asked where nobody could be reached.
    again = scene.open is not None and yes in scene.open.offers
    scene.step("\n\n".join(text), [[yes], [no]], onward=again)


def _both(remark: Remark) -> list[str]:
    reply = [remark.reply] if remark.reply else []
    return [quotation(remark.fact.kind, remark.fact.words), *reply]


def _agree(scene: Scene, remark: str) -> None:
    scene.facts.append(ExchangeAnswered(remark, agreed=True))
    come_back(scene, phrase("exchange.agreed"))


def _decline(scene: Scene, remark: str) -> None:
    scene.facts.append(ExchangeAnswered(remark, agreed=False))
    come_back(scene, phrase("exchange.declined"))


# Where nothing reaches them alone


def _may_wait(meant: Meant) -> bool | None:
    """Whether somebody is there to whom an answer may not have come, where nobody else reads."""
    envelope = meant.envelope
    return (
        True
        if meant.learner.remarked and envelope.address.public and not envelope.overheard
        else None
    )


def _needs_unread(meant: Meant, matter: bool, rest: Callable[[], Needs]) -> Needs:
    return rest().asking(UnreadReplies())


def _tell_unread(scene: Scene, meant: Meant, matter: bool, rest: Callable[[], None]) -> None:
    for remark in scene.known.get(UnreadReplies):
        _tell(scene, remark)
        scene.facts.append(AlarmCleared(f"{ANSWER}{remark.id}"))
    rest()


TELL_ANSWERS: Interceptor[bool] = Interceptor(
    "tell answers",
    "tells, at a command that only they see answered, what was replied to their remarks",
    _may_wait,
    _tell_unread,
    _needs_unread,
    before={"guard preview": "it is told whatever becomes of the command"},
    inputs=(Command,),
)

ALARMS = (
    AlarmKind(ANSWER, _answer, _needs, _suits),
    AlarmKind(EXCHANGE, _ask, _needs, _suits_a_question),
    AlarmKind(MENDED, _tell_mended, _needs, _suits),
)

ACTS = (Act("exchange agree", _agree), Act("exchange decline", _decline))
