"""Broadcasts put into words: what focal points get, the preview, and how far it has come.

Callback data: `t:draft`, `t:words`, `t:who…` and `t:named…` (see `audience_pages`), `t:drop`, `t:send:<id>:<stamp>`,
`t:sent[:<id>:<page>]`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.buttons import rows
from bot.i18n import format_date, ngettext
from bot.i18n import gettext as _
from bot.paging import nearest_page, page_of, turning
from bot.reminders.audience_pages import shortened
from bot.reminders.deadline_facts import whom
from bot.reminders.model import Agency
from bot.replies import Block, BlockKind, Button, Reply
from bot.store.broadcasts import Broadcast, Delivery, Failure


@dataclass(frozen=True, slots=True)
class Addressed:
    """A focal point and the agency."""

    name: str
    agency: str


@dataclass(frozen=True, slots=True)
class BroadcastPages:
    """The words, in the language now in use; times by the clock of `zone`."""

    zone: ZoneInfo

    def message(self, words: str) -> Reply:
        """What focal points get."""
        return Reply((Block(_("📢 From those who coordinate the reports"), BlockKind.STRONG), Block(words)))

    def ask(self) -> Reply:
        """Asks for the words."""
        return Reply(
            (
                Block(_("What shall I tell the focal points? Please write it as they are to read it.")),
                Block(_("You look it over before anything is sent. To stop: /huy"), BlockKind.NOTE),
            ),
            rows(Button(_("Broadcasts sent before"), "t:sent")),
        )

    def not_understood(self, most: int) -> Reply:
        """What came cannot be sent."""
        return Reply.of(_("I need words for that, %(n)s characters at most.", n=most))

    def controls(
        self, draft: Broadcast, stamp: str, agencies: Sequence[Agency], people: int, *, by_night: bool
    ) -> Reply:
        """For whom it is and what can be done with it; the words themselves stand above, as everybody sees them."""
        blocks = [
            Block(_("They will see it just as above.")),
            Block(_("For: %(whom)s", whom=whom(draft.audience, agencies))),
        ]
        if by_night and people:
            blocks.append(Block(_("It is late: I send it in the morning."), BlockKind.NOTE))
        send = []
        if people:
            label = ngettext("✅ Send to %(n)s person", "✅ Send to %(n)s people", people)
            send = [(Button(label, f"t:send:{draft.id}:{stamp}"),)]
        else:
            blocks.append(Block(_("There is nobody to send it to: these agencies have no focal points (/daumoi).")))
        change = rows(
            Button(_("For whom"), "t:who"), Button(_("Write anew"), "t:words"), Button(_("Drop it"), "t:drop")
        )
        return Reply(tuple(blocks), (*send, *change))

    def dropped(self) -> Reply:
        """What was in the making is given up."""
        return Reply.of(_("All right, nothing was sent."))

    def listing(self, broadcasts: Sequence[Broadcast]) -> Reply:
        """Those that went out last, to be opened."""
        if not broadcasts:
            return Reply.of(_("No broadcast has been sent yet."))
        lines = [
            f"{place}. {self._time(one.sent_at or one.made_at)}: {shortened(' '.join(one.words.split()))}"
            for place, one in enumerate(broadcasts, start=1)
        ]
        buttons = [Button(str(place), f"t:sent:{one.id}:0") for place, one in enumerate(broadcasts, start=1)]
        return Reply((Block(_("Broadcasts"), BlockKind.STRONG), Block("\n".join(lines))), rows(*buttons))

    def report(
        self, broadcast: Broadcast, delivery: Delivery, names: Mapping[int, Addressed], number: int, now: datetime
    ) -> Reply:
        """How far it has come by now."""
        number = nearest_page(number, len(delivery.failures))
        figures = [
            _("Sent: %(n)s", n=delivery.sent),
            _("Waiting: %(n)s", n=delivery.waiting),
            _("Not sent: %(n)s", n=len(delivery.failures)),
        ]
        blocks = [
            Block(_("Broadcast of %(time)s", time=self._time(broadcast.sent_at or now)), BlockKind.STRONG),
            Block(broadcast.words, BlockKind.QUOTE),
            Block(_("As of %(time)s:", time=self._time(now)) + "\n" + "\n".join(figures)),
        ]
        if delivery.failures:
            lines = [f"{place}. {_failed(one, names)}" for place, one in page_of(delivery.failures, number)]
            blocks.append(Block("\n".join(lines)))
        blocks.append(Block(_("Who has read it is not known: Telegram does not tell."), BlockKind.NOTE))
        look = Button(_("Look again"), f"t:sent:{broadcast.id}:{number}")
        turn = turning(f"t:sent:{broadcast.id}", number, len(delivery.failures))
        return Reply(tuple(blocks), (*turn, *rows(look, Button(_("‹ Back"), "t:sent"))))

    def _time(self, moment: datetime) -> str:
        local = moment.astimezone(self.zone)
        return f"{local:%H:%M} {format_date(local.date())}"


def _failed(failure: Failure, names: Mapping[int, Addressed]) -> str:
    person = names.get(failure.person_id)
    who = f"{person.name} ({person.agency})" if person else _("somebody who is no focal point any more")
    return f"{who}: {reason(failure.error)}"


def reason(error: str) -> str:
    """Why a message did not go out; `error` is what the outbox notes."""
    kind = error.partition(":")[0]
    if kind == "Forbidden":
        return _("has blocked the bot, or closed the account")
    if kind == "expired":
        return _("could not be sent in time")
    if kind in ("NetworkError", "TimedOut", "RetryAfter"):
        return _("Telegram could not be reached")
    return _("Telegram refused it (%(error)s)", error=kind or "?")
