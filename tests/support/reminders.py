"""A province for tests of reminders: agencies with their people, a clock set by hand, and what everybody got."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.reminders.model import Agency, AgencyKind, Audience, Deadline, Ladder, Recurrence, ReportState
from bot.reminders.planning import Planning
from bot.reminders.recipients import Recipients
from bot.reminders.reminder_pages import ReminderPages
from bot.replies import Reply
from bot.roles import Role
from bot.store import Store
from bot.working_days import Corrections, WorkingDays

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OWNER, COORDINATOR = 11, 13
MAIN, DEPUTY, LEADER = 10_000, 20_000, 30_000
"""The people of agency `n` are MAIN + n, DEPUTY + n and LEADER + n."""


def local(text: str) -> datetime:
    """A moment by the clock of the place: "2026-12-04 08:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Got:
    """A message that somebody got."""

    at: str
    person: int
    key: str
    reply: Reply

    @property
    def step(self) -> str:
        """What kind of message it is: the part of its key in front of the first colon."""
        return self.key.partition(":")[0]

    @property
    def text(self) -> str:
        return self.reply.plain()


@dataclass
class Province:
    """Time passes only when it is told to; whatever is due then is delivered at once, but to nobody in `blocked_by`."""

    store: Store
    calendar: WorkingDays = field(default_factory=lambda: WorkingDays(ZONE))
    clock: datetime = field(default_factory=lambda: local("2026-01-05 07:00"))
    online: bool = True
    blocked_by: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """The bot is started anew: nothing in memory is left."""
        recipients = Recipients(self.store, frozenset({OWNER}))
        self.planning = Planning(
            self.store, lambda: self.calendar, recipients, ReminderPages(lambda deadline: deadline.source)
        )

    def correct(self, *, off: tuple[str, ...] = (), working: tuple[str, ...] = ()) -> None:
        """The calendar is decided otherwise."""
        days = Corrections(frozenset(map(date.fromisoformat, off)), frozenset(map(date.fromisoformat, working)))
        self.calendar = WorkingDays(ZONE, days)

    def found(self, count: int, *, deputies: bool = True) -> list[str]:
        """Founds agencies "a0" …, with a main focal point each and perhaps a deputy."""
        names = [f"a{number}" for number in range(count)]
        with self.store.db.atomic():
            for number, name in enumerate(names):
                self.store.agencies.put(Agency(name, f"Sở số {number}", AgencyKind.DEPARTMENT), self.clock)
                self.appoint(MAIN + number, name)
                if deputies:
                    self.appoint(DEPUTY + number, name)
        return names

    def appoint(self, person: int, agency: str) -> None:
        """Makes the person a focal point of the agency."""
        self.store.people.seen(person, self.clock)
        grant = self.store.roles.add(person, Role.FOCAL_POINT, agency, f"Đầu mối {person}", OWNER, self.clock)
        self.store.focal_points.add(grant.id, agency, person, self.clock)

    def coordinator(self) -> None:
        """Appoints the coordinator."""
        self.store.people.seen(COORDINATOR, self.clock)
        self.store.roles.add(COORDINATOR, Role.COORDINATOR, None, "Điều", OWNER, self.clock)

    def owe(
        self,
        last_day: str,
        recurrence: Recurrence = Recurrence.ONCE,
        *,
        title: str = "Báo cáo",
        hour: str | None = None,
        rule: str | None = None,
        ladder: Ladder | None = None,
        audience: Audience | None = None,
    ) -> Deadline:
        """Adds a deadline."""
        new = Deadline(
            0,
            rule,
            title,
            "IV.2.3",
            date.fromisoformat(last_day),
            time.fromisoformat(hour) if hour else None,
            recurrence,
            audience=audience or Audience(),
            ladder=ladder or Ladder(),
        )
        return self.store.deadlines.add(new, self.clock)

    def at(self, moment: str) -> list[Got]:
        """The clock shows `moment`, a tick comes, and all that is due is delivered; returns it."""
        self.clock = local(moment)
        return self.tick()

    def tick(self) -> list[Got]:
        """A tick comes and all that is due is delivered; returns it."""
        self.planning.tick(self.clock)
        return self.deliver() if self.online else []

    def deliver(self) -> list[Got]:
        """Everything in the outbox that is due is delivered; returns it."""
        with self.store.db.atomic():
            self.store.outbox.weed(self.clock)
            return list(self._delivered())

    def _delivered(self) -> Iterator[Got]:
        outbox = self.store.outbox
        while True:
            parcel = outbox.claim_broadcast(self.clock)
            if parcel is None:
                chats = outbox.chats_due(self.clock, 1)
                parcel = outbox.claim(chats[0], self.clock) if chats else None
            if parcel is None:
                return
            if parcel.content.chat_id in self.blocked_by:
                outbox.failed(parcel.id, "Forbidden")
                self.store.people.unreachable(parcel.content.chat_id, self.clock)
                continue
            outbox.sent(parcel.id, [parcel.id], self.clock)
            [(key,)] = self.store.db.execute("SELECT key FROM outbox WHERE id = ?", [parcel.id])
            at = self.clock.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
            yield Got(at, parcel.content.chat_id, key, parcel.content.reply)

    def days(self, first: str, last: str, *clocks: str) -> Iterator[tuple[str, list[Got]]]:
        """Walks from day to day, with a tick at each of the hours; yields each day and what came on it."""
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            got = [one for clock in clocks or ("08:00",) for one in self.at(f"{day} {clock}")]
            yield str(day), got
            day += timedelta(days=1)

    def walk(self, first: str, last: str, *clocks: str) -> dict[str, list[int]]:
        """To whom something came on which day; days on which nothing came are left out."""
        return {day: [one.person for one in got] for day, got in self.days(first, last, *clocks) if got}

    def report(self, deadline: Deadline, period: str, agency: str) -> None:
        """The agency's report is in."""
        with self.store.db.atomic():
            day = date.fromisoformat(period)
            self.store.reports.submit(deadline.id, day, agency, None, self.clock)
            self.planning.stop(deadline.id, day, agency)

    def send_back(self, deadline: Deadline, period: str, agency: str) -> None:
        """The report of the agency is returned."""
        report = self.store.reports.of(deadline.id, date.fromisoformat(period), agency)
        assert report is not None
        with self.store.db.atomic():
            assert self.store.reports.judge(report.id, ReportState.RETURNED, COORDINATOR, self.clock, "thiếu số liệu")
            self.planning.resume(report, self.clock)

    def statuses(self, agency: str = "a0") -> dict[str, str]:
        """How the steps of the agency stand."""
        rows = self.store.db.execute("SELECT step, status FROM reminders WHERE agency = ? ORDER BY due_at", [agency])
        return dict(rows.fetchall())
