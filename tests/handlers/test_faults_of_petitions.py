"""A bad line while petitions are sent and handled: none is lost or double; receipts, cards and answers arrive."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.petitions.codes import shown
from bot.petitions.model import Petition
from knowledge import Knowledge
from knowledge.answering import Engine
from tests.support.faults import FaultKind
from tests.support.stage import CARD_LINE, Scene
from tests.support.stories import AGREE, DESK, HOLE, LAN, SEND, House, house

SENDS = ("sendMessage", "editMessageText", "deleteMessage", "sendPhoto", "sendMediaGroup")
"""What has to arrive; what pops up on a button is said in passing, once."""
ANSWER = "Mai đội duy tu vá."
STORY: tuple[Scene, ...] = (
    ("lan", HOLE),
    ("lan", SEND),
    ("lan", "album> hai tấm hình"),
    ("lan", AGREE),
    ("an", "[Tiếp nhận]"),
    ("an", f"card> {ANSWER}"),
    ("an", "[Gửi cho người dân]"),
)


@pytest.fixture
async def stage(knowledge: Knowledge, engine: Engine, tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path / "data", knowledge, engine) as stage:
        stage.haste = timedelta(seconds=5)
        yield stage


def everything_arrived(stage: House, code: str) -> None:
    """Receipt and answer in the citizen's chat, the card as things stand and the pictures at the desk."""
    told = "\n".join(message.text for message in stage.people["lan"].inbox)
    assert code in told
    assert ANSWER in told
    cards = [message for message in stage.group.from_bot if CARD_LINE in message.text and code in message.text]
    assert "đã có trả lời" in cards[-1].text
    assert sum("photo" in message.content for message in stage.group.from_bot) >= 2
    assert stage.store.db["attachments"].count_where("stored_at IS NOT NULL") == 2


def had_one_effect(stage: House) -> Petition:
    """One petition, each event once, nothing left lying."""
    [petition] = stage.store.petitions.select("TRUE")
    assert [event.move.value for event in stage.store.petitions.events(petition.id)] == ["submit", "accept", "answer"]
    assert stage.store.db["drafts"].count == 0
    unsent = stage.store.db.query("SELECT status, error FROM outbox WHERE status <> 'sent'")
    assert {row["error"] for row in unsent} <= {"replaced"}
    return petition


Trouble = tuple[FaultKind, int]
LINES: dict[str, list[Trouble]] = {
    "nothing taken": [("error", 500), ("error", 502), ("html", 200), ("error", 500), ("drop_before", 0), ("html", 200)],
    "told to wait": [("retry_after", 429), ("retry_after", 429)],
    "taken, unknown to us": [("drop_after", 0), ("half_json", 0), ("drop_after", 0), ("half_json", 0)],
}
"""What happens to every third call, one after the other: the kind and its code."""


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
async def test_nothing_of_a_petition_is_lost_or_double(stage: House, line: list[Trouble]) -> None:
    faults = [
        stage.server.faults.add(kind, method=SENDS, code=code, skip=2 * number + 1)
        for number, (kind, code) in enumerate(line)
    ]
    await stage.play(*STORY)
    assert [fault.hits for fault in faults] == [1] * len(line)
    petition = had_one_effect(stage)
    everything_arrived(stage, shown(petition.code))
    answers = [message for message in stage.people["lan"].inbox if ANSWER in message.text]
    may_come_twice = any(fault.takes_effect for fault in faults)
    assert len(answers) == 1 or may_come_twice


async def test_files_are_fetched_when_the_line_is_good_again(stage: House) -> None:
    fault = stage.server.faults.add("error", method="getFile", code=500, times=4)
    await stage.play(*STORY)
    assert fault.hits == 4
    everything_arrived(stage, shown(had_one_effect(stage).code))


async def test_an_outage_in_the_middle(stage: House) -> None:
    await stage.play(*STORY[:3])
    lan = stage.people["lan"]
    async with stage.server.unreachable():
        lan.presses(next(message for message in reversed(lan.inbox) if AGREE[1:-1] in message.buttons), AGREE[1:-1])
    await stage.settles()
    await stage.play(*STORY[4:])
    everything_arrived(stage, shown(had_one_effect(stage).code))


async def test_a_receipt_comes_however_long_the_line_was_bad(stage: House) -> None:
    await stage.play(*STORY[:3])
    lan, stage.haste = stage.people["lan"], timedelta(minutes=2)
    outage = stage.server.faults.add("error", method=SENDS, code=502, times=None)
    lan.presses(next(message for message in reversed(lan.inbox) if AGREE[1:-1] in message.buttons), AGREE[1:-1])
    await stage.server.wait_for(lambda: outage.hits >= 2)
    stage.now += timedelta(hours=5)
    stage.server.faults.clear()
    await stage.settles()
    [petition] = stage.store.petitions.select("TRUE")
    assert any(shown(petition.code) in message.text for message in lan.inbox)


async def test_a_citizen_who_cannot_be_reached_loses_nothing_on_coming_back(stage: House) -> None:
    await stage.play(*STORY[:4])
    blocked = "Forbidden: bot was blocked by the user"
    refused = stage.server.faults.add("error", method="sendMessage", chat_id=LAN, code=403, description=blocked)
    await stage.play(("an", "[Tiếp nhận]"))
    assert refused.hits == 1
    await stage.play(*STORY[5:])
    [petition] = stage.store.petitions.select("TRUE")
    await stage.play(("lan", shown(petition.code), {"lan": ("trả lời", ANSWER, "cán bộ tiếp nhận")}))


async def test_a_group_that_became_another_one_while_the_bot_was_away(stage: House) -> None:
    await stage.play(*STORY[:3])
    await stage.closes()
    stage.group = stage.group.migrates(-1_000_000_000_501)
    stage.server.world.pending.clear()
    await stage.opens()
    await stage.play(*STORY[3:])
    everything_arrived(stage, shown(had_one_effect(stage).code))
    assert [desk.chat_id for desk in stage.store.desks.all()] == [stage.group.id]
    assert stage.store.db["outbox"].count_where("chat_id = ? AND status <> 'sent'", [DESK]) == 0
