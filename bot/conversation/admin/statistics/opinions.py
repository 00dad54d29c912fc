"""What learners say of a lesson: what they ask about most, and whether it was worth it."""

from collections.abc import Iterable, Mapping

from bot.conversation.admin.statistics.words import QUESTION, short
from bot.conversation.facts.remarks import Worth
from bot.conversation.phrases import count, phrase
from bot.learning.observations import GROUP


def told(asked: Iterable[tuple[str, int]], worth: Mapping[Worth, int]) -> list[str]:
    """Both, in parts; how many that were is told of a group alone."""
    parts = []
    if lines := [_place(place, number) for place, number in asked]:
        parts.append("\n".join([phrase("admin.stats.asked"), *lines]))
    if sum(worth.values()) >= GROUP:
        yes, partly, no = (worth.get(text, 0) for text in ("yes", "partly", "no"))
        parts.append(phrase("admin.stats.worth", yes=yes, partly=partly, no=no))
    return parts


def _place(place: str, number: int) -> str:
    name = short(place, QUESTION) if place else phrase("admin.stats.asked.lesson")
    if number < GROUP:
        return phrase("admin.stats.asked.few", place=name, few=GROUP)
    return count("admin.stats.asked.place", number, place=name)
