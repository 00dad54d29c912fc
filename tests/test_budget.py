"""The budget of the house, which ``make check`` holds."""

from pathlib import Path

from bench.budget import budget, exceeded, size


def test_what_is_above_is_named_with_its_limit(tmp_path: Path) -> None:
    for top in ("bot", "adapters", "tests"):
        (tmp_path / top).mkdir()
        (tmp_path / top / "one.py").write_text("a = 1\nb = 2\n")
    counts = size(tmp_path)
    assert counts == {"modules": 2, "lines": 4}, "tests cost nothing"
    assert exceeded({"modules": 2, "lines": 4}, counts) == []
    assert exceeded({"modules": 2, "lines": 3}, counts) == ["lines: 4, and the budget is 3"]


def test_each_number_that_is_counted_has_a_limit() -> None:
    assert budget().keys() == {"modules", "lines", "press-modules"}
