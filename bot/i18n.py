"""The language of the conversation at hand, and every text for people in it.

The message ids are the English texts. Translations are read from `locales/<code>/LC_MESSAGES/messages.po`
when they are first needed; there is nothing to compile by hand. The language lives in a context variable:
conversations that are handled side by side never mix theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from knowledge.keeping import fingerprint, keep, kept

LOCALES = Path(__file__).parent.parent / "locales"
SUPPORTED = ("vi", "en")
DEFAULT = SUPPORTED[0]
NAMES = {"vi": "Tiếng Việt", "en": "English"}
"""Each language, named in itself."""

_locale: ContextVar[str] = ContextVar("locale", default=DEFAULT)


def current_locale() -> str:
    """The code of the language now in use."""
    return _locale.get()


@contextmanager
def use_locale(code: str | None) -> Iterator[None]:
    """Uses the supported language nearest to `code` inside the block (see `choose`)."""
    token = _locale.set(choose(code))
    try:
        yield
    finally:
        _locale.reset(token)


def choose(code: str | None) -> str:
    """The supported language nearest to an IETF tag such as "en-US", else the default."""
    language = (code or "").replace("_", "-").split("-")[0].lower()
    return language if language in SUPPORTED else DEFAULT


def gettext(message: str, /, **values: object) -> str:
    """`message` in the current language, its %(name)s places filled with `values`."""
    text = catalogue(current_locale()).gettext(message)
    return text % values if values else text


def ngettext(one: str, many: str, n: int, /, **values: object) -> str:
    """`one` or `many` for the number `n` in the current language; %(n)s is filled with `n`."""
    return catalogue(current_locale()).ngettext(one, many, n) % {"n": n, **values}


@cache
def catalogue(code: str) -> GNUTranslations:
    """The translations of the language `code`; raises OSError or ValueError when they cannot be read."""
    file = LOCALES / code / "LC_MESSAGES" / "messages.po"
    copy = file.parent / "__pycache__" / "messages.mo"
    made_of = fingerprint([file])
    content = kept(copy, made_of)
    if content is None:
        content = _compiled(file, code)
        keep(copy, made_of, content)
    return GNUTranslations(BytesIO(content))


def _compiled(file: Path, code: str) -> bytes:
    """The catalogue as gettext reads it."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with file.open("rb") as lines:
        translations = read_po(lines, locale=code, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, translations)
    return compiled.getvalue()


def format_date(day: date) -> str:
    """`day` as people write it in the current language.

    In Vietnamese a zero stands before days under 10 and before the months 1 and 2 only, as in official
    papers (the plan writes "09/9/2021" and "17/02/2022").
    """
    if current_locale() == "vi":
        return f"{short_date(day)}/{day.year}"
    from babel.dates import format_date as babel_date

    return babel_date(day, "d MMMM y", locale=current_locale())


def short_date(day: date) -> str:
    """`day` without its year, as people write it in the current language."""
    if current_locale() == "vi":
        return f"{day.day:02}/{day.month:02}" if day.month < 3 else f"{day.day:02}/{day.month}"
    from babel.dates import format_date as babel_date

    return babel_date(day, "d MMMM", locale=current_locale())


def number(value: float) -> str:
    """`value` with the separators of the current language."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=current_locale())
