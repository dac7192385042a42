"""Figures as a picture that can be read on a phone."""

from __future__ import annotations

from bot.charts import ORANGE, bars, columns, picture
from bot.i18n import gettext as _
from bot.petitions.figure_pages import FigurePages
from bot.petitions.state_names import state_name
from bot.petitions.states import OPEN, State
from bot.petitions.statistics import Figures


def draw(figures: Figures, pages: FigurePages) -> bytes:
    """The figures as a PNG, in the language now in use: by month, by category, by state."""
    names = pages.search.staff.names
    title = _("Petitions received %(period)s", period=pages.search.period(figures.period))
    with picture(title, (1.0, 1.5, 1.5)) as drawn:
        months = {pages.month(first): count for first, count in figures.by_month.items()}
        columns(drawn.part(0, _("By month")), months)
        categories = {names.category(key): count for key, count in figures.by_category.items()}
        bars(drawn.part(1, _("By category")), categories, {})
        states = {state_name(state): figures.by_state[state] for state in State if figures.by_state.get(state)}
        waiting = {state_name(state): ORANGE for state in OPEN}
        bars(drawn.part(2, _("By state (orange: not settled yet)")), states, waiting)
        return drawn.png()
