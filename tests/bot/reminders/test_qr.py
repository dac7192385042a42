from __future__ import annotations

import struct
import zlib

from bot.reminders.qr import BORDER, SCALE, qr_png

LINK = "https://t.me/tro_ly_thu_bot?start=d-" + "A" * 22


def pixels(png: bytes) -> tuple[int, list[bytes]]:
    """The width of a PNG of one bit a pixel, and its lines."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, _height, depth = struct.unpack(">IIB", png[16:25])
    assert depth == 1
    place, packed = 8, b""
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        packed += png[place + 8 : place + 8 + length] if kind == b"IDAT" else b""
        place += length + 12
    raw, line = zlib.decompress(packed), (width + 7) // 8 + 1
    return width, [raw[start + 1 : start + line] for start in range(0, len(raw), line)]


def test_the_code_is_a_square_picture_with_a_quiet_zone() -> None:
    width, lines = pixels(qr_png(LINK))
    assert len(lines) == width
    assert width % SCALE == 0
    quiet = lines[: BORDER * SCALE]
    assert len(set(quiet)) == 1, "one colour"
    assert lines[BORDER * SCALE] != quiet[0]


def test_each_link_has_a_code_of_its_own() -> None:
    assert qr_png(LINK) == qr_png(LINK)
    assert qr_png(LINK) != qr_png(LINK + "B")
