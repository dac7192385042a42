"""Which open petitions seem to be about the same as a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rapidfuzz import fuzz

from bot.petitions.model import Petition
from bot.store import Store
from bot.store.worklist import Candidate

MOST = 3
RECENT = timedelta(days=60)
ENOUGH = 73.0
"""Of 100. Of the same sentence told twice in other words most reach it; two reports on different things do not."""
SAME_PLACE, SAME_CATEGORY, OTHER_PLACE = 10.0, 5.0, -20.0
PHRASES = 8


@dataclass(frozen=True, slots=True)
class Likeness:
    """Compares words, place and category. Confidential petitions are never shown beside others."""

    store: Store

    def alike(self, petition: Petition, now: datetime) -> tuple[Petition, ...]:
        """Up to MOST recent open petitions like this one, the likest first; none for one that is joined already."""
        if petition.confidential or petition.joined_to is not None:
            return ()
        words = self.store.worklist.folded(petition.id)
        scored = sorted(
            ((_score(petition, words, other), other.id) for other in self._candidates(petition, words, now)),
            key=lambda pair: (-pair[0], pair[1]),
        )
        return tuple(self.store.petitions.get(number) for score, number in scored[:MOST] if score >= ENOUGH)

    def _candidates(self, petition: Petition, words: str, now: datetime) -> list[Candidate]:
        worklist, since = self.store.worklist, now - RECENT
        found = [
            *worklist.same_field(petition.category, petition.place, since),
            *worklist.with_phrases(_phrases(words), since),
        ]
        return list({other.id: other for other in found if other.id != petition.id}.values())


def _score(petition: Petition, words: str, other: Candidate) -> float:
    score = (fuzz.token_set_ratio(words, other.folded) + fuzz.token_sort_ratio(words, other.folded)) / 2
    if petition.category == other.category:
        score += SAME_CATEGORY
    if petition.place and other.place:
        score += SAME_PLACE if petition.place == other.place else OTHER_PLACE
    return float(score)


def _phrases(words: str) -> list[str]:
    """The longest runs of three syllables: a syllable alone stands in too many petitions."""
    syllables = [word for word in words.split() if word.isalnum()]
    runs = dict.fromkeys(" ".join(syllables[at : at + 3]) for at in range(len(syllables) - 2))
    return sorted(runs, key=len, reverse=True)[:PHRASES]
