"""Handling one update: all it leads to happens in one transaction, together with the mark that it is done."""

from __future__ import annotations

import json
import logging
from collections.abc import Coroutine
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from telegram import Update
from telegram.constants import ChatType

from bot.actions import asked_to_wait, failed
from bot.administrators import notify, set_aside
from bot.flood import Flood, Verdict
from bot.i18n import use_locale
from bot.outgoing import Outgoing
from bot.replies import Reply
from bot.store.database import is_trouble
from bot.store.inbox import Waiting
from handlers.addressing import meant_for
from handlers.context import App, Deps
from handlers.errors import place_of
from handlers.incoming import sent_at
from handlers.turns import Suspended, Toast, Turn, current

LATE = timedelta(hours=1)
"""A question that waited longer may have been settled otherwise."""
MOST_FAILURES = 3

log = logging.getLogger(__name__)


class Unreadable(ValueError):
    """The library cannot make an object of the update."""


class Handling:
    """Runs the handlers of the application on kept updates."""

    def __init__(self, application: App, flood: Flood) -> None:
        self._application = application
        self._deps: Deps = application.bot_data["deps"]
        self._inbox = self._deps.store.inbox
        self._flood = flood
        self._albums: dict[int, str] = {}
        self._verdicts: dict[int, Verdict] = {}

    def handle(self, update_id: int) -> Turn | None:
        """Handles the update, and returns what it leads to; None when it is done already.

        It must not be told before the disk has it (`Disk.holds`). Raises what the handler raised; nothing of what it
        did then remains.
        """
        waiting = self._inbox.get(update_id)
        if waiting is None:
            return None
        raw, began = json.loads(waiting.raw), perf_counter()
        with self._deps.store.disk.later():
            turn = self._turn(waiting, raw)
            self._work(turn, waiting, raw)
            self._inbox.done(update_id, turn.now)
        self._verdicts.pop(update_id, None)
        if turn.album is not None:
            self._albums[turn.chat_id] = turn.album
        waited = turn.now - waiting.received_at
        numbers = {"update": update_id, "waited_s": int(waited.total_seconds()), "replies": len(turn.staged)}
        log.info("update handled", extra={**numbers, "ms": round((perf_counter() - began) * 1000)})
        return turn

    def fail(self, update_id: int, error: Exception) -> Turn | int:
        """Notes that handling the update failed with `error`.

        Returns how often it has, or after the last attempt what setting the update aside leads to.
        """
        name = type(error.__cause__ if isinstance(error, Unreadable) else error).__name__
        place = place_of(error)
        waiting = self._inbox.get(update_id)
        assert waiting is not None, "it was not done, or it would not have failed"
        with self._deps.store.db.atomic():
            failures: int = self._inbox.failed(update_id, name, place)
            log.error("update %s failed (%s of %s): %s at %s", update_id, failures, MOST_FAILURES, name, place)
            if failures < MOST_FAILURES and not isinstance(error, Unreadable):
                return failures
            turn = self._turn(waiting, {})
            self._inbox.set_aside(update_id, turn.now)
            self._apologise(turn, waiting)
            notify(
                self._deps.store,
                self._deps.settings,
                f"set_aside:{update_id}",
                lambda: set_aside(update_id, waiting.kind, name, place),
                turn.now,
            )
        self._verdicts.pop(update_id, None)
        return turn

    def _turn(self, waiting: Waiting, raw: dict[str, Any]) -> Turn:
        now = self._deps.clock()
        written = sent_at(raw)
        return Turn(
            waiting.update_id,
            waiting.chat_id,
            now,
            self._deps.store.outbox,
            late=written is not None and now - written > LATE,
            last_album=self._albums.get(waiting.chat_id),
        )

    def _work(self, turn: Turn, waiting: Waiting, raw: dict[str, Any]) -> None:
        update = self._build(raw)
        verdict = self._verdict(turn, update, waiting, raw)
        token = current.set(turn)
        try:
            if verdict is Verdict.ADMIT:
                self._note_heard(update, turn.now)
                run_to_end(self._application.process_update(update))
            elif verdict is Verdict.ASK_TO_WAIT:
                self._say(turn, update, asked_to_wait)
        finally:
            current.reset(token)

    def _build(self, raw: dict[str, Any]) -> Update:
        try:
            update = Update.de_json(raw, self._application.bot)
            _ = update.effective_chat, update.effective_user
        except Exception as error:
            raise Unreadable from error
        return update

    def _verdict(self, turn: Turn, update: Update, waiting: Waiting, raw: dict[str, Any]) -> Verdict:
        """Whether the person writes too much; each update is counted once, however often it is tried."""
        person = update.effective_user
        album = update.message.media_group_id if update.message else None
        if person is None or not meant_for(self._application.bot.bot, update):
            return Verdict.ADMIT
        if album is not None and album == turn.last_album:
            return Verdict.ADMIT
        if turn.update_id not in self._verdicts:
            at = sent_at(raw) or waiting.received_at
            self._verdicts[turn.update_id] = self._flood.admit(person.id, at)
        return self._verdicts[turn.update_id]

    def _note_heard(self, update: Update, now: datetime) -> None:
        chat, person = update.effective_chat, update.effective_user
        wrote = update.message or update.edited_message or update.callback_query
        if wrote and person and chat and chat.type == ChatType.PRIVATE:
            self._deps.store.people.heard(person.id, now)

    def _apologise(self, turn: Turn, waiting: Waiting) -> None:
        try:
            update = self._build(json.loads(waiting.raw))
            if meant_for(self._application.bot.bot, update):
                self._say(turn, update, failed)
        except Exception as error:  # an update so odd that even saying sorry fails must be set aside all the same
            if is_trouble(error):
                raise
            log.info("update %s: nobody could be told (%s)", turn.update_id, type(error).__name__)

    def _say(self, turn: Turn, update: Update, words: Any) -> None:
        """Says `words` where the person is looking: on the pressed button, or below the message."""
        person = update.effective_user
        with use_locale(self._deps.store.people.language(person.id) if person else None):
            reply: Reply = words()
        if update.callback_query:
            turn.say_in_passing(Toast(update.callback_query.id, reply.plain(), alert=True))
        else:
            message = update.effective_message
            thread = message.message_thread_id if message and message.is_topic_message else None
            turn.stage(Outgoing(turn.chat_id, reply, thread_id=thread))


def run_to_end(work: Coroutine[Any, Any, object]) -> None:
    """Runs a coroutine that never waits. Raises what it raises, and Suspended when it waits after all."""
    try:
        work.send(None)
    except StopIteration:
        return
    work.close()
    raise Suspended("a handler waited for something instead of staging what it says")
