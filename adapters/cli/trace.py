"""The way of one input, in lines."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.storage.traces import Trace, TracedInput

_FORM = "%Y-%m-%d %H:%M:%S.%f"


def told(trace: Trace) -> Iterator[str]:
    """All that is known of an input, in the order in which it happened."""
    yield trace.id
    if trace.at:
        yield _line(
            "arrived",
            f"{_at(trace.at)}, from {trace.learner} in chat {trace.chat} on {trace.platform}",
        )
    else:
        yield _line("arrived", "longer than a week ago, or its learner is forgotten")
    for fact in trace.facts:
        what = ", ".join(f"{name} {value}" for name, value in fact.columns)
        yield _line("turn", f"{fact.table}: {what}" if what else fact.table)
    if not trace.facts:
        yield _line("turn", "put nothing on record")
    if parcel := trace.parcel:
        where = "this bot has it in hand" if parcel.in_hand else "the next start picks it up"
        if parcel.gone_at:
            where = f"its chat has been gone since {_at(parcel.gone_at)}"
        sent = "message has" if parcel.sent == 1 else "messages have"
        yield _line("parcel", f"{parcel.number}: {parcel.sent} {sent} arrived, not all; {where}")
    elif not trace.messages:
        yield _line("parcel", "none; nothing was said, or it arrived before this was noted")
    for message in trace.messages:
        after = f", {(message.at - trace.at).total_seconds():.3f} s after" if trace.at else ""
        name = f"message {message.number}" if message.number else "messages"
        yield _line(name, f"{message.fate} {_at(message.at)}{after}")
    if trace.messages and not trace.parcel:
        yield _line("done", "nothing is left to send")


def listed(inputs: Iterable[TracedInput]) -> Iterator[str]:
    """A line for each of somebody's inputs."""
    for one in inputs:
        said = f"{one.arrived} message{'' if one.arrived == 1 else 's'} arrived"
        more = ", not all" if one.waiting else ""
        yield f"{_at(one.at)}  {one.id}  {said}{more}"


def _line(what: str, says: str) -> str:
    return f"  {what:<11} {says}"


def _at(at: datetime) -> str:
    return f"{at:{_FORM}}"[:-3] + " UTC"
