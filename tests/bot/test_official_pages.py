from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.access import Access
from bot.i18n import SUPPORTED, use_locale
from bot.official_pages import OfficialPages, role_name
from bot.replies import Reply
from bot.roles import Role
from bot.store import Store
from bot.store.roles import Grant
from tests.bot.conftest import NOW
from tests.support.officials import ADMINISTRATOR, COORDINATOR, FOCAL, HELD, OFFICER, OWNER, STRANGER, appoint


@pytest.fixture
def pages(store: Store) -> OfficialPages:
    return OfficialPages(Access(store, frozenset({OWNER})), {"so-noi-vu": "Sở Nội vụ"}, "Asia/Ho_Chi_Minh")


@pytest.fixture
def grants(store: Store) -> list[Grant]:
    return [appoint(store, person, NOW) for person in HELD]


def data(reply: Reply) -> list[str]:
    return [button.data for row in reply.buttons for button in row]


@pytest.mark.parametrize("code", SUPPORTED)
def test_every_role_has_a_name_of_its_own(code: str) -> None:
    with use_locale(code):
        assert len({role_name(role) for role in Role}) == len(Role)


def test_a_focal_point_is_named_with_its_agency(pages: OfficialPages) -> None:
    assert pages.held(Role.FOCAL_POINT, "so-noi-vu") == "cán bộ đầu mối (Sở Nội vụ)"
    assert pages.held(Role.FOCAL_POINT, "da-giai-the") == "cán bộ đầu mối (da-giai-the)"
    assert pages.held(Role.COORDINATOR, None) == "điều phối viên"


def test_an_officer_of_one_agency_is_named_with_it(pages: OfficialPages) -> None:
    named = replace(pages, desks={"ubnd-tinh": "UBND tỉnh"})
    assert named.held(Role.DESK_OFFICER, "ubnd-tinh") == "cán bộ xử lý (UBND tỉnh)"


def test_the_list_says_who_holds_what_since_when_and_by_whom(pages: OfficialPages, grants: list[Grant]) -> None:
    text = pages.listing(OWNER, grants, 0, 0).plain()
    assert "1. Quản – quản trị viên, từ 23/11/2026, người mời: chủ hệ thống" in text
    assert "4. Đầu – cán bộ đầu mối (Sở Nội vụ), từ 23/11/2026" in text


def test_the_list_says_who_cannot_be_written_to(pages: OfficialPages, grants: list[Grant], store: Store) -> None:
    store.people.unreachable(OFFICER, NOW)
    lines = pages.listing(OWNER, grants, 0, 0).plain().splitlines()
    assert [line[:6] for line in lines if line.endswith("hiện không nhận được tin của tôi")] == ["3. Cán"]
    store.people.reachable(OFFICER)
    assert "không nhận được" not in pages.listing(OWNER, grants, 0, 0).plain()


def test_days_are_those_of_the_province(pages: OfficialPages, store: Store) -> None:
    evening = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
    assert "từ 24/11/2026" in pages.listing(OWNER, [appoint(store, OFFICER, evening)], 0, 0).plain()


def test_who_gave_a_role_is_named_as_officials_know_them(pages: OfficialPages, grants: list[Grant]) -> None:
    assert pages.who(ADMINISTRATOR) == "Quản"
    assert pages.who(OWNER) == "chủ hệ thống"
    assert pages.who(999) == "999"


@pytest.mark.parametrize(
    ("viewer", "revocable", "invites"),
    [
        (OWNER, [1, 2, 3, 4], True),
        (ADMINISTRATOR, [2, 3, 4], True),
        (COORDINATOR, [4], True),
        (OFFICER, [], False),
        (FOCAL, [], False),
    ],
)
def test_the_list_offers_what_the_viewer_may_do(
    pages: OfficialPages, grants: list[Grant], viewer: int, revocable: list[int], invites: bool
) -> None:
    offered = data(pages.listing(viewer, grants, 0, 0))
    assert [each for each in offered if each.startswith("o:revoke:")] == [f"o:revoke:{each}" for each in revocable]
    assert ("o:invite" in offered) is invites


def test_open_invitations_are_one_press_away(pages: OfficialPages, grants: list[Grant]) -> None:
    assert "o:open:0" in data(pages.listing(OWNER, grants, 0, 2))
    assert "o:open:0" in data(pages.listing(OWNER, [], 0, 2))
    assert "o:open:0" not in data(pages.listing(OWNER, grants, 0, 0))


def test_nobody_yet_is_said_so_with_a_way_on(pages: OfficialPages) -> None:
    reply = pages.listing(OWNER, [], 0, 0)
    assert "Chưa có ai" in reply.plain()
    assert data(reply) == ["o:invite"]


def test_a_long_list_has_pages(pages: OfficialPages, store: Store) -> None:
    for person in range(100, 117):
        store.people.seen(person, NOW)
        store.roles.add(person, Role.DESK_OFFICER, None, f"Cán bộ {person}", OWNER, NOW)
    grants = store.roles.all()
    first, last = pages.listing(OWNER, grants, 0, 0), pages.listing(OWNER, grants, 99, 0)
    assert "8. Cán bộ 107" in first.plain()
    assert "9. " not in first.plain()
    assert "o:list:1" in data(first)
    assert "17. Cán bộ 116" in last.plain()
    assert "o:list:1" in data(last)


def test_taking_back_is_confirmed_with_the_name_and_the_role(pages: OfficialPages, grants: list[Grant]) -> None:
    reply = pages.revoking(grants[3])
    assert "cán bộ đầu mối (Sở Nội vụ) của Đầu" in reply.plain()
    assert data(reply) == [f"o:revoke:{grants[3].id}:yes", "o:list:0"]


@pytest.mark.parametrize(
    ("person", "said", "unsaid"),
    [
        (OWNER, ["chủ hệ thống", "quản trị viên, điều phối viên", "/moi", "/canbo", "/nhomxuly"], ["Trả lại"]),
        (
            COORDINATOR,
            [
                "điều phối viên",
                "cán bộ đầu mối (/moi)",
                "/canbo",
                "xem nội dung tố cáo",
                "/hanmoi",
                "/tiendo",
                "/thongbao",
            ],
            ["cán bộ xử lý", "/nhomxuly", "báo đã gửi"],
        ),
        (OFFICER, ["cán bộ xử lý", "/canbo", "các nút trên thẻ"], ["/moi", "/nhomxuly", "tố cáo"]),
        (STRANGER, ["người dân", "hỏi về Kế hoạch"], ["/moi", "/canbo", "/hanmoi", "báo đã gửi"]),
    ],
)
def test_everybody_can_see_what_they_are(
    pages: OfficialPages, store: Store, grants: list[Grant], person: int, said: list[str], unsaid: list[str]
) -> None:
    text = pages.standing(person, store.roles.held_by(person)).plain()
    assert [each for each in said if each not in text] == []
    assert [each for each in unsaid if each in text] == []


def test_everybody_can_see_the_number_that_the_settings_ask_for(pages: OfficialPages) -> None:
    assert "Mã số Telegram của anh/chị: 16" in pages.standing(STRANGER, []).plain()


def test_each_role_can_be_given_back_by_its_name(pages: OfficialPages, store: Store, grants: list[Grant]) -> None:
    [first] = store.roles.held_by(FOCAL)
    second = store.roles.add(FOCAL, Role.DESK_OFFICER, None, "Đầu", OWNER, NOW)
    assert [button.label for [button] in pages.standing(FOCAL, [first]).buttons] == ["Trả lại vai trò"]
    both = pages.standing(FOCAL, [first, second])
    assert [button.label for row in both.buttons for button in row] == [
        "Trả lại: cán bộ đầu mối (Sở Nội vụ)",
        "Trả lại: cán bộ xử lý",
    ]
    assert data(pages.giving_back(second)) == [f"o:resign:{second.id}:yes", "o:me"]
