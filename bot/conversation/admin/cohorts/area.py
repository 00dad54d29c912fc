"""The area of cohorts: a course opens its lessons one by one to those who have its code."""

from bot.conversation import scopes
from bot.conversation.acts import Act
from bot.conversation.admin.areas import Area, Duty, allowed, anything, known
from bot.conversation.admin.cohorts import changes, plan
from bot.conversation.admin.cohorts.card import show
from bot.conversation.facts.roles import Scope, reach
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import Call, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.scopes import Scopes
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library

PAGE = 8
"""Cohorts on a page: as many as have room on a phone."""


def _needs(library: Library, session: Session, *about: str) -> Needs:
    return Needs(admin=AdminNeeds(members=True))


def _list(scene: Scene) -> None:
    _page(scene)


def _page(scene: Scene, page: int = 0) -> None:
    page = max(page, 0)
    mine = [
        cohort
        for cohort in scene.library.cohorts.values()
        if allowed(scene, "cohort", scopes.of_cohort(scene.library, cohort.id))
    ]
    every = sorted(mine, key=lambda cohort: (cohort.state == "closed", -cohort.version))
    members = known(scene).members
    rows = [
        [
            offer(
                phrase(
                    f"admin.cohorts.{cohort.state}",
                    name=cohort.name,
                    number=members.get(cohort.id, 0),
                ),
                "admin cohorts show",
                cohort.id,
            )
        ]
        for cohort in every[page * PAGE :][:PAGE]
    ]
    turn = [offer(phrase("menu.earlier"), "admin cohorts page", page - 1)] if page else []
    if len(every) > (page + 1) * PAGE:
        turn.append(offer(phrase("menu.more"), "admin cohorts page", page + 1))
    # Who has a group alone may make none.
    makes = any(not scope.cohort for scope in reach(scene.known.roles, "publish"))
    new = [offer(phrase("admin.cohorts.new"), "admin cohorts new")] if makes else []
    back = [offer(phrase("admin.back"), "admin")]
    scene.card(phrase("admin.cohorts.title"), [*rows, turn, new, back])


def _show(scene: Scene, id: str) -> None:
    show(scene, id)


def _otherwise(words: Call) -> Call:
    """A code alone shows the cohort; what version 0.1.0 asked for is read as well."""
    match words:
        case ("name" | "when" | "every", _, *_):
            return call("admin cohorts typed", *words)
        case (id,):
            return call("admin cohorts show", id)
        case _:
            return call("admin cohorts")


def _of_cohort(scene: Scene, id: str, *about: object) -> Scopes:
    return scopes.of_cohort(scene.library, id.upper())


def _of_course(scene: Scene, course: str, *line: str) -> Scopes:
    return (Scope(course),)


def _of_typed(scene: Scene, part: plan.LinePart, course: str, *line: str) -> Scopes:
    return (Scope(course),)


COHORTS = Area(
    "cohorts",
    "cohort",
    (
        Duty(Act("admin cohorts", _list, _needs, answers=True, otherwise=_otherwise), anything),
        Duty(Act("admin cohorts page", _page, _needs, answers=True), anything),
        Duty(Act("admin cohorts show", _show, _needs, answers=True), _of_cohort),
        Duty(Act("admin cohorts new", plan.new, _needs), anything, "publish"),
        Duty(Act("admin cohorts plan", plan.go_on, _needs), _of_course, "publish"),
        Duty(Act("admin cohorts typed", plan.take, _needs), _of_typed, "publish"),
        Duty(Act("admin cohorts make", plan.make, _needs), _of_course, "publish"),
        Duty(
            Act("admin cohorts pace", changes.pace, _needs, otherwise=changes.in_words),
            _of_cohort,
            "publish",
        ),
        Duty(Act("admin cohorts move", changes.move, _needs), _of_cohort, "publish"),
        Duty(
            Act("admin cohorts pause", changes.pause, _needs, answers=True), _of_cohort, "publish"
        ),
        Duty(
            Act("admin cohorts resume", changes.resume, _needs, answers=True), _of_cohort, "publish"
        ),
        Duty(
            Act("admin cohorts close", changes.close, _needs, answers=True), _of_cohort, "publish"
        ),
    ),
)
