"""Telling the administrators what the running bot finds wrong with itself."""

from __future__ import annotations

import logging
from collections.abc import Callable

from bot.administrators import notify
from bot.replies import Reply
from bot.store.database import DatabaseError
from handlers.context import Deps

log = logging.getLogger(__name__)


def alarm(deps: Deps, subject: str, when: str, say: Callable[[], Reply]) -> None:
    """Stages what `say` says to each administrator, once for each `subject` and `when`.

    Of several that wait with the same subject only the newest is sent. When nothing can be kept, the log has to do.
    """
    try:
        with deps.store.db.atomic():
            notify(deps.store, deps.settings, f"{subject}:{when}", say, deps.clock(), collapse_key=subject)
    except DatabaseError as error:
        log.error("the administrators cannot be told (%s)", type(error).__name__)
