"""Vietnamese text as the engine compares it: cleaned, folded, and in one spelling of each syllable.

Three views of a syllable are used. Its *exact* form keeps vowel marks and tone (in one canonical
order, so that "thỏa" and "thoả", "kỹ" and "kĩ" are the same, and hỏi and ngã are not told apart).
Its *folded* form drops all marks and turns đ into d. Its *sound* is the folded form with the
distinctions merged that southern speech merges (v and d and gi, final n and ng, final t and c …),
because people write as they speak.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Hỏi and ngã are one here: southern speech merges them, and people write as they speak.
_TONES = {"\u0300": "2", "\u0301": "1", "\u0309": "3", "\u0303": "3", "\u0323": "5"}

# Cyrillic and Greek letters that look like Latin ones; people paste them unknowingly, pranksters knowingly.
_LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕԁһкмтвнАЕОРСУХІЈЅԀНКМТВαορυιΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhkmtbhAEOPCYXIJSDHKMTBaopuiABEZHIKMNOPTYX",
)
_FINAL_Y = re.compile(r"^(qu|[bcdđghklmnpqrstvx]+)y(\d?)$")
_LONG_RUN = re.compile(r"([^\W\d_iI])\1{2,}|([iI])\2{3,}")
_LAUGHTER = re.compile(r"\b(?:k{3,}|(?:ha|he|hi|hj|hihi|ka|kha){2,}h?)\b", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_]\b")
_ZEROS = re.compile(r"(?<![^\W\d_])[oO\d]*\d[oO\d]*(?![^\W\d_])")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=32)  # the same message is cleaned by several readers, one after the other
def clean(text: str) -> str:
    """`text` in NFC with compatibility forms resolved, invisible characters and laughter dropped, and look-alikes
    made Latin."""
    visible = unicodedata.normalize("NFKC", text)
    if not visible.isprintable():
        visible = "".join(
            " " if unicodedata.category(char) == "Cc" and char != "\n" else char
            for char in visible
            if unicodedata.category(char) not in ("Cf", "Co", "Cs", "Cn")
        )
    if any(char.isascii() and char.isalpha() for char in visible):
        visible = visible.translate(_LOOK_ALIKES)
    visible = _DOTTED.sub(lambda match: match[0].replace(".", ""), visible)
    visible = _ZEROS.sub(lambda match: match[0].replace("o", "0").replace("O", "0"), visible)
    return _LONG_RUN.sub(r"\1\2", _LAUGHTER.sub(" ", unicodedata.normalize("NFC", visible)))


def words(text: str) -> list[str]:
    """The runs of letters and digits in `text`, in lower case."""
    return _WORD.findall(text.casefold())


@lru_cache(maxsize=8192)
def exact(word: str) -> str:
    """The canonical spelling of one syllable: letters with vowel marks, tone as a digit behind ("thỏa" → "thoa3")."""
    tone, letters = "", []
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone = _TONES[char]
        else:
            letters.append(char)
    return _FINAL_Y.sub(r"\1i\2", unicodedata.normalize("NFC", "".join(letters)) + tone)


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """One syllable without marks: đ as d, final i for y ("kỹ" → "ki")."""
    marked = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "d"))
    bare = "".join(char for char in marked if not unicodedata.combining(char)).casefold()
    return _FINAL_Y.sub(r"\1i\2", bare)


@lru_cache(maxsize=8192)
def sound(folded: str) -> str:
    """The folded syllable as southern speech sounds it ("van" → "dang", "trach" → "chat")."""
    onset = re.sub(r"^(v|gi(?=[aeouy])|r(?=\b))", "d", folded)
    onset = re.sub(r"^tr", "ch", onset)
    onset = re.sub(r"^(s)(?=[aeiouy])", "x", onset)
    onset = re.sub(r"^(qu|hu|ngu)(?=[aeiy])", "w", onset)
    short = re.sub(r"ie(?=[pmu]$)", "i", re.sub(r"uo(?=[im]$)", "u", onset))
    final = re.sub(r"(?<=[aeiouy])(nh|n)$", "ng", short)
    return re.sub(r"(?<=[aeiouy])(ch|t)$", "c", final)


def has_marks(word: str) -> bool:
    """Whether `word` carries a Vietnamese mark or đ."""
    return not word.isascii()


def folded_words(text: str) -> list[str]:
    """The folded syllables of `text`."""
    return [fold(word) for word in words(text)]


def folded_line(text: str) -> str:
    """`text` as folded syllables with single spaces, and a space at both ends (so that phrases match whole words)."""
    return f" {' '.join(folded_words(text))} "
