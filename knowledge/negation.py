"""Leaving out what a person says they do not mean: "không phải X, tôi hỏi Y", "ngoài X ra thì …"."""

from __future__ import annotations

import re

_NOT_THIS = re.compile(
    r"^\s*(?:không phải|khong phai|không hỏi|khong hoi|đừng|dung|khỏi|khoi|thôi khỏi|bỏ qua|bo qua)\b[^,;.?!]{3,80}"
    r"(?:[,;.]|\s(?:mà|ma)\s)\s*(?=\S+\s+\S+)",
    re.IGNORECASE,
)
_APART_FROM = re.compile(r"\b(?:ngoài|ngoai|trừ|tru)\s+[^,;.?!]{2,60}?\s(?:ra|ra thì|ra thi)\b,?\s*", re.IGNORECASE)


def without_negated(message: str) -> str:
    """`message` without the clause it denies; unchanged when nothing would be left."""
    rest = _APART_FROM.sub(" ", _NOT_THIS.sub("", message, count=1), count=1)
    return rest if len(rest.split()) >= 2 else message
