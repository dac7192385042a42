"""An officer of one agency sees and handles what is forwarded to it, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import NotAllowed, NotFound
from bot.petitions.desk import Officer
from bot.petitions.inquiring import Asker, Inquiring
from bot.petitions.model import Law
from bot.petitions.states import Move, State
from bot.store import Store
from knowledge import Knowledge
from tests.support.desk_world import BINH, DESK, HOLE, LAN, OTHER_DESK, DeskWorld, desk_world
from tests.support.officials import COORDINATOR, OFFICER, OWNER, appoint, appoint_to, audited

UT = 21
"""An officer of the province's committee alone."""
PROVINCE, HOME = "ubnd-tinh", "so-noi-vu"
IN_PRIVATE = Officer(UT, UT)
BUTTONS = (
    *("accept:{}:0", "release:{}:0", "close:{}:0", "split:{}:0", "to:{}:ubnd-tinh", "into:{}:1", "numbers:{}"),
    *("write:{}:answer", "agencies:{}:0", "alike:{}", "canned:{}:answer:x", "history:{}"),
    *("fix:{}", "fix:{}:1", "fix:{}:1:kind", "fix:{}:1:kind:comment"),
    *("block:{}", "block:{}:spam", "block:{}:spam:7", "unblock:{}"),
)
"""Every button that has to do with a petition."""


@pytest.fixture
def world(store: Store, knowledge: Knowledge, tmp_path: Path) -> DeskWorld:
    world = desk_world(store, knowledge, tmp_path)
    world.has_desk()
    appoint(store, OFFICER, world.now)
    appoint_to(store, UT, PROVINCE, world.now)
    return world


def readers(world: DeskWorld, agency: str) -> set[int]:
    routing = world.staff.cards.routing
    return {reader.chat_id for reader in routing.readers(world.petition(agency=agency))}


class TestTheCard:
    def test_comes_in_private_besides_the_general_group(self, world: DeskWorld) -> None:
        assert readers(world, PROVINCE) == {DESK, UT}
        assert readers(world, HOME) == {DESK}

    def test_comes_to_the_agency_s_own_group_alone(self, world: DeskWorld) -> None:
        world.has_desk(OTHER_DESK, PROVINCE)
        assert readers(world, PROVINCE) == {OTHER_DESK}

    def test_without_any_group_comes_to_who_handles_all_and_to_the_agency_s_own(self, world: DeskWorld) -> None:
        world.store.desks.remove(DESK)
        assert readers(world, PROVINCE) == {OWNER, OFFICER, UT}
        assert readers(world, HOME) == {OWNER, OFFICER}

    def test_of_a_denunciation_comes_to_none_of_them(self, world: DeskWorld) -> None:
        world.petition("Ông A nhận tiền", law=Law.DENUNCIATION, agency=PROVINCE)
        assert world.out(UT) == []

    def test_of_what_is_open_is_shown_to_who_is_new(self, world: DeskWorld) -> None:
        petition, elsewhere = world.petition(agency=PROVINCE), world.petition(agency=HOME)
        world.store.roles.revoke(world.store.roles.held_by(UT)[0].id, OWNER, world.now)
        new = UT + 1
        appoint_to(world.store, new, PROVINCE, world.now)
        world.staff.watching.tick(world.now)
        world.staff.watching.tick(world.now)
        assert [one.about for one in world.out(new)] == [f"card:{petition.id}"]
        assert elsewhere.open

    def test_names_no_look_alike_that_is_with_others(self, world: DeskWorld) -> None:
        theirs, other = world.petition(HOLE, LAN, agency=PROVINCE), world.petition(HOLE, BINH, agency=HOME)
        world.staff.cards.refresh(theirs, world.now, ":again")
        code = other.code[:3]
        assert code in world.card(theirs, DESK).reply.plain()
        assert code not in world.card(theirs, UT).reply.plain()
        assert code not in world.press(IN_PRIVATE, f"alike:{theirs.id}").reply.plain()


def test_administrators_see_which_agencies_have_officers_of_their_own(world: DeskWorld) -> None:
    assert "gửi riêng 1 cán bộ của UBND tỉnh" in world.staff.setting.overview(OWNER, world.now).plain()


class TestHandling:
    def test_goes_as_for_everybody_in_private(self, world: DeskWorld) -> None:
        petition = world.petition()
        world.press(OFFICER, f"to:{petition.id}:{PROVINCE}")
        world.press_card(IN_PRIVATE, petition, "Tiếp nhận")
        world.send(IN_PRIVATE, petition, "Đã sửa", Move.ANSWER)
        assert world.again(petition).state is State.ANSWERED
        assert "UBND tỉnh" in world.told(LAN)[-1]

    @pytest.mark.parametrize("officer", [IN_PRIVATE, Officer(UT, DESK)])
    def test_of_what_is_with_others_is_refused_and_kept(self, world: DeskWorld, officer: Officer) -> None:
        world.petition(agency=PROVINCE)
        petition = world.petition("Việc khác, gọi 0912345678", BINH, agency=HOME)
        for data in BUTTONS:
            with pytest.raises(NotFound, match="không ở cơ quan anh/chị"):
                world.press(officer, data.format(petition.id))
        assert [row[-1] for row in audited(world.store)] == ["refused"] * len(BUTTONS)
        assert len(world.store.petitions.events(petition.id)) == 1

    def test_does_not_go_so_far_as_to_keep_somebody_from_all_agencies(self, world: DeskWorld) -> None:
        petition = world.petition(agency=PROVINCE)
        for data in ("block:{}:spam:7", "unblock:{}"):
            with pytest.raises(NotAllowed, match="cả tổ xử lý"):
                world.press(IN_PRIVATE, data.format(petition.id))
        assert world.store.desks.blocked(LAN, world.now) is None

    def test_no_words_are_kept_for_what_is_with_others(self, world: DeskWorld) -> None:
        with pytest.raises(NotFound):
            world.write(IN_PRIVATE, world.petition(agency=HOME), "Để tôi trả lời")
        assert world.store.db["staff_drafts"].count == 0

    @pytest.mark.parametrize("other", ["with others", "joined to what is"])
    def test_nothing_is_joined_to_what_is_with_others(self, world: DeskWorld, other: str) -> None:
        theirs, elsewhere = world.petition(HOLE, LAN, agency=PROVINCE), world.petition(HOLE, BINH, agency=HOME)
        third = world.petition(HOLE, 1003, agency=PROVINCE)
        world.store.petitions.update(third.id, joined_to=elsewhere.id)
        with pytest.raises(NotFound):
            world.press(IN_PRIVATE, f"into:{theirs.id}:{elsewhere.id if other == 'with others' else third.id}")
        assert world.again(theirs).joined_to is None


class TestWhatIsPassedOn:
    def test_leaves_only_where_it_went(self, world: DeskWorld) -> None:
        petition = world.petition(agency=PROVINCE)
        world.press_card(IN_PRIVATE, petition, "Tiếp nhận")
        world.deliver()
        prompt, _message = world.write(IN_PRIVATE, petition, "Đã sửa")
        world.press(IN_PRIVATE, f"to:{petition.id}:{HOME}")
        left = world.card(petition, UT).reply
        assert "Nay nơi khác xử lý: Sở Nội vụ" in left.plain()
        assert "ổ gà" not in left.plain()
        assert left.buttons == ()
        with pytest.raises(NotFound):
            world.press(IN_PRIVATE, f"send:{prompt.about.rpartition(':')[2]}:answer")
        world.press_card(OFFICER, petition, "Tiếp nhận")
        assert "Cán" not in world.card(petition, UT).reply.plain(), "what happens there is not theirs to see"

    def test_is_told_to_nobody_who_has_no_role_any_more(self, world: DeskWorld) -> None:
        petition = world.petition(agency=PROVINCE)
        world.deliver()
        world.store.roles.revoke(world.store.roles.held_by(UT)[0].id, OWNER, world.now)
        before = len(world.out(UT))
        world.press(OFFICER, f"to:{petition.id}:{HOME}")
        assert len(world.out(UT)) == before

    def test_and_comes_back_is_theirs_again(self, world: DeskWorld) -> None:
        petition = world.petition(agency=PROVINCE)
        world.deliver()
        world.press(OFFICER, f"to:{petition.id}:{HOME}")
        world.press(OFFICER, f"to:{petition.id}:{PROVINCE}")
        world.press_card(IN_PRIVATE, petition, "Tiếp nhận")
        assert world.again(petition).handler_id == UT

    def test_to_an_agency_without_group_and_officers_is_an_error_that_administrators_see(
        self, world: DeskWorld
    ) -> None:
        petition = world.petition(agency=PROVINCE)
        world.store.desks.remove(DESK)
        world.store.roles.revoke(world.store.roles.held_by(OFFICER)[0].id, OWNER, world.now)
        assert world.told(OWNER) == []
        world.press(IN_PRIVATE, f"to:{petition.id}:{HOME}")
        assert "chưa có nhóm hay cán bộ nào" in world.told(OWNER)[-1]


def test_a_petition_that_comes_for_another_agency_reaches_no_officer_of_this_one(world: DeskWorld) -> None:
    world.store.desks.remove(DESK)
    world.store.roles.revoke(world.store.roles.held_by(OFFICER)[0].id, OWNER, world.now)
    world.petition(agency=HOME)
    assert world.out(UT) == []
    assert "chưa có nhóm hay cán bộ nào" in world.told(OWNER)[-1]


def test_numbers_are_seen_by_who_took_it_up_and_only_while_it_is_theirs(world: DeskWorld) -> None:
    petition = world.petition("Gọi tôi 0912345678", agency=PROVINCE)
    world.press_card(IN_PRIVATE, petition, "Tiếp nhận")
    assert "0912345678" in world.press_card(IN_PRIVATE, petition, "Xem số").reply.plain()
    world.store.petitions.update(petition.id, agency=HOME)
    with pytest.raises(NotFound):
        world.press(IN_PRIVATE, f"numbers:{petition.id}")


def test_who_is_reminded_may_still_see_it(world: DeskWorld) -> None:
    petition = world.petition(agency=PROVINCE)
    world.press_card(IN_PRIVATE, petition, "Tiếp nhận")
    world.store.petitions.update(petition.id, agency=HOME)
    world.now = petition.due_at - timedelta(hours=8)
    world.staff.watching.tick(world.now)
    assert not any("sắp đến hạn" in text for text in world.told(UT))


class TestLookingAtAll:
    @pytest.fixture
    def inquiring(self, world: DeskWorld, knowledge: Knowledge) -> Inquiring:
        world.petition("nước thải một", LAN, agency=PROVINCE)
        world.petition("nước thải hai", BINH, agency=HOME)
        world.petition("nước thải ba", BINH, agency=HOME)
        return Inquiring.over(world.staff.cards, knowledge, lambda: False)

    def test_only_what_is_theirs_is_found_and_opened(self, world: DeskWorld, inquiring: Inquiring) -> None:
        seen = inquiring.search(Asker(UT, UT), "nước thải", world.now).plain()
        assert ("một" in seen, "hai" in seen) == (True, False)
        with pytest.raises(NotFound):
            inquiring.press(Asker(UT, UT), "p:1:0:2", world.now)

    def test_only_what_is_theirs_is_counted(self, world: DeskWorld, inquiring: Inquiring) -> None:
        asked = inquiring.figures(Asker(UT, UT), "", world.now).plain()
        assert "1 phản ánh" in asked
        assert "Sở Nội vụ" not in asked
        assert "3 phản ánh" in inquiring.figures(Asker(OFFICER, OFFICER), "", world.now).plain()

    def test_a_coordinator_of_the_whole_desk_stays_one(self, world: DeskWorld, inquiring: Inquiring) -> None:
        appoint(world.store, COORDINATOR, world.now)
        world.store.people.seen(COORDINATOR, world.now)
        appoint_to(world.store, COORDINATOR, PROVINCE, world.now)
        assert "hai" in inquiring.search(Asker(COORDINATOR, COORDINATOR), "nước thải", world.now).plain()

    def test_nothing_is_exported(self, world: DeskWorld, inquiring: Inquiring) -> None:
        with pytest.raises(NotAllowed):
            inquiring.export(Asker(UT, UT), "", world.now)
