"""A class in a channel or thread of a server: what all read there, and what each is told alone."""

from datetime import timedelta

from bot.conversation.buttons import parse
from bot.conversation.classes.message import Control
from tests.rigs.courses import read_release
from tests.rigs.discord_stage import DiscordStage, Shown
from tests.rigs.paths import KITCHEN
from tests.rigs.transcript import let_pass

RELEASE = read_release(KITCHEN)


def leads(text: str) -> bool:
    """Whether this is what leads a class."""
    return text.startswith("**You lead this class**")


class Classroom:
    """What all read in the channel or thread of a class, and what each is told alone."""

    def __init__(self, stage: DiscordStage) -> None:
        self.stage = stage

    def messages(self) -> list[Shown]:
        """All that the bot has said, oldest first."""
        found = [
            one for there in self.stage.env.backend.messages.values() for one in there.values()
        ]
        bot = self.stage.env.backend.bot_user.id
        return [
            Shown.of(one) for one in sorted(found, key=lambda one: one.id) if one.author_id == bot
        ]

    @property
    def shared(self) -> Shown:
        """The newest message that all see."""
        return [one for one in self.messages() if not one.ephemeral and one.texts][-1]

    @property
    def alone(self) -> str:
        """What one member was told last."""
        return [one for one in self.messages() if one.ephemeral][-1].text

    async def passes(self) -> None:
        await self.stage.settled()
        await let_pass(self.stage, timedelta(seconds=4))
        await self.stage.settled()

    def controls(self, name: str) -> Shown | None:
        """What leads the class, as this member sees it last."""
        me, backend = self.stage.person(name).id, self.stage.env.backend
        seen = [
            Shown.of(one)
            for there in backend.messages.values()
            for one in there.values()
            if one.visible_to(me)
        ]
        led = [one for one in seen if one.ephemeral and leads(one.text)]
        return max(led, key=lambda one: one.id) if led else None

    async def presses(self, name: str, label: str) -> None:
        """Press a button that all see, or else one of the controls, which come first if need be."""
        shown = self.shared
        if label not in shown.buttons:
            led = self.controls(name)
            if led is None or label not in led.buttons:
                await self.presses(name, "Lead…")
                led = self.controls(name)
            assert led is not None
            shown = led
        stored = self.stage.env.backend.get_message(shown.channel, shown.id)
        await self.stage._on_time()
        real = self.stage._message(stored)
        await self.stage.member(name).click(real, custom_id=shown.buttons[label])
        await self.passes()

    async def answers(self, name: str, label: str, sure: str) -> None:
        """Press an answer, and send the form that it opens; without an answer, words in it."""
        shown = self.shared
        await self.stage._on_time()
        real = self.stage._message(self.stage.env.backend.get_message(shown.channel, shown.id))
        member = self.stage.member(name)
        token = parse(shown.buttons.get(label) or shown.buttons["Write…"])
        assert token is not None
        words = label if token.choice == Control.WRITE else str(token.choice)
        opened = await member.click(real, custom_id=str(token))
        await member.submit_modal(opened, {"answer": words, "sure": sure})
        await self.passes()

    async def begins(self, host: str, *members: str) -> None:
        for name in members:
            self.stage.person(name)
        await self.stage.types(host, "/class tea")
        await self.passes()
