"""What every handler is given: the services, and the types of the application that carries them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from telegram import CallbackQuery, Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.asking import Asking
from bot.browsing import Browsing
from bot.i18n import use_locale
from bot.officials import Officials
from bot.petitions.citizen_side import CitizenSide
from bot.petitions.inquiring import Inquiring
from bot.petitions.privacy import Privacy
from bot.petitions.staff import Staff
from bot.reminders.focal_side import FocalSide
from bot.reminders.parts import Reminding
from bot.settings import Settings
from bot.store import Store
from handlers.turns import Turn, current
from knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Deps:
    """The services that the handlers call; `clock` gives the present moment in UTC."""

    asking: Asking
    browsing: Browsing
    knowledge: Knowledge
    store: Store
    settings: Settings
    clock: Callable[[], datetime]
    officials: Officials
    citizens: CitizenSide
    staff: Staff
    inquiring: Inquiring
    privacy: Privacy
    reminding: Reminding
    focal_side: FocalSide


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """The context of an update, with the services."""

    @property
    def deps(self) -> Deps:
        """The services."""
        deps: Deps = self.bot_data["deps"]
        return deps

    @property
    def turn(self) -> Turn:
        """What this update leads to."""
        return current.get()


App: TypeAlias = Application[ExtBot[None], Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], None]


class LocalisedApplication(App):
    """Handles each update in the language of the person it comes from."""

    async def process_update(self, update: object) -> None:
        """As the base class does, within that language; without a person, in the default one."""
        deps: Deps = self.bot_data["deps"]
        person = update.effective_user if isinstance(update, Update) else None
        with use_locale(deps.store.people.language(person.id) if person else None):
            await super().process_update(update)

    async def process_error(self, update: object, error: Exception, *_more: Any, **_named: Any) -> bool:  # noqa: ARG002
        """Lets every error through: the caller rolls back what the handler did."""
        raise error


def pressed(update: Update) -> tuple[CallbackQuery, str]:
    """The pressed button's query, and its data behind the first colon."""
    query = update.callback_query
    assert query is not None
    return query, (query.data or "").partition(":")[2]
