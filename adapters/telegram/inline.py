"""Inline mode: ``@bot tea`` in any chat finds questions, and posts any as a card.

A query comes at each letter, changes nothing, and is worthless a moment later. So it is no input of
the desk's: it is answered beside polling, the newest of each person alone, and a query that could
not be answered is not tried again. It has to be turned on once (BotFather, ``/setinline``).
"""

from collections.abc import Awaitable, Callable, Sequence

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)

from adapters.layout.tables import WIDE, laid_out
from adapters.telegram.client import Connection
from adapters.telegram.rendering import CAPABILITIES, render
from bot.conversation.language.locale import Manner, nearest, speaking
from bot.conversation.phrases import phrase
from bot.conversation.sharing import PostedQuestion
from bot.lessons.faults import shorten

Find = Callable[[str, str], Awaitable[Sequence[PostedQuestion]]]
"""Finds questions by words, in a language."""

KEPT = 300
"""Seconds for which Telegram keeps an answer; it is for whoever asked, in their language."""

TITLE = 120
"""Characters of a question in the list."""

LEARN = "_learn"
"""What the link holds that leads to all lessons."""


async def nothing(words: str, language: str) -> Sequence[PostedQuestion]:
    return ()


class InlineQueries:
    """Answers queries; ``link`` says how the links begin that lead to the bot."""

    def __init__(self, bot: Connection, find: Find, link: Callable[[], str]) -> None:
        self._bot = bot
        self._find = find
        self._link = link
        self._newest: dict[int, str] = {}

    def answer(self, query: InlineQuery) -> Awaitable[None]:
        """Offer what is found, unless the same person has typed on meanwhile."""
        # Noted before any is begun, so of those that come together nothing but the last is
        # looked for.
        self._newest[query.from_user.id] = query.id
        return self._answer(query)

    async def _answer(self, query: InlineQuery) -> None:
        person = query.from_user.id
        if self._newest.get(person) != query.id:
            return
        try:
            if not self._link():
                return
            language = query.from_user.language_code or ""
            posted_questions = await self._find(query.query, language)
            if self._newest.get(person) != query.id:
                return
            with speaking(Manner(nearest(language))):
                await self._bot.answer_inline_query(
                    query.id,
                    [self._result(posted_question) for posted_question in posted_questions],
                    cache_time=KEPT,
                    is_personal=True,
                    button=None if posted_questions else _to_lessons(),
                )
        finally:
            if self._newest.get(person) == query.id:
                del self._newest[person]

    def _result(self, posted_question: PostedQuestion) -> InlineQueryResultArticle:
        text, entities = render(
            laid_out(posted_question.text, CAPABILITIES.diagram_columns or WIDE)
        )
        button = InlineKeyboardButton(
            phrase("predict.this"), url=f"{self._link()}{posted_question.payload}"
        )
        return InlineQueryResultArticle(
            posted_question.key,
            shorten(posted_question.asked, TITLE),
            InputTextMessageContent(
                text,
                entities=entities,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            ),
            reply_markup=InlineKeyboardMarkup([[button]]),
            description=posted_question.title,
        )


def _to_lessons() -> InlineQueryResultsButton:
    return InlineQueryResultsButton(phrase("predict.inline.none"), start_parameter=LEARN)
