"""Understanding a message that leans on what the chat was just about."""

from __future__ import annotations

import re

from knowledge.answers import Topic
from knowledge.normalising import Query
from knowledge.numbers import read_ordinal

_PICK = re.compile(r"^ (?:chon |lay |xem )?(?:so |cai |thu |muc |cau )*(\d|nhat|hai|ba|bon|tu|nam) $")
_MORE = re.compile(
    r" (noi ro|ro hon|chi tiet|cu the hon|nguyen van|giai thich them|noi them|doc het|day du hon|doc nguyen) "
)
_POINTING = re.compile(
    r" (van ban|nghi dinh|quyet dinh|chi thi|nghi quyet|thong tu|ke hoach|ket luan|cai|viec|muc|y|han|no) "
    r"(do|ay|nay|kia|vua roi|tren|noi tren|no) "
)
_AND_WHAT_OF = re.compile(
    r"^ (?:the |vay |ua )?con (.+?) (?:thi sao|sao|the nao|nhu the nao|thi the nao|thi khi nao)? ?$"
)
_SHORT = 9


def picked(query: Query, topic: Topic) -> str | None:
    """The key that "số 2" picks of what was offered."""
    match = _PICK.match(query.line)
    rank = read_ordinal(match[1]) if match else None
    return topic.options[rank - 1] if rank and rank <= len(topic.options) else None


def asks_more(query: Query) -> bool:
    """Whether `query` only asks for the same at more length ("nói rõ hơn")."""
    return len(query.tokens) <= _SHORT - 2 and bool(_MORE.search(query.line))


def points_back(query: Query) -> bool:
    """Whether `query` is about what was just answered: it points at it, or says nothing but a question word."""
    if len(query.tokens) > _SHORT:
        return False
    return bool(_POINTING.search(query.line)) or (bool(query.tokens) and not query.content)


def asks_about_next(query: Query) -> bool:
    """Whether `query` asks the same of something else ("còn báo cáo năm thì sao")."""
    return len(query.tokens) <= _SHORT + 3 and bool(_AND_WHAT_OF.match(query.line))
