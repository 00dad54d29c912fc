"""docs/conversation.md is what its command prints, and the order of interceptors is sound.

``python -m tests.test_conversation_page`` writes the page anew.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.conversation import stages
from bot.conversation.interceptors import Interceptor, ordered
from bot.conversation.registry import INTERCEPTORS

PAGE = Path(__file__).parent.parent / "docs" / "conversation.md"

HEAD = """\
# The conversation in tables

`python -m tests.test_conversation_page` makes this page from the code, and a test compares them.

## A lesson and a review

What may happen at each stage of a lesson and of a review, as `bot/conversation/stages.py` says it:
the kinds of beats, what is open, and which acts there are, each with the stages that may follow.
The same stage may stay open after each.

| | stage | beats | what is open | acts, and what may follow |
| --- | --- | --- | --- | --- |
"""

INTERCEPTORS_HEAD = """
## Interceptors

What cuts across acts, in the order in which an input passes it, the outermost first.
Each interceptor says in its module what it must come before or after, and why; `ordered` in
`bot/conversation/interceptors.py` works the order out from that.

| interceptor | what it does | its order |
| --- | --- | --- |
"""


def page() -> str:
    """The whole page."""
    return "".join([HEAD, *_stages(), INTERCEPTORS_HEAD, *(f"{row}\n" for row in _interceptors())])


def _stages() -> Iterator[str]:
    for about, (moments, always) in stages.TABLE.items():
        for one in moments:
            beats = ", ".join(one.beats)
            yield f"| {about} | {one.stage} | {beats} | {one.opens} | {_acts(one.verbs)} |\n"
        if always:
            yield f"| {about} | any | | | {_acts(always)} |\n"


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


def test_the_page_is_what_its_command_writes() -> None:
    assert PAGE.read_text() == page(), "python -m tests.test_conversation_page"


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
        ordered(interceptors)


def test_the_order_does_not_depend_on_that_of_the_registry() -> None:
    assert ordered(reversed(INTERCEPTORS)) == ordered(INTERCEPTORS) == INTERCEPTORS


if __name__ == "__main__":
    PAGE.write_text(page())
