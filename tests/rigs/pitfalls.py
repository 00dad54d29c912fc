"""A pitfall of a lesson on sailing: its wrong approach is a sample."""

from bot.lessons.model import Pitfall

CHART = Pitfall(
    title="Sailing without a chart",
    wrong="```text\nSail west.\n```",
    right="Ask for the chart first.",
    cause="West is where the sun goes.",
    reason="A chart shows the rocks.",
)
