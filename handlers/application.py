"""Putting the Telegram application together."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from telegram import LinkPreviewOptions
from telegram.ext import ApplicationBuilder, ContextTypes, Defaults
from telegram.request import BaseRequest

from handlers import (
    browse,
    deadlines,
    desk,
    figures,
    focal_points,
    inline,
    language,
    officials,
    personal_data,
    petitions,
    progress,
    questions,
    reports,
    start,
    unsupported,
)
from handlers.context import App, Context, Deps, LocalisedApplication

# The first that fits handles an update: links of invitations before the bare /start, what officers write below cards,
# then commands and buttons, then what is written or sent in private, then words in groups, then all the rest.
FEATURES = (
    focal_points,
    officials,
    desk,
    start,
    deadlines,
    reports,
    progress,
    browse,
    language,
    figures,
    personal_data,
    petitions,
    questions,
    inline,
    unsupported,
)

# Tried before these, one after the other: each takes only what belongs to something it is in the middle of.
TAKING = (focal_points, progress, reports, deadlines)


def build_application(deps: Deps, *, token: str, calls: BaseRequest, updates: BaseRequest) -> App:
    """The application with all handlers, not yet started.

    `calls` and `updates` are the connections to Telegram, the second for getUpdates.
    """
    settings = deps.settings
    application: App = (
        ApplicationBuilder()
        .application_class(LocalisedApplication)
        .context_types(ContextTypes(context=Context))
        .token(token)
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .request(calls)
        .get_updates_request(updates)
        .updater(None)
        .defaults(
            Defaults(tzinfo=ZoneInfo(settings.timezone), link_preview_options=LinkPreviewOptions(is_disabled=True))
        )
        .job_queue(None)
        .build()
    )
    application.bot_data["deps"] = deps
    for group, taking in enumerate(TAKING, start=-len(TAKING)):
        application.add_handlers(taking.TAKERS, group)
    for feature in FEATURES:
        application.add_handlers(feature.HANDLERS)
    return application
