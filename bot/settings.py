"""The settings of an installation, read from the environment and from `.env`.

A value that cannot be used stops the start with a line that names the setting and what it must be.
The values themselves are never repeated: some of them are secrets.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError
from bot.i18n import gettext as _

TELEGRAM = "https://api.telegram.org"

MOST_PER_SECOND = 1000
"""Bots FAQ, "How can I message all of my bot's subscribers at once": up to 1000 a second with paid broadcasts."""

_PROXY_SCHEMES = frozenset({"http", "https", "socks5", "socks5h"})
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""Bot API, setWebhook.secret_token: 1-256 characters of A-Z, a-z, 0-9, _ and -."""


def _split_ids(value: Any) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _check_listen(value: str) -> str:
    host, _colon, port = value.partition(":")
    if not host or not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise ValueError
    return value


def _check_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError):
        raise ValueError from None
    return name


def _matching(pattern: re.Pattern[str]) -> AfterValidator:
    def check(secret: SecretStr) -> SecretStr:
        if not pattern.fullmatch(secret.get_secret_value()):
            raise ValueError
        return secret

    return AfterValidator(check)


def _address(*schemes: str) -> AfterValidator:
    def check(url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in schemes or not parts.hostname:
            raise ValueError
        return url.rstrip("/")

    return AfterValidator(check)


class Settings(BaseSettings):
    """The settings, checked; `.env.example` says what each of them is for."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        str_strip_whitespace=True,
    )

    bot_token: Annotated[SecretStr, _matching(_TOKEN)] | None = None
    bot_token_file: Path | None = None
    owner_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_split_ids)] = ()
    data_dir: Path = Path("data")
    telegram_api_url: Annotated[str, _address("http", "https")] = TELEGRAM
    telegram_proxy: Annotated[str, _address(*_PROXY_SCHEMES)] | None = None
    webhook_url: Annotated[str, _address("http", "https")] | None = None
    webhook_listen: Annotated[str, AfterValidator(_check_listen)] = "127.0.0.1:8080"
    webhook_secret: Annotated[SecretStr, _matching(_WEBHOOK_SECRET)] | None = None
    staff_chat_id: int | None = None
    messages_per_second: Annotated[int, Field(ge=1, le=MOST_PER_SECOND)] = 30
    timezone: Annotated[str, AfterValidator(_check_zone)] = "Asia/Ho_Chi_Minh"
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper)] = "INFO"
    log_format: Annotated[Literal["text", "json"], BeforeValidator(str.lower)] = "text"

    @model_validator(mode="before")
    @classmethod
    def _read_token_file(cls, values: dict[str, Any]) -> dict[str, Any]:
        path = values.get("bot_token_file")
        if not path:
            return values
        if values.get("bot_token"):
            raise ValueError(_("Set BOT_TOKEN or BOT_TOKEN_FILE, not both."))
        try:
            return {**values, "bot_token": Path(path).read_text("utf-8").strip()}
        except (OSError, UnicodeDecodeError):
            raise ValueError(_("BOT_TOKEN_FILE: the file cannot be read.")) from None

    @model_validator(mode="after")
    def _webhook_is_safe(self) -> Self:
        # Only a self-hosted Bot API server accepts a webhook without TLS.
        plain = self.webhook_url is not None and self.webhook_url.startswith("http://")
        if plain and self.telegram_api_url == TELEGRAM:
            raise ValueError(_("WEBHOOK_URL must begin with https://."))
        return self


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """The settings of the environment, completed from `env_file` where it exists.

    Raises SettingsError, with one line for each setting that cannot be used.
    """
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        raise SettingsError("\n".join(dict.fromkeys(_line(item) for item in error.errors()))) from None
    except (OSError, UnicodeDecodeError):
        raise SettingsError(_("%(path)s cannot be read: it must be a text file in UTF-8.", path=env_file)) from None


def _line(error: Any) -> str:
    if not error["loc"]:
        return str(error["ctx"]["error"])
    name = str(error["loc"][0])
    return _("%(name)s cannot be used: %(expected)s.", name=name.upper(), expected=_expected().get(name, ""))


def _expected() -> dict[str, str]:
    return {
        "bot_token": _("a token from @BotFather looks like 123456789:AbCdEf…"),
        "bot_token_file": _("it must be the path of a file that holds the token"),
        "owner_ids": _("it must be Telegram user ids separated by commas, such as 123456789, 987654321"),
        "data_dir": _("it must be the path of a folder"),
        "telegram_api_url": _("it must be an address such as %(example)s", example=TELEGRAM),
        "telegram_proxy": _("it must be an address that begins with http://, https://, socks5:// or socks5h://"),
        "webhook_url": _("it must be an address such as %(example)s", example="https://bot.example.vn/telegram"),
        "webhook_listen": _("it must be an address and a port, such as 127.0.0.1:8080"),
        "webhook_secret": _("it may hold 1 to 256 characters: letters without marks, digits, _ and -"),
        "staff_chat_id": _("it must be a whole number, such as -1001234567890"),
        "messages_per_second": _("it must be a whole number from 1 to %(most)s", most=MOST_PER_SECOND),
        "timezone": _("it must be the name of a time zone, such as Asia/Ho_Chi_Minh"),
        "log_level": _("it must be one of %(names)s", names="DEBUG, INFO, WARNING, ERROR"),
        "log_format": _("it must be one of %(names)s", names="text, json"),
    }
