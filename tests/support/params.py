"""Parameters of a Bot API call, and the checks that the real server makes on them."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from tests.support.text_entities import Entity, EntityError, clean, parse_html, tidy, utf16_length
from tests.support.world import ApiError, Json, bad_request

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_INLINE_BUTTONS = 100
MAX_KEYBOARD_BUTTONS = 300
MAX_CALLBACK_BYTES = 64
# Not documented; reported for keyboards whose JSON was larger although they had at most 100 buttons.
MAX_MARKUP_BYTES = 10_240

_BUTTON_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


@dataclass
class Upload:
    """A file that came in a multipart body."""

    name: str
    mime_type: str
    content: bytes


@dataclass
class Params:
    """Parameters by name, all as strings as in a form, and the uploaded files."""

    values: dict[str, str]
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """Return a parameter as text."""
        return self.values.get(name, default)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number; what is none counts as the default, as in the real server."""
        try:
            return int(self.values.get(name, default))
        except ValueError:
            return default

    def boolean(self, name: str) -> bool:
        """Return a flag."""
        return self.values.get(name, "").lower() in ("true", "yes", "1")

    def number(self, name: str) -> float:
        """Return a decimal number; raise ApiError when it is missing or none."""
        try:
            return float(self.values[name])
        except (KeyError, ValueError):
            raise bad_request(f"{name} is empty") from None

    def json(self, name: str, what: str = "") -> Any:
        """Return a parameter parsed from JSON, None when absent; raise ApiError when it is not JSON."""
        raw = self.values.get(name, "")
        if not raw:
            return None
        try:
            return json.loads(raw)
        except ValueError:
            raise bad_request(f"can't parse {what or name} JSON object") from None

    def shown(self) -> Json:
        """Return the parameters for a record: JSON decoded where it is an object, files by name."""
        shown: Json = {}
        for name, value in self.values.items():
            shown[name] = value
            if value[:1] in ("{", "["):
                try:
                    shown[name] = json.loads(value)
                except ValueError:
                    continue
        shown.update({name: upload.name for name, upload in self.files.items()})
        return shown


def formatted(data: dict[str, Any], key: str, entities_key: str, users: dict[int, Json]) -> tuple[str, list[Entity]]:
    """Return plain text and entities of a text or caption.

    Given the fields of a call or an object. With a parse_mode the text is parsed and entities are
    ignored, else the given entities hold. Only HTML is known here; the other modes of the real server
    are refused as an unknown parse_mode would be.
    """
    source = clean(str(data.get(key) or ""))
    mode = str(data.get("parse_mode") or "").lower()
    given = data.get(entities_key) or []
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            raise bad_request("can't parse entities JSON object") from None
    if mode == "html":
        try:
            text, entities = parse_html(source)
        except EntityError as error:
            raise bad_request(f"can't parse entities: {error}") from None
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        text, entities = source, [dict(entity) for entity in given]
        for entity in entities:
            if entity["type"] == "text_mention":
                entity["_user_id"] = entity.pop("user", {}).get("id", 0)
    return tidy(text, entities, users)


def message_text(data: dict[str, Any], key: str, users: dict[int, Json]) -> Json:
    """Return {"text", "entities"} for a text that must not be empty; length is checked by the caller."""
    if not data.get(key):
        raise bad_request("message text is empty")
    text, entities = formatted(data, key, "entities", users)
    if not text:
        raise bad_request("text must be non-empty")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    return content


def too_long(text: str, limit: int = MAX_TEXT) -> bool:
    """Return whether a text, after parsing, is over the limit; counted in UTF-16 units.

    The documentation says characters. The stricter reading is used, so that what passes here passes
    there.
    """
    return utf16_length(text) > limit


def caption(data: dict[str, Any], users: dict[int, Json]) -> Json:
    """Return {"caption", "caption_entities"} or {}; raise ApiError above 1024 characters."""
    text, entities = formatted(data, "caption", "caption_entities", users)
    if too_long(text, MAX_CAPTION):
        raise bad_request("message caption is too long")
    content: Json = {}
    if text:
        content["caption"] = text
        if entities:
            content["caption_entities"] = entities
    if content and str(data.get("show_caption_above_media", "")).lower() == "true":
        content["show_caption_above_media"] = True
    return content


# ---- reply markup


def reply_markup(params: Params) -> Json | None:
    """Return the checked form of reply_markup, None when absent; raise ApiError for a bad one.

    Only the form is checked here: what the server behind the API finds (BUTTON_DATA_INVALID and the
    like) is checked by check_markup after the chat is known, in the order of the real one.
    """
    markup = params.json("reply_markup", "reply keyboard markup")
    return None if markup is None else parse_markup(markup)


def parse_markup(markup: Any) -> Json | None:
    """Return one of the four kinds of reply markup in its stored form, see reply_markup."""
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = _rows(markup["inline_keyboard"], "inline_keyboard")
        inline = [[_inline_button(button) for button in row] for row in rows]
        inline = [row for row in inline if row]
        return {"inline_keyboard": inline} if inline else None
    if "keyboard" in markup:
        rows = _rows(markup["keyboard"], "keyboard")
        keyboard = [[_keyboard_button(button) for button in row] for row in rows]
        return {**markup, "keyboard": [row for row in keyboard if row]}
    if markup.get("remove_keyboard"):
        return {"remove_keyboard": True}
    if markup.get("force_reply"):
        return dict(markup)
    return None


def _rows(rows: Any, name: str) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" of the ReplyMarkup must be an Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" of the ReplyMarkup must be an Array of Arrays')
    return rows


def _inline_button(button: Any) -> Json:
    prefix = "can't parse InlineKeyboardButton: "
    if not isinstance(button, dict):
        raise bad_request(prefix + "InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request(prefix + 'Can\'t find field "text"')
    if not clean(button["text"]).strip():
        raise bad_request(prefix + 'Field "text" must be non-empty')
    # Empty strings count as absent, except for the switch_inline_query kinds.
    actions = [
        name for name in _BUTTON_ACTIONS if button.get(name) or (name.startswith("switch_inline") and name in button)
    ]
    if not actions:
        raise bad_request(prefix + "Text buttons are not allowed in the inline keyboard")
    if len(actions) > 1:
        # "Exactly one" says the documentation; the real server silently takes the first.
        raise bad_request(prefix + f"exactly one action must be used, not {', '.join(actions)}")
    if not isinstance(button[actions[0]], dict | bool | str):
        raise bad_request(prefix + f'Field "{actions[0]}" must be of type String')
    kept = {"text": clean(button["text"]).strip(), actions[0]: button[actions[0]]}
    for extra in ("style", "icon_custom_emoji_id"):
        if extra in button:
            kept[extra] = button[extra]
    return kept


def _keyboard_button(button: Any) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse KeyboardButton: Can't find field \"text\"")
    if not clean(button["text"]).strip():
        raise bad_request('can\'t parse KeyboardButton: Field "text" must be non-empty')
    return dict(button)


def check_markup(markup: Json | None, is_private: bool) -> None:
    """Raise ApiError for a keyboard that the server behind the API refuses."""
    if markup is None:
        return
    rows: list[list[Json]] = markup.get("inline_keyboard") or markup.get("keyboard") or []
    count = sum(len(row) for row in rows)
    limit = MAX_INLINE_BUTTONS if "inline_keyboard" in markup else MAX_KEYBOARD_BUTTONS
    size = len(json.dumps(markup, ensure_ascii=False, separators=(",", ":")).encode())
    if count > limit or size > MAX_MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    _check_asking(markup, is_private)
    for row in markup.get("inline_keyboard", []):
        for button in row:
            if len(str(button.get("callback_data", "")).encode()) > MAX_CALLBACK_BYTES:
                raise bad_request("BUTTON_DATA_INVALID")
            if "url" in button:
                _check_button_url(button["url"])
            if "web_app" in button and not is_private:
                raise bad_request("BUTTON_TYPE_INVALID")
            copied = button.get("copy_text")
            if copied is not None and not 1 <= utf16_length(str(copied.get("text", ""))) <= 256:
                raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_asking(markup: Json, is_private: bool) -> None:
    for button in (button for row in markup.get("keyboard", []) for button in row):
        if button.get("request_contact") and not is_private:
            raise bad_request("phone number can be requested in private chats only")
        if button.get("request_location") and not is_private:
            raise bad_request("location can be requested in private chats only")
    if utf16_length(str(markup.get("input_field_placeholder", ""))) > 64:
        raise bad_request("input field placeholder is too long")


def _check_button_url(url: str) -> None:
    scheme, separator, rest = url.partition(":")
    if not separator or not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9+-]*", scheme):
        scheme, rest = "http", url
    problem = ""
    if scheme.lower() in ("http", "https"):
        host = re.split(r"[/?#:]", rest.lstrip("/"))[0]
        if "." not in host or " " in host:
            problem = "Wrong HTTP URL"
    elif scheme.lower() not in ("tg", "ton", "tonsite"):
        problem = "Unsupported URL protocol"
    if problem:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {problem}")


# ---- inline results

_RESULT_TYPES = (
    "article",
    "audio",
    "contact",
    "document",
    "gif",
    "location",
    "mpeg4_gif",
    "photo",
    "sticker",
    "venue",
    "video",
    "voice",
)


def inline_results(params: Params, users: dict[int, Json]) -> list[Json]:
    """Return the checked results of answerInlineQuery; raise ApiError for bad ones.

    At most 50, ids unique and of 1-64 bytes, an article needs valid input_message_content.
    """
    results = params.json("results", "inline query results")
    if not isinstance(results, list):
        raise bad_request("results must be an Array" if results is not None else "results are empty")
    seen: set[str] = set()
    for result in results:
        try:
            _inline_result(result, users)
        except ApiError as error:
            text = error.description.removeprefix("Bad Request: ")
            reason = text if text.isupper() else text[:1].upper() + text[1:]
            raise bad_request(f"can't parse inline query result: {reason}") from None
    if len(results) > 50:
        raise bad_request("RESULTS_TOO_MUCH")
    for result in results:
        if len(result["id"].encode()) > 64:
            raise bad_request("RESULT_ID_INVALID")
        if result["id"] in seen:
            raise bad_request("RESULT_ID_DUPLICATE")
        seen.add(result["id"])
        _check_inline_message(result, users)
    return results


def _check_inline_message(result: Json, users: dict[int, Json]) -> None:
    content = result.get("input_message_content") or {}
    if "message_text" in content:
        text, _ = formatted(content, "message_text", "entities", users)
        if too_long(text):
            raise bad_request("MESSAGE_TOO_LONG")
    if "reply_markup" in result:
        check_markup(parse_markup(result["reply_markup"]), True)


def _inline_result(result: Any, users: dict[int, Json]) -> None:
    if not isinstance(result, dict):
        raise bad_request("Inline query result must be an object")
    for name in ("type", "id"):
        if not result.get(name):
            raise bad_request(f'Can\'t find field "{name}"')
    if not isinstance(result["id"], str):
        raise bad_request('Field "id" must be of type String')
    if result["type"] not in _RESULT_TYPES:
        raise bad_request("Type is unsupported")
    if result["type"] == "article" and not result.get("title"):
        raise bad_request('Can\'t find field "title"')
    _inline_content(result, users)
    if "reply_markup" in result:
        parse_markup(result["reply_markup"])


def _inline_content(result: Json, users: dict[int, Json]) -> None:
    content = result.get("input_message_content")
    if not isinstance(content, dict):
        # Only an article has nothing else to send; a photo or document is sent itself.
        if result["type"] == "article":
            raise bad_request("Message content is not specified")
    elif "message_text" in content:
        message_text({**content, "text": content["message_text"]}, "text", users)
    elif not {"latitude", "phone_number", "title"} & set(content):
        raise bad_request("Message content is not specified")
