from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import NotFound
from bot.petitions.citizen_side import CitizenSide, Pressed
from bot.petitions.model import Petition, Purpose
from bot.petitions.said import Said
from bot.petitions.screens import Screen, Way
from bot.petitions.states import Actor, Move, State
from bot.store import Store
from tests.bot.conftest import BINH, LAN, NOW
from tests.support.petitions import OFFICER_ID, Office, petition_of

ROAD = "Đường vô ấp Chợ xã Long Đức lầy lội cả tháng nay, nhờ xã coi giùm"
LATER = NOW + timedelta(minutes=1)


def said(words: str, message_id: int = 1, person_id: int = LAN) -> Said:
    return Said(person_id, person_id, message_id, "Lan", words)


def heard(citizens: CitizenSide, what: Said) -> Screen:
    screen = citizens.hear(what, NOW)
    assert screen is not None
    return screen


def button(screen: Screen, label: str) -> str:
    """The callback data of a button, as it is handed to `press`."""
    [data] = [one.data for row in screen.reply.buttons for one in row if label in one.label]
    return data.removeprefix("p:")


def press(citizens: CitizenSide, data: str, person_id: int = LAN) -> Screen:
    return citizens.press(Pressed(person_id, person_id, data), LATER)


def test_the_shortest_way_is_three_taps(citizens: CitizenSide, office: Office) -> None:
    offer = heard(citizens, said(ROAD))
    preview = press(citizens, button(offer, "Gửi thành phản ánh"))
    receipt = press(citizens, button(preview, "Đồng ý"))
    assert "Mã phản ánh" in receipt.reply.plain()
    assert office.told == [("submit", ROAD)]


def test_the_same_button_gives_the_same_receipt(citizens: CitizenSide, office: Office) -> None:
    preview = press(citizens, button(heard(citizens, said(ROAD)), "Gửi thành phản ánh"))
    first, second = (press(citizens, button(preview, "Đồng ý")) for _tap in range(2))
    assert first == second
    assert len(office.told) == 1


BRIBE = "Tôi tố cáo ông chủ tịch xã nhận hối lộ của dân"


def rated(citizens: CitizenSide, store: Store) -> Petition:
    """A petition whose answer was just rated, so that a word about it is waited for."""
    petition = petition_of(store, LAN, NOW)
    store.petitions.move(petition, Move.ANSWER, Actor.OFFICER, NOW, OFFICER_ID, "Xong")
    press(citizens, f"rate:{petition.id}:2")
    return petition


def test_a_word_about_the_stars_is_passed_on(citizens: CitizenSide, office: Office, store: Store) -> None:
    rated(citizens, store)
    heard(citizens, said("Làm chậm quá"))
    assert office.told[-1] == ("rate", "Làm chậm quá")


def test_once_it_is_reopened_no_word_about_the_stars_is_waited_for(
    citizens: CitizenSide, office: Office, store: Store
) -> None:
    petition = rated(citizens, store)
    press(citizens, f"reopen:{petition.id}:yes")
    assert "Gửi thành phản ánh" in str(heard(citizens, said(ROAD)).reply.buttons)
    assert [move for move, _words in office.told] == ["rate", "reopen"]


def test_a_denunciation_in_the_place_of_such_a_word_is_a_petition_of_its_own(
    citizens: CitizenSide, office: Office, store: Store
) -> None:
    rated(citizens, store)
    assert "Luật Tố cáo" in heard(citizens, said(BRIBE)).reply.plain()
    assert ("rate", BRIBE) not in office.told


@pytest.mark.parametrize("asked", [True, False])
def test_a_denunciation_that_is_added_is_a_petition_of_its_own(
    citizens: CitizenSide, office: Office, store: Store, asked: bool
) -> None:
    petition = petition_of(store, LAN, NOW)
    if asked:
        store.petitions.move(petition, Move.ASK, Actor.OFFICER, NOW, OFFICER_ID, "Ai vậy?")
    press(citizens, f"add:{petition.id}")
    shown = press(citizens, button(heard(citizens, said(BRIBE)), "Gửi cho cán bộ"))
    assert "không đưa vào nhóm" in shown.reply.plain()
    assert shown.toast is not None
    assert office.told == []
    press(citizens, button(shown, "Đồng ý"))
    assert office.told == [("submit", BRIBE)]
    assert store.petitions.get(2).confidential


FORGED = (
    "|x|new:1|send:{draft}:abc:d|take:{draft}|preview:{draft}|send:{draft}:x|drop:{draft}|kind:{draft}:report"
    "|put:{draft}:1:1|place:{draft}:|contact:{draft}|see:{petition}|open:{petition}|withdraw:{petition}:yes"
    "|rate:{petition}:5|reopen:{petition}:yes|add:{petition}|pass:{draft}:{petition}:x|fresh:1:1|other:{draft}"
    "|done:{draft}|see:99999999999999999999|list:-1|list:x"
).split("|")


@pytest.mark.parametrize("data", FORGED)
def test_forged_buttons_of_strangers_lead_nowhere(citizens: CitizenSide, store: Store, data: str) -> None:
    heard(citizens, said(ROAD))
    draft, petition = store.drafts.of_person(LAN), petition_of(store, LAN, NOW)
    assert draft is not None
    with pytest.raises(NotFound):
        press(citizens, data.format(draft=draft.id, petition=petition.id), BINH)
    assert store.drafts.get(draft.id) == draft
    assert store.petitions.events(petition.id)[1:] == []


@pytest.mark.parametrize("data", ["kind:{0}:x", "category:{0}:x", "place:{0}:x", "put:{0}:7:1", "take:{0}:x", "more"])
def test_so_do_made_up_choices_of_one_s_own(citizens: CitizenSide, store: Store, data: str) -> None:
    heard(citizens, said(ROAD))
    draft = store.drafts.of_person(LAN)
    assert draft is not None
    with pytest.raises(NotFound):
        press(citizens, data.format(draft.id))


@pytest.mark.parametrize("data", ["rate:{0}", "rate:{0}:5", "reopen:{0}", "reopen:{0}:yes", "rate:{0}:6"])
def test_what_the_state_does_not_allow_is_refused(citizens: CitizenSide, store: Store, data: str) -> None:
    petition = petition_of(store, LAN, NOW)
    with pytest.raises(NotFound):
        press(citizens, data.format(petition.id))
    assert store.petitions.get(petition.id).state is State.RECEIVED


def test_an_addition_does_not_drive_out_a_petition_that_is_being_written(citizens: CitizenSide, store: Store) -> None:
    petition = petition_of(store, LAN, NOW)
    press(citizens, "new")
    heard(citizens, said(ROAD))
    heard(citizens, replace(said("thêm một chuyện", 2), about=f"petition:{petition.id}"))
    assert {draft.purpose: draft.words for draft in store.drafts.all_of_person(LAN)} == {
        Purpose.PETITION: ROAD,
        Purpose.ADDITION: "thêm một chuyện",
    }


def test_a_reply_to_somebody_else_s_petition_is_no_addition(citizens: CitizenSide, store: Store) -> None:
    petition = petition_of(store, BINH, NOW)
    heard(citizens, replace(said("thêm một chuyện"), about=f"petition:{petition.id}"))
    assert store.drafts.of_person(LAN) is None


def test_a_question_written_long_ago_is_old_news_but_a_petition_is_not(citizens: CitizenSide, store: Store) -> None:
    old = heard(citizens, replace(said("chừng nào nộp báo cáo 6 tháng?"), late=True))
    assert "gửi lại" in old.reply.plain()
    assert store.db["questions"].count == 0
    assert "thành phản ánh" in heard(citizens, replace(said(ROAD), late=True)).reply.plain()


def test_an_edit_of_what_was_offered_changes_what_is_offered(citizens: CitizenSide, store: Store) -> None:
    heard(citizens, said(ROAD))
    screen = heard(citizens, replace(said("Đường ngập tới gối"), edited=True))
    assert screen.way is Way.QUIETLY
    draft = store.drafts.of_person(LAN)
    assert draft is not None
    assert draft.words == "Đường ngập tới gối"


def test_too_many_words_are_not_added_and_that_is_said(citizens: CitizenSide, store: Store) -> None:
    press(citizens, "new")
    for number in range(3):
        screen = heard(citizens, said("lời " * 1000, number + 1))
    assert screen.first is not None
    assert "Dài quá" in screen.first.plain()
    draft = store.drafts.of_person(LAN)
    assert draft is not None
    assert draft.words.count("lời") == 2000


def test_a_shared_live_location_is_not_taken_for_words(citizens: CitizenSide) -> None:
    assert citizens.hear(replace(said(""), edited=True), NOW) is None
