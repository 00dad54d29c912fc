"""What goes out, before any platform has shaped it.

Text is Markdown: CommonMark plus ``||spoiler||``. An adapter turns it into what its platform
can show.
"""

from bot.conversation.charts import Drawing
from bot.values import value


@value
class Choice:
    """A button: what it says, and the token that it carries."""

    label: str
    token: str


@value
class Say:
    """A message; if it stands ``apart`` it is never joined to what is said before it."""

    text: str
    apart: bool = False


@value
class Ask:
    """A message with choices, in rows. It is the learner's open question.

    ``question`` names it (``nonce.number``) among all questions ever asked of this learner. With
    ``words``, free text is an answer to it, and with ``digits`` so is a number, which then names no
    choice; with ``files`` a file is, with or without words. ``language`` is what it is said in, for
    what a platform adds to it. A card that takes the place of another is shown in its message;
    where that can't be, it comes below, and ``instead`` says how the other is retired then. A
    question shown ``anew`` stands further up already, so no file that its text holds is sent again.
    """

    question: str
    text: str
    rows: tuple[tuple[Choice, ...], ...]
    words: bool = False
    language: str = "en"
    files: bool = False
    instead: "Retire | None" = None
    digits: bool = False
    anew: bool = False

    @property
    def choices(self) -> tuple[Choice, ...]:
        """All choices in reading order: a typed ``2`` means the second."""
        return tuple(choice for row in self.rows for choice in row)


@value
class Retire:
    """The message that asked ``question`` loses its buttons and from now on shows ``text``."""

    question: str
    text: str


@value
class Revise:
    """The message that asks ``question`` now shows ``text`` and these choices, or none."""

    question: str
    text: str
    rows: tuple[tuple[Choice, ...], ...] = ()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """All choices in reading order, as with ``Ask``."""
        return tuple(choice for row in self.rows for choice in row)


@value
class Notice:
    """An aside that may be missed: a result always stands in a message as well.

    A notice that ``stays`` is there until it has been read, where a platform can do that. Of
    several ``about`` the same, the last is all there is to see, where a platform can show it in the
    place of the notice before. A notice that ``leads`` takes whoever pressed to where they are
    alone with us, as a ``Doorway`` with this payload does; a platform without such links shows the
    text alone.
    """

    text: str
    stays: bool = False
    about: str = ""
    leads: str = ""


@value
class TextDiagram:
    """A diagram in monospaced characters, and what it shows in words."""

    drawing: str
    alternative: str


@value
class LessonImage:
    """A picture of a lesson, by the hash of its bytes, and what it shows in words."""

    asset: str
    alternative: str


@value
class Chart:
    """A picture of figures, the words beside it, which say the same and more, and its alternative.

    ``alternative`` tells what is drawn in a short paragraph, for where a picture can have it.
    """

    drawn: Drawing
    text: str
    alternative: str


@value
class Document:
    """A file, and the words beside it.

    The store keeps its ``size`` bytes under ``id`` until what its turn says has arrived. ``name``
    is what any file system takes: letters, digits, dots, hyphens and underscores of ASCII.
    ``otherwise`` is said in its place where so large a file can't be sent.
    """

    name: str
    media: str
    id: str
    size: int
    text: str
    otherwise: str


@value
class Doorway:
    """A message whose only button, called ``label``, leads to where the learner is alone with us.

    There it is as if they had written ``/start`` and the ``payload``, at most 64 letters, digits,
    hyphens and underscores. A platform without such links shows the text alone.

    With a ``token`` the button is pressed instead where they need not be led elsewhere: where it
    is answered to them alone.
    """

    text: str
    label: str
    payload: str = ""
    token: str = ""


@value
class Gather:
    """The class ``id`` wants a thread of its own, called ``title``, where it can be opened."""

    id: str
    title: str


Output = (
    Say
    | Ask
    | Retire
    | Revise
    | Notice
    | TextDiagram
    | LessonImage
    | Chart
    | Document
    | Doorway
    | Gather
)
