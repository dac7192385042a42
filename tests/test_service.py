"""The systemd unit that the documentation gives."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

UNIT = Path(__file__).parents[1] / "docs" / "dan-van-bot.service"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_understands_every_line_of_the_unit(tmp_path: Path) -> None:
    here = UNIT.read_text("utf-8").replace("/opt/dan-van-bot/.venv/bin/python", sys.executable)
    (tmp_path / UNIT.name).write_text(here.replace("/opt/dan-van-bot", str(tmp_path)), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / UNIT.name)], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize(
    "line",
    ["NoNewPrivileges=yes", "PrivateTmp=yes", "ProtectSystem=strict", "StateDirectory=dan-van-bot", "Restart=always"],
)
def test_the_service_can_write_only_its_data_and_is_started_again(line: str) -> None:
    text = UNIT.read_text("utf-8")
    assert line in text.splitlines()
    assert "ReadWritePaths" not in text
    assert "DATA_DIR=/var/lib/dan-van-bot" in text
