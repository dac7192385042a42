"""Whether a message asks, and which of its sentences do."""

from __future__ import annotations

import re
from functools import lru_cache

_NOT_THESE = (
    r"(?!\s+(?:ông|bà|anh|chị|chú|cô|bác|đứa|em|cháu|cha)\b|\s+(?:năm|tháng|tuần|bữa|hôm|ngày)\s+(?:nay|rồi|trời)\b)"
)
"""Behind "mấy": people spoken of, or a time gone by ("mấy ông", "mấy năm nay")."""
_ASKS = re.compile(
    rf"\?|\b(?:gì|gi|sao|nào|nao|(?:mấy|may){_NOT_THESE}|bao nhiêu|bn|ai|đâu|dau|thế nào|ntn)\b(?!\s+(?:cũng|cung)\b)"
    r"|\b(?:không|hông|hong|khong|ko|hok|hk)\b"
    r"(?=\s*(?:$|[,.;!]|(?:hay|vậy|vay|v|z|ta|nhỉ|hả|ha|á|ạ|a|bot|ad|em|anh|chị|con|cháu|bạn)\b))",
    re.IGNORECASE,
)
"""What asks: "không" does at the end of a clause only, and "nào cũng", "ai cũng" do not."""
_NOBODY = re.compile(
    r"\b(?:không|hông|hổng|hong|khong|ko|chẳng|chang|chả|chưa|chua)(?:\s+\w+)?\s+(?:ai|gì|gi|đâu|dau)\b", re.IGNORECASE
)
_QUESTION = re.compile(r"(?<=[.?!;+\n])\s+|\n+|(?<=[^\d])[,;+]\s+|\s(?:rồi|roi|với lại|voi lai|còn|và|đồng thời)\s")
_SENTENCE = re.compile(r"(?<=[.?!;\n])\s+|\n+")
_BACK = re.compile(r"\b(?:đó|đấy|ấy|vậy|nó|do|ay|vay|no)\b", re.IGNORECASE)
_MOST_QUESTIONS = 4


@lru_cache(maxsize=32)
def asks(text: str) -> bool:
    """Whether `text` holds a word or sign of asking."""
    return _ASKS.search(_NOBODY.sub("", text)) is not None


def questions(text: str) -> list[str]:
    """The sentences of a message that each ask something; empty when there are not at least two."""
    asked = [piece.strip() for piece in _QUESTION.split(text) if len(piece.split()) > 2 and asks(piece)]
    return asked[:_MOST_QUESTIONS] if len(asked) > 1 else []


def asked_in(text: str) -> str | None:
    """What a story asks: its asking sentences, with the one before when the first of them points back to it.

    None when no sentence asks, or all of it is asked.
    """
    sentences = [piece for piece in _SENTENCE.split(text) if piece.strip()]
    asking = [place for place, sentence in enumerate(sentences) if asks(sentence)]
    if asking and asking[0] and _BACK.search(sentences[asking[0]]):
        asking = [asking[0] - 1, *asking]
    return " ".join(sentences[place] for place in asking) if 0 < len(asking) < len(sentences) else None
