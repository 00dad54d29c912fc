"""What follows from the code stands in the docs as the code has it, and interceptors are in order.

``make pages`` writes these tables anew, and ``.env.example``. In a page each stands between two
comments with its name.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import Counter, Gauge, Histogram

from adapters.control.metrics import HELP, STEP, STEPPED, Metrics
from adapters.platforms import AllSettings as Settings
from adapters.settings import SHIPPED_CONTENT, variable
from bot.conversation import stages
from bot.conversation.commands import COMMANDS
from bot.conversation.interceptors import Interceptor, sort_chain
from bot.conversation.language.locale import DEFAULT, Manner, speaking
from bot.conversation.lesson.modes import MODES
from bot.conversation.phrases import phrase
from bot.conversation.registry import INTERCEPTORS

DOCS = Path(__file__).parent.parent / "docs"
EXAMPLE = DOCS.parent / ".env.example"


def commands() -> Iterator[str]:
    yield "| command | what may follow it | what it does |"
    yield "| --- | --- | --- |"
    with speaking(DEFAULT):
        for command in COMMANDS:
            yield f"| `/{command.name}` | {command.argument} | {command.summary} |"


def modes() -> Iterator[str]:
    yield "| mode | learners read | in German | what they do there | offered | takes the lesson |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for mode in MODES.values():
        with speaking(Manner("de")):
            german = phrase(f"mode.{mode.name}")
        with speaking(DEFAULT):
            name, about = phrase(f"mode.{mode.name}"), phrase(f"mode.{mode.name}.about")
        offered = "always" if mode.always else "where the lesson has what it needs"
        cells = (f"`{mode.name}`", f"**{name}**", german, about, offered, _yes(mode.whole))
        yield f"| {' | '.join(cells)} |"


def _yes(is_so: bool) -> str:
    return "yes" if is_so else ""


def settings() -> Iterator[str]:
    yield "| variable | default | what it does |"
    yield "| --- | --- | --- |"
    for name, default, description in _set():
        shown = f"`{default}`" if default else ""
        yield f"| `{name}` | {shown} | {description} |"


def _set() -> Iterator[tuple[str, str, str]]:
    """The settings: their variable, their default and what they do."""
    for name, field in Settings.model_fields.items():
        # Where the shipped lessons are depends on the machine; empty means them.
        bare = field.default in (None, (), SHIPPED_CONTENT)
        default = "" if bare else str(field.default)
        shown = default.lower() if isinstance(field.default, bool) else default
        yield variable(name), shown, str(field.description)


def example() -> str:
    """``.env.example``: what it begins with, and each setting below what it does."""
    head, _, _ = EXAMPLE.read_text().partition("\n\n")
    each = (f"\n# {description}\n{name}={default}\n" for name, default, description in _set())
    return f"{head}\n{''.join(each)}"


def metrics() -> Iterator[str]:
    yield "| metric | labels | what it is |"
    yield "| --- | --- | --- |"
    counted = Metrics()
    for metric in vars(counted).values():
        if isinstance(metric, Counter | Histogram | Gauge):
            (family,) = metric.describe()
            name = family.name + "_total" * isinstance(metric, Counter)
            labels = ", ".join(f"`{label}`" for label in metric._labelnames)
            yield f"| `{name}` | {labels} | {family.documentation} |"
    for name, what in HELP.items():
        yield f"| `{name}` | {f'`{STEP}` ' * (name in STEPPED)}| {what} |"


def the_stages() -> Iterator[str]:
    yield "| | stage | beats | what is open | acts, and what may follow |"
    yield "| --- | --- | --- | --- | --- |"
    yield from _stages()


def the_interceptors() -> Iterator[str]:
    yield "| interceptor | what it does | its order |"
    yield "| --- | --- | --- |"
    yield from _interceptors()


TABLES: Mapping[tuple[str, str], Callable[[], Iterator[str]]] = {
    ("conversation.md", "commands"): commands,
    ("conversation.md", "modes"): modes,
    ("conversation.md", "stages"): the_stages,
    ("conversation.md", "interceptors"): the_interceptors,
    ("operating-reference.md", "settings"): settings,
    ("operating-reference.md", "metrics"): metrics,
}


def made(page: str) -> str:
    """A page with its tables as the code has them."""
    text = (DOCS / page).read_text()
    for (of, name), rows in TABLES.items():
        if of == page:
            table = "".join(f"{' '.join(row.split())}\n" for row in rows())
            begin, end = f"<!-- {name}: made by make pages -->\n", f"<!-- {name}: end -->"
            assert text.count(begin) == text.count(end) == 1, f"{page} has no place for {name}"
            before, _, rest = text.partition(begin)
            text = f"{before}{begin}{table}{end}{rest.partition(end)[2]}"
    return text


def _stages() -> Iterator[str]:
    for about, (moments, always) in stages.TABLE.items():
        for one in moments:
            beats = ", ".join(one.beats)
            yield f"| {about} | {one.stage} | {beats} | {one.opens} | {_acts(one.verbs)} |"
        if always:
            yield f"| {about} | any | | | {_acts(always)} |"


def _acts(verbs: stages.Verbs) -> str:
    each = (
        f"**{verb}** → {', '.join(after)}" if after else f"**{verb}**"
        for verb, after in verbs.items()
    )
    return "; ".join(each)


def _interceptors() -> Iterator[str]:
    for one in INTERCEPTORS:
        path = one.run.__module__.removeprefix("bot.conversation.").replace(".", "/")
        order = [f"{side} *{other}*: {why}" for side, other, why in _sides(one)]
        yield f"| **{one.name}** (`{path}.py`) | {one.does} | {'; '.join(order)} |"


def _sides(interceptor: Interceptor[Any]) -> Iterator[tuple[str, str, str]]:
    for side, others in (("before", interceptor.before), ("after", interceptor.after)):
        for other, why in others.items():
            yield side, other, why


@pytest.mark.parametrize("page", sorted({page for page, _ in TABLES}))
def test_a_table_says_what_the_code_does(page: str) -> None:
    assert (DOCS / page).read_text() == made(page), "make pages"


def test_the_example_of_an_environment_has_every_setting() -> None:
    assert EXAMPLE.read_text() == example(), "make pages"


def test_each_interceptor_stands_where_it_says() -> None:
    names = [interceptor.name for interceptor in INTERCEPTORS]
    for interceptor in INTERCEPTORS:
        place = names.index(interceptor.name)
        assert all(place < names.index(other) for other in interceptor.before)
        assert all(place > names.index(other) for other in interceptor.after)


def _named(name: str, **sides: Mapping[str, str]) -> Interceptor[bool]:
    return Interceptor(
        name, "", lambda meant: None, lambda scene, meant, matter, rest: None, **sides
    )


@pytest.mark.parametrize(
    ("interceptors", "error"),
    [
        ((_named("a", before={"b": "so"}), _named("b", before={"a": "so"})), "cycle"),
        ((_named("a", after={"c": "so"}), _named("b")), "“c”"),
        ((_named("a"), _named("a")), "two interceptors are called “a”"),
    ],
)
def test_an_order_that_can_not_be_is_an_error(
    interceptors: tuple[Interceptor[bool], ...], error: str
) -> None:
    with pytest.raises(ValueError, match=error):
        sort_chain(interceptors)


def test_the_order_does_not_depend_on_that_of_the_registry() -> None:
    assert sort_chain(reversed(INTERCEPTORS)) == sort_chain(INTERCEPTORS) == INTERCEPTORS


if __name__ == "__main__":
    for name in {page for page, _ in TABLES}:
        (DOCS / name).write_text(made(name))
    EXAMPLE.write_text(example())
