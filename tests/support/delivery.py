"""How updates reach the bot: long polling and webhooks."""

import asyncio
import json
import re
from urllib.parse import urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

from tests.support.params import Params
from tests.support.world import ApiError, Json, World, bad_request

_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
_OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_PORTS = (80, 88, 443, 8443)


class Poll:
    """One getUpdates request that waits."""

    def __init__(self) -> None:
        """Start a request that nobody has ended."""
        self.ended_by: ApiError | None = None
        self.gone = False


class Delivery:
    """Hands the queued updates to the bot, by whichever way it asked for."""

    def __init__(self, world: World) -> None:
        """Take the world whose queue is delivered."""
        self.world = world
        self.closing = False
        self.poll: Poll | None = None
        self.webhook_retry_seconds = 0.05
        self.posting = False

    # ---- long polling

    async def get_updates(self, params: Params, poll: Poll) -> list[Json]:
        """Answer getUpdates: at once when there is something, else wait for up to timeout seconds.

        Raises ApiError 409 while a webhook is set, and in the request that waits when another one
        comes: the newer request wins.
        """
        world = self.world
        limit = min(max(params.integer("limit", 100), 1), 100)
        timeout = min(max(params.integer("timeout"), 0), 50)
        offset = params.integer("offset")
        with world.lock:
            if world.webhook:
                raise ApiError(409, _WEBHOOK_ACTIVE)
            self._note_allowed_updates(params)
            self._end_poll(_OTHER_POLLER)
            self.poll = poll
            world.wakeups.notify()
        confirm = offset

        def look() -> list[Json]:
            if poll.ended_by is not None:
                raise poll.ended_by
            if poll.gone or self.closing:
                raise ConnectionError
            nonlocal confirm
            updates = world.take(confirm, limit)
            # A negative offset drops what is older once, not again on every wake-up.
            confirm = max(confirm, 0)
            return updates

        try:
            return await world.wakeups.until(look, timeout)
        except TimeoutError:
            return []
        finally:
            with world.lock:
                if self.poll is poll:
                    self.poll = None
                    world.wakeups.notify()

    def _end_poll(self, description: str) -> None:
        if self.poll is not None:
            self.poll.ended_by = ApiError(409, description)
            self.poll = None
            self.world.wakeups.notify()

    def _note_allowed_updates(self, params: Params) -> None:
        # Left out means: as in the call before. It does not touch updates that are queued already.
        allowed = params.json("allowed_updates", "allowed updates")
        if isinstance(allowed, list):
            self.world.allowed_updates = [str(kind) for kind in allowed]

    # ---- webhook

    def set_webhook(self, params: Params) -> tuple[bool, str]:
        """Answer setWebhook with the result and its description; an empty URL deletes the webhook.

        HTTPS is demanded as by the real API, except toward this machine, where a Bot API server of
        one's own ("--local") takes plain HTTP and any port.
        """
        url = params.text("url").strip()
        if not url:
            return self.delete_webhook(params)
        parts = urlsplit(url)
        if parts.hostname not in ("127.0.0.1", "localhost"):
            if parts.scheme != "https":
                raise bad_request("bad webhook: HTTPS URL must be provided for webhook")
            if (parts.port or 443) not in _WEBHOOK_PORTS:
                raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        secret = params.text("secret_token")
        if len(secret) > 256:
            raise bad_request("secret token is too long")
        if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
            raise bad_request("secret token contains unallowed characters")
        with self.world.lock:
            self._note_allowed_updates(params)
            if params.boolean("drop_pending_updates"):
                self.world.pending.clear()
            self._end_poll("Conflict: terminated by setWebhook request")
            already = self.world.webhook.get("url") == url
            self.world.webhook = {
                "url": url,
                "secret": secret,
                "max_connections": params.integer("max_connections", 40),
            }
        return True, "Webhook is already set" if already else "Webhook was set"

    def delete_webhook(self, params: Params) -> tuple[bool, str]:
        """Answer deleteWebhook with the result and its description."""
        with self.world.lock:
            if params.boolean("drop_pending_updates"):
                self.world.pending.clear()
            was_set = bool(self.world.webhook)
            self.world.webhook = {}
        return True, "Webhook was deleted" if was_set else "Webhook is already deleted"

    def webhook_info(self) -> Json:
        """Answer getWebhookInfo."""
        world = self.world
        info: Json = {
            "url": world.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(world.pending),
        }
        for key in ("max_connections", "last_error_date", "last_error_message"):
            if key in world.webhook:
                info[key] = world.webhook[key]
        if world.allowed_updates:
            info["allowed_updates"] = world.allowed_updates
        return info

    async def run_webhook(self) -> None:
        """Post updates to the webhook one after another, each until it is answered with 2xx."""
        world = self.world
        client = AsyncHTTPClient(force_instance=True)
        pause = self.webhook_retry_seconds
        try:
            while True:
                webhook, update = await world.wakeups.until(self._next_post, None)
                self.posting = True
                error = await self._post(client, webhook, update)
                with world.lock:
                    self.posting = False
                    if error is None:
                        world.pending = [item for item in world.pending if item[1] is not update]
                        pause = self.webhook_retry_seconds
                    else:
                        webhook["last_error_date"] = world.now()
                        webhook["last_error_message"] = error
                    world.wakeups.notify()
                if error is not None:
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, 1.0)
        finally:
            self.posting = False
            client.close()

    def _next_post(self) -> tuple[Json, Json] | None:
        if self.world.webhook and self.world.pending:
            return self.world.webhook, self.world.pending[0][1]
        return None

    async def _post(self, client: AsyncHTTPClient, webhook: Json, update: Json) -> str | None:
        headers = {"Content-Type": "application/json"}
        if webhook["secret"]:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook["secret"]
        request = HTTPRequest(
            webhook["url"],
            method="POST",
            headers=headers,
            body=json.dumps(update),
            request_timeout=10,
            follow_redirects=False,
        )
        try:
            await client.fetch(request)
        except HTTPClientError as error:
            return f"Wrong response from the webhook: {error.code} {error.message}"
        except OSError as error:
            return f"Connection refused: {error}"
        return None
