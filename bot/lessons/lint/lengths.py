"""Advice on length: what a learner reads before the next press, and what is taken in at a glance.

A phone shows about ninety words. What goes beyond that waits behind a button: *More* of a step,
*How?* of a milestone, or the next message.
"""

from bot.lessons.faults import Faults, Position, shorten
from bot.lessons.format.parser import ParsedLesson
from bot.lessons.format.vocabulary import HOW
from bot.lessons.lint.readability import AT_A_GLANCE, VERDICT, prose
from bot.lessons.model import Lesson
from bot.lessons.question import Question

OPTION = 8
"""Words of an option: a line on a button."""

ASKED = 90
"""Words of a question with its scene and its options."""

TAKEAWAY = 15
"""Words of a takeaway: what is said again from memory."""

DEFINITION = 25
"""Words of a term's definition, which is quoted alone."""

WORKED = 150
"""Words of a worked answer, which is a message of its own."""

MOST_LINES = 6
"""Lines of a project's rubric: three messages of two."""

REVEALED = 13
"""Words of a reveal around what it quotes of an answer."""


def length_advice(draft: ParsedLesson, faults: Faults) -> None:
    """Add advice on texts that are longer than what they are read on, or at once."""
    lesson = draft.lesson
    for question in lesson.questions:
        _question(draft, question, faults)
    _takeaways(draft, faults)
    for n, term in enumerate(lesson.terms, start=1):
        _at_most(
            len(term.text.split()), DEFINITION, "a definition", draft.place(f"term:{n}"), faults
        )
    _messages(draft, lesson, faults)
    _project(draft, lesson, faults)


def _at_most(words: int, most: int, what: str, place: Position, faults: Faults) -> None:
    if words > most:
        faults.add(place, f"{words} words in {what}", f"say it in {most}", "advice")


def _question(draft: ParsedLesson, question: Question, faults: Faults) -> None:
    place = draft.place(f"question:{question.id}")
    labels = " ".join(option.label for option in question.options)
    wordings = [question.text, *question.variants]
    for n, wording in enumerate(wordings):
        at = draft.place(f"variant:{question.id}:{n}") if n else place
        words = prose(f"{wording} {labels}")
        _at_most(words, ASKED, "a question with its options", at, faults)
    for n, option in enumerate(question.options, start=1):
        at = draft.place(f"option:{question.id}:{n}")
        _at_most(len(option.label.split()), OPTION, "an option", at, faults)
    reveal_advice(draft, question, faults)


def reveal_advice(draft: ParsedLesson, question: Question, faults: Faults) -> None:
    """Add advice on each option whose reveal is longer than a screen has room for."""
    right = next((option.label for option in question.options if option.right), "")
    for n, option in enumerate(question.options, start=1):
        fails = "" if option.right else f"{right} {option.temptation}"
        words = REVEALED + len(f"{option.label} {fails} {option.explanation}".split())
        if words > VERDICT:
            what = f"{words} words at once for whoever was sure of it: what is right, why it fails"
            mend = f'say in {VERDICT} words why "{shorten(option.label, 30)}" tempts and fails'
            if option.right:
                what = f"{words} words at once for whoever chose it: that it is right, and why"
                mend = f'say in {VERDICT} words why "{shorten(option.label, 30)}" is right'
            faults.add(draft.place(f"option:{question.id}:{n}"), what, mend, "advice")


def _takeaways(draft: ParsedLesson, faults: Faults) -> None:
    for n, text in enumerate(draft.lesson.takeaways, start=1):
        _at_most(len(text.split()), TAKEAWAY, "a takeaway", draft.place(f"takeaway:{n}"), faults)


def _messages(draft: ParsedLesson, lesson: Lesson, faults: Faults) -> None:
    """What a mode says between two presses."""
    model, hood, reason = lesson.mental_model, lesson.under_the_hood, lesson.what_if
    told = [
        ("section:Overview", '"Why it matters"', lesson.overview.matters),
        (
            "section:Mental model",
            "the core idea and its analogy",
            _join(model.core_idea, model.analogy),
        ),
        ("section:Under the hood", '"Why designed this way?"', hood.why),
        ("section:What if", "what a reason is asked for", reason.asks),
        *(
            (f"step:{n}", "a step's text and insight", _join(step.text, step.insight))
            for n, step in enumerate(lesson.steps, start=1)
        ),
        *(
            (f"myth:{n}", "what is true and why it matters", _join(myth.reality, myth.matters))
            for n, myth in enumerate(lesson.myths, start=1)
        ),
        *(
            (f"diagram:{n}", "what a drawing teaches", diagram.explanation)
            for n, diagram in enumerate(lesson.diagrams, start=1)
        ),
        *(
            (f"exercise:{n}", "a task", exercise.prompt)
            for n, exercise in enumerate(lesson.exercises, start=1)
        ),
        *((f"case:{n}", "a case", case.text) for n, case in enumerate(reason.cases, start=1)),
    ]
    for key, what, text in told:
        most = VERDICT - REVEALED if key.startswith("myth") else AT_A_GLANCE
        _at_most(prose(text), most, what, draft.place(key), faults)
    for n, exercise in enumerate(lesson.exercises, start=1):
        _at_most(
            prose(exercise.answer), WORKED, "a worked answer", draft.place(f"exercise:{n}"), faults
        )


def _project(draft: ParsedLesson, lesson: Lesson, faults: Faults) -> None:
    project = lesson.project
    _at_most(prose(project.brief), AT_A_GLANCE, "a brief", draft.place("section:Project"), faults)
    for n, milestone in enumerate(project.milestones, start=1):
        if (words := prose(milestone.text)) > AT_A_GLANCE:
            what = f"{words} words in a milestone before anything can be done"
            mend = f'say in {AT_A_GLANCE} what to hand in, and the rest under "#### {HOW}?"'
            faults.add(draft.place(f"milestone:{n}"), what, mend, "advice")
    if (lines := len(project.rubric)) > MOST_LINES:
        mend = f"keep the {MOST_LINES} that tell good work from work that isn't there yet"
        faults.add(draft.place("rubric"), f"{lines} lines in a rubric", mend, "advice")


def _join(*texts: str) -> str:
    return "\n\n".join(texts)
