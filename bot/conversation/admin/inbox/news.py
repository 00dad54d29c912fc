"""That something is new in the inbox: told to each admin alone, at once, once an hour at most.

A remark lets an alarm ring for all who may answer it; what comes more than once within an hour
is gathered, and so is what comes in their quiet hours. What they have seen is not told. Who does
not want it turns it off on the inbox's card; the weekly digest counts it all the same.
"""

from bot.conversation.admin.areas import known
from bot.conversation.facts.learner import AlarmSet
from bot.conversation.facts.roles import reach
from bot.conversation.inputs import Alarm
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.remarks import InboxNeeds
from bot.conversation.phrases import count
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.learning import reminder_times
from bot.learning.items import HOUR
from bot.lessons.library import Library
from bot.values import replace


def needs(library: Library, session: Session, alarm: Alarm) -> Needs:
    """What must be loaded to tell of it."""
    return Needs(admin=AdminNeeds(inbox=InboxNeeds()))


def on_alarm(scene: Scene, alarm: Alarm) -> None:
    """Tell how much is open, or let that ring again later."""
    theirs = scene.learner.inbox
    if not theirs.tells or not reach(scene.known.roles, "answer"):
        return
    later = reminder_times.quiet_end(scene.learner.preferences, scene.now)
    if theirs.told and scene.now < theirs.told + HOUR:
        later = max(later or 0, theirs.told + HOUR)
    if later:
        address = scene.envelope.address
        scene.facts.append(AlarmSet(alarm.kind, later, address.platform, address.chat))
    elif (number := known(scene).inbox.open) and known(scene).inbox.newest > theirs.told:
        scene.learner = replace(scene.learner, inbox=replace(theirs, told=scene.now))
        scene.say(count("admin.inbox.news", number))
