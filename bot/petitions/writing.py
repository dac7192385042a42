"""What officers write about petitions: kept first, and sent or noted only with one more tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import NotAllowed, NotFound
from bot.i18n import gettext as _
from bot.petitions.cards import card_mark
from bot.petitions.codes import Code, parse
from bot.petitions.correcting import Correcting
from bot.petitions.desk import Desk, Forestalled, Officer
from bot.petitions.model import NewFile, Petition
from bot.petitions.officer_pages import USES
from bot.petitions.states import Actor, IllegalMove, Move, State, after
from bot.replies import Reply
from bot.roles import Operation
from bot.store.audit import Entry
from bot.store.staff_drafts import StaffDraft

ON_ITS_OWN = "card"
"""What a reply to the card itself is for: any of USES."""
PASSING_ON, CORRECTING = "forward", "fix"
"""What else the words of a reply may be for: the name of an agency, the name of a place."""
COMPETENT = "competent"
"""And, with the number of a draft behind a colon, who is competent for what that declines."""
MOST_NAMED = 200
"""Characters of a name that is typed."""


@dataclass(frozen=True, slots=True)
class Written:
    """A message of an officer: its number in the chat, its words, the files in it, and the album it is part of."""

    message_id: int
    words: str
    files: Sequence[NewFile] = ()
    album: str | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is said to an officer, and what it is about, so that it can be brought up to date."""

    reply: Reply
    about: str


@dataclass(frozen=True, slots=True)
class Writing:
    """Keeps, asks, sends. Raises NotAllowed or NotFound, which are in the audit by then, and Forestalled."""

    desk: Desk
    correcting: Correcting

    def meant(self, mark: str | None, first_line: str) -> tuple[int, str] | None:
        """Which petition a message is about, and for what it was asked; None when it is about none.

        `mark` is what the message above it is about; of an old or forwarded card only its first line tells.
        """
        parts = (mark or "").split(":")
        if parts[0] == "card" and len(parts) > 1 and parts[1].isdecimal():
            match parts[2:]:
                case []:
                    return int(parts[1]), ON_ITS_OWN
                case ["staff", *use] if use[:1] == [COMPETENT]:
                    return int(parts[1]), ":".join(use)
                case ["staff", use, *_rest]:
                    return int(parts[1]), use
                case ["reply", *_rest]:
                    return int(parts[1]), ON_ITS_OWN
            return None
        code = parse(first_line)
        petition = self.desk.store.petitions.by_code(code.text) if isinstance(code, Code) else None
        return (petition.id, ON_ITS_OWN) if petition is not None else None

    def keep(self, officer: Officer, petition_id: int, use: str, written: Written, now: datetime) -> Prompt:
        """Keeps what an officer wrote and asks what should become of it."""
        store = self.desk.store
        petition = self.desk.look(officer, petition_id, now)
        if use == PASSING_ON:
            return self._agencies(petition, written.words)
        if use == CORRECTING:
            places = self.correcting.places(petition, written.words)
            return Prompt(places, f"{card_mark(petition.id)}:staff:{CORRECTING}")
        if use.startswith(COMPETENT):
            return self.name_competent(officer, int(use.partition(":")[2]), written.words, now)
        with store.db.atomic():
            place = (officer.chat_id, written.message_id)
            draft = store.staff_drafts.keep(petition_id, place, officer.id, written.words, now, written.album)
            for file in written.files:
                store.attachments.add(officer.chat_id, file, now, staff_draft_id=draft.id)
        return self._prompt(petition, draft, use)

    def rewrite(self, officer: Officer, written: Written, now: datetime) -> Prompt | None:
        """Follows an edit of what was kept before; what was sent already is offered as a correction.

        None for a message that was never kept, or whose words are the same.
        """
        store = self.desk.store
        draft = store.staff_drafts.of_message(officer.chat_id, written.message_id)
        if draft is None or draft.officer_id != officer.id or draft.words == written.words:
            return None
        petition = self.desk.look(officer, draft.petition_id, now)
        use = store.petitions.event(draft.event_id).move if draft.event_id is not None else ON_ITS_OWN
        store.staff_drafts.rewrite(draft.id, written.words)
        return self._prompt(petition, store.staff_drafts.get(draft.id), use)

    def send(self, officer: Officer, draft_id: int, use: Move, knows: int | None, now: datetime) -> Reply:
        """Makes of the words what the officer chose; `knows` is a later event of somebody else that does not matter."""
        draft = self._own(officer, draft_id, now)
        if use is Move.NOTE:
            return self._note(officer, draft, now)
        try:
            return self._send(officer, draft, use, knows, now)
        except Forestalled as error:
            if error.event is None or not self._possible(draft.petition_id, use):
                raise
            petition = self.desk.look(officer, draft.petition_id, now)
            return self.desk.pages.forestalled(petition, draft, use, error.event)

    def ask_competent(self, officer: Officer, draft_id: int, number: int, now: datetime) -> Prompt:
        """Asks who is competent for what these words decline; they may be picked, or their name typed."""
        draft = self._own(officer, draft_id, now)
        petition, names = self.desk.look(officer, draft.petition_id, now), self.desk.pages.staff.names
        others = [key for key in names.agencies(petition.category, petition.place) if key != petition.agency]
        reply = self.desk.pages.competent(petition, draft, others, number)
        return Prompt(reply, f"{card_mark(petition.id)}:staff:{COMPETENT}:{draft.id}")

    def choose_competent(self, officer: Officer, draft_id: int, agency: str, now: datetime) -> Prompt:
        """Notes the agency that is competent, and asks once more whether to decline."""
        names = self.desk.pages.staff.names
        if not names.is_agency(agency):
            with self.desk.access.refusals(Entry(officer.id, Operation.HANDLE_PETITIONS, f"draft {draft_id}"), now):
                raise NotFound(_("There is no such agency (any more)."))
        return self.name_competent(officer, draft_id, names.agency(agency), now)

    def name_competent(self, officer: Officer, draft_id: int, who: str, now: datetime) -> Prompt:
        """Notes who is competent, by the name that the citizen will read."""
        draft, name = self._own(officer, draft_id, now), " ".join(who.split())[:MOST_NAMED]
        petition, drafts = self.desk.look(officer, draft.petition_id, now), self.desk.store.staff_drafts
        if not name:
            raise NotFound(_("There are no words to send."))
        drafts.name_competent(draft.id, name)
        return self._prompt(petition, drafts.get(draft.id), Move.DECLINE)

    def drop(self, officer: Officer, draft_id: int, now: datetime) -> Reply:
        """Discards the words."""
        draft = self._own(officer, draft_id, now)
        self.desk.store.staff_drafts.drop(draft.id)
        return self.desk.pages.dropped()

    def _send(self, officer: Officer, draft: StaffDraft, use: Move, knows: int | None, now: datetime) -> Reply:
        desk = self.desk
        with desk.acting(officer, Operation.HANDLE_PETITIONS, draft.petition_id, now) as (petition, entry):
            entry.details["move"] = use
            event = desk.first(officer, petition.id, max(draft.seen_event_id, knows or 0))
            if event is not None:
                raise Forestalled(desk.pages.meanwhile(petition, event), event)
            if not draft.words.strip() and use is not Move.ANSWER:
                raise NotFound(_("There are no words to send."))
            others = desk.concerned(petition, use)
            details = {"competent": draft.competent} if use is Move.DECLINE and draft.competent else None
            sent = desk.move(officer, petition, use, now, draft.words, details, draft.id)
            desk.store.staff_drafts.use(draft.id, sent.id)
            desk.store.staff_drafts.saw(draft.id)
        return desk.pages.sent(petition, use, len(others))

    def _note(self, officer: Officer, draft: StaffDraft, now: datetime) -> Reply:
        desk = self.desk
        with desk.acting(officer, Operation.HANDLE_PETITIONS, draft.petition_id, now) as (petition, entry):
            entry.details["move"] = Move.NOTE
            event = desk.move(officer, petition, Move.NOTE, now, draft.words, staff_draft_id=draft.id)
            desk.store.staff_drafts.use(draft.id, event.id)
        return desk.pages.sent(petition, Move.NOTE, 0)

    def _own(self, officer: Officer, draft_id: int, now: datetime) -> StaffDraft:
        with self.desk.access.refusals(Entry(officer.id, Operation.HANDLE_PETITIONS, f"draft {draft_id}"), now):
            try:
                draft = self.desk.store.staff_drafts.get(draft_id)
            except KeyError:
                raise NotFound(_("These words were discarded.")) from None
            if draft.event_id is not None:
                raise NotFound(_("These words were used already."))
            if draft.officer_id != officer.id or draft.chat_id != officer.chat_id:
                raise NotAllowed(_("Only who wrote these words can send them."))
        return draft

    def _prompt(self, petition: Petition, draft: StaffDraft, use: str) -> Prompt:
        files = len(self.desk.store.attachments.of_staff_draft(draft.id))
        wanted = (Move(use), Move.NOTE) if use in list(USES) else USES
        uses = [chosen for chosen in dict.fromkeys(wanted) if _legal(petition, chosen)]
        reply = self.desk.pages.confirming(petition, draft, files, uses)
        return Prompt(reply, f"{card_mark(petition.id)}:reply:{draft.id}")

    def _agencies(self, petition: Petition, typed: str) -> Prompt:
        found = self.desk.pages.staff.names.search_agencies(typed)
        reply = self.desk.pages.agencies(petition, found, 0)
        return Prompt(reply, f"{card_mark(petition.id)}:staff:{PASSING_ON}")

    def _possible(self, petition_id: int, use: Move) -> bool:
        return _legal(self.desk.store.petitions.get(petition_id), use)


def _legal(petition: Petition, use: Move) -> bool:
    together = petition.joined_to is not None and petition.state is not State.ANSWERED
    if together and use not in (Move.ASK, Move.NOTE):
        return False
    try:
        after(petition.state, use, Actor.OFFICER)
    except IllegalMove:
        return False
    return True
