"""The bot's sentences in every language: complete, alike in what they hold, and never stale."""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from adapters.cli.translations import FOLDER, refresh, refresh_catalog
from bot.conversation import phrases
from bot.conversation.language.locale import LANGUAGES, SOURCE, Manner, nearest, own_names, speaking
from bot.conversation.phrases import catalogue, count, phrase, weekday
from bot.conversation.phrases.catalogue import read_catalogue, sources, translations
from bot.conversation.phrases.english import PHRASES

OTHERS = tuple(one for one in LANGUAGES if one != SOURCE)
# Emphasis, code, spoilers, quotations, commands, and every pictogram or sign.
MARKUP = re.compile(
    r"\*+|`+|\|\||(?m:^> )|(?<![\w/])/[a-z]+|[\u2190-\u2bff\ufe0f\U0001f300-\U0001faff]"
)


@pytest.fixture
def forgotten() -> Iterator[Callable[[], None]]:
    """Forgets the catalogues that were read, at once and at the end."""

    def forget() -> None:
        sources.cache_clear()
        translations.cache_clear()

    yield forget
    forget()


def sentences(code: str) -> list[Message]:
    return [message for message in read_catalogue(code) if message.id]


def forms(message: Message) -> list[tuple[str, str]]:
    """Each translated form of a sentence, beside the English for it."""
    if isinstance(message.id, str):
        assert isinstance(message.string, str)
        return [(message.id, message.string)]
    # The first form may be for one alone, all others are for several.
    return list(zip((message.id[0], *[message.id[1]] * 9), message.string, strict=False))


def values(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_each_language_has_its_catalogue_and_each_catalogue_is_served() -> None:
    assert {file.stem for file in FOLDER.glob("*.po")} == set(OTHERS)


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_every_sentence_as_its_english_is_today(code: str) -> None:
    done = {
        message.context: message.id
        for message in read_catalogue(code)
        if message.id and not message.fuzzy and all(text for _, text in forms(message))
    }
    lacking = [key for key, english in sources().items() if done.get(key) != english]
    assert not lacking, f"{code}.po lacks {lacking}; `make catalogues` shows the English"


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_values_of_its_english(code: str) -> None:
    for message in sentences(code):
        for english, text in forms(message):
            alike = values(text) == values(english) or covers_one_number(code, message, text)
            assert alike, message.context


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_names_the_format_that_the_program_uses(code: str) -> None:
    entries = (FOLDER / f"{code}.po").read_text(encoding="utf-8").split("\n\n")[1:]
    for entry in entries:
        flags = [one.strip() for one in "".join(re.findall(r"(?m)^#,(.*)$", entry)).split(",")]
        english = "".join(re.findall(r'(?m)^(?:msgid.*? )?"(.*)"$', entry.partition("\nmsgstr")[0]))
        assert ("python-brace-format" in flags) == bool(values(english)), entry
        assert "python-format" not in flags, entry


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext's tools aren't installed")
def test_gettext_s_own_check_finds_no_error(code: str) -> None:
    command = ["msgfmt", "--check", "--output-file=/dev/null", str(FOLDER / f"{code}.po")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def covers_one_number(code: str, message: Message, text: str) -> bool:
    """Whether this form is said of one number only, so that it may say it in words."""
    rule = translations(code).plural  # type: ignore[attr-defined]  # the library leaves it untyped
    of = [n for n in range(200) if message.string[rule(n)] == text]
    return len(of) == 1 and values(text) <= {"count"}


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_markup_of_its_english(code: str) -> None:
    for message in sentences(code):
        for english, text in forms(message):
            assert Counter(MARKUP.findall(text)) == Counter(MARKUP.findall(english)), (
                message.context
            )
            assert text.count("\n") == english.count("\n"), message.context
            assert text.strip() == text, message.context


def test_a_sentence_is_said_in_the_language_of_the_turn() -> None:
    assert phrase("ask.unknown") == "No idea"
    with speaking(Manner("de")):
        assert phrase("ask.unknown") == "Keine Ahnung"
        assert phrase("said.sure", label="Tee") == "„Tee“, sicher"
        assert (count("count.steps", 1), count("count.steps", 3)) == ("1 Schritt", "3 Schritte")
    assert phrase("ask.unknown") == "No idea"


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert phrase("lesson.needs", titles=2.5) == "It builds on: 2.5."
    with speaking(Manner("de")):
        assert count("count.minutes", 12345) == "12.345 Minuten"
        assert phrase("lesson.needs", titles=2.5) == "Sie baut auf diesen Lektionen auf: 2,5."


def test_weekdays_are_those_of_the_language() -> None:
    assert [weekday(number) for number in (0, 6)] == ["Mon", "Sun"]
    with speaking(Manner("de")):
        assert [weekday(number) for number in range(7)] == [
            "Mo",
            "Di",
            "Mi",
            "Do",
            "Fr",
            "Sa",
            "So",
        ]


def test_plural_forms_are_those_of_the_language(
    monkeypatch: pytest.MonkeyPatch, forgotten: Callable[[], None]
) -> None:
    polish = Catalog(locale="pl")
    days = ("jutro", "za {count} dni, mało", "za {count} dni, dużo")
    polish.add(sources()["when.days"], days, context="when.days")
    monkeypatch.setattr(catalogue, "read_catalogue", lambda code: polish)
    forgotten()
    with speaking(Manner("pl")):
        said = [count("when.days", number) for number in (1, 2, 5, 22, 25)]
    assert [one.split(", ")[-1] for one in said] == ["jutro", "mało", "dużo", "mało", "dużo"]


@pytest.mark.parametrize("key", ["ask.unknown", "when.days.one", "when.days.many"])
def test_a_sentence_whose_english_has_changed_is_said_in_english(
    key: str, monkeypatch: pytest.MonkeyPatch, forgotten: Callable[[], None]
) -> None:
    monkeypatch.setitem(phrases.PHRASES, key, "Something else")
    forgotten()
    with speaking(Manner("de")):
        said = phrase(key) if key == "ask.unknown" else count("when.days", 1 + key.endswith("many"))
        assert said == "Something else"
        assert phrase("ask.skip") == "Überspringen"
    with pytest.raises(
        AssertionError, match=re.escape(key.removesuffix(".one").removesuffix(".many"))
    ):
        test_a_language_has_every_sentence_as_its_english_is_today("de")


def test_refreshing_keeps_what_is_translated_and_marks_what_has_changed(
    monkeypatch: pytest.MonkeyPatch, forgotten: Callable[[], None]
) -> None:
    old = read_catalogue("de")
    monkeypatch.setitem(PHRASES, "ask.skip", "Pass")
    monkeypatch.setitem(PHRASES, "ask.fresh", "A fresh one")
    monkeypatch.setitem(PHRASES, "ask.back", "Choose anew")
    old.add("Said no longer", "Sagt niemand mehr", context="ask.gone")
    old.get("Choose again", "ask.back").string = ""
    old.get("Hint", "ask.hint").flags.add("fuzzy")
    forgotten()
    new = refresh_catalog(old, "de")
    found = {message.context: message for message in new if message.id}
    skip = found["ask.skip"]
    assert (skip.id, skip.string, skip.fuzzy) == ("Pass", "Überspringen", True)
    assert skip.previous_id == ["Skip"]
    assert not found["ask.fresh"].string
    assert (found["ask.back"].string, found["ask.back"].fuzzy) == ("", False), "nothing to mark"
    assert (found["ask.hint"].string, found["ask.hint"].fuzzy) == ("Hinweis", True), "by hand"
    assert "ask.gone" not in found
    assert not found["ask.unknown"].fuzzy
    monkeypatch.undo()
    forgotten()
    again = {message.context: message for message in refresh_catalog(new, "de") if message.id}
    assert (again["ask.skip"].string, again["ask.skip"].fuzzy) == ("Überspringen", False)


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_is_as_refreshing_leaves_it(code: str, tmp_path: Path) -> None:
    before = (FOLDER / f"{code}.po").read_bytes()
    copy = tmp_path / f"{code}.po"
    copy.write_bytes(before)
    assert refresh(copy) == (0, 0)
    assert copy.read_bytes() == before, "run `make catalogues`"


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [("de", "de"), ("de-AT", "de"), ("de_CH", "de"), ("en-GB", "en"), ("fr", "en"), ("", "en")],
)
def test_a_wish_is_served_by_the_language_nearest_to_it(wanted: str, spoken: str) -> None:
    assert nearest(wanted) == spoken


def test_each_language_has_its_own_name() -> None:
    assert own_names() == {"en": "English", "de": "Deutsch"}
