"""Cutting a long message into its sentences, to find the question in a story."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"(?<=[.?!;\n])\s+|\n+|(?<=[^\d])[,]\s+")
_ASKS = re.compile(
    r"\?|\b(không|hông|hong|khong|ko|hok|hk|gì|gi|sao|nào|nao|mấy|may|bao nhiêu|bn|ai|đâu|dau|thế nào|ntn)\b", re.IGNORECASE
)
_QUESTION = re.compile(r"(?<=[.?!;+\n])\s+|\n+|(?<=[^\d])[,;+]\s+|\s(?:rồi|roi|với lại|voi lai|còn|và hỏi|đồng thời)\s")
_MOST_QUESTIONS = 4
_STORY_WORDS = 16
_MOST = 24
_ASKED, _TOLD = 0.97, 0.8
"""A sentence that asks is nearly worth the whole message; one that only tells is worth less."""


def questions(text: str) -> list[str]:
    """The sentences of a message that each ask something; empty when there are not at least two."""
    asked = [piece.strip() for piece in _QUESTION.split(text) if len(piece.split()) > 2 and _ASKS.search(piece)]
    return asked[:_MOST_QUESTIONS] if len(asked) > 1 else []


def segments(text: str) -> list[tuple[str, float]]:
    """The sentences of a message long enough to be a story, each with what it is worth, and neighbouring ones joined.

    Empty for a short message: the whole is then all there is.
    """
    if len(text.split()) < _STORY_WORDS:
        return []
    pieces = [piece.strip() for piece in _SENTENCE.split(text) if len(piece.split()) > 2][-_MOST:]
    if len(pieces) < 2:
        return []
    joined = [f"{left} {right}" for left, right in zip(pieces, pieces[1:], strict=False)]
    return [(piece, _ASKED if _ASKS.search(piece) else _TOLD) for piece in (*pieces, *joined)]
