"""Whether somebody says in their own words that a report has been sent: "tui gửi bc rồi, số 12/BC-UBND".

Asking ("nộp báo cáo chưa?"), intending ("mai em nộp") and writing ("viết báo cáo xong rồi") are not sending.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.reminders.report_numbers import Reference, read_reference
from knowledge.segments import asks
from knowledge.text import clean, fold, folded_words, has_marks

LONGEST = 300
"""Characters; what is longer says something else as well."""

_SENT = r"(?:gui|goi|nop|chuyen|phat hanh)"
_REPORT = r"(?:bao cao|bcao|bc)"
_DONE = re.compile(rf"\bda (?:\w+ ){{0,3}}?{_SENT}\b|\b{_SENT}\b(?: \w+){{0,12}}? (?:roi|xong)\b|\b{_SENT} (?:r|ui)\b")
_REPORTED = re.compile(
    rf"\b{_REPORT}(?: (?:nam|\w+ thang|quy \w+))?(?: xong)? roi\b|\bda bao cao (?:\w+ ){{0,3}}?(?:roi|xong)\b"
)
_OBJECT = re.compile(rf"\b{_REPORT}\b")
_HARMLESS = re.compile(
    r"\b(?:chua|khong|ko) co so(?: (?:van ban|hieu))?\b"
    r"|\b(?:dung|khoi|khong can|ko can|khong phai|thoi) nhac(?: (?:nua|em|toi|tui|lai|minh))*\b"
    r"|\b(?:dau moi|don vi|co quan)\b"
)
_NOT_YET = re.compile(
    r"\b(?:chua|khong|ko|kg|hong|hok|hk|chang|neu|quen|lam sao|giup|gium|ho)\b"
    r"|\b(?:se|sap|dinh|muon|can|phai|dang|chuan bi|nho|hay|de|khi|truoc khi|lo) (?:\w+ ){0,2}?"
    rf"(?:{_SENT}|{_REPORT})\b"
    rf"|\b(?:viet|lam|soan|doc|xem|nhan|in|duyet|sua|trinh ki|ki|chinh) (?:\w+ ){{0,2}}?{_REPORT}\b"
)
_SMALL = frozenset(
    "em anh chi toi tui minh con chau co chu bac ben so phong xa phuong da roi r ui xong gui goi nop"
    " chuyen phat hanh nha nhe nhen hen a ah ne hoi sang trua chieu toi hom qua nay luc nay mai bua len di bot oi day"
    " do thua bao cao bc bcao dung nhac nua cam on cho ubnd ub tinh khong can voi va ngay kem ok vang u uh".split()
)


@dataclass(frozen=True, slots=True)
class Told:
    """What was said: number and date if they were; `clear` if it can be about nothing but a report."""

    reference: Reference
    clear: bool


def read_told(text: str, today: date) -> Told | None:
    """What `text` tells of a report that has been sent, or None when it tells of none."""
    if len(text) > LONGEST or "?" in text:
        return None
    reference = read_reference(text, today)
    said = _HARMLESS.sub(" ", _folded(reference.rest))
    if _NOT_YET.search(said) or asks(said):
        return None
    named = bool(_OBJECT.search(said))
    if named and (_DONE.search(said) or _REPORTED.search(said)):
        return Told(reference, clear=True)
    if _DONE.search(said) and (reference.number or set(re.findall(r"\w+", said)) <= _SMALL):
        return Told(reference, clear=False)
    return None


def is_about_a_report(text: str) -> bool:
    """Whether the word is in `text`, which stands under a file."""
    return bool(_OBJECT.search(_folded(text))) and not asks(text)


def meant(text: str, labels: Sequence[str]) -> list[int]:
    """Which of the labels the text fits best, by the words in which they differ; all when it tells nothing."""
    words = [_words(label) for label in labels]
    common = set.intersection(*words) if words else set()
    said = _words(text)
    fits = [len((each - common) & said) for each in words]
    best = max(fits, default=0)
    return [place for place, fit in enumerate(fits) if fit == best]


def _words(text: str) -> set[str]:
    line = " ".join(folded_words(text)).replace("sau thang", "6 thang").replace("nua nam", "6 thang")
    return {word.lstrip("0") if word.isdigit() else word for word in line.split()}


def _folded(text: str) -> str:
    tokens = re.sub(r"(?i)\bb/c\b", "bc", clean(text)).casefold().split()
    marked = any(map(has_marks, tokens))
    words = [word.strip('.,;:!()"“”') for word in tokens if word.strip(",.") != "dạ"]
    line = " ".join(" ".join(fold(word.replace("gọi", "alo")) for word in words).split())
    # Without marks "da" in front of the speaker is the polite yes.
    return line if marked else re.sub(r"^da (?=(?:em|anh|chi|toi|tui|minh|con|chau|thua)\b)", "", line)
