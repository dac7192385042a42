"""Figures as a picture that can be read on a phone. Imported only where a picture is drawn: matplotlib is heavy."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from io import BytesIO
from textwrap import fill
from typing import TYPE_CHECKING, Any

from bot.i18n import gettext as _
from bot.i18n import number
from bot.petitions.figure_pages import FigurePages
from bot.petitions.staff_pages import state_name
from bot.petitions.states import OPEN, State
from bot.petitions.statistics import Figures

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT, DPI = 7.2, 9.6, 150
"""In inches; as wide as most phones hold upright show without zooming."""
FONT = 15
MOST_BARS = 8
_BLUE, _ORANGE, _GREY = "#2f6db5", "#d9822b", "#5d6b7a"


def can_draw() -> bool:
    """Whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


def draw(figures: Figures, pages: FigurePages) -> bytes:
    """The figures as a PNG, in the language now in use: by month, by category, by state."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    # DejaVu Sans comes with matplotlib and has all Vietnamese letters.
    pyplot.rcParams.update({"font.family": "DejaVu Sans", "font.size": FONT})
    names = pages.search.staff.names
    figure = pyplot.figure(figsize=(WIDTH, HEIGHT), layout="constrained")
    title = _("Petitions received %(period)s", period=pages.search.period(figures.period))
    figure.suptitle(fill(title, 44), fontsize=FONT + 2, fontweight="bold")
    # Parts of their own, so that the long names of one take no room from the others.
    parts: Any = figure.subfigures(3, 1, height_ratios=(1.0, 1.5, 1.5))
    months, categories, states = (part.subplots() for part in parts)
    _columns(months, {pages.month(first): count for first, count in figures.by_month.items()})
    months.set_title(_("By month"), loc="left", fontsize=FONT, fontweight="bold")
    _bars(categories, {names.category(key): count for key, count in figures.by_category.items()}, {})
    categories.set_title(_("By category"), loc="left", fontsize=FONT, fontweight="bold")
    by_state = {state: figures.by_state[state] for state in State if figures.by_state.get(state)}
    waiting = {state_name(state): _ORANGE for state in OPEN}
    _bars(states, {state_name(state): count for state, count in by_state.items()}, waiting)
    states.set_title(_("By state (orange: not settled yet)"), loc="left", fontsize=FONT, fontweight="bold")
    file = BytesIO()
    figure.savefig(file, format="png", dpi=DPI)
    pyplot.close(figure)
    return file.getvalue()


def _columns(axes: Axes, counts: Mapping[str, int]) -> None:
    bars = axes.bar(list(counts), list(counts.values()), color=_BLUE)
    axes.bar_label(bars, labels=[number(value) for value in counts.values()], fontsize=FONT - 1, padding=2)
    axes.margins(y=0.2)
    axes.set_yticks([])
    if len(counts) > 7:
        axes.tick_params(axis="x", labelrotation=90)
    _clear(axes, "left")


def _bars(axes: Axes, counts: Mapping[str, int], colours: Mapping[str, str]) -> None:
    items = sorted(counts.items(), key=lambda item: item[1], reverse=True)
    if rest := items[MOST_BARS:]:
        items = [*items[:MOST_BARS], (_("others"), sum(count for _name, count in rest))]
    names = [fill(name, 28) for name, _count in reversed(items)]
    values = [count for _name, count in reversed(items)]
    bars = axes.barh(names, values, color=[colours.get(name, _BLUE) for name, _count in reversed(items)])
    axes.bar_label(bars, labels=[number(value) for value in values], fontsize=FONT - 1, padding=3)
    axes.margins(x=0.15)
    axes.set_xticks([])
    _clear(axes, "bottom")


def _clear(axes: Axes, side: str) -> None:
    axes.spines[["top", "right", side]].set_visible(False)
    axes.tick_params(length=0, colors=_GREY, labelsize=FONT - 4)
