"""The names of what is published: the same file keeps its revision in every version of Foretell.

A revision is the hash of a lesson's texts in normal form. If reading, the normal form or the model
changed in a way that gives a file another one, everybody in the midst of that lesson would be
moved to a "new" revision with the same words. What is meant to change, an edited lesson say, is
written down with ``python -m pytest tests/lessons/test_revisions.py --bless``.
"""

import json
from pathlib import Path

import pytest

from tests.rigs.courses import read_lesson
from tests.rigs.paths import CONTENT, KITCHEN

REVISIONS = Path(__file__).with_name("revisions.json")


def test_every_lesson_keeps_its_revision(request: pytest.FixtureRequest) -> None:
    found = {
        f"{folder.name}/{file.name}": read_lesson(file).revision
        for folder in (*sorted(path for path in CONTENT.iterdir() if path.is_dir()), KITCHEN)
        for file in sorted(folder.glob("*.md"))
    }
    if request.config.getoption("--bless"):
        REVISIONS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    assert found == json.loads(REVISIONS.read_text(encoding="utf-8"))
