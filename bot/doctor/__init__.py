"""What is wrong with this installation, in plain words. Looking changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.doctor.data import backups, database, queues
from bot.doctor.files import files
from bot.doctor.findings import Finding
from bot.doctor.folder import free_space, permissions, writable
from bot.errors import BotError
from bot.i18n import gettext as _
from bot.i18n import short_date
from bot.problems import told
from bot.settings import Settings
from knowledge import load_knowledge
from knowledge.errors import KnowledgeError

__all__ = ["Finding", "Hook", "examine"]

Hook = Callable[[Settings], str]
"""A further check: returns what is good, raises BotError with what is not."""


def examine(settings: Settings, now: datetime, *hooks: Hook) -> Iterator[Finding]:
    """Looks at one thing after the other; `hooks` come last."""
    yield Finding(True, _("The settings can be read."))
    yield _token(settings)
    yield _time_zone(settings, now)
    folder = settings.data_dir
    yield writable(folder)
    if folder.is_dir():
        yield permissions(folder)
    yield free_space(folder)
    whole = database(folder)
    yield whole
    if whole.good:
        yield from backups(folder, ZoneInfo(settings.timezone), now)
        yield from queues(folder, now)
        yield from files(folder, now)
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


def _time_zone(settings: Settings, now: datetime) -> Finding:
    local = now.astimezone(ZoneInfo(settings.timezone))
    return Finding(
        True,
        _(
            "Time zone %(name)s: it is %(time)s on %(date)s there.",
            name=settings.timezone,
            time=f"{local:%H:%M}",
            date=short_date(local.date()),
        ),
    )


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
