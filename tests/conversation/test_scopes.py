"""Roles for a course or a cohort: nobody reads or changes anything of another one.

There are two courses, the kitchen and the garden, each with a learning group. What belongs to the
garden has words that stand nowhere else, so whatever Ben is told shows whether it is of the garden.
"""

import asyncio
import copy
import itertools
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.admin.publishing import drafts
from bot.conversation.admin.registry import AREAS
from bot.conversation.facts.roles import (
    CHANGING,
    EVERYTHING,
    OF_COHORTS,
    RIGHTS,
    Held,
    Right,
    Scope,
    bringing,
    may,
    parse_role,
)
from bot.conversation.needs.admin import Draft, Piece
from bot.conversation.needs.learner import Job
from bot.conversation.scopes import of_lesson
from bot.conversation.sharing import key_of
from bot.lessons.library import Card, Library
from bot.lessons.model import Course
from bot.storage.sqlite import SqliteStore
from tests.rigs.courses import read_release
from tests.rigs.makers import ANA
from tests.rigs.past import took
from tests.rigs.paths import KITCHEN, LESSONS
from tests.rigs.plain_stage import PlainStage, Screen
from tests.rigs.transcript import MOMENT, let_pass

GARDEN = ("Herbs", "garden", "Garden", "club", "poisonous", "mulch", "parsley")
"""Words of what is the garden's, and of nothing of the kitchen's."""

KEPT = (
    *("lesson", "translation", "course", "publication", "withdrawn", "cohort_change", "correction"),
    *("announcement", "recipient", "draft", "handling", "muted", "remark", "role", "void", "audit"),
    *("member", "class_limit"),
)
"""The tables that admins change."""

ROLES = [
    *(f"{role} kitchen" for role in ("publisher", "author", "analyst", "host")),
    *(f"{role} Spring class" for role in ("publisher", "author", "analyst", "host", "teacher")),
]
WIDEST = ("publisher kitchen", "teacher Spring class")
WALKED = pytest.mark.parametrize(
    "role", [pytest.param(one, marks=[] if one in WIDEST else pytest.mark.slow) for one in ROLES]
)
"""All is walked by each; by those who may do less than others, it is slow."""


# The one function that decides


courses, cohorts = st.sampled_from(["", "kitchen", "garden"]), st.sampled_from(["", "A", "B"])
scopes = st.builds(Scope, courses, cohorts)
holders = st.frozensets(
    st.builds(
        Held,
        st.sampled_from(list(RIGHTS)),
        st.sampled_from([EVERYTHING, Scope("kitchen"), Scope("garden"), Scope(cohort="A")]),
    ),
    max_size=4,
)
COHORTS = {"A": "kitchen", "B": "garden"}


def asked_for(one: Scope) -> Scope:
    """A scope as a right is asked for it: a cohort with its course."""
    return Scope(COHORTS[one.cohort], one.cohort) if one.cohort else one


@given(holders, st.sampled_from(sorted(RIGHTS["owner"])), st.lists(scopes, max_size=3))
def test_a_right_is_held_for_what_a_role_is_held_for(
    roles: frozenset[Held], right: Right, about: list[Scope]
) -> None:
    wanted = [asked_for(one) for one in about]

    def reaches(one: Scope) -> bool:
        return any(
            right in RIGHTS[each.role]
            and each.scope in (EVERYTHING, Scope(one.course), Scope(cohort=one.cohort))
            for each in roles
        )

    found = [reaches(one) for one in wanted]
    expected = bool(found) and (all if right in CHANGING else any)(found)
    assert may(roles, right, wanted) == expected
    told = set(bringing(right, wanted))
    if len(wanted) == 1:
        assert bool(roles & told) == expected, "those who are told of something may see to it"


@given(st.builds(Held, st.sampled_from(list(RIGHTS)), scopes))
def test_a_role_is_read_as_it_is_written(one: Held) -> None:
    # What is held for a cohort is written without its course.
    kept = replace(one, scope=Scope(cohort=one.scope.cohort)) if one.scope.cohort else one
    assert parse_role(str(kept)) == kept


def test_a_role_of_an_earlier_version_is_one_for_everything() -> None:
    assert [parse_role(one) for one in ("owner", "publisher", "author", "analyst")] == [
        Held(one) for one in RIGHTS if one not in (*OF_COHORTS, "host")
    ]
    assert parse_role("author:") == Held("author")
    assert parse_role("author:kitchen") is None
    assert parse_role("editor") is None


# Two courses


class Grounds:
    """The kitchen and the garden, with something of each kind in both."""

    def __init__(
        self, stage: PlainStage, path: Path, names: dict[str, dict[str, str]] | None = None
    ) -> None:
        self.stage, self._path = stage, path
        self.all_heard: list[tuple[str, str]] = []
        kinds = ("codes", "drafts", "announcements", "remarks")
        self.names = names or {one: {} for one in kinds}
        self.codes, self.drafts, self.announcements, self.remarks = (
            self.names[one] for one in kinds
        )

    async def types(self, name: str, text: str) -> str:
        """What they are told then, a second later."""
        self.stage.clock += MOMENT
        await self.stage.types(name, text)
        return await self._told(name)

    async def presses(self, name: str, label: str) -> str:
        """What they are told then, a second later."""
        self.stage.clock += MOMENT
        await self.stage.presses(name, label, 0, name)
        return await self._told(name)

    async def _told(self, name: str) -> str:
        await self.stage.settled()
        await self.stage.alarms.sweep()
        await self.stage.settled()
        heard = self.heard()
        self.all_heard += heard
        return "\n".join(text for where, text in heard if where == name)

    def heard(self) -> list[tuple[str, str]]:
        """Who has been told what since this was asked last."""
        found = [
            (where, "\n".join((one.text, one.full, *itertools.chain(*one.rows))))
            for where, one in self.stage.channel.news
        ]
        self.stage.channel.news = []
        return found

    async def later(self, time: timedelta) -> None:
        """Let time pass, with all that comes by itself then."""
        await let_pass(self.stage, time)
        await self.stage.settled()
        self.all_heard += self.heard()

    def buttons(self, name: str) -> list[str]:
        """What they can press."""
        live = [one for one in self.stage.channel.screens[name].messages if one.live]
        return list(live[-1].buttons) if live else []

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """All that admins change."""
        with closing(sqlite3.connect(self._path)) as connection:
            return {
                one: sorted(connection.execute(f"SELECT * FROM {one}"), key=repr) for one in KEPT
            }

    def one(self, sql: str) -> str:
        with closing(sqlite3.connect(self._path)) as connection:
            return str(connection.execute(sql).fetchone()[0])

    async def grant(self, role: str) -> None:
        """Ben holds this role and no other."""
        await self.types("Ana", "/admin roles")
        for label in [one for one in self.buttons("Ana") if one.startswith("Take back")]:
            await self.presses("Ana", label)
            await self.presses("Ana", "Take it back")
            await self.types("Ana", "/admin roles")
        assert "✓" in await self.types("Ana", f"/admin roles grant plain:Ben {role}")


async def furnish(grounds: Grounds, garden: Path) -> None:
    """Put something of each kind into both courses."""
    stage, store = grounds.stage, grounds.stage.past("Ana")[0]
    await store.publish(read_release(garden), stage.clock)
    await stage._tutor.catalogue.refresh()
    await stage.owns("Ana")
    for course, name, lesson, ask in (
        ("kitchen", "Spring class", "tea", "Why not milk?"),
        ("garden", "Garden club", "herbs", "Is parsley poisonous?"),
    ):
        new = f"/admin cohorts new {course} {name}, 2026-03-02 09:00, every 1 days"
        await grounds.types("Ana", new)
        await grounds.presses("Ana", "Create the group")
        grounds.codes[course] = grounds.one("SELECT cohort FROM cohort_change ORDER BY id DESC")
        await took(store, stage.clock, lesson, 8)
        for number in range(6):
            await grounds.types(f"{course}{number}", f"/join {grounds.codes[course]}")
        await grounds.types(f"{course}0", f"/learn {lesson}")
        await grounds.presses(f"{course}0", "Deep")
        await grounds.types(f"{course}0", f"/ask {ask}")
        grounds.remarks[course] = grounds.one(f"SELECT id FROM remark WHERE lesson = '{lesson}'")
        text = "Bring mulch." if course == "garden" else "Bring cups."
        await grounds.types("Ana", f"/admin announce write cohort:{grounds.codes[course]}")
        await grounds.types("Ana", text)
        grounds.announcements[course] = grounds.one(
            f"SELECT id FROM announcement WHERE text = '{text}'"
        )
        for label in (f"Group {name} (6)", "Send it"):
            await grounds.presses("Ana", label)
    for course, lesson, was, now in (
        ("kitchen", KITCHEN / "soup.md", "Soup without", "Broth without"),
        ("garden", garden / "herbs.md", "A herb is", "A garden herb is"),
    ):
        draft = lesson.read_text(encoding="utf-8").replace(was, now)
        await stage.sends("Ana", lesson.name, len(draft), "", draft.encode())
        await grounds.types("Ana", "/admin drafts")
        grounds.drafts[course] = grounds.one("SELECT id FROM draft ORDER BY at DESC, rowid DESC")


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("courses") / "garden"
    folder.mkdir()
    herbs = (LESSONS / "herbs.md").read_text(encoding="utf-8")
    (folder / "herbs.md").write_text(herbs, encoding="utf-8")
    course = 'title = "The garden"\nlessons = ["herbs"]\n'
    (folder / "course.toml").write_text(course, encoding="utf-8")
    return folder


@dataclass
class Furnished:
    """The database of both courses, made once, and what is called how in it."""

    data: bytes = b""
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    screens: dict[str, Screen] = field(default_factory=dict)


@pytest.fixture(scope="module")
def furnished() -> Furnished:
    return Furnished()


@pytest.fixture
async def grounds(garden: Path, furnished: Furnished, tmp_path: Path) -> AsyncIterator[Grounds]:
    path = tmp_path / "db"
    if not furnished.data:
        async with PlainStage(KITCHEN, lambda: SqliteStore(path)) as stage:
            found = Grounds(stage, path)
            await furnish(found, garden)
        furnished.names, furnished.screens = found.names, stage.channel.screens
        furnished.data = path.read_bytes()
    path.write_bytes(furnished.data)
    async with PlainStage(KITCHEN, lambda: SqliteStore(path)) as stage:
        # Not inputs that have counted before.
        stage._inputs = 10_000
        stage.clock += timedelta(hours=2)
        stage.channel.screens = copy.deepcopy(furnished.screens)
        await stage.owns("Ana")
        yield Grounds(stage, path, furnished.names)


def about(grounds: Grounds, course: str, lesson: str) -> dict[str, list[str]]:
    """Each act of an admin, about this course: what is typed after its verb."""
    code, draft = grounds.codes[course], grounds.drafts[course]
    sent, remark = grounds.announcements[course], grounds.remarks[course]
    revision = grounds.one(f"SELECT revision FROM lesson WHERE id = '{lesson}'")
    place = grounds.one(f"SELECT place FROM remark WHERE id = '{remark}'")
    cohort, whole = f"cohort:{code}", f"course:{course}"
    group = [f"{lesson} {place} {2**60}"]
    # Another's text, sent to one's own.
    mine = [f"{sent} cohort:{one}" for one in grounds.codes.values()]
    return {
        "admin push": [],
        "admin drafts": [""],
        "admin drafts show": [draft],
        "admin drafts preview": [draft],
        "admin drafts play": [f"{draft} {lesson} {revision} deep"],
        "admin drafts publish": [draft, f"{draft} anyway 0"],
        "admin drafts compare": [f"{draft} {lesson} {revision} {revision}"],
        "admin drafts at": [draft],
        "admin drafts never": [draft],
        "admin drafts discard": [draft, f"{draft} yes"],
        "admin lessons": [""],
        "admin lessons page": ["0"],
        "admin lessons show": [lesson],
        "admin lessons typed": [lesson],
        "admin lessons back": [f"{lesson} {revision}", f"{lesson} {revision} {revision}"],
        "admin lessons archive": [lesson, f"{lesson} {revision}"],
        "admin lessons correct": [lesson, f"{lesson} parsley {revision}"],
        "admin lessons withdraw": [lesson, f"{lesson} {revision} {revision}"],
        "admin inbox": [""],
        "admin inbox list": ["open 0", f"open 0 {lesson}", "done 0"],
        "admin inbox lessons": [""],
        "admin inbox tells": ["on"],
        "admin inbox group": [f"open {lesson} {place}"],
        "admin inbox one": [remark],
        "admin inbox take": group,
        "admin inbox close": group,
        "admin inbox answer": group,
        "admin inbox alone take": [remark],
        "admin inbox alone close": [remark],
        "admin inbox alone answer": [remark],
        "admin inbox mute": [remark, f"{remark} yes"],
        "admin inbox unmute": [remark],
        "admin inbox show": [remark],
        "admin inbox hide": [remark],
        "admin cohorts": [""],
        "admin cohorts page": ["0"],
        "admin cohorts show": [code],
        "admin cohorts new": [f"{course} Tree club, 2026-03-09 09:00, every 1 days"],
        "admin cohorts plan": [f"{course} Tree club, 2026-03-09 09:00, every 1 days"],
        "admin cohorts typed": [f"every {course} Tree club, 2026-03-09 09:00, every 1 days"],
        "admin cohorts make": [f"{course} Tree club, 2026-03-09 09:00, every 1 days"],
        "admin cohorts pace": [code, f"{code} 2", f"{code} 2 2"],
        "admin cohorts move": [code, f"{code} 2026-03-09 09:00 2"],
        "admin cohorts pause": [code, f"{code} 2"],
        "admin cohorts resume": [code, f"{code} 2"],
        "admin cohorts close": [code, f"{code} 2"],
        "admin announce": [""],
        "admin announce write": [cohort, course],
        "admin announce show": [sent],
        "admin announce to everyone": [sent],
        "admin announce to course": [f"{sent} {course}"],
        "admin announce to cohort": mine,
        "admin announce to chat": [f"{sent} chat:plain:7"],
        "admin announce send everyone": [sent],
        "admin announce send course": [f"{sent} {course}"],
        "admin announce send cohort": mine,
        "admin announce send chat": [f"{sent} chat:plain:7"],
        "admin announce question find": [sent],
        "admin announce question of": [f"{sent} {lesson}"],
        "admin announce question pick": [f"{sent} {key_of(lesson, 'parsley')}"],
        "admin announce question none": [sent],
        "admin announce pause": [sent],
        "admin announce resume": [sent],
        "admin announce cancel": [sent, f"{sent} yes"],
        "admin stats": [],
        "admin stats part": [cohort, whole],
        "admin stats lesson": [
            f"{lesson} {wanted} {scope}".strip()
            for wanted in ("figures", "questions", "csv")
            for scope in ("", cohort, whole)
        ],
        "admin stats export all": [""],
        "admin stats export course": [course],
        "admin stats digest show": [""],
        "admin stats digest on": [""],
        "admin stats digest off": [""],
        "admin stats digest day": ["1"],
        "admin stats digest hour": ["9"],
        "admin stats typed": [lesson, f"{lesson} questions", f"{lesson} csv", code, course],
        "admin roles": [""],
        "admin roles grant": ["plain:Ben publisher", f"plain:Ben author {course}"],
        "admin roles revoke": ["plain:Ana publisher", "plain:Ana publisher yes"],
        "admin log": ["0"],
    }


@WALKED
async def test_who_has_a_role_for_one_course_reads_and_changes_nothing_of_another(
    grounds: Grounds, role: str
) -> None:
    await grounds.grant(role)
    every = about(grounds, "garden", "herbs")
    before = grounds.rows()
    for verb, each in every.items():
        for words in each:
            said = await grounds.types("Ben", f"/{verb} {words}".strip())
            for secret in GARDEN:
                assert secret not in said.replace(words, ""), f"{verb} {words}: {said}"
            # Whatever is asked for then by words is not the garden's either.
            if not said or "?" in said[-200:]:
                await grounds.types("Ben", "/admin")
    after = grounds.rows()
    assert after == before


def test_each_act_of_an_admin_is_walked() -> None:
    """A new act belongs into the list above: what is it of another course?"""

    class Nothing(Grounds):
        def __init__(self) -> None:
            names = {"garden": "x"}
            self.codes = self.drafts = self.announcements = self.remarks = names

        def one(self, sql: str) -> str:
            return "x"

    verbs = {one.act.verb for area in AREAS for one in area.duties}
    assert set(about(Nothing(), "garden", "herbs")) == verbs


@WALKED
async def test_no_card_of_who_has_a_role_for_one_course_shows_another(
    grounds: Grounds, role: str
) -> None:
    """Whatever can be pressed from ``/admin`` on, three deep, and what is told then."""
    await grounds.grant(role)
    garden = {
        one: [row for row in rows if "herbs" in str(row) or "garden" in str(row).casefold()]
        for one, rows in grounds.rows().items()
    }
    paths: list[tuple[str, ...]] = [()]
    seen: set[tuple[str, ...]] = set()
    while paths:
        path = paths.pop(0)
        said = await grounds.types("Ben", "/admin")
        try:
            for label in path:
                said += await grounds.presses("Ben", label)
        except LookupError:
            continue
        for secret in GARDEN:
            assert secret not in said, f"{path}: {said}"
        # The same card leads no further the second time.
        card = (said.splitlines()[-1], *grounds.buttons("Ben"))
        if len(path) < 3 and card not in seen:
            seen.add(card)
            paths += [(*path, one) for one in grounds.buttons("Ben") if one != "Back"]
    assert len(seen) > 1 or "host" in role
    for one, rows in grounds.rows().items():
        left = [row for row in rows if "herbs" in str(row) or "garden" in str(row).casefold()]
        assert left == garden[one], one


@pytest.mark.parametrize(
    ("role", "opens", "presses"),
    [
        ("publisher", "/admin lessons herbs", "Archive"),
        ("publisher", "/admin lessons herbs", "Withdraw…"),
        ("publisher", "/admin drafts show {draft}", "Publish"),
        ("author", "/admin drafts show {draft}", "Throw away"),
        ("author", "/admin drafts show {draft}", "Preview"),
        ("author", "/admin inbox one {remark}", "Close without an answer"),
        ("author", "/admin inbox one {remark}", "Mute this person"),
        ("publisher", "/admin cohorts {code}", "End it"),
        ("publisher", "/admin cohorts {code}", "Write to it"),
        ("analyst", "/admin stats herbs", "Question by question"),
        ("analyst", "/admin stats herbs", "Answers as CSV"),
        ("analyst", "/admin stats", "Herbs"),
        ("analyst", "/admin stats", "Answers as CSV"),
    ],
)
async def test_a_button_of_a_role_that_was_narrowed_is_refused(
    grounds: Grounds, role: str, opens: str, presses: str
) -> None:
    await grounds.grant(role)
    words = {"draft": grounds.drafts, "remark": grounds.remarks, "code": grounds.codes}
    shown = await grounds.types(
        "Ben", opens.format(**{one: by["garden"] for one, by in words.items()})
    )
    assert presses in shown
    await grounds.grant(f"{role} kitchen")
    before = grounds.rows()
    said = await grounds.presses("Ben", presses)
    assert any(one in said for one in ("doesn't go that far", "There's nothing here")), said
    assert grounds.rows() == before


@pytest.mark.parametrize("left", ["author kitchen", ""])
async def test_a_preview_ends_with_the_right_to_its_draft(grounds: Grounds, left: str) -> None:
    await grounds.grant("author")
    await grounds.types("Ben", f"/admin drafts show {grounds.drafts['garden']}")
    await grounds.presses("Ben", "Preview")
    assert "Basil" in await grounds.presses("Ben", "Deep")
    if left:
        await grounds.types("Ana", f"/admin roles grant plain:Ben {left}")
    await grounds.types("Ana", "/admin roles revoke plain:Ben author yes")
    said = await grounds.presses("Ben", "No idea")
    assert ("doesn't go that far" if left else "closed") in said
    assert "Cold blackens" not in said
    assert "Cold blackens" not in await grounds.types("Ben", "2")


# What is about several courses


def draft_of(*lessons: str, course: Course | None = None, known: tuple[str, ...] = ()) -> Draft:
    pieces = tuple(Piece(one, one, "r2", "r1") for one in lessons)
    return Draft("d", "d", ANA, 0, pieces, course, known=frozenset(known))


LIBRARY = Library.holding(
    (
        Course(id="kitchen", title="K", lessons=("tea", "water")),
        Course(id="garden", title="G", lessons=("herbs", "water")),
    ),
    [Card(one, "r1", one, 1, "foundation") for one in ("tea", "water", "herbs", "salt")],
)


def kitchen(*lessons: str) -> Course:
    return Course(id="kitchen", title="K", lessons=lessons)


@pytest.mark.parametrize(
    ("draft", "may_write"),
    [
        (draft_of("tea"), True),
        (draft_of("herbs"), False),
        (draft_of("tea", "herbs"), False),
        # It is taught in both, and would change in both.
        (draft_of("water"), False),
        # It is nobody's in particular, or new and alone.
        (draft_of("salt"), False),
        (draft_of("soup"), False),
        (draft_of("soup", course=kitchen("tea", "water", "soup")), True),
        # Taking another course's lesson into one's own would open its figures.
        (draft_of("tea", course=kitchen("tea", "water", "herbs")), False),
        (draft_of("tea", course=kitchen("tea", "water", "salt")), False),
        # So would a new lesson under the name of one that was taught once.
        (draft_of("old", course=kitchen("tea", "water", "old"), known=("old",)), False),
        (draft_of("tea", course=Course(id="cellar", title="C", lessons=("tea",))), False),
    ],
)
def test_a_draft_asks_for_the_right_to_all_that_it_touches(draft: Draft, may_write: bool) -> None:
    asked = drafts.scopes(LIBRARY, draft)
    for role in ("author", "publisher"):
        assert may([Held(role, Scope("kitchen"))], "draft", asked) == may_write
        assert may([Held(role)], "draft", asked)


def test_a_lesson_of_two_courses_is_seen_from_each_and_changed_from_both() -> None:
    asked = of_lesson(LIBRARY, "water")
    one = [Held("publisher", Scope("kitchen"))]
    both = [*one, Held("publisher", Scope("garden"))]
    assert may(one, "statistics", asked)
    assert not may(one, "publish", asked)
    assert may(both, "publish", asked)


async def test_a_file_that_goes_beyond_a_role_is_told_so_and_not_kept(grounds: Grounds) -> None:
    await grounds.grant("author kitchen")
    before = grounds.rows()
    text = (LESSONS / "herbs.md").read_text(encoding="utf-8").replace("A herb is", "No herb is")
    await grounds.stage.sends("Ben", "herbs.md", len(text), "", text.encode())
    said = await grounds.types("Ben", "/admin drafts")
    assert "is beyond your role" in said
    assert "No herb" not in said
    kept = {one: rows for one, rows in grounds.rows().items() if one != "draft"}
    assert kept == {one: rows for one, rows in before.items() if one != "draft"}
    open_drafts = "SELECT count(*) FROM draft WHERE closed_at IS NULL"
    assert grounds.one(open_drafts) == "2", "those that were there before"


# Whom something reaches


async def test_a_remark_reaches_its_courses_authors_and_its_learners_teacher_alone(
    grounds: Grounds,
) -> None:
    code = grounds.codes["kitchen"]
    roles = {
        "Author": "author kitchen",
        "Gardener": "author garden",
        "Teacher": f"teacher {code}",
        "Sower": f"teacher {grounds.codes['garden']}",
        "Analyst": "analyst",
        "Editor": "author",
    }
    for name, role in roles.items():
        await grounds.types("Ana", f"/admin roles grant plain:{name} {role}")
        await grounds.types(name, "/admin")
    await grounds.later(timedelta(hours=2))
    grounds.all_heard.clear()
    await grounds.types("kitchen1", "/learn tea")
    for label in ("Deep",):
        await grounds.presses("kitchen1", label)
    said = await grounds.types("kitchen1", "/ask How long?")
    assert "your group's teacher" in said
    await grounds.later(timedelta(minutes=5))
    told = {where for where, text in grounds.all_heard if "📥" in text}
    assert told == {"Ana", "Author", "Teacher", "Editor"}
    for name in roles:
        inbox = await grounds.types(name, "/admin inbox")
        assert ("A cup of tea" in inbox) == (name in told), name
    # Who leaves the group takes along what they said in it.
    for number in range(2):
        await grounds.types(f"kitchen{number}", "/join")
        await grounds.presses(f"kitchen{number}", "Leave: Spring class")
        await grounds.presses(f"kitchen{number}", "Leave")
    assert "Nothing is open" in await grounds.types("Teacher", "/admin inbox")


async def test_a_teacher_reads_the_figures_of_their_group_alone(grounds: Grounds) -> None:
    await grounds.grant("teacher Spring class")
    said = await grounds.types("Ben", "/admin stats")
    assert "**Statistics: Spring class**" in said
    assert "A cup of tea: 1, too few to say more" in said, "eight others took it, and one of theirs"
    assert "Answers as CSV" not in said
    said = await grounds.types("Ben", "/admin stats tea csv")
    assert "doesn't go that far" in said
    for number in range(2):
        await grounds.types(f"kitchen{number}", "/join")
        await grounds.presses(f"kitchen{number}", "Leave: Spring class")
        await grounds.presses(f"kitchen{number}", "Leave")
    said = await grounds.types("Ben", "/admin stats")
    assert "from 5 members on" in said
    assert "A cup of tea" not in said


async def test_a_digest_tells_of_ones_own_part_alone(grounds: Grounds) -> None:
    await grounds.types("Ana", "/admin roles grant plain:Cay analyst")
    for role in ("analyst kitchen", f"analyst {grounds.codes['garden']}"):
        await grounds.types("Ana", f"/admin roles grant plain:Ben {role}")
    for name in ("Ben", "Cay"):
        await grounds.types(name, "/admin stats digest on")
    await took(grounds.stage.past("Ana")[0], grounds.stage.clock, "tea", 6)
    await took(grounds.stage.past("Ana")[0], grounds.stage.clock, "herbs", 7)
    await grounds.later(timedelta(days=8))
    told = {
        name: [text for where, text in grounds.all_heard if where == name]
        for name in ("Ben", "Cay")
    }
    mine = [one for one in told["Ben"] if "What's new" in one]
    assert len(mine) == 2
    (of_kitchen,) = (one for one in mine if "What's new: The kitchen" in one)
    (of_club,) = (one for one in mine if "What's new: Garden club" in one)
    assert "A cup of tea: started by" in of_kitchen
    assert "Herbs" not in of_kitchen
    assert "Herbs: fewer than 5 learners" in of_club, "the others are no members"
    (of_all,) = (one for one in told["Cay"] if "What's new" in one)
    assert "A cup of tea: started by" in of_all
    assert "Herbs: started by 16" in of_all


async def test_a_role_that_is_narrowed_while_something_is_counted_is_told_nothing(
    grounds: Grounds,
) -> None:
    await grounds.grant("analyst")
    stage, doers = grounds.stage, dict(grounds.stage._tutor.jobs._doers)
    begun, narrowed = asyncio.Event(), asyncio.Event()

    async def slowly(job: Job) -> str:
        begun.set()
        await narrowed.wait()
        return await doers["statistics"](job)

    stage._tutor.jobs._doers = {**doers, "statistics": slowly}
    await stage.types("Ben", "/admin stats herbs")
    await begun.wait()
    await stage.types("Ana", "/admin roles grant plain:Ben analyst kitchen")
    await stage.types("Ana", "/admin roles revoke plain:Ben analyst yes")
    narrowed.set()
    await grounds.stage.settled()
    await grounds.later(timedelta(minutes=1))
    said = "\n".join(text for where, text in grounds.all_heard if where == "Ben")
    assert "doesn't go that far" in said
    assert "Statistics: Herbs" not in said


async def test_a_host_starts_a_class_where_only_the_chats_admins_may(grounds: Grounds) -> None:
    stage = grounds.stage
    await grounds.grant(f"host {grounds.codes['garden']}")
    await stage.meets(True)
    await stage.leads("Ana")

    async def says(name: str, text: str) -> str:
        await stage.types(name, text)
        return "\n".join(one.text for one in await stage.heard())

    await says("Ana", "/class admins")
    assert "only its admins start a class" in await says("Cay", "/class herbs")
    assert "only its admins start a class" in await says("Ben", "/class tea")
    assert "only its admins" not in await says("Ben", "/class herbs")
    assert grounds.one("SELECT body ->> '$.lesson' FROM class") == "herbs"


async def test_a_host_calls_for_a_duel_where_only_the_chats_admins_may(grounds: Grounds) -> None:
    stage = grounds.stage
    await grounds.grant(f"host {grounds.codes['kitchen']}")
    await stage.meets(True)
    await stage.leads("Ana")

    async def says(name: str, text: str) -> str:
        await stage.types(name, text)
        return "\n".join(one.text for one in await stage.heard())

    await says("Ana", "/class admins")
    assert "only its admins start a class" in await says("Cay", "/class duel tea")
    assert "only its admins start a class" in await says("Ben", "/class duel herbs")
    # Without a lesson it is drawn among theirs.
    assert "only its admins" not in await says("Ben", "/class duel")
    assert grounds.one("SELECT body ->> '$.lesson' FROM class") in {"tea", "bread", "soup"}
