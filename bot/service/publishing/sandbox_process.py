"""The process that reads what was sent: it has no secrets, little memory, and not much time.

It reads a file from its standard input and tells on its standard output what the file holds;
``sandbox`` starts it and watches over it. It is started without our environment, so no token is in
its reach, and it gives up what it does not need: it may write no file, start no process and open no
connection, and where the kernel can see to it (``sandbox_kernel``), open no file but the program's
own.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from bot.lessons.faults import PageError
from bot.lessons.pictures import reencode
from bot.lessons.pictures.assets import AssetError
from bot.lessons.upload.bundle import Bundle, bundle, to_page
from bot.service.publishing import sandbox_kernel

_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork")
"""Python's names for acts that no lesson calls for (its documentation: "Audit events table")."""

Order = dict[str, Any]
"""What the parent says beside what is to be read."""

Answer = Callable[[Order, bytes], Iterator[bytes]]
"""How an order is answered: the pieces of what is told."""


def main() -> None:
    """Read a file. Any error ends the process, and its parent tells of it."""
    _serve(read_file)


def read_page() -> None:
    """Read a page, in UTF-8, and tell of its lesson file, or why it is no page."""
    _serve(page_of)


def read_picture() -> None:
    """Make a picture anew, and tell of its bytes, or why it can't be taken."""
    _serve(picture_of)


def _serve(answer: Answer) -> None:
    """Take an order and what is to be read, and write the answer to it."""
    order = json.loads(sys.stdin.buffer.readline())
    confine(order["memory"], order["seconds"])
    out = sys.stdout.buffer
    for piece in answer(order, sys.stdin.buffer.read()):
        out.write(piece)
    out.flush()


def read_file(order: Order, data: bytes) -> Iterator[bytes]:
    result = bundle(order["name"], data, order["known"], order["taught"])
    # A lesson a line, so that the bot never has more than one of them to make sense of at a time.
    yield json.dumps(_head(result), ensure_ascii=True).encode() + b"\n"
    for lesson in result.lessons:
        yield lesson.model_dump_json().encode() + b"\n"
    for asset in result.assets:
        yield asset.data


def page_of(order: Order, data: bytes) -> Iterator[bytes]:
    """The lesson file of a page, or why there is none."""
    source = data.decode("utf-8", "surrogatepass")
    try:
        answer: dict[str, Any] = {"page": asdict(to_page(source, order["name"]))}
    except PageError as error:
        answer = {"refused": str(error)}
    yield json.dumps(answer).encode()


def picture_of(order: Order, data: bytes) -> Iterator[bytes]:
    """A picture made anew, or why it can't be."""
    try:
        picture = reencode.asset(f"picture{reencode.ending(data)}", data)
        head, content = {"media": picture.media}, picture.data
    except AssetError as error:
        head, content = {"what": error.what, "mend": error.mend}, b""
    yield json.dumps(head).encode() + b"\n" + content


def _head(bundle: Bundle) -> dict[str, Any]:
    """All but the lessons."""
    return {
        "kind": bundle.kind,
        "count": len(bundle.lessons),
        "course": bundle.course.model_dump() if bundle.course else None,
        "faults": [asdict(fault) for fault in bundle.faults],
        "advice": [asdict(fault) for fault in bundle.advice],
        "page": asdict(bundle.page) if bundle.page else None,
        "assets": [[asset.media, len(asset.data)] for asset in bundle.assets],
    }


def confine(memory: int, seconds: int) -> None:
    """Set the bounds of this process: bytes of its address space, and seconds of work."""
    sandbox_kernel.forbid_files()
    # Once calls are filtered, no limit can be set.
    _limit(memory, seconds)
    sandbox_kernel.forbid_calls()
    sys.addaudithook(_refuse)


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:
        return  # a system without them, where the parent's own bounds must do
    limits = [
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),  # neither processes nor threads; root alone may all the same
        (resource.RLIMIT_AS, memory),
    ]
    for limit, value in limits:
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            continue  # macOS knows this limit, but takes no value for it


def _refuse(event: str, args: object) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"{event} is not for a reader of lessons")
