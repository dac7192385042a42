"""The officials' side of petitions: the group command, buttons `s:…`, and what officers write below cards.

Cards are in groups and, for what no group may see, in private chats. What nobody asked about a petition is passed on
to the other features.
"""

from __future__ import annotations

from dataclasses import replace
from textwrap import shorten

from telegram import CallbackQuery, Message, MessageOrigin, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, filters

from bot.errors import NotAllowed, NotFound
from bot.i18n import gettext as _
from bot.outgoing import Outgoing
from bot.petitions.desk import Forestalled, Officer
from bot.petitions.pressing import Pressed, Way
from bot.petitions.setting_desk import Group
from bot.petitions.writing import Written
from bot.replies import Reply
from handlers import questions, start
from handlers.addressing import readable
from handlers.context import Context, pressed
from handlers.conversation import first_of_album, ids, respond, toast, turn_page
from handlers.files import file_of
from handlers.message_filters import SENT
from handlers.turns import current

TOAST_CHARACTERS = 200
"""Bot API, answerCallbackQuery.text: 0-200 characters."""
_AWAY = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
_WRITTEN = filters.UpdateType.MESSAGES & SENT


class _BelowCard(filters.MessageFilter):
    """A reply to a message of the bot that is for officials."""

    def filter(self, message: Message) -> bool:
        above = message.reply_to_message
        mark = current.get().outbox.about(message.chat.id, above.message_id) if above else None
        return mark is not None and mark.startswith("card:")


async def on_group_words(update: Update, context: Context) -> None:
    """Keeps what an officer writes below a card or in its topic; everything else may be a question."""
    message = update.effective_message
    meant = _meant(message, context) if message else None
    if message and meant:
        _write(update, context, message, *meant)
    elif questions.READABLE.check_update(update):
        await questions.on_words(update, context)


async def on_private_words(update: Update, context: Context) -> None:
    """Keeps what an officer writes below a card in private."""
    message = update.effective_message
    meant = _meant(message, context) if message else None
    if message and meant:
        _write(update, context, message, *meant)


async def on_button(update: Update, context: Context) -> None:
    """Does what the pressed button asks for."""
    query, data = pressed(update)
    chat_id, person_id = ids(update)
    try:
        outcome = context.deps.staff.pressing.press(Officer(person_id, chat_id), data, context.turn.now)
    except (NotAllowed, NotFound, Forestalled) as error:
        _tell(context, query, str(error), alert=True)
        return
    _show(update, context, query, outcome)


async def on_desk_button(update: Update, context: Context) -> None:
    """Makes the group the desk of the chosen agency, or no desk any more."""
    query, data = pressed(update)
    chat_id, person_id = ids(update)
    setting, now = context.deps.staff.setting, context.turn.now
    try:
        if data == "undesk":
            reply = setting.give_up(person_id, chat_id, now)
        else:
            reply = setting.set(person_id, _group(update), data.partition(":")[2], now)
    except (NotAllowed, NotFound) as error:
        _tell(context, query, str(error), alert=True)
        return
    toast(context, query)
    turn_page(update, context, query, reply)


async def on_desk_command(update: Update, context: Context) -> None:
    """/nhomxuly: makes the group a desk; in private, shows the desks."""
    message, (chat_id, person_id) = update.effective_message, ids(update)
    setting, now = context.deps.staff.setting, context.turn.now
    try:
        if message and message.sender_chat:
            reply = _speak_as_yourself()
        elif chat_id == person_id:
            reply = setting.overview(person_id, now)
        else:
            reply = setting.ask(person_id, _group(update), " ".join(context.args or ()), now)
    except (NotAllowed, NotFound) as error:
        reply = Reply.of(str(error))
    respond(update, context, reply)


async def on_membership(update: Update, context: Context) -> None:
    """Notes that the bot has left a group or is back, and does what else that leads to."""
    change = update.my_chat_member
    if change is not None and change.chat.type != ChatType.PRIVATE:
        setting = context.deps.staff.setting
        if change.new_chat_member.status in _AWAY:
            setting.left(_group(update), context.turn.now)
        else:
            setting.came_back(change.chat.id)
    await start.on_membership(update, context)


async def on_migration(update: Update, context: Context) -> None:
    """Follows a group that has become a supergroup, which has another id."""
    message = update.effective_message
    if message is None:
        return
    old, new = message.chat.id, message.migrate_to_chat_id
    if new is None and message.migrate_from_chat_id is not None:
        old, new = message.migrate_from_chat_id, message.chat.id
    if new is not None:
        context.deps.staff.setting.moved(old, replace(_group(update), chat_id=new), context.turn.now)


def _write(update: Update, context: Context, message: Message, petition_id: int, use: str) -> None:
    chat_id, person_id = ids(update)
    officer, writing, now = Officer(person_id, chat_id), context.deps.staff.writing, context.turn.now
    first_of_album(message, context)
    if message.sender_chat is not None:
        respond(update, context, _speak_as_yourself())
        return
    file = file_of(message)
    words = readable(message.text or message.caption or "")
    written = Written(message.message_id, words, (file,) if file else (), message.media_group_id)
    try:
        if update.edited_message:
            prompt = writing.rewrite(officer, written, now)
        elif words.strip() or file:
            prompt = writing.keep(officer, petition_id, use, written, now)
        else:
            prompt = None
            respond(update, context, Reply.of(_("I cannot pass this on. Please send words, photos or files.")))
    except (NotAllowed, NotFound, Forestalled) as error:
        respond(update, context, Reply.of(str(error)))
        return
    if prompt is not None:
        respond(update, context, prompt.reply, about=prompt.about, refresh=True)


def _meant(message: Message, context: Context) -> tuple[int, str] | None:
    """Which petition the message is about, and for what; None for what is said among people or is no petition's."""
    staff, store, chat_id = context.deps.staff, context.deps.store, message.chat.id
    if message.chat.type != ChatType.PRIVATE and not staff.setting.is_desk(chat_id):
        return None
    above, mark, line = message.reply_to_message, None, ""
    if above is not None and above.forum_topic_created is None:
        if not _by_bot(above, context):
            return None
        mark = store.outbox.about(chat_id, above.message_id)
        line = readable(above.text or above.caption or "").partition("\n")[0]
    if mark is None and message.is_topic_message and message.message_thread_id:
        mark = store.forum_topics.about(chat_id, message.message_thread_id)
    return staff.writing.meant(mark, line)


def _by_bot(message: Message, context: Context) -> bool:
    """Whether the bot wrote the message, or wrote what somebody has forwarded in it."""
    origin = message.forward_origin
    if origin is not None:
        return origin.type == MessageOrigin.USER and origin.sender_user.id == context.bot.id  # type: ignore[attr-defined]
    return message.from_user is not None and message.from_user.id == context.bot.id


def _show(update: Update, context: Context, query: CallbackQuery, outcome: Pressed) -> None:
    chat_id, _person_id = ids(update)
    if outcome.way in (Way.POPUP, Way.TOAST):
        _tell(context, query, outcome.reply.plain(), alert=outcome.way is Way.POPUP)
        return
    toast(context, query)
    message = query.message
    if outcome.way is Way.BELOW or not isinstance(message, Message):
        content = Outgoing(chat_id, outcome.reply, about=outcome.about)
        if isinstance(message, Message):
            thread = message.message_thread_id if message.is_topic_message else None
            content = replace(content, thread_id=thread, reply_to=message.message_id)
        context.turn.stage(content)
    else:
        about = outcome.about or context.deps.store.outbox.about(chat_id, message.message_id)
        turn_page(update, context, query, outcome.reply, about=about)


def _tell(context: Context, query: CallbackQuery, text: str, *, alert: bool) -> None:
    toast(context, query, shorten(text, TOAST_CHARACTERS, placeholder="…"), alert=alert)


def _group(update: Update) -> Group:
    chat = update.effective_chat
    assert chat is not None
    return Group(chat.id, chat.title or "", bool(chat.is_forum))


def _speak_as_yourself() -> Reply:
    """To an administrator who hides behind the group, or writes in a channel's name."""
    return Reply.of(
        _(
            "I cannot see who is writing: the message is in the name of a group or channel. Please turn off "
            "“Remain anonymous” and write it again in your own name; nothing has been done."
        )
    )


HANDLERS = [
    CommandHandler("nhomxuly", on_desk_command, filters.UpdateType.MESSAGE),
    CallbackQueryHandler(on_desk_button, r"^s:(?:desk:|undesk$)"),
    CallbackQueryHandler(on_button, r"^s:"),
    ChatMemberHandler(on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
    MessageHandler(filters.StatusUpdate.MIGRATE, on_migration),
    MessageHandler(filters.ChatType.GROUPS & _WRITTEN & (filters.REPLY | filters.IS_TOPIC_MESSAGE), on_group_words),
    MessageHandler(filters.ChatType.PRIVATE & filters.REPLY & _WRITTEN & _BelowCard(), on_private_words),
]
