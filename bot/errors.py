"""What can go wrong in the bot itself. The text of each error is one clear sentence for a person."""

from __future__ import annotations


class BotError(Exception):
    """Something went wrong that a person can be told in one sentence."""


class SettingsError(BotError):
    """A setting is missing or cannot be used."""


class StoreError(BotError):
    """The database cannot be opened, read or replaced."""


class AlreadyRunning(BotError):
    """The bot is already at work with this data folder."""


class ServingError(BotError):
    """The messenger refuses the bot, or cannot be reached."""


class NotAllowed(BotError):
    """This person may not do this."""


class NotFound(BotError):
    """What was asked for does not exist, or does not exist any more."""
