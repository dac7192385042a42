"""Time of a whole process that answers one question, and memory of the bot that serves Telegram."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import ratio, table
from bot.settings import Settings
from tests.evaluation import DEV, read_questions
from tests.telegram_server import Person, TelegramServer

ROOT = Path(__file__).parents[1]
RUNS_FROM = ("bot.py", "bot", "handlers", "knowledge", "locales")
QUESTION = "hạn nộp báo cáo 6 tháng là ngày nào"
RUNS = 15
FIRST_RUNS = 3
ASKED = 50
LONGEST_WAIT = 60.0
WATCHED = ("telegram", "aiohttp", "httpx", "tornado", "sqlite_utils", "pydantic_settings")
"""What `ask` does without."""

_IMPORT = re.compile(r"^import time:\s*(\d+) \|\s*(\d+) \|( *)(\S+)$", re.MULTILINE)
_RESIDENT = re.compile(r"^VmRSS:\s*(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Imported:
    """A module that a process imported, with the milliseconds it took by itself."""

    name: str
    own: float


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory in MiB: a bare interpreter, the bot when it begins to serve, and after questions."""

    bare: float
    begun: float
    asked: float


def report() -> str:
    """Measures the start of `ask` and the memory of `run`."""
    return f"{_starting()}\n\n{_serving()}"


def _starting() -> str:
    bare = statistics.median(times([sys.executable, "-c", ""], ROOT)[1:])
    firsts = []
    for _ in range(FIRST_RUNS):
        with copied() as copy:
            first, *later = times(ask(), copy)
            modules = imported(copy)
        firsts.append(first)
    asked = statistics.median(later)
    names = {module.name.partition(".")[0] for module in modules}
    seen = ", ".join(f"{name}: {'imported' if name in names else 'not imported'}" for name in WATCHED)
    rows = [
        ["`python -c ''`", f"{bare:.0f}", "1.00"],
        ['`python bot.py ask "…"`', f"{asked:.0f}", ratio(asked, bare)],
        [
            "the same, first time after installing",
            f"{statistics.median(firsts):.0f}",
            ratio(statistics.median(firsts), bare),
        ],
    ]
    own = sum(module.own for module in modules)
    return "\n".join(
        [
            "## Starting",
            "",
            f"Whole processes, median of {RUNS} (the first time: of {FIRST_RUNS}, nothing compiled yet).",
            "",
            table(("", "ms", "÷ bare interpreter"), rows),
            "",
            f"`python -X importtime bot.py ask`: {len(modules)} modules in {own:.0f} ms. {seen}.",
        ]
    )


def _serving() -> str:
    head = ["## Serving", ""]
    if not Path("/proc/self/status").exists():
        return "\n".join([*head, "Memory is read from /proc, which this system does not have."])
    memory = serving_memory()
    rows = [
        ["bare interpreter", f"{memory.bare:.0f}", "1.00"],
        [
            "`python bot.py run`, before the first question",
            f"{memory.begun:.0f}",
            ratio(memory.begun, memory.bare),
        ],
        [f"the same after {ASKED} questions", f"{memory.asked:.0f}", ratio(memory.asked, memory.bare)],
    ]
    return "\n".join([*head, "Resident memory (VmRSS).", "", table(("", "MiB", "÷ bare interpreter"), rows)])


def ask(*options: str) -> list[str]:
    """The command that answers QUESTION, with `options` for Python."""
    return [sys.executable, *options, "bot.py", "ask", QUESTION]


def times(command: Sequence[str], folder: Path) -> list[float]:
    """The milliseconds of the first run of `command` and of RUNS more."""
    taken = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        subprocess.run(command, cwd=folder, env=environment(), check=True, stdout=subprocess.DEVNULL)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of what the bot runs from, as it is right after installing: nothing compiled yet."""
    with TemporaryDirectory() as folder:
        for name in RUNS_FROM:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, Path(folder, name), ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / name, folder)
        yield Path(folder)


def imported(folder: Path) -> list[Imported]:
    """Every module that one `ask` of the bot in `folder` imports."""
    done = subprocess.run(
        ask("-X", "importtime"),
        cwd=folder,
        env=environment(),
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return [Imported(name, int(own) / 1000) for own, _all, _depth, name in _IMPORT.findall(done.stderr)]


def serving_memory() -> Memory:
    """The memory of a bot that serves a Telegram on this machine."""
    questions = [question.q for question in read_questions(DEV)[:ASKED]]
    with TelegramServer().run_in_thread() as server, serving(server) as bot:
        begun = resident(bot.pid)
        # Each asks one: who writes much is asked to wait.
        for number, question in enumerate(questions, start=1001):
            person = server.person(number, wrote=True)
            person.says(question)
            server.wait_for_blocking(_is_answered(person), LONGEST_WAIT)
        return Memory(bare=_bare(), begun=begun, asked=resident(bot.pid))


def wait_until_it_asks(bot: subprocess.Popen[bytes], server: TelegramServer) -> None:
    """Returns when the process `bot` asked `server` for updates. Raises RuntimeError when it ends instead."""
    server.wait_for_blocking(lambda: server.sent_by("getUpdates") or bot.poll() is not None, LONGEST_WAIT)
    if bot.poll() is not None:
        raise RuntimeError(f"the bot ended with {bot.returncode}")


@contextmanager
def serving(server: TelegramServer) -> Iterator[subprocess.Popen[bytes]]:
    """The bot as its own process, serving `server` inside the block. Raises RuntimeError when it ends."""
    with copied() as copy:
        subprocess.run(ask(), cwd=copy, env=environment(), check=True, stdout=subprocess.DEVNULL)  # compiles
        settings = {"BOT_TOKEN": server.token, "TELEGRAM_API_URL": server.url, "DATA_DIR": str(copy / "data")}
        bot = subprocess.Popen(
            [sys.executable, "bot.py", "run"],
            cwd=copy,
            env=environment(**settings),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_until_it_asks(bot, server)
            yield bot
        finally:
            bot.terminate()
            try:
                bot.wait(LONGEST_WAIT)
            except subprocess.TimeoutExpired:
                bot.kill()
                bot.wait()


def environment(**settings: str) -> dict[str, str]:
    """The variables of this process, without those of Python, and of the bot's settings only `settings`."""
    ours = {name.upper() for name in Settings.model_fields}
    kept = {
        name: value for name, value in os.environ.items() if name.upper() not in ours and not name.startswith("PYTHON")
    }
    return {**kept, "PYTHONIOENCODING": "utf-8", **settings}


def resident(pid: int) -> float:
    """The resident memory of a process in MiB."""
    return _resident(Path(f"/proc/{pid}/status").read_text("utf-8"))


def _bare() -> float:
    code = "print(open('/proc/self/status').read())"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return _resident(done.stdout)


def _resident(status: str) -> float:
    found = _RESIDENT.search(status)
    assert found is not None, "every process has a VmRSS"
    return int(found[1]) / 1024


def _is_answered(person: Person) -> Callable[[], bool]:
    return lambda: len(person.inbox) > 0
