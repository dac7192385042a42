from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.i18n import SUPPORTED, use_locale
from bot.petitions.citizen_pages import CitizenPages
from bot.petitions.citizen_side import CitizenSide
from bot.petitions.codes import shown
from bot.petitions.model import Event, Petition
from bot.petitions.states import Actor, Move, State
from bot.petitions.status_pages import state_in_words
from bot.store import Store
from tests.bot.conftest import LAN, NOW
from tests.support.petitions import petition_of

TOLD = [Move.ACCEPT, Move.FORWARD, Move.ASK, Move.ANSWER, Move.DECLINE, Move.CLOSE, Move.EXPIRE, Move.JOIN]


@pytest.fixture
def pages(citizens: CitizenSide) -> CitizenPages:
    return citizens.following.pages.citizens


@pytest.fixture
def petition(store: Store) -> Petition:
    return petition_of(store, LAN, NOW)


def event_of(petition: Petition, move: Move, before: State | None = State.RECEIVED) -> Event:
    return Event(
        7, petition.id, NOW, move, Actor.OFFICER, 5001, before, None, "Lời của cán bộ", {"competent": "UBND xã"}
    )


@pytest.mark.parametrize("language", SUPPORTED)
@pytest.mark.parametrize("move", TOLD)
def test_what_happens_is_told_with_the_code(pages: CitizenPages, petition: Petition, move: Move, language: str) -> None:
    with use_locale(language):
        reply = pages.told(petition, event_of(petition, move), NOW)
    assert reply is not None
    assert shown(petition.code) in reply.plain()
    assert "5001" not in reply.plain()


@pytest.mark.parametrize("move", [move for move in Move if move not in TOLD])
def test_nothing_else_is(pages: CitizenPages, petition: Petition, move: Move) -> None:
    assert pages.told(petition, event_of(petition, move), NOW) is None


@pytest.mark.parametrize("move", [Move.ASK, Move.ANSWER, Move.DECLINE])
def test_the_words_of_the_agency_are_quoted(pages: CitizenPages, petition: Petition, move: Move) -> None:
    reply = pages.told(petition, event_of(petition, move), NOW)
    assert reply is not None
    assert "«Lời của cán bộ»" in reply.plain()


def test_an_answer_can_be_rated_and_the_petition_reopened_once(pages: CitizenPages, petition: Petition) -> None:
    def buttons(one: Petition) -> list[str]:
        reply = pages.told(one, event_of(one, Move.ANSWER), NOW)
        assert reply is not None
        return [button.data.split(":")[1] for row in reply.buttons for button in row]

    assert buttons(petition) == ["rate", "reopen", "see"]
    assert buttons(replace(petition, reopened=True, rating=3)) == ["see"]


def test_a_correction_is_said_to_be_one(pages: CitizenPages, petition: Petition) -> None:
    reply = pages.told(petition, event_of(petition, Move.ANSWER, State.ANSWERED), NOW)
    assert reply is not None
    assert "sửa lại" in reply.plain()


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_words(state: State) -> None:
    assert state_in_words(state)


def test_lateness_is_owned_up_to(citizens: CitizenSide, petition: Petition) -> None:
    text = citizens.following.see(petition, NOW + timedelta(days=30)).reply.plain()
    assert "trễ hẹn" in text


def test_another_topic_is_told_in_one_line_and_nothing_else_that_is_corrected(
    pages: CitizenPages, petition: Petition
) -> None:
    changed = Event(8, petition.id, NOW, Move.CHANGE, Actor.OFFICER, 5001, None, None, None, {"field": "category"})
    reply = pages.told(petition, changed, NOW)
    assert reply is not None
    assert "xếp vào lĩnh vực “Việc khác”" in reply.plain()
    assert len(reply.blocks) == 1
    for field in ("kind", "place"):
        assert pages.told(petition, replace(changed, details={"field": field}), NOW) is None
