"""Cutting a long message into its sentences, to find the question in a story."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"(?<=[.?!;\n])\s+|\n+|(?<=[^\d])[,]\s+")
_ASKS = re.compile(
    r"\?|\b(không|hông|hong|khong|ko|hok|hk|gì|gi|sao|nào|nao|mấy|may|bao nhiêu|bn|ai|đâu|dau|thế nào|ntn)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"(?<=[.?!;+\n])\s+|\n+|(?<=[^\d])[,;+]\s+|\s(?:rồi|roi|với lại|voi lai|còn|và hỏi|đồng thời)\s")
_MOST_QUESTIONS = 4
_STORY_WORDS = 16
_MOST = 2
_ASKED, _TOLD = 0.97, 0.8
"""A sentence that asks is nearly worth the whole message; one that only tells is worth less."""


def asks(text: str) -> bool:
    """Whether `text` holds a word or sign of asking."""
    return _ASKS.search(text) is not None


def questions(text: str) -> list[str]:
    """The sentences of a message that each ask something; empty when there are not at least two."""
    asked = [piece.strip() for piece in _QUESTION.split(text) if len(piece.split()) > 2 and asks(piece)]
    return asked[:_MOST_QUESTIONS] if len(asked) > 1 else []


def segments(text: str) -> list[tuple[str, float]]:
    """The sentences of a story that ask (the last few), alone and with the one before, each with what it is worth.

    All sentences count when none asks. Empty for a short message: the whole is then all there is.
    """
    if len(text.split()) < _STORY_WORDS:
        return []
    pieces = [piece.strip() for piece in _SENTENCE.split(text) if len(piece.split()) > 2]
    if len(pieces) < 2:
        return []
    asking = [n for n, piece in enumerate(pieces) if asks(piece)][-_MOST:]
    if not asking:
        return [(piece, _TOLD) for piece in pieces[-_MOST:]]
    asked = [pieces[n] for n in asking]
    led_in = [f"{pieces[n - 1]} {pieces[n]}" for n in asking if n]
    return [(piece, _ASKED) for piece in (*asked, *led_in)]
