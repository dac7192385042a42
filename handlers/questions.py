"""Questions in groups, the buttons of an answer, and the thumbs under it; what is written in private: petitions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.actions import act
from bot.errors import NotAllowed, NotFound
from bot.outgoing import Deed, Outgoing
from bot.petitions.citizen_side import CitizenSide
from bot.petitions.codes import parse
from bot.petitions.screens import Screen
from bot.replies import Button, Reply
from handlers.addressing import words_for
from handlers.context import Context, pressed
from handlers.conversation import first_of_album, ids, loses_worth, refuse, respond, respond_anew, toast
from handlers.message_filters import WORDS
from handlers.petitions import show
from knowledge.answers import Action

READABLE = (WORDS | filters.CAPTION) & filters.UpdateType.MESSAGES


@loses_worth
async def on_words(update: Update, context: Context) -> None:
    """Answers words meant for the bot; words that were edited are answered anew in the same place."""
    message = update.effective_message
    words = words_for(context.bot.bot, message) if message else None
    if message is None or words is None:
        return
    first_of_album(message, context)  # the pictures behind the one with the caption need no reply
    deps, (chat_id, person_id) = context.deps, ids(update)
    if parse(words):
        respond(update, context, act(Action.PETITION_STATUS))
        return
    respond_anew(update, context, message, deps.asking.ask(chat_id, person_id, words, context.turn.now))


async def on_open(update: Update, context: Context) -> None:
    """Opens what a button offers, in a new message."""
    query, key = pressed(update)
    chat_id, person_id = ids(update)
    try:
        reply = context.deps.asking.open(chat_id, person_id, key, context.deps.clock())
    except NotFound as error:
        refuse(context, query, str(error))
        return
    toast(context, query)
    respond(update, context, reply)


async def on_action(update: Update, context: Context) -> None:
    """Starts what a button names."""
    query, name = pressed(update)
    if name not in list(Action):
        refuse(context, query)
        return
    toast(context, query)
    chat_id, person_id = ids(update)
    begin = _BEGINNINGS.get(Action(name))
    if begin and update.effective_chat and update.effective_chat.type == ChatType.PRIVATE:
        show(context, chat_id, begin(context.deps.citizens, person_id, chat_id, context.turn.now))
    else:
        respond(update, context, act(Action(name)))


async def on_rating(update: Update, context: Context) -> None:
    """Keeps a thumb up or down, and takes the thumbs away."""
    query, data = pressed(update)
    question_id, _colon, value = data.partition(":")
    chat_id, _person_id = ids(update)
    try:
        thanks = context.deps.asking.rate(chat_id, int(question_id), value == "1", context.deps.clock())
    except (NotAllowed, NotFound) as error:
        refuse(context, query, str(error))
        return
    toast(context, query, thanks)
    _take_thumbs_away(context, query, chat_id)


def _take_thumbs_away(context: Context, query: CallbackQuery, chat_id: int) -> None:
    message = query.message
    if not isinstance(message, Message) or not message.reply_markup:
        return
    rows = [
        tuple(Button(button.text, str(button.callback_data)) for button in row if button.callback_data)
        for row in message.reply_markup.inline_keyboard
    ]
    kept = (tuple(button for button in row if not button.data.startswith("r:")) for row in rows)
    buttons = Reply((), tuple(row for row in kept if row))
    context.turn.stage(Outgoing(chat_id, buttons, deed=Deed.BUTTONS, edits=(message.message_id,)))


_BEGINNINGS: dict[Action, Callable[[CitizenSide, int, int, datetime], Screen]] = {
    Action.FEEDBACK: lambda citizens, person_id, chat_id, now: citizens.begin(person_id, chat_id, now),
    Action.HUMAN: lambda citizens, person_id, chat_id, now: citizens.hand_to_official(person_id, chat_id, now),
    Action.PETITION_STATUS: lambda citizens, person_id, _chat_id, _now: citizens.following.mine(person_id),
}
"""What these actions begin in a private chat."""

HANDLERS = [
    CallbackQueryHandler(on_open, r"^a:"),
    CallbackQueryHandler(on_action, r"^x:"),
    CallbackQueryHandler(on_rating, r"^r:\d{1,18}:[01]$"),
    MessageHandler(READABLE, on_words),
]
