"""A whole year, day by day, over sixty agencies whose people behave as people do."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.reminders.model import Agency, AgencyKind, Deadline, Recurrence
from tests.support.reminders import COORDINATOR, DEPUTY, LEADER, MAIN, Got, Province, local

COUNT = 60
PROMPT, SLOW, LATE, GONE, SILENT, RETURNED, NEVER, EMPTY = 0, 20, 40, 50, 52, 54, 56, 59
"""From which agency on: reports at the first reminder, at the third, three days late, the main one has blocked the
bot, the main one never reacts, reports and is sent back, never reports, has nobody."""


def kind_of(number: int) -> int:
    return max(start for start in (PROMPT, SLOW, LATE, GONE, SILENT, RETURNED, NEVER, EMPTY) if start <= number)


class Year:
    """Plays the people's part: reacts to what they get."""

    def __init__(self, province: Province) -> None:
        self.province = province
        self.got: list[Got] = []
        self.seen: Counter[tuple[str, int]] = Counter()

    def take(self, got: list[Got]) -> None:
        self.got += got
        for one in got:
            if one.step == "reminder" and one.person < DEPUTY:
                self._react(one, one.person - MAIN)
            elif one.step == "reminder" and one.person < LEADER and kind_of(one.person - DEPUTY) in (GONE, SILENT):
                self._report(one, one.person - DEPUTY)

    def _react(self, one: Got, number: int) -> None:
        title = one.reply.blocks[0].text.partition(": ")[2]
        self.seen[title, number] += 1
        kind = kind_of(number)
        if kind not in (SILENT, GONE):
            self.province.store.people.seen(one.person, self.province.clock)
        if (
            (kind in (PROMPT, RETURNED) and self.seen[title, number] == 1)
            or (kind == SLOW and self.seen[title, number] == 3)
            or (kind == LATE and "đã quá 3 ngày" in one.text)
        ):
            self._report(one, number)

    def _report(self, one: Got, number: int) -> None:
        [(deadline_id, period)] = self.province.store.db.execute(
            "SELECT deadline_id, period FROM reminders WHERE id = ?", [one.key.split(":")[1]]
        )
        self.province.report(self.province.store.deadlines.get(deadline_id), period, f"a{number}")

    def to(self, number: int, since: str, until: str) -> list[str]:
        """On which days the people of the agency got reminders, main ones "m", deputies "d"."""
        names = {MAIN + number: "m", DEPUTY + number: "d", LEADER + number: "l"}
        return [
            f"{one.at[5:10]}{names[one.person]}"
            for one in self.got
            if one.person in names and since <= one.at[:10] <= until
        ]


@pytest.fixture
def year(province: Province) -> Year:
    province.coordinator()
    province.found(EMPTY)
    province.store.agencies.put(Agency(f"a{EMPTY}", "Cơ quan chưa có ai", AgencyKind.OTHER), province.clock)
    province.store.agencies.set_leader(f"a{NEVER}", LEADER + NEVER)
    for number in range(GONE, SILENT):
        province.store.people.unreachable(MAIN + number, province.clock)
    return Year(province)


def owe_both(province: Province) -> tuple[Deadline, Deadline]:
    half = province.owe("2026-06-09", Recurrence.YEARLY, rule="bao-cao-6-thang", title="Báo cáo 06 tháng")
    whole = province.owe("2026-12-04", Recurrence.YEARLY, rule="bao-cao-nam", title="Báo cáo năm")
    return half, whole


def test_a_year(province: Province, year: Year) -> None:
    half, _whole = owe_both(province)
    for day, got in province.days("2026-01-05", "2026-10-31", "08:00", "17:00"):
        year.take(got)
        if day == "2026-05-20":
            for number in range(RETURNED, NEVER):
                province.send_back(half, "2026-06-09", f"a{number}")

    def first_half(number: int) -> list[str]:
        return year.to(number, "2026-01-01", "2026-10-31")

    assert all(one.at.endswith("08:00") for one in year.got)
    assert first_half(PROMPT) == ["05-08m"], "30 days before is a Sunday"
    assert first_half(SLOW) == ["05-08m", "05-26m", "06-02m"]
    before = ["05-08m", "05-26m", "06-02m", "06-05m", "06-08m", "06-09m"]
    assert first_half(LATE) == [*before, "06-10m", "06-11m", "06-12m"]
    assert first_half(GONE) == ["05-08d"]
    assert first_half(SILENT) == ["05-08m", "05-26m", "05-26d"]
    assert first_half(RETURNED) == ["05-08m", *before[1:], "06-10m", "06-11m", "06-12m", *weekly()]
    never = [*before, "06-10m", "06-11m", "06-12m", "06-16l", *weekly()]
    assert first_half(NEVER) == never
    assert first_half(EMPTY) == []

    told = [(one.at[:10], one.step) for one in year.got if one.person == COORDINATOR]
    assert told == [("2026-05-08", "nobody"), ("2026-06-10", "late"), ("2026-06-16", "leaders")]
    late = next(one for one in year.got if one.step == "late")
    assert f"{EMPTY + 1 - RETURNED + GONE - LATE} cơ quan" in late.text


def weekly() -> list[str]:
    """The weeks after three days of being late, all Fridays."""
    return [f"{day}m" for day in ("06-19", "06-26", "07-03", "07-10", "07-17", "07-24", "07-31", "08-07")]


def test_the_second_half_with_an_outage_across_the_last_day(province: Province, year: Year) -> None:
    province.clock = local("2026-10-01 08:00")
    owe_both(province)
    for first, last in (("2026-10-01", "2026-12-02"), ("2026-12-07", "2027-02-01")):
        province.restart()
        for _day, got in province.days(first, last):
            year.take(got)
    assert year.to(NEVER, "2026-10-01", "2026-12-10") == [
        *("11-04m", "11-20m", "11-27m", "12-01m"),
        *("12-07m", "12-08m", "12-09m"),
    ]
    assert year.to(LATE, "2026-10-01", "2027-02-01")[-1] == "12-09m"
    keys = Counter(one.key for one in year.got)
    assert set(keys.values()) == {1}, "nothing came twice"
