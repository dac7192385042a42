"""Files without files: names and numbers as in the Bot API, and a few bytes for whoever downloads one."""

from __future__ import annotations

import mimetypes
from pathlib import PurePosixPath

from handlers.terminal.places import LATELY, Call, Numbers

_BEGINNINGS = {"photo": b"\xff\xd8\xff\xe0", "voice": b"OggS", "document": b""}
_ENDINGS = {
    "photo": ".jpg",
    "voice": ".ogg",
    "video": ".mp4",
    "animation": ".mp4",
    "video_note": ".mp4",
    "audio": ".mp3",
}
_SIZES: dict[str, Call] = {
    "photo": {"width": 800, "height": 600},
    "video": {"width": 640, "height": 360, "duration": 3},
    "animation": {"width": 640, "height": 360, "duration": 3},
    "video_note": {"length": 240, "duration": 3},
    "voice": {"duration": 3},
    "audio": {"duration": 3},
}


class Files:
    """The files that people and the bot sent. A file's id says of which kind it is, so an old one stays good."""

    def __init__(self) -> None:
        self._numbers = Numbers(since=LATELY)
        self._names: dict[str, str] = {}
        self._uploads: dict[str, bytes] = {}

    def new(self, kind: str, name: str | None = None, content: bytes | None = None) -> Call:
        """A new file, as it stands in a message of the Bot API under `kind`."""
        ending = PurePosixPath(name).suffix.lower() if name else ""
        file_id = f"terminal-{kind}-{self._numbers.next()}{ending or _ENDINGS.get(kind, '')}"
        if name is not None:
            self._names[file_id] = name
        if content is not None:
            self._uploads[file_id] = content
        return self.known(kind, file_id)

    def known(self, kind: str, file_id: str) -> Call:
        """A file that was there before, as it stands in a message under `kind`."""
        name = self._names.get(file_id)
        named: Call = {}
        if name is not None and kind != "photo":
            named = {"file_name": name, "mime_type": mimetypes.guess_type(name)[0] or "application/octet-stream"}
        size = len(self.content(file_id))
        return {"file_id": file_id, "file_unique_id": file_id, **_SIZES.get(kind, {}), **named, "file_size": size}

    def located(self, file_id: str) -> Call | None:
        """The File object of getFile; None for what is no file of the terminal."""
        if not file_id.startswith("terminal-"):
            return None
        size = len(self.content(file_id))
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": size, "file_path": f"files/{file_id}"}

    def content(self, file_id: str) -> bytes:
        """What is in the file: what the bot uploaded, else a few bytes that no other file has."""
        kind = file_id.split("-")[1] if file_id.count("-") >= 2 else ""
        return self._uploads.get(file_id, _BEGINNINGS.get(kind, b"") + file_id.encode())
