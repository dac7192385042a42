"""Long lists in pages: what stands on a page, and the buttons that turn it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from bot.buttons import Row
from bot.i18n import gettext as _
from bot.replies import Button

PAGE_SIZE = 8

T = TypeVar("T")


def page_of(things: Sequence[T], number: int) -> list[tuple[int, T]]:
    """The things on page `number` (from 0), each with its place (from 1)."""
    first = number * PAGE_SIZE
    return list(enumerate(things[first : first + PAGE_SIZE], start=first + 1))


def nearest_page(number: int, count: int) -> int:
    """Page `number`, or the last one if a list of `count` has become shorter than that."""
    return min(number, max(0, count - 1) // PAGE_SIZE)


def turning(data: str, number: int, count: int) -> tuple[Row, ...]:
    """A row that turns from page `number` to its neighbours at `data:<page>`; none when all fits on one."""
    turns: list[Button] = []
    if number > 0:
        turns.append(Button(_("‹ Back"), f"{data}:{number - 1}"))
    if (number + 1) * PAGE_SIZE < count:
        turns.append(Button(_("More ›"), f"{data}:{number + 1}"))
    return (tuple(turns),) if turns else ()
