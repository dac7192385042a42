from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.browsing import Browsing
from bot.errors import NotFound
from bot.replies import Button, Reply
from knowledge import Knowledge
from tests.bot.conftest import NOW


def buttons(reply: Reply) -> list[Button]:
    return [button for row in reply.buttons for button in row]


def data(reply: Reply) -> list[str]:
    return [button.data for button in buttons(reply)]


def test_the_contents_lead_to_every_part(browsing: Browsing) -> None:
    reply = browsing.outline()
    assert reply.plain().startswith("Kế hoạch thực hiện công tác dân vận chính quyền")
    assert {"m:outline:I", "m:outline:II", "m:outline:III", "m:outline:IV"} <= set(data(reply))


def test_a_part_leads_to_its_headings_and_back(browsing: Browsing) -> None:
    reply = browsing.outline("III")
    assert reply.plain() == "III. Nội dung, giải pháp thực hiện"
    assert {f"m:outline:III.{number}" for number in range(1, 7)} <= set(data(reply))
    assert data(reply)[-1] == "m:outline"


def test_a_heading_leads_to_the_answers_of_its_points(browsing: Browsing, knowledge: Knowledge) -> None:
    reply = browsing.outline("IV.2")
    assert [f"a:{knowledge.key_of(f'IV.2.{point}')}" for point in (1, 2, 3)] == data(reply)[-4:-1]
    assert data(reply)[-1] == "m:outline:IV"


def test_every_node_can_be_reached_from_the_contents(browsing: Browsing, knowledge: Knowledge) -> None:
    seen, todo = set[str](), ["m:outline"]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += [found for found in data(browsing.show(name, NOW)) if found.startswith("m:outline")]
    shown = {found for name in seen for found in data(browsing.show(name, NOW))}
    assert {f"a:{knowledge.key_of(address)}" for address in knowledge.nodes} <= shown


def test_a_node_without_an_answer_has_no_button(browsing: Browsing, knowledge: Knowledge) -> None:
    bare = replace(browsing, knowledge=replace(knowledge, entries=()))
    assert data(bare.outline("IV.2")) == ["m:outline:IV"]
    assert data(bare.duties("so-noi-vu")) == ["m:duties"]
    assert bare.duties("so-noi-vu").blocks[1].text.startswith("1. Tham mưu Ủy ban nhân dân tỉnh")


def test_every_agency_has_its_duties(browsing: Browsing, knowledge: Knowledge) -> None:
    assert data(browsing.duties()) == [f"m:duties:{agency.id}" for agency in knowledge.agencies]
    for agency in knowledge.agencies:
        reply = browsing.duties(agency.id)
        assert reply.blocks[0].text == agency.name
        assert len(reply.blocks[1].text.splitlines()) == len(agency.duties)
        assert len(buttons(reply)) == len(agency.duties) + 1


def test_the_seven_goals_are_listed_with_their_figures(browsing: Browsing, knowledge: Knowledge) -> None:
    reply = browsing.goals()
    assert reply.blocks[0].text == "Kế hoạch đặt ra 7 mục tiêu"
    lines = reply.blocks[1].text.splitlines()
    assert [line.endswith(": 100%") for line in lines] == [True] * 5 + [False] * 2
    assert data(reply) == [f"a:{knowledge.key_of(goal.address)}" for goal in knowledge.goals]


def test_deadlines_say_how_many_days_are_left(browsing: Browsing) -> None:
    reply = browsing.deadlines(NOW)
    assert "chậm nhất thứ Sáu 04/12/2026 (còn 11 ngày" in reply.blocks[1].text
    assert data(reply) == ["a:han-bao-cao-6-thang", "a:han-bao-cao-nam", "x:reminders", "t:c"]


def test_documents_come_eight_to_a_page(browsing: Browsing) -> None:
    first = browsing.documents()
    assert first.blocks[0].text == "Kế hoạch viện dẫn 33 văn bản"
    assert len(first.blocks) == 9
    assert "m:docs:all:1" in data(first)
    last = browsing.documents("all", 4)
    assert last.blocks[1].text.startswith("33. ")
    assert "m:docs:all:3" in data(last)
    assert "m:docs:all:5" not in data(last)


def test_documents_can_be_seen_by_kind(browsing: Browsing, knowledge: Knowledge) -> None:
    kinds = [button for button in buttons(browsing.show("m:docs:types:0", NOW)) if ":all:" not in button.data]
    shown = 0
    for button in kinds:
        reply = browsing.show(button.data, NOW)
        assert button.label.startswith(reply.blocks[0].text)
        shown += len(reply.blocks) - 1
    assert shown == len(knowledge.documents)


def test_outdated_documents_are_marked_in_the_list(browsing: Browsing) -> None:
    pages = "\n".join(browsing.documents("all", page).plain() for page in range(5))
    line = next(line for line in pages.splitlines() if "34/2007/PL-UBTVQH11" in line)
    assert line.endswith("⚠️")


def test_every_button_of_every_page_leads_somewhere(browsing: Browsing, knowledge: Knowledge) -> None:
    seen, todo = set[str](), ["m:outline", "m:duties", "m:goals", "m:deadlines", "m:docs:all:0"]
    while todo:
        name = todo.pop()
        seen.add(name)
        for found in data(browsing.show(name, NOW)):
            if found.startswith("a:"):
                assert found[2:] in knowledge.items
            elif found.startswith("m:") and found not in seen:
                todo.append(found)
    assert len(seen) > 40


@pytest.mark.parametrize(
    "stale",
    [
        "m:outline:IX",
        "m:duties:nobody",
        "m:docs:99:0",
        "m:docs:all:99",
        "m:docs:all:x",
        "m:docs:²:0",
        "m:news",
        "a:x",
        "",
    ],
)
def test_a_page_that_is_gone_is_said_so(browsing: Browsing, stale: str) -> None:
    with pytest.raises(NotFound, match="không còn nữa"):
        browsing.show(stale, NOW)


PIECES = st.sampled_from(
    ("m", "outline", "duties", "goals", "deadlines", "docs", "types", "all", "0", "99", "IV.2", "٣")
)
FORGED = (st.lists(PIECES | st.text(max_size=8), max_size=5).map(":".join) | st.text()).filter(
    lambda text: len(text.encode("utf-8", "replace")) <= 64
)
"""Bot API, CallbackQuery.data: 1-64 bytes, of any content."""


@given(data=FORGED, days=st.integers(-20_000, 20_000))
@settings(max_examples=300, deadline=None)
def test_whatever_a_button_carries_it_shows_a_page_or_is_said_to_be_gone(
    knowledge: Knowledge, data: str, days: int
) -> None:
    try:
        reply = Browsing(knowledge, "Asia/Ho_Chi_Minh").show(data, NOW + timedelta(days=days))
    except NotFound:
        return
    assert reply.plain().strip()
    assert all(1 <= len(button.data.encode()) <= 64 for button in buttons(reply))
