from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge import Knowledge
from knowledge.answering import Engine
from knowledge.answers import Status
from knowledge.duties import DutyReader
from knowledge.normalising import Query

MOST_CITATIONS = 5


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge, normalise: Callable[[str], Query]) -> DutyReader:
    return DutyReader(knowledge.agencies, knowledge.language.questioning.duties, normalise)


@pytest.mark.parametrize(
    ("message", "agency"),
    [
        ("Sở Nội vụ làm gì", "so-noi-vu"),
        ("nhiem vu cua snv la gi", "so-noi-vu"),
        ("theo kế hoạch thì xã tui phải làm gì", "ubnd-xa"),
        ("UBND huyện có trách nhiệm gì", "ubnd-huyen"),
        ("ban dan van lam j", "ban-dan-van-tinh-uy"),
        ("trách nhiệm của Ban Dân vận huyện là gì", "ban-dan-van-huyen"),
        ("MTTQ được giao những việc gì", "mat-tran-doan-the"),
    ],
)
def test_it_hears_whose_duties_are_asked_for(
    reader: DutyReader, normalise: Callable[[str], Query], message: str, agency: str
) -> None:
    found = reader.read(normalise(message))
    assert found is not None
    assert found.id == agency


@pytest.mark.parametrize(
    "message",
    [
        "Sở Nội vụ",
        "làm gì",
        "Sở Nội vụ làm gì khi có đơn vượt cấp",
        "Sở Y tế làm gì",
        "xã phải làm gì với đơn thư",
        "",
    ],
)
def test_it_leaves_alone_what_asks_for_something_else(
    reader: DutyReader, normalise: Callable[[str], Query], message: str
) -> None:
    assert reader.read(normalise(message)) is None


def test_every_agency_asked_for_by_any_of_its_names_is_answered_from_its_duties(
    engine: Engine, knowledge: Knowledge
) -> None:
    for agency in knowledge.agencies:
        duties = set(knowledge.duties(agency))
        for name in (agency.name, agency.label, *agency.aliases):
            answer = engine.answer(f"{name} có nhiệm vụ gì")
            shown = answer.parts or answer.options
            assert answer.status in (Status.ANSWERED, Status.CHOICES), name
            assert {one.citation.plan for one in shown} <= duties, name


def test_duties_that_are_scattered_over_many_places_are_summed_up(engine: Engine, knowledge: Knowledge) -> None:
    scattered = [agency for agency in knowledge.agencies if len(knowledge.duties(agency)) > 3]
    assert scattered
    for agency in scattered:
        answer = engine.answer(f"{agency.name} có nhiệm vụ gì")
        assert answer.status is Status.ANSWERED, agency.id
        part, duties = answer.parts[0], set(knowledge.duties(agency))
        cited = {part.address, *(citation.plan for citation in part.also)}
        assert cited <= duties, agency.id
        assert len(cited) == min(len(duties), MOST_CITATIONS), agency.id
