"""Reviews: what was answered in a lesson comes back until it stays.

Each commitment schedules its question, in whatever mode it is made. What is due is asked in small
sets, the most surprising first and one lesson after another. What comes next is looked for anew
each time, in what is due by then, so that a set left for days goes on with what matters by then.

=============  ============================================================
stage          what is open
=============  ============================================================
open           the question
confidence     a choice is made; how sure is it?
judge          a question without a key: the learner's own verdict is open
revealed       the reveal is being read
=============  ============================================================

A question keeps its lesson's revision while it is open. One that a later revision has dropped is
passed over; what was answered stays on record.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.conversation import questions, recap
from bot.conversation.facts import Judged, Scheduled, Suspended
from bot.conversation.flow import pack
from bot.conversation.known import Needs
from bot.conversation.phrases import count, phrase
from bot.conversation.scene import LessonMissingError, Scene
from bot.conversation.session import Offer, Outcome, Review, Session
from bot.learning import reviews
from bot.learning.predictions import Confidence, sureness
from bot.learning.reviews import Answer, Item
from bot.lessons.library import Library
from bot.lessons.model import Question

SET = 5
"""Questions in a set: what fits between two stops of a bus."""


# What a lesson calls


def remember(scene: Scene, lesson: str, question: Question, made: Outcome) -> None:
    """Schedule a question that was committed to; one without a key once it is judged.

    Raises ``LookupError`` if what is remembered of the lesson was not loaded for this turn.
    """
    if scene.known.items is None:
        raise LookupError(f"committing needs the items of {lesson}")
    if settled(made):
        item = reviews.answered(
            scene.known.items.get(question.id),
            _answer(scene, question, made),
            learner=scene.envelope.learner,
            lesson=lesson,
            question=question.id,
        )
        scene.facts.append(Scheduled(item))


def settled(made: Outcome) -> bool:
    """Whether there is a verdict: by key, by the learner, or for having no idea."""
    return made.right is not None or made.choice is None


# What a turn needs


def needs_next(library: Library, session: Session | None) -> Needs:
    """What must be loaded to ask the next question."""
    review = session.review if session else None

    def lesson_of(due: tuple[Item, ...], at: int) -> tuple[str, str] | None:
        item = _following(library, due, at, review)
        return (item.lesson, library.cards[item.lesson].revision) if item else None

    return Needs(due=True, lesson_of=lesson_of)


def needs(library: Library, session: Session, verb: str) -> Needs:
    """What must be loaded to carry out an act of the review under way."""
    review = session.review
    if review is None or verb in ("go", "skip", "suspend"):
        return needs_next(library, _passing(session) if verb == "skip" else session)
    return Needs(lesson=(review.item.lesson, review.revision))


def needs_resume(library: Library, session: Session | None, argument: str = "") -> Needs:
    """What must be loaded to go on with the review under way, or to begin one."""
    review = session.review if session else None
    if review is None or review.stage == "revealed":
        return needs_next(library, session)
    return Needs(lesson=(review.item.lesson, review.revision))


# Going on


def take_up(scene: Scene) -> None:
    """Go on with the review under way, or begin one."""
    if scene.session.review:
        resume(scene)
    else:
        begin(scene)


def begin(scene: Scene) -> None:
    """Bring back what is due, or say that nothing is."""
    due = _due(scene.library, scene.known.due or (), scene.now)
    item = _following(scene.library, scene.known.due or (), scene.now, None)
    if item is None:
        scene.close()
        scene.say(_nothing_due(scene))
        return
    scene.session = replace(scene.session.put_away(), review=None)
    _pose(scene, Review(scene.envelope.id, "", item, size=min(SET, len(due))))


def resume(scene: Scene) -> None:
    """Ask the question under way again; if it is answered, the next one."""
    review = _under_way(scene)
    if review.stage == "revealed":
        _next(scene)
    elif review.stage == "judge":
        _ask_verdict(scene)
    else:
        _ask(scene, replace(review, stage="open", choice=None, asked_at=scene.now))


def act(scene: Scene, verb: str, arguments: list[str]) -> None:
    """Carry out a choice of the review's open question."""
    match verb, arguments:
        case "go", []:
            scene.answered()
            _next(scene)
        case "commit", [choice, word]:
            _commit(scene, int(choice), sureness(word))
        case "pick", [choice]:
            _pick(scene, int(choice))
        case "sure", [word]:
            _commit(scene, _under_way(scene).choice, sureness(word))
        case "unknown", []:
            _commit(scene, None, "none")
        case "back", []:
            scene.answered()
            _ask(scene, replace(_under_way(scene), stage="open", choice=None))
        case "hint", []:
            scene.say(phrase("ask.hinted", hint=_question(scene).hint))
        case "skip", []:
            _said(scene, phrase("said.skip"))
            scene.session = _passing(scene.session)
            _next(scene)
        case "judge", [verdict]:
            _judge(scene, right=verdict == "yes")
        case "part", []:
            scene.answered()
            _tell(scene, recap.part(scene.lesson, _question(scene).id), part=False)
        case "suspend", []:
            scene.answered()
            scene.facts.append(Suspended(_under_way(scene).item))
            scene.say(phrase("review.suspended"))
            _next(scene)
        case _:
            raise ValueError(f"no such act in a review: {verb} {arguments}")


def waiting(scene: Scene) -> int:
    """How many questions are due by now, of those that were loaded."""
    return len(_due(scene.library, scene.known.due or (), scene.now))


def outlook(scene: Scene) -> str:
    """What is due, in a sentence; nothing if there is nothing to come."""
    if number := waiting(scene):
        return count("review.due", number)
    coming = _live(scene.library, scene.known.due or ())
    if not coming:
        return ""
    return phrase("review.next", when=_when(min(item.due for item in coming), scene.now))


def _nothing_due(scene: Scene) -> str:
    return " ".join(part for part in (phrase("review.none"), outlook(scene)) if part)


def _pose(scene: Scene, review: Review) -> None:
    card = scene.library.cards[review.item.lesson]
    _ask(scene, replace(review, revision=card.revision, asked_at=scene.now))


def _ask(scene: Scene, review: Review) -> None:
    """Ask the question under way, with a promise of when each answer brings it back."""
    scene.session = replace(scene.session, review=review)
    question, item = _question(scene), review.item
    if puzzle := recap.puzzle(scene.lesson, question.id):
        scene.show(puzzle)
    promised = reviews.promise(item, review.asked_at, learner=scene.envelope.learner)
    head = phrase("review.head", number=review.number, count=review.size, title=scene.lesson.title)
    promise = phrase(
        "review.promise",
        sure=_in_days(promised.sure),
        probable=_in_days(promised.probable),
        again=_in_days(promised.again),
    )
    asked = phrase("review.ask", question=question.text)
    parts = [head, recap.setting(scene.lesson, question.id), asked, promise]
    scene.ask("\n\n".join(part for part in parts if part), questions.rows(question))


def _next(scene: Scene) -> None:
    """The next question of the set, or its end."""
    review = _under_way(scene)
    item = _following(scene.library, scene.known.due or (), scene.now, review)
    if item is None or review.number == review.size:
        _end(scene, review)
        return
    later = Review(
        review.id,
        "",
        item,
        review.size,
        review.number + 1,
        right=review.right,
        passed=review.passed,
    )
    _pose(scene, later)


def _end(scene: Scene, review: Review) -> None:
    scene.session = replace(scene.session, review=None)
    answered = review.number - len(review.passed)
    key = "review.done" if answered else "review.done.none"
    parts = [phrase(key, right=review.right, total=answered), outlook(scene)]
    rows = [[Offer(phrase("review.more"), "review")]] if waiting(scene) else []
    left = next(iter(scene.session.shelf), None)
    if left and (card := scene.library.cards.get(left.lesson)):
        rows.append(
            [Offer(phrase("review.back", title=card.title), f"resume {left.lesson} {left.mode}")]
        )
    rows.append([Offer(phrase("start.lessons"), "menu")])
    scene.ask("\n\n".join(part for part in parts if part), rows)


# Committing


def _pick(scene: Scene, choice: int) -> None:
    label = _question(scene).options[choice].label
    _said(scene, label)
    review = replace(_under_way(scene), stage="confidence", choice=choice)
    scene.session = replace(scene.session, review=review)
    scene.ask(phrase("ask.confidence", label=label), questions.confidence_rows())


def _commit(scene: Scene, choice: int | None, sure: Confidence) -> None:
    review, question = _under_way(scene), _question(scene)
    made = questions.outcome(question, "review", choice, sure)
    took = scene.now - review.asked_at
    scene.facts.append(
        questions.attempt(review.id, review.item.lesson, review.revision, made, took)
    )
    _said(scene, questions.said(question, choice, sure))
    if settled(made):
        _reveal(scene, made, _told(scene, made))
        return
    scene.session = replace(
        scene.session, review=replace(review, stage="judge", choice=None, made=made)
    )
    for text in pack(recap.part(scene.lesson, question.id)):
        scene.say(text)
    _ask_verdict(scene)


def _ask_verdict(scene: Scene) -> None:
    made, question = _under_way(scene).made, _question(scene)
    label = question.options[made.choice].label if made and made.choice is not None else ""
    scene.ask(phrase("ask.judge", label=label), questions.verdict_rows())


def _judge(scene: Scene, *, right: bool) -> None:
    review = _under_way(scene)
    if review.made is None:
        raise ValueError("there is nothing to judge")
    scene.facts.append(Judged(review.id, review.item.question, "review", right))
    _said(scene, phrase("ask.judge.yes" if right else "ask.judge.no"))
    _reveal(scene, replace(review.made, right=right), [])


def _told(scene: Scene, made: Outcome) -> list[str]:
    """The reveal of a question with a key; without one, the part of the lesson answers it."""
    question = _question(scene)
    if question.open:
        return [phrase("review.unknown"), *recap.part(scene.lesson, question.id)]
    return questions.answer(question, made, recap.myth(scene.lesson, question.id))


def _reveal(scene: Scene, made: Outcome, parts: list[str]) -> None:
    """Answer the commitment, say what has changed, and when the question is back."""
    review, question = _under_way(scene), _question(scene)
    before = review.item
    item = reviews.answered(
        before,
        _answer(scene, question, made),
        learner=scene.envelope.learner,
        lesson=before.lesson,
        question=before.question,
        asked_at=review.asked_at,
    )
    scene.facts.append(Scheduled(item))
    after = replace(
        review,
        item=item,
        stage="revealed",
        choice=None,
        made=made,
        right=review.right + bool(made.right),
    )
    scene.session = replace(scene.session, review=after)
    change = _change(question, before.answer, item.answer)
    back = phrase("review.returns", when=_when(item.due, scene.now))
    _tell(scene, [*parts, f"{change}\n{back}"], part=not question.open)


def _tell(scene: Scene, parts: list[str], *, part: bool) -> None:
    """Say these, and let the learner go on; with ``part``, what the lesson says is offered."""
    *first, last = pack(parts)
    for text in first:
        scene.say(text)
    offers = [[Offer(phrase("ask.continue"), "go")]]
    if part and recap.part(scene.lesson, _question(scene).id):
        offers.append([Offer(phrase("review.part"), "part")])
    scene.ask(last, [*offers, [Offer(phrase("review.suspend"), "suspend")]])


def _change(question: Question, before: Answer, now: Answer) -> str:
    """What was said last time, and what that says of now."""
    moved = ("right" if before.right else "wrong") + ("_right" if now.right else "_wrong")
    same = "same" if before.said == now.said and not now.right else moved
    return phrase(
        f"review.last.{same}", said=questions.said_as(question, before.said, before.confidence)
    )


def _answer(scene: Scene, question: Question, made: Outcome) -> Answer:
    said = None if made.choice is None else question.options[made.choice].label
    return Answer(said, made.confidence, bool(made.right), scene.now)


# Where we are


def _under_way(scene: Scene) -> Review:
    if scene.session.review is None:
        raise ValueError("no review is under way")
    return scene.session.review


def _question(scene: Scene) -> Question:
    id = _under_way(scene).item.question
    for question in scene.lesson.questions:
        if question.id == id:
            return question
    raise LessonMissingError(f"the lesson has no question {id}")


def _said(scene: Scene, what: str) -> None:
    asked = scene.open.text if scene.open else ""
    scene.answered(phrase("said", asked=asked, said=what))


def _passing(session: Session) -> Session:
    """The session with the question under way passed over."""
    review = session.review
    if review is None:
        return session
    key = (review.item.lesson, review.item.question)
    return replace(session, review=replace(review, passed=(*review.passed, key)))


def _following(
    library: Library, items: Iterable[Item], at: int, review: Review | None
) -> Item | None:
    """What is asked next: of another lesson than the question before it, where that can be."""
    passed = review.passed if review else ()
    left = [item for item in _live(library, items) if (item.lesson, item.question) not in passed]
    return reviews.following(left, at, last=review.item.lesson if review else "")


def _due(library: Library, items: Iterable[Item], at: int) -> list[Item]:
    return reviews.due(_live(library, items), at)


def _live(library: Library, items: Iterable[Item]) -> list[Item]:
    """Those whose question the lesson still has."""
    cards = library.cards
    return [
        item
        for item in items
        if item.lesson in cards and item.question in cards[item.lesson].questions
    ]


def _when(due: int, at: int) -> str:
    return _in_days(reviews.until(due, at))


def _in_days(days: int) -> str:
    return phrase("when.today") if days == 0 else count("when.days", days)
