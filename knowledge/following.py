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
    r" (?:van ban|nghi dinh|quyet dinh|chi thi|nghi quyet|thong tu|ket luan|viec|muc|y|han) "
    r"(?:do|ay|nay|kia|vua roi|tren) "
    r"| (?:cai|ke hoach) (?:do|ay|kia|vua roi) | no (?:la|o|ra|co|noi|ban|do|the|ngay|nam|so) "
)
_AND_WHAT_OF = re.compile(
    r"^\W*(?:(?:thế|the|vậy|vay|ủa|ua)\s+)?(?:còn|con)\s+(.+?)\s*"
    r"(?:thì sao|thi sao|sao|thế nào|the nao|như thế nào|nhu the nao|thì khi nào|thi khi nao)?\W*$",
    re.IGNORECASE,
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


def next_subject(query: Query) -> str | None:
    """What `query` asks the same of ("còn báo cáo năm thì sao" → "báo cáo năm"); None when it does not."""
    match = _AND_WHAT_OF.match(query.clean) if len(query.tokens) <= _SHORT + 3 else None
    return match[1] if match else None
