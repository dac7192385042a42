"""Reading which document a message names, in whatever way people write document numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.language import DocumentWords
from knowledge.models import Document
from knowledge.numbers import read_number
from knowledge.text import fold, words

_COUNTED = frozenset(
    "thang nam ngay phan lan cho nguoi muc tieu giai phap gach dau y dong diem gio tuoi trieu ty ngan trang cai viec "
    "xa huyen loai nhom buoi tuan cau doan dieu khoan lop ho".split()
)
"""Words after a number that make it a count or a date, not a document's number."""

_PERIODS = frozenset(("nam", "thang", "ngay", "tuan", "lan"))
"""Of these the words that count even behind the number of a cited document ("kế hoạch 03 năm")."""

_STRUCTURE = frozenset("muc tieu phap nhom diem y dong khoan dieu chuong phan gach doan".split())
"""Words before "số N" that make it a place in the plan."""

_FAR, _NEXT = 40, 8
"""How far a document may be from what was said to be offered, and how much farther than the nearest."""

_UNTYPED = 10
"""How far every document is from a number said without its kind: only close numbers are then offered."""

_SMALL = 10
"""A bare number below, before a kind of document, counts them ("2 quyết định")."""

_TELLING = 20
"""A bare number from here on is unlikely to be a count when it is a cited document's."""

_JOINS = frozenset(("va", "vs", "voi", "hay", "so"))
_FIGURE = re.compile(
    r"\d+(?:[.,]\d+)?\s*%|\b\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}\b|\b(?:ngày|ngay)\s+\d{1,2}\s+(?:tháng|thang)\s+\d{1,2}\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"^(19|20)\d\d$")
_NUMBERED = re.compile(r"\d|m\w\wi|tr\wm", re.IGNORECASE)
"""What every number holds: a figure, or in words, "mươi", "mười" or "trăm", whatever their marks."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A document as a message names it.

    `type` is the kind ("Nghị định"), `issuer` the code of the issuing body ("CP"), both None when
    not said. `said` is how it reads ("Nghị định 04/2016"). `found` are the cited documents that fit,
    `near` those that are close but do not, `alike` those of them that have the number and the kind.
    """

    said: str
    number: int
    type: str | None
    year: int | None
    issuer: str | None
    found: tuple[str, ...]
    near: tuple[str, ...]
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Card:
    number: str
    figure: int | None
    year: int | None
    issuer: str | None
    type: str


class DocumentReader:
    """Finds mentions of documents in messages and matches them against the cited ones."""

    def __init__(self, documents: Iterable[Document], language: DocumentWords) -> None:
        self._documents = tuple(documents)
        self._types = _by_first((words, name) for name, forms in language.types.items() for words in forms)
        self._issuers = _by_first((words, code) for code, forms in language.issuers.items() for words in forms)
        self._issuer_names = _by_first(
            (words, code) for code, forms in language.issuer_names.items() for words in forms
        )
        self._document = language.said["document"]
        self._of = language.said["of"]
        self._issuer_titles = language.issuer_titles
        self._cards = [self._card(document) for document in self._documents]
        self._figures = frozenset(card.figure for card in self._cards)

    def _card(self, document: Document) -> _Card:
        written = document.number if document.number[0].isdigit() else document.official_number
        tokens = _tokens(written or "")
        figure = int(tokens[0]) if tokens and tokens[0].isdigit() else None
        year = next((int(t) for t in tokens[1:3] if _YEAR.match(t)), None)
        issuer = next((code for n in range(len(tokens)) if (code := self._at(self._issuers, tokens, n)[1])), None)
        dated = document.dated.year if document.dated else None
        return _Card(document.number, figure, year or dated, issuer, document.type)

    @staticmethod
    def _at(table: dict[str, list[tuple[list[str], str]]], tokens: list[str], place: int) -> tuple[int, str | None]:
        for form, name in table.get(tokens[place], ()) if place < len(tokens) else ():
            if tokens[place : place + len(form)] == form:
                return len(form), name
        return 0, None

    def read(self, text: str) -> list[Mention]:
        """The documents that the cleaned `text` names by number, in the order named, each once."""
        if not _NUMBERED.search(text):
            return []
        tokens = _tokens(_FIGURE.sub(" | ", text))
        if len(tokens) == 1 and tokens[0].isdigit() and int(tokens[0]) >= _TELLING:
            tokens = ["so", *tokens]
        mentions: list[Mention] = []
        place = 0
        while place < len(tokens):
            mention, after = self._mention_at(tokens, place)
            if mention is None and mentions and tokens[place].isdigit() and _joined(tokens, place):
                last = mentions[-1]
                mention = self._match(int(tokens[place]), last.type, None, None, firm=False)
                mention = mention if mention.found else None
            if mention and mention.said not in [m.said for m in mentions]:
                mentions.append(mention)
            place = after
        return mentions

    def _mention_at(self, tokens: list[str], place: int) -> tuple[Mention | None, int]:
        """The mention whose number stands at `place`, and where to read on."""
        figure, length = read_number(tokens, place)
        if figure is None or not 0 < figure < 5000 or (_YEAR.match(tokens[place])):
            return None, place + 1
        end = place + length
        type_before, so = self._type_before(tokens, place)
        year, end = self._year_after(tokens, end, tight=bool(type_before or so))
        issuer, type_after, end = self._tail(tokens, end)
        type_ = type_after or type_before
        written_out = not tokens[place].isdigit()
        exactly = year is not None and any((card.figure, card.year) == (figure, year) for card in self._cards)
        exactly = exactly or self._paired(tokens, place, figure) or self._asked_of(tokens, place, figure, end)
        if not (type_ or issuer or so or exactly) or (written_out and not type_):
            return None, place + length
        if not (so or year or type_before) and figure < _SMALL and not tokens[place].startswith("0"):
            return None, place + length
        known = any((card.figure, card.type) == (figure, type_) for card in self._cards)
        if not (year or issuer or type_after) and self._counts(tokens, place, length, so=so, typed=type_, known=known):
            return None, place + length
        if not (
            type_
            or issuer
            or year
            or figure in self._figures
            or (figure >= _TELLING and _called_document(tokens, place, end))
        ):
            return None, place + length
        named = issuer or (None if year else self._issuer_named(tokens, end))
        return self._match(figure, type_, year, named, firm=issuer is not None), end

    def _paired(self, tokens: list[str], place: int, figure: int) -> bool:
        """Whether two numbers of cited documents stand side by side without their kind ("217 vs 218")."""
        if place + 2 >= len(tokens) or tokens[place + 1] not in _JOINS or not tokens[place + 2].isdigit():
            return False
        return figure >= _TELLING and {figure, int(tokens[place + 2])} <= self._figures

    def _asked_of(self, tokens: list[str], place: int, figure: int, end: int) -> bool:
        """Whether a message opens by asking what a bare number is ("120 là cái gì", "999 là văn bản nào")."""
        if place or figure < _TELLING or tokens[end : end + 1] != ["la"]:
            return False
        return _called_document(tokens, place, end) or figure in self._figures

    @staticmethod
    def _counts(tokens: list[str], place: int, length: int, *, so: bool, typed: str | None, known: bool) -> bool:
        """Whether the bare number at `place` counts things or names a place in the plan.

        `typed` is the kind of document said before it; `known` whether there is a cited one of that number.
        """
        after = tokens[place + length] if place + length < len(tokens) else ""
        if so and not typed:
            return place > 1 and tokens[place - 2] in _STRUCTURE
        if known and after not in _PERIODS:
            return False
        return after in _COUNTED and not (so and after == "nam")

    def _type_before(self, tokens: list[str], place: int) -> tuple[str | None, bool]:
        """The kind of document said just before `place` (perhaps with "số" between), and whether "số" was said."""
        at = place - 1
        so = at >= 0 and (tokens[at] in ("so", "vb") or tokens[max(0, at - 1) : at + 1] == ["van", "ban"])
        while at >= 0 and tokens[at] in ("so", "nay", "cai", "|"):
            at -= 1
        for start in range(max(0, at - 2), at + 1):
            length, name = self._at(self._types, tokens, start)
            if name and start + length == at + 1:
                return name, so
        return None, so

    @staticmethod
    def _year_after(tokens: list[str], place: int, *, tight: bool) -> tuple[int | None, int]:
        if place < len(tokens) and _YEAR.match(tokens[place]):
            return int(tokens[place]), place + 1
        if tight and place + 1 < len(tokens) and tokens[place] == "nam" and _YEAR.match(tokens[place + 1]):
            return int(tokens[place + 1]), place + 2
        return None, place

    def _tail(self, tokens: list[str], place: int) -> tuple[str | None, str | None, int]:
        """What follows the number as written: the kind and the issuer, run together or not."""
        type_: str | None = None
        issuer: str | None = None
        while place < len(tokens):
            glued = self._glued(tokens[place])
            if glued:
                type_, issuer = type_ or glued[0], issuer or glued[1]
                place += 1
                continue
            length, code = self._at(self._issuers, tokens, place)
            if code and issuer is None and len(tokens[place]) <= 6:
                issuer, place = code, place + length
                continue
            length, name = self._at(self._types, tokens, place)
            next_number = place + 1 < len(tokens) and tokens[place + 1].isdigit()
            if name and type_ is None and issuer is None and length == 1 and not next_number:
                type_, place = name, place + length
                continue
            break
        return issuer, type_, place

    def _glued(self, token: str) -> tuple[str, str] | None:
        """A kind and an issuer written as one word ("kltw", "qdubnd", "cttg")."""
        for cut in range(2, len(token) - 1):
            _, name = self._at(self._types, [token[:cut]], 0)
            _, code = self._at(self._issuers, [token[cut:]], 0)
            if name and code:
                return name, code
        return ("Chỉ thị", "TTg") if token == "cttg" else None

    def _issuer_named(self, tokens: list[str], place: int) -> str | None:
        """The issuer named in words right after the number ("của Thủ tướng")."""
        at = place
        while at < len(tokens) and tokens[at] in ("cua", "do", "|"):
            at += 1
        return self._at(self._issuer_names, tokens, at)[1]

    def _match(self, figure: int, type_: str | None, year: int | None, issuer: str | None, *, firm: bool) -> Mention:
        same = [card for card in self._cards if card.figure == figure]
        found = [
            card
            for card in same
            if (type_ is None or card.type == type_)
            and (year is None or card.year == year)
            and (issuer is None or self._issued(card, issuer, firm=firm))
        ]
        near = [] if found else sorted(self._cards, key=lambda card: _distance(card, figure, type_, year, issuer))
        said = f"{type_ or self._document} {figure:02d}" + (f"/{year}" if year else "")
        if issuer and issuer in self._issuer_titles:
            said = self._of.format(document=said, issuer=self._issuer_titles[issuer])
        far = [(_distance(card, figure, type_, year, issuer), card.number) for card in near]
        close = [number for distance, number in far if distance < min(_FAR, far[0][0] + _NEXT)]
        alike = [card.number for card in same if not found and card.type == type_]
        found_numbers = tuple(card.number for card in found)
        return Mention(said, figure, type_, year, issuer, found_numbers, tuple(close[:3]), tuple(alike))

    @staticmethod
    def _issued(card: _Card, issuer: str, *, firm: bool) -> bool:
        if card.issuer == issuer or (card.issuer == "BDVTU" and issuer == "TU"):
            return True
        # The Prime Minister is loosely called the Government, and a committee of the province "the province".
        return not firm and {card.issuer, issuer} <= {"CP", "TTg"}


def _called_document(tokens: list[str], place: int, end: int) -> bool:
    """Whether the number at `place` is said to be a document's ("văn bản số 999", "999 là văn bản nào")."""
    before = [token for token in tokens[max(0, place - 3) : place] if token != "so"]
    return before[-2:] == ["van", "ban"] or before[-1:] == ["vb"] or tokens[end : end + 3] == ["la", "van", "ban"]


def _joined(tokens: list[str], place: int) -> bool:
    """Whether the number at `place` is joined to one just before ("217 và 218")."""
    return place > 1 and tokens[place - 1] in _JOINS and tokens[place - 2].isdigit()


def _distance(card: _Card, figure: int, type_: str | None, year: int | None, issuer: str | None) -> float:
    """How far a card is from what was said: kind first, then issuer, number, year."""
    if card.figure is None:
        return 99
    gap = abs(card.figure - figure)
    return (
        (_UNTYPED if type_ is None else 0 if card.type == type_ else 25)
        + (0 if issuer is None or card.issuer == issuer else 4)
        + (0 if gap == 0 else 3 + min(gap, 30))
        + (0 if year is None or card.year == year else 3)
    )


def _by_first(forms: Iterable[tuple[str, str]]) -> dict[str, list[tuple[list[str], str]]]:
    table: dict[str, list[tuple[list[str], str]]] = {}
    for form, name in forms:
        table.setdefault(form.split()[0], []).append((form.split(), name))
    for options in table.values():
        options.sort(key=lambda option: -len(option[0]))
    return table


def _tokens(text: str) -> list[str]:
    """Folded words with letters and digits apart; "|" stands where a date or a percentage was."""
    return list(_cut(text))


def _cut(text: str) -> Iterator[str]:
    for piece in re.findall(r"\||[^\W_]+", text):
        if piece == "|":
            yield piece
            continue
        for word in words(piece):
            folded = fold(word)
            yield from re.findall(r"[a-z]+|\d+", folded) if not folded.startswith("ubtvqh") else [folded]
