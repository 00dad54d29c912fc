"""A picture for an answer to learners: fetched, made anew like a lesson's, and kept.

It is a job (``bot.service.timers.jobs``). Done twice, it keeps the same picture under the same
hash; so a crash in the midst of it costs nothing but the time.
"""

from collections.abc import Mapping
from datetime import datetime

from bot.conversation.admin.inbox import picture
from bot.conversation.admin.inbox.picture import PictureResult
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.jobs import Job
from bot.conversation.needs.remarks import Inbox, InboxNeeds
from bot.lessons.pictures.assets import LARGEST_SOURCE, AssetError
from bot.service.delivery.channel import Channel, FetchError
from bot.service.publishing.intake import fetched
from bot.service.publishing.sandbox import Sandbox
from bot.storage.store import Store


class PictureAnswers:
    """Fetches through these channels, and keeps pictures in the store."""

    def __init__(self, store: Store, channels: Mapping[str, Channel], reader: Sandbox) -> None:
        self._store = store
        self._channels = channels
        self._reader = reader

    async def do(self, job: Job, at: datetime) -> str:
        """Make the picture ready; returns a ``PictureResult`` as JSON."""
        asked = picture.REQUEST.validate_json(job.body)
        try:
            data = await fetched(self._channels, job, asked.reference, LARGEST_SOURCE)
            made = await self._reader.picture(data)
        except (FetchError, AssetError) as error:
            return _json(PictureResult(fault=str(error)))
        await self._store.keep_answer_picture(made, at)
        known = await self._store.admin(job.learner, AdminNeeds(inbox=asked.wanted))
        return _json(_found(known.inbox, asked.wanted, made.name))


def _found(inbox: Inbox, wanted: InboxNeeds, name: str) -> PictureResult:
    """What the picture answers, of what waits for an answer still."""
    if not inbox.remarks:
        return PictureResult(name)
    one = inbox.remarks[0]
    ids, people = inbox.ids, inbox.groups[0].people if inbox.groups else 1
    if wanted.remark:
        ids, people = (() if one.state == "answered" else (one.id,)), 1
    return PictureResult(name, "", ids, people, one.fact.lesson, one.place)


def _json(result: PictureResult) -> str:
    return picture.RESULT.dump_json(result, exclude_defaults=True).decode()
