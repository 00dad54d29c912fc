"""What docstrings and comments of bot and adapters name in double backticks is there.

Names are looked at that can be told for sure: ``Classes``, ``CONSTANTS`` and whatever has a dot.
A word alone in small letters may be an argument, a column or a value, so it is passed over.
"""

import ast
import builtins
import functools
import io
import re
import sys
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent.parent

ELSEWHERE = {
    "Application": "python-telegram-bot's, which is not taken",
    "FORETELL_": "how the names of variables begin",
    "LC_CTYPE": "a variable of the environment",
    "SO_PEERCRED": "the kernel's, which Python may lack",
    "Updater": "python-telegram-bot's, which is not taken",
    "nonce.number": "how a question's name is put together",
    "tree.fetch_commands": "discord.py's, of a value",
}
"""Names that look like ours and are not, and what they are."""

FILE = re.compile(r"\w+\.(db|md|png|py|toml)")


def parsed() -> dict[str, tuple[Path, ast.Module]]:
    """All modules by their names."""
    files = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("adapters/**/*.py")])
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): (
            file,
            ast.parse(file.read_text()),
        )
        for file in files
    }


class House:
    """What is called how: modules by each end of their names, what they hold, what classes have."""

    def __init__(self, modules: dict[str, tuple[Path, ast.Module]]) -> None:
        self.held = {name: set(_bound(tree.body)) for name, (_, tree) in modules.items()}
        self.every = set().union(*self.held.values())
        self.members: defaultdict[str, set[str]] = defaultdict(set)
        self.ends: defaultdict[str, set[str]] = defaultdict(set)
        for name in modules:
            parts = name.split(".")
            for start in range(len(parts)):
                self.ends[".".join(parts[start:])].add(name)
        classes = [
            node
            for _, tree in modules.values()
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
        ]
        for node in classes:
            self.members[node.name] |= set(_members(node))
        bases = {
            node.name: [base.id for base in node.bases if isinstance(base, ast.Name)]
            for node in classes
        }
        for name in list(self.members):
            for base in bases[name]:
                self.members[name] |= self.members.get(base, set())

    def has(self, name: str) -> bool:
        """Whether there is something of this name."""
        head, *rest = name.split(".")
        if not rest:
            return name in self.every or name in self.members or self._is_constant(name)
        if head in ("tests", "bench"):
            return (ROOT / name.replace(".", "/")).with_suffix(".py").exists()
        if name in self.ends or rest[0] in self.members.get(head.capitalize(), set()):
            return True  # a module; or of a value that is called like its class, as in ``run.mode``
        if rest[0] in self.members.get(head, set()):
            return True
        parts = name.split(".")
        return any(
            parts[n] in self.held[module]
            for n in range(1, len(parts))
            for module in self.ends.get(".".join(parts[:n]), ())
        )

    def _is_constant(self, name: str) -> bool:
        return name.isupper() and any(name in names for names in self.members.values())


def _bound(body: list[ast.stmt]) -> Iterator[str]:
    """The names that these statements give."""
    for node in body:
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name
            case ast.Import() | ast.ImportFrom():
                yield from ((one.asname or one.name).split(".")[0] for one in node.names)
            case ast.Assign() | ast.AnnAssign():
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for target in targets:
                    yield from (one.id for one in ast.walk(target) if isinstance(one, ast.Name))


def _members(node: ast.ClassDef) -> Iterator[str]:
    """What a class gives, and what its methods set on ``self``."""
    yield from _bound(node.body)
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Store):
            yield one.attr


def quoted(file: Path) -> Iterator[tuple[int, str]]:
    """What stands in double backticks in the docstrings and comments of a file, by line."""
    for token in tokenize.generate_tokens(io.StringIO(file.read_text()).readline):
        docs = token.type == tokenize.STRING and token.string.lstrip("rf").startswith('"""')
        if docs or token.type == tokenize.COMMENT:
            for found in re.finditer(r"``([^`]+)``", token.string):
                yield token.start[0] + token.string.count("\n", 0, found.start()), found[1]


def looks_like_ours(name: str) -> bool:
    """Whether it can be told of this name that it must be one of the house."""
    head = name.split(".")[0]
    if not re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", name) or FILE.fullmatch(name):
        return False
    if "." in name:
        ours = head in ("bot", "adapters", "tests", "bench")
        return ours or (head not in sys.stdlib_module_names and not _is_package(head))
    return not hasattr(builtins, name) and bool(re.fullmatch(r"[A-Z]\w+", name))


@functools.cache
def _is_package(name: str) -> bool:
    return not (ROOT / name).exists() and find_spec(name) is not None


def test_what_docstrings_and_comments_name_is_there() -> None:
    modules = parsed()
    house = House(modules)
    missing, used = [], set()

    def is_strange(text: str) -> bool:
        name = text.removesuffix("()")
        return looks_like_ours(name) and not house.has(name)

    for file, _ in modules.values():
        # Taking a file apart takes long, and nearly all name only what is there.
        if not any(map(is_strange, re.findall(r"(?=``([^`]+)``)", file.read_text()))):
            continue
        for line, text in quoted(file):
            name = text.removesuffix("()")
            if is_strange(text):
                used.add(name)
                if name not in ELSEWHERE:
                    missing.append(f"{file.relative_to(ROOT)}:{line}: there is no {name}")
    assert not missing, "\n".join(missing)
    assert used == ELSEWHERE.keys(), "what is listed is named somewhere"
