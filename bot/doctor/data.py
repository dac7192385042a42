"""The database, its backups, and what waits in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from bot.doctor.findings import Finding
from bot.errors import BotError
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.nightly import Nightly
from bot.store.copying import check_whole
from bot.store.database import FILE, utc_text
from bot.store.folders import BACKUPS
from bot.store.migrating import refuse_newer
from bot.store.trouble import why

BACKUP_AGE = timedelta(hours=48)
WAITING = timedelta(minutes=10)
"""How long an update may wait in the inbox, or a due message in the outbox, before it counts as stuck."""
SET_ASIDE = timedelta(days=7)


def database(folder: Path) -> Finding:
    """Whether the database is whole and of a version that this bot understands."""
    path = folder / FILE
    if not path.exists():
        return Finding(True, _("The database will be made at the first start."))
    try:
        with closing(opened(path)) as connection:
            check_whole(connection)
            refuse_newer(Database(connection, execute_plugins=False))
    except (OSError, sqlite3.Error) as error:
        return Finding(False, _("The database %(path)s cannot be used: %(why)s.", path=path, why=why(error, path)))
    except BotError as error:
        return Finding(False, str(error))
    return Finding(True, _("The database is whole."))


def backups(folder: Path, zone: ZoneInfo, now: datetime) -> Iterator[Finding]:
    """How old the newest nightly backup is; nothing while the database itself is still that young."""
    began = _began(folder / FILE)
    age = Nightly(folder, zone).age(now)
    if age is not None:
        yield _aged(max(0, int(age.total_seconds() // 3600)), too_old=age > BACKUP_AGE)
    elif began is not None and now - began > BACKUP_AGE:
        place = folder / BACKUPS
        text = _("There is no nightly backup in %(path)s. Leave the bot running, or see its log for why.", path=place)
        yield Finding(False, text)


def _aged(hours: int, *, too_old: bool) -> Finding:
    if not too_old:
        text = ngettext(
            "The newest nightly backup is %(n)s hour old.", "The newest nightly backup is %(n)s hours old.", hours
        )
        return Finding(True, text)
    text = ngettext(
        "The newest nightly backup is %(n)s hour old. See whether the bot runs, whether the disk is full, and "
        "its log; until then, copy by hand: bot.py backup FILE",
        "The newest nightly backup is %(n)s hours old. See whether the bot runs, whether the disk is full, and "
        "its log; until then, copy by hand: bot.py backup FILE",
        hours,
    )
    return Finding(False, text)


def queues(folder: Path, now: datetime) -> Iterator[Finding]:
    """What is stuck on the way in or out; nothing of a database that does not have these tables yet."""
    path = folder / FILE
    if not path.exists():
        return
    late, week = utc_text(now - WAITING), utc_text(now - SET_ASIDE)
    with closing(opened(path)) as connection:
        counts = (
            _count(connection, "inbox", "status = 'waiting' AND received_at < ?", late),
            _count(connection, "inbox", "status = 'set_aside' AND received_at >= ?", week),
            _count(connection, "outbox", "status IN ('pending', 'sending') AND due_at < ?", late),
        )
    for count, text in zip(counts, (_not_handled, _set_aside, _not_sent), strict=True):
        if count:
            yield Finding(False, text(count))
    if not any(counts) and counts != (None, None, None):
        yield Finding(True, _("No message is stuck."))


def _not_handled(count: int) -> str:
    return ngettext(
        "%(n)s received message has waited for more than 10 minutes. See whether the bot runs, and its log.",
        "%(n)s received messages have waited for more than 10 minutes. See whether the bot runs, and its log.",
        count,
    )


def _set_aside(count: int) -> str:
    return ngettext(
        "%(n)s message of the last 7 days could not be handled and was set aside. See the log for where it failed.",
        "%(n)s messages of the last 7 days could not be handled and were set aside. See the log for where they failed.",
        count,
    )


def _not_sent(count: int) -> str:
    return ngettext(
        "%(n)s message should have been sent more than 10 minutes ago. See whether the bot runs and reaches Telegram.",
        "%(n)s messages should have been sent more than 10 minutes ago. See whether the bot runs and reaches Telegram.",
        count,
    )


def opened(path: Path) -> sqlite3.Connection:
    """A connection to look with, to be closed by the caller."""
    # A connection that may not write would leave its -wal and -shm files behind.
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)


def _count(connection: sqlite3.Connection, table: str, where: str, moment: str) -> int | None:
    """The number of rows; None without the table."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone():
        return None
    count: int = connection.execute(f"SELECT count(*) FROM {table} WHERE {where}", (moment,)).fetchone()[0]
    return count


def _began(path: Path) -> datetime | None:
    """When the first schema was made."""
    if not path.exists():
        return None
    with closing(opened(path)) as connection:
        text = connection.execute("SELECT min(applied_at) FROM _sqlite_migrations").fetchone()[0]
    moment = datetime.fromisoformat(text) if text else None
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None
