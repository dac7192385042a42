"""What officials ask about all petitions: looking for some, figures, files. Everything is checked when it is done.

Callback data: see `search_pages` and `figure_pages`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from bot.access import Access
from bot.buttons import are_numbers
from bot.errors import NotAllowed, NotFound
from bot.i18n import current_locale
from bot.i18n import gettext as _
from bot.petitions.cards import Cards
from bot.petitions.criteria import Criteria, Scope, read_criteria
from bot.petitions.exporting import columns, table
from bot.petitions.figure_pages import FigurePages
from bot.petitions.model import Petition
from bot.petitions.naming import Directory
from bot.petitions.periods import half_year
from bot.petitions.routing import Routing
from bot.petitions.search_pages import SearchPages
from bot.petitions.searching import Found, Searching
from bot.petitions.statistics import Figures, Statistics
from bot.replies import Reply
from bot.roles import Operation
from bot.store import Store
from bot.store.audit import Entry
from bot.store.finding import Finding
from bot.store.orders import Order, Search, What
from knowledge import Knowledge

EXPORTS = (What.TABLE, What.PERSONAL_TABLE, What.REPORT)
READ_AT_ONCE = 200
MOST_TYPED = 300
"""Characters of a search; more is a pasted text."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and where the reply is seen."""

    person_id: int
    chat_id: int
    thread_id: int | None = None

    @property
    def private(self) -> bool:
        """Whether only they see it. Telegram: a private chat has the number of the person."""
        return self.chat_id == self.person_id


@dataclass(frozen=True, slots=True)
class Inquiring:
    """Answers officials; raises NotAllowed and NotFound, which are in the audit by then."""

    access: Access
    routing: Routing
    directory: Directory
    pages: FigurePages
    zone: ZoneInfo
    can_draw: Callable[[], bool]

    @classmethod
    def over(cls, cards: Cards, knowledge: Knowledge, can_draw: Callable[[], bool]) -> Self:
        """The officials' view of all petitions, in the words of their cards."""
        zone, routing, staff = ZoneInfo(cards.settings.timezone), cards.routing, cards.pages
        pages = FigurePages(SearchPages(staff))
        return cls(routing.access, routing, Directory.of(knowledge, staff.names), pages, zone, can_draw)

    @property
    def store(self) -> Store:
        """Where the petitions are."""
        return self.access.store

    def search(self, asker: Asker, text: str, now: datetime) -> Reply:
        """The first page of what is searched for; without words, how to search."""
        self._admit(asker, Operation.SEE_FIGURES, now)
        if not text.strip():
            return self.pages.search.how_to()
        return self._page(asker, self._keep(asker, text, now), 0, now)

    def figures(self, asker: Asker, text: str, now: datetime) -> Reply:
        """The figures of a period, by default this half of the year; the picture is ordered."""
        self._admit(asker, Operation.SEE_FIGURES, now)
        criteria = replace(self._criteria(text, now), words="", code=None)
        figures = self._figures(criteria, asker, now)
        draws = self.can_draw()
        if draws and figures.total:
            self._order(asker, self._keep(asker, text, now), What.CHART, now)
        return self.pages.figures(figures, criteria, chart=True if draws else None)

    def export(self, asker: Asker, text: str, now: datetime) -> Reply:
        """Offers files of the petitions that are searched for; without a period, those of this half of the year."""
        self._admit(asker, Operation.EXPORT_FIGURES, now)
        search = self._keep(asker, text, now)
        criteria = self._exported(search, now)
        count = len(self._ids(criteria, self.scope(asker), now))
        return self.pages.offers(search.id, criteria, count, personal=self._may_see_people(asker))

    def press(self, asker: Asker, data: str, now: datetime) -> Reply:
        """Does what a button with callback data `f:<data>` asks for."""
        match data.split(":"):
            case ["s", search_id, number] if are_numbers(search_id, number):
                self._admit(asker, Operation.SEE_FIGURES, now)
                return self._page(asker, self._search(asker, int(search_id), now), int(number), now)
            case ["p", search_id, number, petition_id] if are_numbers(search_id, number, petition_id):
                self._admit(asker, Operation.SEE_FIGURES, now)
                self._search(asker, int(search_id), now)
                return self._one(asker, int(search_id), int(number), int(petition_id), now)
            case ["x", search_id, what] if are_numbers(search_id) and what in EXPORTS:
                return self._export(asker, int(search_id), What(what), now)
        with self.access.refusals(Entry(asker.person_id, Operation.PRESS_BUTTON), now):
            raise NotFound(_("This button is too old. Please ask again."))

    def scope(self, asker: Asker) -> Scope:
        """What may be listed for the asker there: denunciations in no group; for who is of an agency, what is its."""
        confidential = asker.private and self.access.may(asker.person_id, Operation.SEE_DENUNCIATIONS)
        agencies = self.access.agencies_of(asker.person_id, Operation.SEE_FIGURES)
        desk = None if asker.private else self.store.desks.get(asker.chat_id)
        if desk is not None and desk.agency is not None:
            own = frozenset({desk.agency})
            agencies = own if agencies is None else agencies & own
        return Scope(confidential, agencies)

    def asker_of(self, order: Order) -> Asker:
        """Who ordered the file, and where it goes."""
        return Asker(order.search.person_id, order.chat_id, order.thread_id)

    def may_have(self, order: Order) -> bool:
        """Whether the person may still have the file that was ordered."""
        asker = self.asker_of(order)
        if order.what is What.CHART:
            return self.access.may(asker.person_id, Operation.SEE_FIGURES)
        may = self.access.may(asker.person_id, Operation.EXPORT_FIGURES)
        return may and (order.what is not What.PERSONAL_TABLE or self._may_see_people(asker))

    def figures_of(self, order: Order) -> Figures:
        """The figures for a file, as of now: the moment in which it was ordered."""
        criteria = self._exported(order.search, order.ordered_at)
        return self._figures(criteria, self.asker_of(order), order.ordered_at)

    def table_of(self, order: Order) -> bytes:
        """The Excel table that was ordered."""
        now, criteria = order.ordered_at, self._exported(order.search, order.ordered_at)
        found = list(self._petitions(self._ids(criteria, self.scope(self.asker_of(order)), now)))
        personal = order.what is What.PERSONAL_TABLE
        return self.table(found, [self.pages.search.criteria(criteria)], now, personal=personal)

    def table(self, petitions: Iterable[Petition], notes: Sequence[str], now: datetime, *, personal: bool) -> bytes:
        """An Excel table of these petitions; `notes` say what was asked for."""
        about = [
            _("Petitions as of %(time)s", time=self.pages.search.staff.moment(now)),
            *notes,
            _("This file holds personal data: keep it only as long as needed, and pass it on to nobody.")
            if personal
            else _("Telephone and identity numbers in the words are masked."),
        ]
        return table(petitions, columns(self.pages.search.staff.names, now, personal=personal), about, self.zone)

    def found(self, text: str, now: datetime, *, confidential: bool) -> list[Petition]:
        """All petitions that are asked for, for who looks after the machine."""
        return list(self._petitions(self._ids(self._criteria(text, now), Scope(confidential), now)))

    def _figures(self, criteria: Criteria, asker: Asker, now: datetime) -> Figures:
        """The figures of what the asker may see there; of denunciations it is told how many there are."""
        scope = replace(self.scope(asker), confidential=True)
        return Statistics(self.store, self.zone).over(criteria, now, scope)

    def _export(self, asker: Asker, search_id: int, what: What, now: datetime) -> Reply:
        personal = what is What.PERSONAL_TABLE
        if personal:
            self.access.require(asker.person_id, Operation.REVEAL_NUMBERS, now)
        self._admit(asker, Operation.EXPORT_FIGURES, now, private=personal)
        search = self._search(asker, search_id, now)
        with self.access.acting(asker.person_id, Operation.EXPORT_FIGURES, now, f"search {search_id}") as entry:
            count = len(self._ids(self._exported(search, now), self.scope(asker), now))
            entry.details |= {"file": what, "petitions": count}
            self._order(asker, search, what, now)
        return self.pages.ordered()

    def _admit(self, asker: Asker, operation: Operation, now: datetime, *, private: bool = False) -> None:
        """Raises NotAllowed where the person may not do this, or others would see it for whom it is not meant."""
        self.access.require(asker.person_id, operation, now)
        if not asker.private and (private or not self.routing.is_desk(asker.chat_id)):
            with self.access.refusals(Entry(asker.person_id, operation), now):
                raise NotAllowed(_("Please write this command to me in private."))

    def _keep(self, asker: Asker, text: str, now: datetime) -> Search:
        with self.store.db.atomic():
            self.store.people.seen(asker.person_id, now)
            return self.store.orders.keep_search(asker.person_id, text.strip()[:MOST_TYPED], now)

    def _search(self, asker: Asker, search_id: int, now: datetime) -> Search:
        """The search, if it is the person's own or one of a group in which they both are."""
        with self.access.refusals(Entry(asker.person_id, Operation.PRESS_BUTTON, f"search {search_id}"), now):
            search = self.store.orders.search(search_id)
            if search is None or (asker.private and search.person_id != asker.person_id):
                raise NotFound(_("This search is no longer kept. Please search again."))
        return search

    def _order(self, asker: Asker, search: Search, what: What, now: datetime) -> None:
        # A file for a person, made of a search of somebody else in the group, belongs to who pressed.
        own = search if search.person_id == asker.person_id else self._keep(asker, search.words, now)
        self.store.orders.add(own, asker.chat_id, asker.thread_id, what, current_locale(), now)

    def _criteria(self, text: str, now: datetime) -> Criteria:
        return read_criteria(text, self.directory, now.astimezone(self.zone).date())

    def _exported(self, search: Search, now: datetime) -> Criteria:
        criteria = self._criteria(search.words, now)
        if criteria.code or criteria.period:
            return criteria
        return replace(criteria, period=half_year(now.astimezone(self.zone).date()))

    def _ids(self, criteria: Criteria, scope: Scope, now: datetime) -> list[int]:
        """All that are asked for, the newest first; with words, the best."""
        if criteria.words or criteria.code:
            return list(self._find(criteria, scope, now).petition_ids)
        finding = Finding(self.store.db, self.zone)
        return finding.newest(finding.condition(criteria, scope, now))

    def _find(self, criteria: Criteria, scope: Scope, now: datetime) -> Found:
        return Searching(self.store, self.zone).find(criteria, scope, now)

    def _page(self, asker: Asker, search: Search, number: int, now: datetime) -> Reply:
        criteria = self._criteria(search.words, now)
        found = self._find(criteria, self.scope(asker), now)
        number, ids = self.pages.search.page(found, number)
        shown = [self.store.petitions.get(petition_id) for petition_id in ids]
        return self.pages.search.listing(search.id, criteria, found, shown, number, now)

    def _one(self, asker: Asker, search_id: int, number: int, petition_id: int, now: datetime) -> Reply:
        finding = Finding(self.store.db, self.zone)
        condition = finding.condition(Criteria(), self.scope(asker), now)
        found = self.store.petitions.select(f"id = ? AND {condition.sql}", [petition_id, *condition.values])
        if not found:
            with self.access.refusals(Entry(asker.person_id, Operation.PRESS_BUTTON, f"petition {petition_id}"), now):
                raise NotFound(_("There is no such petition here."))
        return self.pages.search.one(search_id, number, found[0], now)

    def _petitions(self, ids: list[int]) -> Iterator[Petition]:
        for first in range(0, len(ids), READ_AT_ONCE):
            part = ids[first : first + READ_AT_ONCE]
            found = self.store.petitions.select(f"id IN ({', '.join('?' * len(part))})", part)
            yield from sorted(found, key=lambda petition: part.index(petition.id))

    def _may_see_people(self, asker: Asker) -> bool:
        return asker.private and self.access.may(asker.person_id, Operation.REVEAL_NUMBERS)
