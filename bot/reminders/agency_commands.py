"""The list of agencies on the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.errors import BotError
from bot.i18n import gettext as _

if TYPE_CHECKING:
    from bot.reminders.agencies import AgencyList


@click.group(help=_("The agencies that owe reports."))
def agencies() -> None:
    """The agencies that owe reports."""


@agencies.command("import", help=_("Read the list in FILE (.xlsx or .csv), show what it changes, put it into effect."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help=_("Do not ask."))
def import_list(file: Path, yes: bool) -> None:
    """Read the list in FILE (.xlsx or .csv), show what it changes, put it into effect."""
    from bot.access import Access
    from bot.commands import load
    from bot.reminders.agencies import AgencyList
    from bot.settings import load_settings
    from bot.store import open_store

    try:
        content = file.read_bytes()
    except OSError as error:
        raise BotError(_("%(path)s cannot be read (%(why)s).", path=file, why=error.strerror)) from error
    settings, now = load_settings(), datetime.now(UTC)
    base, _engine = load()
    store = open_store(settings.data_dir, now)
    try:
        _take(AgencyList.over(Access(store, frozenset(settings.owner_ids)), base), content, yes, now)
    finally:
        store.close()


def _take(listed: AgencyList, content: bytes, yes: bool, now: datetime) -> None:
    from bot.reminders import agency_pages as pages

    found = listed.preview(content)
    if found.checked.problems:
        raise BotError(pages.told(found.checked.problems, len(found.checked.problems)))
    if found.changes.nothing:
        click.echo(_("That is the list as it stands: nothing would change."))
        return
    click.echo("\n".join(pages.described(found.changes, listed.store.focal_points.counts(), most=1000)))
    for doubt in found.doubts:
        click.echo(pages.doubted(doubt, found.checked.rows), err=True)
    if not yes and not click.confirm(_("Put this into effect?")):
        click.echo(_("All right, the list stays as it was."))
        return
    wanted = list(found.checked.agencies.values())
    click.echo(pages.taken(listed.replace_at_the_machine(wanted, now)).plain())
