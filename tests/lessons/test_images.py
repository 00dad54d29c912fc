"""Pictures in a lesson's file: where they may stand, and how they are read, written and shown."""

import pytest

from bot.conversation.lesson.beats import Tell, tells
from bot.lessons.faults import LessonError
from bot.lessons.format import parse, write
from bot.lessons.format.images import image_markdown, name_fault, split_at_images
from bot.lessons.lint.check import check_lesson
from bot.lessons.model import Diagram, Image, ImageFile, Lesson, MentalModel
from bot.lessons.question import Question
from bot.lessons.revisions import changes
from bot.lessons.revisions.diff import of_lessons
from bot.lessons.translation import differences

FRONT = "---\nid: pot\ntitle: Pot\nminutes: 1\n---\n\n"
POT = Image(file="pictures/pot.png", shows="A pot.")


def lesson(body: str) -> Lesson:
    return parse(FRONT + body, "pot.md").lesson


def faults(body: str) -> list[str]:
    with pytest.raises(LessonError) as caught:
        parse(FRONT + body, "pot.md")
    return [str(fault).removeprefix("pot.md:") for fault in caught.value.faults]


def test_a_picture_stands_where_a_diagram_is_drawn_and_beside_its_question() -> None:
    found = lesson(
        "## Mental model\n\n### Diagram\n\n![A pot.](pictures/pot.png)\n\n"
        "#### Before looking: what is hidden?\n\n![A pot, partly hidden.](gap.png)\n\n"
        "- [x] The lid\n- [ ] The base\n\n#### Look again\n\nThe lid.\n"
    )
    (diagram,) = found.diagrams
    assert diagram.drawing == POT
    assert diagram.puzzle == Image(file="gap.png", shows="A pot, partly hidden.")
    assert diagram.words == "A pot."
    assert parse(write(found)).lesson == found
    assert "without alternative" not in str(check_lesson(parse(write(found)), "pot.md"))


def test_a_picture_stands_between_the_paragraphs_of_a_text() -> None:
    found = lesson(
        "## Build-up\n\n### 1. A lid (foundation)\n\nOne.\n\n![A pot.](pictures/pot.png)\n\nTwo.\n"
    )
    assert split_at_images(found.steps[0].text) == ["One.", POT, "Two."]
    assert parse(write(found)).lesson == found


@pytest.mark.parametrize(
    "text", ["```text\n![A pot.](pot.png)\n```", "`![A pot.](pot.png)`", r"\!\[A pot.](pot.png)"]
)
def test_what_only_looks_like_a_picture_is_a_text(text: str) -> None:
    assert split_at_images(text) == [text]
    assert not parse(f"{FRONT}## Overview\n\n### What is it?\n\n{text}\n").images


@pytest.mark.parametrize(
    ("file", "shows"),
    [
        ("pot.png", "A pot."),
        ("a pot.png", "A *pot* with `code` and [a link](http://x.y)"),
        ("pot(1).jpeg", "Brackets [that] match"),
        ("100%.png", "Brackets ] that [ do not"),
        ("töpfe/ein topf.webp", "1. no list"),
        ("<pot>.png", "back\\slash \\"),
        ("a%20b.png", "# no heading"),
    ],
)
def test_any_picture_is_read_back_as_it_was_written(file: str, shows: str) -> None:
    image = Image(file=file, shows=shows)
    whole = Lesson(
        id="pot",
        title="Pot",
        minutes=1,
        mental_model=MentalModel(diagrams=(Diagram(drawing=image),)),
    )
    (found,) = parse(write(whole)).lesson.diagrams
    assert isinstance(found.drawing, Image)
    assert found.drawing.file == file
    again = Lesson(id="pot", title="Pot", minutes=1, mental_model=MentalModel(diagrams=(found,)))
    assert parse(write(again)).lesson == again
    assert image_markdown(found.drawing) == image_markdown(again.diagrams[0].drawing)  # type: ignore[arg-type]  # one


WHERE = "it may stand under"
OVERVIEW = "## Overview\n\n### What is it?\n\n"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            f"{OVERVIEW}See ![a pot](pot.png) here.",
            "11:1: a picture in the middle of a text; put it",
        ),
        (f"{OVERVIEW}- ![a pot](pot.png)", "11:1: a picture in the middle of a text; put it"),
        (f"{OVERVIEW}> ![a pot](pot.png)", "11:3: a picture in the middle of a text; put it"),
        (f"{OVERVIEW}![a](a.png)\n![b](b.png)", "11:1: a picture in the middle of a text; put it"),
        (f"{OVERVIEW}[![a pot](a.png)](b.png)", "11:1: a picture in the middle of a text; put it"),
        (
            "## Build-up\n\n### 1. ![pot](a.png) (expert)\n\nx",
            "9:1: a picture in a heading; put it",
        ),
        (f"{OVERVIEW}![](pot.png)", '11:1: the picture "pot.png" without words; say between'),
        (f"{OVERVIEW}![ \u200b ](pot.png)", '11:1: the picture "pot.png" without words; say'),
        (f'{OVERVIEW}![a pot](pot.png "Pot")', "11:1: a title after the picture's name"),
        (f"{OVERVIEW}![a pot]()", "11:1: a picture without a file; put the file beside"),
        (f"{OVERVIEW}![a pot](https://x.y/pot.png)", '11:1: a picture at an address, "https://x.y'),
        (f"{OVERVIEW}![a pot](//x.y/pot.png)", '11:1: a picture at an address, "//x.y/pot.png"'),
        (f"{OVERVIEW}![a pot](data:image/png;base64,aa)", "11:1: a picture at an address"),
        (f"{OVERVIEW}![a pot](/etc/pot.png)", '11:1: "/etc/pot.png" is a place on one computer'),
        (f"{OVERVIEW}![a pot](C:/pot.png)", '11:1: "C:/pot.png" is a place on one computer'),
        (f"{OVERVIEW}![a pot](..%5Cpot.png)", '11:1: "..\\pot.png" is a place on one computer'),
        (f"{OVERVIEW}![a pot](../pot.png)", '11:1: "../pot.png" leads out of the lesson\'s folder'),
        (f"{OVERVIEW}![a pot](a/%2e%2e/%2e%2e/pot.png)", '11:1: "a/../../pot.png" leads out of'),
        (f"{OVERVIEW}![a pot](.git/pot.png)", '11:1: ".git/pot.png" has a part that is empty or'),
        (f"{OVERVIEW}![a pot](pot.svg)", '11:1: "pot.svg" is an SVG drawing, which chats can\'t'),
        (
            f"{OVERVIEW}![a pot](pot.gif)",
            '11:1: "pot.gif" isn\'t a picture that chats can show; save it',
        ),
        (
            f"{OVERVIEW}![a pot](pot)",
            '11:1: "pot" isn\'t a picture that chats can show; save it as PNG',
        ),
        (f"{OVERVIEW}![a pot](a%00.png)", '11:1: "a\0.png" isn\'t a name for a picture; give it'),
        ("## Mental model\n\n### Core idea\n\n![a pot](pot.png)", f"11:1: {WHERE}"),
        ("## Takeaways\n\n![a pot](pot.png)\n\n- a", f"9:1: {WHERE}"),
        ("## Pitfalls\n\n### A\n\n**Wrong approach:** a\n\n![p](p.png)", f"13:1: {WHERE}"),
        (
            "## Build-up\n\n### 1. A (expert)\n\n#### Before reading on: which?\n\n"
            "![a pot](pot.png)\n\n- [x] a\n- [ ] b\n",
            f"13:1: {WHERE}",
        ),
        (
            "## Mental model\n\n### Diagram\n\n![a pot](pot.png)\n\n**In words:** A pot.",
            "13:1: a picture that is told in words twice; say all that it shows between",
        ),
        (
            "## Mental model\n\n### Diagram\n\n![a](a.png)\n\n![b](b.png)",
            "13:1: a second drawing in one diagram; begin it with",
        ),
        (
            OVERVIEW + "\n\n".join(f"![a](a{n}.png)" for n in range(41)),
            "91:1: more than 40 pictures in one lesson; leave out some",
        ),
    ],
)
def test_a_picture_in_the_wrong_place_or_form_is_told_with_how_to_mend_it(
    body: str, said: str
) -> None:
    found = faults(body)
    place, _, what = said.partition(" ")
    assert any(one.startswith(place) and what in one for one in found), found


def test_a_name_that_is_fine_has_no_fault() -> None:
    assert name_fault("pictures/2026/a pot (1).JPG") is None


# --- dealt out ---


def shown(beats: list[Tell]) -> list[tuple[str, str]]:
    drawings = [one.diagram.drawing if one.diagram else None for one in beats]
    files = [one.file if isinstance(one, Image) else "" for one in drawings]
    return list(zip(files, (one.text for one in beats), strict=True))


A, B = "![First.](a.png)", "![Second.](b.png)"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["One.", f"Two.\n\n{A}\n\nThree."], [("", "One.\n\nTwo."), ("a.png", "Three.")]),
        ([f"{A}\n\nOne."], [("a.png", "One.")]),
        (["**Heading**", f"{A}\n\nOne."], [("a.png", "**Heading**\n\nOne.")]),
        ([f"One.\n\n{A}", "**Result:** Two."], [("", "One."), ("a.png", "**Result:** Two.")]),
        ([f"One.\n\n{A}"], [("", "One."), ("a.png", "Take a moment with the picture.")]),
        (
            [f"{A}\n\n{B}\n\nOne."],
            [("a.png", "Take a moment with the picture."), ("b.png", "One.")],
        ),
        ([f"{A}\n\n{'word ' * 130}.\n\n{'word ' * 130}."], [("a.png", "…"), ("", "…")]),
    ],
)
def test_a_picture_comes_above_the_text_that_follows_it(
    parts: list[str], expected: list[tuple[str, str]]
) -> None:
    found = shown(tells("x", parts, step=3))
    assert [file for file, _ in found] == [file for file, _ in expected]
    for (_, text), (_, wanted) in zip(found, expected, strict=True):
        assert text == wanted or wanted == "…"
    beats = tells("x", parts, step=3)
    assert [one.step for one in beats] == [None] * (len(beats) - 1) + [3]
    assert len({one.id for one in beats}) == len(beats)


# --- compared ---


def pictured(body: str, **assets: str) -> Lesson:
    pictures = tuple(ImageFile(file=f"{name}.png", asset=one * 64) for name, one in assets.items())
    return lesson(body).model_copy(update={"pictures": pictures})


def test_another_picture_in_a_file_is_another_lesson() -> None:
    old, new = (pictured(f"{OVERVIEW}![A.](a.png)", a=one) for one in "12")
    assert old.revision != new.revision
    assert of_lessons(old, new) == (changes.PictureChanged("a.png"),)


def test_a_picture_that_comes_or_goes_is_a_change_of_its_text() -> None:
    old = pictured(f"{OVERVIEW}One.\n\n![A.](a.png)", a="1")
    new = pictured(f"{OVERVIEW}One.")
    for one, other in ((old, new), (new, old)):
        (change,) = of_lessons(one, other)
        assert isinstance(change, changes.TextChanged)
        assert change.gone + change.come == 1


def test_a_drawing_that_becomes_a_picture_is_a_change() -> None:
    old = lesson("## Mental model\n\n### Diagram\n\n```text\na pot\n```\n\n**In words:** A pot.")
    new = pictured("## Mental model\n\n### Diagram\n\n![A pot.](a.png)", a="1")
    assert [one.kind for one in of_lessons(old, new)] == ["text"]
    assert [one.kind for one in of_lessons(new, old)] == ["text"]


def test_a_lesson_without_pictures_keeps_its_revision() -> None:
    assert "pictures" not in lesson(f"{OVERVIEW}One.").canonical()


# --- translated ---

ASKED = "\n\n#### Before looking: what?\n\n<!-- id: what -->\n\n- [x] a\n- [ ] b\n"


def apart(original: str, translation: str) -> list[str]:
    one, other = (
        parse(f"{FRONT}## Mental model\n\n### Diagram\n\n{body}{ASKED}", "pot.md")
        for body in (original, translation)
    )
    return [fault.what for fault in differences(one, other, "pot.de.md")]


def test_a_translation_may_have_the_originals_picture_with_words_of_its_own() -> None:
    assert apart("![A pot.](pot.png)", "![Ein Topf.](pot.png)") == []
    assert apart("![A pot.](pot.png)", "![Ein Topf.](topf.png)") == []
    assert apart("```text\na\n```\n\n**In words:** A.", "![Ein Topf.](topf.png)") == []
    assert apart("![A pot.](pot.png)", "```text\na\n```\n\n**In words:** A.") == []


def test_a_translation_may_not_leave_out_what_a_picture_says() -> None:
    assert apart("![A pot.](pot.png)", "```text\na\n```") == [
        'no "In words", which the original has'
    ]


def test_a_question_about_a_picture_keeps_its_id() -> None:
    (question,) = lesson(f"## Mental model\n\n### Diagram\n\n![A.](a.png){ASKED}").questions
    assert isinstance(question, Question)
    assert question.id == "what"
