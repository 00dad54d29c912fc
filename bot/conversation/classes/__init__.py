"""A class: a lesson's questions, asked of everybody who reads a chat.

All commit in private, discuss, commit again, and see together what is true and who changed their
mind. How it stands is a row (``LiveClass``); what each member voted is a row of theirs, written by
their own turn. The message that all see is changed by a turn of the class itself, at its alarm.

Why it is not a session that all its members share: a press would then have to wait for the press
before it, and a member's turn would write what belongs to another. As it is, 500 members who press
within two seconds are 500 turns in a few batches that are independent of each other. What must be
in order is: a turn that changes a class, such as *Reveal*, lets all that needs the class wait for
the next batch (``ClassNeeds.keys``), so what came before it counts and what comes after it is told
that it is too late. A vote is on record, or not, before the class counts: the numbers are asked of
the store, by the class's own turn, in a later transaction. Each vote moves that turn's alarm no
further than to the next moment at which the message may be changed, so there is a single edit for
however many presses. Nothing of it is in memory, so a restart loses nothing.

A class has the place of a learner where something is sent and where an alarm rings (its ``owner``),
and nowhere else: there is no learner of that name to be counted, reminded or written to.
"""

from bot.conversation.acts import Act
from bot.conversation.classes import own_answers, refresh, start, voting
from bot.conversation.classes.presses import needs, press
from bot.conversation.classes.start import (
    begin,
    begin_from_message,
    find_needs,
    predict,
    wanted_by_message,
)

__all__ = [
    "ACTS",
    "ALARMS",
    "begin",
    "begin_from_message",
    "find_needs",
    "predict",
    "wanted_by_message",
]

ACTS = (
    Act("class press", press, needs),
    Act("class card", start.press, start.wanted_by_press),
    *voting.WRITING_ACTS,
)

ALARMS = (*refresh.ALARMS, *own_answers.ALARMS)
