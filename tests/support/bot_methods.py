"""The methods of the Bot API, with the refusals of the real server."""

import re
from collections.abc import Callable
from typing import Any

from tests.support import params as checks
from tests.support.faults import FloodLimits
from tests.support.params import Params, Upload
from tests.support.people import file_json, media_json
from tests.support.world import (
    ApiError,
    Chat,
    Json,
    Message,
    Query,
    StoredFile,
    Topic,
    World,
    bad_request,
)

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
DELETE_WITHIN_SECONDS = 48 * 3600

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF", b"BM")
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
_OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
_ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)

Method = Callable[["BotMethods", Params], Any]
METHODS: dict[str, Method] = {}


def _method(name: str) -> Callable[[Method], Method]:
    def register(function: Method) -> Method:
        # Method names are case-insensitive in the Bot API.
        METHODS[name.lower()] = function
        return function

    return register


def _check_upload(upload: Upload, kind: str) -> None:
    size = len(upload.content)
    if not size:
        raise bad_request("file must be non-empty")
    if size > UPLOAD_LIMIT:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo" and size > PHOTO_LIMIT:
        raise bad_request(f"file of size {size} bytes is too big for a photo; the maximum size is {PHOTO_LIMIT} bytes")
    if kind == "photo" and not upload.content.startswith(_PICTURES):
        raise bad_request("IMAGE_PROCESS_FAILED")


class BotMethods:
    """Carries out one call at a time on the world; the caller holds the lock."""

    def __init__(self, world: World, flood: FloodLimits) -> None:
        """Take the world to work on and the flood limits to obey."""
        self.world = world
        self.flood = flood
        self.profile: dict[str, str] = {}
        self.commands: dict[str, list[Json]] = {}

    def call(self, name: str, params: Params) -> Any:
        """Return the result of a method; raise ApiError for a refusal, 404 for an unknown method."""
        function = METHODS.get(name.lower())
        if function is None:
            raise ApiError(404, "Not Found")
        return function(self, params)

    # ---- finding things

    def chat_of(self, params: Params, key: str = "chat_id", write: bool = True) -> Chat:
        """Return the chat of a call; raise ApiError when the bot cannot write there or see it."""
        raw = params.text(key).strip()
        if not raw:
            raise bad_request(f"{key} is empty")
        chat = self._named_chat(raw)
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        if chat.is_private:
            if write:
                self._check_receiver(chat)
        elif chat.bot_status == "kicked":
            raise ApiError(403, f"Forbidden: bot was kicked from the {chat.type} chat")
        elif chat.bot_status == "left":
            raise ApiError(403, f"Forbidden: bot is not a member of the {chat.type} chat")
        return chat

    def _named_chat(self, name: str) -> Chat | None:
        if name.startswith("@"):
            # Only groups and channels can be named by username, people cannot.
            named = (chat for chat in self.world.chats.values() if not chat.is_private)
            return next((chat for chat in named if f"@{chat.username}".lower() == name.lower()), None)
        return self.world.chats.get(int(name)) if re.fullmatch(r"-?\d+", name) else None

    @staticmethod
    def _check_receiver(chat: Chat) -> None:
        if not chat.began:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        if chat.deactivated:
            raise ApiError(403, "Forbidden: user is deactivated")
        if chat.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")

    def message_of(self, chat: Chat, params: Params, action: str) -> Message:
        """Return the message a call names by message_id; raise "message to ... not found"."""
        message_id = params.integer("message_id")
        if message_id <= 0:
            raise bad_request("message identifier is not specified")
        message = chat.messages.get(message_id)
        if message is None or message.deleted:
            raise bad_request(f"message to {action} not found")
        return message

    def topic_of(self, chat: Chat, params: Params) -> Topic:
        """Return the topic a call names by message_thread_id; raise ApiError when there is none."""
        if not chat.is_forum:
            raise bad_request("the chat is not a forum")
        if not chat.bot_is_admin:
            raise bad_request("not enough rights to manage topics")
        topic = chat.topics.get(params.integer("message_thread_id"))
        if topic is None:
            raise bad_request("TOPIC_ID_INVALID")
        return topic

    def _thread(self, chat: Chat, params: Params) -> int | None:
        thread_id = params.integer("message_thread_id")
        if not thread_id:
            return None
        topic = chat.topics.get(thread_id)
        if topic is None:
            raise bad_request("message thread not found")
        if topic.closed and not chat.bot_is_admin:
            raise bad_request("TOPIC_CLOSED")
        return thread_id

    def _reply(self, chat: Chat, params: Params) -> Message | None:
        given = params.json("reply_parameters", "reply parameters") or {}
        if not given and params.integer("reply_to_message_id"):
            given = {
                "message_id": params.integer("reply_to_message_id"),
                "allow_sending_without_reply": params.boolean("allow_sending_without_reply"),
            }
        if not given:
            return None
        where = chat
        if given.get("chat_id") not in (None, chat.id):
            where = self.chat_of(Params({"chat_id": str(given["chat_id"])}), write=False)
        message = where.messages.get(int(given.get("message_id", 0)))
        if message is None or message.deleted:
            if given.get("allow_sending_without_reply"):
                return None
            raise bad_request("message to be replied not found")
        if given.get("quote") and str(given["quote"]) not in message.text:
            raise bad_request("QUOTE_TEXT_INVALID")
        return message

    # ---- sending

    def send(
        self,
        params: Params,
        content: Json,
        *,
        chat: Chat | None = None,
        markup: Json | None = None,
        extra: Json | None = None,
    ) -> Message:
        """Put a message of the bot into the chat of the call, after all checks of the server."""
        if markup is None:
            markup = checks.reply_markup(params)
        chat = chat or self.chat_of(params)
        if not chat.is_private and not chat.bot_may_send:
            raise bad_request("not enough rights to send text messages to the chat")
        thread_id = self._thread(chat, params)
        reply = self._reply(chat, params)
        if checks.too_long(str(content.get("text", ""))):
            raise bad_request("message is too long")
        checks.check_markup(markup, chat.is_private)
        wait = self.flood.refuse(chat.id, not chat.is_private, self.world.clock())
        if wait is not None:
            raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        if thread_id is None and reply is not None and reply.chat is chat:
            # Without a thread of its own a reply goes where the message is that it answers.
            thread_id = reply.thread_id
        return self.world.add_message(
            chat,
            self.world.bot,
            content,
            reply_to=reply if reply is not None and reply.chat is chat else None,
            thread_id=thread_id,
            reply_markup=markup,
            extra=extra,
        )

    @_method("sendMessage")
    def send_message(self, params: Params) -> Any:
        """sendMessage: text of 1-4096 characters after parsing, in a chat the bot may write to."""
        content = checks.message_text(dict(params.values), "text", self.world.users)
        return self.send(params, content).to_json()

    def _upload(self, params: Params, key: str, kind: str, given: str | None = None) -> StoredFile:
        """Return the stored file of a call: uploaded, named by file_id or by URL."""
        value = params.text(key) if given is None else given
        upload = params.files.get(key) if given is None else None
        if value.startswith("attach://"):
            upload = params.files.get(value.removeprefix("attach://"))
        if upload is not None:
            _check_upload(upload, kind)
            return self.world.store(upload.content, kind, upload.name, upload.mime_type)
        if not value:
            raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
        if re.match(r"https?://[^/]+\.[^/]+", value):
            # The real server would fetch the address; here only the message matters.
            return self.world.store(b"", kind, value.rsplit("/", 1)[-1])
        stored = self.world.files.get(value)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored

    def _send_file(self, params: Params, kind: str) -> Any:
        stored = self._upload(params, kind, kind)
        content = media_json(stored)
        if kind not in ("sticker", "video_note"):
            content.update(checks.caption(dict(params.values), self.world.users))
        return self.send(params, content).to_json()

    @_method("sendPhoto")
    def send_photo(self, params: Params) -> Any:
        """sendPhoto: a picture of at most 10 MB, caption of at most 1024 characters."""
        return self._send_file(params, "photo")

    @_method("sendDocument")
    def send_document(self, params: Params) -> Any:
        """sendDocument: a file of at most 50 MB, caption of at most 1024 characters."""
        return self._send_file(params, "document")

    @_method("sendVideo")
    def send_video(self, params: Params) -> Any:
        """sendVideo: at most 50 MB."""
        return self._send_file(params, "video")

    @_method("sendVoice")
    def send_voice(self, params: Params) -> Any:
        """sendVoice: at most 50 MB."""
        return self._send_file(params, "voice")

    @_method("sendAudio")
    def send_audio(self, params: Params) -> Any:
        """sendAudio: at most 50 MB."""
        return self._send_file(params, "audio")

    @_method("sendAnimation")
    def send_animation(self, params: Params) -> Any:
        """sendAnimation: at most 50 MB."""
        return self._send_file(params, "animation")

    @_method("sendVideoNote")
    def send_video_note(self, params: Params) -> Any:
        """sendVideoNote: has no caption."""
        return self._send_file(params, "video_note")

    @_method("sendSticker")
    def send_sticker(self, params: Params) -> Any:
        """sendSticker: a sticker has no caption."""
        return self._send_file(params, "sticker")

    @_method("sendMediaGroup")
    def send_media_group(self, params: Params) -> Any:
        """sendMediaGroup: 2 to 10 items; documents and audio do not mix with other kinds."""
        media = params.json("media", "media")
        # The real server also takes a single one; the documentation says two at least.
        if not isinstance(media, list) or len(media) < 2:
            raise bad_request("there are no messages to send")
        if len(media) > 10:
            raise bad_request("too many messages to send as an album")
        if params.text("reply_markup"):
            raise bad_request("an album has no reply markup")
        kinds = {str(item.get("type")) for item in media}
        if not kinds <= {"photo", "video", "document", "audio"}:
            raise bad_request("can't parse InputMedia: type of the media can't be used in an album")
        for kind in ("document", "audio"):
            if kind in kinds and len(kinds) > 1:
                raise bad_request(f"{kind} can't be mixed with other media types")
        contents = []
        for item in media:
            stored = self._upload(params, "media", str(item.get("type")), str(item.get("media", "")))
            contents.append({**media_json(stored), **checks.caption(item, self.world.users)})
        group = {"media_group_id": str(13_500_000_000 + self.world.serial())}
        chat = self.chat_of(params)
        return [self.send(params, content, chat=chat, extra=group).to_json() for content in contents]

    @_method("sendLocation")
    def send_location(self, params: Params) -> Any:
        """sendLocation: latitude and longitude in degrees."""
        latitude, longitude = params.number("latitude"), params.number("longitude")
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise bad_request("wrong location specified")
        return self.send(params, {"location": {"latitude": latitude, "longitude": longitude}}).to_json()

    @_method("sendVenue")
    def send_venue(self, params: Params) -> Any:
        """sendVenue: a location with title and address."""
        location = {"latitude": params.number("latitude"), "longitude": params.number("longitude")}
        venue = {"location": location, "title": params.text("title"), "address": params.text("address")}
        return self.send(params, {"venue": venue, "location": location}).to_json()

    @_method("sendContact")
    def send_contact(self, params: Params) -> Any:
        """sendContact: phone number and first name are required."""
        if not params.text("phone_number") or not params.text("first_name"):
            raise bad_request("phone number is empty" if params.text("first_name") else "first name is empty")
        contact = {"phone_number": params.text("phone_number"), "first_name": params.text("first_name")}
        return self.send(params, {"contact": contact}).to_json()

    @_method("sendDice")
    def send_dice(self, params: Params) -> Any:
        """sendDice: the value is always 4, so that tests can rely on it."""
        return self.send(params, {"dice": {"emoji": params.text("emoji", "🎲"), "value": 4}}).to_json()

    @_method("sendChatAction")
    def send_chat_action(self, params: Params) -> Any:
        """sendChatAction: one of the documented actions; kept in Chat.actions."""
        chat = self.chat_of(params)
        if params.text("action") not in _ACTIONS:
            raise bad_request("wrong parameter action in request")
        self._thread(chat, params)
        chat.actions.append(params.text("action"))
        return True

    def _source(self, params: Params, action: str) -> Message:
        source = self.message_of(self.chat_of(params, "from_chat_id", write=False), params, action)
        if source.is_service:
            raise bad_request(f"message can't be {'copied' if action == 'copy' else 'forwarded'}")
        return source

    @_method("copyMessage")
    def copy_message(self, params: Params) -> Any:
        """copyMessage: the copy carries no link to its source; service messages cannot be copied."""
        chat = self.chat_of(params)
        source = self._source(params, "copy")
        content = dict(source.content)
        if "caption" in params.values and "text" not in content:
            for key in ("caption", "caption_entities"):
                content.pop(key, None)
            content.update(checks.caption(dict(params.values), self.world.users))
        return {"message_id": self.send(params, content, chat=chat).id}

    @_method("forwardMessage")
    def forward_message(self, params: Params) -> Any:
        """forwardMessage: the forward names its origin; service messages cannot be forwarded."""
        chat = self.chat_of(params)
        source = self._source(params, "forward")
        origin = {"type": "user", "sender_user": source.from_user, "date": source.date}
        extra = {"forward_origin": source.extra.get("forward_origin", origin)}
        return self.send(params, dict(source.content), chat=chat, extra=extra).to_json()

    # ---- changing

    def _editable(self, params: Params) -> Message:
        if params.text("inline_message_id"):
            message = self.world.inline_messages.get(params.text("inline_message_id"))
            if message is None:
                raise bad_request("MESSAGE_ID_INVALID")
            return message
        message = self.message_of(self.chat_of(params), params, "edit")
        # A message with a reply keyboard stays as it was sent; only inline keyboards can be edited.
        foreign_markup = message.reply_markup is not None and "inline_keyboard" not in message.reply_markup
        if not message.by_bot or message.is_service or foreign_markup:
            raise bad_request("message can't be edited")
        return message

    def _apply_edit(self, params: Params, message: Message, content: Json) -> Any:
        markup = checks.reply_markup(params)
        if markup is not None and "inline_keyboard" not in markup:
            raise bad_request("inline keyboard expected")
        checks.check_markup(markup, message.chat.is_private)
        if content == message.content and markup == message.reply_markup:
            raise bad_request(_NOT_MODIFIED)
        message.content = content
        message.reply_markup = markup
        message.edit_date = self.world.now()
        message.edits += 1
        return True if params.text("inline_message_id") else message.to_json()

    @_method("editMessageText")
    def edit_message_text(self, params: Params) -> Any:
        """editMessageText: only own text messages, and something must change."""
        content = checks.message_text(dict(params.values), "text", self.world.users)
        message = self._editable(params)
        if "text" not in message.content:
            raise bad_request("there is no text in the message to edit")
        if checks.too_long(content["text"]):
            raise bad_request("MESSAGE_TOO_LONG")
        return self._apply_edit(params, message, content)

    @_method("editMessageCaption")
    def edit_message_caption(self, params: Params) -> Any:
        """editMessageCaption: only own messages that are not plain text, and something must change."""
        new = checks.caption(dict(params.values), self.world.users)
        message = self._editable(params)
        if "text" in message.content:
            raise bad_request("there is no caption in the message to edit")
        dropped = ("caption", "caption_entities", "show_caption_above_media")
        kept = {key: value for key, value in message.content.items() if key not in dropped}
        return self._apply_edit(params, message, {**kept, **new})

    @_method("editMessageReplyMarkup")
    def edit_message_reply_markup(self, params: Params) -> Any:
        """editMessageReplyMarkup: without reply_markup the keyboard goes away."""
        message = self._editable(params)
        return self._apply_edit(params, message, message.content)

    @_method("deleteMessage")
    def delete_message(self, params: Params) -> Any:
        """deleteMessage: others' messages in groups only as administrator, old ones not after 48 hours."""
        chat = self.chat_of(params, write=False)
        message = self.message_of(chat, params, "delete")
        if not chat.is_private and not message.by_bot and not chat.bot_is_admin:
            raise bad_request("message can't be deleted")
        late = self.world.clock() - message.date > DELETE_WITHIN_SECONDS
        if late and not chat.bot_is_admin:
            raise bad_request("message can't be deleted for everyone")
        message.deleted = True
        return True

    @_method("deleteMessages")
    def delete_messages(self, params: Params) -> Any:
        """deleteMessages: 1-100 ids; messages that are not there are skipped without an error."""
        chat = self.chat_of(params, write=False)
        ids = params.json("message_ids", "message identifiers") or []
        if not 1 <= len(ids) <= 100:
            raise bad_request("message identifiers are not specified" if not ids else "too many messages")
        for message_id in ids:
            message = chat.messages.get(int(message_id))
            if message is not None:
                message.deleted = True
        return True

    def _pinning_chat(self, params: Params) -> Chat:
        chat = self.chat_of(params)
        if not chat.is_private and not chat.bot_is_admin:
            raise bad_request("not enough rights to manage pinned messages in the chat")
        return chat

    @_method("pinChatMessage")
    def pin_chat_message(self, params: Params) -> Any:
        """pinChatMessage: in groups only as administrator."""
        chat = self._pinning_chat(params)
        message_id = self.message_of(chat, params, "pin").id
        chat.pinned = [pinned for pinned in chat.pinned if pinned != message_id] + [message_id]
        return True

    @_method("unpinChatMessage")
    def unpin_chat_message(self, params: Params) -> Any:
        """unpinChatMessage: without a message id the most recently pinned message goes."""
        chat = self._pinning_chat(params)
        message_id = params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
        if message_id not in chat.pinned:
            raise bad_request("message to unpin not found")
        chat.pinned.remove(message_id)
        return True

    @_method("setMessageReaction")
    def set_message_reaction(self, params: Params) -> Any:
        """setMessageReaction: replaces the reactions of the bot, kept in Message.bot_reactions."""
        message = self.message_of(self.chat_of(params), params, "react")
        reactions = params.json("reaction", "reaction types") or []
        message.bot_reactions = [str(reaction.get("emoji", "")) for reaction in reactions]
        return True

    # ---- queries

    def _open_query(self, queries: dict[str, Query], query_id: str) -> Query:
        query = queries.get(query_id)
        if query is None or query.answered or query.expired:
            raise bad_request(_OLD_QUERY)
        if self.world.clock() - query.asked_at > self.world.query_lifetime:
            raise bad_request(_OLD_QUERY)
        return query

    @_method("answerCallbackQuery")
    def answer_callback_query(self, params: Params) -> Any:
        """answerCallbackQuery: once for each query, in time, text of at most 200 characters."""
        query = self._open_query(self.world.callback_queries, params.text("callback_query_id"))
        if checks.too_long(params.text("text"), 200):
            raise bad_request("MESSAGE_TOO_LONG")
        url = params.text("url")
        if url and not re.match(r"(https://t\.me/|tg://|t\.me/)", url):
            raise bad_request("URL_INVALID")
        query.answered = True
        query.text = params.text("text")
        query.alert = params.boolean("show_alert")
        query.url = url or None
        return True

    @_method("answerInlineQuery")
    def answer_inline_query(self, params: Params) -> Any:
        """answerInlineQuery: once for each query, in time; see params.inline_results."""
        results = checks.inline_results(params, self.world.users)
        query = self._open_query(self.world.inline_queries, params.text("inline_query_id"))
        if len(params.text("next_offset").encode()) > 64:
            raise bad_request("NEXT_OFFSET_INVALID")
        button = params.json("button", "inline query results button")
        parameter = str((button or {}).get("start_parameter", "none"))
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", parameter):
            raise bad_request("START_PARAM_INVALID")
        query.answered = True
        query.results = results
        query.answer = params.shown()
        return True

    # ---- files

    @_method("getFile")
    def get_file(self, params: Params) -> Any:
        """getFile: files of at most 20 MB; the path is good for /file/bot<token>/<path>."""
        stored = self.world.files.get(params.text("file_id"))
        if stored is None:
            raise bad_request("invalid file_id")
        if stored.size > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        data = file_json(stored, file_path=self._path_of(stored))
        for key in ("file_name", "mime_type"):
            data.pop(key, None)
        return data

    def _path_of(self, stored: StoredFile) -> str:
        """In local mode a path on the server's machine, where the file then is."""
        if self.world.local_files is None:
            return stored.path
        path = self.world.local_files / stored.path
        if self.world.keeps_local_files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(stored.content)
        return str(path)

    # ---- about the bot

    @_method("getMe")
    def get_me(self, params: Params) -> Any:
        """getMe."""
        return {
            **self.world.bot,
            "can_join_groups": True,
            "can_read_all_group_messages": not self.world.privacy_mode,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def _scope(self, params: Params) -> str:
        scope = params.json("scope", "BotCommandScope") or {"type": "default"}
        language = params.text("language_code")
        if language and not re.fullmatch(r"[a-z]{2}", language):
            raise bad_request("invalid language code specified")
        parts = [str(scope.get(key, "")) for key in ("type", "chat_id", "user_id")]
        return "/".join([*parts, language])

    @_method("setMyCommands")
    def set_my_commands(self, params: Params) -> Any:
        """setMyCommands: 100 commands, names [a-z0-9_]{1,32}, descriptions of 1-256 characters."""
        commands = params.json("commands", "commands")
        if not isinstance(commands, list):
            raise bad_request("expected an Array of BotCommand")
        kept: list[Json] = []
        for command in commands:
            name = str(command.get("command", "")).strip().removeprefix("/")
            description = str(command.get("description", "")).strip()
            if not name:
                raise bad_request("command must be non-empty")
            if len(name) > 32:
                raise bad_request("command length must not exceed 32")
            if not description:
                raise bad_request("command description must be non-empty")
            if len(description) > 256:
                raise bad_request("command description length must not exceed 256")
            kept.append({"command": name, "description": description})
        scope = self._scope(params)
        if len(kept) > 100:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        if not all(re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) for command in kept):
            raise bad_request("BOT_COMMAND_INVALID")
        self.commands[scope] = kept
        return True

    @_method("getMyCommands")
    def get_my_commands(self, params: Params) -> Any:
        """getMyCommands: those of exactly this scope and language, without falling back."""
        return self.commands.get(self._scope(params), [])

    @_method("deleteMyCommands")
    def delete_my_commands(self, params: Params) -> Any:
        """deleteMyCommands: for one scope and language."""
        self.commands.pop(self._scope(params), None)
        return True

    def _set_profile(self, params: Params, key: str, limit: int, error: str) -> bool:
        if checks.too_long(params.text(key), limit):
            raise bad_request(error)
        self._scope(params)
        self.profile[f"{key}/{params.text('language_code')}"] = params.text(key)
        return True

    def _get_profile(self, params: Params, key: str) -> Json:
        default = self.profile.get(f"{key}/", self.world.bot["first_name"] if key == "name" else "")
        return {key: self.profile.get(f"{key}/{params.text('language_code')}") or default}

    # The limits are documented; the exact wording of these three refusals is not known.
    @_method("setMyName")
    def set_my_name(self, params: Params) -> Any:
        """setMyName: at most 64 characters."""
        return self._set_profile(params, "name", 64, "BOT_TITLE_INVALID")

    @_method("setMyDescription")
    def set_my_description(self, params: Params) -> Any:
        """setMyDescription: at most 512 characters."""
        return self._set_profile(params, "description", 512, "BOT_DESCRIPTION_INVALID")

    @_method("setMyShortDescription")
    def set_my_short_description(self, params: Params) -> Any:
        """setMyShortDescription: at most 120 characters."""
        return self._set_profile(params, "short_description", 120, "BOT_ABOUT_INVALID")

    @_method("getMyName")
    def get_my_name(self, params: Params) -> Any:
        """getMyName: falls back to the name without a language."""
        return self._get_profile(params, "name")

    @_method("getMyDescription")
    def get_my_description(self, params: Params) -> Any:
        """getMyDescription: falls back to the one without a language."""
        return self._get_profile(params, "description")

    @_method("getMyShortDescription")
    def get_my_short_description(self, params: Params) -> Any:
        """getMyShortDescription: falls back to the one without a language."""
        return self._get_profile(params, "short_description")

    @_method("setChatMenuButton")
    def set_chat_menu_button(self, params: Params) -> Any:
        """setChatMenuButton: accepted and not kept."""
        return True

    # ---- chats

    @_method("getChat")
    def get_chat(self, params: Params) -> Any:
        """getChat: works for people who blocked the bot, not for those who never wrote."""
        chat = self.chat_of(params, write=False)
        if chat.is_private and not chat.began:
            raise bad_request("chat not found")
        gifts = dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            True,
        )
        full = {"accent_color_id": 1, "max_reaction_count": 11, "accepted_gift_types": gifts}
        return {**chat.to_json(), **full}

    @_method("getChatMember")
    def get_chat_member(self, params: Params) -> Any:
        """getChatMember: any known user, "left" for those who are not in the chat."""
        chat = self.chat_of(params, write=False)
        user_id = params.integer("user_id")
        user = self.world.bot if user_id == self.world.bot["id"] else self.world.users.get(user_id)
        if user is None:
            raise bad_request("invalid user_id specified")
        return self.world.member_json(chat, user)

    @_method("getChatAdministrators")
    def get_chat_administrators(self, params: Params) -> Any:
        """getChatAdministrators: groups only."""
        chat = self.chat_of(params, write=False)
        if chat.is_private:
            raise bad_request("there are no administrators in the private chat")
        users = [self.world.users[user_id] for user_id in chat.admins]
        if chat.bot_is_admin:
            users.append(self.world.bot)
        return [self.world.member_json(chat, user) for user in users]

    @_method("getChatMemberCount")
    def get_chat_member_count(self, params: Params) -> Any:
        """getChatMemberCount: the bot counts too."""
        return len(self.chat_of(params, write=False).members) + 1

    @_method("leaveChat")
    def leave_chat(self, params: Params) -> Any:
        """leaveChat: groups only; afterwards writing there is refused with 403."""
        chat = self.chat_of(params)
        if chat.is_private:
            raise bad_request("chat member status can't be changed in private chats")
        chat.bot_status = "left"
        return True

    # ---- topics

    @_method("createForumTopic")
    def create_forum_topic(self, params: Params) -> Any:
        """createForumTopic: only in a forum, as administrator; the topic id is that of its first message."""
        chat = self.chat_of(params)
        if not chat.is_forum:
            raise bad_request("the chat is not a forum")
        if not chat.bot_is_admin:
            raise bad_request("not enough rights to create a topic")
        name = params.text("name").strip()
        if not name:
            raise bad_request("TOPIC_TITLE_EMPTY")
        # The real server cuts a longer name to 128 characters.
        created: Json = {"name": name[:128], "icon_color": params.integer("icon_color", 7322096)}
        message = self.world.add_message(chat, self.world.bot, {"forum_topic_created": created})
        message.thread_id = message.id
        chat.topics[message.id] = Topic(message.id, created["name"])
        return {"message_thread_id": message.id, **created}

    @_method("editForumTopic")
    def edit_forum_topic(self, params: Params) -> Any:
        """editForumTopic: the same name again is refused."""
        topic = self.topic_of(self.chat_of(params), params)
        if params.text("name"):
            if params.text("name") == topic.name:
                raise bad_request("TOPIC_NOT_MODIFIED")
            topic.name = params.text("name")
        return True

    def _set_topic(self, params: Params, closed: bool) -> bool:
        topic = self.topic_of(self.chat_of(params), params)
        if topic.closed == closed:
            raise bad_request("TOPIC_NOT_MODIFIED")
        topic.closed = closed
        return True

    @_method("closeForumTopic")
    def close_forum_topic(self, params: Params) -> Any:
        """closeForumTopic: a closed topic cannot be closed again."""
        return self._set_topic(params, True)

    @_method("reopenForumTopic")
    def reopen_forum_topic(self, params: Params) -> Any:
        """reopenForumTopic: only a closed topic."""
        return self._set_topic(params, False)

    @_method("deleteForumTopic")
    def delete_forum_topic(self, params: Params) -> Any:
        """deleteForumTopic: its messages go with it."""
        chat = self.chat_of(params)
        topic = self.topic_of(chat, params)
        del chat.topics[topic.id]
        for message in chat.messages.values():
            if message.thread_id == topic.id:
                message.deleted = True
        return True
