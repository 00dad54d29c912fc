"""Export: answers become a file that an admin gets, page by page and beside everything else.

It is a job (``bot.service.jobs``). Done twice, it writes the file twice under the same id, so that
a crash in the midst of it costs nothing but the time.

Answers as rows of a spreadsheet, without any id of a learner.

A learner is a name made of their id with a salt that is forgotten with the file: the same in all
rows of a file, another in the next file. The id of an input is left out, for it can name a chat.

A million answers took 39 s on two busy cores and became an archive of 25 MB, which Telegram takes
and Discord does not. The process grew by 33 MiB, and the event loop was 18 ms late at the 99th
percentile.
"""

import asyncio
import csv
import hashlib
import secrets
import zipfile
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO, TextIOWrapper

from bot.conversation.admin.statistics import export
from bot.conversation.admin.statistics.export import ExportResult
from bot.conversation.facts.roles import Scope
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.learner import Job
from bot.conversation.scopes import lessons_of
from bot.learning.observations import GROUP, Circle
from bot.lessons.library import Library
from bot.storage.codec import moment
from bot.storage.records import BEGINNING, AnswerKey, AnswerRecord
from bot.storage.store import Store
from bot.values import replace

PAGE = 500
"""Answers read at a time; between two pages those who are learning have their turn."""

MAX_EXPORT_BYTES = 50_000_000
"""Bytes of a file that is kept to be sent: the most that any platform takes (Telegram, 50 MB)."""

PLAIN = 1_000_000
"""Bytes up to which the file comes as it is: a phone opens that with a tap, an archive not."""


async def do(store: Store, library: Library, job: Job, at: datetime) -> str:
    """Write the file and keep it to be sent; returns an ``export.ExportResult`` as JSON."""
    wanted = export.REQUEST.validate_json(job.body)
    lesson = wanted.lesson
    lessons = lessons_of(library, Scope(wanted.course)) if wanted.course else None
    taken = (await store.overview(Circle(lessons))).lessons
    answered = {
        participation.lesson: participation.answered
        for participation in taken
        if lesson in ("", participation.lesson)
    }
    lesson_ids = {lesson for lesson, learners in answered.items() if learners >= GROUP}
    small = sum(0 < learners < GROUP for learners in answered.values())
    written = ExportResult(small=small)
    name = lesson or wanted.course or "all"
    if lesson_ids:
        written = await _write(store, job, lesson_ids, f"{export.NAME}-{name}", at)
        written = replace(written, small=small)
    return export.RESULT.dump_json(written, exclude_defaults=True).decode()


async def _write(
    store: Store, job: Job, lessons: set[str], name: str, at: datetime
) -> ExportResult:
    packed = await asyncio.to_thread(ZippedCsv, f"{name}.csv", at, MAX_EXPORT_BYTES)
    after: AnswerKey | None = BEGINNING
    while after:
        page = await store.answers(after, PAGE)
        await asyncio.to_thread(
            packed.add, [answer_record for answer_record in page if answer_record.lesson in lessons]
        )
        after = page[-1].key if len(page) == PAGE else None
    archive = await asyncio.to_thread(packed.close)
    if archive is None:
        return ExportResult(packed.answers, size=packed.size)
    name, media, content = f"{name}.zip", "application/zip", archive
    if unzipped_size(archive) <= PLAIN:
        name, media, content = f"{name[:-4]}.csv", "text/csv", unzip(archive)
    await store.keep_document(job.id, content)
    return ExportResult(packed.answers, 0, name, media, job.id, len(content))


COLUMNS = (
    *("learner", "at", "lesson", "revision", "question", "phase"),
    *("choice", "confidence", "right", "score", "took_ms", "void", "range", "overruled"),
)
"""``at`` is in UTC. ``choice`` counts from 1, options or the ranges of an estimate; it is empty for
"no idea", for an open question, and for what was typed. A range that was typed is in ``range``;
words are in no column, since they may tell who wrote them.
``overruled`` is ``yes`` where words that were called wrong meant the same, says who wrote them.
``right`` is ``yes``, ``no``, or empty where nobody judged. ``void`` is ``yes`` where the key was
wrong and has been corrected: such an answer counts nowhere."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text for a formula, says OWASP
(https://owasp.org/www-community/attacks/CSV_Injection)."""

_SALT = 16
_NAME = 8
"""Bytes; two of a million learners share a name of 8 with a chance of 3 in 10⁸."""


class Pseudonyms:
    """The random names of learners in a file."""

    def __init__(self) -> None:
        self._salt = secrets.token_bytes(_SALT)
        self._last: tuple[LearnerId | None, str] = None, ""

    def of(self, learner: LearnerId) -> str:
        # Answers come learner by learner, so the last name is nearly always the next.
        if self._last[0] != learner:
            digest = hashlib.blake2b(learner.encode(), digest_size=_NAME, salt=self._salt)
            # Without a letter that is no digit, a spreadsheet would take some for numbers: 12e3.
            self._last = learner, f"L{digest.hexdigest()}"
        return self._last[1]


def rows(page: Iterable[AnswerRecord], names: Pseudonyms) -> Iterable[tuple[object, ...]]:
    for answer_record in page:
        learner, at, _, question, phase = answer_record.key
        texts = (answer_record.lesson, answer_record.revision, question, phase)
        yield (
            names.of(learner),
            moment(at).isoformat(timespec="seconds"),
            *map(cell, texts),
            None if answer_record.choice is None else answer_record.choice + 1,
            cell(answer_record.confidence),
            {True: "yes", False: "no", None: None}[answer_record.right],
            # A number below zero is a number to a spreadsheet, and stays so.
            answer_record.score,
            answer_record.took_ms,
            "yes" if answer_record.void else None,
            cell(answer_record.said) if answer_record.said else None,
            "yes" if answer_record.overruled else None,
        )


def cell(text: str) -> str:
    """A text as it may stand in a spreadsheet, where nothing may take it for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


class ZippedCsv:
    """A CSV file in a zip archive, written page by page: memory holds what is packed, and a page.

    Once it is larger than ``limit`` bytes nothing more is kept of it; it is only measured.
    """

    def __init__(self, name: str, at: datetime, limit: int) -> None:
        self._out = _Bounded(limit)
        self._zip = zipfile.ZipFile(self._out, "w", zipfile.ZIP_DEFLATED)  # type: ignore[call-overload]  # its stub asks for more than a stream that can't go back needs
        info = zipfile.ZipInfo(name, at.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        # More than 2 GiB can't be told from the beginning; it must be allowed for.
        self._text = TextIOWrapper(
            self._zip.open(info, "w", force_zip64=True), encoding="utf-8", newline=""
        )
        self._sheet = csv.writer(self._text)
        self._sheet.writerow(COLUMNS)
        self._names = Pseudonyms()
        self.answers = 0

    def add(self, page: Iterable[AnswerRecord]) -> None:
        """Write these. It takes a while: not for the event loop."""
        for row in rows(page, self._names):
            self._sheet.writerow(row)
            self.answers += 1

    def close(self) -> bytes | None:
        """End the file: the archive, or nothing if it is too large."""
        self._text.close()
        self._zip.close()
        return self._out.content()

    @property
    def size(self) -> int:
        """The bytes of the archive so far."""
        return self._out.size


class _Bounded:
    """A stream that forgets everything once it is too large."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: BytesIO | None = BytesIO()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self.size > self._limit:
            self._kept = None
        elif self._kept is not None:
            self._kept.write(data)
        return len(data)

    def flush(self) -> None:
        """There is nothing to flush."""

    def content(self) -> bytes | None:
        return None if self._kept is None else self._kept.getvalue()


def unzip(archive: bytes) -> bytes:
    """The CSV file of a ``ZippedCsv`` archive."""
    with zipfile.ZipFile(BytesIO(archive)) as zip_file:
        [name] = zip_file.namelist()
        return zip_file.read(name)


def unzipped_size(archive: bytes) -> int:
    """The bytes of the CSV file of a ``ZippedCsv`` archive."""
    with zipfile.ZipFile(BytesIO(archive)) as zip_file:
        return sum(zip_info.file_size for zip_info in zip_file.infolist())
