"""The transport: what a broken line, a proxy or a strange answer lead to, and that nothing is betrayed."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import subprocess
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from telegram import Bot, InputFile, InputMediaDocument
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from handlers.aiohttp_request import AiohttpRequest, Patience
from handlers.outcomes import Meaning, outcome_of
from handlers.sessions import CertificateRefused, LineBroke, NeverLeft
from tests.support.faults import FaultKind
from tests.support.proxies import Proxy, proxying
from tests.telegram_server import Person, TelegramServer

TOKEN = "987654321:AAH-not-to-be-seen_anywhere-at-all-00"
OK = b'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{"ok":true,"result":true}'
Answering = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def open_request(
    proxy: str | None = None, at_once: int = 4, patience: Patience | None = None
) -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(at_once, proxy, patience) as request:
        yield request


@asynccontextmanager
async def bot_of(server: TelegramServer, request: AiohttpRequest) -> AsyncIterator[Bot]:
    async with Bot(
        server.token,
        f"{server.url}/bot",
        f"{server.url}/file/bot",
        request=request,
        get_updates_request=AiohttpRequest(1),
    ) as bot:
        yield bot


@asynccontextmanager
async def answering(answer: Answering, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """A server that does with each connection what `answer` does; gives the address of a method."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await answer(reader, writer)
        finally:
            writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls) as listening:
        port = listening.sockets[0].getsockname()[1]
        yield f"{'https' if tls else 'http'}://127.0.0.1:{port}/bot{TOKEN}/getMe"


async def fine(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(OK)
    await writer.drain()


async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read()


@pytest.fixture
def nobody() -> str:
    """An address where nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


async def failure(request: AiohttpRequest, url: str) -> TelegramError:
    """The error of a call, after a look whether it betrays the token."""
    with pytest.raises(TelegramError) as caught:
        await request.post(url)
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value.__context__)
    assert TOKEN not in told
    return caught.value


# ---- what left and what did not


async def test_a_refused_connection_never_left(nobody: str) -> None:
    async with open_request() as request:
        error = await failure(request, f"http://{nobody}/bot{TOKEN}/getMe")
    assert type(error) is NetworkError
    assert error.message == "ConnectionRefusedError"
    assert isinstance(error.__cause__, NeverLeft)
    assert outcome_of(error).meaning is Meaning.NOT_SENT


async def test_a_name_that_nobody_knows_never_left() -> None:
    async with open_request() as request:
        error = await failure(request, f"http://telegram.invalid/bot{TOKEN}/getMe")
    assert outcome_of(error).meaning is Meaning.NOT_SENT


async def test_a_connection_that_takes_too_long_never_left() -> None:
    async with answering(silent) as there:
        proxy = there.partition("/bot")[0].replace("http", "socks5")  # accepts and says nothing
        async with open_request(proxy, patience=Patience(connect=0.05)) as request:
            error = await failure(request, there)
    assert isinstance(error, TimedOut)
    assert outcome_of(error).meaning is Meaning.NOT_SENT


async def test_an_answer_that_takes_too_long_is_a_time_out_with_unknown_outcome() -> None:
    async with answering(silent) as url, open_request(patience=Patience(read=0.05)) as request:
        error = await failure(request, url)
    assert isinstance(error, TimedOut)
    assert isinstance(error.__cause__, LineBroke)
    assert outcome_of(error).meaning is Meaning.UNKNOWN


async def test_a_call_may_say_itself_how_long_it_waits() -> None:
    async with answering(silent) as url, open_request() as request:
        with pytest.raises(TimedOut):
            await request.post(url, read_timeout=0.05)


async def test_waiting_for_a_free_connection_in_vain_never_left() -> None:
    async with (
        answering(silent) as url,
        open_request(at_once=1, patience=Patience(pool=0.05, read=5)) as request,
    ):
        first = asyncio.create_task(request.post(url))
        await asyncio.sleep(0)
        error = await failure(request, url)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
    assert isinstance(error, TimedOut)
    assert outcome_of(error).meaning is Meaning.NOT_SENT


async def test_a_cancelled_call_gives_its_connection_back() -> None:
    async with answering(fine) as url, answering(silent) as slow, open_request(at_once=1) as request:
        waiting = asyncio.create_task(request.post(slow))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert await request.post(url) is True


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "half_json"])
async def test_a_line_that_breaks_leaves_the_outcome_unknown(server: TelegramServer, kind: FaultKind) -> None:
    async with open_request() as request, bot_of(server, request) as bot:
        server.faults.add(kind, method="getMe")
        with pytest.raises(NetworkError) as caught:
            await bot.get_me()
    assert outcome_of(caught.value).meaning is Meaning.UNKNOWN


async def test_a_reset_leaves_the_outcome_unknown() -> None:
    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.abort()

    async with answering(reset) as url, open_request() as request:
        error = await failure(request, url)
    assert type(error) is NetworkError
    assert outcome_of(error).meaning is Meaning.UNKNOWN


async def test_an_address_that_is_none_is_not_shown() -> None:
    async with open_request() as request:
        assert await failure(request, f"http://:0:0/bot{TOKEN}/getMe")


async def test_it_has_to_be_opened_first_and_may_be_closed_twice() -> None:
    request = AiohttpRequest(1)
    await failure(request, f"http://127.0.0.1/bot{TOKEN}/getMe")
    await request.initialize()
    await request.shutdown()
    await request.shutdown()


# ---- what is answered


@pytest.mark.parametrize("status", [b"200 OK", b"502 Bad Gateway", b"403 Forbidden"])
async def test_what_cannot_be_read_is_reported_without_its_content(status: bytes) -> None:
    async def portal(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 %s\r\nContent-Length: 14\r\n\r\n<html>Lan 0912" % status)
        await writer.drain()

    async with answering(portal) as url, open_request() as request:
        error = await failure(request, url)
    assert "Lan" not in "".join(traceback.format_exception(error))


async def test_it_goes_nowhere_else_when_told_to() -> None:
    async def elsewhere(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()

    async with answering(elsewhere) as url, open_request() as request:
        assert "302" in (await failure(request, url)).message


async def test_telegrams_own_words_arrive(server: TelegramServer) -> None:
    async with open_request() as request, bot_of(server, request) as bot:
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(5_555, "xin chào")


async def test_words_and_buttons_arrive_as_they_are(server: TelegramServer, lan: Person) -> None:
    words = 'Thưa bà con: "ưu tiên" & <việc> \\ 🌾\nphường %41+1'
    async with open_request() as request, bot_of(server, request) as bot:
        await bot.send_message(lan.id, words)
    assert lan.inbox[-1].text == words


# ---- files


async def test_a_file_goes_up_and_comes_down(server: TelegramServer, lan: Person) -> None:
    content = bytes(range(256)) * 2_000  # several pieces
    async with open_request() as request, bot_of(server, request) as bot:
        sent = await bot.send_document(lan.id, content, filename='Đơn "kiến nghị".pdf', caption="Kính gửi")
        assert sent.document is not None
        assert (sent.document.file_size, sent.caption) == (len(content), "Kính gửi")
        assert sent.document.file_name == 'Đơn "kiến nghị".pdf'
        file = await bot.get_file(sent.document.file_id)
        assert bytes(await file.download_as_bytearray()) == content


async def streamed(request: AiohttpRequest, url: str) -> tuple[int, bytes]:
    content = bytearray()
    return await request.stream(url, content.extend), bytes(content)


async def test_a_file_comes_down_piece_by_piece_and_nothing_of_an_error(server: TelegramServer) -> None:
    stored = server.world.store(bytes(range(256)) * 2_000, "document")
    pieces: list[bytes] = []
    async with open_request() as request:
        assert await request.stream(f"{server.base_file_url}{server.token}/{stored.path}", pieces.append) == 200
        assert await streamed(request, f"{server.base_file_url}{server.token}/none") == (404, b"")
    assert b"".join(pieces) == stored.content
    assert len(pieces) > 1


async def test_a_file_that_breaks_off_is_an_error_that_betrays_nothing() -> None:
    async def half(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
        await writer.drain()

    async with answering(half) as url, open_request() as request:
        with pytest.raises(NetworkError) as caught:
            await streamed(request, url)
    assert TOKEN not in "".join(traceback.format_exception(caught.value)) + repr(caught.value.__context__)
    assert isinstance(caught.value.__cause__, LineBroke)


async def test_a_taker_that_fails_leaves_the_connection_free(server: TelegramServer) -> None:
    url = f"{server.base_file_url}{server.token}/{server.world.store(b'a', 'document').path}"

    def full(_piece: bytes) -> None:
        raise OSError("no room")

    async with open_request(at_once=1) as request:
        for _time in range(2):
            with pytest.raises(OSError, match="no room"):
                await request.stream(url, full)
        assert await streamed(request, url) == (200, b"a")


async def test_several_files_go_up_in_one_call(server: TelegramServer, lan: Person) -> None:
    files = [InputMediaDocument(f"tệp {number}".encode(), filename=f"{number}.txt") for number in (1, 2)]
    async with open_request() as request, bot_of(server, request) as bot:
        sent = await bot.send_media_group(lan.id, files)
    assert [message.document and message.document.file_name for message in sent] == ["1.txt", "2.txt"]


async def test_an_upload_that_does_not_get_on_is_given_up() -> None:
    async def stuck(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(3600)

    patience = Patience(connect=0.1, write=0.1, read=0.1)
    async with answering(stuck) as url, open_request(patience=patience) as request:
        document = InputFile(bytes(30_000_000), filename="đơn.pdf")
        data = RequestData([RequestParameter.from_input("document", document)])
        with pytest.raises(TimedOut) as caught:
            await request.post(url, data, write_timeout=0.1)
    assert outcome_of(caught.value).meaning is Meaning.UNKNOWN


# ---- proxies


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "http"])
@pytest.mark.parametrize("login", ["", "lan:bi-mat"])
async def test_calls_go_through_the_proxy(server: TelegramServer, scheme: str, login: str) -> None:
    kind = "http" if scheme == "http" else "socks"
    async with proxying(kind, Proxy(login)) as proxy:
        address = f"{scheme}://{login}{'@' if login else ''}127.0.0.1:{proxy.port}"
        async with open_request(address) as request:
            url = server.base_url.replace("127.0.0.1", "localhost")
            me = await request.post(f"{url}{server.token}/getMe")
    assert isinstance(me, dict)
    assert me["is_bot"] is True
    assert proxy.asked_for == ["POST localhost" if kind == "http" else "name localhost"]


@pytest.mark.parametrize("kind", ["socks", "http"])
async def test_a_proxy_that_is_not_there_never_left(nobody: str, kind: str) -> None:
    async with open_request(f"{'socks5' if kind == 'socks' else 'http'}://{nobody}") as request:
        error = await failure(request, f"https://127.0.0.1:9/bot{TOKEN}/getMe")
    assert outcome_of(error).meaning is Meaning.NOT_SENT


@pytest.mark.parametrize("kind", ["socks", "http"])
@pytest.mark.parametrize("proxy", [Proxy(refuses=True), Proxy(login="an:khac")])
async def test_a_proxy_that_refuses_never_left(kind: str, proxy: Proxy) -> None:
    async with proxying(kind, proxy):
        address = f"{'socks5' if kind == 'socks' else 'http'}://lan:bi-mat@127.0.0.1:{proxy.port}"
        async with open_request(address) as request:
            error = await failure(request, f"https://127.0.0.1:9/bot{TOKEN}/getMe")
    assert outcome_of(error).meaning is Meaning.NOT_SENT
    assert "bi-mat" not in "".join(traceback.format_exception(error))


async def test_proxies_of_the_environment_do_not_count(
    server: TelegramServer, nobody: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, f"http://{nobody}")
    async with open_request() as request, bot_of(server, request) as bot:
        assert bot.username


# ---- TLS


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """TLS for 127.0.0.1, and the certificate that vouches for it."""
    if shutil.which("openssl") is None:
        pytest.skip("nothing here makes a certificate")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    make = "openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -subj /CN=x".split()
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*make, *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, certificate


@pytest.mark.parametrize("kind", ["none", "socks", "http"])
async def test_tls_reaches_through_the_proxy_to_telegram(
    certified: tuple[ssl.SSLContext, Path], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, certificate = certified
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with answering(fine, context) as url, proxying(kind, Proxy()) as proxy:
        address = {"socks": f"socks5://127.0.0.1:{proxy.port}", "http": f"http://127.0.0.1:{proxy.port}"}.get(kind)
        async with open_request(address) as request:
            assert await request.post(url) is True
    expected = {"none": [], "socks": ["address 127.0.0.1"], "http": ["CONNECT 127.0.0.1"]}
    assert proxy.asked_for == expected[kind]


@pytest.mark.parametrize("kind", ["none", "socks", "http"])
async def test_a_certificate_that_nobody_vouches_for_is_refused(
    certified: tuple[ssl.SSLContext, Path], kind: str
) -> None:
    async with answering(fine, certified[0]) as url, proxying(kind, Proxy()) as proxy:
        address = {"socks": f"socks5://127.0.0.1:{proxy.port}", "http": f"http://127.0.0.1:{proxy.port}"}.get(kind)
        async with open_request(address) as request:
            error = await failure(request, url)
    assert isinstance(error.__cause__, CertificateRefused)
    assert outcome_of(error).meaning is Meaning.NOT_SENT
