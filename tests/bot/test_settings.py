from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, load_settings

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawx"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def line_for(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> str:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings(None)
    return str(caught.value)


def test_nothing_has_to_be_set() -> None:
    settings = load_settings(None)
    assert settings.bot_token is None
    assert settings.data_dir == Path("data")
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.timezone == "Asia/Ho_Chi_Minh"
    assert (settings.log_level, settings.log_format) == ("INFO", "text")


def test_values_come_from_the_environment_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(f"BOT_TOKEN={TOKEN}\nOWNER_IDS=5, 7\nLOG_LEVEL=debug\nOTHER_PROGRAM=1\n", "utf-8")
    monkeypatch.setenv("LOG_LEVEL", "warning")
    settings = load_settings(env_file)
    assert settings.bot_token is not None
    assert settings.bot_token.get_secret_value() == TOKEN
    assert settings.owner_ids == (5, 7)
    assert settings.log_level == "WARNING"


def test_an_empty_value_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "")
    monkeypatch.setenv("TIMEZONE", "")
    assert load_settings(None).bot_token is None


def test_the_token_can_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    monkeypatch.setenv("BOT_TOKEN_FILE", str(tmp_path / "token"))
    token = load_settings(None).bot_token
    assert token is not None
    assert token.get_secret_value() == TOKEN


def test_a_token_and_a_token_file_are_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    assert line_for(monkeypatch, "BOT_TOKEN_FILE", "token") == ("Chỉ đặt một trong hai: BOT_TOKEN hoặc BOT_TOKEN_FILE.")


def test_a_token_file_must_be_readable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    line = line_for(monkeypatch, "BOT_TOKEN_FILE", str(tmp_path / "missing"))
    assert line == "BOT_TOKEN_FILE: không đọc được tệp này."


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("BOT_TOKEN", "secret-without-number", "@BotFather"),
        ("OWNER_IDS", "5, Lan", "dấu phẩy"),
        ("TELEGRAM_API_URL", "api.telegram.org", "https://api.telegram.org"),
        ("TELEGRAM_PROXY", "socks4://127.0.0.1:1080", "socks5://"),
        ("WEBHOOK_URL", "bot.example.vn", "https://"),
        ("WEBHOOK_LISTEN", "8080", "127.0.0.1:8080"),
        ("WEBHOOK_LISTEN", "0.0.0.0:99999", "127.0.0.1:8080"),
        ("WEBHOOK_SECRET", "có dấu", "256"),
        ("STAFF_CHAT_ID", "nhóm", "số nguyên"),
        ("TIMEZONE", "Asia/Tra_Vinh", "Asia/Ho_Chi_Minh"),
        ("TIMEZONE", "../etc", "Asia/Ho_Chi_Minh"),
        ("LOG_LEVEL", "loud", "DEBUG, INFO, WARNING, ERROR"),
        ("LOG_FORMAT", "xml", "text, json"),
    ],
)
def test_a_bad_value_is_named_in_one_line_with_what_it_must_be(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    line = line_for(monkeypatch, name, value)
    assert line.startswith(f"{name} không dùng được: ")
    assert says in line
    assert "\n" not in line


def test_a_refused_token_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "secret" not in line_for(monkeypatch, "BOT_TOKEN", "secret-without-number")


def test_every_bad_value_has_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")
    assert len(line_for(monkeypatch, "OWNER_IDS", "a,b").splitlines()) == 2


def test_a_webhook_without_tls_is_for_a_self_hosted_server_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "https://" in line_for(monkeypatch, "WEBHOOK_URL", "http://bot.example.vn/x")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081/")
    settings = load_settings(None)
    assert settings.telegram_api_url == "http://127.0.0.1:8081"
    assert settings.webhook_url == "http://bot.example.vn/x"


def test_a_settings_file_must_be_text(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"BOT_TOKEN=\xff\xfe")
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings(tmp_path / ".env")


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    assert TOKEN not in repr(load_settings(None))


def test_the_example_file_documents_every_setting_and_can_be_used(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / ".env.example"
    lines = [line.lstrip("#") for line in example.read_text("utf-8").splitlines() if line.startswith("#")]
    set_lines = [line for line in lines if line.partition("=")[0].isupper()]
    assert {line.partition("=")[0].lower() for line in set_lines} == set(Settings.model_fields)
    usable = [line for line in set_lines if not line.startswith("BOT_TOKEN_FILE")]
    (tmp_path / ".env").write_text("\n".join(usable), "utf-8")
    assert load_settings(tmp_path / ".env").owner_ids == (123456789, 987654321)
