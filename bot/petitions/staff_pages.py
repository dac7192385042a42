"""What officials read about petitions: the card, what happened, and what they are told of the citizen's doings.

Callback data (`<v>` is the last event that the card shows): `s:accept:<petition>:<v>`, `s:release:<petition>:<v>`,
`s:close:<petition>:<v>`, `s:write:<petition>:<use>`, `s:agencies:<petition>:<page>`, `s:alike:<petition>`,
`s:split:<petition>:<v>`, `s:numbers:<petition>`, `s:history:<petition>`, `s:fix:<petition>`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from textwrap import shorten
from zoneinfo import ZoneInfo

from bot.buttons import Row, rows
from bot.i18n import format_date, ngettext, short_date
from bot.i18n import gettext as _
from bot.petitions.catalogue import Catalogue
from bot.petitions.codes import shown
from bot.petitions.masking import mask, numbers
from bot.petitions.model import Event, Kind, Law, Petition
from bot.petitions.state_names import move_name, state_name
from bot.petitions.states import OPEN, Actor, Move, State
from bot.replies import Block, BlockKind, Button, Reply

NEAR = timedelta(days=2)
"""Before the due date; then the card turns yellow."""
BEGINNING = 80
"""Characters of a petition's words in a list."""


@dataclass(frozen=True, slots=True)
class CardView:
    """All that a card shows; `version` is the last event. `in_charge`: whether this is where it is handled now."""

    petition: Petition
    version: int
    alike: tuple[Petition, ...] = ()
    joined: tuple[Petition, ...] = ()
    root: Petition | None = None
    unreachable: bool = False
    in_charge: bool = True


@dataclass(frozen=True, slots=True)
class StaffPages:
    """The words for officials, in the language now in use; `who` gives the name of an official."""

    names: Catalogue
    who: Callable[[int], str]
    timezone: str

    def card(self, view: CardView, now: datetime) -> Reply:
        """The card of a petition, with the buttons for what can be done with it now."""
        petition = view.petition
        blocks = [
            Block(self.title(petition, now), BlockKind.STRONG),
            *self._warnings(view),
            Block(mask(petition.words), BlockKind.QUOTE),
            Block("\n".join(self._facts(petition))),
            *[Block(line, BlockKind.NOTE) for line in self._company(view, now)],
        ]
        return Reply(tuple(blocks), self._buttons(view))

    def gone(self, petition: Petition) -> Reply:
        """What stays of a card with officers of whose agency the petition is no more."""
        where = _("It is handled elsewhere now: %(agency)s.", agency=self.names.agency(petition.agency))
        return Reply((Block(shown(petition.code), BlockKind.STRONG), Block(where)))

    def title(self, petition: Petition, now: datetime) -> str:
        """The first line of a card, by which a person and the bot know the petition again."""
        parts = [self.names.kind(petition.kind), self.names.category(petition.category)]
        if petition.place:
            parts.append(self.names.place(petition.place))
        return f"{colour(petition, now)} {shown(petition.code)} · {' · '.join(parts)}"

    def line(self, petition: Petition, now: datetime) -> str:
        """The petition in a list: its title, how it stands, who handles it, and how its words begin."""
        facts = [state_name(petition.state), self._due(petition, now)]
        if petition.handler_id is not None:
            facts.append(self.who(petition.handler_id))
        return f"{self.title(petition, now)}\n   {', '.join(facts)}"

    def told(self, petition: Petition, event: Event) -> Reply | None:
        """What the officials are told of the citizen's doings, with their words; None for nothing to say."""
        code = shown(petition.code)
        says = {
            Move.ADD: _("➕ %(code)s: the citizen adds:", code=code),
            Move.SUPPLY: _("💬 %(code)s: the citizen replies:", code=code),
            Move.REOPEN: _("🔁 %(code)s: the citizen reopens it, the matter is not settled:", code=code),
            Move.WITHDRAW: _("↩️ %(code)s: the citizen has withdrawn it.", code=code),
            Move.RATE: _("⭐ %(code)s: the citizen rates the answer %(stars)s of 5.", code=code, stars=petition.rating),
        }
        if event.move not in says:
            return None
        words = [Block(mask(event.words), BlockKind.QUOTE)] if event.words else []
        return Reply((Block(says[event.move], BlockKind.STRONG), *words))

    def history(self, petition: Petition, events: Iterable[Event], now: datetime) -> Reply:
        """All that happened, also what the citizen does not see, and what else can be done."""
        lines = [self._event(event) for event in events]
        block = Button(_("Block the sender"), f"s:block:{petition.id}")
        unblock = Button(_("Unblock the sender"), f"s:unblock:{petition.id}")
        buttons = rows(block, unblock) if petition.person_id is not None else ()
        return Reply((Block(self.title(petition, now), BlockKind.STRONG), Block("\n".join(lines))), buttons)

    def moment(self, moment: datetime) -> str:
        """A moment by the clock here."""
        local = moment.astimezone(ZoneInfo(self.timezone))
        return f"{local:%H:%M} {short_date(local.date())}"

    def day(self, moment: datetime) -> str:
        """The day of a moment, here."""
        return format_date(moment.astimezone(ZoneInfo(self.timezone)).date())

    def value(self, field: str, value: str | None) -> str:
        """What a kind, a category or a place is called, by the name of its column."""
        if value is None:
            return _("not said")
        if field == "kind":
            return self.names.kind(Kind(value))
        return {"category": self.names.category, "place": self.names.place}[field](value)

    def _event(self, event: Event) -> str:
        line = f"• {self.moment(event.at)} – {move_name(event.move)}"
        if event.actor is Actor.OFFICER and event.actor_id is not None:
            line += f" ({self.who(event.actor_id)})"
        if event.move is Move.FORWARD:
            line += f" → {self.names.agency(str(event.details.get('to', '')))}"
        if event.details.get("competent"):
            line += f" → {event.details['competent']}"
        if event.move is Move.CHANGE:
            line += f" {self._corrected(event)}"
        words = mask(event.words) if event.words and event.actor is Actor.CITIZEN else event.words
        return f"{line}: {words}" if words else line

    def _corrected(self, event: Event) -> str:
        field, due = str(event.details["field"]), event.details.get("due")
        change = " → ".join(self.value(field, event.details[end]) for end in ("from", "to"))
        return change + (f" ({_('due %(date)s', date=self.day(datetime.fromisoformat(due)))})" if due else "")

    def _warnings(self, view: CardView) -> list[Block]:
        petition = view.petition
        warnings = []
        if petition.urgent:
            warnings.append(_("⚠️ There may be danger to life. The citizen was given the emergency numbers."))
        if petition.law is Law.DENUNCIATION:
            warnings.append(_("🔒 Looks like a denunciation: confidential. Please do not pass this message on."))
        elif petition.law is Law.COMPLAINT:
            warnings.append(_("ℹ️ Looks like a complaint; the citizen knows that a message here is no lawful form."))
        if view.unreachable:
            warnings.append(_("🚫 The citizen has blocked the bot: what you send does not arrive."))
        return [Block(text) for text in warnings]

    def _facts(self, petition: Petition) -> list[str]:
        sender = petition.sender_name or _("anonymous")
        contact = mask(petition.contact_phone) if petition.contact_phone else _("only through the bot")
        facts = [
            _("From: %(sender)s – contact: %(contact)s", sender=sender, contact=contact),
            _(
                "Came: %(came)s – answer due: %(due)s",
                came=self.moment(petition.received_at),
                due=self.moment(petition.due_at),
            ),
            _(
                "State: %(state)s – %(agency)s",
                state=state_name(petition.state),
                agency=self.names.agency(petition.agency),
            ),
        ]
        if petition.handler_id is not None:
            facts.append(_("Handled by: %(name)s", name=self.who(petition.handler_id)))
        return facts

    def _company(self, view: CardView, now: datetime) -> list[str]:
        lines = []
        if view.root is not None:
            lines.append(_("Joined to %(code)s: it is answered there.", code=shown(view.root.code)))
        if view.joined:
            codes = ", ".join(shown(petition.code) for petition in view.joined)
            lines.append(
                ngettext(
                    "%(n)s petition is joined to this one and gets the same answer: %(codes)s",
                    "%(n)s petitions are joined to this one and get the same answer: %(codes)s",
                    len(view.joined),
                    codes=codes,
                )
            )
        if view.alike:
            titles = "\n".join(f"– {self.title(petition, now)}" for petition in view.alike)
            lines.append(f"{_('Perhaps about the same:')}\n{titles}")
        if not view.in_charge:
            lines.append(_("It is handled elsewhere now: %(agency)s.", agency=self.names.agency(view.petition.agency)))
        return lines

    def _due(self, petition: Petition, now: datetime) -> str:
        days = (now - petition.due_at).days
        if petition.late(now):
            return ngettext("%(n)s day late", "%(n)s days late", max(days, 1))
        return _("due %(date)s", date=short_date(petition.due_at.astimezone(ZoneInfo(self.timezone)).date()))

    def _buttons(self, view: CardView) -> tuple[Row, ...]:
        petition, version = view.petition, view.version
        number = petition.id
        history = Button(_("History"), f"s:history:{number}")
        if not view.in_charge:
            return ((history,),)
        note = Button(_("Note"), f"s:write:{number}:note")
        correct = Button(_("Correct"), f"s:fix:{number}")
        if petition.state not in OPEN:
            return rows(*self._afterwards(petition, version), note, history)
        if view.root is not None:
            return rows(
                Button(_("Ask"), f"s:write:{number}:ask"),
                note,
                Button(_("Separate"), f"s:split:{number}:{version}"),
                correct,
                history,
            )
        return self._open_buttons(view, note, correct, history)

    def _open_buttons(self, view: CardView, note: Button, correct: Button, history: Button) -> tuple[Row, ...]:
        petition, version = view.petition, view.version
        number = petition.id
        first = []
        if petition.state in (State.RECEIVED, State.FORWARDED, State.REOPENED):
            first.append(Button(_("Take up"), f"s:accept:{number}:{version}"))
        elif petition.handler_id is not None:
            first.append(Button(_("Give up"), f"s:release:{number}:{version}"))
        more = [note, correct, Button(_("Decline"), f"s:write:{number}:decline")]
        if view.alike:
            more.append(Button(_("Join"), f"s:alike:{number}"))
        if numbers(petition.words) or petition.contact_phone:
            more.append(Button(_("See numbers"), f"s:numbers:{number}"))
        return (
            (*first, Button(_("Pass on"), f"s:agencies:{number}:0")),
            (Button(_("Ask"), f"s:write:{number}:ask"), Button(_("Answer"), f"s:write:{number}:answer")),
            *rows(*more, history),
        )

    def _afterwards(self, petition: Petition, version: int) -> list[Button]:
        buttons = []
        if petition.state is State.ANSWERED:
            buttons.append(Button(_("Correct the answer"), f"s:write:{petition.id}:answer"))
        if petition.state in (State.ANSWERED, State.DECLINED):
            buttons.append(Button(_("Close"), f"s:close:{petition.id}:{version}"))
        return buttons


def beginning(petition: Petition) -> str:
    """How the words of a petition begin, without numbers."""
    return shorten(mask(petition.words), BEGINNING, placeholder="…")


def colour(petition: Petition, now: datetime) -> str:
    """Green, yellow near the due date, red when late; what nobody needs to do anything about is white."""
    if petition.state is State.ANSWERED:
        return "✅"
    if not petition.open:
        return "⚪"
    if petition.late(now):
        return "🔴"
    return "🟡" if petition.due_at - now <= NEAR else "🟢"
