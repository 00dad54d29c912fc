"""Why somebody chose what they did in a test: asked for in a sentence, and compared at the end.

The sentence stands beside the lesson's own reason there, and its writer says whether the two say
the same: a program can't tell, and to compare them is where the learning is. The score is about
what can be checked, and stays what it was. The reason for a wrong choice can't say the same: it is
quoted in the list of the test, above why that choice fails, and compared with nothing.

What was chosen rightly for another reason is known no better than what was only recognised, so it
is back as soon, see ``memory.remember_recognised``.
"""

from collections.abc import Mapping, Sequence

from bot.conversation.facts.learner import Attempt, Met, Submission
from bot.conversation.language.markup import escape_markdown, isolate_words, unquote_words
from bot.conversation.language.paging import paragraphs
from bot.conversation.lesson import quotation, recall
from bot.conversation.lesson.beats import Pose, Rate, Write
from bot.conversation.lesson.challenge import result_list
from bot.conversation.lesson.challenge.result_list import answers
from bot.conversation.lesson.playthrough import playthrough
from bot.conversation.lesson.project import submissions
from bot.conversation.lesson.quotation import Extent
from bot.conversation.offers import call, offer
from bot.conversation.phrases import phrase
from bot.conversation.question import choices, criteria, memory, posing, reveal, typed
from bot.conversation.question.criteria import Verdict
from bot.conversation.session import Run
from bot.conversation.turn import Scene
from bot.lessons.faults import shorten
from bot.values import replace

WALL = 1_900
"""Characters of all that is compared: so many are still read, and fit on Discord."""

SENTENCE, CLAUSE = 240, 120
"""Characters of a sentence that are quoted, and where that would make a wall."""

_LESS_AND_LESS: Sequence[tuple[Extent | None, bool]] = (
    ("whole", False),
    ("whole", True),
    ("short", True),
    (None, True),
)
"""How much is quoted of a question, and whether reasons are short, as long as it makes a wall."""


def ask_why(scene: Scene, beat: Write, before: str = "") -> None:
    """Ask for the reason of a choice, right below it; who comes back later sees what it was of."""
    here = playthrough(scene)
    asked, chosen = here.find_pose(beat.reason), here.run.outcome(beat.reason)
    made_now = [fact.question for fact in scene.facts if isinstance(fact, Attempt)]
    above = ""
    if chosen and beat.reason not in made_now:
        words = phrase("ask.plain", question=posing.words(asked.question, asked.wording))
        above = phrase("said", asked=words, said=choices.commitment(asked.question, chosen))
    rows = [[offer(phrase("ask.skip"), "skip")]]
    scene.ask(paragraphs(before, above, beat.text), rows, words=call("write"))


def keep(scene: Scene, beat: Write, text: str) -> bool:
    """Keep a reason for the end; returns whether it is a reason ("no idea" and signs are none)."""
    run = scene.run
    if typed.says_nothing(text):
        return False
    scene.facts.append(Submission(run.folder, run.lesson, beat.item, text))
    others = (pair for pair in run.reasoned if pair[0] != beat.reason)
    scene.run = replace(
        run,
        worked=tuple(dict.fromkeys((*run.worked, beat.item))),
        # The reason was asked for in the turn of the commitment.
        reasoned=(*others, (beat.reason, run.asked_at)),
    )
    return True


def ask(scene: Scene, beat: Rate, verdict: Verdict, before: str = "") -> None:
    if len(beat.reasons) == 1:
        lead, how = phrase("reasons.lead.one"), phrase("reasons.same")
        criteria.ask_one(scene, _compare_reasons(scene, beat, before, lead, how), scale="past")
        return
    lead, how = phrase("reasons.lead"), phrase("reasons.how")
    criteria.ask_ticks(scene, verdict, _compare_reasons(scene, beat, before, lead, how))


def judge(scene: Scene, beat: Rate, met: tuple[Met, ...]) -> None:
    """Keep the verdicts for the end; what was right for another reason is back sooner."""
    for pose, said in zip(beat.reasons, met, strict=True):
        run, id = scene.run, pose.question.id
        scene.run = recall.note_verdict(run, id, said)
        if said == "no" and _is_right(run, id):
            memory.remember_recognised(scene, id, dict(run.reasoned).get(id, run.asked_at))


def of_missed(scene: Scene) -> Mapping[str, str]:
    """What was written for choices that were wrong, short, by the questions' ids."""
    run, texts = scene.run, dict[str, str]()
    for beat in playthrough(scene).beats:
        if not isinstance(beat, Rate):
            continue
        for pose, item in zip(beat.reasons, beat.of, strict=True):
            outcome = run.outcome(pose.question.id)
            if outcome and not outcome.right and (own := _own(scene, item, CLAUSE)):
                texts[pose.question.id] = own
    return texts


def _is_right(run: Run, question: str) -> bool:
    outcome = run.outcome(question)
    return outcome is not None and outcome.right is True


def _compare_reasons(scene: Scene, beat: Rate, *around: str) -> str:
    """The reasons beside the lesson's, with what stands above and below; short if need be."""
    before, lead, how = around
    numbers = {
        answer.beat.question.id: answer.number for answer in answers(scene.lesson, scene.run)
    }
    for extent, short in _LESS_AND_LESS:
        rows = [
            _row(
                scene, beat, at, numbers[pose.question.id], _words(scene, pose, extent), short=short
            )
            for at, pose in enumerate(beat.reasons)
        ]
        text = paragraphs(before, lead, *rows, how)
        if len(text) <= WALL:
            break
    return text


def _words(scene: Scene, pose: Pose, extent: Extent | None) -> str:
    """What was asked, with what it rests on; or in a line, where that would be a wall, too."""
    if extent is None:
        return quotation.about(posing.words(pose.question, pose.wording))
    return quotation.quote_question(scene.lesson, pose.question, pose.wording, extent)


def _row(scene: Scene, beat: Rate, at: int, place: int, asked: str, *, short: bool) -> str:
    """What was asked, what was written, what is right, and why."""
    pose = beat.reasons[at]
    question = pose.question
    alone = len(beat.reasons) == 1
    key = "reasons.asked.one" if alone else "reasons.asked"
    lines = [phrase(key, number=at + 1, place=place, about=asked)]
    if own := _own(scene, beat.of[at], CLAUSE if short else SENTENCE):
        lines.append(phrase("reasons.wrote", text=own))
    lines.append(reveal.key(question, why=False))
    lines.append(phrase("reasons.reason", text=_reason_words(question.reason, short=short)))
    return "\n".join(lines)


def _own(scene: Scene, item: str, most: int) -> str:
    """What was written, in a line; it may have been erased since."""
    there = [submission.text for submission in submissions.work(scene, item)[-1:]]
    return "".join(
        isolate_words(escape_markdown(shorten(unquote_words(text.strip()), most))) for text in there
    )


def _reason_words(text: str, *, short: bool) -> str:
    return result_list.reason(text) if short else " ".join(text.split())
