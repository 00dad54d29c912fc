"""Installed by name: a wheel in a bare environment, far from the checkout, holds all it needs."""

import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.rigs.paths import KITCHEN, ROOT
from tests.rigs.program import environment

pytestmark = [
    pytest.mark.xdist_group("installed"),  # so that one process builds it, once
    pytest.mark.slow,
]

LESSON = "tokens-and-context"
"""The shipped lesson that is taken in: it has pictures."""


def built(kind: str, source: Path, to: Path) -> Path:
    """The package of that kind, made from this source without the network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(to)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    [found] = to.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return found


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def home(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel, and with the packages that it depends on."""
    home = tmp_path_factory.mktemp("bare") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    python = home / "bin" / "python"
    install = ["install", "--quiet", "--no-index", "--no-deps", "--no-compile", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), *install], check=True)
    paths = {key: sysconfig.get_paths()[key] for key in ("purelib", "platlib")}
    ask = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    own = subprocess.run([str(python), "-Ic", ask], check=True, capture_output=True, text=True)
    # A path that a .pth file names comes after our own, and no .pth file in it is read: so what
    # leads to the checkout from there does not count.
    packages = Path(own.stdout.strip())
    (packages / "dependencies.pth").write_text("\n".join({*paths.values()}))
    # That all lessons are there is told by their names; taking one of them in is enough.
    course = packages / "content" / "genai"
    for file in course.glob("*.md"):
        if file.name.partition(".")[0] != LESSON:
            file.unlink()
    (course / "course.toml").write_text(f'title = "One"\nlessons = ["{LESSON}"]\n')
    return home


def run(home: Path, folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = environment(**more)
    del env["PYTHONPATH"]
    return subprocess.run(
        [str(home / "bin" / arguments[0]), *arguments[1:]],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_wheel_holds_what_is_read_when_it_runs_and_nothing_else(wheel: Path) -> None:
    there = names(wheel)
    for folder, pattern in (
        ("bot/storage/sqlite/schema", "*.sql"),
        ("bot/conversation/phrases", "*.po"),
        ("adapters/pictures/fonts", "*.ttf"),
        ("adapters/pictures/fonts", "*-LICENSE.txt"),
        ("content", "**/*.md"),
        ("content", "**/course.toml"),
        ("content", "**/*.png"),
    ):
        wanted = {str(file.relative_to(ROOT)) for file in (ROOT / folder).glob(pattern)}
        assert wanted, f"{pattern} in {folder}"
        assert wanted <= there
    assert {"adapters/cli/base.py", "bot/values.py"} <= there
    assert {name.split("/")[0] for name in there if ".dist-info/" not in name} == {
        "adapters",
        "bot",
        "content",
    }
    licences = {name.rpartition("/")[2] for name in there if ".dist-info/licenses/" in name}
    assert licences == {"LICENSE", "DejaVu-LICENSE.txt", "FiraGO-LICENSE.txt"}


def test_the_wheel_of_the_source_package_is_the_same(wheel: Path, tmp_path: Path) -> None:
    source = built("sdist", ROOT, tmp_path)
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    [folder] = (tmp_path / "unpacked").iterdir()
    assert {"CHANGELOG.md", "SECURITY.md", "requirements.lock"} <= {
        file.name for file in folder.iterdir()
    }
    again = built("wheel", folder, tmp_path)
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(again) as other:
        assert {file.filename: file.CRC for file in one.infolist()} == {
            file.filename: file.CRC for file in other.infolist()
        }


def test_it_runs_from_any_folder_and_not_from_the_checkout(home: Path, tmp_path: Path) -> None:
    asked = run(home, tmp_path, "python", "-c", "import bot, content; print(bot.__path__)")
    assert str(ROOT) not in asked.stdout
    assert str(home) in asked.stdout
    chat = run(home, tmp_path, "foretell", "chat", LANG="de_DE.UTF-8")
    assert (chat.returncode, chat.stderr) == (0, "")
    assert "Los geht’s" in chat.stdout, "with its lessons, and in German"
    # What a file holds is read by a process of its own, which may open the program's files alone.
    pushed = run(home, tmp_path, "foretell", "push", str(KITCHEN / "tea.md"))
    assert pushed.returncode == 0, pushed.stderr
    pulled = run(home, tmp_path, "foretell", "pull", "lessons")
    assert pulled.returncode == 0, pulled.stderr
    assert (tmp_path / "lessons" / "tea.md").exists()
    assert (tmp_path / "lessons" / "genai" / "course.toml").exists()
    assert list((tmp_path / "lessons" / "genai" / "pictures").glob("*.png"))
