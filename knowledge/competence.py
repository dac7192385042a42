"""Who handles petitions: agencies of the plan, bodies of routing.yaml, and the People's Committees of communes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from knowledge.base import Knowledge
from knowledge.gazetteer import Place
from knowledge.text import folded_words

_ALIKE = 60.0
"""How alike (0 to 100) a name has to be to be worth offering."""
_OWN = "ubnd-"
_MOST_TYPED = 120


@dataclass(frozen=True, slots=True)
class Responsible:
    """Somebody who handles petitions: an agency of the plan, a body of routing.yaml, or a commune's People's
    Committee (`ubnd-<place>`)."""

    id: str
    label: str


class Directory:
    """Everybody who may handle petitions, and the rules of who does."""

    def __init__(self, knowledge: Knowledge, places: Iterable[Place]) -> None:
        petitions = knowledge.petitions
        named = list(_named(knowledge, places))
        self.people = {key: Responsible(key, label) for key, label, _names in named}
        self._lines = [(" ".join(folded_words(name)), key) for key, _label, names in named for name in names]
        self._rules = {rule.category: rule for rule in petitions.routing.rules}
        self._default = self._rules[petitions.category_file.otherwise]

    def route(self, category: str, commune: str | None) -> Responsible:
        """Who handles a petition of `category` about a place in `commune` (None when that is not known)."""
        rule = self._rules.get(category, self._default)
        return self.people[_OWN + commune if rule.local and commune else rule.to]

    def search(self, text: str, limit: int) -> list[Responsible]:
        """Those who are called like `text`, the likest first."""
        typed = " ".join(folded_words(text[:_MOST_TYPED]))
        best: dict[str, float] = {}
        for line, key in self._lines:
            best[key] = max(best.get(key, 0.0), fuzz.ratio(typed, line))
        ranked = sorted((key for key in best if best[key] >= _ALIKE), key=lambda key: (-best[key], key))
        return [self.people[key] for key in ranked[:limit]]


def _named(knowledge: Knowledge, places: Iterable[Place]) -> Iterator[tuple[str, str, list[str]]]:
    """The id, the label and the names of everybody."""
    yield from ((a.id, a.label, [a.name, a.label, *a.aliases]) for a in knowledge.agencies)
    yield from ((body.id, body.label, [body.label, *body.aliases]) for body in knowledge.petitions.routing.bodies)
    for place in places:
        if place.commune == place.id:
            name = place.name[0].lower() + place.name[1:]
            yield _OWN + place.id, f"UBND {name}", [f"UBND {name}", f"ủy ban {name}", f"ủy ban nhân dân {name}", name]
