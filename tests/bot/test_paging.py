from __future__ import annotations

import pytest

from bot.paging import PAGE_SIZE, nearest_page, page_of, turning

THINGS = list(range(PAGE_SIZE + 1))


def test_places_count_on_over_the_pages() -> None:
    assert page_of(THINGS, 0)[0] == (1, 0)
    assert page_of(THINGS, 1) == [(PAGE_SIZE + 1, PAGE_SIZE)]
    assert page_of(THINGS, 2) == []


@pytest.mark.parametrize(
    ("number", "count", "nearest"),
    [(0, 0, 0), (0, PAGE_SIZE, 0), (1, PAGE_SIZE, 0), (1, PAGE_SIZE + 1, 1), (10**17, PAGE_SIZE + 1, 1)],
)
def test_a_list_that_became_shorter_shows_its_last_page(number: int, count: int, nearest: int) -> None:
    assert nearest_page(number, count) == nearest


@pytest.mark.parametrize(("number", "pages"), [(0, [["m:x:1"]]), (1, [["m:x:0", "m:x:2"]]), (2, [["m:x:1"]])])
def test_pages_turn_to_their_neighbours(number: int, pages: list[list[str]]) -> None:
    assert [[button.data for button in row] for row in turning("m:x", number, 2 * PAGE_SIZE + 1)] == pages


def test_one_page_does_not_turn() -> None:
    assert turning("m:x", 0, PAGE_SIZE) == ()
