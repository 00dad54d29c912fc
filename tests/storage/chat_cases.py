"""Who is known by what they sent, and what follows when a chat, a turn or an account goes."""

from tests.rigs.two_databases import row
from tests.storage.schema_cases import RELINKED, case
from tests.storage.told_cases import learner

DAY = 24 * 3600 * 1_000_000

_GONE = row("chat", platform="t", chat="c", gone_at=5)
_HERE = row("chat", platform="t", chat="c", gone_at=None)
_ALARM = row("alarm", learner="ana", kind="day", platform="t", chat="c", at=9)
_BEN_IS_ANA = row("identity", id="ben", learner="ana")
_ANA_IS_ANA = row("identity", id="ana", learner="ana")
_INPUT = row("input", id="i", learner="ana", platform="t", chat="c", at=1)
_PARCEL = row("outbox", id=3, learner="ana", platform="t", chat="c", audience="private")
_IN_GROUP = row("outbox", id=4, learner="class:k", platform="t", chat="c", audience="public")
_SENT = row("asked", learner="ana", platform="t", chat="c", audience="private")

CHATS = (
    case("input_is_from_somebody", _INPUT),
    case("input_is_from_somebody", _GONE, learner("ana"), _INPUT),
    case("input_is_from_somebody", _HERE, learner("ana"), row("input", learner="ana", at=2)),
    case("input_is_from_somebody", learner("ana"), row("input", learner="ana", at=DAY)),
    case("input_is_from_somebody", learner("ana"), row("input", learner="ana", at=DAY + 1)),
    case(
        "input_is_from_somebody", row("learner", id="ana", heard=9, warned_at=10),
        row("input", learner="ana", at=5),
    ),
    case("input_is_from_somebody", row("input", id="alarm:ana:day:1", learner="ana")),
    case(
        "arrival_goes_with_its_input", _INPUT, row("arrival", input="i", fate="arrived"),
        row("arrival", input="other", fate="arrived"), "DELETE FROM input",
    ),
    case(
        "arrival_goes_with_its_learner", _INPUT, row("arrival", input="i", fate="gone"),
        "UPDATE input SET learner = 'ben'", "UPDATE input SET at = 3",
        "UPDATE input SET learner = ''",
    ),
    case(
        "document_goes_with_its_parcel", row("document", id="d1"), row("document", id="d2"),
        row("document", id="d3"),
        row("outbox", id=1, audience="private",
            outputs='[["say","d3"],["document","d1","a.csv"],["document","d2","b.csv"]]'),
        "DELETE FROM outbox",
    ),
    case(
        "document_goes_with_its_parcel", row("document", id="d1"),
        row("outbox", id=1, audience="private", outputs='[["document","d1"'),
        "DELETE FROM outbox",
    ),
    case("nobody_is_left_behind", _HERE, _SENT, _PARCEL, "DELETE FROM outbox"),
    case("nobody_is_left_behind", _HERE, _SENT, _PARCEL, learner("ana"), "DELETE FROM outbox"),
    case("nobody_is_left_behind", _HERE, _SENT, _PARCEL, _ANA_IS_ANA, "DELETE FROM outbox"),
    case("nobody_is_left_behind", _HERE, _SENT, _PARCEL, _ALARM, "DELETE FROM outbox"),
    case(
        "nobody_is_left_behind", _HERE, _SENT, _PARCEL, _IN_GROUP,
        "DELETE FROM outbox WHERE id = 3", "DELETE FROM outbox",
    ),
    case(
        "nobody_is_left_behind", _HERE, _SENT, _PARCEL,
        row("outbox", id=5, learner="ana", platform="t", chat="c", audience="private"),
        "DELETE FROM outbox",
    ),
    case(
        "one_link_code_at_a_time", row("link_code", hash="h1", learner="ana"),
        row("link_code", hash="h2", learner="ben"), row("link_code", hash="h3", learner="ana"),
    ),
    case(
        "gone_chat_holds_alarms", _HERE, _ALARM, row("alarm", learner="ben", chat="c2"),
        "UPDATE chat SET gone_at = 7 WHERE chat = 'c'",
    ),
    case("gone_chat_holds_alarms", _HERE, _ALARM, "UPDATE chat SET gone_at = gone_at"),
    case(
        "gone_chat_holds_alarms", _HERE, _ALARM, "UPDATE chat SET gone_at = 7",
        "UPDATE chat SET gone_at = NULL",
    ),
    case("alarm_is_the_learners", _BEN_IS_ANA, row("alarm", learner="ben", kind="job", at=5)),
    case(
        "alarm_is_the_learners", _BEN_IS_ANA, row("alarm", learner="ana", kind="job", at=9),
        row("alarm", learner="ana", kind="day", at=9),
        row("alarm", learner="ben", kind="job", at=5),
    ),
    case(
        "alarm_is_the_learners", _BEN_IS_ANA,
        """INSERT INTO alarm (learner, kind, at)
        SELECT id, 'job', 5 FROM identity UNION ALL SELECT learner, 'job', 9 FROM identity
        WHERE true ON CONFLICT DO NOTHING""",
    ),
    case("alarm_is_the_learners", _ANA_IS_ANA, row("alarm", learner="ana", kind="job", at=5)),
    case(
        "alarm_is_the_learners", RELINKED, _BEN_IS_ANA,
        row("alarm", learner="ben", kind="job", at=5),
    ),
    case("alarm_needs_its_chat", _ALARM),
    case("alarm_needs_its_chat", _GONE, _ALARM),
    case("alarm_needs_its_chat", _GONE, RELINKED, _ALARM),
    case("alarm_needs_its_chat", row("alarm", learner="ana", chat=None, platform=None)),
    case("alarm_needs_its_chat", row("alarm", learner="ana", platform="t", chat="c", at=None)),
    case("alarm_needs_its_chat_again", _ALARM, "UPDATE alarm SET chat = 'c2'"),
    case(
        "alarm_needs_its_chat_again", _ALARM, "UPDATE chat SET gone_at = 7",
        "UPDATE alarm SET at = 11",
    ),
    case(
        "alarm_needs_its_chat_again", _ALARM, "UPDATE chat SET gone_at = 7",
        "UPDATE alarm SET at = 11, held_at = NULL",
    ),
    case(
        "alarm_needs_its_chat_again", _ALARM, "UPDATE chat SET gone_at = 7",
        "UPDATE alarm SET held_at = NULL",
    ),
    case(
        "alarm_finds_its_home", learner("ana"), _ALARM,
        row("alarm", learner="ana", kind="news", chat=None, platform=None, at=3),
        row("alarm", learner="ana", kind="never", chat=None, platform=None, at=None),
        row("alarm", learner="ben", kind="news", chat=None, platform=None, at=3),
        """UPDATE learner SET body = '{"home":["t","h"]}'""",
        """UPDATE learner SET body = '{"home":["t","h2"]}'""",
    ),
)  # fmt: skip
"""Who is known by what they sent, and what follows when a chat, a turn or an account goes."""
