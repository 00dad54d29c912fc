"""Each query of a turn names a port of the store that gives its answer."""

import inspect
from collections.abc import Collection, Mapping
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from bot.conversation.inputs import LearnerId
from bot.conversation.needs import Query, learner, live_class, remarks
from bot.storage.store import Store

ROOMS = (learner, live_class, remarks)
"""They are imported so that their queries are known; an admin's comes with the learner's."""

# A value with slots is another class than the one that was written, and both are known here.
QUERIES = {query.__name__: query for query in Query.__subclasses__()}


def answer_of(query: type[Query[Any]]) -> Any:
    (base,) = (base for base in query.__orig_bases__ if get_origin(base) is Query)
    return get_args(base)[0]


def plain(kind: Any) -> Any:
    """A type as it is compared: a port says ``dict`` where who reads it gets a ``Mapping``."""
    return dict[get_args(kind)] if get_origin(kind) is Mapping else kind


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_query_names_the_port_that_answers_it(query: type[Query[Any]]) -> None:
    port = getattr(Store, query.port)
    hints, key = get_type_hints(port), get_type_hints(query.key)["return"]
    *_, asked = inspect.signature(port).parameters
    answer, keys = answer_of(query), hints[asked]
    if query.alone:
        assert (hints["return"], keys) == (answer, key)
        return
    whose, said = get_args(hints["return"])
    assert get_origin(hints["return"]) is dict
    assert whose is LearnerId
    # A port leaves out those for whom there is nothing.
    assert plain(answer) == said or answer == said | None
    if query.key is Query.key:
        assert get_origin(keys) is Collection
    else:
        assert plain(keys) == dict[LearnerId, key]
