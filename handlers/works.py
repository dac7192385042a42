"""The parts between the inbox and Telegram, put together once for polling, webhook and terminal."""

from __future__ import annotations

import logging
from zoneinfo import ZoneInfo

from bot.flood import Flood
from bot.petitions.retention import Retention
from bot.reminders.progress_files import ProgressFiles
from bot.store.database import DatabaseError
from handlers.clerk import Clerk
from handlers.context import App, Deps
from handlers.dispatcher import Dispatcher
from handlers.draining import Drain
from handlers.handling import Handling
from handlers.janitor import Janitor
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
        progress = ProgressFiles(self.deps.reminding.overseeing.progress)
        stirred = self.dispatcher.stirred
        self.clerk = Clerk(store, self.deps.inquiring, progress, self.deps.settings, clock, stirred)
        months, zone = self.deps.knowledge.petitions.privacy.keep_months, ZoneInfo(self.deps.settings.timezone)
        self.janitor = Janitor(Retention(store, months), zone, clock)

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
