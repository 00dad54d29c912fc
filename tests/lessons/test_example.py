"""What is nearly a milestone's example, and what only follows its form."""

import re
from functools import cache

import pytest

from bot.lessons.answers import VERDICT, repeated_lines
from bot.lessons.example import behind_hand_in, examples, nearly, said_in
from bot.lessons.model import Lesson
from bot.lessons.practice import Milestone
from tests.rigs.courses import read_lesson
from tests.rigs.paths import CONTENT


@cache
def lessons() -> dict[str, Lesson]:
    """The lessons that are taught, with their translations, by their files."""
    return {file.stem: read_lesson(file) for file in sorted((CONTENT / "genai").glob("*.md"))}


@cache
def milestones() -> dict[str, Milestone]:
    """Each milestone of theirs, by its lesson and number."""
    return {
        f"{name} {number}": one
        for name, lesson in lessons().items()
        for number, one in enumerate(lesson.project.milestones, start=1)
    }


def example(one: Milestone) -> str:
    found = examples(behind_hand_in(one.text)) or examples(one.text)
    return "\n".join(map(said_in, found))


def near(name: str, text: str) -> bool:
    one = milestones()[name]
    return nearly(text, "\n\n".join((*one.ways_round, one.text)), one.hand_in)


COPIES = {
    "retrieval 1": (
        "Mine, for our choir: 41 documents, 1,210 pages, 9 thrown out. Fee table: the choir's "
        "empty weekday cell is gone, so its 9 euros could be for any day. \"What's the gym on a "
        'Monday?" might get: 9 euros.'
    ),
    "retrieval 4": (
        "Changed: pools' names beside their codes, for 4, 9 and 12. Found: 8, now 10. Used: 7, now "
        "9. Not stated: 2, still 2. New: 2 of 3. Again: one of three differed, so it may be luck. "
        "Dear board, please write a pool's name beside its code. My questions tested no scans. "
        "That's all from me!"
    ),
    "what-is-genai 2": (
        "In our choir: Common 5, rare 1. Most surprising: “Karl Berg founded our choir”, in both "
        "chats. There never was a Karl."
    ),
    "career-paths 3": (
        "Asked: who says that six were right?\nAnswer: I do, by the makers' manuals.\n"
        "Changed: the manual's page now stands next to each verdict."
    ),
    "coding-agent 6": (
        "here it is\nKept: 4\nThrown away: 2\nWorst: it rounded 2.4 kilos down to 2, and charged "
        "4.00."
    ),
    "career-paths.de 3": (
        "Bei mir: Frage: Wer sagt, dass sechs richtig waren?\nAntwort: ich, nach den Handbüchern "
        "der Hersteller.\nGeändert: Neben jedem Urteil steht jetzt die Seite im Handbuch."
    ),
}

OWN = {
    "retrieval 1": (
        "23 documents, 640 pages, 4 thrown out. Fee table: the rows came out one below the other, "
        "so nobody can tell whose 12 euros they are."
    ),
    "retrieval 3": (
        'Found 9 of 12, used 6 of those 9, "not stated" 3 of 3. Question 7 says "bike", the rules '
        'say "two-wheeled vehicle": never found.'
    ),
    "retrieval 4": (
        'A page on bikes added. Found 9, now 11. Used 6, now 8. "Not stated" 3, still 3. New: 3 of '
        "3. Asked again, none of three differed. Dear office, please date each rule. My questions "
        "tested no tables."
    ),
    "what-is-genai 2": (
        'Common 5, rare 2. Most surprising: "The mill burned down in 1911", in both chats. It '
        "never burned."
    ),
    "safety-and-bias 2": (
        "Let through: 2 of 4, after the change 0. Refused for nothing: 1 of 4. Surprise: the poem "
        "got the wifi password. Changed: I took it out. Still out: a driver's number, when asked "
        "in Dutch."
    ),
    "career-paths 2": (
        "BAKING: can a chatbot help my pupils? Marked by a baker\n\nFor: schools that plan a "
        "chatbot\nTest: 10 questions I get often\nRight: 7\nWrong: 3, two of them on yeast\nWhy: "
        "mixes up fresh and dried yeast\nNext: 20 more, only on dough"
    ),
    "career-paths 3": (
        "Asked: who says that seven were right?\nAnswer: my master, she marked them again.\n"
        "Changed: her name is on the page."
    ),
    "coding-agent 1": (
        "Goal: what a late book costs: 20 cents a day, at most 5 euros.\nLimit: one Python file, "
        "and later one for tests. Run in the terminal, no web page.\nDone:\n1 day costs 0.20\n25 "
        'days cost 5.00 (at the limit)\n-3 days: "Please check."'
    ),
    "coding-agent 6": "Kept: 3\nThrown away: 2\nWorst: it counted Sundays, and charged 1.40.",
    "writing-a-prompt 1": (
        "Task: answer from the house rules\nReader: tenants, on a phone\nPurpose: they needn't "
        "ring us\nForm: two sentences and the paragraph\nNever: a promise"
    ),
    "evaluation 7": (
        "Old 9 of 15, new 12. They differ in 5: new won 4, old 1. A coin does that easily. I'd "
        "wait for thirty cases. Untested: questions in Polish."
    ),
    "examples-and-reasoning 3": "start 2 2\nexamples 4 4 3 s\nroom to think 3 3 18 s",
    "first-app 1": "mistral-small-latest, https://api.mistral.ai/v1/chat/completions",
    "first-app 9": "Known: Members pay 8 euros a month.\nUnknown: not stated",
    "first-app 11": "First run: 4 ok\nSecond run: 5 ok",
    "context-engineering 2": "OLD 3, NEW 2",
    "tokens-and-context 4": "one page 3 cents, all 30 pages 7; 2 and 10 euros a million; 2026",
    "career-paths.de 3": (
        "Frage: Wer hat die Antworten benotet?\nAntwort: ich, und meine Kollegin hat alle "
        "nachgesehen.\nGeändert: Ihr Name steht jetzt unter der Seite."
    ),
}


@pytest.mark.parametrize("name", COPIES)
def test_an_example_with_a_few_words_around_it_is_nearly_that(name: str) -> None:
    assert near(name, COPIES[name])


@pytest.mark.parametrize("name", OWN)
def test_own_work_in_the_example_s_form_is_not(name: str) -> None:
    assert not near(name, OWN[name])


@pytest.mark.slow
def test_most_examples_are_known_again_and_none_is_another_milestone_s() -> None:
    there = {name: text for name, one in milestones().items() if (text := example(one))}
    known = [name for name, text in there.items() if near(name, f"Mine, for our choir: {text}")]
    assert len(known) > 0.7 * len(there)
    for name in milestones():
        assert not [other for other, text in there.items() if other != name and near(name, text)]


def test_an_example_that_stands_in_ones_own_work_is_not_all_of_it() -> None:
    text = example(milestones()["retrieval 1"])
    own = (
        "Ours is otherwise: seventeen scanned letters, three newsletters twice, all by hand. The "
        "table of rehearsals kept every row, because somebody typed tabs between columns."
    )
    assert not near("retrieval 1", f"{text}\n{own}")


# Lines that only say another again


FILLED = [
    ("Who may swim alone? (no. {n} of mine)", 15, 14),
    ("The deposit is due in May (case {n})", 4, 3),
    ("The rules are hard to read {n}", 5, 4),
    ("The rules are hard to read. {n}", 5, 4),
]


@pytest.mark.parametrize(("line", "lines", "repeats"), FILLED)
def test_lines_with_only_another_number_behind_them_repeat(
    line: str, lines: int, repeats: int
) -> None:
    assert repeated_lines("\n".join(line.format(n=n) for n in range(lines))) == repeats


@pytest.mark.parametrize(
    "text",
    [
        "The rules are hard to read\nThe rules are hard to read again",
        "The rules are hard to read.\nThe rules are hard to read. Once more.",
        "Nobody can read these rules. Again\nNobody can read these rules. Once more",
        "1. The rules are hard to read\n2. The rules are hard to read, too",
    ],
)
def test_a_word_or_two_behind_a_line_say_nothing_new(text: str) -> None:
    assert repeated_lines(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "What does the lease say about pets?\nWhat does the lease say about noise?",
        "What is due on page 1?\nWhat is due on page 2?\nWhat is due on page 3?",
        "Who founded our chess club? Ida Berg\nWho founded our chess club? Karl Berg",
        "How many children may swim? 12\nHow many children may swim? 14\nHow many children may "
        "swim? 13",
        "Who may swim on Sunday?\nWho may swim on Sunday? Members",
        "2 kilos cost 4.00\n3 kilos cost 7.00\n4 kilos cost 7.00",
        "12 cups of tea make 3\n15 cups of tea make 4",
        "The first chat took seconds: 3\nThe first chat took seconds: 4",
        "The usual answer took seconds 9\nThe usual answer took seconds 4\nThe usual answer took "
        "seconds 12",
        "The usual answer took seconds 9\nThe usual answer took seconds 10",
        "hours: read 2900, wrote 190\nfee: read 2890, wrote 150",
        "room to think 3 2\nroom to think 3 2 20 s",
        "solved 3\nsolved 4\nsolved 5",
        "You can ask for this at Dr. Roe\nYou can ask for this at Dr. Lee",
        "May kids swim alone? | rules, p. 3\nMay kids swim late? | rules, p. 4",
    ],
)
def test_lists_that_only_look_alike_are_all_there(text: str) -> None:
    assert repeated_lines(text) == 0


def test_of_the_course_s_examples_only_lines_that_are_the_same_repeat() -> None:
    texts = [example(one) for one in milestones().values()]
    for exercise in (each for lesson in lessons().values() for each in lesson.exercises):
        texts += re.findall(r"```[^\n]*\n(.*?)```", exercise.answer, re.DOTALL)
    assert len(texts) > 100
    for text in texts:
        lines = [line.strip() for line in text.splitlines() if len(line.split()) > VERDICT]
        assert repeated_lines(text) in (0, len(lines) - len({*lines})), text
