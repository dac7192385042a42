"""Commands about petitions for who looks after the machine: what officials see, figures, retention, leafing through.

Whoever can run them can read the database; so nothing is checked but what is printed is kept short.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.errors import NotFound, StoreError
from bot.i18n import gettext as _

if TYPE_CHECKING:
    from bot.petitions.inquiring import Inquiring
    from bot.petitions.model import Petition

SHOWN = 20
_WORDS = click.argument("words", nargs=-1)
_PERSONAL = click.option("--personal", is_flag=True, help=_("Also senders, contacts, and words with their numbers."))
_CONFIDENTIAL = click.option("--confidential", is_flag=True, help=_("Also denunciations."))


@click.group(help=_("The petitions."))
def petitions() -> None:
    """The petitions."""


@petitions.command("list", help=_("List petitions; WORDS narrow it down as in /timkiem."))
@_WORDS
@click.option("--limit", default=SHOWN, show_default=True, help=_("At most so many."))
@_CONFIDENTIAL
def list_(words: tuple[str, ...], limit: int, confidential: bool) -> None:
    """List petitions; WORDS narrow it down as in /timkiem."""
    now = datetime.now(UTC)
    with _inquiring() as inquiring:
        found = inquiring.found(" ".join(words), now, confidential=confidential)
        for petition in found[:limit]:
            click.echo(inquiring.pages.search.line(petition, now))
        click.echo(_("%(shown)s of %(n)s petitions", shown=min(limit, len(found)), n=len(found)))


@petitions.command(help=_("Show the petition CODE with all that happened to it."))
@click.argument("code")
@_PERSONAL
def show(code: str, personal: bool) -> None:
    """Show the petition CODE with all that happened to it."""
    now = datetime.now(UTC)
    with _inquiring() as inquiring:
        petition = _by_code(inquiring, code)
        click.echo(inquiring.pages.search.one(0, 0, petition, now).plain())
        if personal:
            click.echo(petition.words)
            for value in (petition.sender_name, petition.contact_phone):
                if value:
                    click.echo(value)
        events = inquiring.store.petitions.events(petition.id)
        history = inquiring.pages.search.staff.history(petition, events, now)
        click.echo(history.blocks[-1].text)


@petitions.command(help=_("Write an Excel table to FILE; WORDS narrow it down as in /xuat."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_WORDS
@_PERSONAL
@_CONFIDENTIAL
def export(file: Path, words: tuple[str, ...], personal: bool, confidential: bool) -> None:
    """Write an Excel table to FILE; WORDS narrow it down as in /xuat."""
    from bot.store.private_files import write_private

    if file.exists():
        raise StoreError(_("%(path)s already exists. Choose another name.", path=file))
    now = datetime.now(UTC)
    with _inquiring() as inquiring:
        found = inquiring.found(" ".join(words), now, confidential=confidential)
        content = inquiring.table(found, [" ".join(words)], now, personal=personal)
    write_private(file, content)
    click.echo(_("%(n)s petitions were written to %(path)s.", n=len(found), path=file))


@click.command(help=_("Take away what has been kept long enough, as every night."))
@click.option("--dry-run", is_flag=True, help=_("Only tell what would go."))
def retention(dry_run: bool) -> None:
    """Take away what has been kept long enough, as every night."""
    from bot.commands import load
    from bot.petitions.retention import Retention
    from bot.settings import load_settings
    from bot.store import open_store

    knowledge, _engine = load()
    store = open_store(load_settings().data_dir)
    try:
        rules = Retention(store, knowledge.petitions.privacy.keep_months)
        click.echo(rules.told(rules.run(datetime.now(UTC), dry_run=dry_run), dry_run=dry_run))
    finally:
        store.close()


@click.command(help=_("Leaf through the database in a browser on this machine, with Datasette."))
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535))
@_PERSONAL
def browse(port: int, personal: bool) -> None:
    """Leaf through the database in a browser on this machine, with Datasette."""
    from bot.leafing import leaf
    from bot.settings import load_settings

    leaf(load_settings().data_dir, port, personal=personal)


@contextmanager
def _inquiring() -> Iterator[Inquiring]:
    from bot.commands import load
    from bot.petitions.inquiring import Inquiring
    from bot.petitions.staff import Staff
    from bot.settings import load_settings
    from bot.store import read_store

    settings = load_settings()
    store = read_store(settings.data_dir)
    try:
        knowledge, _engine = load()
        yield Inquiring.over(Staff.over(store, knowledge, settings).cards, knowledge, lambda: False)
    finally:
        store.close()


def _by_code(inquiring: Inquiring, text: str) -> Petition:
    from bot.petitions.codes import Code, parse

    code = parse(text)
    petition = inquiring.store.petitions.by_code(code.text) if isinstance(code, Code) else None
    if petition is None:
        raise NotFound(_("There is no petition with the code %(code)s.", code=text))
    return petition


COMMANDS = (petitions, retention, browse)
