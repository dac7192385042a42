"""Message text as the Bot API sees it: HTML parsing, trimming, entities, UTF-16 lengths.

Offsets and lengths of entities count UTF-16 code units, positions in error texts count UTF-8 bytes:
both are rules of the Bot API ("MessageEntity" and "HTML style").
"""

import html
import re
from collections.abc import Iterable
from typing import Any

Entity = dict[str, Any]

MAX_ENTITIES = 100

_SPACES = b" \t\r\n\0\v"
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_BAD_SURROGATES = (
    "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
)
_NO_NESTING = frozenset({"code", "pre"})
_FOUND_BY_TELEGRAM = frozenset({"bot_command", "mention", "url", "email", "hashtag"})


class EntityError(ValueError):
    """The markup cannot be parsed; the text is what follows "can't parse entities: "."""


def utf16_length(text: str) -> int:
    """Return how many UTF-16 code units the text takes."""
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)


def utf16_slice(text: str, offset: int, length: int) -> str:
    """Return the part of the text that an entity with this offset and length covers."""
    units = text.encode("utf-16-le")
    return units[offset * 2 : (offset + length) * 2].decode("utf-16-le", errors="replace")


def clean(text: str) -> str:
    """Drop carriage returns and turn other control characters into spaces, as the server does."""
    return "".join(" " if ord(char) < 32 and char != "\n" else char for char in text if char != "\r")


class _HtmlParser:
    """One pass over the UTF-8 bytes of an HTML text."""

    def __init__(self, source: str) -> None:
        self._bytes = source.encode("utf-8", errors="surrogatepass")
        self._pos = 0
        self._out: list[str] = []
        self._offset = 0
        self._open: list[tuple[str, str, int, int]] = []
        self._entities: list[Entity] = []

    def _at(self, pos: int) -> int:
        # A zero byte past the end lets every scan stop without its own bounds check.
        return self._bytes[pos] if pos < len(self._bytes) else 0

    def _cut(self, start: int, end: int) -> str:
        return self._bytes[start:end].decode("utf-8", errors="replace")

    def _emit(self, text: str) -> None:
        self._out.append(text)
        self._offset += utf16_length(text)

    def parse(self) -> tuple[str, list[Entity]]:
        while self._pos < len(self._bytes):
            here = self._at(self._pos)
            if here == ord("&"):
                decoded = self._character_reference()
                if decoded is not None:
                    self._emit(decoded)
                    continue
            if here != ord("<"):
                end = self._pos + 1
                while end < len(self._bytes) and self._bytes[end] not in b"&<":
                    end += 1
                self._emit(self._cut(self._pos, end))
                self._pos = end
            elif self._at(self._pos + 1) == ord("/"):
                self._end_tag()
            else:
                self._start_tag()
        if self._open:
            raise EntityError(f'Can\'t find end tag corresponding to start tag "{self._open[-1][0]}"')
        text = "".join(self._out)
        # Two numeric references may form one character outside the basic plane.
        try:
            text = text.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le")
        except UnicodeDecodeError:
            raise EntityError(_BAD_SURROGATES) from None
        return text, self._entities

    def _character_reference(self) -> str | None:
        start = self._pos + 1
        if self._at(start) == ord("#"):
            base, digits, end = 10, b"0123456789", start + 1
            if self._at(end) == ord("x"):
                base, digits, end = 16, b"0123456789abcdefABCDEF", end + 1
            first = end
            while self._at(end) in digits and self._at(end):
                end += 1
            code = int(self._bytes[first:end] or b"0", base)
            if code == 0 or code >= 0x10FFFF or end - self._pos >= 10:
                return None
            char = chr(code)
        else:
            end = start
            while chr(self._at(end)).isascii() and chr(self._at(end)).isalpha():
                end += 1
            named = _NAMED.get(self._bytes[start:end])
            if named is None:
                return None
            char = named
        self._pos = end + 1 if self._at(end) == ord(";") else end
        return char

    def _skip_spaces(self) -> None:
        while self._pos < len(self._bytes) and self._at(self._pos) in _SPACES:
            self._pos += 1

    def _start_tag(self) -> None:
        begin = self._pos
        self._pos += 1
        while self._at(self._pos) not in _SPACES and self._at(self._pos) != ord(">"):
            self._pos += 1
        if self._pos >= len(self._bytes):
            raise EntityError(f"Unclosed start tag at byte offset {begin}")
        tag = self._cut(begin + 1, self._pos).lower()
        if tag not in _TAGS:
            raise EntityError(f'Unsupported start tag "{tag}" at byte offset {begin}')
        argument = ""
        while self._at(self._pos) != ord(">"):
            self._skip_spaces()
            if self._at(self._pos) == ord(">"):
                break
            name, value = self._attribute(tag, begin)
            found = _argument(tag, name, value or "")
            argument = argument if found is None else found
        if tag == "span" and argument != "spoiler":
            raise EntityError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self._pos += 1
        self._open.append((tag, argument, self._offset, len(self._out)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str | None]:
        start = self._pos
        while self._at(self._pos) not in _SPACES and self._at(self._pos) not in b"=>/\"'":
            self._pos += 1
        name = self._cut(start, self._pos)
        if not name:
            raise EntityError(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._skip_spaces()
        if self._at(self._pos) != ord("="):
            if self._pos >= len(self._bytes):
                raise EntityError(f'Unclosed start tag "{tag}" at byte offset {begin}')
            return name, None
        self._pos += 1
        self._skip_spaces()
        if self._pos >= len(self._bytes):
            raise EntityError(f'Unclosed start tag "{tag}" at byte offset {begin}')
        quote = self._at(self._pos)
        if quote not in b"\"'":
            start = self._pos
            while chr(self._at(self._pos)).isascii() and (
                chr(self._at(self._pos)).isalnum() or self._at(self._pos) in b".-"
            ):
                self._pos += 1
            value = self._cut(start, self._pos).lower()
            if self._at(self._pos) not in _SPACES and self._at(self._pos) != ord(">"):
                raise EntityError(f"Unexpected end of name token at byte offset {start}")
        else:
            value = self._quoted(quote)
        if self._pos >= len(self._bytes):
            raise EntityError(f"Unclosed start tag at byte offset {begin}")
        return name, value

    def _quoted(self, quote: int) -> str:
        self._pos += 1
        parts: list[str] = []
        start = self._pos
        while self._pos < len(self._bytes) and self._at(self._pos) != quote:
            if self._at(self._pos) == ord("&"):
                before = self._pos
                decoded = self._character_reference()
                if decoded is not None:
                    parts += [self._cut(start, before), decoded]
                    start = self._pos
                    continue
            self._pos += 1
        parts.append(self._cut(start, self._pos))
        if self._at(self._pos) == quote:
            self._pos += 1
        return "".join(parts)

    def _end_tag(self) -> None:
        begin = self._pos
        if not self._open:
            raise EntityError(f"Unexpected end tag at byte offset {begin}")
        self._pos += 2
        while self._at(self._pos) not in _SPACES and self._at(self._pos) != ord(">"):
            self._pos += 1
        found = self._cut(begin + 2, self._pos)
        self._skip_spaces()
        if self._at(self._pos) != ord(">"):
            raise EntityError(f"Unclosed end tag at byte offset {begin}")
        tag, argument, offset, piece = self._open.pop()
        if found and found != tag:
            raise EntityError(f'Unmatched end tag at byte offset {begin}, expected "</{tag}>", found "</{found}>"')
        self._pos += 1
        if self._offset > offset:
            self._add(tag, argument, offset, "".join(self._out[piece:]))

    def _add(self, tag: str, argument: str, offset: int, inner: str) -> None:
        entity: Entity = {"type": _TAGS[tag], "offset": offset, "length": self._offset - offset}
        last = self._entities[-1] if self._entities else {}
        same_place = (last.get("offset"), last.get("length")) == (offset, entity["length"])
        if tag == "a":
            entity.update(_link(argument or inner))
        elif tag == "code":
            if argument:
                entity["_language"] = argument
        elif tag == "pre" and same_place and last.get("type") == "code" and "_language" in last:
            self._entities.pop()
            entity["language"] = last["_language"]
        elif tag == "blockquote" and argument:
            entity["type"] = "expandable_blockquote"
        elif tag == "tg-emoji":
            entity["custom_emoji_id"] = argument
        self._entities.append(entity)


def _argument(tag: str, name: str, value: str) -> str | None:
    """Return what an attribute means for its tag, None for an attribute without meaning."""
    if (tag, name) in (("a", "href"), ("tg-emoji", "emoji-id")):
        return value
    if (tag, name) == ("blockquote", "expandable"):
        return "1"
    prefix = {("code", "class"): "language-", ("span", "class"): "tg-"}.get((tag, name))
    return value[len(prefix) :] if prefix and value.startswith(prefix) else None


def _link(target: str) -> Entity:
    person = re.fullmatch(r"tg://user\?id=(\d+)", target.strip())
    if person:
        return {"type": "text_mention", "_user_id": int(person[1])}
    target = target.strip()
    if not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", target):
        target = "http://" + target
    scheme, _, rest = target.partition(":")
    host = re.split(r"[/?#]", rest.lstrip("/"))[0]
    if scheme.lower() in ("http", "https") and ("." not in host or " " in host):
        # A link to nowhere is not an error: the server keeps the text and drops the link.
        return {"type": "_nothing"}
    if scheme.lower() in ("http", "https") and not re.search(r"[/?#]", rest.lstrip("/")):
        target += "/"
    return {"type": "text_link", "url": target}


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Parse text with parse_mode HTML.

    Given the text as sent, returns the plain text and its entities, not yet tidied.
    Raises EntityError with the wording of the real server. Only the four named references of the
    Bot API (lt, gt, amp, quot) and numeric ones are decoded, anything else stays as written.
    """
    return _HtmlParser(source).parse()


def _order(entity: Entity) -> tuple[int, int, str]:
    return entity["offset"], -entity["length"], entity["type"]


def tidy(text: str, entities: Iterable[Entity], known_users: dict[int, Entity]) -> tuple[str, list[Entity]]:
    """Bring text and entities to the form in which Telegram stores them.

    Given parsed text, entities and the users the bot may mention, returns the trimmed text and the
    entities that survive: spaces around the text go, entities that cover only spaces go, nothing
    lives inside code or pre, block quotes do not nest, and only the first 100 entities are kept.
    """
    kept = [
        dict(entity)
        for entity in entities
        if entity["type"] != "_nothing" and utf16_slice(text, entity["offset"], entity["length"]).strip()
    ]
    first = min((entity["offset"] for entity in kept), default=utf16_length(text))
    lead = 0
    while lead < len(text) and lead < first and text[lead] in " \n":
        lead += 1
    text = text[lead:].rstrip(" \n")
    end = utf16_length(text)
    result: list[Entity] = []
    for entity in sorted(kept, key=_order):
        entity["offset"] -= lead
        entity["length"] = min(entity["length"], end - entity["offset"])
        entity.pop("_language", None)
        user_id = entity.pop("_user_id", None)
        if user_id is not None:
            if user_id not in known_users:
                continue
            entity["user"] = known_users[user_id]
        if entity["length"] <= 0 or not utf16_slice(text, entity["offset"], entity["length"]).strip():
            continue
        around = [other for other in result if other["offset"] + other["length"] > entity["offset"]]
        if any(other["type"] in _NO_NESTING for other in around):
            continue
        if "blockquote" in entity["type"] and any("blockquote" in other["type"] for other in around):
            continue
        result.append(entity)
    for found in find_entities(text):
        stop = found["offset"] + found["length"]
        crossing = [
            other for other in result if other["offset"] < stop and found["offset"] < other["offset"] + other["length"]
        ]
        if not any(other["type"] in ("code", "pre", "text_link", "text_mention") for other in crossing):
            result.append(found)
    result.sort(key=_order)
    return text, result[:MAX_ENTITIES]


_FINDERS = (
    # A letter with a Vietnamese accent is not part of a command, so "/tạm" holds no command at all.
    ("bot_command", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+")),
    ("url", re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]", re.IGNORECASE)),
    # Telegram knows every top-level domain; these are enough to show that bare names become links.
    (
        "url",
        re.compile(
            r"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|net|org|vn|me|io|dev|info)\b(?:/[^\s<>\"]*)?",
            re.IGNORECASE,
        ),
    ),
    ("mention", re.compile(r"(?<![\w@])@[a-zA-Z][a-zA-Z0-9_]{2,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\d*[^\W\d])\w{1,256}(?!\w)")),
)


def find_entities(text: str) -> list[Entity]:
    """Return the entities Telegram finds by itself: commands, mentions, links, hashtags, e-mails."""
    taken: list[tuple[int, int]] = []
    found: list[Entity] = []
    for kind, pattern in _FINDERS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            found.append({"type": kind, "offset": utf16_length(text[:start]), "length": utf16_length(match[0])})
    return sorted(found, key=lambda item: item["offset"])


def _tags(entity: Entity) -> tuple[str, str]:
    kind = entity["type"]
    if kind == "text_link":
        return f'<a href="{html.escape(entity["url"])}">', "</a>"
    if kind == "text_mention":
        return f'<a href="tg://user?id={entity["user"]["id"]}">', "</a>"
    if kind == "pre" and "language" in entity:
        return f'<pre><code class="language-{entity["language"]}">', "</code></pre>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    if kind == "custom_emoji":
        return f'<tg-emoji emoji-id="{entity["custom_emoji_id"]}">', "</tg-emoji>"
    tag = {
        "bold": "b",
        "italic": "i",
        "underline": "u",
        "strikethrough": "s",
        "spoiler": "tg-spoiler",
        "code": "code",
        "pre": "pre",
        "blockquote": "blockquote",
    }[kind]
    return f"<{tag}>", f"</{tag}>"


def to_html(text: str, entities: Iterable[Entity]) -> str:
    """Return text and entities written back as HTML; entities Telegram finds itself stay plain."""
    marked = [entity for entity in entities if entity["type"] not in _FOUND_BY_TELEGRAM]
    edges = sorted(
        {0, utf16_length(text)}
        | {entity["offset"] for entity in marked}
        | {entity["offset"] + entity["length"] for entity in marked}
    )
    out: list[str] = []
    stack: list[Entity] = []
    for index, edge in enumerate(edges):
        reopen: list[Entity] = []
        while any(entity["offset"] + entity["length"] == edge for entity in stack):
            closing = stack.pop()
            out.append(_tags(closing)[1])
            if closing["offset"] + closing["length"] != edge:
                reopen.insert(0, closing)
        starting = [entity for entity in marked if entity["offset"] == edge]
        for entity in reopen + sorted(starting, key=_order):
            out.append(_tags(entity)[0])
            stack.append(entity)
        if index + 1 < len(edges):
            out.append(html.escape(utf16_slice(text, edge, edges[index + 1] - edge), quote=False))
    return "".join(out)
