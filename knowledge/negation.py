"""Leaving out what a person says they do not mean: "không phải X, tôi hỏi Y", "ngoài X ra thì …"."""

from __future__ import annotations

import re

_NO = "không|khong|hông|hổng|hong|ko"
_SELF = "tôi|toi|tui|em|con|chị|chi|anh|bác|bac|cháu|chau|mình|minh"
_NOT_THIS = re.compile(
    rf"^\s*(?:(?:cũng|cung|mà|ma)\s+)?(?:(?:{_NO}) (?:phải|phai|cần|can)"
    rf"|(?:(?:{_SELF})\s+)?(?:{_NO}) (?:có |co )?(?:hỏi|hoi)"
    r"|đừng|dung|khỏi|khoi|thôi khỏi|bỏ qua|bo qua)\b[^,;.?!]{3,80}(?:[,;.]|\s(?:mà|ma)\s)\s*(?=\S+\s+\S+)",
    re.IGNORECASE,
)
_NOR_THIS = re.compile(rf",?\s(?:chứ|chu|chớ|cho)\s(?:(?:{_SELF})\s)?(?:{_NO}) (?:hỏi|hoi)\s[^,;.?!]*", re.IGNORECASE)
_MOST_DENIED = 3
_APART_FROM = re.compile(r"\b(?:ngoài|ngoai|trừ|tru)\s+[^,;.?!]{2,60}?\s(?:ra|ra thì|ra thi)\b,?\s*", re.IGNORECASE)


def without_negated(message: str) -> str:
    """`message` without the clauses it denies; unchanged when nothing would be left."""
    rest = message
    for _ in range(_MOST_DENIED):
        rest = _NOT_THIS.sub("", rest, count=1)
    rest = _NOR_THIS.sub("", _APART_FROM.sub(" ", rest, count=1), count=1)
    return rest if len(rest.split()) >= 2 else message
