"""A turn in the making: what is said and asked in it, and what is put on record.

A ``Scene`` is made by ``advance``, used by the code of that turn, and ends as a ``Turn``. It is the
only mutable thing in the conversation. It keeps two promises: at most a single question is open,
and a question that closes loses its buttons.

A *card* is a question about something else than what is learned: settings, menus, what admins do.
What was told or asked in a lesson stays in the chat as it was; a card gives way. The card that
comes of a press on it is shown in its place, in the same message, and of a card that is left
otherwise only its heading stays, with what was answered.

What is seldom needed stands behind a question's last choice, and is shown in the place of its
choices, in the same message, until it is folded up again.

A *step* is a question about what was just chosen, such as how sure that is: it is asked in the
message of the question, whose words stay, and can be gone back from.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from bot.conversation.buttons import choice_tokens, name
from bot.conversation.facts.learner import Fact, Learning
from bot.conversation.inputs import Address, Alarm, Envelope, Press
from bot.conversation.language.locale import manner
from bot.conversation.language.markup import begin_in_direction
from bot.conversation.language.paging import heading, paragraphs
from bot.conversation.learner import Learner, home_after
from bot.conversation.needs.learner import Known
from bot.conversation.offers import FOLD, UNFOLD, Call, Live, Offer, Open
from bot.conversation.outputs import (
    Ask,
    Choice,
    LessonImage,
    Notice,
    Output,
    Retire,
    Revise,
    Say,
    TextDiagram,
)
from bot.conversation.phrases import phrase
from bot.conversation.session import Run, Session
from bot.lessons.library import Library
from bot.lessons.model import Image, Lesson, Picture
from bot.values import replace, value

Rows = Sequence[Sequence[Offer]]

_ABREAST, _BREADTH = 2, 34
"""Choices in a row, and letters on them together, that a phone shows whole.

Of three with such labels, Telegram's layout would make three rows.
"""


@value
class Turn:
    """The result of ``advance``; the ``address`` is where it is said, if not where it came from."""

    session: Session
    learner: Learner
    outputs: tuple[Output, ...] = ()
    facts: tuple[Fact, ...] = ()
    address: Address | None = None


class LessonMissingError(LookupError):
    """A learner is in a lesson whose text can't be found; raised while a turn is made."""


class Scene:
    """The turn that an envelope leads to."""

    __slots__ = (
        "_answered",
        "_asked",
        "_began",
        "_beside",
        "_handed",
        "_learner_before",
        "_made",
        "_nonce",
        "_perform",
        "_rest",
        "_run",
        "_vacant",
        "address",
        "envelope",
        "facts",
        "known",
        "lead",
        "learner",
        "library",
        "memo",
        "now",
        "open",
        "outputs",
    )

    def __init__(
        self,
        library: Library,
        known: Known,
        session: Session,
        learner: Learner,
        envelope: Envelope,
        perform: Callable[["Scene", Call], None] | None = None,
    ) -> None:
        self.envelope = envelope
        self.now = envelope.moment
        """When the input came, in microseconds UTC."""
        self.outputs: list[Output] = []
        self.lead = ""
        """What the next question begins with."""
        self._beside: list[str] | None = None
        self._vacant: Retire | None = None
        self._handed: Retire | None = None
        self._nonce = session.nonce
        self._asked, self._answered = session.asked, session.answered
        self.open: Open | None = session.open
        self._perform = perform
        self.library = library
        self.known = known
        self.facts: list[Fact] = []
        self.address: Address | None = None
        """Where all of this is said, if it is elsewhere than where the input came from."""
        self.memo: object = None
        """What a room worked out of this turn and will ask for again."""
        if envelope.language and envelope.language != learner.language:
            learner = replace(learner, language=envelope.language)
        address = envelope.address
        if address.public or learner.home != (address.platform, address.chat):
            learner = replace(learner, home=home_after(envelope, learner))
        self.learner = self._learner_before = learner
        self._began = self._rest = self._made = session
        self._run = session.run

    @property
    def session(self) -> Session:
        """A learner's session as it is by now."""
        rest, now = self._rest, self._made
        if (
            now.open is not self.open
            or now.run is not self._run
            or now.asked != self._asked
            or now.answered != self._answered
        ):
            self._made = now = Session(
                rest.nonce,
                self._asked,
                self._answered,
                self.open,
                self._run,
                rest.shelf,
                rest.review,
                rest.album,
            )
        return now

    @session.setter
    def session(self, session: Session) -> None:
        # What changes several times a turn is held apart: a value is costly to copy.
        self._rest = self._made = session
        self._run = session.run
        self._nonce = session.nonce
        self._asked, self._answered = session.asked, session.answered
        self.open = session.open

    @property
    def asks_confidence(self) -> bool:
        """Whether this learner is asked how sure they are."""
        return self.learner.preferences.confidence

    @property
    def is_new(self) -> bool:
        """Whether this is somebody who has begun no lesson yet."""
        book = self.learner.logbook
        learned = book is not None and (book.predictions or book.reviews)
        return not (self.session.runs or self.learner.finished or learned)

    @property
    def lesson(self) -> Lesson:
        if self.known.lesson is None:
            raise LessonMissingError("the lesson of this turn is not in the store")
        return self.known.lesson

    @property
    def run(self) -> Run:
        """The run under way."""
        if self._run is None:
            raise LessonMissingError("no lesson is under way")
        return self._run

    @run.setter
    def run(self, run: Run) -> None:
        self._run = run

    def perform(self, call: Call) -> None:
        """Carry out what a choice stands for, as if it had been chosen in this turn."""
        if self._perform is None:
            raise LookupError("this scene has no acts")
        self._perform(self, call)

    def show(self, drawing: Picture, words: str = "") -> None:
        """A drawing with these words for it, or a picture of the lesson with its own.

        What is to stand above the next question stands above this, too.
        """
        if self.lead:
            self.say(self.lead)
            self.lead = ""
        if isinstance(drawing, Image):
            asset = self.lesson.asset(drawing.file)
            self.outputs.append(LessonImage(asset, drawing.shows))
        else:
            self.outputs.append(TextDiagram(drawing, words))

    def turn(self) -> Turn:
        """What has come of it; of a lesson that is only looked at, nothing is kept."""
        learner, facts = self.learner, self.facts
        if self.only_looking:
            before = self._learner_before
            facts = [fact for fact in facts if not isinstance(fact, Learning)]
            learner = replace(learner, finished=before.finished, logbook=before.logbook)
        return Turn(self.session, learner, tuple(self.outputs), tuple(facts), self.address)

    @property
    def only_looking(self) -> bool:
        """Whether this turn is of a preview, of which nothing is kept."""
        began, ended = self._began.run, self._run
        return bool((ended and ended.preview) or (ended is None and began and began.preview))

    # What is said and asked

    def say(self, text: str, *, apart: bool = False) -> None:
        """A message, perhaps ``apart`` from what was said before it."""
        self.outputs.append(Say(begin_in_direction(text), apart))

    def notice(self, text: str) -> None:
        """An aside."""
        self.outputs.append(Notice(begin_in_direction(text)))

    def ask(
        self,
        text: str,
        rows: Rows,
        *,
        words: Call = (),
        files: bool = False,
        form: bool = True,
        digits: bool = False,
        live: Live | None = None,
        card: bool = False,
        behind: Rows = (),
    ) -> None:
        """Open a question; an earlier question is closed, unanswered.

        Free text is an answer to it if ``words`` is the call that it stands for, and with ``files``
        a file is an answer too, with ``digits`` a number that is typed. Without ``form`` nobody is
        given a field to write in. A ``live`` question may be revised. Beside another question it is
        only said. A ``card`` is shown in the place of that whose button was pressed, if nothing
        else is said before it. With anything ``behind``, a last choice leads there.
        """
        text, self.lead = begin_in_direction(paragraphs(self.lead, text)), ""
        if self._beside is not None:
            self._beside.append(text)
            self.say(text)
            return
        self.close()
        self._asked += 1
        kept, hidden = (tuple(tuple(row) for row in each if row) for each in (rows, behind))
        if hidden and not any(offer.act == UNFOLD for row in kept for offer in row):
            *above, last = kept or ((),)
            kept = (*above, (*last, Offer(phrase("ask.menu"), UNFOLD)))
        asked = (self._asked, text, kept, self.now, words, files, live)
        self.open = Open(*asked, card=card, digits=digits, behind=hidden)
        buttons = self._buttons(self.open)
        instead = self._take_place(card=card) if card or self._handed else None
        # A single number is no range, so it can be that of a button where these have numbers.
        taken = digits and words != ("estimate",)
        self.outputs.append(
            Ask(
                name(self._nonce, self._asked),
                text,
                buttons,
                bool(words) and form,
                manner().language,
                files,
                instead,
                taken,
            )
        )

    def card(
        self,
        text: str,
        rows: Rows,
        *,
        words: Call = (),
        files: bool = False,
        form: bool = True,
        live: Live | None = None,
    ) -> None:
        """Ask this as a card: see ``ask``."""
        self.ask(text, rows, words=words, files=files, form=form, live=live, card=True)

    def point_on(self, text: str, rows: Rows, typed: str = "", *, card: bool = True) -> None:
        """Say this, with ways on; where others read, or beside what is under way, only say it.

        Beside what is under way, the phrase ``typed`` says what to type for more.
        """
        if self.envelope.overheard:
            self.say(text)
        elif self.session.review or self.session.run:
            self.say(f"{text}\n\n{phrase(typed)}" if typed else text)
        else:
            self.ask(text, rows, card=card)

    def step(self, text: str, rows: Rows, *, words: Call = (), onward: bool = False) -> None:
        """Ask this of what was chosen of the open question, in its message if by a press."""
        asked = self.open
        under = asked and (asked.under if onward else asked.folded)
        if asked is not None:
            self._hand_over(asked)
            if self._handed and under:
                text = f"{under.text}\n\n{text}"
        self.ask(text, rows, words=words)
        self.open = replace(self.open, under=under) if self.open else None

    def step_back(self, closing: str = "", *, brief: bool = False) -> bool:
        """Ask again what the open question is a step of, with this below it; whether it is a step.

        If that is ``brief``, what stands above it anyway is not said again where its message can't
        be taken over.
        """
        asked = self.open
        if asked is None or asked.under is None:
            return False
        before = asked.under
        self._hand_over(asked)
        text = before.text.removesuffix(closing).rstrip() if closing else before.text
        if brief and closing and self._handed is None:
            text = ""
        text = "\n\n".join(part for part in (text, closing) if part)
        self._once_more(before, text, before.rows, before.behind)
        return True

    def unfold(self) -> None:
        """Show what is behind the open question's last choice in the place of its choices."""
        asked = self._asked_now()
        self._hand_over(asked)
        rows = [*asked.behind, [Offer(phrase("remark.back"), FOLD)]]
        self._once_more(replace(asked, under=asked), asked.text, rows)

    def _asked_now(self) -> Open:
        """The open question. Raises ``ValueError`` if nothing is open."""
        if self.open is None:
            raise ValueError("nothing is asked")
        return self.open

    def again(self, text: str, rows: Rows) -> None:
        """Ask the open question anew, with these words and choices, in its message if by a press.

        It is what it was for all else. Raises ``ValueError`` if nothing is open.
        """
        asked = self._asked_now()
        self._hand_over(asked)
        self._once_more(asked, text, rows)

    def again_without(self, text: str, *verb: str) -> None:
        """The same with all choices but those of this verb, and folded up."""
        asked = self._asked_now()
        before = asked.folded
        rows, behind = (
            [[offer for offer in row if offer.act[: len(verb)] != verb] for row in each]
            for each in (before.rows, before.behind)
        )
        self._hand_over(asked)
        self._once_more(before, text, rows, behind)

    def _once_more(self, before: Open, text: str, rows: Rows, behind: Rows = ()) -> None:
        """Ask what was asked before, in these words and with these choices."""
        self.ask(
            text,
            rows,
            words=before.words,
            files=before.files,
            digits=before.digits,
            card=before.card,
            behind=behind,
        )
        self.open = replace(self.open, under=before.under) if self.open else None

    def offer_beside(self, *more: Offer) -> None:
        """Offer this, too, with the question that was asked last in this turn.

        It stands last: in the last row if that has room for it, else in a row of its own. So no
        other choice has another number for it. Where anything is behind that question, it is, too.
        """
        asked = self._asked_now()
        *rows, last = asked.behind or asked.rows or ((),)
        fits = (
            len(last) + len(more) <= _ABREAST
            and sum(len(offer.label) for offer in (*last, *more)) <= _BREADTH
        )
        kept = (*rows, (*last, *more)) if fits or not last else (*rows, last, more)
        self.open = replace(asked, behind=kept) if asked.behind else replace(asked, rows=kept)
        question, buttons = name(self._nonce, asked.number), self._buttons(self.open)
        for place, output in enumerate(self.outputs):
            if isinstance(output, Ask) and output.question == question:
                self.outputs[place] = replace(output, rows=buttons)

    def _hand_over(self, asked: Open) -> None:
        """Close the open question as answered; the next takes over its message, if by a press.

        What is typed stands below it, so what comes of that does as well.
        """
        self._answered, self.open = asked.number, None
        left = Retire(name(self._nonce, asked.number), self._keep_question(asked))
        self.outputs.append(left)
        self._handed = left if isinstance(self.envelope.input, Press) else None

    def _take_place(self, *, card: bool) -> Retire | None:
        """The question whose place is free, which is then not retired; ``None`` if none is."""
        left, self._handed = self._handed, None
        if card:
            left, self._vacant = left or self._vacant, None
        if left is None or any(
            output is not left and not isinstance(output, Notice) for output in self.outputs
        ):
            return None
        self.outputs.remove(left)
        return left

    @contextmanager
    def beside(self) -> Iterator[list[str]]:
        """Say what is asked meanwhile, so that the open question stays; gives what was said."""
        said: list[str] = []
        self._beside = said
        try:
            yield said
        finally:
            self._beside = None

    def revise(self, text: str, rows: Rows = ()) -> bool:
        """Let the open question say this and have these choices; whether anything changed."""
        asked, kept = self.open, tuple(tuple(row) for row in rows if row)
        if asked is None or (text, kept) == (asked.text, asked.rows):
            return False
        after = replace(asked, text=text, rows=kept)
        if [offer.act for offer in after.offers] != [offer.act for offer in asked.offers]:
            after = replace(after, first=asked.first + len(asked.offers))
        self.outputs.append(Revise(name(self._nonce, asked.number), text, self._buttons(after)))
        self.open = after if kept else None
        return True

    def keep_live(self) -> Live:
        """Note that the open question has news; how it is kept up to date from now on."""
        if self.open is None or self.open.live is None:
            raise ValueError("no open question is kept up to date")
        live = replace(self.open.live, since=self.now)
        self.open = replace(self.open, live=live)
        return live

    def close_answered(self, text: str | None = None) -> None:
        """Close the open question as answered; its message now says ``text``."""
        if self.open:
            self._answered = self.open.number
            self.close(text)

    def answered_with(self, said: str) -> None:
        """Close the open question as answered; its message now adds what the learner said."""
        if self.open:
            self._answered = self.open.number
            self.close(phrase("said", asked=self._keep_question(self.open), said=said))

    def close(self, text: str | None = None) -> None:
        """Close the open question, if any; its message keeps its words or gets these."""
        if self.open is not None:
            asked, self.open = self.open, None
            left = Retire(name(self._nonce, asked.number), text or self._keep_question(asked))
            self.outputs.append(left)
            # What is typed stands below the card, so what comes of it does as well.
            if asked.card and isinstance(self.envelope.input, Press):
                self._vacant = left

    def _keep_question(self, asked: Open) -> str:
        """What stays of a question; nothing is taken from under the eyes of who did nothing."""
        if asked.under and asked.text.startswith(asked.under.text):
            return asked.under.text
        gives_way = asked.card and not isinstance(self.envelope.input, Alarm)
        return heading(asked.text) if gives_way else asked.text

    def _buttons(self, asked: Open) -> tuple[tuple[Choice, ...], ...]:
        tokens = choice_tokens(self._nonce, asked.number, asked.first)
        return tuple(
            [tuple([Choice(offer.label, next(tokens)) for offer in row]) for row in asked.rows]
        )
