"""What becomes of what two learners are and do when they are linked, and when they part.

Both have chosen and begun things. The primary's choices hold, and what is under way with them stays
so, for their question is open; of everything that was reached or begun, both have it. Of a lesson
that both are in, in the same mode, the run goes on that has come further.

When they are parted, whoever *keeps* has what has come since beside what they had before; the
other has what they had.
"""

from bot.conversation.learner import Account, Contact, Learner, Membership
from bot.conversation.session import Run, Session
from bot.learning.preferences import Preferences
from bot.values import replace


def join_learners(primary: Learner, other: Learner, accounts: tuple[Account, ...]) -> Learner:
    """The learner that two become: the primary, with what the other has reached and belongs to."""
    mine = {membership.cohort for membership in primary.memberships}
    return replace(
        primary,
        finished=_both(primary.finished, other.finished),
        logbook=None,
        memberships=(
            *primary.memberships,
            *(membership for membership in other.memberships if membership.cohort not in mine),
        ),
        contact=primary.contact if primary.contact.chat else _join_contact(primary, other),
        reminder_offered=max(primary.reminder_offered, other.reminder_offered),
        valued=_both(primary.valued, other.valued),
        intentions=_both(primary.intentions, other.intentions),
        remarked=primary.remarked or other.remarked,
        accounts=accounts,
    )


def _both(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _join_contact(primary: Learner, other: Learner) -> Contact:
    """Where the other is reached, which is better than nowhere; when is the primary's to say."""
    return replace(other.contact, at=0, last="", unanswered=0) if other.contact.chat else Contact()


def joined_session(primary: Session, other: Session) -> Session:
    """What the two are doing: what the primary is, with the other's lessons beside it."""
    runs = [run for run in (*primary.runs, *other.runs) if not run.preview]
    best: dict[tuple[str, str], Run] = {}
    for run in runs:
        known = best.get((run.lesson, run.mode))
        if known is None or len(run.outcomes) > len(known.outcomes):
            best[run.lesson, run.mode] = run
    now = primary.run
    if now is not None and not now.preview and best[now.lesson, now.mode] is not now:
        # Its question is the other run's to ask; a press on it leads there.
        return replace(primary, run=None, open=None, shelf=tuple(best.values()))
    shelf = tuple(run for run in best.values() if run is not now)
    return replace(primary, shelf=shelf)


def part_learners(
    before: Learner, together: Learner, now: Learner, mine: Account, others: Account
) -> Learner:
    """Whoever keeps what has come since: as before, with what has changed since ``together``."""
    chosen = before.preferences
    if now.preferences != together.preferences:
        chosen = now.preferences
    left = {membership.cohort for membership in together.memberships} - {
        membership.cohort for membership in now.memberships
    }
    new = _since(together.memberships, now.memberships)
    contact = now.contact if chosen is now.preferences else before.contact
    return replace(
        now,
        preferences=replace(chosen, platform=Preferences().platform),
        finished=_both(before.finished, _since_of(together.finished, now.finished)),
        logbook=None,
        memberships=(
            *(membership for membership in before.memberships if membership.cohort not in left),
            *new,
        ),
        valued=_both(before.valued, _since_of(together.valued, now.valued)),
        intentions=tuple(
            intention
            for intention in now.intentions
            if intention in before.intentions or intention not in together.intentions
        ),
        contact=_mine(contact, mine, others),
        home=(mine.platform, mine.chat),
        accounts=(),
    )


def _since_of(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in after if text not in before)


def _since(before: tuple[Membership, ...], after: tuple[Membership, ...]) -> tuple[Membership, ...]:
    known = {membership.cohort for membership in before}
    return tuple(membership for membership in after if membership.cohort not in known)


def _mine(contact: Contact, mine: Account, others: Account) -> Contact:
    """How somebody is reached, if that was on the account that is theirs no more."""
    if (contact.platform, contact.chat) != (others.platform, others.chat):
        return contact
    return replace(contact, platform=mine.platform, chat=mine.chat)


def alone(now: Learner, mine: Account, others: Account) -> Learner:
    """Whoever keeps everything, as the only account."""
    return replace(
        now,
        preferences=replace(now.preferences, platform=Preferences().platform),
        contact=_mine(now.contact, mine, others),
        home=(mine.platform, mine.chat),
        accounts=(),
    )


def parted_session(
    before: Session, others: Session | None, together: Session, now: Session, *, primary: bool
) -> Session:
    """What whoever keeps is doing: their lessons, and those that were gone on with since."""
    then = {run.id: run for run in together.runs}
    had = {run.id for run in before.runs}
    others_ids = {run.id for run in others.runs} if others else set[str]()
    moved_on = [
        run
        for run in now.runs
        if run.id in had or run.id not in others_ids or then.get(run.id) != run
    ]
    known = {(run.lesson, run.mode) for run in moved_on}
    back = [run for run in before.runs if (run.lesson, run.mode) not in known]
    gone = {run.id for run in together.runs} - {run.id for run in now.runs}
    shelf = tuple(run for run in (*moved_on, *back) if run.id not in gone and not run.preview)
    if primary:
        return replace(now, run=None, open=None, review=None, album=None, shelf=shelf)
    return replace(before, run=None, open=None, review=None, album=None, shelf=shelf)


def given_back(before: Session, together: Session, now: Session, *, primary: bool) -> Session:
    """What the other is doing: as before, but no number of a question is used once more.

    The primary's buttons have been pressed and asked anew since, and an old button must count for
    no new question.
    """
    if not primary or now.asked == together.asked:
        return before
    return replace(
        before.put_away(), asked=now.asked, answered=now.asked, open=None, review=None, album=None
    )
