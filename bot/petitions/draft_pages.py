"""What citizens read while they write: the offer, the preview with all that can be changed, and what goes wrong.

Callback data: `p:new`, `p:take:<draft>` (send it as a petition), `p:drop:<draft>`, `p:preview:<draft>`,
`p:send:<draft>:<stamp>`, `p:kind:<draft>[:<kind>]`, `p:category:<draft>[:<category>]`, `p:place:<draft>[:<place>]`,
`p:contact:<draft>[:no]`, `p:more:<draft>`, `p:put:<draft>:<question>:<message>`, `p:fresh:<question>:<message>`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.buttons import Row, acting, rows
from bot.i18n import DEFAULT, current_locale
from bot.i18n import gettext as _
from bot.petitions.catalogue import Catalogue
from bot.petitions.content import NO_PLACE, Content
from bot.petitions.model import Kind, Law
from bot.petitions.wording import MOST_FILES, files_in_words, full, sender_in_words
from bot.replies import Asks, Block, BlockKind, Button, Reply
from knowledge.answers import Action
from knowledge.gazetteer import Place


@dataclass(frozen=True, slots=True)
class DraftPages:
    """The words for people who are writing a petition, in the language now in use."""

    catalogue: Catalogue

    def begin(self) -> Reply:
        """How to begin, with nothing written yet."""
        return Reply.of(
            _("Please tell me what is wrong, in your own words: what, where, since when."),
            _("You can send photos, videos, a voice message or your location, too. Nothing is sent before you agree."),
            _("To stop: /huy"),
        )

    def offer(self, content: Content) -> Reply:
        """Offers to make what was said a petition; in danger the emergency numbers come first."""
        draft = content.draft
        yes = _("Send as a petition")
        question = _("Shall this be sent to the authorities as a petition?")
        if content.law:
            yes = _("Pass it on")
            question = _("Shall I pass this on to those in charge as information?")
        elif draft.files and not draft.words:
            question = _("Shall this be sent to the authorities as a petition? You can add a few words afterwards.")
        return Reply(
            (*self.emergency(content.dangers), *self.law_note(content.law), Block(question)),
            rows(Button(yes, f"p:take:{draft.id}"), Button(_("No, I only ask"), f"p:drop:{draft.id}")),
        )

    def emergency(self, dangers: tuple[str, ...]) -> tuple[Block, ...]:
        """Whom to call at once; nothing when nobody is in danger."""
        if not dangers:
            return ()
        numbers = "\n".join(f"☎ {number} · {label}" for number, label in self.catalogue.emergency_numbers(dangers))
        return (Block(self.catalogue.urge(dangers[0]), BlockKind.STRONG), Block(numbers, BlockKind.STRONG))

    def law_note(self, law: Law | None) -> tuple[Block, ...]:
        """That a message is no lawful complaint or denunciation, what is one, and where that stands."""
        if law is None:
            return ()
        note = self.catalogue.note(law)
        return (
            Block(note.note),
            Block("\n".join([_("The ways by law:"), *(f"• {way}" for way in note.ways)])),
            Block("\n".join([*note.references, note.uncertain]), BlockKind.SOURCE),
        )

    def preview(self, content: Content) -> Reply:
        """Exactly what officials will see, what is kept of it, and the buttons that change it."""
        if content.empty:
            return self.begin()
        return Reply(
            (
                *self.emergency(content.dangers),
                Block(_("Please look it over. This is what the officials will see:")),
                *self.seen(content),
                Block(self._consent(), BlockKind.NOTE),
                Block(
                    full()
                    if len(content.draft.files) >= MOST_FILES
                    else _("To add words or photos, just send them here.")
                ),
            ),
            self._preview_buttons(content),
        )

    def seen(self, content: Content) -> tuple[Block, ...]:
        """The petition as officials see it."""
        draft = content.draft
        title = f"{self.catalogue.kind(content.kind)} · {self.catalogue.category(content.category)}"
        blocks = [Block(title, BlockKind.STRONG)]
        if draft.words:
            blocks.append(Block(draft.words, BlockKind.QUOTE))
        else:
            blocks.append(Block(_("(no words yet: one line on what and where helps a lot)")))
        facts = [_("Place: %(place)s", place=self._place(content))]
        if draft.files:
            facts.append(_("Enclosed: %(files)s", files=files_in_words([file.kind for file in draft.files])))
        facts.append(_("Sender: %(sender)s", sender=sender_in_words(draft.sender_name, draft.contact_phone)))
        facts.append(_("Goes to: %(agency)s", agency=self.catalogue.agency(content.agency)))
        if content.law is Law.DENUNCIATION:
            facts.append(_("Seen only by those in charge, never in a group."))
        return (*blocks, Block("\n".join(facts)))

    def kinds(self, content: Content) -> Reply:
        """The kinds to choose from, each with its difference."""
        lines = [f"{self.catalogue.kind(kind)}: {self.catalogue.difference(kind)}" for kind in Kind]
        buttons = [
            Button(_ticked(self.catalogue.kind(kind), kind is content.kind), f"p:kind:{content.draft.id}:{kind}")
            for kind in Kind
        ]
        return Reply((Block("\n".join(lines)),), (*rows(*buttons), _back(content)))

    def categories(self, content: Content) -> Reply:
        """The categories to choose from."""
        buttons = [
            Button(_ticked(label, key == content.category), f"p:category:{content.draft.id}:{key}")
            for key, label in self.catalogue.categories()
        ]
        return Reply((Block(_("What is it about?")),), (*rows(*buttons), _back(content)))

    def place(self, content: Content) -> Reply:
        """Asks where it is."""
        buttons = [Button(_("Send my location"), f"p:locate:{content.draft.id}")]
        if content.place or content.draft.location:
            buttons.append(Button(_("Name no place"), f"p:place:{content.draft.id}:{NO_PLACE}"))
        text = _("Where is it? Please type the commune, ward or hamlet; small slips do no harm.")
        return Reply((Block(text),), (*rows(*buttons), _back(content)))

    def places(self, content: Content, typed: str, found: Sequence[Place]) -> Reply:
        """The places that were perhaps meant."""
        buttons = [Button(place.label, f"p:place:{content.draft.id}:{place.id}") for place in found]
        elsewhere = Button(_("None of these"), f"p:place:{content.draft.id}")
        return Reply((Block(_("Which place do you mean by “%(typed)s”?", typed=typed)),), rows(*buttons, elsewhere))

    def ask_location(self) -> Reply:
        """Asks for the phone's location."""
        text = _("Please tap the button below the text field to send where you are now.")
        return Reply((Block(text),), asks=Asks.LOCATION, label=_("📍 Send my location"))

    def ask_contact(self) -> Reply:
        """Asks for the phone number."""
        text = _(
            "Please tap the button below the text field to leave your number, so that officials can call you. "
            "If you would rather not, just go on writing."
        )
        return Reply((Block(text),), asks=Asks.CONTACT, label=_("📱 Leave my number"))

    def meanwhile(self, draft_id: int, question_id: int, message_id: int) -> tuple[Row, ...]:
        """The buttons under the answer to a question that was asked in the middle of writing."""
        return rows(
            Button(_("Add this to my petition"), f"p:put:{draft_id}:{question_id}:{message_id}"),
            Button(_("See my petition"), f"p:preview:{draft_id}"),
        )

    def resume(self, draft_id: int, question_id: int, message_id: int) -> Reply:
        """What was said looks like a petition, and there is one that was never finished."""
        return Reply(
            (Block(_("You have a petition that is not finished. Is this part of it?")),),
            rows(
                Button(_("Yes, add it"), f"p:put:{draft_id}:{question_id}:{message_id}"),
                Button(_("No, a new petition"), f"p:fresh:{question_id}:{message_id}"),
                Button(_("See my petition"), f"p:preview:{draft_id}"),
            ),
        )

    def dropped(self) -> Reply:
        """What was offered is not wanted."""
        return Reply(
            Reply.of(
                _("All right, nothing was sent. If you have a question, please ask it once more in a few words.")
            ).blocks,
            rows(acting(Action.HELP, _("What can I ask?"))),
        )

    def cancelled(self) -> Reply:
        """What was being written is given up."""
        return Reply.of(_("Cancelled. Nothing was sent, and what you wrote here is deleted from the draft."))

    def nothing_to_cancel(self) -> Reply:
        """There is nothing that was being written."""
        return Reply.of(_("You are not writing anything that could be cancelled. To write a petition: /gopy"))

    def _place(self, content: Content) -> str:
        name = self.catalogue.place_today(content.place) if content.place else ""
        point = _("a point on the map") if content.draft.location else ""
        return ", ".join(part for part in (name, point) if part) or _("not said")

    def _consent(self) -> str:
        if current_locale() == DEFAULT:
            lines = self.catalogue.consent()
        else:
            months = self.catalogue.months_kept
            lines = [
                _("Kept: your words, files, place and Telegram account for the answer; a number only if you sent it."),
                _("Seen by: the officials who handle it. Your name and number are not shown unless you give them."),
                _("For %(n)s months once it is settled; see or delete it: /dulieucuatoi, /xoadulieu.", n=months),
            ]
        return "\n".join([_("By tapping “Agree and send” you agree to this:"), *(f"• {line}" for line in lines)])

    def _preview_buttons(self, content: Content) -> tuple[Row, ...]:
        draft = content.draft
        if draft.contact_phone:
            contact = Button(_("Leave no number"), f"p:contact:{draft.id}:no")
        else:
            contact = Button(_("Leave my number"), f"p:contact:{draft.id}")
        return (
            (Button(_("✅ Agree and send"), f"p:send:{draft.id}:{content.stamp}"),),
            (
                Button(_("Kind"), f"p:kind:{draft.id}"),
                Button(_("Topic"), f"p:category:{draft.id}"),
                Button(_("Place"), f"p:place:{draft.id}"),
            ),
            *rows(contact, Button(_("Add words, photos"), f"p:more:{draft.id}")),
            (Button(_("Do not send"), f"p:drop:{draft.id}"),),
        )


def _ticked(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


def _back(content: Content) -> Row:
    return (Button(_("‹ Back"), f"p:preview:{content.draft.id}"),)
