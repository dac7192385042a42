"""HTTP sessions, through the proxy if there is one, and errors of the line that betray nothing of a call.

aiohttp puts the address of a call, which holds the token, into the words of some of its errors. So none of
them leaves this module; only their type does.
"""

from __future__ import annotations

import os
import ssl
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import certifi
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError
from telegram.error import NetworkError, TimedOut

SOCKS = {"socks5", "socks5h"}
KEPT_OPEN = 15
"""Seconds for which a connection that is not used is kept."""

_NOT_CONNECTED = (
    aiohttp.ClientConnectorError,  # as well refused certificates and names that nobody knows
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    ProxyConnectionError,
    ProxyError,
    ProxyTimeoutError,
)


class NeverLeft(Exception):
    """No connection was made or none was free: nothing was sent. Its text is the type of the error."""


class CertificateRefused(NeverLeft):
    """The other side's certificate is not accepted."""


class LineBroke(Exception):
    """It broke when something may have been sent. Its text is the type of the error."""


def open_session(proxy: str | None) -> aiohttp.ClientSession:
    """A session without a limit of its own; nothing but `proxy` and SSL_CERT_FILE decides about its way.

    To be called while the event loop runs, and closed by the caller.
    """
    # As the library's own transport does: the roots that come with certifi unless the system names others.
    trusted = _trusting(os.environ.get("SSL_CERT_FILE") or certifi.where())
    options: dict[str, Any] = {"limit": 0, "ssl": trusted, "keepalive_timeout": KEPT_OPEN}
    connector: aiohttp.TCPConnector
    if proxy is not None and urlsplit(proxy).scheme in SOCKS:
        # Of "socks5h" the proxy resolves the names; of "socks5" it does, too, as names are often falsified nearby.
        connector = ProxyConnector.from_url(proxy.replace("socks5h:", "socks5:", 1), rdns=True, **options)
        proxy = None
    else:
        connector = aiohttp.TCPConnector(**options)
    return aiohttp.ClientSession(connector=connector, proxy=proxy, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False)


@lru_cache(maxsize=1)
def _trusting(roots: str) -> ssl.SSLContext:
    """What the sessions of a process share: reading a hundred and fifty certificates takes longer than all else."""
    return ssl.create_default_context(cafile=roots)


def failure_of(error: Exception) -> NetworkError:
    """The error of the library that stands for `error`, with NeverLeft or LineBroke as its cause."""
    if isinstance(error.__cause__, ssl.CertificateError):  # through a SOCKS proxy it comes wrapped
        error = error.__cause__
    kind = getattr(error, "os_error", None) or error
    name = type(error if type(kind) is OSError else kind).__name__
    failure = TimedOut(f"Timed out ({name})") if isinstance(error, TimeoutError) else NetworkError(name)
    if isinstance(error, ssl.CertificateError):
        failure.__cause__ = CertificateRefused(name)
    elif isinstance(error, _NOT_CONNECTED):
        failure.__cause__ = NeverLeft(name)
    else:
        failure.__cause__ = LineBroke(name)
    return failure
