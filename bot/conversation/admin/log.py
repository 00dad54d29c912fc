"""The log: what admins did, the newest first."""

from datetime import UTC, datetime

from bot.conversation.acts import Act, leads_to
from bot.conversation.admin.areas import Area, Duty, admin_data, everything
from bot.conversation.language.markup import escape_markdown
from bot.conversation.needs.admin import PAGE, AdminNeeds, LogEntry
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import offer
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library

KINDS = (
    "grant",
    "revoke",
    "push",
    "publish",
    "publish_course",
    "discard",
    "time",
    "untime",
    "miss",
    "roll_back",
    "archive",
    "correct",
    "remark_answered",
    "remark_closed",
    "remark_shown",
    "remark_hidden",
    "mute",
    "unmute",
    "withdraw",
    "announce",
    "announce_pause",
    "announce_resume",
    "announce_cancel",
    "export",
    "export_all",
    "cohort",
    "cohort_pace",
    "cohort_move",
    "cohort_pause",
    "cohort_resume",
    "cohort_close",
    "data",
    "forget",
    "forget_silent",
    "data_handed",
    "forget_asked",
)
"""The kinds of acts that are recorded; each is told by the phrase ``admin.act.<kind>``."""


def _needs(library: Library, session: Session, page: int = 0) -> Needs:
    return Needs((AdminNeeds(log=max(page, 0)),))


def _show(scene: Scene, page: int = 0) -> None:
    page = max(page, 0)
    log = admin_data(scene).log
    lines = [_line(entry) for entry in log[:PAGE]]
    text = "\n".join(lines) or phrase("admin.log.none")
    row = [offer(phrase("admin.log.newer"), "admin log", page - 1)] if page else []
    if len(log) > PAGE:
        row.append(offer(phrase("admin.log.older"), "admin log", page + 1))
    scene.card(
        "\n\n".join([phrase("admin.log.title"), text]),
        [row, [offer(phrase("admin.back"), "admin")]],
    )


def _line(entry: LogEntry) -> str:
    at = datetime.fromtimestamp(entry.at / 1_000_000, UTC)
    what = phrase(
        f"admin.act.{entry.act}",
        subject=escape_markdown(entry.subject),
        before=escape_markdown(entry.before),
        after=escape_markdown(entry.after),
    )
    # A person's name begins with their platform; only another is worth a word.
    elsewhere = entry.platform and not entry.by.startswith(f"{entry.platform}:")
    where = f" · {entry.platform}" if elsewhere else ""
    return f"- {at:%Y-%m-%d %H:%M} · {escape_markdown(entry.by)}{where}: {what}"


_LOG = Act("admin log", _show, _needs, answers=True, otherwise=leads_to("admin log"))

LOG = Area("log", "log", (Duty(_LOG, everything),), whole=True)
