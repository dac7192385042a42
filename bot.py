"""The command line, and where the parts of the bot are put together.

Each command imports what it needs: `ask` starts without the messenger and without the database.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click
from click_default_group import DefaultGroup

from bot.commands import OFFLINE, load
from bot.errors import BotError, SettingsError
from bot.i18n import gettext as _
from bot.petition_commands import COMMANDS
from bot.problems import told
from bot.reminders.agency_commands import agencies
from bot.streams import speak_utf8
from knowledge.errors import KnowledgeError

if TYPE_CHECKING:
    from bot.settings import Settings
    from handlers.context import Deps

FAILED, BAD_USAGE = 1, 2


class Commands(DefaultGroup):  # type: ignore[misc]  # the package has no types
    """Says what went wrong in a line instead of a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; exits with FAILED or BAD_USAGE when it cannot do its work."""
        try:
            return super().invoke(ctx)
        except KnowledgeError as error:
            click.echo(told(error.problems), err=True)
            ctx.exit(BAD_USAGE)
        except BotError as error:
            click.echo(str(error), err=True)
            ctx.exit(BAD_USAGE if isinstance(error, SettingsError) else FAILED)
        except Exception as error:
            line = _about_the_disk(error)
            if line is None:
                raise
            click.echo(line, err=True)
            ctx.exit(FAILED)


def _about_the_disk(error: Exception) -> str | None:
    """The sentence for an error of the database that comes from its disk or file; None for any other."""
    if "sqlite3" not in sys.modules:
        return None
    from bot.settings import load_settings
    from bot.store.database import FILE, is_trouble, unusable

    return unusable(load_settings().data_dir / FILE, error) if is_trouble(error) else None


main: click.Group = Commands(
    "bot.py",
    default="run",
    default_if_no_args=True,
    help=_("Trợ lý Dân vận: answers from the plan on mass mobilisation by government."),
)


@main.command(help=_("Serve Telegram; without BOT_TOKEN, open the bot in the terminal."))
def run() -> None:
    """Serve Telegram; without BOT_TOKEN, open the bot in the terminal."""
    from bot.settings import load_settings

    settings = load_settings()
    if settings.bot_token is None:
        click.echo(_("BOT_TOKEN is not set, so the bot opens here in the terminal."), err=True)
        click.echo(_("To serve Telegram: get a token from @BotFather and write BOT_TOKEN=… into .env."), err=True)
        _converse(settings)
        return
    from handlers.serving import serve

    _set_up_logging(settings, settings.log_level)
    with _deps(settings) as deps:
        serve(deps, settings.bot_token.get_secret_value())


@main.command(help=_("Talk to the bot here, without a network."))
def chat() -> None:
    """Talk to the bot here, without a network."""
    from bot.settings import load_settings

    _converse(load_settings())


@main.command(help=_("Tell what is wrong with this installation."))
def doctor() -> None:
    """Tell what is wrong with this installation."""
    from bot.doctor import examine
    from bot.settings import load_settings

    settings = load_settings()
    hooks = [_telegram_reached, _known_to_telegram] if settings.bot_token else []
    findings = [*examine(settings, datetime.now(UTC), *hooks)]
    for finding in findings:
        click.echo(f"{'✓' if finding.good else '✗'} {finding.text}")
    if not all(finding.good for finding in findings):
        sys.exit(FAILED)


def _telegram_reached(settings: Settings) -> str:
    from handlers.reach import reached

    return reached(settings, lambda: datetime.now(UTC))


def _known_to_telegram(settings: Settings) -> str:
    from handlers.serving import name_in_telegram

    assert settings.bot_token is not None
    name = name_in_telegram(settings, settings.bot_token.get_secret_value())
    return _("Telegram knows the bot as @%(name)s.", name=name)


def _converse(settings: Settings) -> None:
    from handlers.terminal import chat as talk

    # The lines of an ordinary day would stand between those of the conversation.
    _set_up_logging(settings, "WARNING" if settings.log_level == "INFO" else settings.log_level)
    with _deps(settings) as deps:
        talk(deps)


@contextmanager
def _deps(settings: Settings) -> Iterator[Deps]:
    from bot.lock import only_one
    from bot.store import open_store
    from handlers.assembling import services, take_over_plan

    knowledge, engine = load()
    with only_one(settings.data_dir):
        store = open_store(settings.data_dir, datetime.now(UTC))
        try:
            deps = services(store, settings, knowledge, engine, lambda: datetime.now(UTC))
            take_over_plan(deps)
            yield deps
        finally:
            store.close()


def _set_up_logging(settings: Settings, level: str) -> None:
    from bot.logs import set_up_logging

    secrets = [secret.get_secret_value() for secret in (settings.bot_token, settings.webhook_secret) if secret]
    set_up_logging(level, settings.log_format, [*secrets, settings.telegram_proxy or ""])


for command in (*OFFLINE, *COMMANDS, agencies):
    main.add_command(command)

if __name__ == "__main__":
    speak_utf8()
    main(prog_name="bot.py")
