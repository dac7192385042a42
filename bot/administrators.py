"""Telling the administrators what they should know: types, places and numbers, never people's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from bot.i18n import gettext as _
from bot.i18n import ngettext, use_locale
from bot.outgoing import Kind, Outgoing
from bot.replies import Reply
from bot.roles import Role
from bot.settings import Settings
from bot.store import Store

WORTH = timedelta(hours=24)
"""How long a notice is worth sending."""


def administrators(store: Store, settings: Settings) -> tuple[int, ...]:
    """The people who are told when something is wrong: the owners, and whoever holds the role of administrator."""
    held = (grant.person_id for grant in store.roles.all() if grant.role is Role.ADMINISTRATOR)
    return tuple(dict.fromkeys((*settings.owner_ids, *held)))


def notices(store: Store, people: Iterable[int], say: Callable[[], Reply]) -> Iterator[tuple[int, Reply]]:
    """What `say` says, for each of `people` in their language."""
    for person_id in people:
        with use_locale(store.people.language(person_id)):
            yield person_id, say()


def notify(
    store: Store,
    settings: Settings,
    key: str,
    say: Callable[[], Reply],
    now: datetime,
    collapse_key: str | None = None,
) -> None:
    """Stages a notice to each administrator, once for each `key`; to be called in the transaction of its cause.

    Of several that wait with one `collapse_key` only the newest is sent.
    """
    for person_id, reply in notices(store, administrators(store, settings), say):
        content = Outgoing(person_id, reply, Kind.NOTICE, collapse_key=collapse_key, expires_at=now + WORTH)
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


def files_wait() -> Reply:
    """That the files which people send cannot be kept at present."""
    return Reply.of(
        _(
            "Files that people sent cannot be kept at present. Everything else goes on, and I fetch them as soon as I "
            "can. Please make room on the disk of DATA_DIR and run: bot.py doctor"
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


def webhook_fails(error: str, waiting: int) -> Reply:
    """That Telegram does not get its messages into the webhook; `error` is what it says about that."""
    return Reply.of(
        ngettext(
            "Telegram cannot hand over the bot's messages (%(error)s). %(n)s waits there and is lost after 24 hours. "
            "Please look at the web server in front of the bot, its certificate, and WEBHOOK_URL.",
            "Telegram cannot hand over the bot's messages (%(error)s). %(n)s wait there and are lost after 24 hours. "
            "Please look at the web server in front of the bot, its certificate, and WEBHOOK_URL.",
            waiting,
            error=error,
        )
    )


def webhook_taken() -> Reply:
    """That the messages go somewhere else."""
    return Reply.of(
        _(
            "Somebody else changed the bot's webhook, so I get no more messages. Please see whether another bot runs "
            "with the same token and stop it, then start this one anew."
        )
    )


def clock_failed(error: str) -> Reply:
    """That what is due by time, such as reminders, does not go out."""
    return Reply.of(
        _("Reminders could not be sent (%(error)s). I try again all the time. Please look at the log.", error=error)
    )


def backup_failed(why: str) -> Reply:
    """That the night's copy of the database could not be made."""
    return Reply.of(
        _(
            "Tonight's backup of the database could not be made (%(why)s). I try again every hour. Please look at the "
            "disk of DATA_DIR and run: bot.py doctor",
            why=why,
        )
    )
