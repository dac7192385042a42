"""Which petitions somebody asks for, read from words in any order: "quá hạn đất đai xã Long Đức tháng 5 bồi thường"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from bot.petitions.codes import Code, parse
from bot.petitions.naming import Directory
from bot.petitions.periods import Period, bare, read_period
from bot.petitions.states import ENDED, OPEN, State

T = TypeVar("T")

_LATE = ("quá hạn", "trễ hạn", "trễ", "overdue", "late")
_STATES: dict[str, frozenset[State]] = {
    "chưa giải quyết": OPEN,
    "chưa trả lời": OPEN,
    "chưa xong": OPEN,
    "đang mở": OPEN,
    "tồn đọng": OPEN,
    "open": OPEN,
    "đã xong": ENDED,
    "mới nhận": frozenset({State.RECEIVED}),
    "chưa tiếp nhận": frozenset({State.RECEIVED}),
    "đã tiếp nhận": frozenset({State.ACCEPTED}),
    "đang xử lý": frozenset({State.ACCEPTED, State.FORWARDED}),
    "đang giải quyết": frozenset({State.ACCEPTED, State.FORWARDED}),
    "đã chuyển": frozenset({State.FORWARDED}),
    "chờ bổ sung": frozenset({State.NEED_INFO}),
    "hỏi thêm": frozenset({State.NEED_INFO}),
    "đã trả lời": frozenset({State.ANSWERED}),
    "answered": frozenset({State.ANSWERED}),
    "đã đóng": frozenset({State.CLOSED}),
    "closed": frozenset({State.CLOSED}),
    "bị từ chối": frozenset({State.DECLINED}),
    "từ chối": frozenset({State.DECLINED}),
    "đã rút": frozenset({State.WITHDRAWN}),
    "rút lại": frozenset({State.WITHDRAWN}),
    "mở lại": frozenset({State.REOPENED}),
    "hết hạn bổ sung": frozenset({State.EXPIRED}),
}
_SHORTEST_NAME = 4
"""A shorter name of a place or agency is too easily a word of the sentence."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is asked for; everything given must hold.

    `words` are looked for as they were typed; `places` are `place` and all that is a part of it.
    """

    words: str = ""
    code: str | None = None
    category: str | None = None
    place: str | None = None
    places: frozenset[str] = frozenset()
    agency: str | None = None
    states: frozenset[State] = frozenset()
    late: bool = False
    period: Period | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything but a period is asked for."""
        return replace(self, period=None) != Criteria()


@dataclass(frozen=True, slots=True)
class Scope:
    """What of all petitions somebody may see listed: with denunciations or not, of some agencies or of all (None)."""

    confidential: bool = False
    agencies: frozenset[str] | None = None


EVERYTHING = Scope(confidential=True)


def read_criteria(text: str, names: Directory, today: date) -> Criteria:
    """What `text` asks for. What is no code, name, state or time is a word to look for."""
    code = parse(text)
    if isinstance(code, Code):
        return Criteria(code=code.text)
    period, rest = read_period(text, today)
    late, rest = _take(rest, dict.fromkeys(_LATE, True))
    states, rest = _take(rest, _STATES)
    category, rest = _take(rest, names.categories)
    agency, rest = _take(rest, names.agencies)
    place, rest = _take(rest, names.places)
    return Criteria(
        words=" ".join(rest.split()),
        category=category,
        place=place,
        places=names.within.get(place, frozenset()) if place else frozenset(),
        agency=agency,
        states=states or frozenset(),
        late=bool(late),
        period=period,
    )


def _take(text: str, meanings: Mapping[str, T]) -> tuple[T | None, str]:
    """The meaning of the longest of the phrases that stands in `text`, and the text without it."""
    plain = bare(text)
    for phrase in sorted(meanings, key=len, reverse=True):
        if len(phrase) < _SHORTEST_NAME:
            continue
        match = re.search(rf"(?<!\w){re.escape(bare(phrase))}(?!\w)", plain)
        if match:
            return meanings[phrase], f"{text[: match.start()]} {text[match.end() :]}"
    return None, text
