"""Two admins at once, one of whom has a draft: nobody replaces what they have not been shown."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation.admin.publishing import drafts
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import AdminNeeds, Draft, Piece
from bot.lessons.model import Course, CourseWords, Lesson
from bot.lessons.revisions import diff
from bot.storage.codec import dump_draft, load_draft
from bot.storage.records import Release
from tests.rigs.courses import read_lesson
from tests.rigs.makers import at, library_of
from tests.rigs.paths import KITCHEN, LESSONS
from tests.rigs.plain_stage import PlainStage
from tests.rigs.transcript import let_pass

TEA = read_lesson(KITCHEN / "tea.md")
ALL_THE_SAME = "Publish mine anyway"
ONCE_MORE = "again since I asked you"
WARNED = "somebody has changed the course"


def packed(title: str = "The kitchen", tea: str = "A cup of tea", about: str = "Kleine") -> bytes:
    """The course of the kitchen with this title, this one for a lesson, and other German words."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for file in sorted(KITCHEN.iterdir()):
            text = file.read_text(encoding="utf-8").replace("The kitchen", title, 1)
            text = text.replace("Kleine", about)
            archive.writestr(f"kitchen/{file.name}", text.replace("A cup of tea", tea))
    return out.getvalue()


async def send(stage: PlainStage, content: bytes) -> None:
    await stage.sends("Ana", "kitchen.zip", len(content), "", content)
    assert "Draft:" in await said(stage)


async def press(stage: PlainStage, label: str) -> str:
    await stage.presses("Ana", label, 0, "Ana")
    return await said(stage)


async def said(stage: PlainStage) -> str:
    return "\n".join(one.text for one in await stage.heard())


async def theirs(
    stage: PlainStage,
    *titles: str,
    lesson: Lesson | None = None,
    gone: frozenset[str] = frozenset(),
) -> None:
    """Somebody else publishes the course under a title, or a lesson, or takes something away."""
    store, _ = stage.past("Ana")
    course = next((one for one in (await store.library()).courses), None)
    assert course is not None
    courses = tuple(course.model_copy(update={"title": title}) for title in titles)
    lessons = (lesson,) if lesson else ()
    await store.publish(Release(courses, lessons, gone=gone, by="terminal:ben"), at(1))


async def offered(stage: PlainStage) -> list[str]:
    return [one.title for one in (await stage.past("Ana")[0].library()).courses]


async def test_a_course_that_somebody_else_has_published_is_not_replaced_unasked(
    stage: PlainStage,
) -> None:
    await send(stage, packed("My kitchen"))
    await theirs(stage, "Their kitchen")
    told = await press(stage, "Publish")
    assert f"{WARNED} My kitchen" in told
    assert "another revision of" not in told, "no lesson has moved"
    assert "title: Their kitchen → My kitchen" in told
    assert await offered(stage) == ["Their kitchen"]
    assert "is published" in await press(stage, ALL_THE_SAME)
    assert await offered(stage) == ["My kitchen"]


async def test_a_course_has_moved_even_where_its_differences_look_the_same(
    stage: PlainStage,
) -> None:
    store, _ = stage.past("Ana")
    await send(stage, packed("My kitchen", about="Meins."))
    [course] = (await store.library()).courses
    (words,) = course.translations
    other = words.model_copy(update={"about": "Ihres."})
    newer = course.model_copy(update={"translations": (other,)})
    await store.publish(Release((newer,), by="terminal:ben"), at(1))
    assert WARNED in await press(stage, "Publish")
    assert (await store.library()).courses == (newer,)


async def test_a_course_that_is_offered_no_longer_counts_as_moved(stage: PlainStage) -> None:
    await send(stage, packed("My kitchen"))
    await theirs(stage, gone=frozenset({"course:kitchen"}))
    told = await press(stage, "Publish")
    assert "somebody has removed the course My kitchen" in told
    assert WARNED not in told
    assert await offered(stage) == []


async def test_a_course_that_nobody_else_has_touched_is_published_at_once(
    stage: PlainStage,
) -> None:
    await send(stage, packed("My kitchen"))
    assert "is published" in await press(stage, "Publish")
    assert await offered(stage) == ["My kitchen"]


async def test_the_very_course_that_is_offered_already_is_not_published_twice(
    stage: PlainStage,
) -> None:
    store, _ = stage.past("Ana")
    await send(stage, packed("My kitchen", "My tea"))
    await theirs(stage, "My kitchen")
    assert "is published" in await press(stage, "Publish")
    assert [one.by for one in await store.history("course:kitchen")] == ["terminal:ben", "files"]


async def test_a_course_that_the_draft_leaves_as_it_was_stays_as_it_is_offered_now(
    stage: PlainStage,
) -> None:
    await send(stage, packed(tea="My tea"))
    await theirs(stage, "Their kitchen")
    assert "is published" in await press(stage, "Publish")
    assert await offered(stage) == ["Their kitchen"]


async def test_a_lesson_that_the_draft_leaves_as_it_was_stays_as_it_is_taught_now(
    stage: PlainStage,
) -> None:
    store, _ = stage.past("Ana")
    await send(stage, packed(title="My kitchen"))
    await theirs(stage, lesson=TEA.model_copy(update={"title": "Their tea"}))
    assert "is published" in await press(stage, "Publish")
    assert await offered(stage) == ["My kitchen"]
    assert (await store.library()).cards["tea"].title == "Their tea"


async def test_a_draft_in_time_does_not_replace_a_course_either(stage: PlainStage) -> None:
    store, ana = stage.past("Ana")
    await send(stage, packed("My kitchen"))
    await press(stage, "Publish at…")
    await stage.types("Ana", f"{stage.clock:%Y-%m-%d} 23:00")
    assert "will be published" in await said(stage)
    await theirs(stage, "Their kitchen")
    await let_pass(stage, timedelta(days=1))
    assert "somebody has already published a newer version" in await said(stage)
    assert await offered(stage) == ["Their kitchen"]
    (draft,) = (await store.admin(ana, AdminNeeds(drafts=True))).drafts
    assert draft.publish_at is None


@pytest.mark.parametrize("moves", ["the same course", "a lesson", "away"])
async def test_what_was_confirmed_is_asked_anew_once_somebody_publishes_once_more(
    stage: PlainStage, moves: str
) -> None:
    newer = TEA.model_copy(update={"title": "Their tea"})
    await send(stage, packed("My kitchen", "My tea"))
    await theirs(stage, "Their kitchen")
    assert ONCE_MORE not in await press(stage, "Publish")
    match moves:
        case "the same course":
            await theirs(stage, "Their better kitchen")
        case "a lesson":
            await theirs(stage, lesson=newer)
        case _:
            await theirs(stage, gone=frozenset({"tea", "tea.de"}))
    before = await offered(stage)
    told = await press(stage, ALL_THE_SAME)
    assert ONCE_MORE in told
    assert f"{before[0]} → My kitchen" in told
    assert ("another revision of: My tea" in told) is (moves != "the same course")
    assert await offered(stage) == before
    # Who has seen that may do it.
    assert "is published" in await press(stage, ALL_THE_SAME)
    assert await offered(stage) == ["My kitchen"]


async def test_a_lesson_is_asked_about_anew_as_well(stage: PlainStage) -> None:
    store, _ = stage.past("Ana")
    mine = (LESSONS / "tea-2.md").read_bytes()
    await stage.sends("Ana", "tea-2.md", len(mine), "", mine)
    await said(stage)
    for title in ("Their tea", "Their better tea"):
        await theirs(stage, lesson=TEA.model_copy(update={"title": title}))
        told = await press(stage, "Publish" if title == "Their tea" else ALL_THE_SAME)
        assert (ONCE_MORE in told) is (title != "Their tea")
        assert (await store.library()).cards["tea"].title == title
    await press(stage, ALL_THE_SAME)
    assert "second pouring" in (await store.library()).cards["tea"].title


async def test_a_confirmation_that_names_nothing_is_asked_about(stage: PlainStage) -> None:
    store, ana = stage.past("Ana")
    await send(stage, packed("My kitchen"))
    await theirs(stage, "Their kitchen")
    (draft,) = (await store.admin(ana, AdminNeeds(drafts=True))).drafts
    await stage.types("Ana", f"/admin drafts publish {draft.id} anyway")
    told = await said(stage)
    assert WARNED in told
    assert ONCE_MORE not in told, "nobody was asked before"
    assert await offered(stage) == ["Their kitchen"]


# What has moved, of drafts that know their course's base and of those that were kept without it

BASE = Course(id="kitchen", title="Kitchen", lessons=("tea", "soup"))
MINE = BASE.model_copy(update={"title": "My kitchen"})
THEIRS = [
    BASE.model_copy(update={"title": "Their kitchen"}),
    BASE.model_copy(update={"lessons": ("soup", "tea")}),
    BASE.model_copy(update={"about": "All that is cooked."}),
    BASE.model_copy(update={"translations": (CourseWords(language="de", title="Küche"),)}),
    None,
]


def draft_of(course: Course, base: Course | None, *, known: bool) -> Draft:
    told = diff.of_courses(base, course)
    revision = (base.revision if base else "") if known else None
    return Draft("d", "k.zip", LearnerId("t:1"), 1, (), course, told, course_base=revision)


@pytest.mark.parametrize("known", [True, False])
def test_a_course_has_moved_if_it_is_neither_the_base_nor_the_draft(known: bool) -> None:
    def moved(now: Course | None, mine: Course, base: Course | None) -> bool:
        library = library_of([now] if now else [], ())
        return bool(drafts.overtaken(library, draft_of(mine, base, known=known)))

    assert not moved(BASE, MINE, BASE)
    assert not moved(MINE, MINE, BASE)
    assert not moved(None, MINE, None)
    assert not moved(THEIRS[0], BASE, BASE), "it changes nothing, so it undoes nothing"
    assert all(moved(now, MINE, BASE) for now in THEIRS)
    assert moved(BASE, MINE, None)


def test_a_draft_from_before_bases_of_courses_were_kept_can_be_read() -> None:
    draft = draft_of(MINE, BASE, known=False)
    text = dump_draft(draft)
    old = text.replace(',"course_base":null', "")
    assert old != text
    assert load_draft(old) == draft
    newer = replace(draft, course_base=BASE.revision)
    assert load_draft(dump_draft(newer)) == newer


def test_a_mark_tells_apart_what_has_moved_and_whereto() -> None:
    def named(id: str, title: str) -> Lesson:
        return TEA.model_copy(update={"id": id, "title": title})

    pieces = tuple(Piece(id, id, "mine", named(id, "base").revision) for id in ("tea", "soup"))
    draft = Draft("d", "n", LearnerId("t:1"), 1, pieces)

    def mark(**now: str) -> str:
        library = library_of((), [named(id, title) for id, title in now.items()])
        return drafts.mark_of(drafts.overtaken(library, draft))

    # Both are gone, one of them is, one or both are another text.
    shelves = [{}, {"tea": "base"}, {"soup": "base"}, {"tea": "A"}, {"tea": "B"}, {"soup": "A"}]
    shelves += [
        {"tea": "A", "soup": "base"},
        {"tea": "base", "soup": "A"},
        {"tea": "A", "soup": "A"},
    ]
    assert len({mark(**one) for one in shelves}) == len(shelves)
    assert mark(tea="A") == mark(tea="A")


async def test_what_differs_is_shown_and_asks_once_more(stage: PlainStage) -> None:
    await send(stage, packed(tea="My tea"))
    await theirs(stage, lesson=TEA.model_copy(update={"title": "Their tea"}))
    await press(stage, "Publish")
    told = await press(stage, "What differs: My tea")
    assert "title: Their tea → My tea" in told
    assert "somebody has published another revision" in told
    assert "is published" in await press(stage, ALL_THE_SAME)


async def test_looking_at_what_differs_publishes_nothing(stage: PlainStage) -> None:
    store, _ = stage.past("Ana")
    await send(stage, packed(tea="My tea"))
    await theirs(stage, lesson=TEA.model_copy(update={"title": "Their tea"}))
    await press(stage, "Publish")
    await theirs(stage, lesson=TEA)
    assert "Draft:" in await press(stage, "What differs: My tea")
    assert (await store.library()).cards["tea"].title == TEA.title
