"""QR codes of links, to be scanned by a phone's camera."""

from __future__ import annotations

from io import BytesIO

SCALE = 10
BORDER = 4
"""ISO/IEC 18004: a quiet zone of four modules."""


def qr_png(link: str) -> bytes:
    """The QR code of the link as PNG, black on white; it can still be read when a sixth of it is damaged."""
    import segno

    written = BytesIO()
    segno.make_qr(link, error="M").save(written, kind="png", scale=SCALE, border=BORDER, light="white")
    return written.getvalue()
