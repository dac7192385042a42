"""Do the catalogues fit the code? `python -m bot.i18n_check` says what does not, and exits with 1.

With `--update` it writes the messages found in the code into the catalogues: new ones empty, for the
translator, and without those that no code uses any more.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.i18n import DEFAULT, LOCALES, SUPPORTED

ROOT = LOCALES.parent
CODE = ("bot.py", "bot", "handlers", "knowledge")
KEYWORDS = ("_", "N_", "gettext", "ngettext")
PLACE = re.compile(r"%\((\w+)\)s")
LINE = 110
PASSING = (
    b'"POT-Creation-Date:',
    b'"PO-Revision-Date:',
    b'"Report-Msgid-Bugs-To:',
    b'"Last-Translator:',
    b'"Language-Team:',
    b'"Generated-By:',
)
"""Headers that change with the day and the tool, and say nothing of the translation."""


def extract(root: Path = ROOT) -> Catalog:
    """Every message in the code under `root`.

    Read from the syntax tree: babel's own extractor looks at tokens and misses some nested calls.
    Raises ValueError for a message that is put together instead of written out.
    """
    found = Catalog()
    for file in _files(root):
        path = file.relative_to(root).as_posix()
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS:
                found.add(_message(call, path), locations=[(path, 0)])
    return found


def _message(call: ast.Call, path: str) -> str | tuple[str, ...]:
    wanted = 2 if _plural(call) else 1
    texts = [argument.value for argument in call.args[:wanted] if isinstance(argument, ast.Constant)]
    if len(texts) != wanted:
        raise ValueError(f"{path}:{call.lineno}: a message must be written out")
    strings = tuple(str(text) for text in texts)
    return strings if _plural(call) else strings[0]


def _plural(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "ngettext"


def problems(code: str, used: Catalog, translated: Catalog) -> list[str]:
    """What is wrong with the catalogue of the language `code`.

    Messages that nobody uses and places that differ are wrong in every language; a missing translation
    is wrong in all but English, the language of the messages themselves.
    """
    faults = [f"{code}: not used any more: {m.id!r}" for m in _messages(translated) if m.id not in used]
    for wanted in _messages(used):
        message = translated.get(wanted.id)
        texts = _texts(message) if message else []
        if not all(texts) or not texts:
            if code != "en":
                faults.append(f"{code}: not translated: {wanted.id!r}")
            continue
        if message and message.fuzzy:
            faults.append(f"{code}: marked as uncertain: {wanted.id!r}")
        places = {place for text in _ids(wanted) for place in PLACE.findall(text)}
        faults += [
            f"{code}: other places than in {wanted.id!r}: {text!r}"
            for text in texts
            if set(PLACE.findall(text)) != places
        ]
    return faults


def read(code: str) -> Catalog:
    """The catalogue of the language `code`."""
    with (LOCALES / code / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def update(code: str, used: Catalog) -> None:
    """Brings the catalogue of `code` to the messages in use; translations are kept, nothing is guessed."""
    translated = read(code)
    translated.update(used, no_fuzzy_matching=True)
    translated.obsolete.clear()
    written = BytesIO()
    write_po(written, translated, width=LINE, include_lineno=False, sort_by_file=True)
    lines = [line for line in written.getvalue().splitlines(keepends=True) if not line.startswith(PASSING)]
    (LOCALES / code / "LC_MESSAGES" / "messages.po").write_bytes(b"".join(lines))


def main(arguments: list[str]) -> int:
    """Checks (or updates) every catalogue and returns the exit code."""
    used = extract()
    if "--update" in arguments:
        for code in SUPPORTED:
            update(code, used)
    faults = [fault for code in SUPPORTED for fault in problems(code, used, read(code))]
    print("\n".join(faults) if faults else f"{DEFAULT}: {len(used)} messages, all translated")
    return 1 if faults else 0


def _files(root: Path) -> Iterable[Path]:
    for name in CODE:
        place = root / name
        yield from [place] if place.is_file() else sorted(place.rglob("*.py"))


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _ids(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def _texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
