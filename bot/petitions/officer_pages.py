"""What an officer reads while doing something with a petition: questions, choices, and what came of them.

Callback data: `s:send:<draft>:<move>[:<v>]`, `s:drop:<draft>`, `s:whose:<draft>:<page>`,
`s:competent:<draft>:<agency>`, `s:to:<petition>:<agency>`,
`s:agencies:<petition>:<page>`, `s:into:<petition>:<other>`, `s:canned:<petition>:<use>:<reply>`,
`s:block:<petition>[:<reason>[:<days>]]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.buttons import rows
from bot.i18n import format_date, ngettext
from bot.i18n import gettext as _
from bot.paging import nearest_page, page_of, turning
from bot.petitions.codes import shown
from bot.petitions.model import Event, Petition
from bot.petitions.staff_pages import StaffPages, beginning
from bot.petitions.state_names import move_name, state_name
from bot.petitions.states import Move
from bot.replies import Block, BlockKind, Button, Reply
from bot.store.staff_drafts import StaffDraft

BLOCK_DAYS = (7, 30, 90)
USES = (Move.ANSWER, Move.ASK, Move.NOTE, Move.DECLINE)
"""What the words of an officer may become."""


def block_reasons() -> dict[str, str]:
    """Why a person may be blocked, by the names that buttons carry."""
    return {
        "spam": _("advertising, spam"),
        "abuse": _("insults, indecent words"),
        "false": _("knowingly false reports"),
        "flood": _("the same again and again"),
    }


@dataclass(frozen=True, slots=True)
class OfficerPages:
    """The words, in the officer's language."""

    staff: StaffPages

    def writing(self, petition: Petition, use: Move, canned: Sequence[tuple[str, str]]) -> Reply:
        """Asks for the words; `canned` are ids and titles of texts to start from."""
        code = shown(petition.code)
        asks = {
            Move.ANSWER: _(
                "%(code)s: reply to this message with the answer. You confirm before it is sent.", code=code
            ),
            Move.ASK: _("%(code)s: reply to this message with what you ask the citizen.", code=code),
            Move.NOTE: _("%(code)s: reply to this message with the note. The citizen never sees it.", code=code),
            Move.DECLINE: _(
                "%(code)s: reply to this message with the reason. Who is competent you can name afterwards.",
                code=code,
            ),
        }
        buttons = (Button(title, f"s:canned:{petition.id}:{use}:{key}") for key, title in canned)
        return Reply((Block(asks[use]),), tuple((button,) for button in buttons))

    def canned(self, text: str) -> Reply:
        """A ready text to copy."""
        how = _("Copy this, change what is needed, and send it as a reply to this message:")
        return Reply((Block(how), Block(text, BlockKind.QUOTE)))

    def confirming(self, petition: Petition, draft: StaffDraft, files: int, uses: Sequence[Move]) -> Reply:
        """Asks what the words are; nothing has been sent yet."""
        code = shown(petition.code)
        title = _("%(code)s: what should become of these words? Nothing has been sent yet.", code=code)
        blocks = [Block(title, BlockKind.STRONG)]
        if draft.words:
            blocks.append(Block(draft.words, BlockKind.QUOTE))
        if files:
            blocks.append(Block(ngettext("with %(n)s file", "with %(n)s files", files), BlockKind.NOTE))
        if draft.competent:
            blocks.append(Block(_("Who is competent: %(who)s", who=draft.competent)))
        labels = {
            Move.ANSWER: _("Send as the answer"),
            Move.ASK: _("Ask the citizen"),
            Move.NOTE: _("Internal note only"),
            Move.DECLINE: _("Decline with this reason"),
        }
        buttons = [Button(labels[use], f"s:send:{draft.id}:{use}") for use in uses]
        if Move.DECLINE in uses:
            naming = _("Name somebody else") if draft.competent else _("Decline, and name who is competent")
            buttons.append(Button(naming, f"s:whose:{draft.id}:0"))
        return Reply(tuple(blocks), rows(*buttons, Button(_("Discard"), f"s:drop:{draft.id}")))

    def forestalled(self, petition: Petition, draft: StaffDraft, use: Move, event: Event) -> Reply:
        """Somebody else did something meanwhile; the words were not sent."""
        return Reply(
            (
                Block(self.meanwhile(petition, event), BlockKind.STRONG),
                Block(_("Your words have not been sent:")),
                Block(draft.words, BlockKind.QUOTE),
            ),
            rows(
                Button(_("Send all the same"), f"s:send:{draft.id}:{use}:{event.id}"),
                Button(_("Discard"), f"s:drop:{draft.id}"),
            ),
        )

    def meanwhile(self, petition: Petition, event: Event) -> str:
        """Who did what with the petition before this officer."""
        return _(
            "%(code)s: %(name)s was first, at %(time)s (%(what)s).",
            code=shown(petition.code),
            name=self.staff.who(event.actor_id or 0),
            time=self.staff.moment(event.at),
            what=move_name(event.move),
        )

    def not_now(self, petition: Petition) -> str:
        """What was wanted is not possible as the petition stands."""
        return _(
            "%(code)s: this is not possible now, it is: %(state)s.",
            code=shown(petition.code),
            state=state_name(petition.state),
        )

    def sent(self, petition: Petition, use: Move, others: int) -> Reply:
        """The words are on their way, or kept."""
        code = shown(petition.code)
        says = {
            Move.ANSWER: _("%(code)s: the answer is on its way to the citizen.", code=code),
            Move.ASK: _("%(code)s: the question is on its way to the citizen.", code=code),
            Move.NOTE: _("%(code)s: kept as an internal note.", code=code),
            Move.DECLINE: _("%(code)s: declined; the citizen is told the reason.", code=code),
        }
        blocks = [Block(says[use])]
        if others:
            blocks.append(
                Block(
                    ngettext(
                        "%(n)s joined petition gets the same.",
                        "%(n)s joined petitions get the same.",
                        others,
                    ),
                    BlockKind.NOTE,
                )
            )
        return Reply(tuple(blocks))

    def dropped(self) -> Reply:
        """The words were discarded."""
        return Reply.of(_("Discarded. Nothing was sent."))

    def agencies(self, petition: Petition, choice: Sequence[str], number: int) -> Reply:
        """To whom the petition may be passed on."""
        title = _("%(code)s: to whom should it be passed on?", code=shown(petition.code))
        return self._choice(title, choice, number, f"s:to:{petition.id}", f"s:agencies:{petition.id}")

    def competent(self, petition: Petition, draft: StaffDraft, choice: Sequence[str], number: int) -> Reply:
        """Who may be competent for what is declined."""
        title = _("%(code)s: who is competent? The citizen will read it.", code=shown(petition.code))
        return self._choice(title, choice, number, f"s:competent:{draft.id}", f"s:whose:{draft.id}")

    def _choice(self, title: str, choice: Sequence[str], number: int, pick: str, turn: str) -> Reply:
        number = nearest_page(number, len(choice))
        names = self.staff.names
        buttons = [Button(names.agency(agency), f"{pick}:{agency}") for _place, agency in page_of(choice, number)]
        how = _("For another one, reply to this message with its name.")
        return Reply(
            (Block(title), Block(how, BlockKind.NOTE)),
            (*((button,) for button in buttons), *turning(turn, number, len(choice))),
        )

    def forwarded(self, petition: Petition) -> Reply:
        """It has been passed on."""
        return Reply.of(
            _(
                "%(code)s has been passed on to %(agency)s; the citizen is told.",
                code=shown(petition.code),
                agency=self.staff.names.agency(petition.agency),
            )
        )

    def alike(self, petition: Petition, others: Sequence[Petition], now: datetime) -> Reply:
        """To which of the look-alikes it may be joined."""
        blocks = [Block(_("%(code)s: join it to which one? One answer then reaches all.", code=shown(petition.code)))]
        blocks += [Block(f"{self.staff.title(other, now)}\n{beginning(other)}") for other in others]
        buttons = (
            Button(_("Join to %(code)s", code=shown(other.code)), f"s:into:{petition.id}:{other.id}")
            for other in others
        )
        return Reply(tuple(blocks), tuple((button,) for button in buttons))

    def joined(self, petition: Petition, root: Petition) -> Reply:
        """It has been joined."""
        return Reply.of(
            _("%(code)s is joined to %(root)s.", code=shown(petition.code), root=shown(root.code)),
        )

    def blocking(self, petition: Petition, reason: str | None = None) -> Reply:
        """Why the sender should be blocked, or for how long."""
        code, start = shown(petition.code), f"s:block:{petition.id}"
        if reason is None:
            buttons = (Button(label, f"{start}:{key}") for key, label in block_reasons().items())
            return Reply((Block(_("Why block the sender of %(code)s?", code=code)),), tuple((b,) for b in buttons))
        days = [
            Button(ngettext("%(n)s day", "%(n)s days", number), f"{start}:{reason}:{number}") for number in BLOCK_DAYS
        ]
        return Reply((Block(_("For how long block the sender of %(code)s?", code=code)),), rows(*days))

    def blocked(self, petition: Petition, until: datetime) -> Reply:
        """The sender is blocked."""
        return Reply.of(
            _(
                "The sender of %(code)s can send nothing until %(date)s.",
                code=shown(petition.code),
                date=format_date(until.date()),
            )
        )

    def unblocked(self, petition: Petition) -> Reply:
        """The sender may send again."""
        return Reply.of(_("The sender of %(code)s can send petitions again.", code=shown(petition.code)))

    def numbers(self, found: Sequence[str]) -> str:
        """The numbers themselves, for the eyes of who pressed."""
        return "\n".join(found) or _("There are no numbers.")
