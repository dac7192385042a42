"""Putting the services together that the handlers call: the same for the bot, the terminal and the tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.asking import Asking
from bot.browsing import Browsing
from bot.calendar_file import CalendarFile
from bot.charts import can_draw
from bot.officials import Officials
from bot.petitions.catalogue import Catalogue
from bot.petitions.citizen_side import CitizenSide
from bot.petitions.inquiring import Inquiring
from bot.petitions.privacy import Privacy
from bot.petitions.staff import Staff
from bot.reminders.focal_side import FocalSide
from bot.reminders.parts import Reminding
from bot.settings import Settings
from bot.store import Store
from handlers.context import Deps
from knowledge import Knowledge
from knowledge.answering import Engine


def services(
    store: Store,
    settings: Settings,
    knowledge: Knowledge,
    engine: Engine,
    clock: Callable[[], datetime],
    draws: Callable[[], bool] = can_draw,
) -> Deps:
    """The services over an open store.

    `clock` gives the moment in UTC, `draws` tells whether charts can be made. Raises SettingsError when the
    corrections of the calendar in DATA_DIR cannot be read.
    """
    calendar = CalendarFile(settings.data_dir, ZoneInfo(settings.timezone))
    officials = Officials.over(store, settings.owner_ids, settings.timezone, Catalogue(knowledge))
    focal_side = FocalSide.over(officials.access, officials.inviting, knowledge, calendar, settings.data_dir)
    reminding = Reminding.over(store, knowledge, settings, calendar)
    asking = Asking(engine, knowledge, store, reminding.due_dates)
    staff = Staff.over(store, knowledge, settings, calendar)
    return Deps(
        asking=asking,
        browsing=Browsing(knowledge, settings.timezone),
        knowledge=knowledge,
        store=store,
        settings=settings,
        clock=clock,
        officials=officials,
        citizens=CitizenSide.over(store, asking, staff.cards, settings.timezone, calendar),
        staff=staff,
        inquiring=Inquiring.over(staff.cards, knowledge, draws),
        privacy=Privacy.over(staff.cards, knowledge),
        reminding=reminding,
        focal_side=focal_side,
    )


def take_over_plan(deps: Deps) -> None:
    """Keeps the deadlines that the plan sets, and its agencies where there never was a list."""
    deps.focal_side.agencies.seed(deps.clock())
    deps.reminding.plan_rules.follow(deps.knowledge.deadlines, deps.clock())
