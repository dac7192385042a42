"""A broadcast to 10,000 focal points: how fast it goes out, and how fast citizens are answered meanwhile.

Run as a module with "bot" it is the bot, in a process of its own, with Telegram's limits FASTER times as wide, so that
a measurement takes minutes only.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import threading
import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import table
from benchmarks.startup import ROOT, environment, resident, wait_until_it_asks
from benchmarks.throughput import ours
from bot.reminders.model import Agency, AgencyKind
from bot.roles import Role
from bot.store import open_store
from handlers.limiter import Limits
from tests.evaluation import DEV, read_questions
from tests.telegram_server import Person, TelegramServer

FOCAL_POINTS = 10_000
AGENCIES = 100
FASTER = 3
LIMITS = Limits(per_second=30 * FASTER)
COORDINATOR, FIRST_CITIZEN, FIRST_FOCAL_POINT = 5, 100, 100_000
CITIZENS = 200
EVERY = 0.25
"""Seconds between two questions of citizens."""
ALONE = 60.0
"""Seconds of questions before the broadcast, to compare with."""
WITHIN = 900.0


@dataclass(slots=True)
class Run:
    """What was measured: waits in seconds without and with the broadcast, when its messages left, memory in MiB."""

    alone: list[float] = field(default_factory=list)
    meanwhile: list[float] = field(default_factory=list)
    left: list[float] = field(default_factory=list)
    all_left: list[float] = field(default_factory=list)
    tapped: float = 0.0
    memory: list[float] = field(default_factory=list)


def report() -> str:
    """Lets one broadcast go out."""
    run = measure()
    took = run.left[-1] - run.left[0]
    meanwhile = sum(run.left[0] <= at <= run.left[-1] for at in run.all_left)
    rows = [
        ["messages", f"{len(run.left)}"],
        ["seconds from the first to the last", f"{took:.1f}"],
        [
            f"÷ what Telegram allows ({LIMITS.per_second} a second, answers counted in)",
            f"{took * LIMITS.per_second / (meanwhile - 1):.3f}",
        ],
        ["most in any second", f"{_most(run.all_left)} of {LIMITS.per_second}"],
        ["from the tap to the first message, seconds", f"{run.left[0] - run.tapped:.2f}"],
        ["memory before, MiB", f"{run.memory[0]:.0f}"],
        ["most memory meanwhile, MiB", f"{max(run.memory):.0f}"],
        ["memory at the end, MiB", f"{run.memory[-1]:.0f}"],
    ]
    waits = [
        ["without", f"{len(run.alone)}", f"{_quantile(run.alone, 50):.0f}", f"{_quantile(run.alone, 99):.0f}"],
        ["with", f"{len(run.meanwhile)}", f"{_quantile(run.meanwhile, 50):.0f}", f"{_quantile(run.meanwhile, 99):.0f}"],
    ]
    return "\n".join(
        [
            "## Fan-out",
            "",
            f"A broadcast to {FOCAL_POINTS:,} focal points, Telegram's limits {FASTER} times as wide; a citizen asks",
            f"every {EVERY} seconds.",
            "",
            table(("", ""), rows),
            "",
            table(("citizens' questions, the broadcast going out", "questions", "p50 ms", "p99 ms"), waits),
        ]
    )


def measure() -> Run:
    """Lets citizens ask, then lets a broadcast go out while they go on."""
    run = Run()
    with TelegramServer().run_in_thread() as server, _serving(server) as bot:
        coordinator = server.person(COORDINATOR, wrote=True)
        citizens = [server.person(FIRST_CITIZEN + number, wrote=True) for number in range(CITIZENS)]
        _meet(server)
        asking = _Asking(server, citizens)
        asking.ask_for(20.0)  # warm
        run.memory.append(resident(bot.pid))
        run.alone = asking.ask_for(ALONE)
        button = _write(server, coordinator)
        begun = len(server.calls)
        with server.world.lock:
            run.tapped = server.world.clock()
            coordinator.presses(coordinator.last, button)
        stop = threading.Event()
        waiting = _in_background(lambda: asking.ask_for(WITHIN, stop), run.meanwhile)
        _until_all_have_it(server, bot, run, begun)
        stop.set()
        waiting.join()
        run.memory.append(resident(bot.pid))
    return run


def _until_all_have_it(server: TelegramServer, bot: subprocess.Popen[bytes], run: Run, begun: int) -> None:
    seen, until = begun, time.monotonic() + WITHIN
    while len(run.left) < FOCAL_POINTS:
        if time.monotonic() > until:
            raise RuntimeError(f"only {len(run.left)} messages went out")
        time.sleep(1.0)
        new = server.calls[seen:]
        seen += len(new)
        sent = [call for call in new if call.method == "sendMessage"]
        run.all_left += [call.time for call in sent]
        run.left += [call.time for call in sent if int(call.params["chat_id"]) >= FIRST_FOCAL_POINT]
        run.memory.append(resident(bot.pid))


class _Asking:
    """Citizens who ask one after the other, at even intervals whether the answers come or not."""

    def __init__(self, server: TelegramServer, citizens: list[Person]) -> None:
        self._server, self._citizens = server, citizens
        self._questions = [question.q for question in read_questions(DEV)]
        self._asked = 0

    def ask_for(self, seconds: float, stop: threading.Event | None = None) -> list[float]:
        """Asks so long, or until told to stop, and returns how long each waited for the answer."""
        stop, waits = stop or threading.Event(), []
        asked: dict[int, float] = {}
        seen, began = len(self._server.calls), time.monotonic()
        while time.monotonic() - began < seconds and not stop.wait(EVERY):
            citizen = self._citizens[self._asked % len(self._citizens)]
            if citizen.id not in asked:
                with self._server.world.lock:
                    asked[citizen.id] = self._server.world.clock()
                    citizen.says(self._questions[self._asked % len(self._questions)])
            self._asked += 1
            seen = self._answered(seen, asked, waits)
        until = time.monotonic() + 30
        while asked and time.monotonic() < until:
            time.sleep(0.05)
            seen = self._answered(seen, asked, waits)
        if asked:
            raise RuntimeError("somebody was not answered")
        return waits

    def _answered(self, seen: int, asked: dict[int, float], waits: list[float]) -> int:
        new = self._server.calls[seen:]
        answers = [(call, int(call.params["chat_id"])) for call in new if call.method == "sendMessage"]
        waits += [call.time - asked.pop(chat) for call, chat in answers if chat in asked]
        return seen + len(new)


def _write(server: TelegramServer, coordinator: Person) -> str:
    """Lets the coordinator write the broadcast, and returns the label of the button that sends it."""
    coordinator.says("/thongbao Mời các đầu mối dự họp giao ban lúc 14:00 thứ Sáu tại Sở Nội vụ.")
    server.wait_for_blocking(lambda: coordinator.inbox and coordinator.last.buttons, 30.0)
    return next(label for label in coordinator.last.buttons if label.startswith("✅"))


def _meet(server: TelegramServer) -> None:
    """All focal points have written to the bot once."""
    for number in range(FOCAL_POINTS):
        server.person(FIRST_FOCAL_POINT + number, wrote=True)


def _in_background(work: object, found: list[float]) -> threading.Thread:
    assert callable(work)
    thread = threading.Thread(target=lambda: found.extend(work()))
    thread.start()
    return thread


def _most(times: list[float]) -> int:
    """How many there are at most within a second."""
    times = sorted(times)
    return max(bisect_left(times, at + 1.0) - number for number, at in enumerate(times))


def _quantile(waits: list[float], percent: int) -> float:
    return statistics.quantiles(waits, n=100)[percent - 1] * 1000


@contextmanager
def _serving(server: TelegramServer) -> Iterator[subprocess.Popen[bytes]]:
    with TemporaryDirectory() as folder:
        _appoint(Path(folder))
        settings = {"BOT_TOKEN": server.token, "TELEGRAM_API_URL": server.url, "DATA_DIR": folder, "TIMEZONE": _noon()}
        command = [sys.executable, "-m", "benchmarks.fanout", "bot"]
        bot = subprocess.Popen(command, cwd=ROOT, env=environment(**settings))
        try:
            wait_until_it_asks(bot, server)
            yield bot
        finally:
            bot.kill()
            bot.wait()


def _appoint(folder: Path) -> None:
    """Puts the coordinator and all focal points into the database."""
    store, now = open_store(folder), datetime.now(UTC)
    with store.db.atomic():
        store.people.seen(COORDINATOR, now)
        store.roles.add(COORDINATOR, Role.COORDINATOR, None, "Điều phối", COORDINATOR, now)
        for number in range(AGENCIES):
            store.agencies.put(Agency(f"a{number}", f"Cơ quan {number}", AgencyKind.DEPARTMENT), now)
        for number in range(FOCAL_POINTS):
            person, agency = FIRST_FOCAL_POINT + number, f"a{number % AGENCIES}"
            store.people.seen(person, now)
            grant = store.roles.add(person, Role.FOCAL_POINT, agency, f"Đầu mối {number}", COORDINATOR, now)
            store.focal_points.add(grant.id, agency, person, now)
    store.close()


def _noon() -> str:
    """A time zone in which it is about noon: at night broadcasts wait."""
    offset = (12 - datetime.now(UTC).hour + 11) % 24 - 11
    return f"Etc/GMT{-offset:+d}"


if __name__ == "__main__":
    ours(LIMITS)
