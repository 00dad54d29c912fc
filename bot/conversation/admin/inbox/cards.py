"""The inbox as cards: groups of remarks, a group, a remark, and what can be done with each."""

from typing import Literal

from bot.conversation.admin.areas import admin_data, deny, is_allowed, of_lesson, show_parts
from bot.conversation.admin.times import moment
from bot.conversation.facts.remarks import Remarked
from bot.conversation.facts.roles import EVERYTHING
from bot.conversation.language.markup import escape_markdown, plain
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.remarks import PAGE, InboxNeeds, Remark, RemarkGroup
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import count, phrase
from bot.conversation.question import pitfalls, posing
from bot.conversation.remarks.news import pictures
from bot.conversation.remarks.places import commitment, name_place, title
from bot.conversation.remarks.remark import quotation
from bot.conversation.scopes import around_lesson
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.faults import shorten
from bot.lessons.library import Library
from bot.values import replace

Side = Literal["open", "done"]
"""What is open, or what is not any more."""


def place(scene: Scene, remark: RemarkGroup | Remarked) -> str:
    """The part and its lesson, as Markdown."""
    lesson = scene.known.lessons.get((remark.lesson, remark.revision))
    name, part = (
        title(scene, remark.lesson, remark.revision),
        name_place(lesson, remark.part, remark.question),
    )
    return f"**{part}** · {name}" if part else f"**{name}**"


def line(scene: Scene, number: int, remark_group: RemarkGroup, side: Side) -> str:
    """A group in a line: the place, how many say what, and who sees to it."""
    summary = summarize(scene, remark_group, side)
    return phrase("admin.inbox.line", number=number, place=place(scene, remark_group), said=summary)


def heading(scene: Scene, remark: RemarkGroup | Remarked) -> str:
    """The place, and what is asked there."""
    lesson = scene.known.lessons.get((remark.lesson, remark.revision))
    asked = pitfalls.question(lesson, remark.question) if lesson else None
    if asked is None:
        return place(scene, remark)
    question = phrase("admin.inbox.question", question=posing.words(asked))
    return f"{place(scene, remark)}\n\n{question}"


def summarize(scene: Scene, remark_group: RemarkGroup, side: Side) -> str:
    """How many say what of a group, and who sees to it while it is open."""
    seen_to = taken_by(scene, remark_group.taken) if side == "open" else []
    return ", ".join([*_counts(remark_group), *seen_to])


def _counts(remark_group: RemarkGroup) -> list[str]:
    return [
        *([count("admin.inbox.wrong", remark_group.wrong)] if remark_group.wrong else ()),
        *([count("admin.inbox.unclear", remark_group.unclear)] if remark_group.unclear else ()),
        *([count("admin.inbox.asked", remark_group.asked)] if remark_group.asked else ()),
    ]


def taken_by(scene: Scene, by: tuple[str, ...]) -> list[str]:
    """Who sees to it, for each of these admins."""
    mine = scene.envelope.learner
    return [
        phrase("admin.inbox.taken.you")
        if text == mine
        else phrase("admin.inbox.taken", by=escape_markdown(text))
        for text in by
    ]


def remark_text(scene: Scene, number: int, remark: Remark) -> str:
    """A remark, what was committed to there, and what has come of it."""
    kind = phrase(f"remark.kind.{remark.fact.kind}")
    head = phrase("admin.inbox.remark", number=number, kind=kind, when=moment(scene, remark.at))
    parts = [head]
    if remark.fact.words:
        parts.append(quotation(remark.fact.kind, remark.fact.words))
    if committed := commitment(scene, remark.fact):
        parts.append(phrase("admin.inbox.committed", said=committed))
    if remark.reply:
        parts.append(f"{phrase('admin.inbox.reply')}\n\n{remark.reply}")
    elif remark.picture:
        parts.append(phrase("admin.inbox.reply.picture"))
    elif remark.state == "closed":
        parts.append(phrase("admin.inbox.closed"))
    if remark.shown:
        parts.append(phrase(f"admin.inbox.shown.{remark.shown}"))
    if remark.muted:
        parts.append(phrase("admin.inbox.muted"))
    return "\n\n".join(parts)


_LABEL, _QUOTED = 40, 24
"""Characters of a place on a button, and of a remark."""


def needs_list(
    library: Library, session: Session, side: Side = "open", page: int = 0, lesson: str = ""
) -> Needs:
    """What must be loaded to show a page of it."""
    wanted = InboxNeeds(done=side == "done", page=max(page, 0), lesson=lesson)
    return Needs((AdminNeeds(inbox=wanted),))


def needs_lessons(library: Library, session: Session) -> Needs:
    """What must be loaded to count by lesson."""
    return Needs((AdminNeeds(inbox=InboxNeeds(lessons=True)),))


def needs_group(library: Library, session: Session, side: Side, lesson: str, place: str) -> Needs:
    """What must be loaded to show a group."""
    return Needs((AdminNeeds(inbox=InboxNeeds(done=side == "done", lesson=lesson, place=place)),))


def needs_one(library: Library, session: Session, remark: str, *about: str) -> Needs:
    """What must be loaded for a single remark."""
    return Needs((AdminNeeds(inbox=InboxNeeds(remark=remark)),))


def only(scene: Scene) -> Remark | None:
    """The remark that this turn is about, or the first of those that it is about."""
    return next(iter(admin_data(scene).inbox.remarks), None)


def show_list(scene: Scene, side: Side = "open", page: int = 0, lesson: str = "") -> None:
    """The groups of a page; what is new by now has been seen with it."""
    if lesson and not is_allowed(scene, "answer", around_lesson(scene.library, lesson)):
        deny(scene)
        return
    scene.learner = replace(scene.learner, inbox=replace(scene.learner.inbox, told=scene.now))
    page, remark_groups = max(page, 0), admin_data(scene).inbox.groups
    shown = remark_groups[:PAGE]
    parts = [phrase(f"admin.inbox.title.{side}")]
    if lesson:
        parts.append(phrase("admin.inbox.only", title=_title(scene, lesson)))
    lines = [line(scene, n, remark_group, side) for n, remark_group in enumerate(shown, start=1)]
    parts.append("\n".join(lines) or phrase(f"admin.inbox.none.{side}"))
    rows = [[_way(scene, side, remark_group)] for remark_group in shown]
    turn = []
    if page:
        turn.append(offer(phrase("menu.earlier"), "admin inbox list", side, page - 1, lesson))
    if len(remark_groups) > PAGE:
        turn.append(offer(phrase("menu.more"), "admin inbox list", side, page + 1, lesson))
    other: Side = "open" if side == "done" else "done"
    tells = "off" if scene.learner.inbox.tells else "on"
    now = "on" if scene.learner.inbox.tells else "off"
    around = [
        offer(phrase(f"admin.inbox.{other}"), "admin inbox list", other, 0, lesson),
        offer(phrase("admin.inbox.all"), "admin inbox")
        if lesson
        else offer(phrase("admin.inbox.lessons"), "admin inbox lessons"),
    ]
    telling = offer(phrase(f"admin.inbox.tells.{now}"), "admin inbox tells", tells)
    rows += [turn, around, [telling], [offer(phrase("admin.back"), "admin")]]
    scene.card("\n\n".join(parts), rows)


def _way(scene: Scene, side: Side, remark_group: RemarkGroup) -> Offer:
    label = shorten(plain(place(scene, remark_group)), _LABEL)
    return offer(label, "admin inbox group", side, remark_group.lesson, remark_group.place)


def _title(scene: Scene, lesson: str) -> str:
    return title(scene, lesson, "")


def show_lessons(scene: Scene) -> None:
    rows = [
        [
            offer(
                phrase("admin.inbox.lesson", title=plain(_title(scene, part)), number=number),
                "admin inbox list",
                "open",
                0,
                part,
            )
        ]
        for part, number in admin_data(scene).inbox.lessons
    ]
    text = phrase("admin.inbox.lessons.title" if rows else "admin.inbox.none.open")
    scene.card(text, [*rows, [back()]])


def show_group(scene: Scene, side: Side, lesson: str, place: str) -> None:
    """A group: what is asked there, what its learners say, what can be done."""
    inbox = admin_data(scene).inbox
    if not inbox.remarks or not inbox.groups:
        say_gone(scene)
        return
    if len(inbox.remarks) == 1:
        show_one(scene, inbox.remarks[0])
        return
    parts = [heading(scene, inbox.groups[0]), summarize(scene, inbox.groups[0], side)]
    parts += [remark_text(scene, n, remark) for n, remark in enumerate(inbox.remarks, start=1)]
    number = len(inbox.ids)
    if number > len(inbox.remarks):
        parts.append(count("admin.inbox.more", number - len(inbox.remarks)))
    rows: list[list[Offer]] = []
    if side == "open":
        about = (lesson, place, str(inbox.groups[0].at))
        rows += [
            [
                offer(phrase("admin.inbox.take"), "admin inbox take", *about),
                offer(
                    phrase("admin.inbox.answer.all", number=number), "admin inbox answer", *about
                ),
            ],
            [offer(phrase("admin.inbox.close.all", number=number), "admin inbox close", *about)],
        ]
    rows.append(
        [
            offer(phrase("admin.inbox.each", number=n), "admin inbox one", remark.id)
            for n, remark in enumerate(inbox.remarks, start=1)
        ]
    )
    rows += [*correction(scene, inbox.remarks[0]), [back(side)]]
    show_parts(scene, parts, rows)


def show_one(scene: Scene, remark: Remark) -> None:
    rows: list[list[Offer]] = []
    if remark.state == "open":
        rows += [
            [
                offer(phrase("admin.inbox.take"), "admin inbox alone take", remark.id),
                offer(phrase("admin.inbox.answer"), "admin inbox alone answer", remark.id),
            ],
            [offer(phrase("admin.inbox.close"), "admin inbox alone close", remark.id)],
        ]
    elif remark.state == "closed":
        rows.append([offer(phrase("admin.inbox.answer"), "admin inbox alone answer", remark.id)])
    rows += [*correction(scene, remark), *showing(scene, remark)]
    if is_allowed(scene, "answer", (EVERYTHING,)):
        verb = "unmute" if remark.muted else "mute"
        rows.append([offer(phrase(f"admin.inbox.{verb}"), f"admin inbox {verb}", remark.id)])
    rows.append([back("open" if remark.state == "open" else "done")])
    taken = taken_by(scene, (remark.taken,)) if remark.state == "open" and remark.taken else []
    parts = [heading(scene, remark.fact), *taken, remark_text(scene, 1, remark)]
    scene.outputs += pictures(remark)
    show_parts(scene, parts, rows)


def correction(scene: Scene, remark: Remark) -> list[list[Offer]]:
    """The way to the correction of a question's key, for those who have the right to it."""
    if not remark.fact.question or not is_allowed(
        scene, "publish", of_lesson(scene, remark.fact.lesson)
    ):
        return []
    label = phrase("admin.inbox.correct")
    return [[offer(label, "admin lessons correct", remark.fact.lesson, remark.fact.question)]]


def showing(scene: Scene, remark: Remark, *, quoted: bool = False) -> list[list[Offer]]:
    """The way to show an exchange to everyone, or no more, for those who may publish."""
    if not remark.replied or not is_allowed(scene, "publish", of_lesson(scene, remark.fact.lesson)):
        return []
    if remark.shown in ("", "hidden"):
        label = phrase("admin.inbox.show")
        if quoted:
            label = phrase("admin.inbox.show.named", words=shorten(remark.fact.words, _QUOTED))
        return [[offer(label, "admin inbox show", remark.id)]]
    if remark.shown == "agreed":
        return [[offer(phrase("admin.inbox.hide"), "admin inbox hide", remark.id)]]
    return []


def say_gone(scene: Scene) -> None:
    """Say that nothing is left of what was wanted."""
    scene.card(phrase("admin.inbox.gone"), [[back()]])


def back(side: Side = "open") -> Offer:
    """The way back to the groups."""
    return offer(phrase("admin.inbox.back"), "admin inbox list", side, 0)
