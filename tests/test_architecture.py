"""What docs/architecture.md says of the house is so: its map, its glossary, the files it names.

After a move, ``python -m tests.test_architecture`` prints the map anew, for the page: phrases and
order stay as they are there, and a folder that is new begins with what its ``__init__`` says.
"""

import ast
import re
import textwrap
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "architecture.md"
DOCS = [ROOT / "README.md", ROOT / "Makefile", *sorted((ROOT / "docs").glob("*.md"))]

WIDTH = 120
PHRASE = 20
"""The column in which phrases begin."""

Map = dict[str, tuple[str, list[str]]]
"""For each folder its phrase and its modules, by its path."""


def section(title: str) -> str:
    """What stands below this heading of the page, up to the next one of its level."""
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    assert found, f"docs/architecture.md has no section “{title}”"
    return found[1]


def told() -> Map:
    """The map as the page has it: a folder ends with ``/``, modules stand behind its phrase."""
    drawn = re.search(r"^```text\n(.*?)^```", section("The map"), re.DOTALL | re.MULTILINE)
    assert drawn, "the map is a fence of text"
    found: Map = {}
    path: list[str] = []
    for line in drawn[1].splitlines():
        folder = re.match(r"( *)(\w+)/ *([^:]*)(?:: (.*))?$", line)
        if folder:
            path = [*path[: len(folder[1]) // 2], folder[2]]
            found["/".join(path)] = (folder[3].strip(), [])
        names = (folder[4] or "") if folder else line
        found["/".join(path)][1].extend(name for name in re.split(r"[\s·]+", names) if name)
    return found


def there() -> Map:
    """The folders and modules that there are, with what each folder says of itself."""
    found: Map = {}
    for file in sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("adapters/**/*.py")]):
        folder = file.parent.relative_to(ROOT).as_posix()
        _, modules = found.setdefault(folder, ("", []))
        if file.stem == "__init__":
            says = ast.get_docstring(ast.parse(file.read_text())) or ""
            found[folder] = (says.split("\n")[0].rstrip(".").replace(":", ","), modules)
        else:
            modules.append(file.stem)
    return found


def differences() -> list[str]:
    """What the map lacks and what it has too much, a line each."""
    page, house = told(), there()
    lines = [f"{folder}/ is not in the map" for folder in house.keys() - page.keys()]
    lines += [f"{folder}/ is in the map, but not there" for folder in page.keys() - house.keys()]
    for folder in house.keys() & page.keys():
        named, real = page[folder][1], house[folder][1]
        lines += [f"{folder}/{one} is not in the map" for one in real if one not in named]
        lines += [
            f"{folder}/{one} is in the map, but not there" for one in named if one not in real
        ]
        lines += [f"{folder}/{one} is named twice" for one in set(named) if named.count(one) > 1]
    return sorted(lines)


def drawn_anew() -> str:
    """The map as it should be."""
    page, house = told(), there()
    rank = {folder: place for place, folder in enumerate(page)}

    def order(folder: str) -> list[tuple[int, str]]:
        parts = folder.split("/")
        above = ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
        return [(rank.get(one, len(rank)), one) for one in above]

    lines: list[str] = []
    for folder in sorted(house, key=order):
        said, modules = house[folder]
        phrase, named = page.get(folder, (said, []))
        names = [one for one in named if one in modules] + sorted(set(modules) - set(named))
        depth = folder.count("/")
        head = f"{'  ' * depth}{folder.split('/')[-1]}/".ljust(PHRASE - 1) + f" {phrase}"
        # Joined by what is no space, each dot stays with the name before it.
        text = f"{head}: {'~· '.join(names)}" if names else head
        wrapped = textwrap.wrap(text, WIDTH, subsequent_indent=" " * (PHRASE + 2))
        lines += [line.replace("~", " ") for line in wrapped]
    return "\n".join(lines)


def test_every_module_is_in_the_map_of_rooms_and_nothing_else() -> None:
    wrong = differences()
    assert not wrong, "\n".join([*wrong, "", "`python -m tests.test_architecture` prints the map"])


def test_the_page_can_be_read_at_one_go() -> None:
    text = PAGE.read_text()
    words = len(text.split()) - len(section("The map").split())
    assert words <= 2000
    assert len((ROOT / "docs" / "rooms.md").read_text().split()) <= 1500


def test_the_glossary_has_one_line_for_a_term_and_few_terms() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text()
    terms = re.findall(r"^- \*\*(.+?)\*\*: ", text, re.MULTILINE)
    assert 0 < len(terms) <= 40
    assert len(terms) == len(set(terms))
    assert len(terms) == len(re.findall(r"^- ", text, re.MULTILINE))


def test_every_file_and_module_that_the_docs_name_is_there() -> None:
    files = [
        file.relative_to(ROOT).as_posix()
        for folder in ("adapters", "bench", "bot", "content", "docs", "tests")
        for file in (ROOT / folder).rglob("*")
    ]
    ends = {
        "/".join(file.split("/")[start:]) for file in files for start in range(file.count("/") + 1)
    }
    missing = []
    for page in DOCS:
        text = page.read_text()
        named = re.findall(r"(?<![\w./<-])(?:[\w-]+/)+[\w-]+\.py\b", text)  # ends as a file's does
        named += [one for one in re.findall(r"`(\w+\.py)`", text) if page == PAGE]
        missing += [f"{page.name}: {one}" for one in named if one not in {*files, *ends}]
        at_root = re.findall(r"(?<![\w./<-])(?:adapters|bench|bot|content|tests)/[\w./-]*", text)
        missing += [
            f"{page.name}: {one}" for one in at_root if not (ROOT / one.rstrip(".")).exists()
        ]
        run = re.findall(r"python -m ((?:adapters|bench|bot|tests)[\w.]*)", text)
        modules = [(one, one.rstrip(".").replace(".", "/")) for one in run]
        missing += [
            f"{page.name}: {one}"
            for one, path in modules
            if not ((ROOT / path).is_dir() or (ROOT / f"{path}.py").is_file())
        ]
    assert not missing, "\n".join(sorted(set(missing)))


def test_every_test_that_a_page_names_is_there() -> None:
    tests = "\n".join(file.read_text() for file in (ROOT / "tests").rglob("test_*.py"))
    named = {name for page in DOCS for name in re.findall(r"`(test_\w+)`", page.read_text())}
    assert named
    missing = sorted(name for name in named if f"def {name}(" not in tests)
    assert not missing


if __name__ == "__main__":
    print(drawn_anew())
