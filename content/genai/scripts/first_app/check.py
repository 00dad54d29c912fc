"""Run the lesson's script against a small provider of its own, which speaks the same protocol.

    python check.py [LESSON.md]

The provider listens on this machine only and knows a few answers by heart, so no model, key or bill
is needed. With a lesson, the pieces of Python in it are held against the scripts beside this file.
"""

import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).parent
KNOWN = {"pay": "12 euros.", "phone": "not stated", "chainsaw": "Only after the course."}


class Provider(http.server.BaseHTTPRequestHandler):
    """Answers by heart; ``plan`` holds what it does before, and ``seen`` what it was asked."""

    plan: list[int | str] = []
    seen: list[dict] = []

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.seen.append(asked)
        step = self.plan.pop(0) if self.plan else 200
        if self.headers["Authorization"] != "Bearer test-key":
            step = 401
        if isinstance(step, int) and step != 200:
            return self.tell(step, {"error": {"message": "no"}})
        if step == "hang up":
            return self.connection.close()
        question = asked["messages"][-1]["content"].split("</doc>")[-1]
        answer = next((KNOWN[word] for word in KNOWN if word in question), "?")
        told = {
            "choices": [
                {
                    "message": {"role": "assistant", "content": answer},
                    "finish_reason": "length" if step == "cut" else "stop",
                }
            ],
            "usage": {"prompt_tokens": 85, "completion_tokens": 5},
        }
        return self.tell(200, told)

    def tell(self, code: int, what: dict) -> None:
        body = json.dumps(what).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def run(script: str, *args: str, key: str = "test-key") -> tuple[int, str, str, float]:
    surroundings = os.environ | {"LLM_URL": ADDRESS, "LLM_KEY": key, "LLM_MODEL": "by-heart"}
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, script, *args],
        cwd=HERE,
        env=surroundings,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout.strip(), done.stderr.strip(), time.monotonic() - began


def ask(*plan: int | str, key: str = "test-key") -> tuple[int, str, str, float, int]:
    Provider.plan[:] = plan
    Provider.seen.clear()
    told = run("ask.py", "rules.txt", "Two tools, three days late: what do I pay?", key=key)
    return *told, len(Provider.seen)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
threading.Thread(target=server.serve_forever, daemon=True).start()
ADDRESS = f"http://127.0.0.1:{server.server_port}/v1/chat/completions"

code, out, err, _, calls = ask()
assert (code, out, calls) == (0, "12 euros.", 1), (code, out, err)
assert "prompt_tokens" in err
assert [one["role"] for one in Provider.seen[0]["messages"]] == ["system", "user"]

code, out, _, took, calls = ask(429, 503)
assert (code, out, calls) == (0, "12 euros.", 3) and took < 14
print(f"refused twice: answered by call {calls}, after {took:.1f} s")

code, out, _, took, calls = ask("hang up")
assert (code, out, calls) == (0, "12 euros.", 2)
print(f"hung up once: answered by call {calls}")

code, out, err, _, calls = ask(429, 429, 429, 429, 429)
assert code == 1 and not out and calls == 4 and "429" in err
print(f"refused always: given up after {calls} calls")

code, out, err, _, calls = ask(key="stolen")
assert code == 1 and calls == 1 and "401" in err
print(f"wrong key: given up after {calls} call")

code, out, err, _, _ = ask("cut")
assert code == 1 and not out and "isn't whole" in err
print("cut off: said so, and printed nothing")

code, out, err, _ = run("cases.py")
assert code == 0 and out.count("ok  ") == 3 and "LOOK" not in out, (out, err)
print(out)
KNOWN["phone"] = "Yes, call us!"
assert run("cases.py")[1].count("LOOK") == 1

lines = [one for one in (HERE / "ask.py").read_text().splitlines() if one.strip()]
print(f"{len(lines)} lines, the widest has {max(map(len, lines))} characters")
assert len(lines) == 30

if len(sys.argv) > 1:
    pieces = re.findall(r"^```python\n(.*?)^```", pathlib.Path(sys.argv[1]).read_text(), re.M | re.S)
    told = [one for piece in pieces for one in piece.splitlines() if one.strip()]
    cases = [one for one in (HERE / "cases.py").read_text().splitlines() if one.strip()]
    assert told == lines + cases, [*set(told) ^ {*lines, *cases}]
    print("the lesson shows both scripts, line by line")
