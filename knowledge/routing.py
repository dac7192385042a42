"""Telling what a person wants of the bot from what they ask of the plan."""

from __future__ import annotations

import re

from knowledge.answers import Action
from knowledge.language import ActionPhrases, Intents, PetitionSigns
from knowledge.normalising import Query
from knowledge.patterns import Pattern
from knowledge.segments import asks
from knowledge.text import folded_line

_TOLD = "told"
"""The sign of a message that asks nothing: it tells."""

_CODE = re.compile(r"\b[A-Z]{2}-?20\d\d-?\d{3,6}\b", re.IGNORECASE)
_ORDER = (
    Action.PETITION_STATUS,
    Action.REMINDERS,
    Action.LANGUAGE,
    Action.HUMAN,
    Action.FEEDBACK,
    Action.HELP,
    Action.THANKS,
    Action.GREETING,
)


class Router:
    """Recognises requests to the bot by curated phrases, and petitions by the signs they carry."""

    def __init__(self, intents: Intents) -> None:
        self._matchers = {Action(name): _Matcher(phrases) for name, phrases in intents.actions.items()}
        self._petition = _Petition(intents.petition)

    def route(self, query: Query) -> Action | None:
        """The action that `query` asks for; None when it is a question (or nothing that is known)."""
        if _CODE.search(query.clean):
            return Action.PETITION_STATUS
        whole = {query.line, folded_line(query.clean)}
        title, colon, _ = query.clean.partition(":")
        title = folded_line(title) if colon else ""
        for action in _ORDER:
            if self._matchers[action].matches(query, whole, title):
                return action
        # Who asks nothing wants it done, even when the plan is named ("kế hoạch nói xử nghiêm, vậy mà …").
        if self._matchers[Action.FEEDBACK].says(query) and not (asks(query.clean) or asks(query.line)):
            return Action.FEEDBACK
        return Action.FEEDBACK if self._petition.matches(query) else None

    def petition_signs(self, query: Query) -> dict[str, list[str]]:
        """The signs of a petition that `query` carries, by kind (for explaining)."""
        return self._petition.found(query)


class _Matcher:
    def __init__(self, phrases: ActionPhrases) -> None:
        self._phrases = Pattern(phrases.phrases)
        self._unless = Pattern(phrases.unless)
        self._whole = frozenset(folded_line(phrase) for phrase in phrases.whole)
        self._titles = frozenset(folded_line(title) for title in phrases.titles)
        self._longest = phrases.longest

    def matches(self, query: Query, whole: set[str], title: str) -> bool:
        """Whether `query` asks for the action; `whole` is how it reads, `title` what stands before a colon."""
        if title in self._titles or not self._whole.isdisjoint(whole):
            return True
        return self.says(query) and self._unless.found(query) is None

    def says(self, query: Query) -> bool:
        """Whether a phrase of the action stands in `query`, whatever stands beside it."""
        if self._longest and len(query.tokens) > self._longest:
            return False
        return self._phrases.found(query) is not None


class _Petition:
    """A weighted sum of signs, each kind counted once."""

    def __init__(self, signs: PetitionSigns) -> None:
        self._floor = signs.floor
        self._needed = signs.needed
        self._weights = signs.weights
        self._signs = {kind: Pattern(phrases) for kind, phrases in signs.signs.items()}

    def matches(self, query: Query) -> bool:
        found = [kind for kind, pattern in self._signs.items() if pattern.found(query)]
        if not asks(query.clean):
            found.append(_TOLD)
        return self._needed in found and sum(self._weights[kind] for kind in found) >= self._floor

    def found(self, query: Query) -> dict[str, list[str]]:
        return {kind: hits for kind, pattern in self._signs.items() if (hits := pattern.all_found(query))}
