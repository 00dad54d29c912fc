"""The parts of a lesson as beats, for every mode that shows them."""

from collections.abc import Iterator

from bot.conversation.language.markup import put_mark
from bot.conversation.language.paging import in_short, pack, paragraphs
from bot.conversation.lesson.beats import Beat, Judge, Pose, Tell, tells
from bot.conversation.phrases import count, phrase
from bot.conversation.question.pitfalls import questions
from bot.lessons.model import Diagram, Image, Lesson, Myth, Pitfall, Step, Term
from bot.lessons.question import Question

CORE = 240
"""Characters of the core idea before the first question; it is a sentence or two."""


def put_heading(key: str, text: str) -> list[str]:
    """The text below its heading; nothing if there is none."""
    return [phrase(key), text] if text else []


def opening(lesson: Lesson, minutes: int, steps: int, questions: int) -> str:
    """The lesson's title, and how much of what lies ahead."""
    counts = [("count.minutes", minutes), ("count.steps", steps), ("count.questions", questions)]
    extent = " · ".join(count(key, number) for key, number in counts if number)
    return phrase("part.opening", title=lesson.title, extent=extent)


def core(lesson: Lesson) -> list[str]:
    """The core idea as it stands above a first question: a sentence or two."""
    return pack([lesson.mental_model.core_idea], CORE)[:1]


def model(lesson: Lesson) -> list[str]:
    """The core idea and its analogy."""
    return [*put_heading("part.core_idea", lesson.mental_model.core_idea), *analogy(lesson)]


def analogy(lesson: Lesson) -> list[str]:
    """What the core idea is like."""
    return put_heading("part.analogy", lesson.mental_model.analogy)


def pictures(id: str, key: str, diagrams: tuple[Diagram, ...]) -> list[Tell]:
    """Each diagram, with a sentence or two on what it shows."""
    return [
        Tell(f"{id}.diagram.{number}", phrase(key, words=_caption(diagram)), diagram)
        for number, diagram in enumerate(diagrams, start=1)
    ]


def _caption(diagram: Diagram) -> str:
    """What is seen in a drawing, in short; a picture comes with these words, so what it means."""
    picture = isinstance(diagram.drawing, Image)
    words = in_short(diagram.explanation if picture else diagram.words)
    return words or phrase("part.look")


def step_lead(step: Step, number: int, steps: int) -> str:
    """A step's heading and its concept."""
    level = phrase(f"level.{step.level}")
    lead = phrase("part.step", number=number, count=steps, title=step.title, level=level)
    return "\n\n".join(part for part in (lead, step.concept) if part)


def step_titles(lesson: Lesson) -> list[str]:
    """What the numbers of ``step.<number>`` stand for."""
    return [step.title for step in lesson.steps]


def split_thought(step: Step) -> tuple[list[str], str]:
    """What a step tells, and what it tells only to who asks for more."""
    insight = phrase("part.insight", text=step.insight) if step.insight else ""
    result = phrase("part.result", text=step.result) if step.result else ""
    texts, more = paragraphs(step.text, insight), paragraphs(result, step.more)
    return ([texts], more) if texts else ([more], "")


def step(about: Step, number: int, lead: str) -> Iterator[Beat]:
    """A step below its lead, asked about first if it has a question."""
    closing, more = split_thought(about)
    if about.prediction:
        yield from predict(f"step.{number}", lead, about.prediction, closing, number, more=more)
    else:
        yield from tells(f"step.{number}", [lead, *closing], number, more)


def predict(
    id: str,
    lead: str,
    question: Question,
    closing: list[str],
    step: int | None = None,
    key: str = "ask.before",
    more: str = "",
) -> Iterator[Beat]:
    """A prediction, the text that answers it, and the learner's verdict if it has no key."""
    text = tells(f"{id}.text", closing, None if question.open else step, more)
    yield Pose(id, lead, question, key=key, step=None if text or question.open else step)
    yield from text
    if question.open:
        yield Judge(f"{id}.judge", question, step=step)


def myth(about: Myth, number: int, myths: int) -> Iterator[Beat]:
    lead = phrase("part.myth", number=number, count=myths)
    id = f"myth.{about.question.id}"
    yield Pose(id, lead, about.question, about, key="ask.myth", brisk=not about.question.open)
    if about.question.open:
        yield Judge(f"myth.{about.question.id}.judge", about.question)


def connections(lesson: Lesson) -> list[str]:
    """Where the topic touches others."""
    links = [
        "\n\n".join(
            part
            for part in (
                phrase("part.connection", title=link.title, relation=link.relation),
                link.text,
            )
            if part
        )
        for link in lesson.connections
    ]
    return [phrase("part.connections"), *links] if links else []


def terms(lesson: Lesson) -> list[str]:
    """The words that the lesson introduces, each with what it means."""
    entries = [f"- {define(term)}" for term in lesson.terms]
    return [phrase("part.terms"), *entries] if entries else []


def define(term: Term) -> str:
    """A term, what else it is called, and what it means."""
    if not term.also:
        return phrase("part.term", name=term.word, text=term.text)
    also = ", ".join(term.also)
    return phrase("part.term.also", name=term.word, also=also, text=term.text)


def expert_notes(lesson: Lesson) -> list[str]:
    """What those know who have done it for long."""
    notes = [f"- {note}" for note in lesson.expert_notes]
    return [phrase("part.expert"), *notes] if notes else []


def pitfalls(lesson: Lesson, id: str, section: str = "") -> Iterator[Pose]:
    """Each pitfall that has both approaches, to commit on."""
    asked = questions(lesson)
    for number, question in enumerate(asked, start=1):
        lead = phrase("part.idea", number=number, count=len(asked))
        name = f"{id}.{question.id}"
        yield Pose(name, lead, question, key="ask.plain", brisk=True, section=section)


def pitfalls_told(lesson: Lesson) -> list[str]:
    """What there is of each pitfall that can't be asked, since an approach is missing."""
    return [
        _pitfall(pitfall) for pitfall in lesson.pitfalls if not (pitfall.wrong and pitfall.right)
    ]


def _pitfall(pitfall: Pitfall) -> str:
    parts = [
        phrase("part.pitfall", title=pitfall.title),
        put_mark(phrase("part.wrong"), pitfall.wrong),
        phrase("part.cause", text=pitfall.cause) if pitfall.cause else "",
        put_mark(phrase("part.right"), pitfall.right),
        phrase("part.reason", text=pitfall.reason) if pitfall.reason else "",
    ]
    return "\n\n".join(part for part in parts if part)
