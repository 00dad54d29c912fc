"""Forms: an answer in a learner's own words, and a vote in a class, where nobody reads along.

In a server nothing can be typed that only we read: a message there is for all. A form's text
reaches us alone. What the button and the form carry is the name of their question, so both work
after a restart, and the tutor can tell whether that question is still open. Discord waits three
seconds for a form, so it is opened without asking the tutor: the button also says in which language
the question was asked and whether words or files are an answer.

**A vote** is the answer and how sure it is. Pressing an answer opens the form with that answer
chosen; it is made of what the message says whose button was pressed. What was filled in comes in as
a press, see ``bot.conversation.classes.message``. The buttons for confidence are left out of the
message, for the form has them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

import discord

from adapters.discord.files import MAX_UPLOADS, from_form
from bot.conversation.buttons import Token, parse
from bot.conversation.classes.message import OPTIONS, SURE, TOGETHER, WRITTEN, Control
from bot.conversation.inputs import Press, Text, Upload
from bot.conversation.language.locale import SOURCE, Manner, nearest, speaking
from bot.conversation.outputs import Ask, Output, Revise
from bot.conversation.phrases import phrase
from bot.conversation.question.typed import MAX_ANSWER
from bot.values import replace

LIMIT = 4000
"""Characters that a form's field takes: Discord's most."""

_WRITE, _HAND_IN, _SEND = "write:", "hand-in:", "send:"
_LABELS = {_WRITE: "ask.write", _HAND_IN: "ask.hand_in", _SEND: "ask.send_file"}
_FIELD, _FILES = "text", "files"


def button(
    question: str, language: str, *, words: bool = True, files: bool = False
) -> discord.ui.Button[discord.ui.LayoutView]:
    """The button that opens the form; ``words`` and ``files`` say what is an answer to it."""
    mark = _mark(words=words, files=files)
    with speaking(Manner(language)):
        label = phrase(_LABELS[mark])
    return discord.ui.Button(
        label=label,
        custom_id=mark + question + (f":{language}" if language != SOURCE else ""),
        style=discord.ButtonStyle.primary,
    )


def _mark(*, words: bool, files: bool) -> str:
    if not files:
        return _WRITE
    return _HAND_IN if words else _SEND


def question_of(custom_id: str) -> str:
    return _rest(custom_id).partition(":")[0]


def language_of(custom_id: str) -> str:
    return nearest(_rest(custom_id).partition(":")[2])


def files_of(custom_id: str) -> bool:
    return custom_id.startswith((_HAND_IN, _SEND))


def words_of(custom_id: str) -> bool:
    return custom_id.startswith((_WRITE, _HAND_IN))


def _rest(custom_id: str) -> str:
    mark = next((mark for mark in _LABELS if custom_id.startswith(mark)), "")
    return custom_id.removeprefix(mark) if mark else ""


def form(
    question: str,
    language: str,
    asked: discord.Message | None = None,
    *,
    words: bool = True,
    files: bool = False,
) -> discord.ui.Modal:
    """The form for this question, in this language; ``asked`` is the message that asks it.

    What is sent with it is read by the client from the interaction alone, so the form is stopped at
    once: discord.py keeps no finished form, and a form that is never sent costs no memory.
    """
    mark = _mark(words=words, files=files)
    with speaking(Manner(language)):
        title = phrase("ask.write.title" if words else "ask.send_file.title")
        label = phrase("ask.write.label")
        attach = phrase("ask.write.files" if words else "ask.send_file.file")
    modal = _head_form(title, mark + question, asked)
    if words:
        field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph,
            custom_id=_FIELD,
            max_length=LIMIT,
            required=not files,
        )
        modal.add_item(discord.ui.Label(text=label, component=field))
    if files:
        # A file alone is an answer; beside words there may be several, which belong to them.
        least, most = (0, MAX_UPLOADS) if words else (1, 1)
        box: discord.ui.FileUpload[discord.ui.Modal] = discord.ui.FileUpload(
            custom_id=_FILES, required=not words, min_values=least, max_values=most
        )
        modal.add_item(discord.ui.Label(text=attach, component=box))
    modal.stop()
    return modal


def _head_form(title: str, custom_id: str, asked: discord.Message | None) -> discord.ui.Modal:
    """An empty form that shows what the message says, which it covers on a phone."""
    modal = discord.ui.Modal(title=title, custom_id=custom_id)
    # What is asked stands at the end of a message.
    if asked and (text := "\n\n".join(_texts(asked.components))[-LIMIT:].strip()):
        modal.add_item(discord.ui.TextDisplay(text))
    return modal


def _texts(components: Iterable[Any]) -> Iterator[str]:
    """What a message says, with each picture by its words."""
    for part in walk(components):
        yield from (item.description or "" for item in getattr(part, "items", None) or ())
        yield str(getattr(part, "content", None) or "")


def walk(components: Iterable[Any]) -> Iterator[Any]:
    """A message's components, each before those within it."""
    for part in components:
        yield part
        yield from walk(getattr(part, "children", None) or ())


def read_submitted(question: str, data: Mapping[str, Any], form: int) -> list[Text | Upload]:
    """What was sent with the form number ``form``: each file, or words alone."""
    filled = {str(part.get("custom_id")): part for part in fields(data.get("components") or ())}
    text = str(filled.get(_FIELD, {}).get("value") or "").strip()
    ids = filled.get(_FILES, {}).get("values") or ()
    files = from_form(data, map(str, ids), text, form)
    return [replace(file, question=question) for file in files] or [Text(text, question)]


def fields(parts: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """All that was filled in in a form, with the parts that it stands in."""
    for part in parts:
        # A field stands in a label, or in clients of older days in a row.
        inner = [part["component"]] if "component" in part else part.get("components") or ()
        yield part
        yield from fields(cast("Sequence[Mapping[str, Any]]", inner))


_VOTE = "vote:"
_ANSWER, _SURE = "answer", "sure"

_ABREAST = 10
"""Options that Discord shows at once in a form; with more they are in a list that is opened."""

_LIST = 25

_LONGEST_LABEL = 100

_IN_VOTE = (Control.GUESS, Control.PROBABLE, Control.SURE)


def without_sure(output: Output) -> Output:
    if not isinstance(output, Ask | Revise):
        return output
    kept = (
        tuple(choice for choice in row if not _is_any(parse(choice.token), _IN_VOTE))
        for row in output.rows
    )
    return replace(output, rows=tuple(row for row in kept if row))


def _is_any(token: Token | None, controls: Iterable[int]) -> bool:
    return token is not None and token.shared and token.choice in controls


def ballot(pressed: str, message: discord.Message | None, language: str) -> discord.ui.Modal | None:
    """The form that a press on this button opens; ``None`` if it opens none."""
    token = parse(pressed)
    if _is_any(token, (Control.WRITE,)):
        return _ballot(pressed, language, message, None)
    if not _is_any(token, range(OPTIONS)) or message is None or token is None:
        return None
    labels = dict(_options(token, message.components))
    if not 2 <= len(labels) <= _LIST:
        return None
    return _ballot(pressed, language, message, labels, token.choice)


def _options(token: Token, components: Iterable[Any]) -> Iterator[tuple[int, str]]:
    """The answers among a message's buttons, by their number."""
    for part in walk(components):
        button = parse(str(getattr(part, "custom_id", None) or ""))
        if button and button.choice < OPTIONS and button == replace(token, choice=button.choice):
            yield button.choice, str(part.label)


def _ballot(
    pressed: str,
    language: str,
    asked: discord.Message | None,
    labels: Mapping[int, str] | None,
    chosen: int = 0,
) -> discord.ui.Modal:
    with speaking(Manner(language)):
        title, answer = phrase("class.form.title"), phrase("class.form.answer")
        words, sure = phrase("class.form.words"), phrase("class.form.sure")
        how = [(word, phrase(f"ask.is_{word}")) for word in SURE]
    modal = _head_form(title, _VOTE + pressed, asked)
    if labels is None:
        field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            custom_id=_ANSWER, max_length=MAX_ANSWER
        )
        modal.add_item(discord.ui.Label(text=words, component=field))
    else:
        modal.add_item(discord.ui.Label(text=answer, component=_choice(labels, chosen)))
    group: discord.ui.RadioGroup[discord.ui.Modal] = discord.ui.RadioGroup(custom_id=_SURE)
    # The surest comes first, as where it is asked alone.
    for word, label in reversed(how):
        group.add_option(label=label, value=word)
    modal.add_item(discord.ui.Label(text=sure, component=group))
    # What is sent with it is read from the interaction alone, see ``form``.
    modal.stop()
    return modal


def _choice(labels: Mapping[int, str], chosen: int) -> discord.ui.Item[discord.ui.Modal]:
    if len(labels) <= _ABREAST:
        group: discord.ui.RadioGroup[discord.ui.Modal] = discord.ui.RadioGroup(custom_id=_ANSWER)
        for n, label in labels.items():
            group.add_option(label=label[:_LONGEST_LABEL], value=str(n), default=n == chosen)
        return group
    options = [
        discord.SelectOption(label=label[:_LONGEST_LABEL], value=str(n), default=n == chosen)
        for n, label in labels.items()
    ]
    select: discord.ui.Select[discord.ui.Modal] = discord.ui.Select(
        custom_id=_ANSWER, options=options
    )
    return select


def vote_of(custom_id: str, data: Mapping[str, Any]) -> Press | None:
    """What was filled in, as a press; ``None`` if this is no form of ours."""
    token = parse(custom_id.removeprefix(_VOTE)) if custom_id.startswith(_VOTE) else None
    if token is None:
        return None
    filled = {str(part.get("custom_id")): part for part in fields(data.get("components") or ())}
    answer, word = _value(filled.get(_ANSWER, {})), _value(filled.get(_SURE, {}))
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
