"""Who holds which role: granting it, and taking it back.

A role is granted for everything, or for a course or group, in words such as ``telegram:42 author
for Kitchen``. Whoever is granted a role, or loses it, is told by an alarm of their own
(``role:granted:author``, and ``role:granted:author:course:kitchen``), in their language, unless it
is the other way round again by then.
"""

import re
from collections.abc import Iterable

from bot.conversation.acts import Act, leads_to
from bot.conversation.admin.areas import (
    Area,
    Duty,
    admin_data,
    everything,
    name_role,
    newest_cohorts,
    scope_named,
    scope_words,
    take_typed,
)
from bot.conversation.facts.admin import Logged, OthersTold, RoleGranted, RoleRevoked
from bot.conversation.facts.roles import (
    EVERYTHING,
    GRANTABLE,
    OF_COHORTS,
    Held,
    Role,
    Scope,
    parse_role,
    role,
    scope,
)
from bot.conversation.inputs import Alarm, LearnerId
from bot.conversation.language.markup import escape_markdown
from bot.conversation.needs.admin import AdminNeeds, Grant
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import Offer, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.phrases.words import word_list
from bot.conversation.scopes import of_cohort
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library

_PERSON = re.compile(r"[a-z]{1,16}:[A-Za-z0-9_@.:-]{1,64}", re.ASCII)
_MENTION = re.compile(r"<@!?([0-9]{1,20})>", re.ASCII)
"""How Discord writes a person who is mentioned."""


def person_in(words: Iterable[str], platform: str) -> LearnerId | None:
    """The person among these words: ``telegram:42``, or a mention as this platform writes it."""
    for word in words:
        if _PERSON.fullmatch(word) and scope(word) is None:
            return LearnerId(word)
        if mention := _MENTION.fullmatch(word):
            return LearnerId(f"{platform}:{mention[1]}")
    return None


def role_in(words: Iterable[str]) -> Role | None:
    return next((text for word in words if (text := role(word))), None)


def rest_of(words: Iterable[str], wanted: Role, platform: str) -> tuple[str, ...]:
    """What is said beside the person and the role: what the role is for."""
    left = [text for text in words if person_in((text,), platform) is None]
    left.remove(next(text for text in left if role(text) == wanted))
    linking = word_list("match.for").split(" | ")
    return tuple(left[1:] if left and left[0].casefold() in linking else left)


def scope_in(scene: Scene, words: Iterable[str]) -> Scope | None:
    """What these words name: a course or a group by its id or its name; without any, everything."""
    text = " ".join(words)
    place = scope(text)
    code = place.cohort if place else text.upper()
    if code in scene.library.cohorts:
        return Scope(cohort=code)
    if place is not None and (not place.course or scene.library.course(place.course)):
        return place if not place.cohort else None
    name = text.casefold()
    for course in scene.library.courses:
        if name in (course.id, course.title.casefold()):
            return Scope(course.id)
    named_so = [
        cohort.id for cohort in scene.library.cohorts.values() if cohort.name.casefold() == name
    ]
    return Scope(cohort=named_so[0]) if len(named_so) == 1 else None


PREFIX = "role:"
"""How the kinds of alarms begin that tell people of their roles."""

_GRANTED, _REVOKED = f"{PREFIX}granted:", f"{PREFIX}revoked:"

MAX_BUTTONS = 8
"""Courses, and groups, that have a button: as many as have room on a phone."""


def _needs(library: Library, session: Session, *about: str) -> Needs:
    return Needs((AdminNeeds(grants=True),))


def _show(scene: Scene) -> None:
    grants = admin_data(scene).grants
    lines = [
        phrase(
            "admin.roles.line",
            role=escape_markdown(name_role(scene, grant.held)),
            person=_name_grant(grant),
        )
        for grant in grants
    ]
    rows = [[_taking_back(scene, grant)] for grant in grants if grant.role in GRANTABLE]
    rows.append([offer(phrase("admin.roles.grant"), "admin roles grant")])
    scene.card("\n\n".join([phrase("admin.roles.title"), "\n".join(lines)]), rows)


def _name_grant(grant: Grant) -> str:
    return " = ".join((grant.person, *grant.others))


def _taking_back(scene: Scene, grant: Grant) -> Offer:
    label = phrase("admin.roles.revoke", role=name_role(scene, grant.held), person=grant.person)
    return offer(label, "admin roles revoke", grant.person, grant.role, *scope_words(grant.scope))


# Granting


def _grant(scene: Scene, *words: str) -> None:
    """Grant the role that these words name, or those that were typed; ask for what they leave out.

    A button's words say ``choose`` where what the role is for is to be asked; whoever types a role
    and nothing else means everything, as ever.
    """
    said = words or tuple(take_typed(scene).split())
    if not said:
        _ask_whom(scene)
        return
    platform, you = scene.envelope.address.platform, scene.envelope.sender
    person, wanted = person_in(said, platform), role_in(said)
    if person is None:
        scene.say(phrase("admin.roles.nobody", learner=you, roles=_roles()))
    elif wanted is None and len(said) == 1:
        _ask_which(scene, person)
    elif wanted is None:
        scene.say(phrase("admin.roles.none", roles=_roles()))
    else:
        rest = rest_of(said, wanted, platform)
        for_what = scope_in(scene, rest)
        if rest == _CHOOSE or (not rest and wanted in OF_COHORTS):
            _ask_for_what(scene, person, wanted)
        elif for_what is None:
            scene.say(phrase("admin.roles.nothing", what=escape_markdown(" ".join(rest))))
        elif wanted in OF_COHORTS and not for_what.cohort:
            scene.say(phrase("admin.roles.group", role=phrase(f"admin.role.{wanted}")))
        else:
            _put(scene, person, Held(wanted, for_what))


_CHOOSE = ("choose",)


def _put(scene: Scene, person: LearnerId, wanted: Held) -> None:
    scene.close_answered()
    name = escape_markdown(name_role(scene, wanted))
    if _held_as(scene, person, wanted):
        scene.say(phrase("admin.roles.held", person=person, role=name))
        return
    wider = _wider(scene, person, wanted)
    scene.facts += [
        RoleGranted(person, wanted.role, wanted.scope),
        Logged("grant", person, after=_log_role(scene, wanted)),
        OthersTold(f"{_GRANTED}{wanted}", (person,)),
    ]
    done = phrase("admin.roles.granted", person=person, role=name)
    if wider is None:
        scene.say(done)
        return
    # To narrow a role is to grant it for less, and then to take back what has that in it.
    has = name_role(scene, wider.held)
    hint = phrase("admin.roles.wider", role=escape_markdown(has))
    scene.card(f"{done}\n\n{hint}", [[_taking_back(scene, wider)]])


def _log_role(scene: Scene, grant: Held) -> str:
    """A role as the log has it, whoever reads that."""
    if grant.scope.cohort:
        return f"{grant.role}, {scope_named(scene, grant.scope)} ({grant.scope.cohort})"
    return f"{grant.role}, {grant.scope.course}" if grant.scope.course else grant.role


def _roles() -> str:
    return ", ".join(GRANTABLE)


def _ask_whom(scene: Scene) -> None:
    scene.close_answered()
    rows = [[offer(phrase("admin.back"), "admin roles")]]
    text = phrase("admin.roles.whom", learner=scene.envelope.sender, roles=_roles())
    scene.card(text, rows, words=call("admin roles grant"))


def _ask_which(scene: Scene, person: LearnerId) -> None:
    scene.close_answered()
    rows = [
        [offer(phrase(f"admin.role.{role}"), "admin roles grant", person, role, *_CHOOSE)]
        for role in GRANTABLE
    ]
    rows.append([offer(phrase("admin.back"), "admin roles")])
    about = "\n".join(phrase(f"admin.role.{role}.about") for role in GRANTABLE)
    scene.card("\n\n".join([phrase("admin.roles.which", person=person), about]), rows)


def _ask_for_what(scene: Scene, person: LearnerId, wanted: Role) -> None:
    """Everything, a course or a group; as many of these as have room, the others by their code."""
    scene.close_answered()
    cohorts = newest_cohorts(scene.library)
    scopes = [] if wanted in OF_COHORTS else [EVERYTHING]
    if wanted not in OF_COHORTS:
        scopes += [Scope(course.id) for course in scene.library.courses[:MAX_BUTTONS]]
    scopes += [Scope(cohort.course, cohort.id) for cohort in cohorts[:MAX_BUTTONS]]
    rows = [
        [offer(scope_named(scene, scope), "admin roles grant", person, wanted, *scope_words(scope))]
        for scope in scopes
    ]
    rows.append([offer(phrase("admin.back"), "admin roles")])
    key = "admin.roles.what" if scopes else "admin.roles.no_group"
    text = phrase(key, person=person, role=phrase(f"admin.role.{wanted}"))
    if scopes and (len(scene.library.courses) > MAX_BUTTONS or len(cohorts) > MAX_BUTTONS):
        text += f" {phrase('admin.roles.more', person=person, role=wanted)}"
    scene.card(text, rows)


# Taking it back


def _revoke(scene: Scene, person: str, name: str, *rest: str) -> None:
    """Take a role back, after asking once; the last word of the answer is ``yes``."""
    sure, about = rest[-1:] == ("yes",), [text for text in rest if text != "yes"]
    # What is held for a course that is offered no more can be taken back still.
    wanted, for_what = role(name), scope(" ".join(about)) or scope_in(scene, about)
    asked = Held(wanted, for_what) if wanted and for_what is not None else None
    grant = _held_as(scene, person, asked) if asked else None
    if grant is None and wanted and not about and not sure:
        # Whoever types a role alone may mean the only holder.
        each = [
            held for held in admin_data(scene).grants if _is(held, person) and held.role == wanted
        ]
        grant = each[0] if len(each) == 1 else None
    if grant is None:
        shown = escape_markdown(" ".join([name, *about]))
        scene.say(phrase("admin.roles.not_held", person=escape_markdown(person), role=shown))
        return
    shown, had = escape_markdown(name_role(scene, grant.held)), grant.held
    if not sure:
        about_it = (person, had.role, *scope_words(had.scope))
        yes = offer(phrase("admin.roles.yes"), "admin roles revoke", *about_it, "yes")
        keep = offer(phrase("admin.keep"), "admin roles")
        scene.card(phrase("admin.roles.sure", person=person, role=shown), [[yes, keep]])
        return
    scene.facts += [
        RoleRevoked(LearnerId(person), had.role, had.scope),
        Logged("revoke", person, before=_log_role(scene, had)),
        OthersTold(f"{_REVOKED}{had}", (LearnerId(person),)),
    ]
    scene.say(phrase("admin.roles.revoked", person=person, role=shown))


# Who holds it


def _is(grant: Grant, person: str) -> bool:
    return person in (grant.person, *grant.others)


def _wider(scene: Scene, person: str, wanted: Held) -> Grant | None:
    """The role as this person holds it for something that has this in it."""
    asked = (
        of_cohort(scene.library, wanted.scope.cohort) if wanted.scope.cohort else (wanted.scope,)
    )
    return next(
        (
            grant
            for grant in admin_data(scene).grants
            if _is(grant, person) and grant.role == wanted.role and grant.scope.covers(asked[0])
        ),
        None,
    )


def _held_as(scene: Scene, person: str, wanted: Held) -> Grant | None:
    """The role as this person holds it, for exactly this."""
    grants = admin_data(scene).grants
    return next((grant for grant in grants if _is(grant, person) and grant.held == wanted), None)


def needs(alarm: Alarm) -> Needs:
    """What must be loaded to tell somebody of their role."""
    return Needs((AdminNeeds(),))


def on_alarm(scene: Scene, alarm: Alarm) -> None:
    """Tell whoever was granted a role, or lost it, if that still holds."""
    granted = alarm.kind.startswith(_GRANTED)
    grant = parse_role(alarm.kind.removeprefix(_GRANTED if granted else _REVOKED))
    if grant is None or (grant in scene.known.roles) != granted:
        return
    key = "admin.roles.yours" if granted else "admin.roles.lost"
    scene.say(phrase(key, role=escape_markdown(name_role(scene, grant))))


ROLES = Area(
    "roles",
    "roles",
    (
        Duty(
            Act("admin roles", _show, _needs, answers=True, otherwise=leads_to("admin roles")),
            everything,
        ),
        Duty(Act("admin roles grant", _grant, _needs), everything),
        Duty(Act("admin roles revoke", _revoke, _needs, answers=True), everything),
    ),
    whole=True,
)
