"""Lessons in other languages: what a translation must keep, and how learners move between them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.cli.authoring import check
from bot.conversation.inputs import Press
from bot.conversation.lesson.modes import MODES, flow
from bot.conversation.outputs import Ask
from bot.conversation.session import Run
from bot.lessons import finding
from bot.lessons.course import parse_course
from bot.lessons.faults import LessonError
from bot.lessons.format import parse, write
from bot.lessons.model import Course, CourseWords, Lesson
from bot.lessons.translation import differences, link_original, translation_name
from bot.service.publishing.from_files import publish
from bot.storage.records import Release
from bot.storage.store import Store
from tests.rigs.courses import read_lesson, read_release
from tests.rigs.makers import NOON, at, library_of
from tests.rigs.paths import KITCHEN, LESSONS
from tests.rigs.talk import Conversation, said

TEA, TEE = read_lesson(KITCHEN / "tea.md"), read_lesson(KITCHEN / "tea.de.md")
GERMAN = (KITCHEN / "tea.de.md").read_text(encoding="utf-8")
RELEASE = read_release(KITCHEN)


# What is compared


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("tea.de.md", ("tea", "de")),
        ("some/folder/green-tea.pt-br.md", ("green-tea", "pt-br")),
        ("tea.md", None),
        ("README.de.md", None),
        ("tea.DE.md", None),
        ("tea.de.txt", None),
        ("tea.de.fr.md", None),
    ],
)
def test_a_translation_is_told_by_the_name_of_its_file(
    name: str, meant: tuple[str, str] | None
) -> None:
    assert translation_name(name) == meant


# One change to the German lesson, the line that is then at fault, and what is said of it.
DIFFERENCES: list[tuple[str, str, str, str]] = [
    (
        "<!-- id: bitter-green -->",
        "<!-- id: bitter -->",
        "#### Before reading on: Wird",
        '"bitter"',
    ),
    ("<!-- id: smell -->", "<!-- id: duft -->", "### Riech", 'has "smell"'),
    ("<!-- id: a-rule -->", "<!-- id: regel -->", "### 2. Eine Regel", 'has "a-rule"'),
    (r"- \[ \] Ja\n- \[x\]", "- [x] Ja\n- [ ]", "- [x] Ja", "marked [x], where the original"),
    (r"- \[ \] Ja\n- \[x\]", "- [x] Ja\n- [ ]", "- [ ] Nein", "marked [ ], where the original"),
    (
        r"- \[ \] Nichts mehr\n.*\n.*\n",
        "",
        "#### Before reading on: Was machen",
        "2 instead of the original's 3 options",
    ),
    ("level: foundation", "level: expert", "level: expert", 'Level "expert"'),
    (r"\(intermediate\)", "(advanced)", "### 2. Wie heiß", 'has "intermediate"'),
    ("level: ", 'yours: "Wo?"\nlevel: ', "yours: ", '"Yours", which'),
    ("level: ", 'model-answer: "*Da.*"\nlevel: ', "model-answer: ", '"Model answer", which'),
    (r"leads-to: \[bread\]", "leads-to: []", "leads-to: []", 'has "bread"'),
    (r"(?s)### 1. Die Kanne.*?(?=### 2)", "", "## Build-up", "2 instead of the original's 3 steps"),
    (r"(?s)## Myths.*?(?=## Pitfalls)", "", "id: tea", "0 instead of the original's 1 myths"),
    (r"\*\*Insight:\*\*.*\n", "", "### 2. Wie heiß", 'no "Insight"'),
    (r"(?=### 3)", "#### More\n\nNoch eins.\n\n", "### 2. Wie heiß", '"More", which'),
    (r"\*\*Hint:\*\*.*\n", "", "#### Before reading on: Wird", 'no "Hint"'),
    (r"  - Why it tempts: Auch.*\n", "", "- [ ] Kühles", 'no "Why it tempts"'),
    (r"\*\*Belief:\*\*.*\n", "", "### Muss", 'no "Belief"'),
    (r"\*\*Root cause:\*\*.*\n", "", "### Grünen", 'no "Root cause"'),
    (r"- sagt, woher er kommt\n", "", "### Riech", "1 instead of the original's 2 criteria"),
    (r"- die Regel sagt, warum\n", "", "## Project", "1 instead of the original's 2 lines of the"),
    (r"(die Regel sagt, warum)", r"\1 (2)", "warum (2)", "about milestone 2, where the original's"),
    (
        r"(die Regel sagt, warum)",
        r"\1\n  - **Does it:** a\n  - **Not yet:** b\n  - **Why:** c",
        "- die Regel",
        '"Does it", which the original doesn\'t have',
    ),
    (
        r"(?<=### )1. Drei Tassen",
        "1. Drei Tassen (product)",
        "### 1. Drei",
        "is the product, unlike",
    ),
    (r"\*\*In words:\*\*.*\n", "", "### Diagram", 'no "In words"'),
    (r"```text\nBlätter \+ \?\?\?.*\n```\n", "", "### Diagram", 'no "drawing with a gap"'),
    (r"(?s)#### Look again.*?(?=## Build)", "", "### Diagram", 'no "explanation"'),
    (r"(?=### Diagram)", "### Analogy\n\nWie.\n\n", "## Mental model", '"Analogy", which'),
    (r"(?s)### Für viele.*", "### Für viele\n\nJa.\n", "### Für viele", 'no "question"'),
]


@pytest.mark.parametrize(("change", "to", "place", "what"), DIFFERENCES)
def test_each_difference_from_the_original_is_an_error_with_its_line(
    tmp_path: Path, change: str, to: str, place: str, what: str
) -> None:
    text, changes = re.subn(change, to, GERMAN, count=1)
    assert changes == 1
    (tmp_path / "tea.md").write_text((KITCHEN / "tea.md").read_text("utf-8"), "utf-8")
    (tmp_path / "tea.de.md").write_text(text, "utf-8")
    line = next(n for n, one in enumerate(text.split("\n"), 1) if place in one)
    verdict = check([tmp_path / "tea.de.md"], beside=LESSONS)
    assert verdict.errors
    errors = [one for one in verdict.lines if ": advice: " not in one and f":{line}:" in one]
    assert any(what in one for one in errors), verdict.lines


def test_a_translation_that_differs_in_words_alone_is_right() -> None:
    original = parse((KITCHEN / "tea.md").read_text("utf-8"), "tea.md")
    assert differences(original, parse(GERMAN, "tea.de.md"), "tea.de.md") == []
    assert not check([KITCHEN], beside=LESSONS).errors


@pytest.mark.parametrize(
    ("change", "to", "expected"),
    [
        ("language: de\n", "", "tea.de.md:2:1: the language is not said, but"),
        ("language: de", "language: fr", 'tea.de.md:3:1: the language is "fr", but "de"'),
        (
            "language: de",
            "language: German",
            'tea.de.md:3:11: "language" isn\'t a language: "German"',
        ),
        ("language: de", "language: no", 'tea.de.md:3:11: "language" isn\'t a language: "no"'),
        ("id: tea", "id: tee", 'tea.de.md:2:1: the id is "tee", but the file translates "tea"'),
    ],
)
def test_a_translation_says_what_its_name_says(
    tmp_path: Path, change: str, to: str, expected: str
) -> None:
    (tmp_path / "tea.md").write_text((KITCHEN / "tea.md").read_text("utf-8"), "utf-8")
    (tmp_path / "tea.de.md").write_text(GERMAN.replace(change, to, 1), "utf-8")
    lines = check([tmp_path], beside=LESSONS).lines
    assert any(line.startswith(f"{tmp_path}/{expected}") for line in lines), lines


def test_a_translation_needs_its_original_beside_it(tmp_path: Path) -> None:
    (tmp_path / "tea.de.md").write_text(GERMAN, "utf-8")
    verdict = check([tmp_path], beside=LESSONS)
    assert verdict.errors
    assert "tea.de.md:1:1: translates tea.md, which is not beside it" in verdict.lines[0]
    (tmp_path / "tea.md").write_text("no lesson", "utf-8")
    alone = check([tmp_path / "tea.de.md"], beside=LESSONS)
    assert "tea.de.md:1:1: translates tea.md, which has faults" in alone.lines[0]
    both = check([tmp_path], beside=LESSONS)
    assert not any("has faults" in line for line in both.lines), "they are told already"


# What they share


@pytest.mark.parametrize("mode", MODES)
def test_a_translation_has_the_same_beats_in_every_mode(mode: str) -> None:
    def beats(lesson: Lesson) -> list[str]:
        run = Run("run", lesson.id, lesson.revision, mode, seed="1")
        # A text may be dealt out over more messages in one language.
        return [one.id for one in flow(run, lesson) if not one.id.rpartition(".")[2].isdecimal()]

    assert beats(TEA) == beats(TEE)


def test_a_translation_knows_its_original_and_is_another_revision() -> None:
    assert (TEE.translates, TEE.language) == (TEA.revision, "de")
    assert TEE.revision != TEA.revision
    assert [one.translates for one in TEE.pitfalls] == [one.title for one in TEA.pitfalls]
    again = link_original(TEA.model_copy(update={"minutes": 4}), TEE)
    assert again.revision != TEE.revision, "it is a translation of another revision"


def test_the_language_of_a_lesson_is_kept_in_its_file() -> None:
    lesson = parse(GERMAN, "tea.de.md").lesson
    assert parse(write(lesson), "tea.de.md").lesson == lesson


# What there is to learn, by language


def test_a_library_tells_of_lessons_in_the_language_that_is_spoken() -> None:
    library = library_of(RELEASE.courses, RELEASE.lessons)
    german = library.in_language("de")
    assert german.courses[0].title == "Die Küche"
    assert next(iter(german.in_order())).title == "Eine Tasse Tee"
    assert german.cards["tea"].revision == TEE.revision
    assert german.cards["bread"] == library.cards["bread"]
    assert german is library.in_language("de")
    assert library.in_language("fr") is library
    assert library.cards["tea"].title == "A cup of tea"


@pytest.mark.parametrize("text", ["Eine Tasse Tee", "eine tasse", "A cup of tea", "a cup", "tea"])
def test_a_lesson_is_found_by_its_name_in_either_language(text: str) -> None:
    library = library_of(RELEASE.courses, RELEASE.lessons).in_language("de")
    assert (found := finding.find(library, text))
    assert found.revision == TEE.revision


def test_a_translation_without_its_original_is_not_offered() -> None:
    library = library_of((), [TEE]).in_language("de")
    assert library.cards == {}
    assert library.counterpart("tea", "r1") == "r1"


def test_a_revision_has_a_counterpart_only_where_it_was_translated() -> None:
    library = library_of((), [TEA, TEE])
    assert library.in_language("de").counterpart("tea", TEA.revision) == TEE.revision
    assert library.counterpart("tea", TEE.revision) == TEA.revision
    newer = TEA.model_copy(update={"minutes": 9})
    older = library_of((), [newer, TEE])
    assert older.in_language("de").counterpart("tea", newer.revision) == newer.revision
    assert older.in_language("de").counterpart("tea", TEA.revision) == TEA.revision
    assert older.counterpart("tea", TEE.revision) == TEE.revision


# Courses


def test_a_course_says_what_it_is_in_other_languages() -> None:
    source = 'title = "Tea"\nlessons = ["a"]\n\n[de]\ntitle = " Der\\n Tee "\nabout = " Kurz. "\n'
    course = parse_course(source, "course.toml", "tea")
    assert course.translations == (CourseWords(language="de", title="Der Tee", about="Kurz."),)
    assert course.in_language("de").title == "Der Tee"
    assert course.in_language("fr") == course


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("[German]\ntitle = 'a'", '3:2: the table "German" isn\'t named after a language'),
        ("[de]\nabout = 'a'", '3:2: the key "title" is missing in [de]'),
        ("[de]\ntitle = 1", '3:2: "title" in [de] is not text'),
        ("[de]\ntitle = ' '", '3:2: "title" in [de] is empty'),
        ("[de]\ntitle = 'a'\nlessons = ['a']", '3:2: unknown key "lessons" in [de]'),
    ],
)
def test_the_faults_of_a_courses_translation_are_told(table: str, expected: str) -> None:
    with pytest.raises(LessonError) as caught:
        parse_course(f"title = 'a'\nlessons = ['a']\n{table}\n", "c.toml", "tea")
    assert str(caught.value.faults[0]).startswith(f"c.toml:{expected}")


# Publishing


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content" / "kitchen"
    folder.mkdir(parents=True)
    for file in (*KITCHEN.glob("*.md"), KITCHEN / "course.toml"):
        (folder / file.name).write_text(file.read_text("utf-8"), "utf-8")
    return tmp_path / "content"


async def test_a_translation_is_published_with_its_lesson(store: Store, content: Path) -> None:
    report = await publish(store, content, NOON)
    assert report.faults == ()
    assert "tea.de" in report.published
    library = await store.library()
    assert library.cards["tea"].revision == TEA.revision
    assert library.in_language("de").cards["tea"].title == "Eine Tasse Tee"
    assert await store.lesson("tea", TEE.revision) == TEE
    again = await publish(store, content, at(1))
    assert (again.published, again.gone) == ((), ())


async def test_a_translation_is_one_of_the_latest_original(store: Store, content: Path) -> None:
    await publish(store, content, NOON)
    file = content / "kitchen" / "tea.md"
    file.write_text(file.read_text("utf-8").replace("A cold pot", "A cool pot"), "utf-8")
    report = await publish(store, content, at(1))
    assert report.published == ("tea", "tea.de")
    library = await store.library()
    german = library.in_language("de").cards["tea"]
    assert german.translates == library.cards["tea"].revision != TEA.revision
    assert await store.lesson("tea", TEE.revision) == TEE, "who is in it keeps it"


async def test_a_translation_that_lags_behind_is_told_of_and_stays(
    store: Store, content: Path
) -> None:
    await publish(store, content, NOON)
    file = content / "kitchen" / "tea.md"
    text = re.sub(r"(?s)### 1. Warming.*?(?=### 2)", "", file.read_text("utf-8"))
    file.write_text(text, "utf-8")
    for time in (at(1), at(2)):
        report = await publish(store, content, time)
        (fault,) = report.faults
        assert "tea.de.md" in fault.file
        assert fault.what == "3 instead of the original's 2 steps"
    library = await store.library()
    assert library.cards["tea"].revision != TEA.revision
    assert library.in_language("de").cards["tea"].revision == TEE.revision


async def test_a_translation_that_is_gone_is_offered_no_longer(store: Store, content: Path) -> None:
    await publish(store, content, NOON)
    (content / "kitchen" / "tea.de.md").unlink()
    assert (await publish(store, content, at(1))).gone == ("tea.de",)
    assert (await store.library()).in_language("de").cards["tea"].revision == TEA.revision
    assert await store.lesson("tea", TEE.revision) == TEE


async def test_a_translation_without_its_original_is_refused(store: Store, content: Path) -> None:
    (content / "kitchen" / "tea.md").unlink()
    report = await publish(store, content, NOON)
    assert [fault.what for fault in report.faults] == [
        "there is no such file, but a translation of it, by that file's name"
    ]
    assert "tea" not in (await store.library()).cards


async def test_the_faults_of_an_original_are_told_once(store: Store, content: Path) -> None:
    file = content / "kitchen" / "tea.md"
    file.write_text(file.read_text("utf-8").replace("minutes: 3", "minutes: three"), "utf-8")
    report = await publish(store, content, NOON)
    assert [Path(fault.file).name for fault in report.faults] == ["tea.md"]


async def test_each_language_has_a_current_revision_of_its_own(store: Store) -> None:
    course = Course(id="kitchen", title="Kitchen", lessons=("tea",))
    sources = {"tea": "1", "tea.de": "2"}
    await store.publish(Release((course,), (TEE, TEA), sources), NOON)
    assert await store.library() == library_of((course,), (TEA, TEE))
    assert await store.sources() == sources
    newer = TEE.model_copy(update={"title": "Tee"})
    await store.publish(Release(lessons=(newer,), sources={"tea.de": "3"}), at(1))
    assert await store.library() == library_of((course,), (TEA, newer))
    assert await store.sources() == {"tea": "1", "tea.de": "3"}
    await store.publish(Release(gone=frozenset({"tea.de"})), at(2))
    assert await store.library() == library_of((course,), (TEA,))
    assert await store.sources() == {"tea": "1"}


# Moving between languages


def speak(talk: Conversation, language: str) -> None:
    """Choose this language, as a learner does in their settings."""
    assert talk.session
    chosen = replace(talk.learner.preferences, language=language)
    talk.learner = replace(talk.learner, preferences=chosen)


def kitchen() -> Conversation:
    return Conversation(RELEASE.lessons, RELEASE.courses)


def test_what_a_learner_chose_wins_over_what_their_platform_says() -> None:
    talk = kitchen()
    talk.language = "en-GB"
    talk.type("hello")
    speak(talk, "de")
    assert "Hallo" in said(talk.type("hello"))
    speak(talk, "")
    assert "Hello" in said(talk.type("hello"))


def test_a_lesson_under_way_goes_on_in_the_language_that_was_chosen() -> None:
    talk = kitchen()
    talk.begin("tea")
    talk.press(*["Continue"] * 3, "Boiling water", "Sure (9 in 10)")
    speak(talk, "de")
    assert talk.session
    assert talk.session.run
    beat = talk.session.run.beat
    turn = talk.send(Press(talk.asked.choices[0].token)) if talk.asked else None
    assert turn
    assert "Was machen zehn Minuten" in said(turn)
    assert talk.session.run.revision == TEE.revision
    assert beat.startswith("step.2")
    assert talk.session.run.beat == "step.3"
    assert {outcome.question for outcome in talk.session.run.outcomes} == {"bitter-green"}


def test_a_lesson_of_an_older_revision_is_finished_as_it_was_begun() -> None:
    talk = kitchen()
    talk.begin("tea")
    newer = TEA.model_copy(update={"minutes": 9})
    talk.publish(newer, link_original(newer, TEE))
    speak(talk, "de")
    turn = talk.press("Continue")
    assert "The core idea as a picture" not in said(turn)
    assert "A cold pot cools the water" in said(talk.press("Weiter"))
    assert talk.session
    assert talk.session.run
    assert talk.session.run.revision == TEA.revision


def test_a_test_that_is_taken_in_two_languages_counts_every_answer() -> None:
    talk = kitchen()
    talk.send_command("learn", "tea")
    talk.press("Test yourself")
    for n in range(20):
        speak(talk, "de" if n % 2 else "en")
        assert talk.session
        if not talk.session.run or talk.session.run.beat == "challenge.results":
            break
        assert talk.asked
        talk.send(Press(talk.asked.choices[0].token))
    assert talk.session
    assert talk.session.run
    answered = [outcome.question for outcome in talk.session.run.outcomes]
    assert len(answered) == len(set(answered)) == 8
    assert any(one.startswith("pitfall-") for one in answered)


def test_results_that_an_earlier_version_left_at_a_page_are_a_list_in_any_language() -> None:
    talk = kitchen()
    talk.send_command("learn", "tea")
    talk.press("Test yourself")
    while talk.session and talk.session.run and talk.session.run.beat != "challenge.results":
        assert talk.asked
        talk.send(Press(talk.asked.choices[0].token))
    assert talk.session
    assert talk.session.run
    talk.session = replace(talk.session, run=replace(talk.session.run, choice=99))
    speak(talk, "de")
    turn = talk.send_command("continue")
    assert isinstance(turn.outputs[-1], Ask)
    missed = next(label for label in talk.labels if label.startswith("❌ "))
    talk.press(missed, "Zur Liste")
    if "Weiter" in talk.labels:
        talk.press("Weiter")
    talk.press("Fertig")
    assert talk.session
    assert talk.session.run is None
