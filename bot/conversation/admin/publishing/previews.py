"""A preview of a draft goes on for as long as whoever looks at it may see the draft.

It is a lesson under way, whose buttons ask for no right: a role that is narrowed or taken back in
the midst of it ends it, at the next input that would go on with it.
"""

from collections.abc import Callable

from bot.conversation.acts import under_way
from bot.conversation.admin.areas import allowed, denied, known
from bot.conversation.admin.publishing import drafts
from bot.conversation.inputs import Text
from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.scopes import of_lesson
from bot.conversation.session import Run
from bot.conversation.turn import Scene
from bot.values import replace


def _concerns(meant: Meant) -> Run | None:
    """The preview that an input goes on with."""
    session = meant.session
    run = session.run if session else None
    if session is None or run is None or not run.preview or under_way(session) is not run:
        return None
    if meant.acting:
        return run if meant.goes_on is run else None
    return run if meant.stray or isinstance(meant.given, Text) else None


def _needed(meant: Meant, run: Run, rest: Callable[[], Needs]) -> Needs:
    needs = rest()
    return replace(needs, admin=needs.admin or AdminNeeds(draft=run.preview))


def _run(scene: Scene, meant: Meant, run: Run, rest: Callable[[], None]) -> None:
    draft = known(scene).draft
    # Whoever may write the lesson reads to its end what was published or thrown away meanwhile.
    asked = drafts.scopes(scene.library, draft) if draft else of_lesson(scene.library, run.lesson)
    if allowed(scene, "draft", asked):
        rest()
        return
    scene.session = replace(scene.session, run=None)
    scene.close()
    if scene.known.roles:
        denied(scene)
    else:
        scene.say(phrase("press.closed"))


GUARD_PREVIEW: Interceptor[Run] = Interceptor(
    "guard preview",
    "ends the preview of whoever may not see its draft any more",
    _concerns,
    _run,
    _needed,
    before={"leave withdrawn revision": "nothing of a draft is told to who may not see it"},
)
