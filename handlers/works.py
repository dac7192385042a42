"""The parts between the inbox and Telegram, put together once for polling, webhook and terminal."""

from __future__ import annotations

import logging

from bot.flood import Flood
from bot.store.database import DatabaseError
from handlers.context import App, Deps
from handlers.dispatcher import Dispatcher
from handlers.draining import Drain
from handlers.handling import Handling
from handlers.limiter import Limiter
from handlers.pace import Pace
from handlers.postman import Postman
from handlers.reception import Reception
from handlers.sending import Sender
from handlers.spell import Spell
from handlers.ticking import Ticking

log = logging.getLogger(__name__)


class Works:
    """Everything that turns kept updates into handled ones and kept replies into sent ones."""

    def __init__(self, application: App, pace: Pace) -> None:
        self.application = application
        self.pace = pace
        self.deps: Deps = application.bot_data["deps"]
        store, clock = self.deps.store, self.deps.clock
        sender = Sender(application.bot, Limiter(pace.limits), pace.resend)
        postman = Postman(store, sender, clock, pace, self.deps.settings.data_dir)
        spell = Spell(self.deps, sender, pace)
        handling = Handling(application, Flood(*pace.flood))
        self.dispatcher = Dispatcher(store.inbox, handling, postman, sender, spell, pace)
        self.reception = Reception(self.deps, self.dispatcher, spell)
        self.ticking = Ticking(self.deps, self.dispatcher.stirred.set, pace.tick)
        self.drain = Drain(store, self.dispatcher, postman, clock, pace)

    def begin(self) -> None:
        """Takes up what the last run left: replies that were on their way, and updates not done."""
        left = self.deps.store.outbox.recover(self.deps.clock())
        if left:
            log.warning("%s messages were on their way when the bot ended; they are sent again", left)
        self.dispatcher.refill()

    def line_is_back(self) -> None:
        """Sends at once what waits after a failure."""
        try:
            self.deps.store.outbox.hasten(self.deps.clock())
        except DatabaseError as error:
            log.warning("what waits cannot be hastened (%s)", type(error).__name__)
        self.dispatcher.stirred.set()
