"""A sum of a lesson, done with the learner's own numbers.

They are typed singly or all at once, in any usual way of writing; the lesson's own can be taken in
their place. It can be done again with others, and nothing of it goes on record.
"""

import math
from collections.abc import Sequence

from bot.conversation.inputs import Text
from bot.conversation.language.locale import manner
from bot.conversation.lesson.beats import Calculate
from bot.conversation.lesson.playthrough import playthrough
from bot.conversation.offers import Offer, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene
from bot.lessons.numbers import SumError, loose, work_out
from bot.lessons.practice import Given, Sums
from bot.values import replace

EXACT = 10_000
"""From here on a result is told to three digits: more would claim to know what nobody knows."""

DIGITS = 3

_MAX_PLAIN, _MIN_PLAIN = 1e15, 1e-6


def ask(scene: Scene, sums: Sums, before: str = "") -> None:
    """Ask for the numbers that are still open, or say what they come to."""
    numbers, quantities = scene.run.numbers, sums.given
    skip = offer(phrase("sum.skip"), "go")
    if len(numbers) == len(quantities):
        rows = [[offer(phrase("sum.again"), "number again"), offer(phrase("ask.continue"), "go")]]
        text = _result(sums, numbers)
    elif numbers:
        following = quantities[len(numbers)]
        text = phrase(
            "sum.next", number=len(numbers) + 1, count=len(quantities), ask=_prompt(following)
        )
        rows = [[_take(quantities[len(numbers) :]), skip]]
    else:
        text = _opening(quantities)
        rows = [[_take(quantities), skip]]
    said = "\n\n".join(part for part in (before, text) if part)
    scene.ask(said, rows, words=call("number"), digits=True)


def take(scene: Scene) -> None:
    """Take the numbers in what was typed; what has none leaves the question as it is."""
    sums, before = _under_way(scene), scene.run.numbers
    needed = len(sums.given)
    content = scene.envelope.input
    numbers = tuple(loose(content.text, manner().language)) if isinstance(content, Text) else ()
    known = () if len(before) == needed or len(numbers) == needed else before
    if not numbers:
        scene.say(phrase("sum.unread", number=figure(sums.given[0].value)))
    elif len(known) + len(numbers) > needed:
        scene.say(phrase("sum.many", found=len(numbers), needed=needed - len(known)))
    else:
        _go_on(scene, sums, (*known, *numbers))


def take_given(scene: Scene) -> None:
    sums, known = _under_way(scene), scene.run.numbers
    _go_on(scene, sums, (*known, *(example.value for example in sums.given[len(known) :])))


def again(scene: Scene) -> None:
    """Forget the numbers, and ask for others."""
    _go_on(scene, _under_way(scene), ())


def _go_on(scene: Scene, sums: Sums, numbers: tuple[float, ...]) -> None:
    scene.close_answered()
    before = ""
    if len(numbers) == len(sums.given) and not _worked_out(sums, numbers):
        before, numbers = phrase("sum.none", numbers=_list_numbers(numbers)), ()
    scene.run = replace(scene.run, numbers=numbers)
    ask(scene, sums, before)


def _under_way(scene: Scene) -> Sums:
    beat = playthrough(scene).beat
    if not isinstance(beat, Calculate):
        raise ValueError(f"beat {beat.id} has no sum")
    return beat.sums


def _opening(quantities: Sequence[Given]) -> str:
    head = phrase("sum.head")
    if len(quantities) == 1:
        return "\n\n".join([head, f"{_prompt(quantities[0])} {phrase('sum.type')}"])
    asked = "\n".join(f"{n}. {_prompt(example)}" for n, example in enumerate(quantities, start=1))
    listed = _list_numbers([example.value for example in quantities])
    return "\n\n".join([head, asked, phrase("sum.type.many", numbers=listed)])


def _prompt(example: Given) -> str:
    return f"{example.ask} {phrase('sum.given', number=figure(example.value))}"


def _take(quantities: Sequence[Given]) -> Offer:
    if len(quantities) == 1:
        return offer(phrase("sum.take", number=figure(quantities[0].value)), "number given")
    return offer(phrase("sum.take.all"), "number given")


def _worked_out(sums: Sums, numbers: Sequence[float]) -> dict[str, float]:
    """Every number by its name; nothing if there is no result."""
    own = {example.name: number for example, number in zip(sums.given, numbers, strict=True)}
    try:
        return work_out(sums, own)
    except SumError:
        return {}


def _result(sums: Sums, numbers: Sequence[float]) -> str:
    values, text = _worked_out(sums, numbers), sums.text
    for example in sums.given:
        text = text.replace(f"{{{example.name}}}", figure(values[example.name]))
    for formula in sums.formulas:
        result = values[formula.name]
        # Where the lesson rounds, that is as exact as it wants it.
        own = formula.expression.strip().startswith("round(")
        text = text.replace(f"{{{formula.name}}}", figure(result) if own else round_result(result))
    return phrase("sum.result", numbers=_list_numbers(numbers), text=text)


def _list_numbers(numbers: Sequence[float]) -> str:
    # A comma may be in a number, in some language.
    return "; ".join(map(figure, numbers))


def round_result(number: float) -> str:
    """A result as people say it: whole between 100 and 10,000, else three digits that count."""
    size = abs(number)
    if not size:
        return figure(0)
    decimals = DIGITS - 1 - math.floor(math.log10(size))
    return figure(round(number, max(decimals, 0) if size < EXACT else decimals))


def figure(number: float) -> str:
    """A number as the language writes it, all of its digits; a power of ten where it has many."""
    from babel.numbers import format_decimal

    size, language = abs(number), manner().language
    if size and not _MIN_PLAIN <= size < _MAX_PLAIN:
        power = math.floor(math.log10(size))
        mantissa = format_decimal(number / 10.0**power, "0.##", locale=language)
        return f"{mantissa} × 10^{power}"
    return str(format_decimal(number, "#,##0.#########", locale=language))
