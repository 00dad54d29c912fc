"""The terminal: what is shown, what is understood, where lines come from."""

import asyncio
import io
import os
import re
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.output.vt100 import Vt100_Output

from adapters.app import Tutor
from adapters.terminal.channel import TerminalChannel
from adapters.terminal.chat import Chat, Suggestions, login_language, read_prompt, read_script
from adapters.terminal.screen import Screen
from bot.conversation.inputs import Address, Command, Input, Press, Text, Upload
from bot.conversation.outputs import Ask, Choice, Notice, Output, Retire, Revise, Say, TextDiagram
from bot.lessons.library import Library
from bot.service.delivery.channel import Message
from bot.storage.records import Release
from bot.storage.store import Store
from tests.rigs.courses import read_course, read_release
from tests.rigs.makers import chart, library_of
from tests.rigs.paths import CONTENT, KITCHEN
from tests.rigs.stores import fresh_store

GENAI = CONTENT / "genai"
AT = Address("terminal", "ana")
ROWS = ((Choice("Sure: coding", "t0"), Choice("Probably: coding", "t1")), (Choice("Hint", "t2"),))


def screen(*, plain: bool = True) -> tuple[Screen, io.StringIO]:
    to = io.StringIO()
    return Screen(to, plain=plain), to


async def show(channel: TerminalChannel, *outputs: Output) -> None:
    for number, message in enumerate(channel.plan(outputs)):
        await channel.send(AT, message, f"key/{number}", "target" if message.retires else None)


# What is shown


def test_plain_text_has_no_codes_and_no_padding_and_loses_nothing() -> None:
    to_screen, to = screen()
    long = "word " * 100 + "end"
    to_screen.say(
        f"# Title\n\n**bold** `code` <tag> ||hidden *thing*|| a || b\n\n- one\n- two\n\n{long}\n\n"
        "```python\nif x:\n    y\n```\n\n> quoted\n\n[link](https://example.org/x)"
    )
    lines = to.getvalue().splitlines()
    assert "\x1b" not in to.getvalue()
    assert all(line == line.rstrip() for line in lines)
    assert "bold code <tag> hidden thing a || b" in lines
    assert long in lines
    assert lines[lines.index("if x:") + 1] == "    y"
    assert "link (https://example.org/x)" in lines
    assert any("one" in line for line in lines)
    assert any("quoted" in line for line in lines)


def test_a_line_that_ends_in_the_text_ends_on_the_screen() -> None:
    to_screen, to = screen()
    to_screen.say("**Title**\n*About 15 minutes*")
    assert to.getvalue() == "Title\nAbout 15 minutes\n\n"


@pytest.mark.parametrize("plain", [True, False])
def test_a_diagram_is_drawn_as_it_is_however_wide(plain: bool) -> None:
    drawing = "┌" + "─" * 200 + "┐\n│ a   b" + " " * 194 + "│\n└" + "─" * 200 + "┘"
    to_screen, to = screen(plain=plain)
    to_screen.say(f"```text\n{drawing}\n```")
    assert drawing in to.getvalue()


def test_what_a_terminal_would_obey_is_left_out() -> None:
    to_screen, to = screen()
    to_screen.say("red \x1b[31m and \x9b2J and \x07 bell", ((Choice("go\x1b[2J\r", "t"),),))
    assert to.getvalue() == "red [31m and 2J and  bell\n\n[1] go[2J\n\n"


def test_choices_are_numbered_through_all_rows_and_shown_as_written() -> None:
    to_screen, to = screen()
    to_screen.say("Which?", ((Choice("[red] *x*", "a"), Choice("b", "b")), (Choice("c", "c"),)))
    assert to.getvalue() == "Which?\n\n[1] [red] *x*\n[2] b\n[3] c\n\n"


async def test_all_kinds_of_outputs_find_their_way_onto_the_screen() -> None:
    to_screen, to = screen()
    channel = TerminalChannel(to_screen)
    picture = TextDiagram("┌─┐\n└─┘", "a box")
    figures = chart("Two days.")
    await show(
        channel, Say("Hello."), picture, figures, Notice("Got it."), Ask("n.1", "Which?", ROWS)
    )
    said = to.getvalue()
    assert said.index("Hello.") < said.index("┌─┐\n└─┘") < said.index("Two days.")
    assert said.index("Two days.") < said.index("Got it.")
    assert said.endswith("Which?\n\n[1] Sure: coding\n[2] Probably: coding\n[3] Hint\n\n")


async def test_choices_have_no_numbers_where_a_number_is_an_answer() -> None:
    to_screen, to = screen()
    channel = TerminalChannel(to_screen)
    await show(channel, Ask("n.1", "How many?", ROWS, words=True, digits=True))
    assert to.getvalue().endswith("How many?\n\n› Sure: coding\n› Probably: coding\n› Hint\n\n")
    assert channel.understand("1") == Text("1")
    assert channel.understand("hint") == Press("t2")


async def test_an_answered_question_adds_what_was_said_and_nothing_else() -> None:
    to_screen, to = screen()
    channel = TerminalChannel(to_screen)
    await show(channel, Ask("n.1", "**Coding** or art?", ROWS))
    to.truncate(0)
    to.seek(0)
    await show(channel, Retire("n.1", "**Coding** or art?\n\n*— you said: sure, coding*"))
    assert to.getvalue() == "— you said: sure, coding\n\n"
    assert channel.choices == ()


async def test_a_card_in_the_place_of_another_is_printed_anew_below_what_was_answered() -> None:
    to_screen, to = screen()
    channel = TerminalChannel(to_screen)
    await show(channel, Ask("n.1", "**A card**\n\n*Whatever* it says.", ROWS))
    to.truncate(0)
    to.seek(0)
    left = Retire("n.1", "**A card**\n\n*— you said: on*")
    await show(channel, Ask("n.2", "Another", ((Choice("Back", "1abcdefgh.2.0"),),), instead=left))
    assert to.getvalue() == "— you said: on\n\nAnother\n\n[1] Back\n\n"
    to.truncate(0)
    to.seek(0)
    await show(channel, Retire("n.2", "Another"))
    assert to.getvalue() == ""


async def test_a_question_that_closes_without_news_is_silent() -> None:
    to_screen, to = screen()
    channel = TerminalChannel(to_screen)
    await show(channel, Ask("n.1", "Go on?", ROWS))
    to.truncate(0)
    to.seek(0)
    await show(channel, Retire("n.1", "Go on?"), Retire("n.0", "From before this start."))
    assert to.getvalue() == ""


async def test_a_question_that_is_revised_is_printed_anew_only_if_its_choices_are_others() -> None:
    to_screen, to = screen()
    channel = TerminalChannel(to_screen)
    pause, resume = Choice("Pause", "1abcdefgh.1.0"), Choice("Go on", "1abcdefgh.1.1")
    await show(channel, Ask("n.1", "10 of 100", ((pause,),)))
    to.truncate(0)
    to.seek(0)
    await show(channel, Revise("n.1", "20 of 100", ((pause,),)))
    await show(channel, Revise("n.0", "Another question's", ((resume,),)))
    assert to.getvalue() == ""
    await show(channel, Revise("n.1", "20 of 100, paused", ((resume,),)))
    assert to.getvalue() == "20 of 100, paused\n\n[1] Go on\n\n"
    assert channel.understand("go on") == Press(resume.token)
    to.truncate(0)
    to.seek(0)
    await show(channel, Revise("n.1", "100 of 100"))
    assert to.getvalue() == ""
    assert channel.choices == ()


# What is understood


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/learn career paths", Command("learn", "career paths")),
        ("/Help", Command("help")),
        ("2", Press("t1")),
        (" 3 ", Press("t2")),
        ("  sure:   CODING ", Press("t0")),
        ("hint", Press("t2")),
        ("4", Text("4")),
        ("02", Text("02")),
        ("sure", Text("sure")),
        ("/", Text("/")),
        ("~/cups.jpg", Upload("~/cups.jpg", None, "", "~/cups.jpg")),
        ("/home/ana/cups.jpg", Upload("/home/ana/cups.jpg", None, "", "/home/ana/cups.jpg")),
        ("'./my cups.jpg'", Upload("./my cups.jpg", None, "", "./my cups.jpg")),
        (r"../my\ cups.jpg", Upload("../my cups.jpg", None, "", "../my cups.jpg")),
        ("file:///cups.jpg", Upload("file:///cups.jpg", None, "", "file:///cups.jpg")),
        ("/home/ana holds it", Command("home/ana", "holds it")),
        ("and/or", Text("and/or")),
        ("./'", Text("./'")),
    ],
)
async def test_a_line_is_understood(typed: str, meant: Input) -> None:
    channel = TerminalChannel(screen()[0])
    await show(channel, Ask("n.1", "Which?", ROWS))
    assert channel.understand(typed) == meant


async def test_a_choice_may_be_called_a_number_behind_a_sign() -> None:
    channel = TerminalChannel(screen()[0])
    await show(channel, Ask("n.1", "Which?", ((Choice("❌ 2", "a"), Choice("❌ 1", "b")),)))
    assert channel.understand("1") == Text("1"), "the conversation knows"


async def test_without_an_open_question_a_number_is_text() -> None:
    channel = TerminalChannel(screen()[0])
    assert channel.understand("1") == Text("1")


async def test_suggestions_are_choices_commands_and_lessons() -> None:
    channel = TerminalChannel(screen()[0])
    await show(channel, Ask("n.1", "Which?", ROWS))
    course, lessons = read_course(GENAI)
    suggestions = Suggestions(channel, lambda: library_of([course], lessons))

    def offered(typed: str) -> list[str]:
        found = suggestions.get_completions(Document(typed), None)  # type: ignore[arg-type] # unused
        return [typed[: len(typed) + one.start_position] + one.text for one in found]

    assert offered("") == ["Sure: coding", "Probably: coding", "Hint"]
    assert offered("pro") == ["Probably: coding"]
    assert offered("3") == ["Hint"]
    assert offered("/le") == ["/learn "]
    assert "/progress " in offered("/")
    assert offered("/learn car") == ["/learn career-paths"]
    assert offered("/learn ")[0] == "/learn what-is-genai"
    assert offered("/progress c") == []


# Where lines come from


async def collect(lines: AsyncIterator[str]) -> list[str]:
    return [line async for line in lines]


async def test_a_scripts_lines_come_whole_however_they_are_cut() -> None:
    reader, writer = os.pipe()
    text = "erste Zeile – ü\r\n\nthird\nno end".encode() + b"\xff"

    def write() -> None:
        for byte in text:
            os.write(writer, bytes([byte]))
        os.close(writer)

    thread = threading.Thread(target=write)
    thread.start()
    assert await collect(read_script(reader)) == ["erste Zeile – ü\r", "", "third", "no end�"]
    thread.join()
    os.close(reader)


async def test_a_file_can_be_a_script(tmp_path: Path) -> None:
    (tmp_path / "script").write_text("one\ntwo\n")
    with (tmp_path / "script").open() as file:
        assert await collect(read_script(file.fileno())) == ["one", "two"]


async def test_waiting_for_a_line_can_be_cancelled() -> None:
    reader, writer = os.pipe()
    task = asyncio.create_task(collect(read_script(reader)))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    os.close(writer)


async def test_a_prompt_gives_lines_until_control_d() -> None:
    suggestions = Suggestions(TerminalChannel(screen()[0]), Library)
    with create_pipe_input() as keys:
        keys.send_text("first\rsecond\r\x04")
        lines = read_prompt(suggestions, keys=keys, display=DummyOutput())
        assert await collect(lines) == ["first", "second"]


async def test_control_c_at_the_prompt_ends_it_kindly() -> None:
    suggestions = Suggestions(TerminalChannel(screen()[0]), Library)
    with create_pipe_input() as keys:
        keys.send_text("first\rhalf a l\x03")
        lines = read_prompt(suggestions, keys=keys, display=DummyOutput())
        assert await collect(lines) == ["first"]


async def test_what_comes_while_somebody_types_appears_above_what_they_typed() -> None:
    out = io.StringIO()
    channel = TerminalChannel(Screen(out, plain=True))
    with create_pipe_input() as keys:
        display = Vt100_Output(out, lambda: Size(24, 80), enable_cpr=False)
        lines = read_prompt(Suggestions(channel, Library), keys=keys, display=display)
        typing = asyncio.ensure_future(anext(lines))
        keys.send_text("hel")
        async with asyncio.timeout(5):
            while "hel" not in out.getvalue():  # noqa: ASYNC110 - a terminal has no events
                await asyncio.sleep(0.01)
            await channel.send(AT, Message("Got a minute?"), "a/0", None)
            while "hel" not in out.getvalue().partition("Got a minute?")[2]:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
            keys.send_text("lo\r")
            assert await typing == "hello"
        await lines.aclose()


# A whole conversation


async def listed(*lines: str) -> AsyncIterator[str]:
    for line in lines:
        yield line


async def converse(
    store: Store, *lines: str, lesson: str = "", plain: bool = True, language: str = ""
) -> str:
    course, lessons = read_course(GENAI)
    to_screen, to = screen(plain=plain)
    clock = lambda: datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # noqa: E731 - a clock that stands
    async with Tutor(store, Release((course,), tuple(lessons)), clock=clock) as tutor:
        chat = Chat(tutor.desk, tutor.delivery, to_screen, "ana", language=language, clock=clock)
        tutor.add_channel(chat.channel)
        await tutor.recover()
        await chat.run(listed(*lines), lesson)
    return to.getvalue()


async def test_a_lesson_is_reached_answered_and_taken_up_again() -> None:
    store = fresh_store()
    first = await converse(
        store, "2", "deep", "no idea", "continue", "continue", lesson="career-paths"
    )
    assert "Career paths in GenAI" in first
    assert "Now the whole picture" in first
    assert first.count("[1] Continue") == 3
    again = await converse(store, "/continue")
    assert "You're in the middle of Career paths in GenAI" in again
    assert again.rstrip().endswith("[1] Continue")
    assert first.rstrip().rpartition("\n\n")[0].rpartition("\n\n")[2] in again


async def test_a_file_is_handed_in_by_its_path_and_not_read(tmp_path: Path) -> None:
    said = await converse(
        fresh_store(),
        *("/learn career-paths", "more ways to learn it", "project", "continue"),
        str(tmp_path / "no such folder" / "three adverts.txt").replace(" ", r"\ "),
        *("leave it at that", "1", "yes, go on"),
    )
    assert "Handed in: three adverts.txt." in said
    assert "Milestone 2 of" in said


@pytest.mark.parametrize("plain", [True, False])
def test_one_empty_line_stands_below_an_aside_in_colours_too(
    plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    out, to = screen(plain=plain)
    out.aside("*— you said: tea*")
    out.say("Next.")
    shown = re.sub(r"\x1b\[[0-9;]*m", "", to.getvalue())
    assert shown == "— you said: tea\n\nNext.\n\n"
    assert ("\x1b[2;3m— you" in to.getvalue()) is not plain


async def test_enter_alone_goes_on_for_a_person_but_not_for_a_script() -> None:
    moves = ("2", "deep", "skip", "continue", "")
    person = await converse(fresh_store(), *moves, lesson="career-paths", plain=False)
    script = await converse(fresh_store(), *moves, lesson="career-paths")
    assert person.count("] Continue") == 3
    assert script.count("] Continue") == 2


async def test_a_person_is_told_the_keys_and_a_script_is_not() -> None:
    assert "Ctrl-D" in await converse(fresh_store(), plain=False)
    assert "Ctrl-D" not in await converse(fresh_store())


async def test_what_is_said_beside_the_conversation_is_in_its_language() -> None:
    store = fresh_store()
    german = await converse(store, plain=False, language="de_AT")
    assert "Strg-D" in german
    assert "Bis bald!" in german
    assert "Ctrl-D" not in german
    chosen = await converse(store, plain=False, language="")
    assert "Strg-D" in chosen, "what they spoke last time still holds"
    assert "Ctrl-D" in await converse(fresh_store(), plain=False, language="fr_FR")


@pytest.mark.parametrize(
    ("variables", "spoken"),
    [
        ({"LANG": "de_DE.UTF-8"}, "de_DE"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "de_CH"}, "de_CH"),
        ({"LANG": "de_DE@euro", "LC_CTYPE": "C.UTF-8"}, "de_DE"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "de:fr:en"}, "de"),
        ({"LANG": "C.UTF-8"}, ""),
        ({"LANG": "POSIX"}, ""),
        ({}, ""),
    ],
)
def test_a_terminals_language_is_that_of_its_environment(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], spoken: str
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert login_language() == spoken


def test_lessons_are_suggested_in_the_language_of_the_conversation() -> None:
    release = read_release(KITCHEN)
    library = library_of(release.courses, release.lessons)
    suggestions = Suggestions(TerminalChannel(screen()[0], "de"), lambda: library)
    found = list(suggestions.get_completions(Document("/learn eine"), None))  # type: ignore[arg-type]
    assert [(one.text, one.display_meta_text) for one in found] == [("tea", "Eine Tasse Tee")]


def test_commands_are_completed_with_what_they_do_in_the_language_of_the_conversation() -> None:
    suggestions = Suggestions(TerminalChannel(screen()[0], "de"), Library)
    (found,) = suggestions.get_completions(Document("/hel"), None)  # type: ignore[arg-type]
    assert found.display_meta_text == "Wie das hier funktioniert"
