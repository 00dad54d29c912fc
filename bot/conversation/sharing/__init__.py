"""Questions that are passed on: *Predict this*, in any chat, with a button that leads to them.

A card names its question by a key that follows from the ids of lesson and question, so nothing is
kept of it, it lasts as long as the question does, and it leads to what is taught by then. Whoever
presses it predicts where they are alone with the tutor, sees what is true, and meets the question
again in their reviews, as after a lesson.
"""

from bot.conversation.acts import Act
from bot.conversation.sharing import predicting

__all__ = ["ACTS"]

ACTS = (Act("predict this", predicting.predict, predicting.needs),)
"""What the button of a card stands for."""
