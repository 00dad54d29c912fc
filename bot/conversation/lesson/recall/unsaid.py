"""What there is for who can't say an answer in their own words: its choices, or the answer at once.

Who has no idea, and says so, has committed to that, as among the choices: an attempt with no
answer, which is told what is right, and why. To look at options first that say nothing to them
would be one press more, and a guess.
"""

from bot.conversation.asking import Rows
from bot.conversation.lesson.beats import Pose, Write
from bot.conversation.lesson.playthrough import Playthrough, playthrough
from bot.conversation.offers import offer
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene
from bot.values import replace


def ways(here: Playthrough) -> Rows:
    """The choices of what is to be said, and, where not everybody is shown them, "no idea"."""
    row = [offer(phrase("recall.show"), "skip")]
    if _question(here):
        row.append(offer(phrase("ask.unknown"), "unknown"))
    return [row]


def turn_to_choices(scene: Scene) -> None:
    """Stand at the choices of what is to be said, if that is under way."""
    if asked := _question(playthrough(scene)):
        scene.run = replace(scene.run, beat=asked.id)


def show_choices(scene: Scene) -> None:
    """Keep in mind that the choices of what is to be said are shown from here on."""
    if asked := _question(playthrough(scene)):
        scene.run = replace(scene.run, opened=(*scene.run.opened, asked.id))


def is_unprompted(here: Playthrough) -> bool:
    """Whether what is under way was to be said, and its choices were never shown."""
    beat = here.beat
    return isinstance(beat, Pose) and bool(beat.unless) and beat.id not in here.run.opened


def _question(here: Playthrough) -> Pose | None:
    """What is to be said, as a question that shows its options only to who asks for them."""
    beat, following = here.beat, here.following
    if not isinstance(beat, Write) or not isinstance(following, Pose):
        return None
    return following if following.unless == beat.item else None
