"""Telling everybody concerned, once, that a deadline is new, changed or cancelled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.i18n import use_locale
from bot.outgoing import File, Kind, Outgoing
from bot.reminders.ladder import is_day
from bot.reminders.model import Agency
from bot.reminders.planning import Planning
from bot.replies import Reply
from bot.store import Store
from bot.store.database import utc_text


@dataclass(frozen=True, slots=True)
class Telling:
    """Stages notices in the caller's transaction; by night they wait for the morning."""

    store: Store
    planning: Planning

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
    ) -> int:
        """Tells these people, with the form as a file if there is one, and returns how many they are.

        `subject` is the deadline and what became of it: "deadline:3:changed".
        """
        steps = self.planning.steps
        local = now.astimezone(steps.occurrences.calendar.zone)
        due_at = None if is_day(local.time()) else steps.next_morning(now)
        files = self._files(template)
        said: dict[str | None, Reply] = {}
        count = 0
        for person_id in sorted(people):
            language = self.store.people.language(person_id)
            if language not in said:
                with use_locale(language):
                    said[language] = say()
            content = Outgoing(
                person_id,
                said[language],
                Kind.BROADCAST,
                collapse_key=subject.rpartition(":")[0],
                due_at=due_at,
                files=files,
            )
            self.store.outbox.add(f"{subject}:{utc_text(now)}:{person_id}", content, now)
            count += 1
        return count

    def _files(self, template: int | None) -> tuple[File, ...]:
        file = self.store.attachments.get(template) if template else None
        return (File(file.kind, file.file_id, name=file.name),) if file else ()
