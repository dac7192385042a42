"""Making an ordered file in a process of its own, so that the bot stays small and goes on while a file is made.

`python -m bot.petitions.filing ORDER` writes the content to its standard output.
"""

from __future__ import annotations

import sys
from zoneinfo import ZoneInfo

from bot.i18n import DEFAULT, use_locale
from bot.i18n import gettext as _
from bot.outgoing import FileKind
from bot.petitions.inquiring import Inquiring
from bot.store.orders import Order, What

SUFFIXES = {What.CHART: "png", What.TABLE: "xlsx", What.PERSONAL_TABLE: "xlsx", What.REPORT: "docx"}


def file_name(order: Order, zone: ZoneInfo) -> str:
    """What the file is called; with the day on which it was ordered."""
    day = order.ordered_at.astimezone(zone).date().isoformat()
    with use_locale(order.language):
        names = {
            What.CHART: _("chart"),
            What.TABLE: _("petitions"),
            What.PERSONAL_TABLE: _("petitions-with-contacts"),
            What.REPORT: _("report-draft"),
        }
    return f"{names[order.what]}-{day}.{SUFFIXES[order.what]}"


def file_kind(order: Order) -> FileKind:
    """How it is shown: a picture in the chat, or a document to open."""
    return FileKind.PHOTO if order.what is What.CHART else FileKind.DOCUMENT


def make(inquiring: Inquiring, order: Order) -> bytes:
    """The content of the file."""
    if order.what is What.REPORT:
        from bot.petitions.report import draft

        with use_locale(DEFAULT):
            return draft(inquiring.figures_of(order), inquiring.pages)
    with use_locale(order.language):
        if order.what is What.CHART:
            from bot.petitions.charts import draw

            return draw(inquiring.figures_of(order), inquiring.pages)
        return inquiring.table_of(order)


def main(order_id: int) -> int:
    """Makes the file of that order, and returns 0; 1 when there is no such order."""
    from bot.commands import load
    from bot.petitions.staff import Staff
    from bot.settings import load_settings
    from bot.store import read_store

    settings = load_settings()
    store = read_store(settings.data_dir)
    order = store.orders.get(order_id)
    if order is None:
        return 1
    knowledge, _engine = load()
    inquiring = Inquiring.over(Staff.over(store, knowledge, settings).cards, knowledge, lambda: True)
    sys.stdout.buffer.write(make(inquiring, order))
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
