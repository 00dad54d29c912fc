"""Belonging to a cohort: joining by its code, their own cohorts, leaving.

Lessons that the learner began before they joined stay open to them. They are told when a lesson
opens (see ``openings``) where they are alone with the tutor; each cohort can be told to be quiet.
"""

from bot.conversation import availability
from bot.conversation.acts import Act
from bot.conversation.cohorts import openings
from bot.conversation.facts.learner import AlarmCleared, CohortJoined, CohortLeft, SettingChanged
from bot.conversation.inputs import Text
from bot.conversation.learner import Membership
from bot.conversation.needs.learner import Needs, OwnProgress
from bot.conversation.offers import call, offer
from bot.conversation.phrases import count, phrase
from bot.conversation.reminders import contact
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.learning import opening_calendar
from bot.lessons.cohort import Cohort
from bot.lessons.library import Library
from bot.values import replace

LINK = "join-"
"""How the payload of a link begins that invites to a cohort: ``join-<code>``."""

NEEDS = Needs((OwnProgress(),))
"""What must be loaded to join: what was begun before."""


def invitation_code(library: Library, payload: str) -> str:
    """The code in a link's payload; empty if there is none, or a lesson is called the same."""
    word = payload.strip().lower()
    return word.removeprefix(LINK) if word.startswith(LINK) and word not in library.cards else ""


def _mine(scene: Scene, id: str) -> tuple[Membership, Cohort] | None:
    return next((pair for pair in availability.mine(scene) if pair[1].id == id), None)


def _ask_to_leave(scene: Scene, id: str) -> None:
    mine = _mine(scene, id)
    if mine is None:
        overview(scene)
        return
    cohort = mine[1]
    yes = offer(phrase("cohort.leave"), "cohort left", cohort.id)
    keep = offer(phrase("cohort.stay"), "cohort")
    named, course = availability.name_cohort(cohort), availability.course(scene, cohort)
    scene.card(phrase("cohort.leave.sure", cohort=named, course=course), [[yes, keep]])


def _leave_cohort(scene: Scene, id: str) -> None:
    if mine := _mine(scene, id):
        _leave(scene, mine[1])
    else:
        overview(scene)


def _quiet(scene: Scene, id: str) -> None:
    if mine := _mine(scene, id):
        _tell(scene, mine[0], False)
    overview(scene)


def _loud(scene: Scene, id: str) -> None:
    if mine := _mine(scene, id):
        _tell(scene, mine[0], True)
    overview(scene)


# Joining


def join(scene: Scene, text: str) -> None:
    if cohort := find(scene, text):
        enter(scene, cohort)
    else:
        scene.say(phrase("cohort.unknown"))


def find(scene: Scene, text: str) -> Cohort | None:
    """The cohort that a code, or a link with a code in it, invites to."""
    _, link, code = text.lower().rpartition(LINK)
    word = code if link else text
    return scene.library.cohorts.get("".join(mark for mark in word.upper() if mark.isalnum()))


def enter(scene: Scene, cohort: Cohort) -> None:
    """Let the learner belong to a cohort from now on, or say why that can't be."""
    name, course = availability.name_cohort(cohort), availability.course(scene, cohort)
    others = [joined for _, joined in availability.mine(scene) if joined.course == cohort.course]
    if cohort.state == "closed":
        scene.say(phrase("cohort.closed", cohort=name, course=course))
    elif cohort in others:
        _show(scene, cohort, phrase("cohort.already", cohort=name), _tells(scene, cohort))
    elif others:
        scene.say(phrase("cohort.other", cohort=availability.name_cohort(others[0])))
    else:
        _belong(scene, cohort)
        welcome = phrase("cohort.joined", cohort=name, course=course)
        _show(scene, cohort, welcome, _tells(scene, cohort) or phrase("cohort.tells"))


def _belong(scene: Scene, cohort: Cohort) -> None:
    lessons = opening_calendar.order(scene.library, cohort)
    record = scene.known.get(OwnProgress)
    begun = {lesson.lesson for lesson in record.lessons} if record else set()
    free = tuple(
        text
        for text in opening_calendar.locked_lessons(cohort, lessons, scene.now)
        if text in begun
    )
    opened = len(opening_calendar.open_lessons(cohort, lessons, scene.now))
    # Of those that have ended meanwhile nothing is left to know.
    kept = tuple(membership for membership, _ in availability.mine(scene))
    memberships = (*kept, Membership(cohort.id, opened, free=free))
    scene.learner = replace(scene.learner, memberships=memberships)
    scene.facts.append(CohortJoined(cohort.id))
    # Where there is no place yet, it is looked for once it is known what to say.
    if scene.learner.contact.chat and not scene.learner.contact.shut:
        openings.expect(scene, cohort)


def _tells(scene: Scene, cohort: Cohort) -> str:
    """Find a place to tell the learner what opens, if none works; words if there is none."""
    where = scene.learner.contact
    if where.chat and not where.shut:
        return ""
    if not contact.reachable(scene):
        return phrase("cohort.nowhere", code=cohort.id)
    openings.expect(scene, cohort)
    return ""


def _show(scene: Scene, cohort: Cohort, *before: str) -> None:
    """What is open of a cohort's course by now, what comes next, and the way to it."""
    lessons = opening_calendar.order(scene.library, cohort)
    now_open = [
        id for id in lessons if id in opening_calendar.open_lessons(cohort, lessons, scene.now)
    ]
    welcome, *rest = before
    coming = availability.soonest(scene, cohort)
    number = len(now_open)
    opened = count("cohort.open", number) if number else phrase("cohort.open.none")
    parts = [welcome, opened, coming, *rest]
    new = next((id for id in now_open if not availability.has_begun(scene, id)), None)
    rows = [[openings.begin(scene, new)]] if new else []
    rows.append([offer(phrase("cohort.course"), "course", cohort.course, 0)])
    scene.ask("\n\n".join(part for part in parts if part), rows)


# Their own cohorts


def overview(scene: Scene) -> None:
    """The cohorts that the learner belongs to, with a way out; without any, how to join."""
    entries = list(availability.mine(scene))
    if not entries:
        _ask_code(scene)
        return
    lines, rows = [], []
    for membership, cohort in entries:
        name, course = availability.name_cohort(cohort), availability.course(scene, cohort)
        key = "cohort.line" if membership.tells else "cohort.line.quiet"
        lines.append(f"- {phrase(key, cohort=name, course=course)}")
        verb = "quiet" if membership.tells else "tell"
        rows.append(
            [
                offer(phrase(f"cohort.{verb}", cohort=cohort.name), "cohort", verb, cohort.id),
                offer(phrase("cohort.leave.it", cohort=cohort.name), "cohort leave", cohort.id),
            ]
        )
    rows.append([offer(phrase("cohort.more"), "cohort join")])
    coming = [availability.soonest(scene, cohort) for _, cohort in entries]
    parts = [phrase("cohort.mine"), "\n".join(lines), *coming]
    scene.card("\n\n".join(part for part in parts if part), rows)


def _ask_code(scene: Scene) -> None:
    lessons = offer(phrase("start.lessons"), "menu")
    scene.card(phrase("cohort.code"), [[lessons]], words=call("cohort join"))


def _leave(scene: Scene, cohort: Cohort) -> None:
    kept = tuple(
        membership for membership in scene.learner.memberships if membership.cohort != cohort.id
    )
    scene.learner = replace(scene.learner, memberships=kept)
    scene.facts += [CohortLeft(cohort.id), AlarmCleared(openings.kind(cohort))]
    name, course = availability.name_cohort(cohort), availability.course(scene, cohort)
    scene.say(phrase("cohort.left", cohort=name, course=course))


def _tell(scene: Scene, membership: Membership, tells: bool) -> None:
    openings.note(scene, replace(membership, tells=tells))
    value = "on" if tells else "off"
    scene.facts.append(SettingChanged(f"cohort {membership.cohort}", value))


def _needs_join(library: Library, session: Session) -> Needs:
    return NEEDS


def _join(scene: Scene) -> None:
    """Ask for the code, or take what was written."""
    content = scene.envelope.input
    if not isinstance(content, Text):
        scene.close_answered()
        _ask_code(scene)
    elif cohort := find(scene, content.text):
        scene.close_answered()
        enter(scene, cohort)
    else:
        # The question stays open: the code may be written once more.
        scene.say(phrase("cohort.unknown"))


ACTS = (
    Act("cohort", overview, answers=True),
    Act("cohort join", _join, _needs_join),
    Act("cohort leave", _ask_to_leave, answers=True),
    Act("cohort left", _leave_cohort, answers=True),
    Act("cohort quiet", _quiet, answers=True),
    Act("cohort tell", _loud, answers=True),
)
