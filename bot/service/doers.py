"""Who does which kind of job: what an admin or a learner asked for and no turn can do."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.conversation.admin.announcements import question
from bot.conversation.admin.inbox import picture
from bot.conversation.admin.publishing import receive
from bot.conversation.admin.statistics import digest
from bot.conversation.admin.statistics import export as exporting
from bot.conversation.admin.statistics import report as counting
from bot.conversation.privacy import export as taking
from bot.service.cards import CardFinder
from bot.service.delivery.channel import Channel
from bot.service.privacy import export as own_data
from bot.service.publishing.answers import PictureAnswers
from bot.service.publishing.intake import Intake
from bot.service.publishing.sandbox import Sandbox
from bot.service.reports import digest as news
from bot.service.reports import export, statistics
from bot.service.timers.jobs import Doer
from bot.service.turns.catalogue import CatalogueCache
from bot.storage.store import Store


def doers(
    store: Store,
    catalogue: CatalogueCache,
    channels: Mapping[str, Channel],
    clock: Callable[[], datetime],
    cards: CardFinder,
) -> dict[str, Doer]:
    """A doer for each kind; files are fetched by these channels."""
    reader = Sandbox()
    intake = Intake(store, catalogue, channels, reader=reader)
    answers = PictureAnswers(store, channels, reader)
    return {
        receive.KIND: lambda job: intake.do(job, clock()),
        picture.KIND: lambda job: answers.do(job, clock()),
        question.KIND: cards.do,
        counting.KIND: lambda job: statistics.do(store, catalogue.library, job),
        exporting.KIND: lambda job: export.do(store, catalogue.library, job, clock()),
        digest.KIND: lambda job: news.do(store, catalogue.library, job),
        taking.KIND: lambda job: own_data.do(store, job, clock()),
    }
