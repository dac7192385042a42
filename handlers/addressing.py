"""Whether a message is meant for the bot, and what it says once the bot's name is taken out."""

from __future__ import annotations

from telegram import Message, MessageEntity, Update, User
from telegram.constants import ChatType

_MENTIONS: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]


def words_for(bot: User, message: Message) -> str | None:
    """The words of `message` if it is meant for `bot`, else None.

    In private everything is; in a group only what names the bot or replies to it. A bare name under
    somebody else's message asks for an answer to that message. What a person sent through the bot's
    own inline mode is an answer already.
    """
    if message.via_bot and message.via_bot.id == bot.id:
        return None
    words = readable(message.text or message.caption or "")
    if message.chat.type == ChatType.PRIVATE:
        return words
    names = [name for entity, name in _mentions(message).items() if _is_bot(bot, entity, name)]
    above = message.reply_to_message
    if not names and not (above and above.from_user and above.from_user.id == bot.id):
        return None
    for name in names:
        words = words.replace(readable(name), " ", 1)
    if not words.strip() and above:
        words = readable(above.text or above.caption or "")
    return words.strip()


def meant_for(bot: User, update: Update) -> bool:
    """Whether somebody wrote the update to `bot`: a message, a command or a pressed button, no inline query."""
    message = update.message or update.edited_message
    if message is None:
        return update.callback_query is not None
    command = (message.text or "").startswith("/")
    return (command and message.chat.type != ChatType.PRIVATE) or words_for(bot, message) is not None


def _mentions(message: Message) -> dict[MessageEntity, str]:
    return message.parse_entities(_MENTIONS) if message.text else message.parse_caption_entities(_MENTIONS)


def _is_bot(bot: User, entity: MessageEntity, name: str) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == bot.id
    return name.lower() == f"@{bot.username}".lower()


def readable(text: str) -> str:
    """`text` without halves of UTF-16 pairs, which can be neither stored nor sent."""
    return text.encode("utf-8", "replace").decode("utf-8")
