"""A vote in a class as one form: the answer and how sure it is, where nobody reads along.

Pressing an answer opens the form with that answer chosen. Discord waits three seconds for a form,
so it is made without asking the tutor: of what the message says whose button was pressed. What was
filled in comes in as one press, see ``bot.conversation.classes.controls``. The buttons that ask how
sure one is are left out of the message, for the form has them.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import discord

from adapters.discord.forms import fields
from bot.conversation.buttons import Token, parse
from bot.conversation.classes.controls import OPTIONS, SURE, TOGETHER, WRITTEN, Control
from bot.conversation.inputs import Press
from bot.conversation.language.locale import Manner, speaking
from bot.conversation.outputs import Ask, Output, Revise
from bot.conversation.phrases import phrase
from bot.conversation.question.typed import LONGEST
from bot.values import replace

_FORM = "vote:"
_ANSWER, _SURE = "answer", "sure"

_ABREAST = 10
"""Options that Discord shows at once in a form; with more they are in a list that is opened."""

_LIST = 25

_LABEL = 100

_IN_FORM = (Control.GUESS, Control.PROBABLE, Control.SURE)


def without_sure(output: Output) -> Output:
    """The same without the buttons that the form has."""
    if not isinstance(output, Ask | Revise):
        return output
    kept = (
        tuple(one for one in row if not _is_any(parse(one.token), _IN_FORM)) for row in output.rows
    )
    return replace(output, rows=tuple(row for row in kept if row))


def _is_any(token: Token | None, controls: Iterable[int]) -> bool:
    return token is not None and token.shared and token.choice in controls


def form(pressed: str, message: discord.Message | None, language: str) -> discord.ui.Modal | None:
    """The form that a press on this button opens; ``None`` if it opens none."""
    token = parse(pressed)
    if _is_any(token, (Control.WRITE,)):
        return _made(pressed, language, None)
    if not _is_any(token, range(OPTIONS)) or message is None or token is None:
        return None
    labels = dict(_options(token, message.components))
    if not 2 <= len(labels) <= _LIST:
        return None
    return _made(pressed, language, labels, token.choice)


def _options(token: Token, parts: Iterable[Any]) -> Iterator[tuple[int, str]]:
    """The answers among a message's buttons, by their number."""
    for part in parts:
        one = parse(str(getattr(part, "custom_id", None) or ""))
        if one is not None and one.choice < OPTIONS and one == replace(token, choice=one.choice):
            yield one.choice, str(part.label)
        yield from _options(token, getattr(part, "children", None) or ())


def _made(
    pressed: str, language: str, labels: Mapping[int, str] | None, chosen: int = 0
) -> discord.ui.Modal:
    with speaking(Manner(language)):
        title, answer = phrase("class.form.title"), phrase("class.form.answer")
        words, sure = phrase("class.form.words"), phrase("class.form.sure")
        how = [(one, phrase(f"ask.is_{one}")) for one in SURE]
    modal = discord.ui.Modal(title=title, custom_id=_FORM + pressed)
    if labels is None:
        field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            custom_id=_ANSWER, max_length=LONGEST
        )
        modal.add_item(discord.ui.Label(text=words, component=field))
    else:
        modal.add_item(discord.ui.Label(text=answer, component=_choice(labels, chosen)))
    group: discord.ui.RadioGroup[discord.ui.Modal] = discord.ui.RadioGroup(custom_id=_SURE)
    # The surest comes first, as where one is asked alone.
    for word, label in reversed(how):
        group.add_option(label=label, value=word)
    modal.add_item(discord.ui.Label(text=sure, component=group))
    # What is sent with it is read from the interaction alone, see ``forms``.
    modal.stop()
    return modal


def _choice(labels: Mapping[int, str], chosen: int) -> discord.ui.Item[discord.ui.Modal]:
    if len(labels) <= _ABREAST:
        group: discord.ui.RadioGroup[discord.ui.Modal] = discord.ui.RadioGroup(custom_id=_ANSWER)
        for n, label in labels.items():
            group.add_option(label=label[:_LABEL], value=str(n), default=n == chosen)
        return group
    options = [
        discord.SelectOption(label=label[:_LABEL], value=str(n), default=n == chosen)
        for n, label in labels.items()
    ]
    select: discord.ui.Select[discord.ui.Modal] = discord.ui.Select(
        custom_id=_ANSWER, options=options
    )
    return select


def submitted(custom_id: str, data: Mapping[str, Any]) -> Press | None:
    """What was filled in, as a press; ``None`` if this is no form of ours."""
    token = parse(custom_id.removeprefix(_FORM)) if custom_id.startswith(_FORM) else None
    if token is None:
        return None
    found = {str(one.get("custom_id")): one for one in fields(data.get("components") or ())}
    answer, word = _value(found.get(_ANSWER, {})), _value(found.get(_SURE, {}))
    if word not in SURE:
        return None
    sure = SURE.index(word)
    if token.choice == Control.WRITE:
        return Press(str(replace(token, choice=WRITTEN + sure)), answer)
    if not (answer.isascii() and answer.isdecimal() and int(answer) < OPTIONS):
        return None
    return Press(str(replace(token, choice=TOGETHER + len(SURE) * int(answer) + sure)))


def _value(field: Mapping[str, Any]) -> str:
    values = field.get("values") or ()
    return str(field.get("value") or next(iter(values), ""))
