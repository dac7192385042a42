"""What is wrong with this installation, in plain words."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.backup import check_whole
from bot.errors import BotError
from bot.i18n import gettext as _
from bot.problems import told
from bot.settings import Settings
from bot.store.database import FILE
from knowledge import load_knowledge
from knowledge.errors import KnowledgeError

LEAST_FREE_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    good: bool
    text: str


Hook = Callable[[Settings], str]
"""A further check: returns what is good, raises BotError with what is not."""


def examine(settings: Settings, *hooks: Hook) -> Iterator[Finding]:
    """Looks at one thing after the other; `hooks` come last."""
    yield Finding(True, _("The settings can be read."))
    yield _token(settings)
    yield _time_zone(settings)
    yield _folder(settings.data_dir)
    yield _free_space(settings.data_dir)
    yield _database(settings.data_dir / FILE)
    yield _knowledge()
    for hook in hooks:
        try:
            yield Finding(True, hook(settings))
        except BotError as error:
            yield Finding(False, str(error))


def _token(settings: Settings) -> Finding:
    if settings.bot_token:
        return Finding(True, _("BOT_TOKEN is set."))
    return Finding(True, _("BOT_TOKEN is not set: the bot runs in the terminal only."))


def _time_zone(settings: Settings) -> Finding:
    return Finding(True, _("Time zone: %(name)s.", name=ZoneInfo(settings.timezone).key))


def _folder(folder: Path) -> Finding:
    if not folder.exists():
        return Finding(True, _("The data folder %(path)s will be made at the first start.", path=folder))
    if not folder.is_dir():
        return Finding(False, _("DATA_DIR %(path)s is not a folder.", path=folder))
    # Windows has no such permission bits.
    if sys.platform != "win32" and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return Finding(False, _("Others can look into the data folder %(path)s. Run: chmod 700 %(path)s", path=folder))
    return Finding(True, _("The data folder %(path)s belongs to the bot alone.", path=folder))


def _free_space(folder: Path) -> Finding:
    existing = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(existing).free
    megabytes = free // (1024 * 1024)
    if free < LEAST_FREE_BYTES:
        return Finding(False, _("Only %(megabytes)s MB are free on the disk of the data folder.", megabytes=megabytes))
    return Finding(True, _("%(megabytes)s MB are free on the disk.", megabytes=megabytes))


def _database(path: Path) -> Finding:
    if not path.exists():
        return Finding(True, _("The database will be made at the first start."))
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            check_whole(connection)
    except sqlite3.Error as error:
        return Finding(False, _("The database %(path)s cannot be used: %(why)s.", path=path, why=error))
    except BotError as error:
        return Finding(False, str(error))
    return Finding(True, _("The database is whole."))


def _knowledge() -> Finding:
    try:
        knowledge = load_knowledge()
    except KnowledgeError as error:
        return Finding(False, _("The knowledge base has errors: %(first)s", first=told(error.problems[:1])))
    return Finding(
        True,
        _(
            "The knowledge base can be read: %(items)s items, %(documents)s documents.",
            items=len(knowledge.items),
            documents=len(knowledge.documents),
        ),
    )
