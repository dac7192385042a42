"""Numbers as people write them: figures, Vietnamese number words, ordinals, Roman numerals."""

from __future__ import annotations

import re

_UNITS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_ROMAN |= {"x" + units: 10 + value for units, value in _ROMAN.items() if units != "x"} | {"xx": 20}


def read_number(tokens: list[str], place: int) -> tuple[int | None, int]:
    """The number that begins at `place` in folded `tokens`, and how many tokens it takes; (None, 0) if none does.

    Reads figures ("145") and words up to 999 ("một trăm bốn mươi lăm"); a lone unit word is not read,
    since "năm", "ba" and "tư" mean too many other things.
    """
    token = tokens[place]
    if token.isdigit():
        return int(token), 1
    total, at = 0, place
    if at + 1 < len(tokens) and tokens[at] in _UNITS and tokens[at + 1] == "tram":
        total, at = _UNITS[tokens[at]] * 100, at + 2
    if at < len(tokens) and tokens[at] == "muoi":
        total, at = total + 10, at + 1
    elif at + 1 < len(tokens) and tokens[at] in _UNITS and tokens[at + 1] == "muoi":
        total, at = total + _UNITS[tokens[at]] * 10, at + 2
    if at > place and at < len(tokens) and tokens[at] in ("le", "linh"):
        at += 1
    # Five after a ten is "lăm": "mười năm" is ten years.
    if at > place and at < len(tokens) and tokens[at] in _UNITS and tokens[at] != "nam":
        total, at = total + _UNITS[tokens[at]], at + 1
    # "Một trăm hai mấy" leaves open which.
    unclear = at < len(tokens) and tokens[at] == "may"
    return (total, at - place) if at > place and not unclear else (None, 0)


def read_ordinal(token: str) -> int | None:
    """The rank a folded token names: figures, a unit word, "nhat", "nhi", or a Roman numeral up to XX."""
    if token.isdigit():
        return int(token)
    named = {"nhat": 1, "dau": 1, "nhi": 2, "muoi": 10}
    return named.get(token) or _UNITS.get(token) or _ROMAN.get(token)


def read_roman(token: str) -> int | None:
    """The value of a Roman numeral up to XX in lower case; None for anything else."""
    return _ROMAN.get(token) if re.fullmatch(r"[ivx]+", token) else None
