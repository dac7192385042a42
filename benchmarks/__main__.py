"""Runs every benchmark and prints its tables in Markdown: `python -m benchmarks [answering] [startup] [throughput]`."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from benchmarks import answering, fanout, petitions, startup, throughput
from bot.streams import speak_utf8

ALL: dict[str, Callable[[], str]] = {
    "answering": answering.report,
    "startup": startup.report,
    "throughput": throughput.report,
    "petitions": petitions.report,
    "fanout": fanout.report,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the named benchmarks (all when none is named) and returns 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(ALL)}; default: all")
    names = parser.parse_args(arguments).names
    if unknown := [name for name in names if name not in ALL]:
        parser.error(f"no such benchmark: {', '.join(unknown)}")
    print(
        f"{datetime.now(UTC).date()}, {platform.python_implementation()} {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    )
    for name in names or ALL:
        print(f"\n{ALL[name]()}", flush=True)
    return 0


if __name__ == "__main__":
    speak_utf8()
    sys.exit(main())
