"""Serving Telegram: start, long polling or webhook, and an orderly stop."""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
from collections.abc import Awaitable, Callable
from typing import cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Updater

from bot.errors import ServingError
from bot.i18n import DEFAULT, SUPPORTED, use_locale
from bot.i18n import gettext as _
from bot.nightly import Nightly, kept_nightly
from bot.settings import Settings
from handlers.application import build_application
from handlers.context import App, Deps
from handlers.polling import ALLOWED_UPDATES, LONGEST_PAUSE, Poller
from handlers.processor import PerChat
from handlers.requests import connections
from handlers.start import COMMANDS

STOP_SECONDS = 7.0
"""For finishing what was begun; container managers kill after 10 seconds."""

log = logging.getLogger(__name__)


def serve(deps: Deps, token: str) -> None:
    """Serves until SIGTERM or SIGINT. Raises ServingError when Telegram refuses the token."""
    asyncio.run(_until_told(run(deps, token)))


async def _until_told(work: Awaitable[None]) -> None:
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, task.cancel)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_args: loop.call_soon_threadsafe(task.cancel))
    try:
        await task
    except asyncio.CancelledError:
        log.info("stopped")


async def run(deps: Deps, token: str) -> None:
    """Serves until cancelled; what was begun is finished first. Raises ServingError."""
    try:
        nightly = Nightly(deps.settings.data_dir, ZoneInfo(deps.settings.timezone))
        async with connections(deps.settings.telegram_proxy) as (calls, updates), kept_nightly(nightly, deps.clock):
            await _run(build_application(deps, token=token, calls=calls, updates=updates), deps.settings)
    except InvalidToken as error:
        raise ServingError(_refused()) from error


async def _run(application: App, settings: Settings) -> None:
    poller = Poller(application, cast(PerChat, application.update_processor))
    await _connected(application.initialize)
    try:
        await application.start()
        await _announce(application)
        log.info("serving as @%s", application.bot.username)
        await (_by_webhook(application, settings) if settings.webhook_url else _by_polling(poller))
    finally:
        if await _finished(application):
            await poller.confirm()
        await application.shutdown()


async def _by_polling(poller: Poller) -> None:
    await _connected(poller.application.bot.delete_webhook)
    await poller.run()


async def _by_webhook(application: App, settings: Settings) -> None:
    host, _colon, port = settings.webhook_listen.rpartition(":")
    # Without a secret of the administrator's, each start has its own: setWebhook makes it known.
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else secrets.token_urlsafe(32)
    updater = cast(Updater, application.updater)
    await updater.start_webhook(
        listen=host,
        port=int(port),
        url_path=urlsplit(str(settings.webhook_url)).path.lstrip("/"),
        webhook_url=settings.webhook_url,
        secret_token=secret,
        allowed_updates=ALLOWED_UPDATES,
        bootstrap_retries=-1,
    )
    try:
        await asyncio.Event().wait()
    finally:
        await updater.stop()


async def _finished(application: App) -> bool:
    """Whether all that was begun came to its end in time."""
    if not application.running:
        return False
    try:
        await asyncio.wait_for(application.stop(), STOP_SECONDS)
    except TimeoutError:
        log.warning("stopping before everything in hand was answered")
        return False
    return True


async def _connected(call: Callable[[], Awaitable[object]]) -> None:
    """Repeats `call` until Telegram is reached. Raises InvalidToken."""
    pause = 1.0
    while True:
        try:
            await call()
            return
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("Telegram is not reached (%s: %.200s), trying again", type(error).__name__, error.message)
        await asyncio.sleep(pause)
        pause = min(LONGEST_PAUSE, pause * 2)


async def _announce(application: App) -> None:
    """Puts the commands into Telegram's menu, in every language."""
    for language in SUPPORTED:
        with use_locale(language):
            commands = [BotCommand(name, describe()) for name, describe in COMMANDS]
        try:
            await application.bot.set_my_commands(commands, language_code=None if language == DEFAULT else language)
        except TelegramError as error:
            log.warning("the menu of commands could not be set (%s)", type(error).__name__)


def name_in_telegram(settings: Settings, token: str) -> str:
    """The name under which Telegram knows the bot. Raises ServingError when it tells none."""

    async def ask() -> str:
        async with connections(settings.telegram_proxy) as (calls, updates):
            bot = Bot(token, f"{settings.telegram_api_url}/bot", request=calls, get_updates_request=updates)
            await bot.initialize()
            return bot.username

    try:
        return asyncio.run(ask())
    except InvalidToken as error:
        raise ServingError(_refused()) from error
    except TelegramError as error:
        raise ServingError(_("Telegram is not reached: %(error)s", error=error.message)) from error


def _refused() -> str:
    return _("Telegram does not accept the token in BOT_TOKEN. Please check it with @BotFather.")
