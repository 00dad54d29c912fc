"""What contributors are told is so: links lead somewhere, commands and templates are there."""

import ast
import importlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from bot.storage.postgres.server import LOOKING_UP
from tests.rigs.paths import ROOT

PAGES = [
    *(ROOT / name for name in ("README.md", "SECURITY.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]
LINK = re.compile(r"\]\(([^)\s:]*?)(?:#([^)\s]*))?\)")


def anchors(page: Path) -> set[str]:
    """How the headings of a page are linked to."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    plain = [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles]
    return {*plain, *(f"{one}-{n}" for one in plain for n in range(1, plain.count(one)))}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for path, anchor in LINK.findall(text):
        to = page.parent / path if path else page
        assert to.exists(), path
        if anchor and to.suffix == ".md":
            assert anchor in anchors(to), f"{path}#{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paragraphs_and_items_of_a_page_have_fewer_than_80_words(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"^(`{3,}).*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:[-*|]|\d+\.) )", text)
    assert not [block for block in blocks if len(block.split()) >= 80 and block[0] != "|"]


def test_whatever_is_said_to_be_tested_is() -> None:
    said = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "reliability.md").read_text()))
    files = (ROOT / "tests").rglob("test_*.py")
    assert len(said) > 100
    assert said <= {
        one for file in files for one in re.findall(r"def (test_\w+)", file.read_text())
    }


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", ".pre-commit-config.yaml", ".ci/run"])
def test_what_make_is_asked_for_it_can_do(name: str) -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    text = (ROOT / name).read_text(encoding="utf-8")
    shown = re.findall(r"`[^`]*`|^.*make.*$", text, flags=re.MULTILINE)
    asked = set(re.findall(r"\bmake (\w+)\b", "\n".join(shown)))
    assert {"check"} <= asked
    assert asked - {"runs"} <= targets


def test_templates_and_hooks_are_of_their_form() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert [one["repo"] for one in hooks] == ["local"], "nothing is fetched"
    forms = [
        yaml.safe_load(file.read_text(encoding="utf-8"))
        for file in sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
        if file.name != "config.yml"
    ]
    assert forms
    for form in forms:
        assert {"name", "description", "body"} <= set(form)
        for part in form["body"]:
            assert part["type"] in ("markdown", "input", "textarea", "dropdown")
            assert part["type"] == "markdown" or part["attributes"]["label"]


def test_checking_asks_nobody() -> None:
    """``make check`` works without the network; what needs it is a target of its own."""
    makefile = (ROOT / "Makefile").read_text()
    [check] = re.findall(r"^check:.*\n((?:\t.*\n)+)", makefile, flags=re.MULTILINE)
    assert "pip" not in check
    assert "tests.secret_scan" in check
    assert "pip-audit" in makefile


@pytest.mark.parametrize("script", sorted(ROOT.glob("docs/**/*.py")), ids=lambda file: file.name)
def test_what_a_script_of_the_docs_takes_from_the_program_is_there(script: Path) -> None:
    for one in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
        if isinstance(one, ast.ImportFrom) and str(one.module).startswith(
            ("adapters", "bot", "tests")
        ):
            there = vars(importlib.import_module(str(one.module)))
            assert not [name.name for name in one.names if name.name not in there], one.module


def test_no_test_imports_another() -> None:
    tests = ROOT / "tests"
    texts = {file: file.read_text(encoding="utf-8") for file in tests.rglob("*.py")}
    another = re.compile(
        r"^from tests\S* import .*\btest_\w+|^from tests\.\S*\btest_", re.MULTILINE
    )
    assert not [file.name for file, text in texts.items() if another.search(text)]


DEPLOY = ROOT / "docs" / "deploy"


@pytest.mark.parametrize("name", ["compose.yaml", "compose-several.yaml"])
def test_containers_are_given_settings_that_there_are(name: str) -> None:
    known = set(re.findall(r"^(FORETELL_\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    services = yaml.safe_load((DEPLOY / name).read_text())["services"]
    given = {key for one in services.values() for key in one.get("environment", {})}
    ours = {key for key in given if key.startswith("FORETELL_")}
    assert "FORETELL_DATABASE" in ours
    assert ours <= known
    for one in services.values():
        with_whom = one.get("network_mode", "").removeprefix("service:")
        assert not with_whom or with_whom in services


def test_several_containers_are_behind_the_sample_of_nginx() -> None:
    services = yaml.safe_load((DEPLOY / "compose-several.yaml").read_text())["services"]
    listen = [
        one["environment"]["FORETELL_TELEGRAM_WEBHOOK_LISTEN"]
        for one in services.values()
        if "env_file" in one
    ]
    sample = (DEPLOY / "nginx.conf").read_text()
    assert len(set(listen)) == 2
    assert set(listen) == set(re.findall(r"server (127\.0\.0\.1:\d+) max_fails=0;", sample))


def test_the_sample_of_pgbouncer_and_the_guide_set_what_the_program_does() -> None:
    near = {one for one in LOOKING_UP if one.startswith("tcp_")}
    wanted = LOOKING_UP.keys() - {"application_name"}
    sample = (DEPLOY / "pgbouncer.ini").read_text()
    [ignored] = re.findall(r"^ignore_startup_parameters = (.*)$", sample, re.MULTILINE)
    assert set(ignored.split(", ")) == wanted
    assert set(re.findall(r"SET (\w+) =", sample)) == wanted - near
    guide = (ROOT / "docs" / "postgresql.md").read_text()
    assert set(re.findall(r"ALTER ROLE .* SET (\w+) =", guide)) == wanted - near


@pytest.mark.skipif(not shutil.which("docker-compose"), reason="docker-compose is not installed")
@pytest.mark.parametrize("name", ["compose.yaml", "compose-several.yaml"])
def test_containers_are_described_as_compose_has_it(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "deploy"
    shutil.copytree(DEPLOY, folder)
    known = shutil.copy(ROOT / ".env.example", tmp_path / ".env")

    def config(more: str) -> subprocess.CompletedProcess[str]:
        Path(known).write_text((ROOT / ".env.example").read_text() + more)
        asked = ["docker-compose", "--env-file", known, "-f", folder / name]
        return subprocess.run(
            [*asked, "--profile", "watch", "config"], capture_output=True, text=True, check=False
        )

    done = config("POSTGRES_PASSWORD=abc\n")
    assert (done.returncode, done.stderr) == (0, "")
    services = yaml.safe_load(done.stdout)["services"]
    assert services.keys() == yaml.safe_load((DEPLOY / name).read_text())["services"].keys()
    if "postgres" in services:
        refused = config("")
        assert refused.returncode != 0
        assert "POSTGRES_PASSWORD" in refused.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("name", ["foretell.service", "foretell@.service"])
def test_units_are_of_their_form(name: str, tmp_path: Path) -> None:
    # The program is not where the unit has it, and that is all that may be said of it; an older
    # systemd does not know the two lines that the unit says so of.
    unit = (DEPLOY / name).read_text().replace("/opt/foretell/bin/foretell run", "/bin/true")
    (tmp_path / name).write_text(unit)
    asked = str(tmp_path / name.replace("@", "@1"))
    if "@" in name:
        shutil.copy(tmp_path / name, asked)
    done = subprocess.run(
        ["systemd-analyze", "verify", asked], capture_output=True, text=True, check=False
    )
    said = [
        line
        for line in done.stderr.splitlines()
        if name.partition(".")[0].rstrip("@") in line and "RestartSteps" not in line
    ]
    assert [line for line in said if "RestartMaxDelaySec" not in line] == []
