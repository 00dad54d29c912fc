"""What follows from remarks, and what the views make of them and of attempts."""

import json
from typing import Any

from tests.rigs.two_databases import Row, row
from tests.storage.schema_cases import case
from tests.storage.told_cases import AGREED, correction, learner


def remark(name: str, **values: Any) -> Row:
    given = {"learner": "agreed", "lesson": "l", "revision": "r1", "question": "q", "part": "p"}
    return row("remark", id=name, **given | {"kind": "wrong"} | values)


def handling(of: str, what: str = "answered", **values: Any) -> Row:
    return row("handling", remark=of, handling=what, **values)


def revision(name: str, *questions: Any, **card: Any) -> Row:
    body = json.dumps({"id": "l", "beats": questions}, separators=(",", ":"))
    return row("revision", lesson="l", revision=name, card=json.dumps(card), body=body)


OLD, NEW = {"id": "q", "text": "é?"}, {"id": "q", "text": "e?"}
OTHER = {"id": "q2", "options": [{"id": 5}, {"id": "o"}]}
GERMAN = {"translates": "r1", "language": "de"}
_REPORTS = (
    remark("m1"), remark("m2", question="q2"), remark("m3", kind="unclear"),
    remark("m4", mended_at=3), remark("m5", revision="de1"), remark("m6", question=""),
    remark("m7", revision="gone"), remark("m8", lesson="other"), remark("m9", learner="new"),
)  # fmt: skip

REMARKS = (
    case(
        "handling_goes_with_its_remark", remark("m1"), handling("m1"), handling("m2"),
        "DELETE FROM remark",
    ),
    case(
        "picture_goes_with_its_answer", row("answer_picture", hash="p1"),
        row("answer_picture", hash="p2"), handling("m1", picture="p1"),
        handling("m2", picture="p1"), "DELETE FROM handling WHERE remark = 'm1'",
        "DELETE FROM handling WHERE remark = 'm2'",
    ),
    case(
        "picture_goes_with_its_answer", row("answer_picture", hash=""), handling("m", picture=""),
        "DELETE FROM handling",
    ),
    case("answer_rings", AGREED, remark("m1"), handling("m1", at=4)),
    case("answer_rings", AGREED, remark("m1"), handling("m1", "taken"), handling("m1", "closed")),
    case("answer_rings", learner("new"), remark("m1", learner="new"), handling("m1")),
    case(
        "answer_rings", AGREED, remark("m1"), handling("m1", at=4),
        "UPDATE alarm SET at = NULL, held_at = 3", handling("m1", at=5),
    ),
    case(
        "answer_rings", AGREED, remark("m1"), remark("m2"), remark("m3", question="q2"),
        remark("m4", question="", part="q"), handling("m1", at=4), handling("m3", at=4),
        handling("m4", at=3), handling("m2", at=4),
    ),
    case("offer_rings", AGREED, remark("m1"), "UPDATE remark SET shown = 'offered', shown_at = 6"),
    case(
        "offer_rings", remark("m1"), row("alarm", learner="agreed", kind="exchange:m1", at=None),
        "UPDATE remark SET shown = 'offered', shown_at = 6", "UPDATE remark SET shown_at = 7",
    ),
    # One statement that answers several: in SQLite each rings before the next is there.
    case(
        "answer_rings", AGREED, remark("m1"), remark("m2"), remark("m3", question="q2"),
        """INSERT INTO handling (id, remark, handling, reply, learner, at)
        SELECT 40 + CAST(substr(id, 2) AS INTEGER), id, 'answered', '', 'owner', 4 FROM remark
        ORDER BY id""",
    ),
    *(
        case(
            "answer_waits_for_its_learner", row("alarm", learner="ana", kind=kind, at=None),
            row("input", id=f"alarm:ana:{kind}:9", learner="ana"),
            row("arrival", input=f"alarm:ana:{kind}:9", fate=fate, at=20),
        )
        for kind, fate in (
            ("answer:m1", "gone"), ("exchange:m1", "gone"), ("mended:m1", "gone"),
            ("answer:m1", "arrived"), ("day", "gone"),
        )
    ),
    case("correction_tells_reporters", *_REPORTS, correction("[]")),
    case(
        "lesson_tells_reporters", AGREED, revision("r1", OLD, OTHER), revision("r2", NEW, OTHER),
        revision("de1", OLD, **GERMAN), *_REPORTS, row("lesson", id="l", revision="r1"),
        "UPDATE lesson SET at = 70, revision = 'r2'",
    ),
    case(
        "lesson_tells_reporters", revision("r1", OLD, [OTHER, OLD]), revision("r2", OLD, [OTHER]),
        *_REPORTS, row("lesson", id="l", revision="r1"),
        "UPDATE lesson SET at = 70, revision = 'r2'",
    ),
    case(
        "lesson_tells_reporters", revision("r1", OLD, OTHER), revision("r2", OTHER, OLD, 5, "id"),
        *_REPORTS, row("lesson", id="l", revision="r1"),
        "UPDATE lesson SET at = 70, revision = 'r2'",
    ),
    case(
        "translation_tells_reporters", AGREED, revision("de1", OLD, **GERMAN),
        revision("de2", NEW, **GERMAN), revision("r1", OLD), revision("fr", OLD, translates="r1",
        language="fr"), *_REPORTS, remark("m10", revision="fr"),
        row("translation", lesson="l", language="de", revision="de1"),
        "UPDATE translation SET at = 70, revision = 'de2'",
    ),
    case("reporter_is_told", AGREED, remark("m1"), "UPDATE remark SET mended_at = 8"),
    case(
        "reporter_is_told", AGREED, remark("m1"),
        row("alarm", learner="agreed", kind="mended:m1", at=None),
        "UPDATE remark SET mended_at = 8", "UPDATE remark SET mended_at = 9",
    ),
)  # fmt: skip
"""What follows from remarks and from what is done about them."""

_CALLED_WRONG = {"learner": "agreed", "lesson": "l", "verdict": "wrong", "score": -1.5}
VIEWED = (
    *(
        row("attempt", run=run, question="q", phase=phase, at=number, revision=f"r{number}",
            **_CALLED_WRONG | other)
        for number, (run, phase, other) in enumerate([
            ("one", "first", {}), ("one", "again", {}), ("two", "first", {"verdict": "right"}),
            ("two", "exit", {"verdict": None, "score": None}), ("three", "first", {}),
        ])
    ),
    row("overruled", learner="agreed", run="one", question="q", phase="again", score=2.5),
    row("overruled", learner="agreed", run="three", question="q", phase="first", score=None),
    row("overruled", learner="agreed", run="two", question="q", phase="first", score=3.5),
    row("void", lesson="l", question="q", revision="r0"),
    row("void", lesson="l", question="q", revision="r4"),
    remark("m1"), remark("m2"), remark("m3"), handling("m1"), handling("m2", "taken"),
    handling("m2", reply="yes", picture="p", learner="first"),
    handling("m2", reply="no", learner="second"), handling("m2", "closed", learner="third"),
    handling("m2", "taken", learner="fourth"),
)  # fmt: skip
"""What the views read, beside those who can be told something."""
