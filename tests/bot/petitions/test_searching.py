from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.petitions.criteria import Criteria, Scope
from bot.petitions.model import Law
from bot.petitions.periods import Period
from bot.petitions.searching import MOST, Searching
from bot.petitions.states import State
from bot.store import Store
from tests.bot.conftest import NOW
from tests.support.figures import petition

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ALL = Scope(confidential=True)
DAY = timedelta(days=1)


@pytest.fixture
def searching(store: Store) -> Searching:
    for days, words in enumerate(
        (
            "Tiền bồi thường thu hồi đất tôi chưa nhận được",
            "Nước thải nhà máy chảy xuống ruộng lúa, tôm chết hết",
            "Đường vào ấp hư hỏng nặng, mưa xuống ngập nước",
            "Cán bộ một cửa quát nạt dân, hẹn hoài không trả hồ sơ",
            "Bãi rác bốc mùi hôi thối, nước rỉ ra kinh",
        )
    ):
        petition(store, words, NOW - days * DAY)
    return Searching(store, ZONE)


def found(searching: Searching, words: str, scope: Scope = ALL, **more: object) -> list[str]:
    """The beginnings of what is found."""
    ids = searching.find(Criteria(words=words, **more), scope, NOW).petition_ids  # type: ignore[arg-type]
    return [searching.store.petitions.get(number).words.split()[0] for number in ids]


@pytest.mark.parametrize(
    ("words", "best"),
    [
        ("nước thải", "Nước"),
        ("nuoc thai", "Nước"),
        ("NƯỚC THẢI NHÀ MÁY", "Nước"),
        ("tôm ruộng thải", "Nước"),
        ("boi thuong", "Tiền"),
        ("boi thuonng", "Tiền"),
        ("quátt nạt dân", "Cán"),
        ("duong vao ap hu hogn", "Đường"),
        ("bãi rác mùi hôi thúi", "Bãi"),
        ("đường vô ấp hư hỏng ngập", "Đường"),
    ],
)
def test_words_are_found_with_and_without_accents_and_with_typos(searching: Searching, words: str, best: str) -> None:
    assert found(searching, words)[0] == best


def test_what_stands_together_goes_before_what_stands_apart(searching: Searching) -> None:
    petition(searching.store, "thải rác, hết nước", NOW)
    assert found(searching, "nước thải") == ["Nước", "thải"]


@pytest.mark.parametrize("words", ["xyzzy", '"', "a OR b*", "folded:nuoc", "nước AND", "-", "😀", "đ" * 300, "( ) ^ +"])
def test_nothing_breaks_the_search(searching: Searching, words: str) -> None:
    searching.find(Criteria(words=words), ALL, NOW)


def test_what_was_respelt_is_told(searching: Searching) -> None:
    assert searching.find(Criteria(words="boi thuonng"), ALL, NOW).corrected == "boi thuong"
    assert searching.find(Criteria(words="boi thuong"), ALL, NOW).corrected is None


def test_everything_else_narrows_the_words_down(store: Store) -> None:
    searching = Searching(store, ZONE)
    late = petition(store, "nước thải", NOW - 30 * DAY, category="ha-tang", place="xa-long-huu")
    petition(store, "nước thải", NOW - 30 * DAY, state=State.ANSWERED)
    fresh = petition(store, "nước thải", NOW)
    for criteria, wanted in (
        (Criteria(words="nước", late=True), [late]),
        (Criteria(words="nước", category="ha-tang"), [late]),
        (Criteria(place="xa-long-huu"), [late]),
        (Criteria(place="huyen", places=frozenset({"huyen", "xa-long-huu"})), [late]),
        (Criteria(period=Period(date(2026, 11, 23), date(2026, 11, 23))), [fresh]),
        (Criteria(states=frozenset({State.RECEIVED})), [fresh, late]),
        (Criteria(code=late.code), [late]),
        (Criteria(code=late.code, late=False), [late]),
    ):
        assert searching.find(criteria, ALL, NOW).petition_ids == tuple(p.id for p in wanted), criteria


def test_what_may_not_be_listed_is_not_found_in_any_way(store: Store) -> None:
    secret = petition(store, "tố cáo ông A nhận tiền", NOW, law=Law.DENUNCIATION)
    other = petition(store, "ông A nhận tiền", NOW, agency="ubnd-xa")
    searching = Searching(store, ZONE)
    for criteria in (Criteria(), Criteria(words="nhận tiền"), Criteria(code=secret.code)):
        assert secret.id not in searching.find(criteria, Scope(), NOW).petition_ids
        assert secret.id in searching.find(criteria, ALL, NOW).petition_ids
    of_commune = Scope(agencies=frozenset({"ubnd-xa"}))
    assert searching.find(Criteria(), of_commune, NOW).petition_ids == (other.id,)
    assert searching.find(Criteria(), Scope(agencies=frozenset()), NOW).petition_ids == ()


def test_more_than_anybody_reads_is_cut(store: Store) -> None:
    for _ in range(MOST + 1):
        petition(store, "nước thải", NOW)
    result = Searching(store, ZONE).find(Criteria(words="nước thải"), ALL, NOW)
    assert (len(result.petition_ids), result.more) == (MOST, True)
