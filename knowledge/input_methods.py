"""Words typed while the phone's Vietnamese keyboard was off: raw Telex and VNI keystrokes.

"sowr nooij vuj" is "sở nội vụ" in Telex, "ba1o ca1o" is "báo cáo" in VNI.
"""

from __future__ import annotations

import re
import unicodedata

from knowledge.syllables import can_bear, is_syllable
from knowledge.text import fold

_TONE_MARKS = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_TELEX_TONES = {"s": "1", "f": "2", "r": "3", "x": "4", "j": "5", "z": ""}
_TELEX_SHAPES = (
    ("dd", "đ"),
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("uow", "ươ"),
    ("uwow", "ươ"),
    ("uwo", "ươ"),
    ("aw", "ă"),
    ("ow", "ơ"),
    ("uw", "ư"),
)
_TELEX_LATE = re.compile(r"^(.*?)([aeo])([^aeo\W]*)\2(.*)$")
_VNI_HATS = {"a6": "â", "e6": "ê", "o6": "ô", "o7": "ơ", "u7": "ư", "a8": "ă", "d9": "đ"}
_VNI_WORD = re.compile(r"^[a-z]+[1-9][a-z0-9]*$")


def from_telex(word: str) -> str | None:
    """The Vietnamese syllable that the lower-case keystrokes `word` make in Telex; None when they make none."""
    if not (word.isascii() and word.isalpha()) or is_syllable(word):
        return None
    tone, letters = "", word
    match = re.match(r"^([a-z]*?[aeiouyw][a-z]*?)([sfrxjz])([a-z]*)$", word)
    for candidate in ([(match[1] + match[3], _TELEX_TONES[match[2]])] if match else []) + [(word, "")]:
        letters, tone = candidate
        shaped = _shape(letters)
        if shaped and is_syllable(fold(shaped)) and can_bear(fold(shaped), tone):
            return _with_tone(shaped, tone)
    return None


def _shape(letters: str) -> str | None:
    shaped = letters
    for keys, char in _TELEX_SHAPES:
        shaped = shaped.replace(keys, char)
    if not is_syllable(fold(shaped)) and (late := _TELEX_LATE.match(shaped)):
        hat = {"a": "â", "e": "ê", "o": "ô"}[late[2]]
        shaped = f"{late[1]}{hat}{late[3]}{late[4]}"
    if shaped.endswith("w") and shaped[:-1]:
        shaped = re.sub(r"u(?=[^u]*$)", "ư", shaped[:-1], count=1) if "u" in shaped else shaped
    return None if "w" in shaped else shaped


def from_vni(word: str) -> str | None:
    """The Vietnamese syllable that the lower-case keystrokes `word` make in VNI; None when they make none."""
    if not _VNI_WORD.match(word):
        return None
    tones = [char for char in word if char in _TONE_MARKS]
    if len(tones) > 1:
        return None
    letters = "".join(char for char in word if char not in _TONE_MARKS)
    for digit, shapes in (("6", "aeo"), ("7", "ou"), ("8", "a"), ("9", "d")):
        if digit in letters:
            letters = letters.replace(digit, "")
            shape = next((char for char in letters if char in shapes), None)
            if shape is not None:
                whole = "uo" if digit == "7" and "uo" in letters else shape
                letters = letters.replace(whole, "".join(_VNI_HATS[char + digit] for char in whole), 1)
    tone = tones[0] if tones else ""
    bare = fold(letters)
    return _with_tone(letters, tone) if is_syllable(bare) and can_bear(bare, tone) else None


def _with_tone(syllable: str, tone: str) -> str:
    """`syllable` bearing `tone`; on which vowel does not matter, since syllables are compared in canonical form."""
    if not tone:
        return syllable
    marked = unicodedata.normalize("NFD", syllable)
    place = max((n for n, char in enumerate(marked) if char in "aeiouy"), default=0)
    for n, char in enumerate(marked):
        if char in "aeiouy" and n + 1 < len(marked) and unicodedata.combining(marked[n + 1]):
            place = n
    end = place + 1
    while end < len(marked) and unicodedata.combining(marked[end]):
        end += 1
    return unicodedata.normalize("NFC", marked[:end] + _TONE_MARKS[tone] + marked[end:])
