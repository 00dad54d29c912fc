"""A lesson with pictures in every way of learning, and in its reviews."""

from collections.abc import Iterable
from datetime import timedelta

from bot.conversation.outputs import Ask, LessonImage, Output, Say
from bot.lessons.format import parse
from bot.lessons.model import ImageFile, Lesson
from tests.rigs.talk import Conversation, said

SOURCE = """---
id: pot
title: Pot
minutes: 1
---

## Mental model

### Core idea

A lid keeps heat in.

### Diagram

![A pot with its lid.](whole.png)

#### Before looking: what is hidden?

<!-- id: hidden -->

![A pot whose upper part is hidden.](gap.png)

- [x] The lid
- [ ] The base

#### Look again

The lid closes it.

![The lid from above.](lid.png)

## Build-up

### 1. The lid (foundation)

#### Before reading on: does a lid help?

<!-- id: lid-helps -->

- Yes
- No

#### Read on

It does.

![Steam under a lid.](steam.png)

Steam turns back to water.

## Performance

### Speed

![Two curves.](speed.png)

It is faster.

## Takeaways

- Cover the pot.
"""
NAMES = ("whole", "gap", "lid", "steam", "speed")
HASHES = {name: f"{number}" * 64 for number, name in enumerate(NAMES, start=1)}


def pot(source: str = SOURCE) -> Lesson:
    lesson = parse(source, "pot.md").lesson
    pictures = tuple(ImageFile(file=f"{name}.png", asset=HASHES[name]) for name in sorted(NAMES))
    return lesson.model_copy(update={"pictures": pictures})


def seen(outputs: Iterable[Output]) -> list[str]:
    """Pictures by name, and the first words of what is said, in their order."""
    names = {asset: name for name, asset in HASHES.items()}
    return [
        names[one.asset] if isinstance(one, LessonImage) else one.text.split("\n")[0][:20]
        for one in outputs
        if isinstance(one, LessonImage | Say | Ask)
    ]


def begun(mode: str) -> Conversation:
    talk = Conversation([pot()])
    talk.send_command("learn", "pot")
    talk.press(mode)
    return talk


def to_the_end(talk: Conversation) -> list[str]:
    for _ in range(40):
        labels = talk.labels
        wanted = (
            "Continue",
            "Yes",
            "Probably (2 in 3)",
            "The lid",
            "Probably (2 in 3)",
            "Yes",
            "I was right",
        )
        choice = next((label for label in wanted if label in labels), "")
        if not choice:
            break
        talk.press(choice)
    return [one for one in seen(talk.outputs) if one in NAMES]


def test_a_puzzle_comes_before_its_question_and_the_whole_after_it() -> None:
    assert to_the_end(begun("Visual"))[:3] == ["gap", "whole", "lid"]


def test_every_mode_shows_what_it_tells_of() -> None:
    assert [one for one in to_the_end(begun("Deep")) if one != "gap"][:2] == ["steam", "whole"]
    assert "speed" in to_the_end(begun("In practice"))


def test_what_announces_a_picture_comes_right_above_it() -> None:
    source = SOURCE.replace("It does.\n", "It does.\n\nLook at the steam:\n")
    talk = Conversation([pot(source)])
    talk.send_command("learn", "pot")
    talk.press("Deep")
    to_the_end(talk)
    told = next(seen(turn.outputs) for turn in talk.turns if "steam" in seen(turn.outputs))
    assert told[-3:] == ["Look at the steam:", "steam", "Steam turns back to "]
    assert sum("Look at the steam:" in said(turn) for turn in talk.turns) == 1


def test_nothing_but_an_announcement_is_no_message_before_its_picture() -> None:
    source = SOURCE.replace("It does.\n", "**By the way**\n\nLook at the steam:\n")
    talk = Conversation([pot(source)])
    talk.send_command("learn", "pot")
    talk.press("Deep")
    to_the_end(talk)
    (told,) = (turn for turn in talk.turns if "Look at the steam:" in said(turn))
    assert seen(told.outputs)[-3:] == ["**By the way**", "steam", "Steam turns back to "]


def reviewed(question: str) -> Conversation:
    """At the question's review, some days after the lesson."""
    talk = begun("Visual" if question == "hidden" else "Deep")
    to_the_end(talk)
    talk.clock += timedelta(days=30)
    talk.send_command("review")
    for _ in range(6):
        if talk.session and talk.session.review and talk.session.review.item.question == question:
            return talk
        talk.press(talk.labels[0])
    raise AssertionError(f"{question} is not due")


def test_a_review_asks_beside_the_puzzle_and_shows_the_whole_on_request() -> None:
    talk = reviewed("hidden")
    asked = seen(talk.turns[-1].outputs)
    assert asked[-2:-1] == ["gap"]
    talk.press("The lid", "Probably (2 in 3)")
    shown = seen(talk.press("Look it up").outputs)
    assert [one for one in shown if one in NAMES] == ["whole", "lid"]
    assert shown.index("whole") < shown.index("The lid closes it.") < shown.index("lid")


def test_a_review_without_a_key_is_answered_with_the_pictures_of_its_part() -> None:
    talk = reviewed("lid-helps")
    shown = seen(talk.press("Yes", "Probably (2 in 3)").outputs)
    assert "steam" in shown
    assert isinstance(talk.turns[-1].outputs[-1], Ask)
    assert all(one.text.strip() for one in talk.turns[-1].outputs if isinstance(one, Say | Ask))
