"""Lines with a colon: orders, slips, and words that only look like one."""

from __future__ import annotations

import pytest

from handlers.terminal.orders import ALIASES, NAMES, Misunderstood, Order, coordinates, help_text, order_of


@pytest.mark.parametrize(
    ("line", "order"),
    [
        (":as lan", Order("as", "lan")),
        (":AS  Lan \n", Order("as", "Lan")),
        (":nhom", Order("group")),
        (":nhóm", Order("group")),
        (":photo ổ gà trước chợ", Order("photo", "ổ gà trước chợ")),
    ],
)
def test_an_order_and_what_stands_behind_it(line: str, order: Order) -> None:
    assert order_of(line) == order


@pytest.mark.parametrize("line", ["lan :as", ":)", ":D", ":", ": as lan", " :as lan", "::as", ":12", ""])
def test_all_else_is_words(line: str) -> None:
    assert order_of(line) is None


@pytest.mark.parametrize("line", [":grup", ":asd lan", ":trả lời"])
def test_a_slip_is_sent_to_nobody(line: str) -> None:
    with pytest.raises(Misunderstood, match="chưa gửi gì"):
        order_of(line)


def test_the_number_of_a_message() -> None:
    assert Order("reply", "#12 vâng ạ").numbered() == (12, "vâng ạ")
    assert Order("reply", "#12").numbered() == (12, "")
    assert Order("reply", "số #12").numbered() == (None, "số #12")


@pytest.mark.parametrize("typed", ["9.934 106.342", "9.934, 106.342"])
def test_a_place_on_the_map(typed: str) -> None:
    assert coordinates(typed) == (9.934, 106.342)


@pytest.mark.parametrize("typed", ["", "9.9", "chợ 3", "91 0", "0 181", "nan 0", "1 2 3"])
def test_what_is_no_place(typed: str) -> None:
    with pytest.raises(Misunderstood, match="vĩ độ"):
        coordinates(typed)


def test_the_help_names_every_order() -> None:
    explained = help_text()
    assert [name for name in (*NAMES, "nhom") if f":{name}" not in explained and name != "help"] == []
    assert set(ALIASES.values()) <= set(NAMES)
