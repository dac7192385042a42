"""From what was typed to what is searched for: spelling put right, short forms spelt out, everyday words matched
with official ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from sys import intern
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from knowledge import input_methods
from knowledge.language import Synonyms, Vocabulary
from knowledge.respelling import respelt
from knowledge.syllables import is_syllable, split
from knowledge.text import clean, exact, fold, folded_words, has_marks, sound, words

_WORD = re.compile(r"[^\W_]+")
_WORD_OR_STOP = re.compile(r"[^\W_]+|[;?!\n]|[,.:](?!\S)")
_KEYED = re.compile(r"[^\W\d_][1-9]")
"""A digit behind a letter, without which nothing was typed in VNI."""
_STOP = ","
"""Stands in a list of words for whatever parts a message, so that no phrase is found across it ("tiếp dân, số mấy")."""

_MOST_NEAR = 12
_MUCH_USED = 4
"""A pair that so many items hold is what people say."""
_OFTENER = 3
"""Of pairs that are as near, the one is meant that so many times as many items hold."""

_REMEMBERED = ("_nearest", "_decoded", "_certain")

_VOWELS = frozenset("aeiouy")
MOST_WORDS = 400
"""Words of one message that are looked at; nobody's question is longer, and time stays bounded."""


@dataclass(frozen=True, slots=True)
class Token:
    """One syllable of a message after normalising.

    `exact` is None when it was typed without marks or put right (then only `folded` can be compared). `opens`:
    a comma, a full stop or the like stands before it.
    """

    folded: str
    exact: str | None = None
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A message ready to be routed and searched for.

    `filler[i]` and `asking[i]` tell whether token i carries no meaning, or only asks. `expansions` are official words,
    folded, that say what some words of the message say. `line` is the folded tokens joined by spaces, with a space at
    both ends, `places` where each of them, and each pair of neighbours, begins. `clean` is the cleaned text as typed,
    in its own case.
    """

    raw: str
    clean: str
    tokens: tuple[Token, ...]
    filler: tuple[bool, ...]
    asking: tuple[bool, ...]
    expansions: tuple[str, ...]
    line: str
    places: dict[str, list[int]]

    @property
    def telling(self) -> list[int]:
        """The places of the tokens that are no fillers."""
        return [n for n in range(len(self.tokens)) if not self.filler[n]]

    @property
    def content(self) -> list[int]:
        """The places of the tokens that carry meaning."""
        return [n for n in self.telling if not self.asking[n]]


class Phrases:
    """Phrases found in token sequences: by exact form where both sides have marks, by folded form otherwise."""

    def __init__(self, phrases: Iterable[tuple[str, str]], *, strict: bool = False) -> None:
        """`phrases` are pairs of a phrase and what it stands for.

        With `strict`, a phrase of one word is found only as it is written: "dô" is not "do".
        """
        self._by_folded: dict[tuple[str, ...], list[tuple[_Phrase, str]]] = {}
        for phrase, meaning in phrases:
            forms = [intern(form) for form in words(phrase)]
            key = tuple(intern(fold(form)) for form in forms)
            self._by_folded.setdefault(key, []).append((_Phrase(forms, strict=strict), meaning))
        self._lengths: dict[str, list[int]] = {}
        for first, length in sorted({(key[0], len(key)) for key in self._by_folded if key}, reverse=True):
            self._lengths.setdefault(first, []).append(length)

    def at(self, forms: list[str], folded: list[str], start: int) -> tuple[int, str] | None:
        """The longest phrase that begins at `start`: how many tokens it takes, and its meaning."""
        for length in self._lengths.get(folded[start], ()):
            for phrase, meaning in self._by_folded.get(tuple(folded[start : start + length]), ()):
                if phrase.fits(forms, start):
                    return phrase.length, meaning
        return None

    def spans(self, forms: list[str], folded: list[str]) -> Iterator[tuple[int, int, str]]:
        """Every place where a phrase stands (longest at each start): start, end, meaning."""
        for start, first in enumerate(folded):
            if first in self._lengths and (found := self.at(forms, folded, start)):
                yield start, start + found[0], found[1]


class _Phrase:
    """One phrase whose folded words are known to stand somewhere."""

    __slots__ = ("_marked", "_only", "length")

    def __init__(self, forms: list[str], *, strict: bool) -> None:
        self.length = len(forms)
        self._marked = [(place, exact(form)) for place, form in enumerate(forms) if has_marks(form)]
        self._only = exact(forms[0]) if strict and len(forms) == 1 else None

    def fits(self, forms: list[str], start: int) -> bool:
        """Whether it stands at `start` as far as marks go; a strict one is found mark for mark, but a short form that
        is no syllable may differ in đ."""
        for place, marked in self._marked:
            typed = forms[start + place]
            if has_marks(typed) and exact(typed) != marked:
                return False
        return self._only is None or self._only == exact(forms[start]) or not is_syllable(fold(forms[start]))


class Normaliser:
    """Puts messages right with a vocabulary and what the knowledge base knows: syllables, and pairs of them."""

    def __init__(self, vocabulary: Vocabulary, synonyms: Synonyms, known: Mapping[str, int]) -> None:
        """`known` are the syllables and pairs of neighbours that the knowledge base holds, and in how many items."""
        self._known = known
        self._near = sorted(word for word in known if word.isalpha() and len(word) > 1)
        self._capitals = dict(vocabulary.capitals)
        self._rewrites = Phrases([*vocabulary.abbreviations.items(), *vocabulary.spellings.items()], strict=True)
        self._short = {fold(w) for key in vocabulary.abbreviations for w in words(key)}
        self._synonyms = Phrases(
            (say, " | ".join(synonym.mean)) for synonym in synonyms.synonyms for say in synonym.say
        )
        self._fillers = Phrases((filler, "") for filler in vocabulary.fillers)
        self._asking = Phrases((word, "") for word in vocabulary.asking)
        self._alike: dict[str, list[str]] = {}
        for word in self._near:
            self._alike.setdefault(sound(word), []).append(word)
        self._before: dict[str, list[str]] = {}
        for pair in known:
            left, space, right = pair.partition(" ")
            if space and left.isalpha():
                # One text for each syllable: it stands before many.
                self._before.setdefault(intern(right), []).append(intern(left))
        self._remember()

    def _remember(self) -> None:
        self._nearest = lru_cache(maxsize=4096)(self._find_nearest)
        self._decoded = lru_cache(maxsize=2048)(self._decode)
        self._certain = lru_cache(maxsize=2048)(self._find_certain)

    def __getstate__(self) -> dict[str, Any]:
        """All but what it remembers of messages, which cannot be copied."""
        return {name: value for name, value in vars(self).items() if name not in _REMEMBERED}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._remember()

    def __call__(self, message: str) -> Query:
        """`message` normalised. Never raises; an empty message gives a query without tokens."""
        text = self._without_telex(self._without_vni(clean(message)))
        typed = list(self._typed_words(text))[:MOST_WORDS]
        with_marks = sum(map(has_marks, typed)) * 4 > len(typed)
        forms = self._rewrite(typed)
        tokens = self._as_heard(
            [self._certain(form, with_marks) or self._token(forms, place) for place, form in enumerate(forms)]
        )
        read = [token.folded for token in tokens]
        filler, asking = (self._marked(phrases, tokens, forms, read) for phrases in (self._fillers, self._asking))
        said = [place for place, form in enumerate(forms) if form != _STOP]
        folded = [read[n] for n in said]
        return Query(
            raw=message,
            clean=text,
            tokens=tuple(_after_stop(tokens[n]) if n and forms[n - 1] == _STOP else tokens[n] for n in said),
            filler=tuple(filler[n] for n in said),
            asking=tuple(asking[n] for n in said),
            expansions=tuple(self._expansions(forms, read)),
            line=f" {' '.join(folded)} ",
            places=_places(folded),
        )

    def reads(self, word: str) -> bool:
        """Whether `word` is a syllable, a known word or short form, raw keystrokes of one, or several run together."""
        folded = fold(word)
        known = folded in self._known or folded in self._short or is_syllable(folded)
        if known or self._rewrites.at([word], [folded], 0) is not None:
            return True
        if word.isalpha() and len(self._decoded(word)) > 1:
            return True
        return input_methods.from_telex(word) is not None or any(fold(meant) in self._known for meant in respelt(word))

    @staticmethod
    def _without_vni(text: str) -> str:
        """`text` with VNI keystrokes decoded, when at least two words are typed so (one may be a code)."""
        if not _KEYED.search(text):
            return text
        found = [word for word in _WORD.findall(text) if input_methods.from_vni(word.casefold())]
        if len(found) < 2:
            return text
        return _WORD.sub(lambda match: input_methods.from_vni(match[0].casefold()) or match[0], text)

    def _without_telex(self, text: str) -> str:
        """`text` with Telex keystrokes decoded that could be syllables ("coong"), when another word is typed so."""
        if "oo" not in text.casefold():
            return text
        typed = _WORD.findall(text.casefold())
        unclear = [word for word in typed if "oo" in word and is_syllable(word)]
        if not unclear or not any(map(input_methods.from_telex, typed)):
            return text
        pattern = re.compile(rf"\b(?:{'|'.join(unclear)})\b", re.IGNORECASE)
        return pattern.sub(lambda match: match[0].replace("oo", "ô"), text)

    def _typed_words(self, text: str) -> Iterator[str]:
        """The words of `text`: capitals spelt out, raw keystrokes decoded, run-together words cut; and its stops."""
        shouting = text.isupper()
        for word in _WORD_OR_STOP.findall(text.replace("%", " phần trăm ")):
            if not word[0].isalnum():
                yield _STOP
                continue
            if not shouting and word in self._capitals:
                yield from words(self._capitals[word])
                continue
            yield from self._decoded(word.casefold())

    def _decode(self, word: str) -> list[str]:
        """The words that `word` is meant to be; not to be changed, as they are kept."""
        folded = fold(word)
        if self._knows(word, folded) or folded in self._short or word.isdigit():
            return [word]
        pieces = _letters_and_digits(word)
        if len(pieces) > 1:
            return [part for piece in pieces for part in self._decoded(piece)]
        if is_syllable(folded) or self._rewrites.at([word], [folded], 0):
            return [word]
        if meant := input_methods.from_telex(word) or self._respelt(word):
            return [meant]
        return self._contracted(folded) or (len(folded) > 3 and self._cut(folded)) or [word]

    def _knows(self, word: str, folded: str) -> bool:
        """Whether `word` is known; what is no syllable, with its very marks ("fan" is, "fần" is not)."""
        if folded not in self._known:
            return False
        return is_syllable(folded) or not has_marks(word) or f"={exact(word)}" in self._known

    def _respelt(self, word: str) -> str | None:
        """The known syllable that `word` is a quick or southern spelling of; the one known from most items."""
        known = [meant for meant in respelt(word) if fold(meant) in self._known]
        return max(known, key=lambda meant: self._known[fold(meant)], default=None)

    def _contracted(self, folded: str) -> list[str] | None:
        """Two syllables of which only the first letter or two of the first were typed ("mtruong", "xly")."""
        for cut in (2, 1):
            head, tail = folded[:cut], fold(folded[cut:])
            if len(tail) < 2 or any(char in _VOWELS for char in head):
                continue
            lefts = [left for left in self._before.get(tail, ()) if left.startswith(head) and left != head]
            if lefts:
                return [max(lefts, key=lambda left: (self._known[f"{left} {tail}"], left)), tail]
        return None

    def _cut(self, folded: str) -> list[str] | None:
        """A run-together word as known syllables or short forms ("quytacungxu", "qdubnd")."""
        pieces = split(
            folded,
            lambda piece: len(piece) > 1 and (fold(piece) in self._known or piece in self._short),
            together=lambda left, right: f"{fold(left)} {fold(right)}" in self._known,
        )
        return pieces if pieces and len(pieces) <= max(2, len(folded) // 2) else None

    def _rewrite(self, forms: list[str]) -> list[str]:
        out: list[str] = []
        after = 0
        for start, end, meaning in self._rewrites.spans(forms, [fold(form) for form in forms]):
            if start >= after:
                out += forms[after:start] + words(meaning)
                after = end
        return out + forms[after:]

    def _find_certain(self, form: str, with_marks: bool) -> Token | None:
        """The token of a word that needs no putting right, or cannot be; else None.

        In a message typed with marks, a word without any is meant so ("ban", "cho").
        """
        folded = fold(form)
        certain = folded in self._known or not form.isalpha() or is_syllable(folded) or not self._nearest(folded)
        return Token(folded, exact(form) if has_marks(form) or with_marks else None) if certain else None

    def _token(self, forms: list[str], place: int) -> Token:
        """The token of a word that a slip was made in: the known one near to it that goes with its neighbours."""
        near = self._nearest(fold(forms[place]))
        left = fold(forms[place - 1]) if place else ""
        right = fold(forms[place + 1]) if place + 1 < len(forms) else ""
        beside = (word for word in near if f"{left} {word}" in self._known or f"{word} {right}" in self._known)
        return Token(next(beside, near[0]))

    def _as_heard(self, tokens: list[Token]) -> tuple[Token, ...]:
        """`tokens` with pairs that nobody writes put right when a known pair sounds the same ("mặc bằng").

        A word that makes a known pair with its other neighbour is meant as it stands, unless it is marked as
        nobody marks it and the pair is much used ("danh xách nhận").
        """
        if not self._before:
            return tuple(tokens)
        held = [f"{left.folded} {right.folded}" in self._known for left, right in pairwise(tokens)]
        for n, (left, right) in enumerate(pairwise(tokens)):
            if held[n] or not (left.folded.isalpha() and right.folded.isalpha()):
                continue
            both = not any(held[max(0, n - 1) : n + 2])
            least = 1 if both else _MUCH_USED
            firsts, seconds = (
                self._alike.get(sound(token.folded), ()) if both or self._strange(token) else (token.folded,)
                for token in (left, right)
            )
            typed = f"{left.folded} {right.folded}"
            meant = [pair for a in firsts for b in seconds if self._known.get(pair := f"{a} {b}", 0) >= least]
            far = sorted((OSA.distance(typed, pair), pair[0] != typed[0], -self._known[pair], pair) for pair in meant)
            if far and (len(far) == 1 or far[0][:2] < far[1][:2] or far[0][2] < _OFTENER * far[1][2]):
                tokens[n : n + 2] = map(Token, far[0][-1].split())
        return tuple(tokens)

    def _strange(self, token: Token) -> bool:
        """Whether `token` was typed with marks, and so as nobody writes it ("công chứt")."""
        return token.exact is not None and f"={token.exact}" not in self._known

    def _find_nearest(self, folded: str) -> list[str]:
        """The known syllables one slip away from `folded` (two for a long one), the nearest first."""
        if len(folded) < 3 or len(folded) > 9:
            return []
        slips = 1 if len(folded) < 6 else 2
        found = extract(folded, self._near, scorer=OSA.distance, score_cutoff=slips, limit=_MOST_NEAR)
        return [word for word, _slips, _place in found]

    def _expansions(self, forms: list[str], folded: list[str]) -> Iterator[str]:
        for _start, _end, meanings in self._synonyms.spans(forms, folded):
            for meaning in meanings.split(" | "):
                yield " ".join(folded_words(meaning))

    def _marked(
        self, phrases: Phrases, tokens: tuple[Token, ...], forms: list[str], folded: list[str]
    ) -> tuple[bool, ...]:
        marks = [False] * len(forms)
        for start, end, _ in phrases.spans(forms, folded):
            if end - start > 1 or tokens[start].exact or not self._in_known_pair(folded, start):
                marks[start:end] = [True] * (end - start)
        return tuple(marks)

    def _in_known_pair(self, folded: list[str], place: int) -> bool:
        """Whether a word typed without marks makes a known pair with a neighbour, and so says something."""
        pairs = (" ".join(folded[max(0, place - 1) : place + 1]), " ".join(folded[place : place + 2]))
        return any(pair in self._known for pair in pairs if " " in pair)


def _places(folded: list[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, word in enumerate(folded):
        places.setdefault(word, []).append(place)
    for place, (left, right) in enumerate(pairwise(folded)):
        places.setdefault(f"{left} {right}", []).append(place)
    return places


def _after_stop(token: Token) -> Token:
    return Token(token.folded, token.exact, opens=True)


def _letters_and_digits(word: str) -> list[str]:
    pieces = [word[0]]
    for before, char in pairwise(word):
        if before.isdigit() == char.isdigit():
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces
