"""What a button of officials does: callback data `s:…` to the deed, and what is then shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.buttons import are_numbers
from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.petitions.blocking import Blocking
from bot.petitions.cards import card_mark
from bot.petitions.codes import shown
from bot.petitions.correcting import Correcting
from bot.petitions.correction_pages import Field
from bot.petitions.desk import Desk, Officer
from bot.petitions.joining import Joining
from bot.petitions.model import Petition
from bot.petitions.officer_pages import USES
from bot.petitions.states import Move
from bot.petitions.writing import CORRECTING, PASSING_ON, Prompt, Writing
from bot.replies import Reply
from bot.roles import Operation
from bot.store.audit import Entry


class Way(StrEnum):
    """How what came of a button is shown."""

    POPUP = "popup"
    """To who pressed alone."""
    TOAST = "toast"
    """The same, in passing: the card tells the rest."""
    BELOW = "below"
    """In a message of its own, tied to the one that was pressed."""
    HERE = "here"
    """In the place of the message that was pressed."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What is shown, how, and what a reply to it is about; None leaves that as it is."""

    reply: Reply
    way: Way
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Pressing:
    """Does what buttons ask for. Everything raises NotAllowed, NotFound or Forestalled."""

    desk: Desk
    writing: Writing
    blocking: Blocking
    correcting: Correcting
    joining: Joining

    def press(self, officer: Officer, data: str, now: datetime) -> Pressed:
        """Does what a button with callback data `s:<data>` asks for."""
        match data.split(":"):
            case [("accept" | "release" | "close" | "split") as deed, number, seen] if are_numbers(number, seen):
                return self._one_tap(officer, deed, int(number), int(seen), now)
            case ["to", number, agency] if are_numbers(number):
                petition = self.desk.forward(officer, int(number), agency, now)
                return Pressed(self.desk.pages.forwarded(petition), Way.HERE)
            case ["into", number, other] if are_numbers(number, other):
                root = self.joining.join(officer, int(number), int(other), now)
                joined = self.desk.store.petitions.get(int(number))
                return Pressed(self.desk.pages.joined(joined, root), Way.HERE)
            case ["numbers", number] if are_numbers(number):
                found = self.desk.reveal(officer, int(number), now)
                return Pressed(Reply.of(self.desk.pages.numbers(found)), Way.POPUP)
            case ["send", draft, use, *knows] if are_numbers(draft, *knows) and use in list(USES) and len(knows) < 2:
                later = int(knows[0]) if knows else None
                return Pressed(self.writing.send(officer, int(draft), Move(use), later, now), Way.HERE)
            case ["drop", draft] if are_numbers(draft):
                return Pressed(self.writing.drop(officer, int(draft), now), Way.HERE)
            case ["whose", draft, page] if are_numbers(draft, page):
                return _here(self.writing.ask_competent(officer, int(draft), int(page), now))
            case ["competent", draft, agency] if are_numbers(draft):
                return _here(self.writing.choose_competent(officer, int(draft), agency, now))
        return self._correct(officer, data, now)

    def _one_tap(self, officer: Officer, deed: str, number: int, seen: int, now: datetime) -> Pressed:
        done = {
            "accept": (self.desk.accept, _("You have taken it up.")),
            "release": (self.desk.release, _("You have given it up.")),
            "close": (self.desk.close, _("It is closed.")),
            "split": (self.joining.split, _("It stands alone again.")),
        }
        do, words = done[deed]
        petition = do(officer, number, seen, now)
        return Pressed(Reply.of(f"{shown(petition.code)}: {words}"), Way.TOAST)

    def _correct(self, officer: Officer, data: str, now: datetime) -> Pressed:
        match data.split(":"):
            case ["fix", number] if are_numbers(number):
                petition = self.desk.look(officer, int(number), now)
                return _below(self.correcting.begin(officer, petition.id, now), petition, CORRECTING)
            case ["fix", number, seen] if are_numbers(number, seen):
                return Pressed(self.correcting.begin(officer, int(number), now), Way.HERE)
            case ["fix", number, seen, field] if are_numbers(number, seen) and field in list(Field):
                page = self.correcting.choose(officer, int(number), int(seen), Field(field), now)
                return Pressed(page, Way.HERE)
            case ["fix", number, seen, field, value] if are_numbers(number, seen) and field in list(Field):
                done = self.correcting.correct(officer, int(number), int(seen), Field(field), value, now)
                return Pressed(done, Way.HERE)
        return self._ask(officer, data, now)

    def _ask(self, officer: Officer, data: str, now: datetime) -> Pressed:
        """What only shows something or asks further."""
        pages, names = self.desk.pages, self.desk.pages.staff.names
        match data.split(":"):
            case ["write", number, use] if are_numbers(number) and use in list(USES):
                petition = self.desk.look(officer, int(number), now)
                return _below(pages.writing(petition, Move(use), names.canned(use)), petition, use)
            case ["agencies", number, page] if are_numbers(number, page):
                petition = self.desk.look(officer, int(number), now)
                return _below(pages.agencies(petition, self._choice(petition), int(page)), petition, PASSING_ON)
            case ["alike", number] if are_numbers(number):
                petition = self.desk.look(officer, int(number), now)
                others = self.joining.alike(officer, petition, now)
                return _below(pages.alike(petition, others, now), petition, "alike")
            case ["canned", number, use, key] if are_numbers(number) and use in list(USES):
                petition = self.desk.look(officer, int(number), now)
                return _below(pages.canned(self._filled(petition, key)), petition, use)
            case ["history", number] if are_numbers(number):
                petition = self.desk.look(officer, int(number), now)
                events = self.desk.store.petitions.events(petition.id)
                return _below(pages.staff.history(petition, events, now), petition, "history")
        return self._block(officer, data, now)

    def _block(self, officer: Officer, data: str, now: datetime) -> Pressed:
        pages = self.desk.pages
        match data.split(":"):
            case ["block", number] if are_numbers(number):
                return Pressed(pages.blocking(self.desk.look(officer, int(number), now)), Way.HERE)
            case ["block", number, reason] if are_numbers(number):
                return Pressed(pages.blocking(self.desk.look(officer, int(number), now), reason), Way.HERE)
            case ["block", number, reason, days] if are_numbers(number, days):
                return Pressed(self.blocking.block(officer, int(number), reason, int(days), now), Way.HERE)
            case ["unblock", number] if are_numbers(number):
                return Pressed(self.blocking.unblock(officer, int(number), now), Way.HERE)
        with self.desk.access.refusals(Entry(officer.id, Operation.PRESS_BUTTON), now):
            raise NotFound(_("This button is too old. Please ask again."))

    def _choice(self, petition: Petition) -> list[str]:
        """Where the petition may go: first to those who have a group."""
        with_group = [desk.agency for desk in self.desk.cards.routing.desks() if desk.agency]
        known = self.desk.pages.staff.names.agencies(petition.category, petition.place)
        return [agency for agency in dict.fromkeys([*with_group, *known]) if agency != petition.agency]

    def _filled(self, petition: Petition, key: str) -> str:
        names, staff = self.desk.pages.staff.names, self.desk.pages.staff
        try:
            return names.canned_text(
                key,
                code=shown(petition.code),
                agency=names.agency(petition.agency),
                due=staff.day(petition.due_at),
            )
        except KeyError:
            raise NotFound(_("There is no such text (any more).")) from None


def _below(reply: Reply, petition: Petition, use: str) -> Pressed:
    return Pressed(reply, Way.BELOW, f"{card_mark(petition.id)}:staff:{use}")


def _here(prompt: Prompt) -> Pressed:
    return Pressed(prompt.reply, Way.HERE, prompt.about)
