"""A learner's own data through the whole tutor: files, and being forgotten while things go on."""

import asyncio
import csv
import io
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from shutil import copytree

import pytest

from bot.conversation.facts.admin import AnnouncementSent, AnnouncementWritten
from bot.conversation.facts.remarks import RemarkHandled
from bot.conversation.inputs import Address, Alarm, Command, Envelope, LearnerId, Press, Text
from bot.conversation.language.locale import Manner, speaking
from bot.lessons.format import parse
from bot.lessons.ground import ground
from bot.lessons.model import Image
from bot.service.delivery.channel import Later, Message
from bot.service.privacy import anki, export
from bot.service.privacy.forgetting import NOTICE, Retention
from bot.service.tutor import Tutor
from bot.storage.records import Release
from tests.rigs.courses import read_lesson, read_release
from tests.rigs.makers import ANA, BEN, NOON, record, write
from tests.rigs.paths import KITCHEN, TRANSCRIPTS
from tests.rigs.plain_stage import PlainChannel, Screen
from tests.rigs.stores import fresh_store

DAY = timedelta(days=1)


class Slow(PlainChannel):
    """A channel that takes nothing while it is told to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.waits = False

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        if self.waits and not message.retires:
            raise Later(0.05)
        return await super().send(address, message, key, target)


class Room:
    """A tutor with people at it."""

    def __init__(self, release: Release | None = None) -> None:
        self.clock = NOON
        self.channel = Slow()
        self.store = fresh_store()
        retention = Retention(30 * DAY, 10 * DAY)
        release = release or read_release(KITCHEN)
        self.tutor = Tutor(self.store, release, clock=lambda: self.clock, retention=retention)
        self._number = 0

    def envelope(self, name: str, text: str) -> Envelope:
        self._number += 1
        self.clock += timedelta(seconds=3)
        given = Command(*text[1:].split(" ", 1)) if text[0] == "/" else Text(text)
        where = Address("plain", name)
        return Envelope(
            f"plain:{self._number}", LearnerId(f"plain:{name}"), where, self.clock, given
        )

    async def say(self, name: str, *texts: str) -> None:
        for text in texts:
            await self.tutor.desk.submit(self.envelope(name, text))

    async def press(self, name: str, label: str) -> Envelope:
        await self.tutor.delivery.idle()
        screen = self.channel.screens.setdefault(name, Screen())
        one = self.envelope(name, "x")
        token = screen.find(label, 0)
        pressed = Envelope(one.id, one.learner, one.address, one.at, Press(token))
        await self.tutor.desk.submit(pressed)
        return pressed

    async def quiet(self) -> None:
        await self.tutor.jobs.idle()
        await self.tutor.delivery.idle()
        await self.tutor.desk.drain()

    def said(self, name: str) -> list[str]:
        return [one.text for chat, one in self.channel.news if chat == name]


@asynccontextmanager
async def entered(room: Room) -> AsyncIterator[Room]:
    async with room.tutor as tutor:
        tutor.add_channel(room.channel)
        await tutor.recover()
        yield room


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with entered(Room()) as room:
        yield room


async def lesson(room: Room, name: str = "ana") -> None:
    await room.say(name, "/learn tea", "Learn", "Cool water", "1")


async def test_what_is_on_its_way_is_dropped_but_for_the_last_words(room: Room) -> None:
    await lesson(room)
    await room.say("ana", "/forget")
    await room.quiet()
    room.channel.waits = True
    await room.say("ana", "/progress", "/help")
    await asyncio.sleep(0.02)
    room.channel.news.clear()
    await room.say("ana", "/forget")
    asked = [one async for one in _asked(room)]
    await room.tutor.desk.submit(asked[0])
    room.channel.waits = False
    await room.quiet()
    said = room.said("ana")
    assert said[-1].startswith("Done: I've forgotten you.")
    assert not [one for one in said if "How this works" in one or "Your progress" in one]


async def _asked(room: Room) -> AsyncIterator[Envelope]:
    """The yes to the question that is open, typed, as nothing arrives just now."""
    yield room.envelope("ana", "Yes, forget me")


async def test_the_next_message_in_the_same_batch_is_a_newcomers(room: Room) -> None:
    await lesson(room)
    await room.say("ana", "/forget")
    yes, more = room.envelope("ana", "Yes, forget me"), room.envelope("ana", "/privacy")
    await asyncio.gather(room.tutor.desk.submit(yes), room.tutor.desk.submit(more))
    await room.quiet()
    assert "What I know about you" in room.said("ana")[-1]
    [session] = (await room.store.personal(LearnerId("plain:ana")))["session"]
    assert '"tea"' not in session["body"], "no run of a lesson is left"


async def test_an_alarm_that_was_handed_in_brings_nobody_back(room: Room) -> None:
    await lesson(room)
    learner, where = LearnerId("plain:ana"), Address("plain", "ana")
    await room.tutor.forgetting.forget(learner)
    rang = Envelope(f"alarm:{learner}:review:7", learner, where, room.clock, Alarm("review", 7))
    assert await room.tutor.desk.submit(rang) == ()
    assert await room.store.personal(learner) == {}


async def test_an_announcement_on_its_way_is_not_given_to_who_is_forgotten(room: Room) -> None:
    await lesson(room)
    await lesson(room, "ben")
    await room.quiet()
    room.channel.waits = True
    sent = AnnouncementSent("news", "", "plain", "cleo")
    await write(room.store, record(BEN, facts=(AnnouncementWritten("news", "Hello you"), sent)))
    room.tutor.broadcaster.wake()
    await asyncio.sleep(0.02)
    await room.tutor.forgetting.forget(LearnerId("plain:ana"))
    room.channel.waits = False
    await room.tutor.broadcaster.idle()
    assert [chat for chat, one in room.channel.news if "Hello you" in one.text] == ["ben"]


async def test_a_file_that_is_being_written_leaves_nothing(room: Room) -> None:
    await lesson(room)
    await room.say("ana", "/export")
    going, done = asyncio.Event(), asyncio.Event()
    write = export.do

    async def slow(*args: object) -> str:
        going.set()
        await done.wait()
        return await write(*args)  # type: ignore[arg-type]  # as they came

    export.do = slow  # type: ignore[assignment]  # for a while
    try:
        await room.say("ana", "All of it, as JSON")
        await going.wait()
        await room.tutor.forgetting.forget(LearnerId("plain:ana"))
        done.set()
        await room.quiet()
    finally:
        export.do = write
    assert await room.store.personal(LearnerId("plain:ana")) == {}
    assert not room.channel.documents
    assert await room.store._read("SELECT * FROM document") == []


async def test_a_confirmation_that_comes_again_counts_for_nothing(room: Room) -> None:
    await lesson(room)
    await room.say("ana", "/forget")
    pressed = await room.press("ana", "Yes, forget me")
    await room.quiet()
    assert await room.tutor.desk.submit(pressed) == ()
    assert await room.store.personal(LearnerId("plain:ana")) == {}


async def test_json_has_every_table(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    await lesson(room)
    # What was said leaves the outbox as it arrives, so both must be of one moment.
    held = await room.store.personal(LearnerId("plain:ana"))
    monkeypatch.setattr(room.store, "personal", lambda learner: asyncio.sleep(0, held))
    await room.quiet()
    found = await export.build_file(room.store, LearnerId("plain:ana"), "json", room.clock)
    assert found is not None
    whole = json.loads(found[0])
    assert whole["tables"].keys() == held.keys()
    assert whole["tables"]["learner"][0]["since"].startswith("2026-11-24T12:00")
    assert whole["tables"]["session"][0]["body"]["run"]["lesson"] == "tea"


class Page(HTMLParser):
    """The tags and the words of a page; unclosed tags are faults."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words = ""
        self.tags: set[str] = set()
        self.fields: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "td":
            self.fields.append(dict(attrs)["data-of"] or "")
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += f" {data}"


@pytest.mark.parametrize(("language", "words"), [("en", "What you answered"), ("de", "antwortet")])
async def test_the_page_can_be_read_and_runs_nothing(room: Room, language: str, words: str) -> None:
    await lesson(room)
    ways = ("/learn tea", "More ways", "Try")
    await room.say("ana", *ways, "<script>alert(1)</script> & more")
    learner = LearnerId("plain:ana")
    found = await export.build_file(room.store, learner, "page", room.clock, language)
    assert found is not None
    page = Page(found[0].decode())
    assert "script" not in page.tags
    assert "img" not in page.tags
    for said in (words, "A cup of tea", "Cool water", "<script>alert(1)</script> & more"):
        assert said in page.words


async def test_the_page_is_readable_on_a_phone(room: Room) -> None:
    await lesson(room)
    found = await export.build_file(room.store, LearnerId("plain:ana"), "page", room.clock)
    assert found is not None
    text = found[0].decode()
    page = Page(text)
    assert 'name="viewport" content="width=device-width' in text
    assert page.fields[:3] == ["Lesson", "Mode", "When"], "where columns don't fit, each is named"
    assert "Learn" in page.words, "a mode is called what its button is called"
    assert "Does green tea" in page.words
    assert page.words.index("learner (1)") > page.words.index("What you answered")


async def test_the_page_has_what_was_asked_and_answered_and_not_by_whom(room: Room) -> None:
    await lesson(room)
    await room.say("ana", "/ask Is that so with <every> tea?")
    [asked] = (await room.store.personal(LearnerId("plain:ana")))["remark"]
    reply = RemarkHandled(asked["id"], "answered", "Nearly every one.")
    await write(room.store, record(BEN, facts=(reply,)))
    found = await export.build_file(room.store, LearnerId("plain:ana"), "page", room.clock)
    assert found is not None
    page = Page(found[0].decode())
    for said in ("Is that so with <every> tea?", "Nearly every one."):
        assert said in page.words
    assert BEN not in page.words


async def test_where_they_will_use_a_lesson_is_handed_over_and_forgotten(room: Room) -> None:
    plan, learner = "When I make tea at work, I'll let the water cool.", LearnerId("plain:ana")
    tour = ("sure: boiling water", "continue", "continue", "no idea", "continue")
    await room.say("ana", "/learn tea", "Learn", *tour)
    await room.say("ana", "sure: few tannins dissolve", plan)
    await room.quiet()
    held = await room.store.personal(learner)
    assert [one["text"] for one in held["writing"]] == [plan]
    assert json.loads(held["learner"][0]["body"])["intentions"] == ["tea"]
    found = await export.build_file(room.store, learner, "page", room.clock)
    assert found is not None
    assert plan in Page(found[0].decode()).words
    await room.say("ana", "/forget")
    await room.press("ana", "Yes, forget me")
    await room.quiet()
    assert not any((await room.store.personal(learner)).values())


def notes(content: bytes) -> list[list[str]]:
    """What Anki reads: its headers first, then a note a row."""
    lines = content.decode().splitlines(keepends=True)
    heads = [one.rstrip("\n") for one in lines if one.startswith("#")]
    assert heads == list(anki.HEADERS)
    rows = csv.reader(io.StringIO("".join(lines[len(heads) :])), delimiter="\t")
    return list(rows)


async def test_cards_for_anki_are_the_same_notes_each_time(room: Room) -> None:
    learner = LearnerId("plain:ana")
    assert await export.build_file(room.store, learner, "anki", room.clock) is None
    await lesson(room)
    first = await export.build_file(room.store, learner, "anki", room.clock)
    missed = await export.build_file(room.store, learner, "missed", room.clock)
    assert first is not None
    assert missed is not None
    [note] = notes(first[0])
    guid, deck, front, back, tags = note
    assert guid.startswith("foretell/tea/")
    assert deck == "Foretell::A cup of tea"
    assert front.startswith('<div style="text-align: left"><p><em>A cup of tea</em></p>\n<p>')
    assert "<li>Cool water</li>" in front
    assert "Boiling water" in back
    assert tags == "foretell tea missed"
    assert notes(missed[0]) == [note]
    await room.say("ana", "/start")
    again = await export.build_file(room.store, learner, "anki", room.clock, "de")
    assert again is not None
    assert [one[0] for one in notes(again[0])] == [guid]


async def test_cards_for_anki_have_the_terms_of_the_lessons_that_were_answered_in(
    tmp_path: Path,
) -> None:
    course = copytree(KITCHEN, tmp_path / "kitchen")
    term = "## Terms\n\n- **Steeping** (also called: infusion): Leaving leaves in hot water.\n\n"
    for name, section in (("tea.md", "## Try it"), ("soup.md", "## Takeaways")):
        source = (course / name).read_text(encoding="utf-8")
        assert section in source
        written = source.replace(section, f"{term}{section}", 1)
        (course / name).write_text(written, encoding="utf-8")
    async with entered(Room(read_release(course))) as room:
        await lesson(room)
        learner = LearnerId("plain:ana")
        whole = await export.build_file(room.store, learner, "anki", room.clock)
        missed = await export.build_file(room.store, learner, "missed", room.clock)
    assert whole is not None
    assert missed is not None
    [question, (guid, _, front, back, tags)] = notes(whole[0])
    assert guid == "foretell/tea/term/steeping", "soup was never begun"
    assert "<strong>Steeping</strong>" in front
    assert "also called: infusion" in back
    assert tags == "foretell tea term"
    assert notes(missed[0]) == [question]


def test_a_card_can_be_understood_by_itself() -> None:
    asked = drawn = 0
    for lesson in read_release(KITCHEN).lessons:
        for one in lesson.questions:
            made = anki.card(lesson, {"question": one.id, "verdict": "wrong"})
            assert made is not None
            words = re.findall(r"<p>(.*?)</p>", made.front, flags=re.DOTALL)
            assert words[0] == f"<em>{lesson.title}</em>"
            assert all(part[0] == part[0].upper() for part in words), words
            asked += 1
            if puzzle := ground(lesson, one.id).drawing:
                gap = puzzle.shows if isinstance(puzzle, Image) else puzzle.splitlines()[0]
                assert escape(gap) in made.front
                drawn += 1
            if one.variants:
                assert escape(one.variants[0][1:]) in made.front, "as a review asks"
    assert asked > drawn > 0


RAIN = read_lesson(TRANSCRIPTS / "lessons" / "rain.md")


def test_a_card_shows_a_table_as_one_and_a_formula_in_its_words() -> None:
    file = TRANSCRIPTS / "lessons" / "sql-joins.md"
    # An open question has the text on its back.
    source = re.sub(r"- \[[x ]\] (20|30|200), ", r"- \1, ", file.read_text(encoding="utf-8"))
    source = re.sub(r"- \[[x ]\] (Nothing|One row)", r"- \1", source)
    lesson = parse(re.sub(r"  - Why.*\n", "", source)).lesson
    backs = [
        made.back
        for id in ("customer-without-orders", "rows-of-a-shared-key")
        if (made := anki.card(lesson, {"question": id, "verdict": "wrong"}))
    ]
    assert "<th>kept without a match</th>" in backs[0]
    assert "|L ⋈ R| = ∑ₖ lₖ · rₖ" in backs[1]
    assert "$" not in backs[1]


def test_a_card_of_an_estimate_or_of_words_has_the_answer_on_its_back() -> None:
    speed, name = (
        anki.card(RAIN, {"question": one, "verdict": "wrong"})
        for one in ("speed-of-a-drop", "name-of-the-point")
    )
    assert speed is not None
    assert name is not None
    assert "How fast does a large raindrop" in speed.front
    assert "8–20" not in speed.front, "what is offered would give it away"
    assert "<strong>The answer: 9 metres a second.</strong>" in speed.back
    assert "<strong>The answer: dew point.</strong>" in name.back


def test_the_page_says_what_was_typed_and_what_meant_the_same() -> None:
    row = {"run": "r", "lesson": "rain", "revision": RAIN.revision, "phase": "first", "at": 0}
    speed = row | {"question": "speed-of-a-drop", "verdict": "right"}
    name = {"question": "name-of-the-point", "answer": "point of dew", "choice": None}
    held = {
        "attempt": [
            speed | {"choice": 2, "answer": None},
            speed | {"choice": None, "answer": "10,000–20,000", "phase": "exit"},
            row | name | {"verdict": "wrong"},
        ],
        "overruled": [row | {"question": "name-of-the-point", "score": 24.75}],
    }
    lessons = {("rain", RAIN.revision): RAIN}
    with speaking(Manner("de")):
        words = Page(export.write_page(held, held, lessons, "plain:ana", NOON)).words
    for said in ("8–20", "10.000–20.000", "point of dew", "richtig: deins hieß dasselbe"):
        assert said in words


async def test_who_is_silent_is_told_and_forgotten_a_week_later(room: Room) -> None:
    await lesson(room)
    await lesson(room, "ben")
    room.clock = NOON + 23 * DAY
    await room.say("ben", "/start")
    await room.quiet()
    room.channel.news.clear()
    room.clock += timedelta(hours=1)
    await room.tutor.forgetting.prune()
    await room.tutor.alarms.sweep()
    await room.quiet()
    assert ["in 7 days" in one for one in room.said("ana")] == [True]
    assert room.said("ben") == []
    room.clock += NOTICE - timedelta(hours=2)
    await room.tutor.forgetting.prune()
    assert await room.store.personal(LearnerId("plain:ana"))
    room.clock += DAY
    await room.tutor.forgetting.prune()
    assert await room.store.personal(LearnerId("plain:ana")) == {}
    assert await room.store.personal(LearnerId("plain:ben"))


async def test_who_answers_the_warning_is_kept(room: Room) -> None:
    await lesson(room)
    room.clock = NOON + 24 * DAY
    await room.tutor.forgetting.prune()
    await room.tutor.alarms.sweep()
    await room.say("ana", "/start")
    room.clock += 10 * DAY
    await room.tutor.forgetting.prune()
    assert await room.store.personal(LearnerId("plain:ana"))


async def test_nothing_is_forgotten_unless_that_is_set() -> None:
    store = fresh_store()
    now: list[datetime] = [NOON]
    async with Tutor(store, read_release(KITCHEN), clock=lambda: now[0]) as tutor:
        tutor.add_channel(PlainChannel())
        await tutor.recover()
        await tutor.desk.submit(Envelope("1", ANA, Address("plain", "1"), NOON, Text("hi")))
        now[0] += 9_000 * DAY
        await tutor.forgetting.prune()
        assert await store.personal(ANA)
        assert await store.personal(BEN) == {}


def test_a_field_of_a_card_may_hold_anything() -> None:
    text = 'a "quoted"\ttab\nand a line'
    card = anki.Card("g", "Deck\n\twith breaks", text, "#no comment", "t")
    [row] = notes(anki.write_deck([card]).encode())
    assert row == ["g", "Deck with breaks", text, "#no comment", "t"]
