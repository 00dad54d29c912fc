"""A learner before all that is taught, and anything that they may do."""

from hypothesis import strategies as st

from bot.conversation.commands import COMMANDS
from bot.conversation.inputs import Command, Press, Text
from tests.rigs.courses import read_course, read_lesson
from tests.rigs.paths import CONTENT, KITCHEN, TRANSCRIPTS
from tests.rigs.talk import Conversation

_COURSES = [read_course(folder) for folder in (KITCHEN, CONTENT / "genai")]
_RAIN = read_lesson(TRANSCRIPTS / "lessons" / "rain.md")
LESSONS = {lesson.id: lesson for _, lessons in _COURSES for lesson in lessons} | {"rain": _RAIN}


def conversation(name: str = "ana") -> Conversation:
    """A learner who may begin with any of them."""
    return Conversation(LESSONS.values(), [course for course, _ in _COURSES], name)


MOVES = st.one_of(
    st.integers(0, 11),
    st.integers(0, 11),
    st.integers(0, 11),
    st.sampled_from([one.name for one in COMMANDS]).map(Command),
    st.sampled_from([*LESSONS, "no such lesson"]).map(lambda id: Command("learn", id)),
    st.sampled_from(
        ["2", "continue", "no idea", "sure: yes", "", "🤷", "skip", "8 to 20", "hail", "5"]
    ).map(Text),
    st.text(max_size=30).map(Press),
)
"""Numbers are presses: the button of that number of what is open, as often around as needed."""
