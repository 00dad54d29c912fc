"""A lesson in a mode, as a flow of beats.

A beat is what happens between two inputs: something told, something asked, or the learner's own
verdict. Each has a name that does not depend on its position.
"""

from collections.abc import Iterable, Iterator, Sequence

from bot.conversation.language.paging import blocks, comfortable, is_heading, lead_in, pack
from bot.conversation.offers import Offer
from bot.conversation.phrases import phrase
from bot.lessons.format.images import split_at_images
from bot.lessons.model import Diagram, Image, Myth
from bot.lessons.practice import Check, Sums
from bot.lessons.question import Question
from bot.values import replace, value

WHOLE = 1.2
"""Comfortable messages' worth of text that stays whole: a press for a few words is too many."""


MOST_AGAIN = 3
"""Questions that are asked once more at most; more of them is a second test."""


@value
class Tell:
    """A message that ends in *Continue*, perhaps with a diagram before it.

    ``lead`` is what comes above that, in a message of its own. ``step`` is the number of the
    build-up step that is done once it is read. ``also`` are the names of beats that it was joined
    of. What is ``beside`` may be chosen next to *Continue*, and is passed over by who goes on;
    so is ``more``, which is told to who asks for it.
    """

    id: str
    text: str
    diagram: Diagram | None = None
    step: int | None = None
    also: tuple[str, ...] = ()
    lead: str = ""
    beside: tuple[Offer, ...] = ()
    more: str = ""


@value
class Pose:
    """A question to commit to, after ``lead``; what it rests on comes along, see ``posing``.

    ``key`` names the phrase that asks it. A myth's reality is the answer to its question. A
    ``quiet`` question gets no reveal: what is right is told when all of them are answered. After
    the reveal of a ``brisk`` question the next beat comes at once, without *Continue*. It is asked
    in this ``wording``, see ``bot.conversation.question.posing``; a ``cold`` question has nothing
    of the lesson around it, so only what its words need comes along. A question of a menu's
    ``section`` is asked of who has opened that. ``unless`` names an answer in their own words: who
    has given that isn't shown the options. ``step`` is the number of the build-up step that is done
    with it, where no text follows.
    """

    id: str
    lead: str
    question: Question
    myth: Myth | None = None
    quiet: bool = False
    key: str = "ask.before"
    brisk: bool = False
    wording: int = 0
    cold: bool = False
    section: str = ""
    unless: str = ""
    step: int | None = None

    @property
    def beforehand(self) -> bool:
        """Whether it is a prediction: what answers it is still to be told."""
        return self.key != "ask.plain"


@value
class Judge:
    """The learner's own verdict on an open question, once its text is read."""

    id: str
    question: Question
    step: int | None = None


@value
class Again:
    """A question asked once more at the end, in other words, or ``turned`` if it has none."""

    id: str
    question: Question
    myth: Myth | None = None
    wording: int = 0
    turned: bool = False


@value
class OnceMore:
    """The place at which what was missed or guessed is asked once more.

    An ``offered`` part is passed over by who does not press for it, and asks only what it has other
    words for: it comes right after the answers. ``most`` is how many it asks. None is asked that is
    among those ``besides``: their answers have just been read.
    """

    id: str
    besides: tuple[str, ...] = ()
    offered: bool = False
    most: int = MOST_AGAIN


@value
class Section:
    """A part of a lesson that is read by who wants it: its name, its title, its messages.

    A section that ``asks`` has questions, too, right after its menu.
    """

    name: str
    title: str
    messages: tuple[Tell, ...]
    asks: bool = False


@value
class Menu:
    """The other sections, to choose from; ``behind`` a section the same menu again."""

    id: str
    lead: str
    sections: tuple[Section, ...]
    behind: str = ""


@value
class Write:
    """Something to answer in the learner's own words; ``item`` is what their text is kept for.

    With ``tick`` it is a milestone: it can be ticked off without words, or a file handed in, it can
    be brought back on another day, and gone to again; ``how`` is read by who asks how to go about
    it. An exercise has its words as ``task``: an
    answer is looked at by what is to be checked of it, and repeats more than these. ``builds_on``
    names work of an earlier lesson, and ``begin_here`` says what will do without it; ``ways_round``
    what else will do, for some. A ``brief`` task asks for a few words, to be compared with the
    answers that come next. An ``intention`` is a line of their own, see ``intention``: it is asked
    for once in a lesson, and takes no time of who goes on, but to read the ``answer`` that is told
    afterwards, and a press to say whether theirs does that, too. A task with a ``reason`` asks in a
    sentence why they chose what they did of that question; it is shown again at the end. A brief
    task that is ``explained`` asks for the answer with its reason.
    """

    id: str
    item: str
    text: str
    tick: bool = False
    task: str = ""
    checks: tuple[Check, ...] = ()
    builds_on: str = ""
    begin_here: str = ""
    ways_round: tuple[str, ...] = ()
    how: str = ""
    brief: bool = False
    intention: bool = False
    answer: str = ""
    reason: str = ""
    explained: bool = False

    @property
    def given(self) -> str:
        """All that it says, so nobody's own work; its example comes last."""
        return "\n\n".join((*self.ways_round, self.how, self.text))


@value
class Calculate:
    """A sum with the learner's own numbers, not kept; ``offered`` beside its text."""

    id: str
    sums: Sums
    lead: str = ""
    offered: bool = False


@value
class Rate:
    """The learner's own work against named criteria.

    ``of`` names what the work is; if none of it was handed in, there is nothing to rate. With
    ``quoted`` that is said in a sentence, above the work itself, for it was handed in before. With
    ``recalled`` it is about what was said of that question before its options were shown: it comes
    below the answer, and may be met in part. Where they were never shown, it brings the ``answer``
    along, in parts; where that was asked for with its reason, the verdict says of both
    (``explained``), and who had nothing of it is answered by what they were ``closest`` to of its
    wrong options, see ``lesson/recall.py``. A ``proposed`` verdict has ticked already what the work
    plainly has, see ``recollection``. With ``reasons`` it is about why they chose what they did of
    each of these questions: as many criteria, and as many works that it is ``of``; what of it was
    not written falls away, and what was chosen wrongly, see ``lesson/challenge/reasons.py``. So
    many criteria are asked ``together``; all, if that is 0.
    """

    id: str
    item: str
    lead: str
    criteria: tuple[str, ...]
    of: tuple[str, ...]
    quoted: str = ""
    recalled: str = ""
    answer: tuple[str, ...] = ()
    proposed: bool = False
    reasons: tuple[Pose, ...] = ()
    explained: bool = False
    closest: Question | None = None
    together: int = 0


@value
class Results:
    """Every answer of this run with its explanation, and what to revisit."""

    id: str


@value
class MilestoneOverview:
    """The place behind all milestones, where what is open can be gone to before it is judged."""

    id: str


Beat = (
    Tell
    | Pose
    | Judge
    | Again
    | OnceMore
    | Menu
    | Write
    | Calculate
    | Rate
    | MilestoneOverview
    | Results
)


def tells(id: str, parts: Iterable[str], step: int | None = None, more: str = "") -> list[Tell]:
    """These parts, packed into as few comfortable messages as they need, ``more`` with the last.

    A picture among them comes before the message with the text below it, and right after the words
    that announce it.
    """
    shown = list(_deal_pictures(parts))
    return [
        Tell(
            f"{id}.{n}" if n > 1 else id,
            text,
            diagram,
            step if n == len(shown) else None,
            lead=lead,
            more=more if n == len(shown) else "",
        )
        for n, (lead, diagram, text) in enumerate(shown, start=1)
    ]


def join_texts(beats: Iterable[Beat], limit: float | None = None) -> Iterator[Beat]:
    """The same beats, with neighbouring texts in a single message where that stays comfortable.

    A picture begins a message, and steps stay by themselves. The joined message keeps both names.
    """
    limit = comfortable() if limit is None else limit
    held: Tell | None = None
    for beat in beats:
        if held is None or not isinstance(beat, Tell) or not _neighbours(held, beat, limit):
            if held is not None:
                yield held
            held = beat if isinstance(beat, Tell) else None
            if held is None:
                yield beat
            continue
        also = (*held.also, beat.id, *beat.also)
        held = replace(held, text=f"{held.text}\n\n{beat.text}", also=also)
    if held is not None:
        yield held


def _neighbours(first: Tell, second: Tell, limit: float) -> bool:
    length = len(first.lead) + len(first.text) + 2 + len(second.text)
    steps = "step" in {item.id.partition(".")[0] for item in (first, second)}
    alone = second.diagram is None and not (second.lead or first.beside or first.more)
    return length <= limit and alone and not steps


def at_once(first: Sequence[Tell], second: Sequence[Tell], most: float) -> list[Tell]:
    """These two texts, with the first above what begins the second, if both are short.

    Then a single press leads on from both: ``most`` is how many comfortable messages' worth they
    may be. Shorter texts are left to ``joined``.
    """
    if len(first) != 1 or not second or first[0].diagram or second[0].lead:
        return [*first, *second]
    above, below = first[0], second[0]
    length = len(above.text) + 2 + len(below.text)
    if length > most * comfortable() or (not below.diagram and length <= WHOLE * comfortable()):
        return [*first, *second]
    also = (below.id, *below.also)
    return [replace(below, id=above.id, lead=above.text, also=also), *second[1:]]


def _deal_pictures(parts: Iterable[str]) -> Iterator[tuple[str, Diagram | None, str]]:
    """Messages, each with the picture before it, and what announces that."""
    for lead, image, texts in _illustrate(parts):
        diagram = Diagram(drawing=image) if image else None
        for text in _page_texts(texts) or ([phrase("part.look")] if image else []):
            yield lead, diagram, text
            lead, diagram = "", None


def _page_texts(texts: list[str]) -> list[str]:
    """These in comfortable messages; what is a little too long stays whole."""
    whole = "\n\n".join(text for text in texts if text)
    return [whole] if whole and len(whole) <= WHOLE * comfortable() else pack(texts)


def _illustrate(parts: Iterable[str]) -> Iterator[tuple[str, Image | None, list[str]]]:
    """The texts between two pictures, each time with the picture above them, and its lead-in."""
    lead, above = "", None
    texts: list[str] = []
    for piece in (piece for part in parts for piece in split_at_images(part)):
        if isinstance(piece, str):
            texts.append(piece)
        elif above is None and all(is_heading(block) for text in texts for block in blocks(text)):
            # A heading has nothing below it yet, so it comes after the picture.
            above = piece
        else:
            texts, ahead = lead_in(texts)
            if above or texts:
                yield lead, above, texts
            lead, above, texts = ahead, piece, []
    yield lead, above, texts
