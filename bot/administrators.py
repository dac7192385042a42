"""Telling the administrators what they should know: types, places and numbers, never people's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from bot.i18n import gettext as _
from bot.i18n import use_locale
from bot.outgoing import Kind, Outgoing
from bot.replies import Reply
from bot.settings import Settings
from bot.store import Store

WORTH = timedelta(hours=24)
"""How long a notice is worth sending."""


def administrators(settings: Settings) -> tuple[int, ...]:
    """The people who are told when something is wrong."""
    return settings.owner_ids


def notices(store: Store, people: Iterable[int], say: Callable[[], Reply]) -> Iterator[tuple[int, Reply]]:
    """What `say` says, for each of `people` in their language."""
    for person_id in people:
        with use_locale(store.people.language(person_id)):
            yield person_id, say()


def notify(store: Store, people: Iterable[int], key: str, say: Callable[[], Reply], now: datetime) -> None:
    """Stages a notice to each of `people`, once for each `key`; to be called in the transaction of its cause."""
    for person_id, reply in notices(store, people, say):
        content = Outgoing(person_id, reply, Kind.NOTICE, expires_at=now + WORTH)
        store.outbox.add(f"{key}:{person_id}", content, now)


def set_aside(update_id: int, kind: str, error: str, place: str) -> Reply:
    """That an update failed for good."""
    return Reply.of(
        _(
            "Message %(number)s (%(kind)s) could not be handled and was set aside: %(error)s at %(place)s. "
            "All other messages go on.",
            number=update_id,
            kind=kind,
            error=error,
            place=place,
        )
    )


def storage_trouble(error: str) -> Reply:
    """That nothing can be kept at present."""
    return Reply.of(
        _(
            "The bot cannot write to its database (%(error)s). People are told to try again later; the bot goes on by "
            "itself as soon as it can. Please look at the disk of DATA_DIR: is it full, or read-only?",
            error=error,
        )
    )


def silent_line(minutes: int) -> Reply:
    """That Telegram has not answered for long."""
    return Reply.of(
        _(
            "For %(minutes)s minutes the bot got no messages from Telegram. Please look at the network and at the log.",
            minutes=minutes,
        )
    )


def old_backlog(hours: int) -> Reply:
    """That messages are about to be lost at Telegram."""
    return Reply.of(
        _(
            "Messages waited %(hours)s hours for the bot. Telegram drops them after 24 hours, so some may be lost.",
            hours=hours,
        )
    )
