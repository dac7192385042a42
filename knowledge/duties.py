"""Reading whose duties a message asks for: "xã phải làm gì", "nhiệm vụ của Sở Nội vụ"."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from knowledge.models import Agency
from knowledge.normalising import Query
from knowledge.text import folded_line

_WHO = "…"


class DutyReader:
    """Finds the one agency that a message names when it asks for nothing but its duties."""

    def __init__(self, agencies: Iterable[Agency], questions: Iterable[str], normalise: Callable[[str], Query]) -> None:
        """`questions` are whole questions with "…" where the agency stands ("nhiệm vụ của … là gì")."""
        self._questions = frozenset(_around(question) for question in questions)
        self._agencies: dict[str, Agency] = {}
        for agency in agencies:
            for name in (agency.name, agency.label, *agency.aliases):
                for said in _said(normalise(name)):
                    self._agencies.setdefault(" ".join(said), agency)
        asking = {word for around in self._questions for side in around for word in side.split()}
        self._words = asking.union(*(name.split() for name in self._agencies))
        self._longest = max((len(name.split()) for name in self._agencies), default=0)
        self._most_words = self._longest + max(sum(len(side.split()) for side in around) for around in self._questions)

    def read(self, query: Query) -> Agency | None:
        """The agency whose duties `query` asks for; None when it asks for something else, or more."""
        return next((agency for said in _said(query) if (agency := self._asked_of(said))), None)

    def _asked_of(self, said: list[str]) -> Agency | None:
        if len(said) > self._most_words or not self._words.issuperset(said):
            return None
        for length in range(min(self._longest, len(said)), 0, -1):
            for start in range(len(said) - length + 1):
                agency = self._agencies.get(" ".join(said[start : start + length]))
                around = " ".join(said[:start]), " ".join(said[start + length :])
                if agency and around in self._questions:
                    return agency
        return None


def _around(question: str) -> tuple[str, str]:
    before, _, after = question.partition(_WHO)
    return folded_line(before).strip(), folded_line(after).strip()


def _said(query: Query) -> tuple[list[str], list[str]]:
    """The folded words of `query`, with those that carry no meaning and without."""
    return query.line.split(), [query.tokens[n].folded for n in query.telling]
