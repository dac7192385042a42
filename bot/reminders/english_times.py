"""Times in English, put into the Vietnamese that the grammar reads: "monday 8am" is "thu 2 8 gio sang"."""

from __future__ import annotations

import re
from collections.abc import Callable

_DAYS = {"mon": "thu 2", "tue": "thu 3", "wed": "thu 4", "thu": "thu 5", "fri": "thu 6", "sat": "thu 7", "sun": "cn"}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_UNITS = {"min": "phut", "hou": "tieng", "day": "ngay", "wee": "tuan", "mon": "thang"}
_WORDS = {
    "the day after tomorrow": "ngay kia", "day after tomorrow": "ngay kia", "tomorrow": "ngay mai", "today": "hom nay",
    "tonight": "toi nay", "yesterday": "hom qua", "this morning": "sang nay", "this afternoon": "chieu nay",
    "this evening": "toi nay", "morning": "sang", "afternoon": "chieu", "evening": "toi", "noon": "12h",
    "midnight": "12h dem", "next week": "tuan sau", "end of the month": "cuoi thang", "weekend": "cuoi tuan",
    "remind me": "nhac", "again": "lai", "please": "nhe", "at": "luc", "on": "vao", "by": "den", "the": "",
    "before": "truoc",
}  # fmt: skip

# "Thu 6" and "thu sau" are Vietnamese, for Friday.
_THURSDAY = r"thurs(?:day)?|thu(?! (?:[2-7]|hai|ba|tu|nam|sau|bay)\b)"
_DAY = rf"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|{_THURSDAY}|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_MONTH = r"jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec"
_LONG = r"(?:uary|ruary|ch|il|ust|ember|ober)?"
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\b(?:in )?half an hour\b"), lambda _found: "nua tieng nua"),
    (
        re.compile(r"\bin (?:(\d{1,4})|an?) ?(minute|min|hour|day|week|month)s?\b"),
        lambda found: f"{found[1] or 1} {_UNITS[found[2][:3]]} nua",
    ),
    (re.compile(r"\b(\d{1,2})(?::(\d\d))? ?([ap])\.?m\b\.?"), lambda found: _clock(int(found[1]), found[2], found[3])),
    (re.compile(r"\b(\d{1,2}) o'?clock\b"), lambda found: f"{found[1]}h"),
    (re.compile(r"\bat (\d{1,2})(?![\d:/.h])"), lambda found: f"luc {found[1]}h"),
    (
        re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({_MONTH}){_LONG}\b(?:,? (\d{{4}}))?"),
        lambda found: _date(found[1], found[2], found[3]),
    ),
    (
        re.compile(rf"\b({_MONTH}){_LONG} (\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (\d{{4}}))?"),
        lambda found: _date(found[2], found[1], found[3]),
    ),
    (re.compile(rf"\b(?:next |this )?({_DAY})\b"), lambda found: f"{_DAYS[found[1][:3]]}"),
    (
        re.compile(r"\b(" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")\b"),
        lambda found: _WORDS[found[1]],
    ),
)


def in_vietnamese(text: str) -> str:
    """`text` with its English times in Vietnamese; everything else stays, so Vietnamese is read as well."""
    line = " ".join(text.casefold().replace("’", "'").split())
    for pattern, instead in _RULES:
        line = pattern.sub(instead, line)
    return line


def _clock(hour: int, minute: str | None, half: str) -> str:
    if not 1 <= hour <= 12:
        return f"{hour}{half}m"
    return f"{hour % 12 + (12 if half == 'p' else 0):02}:{minute or '00'}"


def _date(day: str, month: str, year: str | None) -> str:
    number = _MONTHS.index(month[:3]) + 1
    return f"{day}/{number}/{year}" if year else f"{day}/{number}"
