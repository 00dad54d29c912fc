"""Leading a class: its host decides when it is discussed, asked again, revealed, and goes on.

Each step belongs to the phase that the buttons stand for, so of two presses at once the second is
told that it is done. Whoever leads may hand it over; if they say nothing for some minutes, whoever
presses next takes over.
"""

from bot.conversation.buttons import name
from bot.conversation.classes import row
from bot.conversation.classes.chat_card import aside
from bot.conversation.classes.message import (
    MAX_QUESTIONS,
    SHORT_CLASS,
    TOGGLES,
    Control,
    begins,
    controls,
    pages,
    spread_choice,
)
from bot.conversation.classes.shares import MIN_ANSWERS
from bot.conversation.facts.live_class import ClassPhase, LiveClass
from bot.conversation.inputs import LearnerId
from bot.conversation.language.locale import manner
from bot.conversation.outputs import Ask, Retire, Revise
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene
from bot.values import replace

SILENCE = 180_000_000
"""Microseconds without a step of the host's after which another may take over: three minutes."""

CLOCK = 60
"""Seconds for each step of a class that goes on by itself."""

_PICKING = frozenset((Control.PICK, Control.MORE, Control.BACK))

_STEPS: dict[Control, tuple[frozenset[ClassPhase], ClassPhase]] = {
    Control.SHORT: (frozenset({"gathering"}), "asking"),
    Control.ALL: (frozenset({"gathering"}), "asking"),
    Control.CLOCK: (frozenset({"gathering"}), "asking"),
    Control.PICKED: (frozenset({"gathering"}), "asking"),
    Control.DISCUSS: (frozenset({"asking"}), "discussing"),
    Control.SHOW: (frozenset({"asking"}), "discussing"),
    Control.AGAIN: (frozenset({"discussing"}), "again"),
    Control.REVEAL: (frozenset({"asking", "discussing", "again"}), "revealed"),
    Control.NEXT: (frozenset({"revealed"}), "asking"),
    Control.END: (frozenset({"gathering", "asking", "discussing", "again", "revealed"}), "over"),
}
"""What each step leads to, and from where."""


def step(scene: Scene, live: LiveClass, control: Control) -> None:
    """Carry out a step of the host's; anybody else is told that it is not theirs, or takes over."""
    mine = live.host == scene.envelope.sender
    if control == Control.LEAD:
        lead(scene, live)
        return
    if control in (Control.PAUSE, Control.GO_ON) and (mine or _is_led_by_nobody(scene, live)):
        # Of a class that goes by itself nobody need be the host for it to wait.
        _pause(scene, live, control)
        return
    if not mine:
        _take_over(scene, live)
        return
    if control == Control.HAND_OVER:
        row.keep(scene, replace(live, host=LearnerId(""), heard=scene.now))
        scene.outputs.append(Retire(_controls_of(live), phrase("class.handed_over")))
        return
    if control in _PICKING:
        pick(scene, live, control)
        return
    begins, leads_to = _STEPS[control]
    if live.phase not in begins or (control == Control.PICKED and not live.picked):
        aside(scene, phrase("class.closed"))
        return
    if (
        control == Control.SHOW
        and row.class_data(scene).tally.count_committed(live.number, 1) < MIN_ANSWERS
    ):
        aside(scene, phrase("class.too_few.shown"))
        return
    live = _step(replace(live, heard=scene.now, shown=control == Control.SHOW), control)
    live = enter_phase(live, leads_to, scene.now)
    _keep(scene, live)


def lead(scene: Scene, live: LiveClass) -> None:
    """Give the controls to whoever leads the class or may, where nobody else sees them.

    Where others read along, that leads their host into our own chat; until they are there, the
    message of the class has its controls.
    """
    if live.host != scene.envelope.sender:
        if not _is_led_by_nobody(scene, live):
            aside(scene, phrase("class.not_yours"))
            return
        live = _taken_over(scene, live)
    if scene.envelope.overheard:
        row.keep(scene, live)
        aside(scene, phrase("class.lead.alone"), leads=f"_class-{live.id}-0")
        return
    row.keep(scene, replace(live, heard=scene.now, aside=True))
    text, language = _lead_text(scene, live), manner().language
    scene.outputs.append(Ask(_controls_of(live), text, controls(live), language=language))


def _controls_of(live: LiveClass) -> str:
    """The name of the message with the controls, which is its host's own."""
    return name(live.id, 0)


def _lead_text(scene: Scene, live: LiveClass) -> str:
    if not live.number:
        head = phrase("class.lead.begin", title=scene.lesson.title)
        return begins(live, scene.lesson, head)
    return phrase("class.lead.text", number=live.number, total=len(live.questions))


def _show_controls(scene: Scene, live: LiveClass) -> None:
    """Let the message with the controls say what can be done next."""
    if live.phase == "over":
        scene.outputs.append(Retire(_controls_of(live), phrase("class.over")))
    elif not scene.envelope.overheard:
        scene.outputs.append(Revise(_controls_of(live), _lead_text(scene, live), controls(live)))


def _keep(scene: Scene, live: LiveClass) -> None:
    row.keep(scene, live)
    _show_controls(scene, live)


def _step(live: LiveClass, control: Control) -> LiveClass:
    match control:
        case Control.SHORT:
            return replace(live, questions=spread_choice(live.questions, SHORT_CLASS))
        case Control.ALL:
            return replace(live, questions=spread_choice(live.questions, MAX_QUESTIONS))
        case Control.PICKED:
            picked = tuple(question for question in live.questions if question in live.picked)
            return replace(live, questions=picked, picking=0, picked=())
        case Control.CLOCK:
            return replace(live, questions=spread_choice(live.questions, SHORT_CLASS), clock=CLOCK)
    return live


def _pause(scene: Scene, live: LiveClass, control: Control) -> None:
    """Let the clock stand still, or go on from where it stood."""
    if not live.clock or bool(live.paused) == (control == Control.PAUSE):
        aside(scene, phrase("class.closed"))
        return
    if live.paused:
        live = replace(live, since=live.since + scene.now - live.paused, paused=0)
    else:
        live = replace(live, paused=scene.now)
    if live.host == scene.envelope.sender:
        live = replace(live, heard=scene.now)
    _keep(scene, live)


def pick(scene: Scene, live: LiveClass, control: int) -> None:
    """Let the host choose questions: turn a page, choose or drop a question, or leave that."""
    if live.host != scene.envelope.sender:
        _take_over(scene, live)
        return
    live = replace(live, heard=scene.now)
    if live.phase != "gathering" or bool(live.picking) == (control == Control.PICK):
        aside(scene, phrase("class.closed"))
    elif control == Control.BACK:
        _keep(scene, replace(live, picking=0, picked=()))
    elif control in (Control.PICK, Control.MORE):
        _keep(scene, replace(live, picking=live.picking % pages(live) + 1))
    elif 0 <= control - TOGGLES < len(live.questions):
        _toggle(scene, live, live.questions[control - TOGGLES])


def _toggle(scene: Scene, live: LiveClass, question: str) -> None:
    if question in live.picked:
        after = tuple(id for id in live.picked if id != question)
    elif len(live.picked) < MAX_QUESTIONS:
        after = (*live.picked, question)
    else:
        aside(scene, phrase("class.pick.most", most=MAX_QUESTIONS))
        return
    _keep(scene, replace(live, picked=after))


def enter_phase(live: LiveClass, phase: ClassPhase, now: int) -> LiveClass:
    """The class in another phase; with ``asking``, at its next question or at its end."""
    if phase == "asking":
        number = live.number + 1
        if number > len(live.questions):
            return replace(live, phase="over", since=now)
        return replace(live, phase=phase, number=number, since=now, shown=False)
    return replace(live, phase=phase, since=now)


def _is_led_by_nobody(scene: Scene, live: LiveClass) -> bool:
    return not live.host or scene.now - live.heard >= SILENCE


def _take_over(scene: Scene, live: LiveClass) -> None:
    if not _is_led_by_nobody(scene, live):
        aside(scene, phrase("class.not_yours"))
        return
    row.keep(scene, _taken_over(scene, live))
    aside(scene, phrase("class.yours"))


def _taken_over(scene: Scene, live: LiveClass) -> LiveClass:
    envelope = scene.envelope
    return replace(live, host=envelope.sender, heard=scene.now, aside=not envelope.overheard)
