"""The officials' side put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

from bot.access import Access
from bot.calendar_file import CalendarFile
from bot.official_pages import OfficialPages
from bot.petitions.blocking import Blocking
from bot.petitions.cards import Cards
from bot.petitions.catalogue import Catalogue
from bot.petitions.citizen_pages import CitizenPages
from bot.petitions.correcting import Correcting
from bot.petitions.correction_pages import CorrectionPages
from bot.petitions.desk import Desk
from bot.petitions.endings import Endings
from bot.petitions.joining import Joining
from bot.petitions.lateness import Lateness
from bot.petitions.likeness import Likeness
from bot.petitions.notices import Notices
from bot.petitions.officer_pages import OfficerPages
from bot.petitions.pressing import Pressing
from bot.petitions.promising import Promising
from bot.petitions.routing import Routing
from bot.petitions.setting_desk import SettingDesk
from bot.petitions.staff_pages import StaffPages
from bot.petitions.watch_pages import WatchPages
from bot.petitions.watching import Watching
from bot.petitions.writing import Writing
from bot.settings import Settings
from bot.store import Store
from bot.working_days import WorkingDays
from knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Staff:
    """What the handlers call, and `cards` for the citizens' side (see StaffSide)."""

    cards: Cards
    pressing: Pressing
    writing: Writing
    setting: SettingDesk
    watching: Watching

    @classmethod
    def over(
        cls,
        store: Store,
        knowledge: Knowledge,
        settings: Settings,
        calendar: Callable[[], WorkingDays] | None = None,
    ) -> Self:
        """The officials' side over the store and the knowledge; `calendar` gives the offices' as it is known now."""
        catalogue = Catalogue(knowledge)
        calendar = calendar or CalendarFile(settings.data_dir, ZoneInfo(settings.timezone))
        access = Access(store, frozenset(settings.owner_ids))
        who = OfficialPages(access, {}, settings.timezone).who
        pages = StaffPages(catalogue, who, settings.timezone)
        cards = Cards(store, Routing(access, settings.staff_chat_id), Likeness(store), pages, settings)
        notices = Notices(store, CitizenPages(catalogue, settings.timezone))
        desk = Desk(access, cards, notices, OfficerPages(pages))
        correcting = Correcting(desk, CorrectionPages(pages), Promising(calendar, catalogue.working_days))
        writing = Writing(desk, correcting)
        watch_pages = WatchPages(pages)
        lateness = Lateness(store, cards, watch_pages, calendar)
        setting = SettingDesk(cards)
        watching = Watching(lateness, Endings(store, cards, notices, watch_pages), setting)
        pressing = Pressing(desk, writing, Blocking(desk), correcting, Joining(desk))
        return cls(cards, pressing, writing, setting, watching)
