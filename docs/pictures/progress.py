"""Draw what /progress shows a learner after two weeks: ``docs/pictures/progress.png``.

Run it from anywhere: ``python docs/pictures/progress.py``.
"""

import sys
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
# In place of this folder: the one that the program's packages lie in.
sys.path[0] = str(HERE.parent.parent)

from adapters.pictures.images import render  # noqa: E402 - the path has to be right first
from bot.conversation.needs.learner import LessonProgress  # noqa: E402
from bot.conversation.progress.overview import chart  # noqa: E402
from bot.conversation.progress.profile import WEEK, Profile, Standing  # noqa: E402
from bot.learning.calibration import Tally  # noqa: E402
from bot.learning.habits import span, streak  # noqa: E402
from bot.learning.mastery import Mastery  # noqa: E402

TODAY = date(2026, 3, 12)
OFF = 4
"""Days ago, the day off of its week."""

DUE = (2, 1, 0, 0, 3, 0, 1)
POINTS = (12.75, -65.25, 0.0, 12.75, 24.75, -17.25, 24.75, 12.75) + (24.75, 12.75, -17.25) * 8
"""What the answers were worth, above or below the middle."""

LESSONS = {
    "What generative AI is": Mastery(known=5, learning=1, risk=1),
    "How a language model predicts the next token": Mastery(known=2, learning=5),
    "Tokens and context": Mastery(learning=3, new=4),
}


def main() -> None:
    """Draw, and write the picture."""
    learned = {TODAY - timedelta(days=ago): 6 for ago in range(1, 12) if ago != OFF}
    profile = Profile(
        today=TODAY,
        lessons=tuple(
            Standing(title, LessonProgress(title, 5, 5, finished=True), mastery)
            for title, mastery in LESSONS.items()
        ),
        predictions=31,
        points=POINTS,
        tallies=(("sure", Tally(9, 12)), ("probable", Tally(9, 14)), ("guess", Tally(1, 3))),
        streak=streak(learned, TODAY),
        answered=learned,
        due=tuple(zip(span(TODAY, WEEK), DUE, strict=True)),
        lacking=0,
    )
    (HERE / "progress.png").write_bytes(render(chart(profile, "")))


if __name__ == "__main__":
    main()
