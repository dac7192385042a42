"""Answered messages a second, beside a bare python-telegram-bot echo bot on the same server.

Run as a module with "echo" or "bot" it is one of the two bots, in a process of its own.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import ratio, table
from benchmarks.startup import ROOT, environment, resident, wait_until_it_asks
from handlers.limiter import Limits
from tests.evaluation import DEV, read_questions
from tests.telegram_server import Person, TelegramServer

CHATS = 200
EACH = 5
LATENCIES = (0.0, 0.1)
WITHIN = 300.0
ROUNDS = 3
"""How often each is measured, in turns, so that other work on the machine meets all of them; the median run counts."""
BOTS = {"echo bot, updates one by one": "echo", "echo bot, 32 at once": "echo-32", "our bot": "bot"}


@dataclass(frozen=True, slots=True)
class Run:
    """One bot at one latency: seconds of each answer when all write at once, and all in all."""

    seconds: float
    waits: list[float]
    memory: float
    cpu: float

    @property
    def per_second(self) -> float:
        """Answered messages a second, with messages waiting all the time."""
        return CHATS * EACH / self.seconds

    def quantile(self, percent: int) -> float:
        """How long a person waits when everybody writes one message at once, in milliseconds."""
        return statistics.quantiles(self.waits, n=100)[percent - 1] * 1000


def report() -> str:
    """Measures both bots without and with latency of the Bot API."""
    parts = [
        "## Throughput",
        "",
        f"{CHATS} chats with {EACH} messages each, all waiting at the start; p50 and p99 for one message from each",
        "chat at the same moment. The echo bots only send the text back.",
    ]
    for latency in LATENCIES:
        # One by one, each answer waits for all before it: with latency that measures only the latency.
        bots = {name: which for name, which in BOTS.items() if latency == 0 or which != "echo"}
        rounds = [{name: measure(which, latency) for name, which in bots.items()} for _round in range(ROUNDS)]
        runs = {name: _median([one[name] for one in rounds]) for name in bots}
        best = max(run.per_second for name, run in runs.items() if name != "our bot")
        rows = [
            [
                name,
                f"{run.per_second:.0f}",
                ratio(run.per_second, best),
                f"{run.quantile(50):.0f}",
                f"{run.quantile(99):.0f}",
                f"{run.cpu:.1f}",
                f"{run.memory:.0f}",
            ]
            for name, run in runs.items()
        ]
        head = ("", "messages/s", "÷ best echo bot", "p50 ms", "p99 ms", "CPU ms/message", "MiB")
        parts += ["", f"Latency of the Bot API {latency * 1000:.0f} ms:", "", table(head, rows)]
    return "\n".join(parts)


def _median(runs: list[Run]) -> Run:
    return sorted(runs, key=lambda run: run.per_second)[len(runs) // 2]


def measure(which: str, latency: float) -> Run:
    """Lets one bot answer everything."""
    questions = [question.q for question in read_questions(DEV)]
    with TelegramServer().run_in_thread() as server:
        server.latency = latency
        people = [server.person(number, wrote=True) for number in range(1, CHATS + 1)]
        with serving(which, server) as bot:
            _everybody_writes(server, people, questions, 1)  # warm
            waits = _everybody_writes(server, people, questions, 1)
            began, worked = time.perf_counter(), _worked(bot.pid)
            _everybody_writes(server, people, questions, EACH)
            seconds = time.perf_counter() - began
            cpu = (_worked(bot.pid) - worked) * 1000 / (CHATS * EACH)
            return Run(seconds, waits, resident(bot.pid), cpu)


def _worked(pid: int) -> float:
    """The seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _everybody_writes(server: TelegramServer, people: list[Person], questions: list[str], each: int) -> list[float]:
    """Lets everybody write, waits for all answers, and returns when each came, in seconds."""
    answers = _Answers(server)
    wanted = each * len(people)
    with server.world.lock:
        began = server.world.clock()
        for number in range(each):
            for person in people:
                person.says(questions[(person.id + 7 * number) % len(questions)])
    server.wait_for_blocking(lambda: answers.count() >= wanted, WITHIN)
    return [at - began for at in answers.times]


class _Answers:
    """Counts answers as they come, looking at each call once."""

    def __init__(self, server: TelegramServer) -> None:
        self._calls = server.calls
        self._seen = len(self._calls)
        self.times: list[float] = []

    def count(self) -> int:
        """How many messages the bot has sent since."""
        new = self._calls[self._seen :]
        self._seen += len(new)
        self.times += [call.time for call in new if call.method == "sendMessage"]
        return len(self.times)


@contextmanager
def serving(which: str, server: TelegramServer) -> Iterator[subprocess.Popen[bytes]]:
    """One of BOTS as its own process. Raises RuntimeError when it ends."""
    with TemporaryDirectory() as folder:
        settings = {"BOT_TOKEN": server.token, "TELEGRAM_API_URL": server.url, "DATA_DIR": folder}
        bot = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.throughput", which], cwd=ROOT, env=environment(**settings)
        )
        try:
            wait_until_it_asks(bot, server)
            yield bot
        finally:
            bot.kill()
            bot.wait()


def echo(at_once: int) -> None:
    """A bare echo bot of python-telegram-bot."""
    from telegram import Update
    from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

    async def on_text(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(update.message.text or "")

    url, token = os.environ["TELEGRAM_API_URL"], os.environ["BOT_TOKEN"]
    builder = ApplicationBuilder().token(token).base_url(f"{url}/bot").concurrent_updates(at_once)
    application = builder.job_queue(None).build()
    application.add_handler(MessageHandler(filters.TEXT, on_text))
    application.run_polling()


def ours(limits: Limits | None = None) -> None:
    """Our bot, with the limits that good manners set put out of reach, and those of Telegram unless they are given."""
    from bot.commands import load
    from bot.flood import Window
    from bot.settings import load_settings
    from bot.store import open_store
    from handlers.assembling import services
    from handlers.pace import Pace
    from handlers.serving import serve

    knowledge, engine = load()
    settings = load_settings(None)
    store = open_store(Path(settings.data_dir))
    any_number = Window(10**9, timedelta(seconds=1))
    limits = limits or Limits(100_000, 100_000.0, 100_000, 10**9)
    pace = replace(Pace(), limits=limits, flood=((any_number,), any_number, ()))
    deps = services(store, settings, knowledge, engine, lambda: datetime.now(UTC))
    serve(deps, os.environ["BOT_TOKEN"], pace)


if __name__ == "__main__":
    match sys.argv[1]:
        case "echo":
            echo(1)
        case "echo-32":
            echo(32)
        case "bot":
            ours()
