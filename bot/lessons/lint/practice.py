"""Advice on what is there to be done: exercises, the project, and how a thing performs.

Advice on a milestone's example, which stands behind its last "Hand in", in a fence or in emphasis
that is too long for a mere word: a work of that size should pass the milestone's own checks.

Learners take an example for the measure, and an example that falls short of what is asked for
misleads them.

Many examples are parts, and say so ("Two of the ten:", "It begins:"). So nothing is said where the
words that lead to it, or dots in it, may announce a part; and only what any work of the right size
has is looked at, how long it is and how many numbers it has: an example from another subject need
not have the words that are asked for.

Advice on two pieces of work that show what a criterion asks: whether they can be told apart.

Learners see them on a phone, stacked, and in an order that is drawn. So a reason that goes by their
order is wrong for half of the lessons.
"""

import re
from collections.abc import Iterator

from bot.lessons.answers import passes
from bot.lessons.faults import Faults, Position, shorten
from bot.lessons.format.checks import write_check
from bot.lessons.format.parser import ParsedLesson
from bot.lessons.format.vocabulary import PAIR
from bot.lessons.lint.readability import SENTENCE_END, width
from bot.lessons.model import Lesson
from bot.lessons.practice import Check, Milestone, Pair, Project, pieces_of

MIN_EXAMPLE = 30
"""Characters of emphasis from which on it is an example; less is a word or a title."""

_HAND_IN = re.compile(r"\bHand in\b|\bGib\b(?=[^.!?:]*\bab\b)")
_EXAMPLE = re.compile(
    r"^```[^\n]*\n(?P<fence>.*?)^```|(?<![*\\])\*(?!\*)(?P<emphasis>(?:[^*\n]|\n(?!\n))+?)\*(?!\*)",
    re.DOTALL | re.MULTILINE,
)


def behind_hand_in(text: str) -> str:
    """What a milestone says from its last "Hand in" on; empty if it doesn't say that."""
    places = [match.start() for match in _HAND_IN.finditer(text)]
    return text[places[-1] :] if places else ""


def examples(text: str) -> list[re.Match[str]]:
    """Each example in a text, a fence or long emphasis, in its order."""
    matches = _EXAMPLE.finditer(text)
    return [match for match in matches if match["fence"] or len(match["emphasis"]) >= MIN_EXAMPLE]


def said_in(example: re.Match[str]) -> str:
    """What an example says, without its marks."""
    return (example["fence"] or example["emphasis"]).strip()


MIN_CRITERIA, MAX_CRITERIA = 2, 4
"""Criteria by which learners judge their own answer. A single criterion is no judgement, and more
than four are not kept in mind while comparing two texts."""

TYPED_KEYS, TYPED_WORDS = 3, 60
"""Names of JSON and words of text that a thumb types on a phone. Beyond them most people skip."""

FEW_WORDS = 2
"""Words of a check that can be told as they are."""

_WORDS_IN = {"words": 1, "characters": 1 / 6, "sentences": 12, "lines": 8}
"""Words that a unit of length has, more or less."""

FEWEST_MILESTONES = 2
"""Milestones of a project. With a single milestone, it is an exercise."""


def practice_advice(draft: ParsedLesson, faults: Faults) -> None:
    """Add advice on the parts that only some learning modes show."""
    lesson = draft.lesson
    for key, id_, title in _titled_parts(lesson):
        if id_ in draft.unnamed:
            what = f'the id of "{shorten(title, 40)}" is not written down'
            mend = f"write <!-- id: {id_} --> below it, so that it survives rewording"
            faults.add(draft.place(key), what, mend, "advice")
    language = lesson.language
    for n, exercise in enumerate(lesson.exercises, start=1):
        place = draft.place(f"exercise:{n}")
        if not (exercise.prompt or exercise.choice):
            mend = "say below its heading what there is to do"
            faults.add(place, "an exercise without a task", mend, "advice")
        if not exercise.answer:
            mend = "write a worked one: **Answer:** …"
            faults.add(place, "an exercise without an answer", mend, "advice")
        for check in exercise.checks if exercise.answer else ():
            if check.kind != "file" and not passes(check, exercise.answer, language=language):
                what = f'a worked answer that fails its own check, "{write_check(check)}"'
                faults.add(place, what, "change the answer, or the check", "advice")
        for check in exercise.checks:
            _thumbs(check, place, faults)
            _bare(check, place, faults)
        count = len(exercise.criteria)
        # Who answers by choosing is judged by the key.
        fewest = 1 if exercise.checks else MIN_CRITERIA
        if not exercise.choice and not fewest <= count <= MAX_CRITERIA:
            number = "one criterion" if count == 1 else f"{count or 'no'} criteria"
            mend = (
                f"write {fewest} to {MAX_CRITERIA} below **Criteria:**, so that learners can judge"
            )
            faults.add(place, f"an exercise with {number}", mend, "advice")
    for n, aspect in enumerate(lesson.performance, start=1):
        if not aspect.text:
            mend = "write what there is to learn here"
            faults.add(draft.place(f"aspect:{n}"), "an aspect without text", mend, "advice")
    if lesson.project != Project():
        _project(draft, lesson, faults)


def _thumbs(check: Check, place: Position, faults: Faults) -> None:
    """Advise against asking for more than a thumb types."""
    line = shorten(write_check(check), 40)
    if check.kind == "json" and len(check.words) > TYPED_KEYS:
        what = f'more JSON than is typed on a phone: "{line}"'
        mend = f"ask for {TYPED_KEYS} keys at most, or let it be answered by choosing"
        faults.add(place, what, mend, "advice")
    if check.kind == "length" and (check.least or 0) * _WORDS_IN[check.unit] > TYPED_WORDS:
        what = f'more text than is typed on a phone: "{line}"'
        faults.add(place, what, f"ask for {TYPED_WORDS} words at most", "advice")


def _bare(check: Check, place: Position, faults: Faults) -> None:
    """Advise to say a check for words in a sentence: its list is none."""
    many = check.either or (
        check.kind in ("contains", "lacks", "order") and check.words[FEW_WORDS:]
    )
    if many and not check.label:
        line = shorten(write_check(check), 40)
        what = f'a check that reads like a program: "{line}"'
        faults.add(place, what, f'say what it looks for: "*who it is for*: {line}"', "advice")


def _titled_parts(lesson: Lesson) -> Iterator[tuple[str, str, str]]:
    """The parts that are no questions but have an id: their place, id and title."""
    for n, exercise in enumerate(lesson.exercises, start=1):
        yield f"exercise:{n}", exercise.id, exercise.title
    for n, milestone in enumerate(lesson.project.milestones, start=1):
        yield f"milestone:{n}", milestone.id, milestone.title


def _project(draft: ParsedLesson, lesson: Lesson, faults: Faults) -> None:
    project = lesson.project
    place = draft.place("section:Project")
    if not project.brief:
        mend = "say below its heading what to make, and for whom"
        faults.add(place, "a project without a brief", mend, "advice")
    if len(project.milestones) < FEWEST_MILESTONES:
        what = f"a project with fewer than {FEWEST_MILESTONES} milestones"
        faults.add(place, what, 'divide the work: "### 1. What comes first"', "advice")
    if not project.rubric:
        mend = 'list what makes a good one: "### Rubric"'
        faults.add(place, "a project without a rubric", mend, "advice")
    pair_advice(draft, project, faults)
    for n, milestone in enumerate(project.milestones, start=1):
        example_advice(milestone, lesson.language, draft.place(f"milestone:{n}"), faults)
        if not milestone.text:
            mend = "say what to do, and what exists afterwards"
            faults.add(draft.place(f"milestone:{n}"), "a milestone without text", mend, "advice")
        for way in milestone.ways_round:
            if not SENTENCE_END.split(way)[0].rstrip('*_"”’)').endswith("?"):
                what = f'a way round that does not begin with its case: "{shorten(way, 40)}"'
                mend = 'ask first who it is for: "No temporary chat? Then …"'
                faults.add(draft.place(f"milestone:{n}"), what, mend, "advice")
        # Its own project lies before the learner; another lesson may never have been taken.
        elsewhere = any(id != lesson.id for id, _ in pieces_of(milestone.builds_on))
        if elsewhere and not milestone.begin_here:
            what = "a milestone that leaves out who has skipped the work that it builds on"
            mend = "say in a sentence what will do instead: **Or begin here:** …"
            faults.add(draft.place(f"milestone:{n}"), what, mend, "advice")


_PART = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|first|second|last|"
    r"begin\w*|starts?|parts?|lines?|each|half|some|few|"
    r"eine?[rsmn]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|erste?[rsmn]?|"
    r"letzte?[rsmn]?|beginn\w*|anf[aä]ng\w*|teile?|zeilen?|jede[rsmn]?|halbe?|einige)\b|\d",
    re.IGNORECASE,
)
_DOTS = re.compile(r"…|\.\.\.")


def example_advice(milestone: Milestone, language: str, place: Position, faults: Faults) -> None:
    """Add advice where a whole example fails what is to be handed in."""
    example = whole_example(milestone.text) or whole_example(milestone.how)
    if not example:
        return
    for check in milestone.hand_in:
        if check.kind not in ("length", "numbers") or passes(check, example, language=language):
            continue
        what = f'an example that fails its milestone\'s own check, "{write_check(check)}"'
        mend = 'write a whole one, ask for less, or say that it is a part: "It begins:"'
        faults.add(place, what, mend, "advice")


def whole_example(text: str) -> str:
    """The example of what is to be handed in; empty if there is none, or perhaps only a part."""
    tail = behind_hand_in(text)
    matches = examples(tail)
    if not matches:
        return ""
    *_, lead = SENTENCE_END.split(tail[: matches[0].start()].strip())
    example = "\n".join(map(said_in, matches))
    return "" if _PART.search(lead) or _DOTS.search(example) else example


MAX_TEXT = 220
"""Characters of each text: two of them, with what is asked, fill the screen of a phone."""

_ORDER = re.compile(
    r"\b(?:"
    r"(?:the|in) (?:former|latter)|(?:the )?(?:first|second) one"
    r"|the (?:first|second)(?=[.,;:!?)]|$"
    r"| (?:is|isn't|was|has|does|doesn't|only|just|also|says|names|wants|gives|tells|shows|asks"
    r"|leaves|lists|counts|stops|could|would|can|can't)\b)"
    r"|(?:number|no\.|text|version|piece|nummer|fassung|variante) ?[12]\b"
    r"|(?:der|die|das|dem|den) (?:erstere|letztere)[nrs]?"
    r"|(?:der|die|das) (?:erste|zweite)(?=[.,;:!?)]|$"
    r"| (?:ist|war|hat|will|kann|sagt|nennt|gibt|zeigt|fragt|lässt|zählt)\b)"
    r")",
    re.IGNORECASE,
)
"""Words that name a text by its place; "the second line" may well be a line of theirs."""


def pair_advice(draft: ParsedLesson, project: Project, faults: Faults) -> None:
    _never_shown(draft, project, faults)
    for n, pair in enumerate(project.pairs, start=1):
        if pair == Pair():
            continue
        place = draft.place(f"rubric:{n}")
        if not (project.about and project.about[n - 1]):
            what = "two pieces of work that nobody is asked to tell apart"
            mend = "end the criterion in the number of one milestone of several: (2)"
            faults.add(place, what, mend, "advice")
        for label, text in zip(PAIR, (pair.does, pair.not_yet, pair.why), strict=True):
            if (size := width(text)) > MAX_TEXT:
                what = f'"{label}" in {size} characters is too long'
                faults.add(draft.place_of(text, f"rubric:{n}"), what, f"use {MAX_TEXT}", "advice")
        if pair.does == pair.not_yet:
            what, mend = "two pieces of work that are the same", "let one of them not do it yet"
            faults.add(place, what, mend, "advice")
        if named := _ORDER.search(pair.why):
            what = f'a reason that goes by the order: "{shorten(named[0])}"'
            mend = "name what makes the difference: which of them comes first is drawn"
            faults.add(draft.place_of(pair.why, f"rubric:{n}"), what, mend, "advice")


def _never_shown(draft: ParsedLesson, project: Project, faults: Faults) -> None:
    """Tell of pairs behind another pair of the same look: only the first is asked about."""
    seen: set[int] = set()
    for criterion, about, _ in project.shown_by_pairs:
        last = max(about, default=0)
        if last and last in seen:
            place = draft.place(f"rubric:{project.rubric.index(criterion) + 1}")
            what = f"a second pair that is looked at after milestone {last}, where one is shown"
            faults.add(place, what, "keep the better of the two", "advice")
        seen.add(last)
