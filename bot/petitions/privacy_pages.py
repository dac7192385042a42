"""What people read about their own data.

Callback data: `d:data` all of mine, `d:erase` asks, `d:erase:<seconds>` erases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.buttons import rows
from bot.i18n import format_date, ngettext
from bot.i18n import gettext as _
from bot.petitions.catalogue import Catalogue
from bot.petitions.codes import shown
from bot.petitions.model import Kind
from bot.petitions.state_names import move_name, state_name
from bot.petitions.states import Move, State
from bot.replies import Block, BlockKind, Button, Reply
from knowledge.petition_models import PrivacyFile


@dataclass(frozen=True, slots=True)
class Stays:
    """What erasing a person does not take away: petitions and acts of office, without them; and a block that holds."""

    open: int
    ended: int
    blocked: bool
    in_office: bool


@dataclass(frozen=True, slots=True)
class PrivacyPages:
    """The words, in the language now in use; what is curated is in Vietnamese."""

    curated: PrivacyFile
    names: Catalogue
    timezone: str

    def policy(self) -> Reply:
        """What is kept, why, how long, who sees it, and the law."""
        months = self.curated.keep_months
        sections = [
            Block(f"{section.title}\n{section.text.replace('{months}', str(months))}") for section in self.curated.page
        ]
        also = _(
            "Questions to me stay for a year; what went to and fro is emptied after two days; the nightly copies of "
            "the database are gone after about five weeks."
        )
        law = "\n".join(f"– {reference}" for reference in self.curated.references)
        return Reply(
            (
                Block(_("Your privacy"), BlockKind.STRONG),
                *sections,
                Block(also),
                Block(law, BlockKind.SOURCE),
            ),
            rows(Button(_("My data"), "d:data"), Button(_("Erase my data"), "d:erase")),
        )

    def here(self) -> Reply:
        """The files with the person's own data follow."""
        return Reply.of(
            _("Here is all that I keep of you: one file to read, and the same for other programs (JSON)."),
            _("Files that you sent are listed; they are in this chat, above."),
        )

    def role_first(self) -> Reply:
        """Who holds a role is an official, and cannot vanish in between."""
        return Reply.of(
            _("You hold a role at the moment. Please give it back first: /vaitro"),
            _("After that, /xoadulieu erases your data."),
        )

    def ask(self, stays: Stays, asked_at: int) -> Reply:
        """What goes, what stays, and the one button."""
        goes = [
            _("your Telegram number and language"),
            _("your questions to me, drafts and files that were not sent"),
            _("your name, telephone number and chat in every petition"),
            _("the words, files and replies of petitions that have ended"),
        ]
        blocks = [
            Block(_("Erase all your data?"), BlockKind.STRONG),
            Block("\n".join([_("This goes, at once and for good:"), *(f"– {line}" for line in goes)])),
            Block("\n".join([_("This stays:"), *(f"– {line}" for line in self._staying(stays))])),
        ]
        if stays.open:
            blocks.append(
                Block(
                    _("After that I cannot bring you the answer any more, and you cannot follow the petition."),
                    BlockKind.STRONG,
                )
            )
        yes = Button(_("Erase my data for good"), f"d:erase:{asked_at}")
        return Reply(tuple(blocks), ((yes,), (Button(_("First send me my data"), "d:data"),)))

    def erased(self, still_open: int) -> Reply:
        """It is done."""
        lines = [_("Your data has been erased. I do not know you any more.")]
        if still_open:
            lines.append(
                ngettext(
                    "%(n)s petition stays with the agency, without your name.",
                    "%(n)s petitions stay with the agency, without your name.",
                    still_open,
                )
            )
        lines.append(_("The messages in this chat are yours: you can delete them in Telegram."))
        return Reply.of(*lines)

    def own_data(self, data: Mapping[str, Any]) -> str:
        """All that is kept, as a text to read."""
        person = data["person"]
        lines = [
            _("All that the mass mobilisation assistant keeps of you"),
            _("As of: %(time)s", time=self._time(data["as_of"])),
            _("Telegram number: %(number)s", number=data["telegram_id"]),
        ]
        if person is None:
            lines.append(_("Nothing else is kept of you as a person."))
        else:
            lines.append(_("First seen: %(time)s", time=self._time(person["first_seen_at"])))
            lines.append(_("Last seen: %(time)s", time=self._time(person["last_seen_at"])))
        for petition in data["petitions"]:
            lines += ["", *self._petition(petition)]
        if data["draft"]:
            lines += ["", _("A draft, begun: %(time)s", time=self._time(data["draft"]["started_at"]))]
            lines += [f"  {words}" for words in data["draft"]["words"]]
            lines += self._files(data["draft"]["files"])
        lines += self._list(_("Questions to me"), data["questions"], "asked_at", "text")
        lines += self._list(_("Roles"), data["roles"], "granted_at", "display_name", "role")
        lines += self._list(_("Places at agencies"), data["places"], "since", "agency")
        lines += self._list(_("Leading an agency"), data["leads"], "added_at", "name")
        lines += self._list(_("Reports"), data["reports"], "at", "title", "agency", "move")
        lines += self._list(_("Deadlines set"), data["deadlines"], "made_at", "title")
        lines += self._list(_("Messages to focal points"), data["broadcasts"], "made_at", "words")
        lines += self._list(_("Begun and not sent"), data["begun"], "touched_at", "awaiting")
        lines += self._list(_("Searches"), data["searches"], "at", "words")
        lines += self._list(_("Blocks"), data["blocks"], "made_at", "reason", "until")
        lines += self._list(_("Entries in the audit"), data["audit"], "at", "action", "outcome")
        return "\n".join(lines) + "\n"

    def _staying(self, stays: Stays) -> list[str]:
        lines = []
        if stays.open:
            lines.append(
                ngettext(
                    "%(n)s petition that is being handled: its words and files, without you, until it ends",
                    "%(n)s petitions that are being handled: their words and files, without you, until they end",
                    stays.open,
                )
            )
        if stays.ended:
            lines.append(
                ngettext(
                    "of %(n)s ended petition only its field, place, dates and the agency's answer, for the figures",
                    "of %(n)s ended petitions only their field, place, dates and the agency's answer, for the figures",
                    stays.ended,
                )
            )
        if stays.in_office:
            lines.append(_("what you did for an agency, such as reports, without you"))
        if stays.blocked:
            lines.append(_("the block on you, until it ends"))
        lines.append(_("in the audit, where there is an entry of you: your Telegram number without any words"))
        lines.append(_("in the nightly copies of the database: about five weeks more"))
        lines.append(_("in Telegram itself, also in the officials' group: the messages that were sent"))
        return lines

    def _petition(self, petition: Mapping[str, Any]) -> list[str]:
        place = self.names.place(petition["place"]) if petition["place"] else _("place not given")
        lines = [
            _("Petition %(code)s", code=shown(petition["code"])),
            f"  {self.names.kind(Kind(petition['kind']))} · {self.names.category(petition['category'])} · {place}",
            f"  {state_name(State(petition['state']))} · {self.names.agency(petition['agency'])}",
            "  " + _("Words: %(words)s", words=petition["words"]),
        ]
        if petition["sender_name"]:
            lines.append("  " + _("Your name: %(name)s", name=petition["sender_name"]))
        if petition["contact_phone"]:
            lines.append("  " + _("Your telephone number: %(number)s", number=petition["contact_phone"]))
        if petition["latitude"] is not None:
            lines.append("  " + _("Spot: %(spot)s", spot=f"{petition['latitude']}, {petition['longitude']}"))
        if petition["rating"]:
            words = petition["rating_words"] or ""
            lines.append("  " + _("Your rating: %(stars)s of 5. %(words)s", stars=petition["rating"], words=words))
        for event in petition["events"]:
            words = f": {event['words']}" if event["words"] else ""
            lines.append(f"  {self._time(event['at'])} – {move_name(Move(event['move']))}{words}")
            if event.get("competent"):
                lines.append("  " + _("Who is competent: %(who)s", who=event["competent"]))
        return [*lines, *self._files(petition["files"])]

    def _files(self, files: Sequence[Mapping[str, Any]]) -> list[str]:
        return ["  " + _("File: %(kind)s %(name)s", kind=file["kind"], name=file["name"] or "") for file in files]

    def _list(self, title: str, things: Sequence[Mapping[str, Any]], at: str, *columns: str) -> list[str]:
        if not things:
            return []
        lines = [f"  {self._time(thing[at])}: {' – '.join(str(thing[name]) for name in columns)}" for thing in things]
        return ["", title, *lines]

    def _time(self, text: str) -> str:
        local = datetime.fromisoformat(text).astimezone(ZoneInfo(self.timezone))
        return f"{local:%H:%M} {format_date(local.date())}"
