"""Receiving updates that Telegram posts: kept before the 200, from nobody but Telegram."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from handlers.reception import Reception

MOST_BYTES = 1024 * 1024
"""An update is some kilobytes: files do not come through the webhook."""
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@asynccontextmanager
async def listening(host: str, port: int, path: str, secret: str, reception: Reception) -> AsyncIterator[None]:
    """Listens inside the block for what Telegram posts to `path` with the `secret`. Raises OSError."""
    application = Application(
        [(path, _Updates, {"secret": secret, "reception": reception})],
        log_function=lambda _handler: None,
        default_handler_class=_Nothing,
    )
    server = HTTPServer(application, max_body_size=MOST_BYTES, max_buffer_size=MOST_BYTES)
    server.listen(port, host)
    try:
        yield
    finally:
        server.stop()
        await server.close_all_connections()


def unguessable_path(path: str) -> str:
    """`path` and a new part behind it that nobody can guess."""
    return f"{path.rstrip('/')}/{secrets.token_urlsafe(24)}"


class _Nothing(RequestHandler):
    """Every other path."""

    def prepare(self) -> None:
        self.send_error(404)

    def write_error(self, status_code: int, **_more: object) -> None:  # noqa: ARG002
        self.finish()


class _Updates(RequestHandler):
    """The one path; tornado refuses every method but POST with 405."""

    def initialize(self, secret: str, reception: Reception) -> None:
        self._secret = secret
        self._reception = reception

    def write_error(self, status_code: int, **_more: object) -> None:  # noqa: ARG002
        self.finish()

    async def post(self) -> None:
        """Keeps the update; 403 without the secret, 400 for what is none, 503 when it cannot be kept."""
        given = self.request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            self.send_error(403)
            return
        try:
            update = json.loads(self.request.body)
        except ValueError:
            self.send_error(400)
            return
        await self._reception.room()
        if await self._reception.take([update]) is None:
            self.send_error(503)
