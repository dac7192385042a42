"""Words of time in one spelling, so that few patterns are enough: without marks, numbers in figures.

Where marks tell words apart that are the same without them, they are looked at first: "mốt" is the day after
tomorrow and "một" is one, "tối" is the evening, "tới" is the next one and "tôi" is who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.numbers import read_number
from knowledge.text import clean, fold, has_marks

_MARKED = {"tôi": "", "tới": "sau", "mốt": "ngaykia", "một": "1", "sáu": "6", "bây": "luc", "dạ": "", "đúng": ""}
_UNITS = {
    "mot": "1", "hai": "2", "ba": "3", "bon": "4", "tu": "4", "nam": "5", "sau": "6", "bay": "7", "tam": "8",
    "chin": "9",
}  # fmt: skip
_NEVER_BARE = frozenset("mot bon tu nam sau bay tam chin".split())
"""Numbers that are written with a mark by who writes marks at all."""
_COUNTED = frozenset("gio g h tieng phut p ngay tuan thang".split())
_COUNTING = frozenset("thu mung mong ngay thang gio h kem".split())
_PREPOSITIONS = frozenset(
    {("sau", "ngay"), ("tu", "ngay"), ("tu", "gio"), ("tu", "tuan"), ("tu", "thang"), ("bay", "gio")}
)
"""Also "after", "from" and, in "bay gio", "now"."""
_SPOKEN = (
    (re.compile(r"\b(nhac|bao|cho|goi|nhan|giup|gium|dum|voi) toi\b"), r"\1"),
    (re.compile(r"\b(tuan|thang|thu [2-7]|nhat) toi\b"), r"\1 sau"),
    (re.compile(r"\bsang tuan(?: (?:sau|moi))?\b"), "tuan sau"),
    (re.compile(r"\b(?:ngay|bua|hom) ngaykia\b|\b(?:ngay|bua) kia\b|\bsau (?:ngay )?mai\b"), "ngaykia"),
)
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|\s+")


@dataclass(slots=True)
class Line:
    """What is left of a line while its parts are taken out of it."""

    text: str

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Takes out what fits first, and returns it."""
        found = pattern.search(self.text)
        if found:
            self.text = f"{self.text[: found.start()]} {self.text[found.end() :]}"
        return found


def normalised(text: str) -> Line:
    """`text` in the one spelling."""
    tokens = _TOKEN.findall(clean(text).casefold())
    marked = any(map(has_marks, tokens))
    words = [
        f"'{token}" if marked and token in _NEVER_BARE else fold(_MARKED.get(token, token))
        for token in tokens
        if not token.isspace() and _MARKED.get(token) != ""
    ]
    gaps = "".join(" " if token.isspace() else "x" if _MARKED.get(token) != "" else "" for token in tokens)
    spoken = " ".join("".join(_figures(words, gaps)).split()).replace("'", "")
    for pattern, instead in _SPOKEN:
        spoken = pattern.sub(instead, spoken)
    return Line(spoken)


def _figures(words: list[str], gaps: str) -> Iterator[str]:
    """The words with numbers in figures, and the white space between them."""
    place, until = 0, 0
    for gap in gaps:
        if gap == " ":
            yield gap
            continue
        if place >= until:
            figure, length = _figure(words, place)
            until = place + length
            yield figure
        place += 1


def _figure(words: list[str], place: int) -> tuple[str, int]:
    word = words[place]
    before = words[place - 1] if place else ""
    after = words[place + 1] if place + 1 < len(words) else ""
    number, length = (None, 0) if word.isdigit() else read_number(words, place)
    if number is not None:
        return str(number), length
    if word == "mot" and before != "thang" and after not in _COUNTED:
        return "ngaykia", 1
    if word not in _UNITS or (word, before) == ("sau", "thang"):
        return word, 1
    if before in _COUNTING or (after in _COUNTED and (word, after) not in _PREPOSITIONS):
        return _UNITS[word], 1
    return word, 1
