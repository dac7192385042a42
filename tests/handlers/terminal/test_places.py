"""What is remembered of a chat."""

from __future__ import annotations

from handlers.terminal.places import Call, Place


def message(number: int, *labels: str) -> Call:
    rows = [[{"text": label, "callback_data": f"x:{label}"} for label in labels]]
    return {"message_id": number, **({"reply_markup": {"inline_keyboard": rows}} if labels else {})}


def labels(place: Place) -> list[str]:
    return [button.label for button in place.buttons()]


def test_the_buttons_are_those_shown_last() -> None:
    place = Place(1)
    place.keep(message(10, "A"))
    place.keep(message(20, "B", "C"))
    place.keep(message(30))
    assert labels(place) == ["B", "C"]
    place.keep(message(10, "D"))
    assert labels(place) == ["D"]


def test_buttons_go_with_their_message() -> None:
    place = Place(1)
    place.keep(message(10, "A"))
    place.keep(message(10))
    assert labels(place) == []
    place.keep(message(20, "B"))
    assert place.remove(20)
    assert not place.remove(20)
    assert labels(place) == []


def test_small_numbers_stay_with_their_messages() -> None:
    place = Place(-1)
    for number in (10, 20, 30):
        place.keep(message(number))
    place.remove(10)
    place.keep(message(20, "A"))
    assert [place.shown_number(number) for number in (10, 20, 30, 40)] == [1, 2, 3, None]
    assert place.shown_as(2) == message(20, "A")
    assert place.shown_as(1) is None
    assert place.shown_as(9) is None
