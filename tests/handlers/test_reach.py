"""Is the Bot API reached, and does the clock agree with it?"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import ssl
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import ServingError
from bot.settings import Settings
from handlers.reach import reached
from tests.telegram_server import TelegramServer

ROOT = Path(__file__).parents[2]


def now() -> datetime:
    return datetime.now(UTC)


async def ask(url: str, ahead: timedelta = timedelta(0), proxy: str | None = None) -> str:
    settings = Settings(telegram_api_url=url, telegram_proxy=proxy)
    return await asyncio.to_thread(reached, settings, lambda: now() + ahead)


@pytest.fixture
def nobody() -> str:
    """An address where nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


async def test_a_server_that_answers_is_reached_whatever_it_answers(server: TelegramServer) -> None:
    assert await ask(server.url) == f"{server.url} có trả lời, và đồng hồ của máy khớp."


@pytest.mark.parametrize("seconds", [-90, 90])
async def test_a_clock_that_is_off_by_more_than_a_minute_is_said_so(server: TelegramServer, seconds: int) -> None:
    with pytest.raises(ServingError, match=r"lệch (89|90|91) giây .* timedatectl set-ntp true"):
        await ask(server.url, timedelta(seconds=seconds))


async def test_a_few_seconds_do_not_matter(server: TelegramServer) -> None:
    assert "khớp" in await ask(server.url, timedelta(seconds=45))


async def test_a_server_that_is_not_there_is_said_so(nobody: str) -> None:
    with pytest.raises(ServingError, match=r"Không ra được http.* \(ConnectionRefusedError\).*TELEGRAM_PROXY"):
        await ask(nobody)


async def test_the_proxy_is_used_and_blamed(server: TelegramServer, nobody: str) -> None:
    with pytest.raises(ServingError, match="qua proxy"):
        await ask(server.url, proxy=nobody)


async def test_without_a_date_the_clock_is_not_judged() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as silent:
        port = silent.sockets[0].getsockname()[1]
        assert "chưa so được đồng hồ" in await ask(f"http://127.0.0.1:{port}", timedelta(days=1))


@pytest.fixture
def distrusted(tmp_path: Path) -> ssl.SSLContext:
    """TLS with a certificate that nobody vouches for."""
    if shutil.which("openssl") is None:
        pytest.skip("nothing here makes a certificate")
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    make = "openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -subj /CN=x".split()
    subprocess.run([*make, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


async def test_a_certificate_that_is_not_accepted_is_told_apart(distrusted: ssl.SSLContext) -> None:
    async def nothing(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(nothing, "127.0.0.1", 0, ssl=distrusted) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(ServingError, match=r"Chứng chỉ của .* ngày giờ của máy"):
            await ask(f"https://127.0.0.1:{port}")


async def test_the_doctor_of_an_installation_that_serves_finds_nothing_wrong(
    server: TelegramServer, tmp_path: Path
) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(ROOT / "bot.py"), "doctor"),
        cwd=tmp_path,
        env={
            **os.environ,
            "BOT_TOKEN": server.token,
            "TELEGRAM_API_URL": server.url,
            "DATA_DIR": str(tmp_path / "data"),
        },
        stdout=asyncio.subprocess.PIPE,
    )
    out, _err = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, out.decode()
    assert f"✓ {server.url} có trả lời, và đồng hồ của máy khớp." in out.decode()
    assert "✓ Telegram nhận ra bot với tên @tro_ly_thu_bot." in out.decode()
