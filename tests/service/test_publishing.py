"""Publishing: what has changed in the files, and only that, becomes what is taught."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.lessons.faults import LessonError
from bot.lessons.format import parse
from bot.lessons.model import Course
from bot.service.publishing import from_files
from bot.service.publishing.from_files import publish
from bot.storage.records import Release
from bot.storage.store import Store
from tests.rigs.courses import parsed
from tests.rigs.makers import NOON, at
from tests.rigs.paths import CONTENT
from tests.rigs.stores import fresh_store, opened

pytestmark = pytest.mark.each_store


def lesson(id: str, title: str) -> str:
    return f"---\nid: {id}\ntitle: {title}\nminutes: 5\n---\n\n# {title}\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    course = tmp_path / "content" / "kitchen"
    course.mkdir(parents=True)
    (course / "course.toml").write_text('title = "Kitchen"\nlessons = ["tea", "toast"]\n')
    (course / "tea.md").write_text(lesson("tea", "Tea"))
    (course / "toast.md").write_text(lesson("toast", "Toast"))
    (course / "tea.chat").write_text("Ana: /learn tea\n")
    (course / "README.md").write_text("For authors.\n")
    return tmp_path / "content"


async def titles(store: Store) -> dict[str, str]:
    return {id: card.title for id, card in (await store.library()).cards.items()}


async def test_a_folder_of_courses_is_published(store: Store, content: Path) -> None:
    report = await publish(store, content, NOON)
    assert report.published == ("course:kitchen", "tea", "toast")
    assert (report.gone, report.faults) == ((), ())
    assert await titles(store) == {"tea": "Tea", "toast": "Toast"}
    [course] = (await store.library()).courses
    assert (course.id, course.title, course.lessons) == ("kitchen", "Kitchen", ("tea", "toast"))


async def test_the_shipped_content_is_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    # Each is parsed once in a process, whichever test needs it.
    monkeypatch.setattr(from_files, "parse", lambda text, file: parsed(text, Path(file).name))
    async with opened(fresh_store()) as store:
        report = await publish(store, CONTENT, NOON)
        assert report.faults == ()
        assert await titles(store)


async def test_what_has_not_changed_is_not_even_parsed(
    store: Store, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(store, content, NOON)
    parsed: list[str] = []
    real = from_files.parse
    monkeypatch.setattr(
        from_files, "parse", lambda text, file: (parsed.append(file), real(text, file))[1]
    )
    assert (await publish(store, content, at(1))).published == ()
    assert parsed == []
    (content / "kitchen" / "tea.md").write_text(lesson("tea", "Better tea"))
    assert (await publish(store, content, at(2))).published == ("tea",)
    assert parsed == [str(content / "kitchen" / "tea.md")]
    assert await titles(store) == {"tea": "Better tea", "toast": "Toast"}


async def test_who_no_longer_waits_does_not_have_all_files_read(
    store: Store, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []
    begun, go_on, over = threading.Event(), threading.Event(), threading.Event()

    def parse(found: object, file: Path, *read: bytes) -> None:
        parsed.append(file.name)
        begun.set()
        go_on.wait(10)

    def read(*given: Any) -> Any:
        try:
            return real(*given)
        finally:
            over.set()

    real = from_files._read
    monkeypatch.setattr(from_files, "_parse", parse)
    monkeypatch.setattr(from_files, "_read", read)
    publication = asyncio.create_task(publish(store, content, NOON))
    assert await asyncio.to_thread(begun.wait, 10)
    publication.cancel()
    await asyncio.wait([publication])
    go_on.set()
    assert await asyncio.to_thread(over.wait, 10)
    assert parsed == ["course.toml"]
    assert await titles(store) == {}


async def test_who_is_in_a_lesson_keeps_its_revision_when_it_changes_or_goes(
    store: Store, content: Path
) -> None:
    await publish(store, content, NOON)
    began = (await store.library()).cards["tea"].revision
    file = content / "kitchen" / "tea.md"
    file.write_text(lesson("tea", "Better tea"))
    await publish(store, content, at(1))
    kept = await store.lesson("tea", began)
    assert kept is not None
    assert kept.title == "Tea"
    file.unlink()
    assert (await publish(store, content, at(2))).gone == ("tea",)
    assert await titles(store) == {"toast": "Toast"}
    assert await store.lesson("tea", began) is not None
    file.write_text(lesson("tea", "Tea"))
    assert (await publish(store, content, at(3))).published == ("tea",)
    assert (await store.library()).cards["tea"].revision == began


async def test_a_faulty_file_is_refused_and_what_was_published_before_stays(
    store: Store, content: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await publish(store, content, NOON)
    file = content / "kitchen" / "tea.md"
    file.write_text(lesson("tea", "Better tea") + "\n## Nonsense\n\nText.\n")
    (content / "kitchen" / "toast.md").write_text(lesson("toast", "Better toast"))
    (content / "kitchen" / "course.toml").write_text("title = ")
    report = await publish(store, content, at(1))
    assert report.published == ("toast",)
    assert report.gone == ()
    assert await titles(store) == {"tea": "Tea", "toast": "Better toast"}
    assert (await store.library()).courses[0].title == "Kitchen"
    assert f"{file}:9:" in caplog.text
    assert f"{content / 'kitchen' / 'course.toml'}:1:" in caplog.text
    assert len(report.faults) >= 2


async def test_a_mended_file_is_published_at_the_next_start(store: Store, content: Path) -> None:
    file = content / "kitchen" / "tea.md"
    file.write_text("nothing of a lesson")
    assert "tea" not in (await publish(store, content, NOON)).published
    file.write_text(lesson("tea", "Tea"))
    assert (await publish(store, content, at(1))).published == ("tea",)


async def test_a_file_that_is_not_text_is_refused_at_its_place(store: Store, content: Path) -> None:
    (content / "kitchen" / "tea.md").write_bytes(b"---\nid: \xff\n---\n")
    report = await publish(store, content, NOON)
    [fault] = report.faults
    assert str(fault).startswith(f"{content / 'kitchen' / 'tea.md'}:2:5: ")
    assert "UTF-8" in str(fault)


async def test_a_file_that_can_not_be_read_is_refused(store: Store, content: Path) -> None:
    (content / "kitchen" / "tea.md").unlink()
    (content / "kitchen" / "tea.md").mkdir()
    [fault] = (await publish(store, content, NOON)).faults
    assert "can't be read" in str(fault)


async def test_a_lesson_must_be_called_like_its_file(store: Store, content: Path) -> None:
    (content / "kitchen" / "tea.md").write_text(lesson("coffee", "Coffee"))
    [fault] = (await publish(store, content, NOON)).faults
    assert (fault.line, "tea.md" in fault.what) == (2, True)
    assert await titles(store) == {"toast": "Toast"}


async def test_one_id_in_two_courses_is_refused_the_second_time(
    store: Store, content: Path
) -> None:
    other = content / "office"
    other.mkdir()
    (other / "course.toml").write_text('title = "Office"\nlessons = ["tea"]\n')
    (other / "tea.md").write_text(lesson("tea", "Office tea"))
    [fault] = (await publish(store, content, NOON)).faults
    assert fault.file == str(other / "tea.md")
    assert (await titles(store))["tea"] == "Tea"


async def test_what_did_not_come_from_files_is_left_alone(store: Store, content: Path) -> None:
    await publish(store, content, NOON)
    tea = await store.lesson("tea", (await store.library()).cards["tea"].revision)
    assert tea is not None
    (content / "kitchen" / "tea.md").unlink()
    await store.publish(Release(lessons=(tea,)), at(1))
    assert (await publish(store, content, at(2))).gone == ()
    assert "tea" in await titles(store)


@pytest.mark.parametrize("place", ["", "nowhere"])
async def test_a_folder_without_courses_is_refused_and_changes_nothing(
    store: Store, content: Path, tmp_path: Path, place: str
) -> None:
    await publish(store, content, NOON)
    folder = tmp_path / place if place else tmp_path / "empty"
    if not place:
        folder.mkdir()
    with pytest.raises(LessonError) as caught:
        await publish(store, folder, at(1))
    assert str(caught.value).startswith(f"{folder}: there ")
    assert "course.toml" in str(caught.value)
    assert await titles(store) == {"tea": "Tea", "toast": "Toast"}


async def test_a_folder_that_cannot_be_read_takes_no_lesson_away(
    store: Store, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(store, content, NOON)
    (content / "office").mkdir()
    (content / "office" / "course.toml").write_text('title = "Office"\nlessons = ["desk"]\n')
    real = Path.iterdir

    def iterdir(folder: Path) -> Iterator[Path]:
        if folder.name == "kitchen":
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    with pytest.raises(LessonError, match=r"kitchen.* can't be read \(Permission denied\)"):
        await publish(store, content, at(1))
    assert await titles(store) == {"tea": "Tea", "toast": "Toast"}


async def test_a_folder_that_is_no_course_need_not_be_readable(
    store: Store, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (content / "lost+found").mkdir()
    monkeypatch.setattr(from_files.os, "access", lambda path, how: path.name != "lost+found")
    real = from_files._inside

    def inside(folder: Path) -> list[Path]:
        assert folder.name != "lost+found"
        return real(folder)

    monkeypatch.setattr(from_files, "_inside", inside)
    assert (await publish(store, content, NOON)).faults == ()
    assert await titles(store) == {"tea": "Tea", "toast": "Toast"}


async def test_publishing_is_all_or_nothing(
    store: Store, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(store, content, NOON)
    (content / "kitchen" / "toast.md").unlink()
    (content / "kitchen" / "tea.md").write_text(lesson("tea", "Better tea"))

    async def fail(release: Release, when: object) -> None:
        assert {lesson.title for lesson in release.lessons} == {"Better tea"}
        assert release.gone == {"toast"}
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(store, "publish", fail)
        with pytest.raises(ZeroDivisionError):
            await publish(store, content, at(1))
    assert await titles(store) == {"tea": "Tea", "toast": "Toast"}


# What admins publish over the files


async def pushed(store: Store, title: str, when: float) -> str:
    """An admin publishes the lesson on tea with this title; its revision."""
    text = lesson("tea", title)
    made = parse(text, "tea.md").lesson
    await store.publish(Release(lessons=(made,), by="terminal:ana", how="push"), at(when))
    return made.revision


async def test_a_file_that_is_as_before_does_not_undo_what_was_pushed(
    store: Store, content: Path
) -> None:
    await publish(store, content, NOON)
    await pushed(store, "Pushed tea", 1)
    report = await publish(store, content, at(2))
    assert (report.published, report.gone, report.kept) == ((), (), ())
    assert (await titles(store))["tea"] == "Pushed tea"


async def test_a_changed_file_does_not_undo_what_was_pushed_and_the_log_says_so(
    store: Store, content: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await publish(store, content, NOON)
    await pushed(store, "Pushed tea", 1)
    (content / "kitchen" / "tea.md").write_text(lesson("tea", "Better tea"))
    (content / "kitchen" / "toast.md").write_text(lesson("toast", "Better toast"))
    for start in (2, 3):
        caplog.clear()
        assert (await publish(store, content, at(start))).kept == ("tea",)
        assert "admins published another one: tea" in caplog.text
        assert await titles(store) == {"tea": "Pushed tea", "toast": "Better toast"}


async def test_a_file_with_what_was_pushed_is_its_source_again(store: Store, content: Path) -> None:
    await publish(store, content, NOON)
    revision = await pushed(store, "Pushed tea", 1)
    file = content / "kitchen" / "tea.md"
    file.write_text(lesson("tea", "Pushed tea"))
    assert (await publish(store, content, at(2))).published == ("tea",)
    assert (await store.library()).cards["tea"].revision == revision
    assert [one.how for one in await store.history("tea")] == ["push", "files"]
    file.write_text(lesson("tea", "Best tea"))
    assert (await publish(store, content, at(3))).published == ("tea",)
    assert (await titles(store))["tea"] == "Best tea"


async def test_what_was_pushed_stays_when_its_file_goes(store: Store, content: Path) -> None:
    await publish(store, content, NOON)
    await pushed(store, "Pushed tea", 1)
    (content / "kitchen" / "tea.md").unlink()
    assert (await publish(store, content, at(2))).gone == ()
    assert (await titles(store))["tea"] == "Pushed tea"


async def test_a_lesson_that_was_pushed_first_is_not_replaced_by_a_file(
    store: Store, content: Path
) -> None:
    await pushed(store, "Pushed tea", 1)
    assert (await publish(store, content, at(2))).kept == ("tea",)
    assert await titles(store) == {"tea": "Pushed tea", "toast": "Toast"}


async def test_a_translation_is_kept_with_its_original(store: Store, content: Path) -> None:
    german = content / "kitchen" / "tea.de.md"
    german.write_text(lesson("tea", "Tee").replace("id:", "language: de\nid:"))
    await publish(store, content, NOON)
    await pushed(store, "Pushed tea", 1)
    (content / "kitchen" / "tea.md").write_text(lesson("tea", "Better tea"))
    assert (await publish(store, content, at(2))).kept == ("tea", "tea.de")


async def test_a_course_that_was_pushed_stays_as_it_is(store: Store, content: Path) -> None:
    await publish(store, content, NOON)
    await store.publish(
        Release((Course(id="kitchen", title="Mine", lessons=("tea",)),), how="push"), at(1)
    )
    (content / "kitchen" / "course.toml").write_text('title = "Yours"\nlessons = ["toast"]\n')
    assert (await publish(store, content, at(2))).kept == ("course:kitchen",)
    assert [one.title for one in (await store.library()).courses] == ["Mine"]
