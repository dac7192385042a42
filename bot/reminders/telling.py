"""Telling everybody concerned, once, that a deadline is new, changed or cancelled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.enclosures import enclose
from bot.i18n import gettext as _
from bot.i18n import use_locale
from bot.outgoing import File, Kind, Outgoing
from bot.reminders.calendar_files import EventsFile
from bot.reminders.ladder import is_day
from bot.reminders.model import Agency
from bot.reminders.planning import Planning
from bot.replies import Block, BlockKind, Reply
from bot.store import Store
from bot.store.database import utc_text


@dataclass(frozen=True, slots=True)
class Telling:
    """Stages notices in the caller's transaction; by night they wait for the morning. `folder` is DATA_DIR."""

    store: Store
    planning: Planning
    folder: Path

    def people(self, agencies: Iterable[Agency]) -> set[int]:
        """All focal points of the agencies, deputies too."""
        wanted = {agency.id for agency in agencies}
        return {one.person_id for one in self.store.focal_points.all() if one.agency in wanted}

    def tell(
        self,
        subject: str,
        people: Iterable[int],
        say: Callable[[], Reply],
        now: datetime,
        *,
        template: int | None = None,
        calendar: Callable[[], Sequence[EventsFile]] = list,
    ) -> int:
        """Tells these people, with the form and files for the calendar if there are any; returns how many they are.

        `subject` is the deadline and what became of it: "deadline:3:changed".
        """
        steps = self.planning.steps
        local = now.astimezone(steps.occurrences.calendar.zone)
        due_at = None if is_day(local.time()) else steps.next_morning(now)
        form = self._form(template)
        said: dict[str | None, tuple[Reply, Sequence[EventsFile]]] = {}
        count = 0
        for person_id in sorted(people):
            language = self.store.people.language(person_id)
            if language not in said:
                with use_locale(language):
                    said[language] = _with_files(say(), calendar())
            reply, events = said[language]
            # Each parcel has files of its own: they are removed when it has been sent.
            files = (*form, *(enclose(self.folder, file.content, file.name) for file in events))
            content = Outgoing(
                person_id,
                reply,
                Kind.BROADCAST,
                collapse_key=subject.rpartition(":")[0],
                due_at=due_at,
                files=files,
            )
            self.store.outbox.add(f"{subject}:{utc_text(now)}:{person_id}", content, now)
            count += 1
        return count

    def _form(self, template: int | None) -> tuple[File, ...]:
        file = self.store.attachments.get(template) if template else None
        return (File(file.kind, file.file_id, name=file.name),) if file else ()


def _with_files(reply: Reply, events: Sequence[EventsFile]) -> tuple[Reply, Sequence[EventsFile]]:
    """What the files for the calendar are for is said with them."""
    if not events:
        return reply, events
    how = _(
        "📅 If it stands in the calendar of your phone, open what is attached: that brings the calendar up to date."
    )
    return replace(reply, blocks=(*reply.blocks, Block(how, BlockKind.NOTE))), events
