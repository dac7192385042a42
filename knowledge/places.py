"""Reading which place of the plan a message points at: "mục tiêu thứ năm", "điểm 2 phần III", "IV.2.3"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.numbers import read_ordinal, read_roman
from knowledge.text import exact, fold, has_marks

_WRITTEN = re.compile(r"\b([ivx]{1,4})[.\s]?\s*\.\s*(\d{1,2})(?:\s*\.\s*(\d{1,2}))?\b", re.IGNORECASE)
_PART = re.compile(r"\bph?\.\s?(?=i{1,3}\b|iv\b)", re.IGNORECASE)
"""How "phần" is written short before a Roman numeral ("p.III")."""
_LEVELS = (
    ("part", ("phần", "chương")),
    ("goal", ("mục tiêu",)),
    ("solution", ("nhóm giải pháp", "giải pháp", "nhóm nội dung")),
    ("bullet", ("gạch đầu dòng", "đầu dòng", "gạch", "ý", "đoạn", "tiết", "dấu trừ", "bullet")),
    ("item", ("mục", "khoản", "điểm", "nội dung", "nhóm", "tiểu mục", "yêu cầu", "mục đích")),
)
_FORM = {" ".join(map(fold, form.split())): level for level, forms in _LEVELS for form in forms}
_MARKED = {" ".join(map(fold, form.split())): form.split() for _, forms in _LEVELS for form in forms}
_LEVEL = "|".join(sorted(_FORM, key=len, reverse=True))
_RANK = r"(?:so |thu |la ma )*"
_NUMBER = r"\d{1,2}|[ivx]{1,4}|nhat|dau tien|dau|nhi|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi"
_FROM_END = {"cuoi cung": -1, "cuoi": -1, "chot": -1, "ap chot": -2, "ap cuoi": -2, "ke cuoi": -2, "ke chot": -2}
"""Ranks that count from the end."""
_BACKWARDS = "|".join(sorted(_FROM_END, key=len, reverse=True))
_POINTED = re.compile(
    rf"(?<![a-z])({_LEVEL}) ({_RANK})({_NUMBER}|{_BACKWARDS})(?![a-z])(?! ?\d)(?! (?:thang|nam \d|tien|%|phan tram))"
)
_NAMED_PARTS = (
    ("II", re.compile(r" (?:phan|muc) (?:cac )?muc tieu(?: thuc hien)? ")),
    ("III", re.compile(r" (?:phan|muc) (?:noi dung )?(?:cac )?giai phap(?: thuc hien)? ")),
    ("IV", re.compile(r" (?:phan|muc) to chuc thuc hien ")),
    ("I", re.compile(r" (?:phan|muc) muc dich(?: va)?(?: yeu cau)? ")),
)
"""The parts of the plan by what they are called, for "mục 5 ở phần giải pháp"."""

_SAFE_WORDS = frozenset(("nam", "tu", "dau", "ba", "hai", "sau", "bay", "tam", "chin", "bon", "muoi"))


@dataclass(frozen=True, slots=True)
class Place:
    """A place pointed at: `address` in the plan, None when the plan has none such; `said` is how it was named."""

    said: str
    address: str | None


class PlaceReader:
    """Finds the place of the plan that a message names."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._addresses = set(addresses)

    def read(self, text: str) -> Place | None:
        """The place named in the cleaned `text`, or None when it names none."""
        text = _PART.sub("phần ", text)
        typed = re.findall(r"[^\W_]+|%|[,.;?!](?=\s)", text)
        found, said = self._pointed(typed)
        if written := self._written(text):
            address = written.address
            below = found.get("bullet", found.get("item"))
            if address and below and address.count(".") == 1:
                return Place(f"{written.said}, {said}", self._step(address, below))
            return written
        if self._enough(found):
            return Place(said, self._address(found))
        part = _part_named(typed)
        return Place(said, self._below(part, found)) if part and found.keys() & {"item", "bullet"} else None

    def _written(self, text: str) -> Place | None:
        """The place written as an address ("IV.2.3")."""
        match = _WRITTEN.search(text)
        if not match or not read_roman(match[1].lower()):
            return None
        address = ".".join(step for step in (match[1].upper(), match[2], match[3]) if step)
        return Place(address, address if address in self._addresses else None)

    @staticmethod
    def _pointed(typed: list[str]) -> tuple[dict[str, int], str]:
        """The rank at each level that the words name, and the words that named them."""
        line = " ".join(fold(word.casefold()) for word in typed)
        found: dict[str, int] = {}
        said: list[str] = []
        for match in _POINTED.finditer(line):
            level = _FORM[match[1]]
            number = _rank(match[3], explicit=bool(match[2]), level=level)
            first = line.count(" ", 0, match.start())
            if number is not None and level not in found and _as_meant(match[1], typed[first:]):
                found[level] = number
                said.append(" ".join(typed[first : first + match[0].count(" ") + 1]))
        return found, ", ".join(said)

    @staticmethod
    def _enough(found: dict[str, int]) -> bool:
        return bool({"part", "goal", "solution"} & found.keys())

    def _address(self, found: dict[str, int]) -> str | None:
        if "goal" in found:
            return self._step("II", found["goal"])
        top = self._step("III", found["solution"]) if "solution" in found else self._part(found["part"])
        if top and "item" in found and "solution" not in found:
            top = self._step(top, found["item"])
        if top and "bullet" in found:
            top = self._step(top, found["bullet"])
        return top

    def _below(self, part: str, found: dict[str, int]) -> str | None:
        """The address of the item, and the bullet in it, under the part named."""
        top = self._step(part, found.get("item", found.get("bullet", 0)))
        return self._step(top, found["bullet"]) if top and found.keys() >= {"item", "bullet"} else top

    def _part(self, number: int) -> str | None:
        parts = [address for address in ("I", "II", "III", "IV") if address in self._addresses]
        if number < 0:
            number += len(parts) + 1
        return parts[number - 1] if 0 < number <= len(parts) else None

    def _step(self, above: str, number: int) -> str | None:
        if number < 0:
            count = 1
            while f"{above}.{count + 1}" in self._addresses:
                count += 1
            number += count + 1
        address = f"{above}.{number}"
        return address if address in self._addresses else None


def _part_named(typed: list[str]) -> str | None:
    """The part that the words call by its name ("phần mục tiêu")."""
    line = f" {' '.join(fold(word.casefold()) for word in typed)} "
    return next((part for part, named in _NAMED_PARTS if named.search(line)), None)


def _as_meant(form: str, typed: list[str]) -> bool:
    """Whether the words typed are those of `form`, where they carry marks ("phận 1" is not "phần 1")."""
    pairs = zip(_MARKED[form], typed, strict=False)
    return all(not has_marks(word) or exact(word.casefold()) == exact(meant) for meant, word in pairs)


def _rank(word: str, *, explicit: bool, level: str) -> int | None:
    if word in _FROM_END:
        return _FROM_END[word]
    if word.startswith("dau"):
        # "ý đầu" is the first; "phần đầu" too, but "mục tiêu đầu tư" is not a rank.
        return 1 if word == "dau tien" or explicit else None
    if word in _SAFE_WORDS and not explicit and level not in ("part", "bullet"):
        return read_ordinal(word) if level in ("item", "solution") and word not in ("nam", "tu", "dau") else None
    return read_ordinal(word)
