"""Documents that people name without a number: by a congress, a plenum, a date, or the name of a law."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from knowledge.language import DocumentWords, Elsewhere
from knowledge.models import Document
from knowledge.numbers import read_ordinal

_ROMAN = r"[ivx]{1,5}"
_UNIT_WORDS = "mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi"
_TERM = rf"(?:khoa |k )(\d{{1,2}}|{_ROMAN}|muoi (?:{_UNIT_WORDS})|{_UNIT_WORDS})"
_PLENUM = re.compile(
    rf" (?:(?:nghi quyet|hoi nghi) (?:hoi nghi )?trung uong (?:lan |thu |so )*(\d{{1,2}}|{_UNIT_WORDS})"
    rf"|trung uong (?:lan |thu |so )*(\d{{1,2}}))(?: {_TERM})?(?= )"
)
_CONGRESS = re.compile(
    r" dai hoi ((?:dai bieu |toan quoc |dang bo |tinh |cua |dang |tra vinh |lan |thu |khoa |viet nam |cong san )*)"
    rf"(\d{{1,2}}|{_ROMAN}|muoi (?:{_UNIT_WORDS}))(?= )"
)
_DATE = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?:[/.-]|tháng|thang)\s*(\d{1,2})\s*(?:[/.-]|,?\s*năm|,?\s*nam)\s*((?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_LAW = re.compile(r"(?<!phap )(?<!ky )(?<!theo dung )\b(?:bo )?luat ((?:[a-z]+ ?){1,5})")


@dataclass(frozen=True, slots=True)
class Named:
    """Documents named without a number: those that fit, or those close by when none does."""

    said: str
    found: tuple[str, ...]
    near: tuple[str, ...] = ()


class NameReader:
    """Finds such names and matches them against the cited documents."""

    def __init__(self, documents: Iterable[Document], elsewhere: Elsewhere, words: DocumentWords) -> None:
        self._said = words.said
        self._documents = tuple(documents)
        self._laws = tuple(sorted(elsewhere.laws, key=len, reverse=True))

    def sessions(self, line: str) -> list[Named]:
        """Resolutions named by a plenum or a congress in the folded `line`."""
        found = [named for match in _PLENUM.finditer(line) if (named := self._plenum(match))]
        found += [named for match in _CONGRESS.finditer(line) if (named := self._congress(match))]
        return found

    def _plenum(self, match: re.Match[str]) -> Named | None:
        plenum, term = read_ordinal(match[1] or match[2]), _rank(match[3] or "")
        cited = [d for d in self._documents if d.plenum]
        same = tuple(d.number for d in cited if d.plenum and d.plenum[0] == plenum and term in (None, d.plenum[1]))
        near = tuple(d.number for d in cited if d.plenum and (d.plenum[0] == plenum or d.plenum[1] == term))
        template = self._said["plenum" if term else "plenum_only"]
        said = template.format(plenum=plenum, term=_roman(term or 0))
        return Named(said, same, near)

    def _congress(self, match: re.Match[str]) -> Named | None:
        ordinal = _rank(match[2])
        level = "province" if re.search(r"dang bo|tinh|tra vinh", match[1]) else None
        cited = [d for d in self._documents if d.congress]
        same = tuple(
            d.number for d in cited if d.congress and d.congress[1] == ordinal and level in (None, d.congress[0])
        )
        return Named(self._said["congress"].format(ordinal=_roman(ordinal or 0)), same, tuple(d.number for d in cited))

    def dated(self, text: str) -> list[Named]:
        """Documents of a full date written in `text`."""
        named = []
        for day, month, year in _DATE.findall(text):
            try:
                when = date(int(year), int(month), int(day))
            except ValueError:
                continue
            named.append(Named(f"{when:%d/%m/%Y}", tuple(d.number for d in self._documents if d.dated == when)))
        return named

    def uncited_law(self, line: str) -> str | None:
        """The subject ("khieu nai") of a law named in the folded `line` that the plan does not cite; None for none."""
        for match in _LAW.finditer(line):
            if any(f" {match[1].strip()} ".startswith(f" {law} ") for law in self._laws):
                return match[1].strip()
        return None


def _rank(word: str) -> int | None:
    if " " in word:
        ten, unit = word.split()
        return read_ordinal(ten) and 10 + (read_ordinal(unit) or 0)
    return read_ordinal(word)


def _roman(number: int) -> str:
    tens, units = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[units]
