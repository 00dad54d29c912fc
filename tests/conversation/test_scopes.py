"""Roles for a course or a cohort: nobody reads or changes anything of another one.

There are two courses, the kitchen and the garden, each with a learning group. What belongs to the
garden has words that stand nowhere else, so whatever Ben is told shows whether it is of the garden.
"""

import itertools
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    held,
    may,
)
from bot.storage.sqlite import SqliteStore
from tests.rigs.courses import read_release
from tests.rigs.past import took
from tests.rigs.paths import KITCHEN, LESSONS
from tests.rigs.plain_stage import PlainStage

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
    assert held(str(kept)) == kept


def test_a_role_of_an_earlier_version_is_one_for_everything() -> None:
    assert [held(one) for one in ("owner", "publisher", "author", "analyst")] == [
        Held(one) for one in RIGHTS if one not in (*OF_COHORTS, "host")
    ]
    assert held("author:") == Held("author")
    assert held("author:kitchen") is None
    assert held("editor") is None


# Two courses


class Grounds:
    """The kitchen and the garden, with something of each kind in both."""

    def __init__(
        self, stage: PlainStage, path: Path, names: dict[str, dict[str, str]] | None = None
    ) -> None:
        self.stage, self._path = stage, path
        kinds = ("codes", "drafts", "announcements", "remarks")
        self.names = names or {one: {} for one in kinds}
        self.codes, self.drafts, self.announcements, self.remarks = (
            self.names[one] for one in kinds
        )

    async def types(self, name: str, text: str) -> str:
        """What they are told then."""
        await self.stage.types(name, text)
        return await self._told(name)

    async def presses(self, name: str, label: str) -> str:
        """What they are told then."""
        await self.stage.presses(name, label, 0, name)
        return await self._told(name)

    async def _told(self, name: str) -> str:
        await self.stage.settled()
        await self.stage.alarms.sweep()
        await self.stage.settled()
        heard = [
            "\n".join((one.text, one.full, *itertools.chain(*one.rows)))
            for where, one in self.stage.channel.news
            if where == name
        ]
        self.stage.channel.news = []
        return "\n".join(heard)

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
        await grounds.presses(f"{course}0", "More ways to learn it")
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
        furnished.names = found.names
        furnished.data = path.read_bytes()
    path.write_bytes(furnished.data)
    async with PlainStage(KITCHEN, lambda: SqliteStore(path)) as stage:
        # Not inputs that have counted before.
        stage._inputs = 10_000
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
        "admin announce to cohort": [f"{sent} {cohort}"],
        "admin announce to chat": [f"{sent} chat:plain:7"],
        "admin announce send everyone": [sent],
        "admin announce send course": [f"{sent} {course}"],
        "admin announce send cohort": [f"{sent} {cohort}"],
        "admin announce send chat": [f"{sent} chat:plain:7"],
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


@pytest.mark.parametrize("role", ROLES)
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


@pytest.mark.parametrize("role", ROLES)
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
