"""Your data, as the learner: what is kept, having it as a file, and having it deleted."""

from bot.conversation.acts import Act
from bot.conversation.offers import offer
from bot.conversation.phrases import phrase
from bot.conversation.privacy import export, forget, silence
from bot.conversation.turn import Scene

_PARTS = ("what", "why", "long", "who")


def show(scene: Scene) -> None:
    """Say what is kept, why, for how long and who can read it, and offer to have or delete it."""
    lines = [f"- {phrase(f'privacy.{part}')}" for part in _PARTS]
    scene.card(
        "\n\n".join([phrase("privacy"), "\n".join(lines)]),
        [
            [offer(phrase("privacy.export"), "export")],
            [offer(phrase("privacy.forget"), "forget")],
            [offer(phrase("set.back"), "set")],
        ],
    )


ACTS = (Act("privacy", show, answers=True), *export.ACTS, *forget.ACTS)
JOBS = {export.KIND: export.JOB}
ALARMS = silence.ALARMS
