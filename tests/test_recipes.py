"""The recipes of docs/architecture.md, followed in a copy of the program: they name all it takes.

What a recipe does not name is as it is here, so a list elsewhere that had to be touched as well
makes the addition fail.
"""

import ast
import os
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from adapters.platforms import KINDS
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


def run(copy: Path, program: str, **variables: str) -> str:
    """What a program says that runs in the copy, with the tests of this one at hand."""
    environment = os.environ | {"PYTHONPATH": f"{copy}{os.pathsep}{ROOT}"} | variables
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

from bot.conversation.lesson.beats import Beat, tells
from bot.conversation.lesson.modes.base import Mode, measure_seconds
from bot.lessons.model import Lesson


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    yield from tells("glance", ["Here is a glance."])


GLANCE = Mode(
    "glance",
    beats,
    lambda lesson: "",
    lambda lesson: measure_seconds(beats(lesson, ""), lesson),
    adds=1,
    asks=("glance.note",),
)
"""

PLAYED = """
import sys
from pathlib import Path

from adapters.cli.ways import ALL, Played, _Alone, go_through
from bot.conversation.lesson.modes import offered_modes
from bot.conversation.remarks import places
from tests.rigs.courses import read_lesson

lesson = read_lesson(Path(sys.argv[1]))
print("offered:", offered_modes(lesson))
for mode in ("glance", "learn"):
    talk = _Alone(lesson)
    talk.begin(mode)
    go_through(talk, lesson, Played(), ALL)
    outputs = [output for turn in talk.turns for output in turn.outputs]
    print(mode, *" ".join(output.text for output in outputs if hasattr(output, "text")).split())
print("about:", places.name_place(lesson, "", "glance.note"))
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


PLATFORM = r"""
from pydantic import BaseModel, Field

from adapters.platform_kind import Finding, PlatformKind, ask
from adapters.settings import Token, Web


class FourthSettings(BaseModel):
    fourth_token: Token = Field(None, description="The token of Fourth; empty means no Fourth.")
    fourth_url: Web = Field("https://fourth.example", description="The address of Fourth.")


def examine(settings, token):
    me = ask(f"{settings.fourth_url}/{token}")
    return [Finding("✓", "Fourth", f"knows the bot, as {me.body['name']}")], me.ahead


def wire(settings, token, tutor):
    from adapters.fourth.adapter import FourthAdapter
    from adapters.runtime.supervision import Platform

    adapter = FourthAdapter(tutor.desk.submit)
    return Platform("Fourth", adapter, PermissionError, lambda: None, lambda: False)


KIND = PlatformKind(
    "fourth",
    FourthSettings,
    token="fourth_token",
    address="fourth_url",
    person="[0-9]{1,20}",
    examine=examine,
    wire=wire,
    secrets=("4th-[a-z]{20}",),
)
"""

ADAPTER = """
import asyncio
import os
import signal
from datetime import UTC, datetime

from bot.conversation.inputs import Address, Command, Envelope, LearnerId
from tests.rigs.makers import FakeChannel


class FourthAdapter:
    def __init__(self, submit):
        self.submit, self.channel = submit, FakeChannel("fourth", leaving=self.stop)

    async def run(self):
        address = Address("fourth", "7")
        hello = Envelope(
            "fourth:1", LearnerId("fourth:7"), address, datetime.now(UTC), Command("help", "all")
        )
        await self.submit(hello)
        await asyncio.Event().wait()

    def stop(self):
        os.kill(os.getpid(), signal.SIGTERM)

    async def close(self):
        print(*self.channel.texts)
"""

SET = """
from adapters.log import Redactor
from adapters.platforms import AllSettings

own, warnings = AllSettings.load()
print(own.admins, own.fourth_url, warnings)
print(Redactor()("GET /4th-abcdefghijklmnopqrst/me"))
"""

MADE = """
import runpy

runpy.run_path("tests/test_pages.py", run_name="__main__")
"""

COMMAND = """
import sys
from adapters.cli import main

sys.argv[1:] = ["{}"]
main()
"""


class FourthServer(BaseHTTPRequestHandler):
    """Knows one bot, by its token."""

    def do_GET(self) -> None:
        self.send_response_only(200)
        self.end_headers()
        self.wfile.write(b'{"name": "tea"}' if self.path == "/secret" else b"{}")


def add_fourth(copy: Path) -> None:
    folder = copy / "adapters" / "fourth"
    folder.mkdir()
    for name, text in (("__init__", ""), ("platform", PLATFORM), ("adapter", ADAPTER)):
        (folder / f"{name}.py").write_text(text)


def test_a_platform_is_its_folder(copy: Path) -> None:
    told = recipe("A platform")
    assert all(part in told for part in ("`Channel`", "`platform.py`", "`PlatformKind`"))
    add_fourth(copy)
    shutil.copytree(KITCHEN, copy / "content" / "kitchen")
    with HTTPServer(("127.0.0.1", 0), FourthServer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        variables = {
            "FORETELL_FOURTH_TOKEN": "secret",
            "FORETELL_FOURTH_URL": url,
            "FORETELL_ADMINS": "fourth:123",
            "no_proxy": "127.0.0.1",
        }
        said = run(copy, SET, **variables)
        assert f"('fourth:123',) {url} ()" in said
        assert "GET /[secret]/me" in said
        assert "✓ Fourth: knows the bot, as tea" in run(copy, COMMAND.format("doctor"), **variables)
        server.shutdown()
    served = run(copy, COMMAND.format("run"), **variables)
    assert "your ID here is `fourth:7`" in served
    assert "on Discord, on Fourth and in the terminal" in " ".join(
        run(copy, COMMAND.format("--help")).split()
    )


def test_what_is_set_for_a_platform_is_on_the_pages_by_a_command(copy: Path) -> None:
    assert "`make pages`" in recipe("A platform")
    add_fourth(copy)
    shutil.copytree(ROOT / "docs", copy / "docs")
    for file in (".env.example", "tests/test_pages.py"):
        (copy / file).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / file, copy / file)
    run(copy, MADE)
    example = (copy / ".env.example").read_text()
    assert "\n# The address of Fourth.\nFORETELL_FOURTH_URL=https://fourth.example\n" in example
    reference = (copy / "docs" / "operating-reference.md").read_text()
    assert "| `FORETELL_FOURTH_TOKEN` | | The token of Fourth; empty means no" in reference


def test_the_tutor_names_no_platform() -> None:
    names = [kind.id for kind in KINDS]
    assert names
    named = []
    for file in sorted((ROOT / "bot").rglob("*.py")):
        tree = ast.parse(file.read_text())
        words = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        named += [
            f"{file.relative_to(ROOT)}:{node.lineno}: {node.value}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            if id(node) not in words and any(name in node.value.lower() for name in names)
        ]
    assert not named, "a platform's name is for its folder in adapters; " + "\n".join(named)
