"""Files: what is kept of what is said of them, how it is shown, and what they come to."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.facts.learner import AlarmSet, File, Submission
from bot.conversation.inputs import Alarm, Command, Input, Text, Upload
from bot.conversation.lesson.project import submissions
from bot.conversation.outputs import Ask, Notice, Retire
from tests.rigs.filenames import NAMES, SIZES
from tests.rigs.moves import conversation
from tests.rigs.talk import Conversation, said


@pytest.mark.parametrize(("name", "shown"), NAMES.values(), ids=list(NAMES))
def test_of_a_name_that_is_kept_which_is_safe_to_show(name: str, shown: str) -> None:
    assert submissions.describe_upload(Upload(name, 1, "", "r")).name == shown


@pytest.mark.parametrize(("size", "believed"), SIZES.values(), ids=list(SIZES))
def test_a_size_is_believed_if_it_can_be(size: int, believed: int | None) -> None:
    assert submissions.describe_upload(Upload("a", size, "", "r")).size == believed


def test_no_size_is_a_truth_value_or_a_text() -> None:
    for size in (True, "12", 1.5, [3]):
        assert submissions.describe_upload(Upload("a", size, "", "r")).size is None  # type: ignore[arg-type]  # what a platform might say


@pytest.mark.parametrize(
    ("media", "kept"),
    [
        ("image/png", "image/png"),
        ("Application/PDF", "application/pdf"),
        ("", ""),
        ("text", ""),
        ("text/html; charset=x", ""),
        ("a/b\n", ""),
        ("x" * 99 + "/y", ""),
        ("../etc", ""),
    ],
)
def test_a_media_type_is_one_or_nothing(media: str, kept: str) -> None:
    assert submissions.describe_upload(Upload("a", 1, media, "r")).media == kept


@pytest.mark.parametrize("reference", ["x" * 2_001, "a\nb", "a\x00", "\ud83d"])
def test_a_reference_that_can_not_be_one_is_dropped(reference: str) -> None:
    assert submissions.describe_upload(Upload("a", 1, "", reference)).reference == ""


def test_a_reference_is_kept_and_shown_nowhere() -> None:
    upload = Upload("a", 1, "", "secret")
    assert submissions.describe_upload(upload).reference == "secret"
    assert "secret" not in repr(upload)
    assert "secret" not in repr(submissions.describe_upload(upload))


@given(st.text(max_size=300), st.one_of(st.none(), st.integers()), st.text(max_size=50))
def test_whatever_is_claimed_can_be_kept_and_stands_on_one_line(
    name: str, size: int | None, media: str
) -> None:
    file = submissions.describe_upload(Upload(name, size, media, name))
    assert len(file.name) <= submissions.NAME
    assert file.name.isprintable()
    assert not set(file.name) & set("/\\`")
    assert file.name not in (".", "..")
    f"{file.name}{file.media}{file.reference}".encode()
    assert "\n" not in submissions.describe_file(file)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (File("a.txt", None, "", ""), "`a.txt`"),
        (File("a.txt", 0, "", ""), "`a.txt`"),
        (File("a.txt", 12, "", ""), "`a.txt` (1 kB)"),
        (File("a.txt", 120_400, "", ""), "`a.txt` (120 kB)"),
        (File("a.txt", 2_340_000, "", ""), "`a.txt` (2.3 MB)"),
        (File("a.txt", 3_000_000_000, "", ""), "`a.txt` (3 GB)"),
        (File("", 999_000, "image/jpeg", ""), "a picture (999 kB)"),
        (File("", None, "audio/ogg", ""), "a recording"),
        (File("", None, "video/mp4", ""), "a video"),
        (File("", None, "application/pdf", ""), "a file"),
    ],
)
def test_a_file_is_told_by_name_and_size(file: File, words: str) -> None:
    assert submissions.describe_file(file) == words


# In conversation


def project() -> Conversation:
    """The first milestone is open."""
    talk = conversation()
    talk.send(Command("learn", "tea"))
    talk.press("Project", "Continue")
    return talk


def upload(name: str = "cups.jpg", **more: str) -> Upload:
    return Upload(name, 1_000, "image/jpeg", f"ref:{name}", **more)


def work(talk: Conversation) -> list[Submission]:
    return [fact for fact in talk.facts if isinstance(fact, Submission)]


def test_words_beside_a_file_are_the_answer_where_words_are() -> None:
    talk = conversation()
    talk.send(Command("learn", "tea"))
    talk.press("Try")
    told = said(talk.send(upload(text="It smells of grass and of smoke.")))
    assert told.startswith("I can't read files here, so I've taken only what you wrote.")
    assert [one.text for one in work(talk)] == ["It smells of grass and of smoke."]
    assert work(talk)[0].file is None


def test_words_beside_a_file_choose_as_they_do_alone() -> None:
    talk = conversation()
    talk.send(Command("learn", "tea"))
    talk.begin("rain")
    assert "8–20 holds it" in said(talk.send(upload(text="8 to 20")))


def test_a_file_where_nothing_is_asked_is_told_of_the_way_on() -> None:
    talk = conversation()
    talk.begin("rain")
    talk.press("Skip")
    assert talk.labels[0] == "Continue"
    told = said(talk.send(upload()))
    assert told == "I can't read files here. Press *Continue* when you're ready, or type it."


WHERE: list[tuple[list[str], list[str]]] = [
    (["/start"], []),
    (["/learn tea"], []),
    (["/learn tea"], ["Deep", "Continue", "Continue"]),
    (["/learn tea"], ["Try"]),
    (["/learn tea"], ["From memory"]),
    (["/learn tea"], ["Project"]),
    (["/learn tea"], ["Project", "Continue", "All milestones"]),
]


@pytest.mark.parametrize(("commands", "presses"), WHERE, ids=[str(where[1]) for where in WHERE])
def test_a_file_that_is_not_wanted_gets_a_friendly_word_and_changes_nothing(
    commands: list[str], presses: list[str]
) -> None:
    talk = conversation()
    for command in commands:
        name, _, argument = command.removeprefix("/").partition(" ")
        talk.send(Command(name, argument))
    for label in presses:
        talk.press(label)
    before = talk.session
    turn = talk.send(upload())
    assert said(turn).startswith("I can't read files here")
    assert len(turn.outputs) == 1
    assert turn.facts == ()
    assert talk.session == before


def test_a_newcomer_s_file_gets_a_friendly_word_too() -> None:
    talk = conversation()
    assert "I can't read files here" in said(talk.send(upload()))
    assert "/learn" in said(talk.turns[-1])


def test_a_milestone_takes_text_a_link_a_file_or_a_tick_and_adds_what_comes_again() -> None:
    talk = project()
    turn = talk.send(upload(text="Sixty is flat."))
    assert "📎 Handed in: `cups.jpg` (1 kB)." in said(turn)
    assert [one for one in turn.outputs if isinstance(one, Retire)]
    talk.press("All milestones", "1 · Three cups")
    assert "> Sixty is flat." in said(talk.turns[-1])
    talk.type("Eighty is best.")
    talk.press("Tick it off")
    overview = said(talk.press("All milestones"))
    assert "*…and 1 earlier*\n“Eighty is best.”" in overview
    overview = said(talk.press("Continue", "Judge my work"))
    assert "`cups.jpg` (1 kB) “Sixty is flat.”\n“Eighty is best.”" in overview
    assert "ticked, nothing handed in" in overview
    assert [(one.item, one.text, one.file and one.file.name) for one in work(talk)] == [
        ("three-cups", "Sixty is flat.", "cups.jpg"),
        ("three-cups", "Eighty is best.", None),
        ("a-rule", "", None),
    ]


def test_of_much_work_the_latest_is_shown_and_the_rest_is_counted() -> None:
    talk = project()
    for n in range(12):
        talk.type(f"Cup {n}. " + "It goes on. " * 20)
        talk.press("All milestones", "1 · Three cups")
    shown = said(talk.turns[-1])
    assert "…and 2 earlier" in shown
    assert "Cup 1." not in shown
    assert "Cup 2." in shown
    talk.press("All milestones")
    assert talk.asked is not None
    overview = talk.asked.text
    assert all(len(line) < 140 for line in overview.splitlines() if "Cup" in line)


def test_an_album_belongs_to_one_milestone_and_each_file_of_it_is_told() -> None:
    talk = project()
    talk.send(upload("1.jpg", text="All three", album="g1"))
    asked = talk.asked
    turn = talk.send(upload("2.jpg", album="g1"))
    assert said(turn) == "📎 Added: `2.jpg` (1 kB)."
    assert talk.session is not None
    assert talk.session.open is not None
    assert asked is not None
    assert asked.text == talk.session.open.text, "the next milestone is still open"
    talk.send(upload("3.jpg", album="g1"))
    assert [(one.item, one.file and one.file.name) for one in work(talk)] == [
        ("three-cups", "1.jpg"),
        ("three-cups", "2.jpg"),
        ("three-cups", "3.jpg"),
    ]
    talk.send(upload("4.jpg", album="g2"))
    assert work(talk)[-1].item == "a-rule"
    talk.send(upload("5.jpg", album="g2"))
    assert work(talk)[-1].item == "a-rule"
    assert "`5.jpg`" in said(talk.press("All milestones", "2 · A rule"))


def test_a_file_after_the_last_milestone_belongs_to_the_work_that_came_last() -> None:
    talk = project()
    talk.press("Tick it off", "Tick it off")
    assert "Added to *A rule*: `1.jpg`" in said(talk.send(upload("1.jpg", album="g1")))
    talk.press("Judge my work")
    assert "Added to *A rule*: `2.jpg`" in said(talk.send(upload("2.jpg")))
    assert [one.item for one in work(talk)[-2:]] == ["a-rule", "a-rule"]
    assert talk.labels == ["☐ 1", "☐ 2", "Done"], "what is asked stays open"


def test_the_rest_of_an_album_comes_in_even_when_the_project_is_over() -> None:
    talk = project()
    talk.press("Tick it off")
    talk.send(upload("1.jpg", album="g1"))
    talk.press("Judge my work", "☐ 1", "☐ 2", "Done")
    assert talk.session is not None
    assert talk.session.run is None
    assert "Added: `2.jpg`" in said(talk.send(upload("2.jpg", album="g1")))
    assert work(talk)[-1].item == "a-rule"


def test_a_file_for_a_question_that_is_closed_answers_no_other() -> None:
    talk = project()
    assert talk.asked is not None
    first = talk.asked.question
    talk.press("Tick it off")
    turn = talk.send(upload(question=first))
    assert [type(output) for output in turn.outputs] == [Notice]
    assert len(work(talk)) == 1
    talk.send(upload(question=talk.asked.question))
    assert work(talk)[-1].file is not None


def test_only_a_milestone_asks_for_files() -> None:
    talk = project()
    assert [one.files for one in talk.outputs if isinstance(one, Ask)][-1]
    talk.send(Command("learn", "tea"))
    talk.press("Try")
    assert talk.asked is not None
    assert (talk.asked.words, talk.asked.files) == (True, False)


def test_a_run_is_judged_and_finished_once_all_milestones_were_come_to() -> None:
    talk = project()
    talk.press("Skip", "Skip")
    # There is nothing to judge.
    assert talk.labels == ["Finish", "1 · Three cups", "2 · A rule", "All milestones"]
    talk.press("2 · A rule", "Tick it off")
    assert talk.labels[0] == "Judge my work"
    talk.press("Judge my work", "☐ 1", "Done", "Finish")
    assert talk.session is not None
    assert talk.session.run is None


MOVES = st.lists(
    st.one_of(
        st.integers(0, 5),
        st.sampled_from(["words", "1"]).map(Text),
        st.sampled_from(["", "g1", "g2"]).map(lambda album: upload(album=album)),
        st.sampled_from(["continue", "stop", "learn"]).map(Command),
    ),
    max_size=40,
)


@given(MOVES)
def test_whatever_is_done_in_a_project_nothing_that_was_handed_in_is_lost(
    moves: list[int | Input],
) -> None:
    talk = project()
    for move in moves:
        before = len(work(talk))
        if not isinstance(move, int):
            turn = talk.send(move)
            taken = "📎" in said(turn) or any(
                isinstance(one, Retire) and "handed in" in one.text for one in turn.outputs
            )
            if isinstance(move, Upload):
                assert taken == (len(work(talk)) == before + 1)
                assert taken or "I can't read files here" in said(turn)
        elif talk.session and talk.session.open and talk.asked:
            talk.press(talk.asked.choices[move % len(talk.asked.choices)].label)
        assert len(work(talk)) >= before


def test_a_milestone_that_was_left_for_another_is_still_brought_back_until_it_is_done() -> None:
    talk = project()
    talk.press("Remind me", "Tomorrow")
    (alarm,) = [fact for fact in talk.facts if isinstance(fact, AlarmSet)]
    talk.send(Command("continue"))
    talk.press("All milestones", "2 · A rule")
    talk.clock += timedelta(days=1, hours=12)
    talk.send(Alarm(alarm.kind, alarm.at))
    assert talk.asked is not None
    assert "Milestone 1 of 2" in talk.asked.text
    talk.press("Tick it off")
    talk.clock += timedelta(days=1)
    assert talk.send(Alarm(alarm.kind, alarm.at)).outputs == ()
    talk.press("Skip", "Judge my work")
    talk.clock += timedelta(days=1)
    assert talk.send(Alarm(alarm.kind.replace("three-cups", "a-rule"), alarm.at)).outputs == ()


def test_going_on_leads_past_milestones_that_are_done() -> None:
    talk = project()
    talk.press("Skip", "Tick it off", "1 · Three cups", "Tick it off")
    assert talk.asked is not None
    assert "Every milestone is done" in talk.asked.text
    assert len(talk.labels) == 2, "what was done in this turn is no longer to be gone to"
