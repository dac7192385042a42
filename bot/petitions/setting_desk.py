"""Which groups handle petitions: set and given up in the group, shown in private, and lost when the bot must leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.administrators import WORTH, administrators, notices
from bot.buttons import rows
from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.outgoing import Kind, Outgoing
from bot.petitions.cards import Cards
from bot.petitions.codes import shown
from bot.replies import Block, Button, Reply
from bot.roles import Operation
from bot.store import Store
from bot.store.desks import Desk

MOST_SHOWN = 50
"""Cards that are sent to who handles them from now on; the others follow when something happens to them."""
GENERAL = "-"
"""What a button carries for the group of all agencies without one of their own."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group as the messenger knows it."""

    chat_id: int
    title: str
    is_forum: bool = False


@dataclass(frozen=True, slots=True)
class SettingDesk:
    """Raises NotAllowed or NotFound, which are in the audit by then."""

    cards: Cards

    @property
    def store(self) -> Store:
        """Where everything is kept."""
        return self.cards.store

    def is_desk(self, chat_id: int) -> bool:
        """Whether petitions are handled in the group."""
        return self.cards.routing.is_desk(chat_id)

    def ask(self, person_id: int, group: Group, typed: str, now: datetime) -> Reply:
        """Makes the group a desk: of the agency that was typed, or without one of all that have none of their own."""
        if not typed:
            return self.set(person_id, group, GENERAL, now)
        self.cards.routing.access.require(person_id, Operation.SET_DESK, now, f"group {group.chat_id}")
        names = self.cards.pages.names
        found = names.search_agencies(typed)
        exact = [key for key in found if typed.casefold() in (key, names.agency(key).casefold())]
        if exact or len(found) == 1:
            return self.set(person_id, group, (exact or found)[0], now)
        if not found:
            return Reply.of(_("I know no agency of that name. Please write it as in the list of officials."))
        buttons = (Button(names.agency(key), f"s:desk:{key}") for key in found)
        return Reply((Block(_("Which agency does this group work for?")),), tuple((button,) for button in buttons))

    def set(self, person_id: int, group: Group, agency: str, now: datetime) -> Reply:
        """Makes the group the desk of the agency, and shows it what nobody has seen yet."""
        names, access = self.cards.pages.names, self.cards.routing.access
        with access.acting(person_id, Operation.SET_DESK, now, f"group {group.chat_id}") as entry:
            if agency != GENERAL and not names.is_agency(agency):
                raise NotFound(_("There is no such agency (any more)."))
            entry.details["agency"] = agency
            one = None if agency == GENERAL else agency
            self.store.desks.set(Desk(group.chat_id, one, group.title, group.is_forum), person_id, now)
            for number in self.store.worklist.unseen(now):
                self.cards.refresh(self.store.petitions.get(number), now, f":desk:{group.chat_id}")
        if one is None:
            text = _("This group handles petitions from now on: each comes as a card with buttons.")
        else:
            text = _("This group handles the petitions of %(agency)s from now on.", agency=names.agency(agency))
        how = _(
            "Only officers whom I know can act here (invite them with /moi). Reply to a card to write to the citizen."
        )
        return Reply(Reply.of(text, how).blocks, rows(Button(_("Stop handling here"), "s:undesk")))

    def give_up(self, person_id: int, chat_id: int, now: datetime) -> Reply:
        """The group handles petitions no more."""
        with self.cards.routing.access.acting(person_id, Operation.SET_DESK, now, f"group {chat_id}") as entry:
            entry.details["stopped"] = 1
            self.store.desks.remove(chat_id)
        return Reply.of(_("This group handles petitions no more."))

    def overview(self, person_id: int, now: datetime) -> Reply:
        """The groups, the agencies with officers of their own, and the petitions that have reached nobody."""
        self.cards.routing.access.require(person_id, Operation.SET_DESK, now)
        names = self.cards.pages.names
        lines = [
            f"– {desk.title or desk.chat_id}: {names.agency(desk.agency) if desk.agency else _('all other agencies')}"
            for desk in self.cards.routing.desks()
        ]
        title = _("Groups that handle petitions:") if lines else _("No group handles petitions yet.")
        lines += [
            _("– in private to %(n)s of its own: %(agency)s", n=count, agency=names.agency(agency))
            for agency, count in self.cards.routing.officers().items()
        ]
        how = _("To set one: add me to the group and write /nhomxuly there, or /nhomxuly with the name of an agency.")
        unseen = [shown(self.store.petitions.get(number).code) for number in self.store.worklist.unseen(now)]
        blocks = [Block("\n".join([title, *lines])), Block(how)]
        if unseen:
            codes = ", ".join(unseen)
            blocks.append(
                Block(
                    ngettext(
                        "%(n)s petition has reached nobody: %(codes)s",
                        "%(n)s petitions have reached nobody: %(codes)s",
                        len(unseen),
                        codes=codes,
                    )
                )
            )
        return Reply(tuple(blocks))

    def left(self, group: Group, now: datetime) -> None:
        """The bot was removed from the group."""
        if not self.cards.routing.is_desk(group.chat_id):
            return
        if not self.store.desks.known(group.chat_id):
            self.store.desks.set(Desk(group.chat_id, None, group.title, is_forum=False), 0, now)
        self.store.desks.left(group.chat_id, now)
        self.take_over(now)

    def take_over(self, now: datetime) -> None:
        """Of groups in which the bot is no more, petitions go to people, and the administrators are told; once."""
        for chat_id, title, since in self.store.desks.lost():
            with self.store.db.atomic():
                if not self.store.worklist.mark(f"left:{chat_id}:{since}", now):
                    continue
                shown_there = self.store.worklist.shown_in(chat_id, MOST_SHOWN)
                for number in shown_there:
                    self.cards.refresh(self.store.petitions.get(number), now, f":left:{chat_id}:{since}")
                self._tell_lost(Group(chat_id, title), len(shown_there), now)

    def came_back(self, chat_id: int) -> None:
        """The bot is in the group again."""
        self.store.desks.came_back(chat_id)

    def moved(self, old: int, group: Group, now: datetime) -> None:
        """The group has a new id; the card of what is open is sent there anew by the clock."""
        default = self.cards.routing.default_desk == old and not self.store.desks.known(old)
        self.store.move_chat(old, group.chat_id)
        if default and self.store.desks.of_agency(None) is None:
            self.store.desks.set(Desk(group.chat_id, None, group.title, group.is_forum), 0, now)

    def _tell_lost(self, group: Group, count: int, now: datetime) -> None:
        def words() -> Reply:
            return Reply.of(
                _(
                    "I am no longer in the group “%(title)s”, which handled petitions. They now come to people in "
                    "private (%(count)s open ones are on their way). Please let me in again, or set another group with "
                    "/nhomxuly.",
                    title=group.title,
                    count=count,
                )
            )

        for person, reply in notices(self.store, administrators(self.store, self.cards.settings), words):
            content = Outgoing(person, reply, Kind.NOTICE, expires_at=now + WORTH)
            self.store.outbox.add(f"desk-left:{group.chat_id}:{now.isoformat()}:{person}", content, now)
