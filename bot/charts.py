"""Pictures of figures that can be read on a phone. matplotlib is imported only where one is drawn: it is heavy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from io import BytesIO
from textwrap import fill
from typing import TYPE_CHECKING, Any

from bot.i18n import gettext as _
from bot.i18n import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT, DPI = 7.2, 9.6, 150
"""In inches; as wide as most phones hold upright show without zooming."""
FONT = 15
MOST_BARS = 8
BLUE, ORANGE, GREY = "#2f6db5", "#d9822b", "#5d6b7a"


def can_draw() -> bool:
    """Whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


class Picture:
    """A picture of several parts, one below the other; `png` is what has been drawn."""

    def __init__(self, title: str, heights: Sequence[float]) -> None:
        from matplotlib import pyplot

        self._figure = pyplot.figure(figsize=(WIDTH, HEIGHT), layout="constrained")
        self._figure.suptitle(fill(title, 44), fontsize=FONT + 2, fontweight="bold")
        # Parts of their own, so that the long names of one take no room from the others.
        parts: Any = self._figure.subfigures(len(heights), 1, height_ratios=heights, squeeze=False)
        self._parts = list(parts[:, 0])

    def part(self, place: int, heading: str) -> Axes:
        """The part at `place`, with its heading."""
        axes: Axes = self._parts[place].subplots()
        axes.set_title(heading, loc="left", fontsize=FONT, fontweight="bold")
        return axes

    def png(self) -> bytes:
        """The file."""
        file = BytesIO()
        self._figure.savefig(file, format="png", dpi=DPI)
        return file.getvalue()


@contextmanager
def picture(title: str, heights: Sequence[float]) -> Iterator[Picture]:
    """A picture with a part of each of these heights, in relation to each other; to be taken inside the block."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    # DejaVu Sans comes with matplotlib and has all Vietnamese letters.
    pyplot.rcParams.update({"font.family": "DejaVu Sans", "font.size": FONT})
    try:
        yield Picture(title, heights)
    finally:
        pyplot.close("all")


def columns(axes: Axes, counts: Mapping[str, int]) -> None:
    """Upright bars in the order given."""
    bars = axes.bar(list(counts), list(counts.values()), color=BLUE)
    axes.bar_label(bars, labels=[number(value) for value in counts.values()], fontsize=FONT - 1, padding=2)
    axes.margins(y=0.2)
    axes.set_yticks([])
    if len(counts) > 7:
        axes.tick_params(axis="x", labelrotation=90)
    _clear(axes, "left")


def bars(axes: Axes, counts: Mapping[str, int], colours: Mapping[str, str], *, ranked: bool = True) -> None:
    """Lying bars, the longest first if `ranked`, else in the order given; of many the last ones together."""
    items = sorted(counts.items(), key=lambda item: item[1], reverse=True) if ranked else list(counts.items())
    if rest := items[MOST_BARS:]:
        items = [*items[:MOST_BARS], (_("others"), sum(count for _name, count in rest))]
    names = [fill(name, 28) for name, _count in reversed(items)]
    values = [count for _name, count in reversed(items)]
    drawn = axes.barh(names, values, color=[colours.get(name, BLUE) for name, _count in reversed(items)])
    axes.bar_label(drawn, labels=[number(value) for value in values], fontsize=FONT - 1, padding=3)
    axes.margins(x=0.15)
    axes.set_xticks([])
    _clear(axes, "bottom")


def stacks(axes: Axes, rows: Mapping[str, Sequence[int]], colours: Sequence[str]) -> None:
    """Lying bars of several pieces, each in its colour, with its number where there is room for it."""
    names = [fill(name, 28) for name in reversed(list(rows))]
    pieces = list(zip(*reversed(list(rows.values())), strict=True))
    longest = max((sum(values) for values in rows.values()), default=0)
    left = [0] * len(names)
    for values, colour in zip(pieces, colours, strict=True):
        drawn = axes.barh(names, values, left=left, color=colour)
        labels = [number(value) if value * 12 > longest else "" for value in values]
        axes.bar_label(drawn, labels=labels, fontsize=FONT - 2, label_type="center", color="white")
        left = [before + value for before, value in zip(left, values, strict=True)]
    axes.set_xticks([])
    _clear(axes, "bottom")


def _clear(axes: Axes, side: str) -> None:
    axes.spines[["top", "right", side]].set_visible(False)
    axes.tick_params(length=0, colors=GREY, labelsize=FONT - 4)
