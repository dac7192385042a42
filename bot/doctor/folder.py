"""The data folder: can the bot write in it, can others read it, is there room?"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path

from bot.doctor.findings import Finding
from bot.i18n import gettext as _
from bot.i18n import ngettext

LEAST_FREE_BYTES = 200 * 1024 * 1024

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def writable(folder: Path) -> Finding:
    """Whether the bot can keep something in the folder; one that is missing will be made."""
    if not folder.exists():
        return Finding(True, _("The data folder %(path)s will be made at the first start.", path=folder))
    if not folder.is_dir():
        return Finding(False, _("DATA_DIR %(path)s is not a folder. Name another one in DATA_DIR.", path=folder))
    needed = os.R_OK | os.W_OK
    shut = next((path for path in (folder, *_modes(folder)) if not os.access(path, needed) and path.exists()), None)
    if shut is not None:
        return Finding(
            False,
            _(
                "%(path)s cannot be written to. Give it to the user under whom the bot runs (chown), and see "
                "whether the disk is mounted read-only.",
                path=shut,
            ),
        )
    return Finding(True, _("The data folder %(path)s can be written to.", path=folder))


def permissions(folder: Path) -> Finding:
    """Whether nobody else can read what is in the folder; Windows has no such permission bits."""
    if sys.platform != "win32":
        if stat.S_IMODE(folder.stat().st_mode) & _OTHERS:
            return Finding(
                False, _("Others can look into the data folder %(path)s. Run: chmod 700 %(path)s", path=folder)
            )
        opened = [path for path, mode in _modes(folder).items() if stat.S_IMODE(mode) & _OTHERS]
        if opened:
            return Finding(
                False,
                ngettext(
                    "%(n)s file in %(path)s is open to others, %(first)s. Run: chmod -R go= %(path)s",
                    "%(n)s files in %(path)s are open to others, first %(first)s. Run: chmod -R go= %(path)s",
                    len(opened),
                    path=folder,
                    first=opened[0].relative_to(folder),
                ),
            )
    return Finding(True, _("The data folder %(path)s belongs to the bot alone.", path=folder))


def free_space(folder: Path) -> Finding:
    """Whether the disk has room for some time to come."""
    existing = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(existing).free
    megabytes = free // (1024 * 1024)
    if free < LEAST_FREE_BYTES:
        return Finding(
            False,
            _(
                "Only %(megabytes)s MB are free on the disk of the data folder. Make room, or move the folder.",
                megabytes=megabytes,
            ),
        )
    return Finding(True, _("%(megabytes)s MB are free on the disk.", megabytes=megabytes))


def _modes(folder: Path) -> dict[Path, int]:
    """The files and folders inside, with their modes."""
    modes = {}
    for path in sorted(folder.rglob("*")):
        # SQLite's own files come and go while the bot runs.
        with suppress(FileNotFoundError):
            modes[path] = path.stat().st_mode
    return modes
