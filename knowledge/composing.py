"""Putting an answer together from what was decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from knowledge.answers import Answer, Option, Part, Reason, Status
from knowledge.base import Item, ItemKind, Knowledge
from knowledge.text import folded_line

_MOST_RELATED = 3
_MOST_OPTIONS = 5
_CONFIRMS = re.compile(
    r"(phải không|phải hông|phải hong|đúng không|đúng hông|đúng hôn|đúng hong|phai khong|dung khong|phai ko|phải ko|"
    r"đúng ko|dung ko|phải k\b|đúng k\b|phải hok|đúng hok|\bhả\b|phải chăng|chứ gì|chu gi|có phải|co phai|mới hết hạn|"
    r"chính xác (?:không|chưa|hông)|chinh xac (?:khong|chua)|(?:đúng|ổn|chuẩn) (?:chưa|rồi)|dung chua|on chua|"
    r"có đúng|co dung|có chính xác|có chuẩn|có nhầm|co nham|nhầm không|sai không|có sai|được chưa|xác nhận)",
    re.IGNORECASE,
)
_STANDING = re.compile(
    r" (?:con|het|co|mat) hieu luc | hieu luc (?:khong|chua|nua) | (?:bi|duoc|da|co|nao|gi) thay(?: the)? "
    r"| bai bo | con (?:ap dung|dung|xai|gia tri) | het han "
)
_FIGURE = re.compile(
    r"(?<![\d/])(\d{1,2})\s*(?:/|-|\s+tháng\s+|\s+thang\s+)\s*(\d{1,2})(?![\d/%])"
    r"|(?:năm|nam)\s+((?:19|20)\d\d)(?!\d)"
    r"|(?<!\d)(\d{1,3})\s*(%|phần trăm|năm|tháng(?!\s*\d)|lần|mục tiêu|giải pháp|phần)(?!\s*\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Composer:
    """Makes answers of items."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def answered(self, message: str, items: Sequence[Item], *, score: float, absent: Sequence[str] = ()) -> Answer:
        """An answer with one part for each of `items`, and what is worth reading next.

        `absent` is what the person took for granted besides and the plan does not say; the first part tells.
        """
        keys = {item.key for item in items}
        related = dict.fromkeys(key for item in items for key in item.related if key not in keys)
        return Answer(
            q=message,
            status=Status.ANSWERED,
            parts=tuple(self._part(message, item, absent if item is items[0] else ()) for item in items),
            related=self._options(self._items(related), _MOST_RELATED),
            score=round(score, 3),
        )

    def choices(self, message: str, items: Sequence[Item], *, score: float) -> Answer:
        """The choice among `items`, best first."""
        return Answer(message, Status.CHOICES, options=self._options(items, _MOST_OPTIONS), score=round(score, 3))

    def refused(
        self,
        message: str,
        reason: Reason,
        subject: str | None = None,
        near: Sequence[Item] = (),
        *,
        score: float = 0.0,
    ) -> Answer:
        """A refusal that says why, and offers what is `near`."""
        return Answer(
            message,
            Status.UNKNOWN,
            options=self._options(near, _MOST_OPTIONS),
            reason=reason,
            subject=subject,
            score=round(score, 3),
        )

    def _part(self, message: str, item: Item, absent: Sequence[str] = ()) -> Part:
        return Part(
            key=item.key,
            title=item.title,
            direct=item.direct,
            citation=item.citation,
            passage=item.passage,
            address=item.address,
            also=tuple(citation for citation in item.also if citation != item.citation),
            note=item.note,
            asks_standing=asks_standing(message),
            absent=tuple(absent) or _absent(message, f"{item.direct} {item.passage or ''}"),
        )

    def _items(self, keys: Iterable[str]) -> list[Item]:
        known = self._knowledge.items
        return [known[key] for key in keys if key in known and known[key].kind is not ItemKind.GAP]

    @staticmethod
    def _options(items: Iterable[Item], most: int) -> tuple[Option, ...]:
        return tuple(Option(item.key, item.title, item.citation) for item in items)[:most]


def asks_standing(message: str) -> bool:
    """Whether `message` asks whether something still holds, or what has replaced it."""
    return _STANDING.search(folded_line(message)) is not None


@lru_cache(maxsize=32)
def confirms(message: str) -> bool:
    """Whether `message` asks to have something confirmed ("… phải không")."""
    return _CONFIRMS.search(message) is not None


def _absent(message: str, text: str) -> tuple[str, ...]:
    """The dates and figures that `message` asks to have confirmed and that `text` does not hold, as typed."""
    if not confirms(message):
        return ()
    held = {_figure(match) for match in _FIGURE.finditer(text)} | {("year", year) for year in _YEAR.findall(text)}
    return tuple(match[0].strip() for match in _FIGURE.finditer(message) if _figure(match) not in held)


def _figure(match: re.Match[str]) -> tuple[str, ...]:
    """What a figure means, whatever its writing: ("date", "10", "6"), ("year", "2017") or ("năm", "5")."""
    if match[1]:
        return "date", str(int(match[1])), str(int(match[2]))
    if match[3]:
        return "year", match[3]
    unit = {"%": "phần trăm"}.get(match[5].casefold(), match[5].casefold())
    return unit, str(int(match[4]))
