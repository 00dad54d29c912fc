"""Lessons with pictures, from their files to a screen: published, pushed, pulled, sent."""

import asyncio
import io
import time
import zipfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.cli import authoring, push_pull
from adapters.cli.authoring import InputError
from adapters.control import lessons
from adapters.control.socket import ControlError, serving
from adapters.layout.plan import caption, plan
from adapters.pictures.images import Drawable, file_name, image_of
from adapters.settings import Settings
from adapters.terminal.channel import Gallery, TerminalChannel
from adapters.terminal.screen import Screen
from bot.conversation.inputs import Address
from bot.conversation.outputs import LessonImage, Say, TextDiagram
from bot.lessons.format.images import split_at_images
from bot.lessons.model import Image, Lesson
from bot.lessons.pictures.assets import Asset, no_assets
from bot.lessons.pictures.reencode import asset
from bot.lessons.upload.bundle import Bundle, bundle
from bot.service.publishing import sandbox
from bot.service.publishing.from_files import beside, publish
from bot.service.publishing.from_terminal import push
from bot.service.publishing.sandbox import Sandbox
from bot.storage.codec import dump_outputs, load_outputs
from bot.storage.records import Release, StoreError
from bot.storage.sqlite import SqliteStore
from bot.storage.store import Store
from tests.rigs.archives import packed, packed_folder
from tests.rigs.discord_stage import DiscordStage
from tests.rigs.makers import NOON, at, library_of
from tests.rigs.paths import SENT
from tests.rigs.pictures import encoded, opened, photo, png
from tests.rigs.program import foretell
from tests.rigs.stores import fresh_store
from tests.rigs.telegram_rig import Rig, Script
from tests.rigs.telegram_server import TelegramServer

BLUE, BROWN = png("#2050a0"), png("#a05010")
POT, PAN = asset("a.png", BLUE), asset("a.png", BROWN)


def text(id: str = "pot", body: str = "![A pot.](pictures/pot.png)\n\nIt is hot.") -> str:
    head = f"---\nid: {id}\ntitle: {id}\nminutes: 1\n---\n\n# {id}\n\n"
    return f"{head}## Overview\n\n### What is it?\n\n{body}\n"


def put(folder: Path, picture: bytes = BLUE, **lessons: str) -> Path:
    """A course in a folder, with a picture."""
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    (folder / "pictures" / "pot.png").write_bytes(picture)
    names = ", ".join(f'"{id}"' for id in lessons if "_" not in id)
    (folder / "course.toml").write_text(f'title = "Kitchen"\nlessons = [{names}]\n')
    for name, body in lessons.items():
        (folder / f"{name.replace('_', '.')}.md").write_text(body)
    return folder


def faults(found: Bundle) -> str:
    return "\n".join(map(str, (*found.faults, *found.advice)))


# --- a store ---


async def test_a_picture_is_kept_by_its_hash_for_good(store: Store) -> None:
    assert await store.asset(POT.name) is None
    await store.publish(Release(assets=(POT,)), NOON)
    await store.publish(Release(assets=(POT, PAN)), at(1))
    assert await store.asset(POT.name) == POT
    assert await store.kept_assets([POT.name, "0" * 64]) == {POT.name}
    assert await store.kept_assets([]) == set()


async def test_a_picture_is_there_after_a_restart(
    store: Store, restart: Callable[[], Awaitable[Store]]
) -> None:
    await store.publish(Release(assets=(POT,)), NOON)
    assert await store.asset(POT.name) == POT
    after = await restart()
    assert await after.asset(POT.name) == POT


def test_what_is_on_its_way_names_the_picture_and_does_not_hold_it() -> None:
    outputs = (LessonImage(POT.name, "A pot."), Say("Hot."))
    kept = dump_outputs(outputs)
    assert load_outputs(kept) == outputs
    assert len(kept) < 140


# --- a folder of content ---


async def test_files_are_published_with_the_pictures_beside_them(
    store: Store, tmp_path: Path
) -> None:
    put(tmp_path / "kitchen", pot=text())
    report = await publish(store, tmp_path, NOON)
    assert report.faults == ()
    card = (await store.library()).cards["pot"]
    assert card.pictures == (("pictures/pot.png", POT.name),)
    assert await store.asset(POT.name) == POT
    assert (await publish(store, tmp_path, at(1))).published == ()


async def test_another_picture_in_a_file_is_published_though_the_text_is_the_same(
    store: Store, tmp_path: Path
) -> None:
    put(tmp_path / "kitchen", pot=text(), pot_de=text().replace("title", "language: de\ntitle"))
    assert (await publish(store, tmp_path, NOON)).faults == ()
    before = (await store.library()).cards["pot"].revision
    put(tmp_path / "kitchen", BROWN)
    (tmp_path / "kitchen" / "course.toml").write_text('title = "Kitchen"\nlessons = ["pot"]\n')
    assert (await publish(store, tmp_path, at(1))).published == ("pot", "pot.de")
    library = await store.library()
    assert library.cards["pot"].revision != before
    assert library.translations["de"]["pot"].translates == library.cards["pot"].revision
    old = await store.lesson("pot", before)
    assert old
    assert await store.asset(old.asset("pictures/pot.png")) == POT


async def test_a_lesson_waits_for_a_picture_that_is_not_there_yet(
    store: Store, tmp_path: Path
) -> None:
    folder = put(tmp_path / "kitchen", pot=text())
    (folder / "pictures" / "pot.png").rename(folder / "pictures" / "pott.png")
    report = await publish(store, tmp_path, NOON)
    assert report.published == ("course:kitchen",)
    (fault,) = map(str, report.faults)
    assert fault.startswith(f'{folder}/pot.md:13:1: there is no picture "pictures/pot.png"')
    assert 'did you mean "pictures/pott.png"? put it there' in fault
    put(folder, pot=text())
    assert (await publish(store, tmp_path, at(1))).published == ("pot",)


@pytest.mark.parametrize("where", ["file", "folder", "within"])
def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, where: str) -> None:
    folder = put(tmp_path / "kitchen", pot=text())
    (tmp_path / "secret.png").write_bytes(BROWN)
    (tmp_path / "pot.png").write_bytes(BROWN)
    picture = folder / "pictures" / "pot.png"
    picture.unlink()
    if where == "file":
        picture.symlink_to(tmp_path / "secret.png")
    elif where == "folder":
        picture.parent.rmdir()
        picture.parent.symlink_to(tmp_path)
    else:
        picture.symlink_to(folder / "other.png")
        (folder / "other.png").write_bytes(BLUE)
        assert beside(str(folder / "pot.md"), "pictures/pot.png") == BLUE
        return
    verdict = authoring.check([folder / "pot.md"], tmp_path)
    assert verdict.errors
    assert "a link that leads out of the lesson's folder" in verdict.lines[0]


def test_check_looks_at_pictures_too(tmp_path: Path) -> None:
    folder = put(tmp_path / "kitchen", pot=text())
    assert not authoring.check([folder], tmp_path).errors
    put(folder, encoded(photo(), "JPEG"), pot=text())
    verdict = authoring.check([folder], tmp_path)
    assert verdict.errors
    assert 'pot.md:13:1: "pictures/pot.png": the file is a JPEG' in verdict.lines[0]


# --- archives, and lessons that come alone ---


def test_an_archive_has_pictures_beside_its_lessons() -> None:
    files = {"c/course.toml": b'title = "C"\nlessons = ["pot"]\n', "c/pot.md": text().encode()}
    found = bundle("c.zip", packed({**files, "c/pictures/pot.png": BLUE}), {})
    assert found.sound, faults(found)
    assert found.assets == (POT,)
    assert found.lessons[0].asset("pictures/pot.png") == POT.name
    missing = bundle("c.zip", packed({**files, "c/pot.png": BLUE}), {})
    assert 'c/pot.md:13:1: there is no picture "pictures/pot.png"' in faults(missing)
    assert 'did you mean "pot.png"? put it into the archive' in faults(missing)
    assert "c/pot.png:1:1: the file is ignored: no lesson names it" in faults(missing)


def test_a_picture_that_two_lessons_name_is_kept_once() -> None:
    files = {"a.md": text("a"), "b.md": text("b"), "a.de.md": text("a")}
    files["a.de.md"] = files["a.de.md"].replace("title: a", "language: de\ntitle: a")
    archive = {name: body.encode() for name, body in files.items()}
    found = bundle("x.zip", packed({**archive, "pictures/pot.png": BLUE}), {})
    assert found.sound, faults(found)
    assert (len(found.lessons), found.assets) == (3, (POT,))


def test_a_lesson_alone_has_the_pictures_that_it_is_taught_with() -> None:
    data = text().encode()
    alone = bundle("pot.md", data, {})
    assert not alone.sound
    assert "send the lesson and its pictures together, as a .zip archive" in faults(alone)
    taught = {"pot": {"pictures/pot.png": POT.name}, "pan": {"pictures/pot.png": PAN.name}}
    found = bundle("pot.md", data, {}, taught)
    assert found.sound
    assert (found.lessons[0].asset("pictures/pot.png"), found.assets) == (POT.name, ())
    other = bundle("pot.zip", packed({"pot.md": data, "pictures/pot.png": BROWN}), {}, taught)
    assert other.lessons[0].asset("pictures/pot.png") == PAN.name


@pytest.mark.apart
async def test_the_reader_hands_pictures_over_as_they_are() -> None:
    data = packed_folder(SENT / "pot")
    found, here = await Sandbox().read("pot.zip", data, {}), bundle("pot.zip", data, {})
    assert (found.assets, tuple(found.lessons)) == (here.assets, here.lessons)
    assert b"52.52" not in found.assets[0].data


@pytest.mark.parametrize("change", [b"", b"more", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\nmore"])
async def test_an_answer_with_other_pictures_than_it_says_makes_no_sense(change: bytes) -> None:
    head = b'{"kind":"lesson","count":0,"course":null,"page":null,"faults":[],"advice":[]'
    answer = head + b',"assets":[["image/png",8]]}\n' + change
    if change == b"\x89PNG\r\n\x1a\n":
        assert len((await sandbox._read_answer(bytearray(answer))).assets) == 1
        return
    with pytest.raises(ValueError, match=r"picture|more than was said"):
        await sandbox._read_answer(bytearray(answer))


# --- pushed and pulled ---


def settings(tmp_path: Path) -> Settings:
    return Settings.model_construct(database=tmp_path / "db")


async def pushed(tmp_path: Path, *paths: Path) -> push_pull.PushResult:
    its = settings(tmp_path)
    found = push_pull.read(paths, await push_pull.load_taught(its))
    assert found.errors == ()
    return await push_pull.push(its, found, "terminal:ana", dry_run=False, sure=False)


@pytest.mark.parametrize("running", [True, False])
@pytest.mark.parametrize("packing", [True, False])
async def test_what_is_pulled_and_pushed_again_is_the_same_to_the_byte(
    tmp_path: Path, running: bool, packing: bool
) -> None:
    folder = put(tmp_path / "kitchen", pot=text(), pan=text("pan", "![A pan.](pan.jpg)\n\nHot."))
    (folder / "pan.jpg").write_bytes(encoded(photo(), "JPEG", quality=97))
    path = folder
    if packing:
        path = tmp_path / "kitchen.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in folder.rglob("*"):
                archive.write(file, file.relative_to(tmp_path))
    its, store = settings(tmp_path), SqliteStore(tmp_path / "db")
    if running:
        await store.open()
    serve = serving(its.socket, lessons.handlers(store, clock=lambda: NOON))
    async with serve if running else asyncio.timeout(60):
        assert (await pushed(tmp_path, path)).lines[-1] == "Published."
        rounds = []
        for name in ("one", "two"):
            pulled = await push_pull.pull(its)
            written, _ = push_pull.write_files(tmp_path / name, *pulled, force=False)
            rounds.append({f.relative_to(tmp_path / name): f.read_bytes() for f in written})
            assert (await pushed(tmp_path, tmp_path / name)).lines[-1] == "Nothing has changed."
        assert rounds[0] == rounds[1]
        assert rounds[0][Path("kitchen/pictures/pot.png")] == POT.data
        assert opened(rounds[0][Path("kitchen/pan.jpg")]).size == (160, 120)
        # What was made of a picture is that picture: where it came from, none is in the way.
        with pytest.raises(InputError) as caught:
            push_pull.write_files(tmp_path, *await push_pull.pull(its), force=False)
        assert all(".md: already exists" in one for one in str(caught.value).splitlines())
    await store.close()


async def test_two_pictures_of_one_name_are_pulled_under_two(tmp_path: Path) -> None:
    its = settings(tmp_path)
    put(tmp_path / "kitchen", pot=text(), pan=text("pan"))
    await pushed(tmp_path, tmp_path / "kitchen")
    put(tmp_path / "kitchen", BROWN)
    await pushed(tmp_path, tmp_path / "kitchen" / "pan.md")
    written, _ = push_pull.write_files(tmp_path / "out", *await push_pull.pull(its), force=False)
    names = {str(file.relative_to(tmp_path / "out" / "kitchen")) for file in written}
    other = f"pictures/pot-{POT.name[:12]}.png"
    assert names == {"course.toml", "pot.md", "pan.md", "pictures/pot.png", other}
    for lesson, picture in (("pan", PAN), ("pot", POT)):
        body = (tmp_path / "out" / "kitchen" / f"{lesson}.md").read_text()
        (image,) = (one for one in split_at_images(body) if isinstance(one, Image))
        assert (tmp_path / "out" / "kitchen" / image.file).read_bytes() == picture.data
    assert (await pushed(tmp_path, tmp_path / "out")).lines[-1] == "Published."


async def test_names_that_differ_in_case_alone_are_one_file(tmp_path: Path) -> None:
    lessons = [
        bundle(
            f"{id}.zip", packed({f"{id}.md": text(id, f"![A.]({file})").encode(), file: data}), {}
        )
        for id, file, data in (("a", "Pot.png", BLUE), ("b", "pot.png", BROWN))
    ]
    found = [one.lessons[0] for one in lessons]
    assets = {one.name: one for one in (POT, PAN)}
    written, _ = push_pull.write_files(tmp_path, [], found, assets, force=False)
    names = {file.name.casefold() for file in written}
    assert names == {"a.md", "b.md", "pot.png", f"pot-{PAN.name[:12]}.png"}


def test_the_library_knows_the_pictures_of_originals_and_translations() -> None:
    files = {"a.md": text("a").encode(), "pictures/pot.png": BLUE, "topf.png": BROWN}
    german = text("a", "![Ein Topf.](topf.png)").replace("title: a", "language: de\ntitle: a")
    found = bundle("a.zip", packed({**files, "a.de.md": german.encode()}), {})
    assert found.sound, faults(found)
    assert library_of((), found.lessons).pictures() == {
        "a": {"pictures/pot.png": POT.name, "topf.png": PAN.name}
    }


async def test_a_picture_that_is_changed_here_is_not_overwritten(tmp_path: Path) -> None:
    its = settings(tmp_path)
    put(tmp_path / "kitchen", pot=text())
    await pushed(tmp_path, tmp_path / "kitchen")
    put(tmp_path / "kitchen", BROWN, pot=text())
    pulled = await push_pull.pull(its)
    with pytest.raises(InputError, match=r"pot.png: already exists; add --force"):
        push_pull.write_files(tmp_path, *pulled, force=False)
    assert (tmp_path / "kitchen" / "pictures" / "pot.png").read_bytes() == BROWN
    push_pull.write_files(tmp_path, *pulled, force=True)
    assert (tmp_path / "kitchen" / "pictures" / "pot.png").read_bytes() == POT.data


async def test_no_lesson_is_published_without_its_pictures(store: Store) -> None:
    (lesson,) = bundle("p.zip", packed_folder(SENT / "pot"), {}).lessons
    with pytest.raises(StoreError, match="pictures of these lessons are missing"):
        await push(store, [], [lesson], by="terminal:ana", at=NOON)
    assert not (await store.library()).cards


async def test_what_is_no_picture_is_not_taken_from_a_socket(tmp_path: Path) -> None:
    handlers = lessons.handlers(fresh_store())
    request = push_pull.ControlMessage({"by": "x", "courses": [], "assets": 1}, ["cGljdHVyZQ=="])
    with pytest.raises(ControlError, match="what was sent as a picture isn't one"):
        await handlers[lessons.PUSH](request)


async def test_a_name_that_leads_out_is_never_written(tmp_path: Path) -> None:
    (lesson,) = bundle("p.zip", packed_folder(SENT / "pot"), {}).lessons
    pictures = (lesson.pictures[0].model_copy(update={"file": "../../pot.png"}),)
    bad = lesson.model_copy(update={"pictures": pictures})
    with pytest.raises(InputError, match="leads out"):
        push_pull.write_files(tmp_path / "a" / "b", [], [bad], {POT.name: POT}, force=True)
    assert list(tmp_path.iterdir()) == []


def test_commands_push_and_pull_pictures(tmp_path: Path) -> None:
    put(tmp_path / "kitchen", pot=text())
    env = {"FORETELL_DATABASE": str(tmp_path / "db")}
    assert foretell(tmp_path, "check", "kitchen", env=env).returncode == 0
    assert foretell(tmp_path, "push", "kitchen", env=env).returncode == 0
    done = foretell(tmp_path, "pull", "out", env=env)
    assert "out/kitchen/pictures/pot.png" in done.stdout
    assert foretell(tmp_path, "push", "out", env=env).stdout.endswith("Nothing has changed.\n")


# --- on a screen ---

LONG = "A long story of a pot. " * 100


async def kept(*assets: Asset) -> Store:
    """A store that holds these, for who opens it."""
    store = fresh_store()
    await store.open()
    await store.publish(Release(assets=assets), NOON)
    await store.close()
    return store


async def test_telegram_gets_the_very_bytes_once_and_a_short_caption() -> None:
    store, shown = await kept(POT), LessonImage(POT.name, "A *hot* pot.")
    said = {"/start": (shown, Say("It is hot.")), "more": (replace(shown, alternative=LONG),)}
    async with TelegramServer(speed=500) as server:
        ana = server.person("Ana")
        async with Rig(
            server, store=store, engine=Script(lambda e: said[_typed(e)]), **_with(store)
        ) as rig:
            for typed in said:
                ana.types(typed)
                await rig.settled()
        first, hot, second = ana.messages
        assert (first.photo, first.caption, first.styled("italic")) == (
            POT.data,
            "A hot pot.",
            ["hot"],
        )
        assert hot.text == "It is hot."
        assert (second.photo, second.caption) == (POT.data, caption(LONG))
        sent = [call.parameters["photo"] for call in server.calls if call.method == "sendPhoto"]
        assert [isinstance(photo, bytes) for photo in sent] == [True, False]
        assert server.refusals == []


async def test_telegram_gets_a_webp_as_what_it_takes() -> None:
    webp = asset("a.webp", encoded(photo(), "WEBP"))
    store = await kept(webp)
    async with TelegramServer(speed=500) as server:
        ana = server.person("Ana")
        script = Script(lambda _: (LessonImage(webp.name, "A pot."),))
        async with Rig(server, store=store, engine=script, **_with(store)) as rig:
            ana.types("/start")
            await rig.settled()
        (shown,) = ana.messages
        assert shown.photo is not None
        assert opened(shown.photo).format == "JPEG"


async def test_a_picture_that_is_not_kept_is_told_in_words() -> None:
    store = await kept()
    said = (LessonImage(POT.name, "A pot."), LessonImage(POT.name, LONG))
    async with TelegramServer(speed=500) as server:
        ana = server.person("Ana")
        async with Rig(server, store=store, engine=Script(lambda _: said), **_with(store)) as rig:
            ana.types("/start")
            await rig.settled()
        assert ana.said == ["A pot.", LONG.strip()]


def _typed(envelope: object) -> str:
    given = envelope.input  # type: ignore[attr-defined]  # an envelope
    return f"/{given.name}" if hasattr(given, "name") else str(given.text)


def _with(store: Store) -> dict[str, object]:
    return {"services": {"assets": store.asset}}


@pytest.mark.parametrize("place", ["dm", "server"])
@pytest.mark.parametrize(
    "picture", [POT, asset("a.jpg", encoded(photo(), "JPEG"))], ids=["png", "jpeg"]
)
async def test_discord_gets_the_very_bytes_with_a_description(place: str, picture: Asset) -> None:
    release = Release(assets=(picture,))
    shown = LessonImage(picture.name, "A *hot* pot.")
    script = Script(lambda _: (shown, replace(shown, alternative=LONG)))
    async with DiscordStage(place=place, engine=script, release=release) as stage:  # type: ignore[arg-type]  # one of two
        await stage.types("Ana", "/start")
        (_, one), (_, two) = await stage.seen()
        assert (one.described, one.texts) == (["A hot pot."], [])
        assert 0 < len(two.described[0]) <= 1024
        stored = stage.env.backend.get_message(one.channel, one.id)
        (attached,) = stored.attachments
        assert attached["filename"] == file_name(picture.data)
        assert stage.env.backend.cdn.get(attached["url"]) == picture.data


async def test_a_terminal_tells_the_words_and_where_the_picture_is(
    store: Store, tmp_path: Path
) -> None:
    await store.publish(Release(assets=(POT,)), NOON)
    out = io.StringIO()
    gallery = Gallery(tmp_path / "pictures", store.asset)
    channel = TerminalChannel(Screen(out, plain=True), gallery=gallery)
    (message,) = channel.plan((LessonImage(POT.name, "A *hot* pot."),))
    for _ in range(2):
        await channel.send(Address("terminal", "ana"), message, "k", None)
    (file,) = (tmp_path / "pictures").iterdir()
    assert file.read_bytes() == POT.data
    assert file.suffix == ".png"
    assert out.getvalue() == f"A hot pot.\n\nThe picture is in the file {file}\n\n" * 2


@pytest.mark.parametrize("trouble", ["missing", "no folder"])
async def test_a_terminal_without_the_picture_has_its_words(
    store: Store, tmp_path: Path, trouble: str
) -> None:
    out, folder = io.StringIO(), tmp_path / "file"
    if trouble == "no folder":
        await store.publish(Release(assets=(POT,)), NOON)
        folder.write_text("in the way")
    channel = TerminalChannel(Screen(out, plain=True), gallery=Gallery(folder, store.asset))
    (message,) = channel.plan((LessonImage(POT.name, "A pot."),))
    await channel.send(Address("terminal", "ana"), message, "k", None)
    assert out.getvalue() == "A pot.\n\n"


def test_a_script_in_the_terminal_finds_the_picture(tmp_path: Path) -> None:
    put(tmp_path / "content" / "kitchen", pot=text())
    env = {
        "FORETELL_DATABASE": str(tmp_path / "db"),
        "FORETELL_CONTENT": str(tmp_path / "content"),
    }
    done = foretell(tmp_path, "chat", lines="/learn pot\n1\n", env=env)
    assert "The picture is in the file" in done.stdout, done.stdout
    (file,) = (tmp_path / "db.pictures").iterdir()
    assert file.read_bytes() == POT.data


async def test_the_catalogue_holds_no_pictures() -> None:
    (lesson,) = bundle("p.zip", packed_folder(SENT / "pot"), {}).lessons
    assert isinstance(lesson, Lesson)
    assert len(lesson.canonical()) < 1_500


async def test_a_picture_without_its_bytes_raises() -> None:
    async def nothing(name: str) -> None:
        return None

    with pytest.raises(LookupError, match="is not kept"):
        await image_of(LessonImage("0" * 64, "A pot."), lambda shown: b"", nothing)


async def test_pictures_are_drawn_one_at_a_time() -> None:
    drawing = most = 0

    def draw(shown: Drawable) -> bytes:
        nonlocal drawing, most
        drawing += 1
        most = max(most, drawing)
        time.sleep(0.02)
        drawing -= 1
        return b"drawn"

    shown = [TextDiagram("x" * n, "A pot.") for n in range(1, 5)]
    drawn = await asyncio.gather(*(image_of(one, draw, no_assets) for one in shown))
    assert (drawn, most) == ([b"drawn"] * 4, 1)


def test_a_picture_has_a_message_of_its_own() -> None:
    from adapters.discord.rendering import CAPABILITIES

    outputs = (Say("One."), LessonImage(POT.name, "A pot."), Say("Two."))
    first, picture, last = plan(outputs, CAPABILITIES)
    assert (first.text, picture.text, last.text) == ("One.", "A pot.", "Two.")
    assert picture.picture == outputs[1]
