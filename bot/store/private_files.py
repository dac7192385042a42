"""Files that only their owner can read."""

from __future__ import annotations

import os
from pathlib import Path

from bot.errors import StoreError
from bot.i18n import gettext as _
from bot.store.trouble import why


def write_private(path: Path, content: bytes) -> None:
    """Writes `content` to a new file for its owner alone. Raises StoreError when that is not possible."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except OSError as error:
        raise StoreError(_("%(path)s cannot be written: %(why)s.", path=path, why=why(error, path))) from error
