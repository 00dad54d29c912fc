"""What Telegram shows of the bot before *Start* is pressed, and on its profile page.

It is said in each language that the bot speaks, and set only where it differs from what is set: as
with the menu, whose phone is in another language is told in English.
"""

from telegram import Bot
from telegram.constants import BotDescriptionLimit

from adapters.telegram.menu import code_of
from bot.conversation.language.locale import LANGUAGES, Manner, speaking
from bot.conversation.phrases import phrase


async def introduce(bot: Bot) -> int:
    """Set the descriptions that differ; returns how many did. Raises ``TelegramError``."""
    changed = 0
    for language in LANGUAGES:
        with speaking(Manner(language)):
            about = phrase("profile.about")[: BotDescriptionLimit.MAX_DESCRIPTION_LENGTH]
            short = phrase("profile.short")[: BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH]
        code = code_of(language)
        if (await bot.get_my_description(language_code=code)).description != about:
            await bot.set_my_description(about, language_code=code)
            changed += 1
        if (await bot.get_my_short_description(language_code=code)).short_description != short:
            await bot.set_my_short_description(short, language_code=code)
            changed += 1
    return changed
