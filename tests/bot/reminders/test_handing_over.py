"""A focal point hands over to a successor: by their own link, with the rights they have and no others."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from bot.errors import BotError, NotFound
from bot.reminders.focal_points import LINK_PREFIX
from bot.reminders.focal_side import FocalSide
from bot.reminders.shown import Shown
from bot.roles import Role
from bot.store import Store
from bot.store.database import utc_text
from knowledge import Knowledge
from tests.bot.conftest import NOW
from tests.support.agencies import AN, BA, CHI, HEALTH, LAW, found, order, settle, side_over, told, visitor
from tests.support.officials import COORDINATOR, OFFICER, OWNER, STRANGER, appoint, audited, last_details


@pytest.fixture
def side(store: Store, knowledge: Knowledge, tmp_path: Path) -> FocalSide:
    for person in (COORDINATOR, OFFICER):
        appoint(store, person, NOW)
    found(store, NOW)
    return side_over(store, knowledge, tmp_path)


def press(side: FocalSide, data: str, person: int) -> Shown:
    return side.press(visitor(person), data, NOW)


def text(shown: Shown) -> str:
    return "\n".join([shown.reply.plain(), *(button.label for row in shown.reply.buttons for button in row)])


def secret(shown: Shown) -> str:
    """The secret of the link that is shown."""
    [link] = [block.text for block in shown.reply.blocks if block.text.startswith("link:")]
    return link.removeprefix(f"link:{LINK_PREFIX}")


def test_from_the_own_page_to_the_successor(side: FocalSide, store: Store) -> None:
    point = settle(store, AN, NOW)
    assert "Bàn giao cho người khác" in text(side.open(visitor(AN), "", NOW))
    assert "người kế nhiệm" in text(press(side, f"hand:{point.id}", AN))
    shown = press(side, f"hand:{point.id}:leave", AN)
    assert shown.file is not None
    assert shown.file.content.startswith(b"\x89PNG")
    assert "thay An" in shown.file.caption
    assert "anh/chị thôi làm đầu mối" in text(shown)
    assert order(store) == [AN], "until somebody agrees"
    token = secret(shown)
    assert "thay An" in text(side.offer(visitor(CHI), token, NOW))
    press(side, f"accept:{token}", CHI)
    assert order(store) == [CHI]
    assert store.roles.held_by(AN) == []


def test_the_coordinator_and_who_left_are_told_once(side: FocalSide, store: Store) -> None:
    point = settle(store, AN, NOW)
    press(side, f"accept:{secret(press(side, f'hand:{point.id}:leave', AN))}", CHI)
    assert store.db["outbox"].count == 2
    assert "An đã bàn giao việc đầu mối của Sở Y tế: Chi đã nhận lời" in told(store)[COORDINATOR]
    assert "không nhắc anh/chị nữa" in told(store)[AN]


def test_who_wants_to_stays_as_a_deputy(side: FocalSide, store: Store) -> None:
    point = settle(store, AN, NOW)
    settle(store, BA, NOW)
    token = secret(press(side, f"hand:{point.id}:stay", AN))
    assert "An ở lại làm đầu mối phụ" in text(side.offer(visitor(CHI), token, NOW))
    press(side, f"accept:{token}", CHI)
    assert order(store) == [CHI, AN, BA]
    assert "An ở lại làm đầu mối phụ" in told(store)[COORDINATOR]
    assert "nay là đầu mối phụ" in told(store)[AN]


@pytest.mark.parametrize(("then", "expected"), [("leave", [BA]), ("stay", [BA, AN])])
def test_a_deputy_can_be_the_successor(side: FocalSide, store: Store, then: str, expected: list[int]) -> None:
    point = settle(store, AN, NOW)
    settle(store, BA, NOW)
    token = secret(press(side, f"hand:{point.id}:{then}", AN))
    side.offer(visitor(BA), token, NOW)
    press(side, f"accept:{token}", BA)
    assert order(store) == expected
    assert len(store.roles.held_by(BA)) == 1


def test_all_of_it_is_in_the_audit(side: FocalSide, store: Store) -> None:
    point = settle(store, AN, NOW)
    token = secret(press(side, f"hand:{point.id}:leave", AN))
    assert last_details(store) == {"agency": HEALTH.id, "invitation": 1, "former_stays": 0}
    press(side, f"accept:{token}", CHI)
    assert last_details(store)["replaced"] == point.id
    assert audited(store) == [
        (AN, "hand_over", f"focal point {point.id}", "done"),
        (CHI, "accept_invitation", "invitation 1", "done"),
    ]


def test_the_secret_is_in_the_link_alone_which_works_once_for_72_hours(side: FocalSide, store: Store) -> None:
    point = settle(store, AN, NOW)
    token = secret(press(side, f"hand:{point.id}:leave", AN))
    [row] = store.db["invitations"].rows
    assert row["token_hash"] == sha256(token.encode()).hexdigest()
    assert row["expires_at"] == utc_text(NOW + timedelta(hours=72))
    with pytest.raises(NotFound):
        side.offer(visitor(CHI), token, NOW + timedelta(hours=72))
    press(side, f"accept:{token}", CHI)
    with pytest.raises(NotFound):
        press(side, f"accept:{token}", BA)
    assert order(store) == [CHI]


def test_the_link_can_be_called_back_and_a_new_one_takes_its_place(side: FocalSide, store: Store) -> None:
    point = settle(store, AN, NOW)
    first = secret(press(side, f"hand:{point.id}:leave", AN))
    second = secret(press(side, f"hand:{point.id}:stay", AN))
    assert "còn dùng được tới" in text(press(side, f"hand:{point.id}", AN))
    assert "không dùng được nữa" in text(press(side, f"recall:{point.id}", AN))
    assert "còn dùng được tới" not in text(press(side, f"hand:{point.id}", AN))
    for token in (first, second):
        with pytest.raises(NotFound):
            press(side, f"accept:{token}", CHI)
    with pytest.raises(NotFound):
        press(side, f"recall:{point.id}", AN)
    assert order(store) == [AN]


def test_a_coordinator_can_withdraw_it_too(side: FocalSide, store: Store) -> None:
    point = settle(store, AN, NOW)
    token = secret(press(side, f"hand:{point.id}:leave", AN))
    [invitation] = side.focal_points.inviting.open(COORDINATOR, NOW)
    side.focal_points.inviting.withdraw(COORDINATOR, invitation.id, NOW)
    with pytest.raises(NotFound):
        press(side, f"accept:{token}", CHI)


@pytest.mark.parametrize("by", ["resigning", "being taken back", "being replaced"])
def test_who_has_lost_the_place_offers_nothing_any_more(side: FocalSide, store: Store, by: str) -> None:
    point = settle(store, AN, NOW)
    kept = settle(store, AN, NOW, LAW)
    token = secret(press(side, f"hand:{point.id}:leave", AN))
    other = secret(press(side, f"hand:{kept.id}:leave", AN))
    if by == "resigning":
        side.access.give_back(AN, point.role_id, NOW)
    elif by == "being taken back":
        press(side, f"end:{point.id}:yes", COORDINATOR)
    else:
        press(side, f"accept:{secret(press(side, f'next:{point.id}', COORDINATOR))}", BA)
    assert [invitation.agency for invitation in store.invitations.open(NOW)] == [LAW.id]
    with pytest.raises(NotFound):
        press(side, f"accept:{token}", CHI)
    press(side, f"accept:{other}", CHI)
    assert order(store, LAW) == [CHI]


def test_who_made_the_link_cannot_use_it(side: FocalSide, store: Store) -> None:
    point = settle(store, AN, NOW)
    token = secret(press(side, f"hand:{point.id}:leave", AN))
    with pytest.raises(BotError, match="do chính anh/chị tạo"):
        press(side, f"accept:{token}", AN)
    assert order(store) == [AN]


@pytest.mark.parametrize("data", ["hand:1", "hand:1:leave", "hand:1:stay", "recall:1"])
@pytest.mark.parametrize("person", [STRANGER, OFFICER, COORDINATOR, BA])
def test_nobody_hands_over_the_place_of_another(side: FocalSide, store: Store, person: int, data: str) -> None:
    settle(store, AN, NOW)
    settle(store, BA, NOW)
    with pytest.raises(BotError):
        press(side, data, person)
    assert [(row[0], row[1], row[3]) for row in audited(store)] == [(person, "hand_over", "refused")]
    assert store.invitations.open(NOW) == []


def test_a_focal_point_invites_to_nothing_else(side: FocalSide, store: Store) -> None:
    settle(store, AN, NOW)
    for role, agency in ((Role.FOCAL_POINT, HEALTH.id), (Role.COORDINATOR, None)):
        with pytest.raises(BotError):
            side.focal_points.inviting.invite(AN, role, agency, NOW)
    assert store.invitations.open(NOW) == []


def test_an_agency_that_owes_nothing_any_more_is_not_handed_over(side: FocalSide, store: Store) -> None:
    point = settle(store, AN, NOW)
    store.agencies.remove(HEALTH.id, NOW)
    with pytest.raises(NotFound):
        press(side, f"hand:{point.id}:leave", AN)


def test_without_a_coordinator_those_above_are_told(side: FocalSide, store: Store) -> None:
    point = settle(store, AN, NOW)
    [grant] = store.roles.held_by(COORDINATOR)
    side.access.revoke(OWNER, grant.id, NOW)
    press(side, f"accept:{secret(press(side, f'hand:{point.id}:leave', AN))}", CHI)
    assert OWNER in told(store)
