"""Agencies and focal points for those who use them: what a command, a button, typed words or a file lead to.

Callback data: for coordinators `g:list:<page>`, `g:find`, `g:a:<agency>`, `g:new:<agency>`, `g:lead:<agency>`,
`g:unlead:<agency>`, `g:next:<focal point>`, `g:up:<focal point>`, `g:end:<focal point>[:yes]`, `g:import`,
`g:import:<list>:yes|no`, `g:template`; for those invited `g:accept:<token>`, `g:decline`; for those in a place
`g:still:<focal point>:1|0`, `g:hand:<focal point>[:leave|stay]`, `g:recall:<focal point>`, `g:quit:<agency>`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from bot.access import Access
from bot.attachments import path_of
from bot.buttons import is_number
from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.inviting import Inviting
from bot.outgoing import FileKind
from bot.paging import nearest_page, page_of
from bot.petitions.model import NewFile
from bot.reminders.agencies import AgencyList
from bot.reminders.focal_point_pages import FocalPointPages
from bot.reminders.focal_points import LINK_PREFIX, FocalPoints, Offer
from bot.reminders.handing_over import HandingOver
from bot.reminders.importing import Importing
from bot.reminders.link_pages import LinkPages
from bot.reminders.places import Places
from bot.reminders.qr import qr_png
from bot.reminders.reach import standing_of
from bot.reminders.recipients import Recipients
from bot.reminders.shown import Made, Shown
from bot.reminders.template import NAME, template
from bot.reminders.upkeep import Upkeep
from bot.replies import Reply
from bot.roles import Operation
from bot.store.agency_invitations import Place
from bot.store.audit import Entry
from bot.visitors import Visitor
from bot.working_days import WorkingDays
from knowledge import Knowledge

FIND, FILE = "agencies:find", "agencies:file"
"""The marks of the messages that ask for a name and for a list; all marks here begin in the same way."""
MARK = "agencies:"


@dataclass(frozen=True, slots=True)
class FocalSide:
    """Does what is asked for. Everything raises NotAllowed or NotFound, which are in the audit by then."""

    agencies: AgencyList
    focal_points: FocalPoints
    importing: Importing
    places: Places
    handing: HandingOver
    pages: FocalPointPages
    links: LinkPages
    upkeep: Upkeep

    @classmethod
    def over(
        cls, access: Access, inviting: Inviting, knowledge: Knowledge, calendar: Callable[[], WorkingDays], folder: Path
    ) -> Self:
        """Everything about agencies and focal points; `folder` is DATA_DIR, where the files that people sent are."""
        agencies = AgencyList.over(access, knowledge)
        focal_points = FocalPoints(access, inviting)
        importing = Importing(agencies, lambda sha256: path_of(folder, sha256).read_bytes())
        places = Places(focal_points, Recipients(access.store, access.owners))
        handing = HandingOver(focal_points)
        zone = calendar().zone
        pages, links = FocalPointPages(zone, knowledge.reporting.note), LinkPages(zone)
        upkeep = Upkeep(places, importing, calendar, knowledge.deadlines)
        return cls(agencies, focal_points, importing, places, handing, pages, links, upkeep)

    @property
    def access(self) -> Access:
        """Who may do what."""
        return self.agencies.access

    def open(self, visitor: Visitor, words: str, now: datetime) -> Shown:
        """/daumoi: the agencies, or those that `words` may mean; for who has a place, what they answer for."""
        if not self.access.may(visitor.person_id, Operation.MANAGE_FOCAL_POINTS):
            own = self.places.own(visitor.person_id)
            if own is not None:
                return Shown(own)
        return self.find(visitor, words, now) if words else self.listing(visitor, 0, now)

    def listing(self, visitor: Visitor, number: int, now: datetime) -> Shown:
        """A page of the agencies."""
        self.access.require(visitor.person_id, Operation.MANAGE_FOCAL_POINTS, now)
        store, agencies = self.agencies.store, self.agencies.store.agencies.all()
        shown = page_of(agencies, nearest_page(number, len(agencies)))
        people = {agency.id: standing_of(store, agency.id, now) for _place, agency in shown}
        short = {agency.id for agency in agencies} <= {agency.id for agency in self.agencies.defaults}
        return Shown(self.pages.listing(agencies, people, number, short=short))

    def find(self, visitor: Visitor, words: str, now: datetime) -> Shown:
        """The agencies that the words may mean; if it is only one, that one."""
        self.access.require(visitor.person_id, Operation.MANAGE_FOCAL_POINTS, now)
        found = self.agencies.find(words)
        return self.agency(visitor, found[0].id, now) if len(found) == 1 else Shown(self.pages.found(words, found))

    def agency(self, visitor: Visitor, agency_id: str, now: datetime) -> Shown:
        """An agency with its focal points."""
        agency = self.focal_points.agency(visitor.person_id, agency_id, now)
        return Shown(self.pages.agency(agency, standing_of(self.agencies.store, agency_id, now)))

    def offer(self, visitor: Visitor, token: str, now: datetime) -> Shown:
        """What a link offers, to agree to or not."""
        return Shown(self.places.offer(visitor, token, now))

    def receive(self, visitor: Visitor, file: NewFile, now: datetime) -> Shown:
        """Takes in a list of agencies."""
        reply, about = self.importing.receive(visitor.person_id, file, now)
        return Shown(reply, anew=True, about=about)

    def press(self, visitor: Visitor, data: str, now: datetime) -> Shown:
        """Does what a button with callback data `g:<data>` asks for."""
        for deed in (self._look, self._invite, self._hand_over, self._change, self._import):
            shown = deed(visitor, data.split(":"), now)
            if shown is not None:
                return shown
        reply = self.places.press(visitor, data.split(":"), now)
        if reply is not None:
            return Shown(reply)
        with self.access.refusals(Entry(visitor.person_id, Operation.PRESS_BUTTON), now):
            raise NotFound(_("This button is too old. Please ask again."))

    def _look(self, visitor: Visitor, data: list[str], now: datetime) -> Shown | None:
        match data:
            case ["list", number] if is_number(number):
                return self.listing(visitor, int(number), now)
            case ["find"]:
                self.access.require(visitor.person_id, Operation.MANAGE_FOCAL_POINTS, now)
                return Shown(self.pages.find(), anew=True, about=FIND)
            case ["a", agency_id]:
                return self.agency(visitor, agency_id, now)
            case ["end", focal_point_id] if is_number(focal_point_id):
                focal_point = self.focal_points.focal_point(int(focal_point_id))
                agency = self.focal_points.agency(visitor.person_id, focal_point.agency, now)
                return Shown(self.pages.ending(focal_point, agency))
        return None

    def _invite(self, visitor: Visitor, data: list[str], now: datetime) -> Shown | None:
        match data:
            case ["new", agency_id]:
                return self._link(visitor, agency_id, Place.FOCAL_POINT, None, now)
            case ["lead", agency_id]:
                return self._link(visitor, agency_id, Place.LEADER, None, now)
            case ["next", focal_point_id] if is_number(focal_point_id):
                former = self.focal_points.focal_point(int(focal_point_id))
                return self._link(visitor, former.agency, Place.FOCAL_POINT, former.id, now)
        return None

    def _link(self, visitor: Visitor, agency_id: str, place: Place, replaces: int | None, now: datetime) -> Shown:
        return self._pass_on(visitor, *self.focal_points.invite(visitor.person_id, agency_id, place, now, replaces))

    def _hand_over(self, visitor: Visitor, data: list[str], now: datetime) -> Shown | None:
        person_id = visitor.person_id
        match data:
            case ["hand", focal_point_id] if is_number(focal_point_id):
                own, offered = self.handing.look(person_id, int(focal_point_id), now)
                return Shown(self.links.choice(own, self.places.agency(own), offered))
            case ["hand", focal_point_id, ("leave" | "stay") as then] if is_number(focal_point_id):
                return self._pass_on(visitor, *self.handing.invite(person_id, int(focal_point_id), then == "stay", now))
            case ["recall", focal_point_id] if is_number(focal_point_id):
                own = self.handing.call_back(person_id, int(focal_point_id), now)
                return Shown(self.links.called_back(own, self.places.agency(own)))
        return None

    def _pass_on(self, visitor: Visitor, offer: Offer, token: str) -> Shown:
        """The link and its QR code."""
        link = visitor.link(LINK_PREFIX + token)
        qr = Made(qr_png(link), "loi-moi.png", FileKind.PHOTO, self.links.caption(offer))
        return Shown(self.links.link(offer, link), anew=True, file=qr)

    def _change(self, visitor: Visitor, data: list[str], now: datetime) -> Shown | None:
        actor_id = visitor.person_id
        match data:
            case ["up", focal_point_id] if is_number(focal_point_id):
                return self.agency(visitor, self.focal_points.move(actor_id, int(focal_point_id), -1, now), now)
            case ["end", focal_point_id, "yes"] if is_number(focal_point_id):
                return self.agency(visitor, self.places.take_back(actor_id, int(focal_point_id), now), now)
            case ["unlead", agency_id]:
                self.focal_points.agency(actor_id, agency_id, now)
                self.focal_points.drop_leader(actor_id, agency_id, now)
                return self.agency(visitor, agency_id, now)
        return None

    def _import(self, visitor: Visitor, data: list[str], now: datetime) -> Shown | None:
        match data:
            case ["import"]:
                return Shown(self.importing.begin(visitor.person_id, now), anew=True, about=FILE)
            case ["import", import_id, ("yes" | "no") as said] if is_number(import_id):
                settle = self.importing.take if said == "yes" else self.importing.let_be
                return Shown(settle(visitor.person_id, int(import_id), now))
            case ["template"]:
                self.access.require(visitor.person_id, Operation.MANAGE_AGENCIES, now)
                content = template(self.agencies.store.agencies.all(), self.agencies.suggested)
                how = Reply.of(_("The list as it stands. Change it, and send it back to me under the same name."))
                return Shown(how, anew=True, file=Made(content, NAME))
        return None
