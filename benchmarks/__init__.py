"""How fast the bot answers and starts, and how well beside simpler ways: `python -m benchmarks`."""

from __future__ import annotations

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose first column is text and whose others are figures."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def ratio(value: float, base: float) -> str:
    """`value` as a multiple of `base`."""
    return f"{value / base:.2f}" if base else "–"
