"""The parts of reminders, put together once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

from bot.access import Access
from bot.calendar_file import CalendarFile
from bot.charts import can_draw
from bot.deadlines import DueDates
from bot.reminders.changing import Changing
from bot.reminders.completing import Completing
from bot.reminders.deadline_facts import DeadlineFacts
from bot.reminders.deadlines import Deadlines
from bot.reminders.judging import Judging
from bot.reminders.overseeing import Overseeing
from bot.reminders.owings import Owings
from bot.reminders.plan_rules import PlanRules
from bot.reminders.planning import Planning
from bot.reminders.recipients import Recipients
from bot.reminders.reminder_pages import ReminderPages
from bot.reminders.report_buttons import ReportButtons
from bot.reminders.report_cards import ReportCards
from bot.reminders.report_notices import ReportNotices
from bot.reminders.report_pages import ReportPages
from bot.reminders.report_words import ReportWords
from bot.reminders.reporting import Reporting
from bot.reminders.snooze_pages import SnoozePages
from bot.reminders.snoozing import Snoozing
from bot.settings import Settings
from bot.store import Store
from knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Reminding:
    """What handlers and the command line need of it."""

    planning: Planning
    deadlines: Deadlines
    due_dates: DueDates
    plan_rules: PlanRules
    overseeing: Overseeing
    report_buttons: ReportButtons
    report_words: ReportWords

    @classmethod
    def over(cls, store: Store, knowledge: Knowledge, settings: Settings, calendar: CalendarFile | None = None) -> Self:
        """The parts over one store; without `calendar` they have one of their own.

        Raises SettingsError when the corrections of the calendar cannot be read.
        """
        access = Access(store, frozenset(settings.owner_ids))
        calendar = calendar or CalendarFile(settings.data_dir, ZoneInfo(settings.timezone))
        calendar()
        due_dates = DueDates(knowledge, calendar, access)
        recipients = Recipients(store, access.owners)
        planning = Planning(store, calendar, recipients, ReminderPages(due_dates.source))
        changing = Changing(store, planning, DeadlineFacts(due_dates.source), settings.data_dir)
        overseeing = Overseeing.over(access, planning, due_dates, can_draw)
        buttons, words = report_parts(access, planning, knowledge)
        rules = PlanRules(changing)
        return cls(planning, Deadlines(access, changing), due_dates, rules, overseeing, buttons, words)


def report_parts(access: Access, planning: Planning, knowledge: Knowledge) -> tuple[ReportButtons, ReportWords]:
    """What is pressed, written and sent about reports."""
    owings, pages = Owings(access, planning), ReportPages(knowledge)
    notices = ReportNotices(owings, planning.recipients, ReportCards())
    completing = Completing(owings, notices, pages)
    parts = (
        Reporting(owings, completing),
        completing,
        Judging(owings, notices, pages),
        Snoozing(owings, planning.pages, SnoozePages()),
    )
    return ReportButtons(*parts), ReportWords(*parts)
