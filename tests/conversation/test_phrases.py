"""Every sentence of the bot is used, and every sentence that is asked for is there."""

import ast
import functools
import re
from collections.abc import Iterator
from string import Formatter

from bot.conversation.language.locale import LANGUAGES, SOURCE
from bot.conversation.lesson.modes import MODES
from bot.conversation.phrases import phrase
from bot.conversation.phrases.english import COUNTED, FILES, PHRASES
from bot.conversation.phrases.words import lists
from tests.rigs.paths import ROOT

KNOWN = {*PHRASES, *lists(SOURCE)}
FAMILIES = "|".join(sorted({key.split(".")[0] for key in KNOWN}))
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
        if text in KNOWN
        or (KEY.fullmatch(text) and not text.startswith(beats) and not text.endswith(".md"))
    }


def calls() -> Iterator[ast.Call]:
    for node in nodes():
        named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if named and node.args and node.func.id in ("phrase", "count", "menu_text"):
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
        said = key in PHRASES or all(key + end in PHRASES for end in COUNTED)
        assert said or key in lists(SOURCE), key
    for pattern in made():
        assert any(map(pattern.fullmatch, PHRASES)), pattern.pattern


def test_every_list_of_words_is_read_and_is_there_in_each_language() -> None:
    assert lists(SOURCE).keys() == written() & lists(SOURCE).keys()
    for language in LANGUAGES:
        assert lists(language).keys() == lists(SOURCE).keys(), language
        assert all(text.strip() for text in lists(language).values()), language


def test_every_sentence_is_used() -> None:
    literal, patterns = written(), made()
    for key in PHRASES:
        stem = key.removesuffix(COUNTED[0]).removesuffix(COUNTED[1])
        used = {key, stem} & literal or any(pattern.fullmatch(key) for pattern in patterns)
        assert used, f"{key} is never said"


def keys_of(key: ast.AST, names: dict[str, list[ast.AST]]) -> set[str]:
    """The keys that an expression may stand for; none where that can't be read off the code.

    ``names`` holds what is assigned to the local names of its function.
    """
    match key:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.IfExp():
            return keys_of(key.body, names) | keys_of(key.orelse, names)
        case ast.Name(id=name):
            others = {other: values for other, values in names.items() if other != name}
            several = [keys_of(value, others) for value in names.get(name, [])]
            return set().union(*several) if several and all(several) else set()
    return set()


def assigned(function: ast.AST) -> dict[str, list[ast.AST]]:
    """What is assigned to each local name of a function; a parameter may be anything."""
    names: dict[str, list[ast.AST]] = {}
    for node in ast.walk(function):
        match node:
            case ast.arg(arg=name):
                names.setdefault(name, []).append(node)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                names.setdefault(name, []).append(value)
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if len(
                targets
            ) == len(values):
                for target, value in zip(targets, values, strict=True):
                    if isinstance(target, ast.Name):
                        names.setdefault(target.id, []).append(value)
            case ast.Name(id=name, ctx=ast.Store()):
                # Assigned in another way is assigned all the same.
                names.setdefault(name, [])
    return names


def resolved() -> Iterator[tuple[ast.Call, set[str]]]:
    """Each call for a sentence, with the keys that may be asked for in it."""
    functions = [one for one in nodes() if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    local = {
        id(node): names
        for function in functions
        for names in [assigned(function)]
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
    }
    for call in calls():
        yield call, keys_of(call.args[0], local.get(id(call), {}))


def arguments(key: str) -> set[str]:
    """The names that a sentence has in braces."""
    return {name for _, name, _, _ in Formatter().parse(PHRASES[key]) if name}


def test_every_sentence_gets_exactly_its_values() -> None:
    """Each key that a call may stand for gets all of its values, and each value has a place."""
    seen = 0
    for call, keys in resolved():
        passed = {word.arg for word in call.keywords}
        if not keys or None in passed:
            continue
        counted = isinstance(call.func, ast.Name) and call.func.id == "count"
        wanted = [
            arguments(key + end) - ({"count"} if counted else set())
            for key in keys
            for end in (COUNTED if counted else ("",))
        ]
        assert all(one <= passed for one in wanted), ast.unparse(call)
        assert set().union(*wanted) == passed, ast.unparse(call)
        seen += 1
    assert seen > 1200


def test_no_sentence_stands_twice() -> None:
    assert len(PHRASES) == sum(len(file) for file in FILES)


def test_a_sentence_has_one_end() -> None:
    asked = phrase("reveal.answer", label="Why would it?", text="Since it predicts.")
    assert asked == "**The answer: Why would it?** Since it predicts."
    plain = phrase("reveal.answer", label="It predicts", text="Always.")
    assert plain == "**The answer: It predicts.** Always."
    title = "Prompt, retrieve or fine-tune?"
    assert phrase("end.next", title=title) == f"Next up: *{title}*"
    assert phrase("task.recollection", title=title).endswith(f"what do you remember of *{title}*")
    assert phrase("task.recollection", title="Agents").endswith("what do you remember of *Agents*?")
