from __future__ import annotations

import pytest

from bot.errors import BotError, NotAllowed, NotFound
from bot.officials import LINK_PREFIX, Officials
from bot.petitions.catalogue import Catalogue
from bot.reminders.model import Agency, AgencyKind
from bot.replies import Reply
from bot.roles import Role
from bot.store import Store
from bot.visitors import Visitor
from knowledge import Knowledge
from tests.bot.conftest import NOW
from tests.support.officials import (
    ADMINISTRATOR,
    COORDINATOR,
    FOCAL,
    HELD,
    OFFICER,
    OWNER,
    STRANGER,
    appoint,
    audited,
)

FORGED = [
    "",
    ":",
    "x",
    "invite:",
    "invite:king",
    "invite:owner:x:y",
    "invite:coordinator:so-noi-vu",
    "desks:x",
    "agencies:0",
    "invite:focal_point:so-noi-vu",
    "withdraw:",
    "withdraw:1:yes",
    "withdraw:9223372036854775808",
    "open:",
    "accept",
    "accept:a:b",
    "decline:1",
    "list:",
    "revoke:",
    "revoke:1:no",
    "revoke:٣",
    "me:1",
    "resign:x",
]


@pytest.fixture
def officials(store: Store, knowledge: Knowledge) -> Officials:
    for person in HELD:
        appoint(store, person, NOW)
    return Officials.over(store, (OWNER,), "Asia/Ho_Chi_Minh", Catalogue(knowledge))


def visitor(person: int, name: str = "Lan") -> Visitor:
    return Visitor(person, name, lambda payload: f"link:{payload}")


def press(officials: Officials, person: int, data: str) -> Reply:
    return officials.press(visitor(person), data, NOW).reply


def invited(officials: Officials, person: int = OWNER, data: str = "invite:desk_officer") -> str:
    """The secret of a new invitation."""
    [link] = [block.text for block in press(officials, person, data).blocks if block.text.startswith("link:")]
    return link.removeprefix(f"link:{LINK_PREFIX}")


def test_the_payload_of_a_link_is_one_that_telegram_passes_on(officials: Officials) -> None:
    payload = LINK_PREFIX + invited(officials)
    assert len(payload) == 24
    assert payload.replace("-", "").replace("_", "").isalnum()


def test_from_the_choice_of_a_role_to_holding_it(officials: Officials, store: Store) -> None:
    assert "vai trò nào" in officials.start_inviting(visitor(ADMINISTRATOR), NOW).plain()
    token = invited(officials, ADMINISTRATOR)
    assert "cán bộ xử lý" in officials.open_invitation(visitor(STRANGER), token, NOW).plain()
    outcome = officials.press(visitor(STRANGER, "Lan"), f"accept:{token}", NOW)
    assert "Từ giờ" in outcome.reply.plain()
    assert outcome.notice is not None
    assert outcome.notice.person_id == ADMINISTRATOR
    assert "Lan đã nhận lời mời" in outcome.notice.reply.plain()
    assert [grant.role for grant in store.roles.held_by(STRANGER)] == [Role.DESK_OFFICER]


def test_an_officer_of_one_agency_is_invited_from_the_list(officials: Officials, store: Store) -> None:
    listed = press(officials, ADMINISTRATOR, "desks:0")
    [button] = [button for row in listed.buttons for button in row if button.label == "Sở Nội vụ"]
    token = invited(officials, ADMINISTRATOR, button.data.removeprefix("o:"))
    assert "cán bộ xử lý (Sở Nội vụ)" in officials.open_invitation(visitor(STRANGER), token, NOW).plain()
    officials.press(visitor(STRANGER), f"accept:{token}", NOW)
    [grant] = store.roles.held_by(STRANGER)
    assert (grant.role, grant.agency) == (Role.DESK_OFFICER, "so-noi-vu")


def test_who_may_not_invite_officers_sees_no_agencies_to_invite_them_for(officials: Officials) -> None:
    assert "vai trò nào" in officials.start_inviting(visitor(COORDINATOR), NOW, "ubnd tỉnh").plain()
    with pytest.raises(NotAllowed):
        press(officials, COORDINATOR, "invite:desk_officer:ubnd-tinh")
    with pytest.raises(NotAllowed):
        press(officials, STRANGER, "desks:0")


def test_a_link_to_a_place_at_an_agency_does_not_work_as_one_to_a_role(officials: Officials, store: Store) -> None:
    store.agencies.put(Agency("so-y-te", "Sở Y tế", AgencyKind.DEPARTMENT), NOW)
    _invitation, token = officials.inviting.invite(COORDINATOR, Role.FOCAL_POINT, "so-y-te", NOW)
    for attempt in (
        lambda: officials.open_invitation(visitor(STRANGER), token, NOW),
        lambda: officials.press(visitor(STRANGER), f"accept:{token}", NOW),
    ):
        with pytest.raises(NotFound, match="không dùng được"):
            attempt()
    assert store.roles.held_by(STRANGER) == []
    assert [row[0::3] for row in audited(store)[1:]] == [(STRANGER, "refused")] * 2


def test_a_notice_is_in_the_language_of_who_reads_it(officials: Officials, store: Store) -> None:
    token = invited(officials, ADMINISTRATOR)
    store.people.set_language(ADMINISTRATOR, "en", NOW)
    notice = officials.press(visitor(STRANGER), f"accept:{token}", NOW).notice
    assert notice is not None
    assert "accepted your invitation" in notice.reply.plain()


def test_declining_leaves_the_link_open(officials: Officials) -> None:
    token = invited(officials)
    assert "không có gì thay đổi" in press(officials, STRANGER, "decline").plain()
    assert officials.open_invitation(visitor(STRANGER), token, NOW)


def test_who_loses_a_role_is_told(officials: Officials, store: Store) -> None:
    [grant] = store.roles.held_by(OFFICER)
    assert "của Cán?" in press(officials, OWNER, f"revoke:{grant.id}").plain()
    assert store.roles.held_by(OFFICER) == [grant], "asked first"
    notice = officials.press(visitor(OWNER), f"revoke:{grant.id}:yes", NOW).notice
    assert notice is not None
    assert notice.person_id == OFFICER
    assert store.roles.held_by(OFFICER) == []


def test_a_role_is_given_back_after_a_question(officials: Officials, store: Store) -> None:
    [grant] = store.roles.held_by(OFFICER)
    assert "muốn trả lại" in press(officials, OFFICER, f"resign:{grant.id}").plain()
    assert "người dân" in press(officials, OFFICER, f"resign:{grant.id}:yes").plain()


def test_open_invitations_are_seen_and_withdrawn(officials: Officials) -> None:
    token = invited(officials)
    assert "o:open:0" in [button.data for row in press(officials, OWNER, "list:0").buttons for button in row]
    assert "1. cán bộ xử lý" in press(officials, OWNER, "open:0").plain()
    assert "Đã rút" in press(officials, OWNER, "withdraw:1").plain()
    with pytest.raises(NotFound):
        officials.open_invitation(visitor(STRANGER), token, NOW)


@pytest.mark.parametrize("data", FORGED)
def test_forged_data_is_refused_and_audited(officials: Officials, store: Store, data: str) -> None:
    with pytest.raises(NotFound, match="Nút này"):
        press(officials, OWNER, data)
    assert audited(store) == [(OWNER, "press_button", None, "refused")]


@pytest.mark.parametrize(
    "data",
    [
        "invite",
        "invite:desk_officer",
        "invite:focal_point",
        "invite:owner",
        "withdraw:1",
        "open:0",
        "list:0",
        "revoke:1",
        "revoke:1:yes",
        "revoke:999:yes",
        "resign:1",
        "resign:1:yes",
        "accept:AAAAAAAAAAAAAAAAAAAAAA",
    ],
)
def test_a_citizen_gets_nowhere_with_the_buttons_of_officials(officials: Officials, store: Store, data: str) -> None:
    token = invited(officials)
    before = store.roles.all(), store.invitations.open(NOW)
    with pytest.raises(BotError):
        press(officials, STRANGER, data)
    assert (store.roles.all(), store.invitations.open(NOW)) == before
    assert [row[0] for row in audited(store) if row[3] == "refused"] == [STRANGER]
    assert officials.open_invitation(visitor(STRANGER), token, NOW)


@pytest.mark.parametrize("data", ["invite", "invite:desk_officer", "list:0", "open:0", "revoke:3:yes", "withdraw:1"])
def test_the_old_buttons_of_a_removed_official_do_nothing(officials: Officials, store: Store, data: str) -> None:
    invited(officials, ADMINISTRATOR)
    [grant] = store.roles.held_by(ADMINISTRATOR)
    press(officials, OWNER, f"revoke:{grant.id}:yes")
    before = store.roles.all()
    with pytest.raises(NotAllowed):
        press(officials, ADMINISTRATOR, data)
    assert store.roles.all() == before
    assert audited(store)[-1][0] == ADMINISTRATOR
    assert audited(store)[-1][3] == "refused"


def test_a_button_pressed_again_is_refused_and_changes_nothing_more(officials: Officials, store: Store) -> None:
    token = invited(officials)
    press(officials, STRANGER, f"accept:{token}")
    [grant] = store.roles.held_by(STRANGER)
    with pytest.raises(NotFound):
        press(officials, STRANGER, f"accept:{token}")
    press(officials, OWNER, f"revoke:{grant.id}:yes")
    for person, data in ((OWNER, f"revoke:{grant.id}:yes"), (STRANGER, f"accept:{token}")):
        with pytest.raises(NotFound):
            press(officials, person, data)
    assert store.roles.held_by(STRANGER) == []


def test_citizens_see_what_they_are_and_no_officials(officials: Officials) -> None:
    assert "người dân" in officials.own_roles(visitor(STRANGER)).plain()
    with pytest.raises(NotAllowed):
        officials.list_officials(visitor(STRANGER), NOW)


def test_officials_who_give_no_roles_see_the_list_without_the_invitations(officials: Officials) -> None:
    invited(officials)
    assert officials.list_officials(visitor(FOCAL), NOW).buttons == ()
