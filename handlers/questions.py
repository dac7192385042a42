"""Questions in words, the buttons of an answer, and the thumbs under it."""

from __future__ import annotations

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.actions import act
from bot.errors import NotAllowed, NotFound
from handlers.addressing import words_for
from handlers.context import Context, pressed
from handlers.conversation import first_of_album, ids, refuse, respond
from handlers.delivery import edit, patiently, toast
from knowledge.answers import Action

WORDS = ((filters.TEXT & ~filters.COMMAND) | filters.CAPTION) & filters.UpdateType.MESSAGES


async def on_words(update: Update, context: Context) -> None:
    """Answers words meant for the bot; words that were edited are answered anew in the same place."""
    message = update.effective_message
    words = words_for(context.bot.bot, message) if message else None
    if message is None or words is None:
        return
    first_of_album(message, context)  # the pictures behind the one with the caption need no reply
    deps, (chat_id, person_id) = context.deps, ids(update)
    now = deps.clock()
    reply = deps.asking.ask(chat_id, person_id, words, now)
    earlier = deps.store.answers.find(chat_id, message.message_id) if update.edited_message else ()
    if earlier:
        thread = message.message_thread_id if message.is_topic_message else None
        answers = await edit(context.bot, chat_id, earlier, reply, thread_id=thread)
    else:
        answers = await respond(update, context, reply)
    if answers:
        deps.store.answers.remember(chat_id, message.message_id, answers, now)


async def on_open(update: Update, context: Context) -> None:
    """Opens what a button offers, in a new message."""
    query, key = pressed(update)
    chat_id, person_id = ids(update)
    try:
        reply = context.deps.asking.open(chat_id, person_id, key, context.deps.clock())
    except NotFound as error:
        await toast(query, str(error), alert=True)
        return
    await toast(query)
    await respond(update, context, reply)


async def on_action(update: Update, context: Context) -> None:
    """Starts what a button names."""
    query, name = pressed(update)
    if name not in list(Action):
        await refuse(query)
        return
    await toast(query)
    await respond(update, context, act(Action(name)))


async def on_rating(update: Update, context: Context) -> None:
    """Keeps a thumb up or down, and takes the thumbs away."""
    query, data = pressed(update)
    question_id, _colon, value = data.partition(":")
    chat_id, _person_id = ids(update)
    try:
        thanks = context.deps.asking.rate(chat_id, int(question_id), value == "1", context.deps.clock())
    except (NotAllowed, NotFound) as error:
        await toast(query, str(error), alert=True)
        return
    await toast(query, thanks)
    await _take_thumbs_away(query)


async def _take_thumbs_away(query: CallbackQuery) -> None:
    message = query.message
    if not isinstance(message, Message) or not message.reply_markup:
        return
    kept = [
        [button for button in row if not str(button.callback_data).startswith("r:")]
        for row in message.reply_markup.inline_keyboard
    ]
    markup = InlineKeyboardMarkup([row for row in kept if row])
    try:
        await patiently(lambda: message.edit_reply_markup(markup))
    except BadRequest:  # pressed twice, or too old to be edited: the rating is kept all the same
        return


HANDLERS = [
    CallbackQueryHandler(on_open, r"^a:"),
    CallbackQueryHandler(on_action, r"^x:"),
    CallbackQueryHandler(on_rating, r"^r:\d{1,18}:[01]$"),
    MessageHandler(WORDS, on_words),
]
