"""The agencies that owe reports: the list as it stands, found by name, compared with another and replaced by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.access import Access
from bot.reminders.agency_rows import Checked, check
from bot.reminders.likeness import Doubt, doubts, find
from bot.reminders.model import Agency, AgencyKind
from bot.reminders.tables import read_table
from bot.roles import Operation
from bot.store import Store
from bot.store.audit import Entry, Outcome
from knowledge import Knowledge

COMMAND_LINE = 0
"""Who acted, in the audit, when it was somebody at the machine itself."""
MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class Changes:
    """What another list would change. `removed` owe no reports any more; their focal points stay but are not asked."""

    added: tuple[Agency, ...]
    changed: tuple[tuple[Agency, Agency], ...]
    removed: tuple[Agency, ...]

    @property
    def nothing(self) -> bool:
        """Whether the list stays as it is."""
        return not (self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Preview:
    """A list that was read: what is wrong in it, what it would change, and which names may be of one agency."""

    checked: Checked
    changes: Changes
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class AgencyList:
    """The list; `defaults` are the agencies that the plan itself names."""

    access: Access
    defaults: tuple[Agency, ...]
    suggested: tuple[str, ...]
    """Names for the template, of which nobody has said that they owe reports."""

    @classmethod
    def over(cls, access: Access, knowledge: Knowledge) -> Self:
        """The list in the store of `access`, with the defaults of the plan."""
        named = knowledge.reporting.agencies
        defaults = tuple(Agency(each.id, each.name, AgencyKind(each.kind)) for each in named)
        communes = knowledge.petitions.place_file.communes
        return cls(access, defaults, tuple(f"UBND {place.type} {place.name}" for place in communes))

    @property
    def store(self) -> Store:
        """Where the list is kept."""
        return self.access.store

    def seed(self, now: datetime) -> None:
        """Takes the defaults where there never was a list; who held the role before gets their place."""
        with self.store.db.atomic():
            if self.store.agencies.none_yet():
                for agency in self.defaults:
                    self.store.agencies.put(agency, now)
            self._place_others(now)

    def find(self, words: str) -> list[Agency]:
        """The agencies that the words may mean, the likeliest first."""
        return find(words, self.store.agencies.all(), MOST_FOUND)

    def preview(self, content: bytes) -> Preview:
        """What a file holds and would change. Raises Unreadable."""
        present = self.store.agencies.all()
        checked = check(read_table(content), present)
        wanted = list(checked.agencies.values())
        return Preview(checked, compare(present, wanted), tuple(doubts(wanted, present)))

    def replace(self, actor_id: int, wanted: Sequence[Agency], now: datetime, subject: str | None = None) -> Changes:
        """Makes `wanted` the list and returns what that changed. Raises NotAllowed."""
        with self.access.acting(actor_id, Operation.MANAGE_AGENCIES, now, subject) as entry:
            changes = self._put(wanted, now)
            entry.details |= _numbers(changes)
        return changes

    def replace_at_the_machine(self, wanted: Sequence[Agency], now: datetime) -> Changes:
        """As `replace`, for whoever runs a command on the bot's own machine."""
        with self.store.db.atomic():
            changes = self._put(wanted, now)
            entry = Entry(COMMAND_LINE, Operation.MANAGE_AGENCIES, "command line", dict(_numbers(changes)))
            self.store.audit.add(entry, Outcome.DONE, now)
        return changes

    def _put(self, wanted: Sequence[Agency], now: datetime) -> Changes:
        changes = compare(self.store.agencies.all(), wanted)
        for agency in (*changes.added, *(after for _before, after in changes.changed)):
            self.store.agencies.put(agency, now)
            self.store.agencies.set_leader(agency.id, agency.leader_person_id)
        for agency in changes.removed:
            self.store.agencies.remove(agency.id, now)
        self._place_others(now)
        return changes

    def _place_others(self, now: datetime) -> None:
        """Gives a place to those who took the role before there was a list of agencies."""
        for role_id, agency, person_id in self.store.focal_points.without_place():
            self.store.focal_points.add(role_id, agency, person_id, now)


def compare(present: Sequence[Agency], wanted: Sequence[Agency]) -> Changes:
    """What differs. A list that names no leader for an agency leaves the one it has."""
    there, kept = {agency.id: agency for agency in present}, {agency.id for agency in wanted}
    pairs = [(there[after.id], _completed(there[after.id], after)) for after in wanted if after.id in there]
    return Changes(
        tuple(agency for agency in wanted if agency.id not in there),
        tuple((before, after) for before, after in pairs if before != after),
        tuple(agency for agency in present if agency.id not in kept),
    )


def _completed(before: Agency, after: Agency) -> Agency:
    leader = after.leader_name or before.leader_name
    # Whoever was invited as the leader is not the one who is named now.
    another = before.leader_name is not None and leader != before.leader_name
    return Agency(after.id, after.name, after.kind, leader, None if another else before.leader_person_id)


def _numbers(changes: Changes) -> dict[str, int]:
    return {"added": len(changes.added), "changed": len(changes.changed), "removed": len(changes.removed)}


@dataclass(frozen=True, slots=True)
class AgencyNames(Mapping[str, str]):
    """The name of every agency there is or was, by its id, as it stands at the moment of looking."""

    store: Store

    def __getitem__(self, agency_id: str) -> str:
        agency = self.store.agencies.get(agency_id)
        if agency is None:
            raise KeyError(agency_id)
        return agency.name

    def __iter__(self) -> Iterator[str]:
        return iter([agency.id for agency in self.store.agencies.all()])

    def __len__(self) -> int:
        return len(self.store.agencies.all())
