"""Serving Telegram: start, long polling or webhook, and an orderly stop."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import secrets
import signal
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot.administrators import backup_failed
from bot.errors import ServingError
from bot.i18n import DEFAULT, SUPPORTED, use_locale
from bot.i18n import gettext as _
from bot.nightly import Nightly, kept_nightly
from bot.settings import Settings
from handlers.aiohttp_request import AiohttpRequest
from handlers.alarms import alarm
from handlers.application import build_application
from handlers.context import Deps
from handlers.fetching import Fetching
from handlers.incoming import ALLOWED_UPDATES
from handlers.limiter import Limits
from handlers.pace import Pace
from handlers.polling import Poller
from handlers.requests import connections, downloading
from handlers.start import COMMANDS
from handlers.watchdog import watch
from handlers.webhook import listening, unguessable_path
from handlers.webhook_watch import WebhookWatch
from handlers.works import Works

LONGEST_PAUSE = 30.0

log = logging.getLogger(__name__)


def serve(deps: Deps, token: str, pace: Pace | None = None) -> None:
    """Serves until SIGTERM or SIGINT. Raises ServingError when Telegram refuses the token."""
    pace = pace or Pace(limits=Limits(per_second=deps.settings.messages_per_second))
    # What is loaded by now stays: the collector need not look at it again and again while people wait.
    gc.collect()
    gc.freeze()
    asyncio.run(_until_told(run(deps, token, pace)))


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


async def run(deps: Deps, token: str, pace: Pace | None = None) -> None:
    """Serves until cancelled; what is on its way is finished first. Raises ServingError."""
    try:
        nightly = Nightly(deps.settings.data_dir, ZoneInfo(deps.settings.timezone))
        async with (
            connections(deps.settings.telegram_proxy) as (calls, updates),
            downloading(deps.settings.telegram_proxy) as downloads,
            kept_nightly(nightly, deps.clock, lambda why: _tell_of_backup(deps, why)),
        ):
            application = build_application(deps, token=token, calls=calls, updates=updates)
            works = Works(application, pace or Pace())
            await _connected(application.initialize)
            try:
                await _serve(works, updates, downloads, token)
            finally:
                await application.shutdown()
    except InvalidToken as error:
        raise ServingError(_refused()) from error


def _tell_of_backup(deps: Deps, why: str) -> None:
    alarm(deps, "backup", str(deps.clock().date()), lambda: backup_failed(why))


async def _serve(works: Works, updates: BaseRequest, downloads: AiohttpRequest, token: str) -> None:
    bot, settings = works.application.bot, works.deps.settings
    works.begin()
    log.info("serving as @%s", bot.username)
    poller = Poller(
        updates,
        f"{settings.telegram_api_url}/bot{token}",
        works.reception,
        works.pace,
        on_line_back=works.line_is_back,
    )
    fetching = Fetching(works.deps, bot, downloads, works.pace)
    receiving = _by_webhook(works, settings) if settings.webhook_url else _by_polling(works, poller)
    try:
        clerk, janitor = works.clerk.run(works.pace.look_again), works.janitor.run()
        ticking = works.ticking.run()
        await _together(receiving, works.drain.run(), fetching.run(), ticking, clerk, janitor, _announce(bot))
    finally:
        await works.dispatcher.finish(works.pace.finish)
        await poller.confirm()


async def _by_polling(works: Works, poller: Poller) -> None:
    await _connected(works.application.bot.delete_webhook)
    await _together(poller.run(), _watchdog(works, lambda: poller.good_at))


async def _by_webhook(works: Works, settings: Settings) -> None:
    host, _colon, port = settings.webhook_listen.rpartition(":")
    # Without a secret of the administrator's, each start has its own: setWebhook makes it known.
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else secrets.token_urlsafe(32)
    address = unguessable_path(str(settings.webhook_url))
    async with listening(host, int(port), urlsplit(address).path, secret, works.reception):
        await _connected(
            lambda: works.application.bot.set_webhook(
                address, secret_token=secret, allowed_updates=list(ALLOWED_UPDATES)
            )
        )
        hook = WebhookWatch(works.application.bot, address, works.deps, works.pace.webhook_look)
        await _together(hook.run(), _watchdog(works, lambda: hook.good_at))


def _watchdog(works: Works, good_at: Callable[[], float]) -> Coroutine[Any, Any, None]:
    return watch(good_at, works.pace.line_silent, works.deps, os.environ)


async def _together(*works: Coroutine[Any, Any, None]) -> None:
    """Runs them side by side until all end or one raises, which ends the others."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


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


async def _announce(bot: Bot) -> None:
    """Puts the commands into Telegram's menu, in every language."""
    for language in SUPPORTED:
        with use_locale(language):
            commands = [BotCommand(name, describe()) for name, describe in COMMANDS]
        try:
            await bot.set_my_commands(commands, language_code=None if language == DEFAULT else language)
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
