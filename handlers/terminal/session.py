"""One conversation in the terminal: who is typing, where, and what becomes of each line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from bot.i18n import gettext as _
from bot.i18n import use_locale
from handlers.context import Deps
from handlers.terminal.files import Files
from handlers.terminal.hands import Hands
from handlers.terminal.line import Line
from handlers.terminal.methods import Methods
from handlers.terminal.names import GROUP, SELF, Names, is_official, spelled
from handlers.terminal.orders import Misunderstood, Order, help_text, order_of
from handlers.terminal.places import World
from handlers.terminal.screen import TerminalScreen
from handlers.terminal.staff import appoint, open_desk
from handlers.terminal.transport import InProcessTelegram


class Session:
    """One person types at a time, in one chat; what other chats are told is shown, too."""

    def __init__(self, deps: Deps, target: TextIO) -> None:
        self.several = False
        """Whether anybody but oneself took part."""
        self._deps = deps
        self._world, files = World(Names(deps.settings.data_dir)), Files()
        self._screen = TerminalScreen(self._world, target)
        self._line = Line(deps, InProcessTelegram(Methods(self._world, files, self._screen, self._now)))
        self._hands = Hands(self._world, self._screen, files, self._line, self._now)
        self._orders: dict[str, Callable[[Order], None]] = {
            "as": self._become,
            "group": self._enter_group,
            "forum": self._open_forum,
            "who": self._tell_who,
            "help": lambda _order: self.note(help_text()),
            "buttons": self._hands.take_up_buttons,
        }

    @property
    def prompt(self) -> str:
        """Who is typing, and where."""
        here = self._screen.here
        if here.id == SELF:
            return "> "
        with use_locale(self._language()):
            name = self._world.title(self._hands.person)
            return f"{name} @ {self._world.title(here.id)}> " if here.is_group else f"{name}> "

    async def open(self) -> None:
        """Makes the bot ready, and the group known to it."""
        await self._line.open()
        if not self._introduce():
            self.note(_("Careful: petitions written here reach the real officials of this installation."))

    async def close(self) -> None:
        """Ends the bot."""
        await self._line.close()

    def note(self, text: str) -> None:
        """Prints a word of the terminal itself."""
        self._screen.note(text)

    async def take(self, line: str) -> None:
        """Handles one line: an order, the number of a button, or words. Returns when all that is due was said."""
        with use_locale(self._language()):
            try:
                await self._handle(line)
            except Misunderstood as why:
                self.note(str(why))
            await self._line.run_dry()

    async def _handle(self, line: str) -> None:
        order = order_of(line)
        if order is None:
            await self._hands.type(line.strip())
        elif order.name == "clock":
            await self._line.tick()
        elif order.name in self._orders:
            self._orders[order.name](order)
        else:
            await self._hands.send(order)

    def _become(self, order: Order) -> None:
        name = spelled(order.words(_("Type the name behind it, such as :as lan")))
        self._hands.person = person = self._world.names.learn(name)
        if is_official(name):
            appoint(self._deps, person, name)
        self.several = True
        self._screen.go(self._world.place(person))

    def _enter_group(self, _order: Order) -> None:
        self.several = True
        self._screen.go(self._world.place(GROUP))

    def _open_forum(self, _order: Order) -> None:
        self._world.place(GROUP).is_forum = True
        self._introduce()
        self.note(_("The staff group has topics now."))

    def _introduce(self) -> bool:
        return open_desk(self._deps, self._world.title(GROUP), is_forum=self._world.place(GROUP).is_forum)

    def _tell_who(self, _order: Order) -> None:
        people = [
            _("%(name)s (yourself)", name=self._world.title(SELF)),
            *(
                _("%(name)s (official)", name=name) if is_official(name) else _("%(name)s (citizen)", name=name)
                for name in self._world.names.all()
            ),
        ]
        self.note("\n".join([*people, _("%(name)s (:group)", name=self._world.title(GROUP))]))

    def _language(self) -> str | None:
        return self._deps.store.people.language(self._hands.person)

    def _now(self) -> int:
        return int(self._deps.clock().timestamp())
