"""Withdrawing: a revision that does harm is taken from everybody, for good.

Nobody can begin it or go on in it: who is in it goes on in what is taught instead, at their next
input (see ``revisions.withdrawn``). It never comes back: going back to it, publishing it and
pushing it are refused. Its translations are withdrawn with it, and a translation can be withdrawn
by itself.

If it was what is taught, the revision that was published last before it is taught again; if all of
these are withdrawn too, the lesson is taught no longer.

What is withdrawn is known to the library (``Library.withdrawn``), with its translations. Files,
pushes, drafts, a draft's time and going back are each refused that very text.
"""

from bot.conversation.admin.lessons.card import (
    DIGITS,
    NONE,
    archive,
    current,
    earlier,
    history,
    load_taught,
    show,
    title,
)
from bot.conversation.admin.times import moment
from bot.conversation.facts.admin import (
    AdminFact,
    Logged,
    Pointed,
    Published,
    TranslationPointed,
    TranslationUnpointed,
    Unpointed,
    Withdrawn,
)
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import offer
from bot.conversation.phrases import count, phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library
from bot.values import value

HOW = "withdraw"

MAX_REVISIONS = 12
"""Revisions to choose from: those that people are in are among the latest, or are named by hand."""


@value
class _Choice:
    """A revision that can be withdrawn; ``language`` is that of a translation."""

    revision: str
    label: str
    language: str = ""


def needs(library: Library, session: Session, lesson: str, *asked: str) -> Needs:
    return Needs((AdminNeeds(lesson=lesson, touched=True),))


def withdraw(scene: Scene, lesson: str, revision: str = "", asked: str = "") -> None:
    """Withdraw a revision of a lesson, after asking once, or ask which.

    ``asked`` is the revision that was taught when whoever confirms was asked.
    """
    choices = {choice.revision: choice for choice in _choices(scene, lesson)}
    if done := archive(scene).withdrawn.get(revision):
        when = moment(scene, done.at)
        show(scene, lesson, phrase("admin.withdraw.already", revision=revision[:DIGITS], when=when))
    elif chosen := choices.get(revision):
        plan = _Plan(scene, lesson, chosen)
        if asked == current(scene, lesson):
            plan.carry_out()
        else:
            plan.ask()
    elif revision or not choices:
        show(scene, lesson, phrase("admin.withdraw.none"))
    elif len(choices) == 1:
        _Plan(scene, lesson, *choices.values()).ask()
    else:
        _ask_which(scene, lesson, list(choices.values())[:MAX_REVISIONS])


def _choices(scene: Scene, lesson: str) -> list[_Choice]:
    """What can be withdrawn: what is taught, what is in the history, what somebody is in."""
    now, kept = current(scene, lesson), archive(scene)
    choices = (
        [_Choice(now, phrase("admin.withdraw.now", revision=now[:DIGITS]))] if now != NONE else []
    )
    for publication in earlier(scene, lesson):
        label = phrase(
            "admin.withdraw.at",
            when=moment(scene, publication.at),
            revision=publication.revision[:DIGITS],
        )
        choices.append(_Choice(publication.revision, label))
    named = {choice.revision for choice in choices}
    for revision in sorted(kept.touched):
        card = kept.cards.get(revision)
        if revision not in {*named, *kept.withdrawn} and not (card and card.translates):
            choices.append(
                _Choice(revision, phrase("admin.withdraw.old", revision=revision[:DIGITS]))
            )
    for language, cards in sorted(load_taught(scene).translations.items()):
        if (card := cards.get(lesson)) and card.revision not in kept.withdrawn:
            label = phrase(
                "admin.withdraw.language", language=language, revision=card.revision[:DIGITS]
            )
            choices.append(_Choice(card.revision, label, language))
    return choices


def _ask_which(scene: Scene, lesson: str, choices: list[_Choice]) -> None:
    rows = [
        [offer(choice.label, "admin lessons withdraw", lesson, choice.revision)]
        for choice in choices
    ]
    rows.append([offer(phrase("admin.back"), "admin lessons show", lesson)])
    scene.card(phrase("admin.withdraw.which", title=title(scene, lesson)), rows)


class _Plan:
    """What a withdrawal comes to, told before it is done."""

    def __init__(self, scene: Scene, lesson: str, choice: _Choice) -> None:
        self._scene, self._lesson, self._choice = scene, lesson, choice
        self._before = current(scene, lesson)
        self._after = self._before
        if choice.revision == self._before:
            self._after = next(
                (publication.revision for publication in earlier(scene, lesson)), NONE
            )

    @property
    def _touched(self) -> int:
        return archive(self._scene).touched.get(self._choice.revision, 0)

    def ask(self) -> None:
        """Ask once, saying how many people it touches and what is taught instead."""
        revision, name = self._choice.revision, title(self._scene, self._lesson)
        parts = [
            phrase("admin.withdraw.sure", title=name, revision=revision[:DIGITS]),
            count("admin.withdraw.touched", self._touched),
            self._instead(),
            self._name_translations(),
        ]
        yes = ("admin lessons withdraw", self._lesson, revision, self._before)
        rows = [
            [offer(phrase("admin.withdraw.yes"), *yes)],
            [offer(phrase("admin.keep"), "admin lessons show", self._lesson)],
        ]
        self._scene.card("\n\n".join(part for part in parts if part), rows)

    def carry_out(self) -> None:
        """Withdraw it, and let something else be taught where it was taught."""
        scene, lesson, revision = self._scene, self._lesson, self._choice.revision
        name = title(scene, lesson)
        facts: list[AdminFact] = [Withdrawn(lesson, revision)]
        if self._after == NONE != self._before:
            facts += [Unpointed(lesson), Published(lesson, "", HOW)]
        elif self._after != self._before:
            facts += [Pointed(lesson, self._after), Published(lesson, self._after, HOW)]
        for language, after in self._replacements().items():
            if after:
                facts.append(TranslationPointed(lesson, language, after))
            else:
                facts.append(TranslationUnpointed(lesson, language))
            facts.append(Published(f"{lesson}.{language}", after, HOW))
        subject = f"{lesson}.{self._choice.language}" if self._choice.language else lesson
        scene.facts += [*facts, Logged(HOW, subject, revision, self._after)]
        parts = [
            phrase("admin.withdraw.done", title=name, revision=revision[:DIGITS]),
            self._instead(),
            count("admin.withdraw.leave", self._touched) if self._touched else "",
        ]
        scene.say("\n\n".join(part for part in parts if part))

    def _instead(self) -> str:
        """What is taught once it is withdrawn."""
        if self._choice.language:
            after = self._replacements().get(self._choice.language, "")
            key = "admin.withdraw.words" if after else "admin.withdraw.original"
            return phrase(key, language=self._choice.language, revision=after[:DIGITS])
        if self._after == NONE:
            return phrase("admin.withdraw.nothing")
        if self._after == self._before:
            return phrase("admin.withdraw.stays", revision=self._after[:DIGITS])
        at = next(
            publication.at
            for publication in history(self._scene)
            if publication.revision == self._after
        )
        when = moment(self._scene, at)
        return phrase("admin.withdraw.again", revision=self._after[:DIGITS], when=when)

    def _name_translations(self) -> str:
        moved = [] if self._choice.language else sorted(self._replacements())
        return phrase("admin.withdraw.with", languages=", ".join(moved)) if moved else ""

    def _replacements(self) -> dict[str, str]:
        """By language, the translation that takes the place of a withdrawn one; empty for none."""
        gone, kept = self._choice.revision, archive(self._scene)
        moved = {}
        for language, cards in load_taught(self._scene).translations.items():
            card = cards.get(self._lesson)
            if card is None or gone not in (card.revision, card.translates):
                continue
            moved[language] = next(
                (
                    publication.revision
                    for publication in kept.translations.get(language, ())
                    if publication.revision not in ("", gone, *kept.withdrawn)
                    and (translation := kept.cards.get(publication.revision))
                    and translation.translates == self._after
                ),
                "",
            )
        return moved
