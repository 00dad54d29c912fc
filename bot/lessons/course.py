"""Reads a course: the ``course.toml`` of a folder of lessons."""

import json
import re
import tomllib
from typing import Any

from bot.lessons.faults import Faults, LessonError, Position, choose, shorten
from bot.lessons.format.front_matter import is_id, is_language
from bot.lessons.format.markdown import clean, is_visible
from bot.lessons.model import Course, CourseWords

KEYS = ("title", "about", "lessons")
MAX_LESSONS = 1_000
"""Lessons of a course."""

TRANSLATED = ("title", "about")
"""What a course says of itself in another language, below a table such as ``[de]``."""

_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_CURLY = re.compile("[“”„‟‘’]")
_MOST_FAULTS = 50
"""Faults after which the rest of a file is not looked at: finding where each stands takes time
that grows with the file."""

_ID_RULE = "write lower-case words joined by hyphens, at most 48 characters"


def parse_course(source: str, file: str, id: str) -> Course:
    """Read a ``course.toml``; ``id`` is the name of its folder. Raises ``LessonError``."""
    faults = Faults(file)
    source = source.removeprefix("\ufeff").replace("\r\n", "\n")
    if not is_id(id):
        what = f"the folder's name isn't a course id: \"{shorten(id)}\""
        faults.add(Position(), what, f"rename the folder: {_ID_RULE}")
    values = _values(source, faults)
    if faults.found:
        raise LessonError(faults.found)
    return Course(id=id, **values)


def _values(source: str, faults: Faults) -> dict[str, Any]:
    try:
        table = tomllib.loads(source)
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits is a ValueError of Python's own.
        _not_toml(source, str(error), faults)
        return {}
    values: dict[str, Any] = {}
    translations: list[CourseWords] = []
    for name, value in table.items():
        if len(faults.found) > _MOST_FAULTS:
            break
        place = _place(source, name)
        if isinstance(value, dict) and name not in KEYS:
            translations += _words(name, value, place, faults)
        elif name not in KEYS:
            faults.add(place, f'unknown key "{shorten(name)}"', choose(name, KEYS))
        elif name == "lessons":
            values[name] = _lessons(value, source, place, faults)
        elif not isinstance(value, str) or (name == "title" and not is_visible(value)):
            what = f'"{name}" is {"empty" if isinstance(value, str) else "not text"}'
            faults.add(place, what, f'write text between double quotes: {name} = "…"')
        else:
            text = clean(value).strip()
            values[name] = " ".join(text.split()) if name == "title" else text
    if translations:
        values["translations"] = tuple(translations)
    for name, example in (("title", '"Generative AI"'), ("lessons", '["first", "second"]')):
        if name not in table:
            faults.add(Position(), f'the key "{name}" is missing', f"add a line {name} = {example}")
    return values


def _words(name: str, table: dict[str, Any], place: Position, faults: Faults) -> list[CourseWords]:
    """The course's words in another language, from the table that is named after it."""
    before = len(faults.found)
    if not is_language(name):
        what = f'the table "{shorten(name)}" isn\'t named after a language'
        faults.add(place, what, "name it by a code in lower case, such as [de]")
    for key, value in table.items():
        if key not in TRANSLATED:
            faults.add(place, f'unknown key "{shorten(key)}" in [{name}]', choose(key, TRANSLATED))
        elif not isinstance(value, str) or not is_visible(value):
            what = f'"{key}" in [{name}] is {"empty" if isinstance(value, str) else "not text"}'
            faults.add(place, what, f'write text between double quotes: {key} = "…"')
    if "title" not in table:
        what = f'the key "title" is missing in [{name}]'
        faults.add(place, what, 'add a line title = "…" below it')
    if len(faults.found) > before:
        return []
    title, about = clean(table["title"]), clean(table.get("about", ""))
    return [CourseWords(language=name, title=" ".join(title.split()), about=about.strip())]


def _not_toml(source: str, said: str, faults: Faults) -> None:
    at = _AT.search(said)
    if at and at[1]:
        place = Position(int(at[1]), int(at[2]))
    else:
        place = Position(max(1, len(source.rstrip("\n").split("\n"))), 1)
    what = f"not valid TOML: {shorten(_AT.sub('', said)) or 'nested too deep'}"
    mend = 'write key = "text" lines and lessons = ["id", "id"]'
    lines = source.split("\n")
    if place.line <= len(lines) and _CURLY.search(lines[place.line - 1]):
        mend = 'write straight double quotes (") instead of curly ones'
    faults.add(place, what, mend)


def _lessons(value: object, source: str, place: Position, faults: Faults) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        what = '"lessons" is empty' if value == [] else '"lessons" is not a list'
        faults.add(place, what, 'list the ids of the lessons, in order: lessons = ["first"]')
        return ()
    if len(value) > MAX_LESSONS:
        faults.add(place, f"more than {MAX_LESSONS} lessons", "split it into several courses")
        return ()
    texts: list[str] = []
    begin = sum(len(line) + 1 for line in source.split("\n")[: place.line - 1])
    for item in value:
        if not isinstance(item, str):
            # What else may stand there can be of any size, and too deep to be written out.
            shown = f'"{item}"' if type(item) is int and abs(item) < 10**18 else "it isn't text"
            faults.add(place, f"not a lesson id: {shown}", _ID_RULE)
            continue
        quoted = re.compile(rf"[\"']{re.escape(item)}[\"']").search(source, begin)
        begin = quoted.end() if quoted else begin
        at = _at(source, quoted.start()) if quoted else place
        if not is_id(item):
            faults.add(at, f'not a lesson id: "{shorten(item)}"', _ID_RULE)
        elif item in texts:
            faults.add(at, f'the lesson "{item}" appears twice', "remove one of them")
        else:
            texts.append(item)
    return tuple(texts)


def _place(source: str, key: str) -> Position:
    """Where a key stands.

    TOML's parser gives no places, so this looks for a line that opens with the key. A text over
    several lines that holds such a line would mislead it, by some lines.
    """
    match = re.search(
        rf"^[ \t]*\[*[\"']?({re.escape(key)})[\"']?[ \t]*[=.\]]", source, re.MULTILINE
    )
    return _at(source, match.start(1)) if match else Position()


def _at(source: str, at: int) -> Position:
    return Position(source.count("\n", 0, at) + 1, at - source.rfind("\n", 0, at))


def write_course(course: Course) -> str:
    """The course as the text of its ``course.toml``, from which the same course is read."""
    listed = ", ".join(map(_string, course.lessons))
    lines = [f"title = {_string(course.title)}"]
    lines += [f"about = {_string(course.about)}"] if course.about else []
    lines.append(f"lessons = [{listed}]")
    for words in course.translations:
        lines += ["", f"[{words.language}]", f"title = {_string(words.title)}"]
        lines += [f"about = {_string(words.about)}"] if words.about else []
    return "\n".join(lines) + "\n"


def _string(text: str) -> str:
    """A TOML string, which escapes what JSON does and another character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
