"""Broadcasts: words that a coordinator writes to focal points, looked over, confirmed once, and followed up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zlib import crc32

from bot.access import Access
from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.i18n import use_locale
from bot.outgoing import Kind, Outgoing
from bot.reminders.audience_pages import choices, named
from bot.reminders.broadcast_pages import Addressed, BroadcastPages
from bot.reminders.ladder import is_day
from bot.reminders.model import AgencyKind, Audience
from bot.reminders.planning import Planning
from bot.replies import Reply
from bot.roles import Operation
from bot.store import Store
from bot.store.audit import Entry
from bot.store.broadcasts import Broadcast, Broadcasts
from bot.store.deadline_drafts import DeadlineDrafts
from bot.store.reminders import audience_text

FRESH = timedelta(minutes=30)
"""So long after the last touch what a person writes are the words of the broadcast they are making."""
WORTH = timedelta(days=7)
AT_ONCE = 50
"""Messages put into the outbox in one transaction."""
MOST_CHARACTERS = 3500
"""Bot API, sendMessage: 4096 characters; the heading needs some."""
LISTED = 8


@dataclass(frozen=True, slots=True)
class Broadcasting:
    """Does what those who may tell all ask for. Everything raises NotAllowed or NotFound."""

    access: Access
    planning: Planning
    pages: BroadcastPages

    def begin(self, person_id: int, words: str, now: datetime) -> list[Reply]:
        """/thongbao: begins a broadcast in the place of one in the making; with words, shows it."""
        with self.access.acting(person_id, Operation.BROADCAST, now, "new broadcast"):
            self._store.people.seen(person_id, now)
            draft = self._kept.begin(person_id, "", now)
        return self._take(draft, words, now) if words.strip() else [self.pages.ask()]

    def hears(self, person_id: int, now: datetime) -> bool:
        """Whether what the person writes now are the words of the broadcast they are making."""
        draft = self._kept.in_the_making(person_id)
        if draft is None or draft.words or now - draft.made_at > FRESH:
            return False
        # Of two things in the making what was touched last is meant.
        other = DeadlineDrafts(self._store.db).get(person_id)
        return other is None or other.touched_at is None or other.touched_at <= draft.made_at

    def hear(self, person_id: int, words: str, now: datetime) -> list[Reply]:
        """Takes in the words, and shows them as everybody will see them."""
        return self._take(self._draft(person_id, now), words, now)

    def preview(self, person_id: int, now: datetime) -> Reply:
        """What happens to the broadcast in the making, to be chosen."""
        return self._controls(self._draft(person_id, now), now)

    def rewrite(self, person_id: int, now: datetime) -> Reply:
        """The next message are the words."""
        draft = self._draft(person_id, now)
        self._kept.change(draft.id, "", draft.audience, now)
        return self.pages.ask()

    def choose(self, person_id: int, kind: AgencyKind | None, now: datetime, *, everybody: bool) -> Reply:
        """Takes in for whom it is: a kind is added or taken away; without any, shows what there is to choose from."""
        draft = self._draft(person_id, now)
        audience = draft.audience
        if everybody:
            audience = Audience()
        elif kind is not None:
            audience = replace(audience, kinds=audience.kinds ^ {kind})
        self._kept.change(draft.id, draft.words, audience, now)
        return choices("t", audience, self._store.agencies.all())

    def choose_named(self, person_id: int, number: int, agency: str | None, now: datetime) -> Reply:
        """An agency is added or taken away; shows the page of the list."""
        draft, agencies = self._draft(person_id, now), self._store.agencies.all()
        audience = draft.audience
        if agency is not None:
            if agency not in {each.id for each in agencies}:
                raise NotFound(_("This agency is no longer on the list."))
            audience = replace(audience, agencies=audience.agencies ^ {agency})
            self._kept.change(draft.id, draft.words, audience, now)
        return named("t", audience, agencies, number)

    def stop(self, person_id: int, now: datetime) -> Reply | None:
        """/huy: gives up what is in the making; None when nothing is."""
        if self._kept.in_the_making(person_id) is None:
            return None
        self._kept.drop(person_id, now)
        return self.pages.dropped()

    def send(self, person_id: int, broadcast_id: int, stamp: str, now: datetime) -> Reply:
        """Lets it out, once. Raises NotFound when it was changed after it was looked over."""
        with self.access.acting(person_id, Operation.BROADCAST, now, f"broadcast {broadcast_id}") as entry:
            found = self._kept.get(broadcast_id)
            if found is None or found.made_by != person_id or stamp != stamp_of(found):
                raise NotFound(_("This has been changed since. Please look it over again: /thongbao"))
            if self._kept.confirm(found.id, now):
                people = self._people(found)
                entry.details["people"] = len(people)
                # Few are told at once; where there are many, the clock goes on.
                self._stage(found, people[:AT_ONCE], now)
                if len(people) <= AT_ONCE:
                    self._kept.staged(found.id, now)
        return self._report(replace(found, sent_at=found.sent_at or now), 0, now)

    def report(self, person_id: int, broadcast_id: int, number: int, now: datetime) -> Reply:
        """How far a broadcast has come."""
        self.access.require(person_id, Operation.BROADCAST, now)
        with self.access.refusals(Entry(person_id, Operation.BROADCAST, f"broadcast {broadcast_id}"), now):
            found = self._kept.get(broadcast_id)
            if found is None or found.sent_at is None:
                raise NotFound(_("There is no such broadcast."))
        return self._report(found, number, now)

    def listing(self, person_id: int, now: datetime) -> Reply:
        """Those that went out last."""
        self.access.require(person_id, Operation.BROADCAST, now)
        return self.pages.listing(self._kept.latest(LISTED))

    def work(self, now: datetime) -> Iterator[None]:
        """Puts the messages of what goes out into the outbox; pauses after each transaction."""
        while (found := self._kept.to_stage()) is not None:
            done = self._kept.addressed(found.id)
            left = [person for person in self._people(found) if person not in done]
            for first in range(0, len(left), AT_ONCE):
                with self._store.db.atomic():
                    self._stage(found, left[first : first + AT_ONCE], now)
                yield
            with self._store.db.atomic():
                self._kept.staged(found.id, now)

    def _take(self, draft: Broadcast, words: str, now: datetime) -> list[Reply]:
        words = words.strip()
        if not words or len(words) > MOST_CHARACTERS:
            return [self.pages.not_understood(MOST_CHARACTERS)]
        self._kept.change(draft.id, words, draft.audience, now)
        return [self.pages.message(words), self._controls(replace(draft, words=words), now)]

    def _controls(self, draft: Broadcast, now: datetime) -> Reply:
        if not draft.words:
            return self.pages.ask()
        agencies = [agency for agency in self._store.agencies.all() if draft.audience.includes(agency)]
        people = len(self._people(draft))
        return self.pages.controls(draft, stamp_of(draft), agencies, people, by_night=self._due_at(now) is not None)

    def _draft(self, person_id: int, now: datetime) -> Broadcast:
        self.access.require(person_id, Operation.BROADCAST, now)
        draft = self._kept.in_the_making(person_id)
        if draft is None:
            raise NotFound(_("No broadcast is in the making. To begin one: /thongbao"))
        return draft

    def _people(self, broadcast: Broadcast) -> list[int]:
        """The focal points for whom it is, deputies too, each once."""
        wanted = {agency.id for agency in self._store.agencies.all() if broadcast.audience.includes(agency)}
        return sorted({one.person_id for one in self._store.focal_points.all() if one.agency in wanted})

    def _stage(self, broadcast: Broadcast, people: Iterable[int], now: datetime) -> None:
        """Puts the messages for these people into the outbox, in the caller's transaction."""
        due_at = self._due_at(now)
        said: dict[str | None, Reply] = {}
        for person in people:
            language = self._store.people.language(person)
            if language not in said:
                with use_locale(language):
                    said[language] = self.pages.message(broadcast.words)
            content = Outgoing(person, said[language], Kind.BROADCAST, due_at=due_at, expires_at=now + WORTH)
            self._store.outbox.add(self._kept.key(broadcast.id, person), content, now)

    def _report(self, broadcast: Broadcast, number: int, now: datetime) -> Reply:
        found = self._kept.get(broadcast.id) or broadcast
        delivery = self._kept.delivery(found.id)
        if found.staged_at is None:
            people = len(self._people(found))
            delivery = replace(delivery, waiting=max(0, people - delivery.sent - len(delivery.failures)))
        agencies = {agency.id: agency.name for agency in self._store.agencies.all()}
        names = {
            one.person_id: Addressed(one.name, agencies.get(one.agency, "")) for one in self._store.focal_points.all()
        }
        return self.pages.report(found, delivery, names, number, now)

    def _due_at(self, now: datetime) -> datetime | None:
        """By night it waits for the morning."""
        steps = self.planning.steps
        local = now.astimezone(steps.occurrences.calendar.zone)
        return None if is_day(local.time()) else steps.next_morning(now)

    @property
    def _kept(self) -> Broadcasts:
        return Broadcasts(self._store.db)

    @property
    def _store(self) -> Store:
        return self.access.store


def stamp_of(broadcast: Broadcast) -> str:
    """Changes with the words and with whom they are for, so that nothing goes out that was not looked over."""
    return f"{crc32((broadcast.words + audience_text(broadcast.audience)).encode()):x}"
