"""No word, name or number of a citizen reaches anybody who is not meant to read it, in any of the stories."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.logs import QUIET
from bot.store import Store
from knowledge import Knowledge
from knowledge.answering import Engine
from tests.handlers.test_canaries import Log
from tests.support.leaks import leaks, said_in_private
from tests.support.officials import COORDINATOR, OFFICER, OWNER
from tests.support.stories import BINH, DESK, LAN, PHONES, STORIES, UT, House, Story, house
from tests.support.world import DEFAULT_TOKEN

CANARY = re.compile(r"zqx\w+", re.IGNORECASE)
CITIZENS = (LAN, BINH)
ONCE_EACH = [story for story in STORIES if ("bot", "restart") not in story.scenes[:2]]
"""Without the one that only says the same with restarts."""


@pytest.fixture
def log() -> Iterator[Log]:
    loggers = [logging.getLogger(name) for name in (None, *QUIET)]
    before = [(logger, logger.handlers[:], logger.level) for logger in loggers]
    yield Log("text", DEFAULT_TOKEN)
    for logger, handlers, level in before:
        logger.handlers[:] = handlers
        logger.setLevel(level)
    sys.excepthook = sys.__excepthook__


def numbers(person: int) -> tuple[str, str]:
    """The end of the person's number, as it may be written."""
    end = PHONES[person][-6:]
    return end, f"{end[:3]} {end[3:]}"


def words(stage: House, person: int) -> set[str]:
    """The words that only this person used, in what was sent and edited."""
    return {word.lower() for text in said_in_private(stage.server, person) for word in CANARY.findall(text)}


def names(stage: House, person: int) -> list[str]:
    profile = stage.server.world.users[person]
    return [str(profile[key]) for key in ("first_name", "last_name")]


@pytest.mark.parametrize("story", ONCE_EACH, ids=str)
async def test_nobody_reads_what_is_not_theirs(
    story: Story, knowledge: Knowledge, engine: Engine, tmp_path: Path, log: Log
) -> None:
    async with house(tmp_path / "data", knowledge, engine) as stage:
        for who, does, *_sees in story.scenes:
            await stage.does(who, does)
        officials = {COORDINATOR, OWNER} if story.secret else {COORDINATOR, OWNER, OFFICER, DESK}
        officials |= {UT} if story.passed_on else set()
        for citizen in CITIZENS:
            own = words(stage, citizen)
            assert leaks(stage.server, own, {citizen, *officials}) == []
            named = officials if story.named and citizen == LAN else set()
            assert leaks(stage.server, names(stage, citizen), {citizen, *named}) == []
            # What is popped up for the officer who handles it is the one way to a number.
            assert leaks(stage.server, numbers(citizen), {citizen, OFFICER}) == []
            account = (str(citizen), stage.server.world.users[citizen]["username"])
            assert leaks(stage.server, account, {citizen}) == []
        assert leaks(stage.server, words(stage, LAN), {LAN}), "officials have read the canaries"
        assert stage.people["khach"].inbox == []
        audit_tells_nothing(stage.store)
    assert log.written() == []
    assert log.handed_over() == []
    assert "update handled" in log.text


def audit_tells_nothing(store: Store) -> None:
    rows = list(store.db.query("SELECT action, subject, details FROM audit"))
    assert rows
    for row in rows:
        assert not CANARY.search(json.dumps(row, ensure_ascii=False))
        assert set(json.loads(row["details"])) <= {"agency", "move", "field", "to", "open", "ended", "stopped"}, row


async def test_a_number_is_shown_to_the_officer_who_handles_it_and_to_nobody_else(
    knowledge: Knowledge, engine: Engine, tmp_path: Path
) -> None:
    story = next(story for story in STORIES if story.name == "anonymous")
    async with house(tmp_path / "data", knowledge, engine) as stage:
        await stage.play(*story.scenes, ("bay", "[Xem số]", {"popup": "tiếp nhận"}))
        shown = leaks(stage.server, numbers(LAN), {LAN})
        assert {where.partition(" in ")[2] for where in shown} == {f"answerCallbackQuery to {OFFICER}"}
        revealed = stage.store.db.execute("SELECT actor_id, outcome FROM audit WHERE action = 'reveal_numbers'")
        assert revealed.fetchall() == [(OFFICER, "refused"), (OFFICER, "done"), (COORDINATOR, "refused")]
