"""Folders that are for the bot alone."""

from __future__ import annotations

from pathlib import Path

from bot.errors import StoreError
from bot.i18n import gettext as _
from bot.store.trouble import why

BACKUPS = "backups"
"""The folder in DATA_DIR for the copies that the bot makes by itself."""


def make_private_folder(folder: Path) -> None:
    """Makes `folder` for its owner alone; one that exists is left as it is.

    Raises StoreError when it cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            _("The data folder %(path)s cannot be made: %(why)s.", path=folder, why=why(error, folder))
        ) from error
