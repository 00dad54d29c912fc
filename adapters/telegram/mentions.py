"""How a message in a group is addressed to us: by a mention, or as a reply to one of ours."""

from telegram import Message, MessageEntity, User


def answers(message: Message, me: User) -> bool:
    """Whether a message replies to one of ours."""
    replied = message.reply_to_message
    return bool(replied and replied.from_user and replied.from_user.id == me.id)


def names(message: Message, me: User) -> bool:
    """Whether a message that isn't a command names us."""
    entities = message.entities or message.caption_entities
    return bool(found(message.text or message.caption or "", entities, me))


def found(text: str, entities: tuple[MessageEntity, ...], me: User) -> list[tuple[int, int]]:
    """Where we are mentioned, in the bytes of the text as UTF-16; in order."""
    units = text.encode("utf-16-le")
    ours = f"@{me.username}".casefold()
    places = []
    for entity in sorted(entities, key=lambda one: one.offset):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        named = units[start:end].decode("utf-16-le").casefold() == ours
        if (entity.type == MessageEntity.MENTION and named) or (
            entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.id == me.id
        ):
            places.append((start, end))
    return places


def unaddressed(text: str, ours: list[tuple[int, int]]) -> str:
    """The text without the mentions that it begins or ends with, which only address us."""
    units = text.encode("utf-16-le")
    start, end = 0, len(units)
    for one, over in ours:
        if not units[start:one].decode("utf-16-le").strip():
            start = over
    for one, over in reversed(ours):
        if one >= start and not units[over:end].decode("utf-16-le").strip():
            end = one
    return units[start:end].decode("utf-16-le").strip()
