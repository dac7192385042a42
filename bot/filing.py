"""Making an ordered file in a process of its own, so that the bot stays small and goes on while a file is made.

`python -m bot.filing ORDER` writes the content to its standard output.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.i18n import gettext as _
from bot.i18n import use_locale
from bot.outgoing import FileKind
from bot.store.orders import PROGRESS, Order, What

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.store import Store

SUFFIXES = {
    What.CHART: "png",
    What.TABLE: "xlsx",
    What.PERSONAL_TABLE: "xlsx",
    What.REPORT: "docx",
    What.PROGRESS_CHART: "png",
    What.PROGRESS_TABLE: "xlsx",
}


def file_name(order: Order, zone: ZoneInfo) -> str:
    """What the file is called; with the day on which it was ordered."""
    day = order.ordered_at.astimezone(zone).date().isoformat()
    with use_locale(order.language):
        names = {
            What.CHART: _("chart"),
            What.TABLE: _("petitions"),
            What.PERSONAL_TABLE: _("petitions-with-contacts"),
            What.REPORT: _("report-draft"),
            What.PROGRESS_CHART: _("progress"),
            What.PROGRESS_TABLE: _("progress"),
        }
    return f"{names[order.what]}-{day}.{SUFFIXES[order.what]}"


def file_kind(order: Order) -> FileKind:
    """How it is shown: a picture in the chat, or a document to open."""
    return FileKind.PHOTO if SUFFIXES[order.what] == "png" else FileKind.DOCUMENT


def content(order: Order, store: Store, settings: Settings) -> bytes:
    """The content of the file that was ordered."""
    from bot.commands import load

    knowledge, _engine = load()
    if order.what in PROGRESS:
        from bot.reminders.parts import Reminding
        from bot.reminders.progress_files import ProgressFiles

        files = ProgressFiles(Reminding.over(store, knowledge, settings).overseeing.progress)
        with use_locale(order.language):
            return files.make(order)
    from bot.petitions.filing import make
    from bot.petitions.inquiring import Inquiring
    from bot.petitions.staff import Staff

    return make(Inquiring.over(Staff.over(store, knowledge, settings).cards, knowledge, lambda: True), order)


def main(order_id: int) -> int:
    """Makes the file of that order, and returns 0; 1 when there is no such order."""
    from bot.settings import load_settings
    from bot.store import read_store

    settings = load_settings()
    store = read_store(settings.data_dir)
    order = store.orders.get(order_id)
    if order is None:
        return 1
    sys.stdout.buffer.write(content(order, store, settings))
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
