"""Writing a petition: begun, added to, changed, given up. Everything is in the database, nothing in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.petitions import addition_pages, wording
from bot.petitions.catalogue import Catalogue
from bot.petitions.content import Content, content_of
from bot.petitions.draft_pages import DraftPages
from bot.petitions.model import Awaiting, Draft, Purpose
from bot.petitions.said import Said
from bot.petitions.screens import Screen, Way
from bot.replies import Asks, Reply
from bot.store import Store
from knowledge.text import folded_words

FRESH = timedelta(minutes=30)
"""So long after the last touch what a person says is part of what they are writing."""
MOST_BYTES = 20 * 1024 * 1024
"""Bot API, getFile: bots can download files of up to 20 MB."""
MOST_CHARACTERS = 8000
"""Two of the messenger's messages: more than that nobody reads on a card."""
_OF_PLACES = frozenset("xa phuong thi tran huyen tinh tp thanh pho o tai ngay ben cho".split())
"""Words beside a place's name that say nothing more about where it is."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """What becomes of drafts. Everything gives back the draft as it is then, to be shown."""

    store: Store
    catalogue: Catalogue
    pages: DraftPages

    def fresh(self, person_id: int, now: datetime) -> Draft | None:
        """What the person is just writing, offered or wanted, or None."""
        draft = self.store.drafts.of_person(person_id)
        return draft if draft and now - draft.touched_at <= FRESH else None

    def unfinished(self, person_id: int) -> Draft | None:
        """The petition that the person began at any time and has not sent, or None."""
        drafts = self.store.drafts.all_of_person(person_id)
        return next((draft for draft in drafts if draft.purpose is Purpose.PETITION and not draft.offered), None)

    def content(self, draft: Draft) -> Content:
        """The draft as it would be sent."""
        return content_of(draft, self.catalogue)

    def show(self, draft_id: int, way: Way = Way.ANEW, first: str | None = None) -> Screen:
        """The draft as it is now."""
        draft = self.store.drafts.get(draft_id)
        assert draft is not None
        content = self.content(draft)
        if draft.purpose is Purpose.ADDITION:
            assert draft.petition_id is not None
            petition = self.store.petitions.get(draft.petition_id)
            page = addition_pages.preview(content, petition, guessed=draft.offered)
        else:
            page = self.pages.offer(content) if draft.offered else self.pages.preview(content)
        return Screen(page, way, f"draft:{draft.id}", Reply.of(first) if first else None)

    def begin(self, person_id: int, chat_id: int, now: datetime) -> Screen:
        """A new petition, or the one that was begun before."""
        with self.store.db.atomic():
            self.store.people.seen(person_id, now)
            drafts = self.store.drafts.all_of_person(person_id)
            draft = next((draft for draft in drafts if draft.purpose is Purpose.PETITION), None)
            draft = draft or self.store.drafts.start(person_id, chat_id, now)
            self.store.drafts.update(draft.id, now, offered=0, awaiting=None)
        return self.show(draft.id)

    def offer(self, said: Said, now: datetime) -> Screen:
        """Keeps what was said as a petition that is only offered."""
        with self.store.db.atomic():
            draft = self.store.drafts.start(said.person_id, said.chat_id, now, offered=True)
            return self.take_in(draft, said, now)

    def take_in(self, draft: Draft, said: Said, now: datetime) -> Screen:
        """Adds what was said; what was said in the same message before is replaced."""
        with self.store.db.atomic():
            trouble = self._trouble(draft, said)
            known = self.store.drafts.holds_message(draft.id, said.message_id)
            if said.words or known:
                fits = len(draft.words) + len(said.words) <= MOST_CHARACTERS
                trouble = trouble if fits else wording.too_long()
                if fits:
                    self.store.drafts.set_words(draft.id, said.message_id, said.words, now)
            if said.file and trouble is None:
                self.store.attachments.add(said.chat_id, said.file, now, draft_id=draft.id)
            self.store.drafts.update(draft.id, now, awaiting=None)
        quiet = said.follows or said.edited
        return self.show(draft.id, Way.QUIETLY if quiet else Way.ANEW, None if said.follows else trouble)

    def locate(self, draft: Draft, said: Said, now: datetime) -> Screen:
        """Keeps the location that was sent."""
        assert said.location is not None
        columns = {"latitude": said.location.latitude, "longitude": said.location.longitude, "awaiting": None}
        self.store.drafts.update(draft.id, now, **columns)
        return self._after_keyboard(draft.id, wording.noted_place())

    def take_contact(self, draft: Draft, said: Said, now: datetime) -> Screen:
        """Keeps the number that was sent, with the name, if it is the person's own."""
        if said.phone is None or draft.purpose is not Purpose.PETITION:
            return self.show(draft.id, first=wording.foreign_contact() if said.foreign_contact else None)
        phone = said.phone if said.phone.startswith("+") else f"+{said.phone}"
        self.store.drafts.update(draft.id, now, contact_phone=phone, sender_name=said.name, awaiting=None)
        return self._after_keyboard(draft.id, wording.noted_contact(phone))

    def type_place(self, draft: Draft, said: Said, now: datetime) -> Screen:
        """Looks for the place that was typed. What no list knows stays in the person's own words."""
        found = self.catalogue.search_places(said.words)
        best = found[0] if found and self._is_named(said.words, found[0].name) else None
        with self.store.db.atomic():
            if found and best is None:
                self.store.drafts.update(draft.id, now)
                page = self.pages.places(self.content(draft), said.words, found)
                return Screen(page, Way.ANEW, f"draft:{draft.id}")
            self.store.drafts.update(draft.id, now, awaiting=None, **({"place": best.id} if best else {}))
            if best is None or self._says_more(said.words, best.name):
                words = wording.typed_place(said.words)
                self.store.drafts.set_words(draft.id, said.message_id, words, now)
        return self.show(draft.id)

    def choose(self, draft: Draft, now: datetime, **columns: str | None) -> Screen:
        """Keeps what was chosen in the preview."""
        self.store.drafts.update(draft.id, now, awaiting=None, **columns)
        return self.show(draft.id, Way.HERE)

    def wait_for(self, draft: Draft, what: Awaiting, now: datetime) -> None:
        """The next message is the place, or the contact."""
        self.store.drafts.update(draft.id, now, awaiting=what)

    def accept(self, draft: Draft, now: datetime) -> Screen:
        """Makes what was offered a petition that is being written."""
        self.store.drafts.update(draft.id, now, offered=0)
        return self.show(draft.id, Way.HERE)

    def drop(self, draft: Draft) -> Screen:
        """Gives up the draft."""
        self.store.drafts.delete(draft.id)
        return Screen(self.pages.dropped() if draft.offered else self.pages.cancelled(), Way.HERE)

    def cancel(self, person_id: int) -> Screen:
        """Gives up what the person is writing."""
        draft = self.store.drafts.of_person(person_id)
        if draft is None:
            return Screen(self.pages.nothing_to_cancel())
        self.store.drafts.delete(draft.id)
        return Screen(Reply(self.pages.cancelled().blocks, asks=Asks.NOTHING), Way.ANEW, f"draft:{draft.id}")

    def turn_into_petition(self, addition: Draft, now: datetime) -> Screen:
        """What was taken for an addition is about something else."""
        with self.store.db.atomic():
            petition = self.unfinished(addition.person_id) or self.store.drafts.start(
                addition.person_id, addition.chat_id, now
            )
            self.store.drafts.merge(addition.id, petition.id, now)
        return self.show(petition.id, Way.HERE)

    def _after_keyboard(self, draft_id: int, said: str) -> Screen:
        screen = self.show(draft_id)
        return Screen(screen.reply, screen.way, screen.about, Reply(Reply.of(said).blocks, asks=Asks.NOTHING))

    def _trouble(self, draft: Draft, said: Said) -> str | None:
        if said.file is None:
            return None
        if (said.file.size or 0) > MOST_BYTES:
            return wording.too_big()
        others = [file for file in draft.files if file.message_id != said.message_id]
        return wording.full() if len(others) >= wording.MOST_FILES else None

    def _is_named(self, typed: str, name: str) -> bool:
        """Whether the place's own name is what was typed, whatever else was."""
        wanted = [word for word in folded_words(name) if word not in _OF_PLACES]
        return set(wanted) <= set(folded_words(typed))

    def _says_more(self, typed: str, name: str) -> bool:
        return bool(set(folded_words(typed)) - set(folded_words(name)) - _OF_PLACES)
