"""A learner's data as a file: a page to read, all of it as JSON, or cards for Anki.

It is a job (``bot.service.jobs``). Done twice, it writes the file twice under the same id, so that
a crash in the midst of it costs nothing but the time.

The page says what is worth reading first, then shows every table as it is stored. It is a file of
HTML without scripts, styles from elsewhere or pictures, so it opens anywhere and calls nobody. A
table is as wide as it wants to be where there is room; on a phone each of its rows becomes a list,
and each field says what it is.
"""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any, assert_never

from bot.conversation.inputs import LearnerId
from bot.conversation.language.locale import Manner, manner, nearest, speaking
from bot.conversation.language.markup import plain
from bot.conversation.needs.learner import Job
from bot.conversation.phrases import PHRASES, phrase
from bot.conversation.privacy import export
from bot.conversation.privacy.export import DataFile, Form
from bot.conversation.question import estimating, pitfalls, posing
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.lessons.question import Question
from bot.service.privacy import anki
from bot.storage.codec import moment
from bot.storage.store import Store

Lessons = Mapping[tuple[str, str], Lesson]
Rows = Sequence[Mapping[str, Any]]

STYLE = """
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
h1, h2 { line-height: 1.2 }
summary { cursor: pointer; padding: .4rem 0; font-weight: bold }
table { border-collapse: collapse; width: 100%; margin-bottom: 1rem }
th, td { border-bottom: 1px solid #8886; padding: .3rem .5rem; text-align: left;
    vertical-align: top; overflow-wrap: break-word }
details td { overflow-wrap: anywhere }
@media (max-width: 45rem) {
    tr { display: block; border-bottom: 1px solid #8886; padding: .6rem 0 }
    tr:has(th) { display: none }
    td { display: block; border: 0; padding: .1rem 0; overflow-wrap: anywhere }
    td:empty { display: none }
    td::before { content: attr(data-of) ": "; opacity: .65 }
}
"""


def write_page(
    held: Mapping[str, Rows],
    whole: Mapping[str, Rows],
    lessons: Lessons,
    learner: str,
    at: datetime,
) -> str:
    """The page; ``whole`` is what is ``held`` in a form that can be read."""
    titles = {id: lesson.title for (id, _), lesson in lessons.items()}
    parts = [
        _section("yours.lessons", ("lesson", "mode", "when"), _runs(held, titles)),
        _section(
            "yours.answers",
            ("lesson", "question", "answer", "verdict", "when"),
            _answers(held, lessons, titles),
        ),
        _section("yours.writings", ("lesson", "text", "when"), _writings(held, titles)),
        _section("yours.remarks", ("lesson", "text", "reply", "when"), _remarks(held, titles)),
        _section("yours.reviews", ("lesson", "question", "when"), _items(held, lessons, titles)),
        f"<h2>{escape(phrase('yours.all'))}</h2>",
        *(_table(name, rows) for name, rows in whole.items()),
    ]
    title = escape(phrase("yours.title"))
    intro = escape(phrase("yours.intro", learner=learner, at=f"{at:%Y-%m-%d %H:%M}"))
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style>"
    )
    body = "\n".join([f"<h1>{title}</h1><p>{intro}</p>", *parts])
    return (
        f'<!doctype html><html lang="{manner().language}"><head>{head}</head>'
        f"<body>{body}</body></html>\n"
    )


def _section(key: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = list(rows)
    heading = f"<h2>{escape(phrase(key))}</h2>"
    if not lines:
        return f"{heading}<p>{escape(phrase('yours.nothing'))}</p>"
    return heading + _write_lines([phrase(f"yours.{column}") for column in columns], lines)


def _table(name: str, rows: Rows) -> str:
    columns = list(rows[0])
    lines = ([_cell(row[column]) for column in columns] for row in rows)
    head = f"<summary>{escape(name)} ({len(rows)})</summary>"
    return f"<details>{head}{_write_lines(columns, lines)}</details>"


def _write_lines(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join(f"<tr>{_fields(columns, row)}</tr>\n" for row in rows)
    return f"<table><tr>{head}</tr>\n{body}</table>"


def _fields(columns: Sequence[str], row: Iterable[str]) -> str:
    named = zip(columns, row, strict=True)
    return "".join(f'<td data-of="{escape(name)}">{escape(text)}</td>' for name, text in named)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _when(at: int) -> str:
    return f"{moment(at):%Y-%m-%d %H:%M}"


def _runs(held: Mapping[str, Rows], titles: Mapping[str, str]) -> Iterable[Sequence[str]]:
    for row in sorted(held.get("run", ()), key=lambda row: row["at"]):
        yield titles.get(row["lesson"], row["lesson"]), _mode(row["mode"]), _when(row["at"])


def _mode(name: str) -> str:
    return phrase(f"mode.{name}") if f"mode.{name}" in PHRASES else name


def _answers(
    held: Mapping[str, Rows], lessons: Lessons, titles: Mapping[str, str]
) -> Iterable[Sequence[str]]:
    overruled = {_commitment_key(row) for row in held.get("overruled", ())}
    for row in sorted(held.get("attempt", ()), key=lambda row: row["at"]):
        lesson = lessons.get((row["lesson"], row["revision"]))
        asked = _question(lesson, row["question"])
        verdict = phrase(f"yours.{row['verdict']}") if row["verdict"] else ""
        if _commitment_key(row) in overruled:
            verdict = phrase("yours.overruled")
        yield (
            titles.get(row["lesson"], row["lesson"]),
            _words(asked, row),
            _answer(asked, row["choice"], row["answer"]),
            verdict,
            _when(row["at"]),
        )


def _commitment_key(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """What an answer and the word that overrules it have in common."""
    return row["run"], row["question"], row["phase"]


def _answer(asked: Question | None, choice: int | None, answer: str | None) -> str:
    """What was chosen or typed; nothing for "no idea"."""
    if choice is None:
        return estimating.reshown(answer or "") if asked and asked.estimate else answer or ""
    options = [] if asked is None else [plain(option.label) for option in asked.options]
    if asked and asked.estimate:
        options = [estimating.render(interval) for interval in asked.estimate.ranges]
    return options[choice] if choice < len(options) else str(choice + 1)


def _writings(held: Mapping[str, Rows], titles: Mapping[str, str]) -> Iterable[Sequence[str]]:
    for row in held.get("writing", ()):
        said = row["text"] or row["file_name"] or ""
        yield titles.get(row["lesson"], row["lesson"]), said, _when(row["at"])


def _remarks(held: Mapping[str, Rows], titles: Mapping[str, str]) -> Iterable[Sequence[str]]:
    replies = {row["remark"]: row["reply"] for row in held.get("handling", ()) if row["reply"]}
    for row in sorted(held.get("remark", ()), key=lambda row: row["at"]):
        said = row["words"] or phrase(f"remark.kind.{row['kind']}")
        name = titles.get(row["lesson"], row["lesson"])
        yield name, said, replies.get(row["id"], ""), _when(row["at"])


def _items(
    held: Mapping[str, Rows], lessons: Lessons, titles: Mapping[str, str]
) -> Iterable[Sequence[str]]:
    by_id = {id: lesson for (id, _), lesson in lessons.items()}
    for row in sorted(held.get("item", ()), key=lambda row: row["due"]):
        if row["suspended_at"] is None:
            asked = _question(by_id.get(row["lesson"]), row["question"])
            yield titles.get(row["lesson"], row["lesson"]), _words(asked, row), _when(row["due"])


def _words(asked: Question | None, row: Mapping[str, Any]) -> str:
    """What was asked, as plain words; its id if the lesson asks it no more."""
    return plain(posing.words(asked)) if asked else str(row["question"])


def _question(lesson: Lesson | None, id: str) -> Question | None:
    return pitfalls.question(lesson, id) if lesson else None


Held = Mapping[str, Sequence[Mapping[str, Any]]]
"""What is stored about a learner: rows by table."""

FORMAT = 1
"""The version of what is in the JSON file."""

NESTED = ("body", "outputs", "result")
"""Columns that hold JSON."""

TIMES = (
    *("at", "since", "heard", "warned_at", "due", "check_at", "suspended_at", "held_at", "gone_at"),
    *("failed_at", "publish_at", "closed_at", "rings", "shown_at", "mended_at"),
)
"""Columns that hold a time in microseconds UTC."""

FILES: Mapping[Form, tuple[str, str]] = {
    "page": ("foretell.html", "text/html"),
    "json": ("foretell.json", "application/json"),
    "missed": ("foretell-missed.txt", "text/plain"),
    "anki": ("foretell-anki.txt", "text/plain"),
}
"""What the file of each form is called, and its media type."""


async def do(store: Store, job: Job, at: datetime) -> str:
    """Write the file and keep it to be sent; returns an ``export.DataFile`` as JSON."""
    wanted = export.REQUEST.validate_json(job.body)
    content_written = await build_file(store, job.learner, wanted.form, at, wanted.language)
    if content_written is None:
        return export.FILE.dump_json(DataFile()).decode()
    content, cards = content_written
    await store.keep_document(job.id, content)
    name, media = FILES[wanted.form]
    file = DataFile(name, media, job.id, len(content), cards)
    return export.FILE.dump_json(file, exclude_defaults=True).decode()


async def build_file(
    store: Store, learner: LearnerId, form: Form, at: datetime, language: str = ""
) -> tuple[bytes, int] | None:
    """The file in this form, and how many cards it has; ``None`` if there is nothing to put in."""
    held = await store.personal(learner)
    if not held:
        return None
    library = (await store.library()).in_language(nearest(language))
    lessons = await _lessons(store, library, held)
    how, items = Manner(nearest(language)), held.get("item", ())
    match form:
        case "json":
            return await asyncio.to_thread(_json, held, learner, at), 0
        case "page":
            return await asyncio.to_thread(_page, held, lessons, learner, at, how), 0
        case "anki":
            return await asyncio.to_thread(_cards, items, library, lessons, how, terms=True)
        case "missed":
            wrong = [item for item in items if item["verdict"] == "wrong"]
            return await asyncio.to_thread(_cards, wrong, library, lessons, how)
        case _:
            assert_never(form)


def readable(held: Held) -> dict[str, list[dict[str, Any]]]:
    """The same with times as ISO dates, and what is kept as JSON as what it holds."""
    return {
        table: [{name: _value(name, value) for name, value in row.items()} for row in rows]
        for table, rows in held.items()
    }


def _value(name: str, value: Any) -> Any:
    if name in TIMES and isinstance(value, int):
        return moment(value).isoformat() if value else None
    if name in NESTED and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _json(held: Held, learner: LearnerId, at: datetime) -> bytes:
    whole = {"format": FORMAT, "learner": learner, "at": at.isoformat(), "tables": readable(held)}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _page(
    held: Held,
    lessons: Mapping[tuple[str, str], Lesson],
    learner: LearnerId,
    at: datetime,
    how: Manner,
) -> bytes:
    with speaking(how):
        return write_page(held, readable(held), lessons, learner, at).encode()


def _cards(
    items: Sequence[Mapping[str, Any]],
    library: Library,
    lessons: Mapping[tuple[str, str], Lesson],
    how: Manner,
    *,
    terms: bool = False,
) -> tuple[bytes, int] | None:
    """A card for each of these items; with ``terms`` for each term of their lessons, too."""
    now = {id: lessons.get((id, card.revision)) for id, card in library.cards.items()}
    with speaking(how):
        cards = [
            card
            for item in items
            if (lesson := now.get(item["lesson"])) and (card := anki.card(lesson, item))
        ]
        if terms:
            begun = dict.fromkeys(item["lesson"] for item in items)
            cards += [
                card for id in begun if (lesson := now.get(id)) for card in anki.terms(lesson)
            ]
    return (anki.write_deck(cards).encode(), len(cards)) if cards else None


async def _lessons(store: Store, library: Library, held: Held) -> dict[tuple[str, str], Lesson]:
    """The lessons that are named: as they were answered, and as they are taught now."""
    wanted = {
        (row["lesson"], row["revision"])
        for table in ("attempt", "run")
        for row in held.get(table, ())
    }
    tables = ("item", "writing", "remark")
    named = {row["lesson"] for table in tables for row in held.get(table, ())}
    wanted |= {(id, library.cards[id].revision) for id in named if id in library.cards}
    lessons: dict[tuple[str, str], Lesson] = {}
    for key in sorted(wanted):
        if lesson := await store.lesson(*key):
            lessons[key] = lesson
    return lessons
