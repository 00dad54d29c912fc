"""What nothing needs any more goes in time, and what anybody needs stays."""

from collections.abc import Sequence

import pytest

from bot.conversation.facts.admin import DraftClosed, JobSet, JobTold
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import Draft, Piece
from bot.conversation.outputs import Document, Say
from bot.conversation.session import Session
from bot.lessons.model import Lesson
from bot.lessons.pictures.assets import PNG, Asset
from bot.storage.records import Release
from bot.storage.store import Store
from tests.rigs.makers import ANA, BEN, at, left, record, write

pytestmark = pytest.mark.each_store

NEVER = at(-1)
"""A time before all else, so that nothing is old."""

OLD = at(60)


async def drop(store: Store, *, undelivered: bool = False, drafts: bool = False) -> None:
    await store.discard(undelivered=OLD if undelivered else NEVER, drafts=OLD if drafts else NEVER)


async def test_what_was_never_delivered_goes_with_its_document(store: Store) -> None:
    document = Document("a.csv", "text/csv", "job1", 1, "here", "too large")
    await store.keep_document("job1", b"x")
    await store.keep_document("job2", b"y")
    [_, kept] = await write(
        store,
        record(ANA, document, when=at(0)),
        record(BEN, Document("b.csv", "text/csv", "job2", 1, "", ""), when=at(60)),
    )
    await drop(store)
    assert await store.document("job1") == b"x"
    await drop(store, undelivered=True)
    assert await left(store) == [kept]
    assert await store.document("job1") is None
    assert await store.document("job2") == b"y"


async def test_a_document_that_no_parcel_came_for_goes_and_one_of_a_job_stays(
    store: Store,
) -> None:
    await write(store, record(ANA, when=at(0), facts=(JobSet("wanted", "k", "{}", "t", "1"),)))
    await store.keep_document("wanted", b"x")
    await store.keep_document("lost", b"y")
    await drop(store)
    assert await store.document("wanted") == b"x"
    assert await store.document("lost") is None


async def test_a_result_that_could_not_be_told_goes_and_what_is_to_be_done_stays(
    store: Store,
) -> None:
    jobs = [JobSet(id, "k", "{}", "telegram", "1") for id in ("done", "to do")]
    await write(store, record(ANA, when=at(0), facts=tuple(jobs)))
    done = next(job for job in await store.jobs(9) if job.id == "done")
    await store.finish_job(done, at(1), "{}")
    await drop(store, undelivered=True)
    assert await ids(store, "SELECT id FROM job") == ["to do"]


async def test_an_alarm_that_has_told_of_its_job_goes(store: Store) -> None:
    await write(store, record(ANA, when=at(0), facts=(JobSet("one", "k", "{}", "telegram", "1"),)))
    [job] = await store.jobs(1)
    await store.finish_job(job, at(1), "{}")
    await drop(store)
    assert len(await ids(store, "SELECT kind FROM alarm")) == 1
    [due] = await store.alarms({"telegram": None}, at(2), 9)
    told = record(ANA, Say("done"), when=at(2), facts=(JobTold("one"),))
    await write(store, told)
    await store._write_each(  # type: ignore[attr-defined]  # as it is when it has rung
        "UPDATE alarm SET at = NULL WHERE kind = ?", [(due.kind,)]
    )
    await drop(store)
    assert await ids(store, "SELECT kind FROM alarm") == []


async def ids(store: Store, sql: str) -> list[str]:
    return [one for (one,) in await store._read(sql)]  # type: ignore[attr-defined]


def lesson(id: str, *, picture: Asset | None = None) -> Lesson:
    return Lesson(id=id, title=f"About {picture.name if picture else id}", minutes=5)


def picture(number: int) -> Asset:
    return Asset(PNG, b"\x89PNG\r\n\x1a\n" + bytes([number]))


async def draft(store: Store, id: str, lessons: Sequence[Lesson], *pictures: Asset) -> None:
    pieces = tuple(Piece(one.id, one.title, one.revision, "") for one in lessons)
    await store.keep_draft(Draft(id, id, ANA, 0, pieces), lessons, at(0), pictures)


async def close(store: Store, id: str) -> None:
    await write(store, record(ANA, when=at(1), facts=(DraftClosed(id, published=False),)))


async def test_a_discarded_draft_goes_with_what_only_it_needed(store: Store) -> None:
    gone, taught = picture(1), picture(2)
    dropped, kept = lesson("dropped", picture=gone), lesson("kept", picture=taught)
    await store.publish(Release(lessons=(kept,), assets=(taught,)), at(0))
    await draft(store, "d", [dropped, kept], gone, taught)
    await drop(store, drafts=True)
    assert await store.lesson("dropped", dropped.revision) == dropped
    await close(store, "d")
    await drop(store)
    assert await store.lesson("dropped", dropped.revision) == dropped
    await drop(store, drafts=True)
    assert await ids(store, "SELECT id FROM draft") == []
    assert await store.lesson("dropped", dropped.revision) is None
    assert await ids(store, "SELECT lesson FROM revision_modes") == ["kept"]
    assert await store.asset(gone.name) is None
    assert await store.lesson("kept", kept.revision) == kept
    assert await store.asset(taught.name) == taught


async def test_what_was_taught_once_or_is_in_a_preview_stays(store: Store) -> None:
    before, now, seen = lesson("tea"), Lesson(id="tea", title="Tea", minutes=6), lesson("cup")
    await store.publish(Release(lessons=(before,)), at(0))
    await store.publish(Release(lessons=(now,)), at(0))
    await draft(store, "d", [seen])
    await close(store, "d")
    preview = Session("abcdefgh", album=None)
    await write(store, record(LearnerId("telegram:9"), when=at(1), session=preview))
    await store._write_each(  # type: ignore[attr-defined]  # as a run in a preview is kept
        "UPDATE session SET body = json_set(body, '$.run', ?)", [(seen.revision,)]
    )
    await drop(store, drafts=True)
    for one in (before, now, seen):
        assert await store.lesson(one.id, one.revision) == one


async def test_a_picture_that_is_sent_again_counts_as_new(store: Store) -> None:
    again = picture(3)
    await draft(store, "d", [], again)
    await store.keep_draft(Draft("e", "e", ANA, 0, ()), [], at(60), [again])
    await drop(store, drafts=True)
    assert await store.asset(again.name) == again
