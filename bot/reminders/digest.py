"""The coordinators' digest, in the morning of working days near a deadline and while anybody is late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.i18n import gettext as _
from bot.i18n import ngettext, use_locale
from bot.outgoing import Kind, Outgoing
from bot.reminders.audience_pages import shortened
from bot.reminders.dates import with_weekday
from bot.reminders.ladder import EVENING
from bot.reminders.model import Agency
from bot.reminders.progress import Overview, Progress
from bot.reminders.progress_pages import named, opening, short, when
from bot.replies import Block, BlockKind, Button, Reply
from bot.store import Store
from bot.store.standings import Change, Standings

HOUR = time(7, 30)
NEAR = timedelta(days=14)
MOST_NAMED = 10
_MOVES = ("submit", "reopen", "confirm", "return")


@dataclass(frozen=True, slots=True)
class Report:
    """A deadline in the digest: how it stands, and what is new."""

    view: Overview
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True)
class Digest:
    """Sends it once a day; a bot that was off sends it when it is back, until the evening."""

    progress: Progress

    def work(self, now: datetime) -> Iterator[None]:
        """Sends the digest if it is due; pauses when it has been."""
        calendar = self.progress.planning.calendar()
        local = now.astimezone(calendar.zone)
        key = f"digest:{local.date()}"
        due = HOUR <= local.time() < EVENING and calendar.is_working_day(local.date())
        if not due or self._store.worklist.marked_at(key):
            return
        reports = self.reports(now)
        expires = local.replace(hour=EVENING.hour, minute=EVENING.minute, second=0, microsecond=0)
        with self._store.db.atomic():
            # A morning with nothing to tell is over as well: nobody waits for a digest at noon.
            self._store.worklist.mark(key, now)
            for person_id in self.progress.planning.recipients.coordinators() if reports else ():
                with use_locale(self._store.people.language(person_id)):
                    content = Outgoing(person_id, self.words(reports, now), Kind.NOTICE, expires_at=expires)
                self._store.outbox.add(f"{key}:{person_id}", content, now)
        yield

    def reports(self, now: datetime) -> list[Report]:
        """What it tells of: where somebody is missing, or something is new; nothing far away."""
        since = self._since(now)
        found = []
        for view in self.progress.at_hand(now):
            if view.left.days > NEAR.days:
                continue
            changes = Standings(self._store.db).changes(view.deadline.id, view.occurrence.period, since)
            news = [change for change in changes if change.move in _MOVES and change.at <= now]
            if view.owing or news:
                found.append(Report(view, news))
        return found

    def words(self, reports: Sequence[Report], now: datetime) -> Reply:
        """The digest, in the language now in use."""
        today = self.progress.today(now)
        blocks = [Block(_("How the reports stand on %(day)s", day=with_weekday(today)), BlockKind.STRONG)]
        for report in reports:
            view = report.view
            lines = [f"{view.deadline.title}: {when(view)}.", short(view), *_news(report), *_missing(view)]
            blocks.append(Block("\n".join(lines)))
        views = [report.view for report in reports[:MOST_NAMED]]
        buttons = tuple((Button(shortened(view.deadline.title), f"{opening(view)}:0"),) for view in views)
        return Reply(tuple(blocks), buttons)

    def _since(self, now: datetime) -> datetime:
        """The moment of the digest before: that of the last working day before today."""
        occurrences = self.progress.planning.occurrences
        day = occurrences.working_day_before(self.progress.today(now))
        return datetime.combine(day, HOUR, occurrences.calendar.zone)

    @property
    def _store(self) -> Store:
        return self.progress.access.store


def _news(report: Report) -> list[str]:
    agencies = {line.agency.id: line.agency for line in report.view.lines}
    # What became of a report last counts.
    last = {change.agency: change.move for change in report.changes if change.agency in agencies}
    found = []
    for moves, label in (
        (("submit", "reopen"), _("New, to be confirmed: %(names)s")),
        (("confirm",), _("New, confirmed: %(names)s")),
        (("return",), _("New, returned: %(names)s")),
    ):
        names = [agencies[agency] for agency, done in last.items() if done in moves]
        if names:
            found.append(label % {"names": _names(names)})
    return found


def _missing(view: Overview) -> list[str]:
    owing = view.owing
    if not owing:
        return [_("All have reported.")]
    lines = [f"• {named(line)}" for line in owing[:MOST_NAMED]]
    if len(owing) > MOST_NAMED:
        lines.append(ngettext("… and %(n)s more", "… and %(n)s more", len(owing) - MOST_NAMED))
    return [_("Not reported yet:"), *lines]


def _names(agencies: Sequence[Agency]) -> str:
    names = ", ".join(agency.name for agency in agencies[:MOST_NAMED])
    if len(agencies) <= MOST_NAMED:
        return names
    return names + " " + ngettext("… and %(n)s more", "… and %(n)s more", len(agencies) - MOST_NAMED)
