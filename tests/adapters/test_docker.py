"""The image: what can be known of it without building it."""

import json
import re
import shlex
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from typer.main import get_command

from adapters.cli import cli
from adapters.platforms import AllSettings as Settings
from adapters.settings import variable
from tests.rigs.paths import ROOT


def steps() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile: keyword and the rest, continuation lines joined."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [(one.split()[0], one.split(maxsplit=1)[1]) for one in lines if one.strip()]


def stages() -> list[list[tuple[str, str]]]:
    found: list[list[tuple[str, str]]] = []
    for step in steps():
        if step[0] == "FROM":
            found.append([])
        found[-1].append(step)
    return found


def the(keyword: str, stage: list[tuple[str, str]]) -> str:
    [found] = [rest for word, rest in stage if word == keyword]
    return found


def test_what_runs_is_not_what_built() -> None:
    build, run = stages()
    assert the("FROM", build).endswith("AS build")
    assert any(rest.startswith("--from=build") for word, rest in run if word == "COPY")
    assert not any("pip" in rest for _, rest in run)


def test_every_package_is_installed_by_its_hash_and_ours_without_more() -> None:
    installs = [rest for word, rest in stages()[0] if word == "RUN" and "pip install" in rest]
    assert len(installs) == 2
    assert "--require-hashes -r requirements.lock" in installs[0]
    assert "--no-deps --no-build-isolation ." in installs[1]
    assert installs[1].startswith('BUILD_VERSION="$VERSION" '), "there is no git to ask"


def test_the_lock_leaves_out_nothing_that_is_needed() -> None:
    """What an extra brings along counts as well: the environment that tests run in has it all."""
    lock = re.sub(r"^#.*$|\\\n", "", (ROOT / "requirements.lock").read_text(), flags=re.MULTILINE)
    locked = {
        canonicalize_name(name): rest.split()
        for name, rest in re.findall(r"^([\w.-]+)==(.+)$", lock, flags=re.MULTILINE)
    }
    for name, rest in locked.items():
        assert any(one.startswith("--hash=sha256:") for one in rest), name
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = [Requirement(one) for one in project["project"]["dependencies"]]
    looked_at: set[tuple[str, str]] = set()
    while needed:
        one = needed.pop()
        name = canonicalize_name(one.name)
        assert name in locked, one
        assert one.specifier.contains(locked[name][0], prereleases=True), one
        for extra in {"", *one.extras} - {known for of, known in looked_at if of == name}:
            looked_at.add((name, extra))
            more = map(Requirement, metadata.requires(name) or ())
            needed += [
                each
                for each in more
                if each.marker is None or each.marker.evaluate({"extra": extra})
            ]


def test_what_is_copied_is_there_and_not_kept_out() -> None:
    kept = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }
    copied = [
        source.removeprefix("./")
        for word, rest in stages()[0]
        if word == "COPY"
        for source in rest.split()[:-1]
    ]
    assert set(copied) == kept
    assert all((ROOT / source).exists() for source in copied)


def test_it_runs_without_rights_and_keeps_its_data_in_the_volume() -> None:
    run = stages()[1]
    words = [word for word, _ in run]
    user, _, group = the("USER", run).partition(":")
    assert user == group == "10001", "a number, which can be seen not to be root"
    assert any(f"useradd --system --uid {user} --gid foretell" in rest for _, rest in run)
    assert any(f"groupadd --system --gid {group} foretell" in rest for _, rest in run)
    assert words.index("USER") < words.index("CMD")
    variables = dict(one.split("=", 1) for one in shlex.split(the("ENV", run)))
    assert Path(variables["FORETELL_DATABASE"]).is_relative_to(the("VOLUME", run))
    ours = {name for name in variables if name.startswith("FORETELL_")}
    assert ours <= {variable(field) for field in Settings.model_fields}


def test_all_that_it_writes_is_in_the_volume_so_its_root_may_be_read_only() -> None:
    run = stages()[1]
    words = [word for word, _ in run]
    variables = dict(one.split("=", 1) for one in shlex.split(the("ENV", run)))
    assert variables["PYTHONDONTWRITEBYTECODE"] == "1"
    assert the("WORKDIR", run) == the("VOLUME", run), "where a path that is not absolute begins"
    assert "RUN" not in words[words.index("USER") :]
    owned = [rest for word, rest in run if word == "RUN" and "--owner=foretell" in rest]
    assert len(owned) == 1
    assert owned[0].endswith(f"--mode=0700 {the('VOLUME', run)}")
    assert not any("--chown" in rest for word, rest in run if word == "COPY")
    operating = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    [started] = re.findall(r"docker run [^`]*?-v foretell:/data foretell\n", operating)
    for option in ("--read-only", "--cap-drop ALL", "--security-opt no-new-privileges"):
        assert option in started
    assert "--privileged" not in started


def test_what_builds_it_does_not_stay_in_it() -> None:
    [last] = [rest for word, rest in stages()[0] if word == "RUN" and "--no-deps" in rest]
    gone = re.search(r"pip uninstall --yes ([^&]+)", last)
    assert gone
    assert set(gone[1].split()) >= {"hatchling", "editables", "pip"}


@pytest.mark.parametrize("keyword", ["CMD", "HEALTHCHECK"])
def test_its_commands_are_commands_of_ours(keyword: str) -> None:
    called = the(keyword, stages()[1])
    program, command, *options = json.loads(called[called.index("[") :])
    assert program == "foretell"
    assert command == {"CMD": "run", "HEALTHCHECK": "health"}[keyword]
    assert options == {"CMD": [], "HEALTHCHECK": ["--alive"]}[keyword], "alive is not well"
    ours = get_command(cli).commands[command]  # type: ignore[attr-defined] # it is a group
    assert set(options) <= {name for parameter in ours.params for name in parameter.opts}


@pytest.mark.parametrize("name", ["compose.yaml", "compose-several.yaml"])
def test_each_sample_of_compose_bounds_the_bots_memory_and_lets_it_wait(name: str) -> None:
    told = (ROOT / "docs" / "deploy" / name).read_text(encoding="utf-8")
    bot = told.partition("image: foretell\n")[2].partition("logging:")[0]
    assert "restart: unless-stopped" in bot
    assert "mem_limit: 1g" in bot
