"""A Telegram for tests: an HTTP server on 127.0.0.1 that speaks the Bot API as the real one does.

What the real API refuses is refused here, with its error_code and description. A test plays people and
groups, the bot under test runs unchanged against `url`:

    async with TelegramServer() as server:
        lan = server.person(1001, first_name="Lan")
        ...start the bot with base_url=server.base_url, base_file_url=server.base_file_url...
        lan.says("/start")
        assert (await lan.receives()).text == "Xin chào"

`run_in_thread()` runs the same server in a thread of its own, `python -m tests.telegram_server` in a
process of its own.
"""

import argparse
import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Any, Self, TypeVar

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from tests.support.bot_methods import BotMethods
from tests.support.delivery import Delivery, Poll
from tests.support.faults import Fault, Faults, FloodLimits, error_body
from tests.support.params import Params, Upload
from tests.support.people import TINY_JPEG, Group, Person
from tests.support.world import DEFAULT_TOKEN, ApiError, Call, Chat, Json, Message, Query, Topic, World

__all__ = [
    "TINY_JPEG",
    "Call",
    "Fault",
    "FloodLimits",
    "Group",
    "Message",
    "Person",
    "Query",
    "TelegramServer",
    "Topic",
]

T = TypeVar("T")

_MAX_BODY = 200 * 1024 * 1024
_READS = ("get", "setwebhook", "deletewebhook", "logout", "close")


class TelegramServer:
    """The server, the people in it and a record of what the bot did.

    All methods for playing people may be called from any thread.
    """

    def __init__(
        self,
        token: str = DEFAULT_TOKEN,
        username: str = "tro_ly_thu_bot",
        first_name: str = "Trợ lý thử",
        port: int = 0,
    ) -> None:
        """Make a server for one bot; it listens after start(). Port 0 takes any free one."""
        self.world = World(token, username, first_name)
        self.faults = Faults()
        self.flood_limits = FloodLimits()
        self.delivery = Delivery(self.world)
        self.methods = BotMethods(self.world, self.flood_limits)
        self.latency = 0.0
        self.in_flight = 0
        self.port = port
        self._activity = 0
        self._people: dict[int, Person] = {}
        self._http: HTTPServer | None = None
        self._webhook_task: asyncio.Task[None] | None = None
        self._control = False

    # ---- running

    @property
    def token(self) -> str:
        """The token of the bot."""
        return self.world.token

    @property
    def url(self) -> str:
        """Where the server listens, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """base_url for python-telegram-bot."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """base_file_url for python-telegram-bot."""
        return f"{self.url}/file/bot"

    async def start(self) -> None:
        """Listen, in the running loop. After stop() it listens on the same port again, nothing lost."""
        self.delivery.closing = False
        routes: list[tuple[str, type[RequestHandler], dict[str, Any]]] = [
            (r"/bot([^/]*)/([^/]*)", _MethodHandler, {"server": self}),
            (r"/file/bot([^/]*)/(.+)", _FileHandler, {"server": self}),
        ]
        if self._control:
            routes.append((r"/control", _ControlHandler, {"server": self}))
        application = Application(
            list(routes), log_function=lambda _handler: None, default_handler_class=_NotFoundHandler
        )
        sockets = bind_sockets(self.port, "127.0.0.1")
        self.port = sockets[0].getsockname()[1]
        self._http = HTTPServer(application, max_buffer_size=_MAX_BODY)
        self._http.add_sockets(sockets)
        self._webhook_task = asyncio.create_task(self.delivery.run_webhook())

    async def stop(self) -> None:
        """Close all connections and stop listening; people, messages and the queue stay."""
        self.delivery.closing = True
        self.world.wakeups.notify()
        if self._webhook_task is not None:
            self._webhook_task.cancel()
            await asyncio.gather(self._webhook_task, return_exceptions=True)
        if self._http is not None:
            self._http.stop()
            await self._http.close_all_connections()
            self._http = None

    async def __aenter__(self) -> Self:
        """Start in the running loop."""
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        """Stop."""
        await self.stop()

    @contextmanager
    def run_in_thread(self) -> Iterator["TelegramServer"]:
        """Run the server in a thread of its own for the length of a with block."""
        ready = threading.Event()
        stopping: list[Callable[[], object]] = []
        failure: list[Exception] = []

        async def serve() -> None:
            done = asyncio.Event()
            loop = asyncio.get_running_loop()
            stopping.append(lambda: loop.call_soon_threadsafe(done.set))
            async with self:
                ready.set()
                await done.wait()

        def run() -> None:
            try:
                asyncio.run(serve())
            except Exception as error:  # noqa: BLE001 - raised again by the thread that waits
                failure.append(error)
            finally:
                ready.set()

        thread = threading.Thread(target=run, name="telegram-server", daemon=True)
        thread.start()
        ready.wait()
        if failure:
            raise failure[0]
        try:
            yield self
        finally:
            stopping[0]()
            thread.join(10)

    @asynccontextmanager
    async def unreachable(self) -> AsyncIterator[None]:
        """Refuse all connections for the length of an async with block, in the loop of the server."""
        await self.stop()
        try:
            yield
        finally:
            await self.start()

    # ---- people and groups

    def person(
        self,
        user_id: int,
        first_name: str = "Lan",
        last_name: str = "",
        username: str = "",
        language_code: str = "vi",
        wrote: bool = False,
    ) -> Person:
        """Return the person with this user id, making it at the first call.

        Who never wrote to the bot cannot be written to (403); wrote says that this one did, before
        the test.
        """
        with self.world.lock:
            if user_id not in self._people:
                profile: Json = {"id": user_id, "is_bot": False, "first_name": first_name}
                if last_name:
                    profile["last_name"] = last_name
                if username:
                    profile["username"] = username
                profile["language_code"] = language_code
                self.world.users[user_id] = profile
                self.world.chats[user_id] = Chat(id=user_id, type="private", person=profile)
                self._people[user_id] = Person(self.world, profile)
            person = self._people[user_id]
            person.chat.began = person.chat.began or wrote
            return person

    def group(
        self,
        chat_id: int,
        title: str = "Nhóm trực",
        forum: bool = False,
        members: list[Person] | None = None,
        admins: list[Person] | None = None,
        bot_status: str = "administrator",
        username: str = "",
    ) -> Group:
        """Make a group with the bot in it.

        An id at or below -1000000000000 makes a supergroup (only these can be forums), another negative
        id a basic group. Raises ValueError for other ids.
        """
        supergroup = chat_id <= -1_000_000_000_000
        if chat_id >= 0 or (forum and not supergroup):
            raise ValueError("a group has a negative id, a forum one at or below -1000000000000")
        chat = Chat(
            id=chat_id,
            type="supergroup" if supergroup else "group",
            title=title,
            username=username or None,
            is_forum=forum,
            members={person.id: person.profile for person in [*(members or []), *(admins or [])]},
            admins={person.id: "administrator" for person in admins or []},
            bot_status=bot_status,
        )
        with self.world.lock:
            self.world.chats[chat_id] = chat
        return Group(self.world, chat)

    def push(self, update: Json) -> Json | None:
        """Queue a raw update given without update_id, valid or not; see World.push."""
        return self.world.push(update)

    # ---- looking at what happened

    @property
    def calls(self) -> list[Call]:
        """All calls of the bot, oldest first."""
        return self.world.calls

    @property
    def sent(self) -> list[Call]:
        """The calls that did or should do something: no reads, no webhook settings."""
        return [call for call in self.calls if not call.method.lower().startswith(_READS)]

    def sent_by(self, method: str) -> list[Call]:
        """Return the recorded calls of one method."""
        return [call for call in self.calls if call.method.lower() == method.lower()]

    @property
    def unconfirmed(self) -> list[Json]:
        """The updates the bot has not confirmed (or its webhook not accepted)."""
        return [update for _, update in self.world.pending]

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:  # noqa: ASYNC109
        """Return the first true value of predicate, looked at after each change on the server.

        Raises TimeoutError with the last calls when it stays false. Works from any loop.
        """
        try:
            return await self.world.wakeups.until(predicate, timeout)
        except TimeoutError:
            raise TimeoutError(self._report(timeout)) from None

    def wait_for_blocking(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:
        """Like wait_for, for a thread without a loop while the server runs in another thread."""
        try:
            return self.world.wakeups.until_blocking(predicate, timeout)
        except TimeoutError:
            raise TimeoutError(self._report(timeout)) from None

    def _report(self, timeout: float) -> str:
        lines = [f"{call.method} {call.params} -> {call.description or call.result}" for call in self.sent[-8:]]
        return f"not within {timeout} s; {len(self.world.pending)} updates unconfirmed; last calls: {lines}"

    async def wait_until_quiet(self, timeout: float = 5.0, settle: float = 0.05) -> None:  # noqa: ASYNC109
        """Wait until the bot has nothing left to do.

        That is: every update confirmed, every callback and inline query answered or expired, no call
        under way, and no call begun or ended for settle seconds. Confirmed is not handled (the library
        confirms what is still in its own queue), hence settle, which each call starts anew: give more
        for handlers that work long before they call. Raises TimeoutError.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while True:
            await self.wait_for(self._idle, max(0.0, deadline - loop.time()))
            seen = self._activity
            try:
                await self.world.wakeups.until(partial(self._stirred, seen), settle)
            except TimeoutError:
                return

    def _stirred(self, seen: int) -> bool:
        return self._activity != seen or not self._idle()

    def _idle(self) -> bool:
        world = self.world
        oldest = world.clock() - world.query_lifetime
        queries = [*world.callback_queries.values(), *world.inline_queries.values()]
        waiting = [query for query in queries if not (query.answered or query.expired or query.asked_at < oldest)]
        return not (world.pending or waiting or self.in_flight or self.delivery.posting)

    def expire_queries(self) -> None:
        """Make all open callback and inline queries too old to answer."""
        with self.world.lock:
            for query in [*self.world.callback_queries.values(), *self.world.inline_queries.values()]:
                query.expired = True
            self.world.wakeups.notify()

    # ---- calls of the bot

    def perform(self, method: str, params: Params) -> tuple[Any, str | None]:
        """Carry out a method other than getUpdates; return result and description of the answer."""
        with self.world.lock:
            name = method.lower()
            if name == "setwebhook":
                return self.delivery.set_webhook(params)
            if name == "deletewebhook":
                return self.delivery.delete_webhook(params)
            if name == "getwebhookinfo":
                return self.delivery.webhook_info(), None
            return self.methods.call(method, params), None


class _NotFoundHandler(RequestHandler):
    """Answers every path that is not the Bot API's."""

    def prepare(self) -> None:
        self.set_status(404)
        self.set_header("Content-Type", "application/json")
        self.finish(error_body(404, "Not Found"))


class _MethodHandler(RequestHandler):
    """/bot<token>/<method>"""

    def initialize(self, server: TelegramServer) -> None:
        self.server = server
        self.poll: Poll | None = None

    def on_connection_close(self) -> None:
        # A bot that died must not count as one that still waits for updates.
        if self.poll is not None:
            self.poll.gone = True
            self.server.world.wakeups.notify()

    async def get(self, token: str, method: str) -> None:
        await self._serve(token, method)

    async def post(self, token: str, method: str) -> None:
        await self._serve(token, method)

    def _params(self) -> Params:
        params = Params({})
        for source in (self.request.query_arguments, self.request.body_arguments):
            for name, values in source.items():
                try:
                    params.values[name] = values[-1].decode()
                except UnicodeDecodeError:
                    raise ApiError(400, "Bad Request: strings must be encoded in UTF-8") from None
        for name, files in self.request.files.items():
            file = files[-1]
            params.files[name] = Upload(file.filename, file.content_type, file.body)
        if self.request.headers.get("Content-Type", "").startswith("application/json") and self.request.body:
            try:
                body = json.loads(self.request.body)
            except ValueError:
                raise ApiError(400, "Bad Request: can't parse request: invalid JSON") from None
            for name, value in body.items():
                if value is not None:
                    params.values[name] = value if isinstance(value, str) else json.dumps(value)
        return params

    def _answer(self, code: int, body: bytes, content_type: str = "application/json") -> None:
        self.set_status(code)
        self.set_header("Content-Type", content_type)
        self.finish(body)

    def _hang_up(self) -> None:
        self.detach().close()

    async def _serve(self, token: str, method: str) -> None:
        server = self.server
        digits, colon, secret = token.partition(":")
        if not (digits.isascii() and digits.isdigit() and colon and secret):
            self._answer(404, error_body(404, "Not Found"))
        elif token != server.token:
            self._answer(401, error_body(401, "Unauthorized"))
        elif method.lower() == "getupdates":
            await self._call(method)
        else:
            server.in_flight += 1
            server._activity += 1
            server.world.wakeups.notify()
            try:
                await self._call(method)
            finally:
                server.in_flight -= 1
                server._activity += 1
                server.world.wakeups.notify()

    async def _call(self, method: str) -> None:
        server = self.server
        call = Call(method, {}, server.world.clock())
        try:
            params = self._params()
        except ApiError as error:
            self._answer(error.code, error_body(error.code, error.description))
            return
        call.params = params.shown()
        if server.latency:
            await asyncio.sleep(server.latency)
        delay, fault = server.faults.pick(method, params.integer("chat_id") or None)
        if delay:
            await asyncio.sleep(delay)
        if fault is not None:
            call.fault = fault.kind
        with server.world.lock:
            server.world.calls.append(call)
        if fault is not None and not fault.takes_effect:
            self._fail(fault, call)
            return
        body = await self._perform(method, params, call)
        server.world.wakeups.notify()
        if body is None or (fault is not None and fault.kind == "drop_after"):
            self._hang_up()
        elif fault is not None and fault.kind == "half_json":
            self._answer(200, body[: len(body) // 2])
        else:
            self._answer(call.error_code or 200, body)

    async def _perform(self, method: str, params: Params, call: Call) -> bytes | None:
        """Do the call; return the body of the answer, None when there is nobody to answer."""
        note = None
        try:
            if method.lower() == "getupdates":
                self.poll = Poll()
                call.result = await self.server.delivery.get_updates(params, self.poll)
            else:
                call.result, note = self.server.perform(method, params)
        except ApiError as error:
            call.error_code, call.description = error.code, error.description
            return error_body(error.code, error.description, error.parameters)
        except ConnectionError:
            return None
        answer: Json = {"ok": True, "result": call.result}
        if note is not None:
            answer["description"] = note
        return json.dumps(answer, ensure_ascii=False).encode()

    def _fail(self, fault: Fault, call: Call) -> None:
        call.error_code, call.description = fault.code, fault.description
        if fault.kind == "drop_before":
            call.description = "connection dropped"
            self._hang_up()
        elif fault.kind == "html":
            self._answer(fault.code, fault.body.encode(), "text/html; charset=utf-8")
        else:
            self._answer(fault.code, error_body(fault.code, fault.description, fault.parameters))


class _FileHandler(RequestHandler):
    """/file/bot<token>/<file_path>"""

    def initialize(self, server: TelegramServer) -> None:
        self.server = server

    async def get(self, token: str, path: str) -> None:
        stored = self.server.world.files_by_path.get(path)
        if token != self.server.token or stored is None:
            code = 404 if token == self.server.token else 401
            self.set_status(code)
            self.set_header("Content-Type", "application/json")
            self.finish(error_body(code, "Not Found" if code == 404 else "Unauthorized"))
            return
        self.set_header("Content-Type", "application/octet-stream")
        self.finish(stored.content)


class _ControlHandler(RequestHandler):
    """/control, only in a process of its own: lets a program elsewhere play people.

    POST {"person": 1, "does": "says", "with": {"text": "..."}} acts, GET shows all messages and calls.
    """

    def initialize(self, server: TelegramServer) -> None:
        self.server = server

    def post(self) -> None:
        order = json.loads(self.request.body)
        person = self.server.person(order["person"], **order.get("profile", {}))
        arguments = dict(order.get("with", {}))
        if "message" in arguments:
            arguments["message"] = person.chat.messages[arguments["message"]]
        getattr(person, order["does"])(**arguments)
        self.finish({"ok": True})

    def get(self) -> None:
        world = self.server.world
        chats = {str(chat.id): [message.to_json() for message in chat.visible()] for chat in world.chats.values()}
        calls = [{"method": call.method, "params": call.params} for call in self.server.sent]
        self.finish({"chats": chats, "calls": calls, "unconfirmed": len(world.pending)})


def main(arguments: list[str] | None = None) -> None:
    """Run the server until it is interrupted; prints its URL on the first line."""
    parser = argparse.ArgumentParser(description="A Telegram for tests, on 127.0.0.1 only.")
    parser.add_argument("--port", type=int, default=0, help="port, 0 for any free one")
    parser.add_argument("--token", default=DEFAULT_TOKEN, help="token of the bot")
    options = parser.parse_args(arguments)

    async def serve() -> None:
        server = TelegramServer(token=options.token, port=options.port)
        server._control = True
        async with server:
            print(server.url, flush=True)
            await asyncio.Event().wait()

    try:
        asyncio.run(serve())
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
