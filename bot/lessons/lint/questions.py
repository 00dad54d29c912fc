"""Advice on questions: what makes a prediction worth committing to, and its reveal an answer.

Of estimates, on ranges that tell too much; of answers in words, on forms that are lacking, and on
forms and near misses that run together. A sign ``;`` parts the forms of an answer, and each near
miss has a **Near:** of its own. Where either is forgotten, several are read as a single form that
nobody types, and right answers count as wrong.
"""

import re
from collections.abc import Iterator, Sequence

from bot.lessons.answers import fold, judge
from bot.lessons.faults import HURTS, POLISH, Faults, Position, shorten
from bot.lessons.format.parser import ParsedLesson
from bot.lessons.format.vocabulary import TOUCHING, key
from bot.lessons.lint.readability import stems, width
from bot.lessons.numbers import WIDE, holds, wide, written_range
from bot.lessons.question import Estimate, Question, Typed

_FORM_WORDS = 5
"""Words between two commas that may be a form of their own; more are a part of a sentence."""

_COMMA = re.compile(r",\s+")

_SECOND = re.compile(
    r"(?:^|[;.!?…][\"”*_)]*\s+)(?P<words>[^\s:;.!?…]+(?:[ \t]+[^\s:;.!?…]+){0,3}):\s+(?=\S)"
)
"""A few words with a colon at the beginning of a line, or behind the end of a clause."""

_CUES = re.compile(
    "(?:careful|compare|example|hint|note|remember|reminder|think|tip|warning"
    "|achtung|beachte|beispiel|denk|hinweis|merke|tipp|vergleiche|vorsicht)",
    re.IGNORECASE,
)
"""Words that begin a sentence of the reason itself: "Remember: …"."""


def typed_advice(draft: ParsedLesson, faults: Faults) -> None:
    """Add advice on the accepted words and near misses of every typed answer."""
    for question in draft.lesson.questions:
        if question.typed is None:
            continue
        _forms(draft, f"accepted:{question.id}", question.typed.accepted, faults)
        for n, miss in enumerate(question.typed.near, start=1):
            key = f"near:{question.id}:{n}"
            _forms(draft, key, miss.words.split(";"), faults)
            for words, place in _more_misses(draft, draft.place(key)):
                what = f'a second near miss inside the reason of the first: "{shorten(words, 40)}:"'
                mend = (
                    f'begin a paragraph "**Near:** {shorten(words, 40)}: …", or write this part of '
                    "the reason without a colon"
                )
                faults.add(place, what, mend, "advice", HURTS)


def joined_forms(forms: Sequence[str]) -> Sequence[str]:
    """The forms that an only form with commas in it was probably meant to be; else none."""
    parts = _COMMA.split(forms[0])
    short = all(len(part.split()) <= _FORM_WORDS for part in parts)
    return parts if short and len(parts) > 1 and len(forms) == 1 else ()


def _forms(draft: ParsedLesson, key: str, forms: Sequence[str], faults: Faults) -> None:
    """Say that a form with commas in it is probably several."""
    parts = joined_forms(forms)
    if not parts:
        return
    what = f'all of "{shorten(forms[0], 40)}" is one form, so it must be typed with its commas'
    mend = (
        f'part forms by ;, as in "{shorten("; ".join(parts), 60)}"; if it is one answer, add it '
        "without commas behind a ;"
    )
    faults.add(draft.place_of(",", key), what, mend, "advice", HURTS)


def _more_misses(draft: ParsedLesson, start: Position) -> Iterator[tuple[str, Position]]:
    """What reads like the words of another near miss in the paragraph that begins there."""
    colon = None
    for number, line in enumerate(draft.lines[start.line - 1 :], start.line):
        if not line.strip():
            return
        at = line.find(":**") + 3 if number == start.line else 0
        if colon is None:
            colon = line.find(":", at)
            if colon < 0:
                colon = None
                continue
            at = colon + 1
        for match in _SECOND.finditer(line, at):
            if not _is_sentence(match["words"]):
                yield match["words"], Position(number, match.start("words") + 1)


def _is_sentence(words: str) -> bool:
    """Whether words before a colon begin a sentence: no near miss is as long as "Go to an end"."""
    first, *more = words.split()
    return bool(_CUES.fullmatch(first)) or (first.istitle() and len(more) > 1)


LONGEST_LABEL = 28
"""Characters of an option that can be read on its button, in a row of its own on a phone, behind
"Probably: ". A rule of thumb: the platforms name no such limit (Discord refuses labels above 80,
Telegram shortens by the width of the screen)."""

LONGEST_VARIANT = 240
"""Characters of a question in other words: some six lines on a phone, above its options."""

LONGEST_UNPROMPTED = 120
"""Characters of what is asked where no options are shown: a sentence, behind a scene."""

LONGEST_TOLD = 80
"""Characters of what answers that: it is said in a breath, and its reason comes below it."""

MOST_VARIANTS = 4
"""Variants of a question. Who has met five wordings of it knows it, and a question that needs
more is two questions."""

BY_FAR = 1.5
"""How many times longer than every wrong option a right option is "the longest by far"."""

_MIN_PATTERN_QUESTIONS = 3
"""From how many questions on a pattern in their right options says something."""

_TRIVIA = re.compile(
    r"""\b(?:
        (?:what|which|in\ what|in\ which)\ (?:year|decade|century|date|month|day|version)\b
      | how\ old\b | how\ much\ (?:does|did|do)\b.*\b(?:cost|weigh)
      | when\ (?:was|were|did)\b
      | who\ (?:invented|founded|created|discovered|wrote|coined|first|made|developed|introduced)\b
      | who\ (?:is|was|are|were)\b(?!\ (?:more|less|most|right|wrong|likely|better|faster)\b)
      | (?:is|was)\ named\ after\b
      | (?:what|which)\b.*\b(?:is|are)\ the\ names?\b | what\ (?:is|are|was)\b.*\bcalled\b
      | what\ (?:does|do)\b.*\bstands?\ for\b | which\ (?:company|country|city)\b
      | (?:what|which)\ is\ the\ (?:abbreviation|acronym|definition|term)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""Questions that ask for a fact to recall: a year, a name, an inventor. How many there are can
mostly be worked out, so it is none of them. A prediction asks why something is so or what happens:
something that a learner can reason about, and that tells two ways of thinking apart."""


_WORD = re.compile(r"\w+")


def question_advice(draft: ParsedLesson, faults: Faults) -> None:
    lesson = draft.lesson
    for step in lesson.steps:
        if step.prediction is not None:
            _prediction(draft, step.prediction, faults, step.text, step.result, step.insight)
    if (asked := lesson.under_the_hood.prediction) is not None:
        _prediction(draft, asked, faults, lesson.under_the_hood.how, lesson.under_the_hood.why)
    for diagram in lesson.diagrams:
        if diagram.prediction is not None:
            texts = (diagram.explanation, diagram.words)
            _prediction(draft, diagram.prediction, faults, *texts)
    for exercise in lesson.exercises:
        if exercise.choice is not None:
            _prediction(draft, exercise.choice, faults, exercise.answer)
    for question in lesson.challenge:
        _prediction(draft, question, faults)
    for aspect in lesson.performance:
        if aspect.prediction is not None:
            _prediction(draft, aspect.prediction, faults, aspect.text)
    for question in lesson.questions:
        _any_question(draft, question, faults)
    steps = [step.prediction for step in lesson.steps if step.prediction]
    aspects = [aspect.prediction for aspect in lesson.performance if aspect.prediction]
    _patterns(draft, "Build-up", steps, faults)
    _patterns(draft, "Challenge", lesson.challenge, faults)
    _patterns(draft, "Performance", aspects, faults)


def _any_question(draft: ParsedLesson, question: Question, faults: Faults) -> None:
    place = draft.place(f"question:{question.id}")
    if question.id in draft.unnamed:
        what = f'the id of the question "{shorten(question.text, 40)}" is not written down'
        mend = f"write <!-- id: {question.id} --> below it, so that it survives rewording"
        faults.add(place, what, mend, "advice", POLISH)
    touching = [n for n, option in enumerate(question.options, 1) if TOUCHING.match(option.label)]
    for n in touching:
        what = f'a box that touches its option: "{shorten(question.options[n - 1].label, 30)}"'
        mend = "leave a blank behind the box, or it's a part of the option"
        faults.add(draft.place(f"option:{question.id}:{n}"), what, mend, "advice", HURTS)
    if question.open and not touching:
        what = "an open question: it has no key, so learners judge themselves"
        faults.add(place, what, "mark the right option with [x] if there is one", "advice")
    # A number is what is estimated, and a name may be what is to be said.
    if question.options and _TRIVIA.search(question.text):
        what = f'trivia: "{shorten(question.text, 50)}" asks for a fact to recall'
        mend = "ask why something is so, or what happens, so that it can be reasoned about"
        faults.add(place, what, mend, "advice")
    _variants(draft, question, faults)
    _check_unprompted(draft, question, faults)
    for n, option in enumerate(question.options, start=1):
        if width(option.label) > LONGEST_LABEL:
            what = f"an option of {width(option.label)} characters is too long for a button"
            mend = f"say it in at most {LONGEST_LABEL}"
            faults.add(draft.place(f"option:{question.id}:{n}"), what, mend, "advice")


def _variants(draft: ParsedLesson, question: Question, faults: Faults) -> None:
    """Advice on the other wordings of a question. Only people see whether they mean the same."""
    said = {key(question.text): "the question itself"}
    for n, variant in enumerate(question.variants, start=1):
        place = draft.place(f"variant:{question.id}:{n}")
        if same := said.get(key(variant)):
            what = f"a variant that reads like {same}"
            faults.add(place, what, "ask the same in other words, or remove it", "advice")
        said.setdefault(key(variant), "another one")
        if width(variant) > LONGEST_VARIANT:
            what = f"a variant of {width(variant)} characters is too long"
            faults.add(place, what, f"ask it in at most {LONGEST_VARIANT}", "advice")
        if n > MOST_VARIANTS:
            what = f"more than {MOST_VARIANTS} variants of one question"
            faults.add(place, what, "keep those that ask it best", "advice")


def _check_unprompted(draft: ParsedLesson, question: Question, faults: Faults) -> None:
    """Advice on what is asked where no options are shown."""
    asked, answer = question.asked_unprompted, question.told_unprompted
    place = draft.place(f"unprompted:{question.id}")
    if asked and not question.options:
        what = "words for asking from memory, but there are no options to leave out"
        faults.add(place, what, "remove them: this question is asked as it is", "advice")
    elif named := [
        option.label
        for option in question.options
        if _first_wording(option.label) in _first_wording(asked)
    ]:
        what = f'asked from memory, it names the option "{shorten(named[0])}"'
        faults.add(place, what, "ask so that every option would be an answer", "advice", HURTS)
    if width(asked) > LONGEST_UNPROMPTED:
        what = f"words for asking from memory of {width(asked)} characters"
        mend = f"ask in at most {LONGEST_UNPROMPTED}: they follow the question's other sentences"
        faults.add(place, what, mend, "advice")
    if width(answer) > LONGEST_TOLD:
        what = f"an answer from memory of {width(answer)} characters"
        mend = f"say it in at most {LONGEST_TOLD}: the right option's *Why* follows it"
        faults.add(place, what, mend, "advice")


def _first_wording(text: str) -> str:
    return f" {' '.join(_WORD.findall(key(text)))} "


def _prediction(draft: ParsedLesson, question: Question, faults: Faults, *texts: str) -> None:
    """Advice on a question that ``texts`` answer. With none, its options' explanations must."""
    if texts and not _is_answered(question, " ".join(texts)):
        what = "nothing after this prediction answers it"
        mend = "explain its options, or say in the text, result or insight what is true of them"
        faults.add(draft.place(f"question:{question.id}"), what, mend, "advice", HURTS)
    for n, option in enumerate(question.options, start=1):
        place = draft.place(f"option:{question.id}:{n}")
        why = "Why" if option.right or question.open else "Why it fails"
        if not option.explanation:
            what = f'the option "{shorten(option.label, 30)}" is not explained'
            faults.add(place, what, f'add "  - {why}: …" below it', "advice")
        if not (option.temptation or option.right or question.open):
            what = f'nothing says why "{shorten(option.label, 30)}" is tempting'
            mend = 'add "  - Why it tempts: …", so that anyone who believes it is met with respect'
            faults.add(place, what, mend, "advice")


def _is_answered(question: Question, text: str) -> bool:
    """Whether the reveal speaks of what was asked.

    A keyed question is answered if a right option is explained, or its truth, or the words that are
    right; an open question if any option is. Else the text, result and insight must share a word
    that carries meaning with such an option, or, where the options have none ("Yes", "No"), with
    the question.
    """
    other = question.estimate or question.typed
    if other and other.why:
        return True
    answers = [option for option in question.options if question.open or option.right]
    if any(option.explanation for option in answers):
        return True
    asked = stems(" ".join(option.label for option in answers)) or stems(question.text)
    said = stems(text)
    return bool(asked & said) or (not asked and bool(said))


def _patterns(
    draft: ParsedLesson, section: str, predictions: Sequence[Question], faults: Faults
) -> None:
    """Right options that can be told from their place or length instead of by thinking."""
    keyed = [prediction for prediction in predictions if prediction.options and not prediction.open]
    if len(keyed) < _MIN_PATTERN_QUESTIONS:
        return
    place = draft.place(f"section:{section}")
    places = [{n for n, option in enumerate(q.options, 1) if option.right} for q in keyed]
    same = set.intersection(*places)
    kind = "question" if section == "Challenge" else "prediction"
    if same:
        what = f"in every {kind}, option {min(same)} is right"
        faults.add(place, what, "change the order of the options in some", "advice", HURTS)
    if all(_stands_out(question) for question in keyed):
        what = f"in every {kind}, the right option is the longest by far"
        mend = "make the options of a question about equally long"
        faults.add(place, what, mend, "advice", HURTS)


def _stands_out(question: Question) -> bool:
    right = [width(option.label) for option in question.options if option.right]
    wrong = [width(option.label) for option in question.options if not option.right]
    return bool(wrong) and min(right) >= BY_FAR * max(wrong)


MOST_WORDS = 4
"""Words of an answer that people can be expected to write as it is accepted."""

_FEW_ESTIMATES = 3
"""From how many estimates on a pattern in where their truths lie says something."""

_PLURAL = re.compile("[a-z]{2,}[^asiu]s")

_NUMERALS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def kinds_advice(draft: ParsedLesson, faults: Faults) -> None:
    """Add advice on every estimate and every answer in words of the lesson."""
    for question in draft.lesson.questions:
        place = draft.place(f"question:{question.id}")
        if question.estimate:
            _estimate(place, question.estimate, faults)
        if question.typed:
            _check_typed(place, question, question.typed, faults)
    estimates = [question.estimate for question in draft.lesson.questions if question.estimate]
    if len(estimates) >= _FEW_ESTIMATES:
        _same_place(draft.place("lesson"), estimates, faults)


def _estimate(place: Position, estimate: Estimate, faults: Faults) -> None:
    ranges = estimate.ranges
    if not estimate.why:
        what, mend = "an estimate that does not say why it is so many", 'add "**Why:** …"'
        faults.add(place, what, mend, "advice")
    for label, there, said in (
        (
            "Too low",
            any(interval.high < estimate.truth for interval in ranges),
            estimate.below,
        ),
        (
            "Too high",
            any(interval.low > estimate.truth for interval in ranges),
            estimate.above,
        ),
    ):
        if there and not said:
            what = f"nothing answers those who are {label.lower()}"
            mend = f'add "**{label}:** …", so that the thinking behind it is answered'
            faults.add(place, what, mend, "advice")
    if sum(holds(estimate, interval) for interval in ranges) > 1:
        what = "an answer at the end of a range, which the next range holds as well"
        faults.add(place, what, "move that end", "advice")
    for interval in ranges:
        if wide(estimate, interval):
            span = written_range(interval.low, interval.high)
            what = f"the range {span} takes more than half of all"
            mend = f"divide it: choosing more than {WIDE:.0%} shows no knowledge"
            faults.add(place, what, mend, "advice")


def _same_place(place: Position, estimates: Sequence[Estimate], faults: Faults) -> None:
    """Truths that can be told from where they stand among the ranges."""
    places = [
        {n for n, interval in enumerate(e.ranges, 1) if holds(e, interval)} for e in estimates
    ]
    mend = "leave out ranges at one end of some, or add some there"
    if same := set.intersection(*places):
        what = f"in every estimate, range {min(same)} holds the answer"
        faults.add(place, what, mend, "advice")
    elif all(
        (len(e.ranges) + 1) / 2 in numbers for e, numbers in zip(estimates, places, strict=True)
    ):
        what = "in every estimate, the range in the middle holds the answer"
        faults.add(place, what, mend, "advice")


def _check_typed(place: Position, question: Question, typed: Typed, faults: Faults) -> None:
    first = typed.accepted[0]
    if not typed.why:
        what, mend = "an answer in words that is not explained", 'add "**Why:** …"'
        faults.add(place, what, mend, "advice")
    if len(first.split()) > MOST_WORDS and not joined_forms(typed.accepted):
        what = f"an answer of {len(first.split())} words, which hardly anyone will write that way"
        mend = f"ask for at most {MOST_WORDS}, or let learners choose"
        faults.add(place, what, mend, "advice")
    if re.search(rf"\b{re.escape(fold(first))}\b", fold(question.text)):
        what = f'the question holds its answer, "{shorten(first, 30)}"'
        faults.add(place, what, "ask in other words", "advice", HURTS)
    for form in dict.fromkeys(_obvious(typed.accepted)):
        if judge(typed, form)[0] not in ("right", "slip", "near"):
            what = f'"{shorten(form, 30)}" is not accepted, and people may write it'
            mend = "add it behind **Accepted:**, or as a near miss"
            faults.add(place, what, mend, "advice")
    for miss in typed.near:
        for words in miss.words.split(";"):
            if judge(typed, words)[0] in ("right", "slip"):
                what = f'the near miss "{shorten(words.strip(), 30)}" is taken for the answer'
                faults.add(place, what, "take it out, or the form that accepts it", "advice")


def _obvious(accepted: Sequence[str]) -> Iterator[str]:
    """Other forms of what is accepted that somebody will write."""
    for form in accepted:
        if match := re.fullmatch(r"(.*?)\s*\(([^()]+)\)\s*(.*)", form):
            yield f"{match[1]} {match[3]}".strip()
            yield match[2]
        for parts in (form.split("/"), form.split(" or ")):
            yield from (part.strip() for part in parts if len(parts) > 1 and part.strip())
        if "&" in form:
            yield form.replace("&", "and")
        if form.casefold() in _NUMERALS:
            yield str(_NUMERALS.index(form.casefold()))
        elif form.isdecimal() and len(form) <= 2 and int(form) < len(_NUMERALS):
            yield _NUMERALS[int(form)]
        elif _PLURAL.fullmatch(form):
            # A longer word is forgiven the letter.
            yield form.removesuffix("s")
