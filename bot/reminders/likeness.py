"""Names of agencies that may be the same, and agencies found by what somebody typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.reminders.model import Agency, AgencyKind
from knowledge.text import folded_line, folded_words

LIKELY = 72
"""Of 100: how well typed words must fit a name to be taken for it."""
_CLOSE = 12
"""How much worse than the best one another may fit."""
_SHORT_NAME = 3
"""Names of so few words differ in one letter and are of different agencies."""
_INITIALS = 3
"""So many initials are enough behind "sở" or "ban" that was left out."""
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
    before = _Names()
    for agency in present:
        if agency.id not in kept:
            before.add(agency)
    for agency in wanted:
        if agency.id not in there:
            yield from (Doubt(agency, other) for other in before.like(agency.name))
        before.add(agency)


def may_be_one(one: str, other: str) -> bool:
    """Whether the names differ so little that it may be a slip: marks, order, a short form, one letter."""
    names = _Names()
    names.add(Agency("", other, AgencyKind.OTHER))
    return bool(names.like(one))


class _Names:
    """Agencies, to be asked for those with nearly the same name."""

    def __init__(self) -> None:
        self._same: dict[tuple[str, ...], list[Agency]] = {}
        self._near: dict[str, list[Agency]] = {}

    def add(self, agency: Agency) -> None:
        """Takes the agency in."""
        core = _core(agency.name)
        self._same.setdefault(tuple(sorted(core)), []).append(agency)
        if _is_telling(core):
            self._near.setdefault(" ".join(core), []).append(agency)

    def like(self, name: str) -> list[Agency]:
        """Those whose names may be meant by `name`."""
        core = _core(name)
        found = list(self._same.get(tuple(sorted(core)), ()))
        if _is_telling(core):
            line = " ".join(core)
            for near, _distance, _key in extract(
                line, list(self._near), scorer=OSA.distance, score_cutoff=1, limit=None
            ):
                if _digits(near) == _digits(line):
                    found += [agency for agency in self._near[near] if agency not in found]
        return found


def _is_telling(core: Sequence[str]) -> bool:
    """Whether one wrong letter is likelier a slip than another name. Communes differ in one letter ("Long Vĩnh")."""
    return len(core) > _SHORT_NAME and core[0] != "ubnd"


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
    short = asked.replace(" ", "")
    if short == initials or (len(short) >= _INITIALS and initials.endswith(short)):
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
