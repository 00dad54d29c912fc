"""The scripts that the lesson ``first-app`` shows, run as it tells them.

They call a provider on this machine that knows a few answers by heart. Learners copy them, so what
is shown is what is run here; and the lesson's record of five kinds of trouble is this one's.
"""

import json
import os
import re
import socket
import subprocess
import sys
import threading
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.rigs.paths import CONTENT

LESSON = (CONTENT / "genai" / "first-app.md").read_text(encoding="utf-8")

AT_ONCE = """
import runpy, sys, time
time.sleep = lambda seconds: None
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""Runs a script without its waits."""

LISTENS = "import socket, sys; socket.create_connection(('127.0.0.1', int(sys.argv[1]))).close()"
"""Fails as long as nothing listens at that port."""

QUESTION = "Two tools, three days late: what do I pay?"


@dataclass
class Provider:
    """Does what stands in ``plan``, call by call, and then answers by heart."""

    address: str
    plan: list[int | str] = field(default_factory=list)
    seen: list[Any] = field(default_factory=list)
    known: dict[str, str] = field(
        default_factory=lambda: {
            "pay": "12 euros.",
            "phone": "not stated",
            "chainsaw": "Only after the course.",
        }
    )


@dataclass
class Run:
    code: int
    out: str
    err: str


def boxes(kind: str) -> list[str]:
    """What is copied from the project's boxes (``python``), and what else is shown (``py``)."""
    return re.findall(rf"^```{kind}(?: \S+)?\n(.*?)^```$", LESSON, re.MULTILINE | re.DOTALL)


def test_the_lines_that_a_step_explains_are_the_scripts(folder: Path) -> None:
    script = [line.strip() for line in (folder / "ask.py").read_text().splitlines()]
    shown = [box for box in boxes("py") if "What do you know about me?" not in box]
    assert len(shown) == 2
    for line in "".join(shown).splitlines():
        assert line.strip() in script


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The lesson's pieces, put into files as it says."""
    pieces = boxes("python")
    [bare] = (box for box in boxes("py") if "What do you know about me?" in box)
    [chat] = (piece for piece in pieces if "while True" in piece)
    pieces.remove(chat)
    cases, fake = (
        next(n for n, piece in enumerate(pieces) if word in piece)
        for word in ("subprocess", "http.server")
    )
    (tmp_path / "bare.py").write_text(pieces[0] + bare, encoding="utf-8")
    (tmp_path / "chat.py").write_text(chat, encoding="utf-8")
    (tmp_path / "ask.py").write_text("\n".join(pieces[1:cases]), encoding="utf-8")
    (tmp_path / "cases.py").write_text("\n".join(pieces[cases:fake]), encoding="utf-8")
    (tmp_path / "fake.py").write_text("\n".join(pieces[fake:]), encoding="utf-8")
    document = re.search(
        r"^```text\n(Tool library, Mill Lane\n.*?)^```$", LESSON, re.MULTILINE | re.DOTALL
    )
    assert document
    (tmp_path / "rules.txt").write_text(document[1], encoding="utf-8")
    return tmp_path


@pytest.fixture
def provider() -> Iterator[Provider]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            made.seen.append(asked)
            step = made.plan.pop(0) if made.plan else 200
            if self.headers["Authorization"] != "Bearer right":
                step = 401
            if step == "hang up":
                self.connection.close()
            elif step == "break off":
                self.send_response(200)
                self.send_header("Content-Length", "999")
                self.end_headers()
                self.wfile.write(b'{"choices": [')
            elif isinstance(step, int) and step != 200:
                self.tell(step, {"error": {"message": "no"}})
            else:
                self.tell(200, self.answer(asked, "length" if step == "cut" else "stop"))

        def answer(self, asked: Any, reason: str) -> dict[str, Any]:
            question = asked["messages"][-1]["content"].split("</doc>")[-1]
            text = next((made.known[word] for word in made.known if word in question), "?")
            message = {"role": "assistant", "content": text}
            usage = {"prompt_tokens": 85, "completion_tokens": 5}
            return {"choices": [{"message": message, "finish_reason": reason}], "usage": usage}

        def tell(self, code: int, what: dict[str, Any]) -> None:
            body = json.dumps(what).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Provider(f"http://127.0.0.1:{server.server_port}/v1/chat/completions")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


def run(folder: Path, provider: Provider, *words: str, key: str = "right", typed: str = "") -> Run:
    told = {"LLM_URL": provider.address, "LLM_KEY": key, "LLM_MODEL": "by-heart"}
    done = subprocess.run(
        [sys.executable, "-c", AT_ONCE, *words],
        cwd=folder,
        env=os.environ | told,
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Run(done.returncode, done.stdout.strip(), done.stderr)


def ask(folder: Path, provider: Provider, key: str = "right") -> Run:
    return run(folder, provider, "ask.py", "rules.txt", QUESTION, key=key)


def test_the_script_has_thirty_lines(folder: Path) -> None:
    """Some are broken in two for phones, so those count that Python takes for one."""
    with (folder / "ask.py").open("rb") as script:
        ends = [one for one in tokenize.tokenize(script.readline) if one.type == tokenize.NEWLINE]
    assert len(ends) == 30


@pytest.mark.parametrize("name", ["bare.py", "chat.py", "ask.py", "cases.py", "fake.py"])
def test_a_phone_shows_each_line_unbroken(folder: Path, name: str) -> None:
    assert max(map(len, (folder / name).read_text().splitlines())) <= 34


def test_a_bare_call_shows_the_whole_response(folder: Path, provider: Provider) -> None:
    done = run(folder, provider, "bare.py")
    assert json.loads(done.out)["choices"][0]["finish_reason"] == "stop"
    [asked] = provider.seen
    assert list(asked) == ["model", "messages"]


def test_the_chat_sends_all_that_was_said_each_time(folder: Path, provider: Provider) -> None:
    done = run(folder, provider, "chat.py", typed="I pay late.\nA phone?\nAnd now?\n")
    assert done.out.count("85 tokens read") == 3
    assert done.err.strip().endswith("EOFError: EOF when reading a line")
    assert [len(one["messages"]) for one in provider.seen] == [1, 3, 5]
    assert [(one["role"], one["content"]) for one in provider.seen[-1]["messages"]] == [
        ("user", "I pay late."),
        ("assistant", "12 euros."),
        ("user", "A phone?"),
        ("assistant", "not stated"),
        ("user", "And now?"),
    ]


def test_without_its_values_it_names_the_first_that_is_missing(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "bare.py"],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.startswith("LLM_")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr.strip().splitlines()[-1] == "KeyError: 'LLM_URL'"


def test_it_asks_about_the_document(folder: Path, provider: Provider) -> None:
    done = ask(folder, provider)
    assert (done.code, done.out) == (0, "12 euros.")
    assert "'prompt_tokens': 85" in done.err
    [asked] = provider.seen
    assert [one["role"] for one in asked["messages"]] == ["system", "user"]
    assert asked["messages"][1]["content"].startswith("<doc>Tool library")
    assert asked["messages"][1]["content"].endswith(QUESTION)


@pytest.mark.parametrize(
    ("plan", "calls"),
    [([429, 503], 3), (["hang up"], 2), (["break off"], 2), ([529, 429, 500], 4)],
    ids=["refused twice", "hung up once", "broke off once", "refused thrice"],
)
def test_it_tries_again(
    folder: Path, provider: Provider, plan: list[int | str], calls: int
) -> None:
    provider.plan = plan
    assert ask(folder, provider).out == "12 euros."
    assert len(provider.seen) == calls


def test_it_gives_up(folder: Path, provider: Provider) -> None:
    provider.plan = [429] * 9
    done = ask(folder, provider)
    assert done.code == 1
    assert not done.out
    assert "429" in done.err
    assert len(provider.seen) == 4


def test_a_wrong_key_ends_it_at_once(folder: Path, provider: Provider) -> None:
    done = ask(folder, provider, key="wrong")
    assert done.code == 1
    assert "401" in done.err
    assert len(provider.seen) == 1


def test_the_projects_sentences_are_for_users_and_one_line_for_the_developer(
    folder: Path, provider: Provider
) -> None:
    one, two = (box for box in boxes("text") if "sys.exit(" in box)
    script = (folder / "ask.py").read_text()
    assert script.count("        raise\n") == 1
    sentence = script.replace("        raise\n", one)
    (folder / "ask.py").write_text(sentence)
    done = ask(folder, provider, key="wrong")
    assert (done.code, done.out) == (1, "")
    assert done.err == "<HTTPError 401: 'Unauthorized'>\nYOUR SENTENCE\n"
    assert run(folder, provider, "cases.py", key="wrong").out.count("LOOK") == 3

    last = one.splitlines(keepends=True)[-1]
    (folder / "ask.py").write_text(sentence.replace(last, two))
    assert ask(folder, provider, key="wrong").err.endswith("\nBROKEN\n")
    provider.plan = [429] * 4
    done = ask(folder, provider)
    assert (done.code, done.out) == (1, "")
    assert done.err == "<HTTPError 429: 'Too Many Requests'>\nBUSY\n"
    assert ask(folder, provider).out == "12 euros."


def test_half_an_answer_is_not_shown(folder: Path, provider: Provider) -> None:
    provider.plan = ["cut"]
    done = ask(folder, provider)
    assert done.code == 1
    assert not done.out
    assert "isn't whole" in done.err


def test_its_cases_tell_right_from_wrong(folder: Path, provider: Provider) -> None:
    assert run(folder, provider, "cases.py").out.count("ok  ") == 3
    provider.known["phone"] = "Yes, just call us!"
    done = run(folder, provider, "cases.py")
    assert done.out.count("ok  ") == 2
    assert "LOOK Can I book by phone?" in done.out


def test_its_cases_show_an_error_and_what_was_answered(folder: Path, provider: Provider) -> None:
    done = run(folder, provider, "cases.py", key="wrong")
    assert done.out.count("LOOK") == done.out.count("HTTP Error 401") == 3
    provider.known["phone"] = "Yes, just call us!"
    assert "Yes, just call us!" in run(folder, provider, "cases.py").out
    provider.plan = ["cut"]
    assert "It isn't whole." in run(folder, provider, "cases.py").out


def test_its_fake_refuses_twice(folder: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = (folder / "fake.py").read_text().replace("8000", str(port))
    fake = subprocess.Popen(
        [sys.executable, "-c", program], stderr=subprocess.PIPE, text=True, cwd=folder
    )
    try:
        assert fake.stderr
        while subprocess.run([sys.executable, "-c", LISTENS, str(port)], check=False).returncode:
            assert fake.poll() is None
        done = ask(folder, Provider(f"http://127.0.0.1:{port}/"))
        assert (done.code, done.out) == (0, "by heart")
        fake.kill()
        assert re.findall(r" \d+ -$", fake.stderr.read(), re.MULTILINE) == [
            " 429 -",
            " 429 -",
            " 200 -",
        ]
    finally:
        fake.kill()
        fake.communicate()
