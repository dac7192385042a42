"""Who may ask what about all petitions, where, and what is then shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import NotAllowed, NotFound
from bot.petitions.inquiring import Asker, Inquiring
from bot.petitions.model import Law
from bot.settings import Settings
from bot.store import Store
from bot.store.desks import Desk
from bot.store.orders import What
from knowledge import Knowledge
from tests.bot.conftest import NOW
from tests.support.figures import inquiring_over, petition
from tests.support.officials import COORDINATOR, FOCAL, OFFICER, OWNER, STRANGER, appoint, audited, last_details

GROUP = -1_000_000_000_777


@pytest.fixture
def inquiring(store: Store, knowledge: Knowledge) -> Inquiring:
    for person in (COORDINATOR, OFFICER, FOCAL):
        appoint(store, person, NOW)
    return inquiring_over(store, knowledge, Settings(owner_ids=(OWNER,)))


def private(person: int) -> Asker:
    return Asker(person, person)


def in_group(person: int, store: Store, agency: str | None = None) -> Asker:
    store.desks.set(Desk(GROUP, agency, "Tổ xử lý", is_forum=False), OWNER, NOW)
    return Asker(person, GROUP)


def test_citizens_are_refused_and_that_is_noted(inquiring: Inquiring, store: Store) -> None:
    for ask in (inquiring.search, inquiring.figures, inquiring.export):
        with pytest.raises(NotAllowed):
            ask(private(STRANGER), "nước thải", NOW)
    assert [row[3] for row in audited(store)] == ["refused"] * 3


def test_in_a_group_that_handles_no_petitions_nothing_is_shown(inquiring: Inquiring, store: Store) -> None:
    with pytest.raises(NotAllowed):
        inquiring.search(Asker(OFFICER, GROUP), "", NOW)
    assert inquiring.search(in_group(OFFICER, store), "", NOW).plain()


def test_denunciations_are_counted_for_all_and_listed_for_few(inquiring: Inquiring, store: Store) -> None:
    secret = petition(store, "tố cáo ông A nhận tiền", NOW, law=Law.DENUNCIATION)
    assert "1 tố cáo" in inquiring.figures(private(OFFICER), "", NOW).plain()
    assert "nhận tiền" not in inquiring.search(private(OFFICER), "ông A", NOW).plain()
    assert "nhận tiền" in inquiring.search(private(COORDINATOR), "ông A", NOW).plain()
    assert "nhận tiền" not in inquiring.search(in_group(COORDINATOR, store), "ông A", NOW).plain()
    search = store.orders.keep_search(OFFICER, "", NOW)
    with pytest.raises(NotFound):
        inquiring.press(private(OFFICER), f"p:{search.id}:0:{secret.id}", NOW)


def test_a_focal_point_sees_what_its_agency_handles(inquiring: Inquiring, store: Store) -> None:
    petition(store, "nước thải một", NOW)
    petition(store, "nước thải hai", NOW, agency="ubnd-xa")
    seen = inquiring.search(private(FOCAL), "nước thải", NOW).plain()
    assert "một" in seen
    assert "hai" not in seen


def test_in_the_group_of_an_agency_only_its_petitions_are_listed(inquiring: Inquiring, store: Store) -> None:
    petition(store, "nước thải một", NOW)
    petition(store, "nước thải hai", NOW, agency="ubnd-xa")
    seen = inquiring.search(in_group(OFFICER, store, "ubnd-xa"), "nước thải", NOW).plain()
    assert ("một" in seen, "hai" in seen) == (False, True)


def test_numbers_are_masked_and_senders_left_out(inquiring: Inquiring, store: Store) -> None:
    new = petition(store, "Nước thải, gọi 0912345678", NOW, sender_name="Lan", contact_phone="+84987654321")
    listed = inquiring.search(private(OFFICER), "nước thải 0912345678", NOW)
    opened = inquiring.press(private(OFFICER), listed.buttons[0][0].data.removeprefix("f:"), NOW)
    for reply in (listed, opened):
        assert not any(secret in reply.plain() for secret in ("0912345678", "Lan", "987654321"))
    assert new.words != ""


def test_pages_are_turned(inquiring: Inquiring, store: Store) -> None:
    for number in range(10):
        petition(store, f"nước thải số {number}", NOW + timedelta(minutes=number))
    first = inquiring.search(private(OFFICER), "nước thải", NOW)
    assert "10 phản ánh" in first.plain()
    assert "“nước thải số 9”" in first.plain()
    second = inquiring.press(private(OFFICER), first.buttons[-1][-1].data.removeprefix("f:"), NOW)
    assert "9. " in second.plain()
    assert "“nước thải số 0”" in second.plain()


def test_a_search_is_for_who_made_it(inquiring: Inquiring, store: Store) -> None:
    search = store.orders.keep_search(OFFICER, "nước thải", NOW)
    with pytest.raises(NotFound):
        inquiring.press(private(COORDINATOR), f"s:{search.id}:0", NOW)


@pytest.mark.parametrize(
    "data", ["", "s", "s:1", "s:x:0", "s:99:0", "x:1:chart", "x:1:nothing", "p:1:0:99", "p:1:0:" + "9" * 30]
)
def test_forged_buttons_are_refused_and_noted(inquiring: Inquiring, store: Store, data: str) -> None:
    store.orders.keep_search(COORDINATOR, "", NOW)
    with pytest.raises(NotFound):
        inquiring.press(private(COORDINATOR), data, NOW)
    assert audited(store)[-1][3] == "refused"


def test_an_export_is_offered_ordered_and_noted(inquiring: Inquiring, store: Store) -> None:
    petition(store, "nước thải", NOW)
    petition(store, "nước thải", NOW - timedelta(days=200))
    offers = inquiring.export(private(COORDINATOR), "nước thải", NOW)
    assert "1 phản ánh để xuất" in offers.plain(), "of this half of the year"
    data = [button.data for row in offers.buttons for button in row]
    inquiring.press(private(COORDINATOR), data[0].removeprefix("f:"), NOW)
    order = store.orders.next()
    assert order is not None
    assert (order.what, order.chat_id, order.language) == (What.TABLE, COORDINATOR, "vi")
    assert audited(store)[-1] == (COORDINATOR, "export_figures", "search 1", "done")
    assert last_details(store) == {"file": "table", "petitions": 1}
    assert inquiring.table_of(order).startswith(b"PK")


def test_officers_export_nothing_and_contacts_leave_only_in_private(inquiring: Inquiring, store: Store) -> None:
    with pytest.raises(NotAllowed):
        inquiring.export(private(OFFICER), "", NOW)
    group = in_group(COORDINATOR, store)
    offers = inquiring.export(group, "", NOW)
    assert not any("personal" in button.data for row in offers.buttons for button in row)
    with pytest.raises(NotAllowed):
        inquiring.press(group, "x:1:personal_table", NOW)
    assert store.orders.next() is None
    inquiring.export(private(COORDINATOR), "", NOW)
    inquiring.press(private(COORDINATOR), "x:2:personal_table", NOW)
    order = store.orders.next()
    assert order is not None
    assert inquiring.may_have(order)
    store.roles.revoke(next(g.id for g in store.roles.held_by(COORDINATOR)), OWNER, NOW)
    assert not inquiring.may_have(order), "a right that was lost in between"
