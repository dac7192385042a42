"""The real process lives through the weeks around a deadline, by a clock that is set for it, and is killed at random.

libfaketime sets the clock: on Debian the package `faketime`. Without it there is nothing to see here.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.outgoing import Deed, unpack
from bot.store import open_store
from handlers.rendering import parts
from tests.support.killed import Killed
from tests.support.reminders import COORDINATOR, MAIN, OWNER, Province, local
from tests.telegram_server import Person, TelegramServer

LIBRARY = next(iter(sorted(Path("/usr/lib").glob("**/faketime/libfaketime.so.1"))), None)
STEPS = {
    "-30": "2026-11-04",
    "-14": "2026-11-20",
    "-7": "2026-11-27",
    "-3": "2026-12-01",
    "-1": "2026-12-03",
    "0": "2026-12-04",
    "+1": "2026-12-07",
    "+2": "2026-12-08",
    "+3": "2026-12-09",
    "w1": "2026-12-16",
}
"""When each step towards the plan's report (before 5 December, IV.2.3) comes: counted by hand on a calendar."""
AGENCIES = 12
SAYING = {date(2026, 11, 20): 0, date(2026, 12, 3): 1, date(2026, 12, 8): 2}
"""On which days which agency says that its report is in."""

pytestmark = pytest.mark.skipif(LIBRARY is None, reason="libfaketime is not installed")


@dataclass
class Weeks:
    """The province as the server sees it, day by day."""

    server: TelegramServer
    bot: Killed
    people: list[Person]
    environment: dict[str, str]
    chance: random.Random
    came: dict[date, Counter[tuple[int, str]]] = field(default_factory=dict)
    """What was sent to whom on each day, and how often."""
    reported: dict[int, date] = field(default_factory=dict)

    async def pass_through(self, day: date) -> None:
        """A day with two lives: killed in the morning, when the step of the day is due, and then until all is done."""
        began = len(self.server.sent_by("sendMessage"))
        self._set_clock(f"{day} 08:00:01")
        await self.bot.lives(_nothing, self.chance.uniform(0.0, 0.5))
        self._set_clock(f"{day} 09:00:00")
        saying = SAYING.get(day)
        await self.bot.ends_well(
            lambda: self._say(saying), lambda: self._ticked(day) and (saying is None or self._is_in(saying))
        )
        if saying is not None:
            self.reported[saying] = day
        calls = self.server.sent_by("sendMessage")[began:]
        self.came[day] = Counter((int(call.params["chat_id"]), call.params["text"]) for call in calls)

    def each_came_once(self, day: date) -> None:
        """All that was to be said that day came; twice only what was on its way at the kill."""
        wanted, at_most = Counter[tuple[int, str]](), Counter[tuple[int, str]]()
        for row in self.bot.rows(f"SELECT * FROM outbox WHERE sent_at LIKE '{day}%'"):
            content = unpack(row["chat_id"], row["kind"], row["payload"])
            for text in parts(content.reply):
                # A refreshed card is sent only where there is none to change.
                wanted[row["chat_id"], text] += content.deed is Deed.SEND
                at_most[row["chat_id"], text] += 1 + self.bot.on_their_way[row["key"]]
        came = self.came[day]
        assert not wanted - came, day
        assert not came - at_most, day

    def reminded(self, day: date) -> set[int]:
        """The main focal points who were reminded of the report on that day."""
        return {
            person - MAIN
            for person, text in self.came[day]
            if MAIN <= person < MAIN + AGENCIES and ("Nhắc hạn: Báo cáo năm" in text or "Quá hạn: Báo cáo năm" in text)
        }

    async def _say(self, number: int | None) -> None:
        if number is not None:
            self.people[number].says(f"tui gửi bc rồi, số {number + 1}/BC-UBND")

    def _set_clock(self, text: str) -> None:
        began = local(text)
        self.environment["FAKETIME"] = f"@{began:%Y-%m-%d %H:%M:%S}"
        self.server.world.clock = lambda: int(began.timestamp())

    def _ticked(self, day: date) -> bool:
        """Whether the tick of this life is through: nothing due is left that could be sent."""
        now = local(f"{day} 09:00").isoformat()
        due = f"SELECT 1 FROM reminders WHERE status = 'planned' AND due_at <= '{now}' AND step NOT LIKE 'leader%'"
        return not self.bot.rows(due) and bool(self.bot.rows("SELECT 1 FROM reminders"))

    def _is_in(self, number: int) -> bool:
        return bool(self.bot.rows(f"SELECT 1 FROM reports WHERE agency = 'a{number}'"))


async def _nothing() -> None:
    """Nobody does anything."""


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        server.latency = 0.01
        yield server


@pytest.fixture
def weeks(server: TelegramServer, tmp_path: Path) -> Weeks:
    """Agencies with a focal point each on 30 October; nothing is planned yet."""
    data = tmp_path / "data"
    store = open_store(data)
    province = Province(store)
    province.clock = local("2026-10-30 09:00")
    province.coordinator()
    province.found(AGENCIES, deputies=False)
    store.close()
    server.person(COORDINATOR, wrote=True)
    people = [server.person(MAIN + number, wrote=True) for number in range(AGENCIES)]
    environment = {"LD_PRELOAD": str(LIBRARY), "TZ": "UTC", "DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}
    return Weeks(server, Killed(server, data, OWNER, environment), people, environment, random.Random(5))


async def live(weeks: Weeks, days: list[date]) -> None:
    """Lets the days pass and checks each, and what came of all."""
    for day in days:
        await weeks.pass_through(day)
        weeks.each_came_once(day)
        before = {number for number, said in weeks.reported.items() if said < day}
        expected = set(range(AGENCIES)) - before if day.isoformat() in STEPS.values() else set[int]()
        assert weeks.reminded(day) == expected, day
    doubles = sum(times - 1 for came in weeks.came.values() for times in came.values())
    print(f"{len(days)} days, {len(days)} kills, {doubles} messages came twice")
    assert len(weeks.reported) == sum(day in SAYING for day in days)
    for number in weeks.reported:
        texts = [message.text for message in weeks.people[number].inbox]
        said = next(place for place, text in enumerate(texts) if "đã ghi nhận “Báo cáo năm”" in text)
        assert not [text for text in texts[said:] if "Nhắc hạn: Báo cáo năm" in text or "Quá hạn: Báo" in text]


async def test_a_step_and_what_is_still_worth_saying_after_an_outage(weeks: Weeks) -> None:
    await live(weeks, [date(2026, 11, 19), date(2026, 11, 20), date(2026, 12, 7)])


@pytest.mark.soak
async def test_seven_weeks_day_by_day(weeks: Weeks) -> None:
    first, last = date(2026, 11, 1), date(2026, 12, 20)
    await live(weeks, [first + timedelta(days=count) for count in range((last - first).days + 1)])
    staged = weeks.bot.rows("SELECT agency, step FROM reminders WHERE status = 'staged' AND step NOT LIKE 'leader%'")
    found = {(row["agency"], row["step"]) for row in staged if row["step"] in STEPS}
    gone = {number: date.isoformat(day) for number, day in weeks.reported.items()}
    assert found == {
        (f"a{number}", step)
        for number in range(AGENCIES)
        for step, day in STEPS.items()
        if number not in gone or day <= gone[number]
    }
