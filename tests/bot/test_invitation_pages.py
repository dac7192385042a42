from __future__ import annotations

from datetime import timedelta

import pytest

from bot.access import Access
from bot.invitation_pages import InvitationPages
from bot.official_pages import OfficialPages
from bot.replies import BlockKind, Reply
from bot.roles import GRANTS, Role
from bot.store import Store
from bot.store.invitations import Invitation
from knowledge import Knowledge
from tests.bot.conftest import NOW
from tests.support.officials import OWNER

TOKEN = "A" * 22


@pytest.fixture
def pages(store: Store, knowledge: Knowledge) -> InvitationPages:
    agencies = {agency.id: agency.label for agency in knowledge.agencies}
    return InvitationPages(OfficialPages(Access(store, frozenset({OWNER})), agencies, "Asia/Ho_Chi_Minh"))


@pytest.fixture
def invitation(store: Store) -> Invitation:
    return store.invitations.add("h", Role.FOCAL_POINT, "so-noi-vu", OWNER, NOW, NOW + timedelta(hours=72))


def data(reply: Reply) -> list[str]:
    return [button.data for row in reply.buttons for button in row]


def test_each_role_is_a_button_and_a_focal_point_leads_to_the_agencies(pages: InvitationPages) -> None:
    assert data(pages.choice(GRANTS[Role.OWNER])) == [
        "o:invite:administrator",
        "o:invite:coordinator",
        "o:invite:desk_officer",
        "o:desks:0",
        "g:list:0",
    ]


def test_the_link_stands_alone_with_its_rules(pages: InvitationPages, invitation: Invitation) -> None:
    reply = pages.link(invitation, "https://t.me/tro_ly_bot?start=i-x")
    title, link, rules = reply.blocks
    assert title.text == "Lời mời: cán bộ đầu mối (Sở Nội vụ)"
    assert link.text == "https://t.me/tro_ly_bot?start=i-x"
    assert "đúng một người" in rules.text
    assert "09:00 ngày 26/11/2026" in rules.text
    assert "72 giờ" in rules.text
    assert data(reply) == [f"o:withdraw:{invitation.id}", "o:invite"]


def test_the_offer_says_what_for_and_what_will_be_seen_and_by_whom(
    pages: InvitationPages, invitation: Invitation
) -> None:
    reply = pages.offer(invitation, TOKEN, 1001, "Lan\u202e <b>")
    text = reply.plain()
    assert "cán bộ đầu mối (Sở Nội vụ)" in text
    assert "“Lan <b>” sẽ hiện cho các cán bộ khác thấy" in text
    assert "/vaitro" in text
    assert data(reply) == [f"o:accept:{TOKEN}", "o:decline"]


def test_the_offer_names_no_official(pages: InvitationPages, store: Store, invitation: Invitation) -> None:
    store.people.seen(OWNER, NOW)
    store.roles.add(OWNER, Role.COORDINATOR, None, "Ông Bảy", OWNER, NOW)
    assert "Ông Bảy" not in pages.offer(invitation, TOKEN, 1001, "Lan").plain()


def test_open_invitations_can_be_withdrawn_one_by_one(pages: InvitationPages, invitation: Invitation) -> None:
    reply = pages.listing([invitation], 0)
    assert "1. cán bộ đầu mối (Sở Nội vụ), người mời: chủ hệ thống, hạn 09:00 ngày 26/11/2026" in reply.plain()
    assert data(reply) == [f"o:withdraw:{invitation.id}", "o:list:0"]


def test_no_open_invitations_are_said_so(pages: InvitationPages) -> None:
    assert "Không có lời mời nào" in pages.listing([], 0).plain()


def test_nothing_but_text_is_quoted(pages: InvitationPages, invitation: Invitation) -> None:
    kinds = {block.kind for block in pages.link(invitation, "x").blocks}
    assert kinds <= {BlockKind.TEXT, BlockKind.STRONG, BlockKind.NOTE}
