"""Every sentence of the bot is used, and every sentence that is asked for is there."""

import ast
import functools
import re
from collections.abc import Iterator
from string import Formatter

from bot.conversation.lesson.modes import MODES
from bot.conversation.phrases import phrase
from bot.conversation.phrases.english import COUNTED, PHRASES, ROOMS
from tests.rigs.paths import ROOT

FAMILIES = "|".join(sorted({key.split(".")[0] for key in PHRASES}))
KEY = re.compile(rf"({FAMILIES})\.[a-z_]+(\.[a-z_]+)*")


@functools.cache
def nodes() -> list[ast.AST]:
    """The syntax of what may say something."""
    return [
        node
        for room in ("bot/conversation", "bot/service", "adapters")
        for file in sorted((ROOT / room).rglob("*.py"))
        if "english" not in file.relative_to(ROOT).parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    ]


@functools.cache
def written() -> set[str]:
    """Every whole text in the program that looks like a key."""
    made = {id(part) for node in nodes() if isinstance(node, ast.JoinedStr) for part in node.values}
    texts = {
        node.value
        for node in nodes()
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in made
    }
    # Beats are named after their modes, as a mode's own sentences are.
    beats = tuple(f"{mode}." for mode in MODES)
    return {
        text
        for text in texts
        if text in PHRASES or (KEY.fullmatch(text) and not text.startswith(beats))
    }


def calls() -> Iterator[ast.Call]:
    for node in nodes():
        named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if named and node.args and node.func.id in ("phrase", "count"):
            yield node


def made() -> list[re.Pattern[str]]:
    """The keys that are put together when they are needed, such as ``f"level.{level}"``."""
    found = []
    for call in calls():
        if isinstance(key := call.args[0], ast.JoinedStr):
            parts = [
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_]+"
                for part in key.values
            ]
            found.append(re.compile("".join(parts)))
    return found


def test_every_sentence_that_is_asked_for_is_there() -> None:
    for key in written():
        assert key in PHRASES or all(key + end in PHRASES for end in COUNTED), key
    for pattern in made():
        assert any(map(pattern.fullmatch, PHRASES)), pattern.pattern


def test_every_sentence_is_used() -> None:
    literal, patterns = written(), made()
    for key in PHRASES:
        stem = key.removesuffix(COUNTED[0]).removesuffix(COUNTED[1])
        used = {key, stem} & literal or any(pattern.fullmatch(key) for pattern in patterns)
        assert used, f"{key} is never said"


def test_every_sentence_gets_its_values() -> None:
    seen = 0
    for call in calls():
        key = call.args[0]
        named = {word.arg for word in call.keywords}
        if not isinstance(key, ast.Constant) or None in named:
            continue
        counted = isinstance(call.func, ast.Name) and call.func.id == "count"
        for end in COUNTED if counted else ("",):
            wanted = {name for _, name, _, _ in Formatter().parse(PHRASES[key.value + end]) if name}
            assert wanted <= (named | {"count"} if counted else named), key.value
            seen += 1
    assert seen > 50


def test_no_sentence_stands_twice() -> None:
    assert len(PHRASES) == sum(len(room) for room in ROOMS)


def test_a_sentence_has_one_end() -> None:
    asked = phrase("reveal.answer", label="Why would it?", text="Since it predicts.")
    assert asked == "**The answer: Why would it?** Since it predicts."
    plain = phrase("reveal.answer", label="It predicts", text="Always.")
    assert plain == "**The answer: It predicts.** Always."
    title = "Prompt, retrieve or fine-tune?"
    assert phrase("end.next", title=title) == f"Next up: *{title}*"
    assert phrase("task.recollection", title=title).endswith(f"what do you remember of *{title}*")
    assert phrase("task.recollection", title="Agents").endswith("what do you remember of *Agents*?")
