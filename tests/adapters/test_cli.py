"""The command ``foretell``: the real program, as a person or a script calls it."""

import asyncio
import contextlib
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator, Mapping
from json import loads
from pathlib import Path
from typing import Any, NoReturn

import pytest
import typer

from adapters.cli import serving, ways
from adapters.cli.authoring import save
from adapters.runtime import supervision
from adapters.telegram import receiving
from adapters.telegram.failures import Patience
from adapters.terminal import chat
from adapters.version import source_version
from bench import teaching
from bot.service.privacy import export as own_data
from bot.service.publishing import sandbox, sandbox_kernel
from bot.service.publishing.sandbox import Limits
from tests.rigs.courses import read_lesson
from tests.rigs.paths import CONTENT, KITCHEN, PAGES
from tests.rigs.program import FORETELL, LONG, environment, foretell, foretell_apart, started
from tests.rigs.telegram_server import TelegramServer

LESSON = CONTENT / "genai" / "career-paths.md"
PAGE = PAGES / "binary-search.txt"


@pytest.fixture
def one_lesson(tmp_path: Path) -> dict[str, str]:
    """Settings by which one lesson is taught, and not all that Foretell comes with."""
    course = tmp_path / "content" / "mine"
    course.mkdir(parents=True)
    (course / "course.toml").write_text('title = "Mine"\nlessons = ["career-paths"]\n')
    shutil.copy(LESSON, course)
    return {"FORETELL_CONTENT": "content"}


# chat


def test_a_script_holds_a_conversation_and_ends_well(
    tmp_path: Path, one_lesson: dict[str, str]
) -> None:
    lines = "Deep\n\nSkip\nContinue\n/stop\n"
    chat = ("chat", "career-paths", "--as", "Ana")
    done = foretell_apart(tmp_path, *chat, lines=lines, env=one_lesson)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert "[2] Deep" in done.stdout
    assert "Now the whole picture" in done.stdout
    assert "› " not in done.stdout
    assert "I've kept your place in Career paths in GenAI." in done.stdout
    assert all(line == line.rstrip() for line in done.stdout.splitlines())


def test_the_next_start_goes_on_where_the_learner_was(
    tmp_path: Path, one_lesson: dict[str, str]
) -> None:
    lines, env = "2\nDeep\nSkip\n", one_lesson
    first = foretell(tmp_path, "chat", "career-paths", "--as", "Ana", lines=lines, env=env)
    beat = first.stdout.rstrip().split("\n\n")[-2]
    again = foretell(tmp_path, "chat", "--as", "Ana", lines="1\n", env=env)
    assert "You're in the middle of Career paths in GenAI" in again.stdout
    assert beat in again.stdout
    other = foretell(tmp_path, "chat", "--as", "Ben", env=env)
    assert "You're in the middle" not in other.stdout
    assert again.returncode == other.returncode == 0


def test_a_script_gets_the_file_that_it_asked_for_before_the_end(
    tmp_path: Path, one_lesson: dict[str, str]
) -> None:
    lines = "/export\nAll of it, as JSON\n/learn career-paths\n"
    done = foretell(tmp_path, "chat", lines=lines, env=one_lesson)
    assert done.returncode == 0
    told = done.stdout.index("foretell.json")
    assert told < done.stdout.index("[4] More ways"), (
        "each answer comes before the next line is read"
    )
    assert loads((tmp_path / "foretell.json").read_text())["learner"].startswith("terminal:")


def test_a_script_is_told_of_what_takes_too_long(
    tmp_path: Path, one_lesson: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stuck(*_: object) -> str:
        await asyncio.sleep(LONG)
        return ""

    with monkeypatch.context() as patched:
        patched.setattr(chat, "PATIENCE", 0.2)
        patched.setattr(own_data, "do", stuck)
        done = foretell(tmp_path, "chat", lines="/export\n1\n/help\n", env=one_lesson)
    assert done.returncode == 0
    assert done.stdout.count("you'll get it the next time you start") == 1
    again = foretell(tmp_path, "chat", env=one_lesson)
    assert "foretell.html" in again.stdout


@pytest.mark.slow
@pytest.mark.parametrize("closed", ["<&-", ">&-"])
def test_without_an_input_or_an_output_there_is_no_conversation(
    tmp_path: Path, closed: str
) -> None:
    shell = ["/bin/sh", "-c", f'"$0" "$@" {closed}', *FORETELL, "chat"]
    done = subprocess.run(
        shell, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, env=environment()
    )
    assert done.returncode == 2
    assert done.stderr.startswith(b"foretell: a conversation needs an input and an output")


def test_a_conversation_here_loads_no_platform_nor_what_reads_pages(
    tmp_path: Path, one_lesson: dict[str, str]
) -> None:
    modules = "; import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
    program = [sys.executable, "-c", f"from adapters.cli import main{modules}; main()", "chat"]
    # The first start takes in the lessons, with their pictures.
    foretell(tmp_path, "chat", env=one_lesson)
    env = environment(**one_lesson)
    done = subprocess.run(
        program, cwd=tmp_path, input=b"", capture_output=True, env=env, check=True
    )
    modules_loaded = done.stderr.decode().split()
    loaded = {name.partition(".")[0] for name in modules_loaded}
    assert "rich" in loaded
    assert "bot.lessons.upload.bundle" in modules_loaded
    assert "bot.lessons.importing" not in modules_loaded
    assert not loaded & {"telegram", "httpx", "discord", "aiohttp", "PIL"}


def test_a_lesson_that_is_not_there_is_an_ordinary_answer(
    tmp_path: Path, one_lesson: dict[str, str]
) -> None:
    done = foretell(tmp_path, "chat", "no-such-lesson", env=one_lesson)
    assert done.returncode == 0
    assert "I don't know a lesson called “no-such-lesson”" in done.stdout


def test_input_that_is_no_text_does_not_end_a_conversation(
    tmp_path: Path, one_lesson: dict[str, str]
) -> None:
    done = foretell(tmp_path, "chat", lines=b"\xff\xfe\x00\n/help\n", env=one_lesson)
    assert done.returncode == 0
    assert "How this works" in done.stdout


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path, one_lesson: dict[str, str]) -> None:
    program = started(tmp_path, "chat", env=one_lesson)
    assert program.stdout
    program.stdout.close()
    _, errors = program.communicate(b"/help\n" * 10, timeout=LONG)
    assert (program.returncode, errors) == (0, b"")


@pytest.mark.parametrize("name", ["a\nb", "x" * 65, "\x1b[31m"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    done = foretell(tmp_path, "chat", "--as", name)
    assert done.returncode == 2
    assert done.stderr.startswith("foretell: --as: ")


def test_a_database_that_cannot_be_used_is_said_in_a_line(
    tmp_path: Path, one_lesson: dict[str, str]
) -> None:
    (tmp_path / "notes.txt").write_text("not a database, but somebody's notes\n" * 100)
    for database in ("no/such/folder/x.db", "notes.txt"):
        done = foretell(tmp_path, "chat", env=one_lesson | {"FORETELL_DATABASE": database})
        assert done.returncode == 1
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1
        assert database in done.stderr
        assert "Traceback" not in done.stderr


def test_a_lesson_with_an_error_is_named_with_its_place_and_the_others_are_taught(
    tmp_path: Path,
) -> None:
    course = tmp_path / "content" / "mine"
    course.mkdir(parents=True)
    (course / "course.toml").write_text('title = "Mine"\nlessons = ["one"]\n')
    (course / "one.md").write_text("---\nid: one\ntitle: One\nminutes: 1\n---\n\n# One\n\n## Odd\n")
    (course / "career-paths.md").write_text(LESSON.read_text())
    done = foretell(tmp_path, "chat", "career-paths", env={"FORETELL_CONTENT": "content"})
    assert done.returncode == 0
    assert re.search(r"one\.md:9:\d+: ", done.stderr)
    assert "Traceback" not in done.stderr
    assert "More ways" in done.stdout


def test_content_that_is_not_there_is_said_in_a_line(tmp_path: Path) -> None:
    done = foretell(tmp_path, "chat", env={"FORETELL_CONTENT": "nowhere"})
    assert done.returncode == 1
    assert done.stderr.startswith("foretell: nowhere: there is no such folder; ")
    assert done.stderr.count("\n") == 1


class Terminal:
    """The program in a terminal of 80 columns."""

    def __init__(self, folder: Path, *arguments: str, env: Mapping[str, str]) -> None:
        self.process, self._file = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            its = environment(TERM="xterm-256color", **env)
            os.execve(sys.executable, [*FORETELL, *arguments], its)
        # Lines and columns, and two numbers that nobody uses.
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
        self.seen = ""

    def see(self, text: str) -> None:
        """Wait until this text is on the screen, below all that was seen before."""
        until = time.monotonic() + LONG
        while text not in self.seen:
            assert time.monotonic() < until, f"not seen: {text!r}; but: {self.seen[-2000:]}"
            self.seen += self._read()
        self.seen = self.seen.partition(text)[2]

    def type(self, keys: str) -> None:
        os.write(self._file, keys.encode())

    def end(self) -> int:
        while self._read():
            pass
        os.close(self._file)
        _, status = os.waitpid(self.process, 0)
        return os.waitstatus_to_exitcode(status)

    def _read(self) -> str:
        assert select.select([self._file], [], [], LONG)[0], f"silence after: {self.seen[-2000:]}"
        try:
            read = os.read(self._file, 65536)
        except OSError:  # how Linux says that the other end is closed
            return ""
        if b"\x1b[6n" in read:  # where is the cursor? a terminal answers
            os.write(self._file, b"\x1b[30;1R")
        return read.decode(errors="replace")


def test_a_person_takes_a_lesson_in_a_terminal(tmp_path: Path, one_lesson: dict[str, str]) -> None:
    screen = Terminal(tmp_path, "chat", "career-paths", "--as", "Ana", env=one_lesson)
    screen.see("More ways")
    screen.see("Ctrl-D")
    screen.see("›")
    screen.type("dee\t\r")
    screen.see("Before reading on")
    screen.see("›")
    screen.type("ski\t\r")
    screen.see("More")
    screen.see("›")
    screen.type("mor\t\r")
    screen.see("Result")
    screen.see("›")
    screen.type("con\t\r")
    screen.see("Now the whole picture")
    screen.see("›")
    screen.type("\r")
    screen.see("Think of it like")
    screen.see("›")
    screen.type("\x04")
    screen.see("Your place is kept")
    assert screen.end() == 0
    again = Terminal(tmp_path, "chat", "--as", "Ana", env=one_lesson)
    again.see("Career paths in GenAI")
    again.see("›")
    again.type("\x03")
    again.see("Your place is kept")
    assert again.end() == 0


def test_a_conversation_is_in_the_language_of_the_terminal(
    tmp_path: Path, one_lesson: dict[str, str]
) -> None:
    spoken = one_lesson | {"LANG": "de_DE.UTF-8"}
    done = foretell(tmp_path, "chat", "--as", "Ana", lines="/stop\n", env=spoken)
    assert "Hallo, ich bin Foretell" in done.stdout
    assert "es gibt also nichts zu verlassen" in done.stdout
    assert done.stderr == ""


# check


def test_good_lessons_pass_the_check(tmp_path: Path) -> None:
    done = foretell(tmp_path, "check", str(KITCHEN))
    assert done.returncode == 0
    assert "0 errors" in done.stdout.splitlines()[-1]


def test_errors_come_first_with_their_places_then_advice_then_the_count(tmp_path: Path) -> None:
    text = LESSON.read_text()
    (tmp_path / "advised.md").write_text(re.sub("minutes: .*", "minutes: 1", text, count=1))
    (tmp_path / "broken.md").write_text(text.replace("## Myths", "## Mists"))
    done = foretell(tmp_path, "check", "advised.md", "broken.md")
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    line = text.splitlines().index("## Myths") + 1
    assert lines[0].startswith(f"broken.md:{line}:")
    assert "Mists" in lines[0]
    assert "; " in lines[0]
    advice = [n for n, line in enumerate(lines) if ": advice: " in line]
    assert advice == list(range(advice[0], len(lines) - 2))
    assert lines[-2].startswith("advised.md: modes: learn, why, deep, visual")
    assert any(lines[n].startswith("advised.md:") and "minutes" in lines[n] for n in advice)
    assert re.fullmatch(
        r"2 lessons: [1-9]\d* errors?, \d+ pieces? of advice\. Advice on .+", lines[-1]
    )


def test_the_check_says_which_modes_a_lesson_has_and_what_the_others_need(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nid: a\ntitle: A\nminutes: 1\n---\n\n## Takeaways\n\n- T\n")
    lines = foretell(tmp_path, "check", "a.md").stdout.splitlines()
    assert lines[-2].startswith("a.md: modes: recall. not learn: It has no steps. not why: ")
    assert "not project: It needs a brief and at least 2 milestones, and there are 0." in lines[-2]


def test_a_lesson_alone_may_need_those_beside_it(tmp_path: Path) -> None:
    assert foretell(tmp_path, "check", str(LESSON)).returncode == 0


def test_the_check_says_when_asked_how_often_one_presses_and_what_is_too_often(
    tmp_path: Path,
) -> None:
    lesson = read_lesson(LESSON)
    played = ways.presses(lesson)
    # The tests' own learner, of whom all is kept, presses as often.
    assert played == {
        mode: tuple(teaching.play(lesson, mode, misses=one).presses for one in (False, True))
        for mode in ways.TOLD
    }
    done = foretell(tmp_path, "check", "--ways", str(LESSON))
    told = [f"{mode} {right}, {half} with half missed" for mode, (right, half) in played.items()]
    assert f"presses: {'; '.join(told)}." in done.stdout
    assert ("presses in Deep" in done.stdout) == (played["deep"][1] > ways.MANY_PRESSES)
    assert "presses" not in foretell(tmp_path, "check", str(LESSON)).stdout


def test_a_file_that_is_no_text_is_an_error_and_the_others_are_checked(tmp_path: Path) -> None:
    (tmp_path / "latin.md").write_bytes("---\nid: x\ntitle: Übung".encode("latin-1"))
    (tmp_path / "other.md").write_text("no front matter")
    done = foretell(tmp_path, "check", ".")
    assert done.returncode == 1
    assert "latin.md:3:8: this is not UTF-8 text" in done.stdout
    assert "other.md:1:1: " in done.stdout


def test_a_path_that_leads_to_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in ("nothing.md", "empty"):
        done = foretell(tmp_path, "check", path)
        assert (done.returncode, done.stdout) == (2, "")
        assert path in done.stderr


# import


def test_an_imported_page_passes_the_check(tmp_path: Path) -> None:
    done = foretell(tmp_path, "import", str(PAGE), "-o", "lesson.md")
    assert (done.returncode, done.stdout) == (0, "")
    assert foretell(tmp_path, "check", "lesson.md").returncode == 0


def test_a_page_may_come_in_and_go_out_through_pipes(tmp_path: Path) -> None:
    through = foretell(tmp_path, "import", "-", lines=PAGE.read_text())
    direct = foretell(tmp_path, "import", str(PAGE))
    assert through.returncode == 0
    assert through.stdout == direct.stdout
    assert through.stdout.startswith("---\nid: ")


def test_what_has_no_place_is_listed_with_its_line(tmp_path: Path) -> None:
    page = PAGE.read_text().rstrip("\n")
    stray = "Subscribe to our newsletter about gardening and horses"
    lines = page.split("\n")
    at = next(n for n, line in enumerate(lines) if line.strip())
    (tmp_path / "page.txt").write_text("\n".join([*lines[:at], stray, *lines[at:]]))
    done = foretell(tmp_path, "import", "page.txt", "-o", "lesson.md")
    if stray in (tmp_path / "lesson.md").read_text():
        pytest.fail("the stray line found a place; choose another for this test")
    assert done.returncode == 1
    assert f"page.txt:{at + 1}:1: couldn't be placed: {stray}" in done.stderr


def test_a_file_is_not_overwritten_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("mine")
    done = foretell(tmp_path, "import", str(PAGE), "-o", "mine.md")
    assert done.returncode == 2
    assert "--force" in done.stderr
    assert (tmp_path / "mine.md").read_text() == "mine"
    assert foretell(tmp_path, "import", str(PAGE), "-o", "mine.md", "--force").returncode == 0
    assert (tmp_path / "mine.md").read_text().startswith("---\n")


def test_a_page_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes("ok\nÜ".encode("latin-1"))
    for page, said in (
        ("none.txt", "can't be read"),
        ("latin.txt", "latin.txt:2:1: this is not UTF-8"),
    ):
        done = foretell(tmp_path, "import", page)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr


def test_a_text_that_is_no_lesson_page_is_said_so(tmp_path: Path) -> None:
    done = foretell(tmp_path, "import", "-", lines="Dear diary,\n\ntoday it rained.\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert "isn't a lesson page" in done.stderr


def test_a_page_that_is_too_large_is_refused_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!doctype html><h2>Overview</h2>" + "<p>Tea." * 700_000)
    (tmp_path / "mine.md").write_text("mine")
    done = foretell(tmp_path, "import", "page.html", "-o", "mine.md", "--force")
    assert (done.returncode, done.stdout) == (2, "")
    assert "page.html:1:1: the file is larger than 4,000,000 bytes; leave out" in done.stderr
    assert (tmp_path / "mine.md").read_text() == "mine"


def test_a_page_that_takes_too_long_is_refused_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "Limits", lambda: Limits(seconds=1))
    (tmp_path / "page.txt").write_text("Overview\nWhat is it?\n" + ("[" * 7_000 + ".\n\n") * 50)
    (tmp_path / "mine.md").write_text("mine")
    done = foretell(tmp_path, "import", "page.txt", "-o", "mine.md", "--force")
    assert (done.returncode, done.stdout) == (1, "")
    assert "page.txt:1:1: reading it takes longer than 1 s; copy the lesson's own" in done.stderr
    assert (tmp_path / "mine.md").read_text() == "mine"


@pytest.mark.parametrize("force", [True, False])
def test_a_text_that_cannot_be_written_leaves_no_half_of_it(force: bool, tmp_path: Path) -> None:
    file = tmp_path / "mine.md"
    if force:
        file.write_text("mine")
    with pytest.raises(UnicodeEncodeError):
        save("x" * 100_000 + "\ud800", file, force=force)
    assert [one.read_text() for one in tmp_path.iterdir()] == (["mine"] if force else [])


# run and health


def test_with_no_platform_there_is_nothing_to_run(tmp_path: Path) -> None:
    done = foretell(tmp_path, "run")
    assert done.returncode == 2
    assert "FORETELL_TELEGRAM_TOKEN" in done.stderr
    assert "FORETELL_DISCORD_TOKEN" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_setting_is_refused_and_an_unknown_one_is_warned_about(tmp_path: Path) -> None:
    done = foretell(tmp_path, "run", env={"FORETELL_LOG_LEVEL": "loud", "FORETELL_TOKEN": "x"})
    assert done.returncode == 2
    assert done.stderr.startswith("foretell: FORETELL_LOG_LEVEL: ")
    done = foretell(tmp_path, "run", env={"FORETELL_DISCORD_TOKN": "x"})
    assert "did you mean FORETELL_DISCORD_TOKEN?" in done.stderr


def test_where_nothing_runs_health_says_so(tmp_path: Path) -> None:
    done = foretell(tmp_path, "health")
    assert done.returncode == 1
    assert "No bot is running here" in done.stdout


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)]
)
def test_the_running_bot_answers_for_its_health_and_ends_when_told(
    tmp_path: Path, one_lesson: dict[str, str], number: int
) -> None:
    token = f"MTIz.abcdef.{abs(hash(tmp_path)):030}"
    env = one_lesson | {
        "FORETELL_DISCORD_TOKEN": token,
        # Nothing listens at port 1, so Discord can't be reached: the bot is ill, and says so.
        "FORETELL_DISCORD_API_URL": "http://127.0.0.1:1/api/v10",
        "FORETELL_DISCORD_GATEWAY_URL": "ws://127.0.0.1:1/",
    }
    bot = started(tmp_path, "run", env=env)
    try:
        said = foretell(tmp_path, "health")
        until = time.monotonic() + LONG
        while "No bot is running" in said.stdout:
            assert time.monotonic() < until
            assert bot.poll() is None
            time.sleep(0.1)
            said = foretell(tmp_path, "health")
        second = foretell(tmp_path, "chat")
    finally:
        bot.send_signal(number)
        _, errors = bot.communicate(timeout=LONG)
    assert said.returncode == 1
    assert "Not well: Discord, since " in said.stdout
    assert "UTC: not connected to Discord" in said.stdout
    assert second.returncode == 1
    assert f"process {bot.pid}" in second.stderr
    assert bot.returncode == 0
    assert b"Traceback" not in errors
    assert token.encode() not in errors
    assert not (tmp_path / "foretell.db.sock").exists()
    assert not (tmp_path / "foretell.db-wal").exists()


def reaching(server: TelegramServer, token: str = "") -> dict[str, str]:
    """Settings of a bot that is on this Telegram."""
    token = token or server.token
    return {"FORETELL_TELEGRAM_TOKEN": token, "FORETELL_TELEGRAM_API_URL": server.url}


@pytest.mark.slow
async def test_a_bot_that_is_connected_is_well_until_it_is_told_to_end(
    tmp_path: Path, one_lesson: dict[str, str]
) -> None:
    async with TelegramServer() as server:
        env = one_lesson | reaching(server)
        bot = started(tmp_path, "run", env=env)
        try:
            ana = server.person("Ana")
            ana.types("/start")
            await server.until(lambda: ana.messages, LONG)
            said = await asyncio.to_thread(foretell, tmp_path, "health", env=env)
            counted = await asyncio.to_thread(foretell, tmp_path, "stats", env=env)
        finally:
            bot.send_signal(signal.SIGTERM)
            _, errors = await asyncio.to_thread(bot.communicate, timeout=LONG)
    assert said.returncode == 0
    assert "All is well on Telegram" in said.stdout
    assert (counted.returncode, counted.stderr) == (0, ""), "the running bot counts itself"
    assert bot.returncode == 0
    assert server.token.encode() not in errors
    # That the loop was held up for a moment is so on a busy machine, and no fault.
    warnings = [line for line in errors.splitlines() if b"WARNING" in line]
    assert not [line for line in warnings if b"everybody waited" not in line]


@contextlib.contextmanager
def apart(server: TelegramServer) -> Iterator[None]:
    """The server in a thread of its own, for a program that has the main one for itself."""
    up, over = threading.Event(), asyncio.Event()

    async def serve() -> None:
        nonlocal loop
        loop = asyncio.get_running_loop()
        async with server:
            up.set()
            await over.wait()

    loop: asyncio.AbstractEventLoop | None = None
    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert up.wait(LONG)
    try:
        yield
    finally:
        assert loop is not None
        loop.call_soon_threadsafe(over.set)
        thread.join(LONG)


@pytest.mark.parametrize("kind", ["text", "json"])
def test_a_token_that_nobody_knows_is_said_in_a_line_and_waited_for(
    tmp_path: Path, one_lesson: dict[str, str], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait = supervision._Kept._after_a_refusal

    async def wait_until_told_to_end(self: Any, why: str) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        await wait(self, why)

    monkeypatch.setattr(supervision._Kept, "_after_a_refusal", wait_until_told_to_end)
    monkeypatch.setattr(receiving, "Patience", lambda: Patience().faster(100))
    token, server = "1234567:" + "wrong-token-" * 3, TelegramServer()
    with apart(server):
        env = one_lesson | reaching(server, token) | {"FORETELL_LOG_FORMAT": kind}
        done = foretell(tmp_path, "run", env=env)
    assert done.returncode == 0
    lines = done.stderr.splitlines()
    if kind == "json":
        assert all(loads(line)["message"] for line in lines)
    (refusal,) = [line for line in lines if "Telegram refuses the bot" in line]
    assert "Telegram does not know this token" in refusal
    assert "set FORETELL_TELEGRAM_TOKEN to it. Trying again in" in refusal
    assert any("in case it passes" in line for line in lines), "it is told at once"
    assert "Traceback" not in done.stderr
    assert token not in done.stderr


def test_it_says_which_version_it_is(tmp_path: Path) -> None:
    done = foretell(tmp_path, "--version")
    assert done.returncode == 0
    assert done.stdout == f"foretell {source_version()}\n"


@pytest.mark.parametrize(
    "command", [("stats",), ("stats", "--csv", "out.csv"), ("pull",), ("pull", "lessons")]
)
def test_who_only_reads_makes_no_database(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = foretell(tmp_path, *command)
    assert done.returncode == 1
    assert f"there is no database at {tmp_path / 'foretell.db'}" in done.stderr
    assert "FORETELL_DATABASE" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_memory_is_hidden_before_tokens_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    done = []

    def configured() -> NoReturn:
        done.append("read")
        raise typer.Exit(2)

    monkeypatch.setattr(sandbox_kernel, "hide_memory", lambda: done.append("hidden"))
    monkeypatch.setattr(serving, "load_settings", configured)
    with pytest.raises(typer.Exit):
        serving.run()
    assert done == ["hidden", "read"]
