"""Writes a lesson as a file: the canonical form, which reads well on GitHub.

Every text is put into normal form on the way, so any lesson can be written, and what was written
is read back as the same lesson. A lesson whose texts are not in normal form (a page that was
imported, say) comes back with the same words and the layout that the format knows.
"""

from collections.abc import Iterable, Iterator

import yaml

from bot.lessons.format.checks import write_check
from bot.lessons.format.drawings import is_drawn, write_drawing
from bot.lessons.format.labelled import write_label, write_label_blocks
from bot.lessons.format.markdown import escape_addresses, tree
from bot.lessons.format.normal_form import heading, normal, one_line
from bot.lessons.format.practice import write_rubric
from bot.lessons.format.vocabulary import (
    BEFORE,
    CHOOSE,
    HOW,
    LOOK_AGAIN,
    LOOKING,
    MORE,
    READ_ON,
    RUBRIC,
    TASK,
    YOUR_NUMBERS,
    YOUR_REASON,
    YOUR_TURN,
    write_time,
)
from bot.lessons.model import Connection, Diagram, Image, Lesson, Myth, Pitfall, Step, Term
from bot.lessons.numbers import write_number
from bot.lessons.partial import tour_of
from bot.lessons.practice import Aspect, Case, Exercise, Project, Sums, WhatIf
from bot.lessons.question import Estimate, Option, Question, Typed


def _section(title: str, *contents: Iterable[str]) -> list[str]:
    """A heading with what stands below it, or nothing when nothing does."""
    below = [text for content in contents for text in content if text]
    return [title, *below] if below else []


def _blocks(text: str) -> list[str]:
    return [normal(text)]


def _line(text: str) -> list[str]:
    return [one_line(text)]


def _question(question: Question) -> Iterator[str]:
    """What stands below a question's heading: its id, variants, answers, and its hint."""
    yield f"<!-- id: {question.id} -->"
    for variant in question.variants:
        yield from write_label("Variant", variant)
    yield from write_label("From memory", question.unprompted)
    if question.estimate:
        yield from _estimate(question.estimate)
    elif question.typed:
        yield from _write_typed(question.typed)
    else:
        yield "\n".join(_option(option, question.open) for option in question.options)
    yield from write_label("Hint", question.hint)


def _estimate(estimate: Estimate) -> Iterator[str]:
    yield from write_label("Estimate", f"{write_number(estimate.truth)} {estimate.unit}".strip())
    yield "\n".join(
        f"- {write_number(interval.low)}–{write_number(interval.high)}"
        for interval in estimate.ranges
    )
    yield from write_label("Why", estimate.why)
    yield from write_label("Too low", estimate.below)
    yield from write_label("Too high", estimate.above)


def _write_typed(typed: Typed) -> Iterator[str]:
    yield from write_label("Accepted", "; ".join(map(one_line, typed.accepted)))
    for miss in typed.near:
        yield from write_label("Near", f"{one_line(miss.words)}: {one_line(miss.why)}")
    yield from write_label("Why", typed.why)


def _option(option: Option, is_open: bool) -> str:
    label = _option_label(option.label)
    box = "" if is_open else "[x] " if option.right else "[ ] "
    lines = [f"- {box}{label}"]
    if temptation := one_line(option.temptation):
        lines.append(f"  - Why it tempts: {temptation}")
    if explanation := one_line(option.explanation):
        why = "Why" if is_open or option.right else "Why it fails"
        lines.append(f"  - {why}: {explanation}")
    return "\n".join(lines)


def _option_label(text: str) -> str:
    """An option's label: a line that is not read as a task's box."""
    label = one_line(text)
    return f"\\{label}" if TASK.match(label) else label


def _list(items: Iterable[str], *, numbered: bool = False) -> list[str]:
    lines = [one_line(item) for item in items]
    return [
        "\n".join(f"{n}. {line}" if numbered else f"- {line}" for n, line in enumerate(lines, 1))
    ]


def write(lesson: Lesson) -> str:
    """The lesson as the text of its file; of a translation of the tour, without all the rest."""
    if lesson.holds and lesson.translates:
        lesson = tour_of(lesson)
    title = escape_addresses(f"# {heading(lesson.title)}", tree)
    front = "\n".join(["---", *_front(lesson, title.removeprefix("# ")), "---"])
    text = escape_addresses("\n\n".join([title, *_body(lesson)]), tree)
    return f"{front}\n\n{text}\n"


def _front(lesson: Lesson, title: str) -> Iterator[str]:
    yield f"id: {_scalar(lesson.id)}"
    if lesson.language:
        yield f"language: {_scalar(lesson.language)}"
    if lesson.holds:
        yield f"holds: {lesson.holds}"
    yield f"title: {_scalar(title)}"
    yield f"minutes: {lesson.minutes}"
    yield f"level: {lesson.level}"
    yield f"needs: {_flow(lesson.needs)}"
    yield f"leads-to: {_flow(lesson.leads_to)}"
    yield f"tags: {_flow(heading(tag) for tag in lesson.tags)}"
    if lesson.tour:
        yield f"tour: [{', '.join(map(str, lesson.tour))}]"
    if lesson.tour_ends:
        yield f"tour-ends: {lesson.tour_ends}"
    if lesson.yours:
        yield f"yours: {_scalar(heading(lesson.yours))}"
    if lesson.model_answer:
        yield f"model-answer: {_scalar(heading(lesson.model_answer))}"


def _scalar(text: str) -> str:
    return _flow([text])[1:-1]


def _flow(items: Iterable[str]) -> str:
    """A list on a line. Inside a list, PyYAML quotes all that needs it."""
    return str(
        yaml.safe_dump(list(items), default_flow_style=True, allow_unicode=True, width=10**9)
    ).strip()


def _body(lesson: Lesson) -> Iterator[str]:
    overview, model, hood = lesson.overview, lesson.mental_model, lesson.under_the_hood
    yield from _section(
        "## Overview",
        _section("### What is it?", _blocks(overview.what)),
        _section("### Why it matters", _blocks(overview.matters)),
        _section("### Where it fits", _blocks(overview.fits)),
    )
    yield from _section(
        "## Mental model",
        _section("### Core idea", _line(model.core_idea)),
        _section("### Analogy", _blocks(model.analogy)),
        *map(_diagram, model.diagrams),
    )
    steps = (_step(n, step) for n, step in enumerate(lesson.steps, start=1))
    yield from _section("## Build-up", *steps)
    yield from _section(
        "## Under the hood",
        _asked_first(hood.prediction, _blocks(hood.how)),
        _section("### Why designed this way?", _blocks(hood.why)),
        *map(_diagram, hood.diagrams),
    )
    yield from _section("## Myths", *map(_myth, lesson.myths))
    yield from _section("## Expert notes", _list(lesson.expert_notes, numbered=True))
    yield from _section("## When not to use", _blocks(lesson.when_not_to_use))
    yield from _section("## Production patterns", _blocks(lesson.production_patterns))
    yield from _section("## Connections", *map(_connection, lesson.connections))
    yield from _section("## Pitfalls", *map(_pitfall, lesson.pitfalls))
    yield from _section("## Takeaways", _list(lesson.takeaways))
    yield from _section("## Terms", _list(map(_term, lesson.terms)))
    yield from _section("## Try it", *map(_exercise, lesson.exercises))
    yield from _section("## Challenge", *map(_challenge, lesson.challenge))
    yield from _section("## Project", _project(lesson.project))
    yield from _section("## Performance", *map(_aspect, lesson.performance))
    yield from _section("## What if", *map(_part, lesson.what_if.cases), _reason(lesson.what_if))
    yield from _section("## Sources", _list(lesson.sources))


def _step(number: int, step: Step) -> list[str]:
    title = f"### {number}. {heading(step.title)} ({step.level})"
    after = [
        *_blocks(step.text),
        *write_label("Result", step.result),
        *write_label("Insight", step.insight),
        *_section(f"#### {MORE}", _blocks(step.more)),
    ]
    before = [*write_label("Concept", step.concept), *_blocks(step.shown)]
    return [title, *before, *_asked_first(step.prediction, after)]


def _first(words: str, question: Question) -> list[str]:
    """A question with a heading of its own, which begins with the given words."""
    return [f"#### {words}: {heading(question.text)}", *_question(question)]


def _diagram(diagram: Diagram) -> list[str]:
    first: list[str] = []
    in_words = isinstance(diagram.drawing, Image)  # an image has its own
    if diagram.prediction is not None:
        # Only a question can have a puzzle beside it.
        title, id_, *options = _first(LOOKING, diagram.prediction)
        puzzle = [write_drawing(diagram.puzzle)] if is_drawn(diagram.puzzle) else []
        first = [title, id_, *puzzle, *options]
    return [
        "### Diagram",
        write_drawing(diagram.drawing),
        *([] if in_words else write_label("In words", diagram.alternative)),
        *first,
        *_section(f"#### {LOOK_AGAIN}", _blocks(diagram.explanation)),
        *_turn(diagram),
    ]


def _turn(diagram: Diagram) -> list[str]:
    if diagram.turn is None:
        return []
    title, id_, *answers = _first(YOUR_TURN, diagram.turn)
    drawing = [write_drawing(diagram.turn_drawing)] if is_drawn(diagram.turn_drawing) else []
    return [title, id_, *drawing, *answers]


def _myth(myth: Myth) -> list[str]:
    return [
        f"### {heading(myth.question.text)}",
        *_question(myth.question),
        *write_label("Belief", myth.belief),
        *write_label("Reality", myth.reality),
        *write_label("Why it matters", myth.matters),
    ]


def _connection(connection: Connection) -> list[str]:
    relation = write_label("Relation", connection.relation)
    return [f"### {heading(connection.title)}", *relation, *_blocks(connection.text)]


def _pitfall(pitfall: Pitfall) -> list[str]:
    return [
        f"### {heading(pitfall.title)}",
        *write_label_blocks("Wrong approach", pitfall.wrong),
        *write_label_blocks("Right approach", pitfall.right),
        *write_label("Root cause", pitfall.cause),
        *write_label("Why it works", pitfall.reason),
    ]


def _term(term: Term) -> str:
    also = f" (also called: {', '.join(map(one_line, term.also))})" if term.also else ""
    return f"**{heading(term.word)}**{also}: {one_line(term.text)}"


def _exercise(exercise: Exercise) -> list[str]:
    return [
        f"### {heading(exercise.title)}",
        f"<!-- id: {exercise.id} -->",
        *_blocks(exercise.prompt),
        *(_first(CHOOSE, exercise.choice) if exercise.choice else ()),
        *write_label_blocks("Answer", exercise.answer),
        *write_label("Origin", exercise.origin),
        *_section("**Checks:**", _list(map(write_check, exercise.checks))),
        *_section("**Criteria:**", _list(exercise.criteria)),
    ]


def _challenge(question: Question) -> list[str]:
    return [f"### {heading(question.text)}", *_question(question)]


def _project(project: Project) -> Iterator[str]:
    yield from _blocks(project.brief)
    if project.minutes:
        yield from write_label("Time", write_time(project.minutes, project.days))
    for n, milestone in enumerate(project.milestones, start=1):
        product = " (product)" if milestone.product else ""
        yield f"### {n}. {heading(milestone.title)}{product}"
        yield f"<!-- id: {milestone.id} -->"
        yield from _blocks(milestone.text)
        yield from _section("**If you're stuck:**", _list(milestone.ways_round))
        yield from write_label("Builds on", milestone.builds_on)
        yield from write_label("Or begin here", milestone.begin_here)
        yield from _section("**Hand in:**", _list(map(write_check, milestone.hand_in)))
        yield from _section(f"#### {HOW}?", _blocks(milestone.how))
    yield from _section(f"### {RUBRIC}", write_rubric(project))


def _aspect(aspect: Aspect) -> list[str]:
    return [*_part(aspect), *_section(f"#### {YOUR_NUMBERS}", _sums(aspect.sums))]


def _part(part: Aspect | Case) -> list[str]:
    """A title with a text that may be asked about before it is read."""
    title = f"### {heading(part.title)}"
    return [title, *_asked_first(part.prediction, _blocks(part.text))]


def _asked_first(question: Question | None, text: list[str]) -> list[str]:
    if question is None:
        return text
    return [*_first(BEFORE, question), *_section(f"#### {READ_ON}", text)]


def _sums(sums: Sums | None) -> Iterator[str]:
    if sums is None:
        return
    lines = (
        f"{example.name} = {write_number(example.value)}: {one_line(example.ask)}"
        for example in sums.given
    )
    yield "\n".join(f"- {line}" for line in lines)
    for formula in sums.formulas:
        yield f"**Sum:** `{formula.name} = {formula.expression}`"
    yield from write_label("In words", sums.text)


def _reason(what_if: WhatIf) -> list[str]:
    criteria = _section("**Criteria:**", _list(what_if.criteria))
    answer = write_label_blocks("Answer", what_if.answer)
    return _section(f"### {YOUR_REASON}", _blocks(what_if.asks), answer, criteria)
