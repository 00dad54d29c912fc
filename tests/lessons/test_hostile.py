# a table is read by its lines
"""Files that mean harm, or were made clumsily: each is refused with its place and how to mend it,
or read as what it was meant to be. What nobody thought of, hypothesis makes up."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lessons.course import parse_course
from bot.lessons.faults import Faults, LessonError
from bot.lessons.format import parse
from bot.lessons.format.front_matter import read_front_matter
from bot.lessons.importing import PageError, import_page
from bot.lessons.upload.bundle import MOST_FAULTS, bundle, plain
from tests.rigs.archives import COURSE, HOSTILE, LESSON, packed
from tests.rigs.filenames import NAMES
from tests.rigs.paths import HOSTILE_LESSONS, KITCHEN, PAGES
from tests.rigs.properties import examples

SAID = {
    "alias-bomb": "5:4: the front matter is not valid YAML: anchors and aliases (& and *) are not",
    "binary": "3:115: this is not UTF-8 text (the byte here is 0x80); save the file as UTF-8",
    "blank": "1:1: the file is empty; write the lesson in it",
    "control-characters": "9:3: a control character, U+001B; remove it",
    "empty": "1:1: the file is empty; write the lesson in it",
    "fence-open": "9:1: a code fence that does not end; close it with a line ```",
    "html": "9:3: HTML, which a chat can't show",
    "id-with-path": '2:5: "id" isn\'t an id: "../../etc/passwd"; write lower-case words',
    "latin-1": "9:5: this is not UTF-8 text (the byte here is 0xfc); save the file as UTF-8",
    "lists-deep": "15:13: lists or quotes within each other too deep; flatten them",
    "merge-conflict": "9:1: text where none is allowed; write each takeaway as an item",
    "minutes-huge": '4:10: "minutes" isn\'t a number of minutes: "1000',
    "needs-itself": '5:1: the lesson is in its own "needs"; remove it there',
    "no-break-spaces": "write ordinary spaces: there are no-break spaces (U+00A0) in it",
    "no-end-of-front": "1:1: the front matter has no end; write ---",
    "nul": "9:7: a control character, U+0000; remove it",
    "only-dashes": '1:1: the key "id" is missing; add a line',
    "picture": "1:1: this is a picture (PNG), not a text; send the lesson as a text file",
    "prose": "1:1: the front matter is missing; begin the file with ---",
    "quotes-deep": "9:601: lists or quotes within each other too deep; flatten them",
    "surrogates": "9:8: this is not UTF-8 text (the byte here is 0xed)",
    "text-turned": "9:8: an invisible sign that turns the reading direction, U+2066; remove it",
    "title-invisible": '3:8: "title" is empty text; put it between double quotes',
    "title-turned": "3:13: an invisible sign that turns the reading direction, U+202E; remove it",
    "utf-16-cut": "9:16: this is not UTF-16 text",
    "utf-16-without-mark": "1:2: this is binary data, or UTF-16 text without its mark; save",
    "utf-32": "1:1: this is UTF-32 text; save the file as UTF-8",
    "windows-1252": "9:3: this is not UTF-8 text (the byte here is 0x93)",
    "yaml-curly-quotes": '3:8: "title" is in curly quotes; write straight ones',
    "mention-link": '9:7: a link to "tg://user?id=7001", which is no page of the web; begin its '
    "address with https://, or write the words alone",
    "yaml-many-documents": '1:1: the key "title" is missing; add a line',
    "yaml-merge": '5:7: "tags" is a group of keys instead of a list; write a list',
    "yaml-nested": "5:11: the front matter is not valid YAML: nested too deep",
    "yaml-not-a-map": "2:1: the front matter is not a list of keys with values; write one",
    "yaml-tab": "3:7: the front matter is not valid YAML: found character '\\t' that cannot start "
    "any token; write spaces instead of the tab",
    "yaml-tag": '3:8: "title" is a list; write text',
}
"""What each file is refused with. Those called sound, and these two, are lessons as they are."""

HARMLESS = ("everyone", "javascript-link")


@pytest.mark.parametrize("name", SAID)
def test_a_hostile_file_is_refused_with_its_place_and_how_to_mend_it(name: str) -> None:
    found = bundle(f"{name}.md", (HOSTILE_LESSONS / f"{name}.md").read_bytes(), {})
    assert not found.sound
    assert SAID[name] in "\n".join(map(str, found.faults))
    assert all(one.mend for one in found.faults)


def test_every_file_of_the_corpus_has_its_verdict() -> None:
    names = {one.stem for one in HOSTILE_LESSONS.iterdir()}
    assert {one for one in names if not one.startswith("sound-")} == {*SAID, *HARMLESS}


@pytest.mark.parametrize(
    "file", sorted(HOSTILE_LESSONS.glob("sound-*.md")), ids=lambda file: file.stem
)
def test_what_editors_do_to_a_file_does_no_harm(file: Path) -> None:
    found = bundle("tea.md", file.read_bytes(), {})
    assert found.sound, found.faults
    (lesson,) = found.lessons
    plain_one = parse(LESSON.decode()).lesson
    if lesson.title == "Tea" and "tabs" not in file.stem:
        assert lesson == plain_one


def test_a_mention_is_text_and_a_script_no_link() -> None:
    from bot.lessons.format.markdown import tree

    everyone, link = (
        bundle(f"{name}.md", (HOSTILE_LESSONS / f"{name}.md").read_bytes(), {}).lessons[0]
        for name in HARMLESS
    )
    assert everyone.title == "@everyone @here <@&1> Tea"
    (paragraph,) = tree(link.takeaways[0]).children
    kinds = {one.type for one in paragraph.walk()}
    assert "link" not in kinds


BIG: dict[str, tuple[Callable[[], bytes], str]] = {
    "a very long line": (lambda: LESSON + b"- " + b"a" * 9_000, "more than 8000 characters"),
    "a line of brackets": (lambda: LESSON + b"- " + b"[" * 9_000, "more than 8000 characters"),
    "a lesson as large as a book": (lambda: LESSON + b"- a\n" * 70_000, "larger than 256 KiB"),
    "a huge table": (lambda: LESSON + b"\n" + b"|a|b|\n" * 20_000, "text where none is allowed"),
    "a file of 5 MB": (lambda: b"x" * 5_000_000, "larger than 4,000,000 bytes"),
    "nothing but control characters": (lambda: b"\x01\n" * 9_000, "more like these"),
    "a front matter without end": (lambda: b"---\n" + b"a: [" * 30_000, "has no end"),
    "a front matter of one value": (
        lambda: b"---\nid: " + b"{a: " * 1_900 + b"\n---\n",
        "nested too deep",
    ),
}


@pytest.mark.parametrize("name", BIG)
def test_a_big_file_is_refused_in_time_and_in_few_words(name: str) -> None:
    make, said = BIG[name]
    data, began = make(), time.process_time()
    found = bundle("tea.md", data, {})
    assert time.process_time() - began < 10
    assert not found.sound
    assert said in "\n".join(map(str, found.faults))
    assert len(found.faults) <= MOST_FAULTS + 1
    assert sum(len(str(one)) for one in found.faults) < 20_000


COURSES: dict[str, tuple[bytes, str]] = {
    "a lesson that is not there": (
        b'title = "Kitchen"\nlessons = ["tea", "soup"]\n',
        'the course names the lesson "soup", which has no file; write soup.md beside it',
    ),
    "no lessons": (b'title = "Kitchen"\nlessons = []\n', '2:1: "lessons" is empty; list the ids'),
    "curly quotes": ('title = “Kitchen”\nlessons = ["tea"]\n'.encode(), "write straight double"),
    "another encoding": ('title = "Küche"'.encode("utf-16"), 'the key "lessons" is missing'),
    "bytes": (b"\xff\xff\xff", "1:1: this is not UTF-8 text"),
    "numbers for ids": (
        b'title = "K"\nlessons = [1, 0x%s]\n' % (b"f" * 9_000),
        "not a lesson id: it isn't text; write",
    ),
    "a number of many digits": (b'title = "K"\nx = %s\n' % (b"9" * 9_000), "not valid TOML"),
    "lists in lists": (b'title = "K"\nlessons = %s' % (b"[" * 9_000), "not valid TOML"),
    "tables in a list": (
        b'title = "K"\nlessons = [{%s = 1}]\n' % b".".join([b"a"] * 9_000),
        "not a lesson id: it isn't text; write",
    ),
    "thousands of keys": (b"".join(b"k%d=1\n" % n for n in range(7_000)), "unknown key"),
    "thousands of lessons": (
        b'title="K"\nlessons = [%s]' % (b'"\\u0061",' * 7_000),
        "more than 1000",
    ),
    "more than is read": (b"#" * 70_000, "larger than 65,536 bytes"),
    "a title that can't be seen": ('title = "\u200b\u202e"\n'.encode(), '"title" is empty'),
}


@pytest.mark.parametrize("name", COURSES)
def test_a_hostile_course_is_refused_with_how_to_mend_it(name: str) -> None:
    source, said = COURSES[name]
    began = time.process_time()
    found = bundle("a.zip", packed({"kitchen/course.toml": source, "kitchen/tea.md": LESSON}), {})
    assert time.process_time() - began < 2
    assert not found.sound
    assert said in "\n".join(map(str, found.faults))
    assert all(one.file == "kitchen/course.toml" for one in found.faults)


def test_a_course_is_named_by_its_folder_or_by_its_archive() -> None:
    def id_of(name: str, folder: str) -> str | None:
        files = {f"{folder}course.toml": COURSE, f"{folder}tea.md": LESSON}
        course = bundle(name, packed(files), {}).course
        return course and course.id

    assert id_of("x.zip", "kitchen/") == "kitchen"
    assert id_of("x.zip", "content/kitchen/") == "kitchen"
    assert id_of("kitchen.zip", "") == "kitchen"
    assert id_of("kitchen (1).zip", "") is None


def test_what_is_no_part_of_a_course_is_left_aside_and_told() -> None:
    files = {
        "kitchen/course.toml": COURSE,
        "kitchen/tea.md": LESSON,
        "kitchen/README.md": b"# Mine",
        "kitchen/old/tea.md": LESSON,
        "__MACOSX/kitchen/._tea.md": b"\0\5\x16\7",
        "kitchen/.DS_Store": b"\0",
    }
    found = bundle("a.zip", packed(files), {})
    assert found.sound
    aside = [one.file for one in found.advice if "is ignored" in one.what]
    assert aside == ["kitchen/README.md", "kitchen/old/tea.md"]


def test_a_page_comes_back_as_a_lesson_to_finish_and_not_as_one_to_publish() -> None:
    found = bundle("closures.html", (PAGES / "closures.html").read_bytes(), {})
    assert (found.kind, found.lessons, found.sound) == ("page", (), False)
    assert found.page
    assert "closures.html: this is a page, not a lesson file" in found.page.remarks[0]
    again = bundle("closures.md", found.page.text.encode(), {})
    assert again.kind == "lesson"
    assert [one.what for one in again.faults] == [one.what for one in found.faults]


@pytest.mark.parametrize("part", ["<![foo[x]]>", "<![foo", "<![", "<!DOCTYPE [<!foo", "<?", "</"])
def test_a_saved_page_may_hold_what_is_no_html(part: str) -> None:
    found = import_page(f"<!doctype html>{part}<h2>Overview</h2><p>Tea is made of leaves.</p>")
    told = str(found.lesson.overview) + str(found.leftovers)
    assert "leaves" in told or part in ("<![foo", "<![", "<!DOCTYPE [<!foo", "<?")


SLOW = {
    "comments left open": "<!doctype html><h2>Overview</h2><p>Tea.</p>" + "<!--" * 50_000,
    "tags left open": "<!doctype html><h2>Overview</h2><p>Tea.</p>" + "<a " * 20_000,
    "lists in lists": "<!doctype html><h2>Overview</h2><p>Tea.</p>" + "<ul><li>a" * 3_000,
    "fences left open": "# Tea\n\n## Overview\n\n" + "```py\n" * 5_000,
    "a chain of calls": "Overview\nTea.\n" + "a(" + ").a(" * 200 + "x\n",
    "a fence of blanks": "<!doctype html><h2>Overview</h2><p>Tea.</p><pre>" + "\n" * 400_000,
    "dashes": "Overview\nTea.\n" + "- " * 20_000 + "x\n",
    "signs": "Overview\nTea.\n" + "x" + " ;" * 20_000 + "\n",
    "emoji": "Overview\nTea.\n" + "😀" * 20_000,
    "quotes in quotes": "Overview\nTea.\n" + "> " * 20_000 + "a",
    "backticks": "Overview\nTea.\n" + "`" * 40_000,
    "blanks": "Pitfalls\n#1\n" + "\n" * 20_000,
    "a question of stars": "Build-up\n1\nTea (Foundation)\nBefore reading on: a? "
    + "*" * 20_000
    + "x",
    "the output of a command": "Overview\n$ tea -a\n" + "green tea\n" * 4_000,
    "a heading of blanks": "# Tea\n\n## Overview\n\n# a" + " " * 40_000 + "x\n\nTea.\n",
}
"""Pages whose parts were looked through again and again: each took from ten seconds to for ever."""


@pytest.mark.slow
@pytest.mark.parametrize("name", SLOW)
def test_a_page_is_read_in_time_that_grows_with_its_length(name: str) -> None:
    began = time.process_time()
    import_page(SLOW[name])
    assert time.process_time() - began < SECONDS


def test_a_page_that_is_none_says_so() -> None:
    found = bundle("a.html", b"<!doctype html><html><body><p>Hello</p></body></html>", {})
    assert "this isn't a lesson page" in str(found.faults[0])
    assert "copy the whole page" in found.faults[0].mend


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_told_in_one_short_line_that_can_be_seen(name: str) -> None:
    shown = plain(NAMES[name][0])
    assert shown.isprintable()
    assert 0 < len(shown) <= 80
    assert "/" not in shown


# --- what hypothesis makes up

SECONDS = 3.0
"""Of this process's own time, for one example of a few thousand characters."""

PIECES = st.sampled_from(
    [
        *(
            "---\n",
            "id: tea\n",
            "title: Tea\n",
            "minutes: 1\n",
            "needs: [tea]\n",
            "level: expert\n",
        ),
        *("a: &a [*a]\n", "!!python/object:os.system\n", "? [a]\n", "<<: {}\n", "'", '"', "|\n"),
        *("# T\n", "## Overview\n", "### What is it?\n", "## Build-up\n", "### 1. A (expert)\n"),
        *(
            "#### Before reading on: why?\n",
            "#### Read on\n",
            "- [x] yes\n",
            "- [ ] no\n",
            "  > why\n",
        ),
        *(
            "## Myths\n",
            "### M?\n",
            "**Belief:** b\n",
            "**Reality:** r\n",
            "## Takeaways\n",
            "- a\n",
        ),
        *("## Mental model\n", "### Diagram\n", "```\n", "#### Look again\n", "**In words:** w\n"),
        *(
            "## Pitfalls\n",
            "**Wrong approach:** x\n",
            "## Try it\n",
            "## Challenge\n",
            "## Project\n",
        ),
        *("### Milestone\n", "## Performance\n", "<!-- id: a -->\n", "<!--", "-->", "<b>", "</b>"),
        *(
            "\n",
            "\n\n",
            "\r\n",
            "\r",
            "\t",
            "    ",
            "> ",
            "1. ",
            "* * *\n",
            "===\n",
            "\\",
            "|a|b|\n",
        ),
        *(
            "[a](b)",
            "![a](b)",
            "[a]: b\n",
            "`",
            "**",
            "__",
            "~~~\n",
            "&lt;",
            "&#0;",
            "\u202e",
            "\0",
        ),
        *("title = ", "lessons = ", "[[a]]\n", "[de]\n", '"""', "= 1\n", "{a.a=1}", "1979-05-27\n"),
        *(
            "<!doctype html>",
            "<html>",
            "<pre>",
            "</pre>",
            "<li>",
            "<ol>",
            "<td>",
            "<script>",
            "&amp",
        ),
        *("<h2>Overview</h2>", "<title>", "<![CDATA[", "<?", "</", "<svg", "Key takeaways\n"),
        *(
            "Step 1\n",
            "Predict:\n",
            "Misconception\n",
            "12 min read\n",
            "Foundation\n",
            "❌ ",
            "✅ ",
        ),
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=60).map("".join)
SOUND = [
    *((KITCHEN / name).read_text() for name in ("tea.md", "bread.md", "tea.de.md", "course.toml")),
    *(file.read_text() for file in sorted(PAGES.iterdir())[:4] if file.is_file()),
]


@st.composite
def mangled(draw: Any) -> str:
    """A sound file with some of its parts doubled, moved, lost or replaced."""
    text: str = draw(st.sampled_from(SOUND))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.integers(0, 200)))
        to = draw(st.integers(0, len(text)))
        new = draw(st.one_of(TEXTS, st.just(text[to : to + 300]), st.just("")))
        text = text[:at] + new + text[end:]
    return text


ANY = st.one_of(TEXTS, mangled())
FUZZ = settings(max_examples=examples(60), deadline=None)


def within(act: Callable[[], object], *allowed: type[Exception]) -> None:
    """Do it in time, with no other exception than these."""
    began = time.process_time()
    try:
        act()
    except allowed as error:
        told = str(error)
    else:
        told = "a:1:1:"
    assert re.search(r":\d+:\d+:", told)
    assert time.process_time() - began < SECONDS


@FUZZ
@given(ANY)
def test_no_lesson_file_raises_anything_but_its_faults(text: str) -> None:
    within(lambda: parse(text), LessonError)


@FUZZ
@given(TEXTS)
def test_no_front_matter_raises_anything(text: str) -> None:
    faults = Faults("a.md")
    within(lambda: read_front_matter(text, 2, faults))
    assert all(fault.line >= 1 and fault.column >= 1 and fault.mend for fault in faults.found)


@FUZZ
@given(ANY)
def test_no_page_raises_anything_but_that_it_is_none(text: str) -> None:
    within(lambda: import_page(text), PageError)


@FUZZ
@given(ANY)
def test_no_course_raises_anything_but_its_faults(text: str) -> None:
    within(lambda: parse_course(text, "course.toml", "kitchen"), LessonError)


@FUZZ
@given(
    st.sampled_from(["a.md", "a.de.md", "a.html", "a.zip", "course.toml", "", "\0/..", "x" * 999]),
    st.one_of(ANY.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary()),
    st.sampled_from([b"", b"\xff\xfe", b"\xef\xbb\xbf", b"PK\x03\x04", b"<html>", b"---\n"]),
)
def test_no_file_raises_anything(name: str, data: bytes, before: bytes) -> None:
    within(lambda: bundle(name, before + data, {"tea": "kitchen"}))


@FUZZ
@given(st.data(), st.sampled_from([packed({"a/course.toml": COURSE, "a/tea.md": LESSON})]))
def test_no_damage_to_an_archive_raises_anything(draw: st.DataObject, sound: bytes) -> None:
    data = bytearray(sound)
    for _ in range(draw.draw(st.integers(1, 8))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    cut = draw.draw(st.one_of(st.just(len(data)), st.integers(0, len(data))))
    within(lambda: bundle("a.zip", bytes(data[:cut]), {}))


@FUZZ
@given(
    st.dictionaries(
        st.text(min_size=1, max_size=20), TEXTS.map(lambda text: text.encode("utf-8", "replace"))
    )
)
def test_no_archive_of_any_names_raises_anything(files: dict[str, bytes]) -> None:
    try:
        data = packed({f"a/{name}": content for name, content in files.items()})
    except UnicodeError:
        return  # what no archive can hold
    within(lambda: bundle("a.zip", data, {}))


@pytest.mark.slow
def test_the_archives_of_the_corpus_raise_nothing_in_this_process_either() -> None:
    for make, said in HOSTILE.values():
        assert said in "\n".join(map(str, bundle("a.zip", make(), {}).faults))


@pytest.mark.parametrize("address", ["tg://resolve?domain=x", "mailto:a@b.org", "../soup.md", "#a"])
@pytest.mark.parametrize("form", ["In [bold](<{}>)", "- one\n  two [**three**]({})", "## [It]({})"])
def test_a_link_leads_to_a_page_of_the_web_or_is_refused_where_it_stands(
    address: str, form: str
) -> None:
    text = (HOSTILE_LESSONS / "mention-link.md").read_text().split("- Ask", 1)[0] + form
    with pytest.raises(LessonError) as refused:
        parse(text.format(address))
    assert f'a link to "{address}"' in str(refused.value)
    found = next(one for one in refused.value.faults if "a link to" in one.what)
    line = text.format(address).split("\n")[found.line - 1]
    assert line[found.column - 1 :].startswith("[")


def test_a_link_to_a_page_is_as_it_was() -> None:
    text = (HOSTILE_LESSONS / "mention-link.md").read_text()
    parse(text.replace("tg://user?id=7001", "https://example.org/?id=7001"))
    parse(text.replace("tg://user?id=7001", "HTTP://example.org"))
