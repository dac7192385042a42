"""Waiting for a state to change, from any event loop and any thread."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Wakeups:
    """Makes everyone who waits look again each time something changed.

    The server may run in the loop of the test, in another thread or both, so an asyncio.Condition
    (bound to one loop) does not do.
    """

    def __init__(self, lock: threading.RLock) -> None:
        """Take the lock under which the state changes and checks run."""
        self._lock = lock
        self._condition = threading.Condition(lock)
        self._events: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def notify(self) -> None:
        """Tell all waiters that the state changed."""
        with self._lock:
            self._condition.notify_all()
            for loop, event in list(self._events):
                try:
                    loop.call_soon_threadsafe(event.set)
                except RuntimeError:  # that loop is closed, and nobody waits in it any more
                    self._events.discard((loop, event))

    async def until(self, check: Callable[[], T | None], timeout: float | None) -> T:  # noqa: ASYNC109
        """Return the first true value of check; raise TimeoutError when it does not come in time."""
        loop = asyncio.get_running_loop()
        event = asyncio.Event()
        deadline = None if timeout is None else loop.time() + timeout
        with self._lock:
            self._events.add((loop, event))
        try:
            while True:
                event.clear()
                with self._lock:
                    value = check()
                if value:
                    return value
                left = None if deadline is None else deadline - loop.time()
                if left is not None and left <= 0:
                    raise TimeoutError
                await asyncio.wait_for(event.wait(), left)
        finally:
            with self._lock:
                self._events.discard((loop, event))

    def until_blocking(self, check: Callable[[], T | None], timeout: float) -> T:
        """Like until, for a thread without an event loop."""
        deadline = time.monotonic() + timeout
        with self._condition:
            while True:
                value = check()
                if value:
                    return value
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError
                self._condition.wait(left)
