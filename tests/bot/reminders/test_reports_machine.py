"""Any order of taps, words, files, forgeries and hours that pass: what is kept always fits together."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.errors import NotAllowed, NotFound
from bot.reminders.ladder import is_day
from bot.reminders.model import Recurrence, is_in
from bot.store import open_store
from knowledge import Knowledge
from tests.support.databases import fresh
from tests.support.reminders import COORDINATOR, DEPUTY, MAIN, ZONE, Province, local
from tests.support.reports import Office

STRANGER = 99
PEOPLE = st.sampled_from((MAIN, DEPUTY, COORDINATOR, STRANGER))
WORDS = st.sampled_from(
    (
        "đã gửi báo cáo rồi", "gửi rồi", "số 12/BC-UBND ngày 1/12", "12", "chưa có số", "2 giờ nữa", "sáng thứ hai",
        "5/12", "9 giờ tối", "thiếu số liệu", "báo cáo gửi cho ai?", "bữa nào rảnh", "hôm qua",
    )
)  # fmt: skip
DATA = st.builds(
    "b:{}:{}{}".format,
    st.sampled_from(
        ("done", "again", "undo", "none", "add", "yes", "no", "keep", "open", "later", "back", "at", "cal", "day")
    ),
    st.integers(0, 12),
    st.sampled_from(("", "", "", ":hour", ":last", ":2026-12", ":2026-12-01")),
)


@pytest.fixture(autouse=True, scope="module")
def the_plan(knowledge: Knowledge) -> None:
    """Lends the machine what takes seconds to build."""
    Machine.knowledge = knowledge


class Machine(RuleBasedStateMachine):
    """One agency and its report of the year, from two weeks before the last day on."""

    knowledge: ClassVar[Knowledge]

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = open_store(fresh(self.folder))
        self.store.db.execute("PRAGMA synchronous = OFF")
        province = Province(self.store, clock=local("2026-11-19 09:00"))
        province.coordinator()
        province.found(1)
        self.deadline = province.owe("2026-12-04", Recurrence.YEARLY, title="Báo cáo năm")
        self.office = Office(province, self.knowledge)
        self.office.at("2026-11-20 08:00")

    @rule(hours=st.sampled_from((1, 5, 24, 72)))
    def time_passes(self, hours: int) -> None:
        self.office.province.clock += timedelta(hours=hours)
        self.office.tick()

    @rule()
    def others_hear_of_it(self) -> None:
        self.office.deliver()

    @rule(person=PEOPLE, which=st.integers(0, 60))
    def presses(self, person: int, which: int) -> None:
        shown = self.office.shown(person) if person in self.office.last else []
        if shown:
            self._try(person, shown[which % len(shown)].data)

    @rule(person=PEOPLE, data=DATA)
    def forges(self, person: int, data: str) -> None:
        self._try(person, data)

    @rule(person=PEOPLE, text=WORDS)
    def writes(self, person: int, text: str) -> None:
        with suppress(NotAllowed, NotFound):
            self.office.says(person, text)

    @rule(person=PEOPLE, text=WORDS, back=st.integers(0, 3))
    def edits(self, person: int, text: str, back: int) -> None:
        with suppress(NotAllowed, NotFound):
            self.office.edits(person, text, back)

    @rule(person=PEOPLE, caption=st.sampled_from(("", "báo cáo năm", "số 13/BC-UBND")))
    def sends(self, person: int, caption: str) -> None:
        with suppress(NotAllowed, NotFound):
            self.office.sends(person, caption)

    @precondition(lambda self: hasattr(self, "store"))
    @invariant()
    def what_is_in_is_not_reminded_of(self) -> None:
        for report in self.store.reports.for_period(self.deadline.id, self.deadline.first_day).values():
            if is_in(report):
                planned = "SELECT 1 FROM reminders WHERE status = 'planned' AND period = ?"
                assert not self.store.db.execute(planned, [report.period.isoformat()]).fetchall()
                waiting = "SELECT 1 FROM outbox WHERE status = 'pending' AND collapse_key LIKE 'reminder:%'"
                assert not self.store.db.execute(waiting).fetchall()

    @precondition(lambda self: hasattr(self, "store"))
    @invariant()
    def what_is_put_off_comes_by_day_and_in_time(self) -> None:
        occurrence = self.office.province.planning.occurrence(self.deadline.id, self.deadline.first_day)
        assert occurrence
        for reminder in self.store.reminders.of(self.deadline.id, self.deadline.first_day, "a0"):
            if reminder.step.startswith("s:"):
                assert reminder.due_at < occurrence.ends_at
                assert is_day(reminder.due_at.astimezone(ZONE).time())

    @precondition(lambda self: hasattr(self, "store"))
    @invariant()
    def strangers_change_nothing(self) -> None:
        touched = "SELECT 1 FROM report_events WHERE actor_id = ?"
        assert not self.store.db.execute(touched, [STRANGER]).fetchall()
        assert not self.store.db.execute("SELECT 1 FROM report_drafts WHERE person_id = ?", [STRANGER]).fetchall()

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    def _try(self, person: int, data: str) -> None:
        before = self.store.db["audit"].count
        try:
            self.office.forge(person, data)
        except (NotAllowed, NotFound):
            assert self.store.db["audit"].count == before + 1, "each refusal is kept once"


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
