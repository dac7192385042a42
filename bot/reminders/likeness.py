"""Names of agencies that may be the same, and agencies found by what somebody typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.reminders.model import Agency
from knowledge.text import folded_line, folded_words

LIKELY = 72
"""Of 100: how well typed words must fit a name to be taken for it."""
_CLOSE = 12
"""How much worse than the best one another may fit."""
_LONG = 10
"""From so many characters on one wrong letter is likelier a slip than another name."""
_EVERYDAY = {"tinh"}
_SHORT = (("ui ban nhan dan", "ubnd"), ("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd"))


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two names that may be of one agency: a new one, and one that is there or stands in the same list."""

    new: Agency
    other: Agency


def plain(name: str) -> str:
    """The name for comparing: in small letters with its marks, without commas, hyphens and double spaces."""
    kept = (each if each.isalnum() else " " for each in unicodedata.normalize("NFC", name).casefold())
    return " ".join("".join(kept).split())


def doubts(wanted: Sequence[Agency], present: Sequence[Agency]) -> Iterator[Doubt]:
    """Where a new agency may be one that would be taken away by the same list, or another one of it."""
    there, kept = {agency.id for agency in present}, {agency.id for agency in wanted}
    old = [agency for agency in present if agency.id not in kept]
    for place, new in enumerate(wanted):
        if new.id in there:
            continue
        others = [*old, *(agency for agency in wanted[:place])]
        yield from (Doubt(new, other) for other in others if may_be_one(new.name, other.name))


def may_be_one(one: str, other: str) -> bool:
    """Whether the names differ so little that it may be a slip: marks, order, a short form, one letter."""
    first, second = _core(one), _core(other)
    if sorted(first) == sorted(second):
        return True
    shorter, longer = sorted((" ".join(first), " ".join(second)), key=len)
    if _digits(shorter) != _digits(longer) or len(shorter) < _LONG:
        return False
    # Names of communes differ in one letter ("Long Vĩnh", "Long Bình"), so their first words do not count.
    own = len(shorter.split()) > 3 and OSA.distance(shorter, longer) == 1
    return own and not shorter.startswith("ubnd ")


def find(words: str, agencies: Collection[Agency], limit: int) -> list[Agency]:
    """The agencies that `words` may mean, the likeliest first; typing errors, missing marks and parts are allowed."""
    asked = _line(words)
    if not asked:
        return []
    names = {agency.id: _line(agency.name) for agency in agencies}
    by_id = {agency.id: agency for agency in agencies}
    found = extract(asked, names, scorer=_fit, limit=limit, score_cutoff=LIKELY)
    return [by_id[id_] for _name, score, id_ in found if score >= found[0][1] - _CLOSE]


def _fit(asked: str, name: str, **_options: object) -> float:
    exact = 1.0 if f" {asked} " in f" {name} " else 0.0
    initials = "".join(word[0] for word in name.split() if word != "va")
    if asked.replace(" ", "") == initials:
        return 99.0
    return max(fuzz.WRatio(asked, name) * 0.97, fuzz.token_sort_ratio(asked, name), exact * 100)


def _line(text: str) -> str:
    line = folded_line(text)
    for long, short in _SHORT:
        line = line.replace(f" {long} ", f" {short} ")
    return line.strip()


def _core(name: str) -> list[str]:
    return [word for word in folded_words(_line(name)) if word not in _EVERYDAY]


def _digits(text: str) -> list[str]:
    return [word for word in text.split() if any(each.isdigit() for each in word)]
