"""Number and date of a document as people write them: "12/BC-UBND", "so 12", "số 12-BC/UBND ngày 3/12"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.text import clean

_NUMBERED = re.compile(
    r"(?i:\b(?:số|so|sô|s)\b)?[ :.]*(?<![\w/.-])(?P<figure>\d{1,6}[A-Za-z]?(?: ?/ ?\d{4})?) ?[/–-] ?"
    r"(?P<code>[A-Za-zĐđ&]{1,12}(?: ?[-/–] ?[A-Za-zĐđ&]{1,12}){0,4})(?!\w)"
)
_CODES = frozenset("bc cv tb ttr kh qđ qd vb bb ct nq gm ubnd".split())
_BARE = re.compile(r"(?i)\b(?:số|so|sô)\b[ :.]*(?P<figure>\d{1,6}(?: ?/ ?\d{1,4})?)(?![\w/])")
_ALONE = re.compile(r"^\W*(?P<figure>\d{1,6})\W*$")
_DAY = re.compile(
    r"(?i)(?<![\w/.-])(?:(?:ngày|ngay) )?(?P<day>\d{1,2}) ?(?:[/.-] ?| (?:tháng|thang) )(?P<month>\d{1,2})"
    r"(?:(?: ?[/.-] ?|,? (?:năm|nam) )(?P<year>\d{4}|\d{2}))?(?![\w/])"
)
_NEAR = re.compile(r"(?i)\b(?:hôm|hom|sáng|sang|trưa|trua|chiều|chieu|bữa|bua) (?P<near>nay|qua|kia)\b")
_NEAR_DAYS = {"nay": 0, "qua": 1, "kia": 2}
_AHEAD, _OLDEST = timedelta(days=7), timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a text says of a document; `rest` is the text without that."""

    number: str | None
    dated: date | None
    rest: str

    def __bool__(self) -> bool:
        return bool(self.number or self.dated)


NOTHING = Reference(None, None, "")


def read_reference(text: str, today: date, *, alone: bool = False) -> Reference:
    """Number and date in `text`, each None when it names none.

    A date without a year is the last one that was, or is to come within a week. With `alone` a figure that is the
    whole text is a number; then, or where there is a number, "hôm qua" is a date as well.
    """
    line = " ".join(clean(text).split())
    number = None
    if found := next(filter(_is_code, _NUMBERED.finditer(line)), None):
        number, line = _tidy(found[0]), f"{line[: found.start()]} {line[found.end() :]}"
    elif (found := _BARE.search(line)) or (alone and (found := _ALONE.search(line))):
        number, line = found["figure"].replace(" ", ""), f"{line[: found.start()]} {line[found.end() :]}"
    dated = None
    for day in _DAY.finditer(line):
        dated = _dated(day, today)
        if dated:
            line = f"{line[: day.start()]} {line[day.end() :]}"
            break
    if dated is None and (number or alone) and (near := _NEAR.search(line)):
        dated = today - timedelta(days=_NEAR_DAYS[near["near"].casefold()])
    return Reference(number, dated, " ".join(line.split()))


def _is_code(found: re.Match[str]) -> bool:
    code = found["code"]
    return code == code.upper() or re.split(r"[ /–-]+", code.casefold())[0] in _CODES


def _tidy(written: str) -> str:
    bare = re.sub(r"(?i)^\W*(?:số|so|sô|s)\b", "", written)
    return re.sub(r"[\s:]+|^\W+", "", bare).replace("–", "-").upper()


def _dated(found: re.Match[str], today: date) -> date | None:
    said = found["year"]
    year = int(said) + (2000 if len(said) == 2 else 0) if said else today.year
    try:
        made = date(year, int(found["month"]), int(found["day"]))
        if said is None and made > today + _AHEAD:
            made = made.replace(year=year - 1)
    except ValueError:
        return None
    return made if today - _OLDEST <= made <= today + _AHEAD else None
