"""A question of the day, a duel and a board in a Discord channel."""

from datetime import timedelta

from bot.conversation.phrases import phrase
from tests.adapters.discord.classroom import RELEASE, Classroom
from tests.rigs.discord_stage import DiscordStage
from tests.rigs.transcript import let_pass


async def says(room: Classroom, name: str, text: str) -> None:
    await room.stage.types(name, text)
    await room.passes()


async def test_a_question_of_the_day_is_answered_in_a_form_and_told_the_next_day() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        room = Classroom(stage)
        for name in ("Ben", "Cleo"):
            stage.person(name)
        await says(room, "Ben", "/class daily")
        assert room.alone == phrase("daily.admins_only")
        await stage.owns("Ana")
        at = stage.clock + timedelta(hours=1)
        await says(room, "Ana", f"/class daily {at:%H:%M}")
        await let_pass(stage, timedelta(hours=1.1))
        question = room.shared
        assert "Question of the day" in question.text
        for name, label, sure in (
            ("Ana", "Cool water", "sure"),
            ("Ben", "Boiling water", "probable"),
            ("Cleo", "Boiling water", "guess"),
        ):
            await room.answers(name, label, sure)
        assert "3 people have answered" in room.shared.text
        await stage.restart()
        await let_pass(stage, timedelta(hours=24))
        asked = [one for one in room.messages() if not one.ephemeral and one.texts]
        assert "67%" in next(one for one in asked if one.id == question.id).text
        assert "Nobody has answered yet" in room.shared.text


async def test_a_duel_is_between_two_and_told_to_them_alone() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        room = Classroom(stage)
        ben = stage.member("Ben")
        stage.person("Cleo")
        await says(room, "Ana", f"/class duel <@{ben.id}> tea")
        challenge = room.shared
        await room.presses("Cleo", "I take it")
        assert room.alone == phrase("duel.not_for_you")
        await room.presses("Ben", "I take it")
        for label in ("Boiling water", "No", "Water", "It boils", "No"):
            await room.answers("Ana", label, "sure")
            await room.presses("Ben", "No idea")
        assert room.shared.id == challenge.id, "all of it is one message"
        assert phrase("duel.ended.private") in room.shared.text
        await room.presses("Ana", "How did I do?")
        assert "You: " in room.alone
        assert "differed on: 1, 2" in room.alone
        await room.presses("Cleo", "How did I do?")
        assert room.alone == phrase("duel.others")
        everybody = "\n".join(one.text for one in room.messages() if not one.ephemeral)
        for name in ("Ana", "Ben", "100"):
            assert name not in everybody, "nobody else reads how they did"


async def test_on_a_board_is_who_wants_to_be_by_the_name_they_have_there() -> None:
    async with DiscordStage(release=RELEASE, place="server") as stage:
        room = Classroom(stage)
        await stage.owns("Ana")
        await says(room, "Ana", "/class board on")
        await room.presses("Ben", "Put me on it")
        assert room.alone == phrase("board.joined", name="Ben", least=10)
        await room.presses("Ben", "Take me off")
        assert room.alone == phrase("board.left")
