"""Real full and read-only disks: a small tmpfs in a mount namespace of its own, gone with the command."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_SCRIPT = """
mount -t tmpfs -o size="$SIZE",mode=700 disk "$DISK"
cp -r "$GIVEN"/. "$DISK"
if [ "$STATE" = full ]; then dd if=/dev/zero of="$DISK/filling" bs=4k >/dev/null 2>&1 || true; fi
if [ "$STATE" = read-only ]; then mount -o remount,ro "$DISK"; fi
set +e
"$@"
code=$?
cd "$DISK" && find . -type f ! -name filling | sort > "$LISTING"
exit $code
"""


@dataclass(frozen=True)
class Done:
    """What a command did on such a disk; files are those that were there at its end."""

    code: int
    out: str
    err: str
    files: list[str]


@cache
def can_mount() -> bool:
    """Whether this machine lets a test mount something for itself."""
    if shutil.which("unshare") is None:
        return False
    probe = ["unshare", "--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs disk /mnt"]
    return subprocess.run(probe, capture_output=True).returncode == 0


def on_disk(
    state: str, command: list[str], *, given: Path, place: Path, size: str = "1m", env: Mapping[str, str] | None = None
) -> Done:
    """Run `command` with a disk at the empty folder `place` that holds what is in `given`.

    state: "full", "read-only" or "sound".
    """
    listing = place.with_name(f"{place.name}.listing")
    more = {"DISK": str(place), "GIVEN": str(given), "STATE": state, "SIZE": size, "LISTING": str(listing)}
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-ec", _SCRIPT, "sh", *command],
        env={**os.environ, **(env or {}), **more},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    return Done(done.returncode, done.stdout, done.stderr, listing.read_text().splitlines())
