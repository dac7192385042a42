"""What a person does in a chat: writes, presses, replies, changes what was written, sends things."""

from __future__ import annotations

from collections.abc import Callable

from bot.i18n import gettext as _
from bot.replies import Button
from handlers.terminal import messages
from handlers.terminal.files import Files
from handlers.terminal.line import Line
from handlers.terminal.names import SELF
from handlers.terminal.orders import Misunderstood, Order, coordinates
from handlers.terminal.places import Call, Numbers, World, buttons_of
from handlers.terminal.screen import TerminalScreen

UNNAMED = "tep.pdf"


class Hands:
    """Those of `person`, in the chat that the screen is at; each act is an update as Telegram sends it."""

    def __init__(self, world: World, screen: TerminalScreen, files: Files, line: Line, now: Callable[[], int]) -> None:
        self.person = SELF
        self._world, self._screen, self._files, self._line, self._now = world, screen, files, line, now
        self._writer = messages.Writer(world)
        self._presses = Numbers(since=0)

    async def type(self, text: str) -> None:
        """Presses the button with this number, or says the words."""
        here = self._screen.here
        buttons = here.buttons() if here.awaited is None else ()
        if text.isdecimal() and 1 <= int(text) <= len(buttons):
            await self._press(buttons[int(text) - 1])
        elif text:
            await self._send(messages.said(text))

    async def send(self, order: Order) -> None:
        """Sends what the order says. Raises Misunderstood."""
        rest, files = order.rest, self._files
        match order.name:
            case "reply":
                await self._reply(order)
            case "edit":
                await self._edit(order)
            case "photo":
                await self._send(messages.photo(files, rest))
            case "file":
                await self._send(messages.document(files, rest or UNNAMED))
            case "voice":
                await self._send(messages.voice(files))
            case "location":
                await self._send(messages.location(*coordinates(rest)))
            case "contact":
                phone = order.words(_("Type the number behind it, such as :contact 0912345678"))
                await self._send(messages.contact(self._world.person(self.person), phone))

    def take_up_buttons(self, order: Order) -> None:
        """Gives the numbers to the buttons of the message that is named. Raises Misunderstood."""
        here, (number, _rest) = self._screen.here, order.numbered()
        message = here.shown_as(number) if number is not None else here.keys
        if message is None or not buttons_of(message):
            raise Misunderstood(_("There are no buttons under that message."))
        here.keys, here.awaited = message, None
        self._screen.go(here)

    async def _reply(self, order: Order) -> None:
        here, (number, rest) = self._screen.here, order.numbered()
        if number is None:
            above = here.last(lambda message: message["from"]["id"] != self.person)
        else:
            above = here.shown_as(number)
        if above is None:
            raise Misunderstood(_("There is no such message here to reply to."))
        if not rest:
            raise Misunderstood(_("Type the words behind it, such as :reply Thank you"))
        await self._send(messages.said(rest), above)

    async def _edit(self, order: Order) -> None:
        here = self._screen.here
        words = order.words(_("Type the new words behind it, such as :edit Nguyễn Huệ street"))
        own = here.last(lambda message: message["from"]["id"] == self.person)
        if own is None:
            raise Misunderstood(_("You have not written anything here that could be changed."))
        await self._line.bring(here.id, {"edited_message": self._writer.edited(here, own, words, self._now())})

    async def _send(self, content: Call, above: Call | None = None) -> None:
        here = self._screen.here
        if above is None and here.awaited is not None:
            above = here.messages.get(here.awaited)
        here.awaited = None
        message = self._writer.message(here, self.person, content, self._now(), above)
        self._screen.numbered(here, message)
        await self._line.bring(here.id, {"message": message})

    async def _press(self, button: Button) -> None:
        here = self._screen.here
        query = {
            "id": str(self._presses.next()),
            "from": self._world.person(self.person),
            "chat_instance": str(here.id),
            "message": here.keys,
            "data": button.data,
        }
        await self._line.bring(here.id, {"callback_query": query})
