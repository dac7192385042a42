"""What the files of petitions hold that officials order (see `bot/filing.py`)."""

from __future__ import annotations

from bot.i18n import DEFAULT, use_locale
from bot.petitions.inquiring import Inquiring
from bot.store.orders import Order, What


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
