"""The budget of the house, which ``make check`` holds."""

from pathlib import Path

from bench.budget import HERE, budget, exceeded, lines_of, longer, size, too_long


def test_what_is_above_is_named_with_its_limit(tmp_path: Path) -> None:
    for top in ("bot", "adapters", "tests"):
        (tmp_path / top).mkdir()
        (tmp_path / top / "one.py").write_text("a = 1\nb = 2\n")
    lines = lines_of(tmp_path)
    counts = size(lines)
    assert counts == {"modules": 2, "lines": 4}, "tests cost nothing"
    assert exceeded({"modules": 2, "lines": 4}, counts) == []
    assert exceeded({"modules": 2, "lines": 3}, counts) == ["lines: 4, and the budget is 3"]
    assert too_long(lines, 2) == []
    assert too_long(lines, 1, ["adapters/one.py"]) == [
        "bot/one.py: 2 lines, and a module may have 1"
    ]


def test_each_number_that_is_counted_has_a_limit() -> None:
    assert budget().keys() == {"modules", "lines", "module-lines", "press-modules"}


def test_only_a_module_that_needs_it_is_named_as_longer_and_with_its_reason() -> None:
    lines, most = lines_of(HERE), budget()["module-lines"]
    assert not too_long(lines, most, longer())
    assert all(lines[name] > most and len(why.split()) > 3 for name, why in longer().items())
