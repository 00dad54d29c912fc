"""The recipes of docs/architecture.md, followed in a copy of the program: they name all it takes.

What a recipe does not name is as it is here, so a list elsewhere that had to be touched as well
makes the addition fail.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rigs.paths import KITCHEN

ROOT = Path(__file__).parent.parent

MODES = "bot/conversation/lesson/modes"
ENGLISH = "bot/conversation/phrases/english"
STATISTICS = "bot/storage/sql/statistics.py"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program, to add to."""
    for name in ("bot", "adapters"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def recipe(title: str) -> str:
    page = (ROOT / "docs" / "architecture.md").read_text()
    return page.partition(f"\n### {title}\n")[2].partition("\n### ")[0]


def insert(file: Path, before: str, text: str) -> None:
    """Put this before the first line of the file that begins so."""
    lines = file.read_text().splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.startswith(before))
    file.write_text("".join([*lines[:at], text, *lines[at:]]))


def run(copy: Path, program: str) -> str:
    """What a program says that runs in the copy, with the tests of this one at hand."""
    environment = os.environ | {"PYTHONPATH": f"{copy}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-c", program, str(KITCHEN / "tea.md")],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert not done.returncode, done.stderr
    return done.stdout


GLANCE = """
from collections.abc import Iterator

from bot.conversation.lesson.beats import Beat, told
from bot.conversation.lesson.modes.base import Mode, measured
from bot.lessons.model import Lesson


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    yield from told("glance", ["Here is a glance."])


GLANCE = Mode(
    "glance",
    beats,
    lambda lesson: "",
    lambda lesson: measured(beats(lesson, ""), lesson),
    adds=1,
    asks=("glance.note",),
)
"""

PLAYED = """
import sys
from pathlib import Path

from adapters.cli.ways import Played, _Alone, go_through
from bot.conversation.lesson.modes import offered
from bot.conversation.remarks import places
from tests.rigs.courses import read_lesson

lesson = read_lesson(Path(sys.argv[1]))
print("offered:", offered(lesson))
for mode in ("glance", "learn"):
    talk = _Alone(lesson)
    talk.begin(mode)
    go_through(talk, lesson, Played(), misses=False)
    played = talk.turns if mode == "glance" else talk.turns[-1:]
    texts = [output.text for turn in played for output in turn.outputs if hasattr(output, "text")]
    print(mode, *" ".join(texts).split())
print("about:", places.named(lesson, "", "glance.note"))
"""


def test_a_mode_is_its_file_its_place_in_the_list_and_its_phrases(copy: Path) -> None:
    told = recipe("A mode")
    assert all(part in told for part in ("lesson/modes/", "`__init__.py`", "mode.<name>.about"))
    (copy / MODES / "glance.py").write_text(GLANCE)
    modes = copy / MODES / "__init__.py"
    insert(
        modes,
        "from bot.conversation.lesson.modes.learn",
        "from bot.conversation.lesson.modes.glance import GLANCE\n",
    )
    modes.write_text(modes.read_text().replace("RECALL, PERF)", "RECALL, PERF, GLANCE)"))
    phrases = '    "mode.glance": "Glance",\n    "mode.glance.about": "a first look",\n'
    insert(copy / ENGLISH / "menu.py", '    "mode.none"', phrases)
    said = run(copy, PLAYED)
    assert "('glance', 1)" in said
    assert "Here is a glance." in said
    (tour,) = (line for line in said.splitlines() if line.startswith("learn "))
    assert "- **Glance** (1 minute): a first look" in tour, "it is told of after the tour"
    assert "about: Glance" in said


REVIEWS = '''
REVIEWS = f"""
WITH alike AS (SELECT value ->> 0 AS question, value ->> 1 AS revision FROM json_each(:alike))
SELECT question, count(*) FROM counted
WHERE lesson = :lesson AND phase = 'review' AND {MEMBER} AND at >= :since AND at < :until
AND (question, revision) IN (SELECT question, revision FROM alike) GROUP BY question
"""

'''

TOLD = """
import asyncio

from bot.conversation.admin.statistics import words
from bot.learning import statistics
from bot.lessons.revisions.keys import equivalent_revisions
from bot.storage.records import Release
from tests.rigs.group import RIGHT, TEA, answer, tell
from tests.rigs.makers import NOON
from tests.rigs.stores import fresh_store, opened


async def main() -> None:
    async with opened(fresh_store()) as store:
        await store.publish(Release(lessons=(TEA,)), NOON)
        for number in range(6):
            await tell(store, number, (1.0, answer(RIGHT, phase="review")))
        alike = equivalent_revisions(TEA, await store.revisions("tea"))
        observed = await store.observations("tea", alike)
        print(*words.questions(statistics.lesson_statistics(TEA, observed)))


asyncio.run(main())
"""


def test_a_statistic_is_what_its_recipe_names(copy: Path) -> None:
    told = recipe("A statistic")
    observations, learning = "bot/learning/observations.py", "bot/learning/statistics.py"
    words = "bot/conversation/admin/statistics/words.py"
    for file in (observations, STATISTICS, learning, words):
        assert f"`{file.removeprefix('bot/')}`" in told
    insert(
        copy / observations,
        "def number_of_learners",
        "    reviews: tuple[tuple[str, int], ...] = ()\n\n\n",
    )
    insert(copy / STATISTICS, 'THOUGHT = f"""', REVIEWS)
    insert(copy / STATISTICS, '    "thought": (THOUGHT', '    "reviews": (REVIEWS, tuple),\n')
    insert(copy / learning, "    thought: float | None", "    reviews: int = 0\n")
    insert(
        copy / learning,
        "            thought=thought.get(question.id),",
        "            reviews=dict(observed.reviews).get(question.id, 0),\n",
    )
    insert(
        copy / words,
        "    if statistics.thought is not None:",
        '    lines.append(phrase("admin.stats.reviews", number=statistics.reviews))\n',
    )
    insert(
        copy / ENGLISH / "admin_learners.py",
        '    "admin.stats.thought"',
        '    "admin.stats.reviews": "Asked again: {number}",\n',
    )
    assert "Asked again: 6" in run(copy, TOLD)
