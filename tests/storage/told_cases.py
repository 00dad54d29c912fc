"""What is told to many, and to whom: announcements, corrections, cohorts and classes."""

import json
from typing import Any

from tests.rigs.two_databases import Row, row
from tests.storage.schema_cases import case


def learner(name: str, **body: Any) -> Row:
    """A learner as the codec writes one."""
    text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
    return row("learner", id=name, since=1, heard=1, body=text)


def contact(**other: Any) -> dict[str, Any]:
    return {"platform": "t", "chat": "reminded", **other}


AGREED = learner("agreed", contact=contact(agreed=True, shut=False), language="de")
REMINDED = learner(
    "reminded", contact=contact(agreed=False), preferences={"reminders": [1], "language": "en"}
)
SHUT = learner("shut", contact=contact(agreed=True, shut=True), home=["d", "home"])
UNREMINDED = learner("unreminded", contact=contact(), preferences={"reminders": []})
PREFERRING = learner(
    "preferring", preferences={"platform": "d", "news": True}, home=["d", "home"], contact=None
)
HOMELESS = learner("homeless", preferences={"platform": "d"}, home=None)
SILENT = learner("silent", contact=contact(agreed=True), preferences={"news": False})
ASKED = row("asked", learner="unreminded", platform="t", chat="asked", audience="private")
OVERHEARD = row("asked", learner="homeless", platform="t", chat="group", audience="public")
EVERYONE = (
    AGREED, REMINDED, SHUT, UNREMINDED, PREFERRING, HOMELESS, SILENT, learner("new"), ASKED,
    OVERHEARD,
)  # fmt: skip
"""Everybody who can be told something in one place or another, and who can't."""

_WRITTEN = "UPDATE announcement SET state = 'going'"
_LESSONS = row("course", id="k", body='{"lessons":["l1","l2"]}')
_CLASS = row("class", id="k", host="ben", platform="t", chat="c", body="{}")
_BOARD = row("class", id="b", kind="board", platform="t", chat="c", body='{"edited":4}')
_ON_BOARD = row("board_member", board="b", learner="ana")


def announcement(audience: str, *, by: str = "owner") -> Row:
    return row("announcement", id="a", audience=audience, learner=by, state="written")


def answer(who: str, revision: str = "r1", question: str = "q") -> tuple[Row, Row]:
    """An answer, and what is remembered of it."""
    return (
        row("attempt", learner=who, lesson="l", revision=revision, question=question,
            verdict="wrong"),
        row("item", learner=who, lesson="l", question=question, verdict="right", number=3),
    )  # fmt: skip


def correction(wrong: str, again: str = "[]") -> Row:
    return row(
        "correction", id="x", lesson="l", question="q", wrong=wrong, again=again, learner="owner",
        at=50,
    )  # fmt: skip


MANY = (
    case("announcement_gets_its_recipients", *EVERYONE, announcement(""), _WRITTEN),
    case("announcement_gets_its_recipients", *EVERYONE, announcement("", by="agreed"), _WRITTEN),
    case(
        "announcement_gets_its_recipients", *EVERYONE,
        row("chat", platform="t", chat="reminded", gone_at=3), announcement(""), _WRITTEN,
        "UPDATE announcement SET state = 'paused'", "UPDATE announcement SET state = 'going'",
    ),
    case(
        "announcement_gets_its_recipients", *EVERYONE, _LESSONS,
        row("run", learner="agreed", lesson="l2"), row("run", learner="reminded", lesson="l3"),
        announcement("k"), _WRITTEN,
    ),
    case(
        "announcement_gets_its_cohort", *EVERYONE,
        row("membership", cohort="c1", learner="agreed", what="joined"),
        row("membership", cohort="c1", learner="silent", what="joined"),
        row("membership", cohort="c2", learner="reminded", what="joined"),
        announcement("cohort:c1"), _WRITTEN,
    ),
    case("announcement_gets_its_place", *EVERYONE, announcement("chat:d:a:b"), _WRITTEN),
    case("announcement_gets_its_place", announcement("chat:odd"), _WRITTEN),
    case(
        "nobody_tells_the_forgotten", announcement(""),
        row("recipient", announcement="a", learner="forgotten:1", state="waiting"),
        row("recipient", announcement="a", learner="ana", state="waiting"),
    ),
    case(
        "correction_touches_learners", *EVERYONE, *answer("agreed"), *answer("silent"),
        *answer("shut"), *answer("unreminded"), *answer("preferring"), *answer("stranger"),
        *answer("forgotten:1"), *answer("homeless", "r2"), *answer("new", "r3"),
        *answer("reminded", question="q2"), row("chat", platform="t", chat="asked", gone_at=3),
        correction('["r1","r2"]'),
    ),
    case(
        "correction_touches_learners", *EVERYONE, *answer("agreed"), *answer("shut", "r2"),
        row("void", lesson="l", question="q", revision="r2"),
        row("void", lesson="l", question="q2", revision="r2"), correction('["r1"]', '["r2"]'),
    ),
    case(
        "membership_makes_members", row("membership", cohort="c1", learner="ana", what="joined"),
        row("membership", cohort="c1", learner="ben", what="joined"),
        row("membership", cohort="c1", learner="ana", what="joined"),
        row("membership", cohort="c1", learner="ben", what="left"),
    ),
    case(
        "cohort_change_rings", row("membership", cohort="c1", learner="ana", what="joined"),
        row("membership", cohort="c1", learner="ben", what="joined"),
        row("membership", cohort="c1", learner="cy", what="joined"),
        row("alarm", learner="ana", kind="cohort:c1", at=90),
        row("alarm", learner="ben", kind="cohort:c1", at=None),
        row("alarm", learner="cy", kind="cohort:c1", at=3),
        row("alarm", learner="dan", kind="cohort:c1", at=90),
        row("cohort_change", cohort="c1", rings=None), row("cohort_change", cohort="c1", rings=40),
    ),
    case(
        "gone_chat_ends_its_classes", AGREED, _CLASS,
        row("chat", platform="t", chat="c", gone_at=None), row("identity", id="ben", learner="ana"),
        learner("ana", home=["d", "home"]),
        row("class", id="k2", host="agreed", platform="t", chat="c", body="{}"),
        row("class", id="k3", host="nobody", platform="t", chat="c", body="{}"),
        row("class", id="k4", host="agreed", platform="t", chat="c", body="{}", ended_at=3),
        row("class", id="k5", host="agreed", platform="t", chat="c2", body="{}"),
        row("alarm", learner="class:k", kind="next"), row("alarm", learner="class:k5", kind="next"),
        "UPDATE chat SET gone_at = 7 WHERE chat = 'c'",
        "UPDATE chat SET gone_at = 8 WHERE chat = 'c'",
    ),
    case(
        "gone_chat_ends_its_classes", row("chat", platform="t", chat="reminded", gone_at=None),
        AGREED, row("class", id="k", host="agreed", platform="t", chat="reminded", body="{}"),
        row("alarm", learner="agreed", platform="t", chat="reminded"),
        "UPDATE chat SET gone_at = 7",
    ),
    case(
        "ended_board_is_left", _BOARD, _ON_BOARD, row("board_member", board="b2", learner="ana"),
        "UPDATE class SET ended_at = 5",
    ),
    case("ended_board_is_left", _CLASS, row("board_member", board="k"),
        "UPDATE class SET ended_at = 5"),
    case("left_board_is_shown_anew", _BOARD, _ON_BOARD, "DELETE FROM board_member"),
    case("left_board_is_shown_anew", _BOARD, _ON_BOARD,
        row("alarm", learner="class:b", kind="board:b", at=2, held_at=3),
        "DELETE FROM board_member"),
    case("left_board_is_shown_anew", _BOARD, _ON_BOARD,
        row("alarm", learner="class:b", kind="board:b", at=None, held_at=3),
        "DELETE FROM board_member"),
    case("left_board_is_shown_anew", _CLASS, row("board_member", board="k"),
        "DELETE FROM board_member"),
)  # fmt: skip
"""What is told to many: announcements, corrections, cohorts and classes."""
