"""The HTTP side of the Bot API: a bounded pool, and answers that cannot stop or betray the bot."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram import Update
from telegram.error import NetworkError
from telegram.request import BaseRequest, HTTPXRequest

from handlers.processor import IN_FLIGHT

log = logging.getLogger(__name__)


class BotRequest(HTTPXRequest):
    """Calls of the Bot API. What cannot be read is reported without its content: it may be private."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON. Raises NetworkError if it is none (a network's login page, for one)."""
        return _read(payload)


class UpdatesRequest(HTTPXRequest):
    """getUpdates, where an update that the library cannot build is passed on as its bare number.

    Otherwise the library would ask for that same update again and again, and nothing behind it
    would ever be seen.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON, with updates in it that can be built. Raises NetworkError if it is none."""
        answer = _read(payload)
        if isinstance(answer.get("result"), list):
            answer["result"] = [_buildable(update) for update in answer["result"]]
        return answer


@asynccontextmanager
async def connections(proxy: str | None) -> AsyncIterator[tuple[BaseRequest, BaseRequest]]:
    """The connections for calls (at most IN_FLIGHT at once, others wait) and for getUpdates.

    The library closes them only if its start succeeded; here they are closed in any case.
    """
    calls = BotRequest(
        connection_pool_size=IN_FLIGHT,
        proxy=proxy,
        connect_timeout=10,
        read_timeout=20,
        write_timeout=20,
        pool_timeout=60,
    )
    updates = UpdatesRequest(connection_pool_size=1, proxy=proxy, connect_timeout=10, read_timeout=10, pool_timeout=10)
    try:
        yield calls, updates
    finally:
        await calls.shutdown()
        await updates.shutdown()


def _read(payload: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(payload.decode("utf-8", "replace"))
    except ValueError as error:
        raise NetworkError("Invalid server response") from error
    if not isinstance(answer, dict):
        raise NetworkError("Invalid server response")
    return answer


def _buildable(update: dict[str, Any]) -> dict[str, Any]:
    try:
        Update.de_json(update, None)
    except Exception as error:  # noqa: BLE001 - whatever the library trips over
        log.warning("update %s cannot be read (%s) and is left out", update.get("update_id"), type(error).__name__)
        return {"update_id": update["update_id"]}
    return update
