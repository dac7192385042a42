"""Small proxies on loopback: SOCKS 5 (RFC 1928, 1929) and HTTP (CONNECT and forwarding)."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

Pair = tuple[asyncio.StreamReader, asyncio.StreamWriter]
ATYP_IPV4, ATYP_NAME = 1, 3


@dataclass
class Proxy:
    """A proxy that remembers where it was asked to go. With `login` ("user:password") it lets nobody else through."""

    login: str = ""
    refuses: bool = False
    port: int = 0
    asked_for: list[str] = field(default_factory=list)

    async def socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serves one SOCKS 5 connection."""
        _version, count = await reader.readexactly(2)
        await reader.readexactly(count)
        writer.write(bytes([5, 2 if self.login else 0]))
        if self.login and not await self._logged_in(reader, writer):
            return
        _version, _command, _reserved, kind = await reader.readexactly(4)
        length = 4 if kind == ATYP_IPV4 else (await reader.readexactly(1))[0]
        raw = await reader.readexactly(length)
        host = ".".join(map(str, raw)) if kind == ATYP_IPV4 else raw.decode()
        port = int.from_bytes(await reader.readexactly(2), "big")
        self.asked_for.append(f"{'name' if kind == ATYP_NAME else 'address'} {host}")
        writer.write(bytes([5, 5 if self.refuses else 0, 0, 1, 0, 0, 0, 0, 0, 0]))
        if not self.refuses:
            await _join((reader, writer), await asyncio.open_connection(host, port))

    async def http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serves one HTTP proxy connection: a tunnel, or calls passed on."""
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, _version = head.split(b"\r\n", 1)[0].decode().split(" ")
        expected = b"basic " + base64.b64encode(self.login.encode()).lower()
        if self.refuses or (self.login and expected not in head.lower()):
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            return
        address = urlsplit(f"//{target}" if method == "CONNECT" else target)
        self.asked_for.append(f"{method} {address.hostname}")
        there = await asyncio.open_connection(address.hostname, address.port)
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            there[1].write(head.replace(f"{address.scheme}://{address.netloc}".encode(), b"", 1))
        await _join((reader, writer), there)

    async def _logged_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        _version, length = await reader.readexactly(2)
        user = await reader.readexactly(length)
        password = await reader.readexactly((await reader.readexactly(1))[0])
        welcome = f"{user.decode()}:{password.decode()}" == self.login
        writer.write(bytes([1, 0 if welcome else 1]))
        return welcome


@asynccontextmanager
async def proxying(kind: str, proxy: Proxy) -> AsyncIterator[Proxy]:
    """The proxy at work as "socks" or "http"."""
    serve = proxy.socks if kind == "socks" else proxy.http

    async def serve_and_close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async with await asyncio.start_server(serve_and_close, "127.0.0.1", 0) as listening:
        proxy.port = listening.sockets[0].getsockname()[1]
        yield proxy


async def _join(here: Pair, there: Pair) -> None:
    await asyncio.gather(_copy(here[0], there[1]), _copy(there[0], here[1]))


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
    except OSError:
        pass
    finally:
        target.close()
